"""Invitations: the one-time addresses by which the operator lets an LMS register itself."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.db import open_session
from rers_school.lti.failures import LaunchRefused
from rers_school.lti.models import Invitation
from rers_school.lti.platforms import PlatformError, found
from rers_school.lti.storage import digest

MOST_DAYS = 60
_SCHOOL_MOST, _NAME_MOST, _ISSUER_MOST = 120, 200, 255
# An invitation that was used or is over explains itself for a while.
_KEPT = timedelta(days=60)


def invite(
    db: Session,
    *,
    name: str = "",
    school: str = "",
    issuer: str = "",
    replaces: str = "",
    activates: bool = False,
    days: int = 7,
) -> str:
    """Return the secret of a new invitation; only its digest is kept.

    ``issuer`` lets that platform alone use it. ``replaces`` names the registration (by the
    beginning of its id) whose classes and people the new one takes over. ``days``: how long it
    is good, 1 to 60.

    *Errors*: `PlatformError`.
    """
    if len(name) > _NAME_MOST or len(school) > _SCHOOL_MOST or len(issuer) > _ISSUER_MOST:
        raise PlatformError("the name, the school or the issuer is too long")
    if not 1 <= days <= MOST_DAYS:
        raise PlatformError(f"an invitation is good for 1 to {MOST_DAYS} days")
    replaced = found(db, replaces).id if replaces else None
    secret = secrets.token_urlsafe(24)
    now = clock.now()
    db.execute(delete(Invitation).where(Invitation.expires_at < now - _KEPT))
    db.add(
        Invitation(
            token_digest=digest(secret),
            name=" ".join(name.split()),
            school=" ".join(school.split()),
            issuer=issuer,
            activates=activates,
            replaces_id=replaced,
            expires_at=now + timedelta(days=days),
        )
    )
    db.flush()
    return secret


@contextmanager
def using(engine: Engine, secret: str) -> Iterator[Invitation]:
    """Take an invitation for as long as a registration lasts; give it back if that fails.

    Taken at the beginning, so that of two registrations at the same moment one goes on.

    *Errors*: `LaunchRefused` ``invitation_invalid``.
    """
    taken = _take(engine, secret)
    try:
        yield taken
    except BaseException:
        with open_session(engine, writes=True) as db:
            db.execute(update(Invitation).where(Invitation.id == taken.id).values(used_at=None))
            db.commit()
        raise


def note(db: Session, invitation_id: UUID, platform_id: UUID) -> None:
    """Remember which registration came of an invitation."""
    db.execute(
        update(Invitation).where(Invitation.id == invitation_id).values(platform_id=platform_id)
    )


def _take(engine: Engine, secret: str) -> Invitation:
    now = clock.now()
    theirs = Invitation.token_digest == digest(secret)
    with open_session(engine, writes=True) as db:
        claimed = db.execute(
            update(Invitation)
            .where(theirs, Invitation.used_at.is_(None), Invitation.expires_at > now)
            .values(used_at=now)
            .execution_options(synchronize_session=False)
        )
        if int(getattr(claimed, "rowcount", 0)) != 1:
            known = db.scalar(select(Invitation).where(theirs))
            detail = "unknown" if known is None else "used" if known.used_at else "over"
            raise LaunchRefused("invitation_invalid", detail)
        invitation = db.scalars(select(Invitation).where(theirs)).one()
        db.commit()
    return invitation
