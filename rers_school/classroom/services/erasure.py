"""Somebody is erased: their own texts go, what was shared stays without them."""

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKeyConstraint, String, delete, inspect, select, update
from sqlalchemy.orm import Session, aliased

from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import DomainError, NotAllowed
from rers_school.classroom.models import (
    AgendaPoint,
    Classroom,
    Demand,
    Draft,
    Introduction,
    MarketMeeting,
    Membership,
    Offer,
    Participation,
    Person,
    Round,
    Savoir,
)
from rers_school.classroom.models.people import HAS_LEFT
from rers_school.classroom.rules.forgetting import Forgetting, Named
from rers_school.classroom.rules.text import fold, savoir_key
from rers_school.classroom.services import naming, people
from rers_school.classroom.services.across.ending import lock_all_of, person_is_erased
from rers_school.classroom.services.leaving import end_exchanges, remove_empty_circles
from rers_school.classroom.services.networks import forgetting as networks
from rers_school.classroom.services.networks import sharing
from rers_school.classroom.services.recognition import member_of_class
from rers_school.classroom.services.savoirs import touch
from rers_school.db import Base, ClassScoped

# Rows that several people have a part in stay for the others, although they name a person.
_SHARED: tuple[Any, ...] = (Participation, MarketMeeting)
# What somebody brought to an agenda is their own text, although its table only names its author.
_OWN: tuple[Any, ...] = (AgendaPoint,)
_CODES_MOST = 64


def erase(db: Session, actor: Actor, membership_id: UUID, called: str) -> None:
    """Erase a pupil or another adult of the class, on the teacher's word; see `forget`.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``not_a_teacher`` (422).
    """
    if not actor.is_teacher:
        raise NotAllowed
    lock_all_of(db, actor.classroom_id, membership_id)
    member = member_of_class(db, actor.classroom_id, membership_id)
    if member.role == Role.TEACHER or member.entered_by == HAS_LEFT:
        raise DomainError("not_a_teacher")
    forget(db, actor.classroom_id, membership_id, called)


def forget(db: Session, classroom_id: UUID, membership_id: UUID, called: str) -> None:
    """Erase somebody from one class, and from the database when they are in no other class.

    Their own texts go. Exchanges that go on end as any exchange that is stopped; proposals that
    wait or did not start are taken back. What was shared stays without an author, and where their
    name stood it says ``called``, also in what others wrote. The same in every class whose guest
    they are. The caller holds no class, or all that are concerned (`ending.lock_all_of`).
    """
    together = networks.lock_networks(db, classroom_id, membership_id)
    person_is_erased(
        db,
        classroom_id,
        membership_id,
        lambda host_id, guest_id: forget(db, host_id, guest_id, called),
    )
    member = member_of_class(db, classroom_id, membership_id, guests=True)
    person_id = member.person_id
    forgetting = _forgetting(db, member, called)
    own_savoirs = _savoirs_of(db, classroom_id, membership_id)
    end_exchanges(db, classroom_id, membership_id)
    left = _stand_in(db, classroom_id, called)
    _drop_preparations(db, classroom_id, membership_id)
    for table in scoped_tables():
        _let_go(db, table, classroom_id, membership_id, left.id)
    _drop_empty(db, classroom_id, left.id)
    _drop_unused(db, classroom_id, own_savoirs)
    db.flush()
    db.expire_all()
    _sweep(db, classroom_id, forgetting, str(membership_id), str(left.id))
    networks.forget(db, together, forgetting)
    db.execute(
        delete(Membership).where(
            Membership.classroom_id == classroom_id, Membership.id == membership_id
        )
    )
    db.flush()
    db.expire_all()
    people.forget_unused(db, person_id)
    naming.name_everybody(db, classroom_id)
    sharing.settle(db, classroom_id)
    touch(db, classroom_id)


def scoped_tables() -> list[Any]:
    """Return every mapped class whose rows belong to a class, in a fixed order."""
    found = (mapper.class_ for mapper in Base.registry.mappers)
    return sorted(
        (one for one in found if issubclass(one, ClassScoped)), key=lambda one: one.__tablename__
    )


def _forgetting(db: Session, member: Membership, called: str) -> Forgetting:
    rows = db.execute(
        select(Membership.id, Person.given_name, Person.family_name, Membership.shown_name)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.classroom_id == member.classroom_id, Membership.entered_by != HAS_LEFT)
    ).all()
    named = {row[0]: Named(*row[1:]) for row in rows}
    one = named.pop(member.id, Named("", "", ""))
    return Forgetting(one, list(named.values()), called)


def _stand_in(db: Session, classroom_id: UUID, called: str) -> Membership:
    """Return the one membership that stands for everybody of the class who was erased."""
    found = db.scalar(
        select(Membership).where(
            Membership.classroom_id == classroom_id, Membership.entered_by == HAS_LEFT
        )
    )
    if found is not None:
        return found
    school_id = db.scalars(select(Classroom.school_id).where(Classroom.id == classroom_id)).one()
    nobody = Person(school_id=school_id, given_name=called, family_name="", name_key="")
    db.add(nobody)
    db.flush()
    made = Membership(
        classroom_id=classroom_id,
        person_id=nobody.id,
        role=Role.ADULT.value,
        shown_name=called,
        active=False,
        entered_by=HAS_LEFT,
    )
    db.add(made)
    db.flush()
    return made


def _let_go(db: Session, table: Any, classroom_id: UUID, before: UUID, left: UUID) -> None:
    """Remove somebody's own rows of a table; let the rows of others stand without them."""
    if table is Participation:
        _once_only(db, classroom_id, before, left)
    for column, owns in _pointers(table, "membership"):
        mine = (table.classroom_id == classroom_id) & (getattr(table, column) == before)
        if table in _SHARED or (not owns and table not in _OWN):
            nullable = inspect(table).columns[column].nullable
            statement: Any = update(table).where(mine).values({column: None if nullable else left})
        else:
            statement = delete(table).where(mine)
        db.execute(statement.execution_options(synchronize_session=False))


def _once_only(db: Session, classroom_id: UUID, before: UUID, left: UUID) -> None:
    """Keep one part where somebody else who has left had the same one."""
    part, twin = Participation, aliased(Participation)
    double = select(twin.id).where(
        twin.classroom_id == classroom_id,
        twin.exchange_id == part.exchange_id,
        twin.role == part.role,
        twin.membership_id == left,
    )
    db.execute(
        delete(part)
        .where(part.classroom_id == classroom_id, part.membership_id == before, double.exists())
        .execution_options(synchronize_session=False)
    )


def _pointers(table: Any, target: str) -> list[tuple[str, bool]]:
    """Return the columns by which a table points at ``target``, and whether rows go with it."""
    found = []
    for key in inspect(table).local_table.constraints:
        if isinstance(key, ForeignKeyConstraint) and key.referred_table.name == target:
            column = next(name for name in key.column_keys if name != "classroom_id")
            found.append((column, key.ondelete == "CASCADE"))
    return found


def _drop_preparations(db: Session, classroom_id: UUID, membership_id: UUID) -> None:
    """Remove the preparations that counted on somebody; the next one is computed without them."""
    for one in db.scalars(select(Round).where(Round.classroom_id == classroom_id)).all():
        if str(membership_id) in f"{one.plan} {one.set_aside}":
            db.execute(
                update(Introduction)
                .where(Introduction.classroom_id == classroom_id, Introduction.round_id == one.id)
                .values(round_id=None)
            )
            db.delete(one)
    # What a teacher was typing for them is theirs.
    db.execute(
        delete(Draft).where(
            Draft.classroom_id == classroom_id, Draft.form.contains(str(membership_id))
        )
    )
    db.flush()


def _drop_empty(db: Session, classroom_id: UUID, left: UUID) -> None:
    """Remove what only people took part in who have all left."""
    meeting = MarketMeeting
    db.execute(
        delete(meeting).where(
            meeting.classroom_id == classroom_id,
            meeting.giver_id == left,
            meeting.receiver_id == left,
        )
    )
    remove_empty_circles(db, classroom_id, left)


def _savoirs_of(db: Session, classroom_id: UUID, membership_id: UUID) -> set[UUID]:
    found: set[UUID] = set()
    for table in (Offer, Demand):
        rows = db.execute(
            select(table.savoir_id, table.own_savoir_id).where(
                table.classroom_id == classroom_id, table.membership_id == membership_id
            )
        )
        found.update(one for row in rows for one in row)
    return found


def _drop_unused(db: Session, classroom_id: UUID, savoirs: set[UUID]) -> None:
    """Remove the savoirs that were only named by somebody who has left."""
    for table in scoped_tables():
        for column, _owns in _pointers(table, "savoir"):
            used = getattr(table, column)
            savoirs -= set(
                db.scalars(
                    select(used).where(table.classroom_id == classroom_id, used.in_(savoirs))
                )
            )
    db.execute(delete(Savoir).where(Savoir.classroom_id == classroom_id, Savoir.id.in_(savoirs)))


def _sweep(db: Session, classroom_id: UUID, forgetting: Forgetting, before: str, left: str) -> None:
    """Take the name and the id out of every text of the class, whoever wrote it."""
    for table in scoped_tables():
        columns = [
            (one.key, getattr(one.type, "length", None))
            for one in inspect(table).columns
            if _holds_words(one)
        ]
        if not columns or table is Membership:
            continue
        for row in db.scalars(select(table).where(table.classroom_id == classroom_id)).all():
            for name, most in columns:
                _put(row, name, most, forgetting, before, left)
    db.flush()


def _holds_words(column: Any) -> bool:
    """Tell whether people's words stand in a column; codes are short, keys follow the words."""
    if isinstance(column.type, JSON):
        return True
    length = getattr(column.type, "length", None)
    long = isinstance(column.type, String) and (length is None or length > _CODES_MOST)
    return long and column.key not in ("key", "sort_key", "savoir_key")


def _put(
    row: Any, name: str, most: int | None, forgetting: Forgetting, before: str, left: str
) -> None:
    value = getattr(row, name)
    after = _without_id(forgetting.in_value(value), before, left)
    if after == value:
        return
    if most is not None and isinstance(after, str):
        after = after[:most]
    setattr(row, name, after)
    if isinstance(row, Savoir):
        # Its own id keeps it apart where another savoir has become its twin.
        row.key = f"{savoir_key(after)[:160]} {row.id.hex}"
        row.sort_key = fold(after)[:200]


def _without_id(value: Any, before: str, left: str) -> Any:
    if isinstance(value, str):
        return value.replace(before, left)
    if isinstance(value, list):
        return [_without_id(one, before, left) for one in value]
    if isinstance(value, dict):
        return {key: _without_id(one, before, left) for key, one in value.items()}
    return value
