"""Dynamic registration: the address that an LMS's administrator pastes."""

from flask import Response, current_app, g, make_response, render_template, request
from flask_babel import gettext as _

from rers_school.access import public
from rers_school.lti import registration
from rers_school.lti.failures import LaunchRefused
from rers_school.lti.http import PlatformHttp
from rers_school.lti.registration import ToolWords
from rers_school.lti.views.blueprint import blueprint


@blueprint.get("/register")
@public
def register() -> Response:
    """Register the LMS that opened this address, and say what is left to do there.

    The specification makes it a GET; the one-time invitation keeps it from happening twice.

    *Errors*: `LaunchRefused` as a page.
    """
    rers = current_app.extensions["rers"]
    rers.throttle.registration(request.remote_addr or "")
    asked = request.args
    if not asked.get("openid_configuration"):
        raise LaunchRefused("request_incomplete", "openid_configuration")
    private = rers.settings.allow_private_platforms
    with PlatformHttp(allow_private=private) as http:
        platform = registration.register(
            rers.engine,
            http,
            secret=asked.get("invitation", ""),
            configuration_url=asked["openid_configuration"],
            registration_token=asked.get("registration_token", ""),
            base_url=rers.settings.base_url,
            words=_words(),
            plain_http=private,
        )
    g.frame_origins = platform.frame_origins
    return make_response(render_template("lti/registered.html", platform=platform))


def _words() -> ToolWords:
    return ToolWords(
        name=_("Exchanges of savoirs"),
        description=_("Everybody knows things, everybody has things to learn: the class exchanges"),
        choose=_("Choose what the activity opens on"),
    )
