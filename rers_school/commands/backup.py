"""`rers-school backup` and `restore`: a whole copy of an SQLite database, also while it serves."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import click
from sqlalchemy.engine import make_url

from rers_school import clock
from rers_school.settings import Settings

DONE, NOTHING_DONE, NOT_POSSIBLE = 0, 1, 2
_PAGES = 2000


def backup(settings: Settings, file: Path, *, force: bool) -> int:
    """Write a whole copy of the database to ``file``; return the exit code.

    *Errors*: 1 nothing was done, 2 this database is copied by its own tools.
    """
    source = _sqlite_file(settings, "pg_dump --format=custom")
    if source is None:
        return NOT_POSSIBLE
    if not source.exists():
        click.echo(f"{source}: there is no database. Nothing was done.", err=True)
        return NOTHING_DONE
    if file.exists() and not force:
        click.echo(f"{file} is there already. Nothing was done (--force replaces it).", err=True)
        return NOTHING_DONE
    try:
        _copy(source, file)
    except (OSError, sqlite3.Error) as error:
        click.echo(f"{file}: {error}. Nothing was done.", err=True)
        return NOTHING_DONE
    click.echo(f"{file} holds everything, also names and signing keys: protect it.")
    return DONE


def restore(settings: Settings, file: Path, *, yes: bool) -> int:
    """Put a copy in the place of the database, and keep what was there beside it.

    *Errors*: 1 nothing was done, 2 this database is restored by its own tools.
    """
    target = _sqlite_file(settings, "pg_restore --clean")
    if target is None:
        return NOT_POSSIBLE
    problem = _problem(file)
    if problem:
        click.echo(f"{file}: {problem}. Nothing was done.", err=True)
        return NOTHING_DONE
    question = f"Replace {target} by {file}? The program must not run meanwhile."
    if not yes and not click.confirm(question):
        click.echo("Nothing was done.")
        return NOTHING_DONE
    try:
        if target.exists():
            before = target.with_name(f"{target.name}.{clock.now():%Y%m%d-%H%M%S}")
            _copy(target, before)
            click.echo(f"{before} keeps what was there.")
        with closing(sqlite3.connect(file)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
    except (OSError, sqlite3.Error) as error:
        click.echo(f"{target}: {error}. Nothing was done: does the program run?", err=True)
        return NOTHING_DONE
    click.echo("Restored. Whoever was erased since that copy was made is in it: erase them again.")
    return DONE


def _sqlite_file(settings: Settings, instead: str) -> Path | None:
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        click.echo(f"This is not an SQLite file: use {instead} (docs/administrators.md).", err=True)
        return None
    return Path(url.database)


def _copy(source: Path, file: Path) -> None:
    """Copy a database page by page, whatever others write meanwhile; whole or not at all."""
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    # Made first, so that nobody else can read it for a moment.
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(part)) as new:
            old.backup(new, pages=_PAGES, progress=_progress, sleep=0.02)
            # A copy is one file: nothing of it waits in a second one.
            new.execute("PRAGMA journal_mode=DELETE")
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _progress(_status: int, left: int, total: int) -> None:
    if left and total > _PAGES:
        click.echo(f"  {100 * (total - left) // total} %", err=True)


def _problem(file: Path) -> str:
    """Return what is wrong with a copy, or nothing."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return "this copy is damaged"
            known = copy.execute(
                "SELECT count(*) FROM sqlite_master WHERE name IN ('classroom', 'alembic_version')"
            ).fetchone()
    except sqlite3.Error as error:
        return str(error)
    return "" if known == (2,) else "this is no copy of our database"
