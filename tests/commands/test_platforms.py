"""The operator's commands: invite, list, activate, move, diagnose."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from rers_school import clock
from rers_school.cli import main
from rers_school.db import make_engine, open_session
from rers_school.lti.models import Invitation, LaunchFailure, Platform, ToolKey
from rers_school.migrations.runner import upgrade
from tests.databases import FreshDatabaseUrl

Run = Callable[..., Result]

MOODLE = [
    "--issuer", "https://moodle.example", "--deployment-id", "1",
    "--auth-login-url", "https://moodle.example/auth",
    "--auth-token-url", "https://moodle.example/token",
    "--jwks-url", "https://moodle.example/jwks",
]  # fmt: skip


@pytest.fixture
def database_url(fresh_database_url: FreshDatabaseUrl) -> str:
    url = fresh_database_url(tables=False)
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()
    return url


@pytest.fixture
def run(database_url: str) -> Run:
    """Run `rers-school platform …` as an operator does."""

    def command(*words: str) -> Result:
        environment = {
            "RERS_DATABASE_URL": database_url,
            "RERS_BASE_URL": "https://rers.example",
            "RERS_SECRET_KEY": "k" * 40,
        }
        return CliRunner().invoke(main, ["platform", *words], env=environment)

    return command


def ids(run: Run) -> list[str]:
    return [line.split()[0] for line in run("list").output.splitlines()]


def test_invite_prints_one_address_and_keeps_no_secret(run: Run, database_url: str) -> None:
    said = run("invite", "--school", "École Verne", "--activate", "--days", "3")
    assert said.exit_code == 0, said.output
    found = re.fullmatch(
        r"https://rers\.example/lti/register\?invitation=([\w-]{20,})\n", said.output
    )
    assert found is not None
    engine = make_engine(database_url)
    with open_session(engine) as db:
        invitation = db.scalars(select(Invitation)).one()
        assert invitation.activates
        assert invitation.school == "École Verne"
        assert found[1] not in (invitation.token_digest, str(invitation.id))
        assert (invitation.expires_at - clock.now()).days in (2, 3)
        # The LMS will ask for the tool's keys at once.
        assert len(db.scalars(select(ToolKey)).all()) == 1
    engine.dispose()


def test_list_activate_and_switch_off(run: Run) -> None:
    assert run("add", "--client-id", "a", *MOODLE).exit_code == 0
    (one,) = ids(run)
    off = run("activate", one, "--off")
    assert off.exit_code == 0
    assert "switched off" in off.output
    assert "switched off" in run("list").output
    assert "active" in run("activate", one).output
    assert "switched off" not in run("list").output


def test_list_says_which_registrations_are_of_one_platform(run: Run) -> None:
    run("add", "--client-id", "a", *MOODLE)
    run("add", "--client-id", "b", *MOODLE)
    first, second = run("list").output.splitlines()
    assert f"also registered as: {second.split()[0]}" in first
    assert f"also registered as: {first.split()[0]}" in second


@pytest.mark.parametrize("wrong", ["zz", "", "0000", "../etc", "12345678-"])
def test_an_unknown_id_is_said_in_one_line(run: Run, wrong: str) -> None:
    run("add", "--client-id", "a", *MOODLE)
    for words in (["activate", wrong], ["diagnose", wrong], ["move", wrong, wrong]):
        said = run(*words)
        if words == ["diagnose", ""]:
            continue
        assert said.exit_code == 1, words
        assert said.output.startswith("Error: ")
        assert said.output.count("\n") == 1
        assert "platform list" in said.output


def test_move_needs_two_registrations(run: Run) -> None:
    run("add", "--client-id", "a", *MOODLE)
    (one,) = ids(run)
    said = run("move", one, one)
    assert (said.exit_code, said.output) == (1, "Error: a registration cannot replace itself\n")


def test_move_says_what_it_did_and_a_dry_run_does_nothing(run: Run) -> None:
    run("add", "--client-id", "a", *MOODLE)
    run("add", "--client-id", "b", *MOODLE)
    first, second = ids(run)
    dry = run("move", first, second, "--dry-run")
    assert dry.exit_code == 0
    assert "Nothing is changed" in dry.output
    assert "switched off" not in run("list").output
    assert run("move", first, second).output.startswith("0 classes and 0 accounts went over")
    assert "switched off" in run("list").output.splitlines()[0]


def test_diagnose_explains_without_personal_data(run: Run, database_url: str) -> None:
    run("add", "--client-id", "a", *MOODLE)
    engine = make_engine(database_url)
    with open_session(engine, writes=True) as db:
        platform = db.scalars(select(Platform)).one()
        for reference in ("aaaa1111", "bbbb2222"):
            db.add(
                LaunchFailure(
                    reference=reference, code="token_expired", platform_id=platform.id, detail="exp"
                )
            )
        db.add(LaunchFailure(reference="cccc3333", code="unknown_platform", detail="iss"))
        db.commit()
    engine.dispose()
    said = run("diagnose").output
    assert "token_expired: 2 times" in said
    assert "A clock is wrong" in said
    assert "aaaa1111" in said
    assert "bbbb2222" in said
    assert "Before any platform was known" in said
    assert "unknown_platform: 1 times" in said
    assert "Its keys were never fetched" in said
    only = run("diagnose", ids(run)[0]).output
    assert "cccc3333" not in only


def test_diagnose_checks_the_keys_when_asked(run: Run) -> None:
    run(
        "add", "--client-id", "a", *[one.replace("moodle.example", "127.0.0.1:9") for one in MOODLE]
    )
    assert "cannot be reached now" in run("diagnose", "--check").output


def test_diagnose_with_nothing_to_say(run: Run) -> None:
    assert run("diagnose").output == "No platform is registered, and nothing has failed.\n"
    run("add", "--client-id", "a", *MOODLE)
    assert "No failed launch in the last 30 days." in run("diagnose").output


def test_every_failure_has_a_meaning_for_the_operator() -> None:
    from rers_school.lti.diagnosis import MEANINGS
    from rers_school.lti.failures import EXPLANATIONS

    assert set(EXPLANATIONS) <= set(MEANINGS)


def test_replaces_names_a_registration(run: Run) -> None:
    said = run("invite", "--replaces", uuid4().hex[:8])
    assert said.exit_code == 1
    assert "no platform's id begins" in said.output
