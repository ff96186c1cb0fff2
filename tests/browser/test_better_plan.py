"""The teacher reads the first plan; what came of looking for a better one arrives beside it."""

import random
from collections.abc import Callable

from playwright.sync_api import Frame, Locator, expect

from rers_school.classroom.actor import Role
from rers_school.classroom.queries.people import acting
from rers_school.classroom.services import cards, people
from tests.browser.backstage import TEACHER, Backstage
from tests.browser.conftest import Desk
from tests.classroom.better_factory import SAVOIRS

PLANS = "Mettre en relation"


def _more_pupils(backstage: Backstage) -> None:
    """Let pupils come with cards for which the first plan misses a circle."""
    dice = random.Random(2)
    for number in range(24):
        with backstage.work() as db:
            member = people.arrive(
                db,
                classroom_id=backstage.classroom_id,
                person_id=None,
                given_name=f"Élève{number:02d}",
                family_name="Test",
                role=Role.PUPIL,
            )
            found = acting(db, backstage.classroom_id, member.id, Role.PUPIL)
            assert found is not None
            words = dice.sample(SAVOIRS, 4)
            for kind, word in zip(("offer", "offer", "demand", "demand"), words, strict=True):
                cards.add(db, found[0], kind, word, {})


def _looked(tool: Frame) -> Locator:
    """Return what the page says once it has looked."""
    expect(tool.locator("#better[hx-get]")).to_have_count(0, timeout=10_000)
    return tool.locator("#better")


def test_a_better_plan_is_offered_beside_the_first_one_and_shown_when_wished(
    sit: Callable[[str], Desk], backstage: Backstage
) -> None:
    teacher = sit(TEACHER)
    tool = teacher.go(PLANS)
    expect(_looked(tool)).to_contain_text("aucun plan n’a plus de cercles")
    teacher.check()
    _more_pupils(backstage)
    tool = teacher.go(PLANS)
    for _again in range(12):
        offer = _looked(tool)
        if offer.locator("button").count():
            break
        tool = teacher.press(tool.locator('form[action$="/suggest"] button').first)
    expect(offer).to_contain_text("Un autre plan relie autant de personnes")
    teacher.check()
    first = tool.locator('input[name="plan"]').first.get_attribute("value")
    tool = teacher.press(offer.get_by_role("button", name="Voir ce plan"))
    expect(tool.locator("body")).to_contain_text("Rien n’est encore parti chez les élèves.")
    assert tool.locator('input[name="plan"]').first.get_attribute("value") != first
    expect(_looked(tool)).to_contain_text("aucun plan n’a plus de cercles")
    # Once something is kept, the page looks no further.
    tool = teacher.press(tool.locator('form[action$="/keep"] button').first)
    expect(tool.locator("#better")).to_be_hidden()
    assert not teacher.errors
