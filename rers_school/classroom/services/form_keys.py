"""A form counts once, however often its button is pressed."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.models import FormKey

KEPT = timedelta(hours=24)


def location_of(db: Session, actor: Actor, key: str) -> str | None:
    """Return where the same form led before, if it was carried out already."""
    return db.scalar(
        select(FormKey.location).where(
            FormKey.classroom_id == actor.classroom_id,
            FormKey.membership_id == actor.membership_id,
            FormKey.key == key[:64],
        )
    )


def remember(db: Session, actor: Actor, key: str, location: str) -> None:
    """Keep where the form led, for a day."""
    db.execute(
        delete(FormKey).where(
            FormKey.membership_id == actor.membership_id,
            FormKey.created_at < clock.now() - KEPT,
        )
    )
    db.add(
        FormKey(
            classroom_id=actor.classroom_id,
            membership_id=actor.membership_id,
            key=key[:64],
            location=location,
        )
    )
    db.flush()
