"""Which one card would link somebody who has no link, and how many more people with them.

A new card adds a few possible exchanges around one person. More people can be linked only if a
chain of changed places leads from somebody waiting, through the new card, to a free seat: so
the search starts from the seating that proves the most linked, not from nothing. Beyond
`EXACT_UP_TO` people the cards of the class are only counted, and the bridge says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace

from .board import Board, Opening
from .counting import Counting
from .groups import choose_opening, reach
from .ledger import Ledger
from .plan import Bridge, ClassBridge
from .possible import Possible
from .problem import Card
from .slack import freeable, movable

#: How many cards are named for one person, and for the class.
NAMED = 3
#: Up to so many people every number of people linked is exact.
EXACT_UP_TO = 1000
#: With small groups every bridge is checked by a whole new search: only for classes.
GROUPS_UP_TO = 100


class Bridges:
    """Answers `for_person` for everybody without a link in one round, and `for_class`."""

    def __init__(self, possible: Possible, opening: Opening) -> None:
        self.possible = possible
        self.ledger = Ledger(Board(possible, opening))
        self.grouped = possible.instance.round.group_size > 1
        self.cover = self.ledger.links
        board = self.ledger.board
        idle = [p for p in range(board.size) if not board.linked(p)]
        self.movable = movable(self.cover, idle)
        self.freeable = freeable(self.cover)
        self.queues: defaultdict[int, list[int]] = defaultdict(list)
        for waiting in self.cover.waiting:
            self.queues[self.movable[waiting]].append(waiting)
        self.offering: defaultdict[str, set[int]] = defaultdict(set)
        self.demanding: defaultdict[str, set[int]] = defaultdict(set)
        for person in range(len(possible)):
            for savoir in possible.offered[person]:
                self.offering[savoir].add(person)
            for savoir in possible.asked[person]:
                self.demanding[savoir].add(person)

    def for_person(self, person: int) -> tuple[Bridge, ...]:
        """Return the cards that would link most, exactly counted; none if no one card would."""
        near = set(self.possible.same_class(person))
        found = [
            Bridge(add, savoir, links) for add, savoir, links in self._cards(person, near, near)
        ]
        found.sort(key=lambda b: (-b.links, b.add, b.savoir))
        if self.grouped:
            found = [
                replace(b, links=links)
                for b in found[:NAMED]
                if (links := self._checked(person, b.add, b.savoir))
            ]
            found.sort(key=lambda b: (-b.links, b.add, b.savoir))
        return tuple(found[:NAMED])

    def for_class(self) -> tuple[ClassBridge, ...]:
        """Return the cards that would link most, whoever writes them; another savoir each."""
        found: list[tuple[int, int, str, str]] = []
        for person in range(len(self.possible)):
            near = set(self.possible.same_class(person))
            # Somebody whose place is fixed helps only those who can still be moved.
            helped = near if person in self.movable else {p for p in near if p in self.movable}
            for add, savoir, links in self._cards(person, near, helped):
                found.append((-links, person, add, savoir))
        named: dict[tuple[str, str], ClassBridge] = {}
        for less, person, add, savoir in sorted(found):
            links = self._checked(person, add, savoir) if self.grouped else -less
            if links and (add, savoir) not in named:
                who = self.possible.pupils[person].id
                named[add, savoir] = ClassBridge(who, add, savoir, links)
            if len(named) == NAMED:
                break
        return tuple(sorted(named.values(), key=lambda b: -b.links))

    def _cards(
        self, person: int, near: Collection[int], wanting: Collection[int]
    ) -> Iterator[tuple[str, str, int]]:
        """Yield the cards that this person could add for those wanting, if they link anybody."""
        possible = self.possible
        own = possible.offered[person].keys() | possible.asked[person].keys()
        for add, cards, others in (
            ("offer", possible.asked, self.demanding),
            ("demand", possible.offered, self.offering),
        ):
            for savoir in sorted({s for p in wanting for s in cards[p]} - own):
                partners = sorted(others[savoir].intersection(near))
                links = self._gain(person, add, savoir, partners)
                if links:
                    yield add, savoir, links

    def _gain(self, person: int, add: str, savoir: str, partners: list[int]) -> int:
        """Return how many more people are linked when this person adds the card."""
        board = self.ledger.board
        if add == "offer":
            places = list(partners)
            place = board.places[person][0]
        else:
            places = [p for i in partners for p in board.giving_places(i, savoir)]
            place = person
        helped = [i for i in partners if i in self.movable]
        if not (helped and place in self.freeable):
            # Only this person's own seat can come of it: one more, if a seat can be freed.
            return int(person in self.movable and any(p in self.freeable for p in places))
        return self._tried(person, places, helped, place)

    def _tried(self, person: int, places: list[int], helped: list[int], place: int) -> int:
        cover, rows = self.cover, self.cover.rows
        before = {i: cover.wants[i] for i in (person, *helped)}
        # Those without any possible exchange so far are not even waiting yet.
        idle = [i for i in before if i in self.movable and not cover.active[i]]
        touched = {self.movable[i] for i in before if i in self.movable}
        waiting = [w for number in sorted(touched) for w in self.queues.get(number, ())]
        waiting += [i for i in idle if i not in waiting]
        mark = cover.mark()
        cover.wants[person] = [*cover.wants[person], rows.add(places, [person])]
        new = rows.add([place], helped)
        for i in helped:
            cover.wants[i] = [*cover.wants[i], new]
        gain, more = 0, cover.seat_more(waiting)
        while more:
            gain += more
            more = cover.seat_more([i for i in waiting if cover.at[i] < 0])
        cover.rollback(mark)
        rows.drop_last()
        rows.drop_last()
        for i in idle:
            cover.waiting.pop(i, None)
        for i, wants in before.items():
            cover.wants[i] = wants
        return gain

    def _checked(self, person: int, add: str, savoir: str) -> int:
        """Return how many more a whole new search links, when this person adds the card."""
        instance = self.possible.instance
        pupil = self.possible.pupils[person]
        card = (Card(savoir),)
        if add == "offer":
            changed = replace(pupil, offers=pupil.offers + card)
        else:
            changed = replace(pupil, demands=pupil.demands + card)
        people = tuple(changed if p.id == pupil.id else p for p in instance.people)
        possible = Possible(replace(instance, people=people))
        found = reach(Ledger(Board(possible, choose_opening(possible))))
        return max(0, found[0] - self.ledger.linked_max)


def bridges_for(board: Board, opening: Opening) -> Bridges | Counting:
    """Return what answers for this round: exactly, or by counting where there are too many."""
    possible = board.possible
    grouped = possible.instance.round.group_size > 1
    if len(possible) <= (GROUPS_UP_TO if grouped else EXACT_UP_TO):
        return Bridges(possible, opening)
    return Counting(board)
