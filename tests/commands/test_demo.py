"""The demonstration begins with cards on two schools' walls, and keeps what happened there."""

from pathlib import Path

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session
from werkzeug.test import Client

from rers_school.classroom.models import (
    AcrossCircle,
    CardOpening,
    Classroom,
    Demand,
    Exchange,
    Membership,
    NetworkClass,
    Offer,
    Savoir,
    School,
    SchoolNetwork,
    SharedCard,
)
from rers_school.commands.demo import build
from rers_school.db import open_session, unscoped
from rers_school.lti.models import LoginIdentity


def _counts(engine: Engine) -> dict[str, int]:
    with open_session(engine) as db, unscoped(db, "test: the whole demonstration"):
        return {table.__name__: _count(db, table) for table in _TABLES}


_TABLES = (School, Classroom, Membership, Offer, Demand, Exchange, LoginIdentity, NetworkClass)


def _count(db: Session, table: type) -> int:
    return db.scalar(select(func.count()).select_from(table)) or 0


def test_it_begins_with_the_cards_and_no_exchange_and_starts_again_as_it_was(
    tmp_path: Path,
) -> None:
    _, _, engine = build(8099, tmp_path, alone=True)
    first = _counts(engine)
    engine.dispose()
    assert first["School"] == first["Classroom"] == 2
    assert first["Membership"] == first["LoginIdentity"] == 27 + 13
    assert first["Offer"] > 70 and first["Demand"] > 70
    assert first["Exchange"] == 0
    _, _, engine = build(8100, tmp_path, alone=True)
    again = _counts(engine)
    engine.dispose()
    assert again == first


def test_its_two_classes_exchange_with_each_other_and_what_they_do_later_stays(
    tmp_path: Path,
) -> None:
    _, _, engine = build(8099, tmp_path)
    with open_session(engine) as db, unscoped(db, "test: the whole demonstration"):
        places = db.scalars(select(NetworkClass).order_by(NetworkClass.created_at)).all()
        assert [one.people_as for one in places] == ["initial", "class"]
        states = db.scalars(select(AcrossCircle.state).order_by(AcrossCircle.created_at)).all()
        assert states == ["proposed", "asking"]
        assert set(db.scalars(select(Exchange.state))) == {"agreeing"}
        cm2, college = ({*_shared(db, one)} for one in places)
        # Both classes have something that the other one looks for, beyond the circle under way.
        for here, there in ((cm2, college), (college, cm2)):
            assert {key for kind, key in here if kind == "offer"} & {
                key for kind, key in there if kind == "demand"
            }
        asks = db.scalars(select(CardOpening).where(CardOpening.agreed_words.is_(None))).all()
        assert [one.classroom_id for one in asks] == [places[0].classroom_id]
    with open_session(engine, writes=True) as db:
        with unscoped(db, "test: the classes go their own ways"):
            db.execute(delete(SchoolNetwork))
        db.commit()
    engine.dispose()
    _, _, engine = build(8100, tmp_path)
    assert _counts(engine)["NetworkClass"] == 0
    engine.dispose()


def _shared(db: Session, place: NetworkClass) -> list[tuple[str, str]]:
    rows = db.execute(
        select(SharedCard.kind, SharedCard.savoir_key).where(
            SharedCard.network_class_id == place.id
        )
    )
    return [(kind, key) for kind, key in rows]


def test_each_class_has_what_the_other_one_looks_for_in_vain(tmp_path: Path) -> None:
    _, _, engine = build(8099, tmp_path)
    with open_session(engine) as db, unscoped(db, "test: what the classes have for each other"):
        cm2, college = db.scalars(select(Classroom).order_by(Classroom.name.desc()))
        for here, there in ((cm2, college), (college, cm2)):
            in_vain = _keys(db, Demand, here) - _keys(db, Offer, here)
            assert len(in_vain & _keys(db, Offer, there)) >= 3, here.name
    engine.dispose()


def _keys(db: Session, table: type[Offer] | type[Demand], classroom: Classroom) -> set[str]:
    return set(
        db.scalars(
            select(Savoir.key)
            .join(table, table.savoir_id == Savoir.id)
            .where(table.classroom_id == classroom.id)
        )
    )


def test_each_school_has_its_own_address_keys_and_people(tmp_path: Path) -> None:
    application, _, engine = build(8099, tmp_path)
    client = Client(application)

    def get(host: str, path: str = "/course/2") -> tuple[int, str]:
        answer = client.get(f"/practice{path}", base_url=f"http://{host}:8099")
        return answer.status_code, answer.text

    first, college = get("127.0.0.1", "/"), get("college.localhost", "/")
    for everybody in ("Zoé Bérénger", "Awa Diallo", "Adam Perrin", "Julien Vasseur"):
        assert everybody in first[1]
    assert "Adam Perrin" in college[1]
    assert "Zoé Bérénger" not in college[1]
    assert get("127.0.0.1", "/jwks") != get("college.localhost", "/jwks")
    for host, status in (
        ("zoe.localhost", 200),
        ("adam-college.localhost", 200),
        ("m-vasseur-college.localhost", 200),
        ("adam.localhost", 404),
        ("zoe-college.localhost", 404),
    ):
        assert get(host)[0] == status, host
    # Everybody comes back to the page with both schools.
    assert "http://127.0.0.1:8099/practice/" in get("adam-college.localhost")[1]
    engine.dispose()
