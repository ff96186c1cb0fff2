"""The beginning of a launch: the platform announces somebody, the tool asks who it is."""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, redirect
from pylti1p3.exception import OIDCException
from pylti1p3.oidc_login import OIDCLogin
from pylti1p3.redirect import Redirect
from pylti1p3.request import Request

from rers_school.lti.claims import origin_of
from rers_school.lti.failures import LaunchRefused
from rers_school.lti.models import Platform
from rers_school.lti.storage import LoginAttempts, LoginCookies, digest
from rers_school.lti.tool_config import PlatformRegistration, ToolConfiguration

_MOST = 4000
# The name of a frame, or one of the words that browsers know.
_FRAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]{0,200}")


class Fields(Request):
    """The fields of a form or an address, as pylti1p3 asks for them."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields

    def is_secure(self) -> bool:
        return True

    def get_param(self, key: str) -> str:
        """Return a field, empty where it was not sent."""
        return self._fields.get(key, "")


@dataclass(frozen=True, slots=True)
class Kept:
    """A browser's secret in the platform's storage: in which frame, of which origin, its key.

    *Source*: LTI Client Side postMessages and Platform Storage 0.1.
    """

    target: str
    origin: str
    key: str
    secret: str = ""

    @classmethod
    def of(cls, platform: Platform, target: str, state: str, secret: str = "") -> "Kept":
        """Return the place of a state's secret at a platform."""
        origin = origin_of(platform.auth_login_url)
        return cls(target, origin, f"rers-{digest(state)[:16]}", secret)


@dataclass
class _Away(Redirect[Response]):
    url: str

    def do_redirect(self) -> Response:
        """Return a 302, which the browser follows by GET: Moodle's own cookie is Lax."""
        return redirect(self.url, code=302)  # type: ignore[return-value]  # Flask's own Response

    def do_js_redirect(self) -> Response:
        return self.do_redirect()

    def set_redirect_url(self, location: str) -> None:
        self.url = location

    def get_redirect_url(self) -> str:
        return self.url


class ToolLogin(OIDCLogin[Any, Any, LoginAttempts, LoginCookies, Response]):
    """A login whose state and nonce are unguessable and kept in the database."""

    def get_redirect(self, url: str) -> Redirect[Response]:
        return _Away(url)

    def _get_uuid(self) -> str:
        return secrets.token_urlsafe(32)

    def _generate_nonce(self) -> str:
        return secrets.token_urlsafe(32)

    def validate_oidc_login(self) -> PlatformRegistration:
        """Return the registration that the request names.

        *Errors*: `LaunchRefused` ``request_incomplete``, ``unknown_platform``,
        ``deployment_inactive``.
        """
        for name in ("iss", "client_id", "login_hint", "lti_message_hint"):
            value = self._get_request_param(name)
            if len(value) > _MOST or "\x00" in value:
                raise LaunchRefused("request_incomplete", name)
        for name in ("iss", "login_hint"):
            if not self._get_request_param(name):
                raise LaunchRefused("request_incomplete", name)
        try:
            registration = super().validate_oidc_login()
        except OIDCException:
            raise LaunchRefused("unknown_platform", "iss or client_id") from None
        assert isinstance(registration, PlatformRegistration)
        if not registration.platform.active:
            raise LaunchRefused(
                "deployment_inactive", "platform", platform_id=registration.platform.id
            )
        return registration


def begin(
    fields: Mapping[str, str],
    configuration: ToolConfiguration,
    attempts: LoginAttempts,
    cookies: LoginCookies,
    *,
    base_url: str,
    client: str,
    keep: Callable[[Kept, str], Response],
) -> Response:
    """Return the redirection to the platform's authentication, with the browser's secret.

    Where the platform offers its own storage, ``keep`` makes the page that puts the secret there
    too and then goes on to the address.

    *Errors*: `LaunchRefused`, also ``wrong_target`` where the platform wants to open an address
    that is not this tool's.
    """
    request = Fields(fields)
    login = ToolLogin(request, configuration, session_service=attempts, cookie_service=cookies)
    registration = login.validate_oidc_login()
    platform_id = registration.platform.id
    target = fields.get("target_link_uri")
    if not target:
        raise LaunchRefused("request_incomplete", "target_link_uri", platform_id=platform_id)
    if origin_of(target) != origin_of(base_url):
        raise LaunchRefused("wrong_target", "target_link_uri", platform_id=platform_id)
    response = login.redirect(base_url + "/lti/launch")
    state, browser = cookies.begun()
    storage = fields.get("lti_storage_target", "")
    if not _FRAME.fullmatch(storage):
        storage = ""
    attempts.begin(
        platform_id=platform_id, state=state, browser=browser, client=client, storage_target=storage
    )
    if storage:
        response = keep(
            Kept.of(registration.platform, storage, state, browser), response.location or ""
        )
    cookies.update_response(response)
    return response
