"""The demonstration begins with a class's cards on the wall, and keeps what happened in it."""

from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from rers_school.classroom.models import Classroom, Demand, Exchange, Membership, Offer
from rers_school.commands.demo import build
from rers_school.db import open_session, unscoped
from rers_school.lti.models import LoginIdentity


def _counts(engine: Engine) -> dict[str, int]:
    with open_session(engine) as db, unscoped(db, "test: the whole demonstration"):
        return {table.__name__: _count(db, table) for table in _TABLES}


_TABLES = (Classroom, Membership, Offer, Demand, Exchange, LoginIdentity)


def _count(db: Session, table: type) -> int:
    return db.scalar(select(func.count()).select_from(table)) or 0


def test_it_begins_with_the_cards_and_no_exchange_and_starts_again_as_it_was(
    tmp_path: Path,
) -> None:
    _, _, engine = build(8099, tmp_path)
    first = _counts(engine)
    engine.dispose()
    assert first["Classroom"] == 1
    assert first["Membership"] == first["LoginIdentity"] == 27
    assert first["Offer"] > 40 and first["Demand"] > 40
    assert first["Exchange"] == 0
    _, _, engine = build(8100, tmp_path)
    again = _counts(engine)
    engine.dispose()
    assert again == first
