"""What the peers put exchanges into, and the plain ways to add to them."""

import hashlib
from dataclasses import dataclass, field

from bench.matching.case import Case


def neutral(case: Case) -> list[int]:
    """Return everybody who takes part, in an order that says nothing about them."""
    awake = (at for at in range(len(case)) if not case.resting[at])
    return sorted(awake, key=lambda at: hashlib.blake2b(case.ids[at].encode()).digest())


@dataclass(slots=True)
class Draft:
    """Exchanges, at most one gift and one receipt each: who gives whom, and who from whom."""

    case: Case
    gives: dict[int, int] = field(default_factory=dict)
    receives: dict[int, int] = field(default_factory=dict)

    def place(self, giver: int, receiver: int) -> None:
        """Add one exchange."""
        self.gives[giver] = receiver
        self.receives[receiver] = giver

    def remove(self, giver: int) -> None:
        """Take one exchange away again."""
        del self.receives[self.gives.pop(giver)]

    def unlinked(self, person: int) -> bool:
        """Return whether this person neither gives nor receives."""
        return person not in self.gives and person not in self.receives

    def exchanges(self) -> list[tuple[str, str, str]]:
        """Return the exchanges with the ids of the file and one fitting savoir."""
        names = self.case.ids
        return [
            (names[giver], names[receiver], self.case.receivers(giver)[receiver])
            for giver, receiver in self.gives.items()
        ]


def fill(draft: Draft) -> None:
    """Add exchanges between those still free: first for people without a link, then for all."""
    case, order = draft.case, neutral(draft.case)
    for person in order:
        if draft.unlinked(person):
            _receive_or_give(draft, person)
    for giver in order:
        if giver not in draft.gives:
            for receiver in case.receivers(giver):
                if receiver not in draft.receives:
                    draft.place(giver, receiver)
                    break


def take_over(draft: Draft) -> None:
    """Let people without a link take one end of an exchange from somebody who keeps a link."""
    case = draft.case
    for person in neutral(case):
        if not draft.unlinked(person):
            continue
        for receiver in case.receivers(person):
            giver = draft.receives.get(receiver)
            if giver is not None and giver in draft.receives:
                draft.remove(giver)
                draft.place(person, receiver)
                break
        else:
            for giver in case.sources(person):
                taker = draft.gives.get(giver)
                if taker is not None and taker in draft.gives:
                    draft.remove(giver)
                    draft.place(giver, person)
                    break


def _receive_or_give(draft: Draft, person: int) -> None:
    for giver in draft.case.sources(person):
        if giver not in draft.gives:
            draft.place(giver, person)
            return
    for receiver in draft.case.receivers(person):
        if receiver not in draft.receives:
            draft.place(person, receiver)
            return
