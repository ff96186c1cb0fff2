"""A platform and a tool that know each other."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Engine

from rers_school.app import create_app
from rers_school.settings import Settings
from tests.databases import FreshDatabaseUrl, PostgresDatabases, SqliteDatabases
from tests.lti.platform import TOOL, Answer, Lms, key_set, rsa_key, served


def make_app(engine: Engine, *, allow_private: bool = True) -> Flask:
    settings = Settings(
        database_url=str(engine.url),
        base_url=TOOL,
        secret_key="a-secret-for-tests-that-is-long-enough-0123456789",
        allow_private_platforms=allow_private,
    )
    return create_app(settings, engine=engine)


@pytest.fixture(scope="module")
def module_database_url(
    database_kind: str, request: pytest.FixtureRequest
) -> Iterator[FreshDatabaseUrl]:
    """Return a function that gives the address of a database for all tests of a module.

    Such a module asks for no other database: the next test to do so would take this one back.
    """
    kept: SqliteDatabases | PostgresDatabases = request.getfixturevalue(
        "_sqlite_databases" if database_kind == "sqlite" else "_postgres_databases"
    )

    def lend(*, tables: bool = True) -> str:
        return kept.lend(tables=tables)

    yield lend
    kept.take_back()


@pytest.fixture
def answers() -> dict[str, Answer]:
    """What the platform's server says; a test may change it."""
    return {"/jwks": Answer(key_set(rsa_key("platform-key-1")).encode())}


@pytest.fixture
def lms(engine: Engine, answers: dict[str, Answer]) -> Iterator[Lms]:
    """A platform, registered with the tool."""
    with served(answers) as base:
        made = Lms(make_app(engine), engine, base, answers)
        made.register()
        yield made


@pytest.fixture
def college(lms: Lms) -> Lms:
    """A second platform, another school's, with keys of its own, registered with the same tool."""
    kid = "college-key-1"
    lms.answers["/college/jwks"] = Answer(key_set(rsa_key(kid)).encode())
    made = replace(lms, client_id="tool-college", kid=kid, issuer="https://college.example")
    made.register(jwks_url=f"{lms.base}/college/jwks", school="Collège Katherine-Johnson")
    return made
