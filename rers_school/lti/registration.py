"""Dynamic registration: the LMS says what it is, the tool says what it needs.

*Source*: LTI Dynamic Registration 1.0; what a Moodle asks and answers, tests/lti/captures.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from rers_school.db import open_session
from rers_school.lti import invitations, moving, platforms
from rers_school.lti.claims import origin_of
from rers_school.lti.failures import LaunchRefused
from rers_school.lti.models import Invitation, Platform
from rers_school.lti.platforms import PlatformError

NRPS_SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
_TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
_PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
# Neither e-mail addresses nor grades: what is not asked for is not sent.
_CLAIMS = ("iss", "sub", "name", "given_name", "family_name")
_TOKEN_MOST = 16 * 1024
_ID_MOST = 255


@dataclass(frozen=True, slots=True)
class ToolWords:
    """What the LMS's administrator and teachers read about the tool, in one language."""

    name: str
    description: str
    choose: str


@dataclass(frozen=True, slots=True)
class _Offered:
    """What an LMS says of itself; ``registration`` is where it takes registrations."""

    issuer: str
    auth: str
    token: str
    jwks: str
    registration: str
    audience: str


def register(
    engine: Engine,
    http: requests.Session,
    *,
    secret: str,
    configuration_url: str,
    registration_token: str,
    base_url: str,
    words: ToolWords,
    plain_http: bool,
) -> Platform:
    """Return the registration that an LMS and the tool have agreed on.

    ``plain_http``: addresses without encryption are good too (loopback, a school's own network).

    *Errors*: `LaunchRefused` ``invitation_invalid``, ``registration_failed``; the invitation is
    good again after the latter.
    """
    with invitations.using(engine, secret) as invitation:
        _address(configuration_url, "openid_configuration", plain_http=plain_http)
        offered = _read(_ask(http, configuration_url), plain_http=plain_http)
        _check_issuer(offered.issuer, configuration_url, invitation)
        asked = request_of(base_url, words)
        answer = _send(http, offered.registration, registration_token, asked)
        with open_session(engine, writes=True) as db:
            platform = _keep(db, invitation, offered, answer)
            db.commit()
        return platform


def request_of(base_url: str, words: ToolWords) -> dict[str, Any]:
    """Return what the tool asks of an LMS: launches, a choice of pages, names, the roster."""
    launch = base_url + "/lti/launch"
    return {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["implicit", "client_credentials"],
        "initiate_login_uri": base_url + "/lti/login",
        "redirect_uris": [launch],
        "client_name": words.name,
        "jwks_uri": base_url + "/lti/jwks",
        "logo_uri": base_url + "/static/icon.svg",
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": NRPS_SCOPE,
        _TOOL: {
            "domain": urlsplit(base_url).netloc,
            "description": words.description,
            "target_link_uri": launch,
            "custom_parameters": {},
            "claims": list(_CLAIMS),
            "messages": [
                {"type": "LtiResourceLinkRequest"},
                {
                    "type": "LtiDeepLinkingRequest",
                    "target_link_uri": launch,
                    "label": words.choose,
                    "placements": ["ContentArea"],
                },
            ],
        },
    }


def _ask(http: requests.Session, address: str) -> Mapping[str, Any]:
    try:
        answer = http.get(address, headers={"Accept": "application/json"})
    except requests.RequestException:
        raise _failed("openid_configuration does not answer") from None
    if answer.status_code != 200:
        raise _failed(f"openid_configuration answers {answer.status_code}")
    return _json(answer, "openid_configuration")


def _read(said: Mapping[str, Any], *, plain_http: bool) -> _Offered:
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint")
    auth, token, jwks, registration = (
        _address(said.get(claim), claim, plain_http=plain_http) for claim in names
    )
    issuer = said.get("issuer")
    if not isinstance(issuer, str) or not 0 < len(issuer) <= _ID_MOST or not origin_of(issuer):
        raise _failed("issuer")
    # Where a platform's tokens come from another server, it names that server here.
    details = said.get(_PLATFORM)
    audience = said.get("authorization_server")
    if audience is None and isinstance(details, Mapping):
        audience = details.get("authorization_server")
    audience = audience if isinstance(audience, str) else ""
    return _Offered(issuer, auth, token, jwks, registration, audience)


def _check_issuer(issuer: str, configuration_url: str, invitation: Invitation) -> None:
    """Hold the issuer against the address that spoke for it, or against the operator's word.

    Otherwise any LMS could call itself by the name of another one.
    """
    if invitation.issuer:
        if issuer != invitation.issuer:
            raise _failed("issuer is not the invited one")
    elif urlsplit(issuer).netloc != urlsplit(configuration_url).netloc:
        raise _failed("issuer is not where openid_configuration is")


def _send(
    http: requests.Session, address: str, token: str, asked: Mapping[str, Any]
) -> Mapping[str, Any]:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if token:
        if len(token) > _TOKEN_MOST or not token.isascii() or not token.isprintable():
            raise _failed("registration_token")
        headers["Authorization"] = f"Bearer {token}"
    try:
        answer = http.post(address, data=json.dumps(asked).encode(), headers=headers)
    except requests.RequestException:
        raise _failed("registration_endpoint does not answer") from None
    if answer.status_code not in (200, 201):
        raise _failed(f"registration_endpoint answers {answer.status_code}")
    return _json(answer, "registration_endpoint")


def _keep(
    db: Session, invitation: Invitation, offered: _Offered, answer: Mapping[str, Any]
) -> Platform:
    client_id = answer.get("client_id")
    tool = answer.get(_TOOL)
    deployment = tool.get("deployment_id") if isinstance(tool, Mapping) else None
    if not isinstance(client_id, str) or not client_id:
        raise _failed("client_id")
    if platforms.find(db, issuer=offered.issuer, client_id=client_id) is not None:
        # Nobody may put other keys in the place of a known platform's.
        raise _failed("client_id is registered already")
    try:
        platform = platforms.add(
            db,
            issuer=offered.issuer,
            client_id=client_id,
            deployment_id=None if deployment is None else str(deployment),
            auth_login_url=offered.auth,
            auth_token_url=offered.token,
            jwks_url=offered.jwks,
            auth_audience=offered.audience,
            school=invitation.school,
            name=invitation.name,
        )
        platform.active = invitation.activates
        if invitation.replaces_id is not None:
            moving.move_platform(db, db.get_one(Platform, invitation.replaces_id), platform)
    except PlatformError as error:
        raise _failed(str(error)) from None
    invitations.note(db, invitation.id, platform.id)
    return platform


def _address(value: object, claim: str, *, plain_http: bool) -> str:
    if not isinstance(value, str) or len(value) > 2000 or not origin_of(value):
        raise _failed(claim)
    if not value.isprintable() or " " in value or "@" in urlsplit(value).netloc:
        raise _failed(claim)
    if not plain_http and urlsplit(value).scheme != "https":
        raise _failed(f"{claim} is not https")
    return value


def _json(answer: requests.Response, claim: str) -> Mapping[str, Any]:
    try:
        said = json.loads(answer.content)
    except (ValueError, RecursionError):
        raise _failed(f"{claim} is not JSON") from None
    if not isinstance(said, Mapping):
        raise _failed(f"{claim} is not an object")
    return said


def _failed(detail: str) -> LaunchRefused:
    return LaunchRefused("registration_failed", detail)
