"""A pile of paper slips becomes cards: a line per person, several cards in one field."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed
from rers_school.classroom.rules.card_cells import BETWEEN, Part, parts
from rers_school.classroom.services import cards, drafts

#: A field of the grid: the kind of card, and whose.
Cell = tuple[str, UUID]


@dataclass(frozen=True, slots=True)
class Entered:
    """What a pile became: cards added, cards that were there, and the fields to look at again."""

    added: int
    there: int
    left: dict[Cell, str]


def enter(db: Session, actor: Actor, grid: Mapping[Cell, str]) -> Entered:
    """Put the cards of a pile on the wall, each written by the teacher, and return what happened.

    A card that its author has already is not added twice. What does not become a card stays as
    the teacher's draft of the grid, in its field; the rest is entered all the same.

    *Errors*: `NotAllowed` (403), `NotFound` (404) for somebody who is not in the class,
    ``draft_size`` (422) for a field that is too long to be kept.
    """
    if not actor.is_teacher:
        raise NotAllowed
    added = there = 0
    left: dict[Cell, str] = {}
    for (kind, who), text in grid.items():
        found = list(parts(text))
        for part in found:
            if not part.problem:
                new = _add(db, actor, kind, part.words, who)
                added, there = added + new, there + (not new)
        wrong = [part.words.strip() for part in found if part.problem]
        if wrong:
            left[kind, who] = f" {BETWEEN} ".join(wrong)
    drafts.forget(db, actor, drafts.GRID)
    if left:
        kept = {field_of(kind, who): text for (kind, who), text in left.items()}
        drafts.keep(db, actor, drafts.GRID, kept)
    return Entered(added, there, left)


def waiting(db: Session, actor: Actor) -> dict[str, str]:
    """Return what was typed into the grid and is not on the wall, by the names of its fields."""
    return drafts.kept(db, actor, drafts.GRID) or {}


def wrong_in(text: str) -> list[Part]:
    """Return what does not become a card in a field."""
    return [part for part in parts(text) if part.problem]


def field_of(kind: str, who: UUID) -> str:
    """Return the name of a field of the grid."""
    return f"{kind}-{who.hex}"


def cell_of(field: str) -> Cell | None:
    """Return what a field of the grid is for, or nothing when it is no field of the grid."""
    kind, _, raw = field.partition("-")
    try:
        return (kind, UUID(hex=raw)) if kind in cards.KINDS else None
    except ValueError:
        return None


def _add(db: Session, actor: Actor, kind: str, words: str, who: UUID) -> bool:
    try:
        cards.add(db, actor, kind, words, for_id=who)
    except DomainError as error:
        if error.code != "already_there":
            raise
        return False
    return True
