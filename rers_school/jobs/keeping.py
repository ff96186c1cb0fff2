"""Results go by their age, and with what they are about."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from rers_school.classroom.models import NetworkClass
from rers_school.classroom.rules.retention import Retention
from rers_school.db import unscoped
from rers_school.jobs.models import Job


def old_jobs(rules: Retention, now: datetime) -> tuple[Any, ColumnElement[bool]]:
    """Return the table of jobs with what is over."""
    return Job, Job.created_at < now - rules.days("job")


def forget_plans_with(db: Session, classroom_id: UUID) -> None:
    """Remove what was computed for the networks of a class: somebody of it has left, or it leaves.

    A plan holds ids of people of all classes; the next one is made without them.
    """
    with unscoped(db, "the networks of one class"):
        networks = db.scalars(
            select(NetworkClass.network_id).where(NetworkClass.classroom_id == classroom_id)
        ).all()
    for network_id in networks:
        forget(db, network_id)


def forget(db: Session, subject_id: UUID) -> None:
    """Remove every job of a subject: it is gone, or somebody is whom a result may name.

    A job under way writes nothing any more.
    """
    db.execute(
        delete(Job).where(Job.subject_id == subject_id).execution_options(synchronize_session=False)
    )
