"""A database that is locked or gone: a page that says so, and nothing half-written."""

import sqlite3

import pytest
from sqlalchemy import select

from rers_school.classroom.models import Offer
from rers_school.db import make_engine
from tests.factories import Kit, Site, make_site


def test_a_locked_database_gives_the_text_back(kit: Kit) -> None:
    if kit.engine.dialect.name != "sqlite":
        return
    zoe = kit.pupil("Zoé Bérénger")
    hasty = make_engine(str(kit.engine.url), busy_seconds=0.1)
    site = make_site(kit)
    screen = site.at(zoe)
    site.app.extensions["rers"].engine = hasty
    path = str(kit.engine.url).removeprefix("sqlite:///")
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    words = "faire des crêpes avec ma grand-mère, comme chez nous"
    try:
        answer = screen.post("/savoirs/new/offer", words=words)
        assert answer.status_code == 503
        assert words in answer.text
        assert "occupé" in answer.text
        assert screen.get("/wall").status_code == 200
    finally:
        blocker.execute("ROLLBACK")
        blocker.close()
    assert kit.db.scalars(select(Offer)).all() == []
    assert screen.post("/savoirs/new/offer", words=words).status_code == 303
    hasty.dispose()


@pytest.mark.parametrize("path", ["/wall", "/savoirs"])
def test_a_database_that_is_gone_is_said_in_plain_words(kit: Kit, site: Site, path: str) -> None:
    screen = site.at(kit.pupil("Zoé Bérénger"))
    gone = (
        "sqlite:////nowhere/at/all.sqlite3"
        if kit.engine.dialect.name == "sqlite"
        else "postgresql+psycopg://nobody@127.0.0.1:1/nothing?connect_timeout=2"
    )
    broken = make_engine(gone)
    site.app.extensions["rers"].engine = broken
    answer = screen.get(path)
    assert answer.status_code == 503
    assert "memory" in answer.text or "mémoire" in answer.text
    assert site.app.test_client().get("/readyz").status_code == 503
    assert site.app.test_client().get("/healthz").status_code == 200
    broken.dispose()


def test_an_unknown_address_has_a_page(site: Site) -> None:
    answer = site.app.test_client().get("/nothing/here")
    assert answer.status_code == 404
    assert "<main" in answer.text
