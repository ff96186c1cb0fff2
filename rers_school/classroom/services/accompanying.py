"""Who accompanies an exchange, once its room is open."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotFound
from rers_school.classroom.models import Circle, Introduction, Participation
from rers_school.classroom.queries.links import facts_of
from rers_school.classroom.services.exchanges import show_change
from rers_school.classroom.services.rooms import enter
from rers_school.classroom.services.savoirs import touch
from rers_school.classroom.services.settling import only_teachers

AGREEING = ("agreeing", "agreed")


def choose_mediator(db: Session, actor: Actor, exchange_id: UUID, mediator_id: UUID | None) -> None:
    """Let somebody else accompany a circle, or nobody, as long as its people are agreeing.

    Exchanges of the circle that have gone further keep whoever accompanies them.

    *Errors*: ``not_now``, ``not_here``, ``partner`` (422), `NotAllowed` (403), `NotFound` (404).
    """
    only_teachers(actor)
    room = enter(db, actor, exchange_id)
    if room.exchange.state not in AGREEING:
        raise DomainError("not_now", state=room.exchange.state)
    if mediator_id is not None:
        known = facts_of(db, actor.classroom_id).people.get(mediator_id)
        if known is None:
            raise NotFound
        if not known.here:
            raise DomainError("not_here", name=known.who.shown_name)
        if any(mediator_id in one.partners for one in room.places):
            raise DomainError("partner")
    concerned = [one for one in room.circle if one.state in AGREEING]
    db.execute(
        delete(Participation)
        .where(
            Participation.classroom_id == actor.classroom_id,
            Participation.exchange_id.in_([one.id for one in concerned]),
            Participation.role == "mediator",
        )
        .execution_options(synchronize_session="fetch")
    )
    for exchange in concerned:
        if mediator_id is not None:
            db.add(
                Participation(
                    classroom_id=actor.classroom_id,
                    exchange_id=exchange.id,
                    membership_id=mediator_id,
                    role="mediator",
                )
            )
        show_change(exchange)
    introduction = db.scalars(
        select(Introduction)
        .join(Circle, Circle.introduction_id == Introduction.id)
        .where(
            Introduction.classroom_id == actor.classroom_id,
            Circle.id == room.exchange.circle_id,
        )
    ).one()
    introduction.mediator_id = mediator_id
    db.flush()
    touch(db, actor.classroom_id)
