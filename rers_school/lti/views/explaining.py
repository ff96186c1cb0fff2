"""The page of a launch that stops: what happened, what to do, a reference."""

from dataclasses import dataclass
from uuid import UUID

from flask import Response, current_app, g, make_response, render_template, request
from sqlalchemy import select

from rers_school import identity
from rers_school.db import open_session
from rers_school.i18n import use_locale
from rers_school.lti import failures
from rers_school.lti.failures import LaunchRefused
from rers_school.lti.models import LaunchSession, Platform
from rers_school.lti.views.blueprint import blueprint


@dataclass(frozen=True, slots=True)
class TabOffer:
    """What the way over a tab of its own leads to: the class, the page, and for whom."""

    classroom_id: UUID
    opens_on: str
    arriving: str
    locale: str

    def url(self, code: str) -> str:
        address = f"{identity.first_page(self.classroom_id)}tab/{code}"
        return f"{address}?open={self.opens_on}" if self.opens_on else address


@blueprint.errorhandler(LaunchRefused)
def explain(refused: LaunchRefused) -> Response:
    """Return the page of a launch that was refused."""
    return failure_page(refused)


def failure_page(refused: LaunchRefused) -> Response:
    reference = _recorded(refused)
    _frame_for(refused.platform_id)
    with use_locale(refused.locale):
        page = render_template(
            "lti/failure.html",
            explanation=refused.explanation,
            code=refused.code,
            detail=refused.detail if refused.code == "platform_error" else "",
            reference=reference,
            tab_url=None,
            arriving="",
            actor=None,
        )
    response = make_response(page, refused.explanation.status)
    if refused.code == "too_many":
        response.headers["Retry-After"] = "60"
    return response


def tab_page(session: LaunchSession, offer: TabOffer, code: str) -> Response:
    """Return the page with the link that opens the class once, within a minute, in a tab.

    It says whose class opens: where no cookie can prove the browser, the person can.
    """
    refused = LaunchRefused("cookies_blocked", platform_id=session.platform_id)
    reference = _recorded(refused)
    g.frame_origins = session.frame_origins
    with use_locale(offer.locale):
        page = render_template(
            "lti/failure.html",
            explanation=refused.explanation,
            code=refused.code,
            detail="",
            reference=reference,
            tab_url=offer.url(code),
            arriving=offer.arriving,
            actor=None,
        )
    return make_response(page, refused.explanation.status)


def _recorded(refused: LaunchRefused) -> str:
    """Return the reference of a failure; a flood of them goes to the log only."""
    rers = current_app.extensions["rers"]
    may_record = rers.throttle.may_record(request.remote_addr or "")
    return failures.record(rers.engine if may_record else None, refused)


def _frame_for(platform_id: UUID | None) -> None:
    """Let the platform's own page show the failure that happened inside it."""
    if platform_id is None:
        return
    with open_session(current_app.extensions["rers"].engine) as db:
        g.frame_origins = db.scalar(
            select(Platform.frame_origins).where(Platform.id == platform_id)
        )
