"""The table of jobs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rers_school import clock
from rers_school.db import Base, HasId


class Job(HasId, Base):
    """One piece of work for one subject (a network, a class) and one revision of its input.

    ``heartbeat``: when somebody last rang for it (waiting) or worked on it (running); what has
    been still for long is rung for again. ``worker``: whose turn it is, a new mark at each
    attempt. ``attempts``: how often it was begun. ``failure``: why it failed, a short word.
    """

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "revision"),
        Index("ix_job_state_heartbeat", "state", "heartbeat"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    revision: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    stage: Mapped[str] = mapped_column(String(40), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    result: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    failure: Mapped[str] = mapped_column(String(40), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    worker: Mapped[UUID | None]
    heartbeat: Mapped[datetime] = mapped_column(default=clock.now)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
