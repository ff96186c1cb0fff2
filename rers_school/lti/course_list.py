"""Asks the LMS of a session for its course's list."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine

from rers_school.db import open_session
from rers_school.lti import roster
from rers_school.lti.http import PlatformHttp
from rers_school.lti.models import LaunchSession, Platform
from rers_school.lti.roster import Roster, RosterFailed
from rers_school.lti.tool_config import ToolConfiguration


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose list it is, and where the LMS has it; read before any transaction ends."""

    platform_id: UUID | None
    roster_url: str
    resource_link_id: str


def prepared(launch: LaunchSession) -> Asked:
    """Return what a session's launch said about the list."""
    return Asked(launch.platform_id, launch.roster_url, launch.resource_link_id)


def ask(engine: Engine, asked: Asked, *, allow_private: bool) -> Roster:
    """Return everybody whom the LMS lists, in up to half a minute.

    *Errors*: `RosterFailed`.
    """
    with open_session(engine) as db:
        platform = db.get(Platform, asked.platform_id) if asked.platform_id else None
    if platform is None or not platform.active:
        raise RosterFailed("not_allowed", "platform")
    registration = ToolConfiguration(engine).signing_registration(platform)
    with PlatformHttp(allow_private=allow_private) as http:
        return roster.fetch(
            registration,
            http,
            roster_url=asked.roster_url,
            resource_link_id=asked.resource_link_id,
        )
