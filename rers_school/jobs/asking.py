"""Ask for a job and see how far it has got; from any process, in the caller's transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.jobs.models import Job

#: Called with the job's id once its row is committed.
Ring = Callable[[UUID], object]


@dataclass(frozen=True, slots=True)
class JobState:
    """What a page shows of a job. `state`: waiting, running, done or failed.

    `failure`: `stopped` (its process ended three times), `unknown_kind`, `failed`, or the code of
    the `DomainError` that it raised. `total` is 0 as long as nothing is known.
    """

    id: UUID
    kind: str
    subject_id: UUID
    revision: str
    state: str
    stage: str
    done: int
    total: int
    result: Any
    failure: str
    attempts: int
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


def ask(db: Session, kind: str, subject_id: UUID, revision: str, ring: Ring) -> JobState:
    """Return the job for this input, made if nobody has asked for it yet; flushes.

    The same question is one job, also of two who ask at once. One that failed is begun anew.
    ``ring`` is called after the commit (see `queue.bell`); if the process ends before, the row
    is found all the same.
    """
    job = _find(db, kind, subject_id, revision)
    if job is None:
        try:
            with db.begin_nested():
                job = Job(kind=kind, subject_id=subject_id, revision=revision)
                db.add(job)
        except IntegrityError:
            # Somebody else asked in the same moment.
            job = _find(db, kind, subject_id, revision)
            if job is None:
                raise
            return _seen(job)
    elif job.state == "failed":
        job.state, job.failure, job.attempts = "waiting", "", 0
        job.stage, job.done, job.total = "", 0, 0
        job.started_at = job.finished_at = None
        job.heartbeat = clock.now()
    else:
        return _seen(job)
    db.flush()
    found = _seen(job)
    event.listen(db, "after_commit", lambda _db: ring(found.id), once=True)
    return found


def state_of(
    db: Session, kind: str, subject_id: UUID, revision: str | None = None
) -> JobState | None:
    """Return the job for this input, or the newest of this kind for the subject; one query."""
    job = _find(db, kind, subject_id, revision)
    return _seen(job) if job else None


def _find(db: Session, kind: str, subject_id: UUID, revision: str | None) -> Job | None:
    wanted = select(Job).where(Job.kind == kind, Job.subject_id == subject_id)
    if revision is not None:
        wanted = wanted.where(Job.revision == revision)
    newest = wanted.order_by(Job.created_at.desc(), Job.id).limit(1)
    return db.scalars(newest.execution_options(populate_existing=True)).first()


def _seen(job: Job) -> JobState:
    return JobState(
        job.id,
        job.kind,
        job.subject_id,
        job.revision,
        job.state,
        job.stage,
        job.done,
        job.total,
        job.result,
        job.failure,
        job.attempts,
        job.created_at,
        job.started_at,
        job.finished_at,
    )
