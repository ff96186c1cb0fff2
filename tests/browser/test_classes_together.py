"""Two classes: a pupil's stand passes its teacher, the other class plans the hour, both read it."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from rers_school import clock, identity
from rers_school.classroom.actor import Actor
from rers_school.db import open_session
from tests.browser.backstage import TEACHER, Backstage
from tests.factories import Kit, make_kit
from tests.networks_factory import make_network

ZOE = "Zoé Bérénger"


@pytest.fixture
def other(backstage: Backstage) -> Iterator[Kit]:
    """A class of another school, in the same network."""
    engine = backstage.app.extensions["rers"].engine
    made = make_kit(engine, "5e B")
    yield made
    made.db.close()


def _network(backstage: Backstage, other: Kit) -> UUID:
    with backstage.work() as db:
        engine = backstage.app.extensions["rers"].engine
        kit = Kit(engine, db, backstage.classroom_id, backstage.actor(db, TEACHER))
        net = make_network(kit, "CM2 de Curie")
        net.come_in(other, "5e B", people_as="class")
        return net.id


def _way_in(backstage: Backstage, kit: Kit, actor: Actor) -> str:
    """Return an address that opens the other class once."""
    with backstage.app.app_context():
        db = open_session(kit.engine, writes=True)
        launch, _token = identity.begin(
            db,
            membership_id=actor.membership_id,
            classroom_id=actor.classroom_id,
            role=actor.role,
            platform_id=None,
            locale="fr",
        )
        code = identity.arrival_code(db, launch)
        db.commit()
        db.close()
    return f"{backstage.tool}/c/{actor.classroom_id}/tab/{code}"


def _press(page: Page, selector: str) -> None:
    page.bring_to_front()
    page.locator(selector).first.click()


def test_a_celebration_of_two_classes(browser: Browser, backstage: Backstage, other: Kit) -> None:
    network = _network(backstage, other)
    theirs = _way_in(backstage, other, other.teacher)
    ways = {"zoé": backstage.way_in(ZOE), "awa": backstage.way_in(TEACHER), "5e": theirs}
    screens = {name: browser.new_context().new_page() for name in ways}
    for name, way in ways.items():
        screens[name].goto(way)
    zoe, awa, colleague = screens["zoé"], screens["awa"], screens["5e"]
    _a_teacher_of_the_other_class_plans_it(
        colleague, f"{backstage.tool}/c/{other.classroom_id}", network
    )
    party = colleague.url.rsplit("/", 1)[1].partition("#")[0]
    here = backstage.url(f"networks/{network}/gatherings/{party}")
    zoe.goto(here)
    _press(zoe, 'main a[href$="/stands/new"]')
    zoe.locator("#what").fill("les origamis")
    _press(zoe, "main form button.button-primary")
    expect(zoe.locator("main")).to_contain_text("ton enseignant regarde")
    colleague.reload()
    expect(colleague.locator("main")).not_to_contain_text("les origamis")
    awa.goto(here)
    _press(awa, "#stands-yes button")
    colleague.reload()
    expect(colleague.locator("#stands")).to_contain_text("Zoé B., CM2 de Curie")
    colleague.locator("#slots").fill("14 h\n15 h")
    colleague.locator("#places").fill("La cour")
    _press(colleague, 'form[action$="/timetable"] button')
    _press(colleague, 'form[action$="/lay-out"] button')
    expect(colleague.locator("#timetable table")).to_contain_text("les origamis")
    zoe.goto(f"{here}/programme")
    expect(zoe.locator("article table")).to_contain_text("les origamis")
    for page in screens.values():
        page.context.close()


def _a_teacher_of_the_other_class_plans_it(page: Page, root: str, network: UUID) -> None:
    page.goto(f"{root}/networks/{network}")
    _press(page, 'main a[href$="/gatherings"]')
    _press(page, 'main a[href$="/gatherings/plan"]')
    page.locator('input[name="kind"][value="celebration"]').check()
    page.locator("#day").fill(clock.now().date().isoformat())
    page.locator("#host").select_option("5e B")
    _press(page, "main form button.button-primary")
    expect(page.locator("h1")).to_contain_text("Fête commune")
