"""Bridges for a crowd, by counting: which cards those without a link in a class wait for."""

from __future__ import annotations

from collections import Counter, defaultdict

from .board import Board
from .plan import Bridge, ClassBridge

NAMED = 3

_Class = tuple[str, str]


class Counting:
    """Answers like `Bridges`, but does not look at who would change places: `exact` is false."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.possible = board.possible
        #: class -> how many without a link ask for a savoir (or offer it), and who has a turn left
        self.asking: defaultdict[_Class, Counter[str]] = defaultdict(Counter)
        self.offering: defaultdict[_Class, Counter[str]] = defaultdict(Counter)
        self.free: defaultdict[_Class, list[int]] = defaultdict(list)
        for person in range(board.size):
            where = self._class(person)
            self.free[where].append(person)
            if not board.linked(person):
                self.asking[where].update(self.possible.asked[person].keys())
                self.offering[where].update(self.possible.offered[person].keys())

    def for_person(self, person: int) -> tuple[Bridge, ...]:
        """Return the cards that most people of the class without a link wait for."""
        where = self._class(person)
        instance, pupil = self.possible.instance, self.possible.pupils[person]
        own = self.possible.offered[person].keys() | self.possible.asked[person].keys()
        found = [
            Bridge(add, savoir, 1 + min(many, cap), exact=False)
            for add, waiting, cap in (
                ("offer", self.asking[where], instance.give_cap(pupil)),
                ("demand", self.offering[where], instance.receive_cap(pupil)),
            )
            for savoir, many in waiting.items()
            if savoir not in own
        ]
        if not found:
            found = [Bridge(add, savoir, 1, exact=False) for add, savoir in self._any_seat(person)]
        found.sort(key=lambda b: (-b.links, b.add, b.savoir))
        return tuple(found[:NAMED])

    def for_class(self) -> tuple[ClassBridge, ...]:
        """Return nothing: in a crowd each class looks at its own people."""
        return ()

    def _any_seat(self, person: int) -> set[tuple[str, str]]:
        """Return cards of this person that somebody with a turn left would answer."""
        possible, room = self.possible, self.board.room
        own = possible.offered[person].keys() | possible.asked[person].keys()
        found: set[tuple[str, str]] = set()
        for other in self.free[self._class(person)]:
            if possible.may_meet(person, other):
                if room[other] > 0:
                    found.update(("offer", s) for s in possible.asked[other].keys() - own)
                if any(room[p] > 0 for p in self.board.places[other]):
                    found.update(("demand", s) for s in possible.offered[other].keys() - own)
        return found

    def _class(self, person: int) -> _Class:
        pupil = self.possible.pupils[person]
        return pupil.school, pupil.classroom
