"""The class scope: a query that forgets its class finds nothing of another one."""

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from rers_school.classroom.models import Membership, Offer, Savoir
from rers_school.db import ScopeMissing, open_session, study, unscoped
from tests.factories import Kit, make_kit


def test_a_query_without_a_class_is_refused(kit: Kit) -> None:
    with open_session(kit.engine) as db, pytest.raises(ScopeMissing):
        db.scalars(select(Membership)).all()


def test_a_query_that_forgot_its_class_sees_its_own_class_only(kit: Kit) -> None:
    other = make_kit(kit.engine, "6e")
    other.offer(other.pupil("Manon Faure"), "faire un herbier")
    assert [card.words for card in kit.db.scalars(select(Offer))] == []
    with unscoped(kit.db, "test: both classes"):
        assert [card.words for card in kit.db.scalars(select(Offer))] == ["faire un herbier"]
    other.db.close()


def test_an_update_that_forgot_its_class_changes_its_own_class_only(kit: Kit) -> None:
    other = make_kit(kit.engine, "6e")
    other.offer(other.pupil("Manon Faure"), "faire un herbier")
    kit.db.execute(update(Offer).values(words="changed"))
    kit.save()
    other.db.expire_all()
    assert [card.words for card in other.db.scalars(select(Offer))] == ["faire un herbier"]
    other.db.close()


def test_the_database_itself_refuses_a_card_about_another_class(kit: Kit) -> None:
    other = make_kit(kit.engine, "6e")
    card = other.offer(other.pupil("Manon Faure"), "faire un herbier")
    zoe = kit.pupil("Zoé Bérénger")
    kit.db.add(
        Offer(
            classroom_id=kit.classroom_id,
            membership_id=zoe.membership_id,
            savoir_id=card.savoir_id,
            own_savoir_id=card.savoir_id,
            words="x",
        )
    )
    with pytest.raises(IntegrityError):
        kit.db.flush()
    kit.db.rollback()
    other.db.close()


def test_sqlite_is_kept_safe(kit: Kit) -> None:
    if kit.engine.dialect.name != "sqlite":
        return
    with kit.engine.connect() as connection:
        found = [
            connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert found == ["wal", 2, 1]


def test_the_database_knows_which_index_leads_to_few_rows(kit: Kit) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    for words in ("le nœud de chaise", "jongler", "le crawl"):
        kit.offer(zoe, words)
    kit.save()
    study(kit.engine)
    if kit.engine.dialect.name != "sqlite":
        return
    with kit.engine.connect() as connection:
        found = connection.execute(
            text("SELECT stat FROM sqlite_stat1 WHERE idx = 'ix_offer_classroom_id'")
        ).scalar()
        connection.execute(text("DELETE FROM sqlite_stat1"))
        connection.commit()
    assert found == "3 3"


def test_a_savoir_is_named_once(kit: Kit) -> None:
    zoe, theo = kit.pupil("Zoé Bérénger"), kit.pupil("Théo Marchand")
    kit.offer(zoe, "le nœud de chaise")
    kit.offer(theo, "Le nœud de chaise !")
    assert len(kit.db.scalars(select(Savoir)).all()) == 1
