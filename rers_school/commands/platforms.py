"""Register, list, switch, move and examine the LMSs, from the command line."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

import click
import requests
from sqlalchemy.orm import Session

from rers_school.db import is_ready, make_engine, open_session
from rers_school.lti import diagnosis, invitations, keys, moving, platforms
from rers_school.lti.http import PlatformHttp
from rers_school.lti.models import Platform
from rers_school.settings import Settings


def add(
    settings: Settings, *, deployment_ids: Sequence[str], frame_origins: Sequence[str], **facts: str
) -> str:
    """Register an LMS, or change what is known of it; return one line that says so.

    *Errors*: one line and exit code 1 where a value cannot be right.
    """
    with _database(settings) as db:
        for deployment_id in deployment_ids:
            platforms.add(
                db, deployment_id=deployment_id, frame_origins=tuple(frame_origins), **facts
            )
    return f"{facts['issuer']} may now open the tool at {settings.base_url}/lti/launch"


def invite(
    settings: Settings,
    *,
    name: str,
    school: str,
    issuer: str,
    replaces: str,
    activates: bool,
    days: int,
) -> str:
    """Return the one-time address that the LMS's administrator pastes.

    *Errors*: one line and exit code 1.
    """
    with _database(settings) as db:
        secret = invitations.invite(
            db,
            name=name,
            school=school,
            issuer=issuer,
            replaces=replaces,
            activates=activates,
            days=days,
        )
        keys.ensure(db)
    return f"{settings.base_url}/lti/register?invitation={secret}"


def listing(settings: Settings) -> list[str]:
    """Return one line for each registered LMS."""
    with _database(settings) as db:
        return [str(line) for line in platforms.listing(db)]


def classes(settings: Settings, beginning: str) -> list[str]:
    """Return one line for each class of an LMS."""
    with _database(settings) as db:
        return platforms.classes(db, platforms.found(db, beginning))


def class_code(settings: Settings, classroom_id: UUID) -> str:
    """Return the code by which a class goes on in another course, for its teacher.

    *Errors*: one line and exit code 1.
    """
    with _database(settings) as db:
        return moving.code_by_operator(db, classroom_id)


def activate(settings: Settings, beginning: str, *, active: bool) -> str:
    """Let a registration in, or keep it out; return one line that says so."""
    with _database(settings) as db:
        platform = platforms.found(db, beginning)
        platform.active = active
        return f"{platform.issuer} (client {platform.client_id}) is " + (
            "active: its users come in." if active else "switched off: nobody comes in from it."
        )


def move(settings: Settings, before: str, after: str, *, dry_run: bool) -> str:
    """Let the classes and people of one registration go on under another.

    *Errors*: one line and exit code 1 where both have what cannot become one; nothing is changed.
    """
    with _database(settings) as db:
        moved = moving.move_platform(db, platforms.found(db, before), platforms.found(db, after))
        if dry_run:
            db.rollback()
            return f"It would be so: {moved} Nothing is changed."
        return str(moved)


def diagnose(settings: Settings, beginning: str | None, *, check: bool) -> list[str]:
    """Return what went wrong lately, per LMS; with ``check``, whether its keys answer now."""
    lines: list[str] = []
    with _database(settings) as db:
        chosen = platforms.found(db, beginning) if beginning else None
        for one in diagnosis.diagnose(db, chosen):
            lines += one.lines()
            if check and one.platform is not None:
                lines.append(f"  {_keys_now(settings, one.platform)}")
    return lines or ["No platform is registered, and nothing has failed."]


def rotate(settings: Settings) -> str:
    """Make a new signing key; the previous one stays published."""
    with _database(settings) as db:
        return f"The new key is {keys.rotate(db)}."


def _keys_now(settings: Settings, platform: Platform) -> str:
    with PlatformHttp(allow_private=settings.allow_private_platforms) as http:
        try:
            status = http.get(platform.jwks_url).status_code
        except requests.RequestException as error:
            return f"Its key set cannot be reached now ({type(error).__name__})."
    return f"Its key set answers now with {status}."


@contextmanager
def _database(settings: Settings) -> Iterator[Session]:
    engine = make_engine(settings.database_url)
    try:
        if not is_ready(engine):
            raise click.ClickException("First bring the schema up to date: rers-school db upgrade")
        with open_session(engine, writes=True) as db:
            yield db
            db.commit()
    except platforms.PlatformError as error:
        raise click.ClickException(str(error)) from None
    finally:
        engine.dispose()
