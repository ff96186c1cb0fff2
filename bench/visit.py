"""One pupil's way in, as browser and platform make it: login, launch, first page, over HTTP.

The nonce comes from the tool, so a token cannot be signed before the login has been answered. What
can be is prepared: the claims of every pupil. The signature (RS256) is made between login and
launch, where a platform spends its own time, and is not counted; it costs the shared cores about a
millisecond.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bench.wire import BROWSER, cookie_of, exchange, post_bytes, read, request_bytes
from tests.lti.platform import CLAIM, Lms, sign_by_hand

_TARGET = "http://localhost/lti/launch"
_MOST_STEPS = 3


@dataclass(frozen=True, slots=True)
class Pupil:
    """Somebody of a class, with the claims that the platform will sign."""

    sub: str
    claims: dict[str, Any]
    key: str


@dataclass(frozen=True, slots=True)
class Visit:
    """Milliseconds of the three requests; ``refused`` says what went wrong, ``late`` is ours.

    ``login`` counts from the moment at which the pupil was due, so that waiting for anything
    shows; ``late`` is the part of it for which the caller itself had not begun.
    """

    login: float
    launch: float
    page: float
    late: float
    refused: str = ""

    @property
    def whole(self) -> float:
        return self.login + self.launch + self.page


def pupils(lms: Lms, *, count: int, classes: int, prefix: str) -> list[Pupil]:
    """Return so many pupils, spread evenly over so many courses of the platform."""
    found = []
    for number in range(count):
        sub, course = f"{prefix}-{number}", f"{prefix}-{number % classes}"
        changes = {
            "sub": sub,
            "given_name": f"Prénom{number // classes}",
            "family_name": f"Nom{number}",
            CLAIM + "context": {"id": course, "title": f"Classe {course}", "type": []},
        }
        claims = lms.claims("pupil_resource_launch", "", changes)
        found.append(Pupil(sub, claims, lms.kid))
    return found


def visit(port: int, pupil: Pupil, due: float | None = None) -> Visit:
    """Return what one visit took; it never raises for what the tool answers."""
    began = time.perf_counter()
    due = began if due is None else due
    late = (began - due) * 1000
    agent = {"User-Agent": "bench", **BROWSER}
    raw = exchange(port, post_bytes("/lti/login", _announced(pupil), agent))
    login = (time.perf_counter() - due) * 1000
    answer = read(raw)
    if answer.status != 302:
        return Visit(login, 0, 0, late, f"login: {answer.status}")
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    fields = {"state": asked["state"][0], "id_token": _token(pupil, asked["nonce"][0])}
    began = time.perf_counter()
    sent = post_bytes("/lti/launch", fields, agent | {"Cookie": cookie_of(raw)})
    raw = exchange(port, sent)
    launch = (time.perf_counter() - began) * 1000
    answer = read(raw)
    if answer.status != 303:
        return Visit(login, launch, 0, late, f"launch: {answer.status}")
    began = time.perf_counter()
    status = _open(port, answer.headers["location"], agent | {"Cookie": cookie_of(raw)})
    page = (time.perf_counter() - began) * 1000
    return Visit(login, launch, page, late, "" if status == 200 else f"page: {status}")


def three_pages(port: int, path: str, due: float | None = None) -> Visit:
    """Return what it takes to ask for one page three times: the bare page beside a visit."""
    began = time.perf_counter()
    due = began if due is None else due
    marks, ok = [due], True
    for _ in range(3):
        ok &= read(exchange(port, request_bytes(path, BROWSER))).status == 200
        marks.append(time.perf_counter())
    one, two, three = ((after - before) * 1000 for before, after in pairwise(marks))
    return Visit(one, two, three, (began - due) * 1000, "" if ok else "page")


def refusals(visits: Sequence[Visit]) -> list[str]:
    """Return what went wrong, once for each visit that did not end on its page."""
    return [one.refused for one in visits if one.refused]


def _announced(pupil: Pupil) -> dict[str, str]:
    return {
        "iss": pupil.claims["iss"],
        "client_id": pupil.claims["aud"],
        "login_hint": pupil.sub,
        "lti_message_hint": "4711",
        "target_link_uri": _TARGET,
    }


def _token(pupil: Pupil, nonce: str) -> str:
    now = int(time.time())
    claims = pupil.claims | {"nonce": nonce, "iat": now, "exp": now + 60}
    header = {"typ": "JWT", "alg": "RS256", "kid": pupil.key}
    return sign_by_hand(json.dumps(header).encode(), json.dumps(claims).encode(), pupil.key)


def _open(port: int, location: str, headers: dict[str, str]) -> int:
    """Return the status of the page at the end of a few redirections within the class."""
    status = 0
    for _ in range(_MOST_STEPS):
        answer = read(exchange(port, request_bytes(location, headers)))
        status, location = answer.status, answer.headers.get("location", "")
        if status not in (302, 303):
            break
    return status
