"""A platform that offers its own storage: where no cookie comes back, it proves the browser.

The browser's secret is put there by the login and asked for at the launch, by `static/lti.js`.
"""

import hmac
from dataclasses import asdict
from uuid import UUID

from flask import Response, current_app, g, make_response, render_template, request
from itsdangerous import BadData, URLSafeTimedSerializer

from rers_school import identity
from rers_school.access import public
from rers_school.db import open_session
from rers_school.i18n import use_locale
from rers_school.lti.failures import LaunchRefused
from rers_school.lti.launch import ToolLaunch
from rers_school.lti.login import Kept
from rers_school.lti.models import LaunchSession, LoginAttempt
from rers_school.lti.storage import digest
from rers_school.lti.views.blueprint import blueprint
from rers_school.lti.views.explaining import TabOffer, tab_page

_SECONDS = 120


def keep_page(kept: Kept, address: str) -> Response:
    """Return the page that gives the secret to the platform and then goes to ``address``."""
    return make_response(render_template("lti/keep.html", kept=kept, address=address))


def proof_page(message: ToolLaunch, session: LaunchSession, offer: TabOffer) -> Response:
    """Return the page that asks the platform for the secret and brings it to `prove`."""
    attempt = message.attempt
    g.frame_origins = session.frame_origins
    sealed = _seal().dumps(
        {
            "session": str(session.id),
            "attempt": str(attempt.id),
            "same_computer": message.same_computer,
            "offer": asdict(offer) | {"classroom_id": str(offer.classroom_id)},
        }
    )
    with use_locale(offer.locale):
        return make_response(render_template("lti/prove.html", kept=message.kept, sealed=sealed))


@blueprint.post("/prove")
@public
def prove() -> Response:
    """Offer the tab to the browser that began the login.

    Without the secret, the same computer is good enough, as where a platform keeps nothing.

    *Errors*: `LaunchRefused` ``state_expired``, ``state_foreign``, as a page.
    """
    try:
        said = _seal().loads(request.form.get("arrival", ""), max_age=_SECONDS)
        offer = TabOffer(**{**said["offer"], "classroom_id": UUID(said["offer"]["classroom_id"])})
        session_id, attempt_id = UUID(said["session"]), UUID(said["attempt"])
    except (BadData, KeyError, TypeError, ValueError):
        raise LaunchRefused("state_expired", "arrival") from None
    with open_session(current_app.extensions["rers"].engine, writes=True) as db:
        attempt = db.get(LoginAttempt, attempt_id)
        session = db.get(LaunchSession, session_id)
        # No code waits any more: the tab was opened, and the proof has served.
        spent = session is None or session.ended_at is not None or session.tab_digest is None
        if attempt is None or session is None or spent:
            raise LaunchRefused("state_expired", "arrival")
        g.frame_origins = session.frame_origins
        secret = request.form.get("secret", "")
        proven = hmac.compare_digest(digest(secret), attempt.browser_digest)
        if not proven and (secret or not said["same_computer"]):
            raise LaunchRefused("state_foreign", "storage", platform_id=attempt.platform_id)
        code = identity.arrival_code(db, session)
        db.commit()
    return tab_page(session, offer, code)


def _seal() -> URLSafeTimedSerializer:
    secret = current_app.extensions["rers"].settings.secret_key
    return URLSafeTimedSerializer(secret, salt="arrival")
