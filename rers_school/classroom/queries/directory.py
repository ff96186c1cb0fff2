"""Everybody in the class, and the newcomers whom the teacher has to recognise."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Role
from rers_school.classroom.models import Demand, Membership, Offer, Person
from rers_school.classroom.models.people import BY_HAND, BY_LAUNCH, BY_ROSTER
from rers_school.classroom.queries.people import Who, who


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody of the class: their names, their role, and whether they have come.

    ``by_hand``: an adult whom the teacher entered. ``by_launch``: an account of the LMS brought
    them in, by a visit or by the course's list.
    """

    who: Who
    given: str
    family: str
    role: str
    come_at: datetime | None
    by_launch: bool
    rights: tuple[str, ...]
    by_hand: bool = False
    active: bool = True

    @property
    def id(self) -> UUID:
        return self.who.id

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip()


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who came by a launch and may be ``entry``, an entry of the teacher's list.

    ``exact``: both are written in the same way, accents and all.
    """

    person: Listed
    entry: Listed
    entry_cards: int

    @property
    def exact(self) -> bool:
        mine, theirs = self.person, self.entry
        return (mine.given, mine.family) == (theirs.given, theirs.family)


@dataclass(frozen=True, slots=True)
class Directory:
    """The people page: who is to be recognised, then everybody by role and name.

    ``away``: adults entered by the teacher who do not come any more.
    """

    newcomers: tuple[Newcomer, ...]
    people: tuple[Listed, ...]
    expected: tuple[Listed, ...]
    away: tuple[Listed, ...]

    @property
    def exact(self) -> tuple[Newcomer, ...]:
        return tuple(one for one in self.newcomers if one.exact)


def directory(db: Session, classroom_id: UUID) -> Directory:
    """Return everybody in the class, in three queries whatever their number.

    ``expected``: entries of the list for whom nobody has come yet.
    """
    rows = db.execute(
        select(Membership, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.classroom_id == classroom_id,
            or_(
                Membership.active.is_(True),
                and_(Membership.role == Role.ADULT, Membership.entered_by == BY_HAND),
            ),
        )
    ).all()
    away = sorted(
        (listed(member, person) for member, person in rows if not member.active),
        key=lambda one: (one.who.shown_name.casefold(), str(one.id)),
    )
    rows = [row for row in rows if row[0].active]
    known = {member.id: listed(member, person) for member, person in rows}
    claims = [
        (member.id, member.maybe_id)
        for member, _ in sorted(rows, key=lambda row: (row[0].created_at, row[0].id))
        if member.maybe_id in known
    ]
    cards = _cards_of(db, classroom_id, [entry for _, entry in claims if entry])
    newcomers = tuple(
        Newcomer(known[one], known[entry], cards.get(entry, 0))
        for one, entry in claims
        if entry and known[entry].come_at is None
    )
    waiting = {one.person.id for one in newcomers}
    people = sorted(
        (one for one in known.values() if one.id not in waiting),
        key=lambda one: (one.role == Role.PUPIL, one.who.shown_name.casefold(), str(one.id)),
    )
    expected = tuple(
        one
        for one in people
        if one.come_at is None and not one.by_launch and one.role == Role.PUPIL
    )
    return Directory(newcomers, tuple(people), expected, tuple(away))


def listed(member: Membership, person: Person) -> Listed:
    """Return somebody as the people page lists them."""
    return Listed(
        who=who(member),
        given=person.given_name,
        family=person.family_name,
        role=member.role,
        come_at=member.first_launch_at,
        by_launch=member.entered_by in (BY_LAUNCH, BY_ROSTER),
        rights=tuple(member.rights),
        by_hand=member.role == Role.ADULT and member.entered_by == BY_HAND,
        active=member.active,
    )


def _cards_of(db: Session, classroom_id: UUID, ids: list[UUID]) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    for table in (Offer, Demand):
        of_them: ColumnElement[bool] = table.membership_id.in_(ids)
        for member_id, number in db.execute(
            select(table.membership_id, func.count())
            .where(table.classroom_id == classroom_id, of_them)
            .group_by(table.membership_id)
        ):
            found[member_id] = found.get(member_id, 0) + number
    return found
