"""Every pupil's trace for the print of the whole class: only what the teacher may read."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import NotAllowed
from rers_school.classroom.models import (
    Classroom,
    Demand,
    Exchange,
    Guest,
    MarketChoice,
    MarketDay,
    MarketMeeting,
    Membership,
    Offer,
    Participation,
    Savoir,
    School,
    SelfEvaluation,
)
from rers_school.classroom.queries.across.away import visiting
from rers_school.classroom.queries.looking_back import EVALUATION_COLUMNS, evaluation_view
from rers_school.classroom.queries.market_memory import Remembered
from rers_school.classroom.queries.people import Who, by_name, everybody
from rers_school.classroom.queries.savoirs import MyCard
from rers_school.classroom.queries.trace import Trace, TraceEntry, add_meetings, add_shared_words
from rers_school.classroom.rules.agreement import ROOM_OPEN
from rers_school.classroom.rules.evaluation import Sharing, may_read
from rers_school.classroom.rules.exchange_states import ExchangeState
from rers_school.db import unscoped

_Entries = dict[UUID, dict[UUID, list[TraceEntry]]]


@dataclass(frozen=True, slots=True)
class TraceSheet:
    """One pupil's trace as the teacher may read it, and their market days."""

    trace: Trace
    market_met: tuple[Remembered, ...]
    market_said: tuple[tuple[date, str], ...]


def all_traces(db: Session, actor: Actor) -> list[TraceSheet]:
    """Return the traces of all pupils who are here: thirteen queries whatever their number.

    Facts, agreements and shared reviews, which the teacher may read; of self-evaluations and
    answers to the market day's question only those that were shared with the teacher. What
    became of it is not in it: it was given to the class without a name, or to nobody.

    *Errors*: `NotAllowed` (403) for everybody else.
    """
    if not actor.is_teacher:
        raise NotAllowed
    away = exists(select(Guest.id).where(Guest.home_class_id == Classroom.id))
    with unscoped(db, "pupils of the class may be guests in others: looked up with the class"):
        name, year, zone, school, guests = db.execute(
            select(Classroom.name, Classroom.school_year, Classroom.time_zone, School.name, away)
            .join(School, School.id == Classroom.school_id)
            .where(Classroom.id == actor.classroom_id)
        ).one()
    people = everybody(db)
    lived = _lived(db, actor, people, ZoneInfo(zone))
    if guests:
        _add_away(db, actor, lived, ZoneInfo(zone))
    offers, demands = _cards(db, Offer), _cards(db, Demand)
    met, said = _market(db, people)
    sheets = []
    for pupil in _pupils(db, people):
        own = [one for one in lived.get(pupil.id, []) if one.belongs]
        own.sort(key=lambda one: (one.began, one.savoir))
        trace = Trace(
            pupil.shown_name, name, school, year, tuple(own),
            tuple(offers[pupil.id]), tuple(demands[pupil.id]),
        )  # fmt: skip
        sheets.append(TraceSheet(trace, tuple(met[pupil.id]), tuple(said[pupil.id])))
    return sheets


def _lived(
    db: Session, actor: Actor, people: dict[UUID, Who], zone: ZoneInfo
) -> dict[UUID, list[TraceEntry]]:
    """Return what everybody lived in one class, as the teacher may read it."""
    by_exchange = _entries(db, people, zone)
    _add_evaluations(db, actor, people, by_exchange)
    flat = {
        id: [one for those in found.values() for one in those] for id, found in by_exchange.items()
    }
    add_meetings(db, flat)
    add_shared_words(db, flat)
    lived: dict[UUID, list[TraceEntry]] = defaultdict(list)
    for found in by_exchange.values():
        for id, entries in found.items():
            lived[id].extend(entries)
    return lived


def _add_away(
    db: Session, actor: Actor, lived: dict[UUID, list[TraceEntry]], zone: ZoneInfo
) -> None:
    """Add what the class's pupils lived as guests: six queries for each class they were in."""
    with unscoped(db, "a guest is in two classes"):
        rows = db.execute(
            select(Guest.classroom_id, Guest.membership_id, Guest.home_id)
            .where(Guest.home_class_id == actor.classroom_id)
            .order_by(Guest.classroom_id)
        ).all()
    for host_id in dict.fromkeys(row.classroom_id for row in rows):
        homes = {row.membership_id: row.home_id for row in rows if row.classroom_id == host_id}
        guest = replace(actor, classroom_id=host_id, home_id=actor.classroom_id)
        with visiting(db, guest):
            there = _lived(db, actor, everybody(db), zone)
        for guest_id, home_id in homes.items():
            lived[home_id].extend(there.get(guest_id, []))


def _pupils(db: Session, people: dict[UUID, Who]) -> list[Who]:
    here = db.scalars(
        select(Membership.id).where(
            Membership.active.is_(True),
            Membership.role == Role.PUPIL.value,
            Membership.maybe_id.is_(None),
        )
    )
    found = [people[id] for id in here]
    return by_name(found)


def _entries(db: Session, people: dict[UUID, Who], zone: ZoneInfo) -> _Entries:
    # Columns, not rows that know what changes in them: there are thousands, and all are only read.
    rows = db.execute(
        select(
            Exchange.id, Savoir.name, Exchange.state, Exchange.outcome, Exchange.created_at,
            Exchange.state_since,
        )
        .join(Savoir, Savoir.id == Exchange.savoir_id)
        .where(Exchange.state.in_(ROOM_OPEN))
    ).all()  # fmt: skip
    parts: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for exchange_id, membership_id, role in db.execute(
        select(Participation.exchange_id, Participation.membership_id, Participation.role).order_by(
            Participation.created_at, Participation.id
        )
    ):
        parts[exchange_id].append((membership_id, role))
    found: _Entries = {}
    for id, savoir, state, outcome, created_at, since in rows:
        those: dict[UUID, list[TraceEntry]] = defaultdict(list)
        by_role: dict[str, list[Who]] = defaultdict(list)
        for membership_id, role in parts[id]:
            by_role[role].append(people[membership_id])
        began = created_at.astimezone(zone).date()
        ended = since.astimezone(zone).date() if state == ExchangeState.CLOSED else None
        for membership_id, role in parts[id]:
            those[membership_id].append(
                TraceEntry(
                    exchange_id=id,
                    savoir=savoir,
                    role=role,
                    state=state,
                    outcome=outcome,
                    began=began,
                    ended=ended,
                    givers=by_role["giver"],
                    receivers=by_role["receiver"],
                    mediators=by_role["mediator"],
                )
            )
        found[id] = those
    return found


def _add_evaluations(db: Session, actor: Actor, people: dict[UUID, Who], found: _Entries) -> None:
    for row in db.execute(select(*EVALUATION_COLUMNS).where(SelfEvaluation.moment == "end")):
        sharing = Sharing(
            row.membership_id, row.finished_at is not None, row.with_partners, row.with_teacher
        )
        readable = may_read(sharing, actor.membership_id, partner=False, teacher=True)
        for one in found.get(row.exchange_id, {}).get(row.membership_id, []):
            if one.role != row.role:
                continue
            if readable:
                one.mine = evaluation_view(row, people)
            else:
                one.withheld = row.where_i_am is not None


def _cards(db: Session, table: Any) -> dict[UUID, list[MyCard]]:
    found: dict[UUID, list[MyCard]] = defaultdict(list)
    kind = table.__tablename__
    for author, id, words, state, heading in db.execute(
        select(table.membership_id, table.id, table.words, table.state, Savoir.name)
        .join(Savoir, Savoir.id == table.savoir_id)
        .order_by(table.created_at, table.id)
    ):
        found[author].append(MyCard(id, kind, words, state, heading, False, None, None))
    return found


def _market(
    db: Session, people: dict[UUID, Who]
) -> tuple[dict[UUID, list[Remembered]], dict[UUID, list[tuple[date, str]]]]:
    met: dict[UUID, list[Remembered]] = defaultdict(list)
    for day, giver, receiver, savoir in db.execute(
        select(MarketDay.day, MarketMeeting.giver_id, MarketMeeting.receiver_id, Savoir.name)
        .join(MarketDay, MarketDay.id == MarketMeeting.market_day_id)
        .join(Savoir, Savoir.id == MarketMeeting.savoir_id)
        .where(MarketMeeting.held.is_(True))
        .order_by(MarketDay.day, MarketMeeting.round)
    ):
        met[giver].append(Remembered(day, True, people[receiver], savoir))
        met[receiver].append(Remembered(day, False, people[giver], savoir))
    said: dict[UUID, list[tuple[date, str]]] = defaultdict(list)
    for who, day, words in db.execute(
        select(MarketChoice.membership_id, MarketDay.day, MarketChoice.words)
        .join(MarketDay, MarketDay.id == MarketChoice.market_day_id)
        .where(MarketChoice.shared.is_(True), MarketChoice.words != "")
        .order_by(MarketDay.day)
    ):
        said[who].append((day, words))
    return met, said
