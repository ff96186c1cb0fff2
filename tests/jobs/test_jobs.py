"""A job is done once, whatever becomes of the process that does it, and everybody sees how far."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, func, select

from rers_school import clock
from rers_school.app import create_app
from rers_school.db import open_session
from rers_school.jobs import running
from rers_school.jobs.asking import JobState, ask, state_of
from rers_school.jobs.embedded import Jobs
from rers_school.jobs.keeping import forget
from rers_school.jobs.models import Job
from rers_school.settings import Settings, SettingsError
from tests.jobs import kinds

ROOT = Path(__file__).resolve().parents[2]
SUBJECT = UUID(int=42)
STALE = 1.0


def settings_for(url: str, jobs: str) -> Settings:
    return Settings(
        database_url=url,
        base_url="https://rers.example",
        secret_key="x" * 32,
        jobs=jobs,
        jobs_stale_seconds=STALE,
    )


def at(moment: datetime) -> None:
    """Let it be this moment."""
    clock.set_clock(lambda: moment)


def wanted(
    engine: Engine, kind: str, revision: str = "1", ring: Callable[[UUID], object] = str
) -> JobState:
    with open_session(engine, writes=True) as db:
        found = ask(db, f"test_{kind}", SUBJECT, revision, ring)
        db.commit()
    return found


def seen(engine: Engine, kind: str) -> JobState:
    with open_session(engine) as db:
        found = state_of(db, f"test_{kind}", SUBJECT)
    assert found is not None
    return found


def until(engine: Engine, kind: str, state: str) -> JobState:
    """Return the job once it is so; it takes as long as it takes, within reason."""
    end = time.monotonic() + 40
    while (found := seen(engine, kind)).state != state:
        assert time.monotonic() < end, found
        time.sleep(0.02)
    return found


def test_a_job_is_done_and_its_result_kept(engine: Engine) -> None:
    assert kinds.NAMES
    job = wanted(engine, "quick")
    assert (job.state, job.attempts, job.total) == ("waiting", 0, 0)
    assert running.run(engine, job.id, STALE)
    done = seen(engine, "quick")
    assert (done.state, done.stage, done.done, done.total) == ("done", "thinking", 2, 2)
    assert done.result == {"subject": str(SUBJECT)}
    assert done.finished_at is not None and done.started_at is not None
    assert done.finished_at >= done.started_at
    # Done is done: another ring changes nothing.
    assert not running.run(engine, job.id, STALE)
    assert seen(engine, "quick").attempts == 1


def test_the_same_question_is_one_job_and_another_revision_is_another(engine: Engine) -> None:
    rung: list[UUID] = []
    one = wanted(engine, "quick", ring=rung.append)
    assert wanted(engine, "quick", ring=rung.append).id == one.id
    running.run(engine, one.id, STALE)
    again = wanted(engine, "quick", ring=rung.append)
    assert (again.id, again.state) == (one.id, "done")
    other = wanted(engine, "quick", "2", rung.append)
    assert other.id != one.id
    assert rung == [one.id, other.id]
    assert seen(engine, "quick").id == other.id


def test_nobody_rings_for_what_was_not_committed(engine: Engine) -> None:
    rung: list[UUID] = []
    with open_session(engine, writes=True) as db:
        ask(db, "test_quick", SUBJECT, "1", rung.append)
        db.rollback()
    with open_session(engine) as db:
        assert state_of(db, "test_quick", SUBJECT) is None
    assert rung == []


def test_two_who_ask_and_two_who_work_at_once_make_one_job(engine: Engine) -> None:
    together, asked, done = Barrier(4), set(), []

    def one() -> None:
        together.wait()
        job = wanted(engine, "quick")
        asked.add(job.id)
        done.append(running.run(engine, job.id, STALE))

    threads = [Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(asked) == 1
    assert done.count(True) == 1
    with open_session(engine) as db:
        assert db.scalar(select(func.count()).select_from(Job)) == 1


@pytest.mark.parametrize(
    ("kind", "failure"),
    [("refused", "no_class"), ("broken", "failed"), ("nobody_knows", "unknown_kind")],
)
def test_what_fails_says_so_in_a_word_and_can_be_asked_again(
    engine: Engine, kind: str, failure: str
) -> None:
    job = wanted(engine, kind)
    assert not running.run(engine, job.id, STALE)
    failed = seen(engine, kind)
    assert (failed.state, failed.failure) == ("failed", failure)
    again = wanted(engine, kind)
    assert (again.id, again.state, again.failure, again.attempts) == (job.id, "waiting", "", 0)


def test_a_job_holds_no_lock_while_it_computes(engine: Engine) -> None:
    job = wanted(engine, "looking")
    assert running.run(engine, job.id, STALE)
    assert seen(engine, "looking").stage == "looked"


def test_what_stands_still_is_rung_for_once_and_fails_the_third_time(engine: Engine) -> None:
    job = wanted(engine, "quick")
    now = clock.now()
    for attempt in range(1, running.MOST_ATTEMPTS + 1):
        at(now + timedelta(seconds=10 * attempt))
        with open_session(engine, writes=True) as db:
            row = db.get_one(Job, job.id)
            row.state, row.attempts, row.worker = "running", attempt, uuid4()
            row.heartbeat = clock.now() - timedelta(seconds=0.5)
            db.commit()
        assert running.to_ring_for(engine, STALE) == []
        at(now + timedelta(seconds=10 * attempt + 5))
        rung = running.to_ring_for(engine, STALE)
        assert rung == ([job.id] if attempt < running.MOST_ATTEMPTS else [])
        assert running.to_ring_for(engine, STALE) == []
    failed = seen(engine, "quick")
    assert (failed.state, failed.failure) == ("failed", "stopped")
    assert not running.run(engine, job.id, STALE)


def test_whoever_lost_their_turn_writes_nothing(engine: Engine) -> None:
    job = wanted(engine, "quick")
    claimed = running._claim(engine, job.id, STALE)
    assert claimed is not None
    at(clock.now() + timedelta(seconds=5))
    assert running.run(engine, job.id, STALE)
    assert not running._write(engine, job.id, claimed[2], {"state": "failed"})
    assert seen(engine, "quick").state == "done"


def test_a_subject_that_is_forgotten_has_no_job_and_nobody_writes_one(engine: Engine) -> None:
    job = wanted(engine, "quick")
    claimed = running._claim(engine, job.id, STALE)
    assert claimed is not None
    with open_session(engine, writes=True) as db:
        forget(db, SUBJECT)
        db.commit()
    assert not running._write(engine, job.id, claimed[2], {"state": "done"})
    with open_session(engine) as db:
        assert state_of(db, "test_quick", SUBJECT) is None


@pytest.fixture
def process(engine_url: str, tmp_path: Path) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        environ = {**os.environ, kinds.MARK: str(tmp_path / "mark")}
        command = [sys.executable, "-m", "tests.jobs.process", engine_url]
        started.append(subprocess.Popen(command, cwd=ROOT, env=environ))
        return started[-1]

    yield start
    for one in started:
        if one.poll() is None:
            one.kill()
        one.wait()


def marked(mark: Path) -> None:
    end = time.monotonic() + 40
    while not mark.exists():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_what_a_killed_process_left_is_done_by_the_next_one(
    engine: Engine,
    engine_url: str,
    process: Callable[[], "subprocess.Popen[bytes]"],
    tmp_path: Path,
) -> None:
    jobs = Jobs(settings_for(engine_url, "worker"), engine)
    wanted(engine, "endless_once", ring=jobs.ring)
    first = process()
    marked(tmp_path / "mark")
    assert seen(engine, "endless_once").state == "running"
    first.send_signal(signal.SIGKILL)
    first.wait()
    second = process()
    done = until(engine, "endless_once", "done")
    assert (done.result, done.attempts) == ("done the second time", 2)
    # A worker that is told to end ends by itself.
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=30) == 0
    jobs.stop()


def test_the_one_process_does_jobs_itself_and_takes_up_what_was_left(
    engine: Engine, engine_url: str
) -> None:
    settings = settings_for(engine_url, "embedded")
    left = wanted(engine, "quick", "left by another process")
    at(clock.now() + timedelta(seconds=60))
    app = create_app(settings, engine)
    jobs: Jobs = app.extensions["rers"].jobs
    assert until(engine, "quick", "done").id == left.id
    new = wanted(engine, "quick", "new", jobs.ring)
    assert until(engine, "quick", "done").id == new.id
    jobs.stop()


def test_nothing_of_the_library_is_loaded_before_the_first_job() -> None:
    code = (
        "import sys; from rers_school.app import create_app; "
        "from tests.jobs.test_jobs import settings_for; "
        "create_app(settings_for('sqlite://', 'worker')); "
        "print(sorted(m for m in sys.modules if m.split('.')[0] == 'huey'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == "[]"


def test_settings_say_who_does_the_jobs() -> None:
    env = {"RERS_BASE_URL": "https://rers.example", "RERS_SECRET_KEY": "x" * 32}
    assert Settings.from_environment(env).jobs == "embedded"
    chosen = Settings.from_environment({**env, "RERS_JOBS": "worker"})
    assert (chosen.jobs, chosen.jobs_threads, chosen.jobs_stale_seconds) == ("worker", 1, 30.0)
    with pytest.raises(SettingsError, match="RERS_JOBS must be embedded, worker or off"):
        Settings.from_environment({**env, "RERS_JOBS": "redis"})
