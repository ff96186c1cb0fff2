"""Claims that are missing, and claims of a type that they cannot have."""

from typing import Any

from tests.lti.corpus.case import CLAIM, Book
from tests.lti.platform import DROP

BOOK = Book("claim")
MALFORMED = "claim_malformed"
ROSTER = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"

TYPES: dict[str, Any] = {
    "null": None,
    "a number": 5,
    "a fraction": 1.5,
    "true": True,
    "a list": ["x"],
    "an object": {"x": "y"},
}
# A text where another type is needed, or none at all where one is needed.
MISSING: dict[str, Any] = {"missing": DROP, "empty": ""}
BROKEN: dict[str, Any] = {
    "very long": "a very long value " * 400,
    "with a NUL": "control\0characters",
    "with a line end": "control\r\ncharacters",
    "with a lone surrogate": "lone\ud800surrogate",
}


def _sweep(claim: str, code: str, values: dict[str, Any]) -> None:
    short = claim.removeprefix(CLAIM)
    for what, value in values.items():
        BOOK.claims(f"{short}: {what}", code, {claim: value}, MALFORMED)


# Texts that a launch cannot do without, as identifiers: compared and kept exactly as sent.
for _claim in ("sub", "iss", "nonce", CLAIM + "deployment_id"):
    _sweep(_claim, MALFORMED, TYPES | MISSING | BROKEN)
_sweep("aud", MALFORMED, {n: v for n, v in TYPES.items() if n != "a list"} | {"missing": DROP})
_sweep("aud", "wrong_audience", {"empty": "", "a list of nothing": [], "a list of others": ["x"]})
_sweep("aud", MALFORMED, {"a list of numbers": [1], "a list with null": ["tool-1", None]})
for _claim in ("exp", "iat"):
    _sweep(_claim, MALFORMED, {"missing": DROP, "null": None, "a text": "soon", "true": True,
                               "a list": [1], "an object": {"x": 1}, "empty": ""})  # fmt: skip
_sweep(CLAIM + "message_type", "message_unknown", TYPES | MISSING | BROKEN)
_sweep(CLAIM + "version", "version_unknown", TYPES | MISSING | BROKEN)
_sweep(CLAIM + "target_link_uri", "wrong_target", TYPES | MISSING | BROKEN)
_sweep(CLAIM + "roles", MALFORMED, {n: v for n, v in TYPES.items() if n not in ("null", "a list")})

# Objects: another type is refused; what is optional in them is listed in the package's docstring.
_sweep(CLAIM + "context", "no_context", {"missing": DROP, "null": None, "empty": {}})
for _claim in (CLAIM + "context", CLAIM + "resource_link"):
    _sweep(_claim, MALFORMED, {"a text": "x", "a number": 5, "true": True, "a list": [{"id": "2"}]})
_sweep(CLAIM + "resource_link", MALFORMED, {"missing": DROP, "null": None, "empty": {}})
for _claim in (CLAIM + "launch_presentation", CLAIM + "tool_platform", ROSTER):
    _sweep(_claim, MALFORMED, {"a text": "a text, not an object", "a list": [{}]})


def _inside(claim: str, key: str, code: str, values: dict[str, Any]) -> None:
    short = claim.removeprefix(CLAIM).rpartition("/")[2]
    for what, value in values.items():
        said = {} if value is DROP else {key: value}
        BOOK.claims(f"{short}.{key}: {what}", code, {claim: {"id": "2"} | said}, MALFORMED)


_inside(CLAIM + "context", "id", "no_context", TYPES | {"empty": ""} | BROKEN)
_inside(CLAIM + "resource_link", "id", MALFORMED, TYPES | {"empty": ""} | BROKEN)
# Optional texts: absent or null is fine, another type is a platform that nobody has tried.
NOT_NULL = {n: v for n, v in TYPES.items() if n in ("a number", "a list", "an object")}
_inside(CLAIM + "context", "title", MALFORMED, NOT_NULL)
_inside(CLAIM + "context", "label", MALFORMED, NOT_NULL)
_inside(CLAIM + "launch_presentation", "locale", MALFORMED, NOT_NULL)
_inside(CLAIM + "launch_presentation", "return_url", MALFORMED, NOT_NULL)
_inside(CLAIM + "launch_presentation", "document_target", MALFORMED, NOT_NULL)
_inside(CLAIM + "tool_platform", "product_family_code", MALFORMED, NOT_NULL)
_inside(ROSTER, "context_memberships_url", MALFORMED, NOT_NULL)
for _claim in ("given_name", "family_name", "name"):
    _sweep(_claim, MALFORMED, NOT_NULL)
