"""A demand that waits asks further: on its author's page, on the wall, for the teacher."""

from datetime import UTC, datetime, timedelta

import pytest

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.services import cards
from tests.factories import Kit, Site

THEN = datetime(2026, 11, 2, 8, tzinfo=UTC)


@pytest.fixture
def zoe(kit: Kit) -> Actor:
    return kit.pupil("Zoé Bérénger")


@pytest.fixture
def card(kit: Kit, zoe: Actor) -> cards.Card:
    clock.set_clock(lambda: THEN)
    kit.offer(zoe, "siffler")
    return kit.demand(zoe, "jouer de la harpe")


def later(days: int) -> None:
    clock.set_clock(lambda: THEN + timedelta(days=days))


def test_widened_and_narrowed_again(kit: Kit, site: Site, zoe: Actor, card: cards.Card) -> None:
    author, path = site.at(zoe), f"/savoirs/demand/{card.id}/widen"
    others, teacher = site.at(kit.pupil("Théo Garçon")), site.at(kit.teacher)
    assert "Ask further" in author.get("/savoirs").text
    answer = author.post(path, way=["adult", "together", "moon"])
    assert "also asks adults" in author.follow(answer).text
    for page in (others.get("/wall"), teacher.get("/wall/board"), author.get("/wall")):
        assert "also asks adults" in page.text and "search together" in page.text
        assert "looks for a book" not in page.text
    behind = teacher.get("/class").text
    assert "also asks adults" in behind[behind.index("Who has no link yet") :]
    assert author.get(path).text.count("checked") == 2
    author.post(path, way="source", wait="1")
    assert "also asks adults" not in others.get("/wall").text
    for stranger in (others, teacher):
        assert stranger.get(path).status_code == stranger.post(path, way="adult").status_code == 404


def test_searching_together_invites(kit: Kit, site: Site, zoe: Actor, card: cards.Card) -> None:
    theo, path = site.at(kit.pupil("Théo Garçon")), f"/wall/demand/{card.id}"
    assert "search too" not in theo.get(path).text
    site.at(zoe).post(f"/savoirs/demand/{card.id}/widen", way="together")
    assert "I’d like to search too" in theo.get(path).text
    assert "You would like to search too" in theo.follow(theo.post(path, wish="yes")).text


def test_today_asks_once_it_has_waited_a_week(
    kit: Kit, site: Site, zoe: Actor, card: cards.Card
) -> None:
    def asked() -> bool:
        return "Whom else could you ask?" in site.at(zoe).get("/").text

    later(6)
    assert not asked()
    later(7)
    assert asked()
    site.at(zoe).post(f"/savoirs/demand/{card.id}/widen", wait="1")
    assert not asked()
    later(14)
    assert asked()
    kit.offer(zoe, "jouer de la harpe")
    assert asked()
    theirs = kit.offer(kit.pupil("Théo Garçon"), "jouer de la harpe")
    assert not asked()
    assert "Ask further" not in site.at(zoe).get("/savoirs").text
    cards.rest(kit.db, kit.pupil("Théo Garçon"), "offer", theirs.id)
    kit.save()
    assert asked()
    site.at(zoe).post(f"/savoirs/demand/{card.id}/widen", way="source")
    assert not asked()
