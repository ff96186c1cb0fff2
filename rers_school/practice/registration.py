"""How a tool registers itself: the token it is given, what it has to say, what it is granted.

*Source*: IMS dynamic registration 1.0, sections 3.5 to 3.8; OpenID Connect registration 1.0.
"""

import secrets
import sqlite3
import string
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import jwt

from rers_school.practice.tickets import seconds_now
from rers_school.practice.tools import ALWAYS, NEVER, NewTool, Tool

NRPS_SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
TOOL_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
CONTENT_MESSAGE = "LtiDeepLinkingRequest"
# E-mail addresses are nobody's business here: no tool gets them.
CLAIMS = ("sub", "iss", "name", "given_name", "family_name")
NAME_CLAIMS = {"name", "given_name", "family_name"}
TOKEN_SECONDS = 3600
CLIENT_ID_LENGTH = 15
NEEDED = (
    "response_types",
    "initiate_login_uri",
    "redirect_uris",
    "client_name",
    "jwks_uri",
    "token_endpoint_auth_method",
    TOOL_CONFIGURATION,
)


class RegistrationRefused(Exception):
    """A registration that is not taken, with its HTTP status and the reason in one word."""

    def __init__(self, status: int, reason: str) -> None:
        """Keep what the tool is told."""
        super().__init__(status, reason)
        self.status, self.reason = status, reason


def invite(store: sqlite3.Connection, url: str) -> str:
    """Return the client id of a tool that may register within the hour, from this address."""
    letters = string.ascii_letters + string.digits
    client_id = "".join(secrets.choice(letters) for _ in range(CLIENT_ID_LENGTH))
    store.execute("DELETE FROM registration WHERE expires <= ?", (seconds_now(),))
    store.execute(
        "INSERT INTO registration (client_id, url, expires) VALUES (?, ?, ?)",
        (client_id, url, seconds_now() + TOKEN_SECONDS),
    )
    return client_id


def invited_url(store: sqlite3.Connection, client_id: str) -> str | None:
    """Return the address of a tool that has not registered yet, while it may."""
    row = store.execute(
        "SELECT url FROM registration WHERE client_id = ? AND expires > ?",
        (client_id, seconds_now()),
    ).fetchone()
    return None if row is None else str(row["url"])


def token_claims(client_id: str) -> dict[str, Any]:
    """Return what a registration token says."""
    moment = seconds_now()
    return {"sub": client_id, "scope": "reg", "iat": moment, "exp": moment + TOKEN_SECONDS}


def with_query(url: str, **added: str) -> str:
    """Return an address with some parameters added to whatever query it has."""
    parts = urlsplit(url)
    query = [*parse_qsl(parts.query, keep_blank_values=True), *added.items()]
    return urlunsplit(parts._replace(query=urlencode(query)))


def client_of_token(store: sqlite3.Connection, token: str, public_key: str) -> str:
    """Return for which client id a token of ours was made; it was not used yet.

    *Errors*: ``RegistrationRefused`` (401).
    """
    try:
        claims = jwt.decode(
            token,
            public_key,
            algorithms=["RS256"],
            options={"require": ["sub", "scope", "iat", "exp"]},
        )
    except jwt.PyJWTError as error:
        raise RegistrationRefused(401, "invalid_registration_token") from error
    # Access tokens are no JWTs and id_tokens have no scope: only an invitation gets this far.
    if claims["scope"] != "reg" or invited_url(store, claims["sub"]) is None:
        raise RegistrationRefused(401, "registration_token_already_used")
    return str(claims["sub"])


def spend_invitation(store: sqlite3.Connection, client_id: str) -> None:
    """Use a token up: of two registrations with the same one, the second is refused.

    *Errors*: ``RegistrationRefused`` (401).
    """
    spent = store.execute("DELETE FROM registration WHERE client_id = ?", (client_id,))
    if spent.rowcount != 1:
        raise RegistrationRefused(401, "registration_token_already_used")


def granted(asked: object, client_id: str) -> NewTool:
    """Return the tool that a registration describes, with what it gets of what it asked for.

    *Errors*: ``RegistrationRefused`` (400) for what is missing or does not fit together.
    """
    if not isinstance(asked, dict):
        raise RegistrationRefused(400, "invalid_registration")
    for name in NEEDED:
        if not asked.get(name):
            raise RegistrationRefused(400, f"missing_{name.rpartition('/')[2]}")
    configuration = asked[TOOL_CONFIGURATION]
    if not isinstance(configuration, dict):
        raise RegistrationRefused(400, "invalid_lti-tool-configuration")
    _check_methods(asked)
    redirect_uris = asked["redirect_uris"]
    launch_url = configuration.get("target_link_uri") or f"https://{configuration.get('domain')}"
    for url in (asked["initiate_login_uri"], asked["jwks_uri"], launch_url, *redirect_uris):
        if not is_web_address(url):
            raise RegistrationRefused(400, "invalid_url")
    _check_domain(configuration.get("domain"), launch_url)
    return NewTool(
        client_id=client_id,
        name=str(asked["client_name"]),
        login_url=asked["initiate_login_uri"],
        launch_url=launch_url,
        content_url=_content_url(configuration.get("messages"), launch_url),
        jwks_url=asked["jwks_uri"],
        redirect_uris=tuple(redirect_uris),
        custom=_texts(configuration.get("custom_parameters") or {}),
        names=ALWAYS if NAME_CLAIMS.intersection(_claims(configuration)) else NEVER,
        members_list=NRPS_SCOPE in str(asked.get("scope", "")).split(),
    )


def answer(asked: Mapping[str, Any], tool: Tool) -> dict[str, Any]:
    """Return what the tool is told of its registration."""
    configuration = asked[TOOL_CONFIGURATION]
    kept = {key: asked[key] for key in ("logo_uri",) if asked.get(key)}
    messages = [{"type": CONTENT_MESSAGE, "target_link_uri": tool.content_url}]
    return {
        "client_id": tool.client_id,
        "response_types": ["id_token"],
        "jwks_uri": tool.jwks_url,
        "initiate_login_uri": tool.login_url,
        "grant_types": ["client_credentials", "implicit"],
        "redirect_uris": list(tool.redirect_uris),
        "application_type": "web",
        "token_endpoint_auth_method": "private_key_jwt",
        "client_name": tool.name,
        **kept,
        "scope": NRPS_SCOPE if tool.members_list else "",
        TOOL_CONFIGURATION: {
            "version": "1.3.0",
            "deployment_id": tool.deployment_id,
            "target_link_uri": tool.launch_url,
            "domain": configuration["domain"],
            "description": str(configuration.get("description") or ""),
            "messages": messages if tool.content_url else [],
            "custom_parameters": dict(tool.custom),
            "claims": _claims(configuration),
        },
    }


def is_web_address(url: object) -> bool:
    """Return whether this is an absolute address of the web."""
    try:
        parts = urlsplit(url) if isinstance(url, str) else None
    except ValueError:
        return False
    return parts is not None and parts.scheme in ("http", "https") and bool(parts.hostname)


def _check_methods(asked: Mapping[str, Any]) -> None:
    if "id_token" not in asked["response_types"]:
        raise RegistrationRefused(400, "invalid_response_types")
    if asked["token_endpoint_auth_method"] != "private_key_jwt":
        raise RegistrationRefused(400, "invalid_token_endpoint_auth_method")
    if asked.get("application_type", "web") != "web":
        raise RegistrationRefused(400, "invalid_application_type")
    if not isinstance(asked["redirect_uris"], list):
        raise RegistrationRefused(400, "invalid_redirect_uris")


def _check_domain(domain: object, launch_url: str) -> None:
    if not domain:
        raise RegistrationRefused(400, "missing_domain")
    if domain != urlsplit(launch_url).netloc:
        raise RegistrationRefused(400, "domain_targetlinkuri_mismatch")


def _content_url(messages: object, launch_url: str) -> str:
    for message in messages if isinstance(messages, list) else ():
        if isinstance(message, dict) and message.get("type") == CONTENT_MESSAGE:
            url = message.get("target_link_uri") or launch_url
            if not is_web_address(url):
                raise RegistrationRefused(400, "invalid_url")
            return str(url)
    return ""


def _texts(given: object) -> dict[str, str]:
    if not isinstance(given, dict):
        raise RegistrationRefused(400, "invalid_custom_parameters")
    return {str(key): str(value) for key, value in given.items()}


def _claims(configuration: Mapping[str, Any]) -> list[str]:
    """Return which of our claims a tool asks for."""
    asked = configuration.get("claims")
    return [name for name in CLAIMS if name in asked] if isinstance(asked, list) else []
