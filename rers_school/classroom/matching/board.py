"""The turns of one round: who can still give and receive, and the links placed so far.

Every person has `receive_cap` seats to receive. To give they have `give_cap` turns: one *open*
place with a seat per turn (any savoir, one receiver each) or, for offers that take a small
group, a *group* place: one savoir, several seats, one exchange.

*Shapes*: place `i` below n is person i's receiving place; places from n on are giving places.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from .possible import Possible

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
        #: giver -> receiver -> (place, savoir), preferred first
        self.ways: list[dict[int, list[tuple[int, str]]]] = [
            self._ways_of(giver) for giver in range(self.size)
        ]
        self.givers: list[list[int]] = [[] for _ in pupils]
        for giver, ways in enumerate(self.ways):
            for receiver in ways:
                self.givers[receiver].append(giver)
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

    def _ways_of(self, giver: int) -> dict[int, list[tuple[int, str]]]:
        anything, *groups = self.places[giver]
        ways: dict[int, list[tuple[int, str]]] = {}
        for receiver, savoirs in self.possible.savoirs[giver].items():
            mine = [(anything, savoirs[0])] if self.room[anything] else []
            mine += [(g, s) for g in groups if (s := self.theme[g]) is not None and s in savoirs]
            if mine:
                ways[receiver] = mine
        return ways

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

    def way(self, giver: int, receiver: int) -> Link | None:
        """Return the preferred link still possible between the two, if they have none yet."""
        if self.room[receiver] < 1 or (giver, receiver) in self.links:
            return None
        for place, savoir in self.ways[giver].get(receiver, ()):
            if self.room[place] > 0:
                return Link(giver, receiver, place, savoir)
        return None

    def links_of(self, link: Link) -> list[Link]:
        """Return what is placed between the two people of this link, in its direction."""
        return self.links.get((link.giver, link.receiver), [])

    def linked(self, person: int) -> bool:
        """Return whether this person gives or receives so far."""
        return bool(self.gave[person] or self.received[person])
