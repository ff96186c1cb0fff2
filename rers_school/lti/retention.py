"""What the LMS side keeps goes by its age, in batches."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Role
from rers_school.classroom.rules.retention import Retention
from rers_school.lti.models import (
    ClassMove,
    ContextLink,
    Invitation,
    LaunchFailure,
    LaunchSession,
    LoginAttempt,
)

BATCH = 1000


def old_rows(rules: Retention, now: datetime) -> Iterator[tuple[Any, ColumnElement[bool]]]:
    """Yield every table that goes by its age, with what is over."""

    def before(table: str) -> datetime:
        return now - rules.days(table)

    yield LoginAttempt, LoginAttempt.expires_at < before("login_attempt")
    ended = before("launch_session")
    yield LaunchSession, or_(LaunchSession.ends_at < ended, LaunchSession.ended_at < ended)
    yield LaunchFailure, LaunchFailure.created_at < before("launch_failure")
    yield ClassMove, ClassMove.expires_at < before("class_move")
    yield Invitation, Invitation.expires_at < before("invitation")


def count(db: Session, table: Any, over: ColumnElement[bool]) -> int:
    """Return how many rows of a table are over."""
    return db.scalar(select(func.count()).select_from(table).where(over)) or 0


def remove_batch(db: Session, table: Any, over: ColumnElement[bool]) -> int:
    """Remove a thousand rows at most; return how many went."""
    ids = list(db.scalars(select(table.id).where(over).limit(BATCH)))
    if ids:
        db.execute(
            delete(table).where(table.id.in_(ids)).execution_options(synchronize_session=False)
        )
    return len(ids)


def opened_by_a_course(db: Session, classroom_id: UUID) -> bool:
    """Tell whether a course of the LMS opens this class."""
    return bool(
        db.scalar(select(ContextLink.id).where(ContextLink.classroom_id == classroom_id).limit(1))
    )


def in_use(db: Session, classroom_id: UUID, now: datetime, days: int) -> bool:
    """Tell whether pupils have opened this class in the last days."""
    return bool(
        db.scalar(
            select(LaunchSession.id)
            .where(
                LaunchSession.classroom_id == classroom_id,
                LaunchSession.role == Role.PUPIL.value,
                LaunchSession.created_at > now - timedelta(days=days),
            )
            .limit(1)
        )
    )
