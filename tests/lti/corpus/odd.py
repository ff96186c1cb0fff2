"""Launches that look odd and are in order: refusing them would keep pupils out.

The other side of the corpus. What a real platform may send, or what means nothing to this tool,
brings somebody to their first page, whatever it is.
"""

from typing import Any

from tests.lti.corpus.case import CLAIM

CONTEXT, ROLES, SCREEN = CLAIM + "context", CLAIM + "roles", CLAIM + "launch_presentation"
MEMBER = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
SCRIPT = "<script>alert(1)</script>"

_NAMES: dict[str, dict[str, Any]] = {
    f"{where}: {what}": {where: value}
    for where in ("given_name", "family_name")
    for what, value in {
        "ten thousand letters": "N" * 10_000,
        "letters that grow when they are folded": "\ufdfa" * 80,
        "letters that grow when they are composed": "\ufb2c" * 80,
        "a letter under a thousand accents": "a" + "\u0301" * 1_000,
        "nothing that shows": "\u200b\u2060\u3164",
        "control characters": "\0\x1b[31m\r\n",
        "a lone surrogate": "Zo\ud800é",
        "from right to left": "\u202eéoZ",
        "a script": SCRIPT,
        "a template": "{{ 7 * 7 }}",
        "a family": "👩‍👩‍👧‍👦" * 20,
        "null": None,
        "blanks": "  \t ",
    }.items()
}
_TITLES: dict[str, dict[str, Any]] = {
    f"title of the class: {what}": {CONTEXT: {"id": "2", "title": value}}
    for what, value in {
        "ten thousand letters": "T" * 10_000,
        "letters that grow when they are composed": "\ufb2c" * 500,
        "nothing that shows": "\u200b\u2060",
        "control characters": "\0\r\n",
        "lone surrogates": "\ud800\udfff\ud800",
        "a script": SCRIPT,
        "null": None,
        "empty": "",
    }.items()
}

ODD: dict[str, dict[str, Any]] = (
    _NAMES
    | _TITLES
    | {
        "id of the class: 255 letters, and no title": {CONTEXT: {"id": "c" * 255}},
        "id of the class: letters of every kind": {CONTEXT: {"id": "ℵ☃ 'OR 1=1 --%_"}},
        "user id: 255 letters": {"sub": "u" * 255},
        "user id: letters of every kind": {"sub": "ℵ☃ 'OR 1=1 --%_"},
        "no optional claim at all": {SCREEN: None, CLAIM + "tool_platform": None, "name": None},
        "language: unknown": {SCREEN: {"locale": "tlh-Latn-x-very-long-indeed-" + "x" * 500}},
        "language: a path": {SCREEN: {"locale": "../../etc"}},
        "way back: a script": {SCREEN: {"return_url": "javascript:alert(1)"}},
        "way back: five thousand letters": {
            SCREEN: {"return_url": "https://x.example/" + "r" * 5_000}
        },
        "screen: unknown": {SCREEN: {"document_target": "hologram"}},
        "roles: the one that counts after a thousand others": {
            ROLES: [f"http://x.example/role#{n}" for n in range(1_000)] + [MEMBER + "Learner"]
        },
        "roles: the same three hundred times": {ROLES: [MEMBER + "Learner"] * 300},
        "audience: a list of one": {"aud": ["tool-1"]},
        "audience: two, and azp": {"aud": ["another-tool", "tool-1"], "azp": "tool-1"},
        "end: in thirty thousand years": {"exp": 10**12},
        "end: a number of four thousand digits": {"exp": 10**4_000},
        "not before: the beginning of time": {"nbf": -(10**18)},
        "target: our host in capitals": {CLAIM + "target_link_uri": "HTTP://LOCALHOST:80/?x#y"},
        "a claim of no meaning: not a number": {"x": float("nan")},
        "a claim of no meaning: lone surrogates": {"x\ud800": "\udfff"},
        "a claim of no meaning: deep": {"x": [[[[[[[[{}]]]]]]]]},
    }
)
