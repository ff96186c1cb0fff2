"""What went wrong lately, platform by platform, in the operator's words; no personal data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.lti.models import Deployment, LaunchFailure, Platform
from rers_school.lti.platforms import short_id

_REFERENCES = 3

#: For each code: what it means to the person who runs the tool, and what to look at.
MEANINGS = {
    "request_incomplete": "The address was opened by hand, or the LMS leaves a field out.",
    "unknown_platform": "Issuer or client id is not registered. Compare with `platform list`.",
    "deployment_inactive": "The registration is switched off (`platform activate`), or this "
    "deployment id was never told (`platform add --deployment-id`).",
    "wrong_target": "The tool URL in the LMS is not under RERS_BASE_URL.",
    "state_missing": "No login begun here belongs to this launch: an old page was loaded again, "
    "or the processes do not share one database.",
    "state_foreign": "The login began in another browser.",
    "state_expired": "More than ten minutes passed between login and launch.",
    "nonce_reused": "The same launch was sent twice, usually a page that was loaded again.",
    "token_malformed": "The LMS sent something that is no token.",
    "claim_malformed": "The LMS sent a claim of the wrong kind; its name is below.",
    "token_expired": "A clock is wrong: compare the LMS's and this machine's.",
    "token_early": "A clock is wrong: compare the LMS's and this machine's.",
    "signature_invalid": "The signature is not right, or not RS256.",
    "key_unknown": "The LMS signs with a key that its key set does not hold.",
    "keys_unreachable": "The key set does not answer: wrong address, firewall, or a private "
    "address without RERS_ALLOW_PRIVATE_PLATFORMS=1.",
    "wrong_audience": "The launch was made for another client id.",
    "message_unknown": "A kind of message that the tool does not take.",
    "version_unknown": "The LMS does not speak LTI 1.3 here.",
    "no_context": "The activity was opened outside a course.",
    "no_usable_role": "Neither pupil nor teacher of the course.",
    "choice_impossible": "The LMS asks for a choice but takes no activity, or does not say where "
    "the choice goes.",
    "choice_over": "The page for choosing was left open for more than an hour.",
    "teachers_choose": "A pupil opened the page on which teachers choose.",
    "cookies_blocked": "No cookie came back; the page offered a tab of its own. No fault of the "
    "registration.",
    "too_many": "More arrivals from one address than RERS_LOGINS_PER_MINUTE.",
    "invitation_invalid": "An invitation was used twice, is over or was mistyped: make a new one.",
    "registration_failed": "The LMS could not be registered; what failed is below.",
    "platform_error": "The LMS itself stopped the launch; its word is below.",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """Failures of one kind: how often, when last, which check failed, some references."""

    code: str
    times: int
    last: datetime
    details: tuple[str, ...]
    references: tuple[str, ...]

    @property
    def meaning(self) -> str:
        return MEANINGS.get(self.code, "")


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One platform's failures of the last 30 days, the latest kind first.

    ``platform`` is nothing for failures before any platform was known.
    """

    platform: Platform | None
    deployments: int
    troubles: tuple[Trouble, ...]

    def lines(self) -> list[str]:
        """Return the report."""
        lines = [self._title()]
        if self.platform is not None:
            lines += self._state(self.platform)
        if not self.troubles:
            lines.append("  No failed launch in the last 30 days.")
        for one in self.troubles:
            last = f"{one.last:%Y-%m-%d %H:%M} UTC"
            lines.append(f"  {one.code}: {one.times} times, last on {last}")
            lines.append(f"      {one.meaning}")
            if one.details:
                lines.append(f"      what failed: {', '.join(one.details)}")
            lines.append(f"      references: {', '.join(one.references)}")
        return lines

    def _title(self) -> str:
        if self.platform is None:
            return "Before any platform was known"
        return (
            f"{short_id(self.platform)}  {self.platform.issuer}  client {self.platform.client_id}"
        )

    def _state(self, platform: Platform) -> list[str]:
        found = []
        if not platform.active:
            found.append(f"  Switched off: `platform activate {short_id(platform)}` lets it in.")
        if not self.deployments:
            found.append("  No deployment is known: nobody can come in (`platform add`).")
        if platform.jwks_json is None:
            found.append("  Its keys were never fetched: nobody has come in yet.")
        return found


def diagnose(db: Session, platform: Platform | None = None) -> list[Diagnosis]:
    """Return the failures of one platform, or of all of them and of no known one."""
    chosen = (
        [platform] if platform else db.scalars(select(Platform).order_by(Platform.issuer)).all()
    )
    rows = db.scalars(select(LaunchFailure).order_by(LaunchFailure.created_at.desc())).all()
    deployed = db.scalars(select(Deployment.platform_id)).all()
    found = [Diagnosis(one, deployed.count(one.id), _troubles(rows, one.id)) for one in chosen]
    nobodys = _troubles(rows, None)
    if platform is None and nobodys:
        found.append(Diagnosis(None, 0, nobodys))
    return found


def _troubles(rows: Sequence[LaunchFailure], platform_id: UUID | None) -> tuple[Trouble, ...]:
    by_code: dict[str, list[LaunchFailure]] = {}
    for row in rows:
        if row.platform_id == platform_id:
            by_code.setdefault(row.code, []).append(row)
    return tuple(
        Trouble(
            code,
            len(found),
            found[0].created_at,
            tuple(dict.fromkeys(row.detail for row in found if row.detail))[:_REFERENCES],
            tuple(row.reference for row in found[:_REFERENCES]),
        )
        for code, found in by_code.items()
    )
