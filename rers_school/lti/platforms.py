"""Registrations of the tool on platforms, as the operator makes and reads them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.models import Classroom, School
from rers_school.classroom.rules.school_year import shown_year
from rers_school.lti import keys
from rers_school.lti.claims import origin_of
from rers_school.lti.models import ContextLink, Deployment, Platform

_ID_MOST = 255
_NAME_MOST = 120
_SHORT = 8
_BEGINNING = re.compile(r"[0-9a-f]{4,32}")


class PlatformError(ValueError):
    """A registration that cannot be made or found; the message says which value to correct."""


@dataclass(frozen=True, slots=True)
class PlatformLine:
    """One registration, as listed; ``deployments`` are (deployment id, school) pairs.

    ``twins``: the short ids of other registrations of the same issuer.
    """

    id: str
    name: str
    issuer: str
    client_id: str
    active: bool
    frame_origins: str
    deployments: tuple[tuple[str, str], ...]
    twins: tuple[str, ...] = ()

    def __str__(self) -> str:
        schools = ", ".join(f"{one} ({school})" for one, school in self.deployments)
        state = "active" if self.active else "switched off"
        line = (
            f"{self.id}  {self.issuer}  client {self.client_id}  {state}  "
            f"deployments: {schools or '-'}"
        )
        return f"{line}  also registered as: {', '.join(self.twins)}" if self.twins else line


def add(
    db: Session,
    *,
    issuer: str,
    client_id: str,
    deployment_id: str | None,
    auth_login_url: str,
    auth_token_url: str,
    jwks_url: str,
    auth_audience: str = "",
    school: str = "",
    name: str = "",
    frame_origins: Sequence[str] = (),
) -> Platform:
    """Return the registration with its deployment, made or brought up to date.

    Saying the same twice changes nothing. ``deployment_id`` is none where a platform registers
    itself and does not say it yet; until it is said nobody comes in. ``frame_origins`` names the
    origins that may frame the tool, where they are other than those of the issuer and of the
    login address. ``auth_audience``: see `Platform`.

    *Errors*: `PlatformError`.
    """
    _identifier("issuer", issuer)
    _identifier("client id", client_id)
    if deployment_id is not None:
        _identifier("deployment id", deployment_id)
    addresses = {
        "auth_login_url": auth_login_url,
        "auth_token_url": auth_token_url,
        "jwks_url": jwks_url,
    }
    for what, address in addresses.items():
        _check_address(what, address)
    platform = find(db, issuer=issuer, client_id=client_id)
    if platform is None:
        platform = Platform(issuer=issuer, client_id=client_id, name="", **addresses)
        db.add(platform)
    if platform.jwks_url != jwks_url:
        platform.jwks_json = platform.jwks_fetched_at = platform.jwks_settled_at = None
    for what, address in addresses.items():
        setattr(platform, what, address)
    platform.auth_audience = auth_audience
    platform.name = name or platform.name or (urlsplit(auth_login_url).hostname or issuer)
    platform.active = True
    if frame_origins or not platform.frame_origins:
        platform.frame_origins = _origins(*(frame_origins or (issuer, auth_login_url)))
    db.flush()
    if deployment_id is not None:
        _deploy(db, platform, deployment_id, school)
    keys.ensure(db)
    return platform


def find(db: Session, *, issuer: str, client_id: str) -> Platform | None:
    """Return the registration of this client id of this issuer, active or not."""
    return db.scalar(
        select(Platform).where(Platform.issuer == issuer, Platform.client_id == client_id)
    )


def activate(db: Session, *, issuer: str, client_id: str, active: bool = True) -> Platform:
    """Return the registration, from now on accepted (or refused) at launches.

    *Errors*: `PlatformError` where there is none.
    """
    platform = find(db, issuer=issuer, client_id=client_id)
    if platform is None:
        raise PlatformError(f"no platform with issuer {issuer!r} and client id {client_id!r}")
    platform.active = active
    db.flush()
    return platform


def found(db: Session, beginning: str) -> Platform:
    """Return the registration whose id begins so, as `listing` shows it.

    *Errors*: `PlatformError` where it is none or several.
    """
    wanted = beginning.strip().lower().replace("-", "")
    if not _BEGINNING.fullmatch(wanted):
        raise PlatformError(f"{beginning!r} is not the beginning of an id: see `platform list`")
    fitting = [one for one in db.scalars(select(Platform)) if one.id.hex.startswith(wanted)]
    if len(fitting) != 1:
        how = "no platform's id begins" if not fitting else "several platforms' ids begin"
        raise PlatformError(f"{how} with {beginning!r}: see `platform list`")
    return fitting[0]


def short_id(platform: Platform) -> str:
    """Return the beginning of a registration's id, by which the operator names it."""
    return platform.id.hex[:_SHORT]


def framing(platform: Platform, *addresses: str) -> str:
    """Return the origins that may frame a page: the platform's, and those of its addresses.

    ``addresses`` are what the platform signed, such as where its page is to be found again: on
    some LMSs neither issuer nor login address are where their pages are.
    """
    return _origins(*platform.frame_origins.split(), *addresses)


def listing(db: Session) -> list[PlatformLine]:
    """Return every registration, by issuer and client id."""
    deployments: dict[object, list[tuple[str, str]]] = {}
    rows = db.execute(
        select(Deployment.platform_id, Deployment.deployment_id, School.name)
        .join(School, School.id == Deployment.school_id)
        .order_by(Deployment.deployment_id)
    )
    for platform_id, deployment_id, school in rows:
        deployments.setdefault(platform_id, []).append((deployment_id, school))
    everyone = db.scalars(select(Platform).order_by(Platform.issuer, Platform.client_id)).all()
    return [
        PlatformLine(
            short_id(one),
            one.name,
            one.issuer,
            one.client_id,
            one.active,
            one.frame_origins,
            tuple(deployments.get(one.id, ())),
            tuple(
                short_id(other)
                for other in everyone
                if other.issuer == one.issuer and other.id != one.id
            ),
        )
        for one in everyone
    ]


def classes(db: Session, platform: Platform) -> list[str]:
    """Return a line for each class of a registration: id, school year, course, school, name."""
    rows = db.execute(
        select(Classroom, ContextLink.context_id, School.name)
        .join(ContextLink, ContextLink.classroom_id == Classroom.id)
        .join(Deployment, Deployment.id == ContextLink.deployment_pk)
        .join(School, School.id == Classroom.school_id)
        .where(Deployment.platform_id == platform.id)
        .order_by(School.name, Classroom.name, Classroom.created_at)
    )
    return [
        f"{one.id}  {shown_year(one.school_year)}  course {course}  {school}  {one.name}"
        for one, course, school in rows
    ]


def _deploy(db: Session, platform: Platform, deployment_id: str, school: str) -> None:
    school = " ".join(school.split())
    if len(school) > _NAME_MOST:
        raise PlatformError(f"the school's name is longer than {_NAME_MOST} characters")
    deployment = db.scalar(
        select(Deployment).where(
            Deployment.platform_id == platform.id, Deployment.deployment_id == deployment_id
        )
    )
    if deployment is None:
        row = _school(db, school or platform.name[:_NAME_MOST])
        db.add(Deployment(platform_id=platform.id, deployment_id=deployment_id, school_id=row.id))
    elif school:
        # Another name for the same deployment moves the link; the people stay where they are.
        deployment.school_id = _school(db, school).id
    db.flush()


def _school(db: Session, name: str) -> School:
    row = db.scalar(select(School).where(School.name == name).order_by(School.created_at))
    if row is None:
        row = School(name=name)
        db.add(row)
        db.flush()
    return row


def _origins(*addresses: str) -> str:
    found = dict.fromkeys(origin_of(address) for address in addresses)
    return " ".join(origin for origin in found if origin)


def _identifier(what: str, value: str) -> None:
    if not value or len(value) > _ID_MOST or not value.isprintable() or value != value.strip():
        raise PlatformError(f"the {what} must be 1 to {_ID_MOST} characters, without blanks around")


def _check_address(what: str, value: str) -> None:
    if not origin_of(value) or not value.isprintable() or " " in value:
        raise PlatformError(f"{what} must be an http(s) address, not {value!r}")
