"""The addresses that platforms call."""

import logging
import re
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    current_app,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import identity
from rers_school.access import public
from rers_school.classroom.actor import Role
from rers_school.db import open_session
from rers_school.i18n import use_locale
from rers_school.lti import failures, keys, login, provisioning, roles
from rers_school.lti.claims import LaunchFacts, origin_of
from rers_school.lti.failures import LaunchRefused
from rers_school.lti.http import PlatformHttp
from rers_school.lti.launch import ToolLaunch
from rers_school.lti.models import LaunchSession, Platform
from rers_school.lti.storage import LoginAttempts, LoginCookies, client_digest
from rers_school.lti.tool_config import ToolConfiguration

blueprint = Blueprint("lti", __name__, url_prefix="/lti")
log = logging.getLogger("rers.lti")

_ERROR_CODE = re.compile(r"[a-z_]{1,40}")


@blueprint.errorhandler(LaunchRefused)
def explain(refused: LaunchRefused) -> Response:
    """Return the page of a failed launch: what happened, what to do, a reference."""
    return _failure_page(refused)


@blueprint.route("/login", methods=["GET", "POST"])
@public
def begin_login() -> Response:
    """Send the browser to the platform that announced it.

    *Errors*: `LaunchRefused` as a page.
    """
    rers = current_app.extensions["rers"]
    return login.begin(
        request.form if request.method == "POST" else request.args,
        ToolConfiguration(rers.engine),
        LoginAttempts(rers.engine),
        LoginCookies(request),
        base_url=rers.settings.base_url,
        client=client_digest(request, rers.settings.secret_key),
    )


@blueprint.post("/launch")
@public
def launch() -> Response:
    """Bring somebody into their class: 303 to its first page, in a session of its own.

    *Errors*: `LaunchRefused` as a page.
    """
    rers = current_app.extensions["rers"]
    state = request.form.get("state", "")
    cookies = LoginCookies(request)
    attempts = LoginAttempts(rers.engine)
    try:
        if "error" in request.form and "id_token" not in request.form:
            raise _platform_error(attempts, state)
        message = _validated(attempts, cookies)
        response = _enter(message)
    except LaunchRefused as refused:
        response = _failure_page(refused)
    if state:
        cookies.forget(response, state)
    return response


@blueprint.get("/jwks")
@public
def jwks() -> Response:
    """Return the tool's public keys."""
    engine = current_app.extensions["rers"].engine
    with open_session(engine) as db:
        published = keys.publish(db)
    if not published["keys"]:
        # The first visitor of a new installation finds a key all the same.
        with open_session(engine, writes=True) as db:
            keys.ensure(db)
            published = keys.publish(db)
            db.commit()
    return jsonify(published)


def _validated(attempts: LoginAttempts, cookies: LoginCookies) -> ToolLaunch:
    rers = current_app.extensions["rers"]
    with PlatformHttp(allow_private=rers.settings.allow_private_platforms) as http:
        return ToolLaunch(
            request.form,
            rers.engine,
            attempts,
            cookies,
            http=http,
            own_origin=origin_of(rers.settings.base_url),
            client=client_digest(request, rers.settings.secret_key),
        ).validate()


def _enter(message: ToolLaunch) -> Response:
    """Return the way into the class, or the offer of a tab where cookies do not come back."""
    role = roles.part_of(message.facts.roles)
    if role is None:
        raise LaunchRefused("no_usable_role", "roles", platform_id=message.platform.id)

    def work(db: Session) -> tuple[LaunchSession, str, str]:
        return _begin_session(db, message, role)

    session, token, code = provisioning.together(current_app.extensions["rers"].engine, work)
    log.info(
        "launch accepted session=%s platform=%s role=%s administrator=%s bound=%s",
        session.id,
        message.platform.id,
        role.value,
        roles.is_administrator(message.facts.roles),
        message.bound,
    )
    if not message.bound:
        return _tab_page(message, session.classroom_id, code)
    first = f"{identity.first_page(session.classroom_id)}?arrived={code}"
    response = make_response(redirect(first, code=303))
    identity.set_cookie(response, session.classroom_id, token)
    return response


def _begin_session(db: Session, message: ToolLaunch, role: Role) -> tuple[LaunchSession, str, str]:
    facts = message.facts
    arrival = provisioning.arrive(db, message.platform, facts, role)
    session, token = identity.begin(
        db,
        membership_id=arrival.membership_id,
        classroom_id=arrival.classroom_id,
        role=role,
        platform_id=message.platform.id,
        locale=facts.locale,
        return_url=facts.return_url,
        frame_origins=message.platform.frame_origins,
        roster_url=facts.roster_url,
    )
    return session, token, identity.arrival_code(db, session)


def _platform_error(attempts: LoginAttempts, state: str) -> LaunchRefused:
    """Return the failure for an error that the platform posts; its state is over.

    *Source*: OpenID Connect Core 1.0, 3.1.2.6.
    """
    attempt = attempts.consume_state(state)[0] if state else None
    sent = _ERROR_CODE.fullmatch(request.form.get("error", ""))
    return LaunchRefused(
        "platform_error",
        sent[0] if sent else "unreadable",
        platform_id=attempt.platform_id if attempt else None,
    )


def _failure_page(refused: LaunchRefused) -> Response:
    engine = current_app.extensions["rers"].engine
    reference = failures.record(engine, refused)
    _frame_for(refused.platform_id)
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
    return make_response(page, refused.explanation.status)


def _tab_page(message: ToolLaunch, classroom_id: UUID, code: str) -> Response:
    """Return the page with the link that opens the class once, within a minute, in a tab.

    It says whose class opens: where no cookie can prove the browser, the person can.
    """
    refused = LaunchRefused("cookies_blocked", platform_id=message.platform.id)
    reference = failures.record(current_app.extensions["rers"].engine, refused)
    g.frame_origins = message.platform.frame_origins
    with use_locale(message.facts.locale):
        page = render_template(
            "lti/failure.html",
            explanation=refused.explanation,
            code=refused.code,
            detail="",
            reference=reference,
            tab_url=f"{identity.first_page(classroom_id)}tab/{code}",
            arriving=_shown(message.facts),
            actor=None,
        )
    return make_response(page, refused.explanation.status)


def _shown(facts: LaunchFacts) -> str:
    return f"{facts.given_name} {facts.family_name}".strip()


def _frame_for(platform_id: UUID | None) -> None:
    """Let the platform's own page show the failure that happened inside it."""
    if platform_id is None:
        return
    with open_session(current_app.extensions["rers"].engine) as db:
        g.frame_origins = db.scalar(
            select(Platform.frame_origins).where(Platform.id == platform_id)
        )
