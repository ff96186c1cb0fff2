"""A process that does jobs, as `rers-school worker` does: python -m tests.jobs.process URL."""

import sys

from rers_school.db import make_engine
from rers_school.jobs.queue import Queue
from tests.jobs import kinds
from tests.jobs.test_jobs import settings_for

if __name__ == "__main__":
    assert kinds.NAMES
    settings = settings_for(sys.argv[1], "worker")
    Queue(settings, make_engine(settings.database_url)).work()
