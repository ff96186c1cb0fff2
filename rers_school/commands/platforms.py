"""Register and list the LMSs, from the command line."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click
from sqlalchemy.orm import Session

from rers_school.db import is_ready, make_engine, open_session
from rers_school.lti import keys, platforms
from rers_school.settings import Settings


def add(
    settings: Settings, *, deployment_ids: Sequence[str], frame_origins: Sequence[str], **facts: str
) -> str:
    """Register an LMS, or change what is known of it; return one line that says so.

    *Errors*: one line and exit code 1 where a value cannot be right.
    """
    with _database(settings) as db:
        for deployment_id in deployment_ids:
            try:
                platforms.add(
                    db, deployment_id=deployment_id, frame_origins=tuple(frame_origins), **facts
                )
            except platforms.PlatformError as error:
                raise click.ClickException(str(error)) from None
    return f"{facts['issuer']} may now open the tool at {settings.base_url}/lti/launch"


def listing(settings: Settings) -> list[str]:
    """Return one line for each registered LMS."""
    with _database(settings) as db:
        return [str(line) for line in platforms.listing(db)]


def rotate(settings: Settings) -> str:
    """Make a new signing key; the previous one stays published."""
    with _database(settings) as db:
        return f"The new key is {keys.rotate(db)}."


@contextmanager
def _database(settings: Settings) -> Iterator[Session]:
    engine = make_engine(settings.database_url)
    try:
        if not is_ready(engine):
            raise click.ClickException("First bring the schema up to date: rers-school db upgrade")
        with open_session(engine, writes=True) as db:
            yield db
            db.commit()
    finally:
        engine.dispose()
