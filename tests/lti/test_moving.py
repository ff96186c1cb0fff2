"""Registered again, a new year, another Moodle: people and class stay together."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from rers_school import clock
from rers_school.classroom.actor import Role
from rers_school.classroom.models import Classroom, Membership, Offer, Person, School
from rers_school.classroom.queries.people import acting
from rers_school.classroom.services import cards
from rers_school.db import open_session, scope_to, unscoped
from rers_school.lti import moving, platforms
from rers_school.lti.models import ContextLink, LoginIdentity, Platform
from tests.factories import check_html
from tests.lti.platform import CLAIM, Lms, pass_time

OTHER = "https://other-moodle.example"


def root_of(arrived: TestResponse) -> str:
    found = re.match(r"/c/[^/?]+", arrived.location or "")
    assert found is not None, arrived.get_data(as_text=True)
    return found[0]


def come(lms: Lms, name: str, browser: FlaskClient | None = None, **changes: Any) -> str:
    """Let somebody of a capture come; return the root of the class that opens."""
    return root_of(lms.launch(browser or lms.browser(accept_language="en"), name, changes))


def post(browser: FlaskClient, root: str, path: str, **fields: str) -> TestResponse:
    shown = browser.get(root + "/course")
    token = re.search(r'name="_launch" value="([^"]+)"', shown.get_data(as_text=True))
    assert token is not None
    answer = browser.post(root + path, data={"_launch": token[1], **fields})
    check_html(answer)
    return answer


def offer(lms: Lms, root: str, name: str, words: str) -> None:
    """Let somebody of a class put a card on the wall."""
    classroom_id = UUID(root.removeprefix("/c/"))
    with open_session(lms.engine, writes=True) as db:
        scope_to(db, classroom_id)
        member = db.scalars(select(Membership).join(Person).where(Person.given_name == name)).one()
        found = acting(db, classroom_id, member.id, Role(member.role))
        assert found is not None
        cards.add(db, found[0], "offer", words, {})
        db.commit()


def rows(lms: Lms, table: Any) -> list[Any]:
    with open_session(lms.engine) as db, unscoped(db, "the test looks at every class"):
        return list(db.scalars(select(table)).all())


def second(lms: Lms, **said: str) -> Platform:
    """Register the platform once more, under another client."""
    lms.register(**({"client_id": "tool-2"} | said))
    with open_session(lms.engine) as db:
        return db.scalars(select(Platform).where(Platform.client_id == "tool-2")).one()


def move(lms: Lms) -> moving.Moved:
    with open_session(lms.engine, writes=True) as db:
        before = db.scalars(select(Platform).where(Platform.client_id == "tool-1")).one()
        after = db.scalars(select(Platform).where(Platform.client_id == "tool-2")).one()
        moved = moving.move_platform(db, before, after)
        db.commit()
    return moved


def test_registered_again_classes_and_people_go_over(lms: Lms) -> None:
    root = come(lms, "teacher_resource_launch")
    come(lms, "pupil_resource_launch")
    offer(lms, root, "Zoé", "faire des crêpes")
    second(lms)
    moved = move(lms)
    assert (moved.classes, moved.accounts, moved.doubles) == (1, 2, 0)
    lms.client_id = "tool-2"
    assert come(lms, "pupil_resource_launch") == root
    assert len(rows(lms, Membership)) == 2


def test_an_empty_double_made_meanwhile_goes(lms: Lms) -> None:
    root = come(lms, "teacher_resource_launch")
    come(lms, "pupil_resource_launch")
    offer(lms, root, "Zoé", "faire des crêpes")
    second(lms)
    lms.client_id = "tool-2"
    double = come(lms, "pupil_resource_launch")
    assert double != root
    moved = move(lms)
    assert moved.doubles == 1
    assert come(lms, "pupil_resource_launch") == root
    assert len(rows(lms, Classroom)) == 1
    assert len(rows(lms, Membership)) == 2
    assert len(rows(lms, Person)) == 2
    assert len(rows(lms, LoginIdentity)) == 2


def test_two_classes_with_cards_never_become_one_silently(lms: Lms) -> None:
    root = come(lms, "pupil_resource_launch")
    offer(lms, root, "Zoé", "faire des crêpes")
    second(lms)
    lms.client_id = "tool-2"
    double = come(lms, "pupil_resource_launch")
    offer(lms, double, "Zoé", "jouer aux échecs")
    with pytest.raises(platforms.PlatformError, match="both have"):
        move(lms)
    assert come(lms, "pupil_resource_launch") == double
    lms.client_id = "tool-1"
    assert come(lms, "pupil_resource_launch") == root


def test_an_account_in_another_course_of_the_new_registration_stays_one_person(lms: Lms) -> None:
    come(lms, "pupil_resource_launch")
    second(lms)
    lms.client_id = "tool-2"
    come(lms, "pupil_second_course")
    move(lms)
    assert len(rows(lms, Person)) == 1
    assert len(rows(lms, Membership)) == 2


def test_the_old_registration_is_switched_off(lms: Lms) -> None:
    second(lms)
    move(lms)
    (old,) = [one for one in rows(lms, Platform) if one.client_id == "tool-1"]
    assert not old.active


def test_the_school_stays_the_one_it_was(lms: Lms) -> None:
    root = come(lms, "pupil_resource_launch")
    second(lms, school="Another name")
    move(lms)
    lms.client_id = "tool-2"
    come(lms, "pupil_resource_launch")
    (classroom,) = rows(lms, Classroom)
    assert f"/c/{classroom.id}" == root
    names = {one.id: one.name for one in rows(lms, School)}
    assert names[classroom.school_id] == "École Marie-Curie"


# --- a new school year


@pytest.fixture
def autumn() -> None:
    """Let it be October 2026."""
    clock.set_clock(lambda: datetime(2026, 10, 5, 9, 0, tzinfo=UTC))


def next_autumn() -> None:
    clock.set_clock(lambda: datetime(2027, 9, 6, 9, 0, tzinfo=UTC))


def test_nothing_is_said_of_the_year_while_it_lasts(lms: Lms, autumn: None) -> None:
    browser = lms.browser(accept_language="en")
    root = come(lms, "teacher_resource_launch", browser)
    text = browser.get(root + "/course").get_data(as_text=True)
    assert "school year 2026–2027" in text
    assert "has begun" not in text
    assert post(browser, root, "/course/year/new").status_code == 422
    assert len(rows(lms, Classroom)) == 1


def test_a_new_year_begins_with_an_empty_class_in_the_same_course(lms: Lms, autumn: None) -> None:
    root = come(lms, "pupil_resource_launch")
    offer(lms, root, "Zoé", "faire des crêpes")
    next_autumn()
    browser = lms.browser(accept_language="en")
    assert come(lms, "teacher_resource_launch", browser) == root
    assert "2027–2028 has begun" in browser.get(root + "/course").get_data(as_text=True)
    answer = post(browser, root, "/course/year/new")
    assert answer.status_code == 303
    check_html(browser.get(answer.location))
    new = come(lms, "teacher_resource_launch", browser)
    assert new != root
    # The same Zoé, in another class; her card is kept in the old one.
    assert come(lms, "pupil_resource_launch") == new
    assert len(rows(lms, Person)) == 2
    assert [str(one.classroom_id) for one in rows(lms, Offer)] == [root.removeprefix("/c/")]


def test_a_double_click_begins_one_year(lms: Lms, autumn: None) -> None:
    browser = lms.browser()
    root = come(lms, "teacher_resource_launch", browser)
    next_autumn()
    come(lms, "teacher_resource_launch", browser)
    post(browser, root, "/course/year/new")
    post(browser, root, "/course/year/new")
    assert len(rows(lms, Classroom)) == 2


def test_one_can_go_back_while_the_new_class_is_empty(lms: Lms, autumn: None) -> None:
    root = come(lms, "pupil_resource_launch")
    offer(lms, root, "Zoé", "faire des crêpes")
    next_autumn()
    browser = lms.browser(accept_language="en")
    come(lms, "teacher_resource_launch", browser)
    post(browser, root, "/course/year/new")
    new = come(lms, "teacher_resource_launch", browser)
    come(lms, "pupil_resource_launch")
    assert "class of 2026–2027 again" in browser.get(new + "/course").get_data(as_text=True)
    assert post(browser, new, "/course/year/back").status_code == 200
    assert come(lms, "pupil_resource_launch") == root
    assert len(rows(lms, Classroom)) == 1
    assert len(rows(lms, Person)) == 2


def test_one_cannot_go_back_over_somebodys_cards(lms: Lms, autumn: None) -> None:
    browser = lms.browser()
    root = come(lms, "teacher_resource_launch", browser)
    next_autumn()
    come(lms, "teacher_resource_launch", browser)
    post(browser, root, "/course/year/new")
    new = come(lms, "teacher_resource_launch", browser)
    come(lms, "pupil_resource_launch")
    offer(lms, new, "Zoé", "faire des crêpes")
    assert post(browser, new, "/course/year/back").status_code == 422
    assert come(lms, "pupil_resource_launch") == new


def test_the_same_class_may_go_on(lms: Lms, autumn: None) -> None:
    browser = lms.browser(accept_language="en")
    root = come(lms, "teacher_resource_launch", browser)
    next_autumn()
    come(lms, "teacher_resource_launch", browser)
    assert post(browser, root, "/course/year/same").status_code == 303
    text = browser.get(root + "/course").get_data(as_text=True)
    assert "school year 2027–2028" in text
    assert "has begun" not in text


# --- another course, another Moodle


def code_of(browser: FlaskClient, root: str) -> str:
    answer = post(browser, root, "/course/move")
    found = re.search(r">([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})<", answer.get_data(as_text=True))
    assert found is not None
    return found[1]


def elsewhere(lms: Lms) -> Lms:
    """Return another Moodle, where everybody has another number."""
    other = Lms(lms.app, lms.engine, lms.base, lms.answers, client_id="other", issuer=OTHER)
    other.register(school="Collège Verne")
    return other


def test_a_class_goes_on_in_another_moodle(lms: Lms) -> None:
    teacher = lms.browser(accept_language="en")
    root = come(lms, "teacher_resource_launch", teacher)
    come(lms, "pupil_resource_launch")
    offer(lms, root, "Zoé", "faire des crêpes")
    code = code_of(teacher, root)
    other = elsewhere(lms)
    there = other.browser(accept_language="en")
    new = come(other, "teacher_resource_launch", there, sub="903")
    assert new != root
    answer = post(there, new, "/course/move/here", code=code.lower().replace("-", " "))
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert come(other, "teacher_resource_launch", there, sub="903") == root
    # The teacher is who she was; Zoé is recognised by her name, and the teacher confirms.
    assert come(other, "pupil_resource_launch", sub="906") == root
    assert len(rows(lms, Classroom)) == 1
    text = there.get(root + "/people").get_data(as_text=True)
    assert "Who has come?" in text
    (newcomer,) = [one for one in rows(lms, Membership) if one.maybe_id]
    assert post(there, root, f"/people/{newcomer.id}/same").status_code == 303
    members = rows(lms, Membership)
    assert len(members) == 2
    assert {one.role for one in members if one.first_launch_at} == {"teacher", "pupil"}
    (card,) = rows(lms, Offer)
    assert card.membership_id in {one.id for one in members}
    (classroom,) = rows(lms, Classroom)
    assert {one.id: one.name for one in rows(lms, School)}[classroom.school_id] == "Collège Verne"


def test_in_another_course_of_the_same_moodle_everybody_is_known(lms: Lms) -> None:
    teacher = lms.browser(accept_language="en")
    root = come(lms, "teacher_resource_launch", teacher)
    come(lms, "pupil_resource_launch")
    code = code_of(teacher, root)
    second_course = {CLAIM + "context": {"id": "77", "title": "CM2 bis"}}
    new = come(lms, "teacher_resource_launch", teacher, **second_course)
    moved = post(teacher, new, "/course/move/here", code=code)
    assert moved.status_code == 200, moved.get_data(as_text=True)
    assert come(lms, "pupil_resource_launch", **second_course) == root
    assert not [one for one in rows(lms, Membership) if one.maybe_id]
    assert len(rows(lms, Membership)) == 2


def test_a_code_is_good_once_and_for_a_month(lms: Lms) -> None:
    teacher = lms.browser(accept_language="en")
    root = come(lms, "teacher_resource_launch", teacher)
    code = code_of(teacher, root)
    course = {CLAIM + "context": {"id": "77", "title": "CM2 bis"}}
    another = {CLAIM + "context": {"id": "78", "title": "CM2 ter"}}
    new = come(lms, "teacher_resource_launch", teacher, **course)
    wrong = post(teacher, new, "/course/move/here", code="AAAA-BBBB-CCCC")
    assert wrong.status_code == 422
    assert "AAAA-BBBB-CCCC" in wrong.get_data(as_text=True)
    post(teacher, new, "/course/move/here", code=code)
    third = come(lms, "teacher_resource_launch", teacher, **another)
    assert post(teacher, third, "/course/move/here", code=code).status_code == 422
    come(lms, "teacher_resource_launch", teacher)
    late = code_of(teacher, root)
    pass_time(timedelta(days=30, seconds=1))
    third = come(lms, "teacher_resource_launch", teacher, **another)
    assert post(teacher, third, "/course/move/here", code=late).status_code == 422


def test_a_class_with_cards_gives_way_to_none(lms: Lms) -> None:
    teacher = lms.browser(accept_language="en")
    root = come(lms, "teacher_resource_launch", teacher)
    code = code_of(teacher, root)
    course = {CLAIM + "context": {"id": "77", "title": "CM2 bis"}}
    new = come(lms, "teacher_resource_launch", teacher, **course)
    offer(lms, new, "Aïssatou", "coudre")
    assert 'name="code"' not in teacher.get(new + "/course").get_data(as_text=True)
    assert post(teacher, new, "/course/move/here", code=code).status_code == 422
    # Refused, the code is as good as before.
    third = come(
        lms, "teacher_resource_launch", teacher, **{CLAIM + "context": {"id": "78", "title": "x"}}
    )
    assert post(teacher, third, "/course/move/here", code=code).status_code == 200


def test_a_colleague_takes_over_as_a_teacher_of_her_own(lms: Lms) -> None:
    teacher = lms.browser(accept_language="en")
    root = come(lms, "teacher_resource_launch", teacher)
    code = code_of(teacher, root)
    other = elsewhere(lms)
    there = other.browser(accept_language="en")
    named = {"given_name": "Inès", "family_name": "Roux"}
    new = come(other, "teacher_resource_launch", there, sub="950", **named)
    post(there, new, "/course/move/here", code=code)
    assert come(other, "teacher_resource_launch", there, sub="950", **named) == root
    assert sorted(one.shown_name for one in rows(lms, Membership)) == [
        "Aïssatou Diallo",
        "Inès Roux",
    ]


def test_the_operator_gives_the_code_where_the_old_moodle_is_gone(lms: Lms) -> None:
    root = come(lms, "teacher_resource_launch")
    classroom_id = UUID(root.removeprefix("/c/"))
    with open_session(lms.engine, writes=True) as db:
        platform = db.scalars(select(Platform)).one()
        (line,) = platforms.classes(db, platform)
        assert line.startswith(f"{classroom_id}  20")
        assert "École Marie-Curie" in line
        code = moving.code_by_operator(db, classroom_id)
        db.commit()
    other = elsewhere(lms)
    there = other.browser(accept_language="en")
    new = come(other, "teacher_resource_launch", there, sub="903")
    assert post(there, new, "/course/move/here", code=code).status_code == 200
    assert come(other, "teacher_resource_launch", there, sub="903") == root


def test_there_is_no_code_for_a_class_that_is_none(lms: Lms) -> None:
    with (
        open_session(lms.engine, writes=True) as db,
        pytest.raises(platforms.PlatformError, match="no class"),
    ):
        moving.code_by_operator(db, UUID(int=1))


def test_two_moodles_never_meet_by_their_numbers(lms: Lms) -> None:
    other = elsewhere(lms)
    assert come(lms, "pupil_resource_launch") != come(other, "pupil_resource_launch")
    assert len(rows(lms, Person)) == 2
    third = Lms(lms.app, lms.engine, lms.base, lms.answers, client_id="third")
    third.register(client_id="third")
    come(third, "pupil_resource_launch")
    assert len(rows(lms, Classroom)) == 3
    assert len(rows(lms, ContextLink)) == 3
