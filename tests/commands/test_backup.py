"""`rers-school backup` and `restore`: whole copies, and nothing lost by a wrong one."""

import stat
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from rers_school.classroom.services import people
from rers_school.commands.backup import backup, restore
from rers_school.db import make_engine
from rers_school.migrations.runner import upgrade
from rers_school.settings import Settings
from tests.factories import SECRET, Kit, make_kit


@pytest.fixture
def used(tmp_path: Path) -> Kit:
    """A class in a database file of its own."""
    engine = make_engine(f"sqlite:///{tmp_path / 'used.sqlite3'}")
    upgrade(engine)
    kit = make_kit(engine)
    kit.pupil("Zoé Bérénger")
    return kit


def run(act: Callable[..., int], url: str, file: Path, answer: str = "", **flags: bool) -> Result:
    settings = Settings(database_url=url, base_url="http://localhost", secret_key=SECRET)

    @click.command()
    @click.pass_context
    def command(context: click.Context) -> None:
        context.exit(act(settings, file, **flags))

    return CliRunner().invoke(command, input=answer)


def names(engine_url: str) -> list[str]:
    import sqlite3

    with sqlite3.connect(engine_url.removeprefix("sqlite:///")) as db:
        return sorted(row[0] for row in db.execute("SELECT given_name FROM person"))


def test_a_copy_is_whole_while_somebody_writes_and_comes_back(used: Kit, tmp_path: Path) -> None:
    url, copy = str(used.engine.url), tmp_path / "copy.sqlite3"
    # Written, and not yet in the file that one would copy by hand.
    people.choose_language(used.db, used.pupil("Malo Test"), "fr")
    used.save()
    assert run(backup, url, copy, force=False).exit_code == 0
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert names(str(copy)) == ["Malo", "Mme", "Zoé"]
    assert run(backup, url, copy, force=False).exit_code == 1
    used.pupil("Léa Test")
    used.save()
    assert run(restore, url, copy, "n\n", yes=False).exit_code == 1
    used.db.close()
    used.engine.dispose()
    done = run(restore, url, copy, yes=True)
    assert done.exit_code == 0, done.output
    assert names(url) == ["Malo", "Mme", "Zoé"]
    (kept,) = tmp_path.glob("used.sqlite3.2*")
    assert names(str(kept)) == ["Léa", "Malo", "Mme", "Zoé"]


def test_what_is_no_copy_of_ours_replaces_nothing(used: Kit, tmp_path: Path) -> None:
    url = str(used.engine.url)
    used.save()
    wrong = tmp_path / "wrong"
    for content in (b"", b"not a database at all, but long enough to be looked at" * 20):
        wrong.write_bytes(content)
        assert run(restore, url, wrong, yes=True).exit_code == 1
    assert "Zoé" in names(url)
    other = run(backup, "postgresql+psycopg://user@host/rers", wrong, force=True)
    assert other.exit_code == 2 and "pg_dump" in other.output
    used.db.close()
    used.engine.dispose()
