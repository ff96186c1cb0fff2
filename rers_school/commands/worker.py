"""`rers-school worker`: does the jobs of a bigger site beside the processes that serve pages."""

from rers_school.db import make_engine
from rers_school.jobs.queue import Queue
from rers_school.settings import Settings


def run(settings: Settings) -> None:
    """Do jobs until stopped; a job under way is done first."""
    engine = make_engine(settings.database_url, busy_seconds=settings.sqlite_busy_seconds)
    Queue(settings, engine).work()
    engine.dispose()
