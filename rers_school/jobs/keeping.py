"""Results go by their age, and with what they are about."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete
from sqlalchemy.orm import Session

from rers_school.classroom.rules.retention import Retention
from rers_school.jobs.models import Job


def old_jobs(rules: Retention, now: datetime) -> tuple[Any, ColumnElement[bool]]:
    """Return the table of jobs with what is over."""
    return Job, Job.created_at < now - rules.days("job")


def forget(db: Session, subject_id: UUID) -> None:
    """Remove every job of a subject: it is gone, or somebody is whom a result may name.

    A job under way writes nothing any more.
    """
    db.execute(
        delete(Job).where(Job.subject_id == subject_id).execution_options(synchronize_session=False)
    )
