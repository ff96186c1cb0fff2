"""Workshops are opened: by who gives, or by the teacher when every giver has said yes privately."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.models import Membership, Workshop, WorkshopPlace
from rers_school.classroom.rules.text import clean
from rers_school.classroom.rules.workshops import (
    ANSWERS,
    KINDS,
    LEAST,
    MOST,
    TOGETHER,
    YES,
    News,
    SignedUp,
    WorkshopKind,
    WorkshopState,
    all_said_yes,
)
from rers_school.classroom.services.savoirs import heading_of, named, touch
from rers_school.classroom.services.settling import only_teachers

NOTE_MOST = 500
GIVER, RECEIVER = "giver", "receiver"
_State = WorkshopState


def open_workshop(
    db: Session,
    actor: Actor,
    *,
    kind: str,
    words: str,
    places: int,
    note: str = "",
    givers: Collection[UUID] = (),
) -> Workshop:
    """Open a workshop and return it; whoever is not the teacher opens it for themself.

    ``givers``: whom the teacher would like to give. Each of them is asked first, and nobody else
    hears of it before all have said yes. Where all make or search together, there may be none.

    *Errors*: ``empty``, ``too_long``, ``choose_one`` (no such kind), ``places``,
    ``already_open``, ``nobody_gives``, ``not_known_yet`` (a newcomer whom the teacher has to
    recognise first) (422), `NotFound` (404) for a giver who is not here.
    """
    if actor.provisional:
        raise DomainError("not_known_yet")
    if kind not in KINDS:
        raise DomainError("choose_one")
    if not LEAST <= places <= MOST:
        raise DomainError("places", least=LEAST, most=MOST)
    note = clean(note, most=NOTE_MOST, lines=True)
    who = list(dict.fromkeys(givers)) if actor.is_teacher else [actor.membership_id]
    if not who and kind not in TOGETHER:
        raise DomainError("nobody_gives")
    if len(who) != len(here(db, actor, who)):
        raise NotFound
    heading = heading_of(named(db, actor.classroom_id, words))
    if _is_open(db, actor, heading, kind):
        raise DomainError("already_open")
    asked = [one for one in who if one != actor.membership_id]
    return found_workshop(
        db, actor, savoir_id=heading, kind=kind, places=places, note=note, givers=who, asked=asked
    )


def found_workshop(
    db: Session,
    actor: Actor,
    *,
    savoir_id: UUID,
    kind: str,
    places: int,
    note: str,
    givers: Sequence[UUID],
    asked: Collection[UUID] = (),
    follows_id: UUID | None = None,
) -> Workshop:
    """Add a workshop with its givers; those ``asked`` have not said yes yet."""
    workshop = Workshop(
        classroom_id=actor.classroom_id,
        savoir_id=savoir_id,
        kind=WorkshopKind(kind).value,
        note=note,
        places=places,
        state=(_State.ASKED if asked else _State.OPEN).value,
        opened_by_id=actor.membership_id,
        follows_id=follows_id,
    )
    db.add(workshop)
    db.flush()
    for number, giver in enumerate(givers, 1):
        db.add(
            WorkshopPlace(
                classroom_id=actor.classroom_id,
                workshop_id=workshop.id,
                membership_id=giver,
                role=GIVER,
                number=number,
                answer=None if giver in asked else YES,
            )
        )
    db.flush()
    touch(db, actor.classroom_id)
    return workshop


def answer(db: Session, actor: Actor, workshop_id: UUID, said: str) -> Workshop:
    """Keep a giver's private answer, which can change until the workshop opens.

    *Errors*: `NotFound` (404) for everybody who is not asked, ``choose_one`` (422), `Stale`
    ``not_open`` (409) when it has opened, or does not open, meanwhile.
    """
    return _answer(db, actor, workshop_id, actor.membership_id, said)


def answer_on_paper(
    db: Session, actor: Actor, workshop_id: UUID, giver_id: UUID, said: str
) -> Workshop:
    """Keep what a giver answered on paper; the teacher enters it.

    *Errors*: `NotAllowed` (403), `Stale` ``answered_on_screen`` (409), and those of `answer`.
    """
    only_teachers(actor)
    return _answer(db, actor, workshop_id, giver_id, said, on_paper=True)


def take_off(db: Session, actor: Actor, workshop_id: UUID) -> None:
    """Let a workshop not begin; everybody in it is told so in the same words, whatever the reason.

    By the teacher. A giver takes back their own part, see `workshop_places.sign_off`.

    *Errors*: `NotAllowed` (403), `NotFound` (404), `Stale` ``not_open`` (409) once it has begun.
    """
    only_teachers(actor)
    workshop = found(db, actor, workshop_id)
    if workshop.state == _State.NOT_STARTED:
        return
    if workshop.state == _State.BEGUN:
        raise Stale("not_open")
    end(db, workshop, by=actor.membership_id)


def end(db: Session, workshop: Workshop, *, by: UUID) -> None:
    """Write down that a workshop does not begin, and that everybody but ``by`` has to be told."""
    workshop.state, workshop.settled_at = _State.NOT_STARTED.value, clock.now()
    for place in places_in(db, workshop):
        place.news = "" if place.membership_id == by else News.NOT_STARTED.value
    db.flush()
    touch(db, workshop.classroom_id)


def found(db: Session, actor: Actor, workshop_id: UUID) -> Workshop:
    """Return a workshop that the actor may know of, as it stands now.

    *Errors*: `NotFound` (404): also before its givers have said yes, for everybody else.
    """
    workshop = db.scalar(
        select(Workshop)
        .where(Workshop.classroom_id == actor.classroom_id, Workshop.id == workshop_id)
        .execution_options(populate_existing=True)
    )
    if workshop is None:
        raise NotFound
    public = workshop.state in (_State.OPEN, _State.BEGUN)
    if not (public or actor.is_teacher or place_of(db, workshop, actor.membership_id)):
        raise NotFound
    return workshop


def places_in(db: Session, workshop: Workshop) -> list[WorkshopPlace]:
    """Return the places of a workshop in the order of sign-up, of those who are in the class."""
    return list(
        db.scalars(
            select(WorkshopPlace)
            .join(Membership, Membership.id == WorkshopPlace.membership_id)
            .where(
                WorkshopPlace.classroom_id == workshop.classroom_id,
                WorkshopPlace.workshop_id == workshop.id,
                Membership.active.is_(True),
            )
            .order_by(WorkshopPlace.number)
            .execution_options(populate_existing=True)
        )
    )


def place_of(db: Session, workshop: Workshop, membership_id: UUID) -> WorkshopPlace | None:
    """Return somebody's place in a workshop, if they have one."""
    return db.scalar(
        select(WorkshopPlace)
        .where(
            WorkshopPlace.classroom_id == workshop.classroom_id,
            WorkshopPlace.workshop_id == workshop.id,
            WorkshopPlace.membership_id == membership_id,
        )
        .execution_options(populate_existing=True)
    )


def signed_up(places: Collection[WorkshopPlace]) -> list[SignedUp]:
    """Return who signed up, without those who give."""
    return [
        SignedUp(one.membership_id, one.number, one.waiting)
        for one in places
        if one.role == RECEIVER
    ]


def here(db: Session, actor: Actor, who: Collection[UUID]) -> set[UUID]:
    """Return those of ``who`` who are in the class and known by name to its teacher."""
    return set(
        db.scalars(
            select(Membership.id).where(
                Membership.classroom_id == actor.classroom_id,
                Membership.id.in_(list(who)),
                Membership.active.is_(True),
                Membership.maybe_id.is_(None),
            )
        )
    )


def given_by(db: Session, actor: Actor, workshop: Workshop) -> WorkshopPlace | None:
    """Return the actor's place as a giver; none for the teacher who answers for everybody.

    *Errors*: `NotAllowed` (403) for everybody else.
    """
    mine = place_of(db, workshop, actor.membership_id)
    if mine is not None and mine.role == GIVER:
        return mine
    if not actor.is_teacher:
        raise NotAllowed
    return None


def _answer(
    db: Session,
    actor: Actor,
    workshop_id: UUID,
    giver_id: UUID,
    said: str,
    *,
    on_paper: bool = False,
) -> Workshop:
    workshop = found(db, actor, workshop_id)
    mine = place_of(db, workshop, giver_id)
    if mine is None or mine.role != GIVER:
        raise NotFound
    if said not in ANSWERS:
        raise DomainError("choose_one")
    if workshop.state != _State.ASKED:
        if mine.answer == said and workshop.state != _State.NOT_STARTED:
            return workshop
        raise Stale("not_open")
    if on_paper and mine.answer is not None and not mine.on_paper:
        raise Stale("answered_on_screen")
    mine.answer, mine.on_paper = said, on_paper
    db.flush()
    givers = [one for one in places_in(db, workshop) if one.role == GIVER]
    if all_said_yes([one.answer for one in givers]):
        workshop.state = _State.OPEN.value
    db.flush()
    touch(db, workshop.classroom_id)
    return workshop


def _is_open(db: Session, actor: Actor, savoir_id: UUID, kind: str) -> bool:
    return bool(
        db.scalar(
            select(Workshop.id)
            .where(
                Workshop.classroom_id == actor.classroom_id,
                Workshop.savoir_id == savoir_id,
                Workshop.kind == kind,
                Workshop.opened_by_id == actor.membership_id,
                Workshop.state.in_([_State.ASKED.value, _State.OPEN.value]),
            )
            .limit(1)
        )
    )
