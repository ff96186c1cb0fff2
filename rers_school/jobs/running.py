"""One job done: claimed, computed without any lock, written down; and what stands still found."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, and_, or_, select, update
from sqlalchemy.exc import OperationalError

from rers_school import clock
from rers_school.classroom.errors import DomainError
from rers_school.db import open_session
from rers_school.jobs.kinds import work_of
from rers_school.jobs.models import Job

log = logging.getLogger("rers_school.jobs")

#: So often a job is begun at most; then it fails. It may be the job that ends the process.
MOST_ATTEMPTS = 3
#: So many heartbeats fit into the time after which a job counts as standing still.
BEATS = 5


def run(engine: Engine, job_id: UUID, stale: float) -> bool:
    """Do this job unless it is done, failed, or somebody else's turn; return whether it was done.

    *Units*: `stale` in seconds without a heartbeat. *Errors*: none; what the job raises becomes
    its failure.
    """
    claimed = _claim(engine, job_id, stale)
    if claimed is None:
        return False
    kind, subject_id, worker = claimed
    beat = _Heart(engine, job_id, worker, stale / BEATS)
    values: dict[str, Any] = {"state": "failed"}
    with beat:
        try:
            result = work_of(kind)(partial(open_session, engine), subject_id, beat.report)
            values = {"state": "done", "result": result, "failure": ""}
        except LookupError:
            log.exception("job %s", job_id)
            known = _is_known(kind)
            values["failure"] = "failed" if known else "unknown_kind"
        except DomainError as error:
            values["failure"] = error.code[:40]
        except Exception:
            # A failed job must be seen on the page, and must not end the others.
            log.exception("job %s of the kind %s failed", job_id, kind)
            values["failure"] = "failed"
    now = clock.now()
    written = _write(
        engine, job_id, worker, beat.progress() | values | {"finished_at": now, "heartbeat": now}
    )
    return written and values["state"] == "done"


def to_ring_for(engine: Engine, stale: float) -> list[UUID]:
    """Return the jobs that wait or stand still, each once per `stale` seconds over all processes.

    Those that stood still too often fail here.
    """
    before = clock.now() - timedelta(seconds=stale)
    still = and_(Job.state.in_(("waiting", "running")), Job.heartbeat < before)
    with open_session(engine) as db:
        found = list(db.scalars(select(Job.id).where(still).order_by(Job.created_at)))
    mine: list[UUID] = []
    for job_id in found:
        with open_session(engine, writes=True) as db:
            given_up = db.execute(
                update(Job)
                .where(Job.id == job_id, still, Job.state == "running")
                .where(Job.attempts >= MOST_ATTEMPTS)
                .values(state="failed", failure="stopped", finished_at=clock.now(), worker=None)
                .execution_options(synchronize_session=False)
            )
            rung = db.execute(
                update(Job)
                .where(Job.id == job_id, still)
                .values(state="waiting", worker=None, heartbeat=clock.now())
                .execution_options(synchronize_session=False)
            )
            db.commit()
        if _rows(rung) and not _rows(given_up):
            mine.append(job_id)
    return mine


def any_open(engine: Engine) -> bool:
    """Return whether a job waits or runs."""
    with open_session(engine) as db:
        wanted = select(Job.id).where(or_(Job.state == "waiting", Job.state == "running"))
        return db.scalar(wanted.limit(1)) is not None


def _claim(engine: Engine, job_id: UUID, stale: float) -> tuple[str, UUID, UUID] | None:
    worker, now = uuid4(), clock.now()
    still = and_(Job.state == "running", Job.heartbeat < now - timedelta(seconds=stale))
    with open_session(engine, writes=True) as db:
        claimed = db.execute(
            update(Job)
            .where(Job.id == job_id, Job.attempts < MOST_ATTEMPTS)
            .where(or_(Job.state == "waiting", still))
            .values(
                state="running",
                worker=worker,
                attempts=Job.attempts + 1,
                started_at=now,
                heartbeat=now,
                stage="",
                done=0,
                total=0,
            )
            .execution_options(synchronize_session=False)
        )
        job = db.get(Job, job_id) if _rows(claimed) else None
        db.commit()
    return (job.kind, job.subject_id, worker) if job else None


def _write(engine: Engine, job_id: UUID, worker: UUID, values: dict[str, Any]) -> bool:
    """Write to the row in a short transaction, if it is still this worker's turn."""
    with open_session(engine, writes=True) as db:
        done = db.execute(
            update(Job)
            .where(Job.id == job_id, Job.worker == worker, Job.state == "running")
            .values(**values)
            .execution_options(synchronize_session=False)
        )
        db.commit()
    return _rows(done) > 0


def _rows(result: Any) -> int:
    return int(result.rowcount)


def _is_known(kind: str) -> bool:
    with suppress(LookupError):
        work_of(kind)
        return True
    return False


class _Heart:
    """Says every so often that the job goes on and how far it is, from a thread of its own.

    The job itself only notes its progress: it never waits for the database.
    """

    def __init__(self, engine: Engine, job_id: UUID, worker: UUID, every: float) -> None:
        self._noted: tuple[str, int, int] = ("", 0, 0)
        self._over = threading.Event()
        self._beat: Callable[[dict[str, Any]], bool] = partial(_write, engine, job_id, worker)
        self._every = every
        self._thread = threading.Thread(target=self._run, name="job-heart", daemon=True)

    def report(self, stage: str, done: int, total: int) -> None:
        """Note how far the job is."""
        self._noted = (stage[:40], done, total)

    def progress(self) -> dict[str, Any]:
        """Return what was noted last, as columns."""
        stage, done, total = self._noted
        return {"stage": stage, "done": done, "total": total}

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(self._every):
            try:
                self._beat(self.progress() | {"heartbeat": clock.now()})
            except OperationalError:
                # The next beat may come through; without any the job is begun elsewhere.
                log.warning("no heartbeat for a job", exc_info=True)
