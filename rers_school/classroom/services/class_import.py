"""A class's list comes in: what would be done first, then the same in one transaction."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import NotAllowed, Stale
from rers_school.classroom.models import Demand, Membership, Offer, Person, Savoir
from rers_school.classroom.models.people import BY_HAND, BY_LIST, BY_NETWORK
from rers_school.classroom.rules.classlist import ClassList, Line, Problem
from rers_school.classroom.rules.names import same_person_key
from rers_school.classroom.rules.text import savoir_key
from rers_school.classroom.services import cards, naming, people

# A kind of card and the key of its savoir: somebody has it once.
Mark = tuple[str, str]
_KINDS: tuple[tuple[str, type[Offer] | type[Demand]], ...] = (("offer", Offer), ("demand", Demand))


@dataclass(frozen=True, slots=True)
class PlannedCard:
    """A card of the list; ``there``: its author has one with these words already."""

    kind: str
    words: str
    there: bool


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """What one line of the list would do.

    ``state``: "new" (a person is entered), "here" (in the class already), "again" (the person of
    the earlier ``as_line``, by name) or "unclear" (several people of the class have this name:
    nothing is done).
    """

    number: int
    given: str
    family: str
    state: str
    cards: tuple[PlannedCard, ...]
    membership_id: UUID | None = None
    as_line: int | None = None

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip()

    @property
    def to_add(self) -> int:
        """Return how many cards this line would put on the wall."""
        return sum(not card.there for card in self.cards) if self.state != "unclear" else 0


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What importing a list would do; ``fingerprint`` changes when that would change."""

    lines: tuple[PlannedLine, ...]
    problems: tuple[Problem, ...]
    fingerprint: str

    @property
    def new_people(self) -> int:
        return sum(line.state == "new" for line in self.lines)

    @property
    def new_cards(self) -> int:
        return sum(line.to_add for line in self.lines)

    @property
    def does_nothing(self) -> bool:
        return not self.new_people and not self.new_cards


@dataclass(frozen=True, slots=True)
class Imported:
    """How many people and cards an import has added."""

    people: int
    cards: int


def plan(db: Session, classroom_id: UUID, class_list: ClassList) -> ImportPlan:
    """Return what importing ``class_list`` would do, in three queries; nothing is changed.

    People are recognised by name as at a launch; a newcomer who may be somebody of the list
    stays out of it until the teacher has said who they are. A card that its author has, or has
    taken off the wall, is not added again.
    """
    known, owned = _people_by_name(db, classroom_id), _cards_by_person(db, classroom_id)
    first: dict[str, int] = {}
    planned: dict[str, set[Mark]] = defaultdict(set)
    lines: list[PlannedLine] = []
    for line in class_list.people:
        key = same_person_key(line.given, line.family)
        here = known.get(key, [])
        member = here[0] if len(here) == 1 else None
        found = _cards(line, planned[key] | (owned[member] if member else set()))
        planned[key] |= {(card.kind, savoir_key(card.words)) for card in found}
        earlier = first.get(key) if len(here) < 2 else None
        first.setdefault(key, line.number)
        lines.append(
            PlannedLine(
                number=line.number,
                given=line.given,
                family=line.family,
                state="unclear" if len(here) > 1 else _state(earlier, member),
                cards=found,
                membership_id=member,
                as_line=earlier,
            )
        )
    return ImportPlan(tuple(lines), class_list.problems, _fingerprint(lines))


def _state(earlier: int | None, member: UUID | None) -> str:
    if earlier is not None:
        return "again"
    return "here" if member else "new"


def apply(
    db: Session,
    actor: Actor | None,
    classroom_id: UUID,
    class_list: ClassList,
    *,
    plan_fingerprint: str | None = None,
) -> Imported:
    """Enter the people and cards of a list and return how many were added.

    Part of the caller's one transaction: all of it or nothing. The same list a second time adds
    nothing. ``actor`` is nobody on the command line.

    *Errors*: `NotAllowed` (403), `Stale` (409, ``plan``) when the class has changed since
    ``plan_fingerprint`` was shown.
    """
    if actor is not None and not actor.is_teacher:
        raise NotAllowed
    doing = plan(db, classroom_id, class_list)
    if plan_fingerprint is not None and plan_fingerprint != doing.fingerprint:
        raise Stale("plan_changed", plan=doing)
    made: dict[str, UUID] = {}
    entered = added = 0
    for line in doing.lines:
        if line.state == "unclear":
            continue
        key = same_person_key(line.given, line.family)
        author = line.membership_id or made.get(key)
        if author is None:
            author = made[key] = _enter(db, classroom_id, line)
            entered += 1
        added += _add_cards(db, actor, classroom_id, author, line.cards)
    if entered:
        naming.name_everybody(db, classroom_id)
    return Imported(entered, added)


def _enter(db: Session, classroom_id: UUID, line: PlannedLine) -> UUID:
    return people.enter(
        db,
        classroom_id=classroom_id,
        given=line.given,
        family=line.family,
        role=Role.PUPIL,
        how=BY_LIST,
    ).id


def _add_cards(
    db: Session,
    actor: Actor | None,
    classroom_id: UUID,
    author: UUID,
    wanted: Iterable[PlannedCard],
) -> int:
    # Without a teacher at the screen the card is the pupil's own, "written by" nobody else.
    writer = actor or Actor(author, author, classroom_id, Role.PUPIL)
    added = 0
    for card in wanted:
        if not card.there:
            cards.add(db, writer, card.kind, card.words, for_id=author)
            added += 1
    return added


def _cards(line: Line, mine: set[Mark]) -> tuple[PlannedCard, ...]:
    """Return the cards of a line, each savoir once."""
    found: dict[Mark, PlannedCard] = {}
    for kind, texts in (("offer", line.offers), ("demand", line.demands)):
        for words in texts:
            mark = (kind, savoir_key(words))
            found.setdefault(mark, PlannedCard(kind, words, mark in mine))
    return tuple(found.values())


def _people_by_name(db: Session, classroom_id: UUID) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = defaultdict(list)
    for member_id, key in db.execute(
        select(Membership.id, Person.name_key)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.classroom_id == classroom_id,
            Membership.maybe_id.is_(None),
            # A pupil of the list is not the adult whom the children call by the same name.
            Membership.entered_by.not_in([BY_HAND, BY_NETWORK]),
        )
        .order_by(Membership.created_at, Membership.id)
    ):
        if key:
            found[key].append(member_id)
    return found


def _cards_by_person(db: Session, classroom_id: UUID) -> dict[UUID, set[Mark]]:
    owned: dict[UUID, set[Mark]] = defaultdict(set)
    for kind, table in _KINDS:
        for member_id, key in db.execute(
            select(table.membership_id, Savoir.key)
            .join(Savoir, Savoir.id == table.own_savoir_id)
            .where(table.classroom_id == classroom_id)
        ):
            owned[member_id].add((kind, key))
    return owned


def _fingerprint(lines: list[PlannedLine]) -> str:
    facts: list[Any] = [
        (
            line.number,
            line.state,
            str(line.membership_id or ""),
            [(card.kind, card.words, card.there) for card in line.cards],
        )
        for line in lines
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]
