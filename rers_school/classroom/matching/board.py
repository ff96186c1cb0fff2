"""The turns of one round: who can still give and receive, and the links placed so far.

Every person has `receive_cap` seats to receive. To give they have `give_cap` turns: one *open*
place with a seat per turn (any savoir, one receiver each) or, for offers that take a small
group, a *group* place: one savoir, several seats, one exchange.

*Shapes*: place `i` below n is person i's receiving place; places from n on are giving places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from .possible import Possible
from .rows import Rows

#: giver -> the savoirs for which one of their turns is opened to a small group
Opening = dict[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Link:
    """One giver, one receiver, one savoir, and the giving place it takes a seat of."""

    giver: int
    receiver: int
    place: int
    savoir: str


def pinned_groups(possible: Possible) -> Opening:
    """Return the group turns that the teacher's pins need."""
    pinned = Counter((giver, savoir) for giver, _, savoir in possible.pins)
    opening: Opening = {}
    for (giver, savoir), many in sorted(pinned.items()):
        size = possible.instance.group(possible.pupils[giver], savoir)
        if size > 1:
            turns = -(-many // size)
            opening[giver] = opening.get(giver, ()) + (savoir,) * turns
    return opening


class Board:
    """Places, room and links of one round, with the pins already placed."""

    def __init__(self, possible: Possible, opening: Opening) -> None:
        self.possible = possible
        instance, pupils = possible.instance, possible.pupils
        self.size = len(pupils)
        self.room = [instance.receive_cap(p) for p in pupils]
        self.owner: list[int] = list(range(self.size))
        self.theme: list[str | None] = [None] * self.size
        self.places: list[list[int]] = []
        for giver, pupil in enumerate(pupils):
            groups = opening.get(giver, ())
            mine = [self._add(giver, None, instance.give_cap(pupil) - len(groups))]
            mine += [self._add(giver, s, instance.group(pupil, s)) for s in groups]
            self.places.append(mine)
        self.one_each = all(seats <= 1 for seats in self.room)
        self.rows, self.give_rows, self.take_rows = self._lay_rows(bool(opening))
        self.links: dict[tuple[int, int], list[Link]] = {}
        self.gave = [0] * self.size
        self.received = [0] * self.size
        #: how many give and receive so far
        self.both = 0
        self._place_pins()

    def _add(self, owner: int, theme: str | None, seats: int) -> int:
        self.room.append(seats)
        self.owner.append(owner)
        self.theme.append(theme)
        return len(self.room) - 1

    def _lay_rows(self, grouped: bool) -> tuple[Rows, list[list[int]], list[list[int]]]:
        """Return two rows a stall: the receivers' places, and the places where they are given to.

        With them: person -> rows of places to give to, and rows of places to receive at.
        """
        rows = Rows(self.owner, self.possible.apart)
        give_rows: list[list[int]] = [[] for _ in range(self.size)]
        take_rows: list[list[int]] = [[] for _ in range(self.size)]
        for stall in self.possible.stalls:
            givers, places = stall.givers, [self.places[g][0] for g in stall.givers]
            if grouped:
                open_at = [(g, self.giving_places(g, stall.savoir)) for g in givers]
                givers = [g for g, mine in open_at if mine]
                places = [place for _, mine in open_at for place in mine]
            give, take = rows.add(stall.receivers, givers), rows.add(places, stall.receivers)
            for giver in givers:
                give_rows[giver].append(give)
            for receiver in stall.receivers:
                take_rows[receiver].append(take)
        return rows, give_rows, take_rows

    def giving_places(self, giver: int, savoir: str) -> list[int]:
        """Return where this savoir can be given in this round, the turn for any savoir first."""
        _anything, *groups = self.places[giver]
        return self._open(giver) + [g for g in groups if self.theme[g] == savoir]

    def ways(self, giver: int, receiver: int) -> Iterator[tuple[int, str]]:
        """Yield every place and savoir with which the one could give to the other, best first."""
        savoirs = self.possible.savoirs(giver, receiver)
        if savoirs:
            for anything in self._open(giver):
                yield anything, savoirs[0]
            for place in self.places[giver][1:]:
                if (savoir := self.theme[place]) is not None and savoir in savoirs:
                    yield place, savoir

    def _open(self, giver: int) -> list[int]:
        anything, *groups = self.places[giver]
        turns = self.possible.instance.give_cap(self.possible.pupils[giver])
        return [anything] if len(groups) < turns else []

    def _place_pins(self) -> None:
        for giver, receiver, savoir in self.possible.pins:
            anything, *groups = self.places[giver]
            mine = [g for g in groups if self.theme[g] == savoir and self.room[g]]
            self.place(Link(giver, receiver, mine[0] if mine else anything, savoir))

    def place(self, link: Link) -> None:
        """Keep the link: it takes one seat on each side."""
        self.room[link.place] -= 1
        self.room[link.receiver] -= 1
        self.both += not self.gave[link.giver] and self.received[link.giver] > 0
        self.gave[link.giver] += 1
        self.both += not self.received[link.receiver] and self.gave[link.receiver] > 0
        self.received[link.receiver] += 1
        self.links.setdefault((link.giver, link.receiver), []).append(link)

    def take_back(self, link: Link) -> None:
        """Undo `place`."""
        self.links_of(link).remove(link)
        if not self.links_of(link):
            del self.links[link.giver, link.receiver]
        for person, counted, other in (
            (link.giver, self.gave, self.received),
            (link.receiver, self.received, self.gave),
        ):
            counted[person] -= 1
            self.both -= not counted[person] and other[person] > 0
        self.room[link.place] += 1
        self.room[link.receiver] += 1

    def way(self, giver: int, receiver: int) -> Link | None:
        """Return the preferred link still possible between the two, if they have none yet."""
        if self.room[receiver] < 1 or (giver, receiver) in self.links:
            return None
        for place, savoir in self.ways(giver, receiver):
            if self.room[place] > 0:
                return Link(giver, receiver, place, savoir)
        return None

    def links_of(self, link: Link) -> list[Link]:
        """Return what is placed between the two people of this link, in its direction."""
        return self.links.get((link.giver, link.receiver), [])

    def placed(self, giver: int, receiver: int, savoir: str) -> Link:
        """Return the link of this pin."""
        return next(k for k in self.links[giver, receiver] if k.savoir == savoir)

    def linked(self, person: int) -> bool:
        """Return whether this person gives or receives so far."""
        return bool(self.gave[person] or self.received[person])
