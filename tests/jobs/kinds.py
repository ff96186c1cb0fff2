"""Kinds of jobs for the tests, named so that another process finds them too."""

import os
import threading
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

from rers_school.classroom.errors import DomainError
from rers_school.jobs.kinds import KINDS, Report, Sessions

MARK = "RERS_TEST_JOBS_MARK"
NAMES = ("quick", "refused", "broken", "endless_once", "endless", "looking")

for _name in NAMES:
    KINDS[f"test_{_name}"] = f"tests.jobs.kinds:{_name}"


def quick(_sessions: Sessions, subject_id: UUID, report: Report) -> Any:
    report("thinking", 1, 2)
    report("thinking", 2, 2)
    return {"subject": str(subject_id)}


def refused(_sessions: Sessions, _subject_id: UUID, _report: Report) -> Any:
    raise DomainError("no_class")


def broken(_sessions: Sessions, _subject_id: UUID, _report: Report) -> Any:
    raise ZeroDivisionError


def endless_once(_sessions: Sessions, _subject_id: UUID, report: Report) -> Any:
    """The first time it never ends; whoever comes after finds the mark and does it."""
    mark = Path(os.environ[MARK])
    report("half", 1, 2)
    if not mark.exists():
        mark.touch()
        threading.Event().wait()
    return "done the second time"


def endless(_sessions: Sessions, _subject_id: UUID, _report: Report) -> Any:
    Path(os.environ[MARK]).touch()
    threading.Event().wait()


def looking(sessions: Sessions, _subject_id: UUID, report: Report) -> Any:
    """While it computes, somebody else can write."""
    with sessions() as db:
        db.execute(text("SELECT count(*) FROM job"))
    with sessions(writes=True) as other:
        other.execute(text("UPDATE job SET stage = 'written by somebody else'"))
        other.commit()
    report("looked", 1, 1)
    return None
