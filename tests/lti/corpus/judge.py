"""What must be true after every bad launch, whatever it was."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from rers_school.classroom.models import Classroom, Membership, Person
from rers_school.db import open_session, unscoped
from rers_school.lti.models import LaunchFailure, LaunchSession
from tests.factories import check_html
from tests.lti.corpus.case import Attack, Case


@dataclass(frozen=True)
class Found:
    """The rows of the database that a launch can leave behind."""

    sessions: int
    people: int
    classes: int
    failures: list[LaunchFailure]


def look(attack: Attack) -> Found:
    """Return what is in the database now."""
    with open_session(attack.lms.engine) as db, unscoped(db, "the test looks at everything"):
        members = db.scalars(select(Membership)).all()
        people = db.scalars(select(Person)).all()
        assert len(members) >= len(people)
        return Found(
            len(db.scalars(select(LaunchSession)).all()),
            len(people),
            len(db.scalars(select(Classroom)).all()),
            list(db.scalars(select(LaunchFailure))),
        )


def judge(case: Case, attack: Attack, answer: TestResponse, log: pytest.LogCaptureFixture) -> None:
    """Fail unless the launch was refused as it should be and nothing leaked."""
    page = answer.get_data(as_text=True)
    found = look(attack)
    _nobody_came_in(attack, answer, found)
    _status_is_a_refusal(case, answer)
    check_html(answer)
    if case.status is None:
        _is_explained(case, answer, page, found, log)
    _nothing_leaked(attack, answer, page, found, log.text)


def _nobody_came_in(attack: Attack, answer: TestResponse, found: Found) -> None:
    cookies = " ".join(answer.headers.getlist("Set-Cookie"))
    assert "__Secure-rers=" not in cookies
    assert answer.location is None
    assert found.sessions == attack.let_in
    # Neither a person nor a class appears: those of the launches in order are all of them.
    assert (found.people > 0, found.classes > 0) == (attack.let_in > 0, attack.let_in > 0)
    assert found.people <= attack.let_in
    assert found.classes <= attack.let_in


def _status_is_a_refusal(case: Case, answer: TestResponse) -> None:
    status = answer.status_code
    assert 400 <= status < 500 or status == 502, answer.get_data(as_text=True)
    assert case.status in (None, status)


def _is_explained(
    case: Case, answer: TestResponse, page: str, found: Found, log: pytest.LogCaptureFixture
) -> None:
    failure = max(found.failures, key=lambda row: row.created_at)
    assert failure.code in case.codes, (failure.code, failure.detail)
    assert len(failure.reference) == 8
    assert failure.reference in page
    assert f"launch refused code={failure.code} reference={failure.reference}" in log.text
    assert answer.mimetype == "text/html"
    # An error or a traceback in the log would mean that somebody has to get up.
    assert [one for one in log.records if one.levelname in ("ERROR", "CRITICAL")] == []


def _nothing_leaked(
    attack: Attack, answer: TestResponse, page: str, found: Found, log: str
) -> None:
    rows = repr([(row.code, row.detail) for row in found.failures])
    told = f"{page}\n{log}\n{rows}"
    assert {one for one in attack.hostile if one in told} == set()
    told += repr(list(answer.headers))
    assert {one for one in attack.secrets if one in told} == set()
