"""The page of one card, and the private answer on it."""

from sqlalchemy import select

from rers_school.classroom.models import Wish
from tests.factories import Kit, Site


def test_from_the_wall_to_a_private_answer_and_back(kit: Kit, site: Site) -> None:
    zoe, theo = kit.pupil("Zoé Bérénger"), kit.pupil("Théo Garçon")
    demand = kit.demand(zoe, "jouer de la guitare", why="pour le plaisir", uneasy="j’ai peur")
    screen = site.at(theo)
    assert f'href="wall/demand/{demand.id}"' in screen.get("/wall").get_data(as_text=True)
    page = screen.get(f"/wall/demand/{demand.id}").get_data(as_text=True)
    assert "I could help" in page
    assert "j’ai peur" not in page
    assert screen.post(f"/wall/demand/{demand.id}", wish="yes").status_code == 303
    assert "You could help" in screen.get(f"/wall/demand/{demand.id}").get_data(as_text=True)
    # Nobody else sees it, but the teacher behind the curtain.
    assert "You could help" not in site.at(zoe).get("/wall").get_data(as_text=True)
    teacher = site.at(kit.teacher).get("/introductions").get_data(as_text=True)
    assert "Private answers to cards" in teacher
    assert screen.post(f"/wall/demand/{demand.id}", wish="no").status_code == 303
    kit.save()
    assert kit.db.scalars(select(Wish)).all() == []


def test_ones_own_card_is_there_to_change(kit: Kit, site: Site) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    offer = kit.offer(zoe, "faire des crêpes")
    answer = site.at(zoe).get(f"/wall/offer/{offer.id}")
    assert answer.location.endswith(f"/savoirs/offer/{offer.id}")


def test_there_is_no_other_kind_of_card(kit: Kit, site: Site) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    offer = kit.offer(zoe, "faire des crêpes")
    assert site.at(zoe).get(f"/wall/gift/{offer.id}").status_code == 404
    assert site.at(kit.pupil("Théo Garçon")).get(f"/wall/demand/{offer.id}").status_code == 404
