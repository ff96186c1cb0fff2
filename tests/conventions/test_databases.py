"""The databases that the tests work on are what they claim to be."""

import pytest
from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session

from rers_school.db import Base, make_engine
from rers_school.lti.models import Platform
from tests.databases import FreshDatabaseUrl


def _platform() -> Platform:
    return Platform(
        issuer="https://moodle.example",
        client_id="one",
        auth_login_url="https://moodle.example/auth",
        auth_token_url="https://moodle.example/token",
        jwks_url="https://moodle.example/jwks",
    )


def test_an_engine_is_of_the_kind_the_test_asked_for(engine: Engine, database_kind: str) -> None:
    assert engine.dialect.name == database_kind


@pytest.mark.parametrize("time", ["first", "second"])
def test_no_row_survives_a_test(engine: Engine, time: str) -> None:
    with Session(engine) as session:
        assert session.scalars(select(Platform)).all() == []
        session.add(_platform())
        session.commit()


def test_two_databases_of_one_test_are_separate(fresh_database_url: FreshDatabaseUrl) -> None:
    one, other = make_engine(fresh_database_url()), make_engine(fresh_database_url())
    with Session(one) as session:
        session.add(_platform())
        session.commit()
    with Session(other) as session:
        assert session.scalars(select(Platform)).all() == []
    one.dispose()
    other.dispose()


def test_every_table_is_there_or_none(fresh_database_url: FreshDatabaseUrl) -> None:
    full, bare = make_engine(fresh_database_url()), make_engine(fresh_database_url(tables=False))
    assert set(inspect(full).get_table_names()) == set(Base.metadata.tables)
    assert inspect(bare).get_table_names() == []
    full.dispose()
    bare.dispose()
