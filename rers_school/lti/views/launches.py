"""Login and launch: from the LMS into the class."""

import logging
import re
from urllib.parse import urlencode

from flask import Response, current_app, jsonify, make_response, redirect, request
from sqlalchemy.orm import Session

from rers_school import identity
from rers_school.access import public
from rers_school.classroom.actor import Role
from rers_school.classroom.services import people
from rers_school.db import open_session
from rers_school.lti import keys, login, platforms, provisioning, roles
from rers_school.lti.claims import origin_of
from rers_school.lti.failures import LaunchRefused
from rers_school.lti.http import PlatformHttp
from rers_school.lti.launch import ToolLaunch
from rers_school.lti.models import LaunchSession
from rers_school.lti.storage import LoginAttempts, LoginCookies, client_digest
from rers_school.lti.tool_config import ToolConfiguration
from rers_school.lti.views import choosing, remembering
from rers_school.lti.views.blueprint import blueprint
from rers_school.lti.views.explaining import TabOffer, failure_page, tab_page

log = logging.getLogger("rers.lti")

_ERROR_CODE = re.compile(r"[a-z_]{1,40}")


@blueprint.route("/login", methods=["GET", "POST"])
@public
def begin_login() -> Response:
    """Send the browser to the platform that announced it.

    *Errors*: `LaunchRefused` as a page.
    """
    rers = current_app.extensions["rers"]
    rers.throttle.login(request.remote_addr or "")
    return login.begin(
        request.form if request.method == "POST" else request.args,
        ToolConfiguration(rers.engine),
        LoginAttempts(rers.engine),
        LoginCookies(request),
        base_url=rers.settings.base_url,
        client=client_digest(request, rers.settings.secret_key),
        keep=remembering.keep_page,
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
        rers.throttle.launch(request.remote_addr or "")
        if "error" in request.form and "id_token" not in request.form:
            raise _platform_error(attempts, state)
        message = _validated(attempts, cookies)
        response = _enter(message)
    except LaunchRefused as refused:
        response = failure_page(refused)
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
        why = roles.why_none(message.facts.roles)
        raise _refused(message, "no_usable_role", why)
    if message.choice is not None:
        if not message.bound and not message.same_computer:
            raise _refused(message, "state_foreign", "client")
        return choosing.chooser_page(message, message.choice, role)

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
        facts = message.facts
        offer = TabOffer(session.classroom_id, message.opens_on, facts.whole_name, facts.locale)
        if message.kept is not None:
            return remembering.proof_page(message, session, offer)
        return tab_page(session, offer, code)
    first = identity.first_page(session.classroom_id)
    begin = {"arrived": code} | ({"open": message.opens_on} if message.opens_on else {})
    response = make_response(redirect(f"{first}?{urlencode(begin)}", code=303))
    identity.set_cookie(response, session.classroom_id, token)
    return response


def _refused(message: ToolLaunch, code: str, detail: str) -> LaunchRefused:
    refused = LaunchRefused(code, detail, platform_id=message.platform.id)
    refused.locale = message.facts.locale
    return refused


def _begin_session(db: Session, message: ToolLaunch, role: Role) -> tuple[LaunchSession, str, str]:
    facts = message.facts
    arrival = provisioning.arrive(db, message.platform, facts, role)
    if roles.is_administrator(facts.roles):
        people.note_visit(db, arrival.classroom_id, arrival.membership_id)
    session, token = identity.begin(
        db,
        membership_id=arrival.membership_id,
        classroom_id=arrival.classroom_id,
        role=role,
        platform_id=message.platform.id,
        locale=facts.locale,
        return_url=facts.return_url,
        frame_origins=platforms.framing(message.platform, facts.return_url),
        roster_url=facts.roster_url,
        resource_link_id=facts.resource_link_id,
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
