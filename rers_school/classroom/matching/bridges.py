"""Which one card would link somebody who has no link, and how many more people with them.

A new card adds a few possible exchanges around one person. More people can be linked only if a
chain of changed places leads from somebody waiting, through the new card, to a free seat: so
the search starts from the seating that proves the most linked, not from nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from .board import Board, Opening
from .groups import choose_opening, reach
from .ledger import Ledger
from .plan import Bridge
from .possible import Possible
from .problem import Card

#: How many cards are named for one person.
NAMED = 3
#: Beyond this many people no bridge is looked for.
EXACT_UP_TO = 1000
#: With small groups every bridge is checked by a whole new search: only for classes.
GROUPS_UP_TO = 100


class Bridges:
    """Answers `for_person` for everybody without a link in one round."""

    def __init__(self, possible: Possible, opening: Opening) -> None:
        self.possible = possible
        self.ledger = Ledger(Board(possible, opening))
        self.grouped = possible.instance.round.group_size > 1
        self.cover = self.ledger.links
        self.movable = self._movable()
        self.queues: defaultdict[int, list[int]] = defaultdict(list)
        for waiting in self.cover.waiting:
            self.queues[self.movable[waiting]].append(waiting)
        self.freeable = self._freeable()
        self.offering: defaultdict[str, set[int]] = defaultdict(set)
        self.demanding: defaultdict[str, set[int]] = defaultdict(set)
        for i, pupil in enumerate(possible.pupils):
            for card in pupil.offers:
                self.offering[card.savoir].add(i)
            for card in pupil.demands:
                self.demanding[card.savoir].add(i)

    def for_person(self, person: int) -> tuple[Bridge, ...]:
        """Return the cards that would link most, exactly counted; none if no one card would."""
        size = len(self.possible)
        if size > (GROUPS_UP_TO if self.grouped else EXACT_UP_TO):
            return ()
        pupil = self.possible.pupils[person]
        own = {card.savoir for card in (*pupil.offers, *pupil.demands)}
        near = set(self.possible.same_class(person))
        found: list[Bridge] = []
        for add, others in (("offer", self.demanding), ("demand", self.offering)):
            for savoir in sorted(others.keys() - own):
                partners = sorted(others[savoir] & near)
                links = self._gain(person, add, savoir, partners) if partners else 0
                if links:
                    found.append(Bridge(add, savoir, links))
        found.sort(key=lambda b: (-b.links, b.add, b.savoir))
        if self.grouped:
            found = [b for b in (self._checked(person, b) for b in found[:NAMED]) if b.links]
            found.sort(key=lambda b: (-b.links, b.add, b.savoir))
        return tuple(found[:NAMED])

    def _gain(self, person: int, add: str, savoir: str, partners: list[int]) -> int:
        """Return how many more people are linked when this person adds the card."""
        mine = self.ledger.board.places[person][0]
        if add == "offer":
            places = list(partners)
            place = mine
        else:
            places = [p for i in partners for p in self._gives_at(i, savoir)]
            place = person
        helped = [i for i in partners if i in self.movable]
        if not (helped and place in self.freeable):
            # Only this person's own seat can come of it: one more, if a seat can be freed.
            return int(any(p in self.freeable for p in places))
        return self._tried(person, places, helped, place)

    def _tried(self, person: int, places: list[int], helped: list[int], place: int) -> int:
        cover, rows = self.cover, self.cover.rows
        before = {i: cover.wants[i] for i in (person, *helped)}
        # Those without any possible exchange so far are not even waiting yet.
        idle = [i for i in before if not cover.active[i]]
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

    def _gives_at(self, giver: int, savoir: str) -> list[int]:
        board = self.ledger.board
        return [p for p in board.places[giver] if board.theme[p] in (None, savoir)]

    def _checked(self, person: int, bridge: Bridge) -> Bridge:
        """Return the bridge with the gain that a whole new search finds."""
        instance = self.possible.instance
        pupil = self.possible.pupils[person]
        card = (Card(bridge.savoir),)
        if bridge.add == "offer":
            changed = replace(pupil, offers=pupil.offers + card)
        else:
            changed = replace(pupil, demands=pupil.demands + card)
        people = tuple(changed if p.id == pupil.id else p for p in instance.people)
        possible = Possible(replace(instance, people=people))
        found = reach(Ledger(Board(possible, choose_opening(possible))))
        return replace(bridge, links=max(0, found[0] - self.ledger.linked_max))

    def _movable(self) -> dict[int, int]:
        """Return those who could be the one still waiting, in another largest seating.

        The number says with whom: only people of one number can change places with each other.
        """
        cover, found = self.cover, dict[int, int]()
        for first in cover.waiting:
            reached, queue = {first}, [first]
            for person in queue:
                for place in cover.rows.wanted(person, cover.wants[person]):
                    fresh = [i for i in cover.sitters[place] if i not in reached]
                    reached.update(fresh)
                    queue.extend(i for i in fresh if i not in found)
            merged = {found[i] for i in reached if i in found}
            if merged:
                found.update((i, first) for i, number in found.items() if number in merged)
            found.update((i, first) for i in reached)
        board = self.ledger.board
        for person in range(board.size):
            if not cover.active[person] and not board.linked(person):
                found[person] = person
        return found

    def _freeable(self) -> set[int]:
        """Return the places where a seat is free, or becomes free when others move on."""
        cover = self.cover
        wanted_by: defaultdict[int, list[int]] = defaultdict(list)
        for person, wants in enumerate(cover.wants):
            for place in cover.rows.wanted(person, wants):
                wanted_by[place].append(person)
        queue = [p for p, room in enumerate(cover.room) if len(cover.sitters[p]) < room]
        found = set(queue)
        for place in queue:
            for person in wanted_by[place]:
                seat = cover.at[person]
                if seat >= 0 and seat not in found:
                    found.add(seat)
                    queue.append(seat)
        return found
