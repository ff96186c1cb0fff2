"""What a verified launch says, one small check per claim."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from rers_school.lti.failures import LaunchRefused

RESOURCE, CHOICE = "LtiResourceLinkRequest", "LtiDeepLinkingRequest"
CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
_ROSTER = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
_ID_MOST = 255
_NAME_MOST = 80
_TITLE_MOST = 500
_URL_MOST = 4000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)*")

Claims = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LaunchFacts:
    """What a launch says about a person, a class and a screen; no e-mail address.

    ``message`` is `RESOURCE` or `CHOICE`; the latter has no resource link. Texts that the
    platform did not send are empty. ``return_url`` and ``roster_url`` are http addresses or
    empty.
    """

    message: str
    deployment_id: str
    sub: str
    given_name: str
    family_name: str
    context_id: str
    context_label: str
    context_title: str
    roles: tuple[str, ...]
    resource_link_id: str
    locale: str
    document_target: str
    return_url: str
    roster_url: str
    product_family: str

    @property
    def whole_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


def read(body: Claims, *, own_origin: str) -> LaunchFacts:
    """Return the facts of a launch whose signature has been checked.

    *Errors*: `LaunchRefused` ``message_unknown``, ``version_unknown``, ``wrong_target``,
    ``no_context``, ``claim_malformed`` with the claim's name.
    *Source*: LTI Core 1.3, 5.3 and 5.4.
    """
    message = _message(body)
    _check_version(body)
    _check_target(body, own_origin)
    given, family = _names(body)
    context = _mapping(body, CLAIM + "context")
    context_id = _id(context, "id", needed=False)
    if not context_id:
        raise LaunchRefused("no_context")
    screen = _mapping(body, CLAIM + "launch_presentation")
    return LaunchFacts(
        message=message,
        deployment_id=_id(body, CLAIM + "deployment_id"),
        sub=_id(body, "sub"),
        given_name=given,
        family_name=family,
        context_id=context_id,
        context_label=_words(context, "label", _TITLE_MOST),
        context_title=_words(context, "title", _TITLE_MOST),
        roles=_roles(body),
        resource_link_id=_id(
            _mapping(body, CLAIM + "resource_link"), "id", needed=message == RESOURCE
        ),
        locale=_language(_words(screen, "locale", _ID_MOST)),
        document_target=_words(screen, "document_target", 20),
        return_url=_address(screen, "return_url"),
        roster_url=_address(_mapping(body, _ROSTER), "context_memberships_url"),
        product_family=_words(
            _mapping(body, CLAIM + "tool_platform"), "product_family_code", _ID_MOST
        ),
    )


def text_of(body: Claims, claim: str) -> str:
    """Return a claim that must be a text with something in it, fit for the database.

    *Errors*: `LaunchRefused` ``claim_malformed``.
    """
    return _id(body, claim)


def locale_of(body: object) -> str:
    """Return the language of a launch's screen, as far as a launch that stopped can be read."""
    screen = body.get(CLAIM + "launch_presentation") if isinstance(body, Mapping) else None
    locale = screen.get("locale") if isinstance(screen, Mapping) else None
    return _language(locale) if isinstance(locale, str) and len(locale) <= _ID_MOST else ""


def origin_of(address: str) -> str:
    """Return scheme, host and port of an http address, or an empty text for anything else.

    What a browser and Python read differently has no origin: to a browser, a backslash ends the
    host.
    """
    if _CONTROL.search(address) or address != address.strip():
        return ""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    if "\\" in parts.netloc:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = 443 if parts.scheme == "https" else 80
    return f"{parts.scheme}://{host}" + ("" if port in (None, usual) else f":{port}")


def _message(body: Claims) -> str:
    sent = body.get(CLAIM + "message_type")
    if sent not in (RESOURCE, CHOICE):
        raise LaunchRefused("message_unknown", "message_type")
    return str(sent)


def _check_version(body: Claims) -> None:
    if body.get(CLAIM + "version") != "1.3.0":
        raise LaunchRefused("version_unknown", "version")


def _check_target(body: Claims, own_origin: str) -> None:
    target = body.get(CLAIM + "target_link_uri")
    if not isinstance(target, str):
        raise _malformed("target_link_uri")
    if origin_of(target) != own_origin:
        raise LaunchRefused("wrong_target", "target_link_uri")


def _names(body: Claims) -> tuple[str, str]:
    """Return first and family name; of a single "name" the first word is the first name.

    The class shows first names: a whole name taken for one would show too much.
    """
    given = _words(body, "given_name", _NAME_MOST)
    family = _words(body, "family_name", _NAME_MOST)
    whole = _words(body, "name", 2 * _NAME_MOST)
    if not given and not family and whole:
        given, _, family = whole.partition(" ")
    return given[:_NAME_MOST], family[:_NAME_MOST]


def _roles(body: Claims) -> tuple[str, ...]:
    """Return the roles as sent; none where the claim is absent or empty."""
    sent = body.get(CLAIM + "roles")
    if sent is None:
        return ()
    if not isinstance(sent, list) or not all(isinstance(role, str) for role in sent):
        raise _malformed("roles")
    return tuple(sent)


def _mapping(body: Claims, claim: str) -> Claims:
    value = body.get(claim)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise _malformed(claim)
    return value


def _id(body: Claims, claim: str, *, needed: bool = True) -> str:
    """Return an identifier exactly as sent: it is compared, never shown."""
    value = body.get(claim)
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or len(value) > _ID_MOST or _CONTROL.search(value):
        raise _malformed(claim)
    if needed and not value:
        raise _malformed(claim)
    return value


def _words(body: Claims, claim: str, most: int) -> str:
    """Return a text to show, on one line; ``null`` is what a privacy setting leaves."""
    value = body.get(claim)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _malformed(claim)
    return " ".join(_CONTROL.sub(" ", value).split())[:most]


def _address(body: Claims, claim: str) -> str:
    value = _words(body, claim, _URL_MOST + 1)
    return value if len(value) <= _URL_MOST and origin_of(value) else ""


def _language(locale: str) -> str:
    found = _LANGUAGE.fullmatch(locale)
    return found[1].lower() if found else ""


def _malformed(claim: str) -> LaunchRefused:
    return LaunchRefused("claim_malformed", claim.removeprefix(CLAIM))
