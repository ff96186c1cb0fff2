"""What a tool answers when it was asked for contents: checked, then read.

*Source*: deep linking 2.0, sections 3 and 4.5; IMS security framework 5.2.
"""

import sqlite3
from typing import Any
from urllib.parse import urlsplit

import jwt

from rers_school.practice.activities import Content
from rers_school.practice.assertions import LATEST_EXPIRY, ToolKeys
from rers_school.practice.platform import CLAIM
from rers_school.practice.tickets import spend_assertion
from rers_school.practice.tools import Tool

CONTENT_CLAIM = "https://purl.imsglobal.org/spec/lti-dl/claim/"
NEEDED_CLAIMS = ["iss", "aud", "exp", "iat", "nonce"]
ITEM_TYPE = "ltiResourceLink"


class ContentsRefused(Exception):
    """An answer that is not taken; the reason is for whoever runs the tool."""


def read_contents(
    answer: str, tool: Tool, keys: ToolKeys, issuer: str, store: sqlite3.Connection
) -> list[Content]:
    """Return what the tool offers; its answer is used up by this.

    *Errors*: ``ContentsRefused``: nothing of an answer is taken that is wrong in one place.
    """
    try:
        claims = jwt.decode(
            answer,
            keys.get_signing_key_from_jwt(answer),
            algorithms=["RS256"],
            audience=issuer,
            issuer=tool.client_id,
            leeway=0,
            options={"require": NEEDED_CLAIMS},
        )
    except jwt.PyJWTError as error:
        raise ContentsRefused(str(error)) from error
    _check(claims, f"{CLAIM}message_type", "LtiDeepLinkingResponse")
    _check(claims, f"{CLAIM}version", "1.3.0")
    _check(claims, f"{CLAIM}deployment_id", tool.deployment_id)
    items = claims.get(f"{CONTENT_CLAIM}content_items", [])
    if not isinstance(items, list):
        raise ContentsRefused("content_items is no list")
    contents = [_content(item, tool) for item in items]
    expires = min(int(claims["exp"]), LATEST_EXPIRY)
    if not spend_assertion(store, f"contents {tool.client_id} {claims['nonce']}", expires):
        raise ContentsRefused("This answer was used before (nonce)")
    return contents


def _check(claims: dict[str, Any], name: str, value: str) -> None:
    if claims.get(name) != value:
        raise ContentsRefused(f"{name} is not {value}")


def _content(item: Any, tool: Tool) -> Content:
    if not isinstance(item, dict) or item.get("type") != ITEM_TYPE:
        raise ContentsRefused(f"Only items of the type {ITEM_TYPE} are taken")
    texts = [item.get(name, "") for name in ("title", "text", "url")]
    custom = item.get("custom", {})
    if not isinstance(custom, dict) or not all(
        isinstance(one, str) for one in (*texts, *custom.values())
    ):
        raise ContentsRefused("title, text, url and the custom values are texts")
    title, text, url = texts
    if url and not _belongs_to(url, tool):
        raise ContentsRefused(f"{url} is not an address of {tool.host}")
    return Content(title or tool.name, text, url, custom)


def _belongs_to(url: str, tool: Tool) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc == tool.host
