"""Two classes, four screens: from a card on the network's wall to a room with people of both."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.models import School, SharedCard
from rers_school.classroom.services import cards, people
from rers_school.classroom.services.networks import founding, inviting, opening
from rers_school.classroom.services.networks.belonging import Choice
from tests.browser.backstage import TEACHER, Backstage
from tests.browser.test_every_page import _look

ZOE, LEA, KARIM = "Zoé Bérénger", "Léa Bernard", "Karim Benmoussa"
Open = Callable[[Backstage, str], Page]


@pytest.fixture(scope="module")
def other(backstage: Backstage) -> Backstage:
    """A class of another school: its teacher, and Léa."""
    with backstage.work() as db:
        school = School(name="Collège Henri-Matisse")
        db.add(school)
        db.flush()
        classroom = people.found_classroom(db, school_id=school.id, name="5e B")
        there = Backstage(backstage.tool, backstage.app, classroom.id)
    with there.work() as db:
        for name, role in ((KARIM, Role.TEACHER), (LEA, Role.PUPIL), ("Nadia Petit", Role.PUPIL)):
            given, _, family = name.partition(" ")
            people.arrive(
                db, classroom_id=there.classroom_id, person_id=None,
                given_name=given, family_name=family, role=role,
            )  # fmt: skip
    return there


@pytest.fixture(scope="module")
def network(backstage: Backstage, other: Backstage) -> UUID:
    """A network of both classes, with cards that face each other."""
    with backstage.work() as db:
        teacher = backstage.actor(db, TEACHER)
        made = founding.found(
            db, teacher, kind="place", name="Le Val", about="", charter="Chacun donne et reçoit.",
            choice=Choice("CM2 de Curie", people_as="initial"),
        )  # fmt: skip
        network_id = made.id
        code = inviting.invite(db, teacher, network_id, "5e B")
        share(db, backstage.actor(db, ZOE), teacher, "demand", "jouer aux échecs à l’aveugle")
    with other.work() as db:
        teacher = other.actor(db, KARIM)
        inviting.join(db, teacher, code, accepts=1, choice=Choice("5e B", people_as="initial"))
        share(db, other.actor(db, LEA), teacher, "offer", "jouer aux échecs à l’aveugle")
        share(db, other.actor(db, LEA), teacher, "demand", "monter un film image par image")
    return network_id


def share(db: Session, owner: Actor, teacher: Actor, kind: str, words: str) -> None:
    """Put a card on the network's wall: opened by its owner, agreed to by the teacher."""
    card = cards.add(db, owner, kind, words)
    opened = opening.open_card(db, owner, kind, card.id, "network")
    seen = opening.fingerprint(opening._as_read(db, opened))
    opening.agree(db, teacher, [(opened.id, seen)])


@pytest.fixture
def at(browser: Browser) -> Iterator[Open]:
    """Return a function that opens somebody's class in a browser of its own."""
    opened: list[Page] = []

    def open_page(where: Backstage, name: str) -> Page:
        opened.append(browser.new_context(locale="fr").new_page())
        opened[-1].goto(where.way_in(name))
        return opened[-1]

    yield open_page
    for page in opened:
        page.context.close()


def test_two_classes_meet(at: Open, backstage: Backstage, other: Backstage, network: UUID) -> None:
    with other.work() as db:
        offered = db.scalars(select(SharedCard.id).where(SharedCard.offer_id.is_not(None))).one()
    awa, karim = at(backstage, TEACHER), at(other, KARIM)
    awa.goto(backstage.url(f"networks/{network}/across/new?card={offered}"))
    _look(awa)
    awa.get_by_label("Qui de votre classe le reçoit ?").select_option(index=0)
    awa.get_by_role("button", name="Continuer").click()
    expect(awa.locator("main")).to_contain_text("Zoé B. le reçoit")
    _look(awa)
    awa.get_by_label("monter un film image par image").check()
    awa.get_by_role("button", name="Le proposer à l’autre enseignant").click()
    expect(awa.locator("main")).to_contain_text("Pas encore de réponse : 5e B")
    _look(awa)

    karim.goto(other.url(f"networks/{network}/across"))
    expect(karim.locator("main")).to_contain_text("Zoé B., CM2 de Curie")
    _look(karim)
    karim.get_by_role("button", name="Oui, demander à mes élèves").click()
    expect(karim.locator("main")).to_contain_text("chacun en privé")

    zoe, lea = at(backstage, ZOE), at(other, LEA)
    for page, where in ((zoe, backstage), (lea, other)):
        page.goto(where.url())
        page.locator(
            "main a[href*='/answers/'], main form[action*='/answers/'] button"
        ).first.click()
        _look(page)
        page.locator("input[value=yes]").check()
        page.locator("main form[action*='/answers/'] button[type=submit]").last.click()
    lea.goto(other.url("exchanges"))
    lea.get_by_role("link", name="échecs").first.click()
    assert lea.url.startswith(other.url())
    _look(lea)
    lea.locator('a[href*="edit=way"]').first.click()
    lea.locator("#form-way textarea").fill("Par appel vidéo, le mardi")
    lea.locator("#form-way button[type=submit]").click()
    assert lea.url.startswith(other.url())

    zoe.goto(backstage.url("exchanges"))
    zoe.get_by_role("link", name="échecs").first.click()
    expect(zoe.locator("#line-way")).to_contain_text("Par appel vidéo, le mardi")
    # The room lives in Léa's class: there Zoé is a guest, and reads first names.
    expect(lea.locator("main")).to_contain_text("Zoé B., CM2 de Curie")
    expect(zoe.locator("main")).not_to_contain_text("Léa B.")
    _look(zoe)
    zoe.locator("#line-way form[action$='/agree'] button").click()
    expect(lea.locator("#line-way")).to_contain_text("Zoé est d’accord", timeout=6_000)

    awa.goto(backstage.url(f"networks/{network}/across"))
    awa.get_by_role("link", name="Regarder la salle d’échange").first.click()
    _look(awa)
    awa.get_by_role("button", name="Oui, terminer leur part").click()
    expect(lea.locator("main")).to_contain_text("arrêté", timeout=6_000)
