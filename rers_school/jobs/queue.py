"""The library's queue: SQLite beside an SQLite database, PostgreSQL inside a PostgreSQL one.

*Source*: huey, https://huey.readthedocs.io; why this one: decision record 0030.
"""

import logging
import threading
from uuid import UUID

from huey import Huey, PostgresHuey, SqliteHuey
from huey.consumer import Consumer
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from rers_school.jobs.running import run, to_ring_for
from rers_school.settings import Settings

log = logging.getLogger("rers_school.jobs")

#: The queue is looked at so often when it was empty for a while. *Units*: seconds.
LOOK_EVERY = 1.0


class Queue:
    """Rings for jobs, and has them done by threads of this process once `start` was called."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.engine = engine
        self.stale = settings.jobs_stale_seconds
        self.threads = settings.jobs_threads
        self.huey = _huey(settings.database_url)
        self._do = self.huey.task(name="job")(self._run)
        self._consumer: Consumer | None = None
        self._over = threading.Event()
        self._sweeper: threading.Thread | None = None

    def ring(self, job_id: UUID) -> None:
        """Say that this job waits; after its row is committed."""
        self._do(job_id.hex)

    def start(self) -> None:
        """Do jobs in threads of this process; what an ended process left is begun again."""
        self._consumer = _Quiet(self.huey, **self._options())
        self._consumer.start()
        self._sweep_from_now_on()

    def stop(self) -> None:
        """End the threads when they have done what they are doing."""
        self._over.set()
        if self._consumer is not None:
            self._consumer.stop(graceful=True)
            self._consumer = None
        if self._sweeper is not None:
            self._sweeper.join()
        self.huey.storage.close()

    def work(self) -> None:
        """Do jobs in this process until it is told to end (SIGTERM and SIGINT end it gently)."""
        self._sweep_from_now_on()
        try:
            Consumer(self.huey, **self._options(), graceful_signal="TERM").run()
        finally:
            self._over.set()

    def _options(self) -> dict[str, object]:
        return {"workers": self.threads, "periodic": False, "max_delay": LOOK_EVERY}

    def _run(self, job_id: str) -> None:
        run(self.engine, UUID(job_id), self.stale)

    def _sweep_from_now_on(self) -> None:
        self._sweeper = threading.Thread(target=self._sweep, name="job-sweeper", daemon=True)
        self._sweeper.start()

    def _sweep(self) -> None:
        while True:
            try:
                for job_id in to_ring_for(self.engine, self.stale):
                    self.ring(job_id)
            except Exception:
                # The database may be away for a moment; the sweeper must outlive that.
                log.exception("looking for jobs that stand still")
            if self._over.wait(self.stale / 2):
                return


class _Quiet(Consumer):
    """A consumer inside another program, whose signals are not its own."""

    def _set_signal_handlers(self) -> None:
        """Leave them as they are."""


def _huey(database_url: str) -> Huey:
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        # A file of its own: the library locks its whole file for every step.
        return SqliteHuey("jobs", filename=f"{url.database}.jobs", results=False)
    dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
    # Asked every second instead of listening: works behind a pooler, and leaves no connection open.
    return PostgresHuey("jobs", dsn=dsn, table_prefix="job_queue", results=False, blocking=False)
