"""Launch sessions: resolves a request to the person who is acting, in one class."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import Response, current_app, request
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.queries.people import acting
from rers_school.lti.models import LaunchSession
from rers_school.settings import Settings

COOKIE = "__Secure-rers"
TAB_SECONDS = 60
# An ended session explains itself for a while to a page that was left open.
KEPT_AFTER = timedelta(days=2)
# A teacher's says besides when they were here last: over the holidays, and no longer.
TEACHERS_KEPT_AFTER = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody at a screen: their launch and who they are."""

    launch: LaunchSession
    actor: Actor
    language: str | None


def _settings() -> Settings:
    settings: Settings = current_app.extensions["rers"].settings
    return settings


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def begin(
    db: Session,
    *,
    membership_id: UUID,
    classroom_id: UUID,
    role: Role,
    platform_id: UUID | None,
    locale: str = "",
    return_url: str = "",
    frame_origins: str = "",
    roster_url: str = "",
    resource_link_id: str = "",
) -> tuple[LaunchSession, str]:
    """Return a new launch session and the token that its cookie will carry.

    Only the token's digest is stored: a stolen database opens no session.
    """
    token = secrets.token_urlsafe(32)
    kept_after = TEACHERS_KEPT_AFTER if role is Role.TEACHER else KEPT_AFTER
    db.execute(
        delete(LaunchSession).where(
            LaunchSession.membership_id == membership_id,
            LaunchSession.ends_at < clock.now() - kept_after,
        )
    )
    launch = LaunchSession(
        token_digest=_digest(token),
        platform_id=platform_id,
        classroom_id=classroom_id,
        membership_id=membership_id,
        role=role.value,
        locale=locale[:8],
        return_url=return_url,
        frame_origins=frame_origins,
        roster_url=roster_url,
        resource_link_id=resource_link_id,
        ends_at=clock.now() + timedelta(hours=_settings().session_hours),
    )
    db.add(launch)
    db.flush()
    return launch, token


def last_here(db: Session, membership_id: UUID, before: datetime) -> datetime | None:
    """Return when somebody last came before a moment, as far as it is still known."""
    return db.scalar(
        select(func.max(LaunchSession.created_at)).where(
            LaunchSession.membership_id == membership_id, LaunchSession.created_at < before
        )
    )


def first_page(classroom_id: UUID) -> str:
    """Return the path of the first page of a class."""
    return f"/c/{classroom_id}/"


def set_cookie(response: Response, classroom_id: UUID, token: str) -> None:
    """Give the browser its session for this class, and for this class only.

    Two classes in two tabs have two cookies; a second launch into the class replaces the first.
    *Source*: measured in Moodle's frame with third-party cookies blocked (lti.md, "Cookies").
    """
    response.set_cookie(
        COOKIE,
        token,
        path=f"/c/{classroom_id}",
        max_age=_settings().session_hours * 3600,
        secure=True,
        httponly=True,
        samesite="None",
        partitioned=True,
    )


def forget_cookie(response: Response, classroom_id: UUID) -> None:
    """Take the session of this class out of the browser."""
    response.delete_cookie(
        COOKIE,
        path=f"/c/{classroom_id}",
        secure=True,
        httponly=True,
        samesite="None",
        partitioned=True,
    )


def current(db: Session, classroom_id: UUID) -> Present | None:
    """Return who is at this screen in this class, or nothing when the session is over."""
    token = request.cookies.get(COOKIE)
    if not token:
        return None
    launch = db.scalar(
        select(LaunchSession).where(
            LaunchSession.token_digest == _digest(token),
            LaunchSession.classroom_id == classroom_id,
        )
    )
    if launch is None or launch.ended_at is not None or launch.ends_at <= clock.now():
        return None
    found = acting(db, classroom_id, launch.membership_id, Role(launch.role))
    if found is None:
        return None
    actor, language = found
    return Present(launch, actor, language)


def finish(db: Session, launch: LaunchSession, because: str) -> None:
    """End a session: "I've finished"."""
    db.execute(
        update(LaunchSession)
        .where(LaunchSession.id == launch.id, LaunchSession.ended_at.is_(None))
        .values(ended_at=clock.now(), ended_because=because, tab_digest=None)
    )


def arrival_code(db: Session, launch: LaunchSession) -> str:
    """Return a code that opens this session once more, in a tab of its own, within a minute."""
    code = secrets.token_urlsafe(24)
    launch.tab_digest = _digest(code)
    launch.tab_expires_at = clock.now() + timedelta(seconds=TAB_SECONDS)
    db.flush()
    return code


def redeem(db: Session, classroom_id: UUID, code: str) -> tuple[LaunchSession, str] | None:
    """Return a session for a new tab in exchange for its one-time code.

    A tab has another cookie jar than the frame, so it gets a session of its own.
    """
    launch = db.scalar(
        select(LaunchSession).where(
            LaunchSession.tab_digest == _digest(code), LaunchSession.classroom_id == classroom_id
        )
    )
    if launch is None or launch.tab_expires_at is None or launch.ended_at is not None:
        return None
    spent = db.execute(
        update(LaunchSession)
        .where(LaunchSession.id == launch.id, LaunchSession.tab_digest == _digest(code))
        .values(tab_digest=None)
    )
    if getattr(spent, "rowcount", 0) != 1 or launch.tab_expires_at <= clock.now():
        return None
    if launch.ends_at <= clock.now():
        return None
    return begin(
        db,
        membership_id=launch.membership_id,
        classroom_id=launch.classroom_id,
        role=Role(launch.role),
        platform_id=launch.platform_id,
        locale=launch.locale,
        return_url=launch.return_url,
        roster_url=launch.roster_url,
        resource_link_id=launch.resource_link_id,
    )


def page_token(launch: LaunchSession) -> str:
    """Return what every page of this session carries: whose page it is, and that we made it.

    The salt makes the token differ on every page, so that compression tells nothing about it.
    """
    salt = secrets.token_hex(8)
    return f"{launch.id}.{salt}.{_mac(str(launch.id), salt)}"


def token_is_ours(token: str) -> bool:
    """Tell whether a page token was made by this server."""
    launch_id, _, rest = token.partition(".")
    salt, _, mac = rest.partition(".")
    return hmac.compare_digest(mac.encode(), _mac(launch_id, salt).encode())


def launch_of(token: str) -> str:
    """Return the launch id that a page token names."""
    return token.partition(".")[0]


def same_person(db: Session, token: str, launch: LaunchSession) -> bool:
    """Tell whether a page of another launch is the same person's, in the same role.

    Somebody who opened the activity twice has two launches and one cookie: their first tab is
    still theirs.
    """
    try:
        page_launch = UUID(launch_of(token))
    except ValueError:
        return False
    return bool(
        db.scalar(
            select(LaunchSession.id).where(
                LaunchSession.id == page_launch,
                LaunchSession.membership_id == launch.membership_id,
                LaunchSession.classroom_id == launch.classroom_id,
                LaunchSession.role == launch.role,
            )
        )
    )


def _mac(launch_id: str, salt: str) -> str:
    key = _settings().secret_key.encode()
    return hmac.new(key, f"page:{launch_id}:{salt}".encode(), hashlib.sha256).hexdigest()


def move(db: Session, before: UUID, after: UUID) -> None:
    """Let the open screens of one membership go on as another: the teacher said they are one."""
    db.execute(
        update(LaunchSession)
        .where(LaunchSession.membership_id == before)
        .values(membership_id=after)
        .execution_options(synchronize_session=False)
    )
