"""The collective inventory: one large question, what comes up without names, cards dictated."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from rers_school import clock
from rers_school.classroom.models import Offer
from rers_school.classroom.queries.inventory import came_up, without_a_card
from rers_school.classroom.rules.gatherings import steps
from rers_school.classroom.rules.inventory import questions
from rers_school.classroom.services import cards, gatherings, interviews, people
from tests.factories import Kit, Screen, Site

QUESTIONS = questions(waiting=True)


@pytest.fixture
def inventory(kit: Kit) -> UUID:
    made = gatherings.plan(kit.db, kit.teacher, "inventory", clock.now().date())
    kit.save()
    return made.id


def _dictate(screen: Screen, gathering: UUID, **fields: object) -> TestResponse:
    sent = {"at": "alone", "kind": "offer", "words": "nager", **fields}
    return screen.post(f"/together/{gathering}/dictated", **sent)


def test_the_questions_come_first_and_who_has_no_card_last() -> None:
    point = UUID(int=1)
    row = steps([point], coming_back=True, questions=QUESTIONS, cards=True)
    assert row == ("start", "decisions", *QUESTIONS, str(point), "cards", "end")


def test_a_new_class_is_offered_the_inventory(kit: Kit, site: Site) -> None:
    teacher, zoe = site.at(kit.teacher), kit.pupil("Zoé Bérénger")
    offered = "To begin with: an inventory"
    assert offered in teacher.get("/together").text
    assert offered not in site.at(zoe).get("/together").text
    planned = teacher.post("/together/plan", kind="inventory", day=clock.now().date().isoformat())
    assert "Inventory of our savoirs" in teacher.follow(planned).text
    assert offered not in teacher.get("/together").text


def test_it_is_run_question_by_question(kit: Kit, site: Site, inventory: UUID) -> None:
    screen, run = site.at(kit.teacher), f"/together/{inventory}/run"
    assert f"{run}?at=alone" in screen.get(run).text
    for step, after in zip(QUESTIONS, (*QUESTIONS[1:], "cards"), strict=True):
        page = screen.get(f"{run}?at={step}").text
        assert f"{run}?at={after}" in page and 'id="read-out"' in page
    assert f"{run}?at=end" in screen.get(f"{run}?at=cards").text
    council = gatherings.plan(kit.db, kit.teacher, "council", clock.now().date())
    kit.save()
    assert 'id="read-out"' not in screen.get(f"/together/{council.id}/run?at=alone").text


def test_what_comes_up_today_has_no_names(kit: Kit, site: Site, inventory: UUID) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    kit.offer(zoe, "tricoter").created_at -= timedelta(days=2)
    kit.offer(zoe, "nager")
    kit.demand(zoe, "les volcans")
    cards.withdraw(kit.db, zoe, "offer", kit.offer(zoe, "courir").id)
    interviews.write(kit.db, zoe, kit.pupil("Awa Traoré").membership_id, "home", "sauter")
    kit.save()
    found = came_up(kit.db, kit.classroom_id)
    assert (found.offers, found.demands) == (("nager",), ("les volcans",))
    malo = kit.pupil("Malo Le Goff")
    people.hand_rights(kit.db, kit.teacher, malo.membership_id, ["gatherings"])
    kit.save()
    screen = site.at(kit.actor(malo.membership_id))
    live = f"/together/{inventory}/came-up/alone"
    part = screen.get(live, HX_Request="true")
    assert "nager" in part.text and "Zoé" not in part.text
    tag = part.headers["HX-PTag"]
    assert screen.get(live, HX_Request="true", HX_PTag=tag).status_code == 304
    kit.offer(zoe, "plonger")
    assert "plonger" in screen.get(live, HX_Request="true", HX_PTag=tag).text
    assert 'id="read-out"' in screen.get(live).text


def test_a_dictated_card_hangs_and_the_form_is_empty(kit: Kit, site: Site, inventory: UUID) -> None:
    awa, teacher = kit.pupil("Awa Traoré"), site.at(kit.teacher)
    done = _dictate(teacher, inventory, who=str(awa.membership_id))
    page = teacher.follow(done).text
    assert "Awa T.: the card is on the wall." in page
    assert 'name="words" maxlength="120" required dir="auto" autocomplete="off" value=""' in page
    assert "autofocus" in page
    kit.save()
    card = kit.db.scalars(select(Offer)).one()
    assert (card.membership_id, card.written_by_id) == (
        awa.membership_id,
        kit.teacher.membership_id,
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"who": ""}, "Choose who says it."),
        ({"words": " "}, "Write a few words first."),
        ({"words": "x" * 130}, "This is too long"),
        ({"kind": "gift"}, "Choose one of them."),
        ({"words": "plonger"}, "There is a card with these words already."),
    ],
)
def test_what_cannot_be_a_card_comes_back(
    kit: Kit, site: Site, inventory: UUID, wrong: dict[str, str], said: str
) -> None:
    awa = kit.pupil("Awa Traoré")
    kit.offer(awa, "plonger")
    sent = {"who": str(awa.membership_id), "words": "nager", **wrong}
    answer = _dictate(site.at(kit.teacher), inventory, **sent)
    assert answer.status_code == 422 and said in answer.text
    assert f'value="{sent["words"].strip()}"' in answer.text.replace('value=" "', 'value=""')


def test_only_the_teacher_writes_for_others_and_sees_who_has_no_card(
    kit: Kit, site: Site, inventory: UUID
) -> None:
    zoe, awa, malo = (kit.pupil(one) for one in ("Zoé Bérénger", "Awa Traoré", "Malo Le Goff"))
    people.hand_rights(kit.db, kit.teacher, malo.membership_id, ["gatherings"])
    kit.offer(zoe, "nager")
    interviews.write(kit.db, zoe, awa.membership_id, "home", "sauter")
    kit.save()
    assert [(one.who.id, one.waiting) for one in without_a_card(kit.db, kit.teacher)] == [
        (awa.membership_id, 1),
        (malo.membership_id, 0),
    ]
    run = f"/together/{inventory}/run"
    page = site.at(kit.teacher).get(f"{run}?at=cards").text
    assert f"/savoirs/for/{awa.membership_id}/offer" in page and "<details open" not in page
    team = site.at(kit.actor(malo.membership_id))
    assert 'id="dictation"' not in team.get(f"{run}?at=alone").text
    assert "Who has no card yet" not in team.get(f"{run}?at=cards").text
    assert f"{run}?at=cards" not in team.get(f"{run}?at=wall").text
    assert _dictate(team, inventory, who=str(awa.membership_id)).status_code == 403
    assert site.at(zoe).get(f"{run}?at=alone").status_code == 403
    assert _dictate(site.at(kit.teacher), UUID(int=1)).status_code == 404
