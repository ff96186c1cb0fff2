"""What the class remembers: of this year, as it stands, and of the years before, as it was kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.models import (
    ClassMemory,
    Classroom,
    Decision,
    Exchange,
    Gathering,
    MarketMeeting,
    Membership,
    Person,
    Savoir,
    Succession,
)
from rers_school.classroom.models.people import HAS_LEFT
from rers_school.classroom.queries.effects import shared_effects
from rers_school.classroom.queries.follow_ups import shared_follow_ups
from rers_school.classroom.queries.given_reviews import given_words
from rers_school.classroom.rules.exchange_states import ExchangeState
from rers_school.classroom.rules.forgetting import Named
from rers_school.classroom.rules.memory import MemoryLine, Namelist, from_json
from rers_school.db import unscoped


@dataclass(frozen=True, slots=True)
class KeptMemory:
    """A year as a class kept it."""

    classroom: str
    school_year: int
    made_at: datetime
    lines: tuple[MemoryLine, ...]


@dataclass(frozen=True, slots=True)
class Memories:
    """This year as it stands, what was kept of it, and the years before, the latest first."""

    school_year: int
    now: tuple[MemoryLine, ...]
    kept: KeptMemory | None
    before: tuple[KeptMemory, ...]


def memories(db: Session, actor: Actor, instead: str) -> Memories:
    """Return what the class remembers, without persons: eight queries.

    ``instead`` stands where the name of somebody of the class stood.
    """
    year = db.scalars(select(Classroom.school_year).where(Classroom.id == actor.classroom_id)).one()
    found = _kept(db, actor)
    of_now = next((one for own, one in found if own and one.school_year == year), None)
    before = tuple(one for _own, one in found if one is not of_now)
    return Memories(year, _now(db, instead), of_now, before)


def has_before(db: Session, actor: Actor) -> bool:
    """Tell whether an earlier year of this class, or the class before it, left a memory."""
    year = select(Classroom.school_year).where(Classroom.id == actor.classroom_id).scalar_subquery()
    with unscoped(db, "the class before this one shows its memory"):
        return bool(
            db.scalar(
                select(ClassMemory.id)
                .where(_shown_to(actor), ClassMemory.school_year < year)
                .limit(1)
            )
        )


def _shown_to(actor: Actor) -> ColumnElement[bool]:
    before = select(Succession.follows_id).where(Succession.classroom_id == actor.classroom_id)
    return or_(ClassMemory.classroom_id == actor.classroom_id, ClassMemory.classroom_id.in_(before))


def _kept(db: Session, actor: Actor) -> list[tuple[bool, KeptMemory]]:
    with unscoped(db, "the class before this one shows its memory"):
        rows = db.execute(
            select(ClassMemory, Classroom.name)
            .join(Classroom, Classroom.id == ClassMemory.classroom_id)
            .where(_shown_to(actor))
            .order_by(ClassMemory.school_year.desc(), ClassMemory.made_at.desc())
            .execution_options(populate_existing=True)
        ).all()
    return [
        (
            row.classroom_id == actor.classroom_id,
            KeptMemory(name, row.school_year, row.made_at, from_json(row.content)),
        )
        for row, name in rows
    ]


def _now(db: Session, instead: str) -> tuple[MemoryLine, ...]:
    names = _names(db, instead)
    lines = [names.line("savoirs", name) for name in _savoirs(db)]
    lines += [
        names.line(one.part, one.words, names.line("savoirs", one.savoir).text, str(one.review))
        for one in given_words(db)
    ]
    lines += [names.line("decisions", words, day) for words, day in _decisions(db)]
    lines += [
        names.line("became", one.words, names.line("became", one.savoir).text)
        for one in shared_follow_ups(db)
    ]
    lines += [names.line("effects", one.words, one.starter) for one in shared_effects(db)]
    return tuple({line.key: line for line in lines}.values())


def _names(db: Session, instead: str) -> Namelist:
    rows = db.execute(
        select(Person.given_name, Person.family_name, Membership.shown_name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.entered_by != HAS_LEFT)
        .order_by(Membership.created_at, Membership.id)
    )
    return Namelist([Named(*row) for row in rows], instead)


def _savoirs(db: Session) -> list[str]:
    """Return the names of what was learned in an exchange, or shown on a market day."""
    learned = select(Exchange.savoir_id).where(
        and_(Exchange.state == ExchangeState.CLOSED.value, Exchange.outcome == "learned")
    )
    shown = select(MarketMeeting.savoir_id).where(MarketMeeting.held.is_(True))
    rows = db.scalars(
        select(Savoir.name)
        .where(or_(Savoir.id.in_(learned), Savoir.id.in_(shown)))
        .order_by(Savoir.sort_key, Savoir.id)
    )
    return list(rows)


def _decisions(db: Session) -> list[tuple[str, str]]:
    rows = db.execute(
        select(Decision.words, Gathering.takes_place_on)
        .join(Gathering, Gathering.id == Decision.gathering_id)
        .where(Decision.state != "dropped")
        .order_by(Gathering.takes_place_on, Decision.created_at, Decision.id)
    )
    return [(words, day.isoformat()) for words, day in rows]
