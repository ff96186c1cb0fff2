"""Jobs inside the process that serves the pages: nothing is loaded before the first job."""

import logging
import threading
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from rers_school.settings import Settings

if TYPE_CHECKING:
    from rers_school.jobs.queue import Queue


class Jobs:
    """Rings for jobs; where they are embedded, the first ring also starts the threads.

    *Shapes*: `settings.jobs` is "embedded", "worker" (other processes do them) or "off" (they
    wait until somebody does them).
    """

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.settings, self.engine = settings, engine
        self._lock = threading.Lock()
        self._queue: Queue | None = None

    def ring(self, job_id: UUID) -> None:
        """Say that this job waits; after its row is committed."""
        if self.settings.jobs != "off":
            self._ready().ring(job_id)

    def resume(self) -> None:
        """Begin again what an ended process left, in the background; does nothing if nothing is.

        *Errors*: none; a database that is not ready yet is left alone.
        """
        if self.settings.jobs == "embedded":
            threading.Thread(target=self._resume, name="job-resume", daemon=True).start()

    def stop(self) -> None:
        """End the threads, if there are any, when they have done what they are doing."""
        with self._lock:
            if self._queue is not None:
                self._queue.stop()
                self._queue = None

    def _resume(self) -> None:
        from rers_school.jobs.running import any_open

        try:
            if any_open(self.engine):
                self._ready()
        except DBAPIError:
            logging.getLogger("rers_school.jobs").warning("jobs cannot be looked at yet")

    def _ready(self) -> "Queue":
        from rers_school.jobs.queue import Queue

        with self._lock:
            if self._queue is None:
                queue = Queue(self.settings, self.engine)
                if self.settings.jobs == "embedded":
                    queue.start()
                self._queue = queue
            return self._queue
