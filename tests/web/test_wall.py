"""The wall: live, searchable, in neutral order."""

from tests.factories import Kit, Site

LIVE = {"HX_Request": "true"}


def test_an_unchanged_wall_answers_304_and_a_new_card_does_not(kit: Kit, site: Site) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    kit.offer(zoe, "faire des crêpes")
    screen = site.at(kit.pupil("Théo Marchand"))
    tag = screen.get("/wall").headers["HX-PTag"]
    same = screen.get("/wall/live", **LIVE, HX_PTag=tag, X_Launch=screen.token)
    assert (same.status_code, same.data) == (304, b"")
    kit.offer(zoe, "jouer aux échecs")
    new = screen.get("/wall/live", **LIVE, HX_PTag=tag, X_Launch=screen.token)
    assert new.status_code == 200
    assert "jouer aux échecs" in new.text
    assert "<html" not in new.text
    assert new.headers["HX-PTag"] != tag


def test_offers_face_demands_and_the_fit_is_shown(kit: Kit, site: Site) -> None:
    kit.offer(kit.pupil("Zoé Bérénger"), "faire des crêpes")
    kit.demand(kit.pupil("Théo Marchand"), "Faire des crêpes")
    kit.demand(kit.pupil("Théo Marchand"), "parler espagnol")
    page = site.at(kit.teacher).get("/wall").text
    assert page.count("it fits") == 1
    assert page.count("this demand waits") == 1
    assert page.index("faire des crêpes") < page.index("parler espagnol")


def test_one_does_not_fit_with_oneself(kit: Kit, site: Site) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    kit.offer(zoe, "faire des crêpes")
    kit.demand(zoe, "faire des crêpes")
    assert "it fits" not in site.at(zoe).get("/wall").text


def test_the_search_works_without_javascript(kit: Kit, site: Site) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    kit.offer(zoe, "faire des crêpes")
    kit.offer(zoe, "jouer aux échecs")
    page = site.at(zoe).get("/wall?search=CREPE").text
    assert "faire des crêpes" in page and "jouer aux échecs" not in page
    waiting = site.at(zoe).get("/wall?waiting=1").text
    assert "faire des crêpes" not in waiting


def test_an_empty_wall_invites(kit: Kit, site: Site) -> None:
    assert "Put the first card on it" in site.at(kit.pupil("Zoé Bérénger")).get("/wall").text
