"""A newcomer of a launch is recognised as somebody of the teacher's list."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound
from rers_school.classroom.models import (
    AgendaPoint,
    AgreementRevision,
    Answer,
    CardOpening,
    ChangeWish,
    ClassDay,
    Consent,
    Demand,
    Draft,
    EarlierYear,
    Effect,
    FollowUp,
    Introduction,
    JournalGift,
    MarketChoice,
    MarketDay,
    MarketMeeting,
    Meeting,
    Membership,
    NetworkPoint,
    NetworkStand,
    NetworkStandPerson,
    NotForNow,
    Observation,
    Offer,
    Participation,
    Person,
    Review,
    ReviewConsent,
    SelfEvaluation,
    SharedCard,
    SpokenCard,
    Stand,
    Wish,
    Workshop,
    WorkshopPlace,
)
from rers_school.classroom.models.people import BY_LAUNCH, BY_NETWORK, BY_ROSTER
from rers_school.classroom.services.across import guests as across

_OWNED: tuple[Any, ...] = (
    Offer, Demand, Draft, Answer, Participation, Consent, SelfEvaluation, MarketChoice, Wish,
    FollowUp, Stand, Effect, WorkshopPlace, SpokenCard, ChangeWish, Observation, EarlierYear,
    ReviewConsent, CardOpening, SharedCard, NetworkStand, NetworkStandPerson, JournalGift,
)  # fmt: skip
_NAMED: tuple[tuple[Any, Any], ...] = (
    (SpokenCard, SpokenCard.written_by_id),
    (Offer, Offer.written_by_id),
    (Demand, Demand.written_by_id),
    (AgendaPoint, AgendaPoint.written_by_id),
    (AgreementRevision, AgreementRevision.written_by_id),
    (Review, Review.written_by_id),
    (Meeting, Meeting.told_by_id),
    (Introduction, Introduction.mediator_id),
    (MarketMeeting, MarketMeeting.giver_id),
    (MarketMeeting, MarketMeeting.receiver_id),
    (NotForNow, NotForNow.one_id),
    (NotForNow, NotForNow.other_id),
    (Workshop, Workshop.opened_by_id),
    (NetworkPoint, NetworkPoint.written_by_id),
)

# Both entries may have signed up before the teacher said that they are one person.
_ONCE: tuple[tuple[Any, Any], ...] = (
    (WorkshopPlace, WorkshopPlace.workshop_id),
    (Participation, Participation.exchange_id),
    (Consent, Consent.revision_id),
    (NetworkStandPerson, NetworkStandPerson.stand_id),
    (JournalGift, JournalGift.review_id),
    (ReviewConsent, ReviewConsent.review_id),
)

# Lists of those who are absent.
_TICKED: tuple[Any, ...] = (MarketDay, ClassDay)


def entry_of(db: Session, actor: Actor, newcomer_id: UUID) -> UUID:
    """Return the entry of the teacher's list that a newcomer may be.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``already_taken`` (422) when somebody else
    has been recognised as that entry meanwhile.
    """
    if not actor.is_teacher:
        raise NotAllowed
    entry = db.scalar(
        select(Membership.maybe_id).where(
            Membership.classroom_id == actor.classroom_id,
            Membership.id == newcomer_id,
            Membership.maybe_id.is_not(None),
        )
    )
    if entry is None:
        raise NotFound
    taken = db.scalar(
        select(Membership.first_launch_at).where(
            Membership.classroom_id == actor.classroom_id, Membership.id == entry
        )
    )
    if taken is not None:
        raise DomainError("already_taken")
    return entry


def point_out(db: Session, actor: Actor, newcomer_id: UUID, entry_id: UUID) -> None:
    """Let the teacher say which entry of the list a newcomer may be, where names do not tell.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``already_taken`` (422).
    """
    if not actor.is_teacher:
        raise NotAllowed
    members = {
        member.id: member
        for member in db.scalars(
            select(Membership).where(
                Membership.classroom_id == actor.classroom_id,
                Membership.id.in_([newcomer_id, entry_id]),
            )
        )
    }
    newcomer, entry = members.get(newcomer_id), members.get(entry_id)
    if newcomer is None or entry is None or newcomer.first_launch_at is None:
        raise NotFound
    if entry.entered_by == BY_NETWORK:
        raise NotFound
    if {newcomer.role, entry.role} != {Role.PUPIL}:
        raise DomainError("only_pupils")
    if entry.first_launch_at is not None:
        raise DomainError("already_taken")
    newcomer.maybe_id = entry.id
    db.flush()


def carry_over(db: Session, classroom_id: UUID, before: UUID, after: UUID) -> None:
    """Give everything of one membership to another: cards, answers, exchanges, what they wrote.

    Others of the same name who were waiting for this entry are people of their own from now on.
    """
    across.carry_over(db, before, after)
    _keep_one(db, classroom_id, before, after)
    for table in _OWNED:
        db.execute(
            update(table)
            .where(table.classroom_id == classroom_id, table.membership_id == before)
            .values(membership_id=after)
            .execution_options(synchronize_session=False)
        )
    for table, column in _NAMED:
        db.execute(
            update(table)
            .where(table.classroom_id == classroom_id, column == before)
            .values({column.key: after})
            .execution_options(synchronize_session=False)
        )
    for meeting in db.scalars(select(Meeting).where(Meeting.classroom_id == classroom_id)):
        if str(before) in meeting.present:
            meeting.present = [str(after) if one == str(before) else one for one in meeting.present]
    for asked in db.scalars(select(Observation).where(Observation.classroom_id == classroom_id)):
        if str(before) in asked.said_yes:
            asked.said_yes = [str(after) if one == str(before) else one for one in asked.said_yes]
    for listed in _TICKED:
        for day in db.scalars(select(listed).where(listed.classroom_id == classroom_id)):
            if str(before) in day.away:
                day.away = [str(after) if one == str(before) else one for one in day.away]
    db.execute(
        update(Membership)
        .where(
            Membership.classroom_id == classroom_id,
            Membership.maybe_id == after,
            Membership.id != before,
        )
        .values(maybe_id=None)
    )


def _keep_one(db: Session, classroom_id: UUID, before: UUID, after: UUID) -> None:
    """Give up a place where the other entry of the same person has one: in a workshop, its room."""
    for table, column in _ONCE:
        there = select(column).where(
            table.classroom_id == classroom_id, table.membership_id == after
        )
        db.execute(
            delete(table)
            .where(
                table.classroom_id == classroom_id,
                table.membership_id == before,
                column.in_(there.scalar_subquery()),
            )
            .execution_options(synchronize_session=False)
        )


def member_of_class(
    db: Session, classroom_id: UUID, membership_id: UUID, *, guests: bool = False
) -> Membership:
    """Return somebody of the class; ``guests``: also somebody of another class.

    *Errors*: `NotFound` (404).
    """
    member = db.scalar(
        select(Membership).where(
            Membership.classroom_id == classroom_id, Membership.id == membership_id
        )
    )
    if member is None or (member.entered_by == BY_NETWORK and not guests):
        raise NotFound
    return member


def on_the_list(
    db: Session, classroom_id: UUID, newcomer: Membership, person: Person
) -> UUID | None:
    """Return the one entry of the teacher's list with this name that nobody has taken yet."""
    if not person.name_key:
        return None
    entries = db.scalars(
        select(Membership.id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.classroom_id == classroom_id,
            Membership.id != newcomer.id,
            Membership.role == Role.PUPIL,
            Membership.entered_by.not_in([BY_LAUNCH, BY_ROSTER, BY_NETWORK]),
            Membership.first_launch_at.is_(None),
            Person.name_key == person.name_key,
        )
    ).all()
    return entries[0] if len(entries) == 1 else None
