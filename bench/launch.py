"""The tool's own milliseconds from the platform's announcement to the first page.

Login, launch and first page are timed apart, inside the server; what the platform does in between
(signing the token) is not counted. Tokens are really signed and really checked against a key set
that a server on loopback publishes; the clock includes fetching it, which happens once.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import select
from werkzeug.test import TestResponse

from bench.data import Measured
from bench.load import percentile
from bench.wire import BROWSER
from rers_school.db import open_session
from rers_school.lti.models import ContextLink, Deployment, LoginIdentity
from tests.lti.platform import CLAIM, Answer, Lms, key_set, rsa_key, served

_COURSE = "4711"
_NEW_COURSE = "4712"
Say: TypeAlias = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Launch:
    """Milliseconds of the three requests of one launch."""

    login: float
    launch: float
    page: float

    @property
    def whole(self) -> float:
        return self.login + self.launch + self.page


@dataclass(frozen=True, slots=True)
class Launches:
    """What a kind of launch takes: medians of its requests, p50 and p95 of their sum."""

    name: str
    login: float
    launch: float
    page: float
    p50: float
    p95: float
    count: int


def run(measured: Measured, *, rounds: int, say: Say) -> list[Launches]:
    """Return what the very first launch, first visits and later visits take."""
    answers = {"/jwks": Answer(key_set(rsa_key("platform-key-1")).encode())}
    with served(answers) as base:
        lms = Lms(measured.app(), measured.engine, base, answers)
        lms.register()
        subs = _link(measured, lms)
        say("launch: a class that arrives for the first time")
        # The first launch of all also fetches the keys, compiles templates and queries.
        arriving = [_launch(lms, f"new-{n}", _NEW_COURSE) for n in range(len(subs))]
        say("launch: later visits")
        later = [_launch(lms, sub, _COURSE) for _ in range(rounds) for sub in subs]
    return [
        _summed("very first launch of the process", arriving[:1]),
        _summed("first visit of a pupil to a new class", arriving[1:]),
        _summed("later visit of a pupil, 120 cards", later),
    ]


def _link(measured: Measured, lms: Lms) -> list[str]:
    """Say which user of the platform is which pupil of the measured class."""
    subs = []
    with open_session(measured.engine, writes=True) as db:
        deployment = db.scalars(select(Deployment)).one()
        db.add(
            ContextLink(
                deployment_pk=deployment.id,
                context_id=_COURSE,
                classroom_id=measured.classroom_id,
            )
        )
        for number, pupil in enumerate(measured.kit.pupils.values()):
            subs.append(f"pupil-{number}")
            db.add(
                LoginIdentity(
                    platform_id=deployment.platform_id,
                    sub=subs[-1],
                    person_id=pupil.person_id,
                )
            )
        db.commit()
    return subs


def _launch(lms: Lms, sub: str, course: str) -> Launch:
    browser = lms.browser(User_Agent="bench", Accept_Encoding=BROWSER["Accept-Encoding"])
    began = time.perf_counter()
    begun = lms.begin(browser, login_hint=sub)
    login = _since(began)
    changes = {"sub": sub, CLAIM + "context": {"id": course, "title": "CM2", "type": []}}
    if course == _NEW_COURSE:
        changes |= {"given_name": f"Prénom{sub}", "family_name": "Nouveau"}
    token = lms.sign(lms.claims("pupil_resource_launch", begun.nonce, changes))
    began = time.perf_counter()
    answer = lms.send(browser, begun.state, token)
    launch = _since(began)
    _expect(answer, 303)
    began = time.perf_counter()
    page = browser.get(answer.location)
    while page.status_code in (302, 303):
        page = browser.get(page.location)
    shown = _since(began)
    _expect(page, 200)
    return Launch(login, launch, shown)


def _expect(answer: TestResponse, status: int) -> None:
    if answer.status_code != status:
        raise RuntimeError(f"{answer.status}: {answer.get_data(as_text=True)[:300]}")


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000


def _summed(name: str, launches: list[Launch]) -> Launches:
    whole = [one.whole for one in launches]
    return Launches(
        name,
        statistics.median(one.login for one in launches),
        statistics.median(one.launch for one in launches),
        statistics.median(one.page for one in launches),
        percentile(whole, 50),
        percentile(whole, 95),
        len(launches),
    )
