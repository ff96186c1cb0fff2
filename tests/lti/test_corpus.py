"""Every bad launch of the corpus is refused, explained and told to nobody.

All cases run on each database: one application and one database per worker process serve them,
emptied between them, which is what makes that quick.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from jwcrypto.jwk import JWK
from sqlalchemy import Engine, delete, text

from rers_school.db import Base, make_engine, open_session
from rers_school.lti.models import ToolKey
from rers_school.lti.throttle import Throttle
from tests.databases import FreshDatabaseUrl, delete_every_row
from tests.factories import check_html
from tests.lti.conftest import make_app
from tests.lti.corpus import CASES
from tests.lti.corpus.case import Attack, Case
from tests.lti.corpus.judge import judge, look
from tests.lti.corpus.odd import ODD, SCRIPT
from tests.lti.platform import Answer, Lms, key_set, pem_of, rsa_key, served


@dataclass
class World:
    """The tool and the platform's server, which a module of tests shares."""

    app: Flask
    engine: Engine
    base: str
    answers: dict[str, Answer]
    tool_key: JWK


@pytest.fixture(scope="module")
def world(module_database_url: FreshDatabaseUrl) -> Iterator[World]:
    """Serve the tool and the platform for all cases on one kind of database."""
    engine, answers = make_engine(module_database_url()), dict[str, Answer]()
    with served(answers) as base:
        yield World(make_app(engine), engine, base, answers, rsa_key("tool"))
    engine.dispose()


@pytest.fixture
def attack(world: World) -> Attack:
    """Return an attacker against a tool that knows the platform and nobody else."""
    _empty(world)
    # Every case is the first one in its minute.
    world.app.extensions["rers"].throttle = Throttle(
        world.app.extensions["rers"].settings.logins_per_minute
    )
    world.answers.clear()
    world.answers["/jwks"] = Answer(key_set(rsa_key("platform-key-1")).encode())
    lms = Lms(world.app, world.engine, world.base, world.answers)
    lms.register()
    return Attack(lms)


def _empty(world: World) -> None:
    """Leave nothing in the database but the tool's key: making one takes longer than a case."""
    with world.engine.begin() as connection:
        if world.engine.dialect.name == "sqlite":
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            for table in Base.metadata.tables.values():
                connection.execute(delete(table))
        else:
            delete_every_row(connection)
    with open_session(world.engine, writes=True) as db:
        db.add(
            ToolKey(kid=world.tool_key.thumbprint(), private_pem=pem_of(world.tool_key).decode())
        )
        db.commit()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.name}")
def test_a_bad_launch_is_refused(
    case: Case, attack: Attack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    judge(case, attack, case.act(attack), caplog)


def test_the_same_machinery_lets_an_unaltered_launch_in(
    attack: Attack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    answer = attack.launch()
    assert answer.status_code == 303
    assert answer.location.startswith("/c/")
    assert "__Secure-rers=" in " ".join(answer.headers.getlist("Set-Cookie"))
    found = look(attack)
    assert (found.sessions, found.people, found.classes, found.failures) == (1, 1, 1, [])


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_but_in_order_is_let_in(name: str, attack: Attack) -> None:
    browser = attack.browser()
    begun = attack.begin(browser)
    answer = attack.send(browser, begun.state, attack.token(begun, ODD[name]))
    assert answer.status_code == 303, attack.lms.last_failure().detail
    page = browser.get(answer.location, follow_redirects=True)
    assert page.status_code == 200
    check_html(page)
    assert SCRIPT not in page.get_data(as_text=True)


@pytest.mark.parametrize(
    "alter",
    ["a session", "a leak into the log", "another code"],
)
def test_the_judge_does_not_let_a_fault_pass(
    attack: Attack, caplog: pytest.LogCaptureFixture, alter: str
) -> None:
    """A judge that found nothing would be of no use: it is shown one fault at a time."""
    caplog.set_level("DEBUG")
    case = next(one for one in CASES if one.name == "another tool")
    answer = case.act(attack)
    judge(case, attack, answer, caplog)
    if alter == "a session":
        attack.in_order()
        attack.let_in = 0
    elif alter == "a leak into the log":
        attack.secrets.add("launch refused code=")
    else:
        case = Case(case.name, case.kind, case.act, frozenset({"signature_invalid"}))
    with pytest.raises(AssertionError):
        judge(case, attack, answer, caplog)


def test_the_corpus_is_large_and_each_case_has_a_name_of_its_own() -> None:
    names = Counter((case.kind, case.name) for case in CASES)
    assert [name for name, times in names.items() if times > 1] == []
    assert len(names) >= 200
