"""The teacher chooses, inside the LMS, what the activity opens on."""

import re
from html import unescape
from typing import Any

import jwt
import pytest
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner
from sqlalchemy import select
from werkzeug.test import TestResponse

from rers_school import clock
from rers_school.classroom.models import Classroom
from rers_school.db import open_session, unscoped
from rers_school.lti import platforms
from rers_school.lti.deep_linking import PAGES, SETTINGS
from tests.factories import check_html
from tests.lti.platform import CLAIM, DROP, Lms, capture, refused

ITEMS = "https://purl.imsglobal.org/spec/lti-dl/claim/content_items"
DATA = "https://purl.imsglobal.org/spec/lti-dl/claim/data"
BACK = capture("deep_linking_request")[SETTINGS]["deep_link_return_url"]
# A launch answers with the way into the class; a choice is made in the page itself.
NO_COOKIE = "__Secure-rers="


def asks(**changes: Any) -> dict[str, Any]:
    """Return the settings of a captured request, changed."""
    said = capture("deep_linking_request")[SETTINGS] | changes
    return {SETTINGS: {name: value for name, value in said.items() if value is not DROP}}


def ask(lms: Lms, browser: FlaskClient | None = None, **changes: Any) -> TestResponse:
    return lms.launch(browser or lms.browser(), "deep_linking_request", changes or {})


def sealed(page: TestResponse) -> str:
    found = re.search(r'name="request" value="([^"]+)"', page.get_data(as_text=True))
    assert found is not None
    return unescape(found[1])


def choose(lms: Lms, page: TestResponse, *pages: str, **more: str) -> TestResponse:
    fields = {"request": sealed(page), "page": list(pages), **more}
    return lms.browser().post("/lti/choose", data=fields)


def answer_of(lms: Lms, response: TestResponse) -> dict[str, Any]:
    """Return the answer that the page carries, its signature checked with the tool's own keys."""
    check_html(response)
    found = re.search(r'name="JWT" value="([^"]+)"', response.get_data(as_text=True))
    assert found is not None
    keys = jwt.PyJWKSet.from_dict(lms.browser().get("/lti/jwks").get_json())
    kid = jwt.get_unverified_header(found[1])["kid"]
    said: dict[str, Any] = jwt.decode(
        found[1], keys[kid], algorithms=["RS256"], audience=lms.issuer, issuer=lms.client_id
    )
    return said


def test_a_captured_request_shows_every_page_to_choose(lms: Lms) -> None:
    page = ask(lms)
    check_html(page)
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    assert re.findall(r'type="checkbox" name="page" value="(\w+)"', text) == list(PAGES)
    assert NO_COOKIE not in " ".join(page.headers.getlist("Set-Cookie"))


def test_several_pages_become_several_activities(lms: Lms) -> None:
    response = choose(lms, ask(lms), "wall", "today")
    said = answer_of(lms, response)
    assert said[CLAIM + "message_type"] == "LtiDeepLinkingResponse"
    assert said[CLAIM + "version"] == "1.3.0"
    assert said[CLAIM + "deployment_id"] == "1"
    assert DATA not in said
    assert [(one["type"], one["custom"]) for one in said[ITEMS]] == [
        ("ltiResourceLink", {"rers_open": "today"}),
        ("ltiResourceLink", {"rers_open": "wall"}),
    ]
    assert {one["url"] for one in said[ITEMS]} == {"http://localhost/lti/launch"}
    text = response.get_data(as_text=True)
    assert f'action="{BACK}"'.replace("&", "&amp;") in text
    policy = response.headers["Content-Security-Policy"]
    assert "form-action http://127.0.0.1:8090;" in policy


def test_the_answer_is_not_from_the_future(lms: Lms) -> None:
    said = answer_of(lms, choose(lms, ask(lms), "wall"))
    age = clock.now().timestamp() - said["iat"]
    assert 2 < age < 60


def test_where_one_is_wanted_one_goes(lms: Lms) -> None:
    page = ask(lms, **asks(accept_multiple=False))
    assert 'type="radio"' in page.get_data(as_text=True)
    said = answer_of(lms, choose(lms, page, "wall", "today"))
    assert len(said[ITEMS]) == 1


@pytest.mark.parametrize("fields", [{"cancel": "1"}, {}])
def test_nothing_may_be_chosen(lms: Lms, fields: dict[str, str]) -> None:
    pages = ("wall",) if fields else ()
    assert answer_of(lms, choose(lms, ask(lms), *pages, **fields))[ITEMS] == []


def test_pages_that_do_not_exist_are_not_chosen(lms: Lms) -> None:
    said = answer_of(lms, choose(lms, ask(lms), "wall", "admin", "<script>"))
    assert [one["custom"]["rers_open"] for one in said[ITEMS]] == ["wall"]


def test_what_the_platform_wants_back_comes_back(lms: Lms) -> None:
    page = ask(lms, **asks(data="what the platform keeps in mind"))
    assert answer_of(lms, choose(lms, page, "wall"))[DATA] == "what the platform keeps in mind"


def test_titles_are_in_the_courses_language_and_the_page_in_the_teachers(lms: Lms) -> None:
    # The class was made by a French launch; the teacher of the capture reads English.
    lms.launch(lms.browser(), "pupil_lang_fr")
    with open_session(lms.engine) as db, unscoped(db, "the test looks at every class"):
        assert db.scalars(select(Classroom.language)).all() == ["fr"]
    page = ask(lms)
    text = page.get_data(as_text=True)
    assert "What does the activity open on?" in text
    assert "Le mur des savoirs" in text
    (item,) = answer_of(lms, choose(lms, page, "wall"))[ITEMS]
    assert item["title"] == "Le mur des savoirs"
    assert item["text"]


def test_pupils_do_not_choose(lms: Lms) -> None:
    roles = {CLAIM + "roles": [CLAIM.replace("spec/lti/claim/", "") + "x", "Learner"]}
    refused(ask(lms, **roles), lms, "teachers_choose")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({SETTINGS: DROP}, "claim_malformed"),
        ({SETTINGS: []}, "claim_malformed"),
        (asks(deep_link_return_url=DROP), "choice_impossible"),
        (asks(deep_link_return_url="javascript:alert(1)"), "choice_impossible"),
        (asks(deep_link_return_url="https://x.example/\nSet-Cookie: a"), "choice_impossible"),
        (asks(deep_link_return_url=7), "choice_impossible"),
        (asks(accept_types=["file", "html"]), "choice_impossible"),
        (asks(accept_types="ltiResourceLink"), "choice_impossible"),
        (asks(data={"x": 1}), "claim_malformed"),
        (asks(data="x" * 20_001), "claim_malformed"),
        ({CLAIM + "context": DROP}, "no_context"),
    ],
)
def test_a_request_that_is_not_in_order_is_refused(
    lms: Lms, changes: dict[str, Any], code: str
) -> None:
    refused(lms.launch(lms.browser(), "deep_linking_request", changes), lms, code)


def test_a_choice_waits_for_an_hour(lms: Lms, monkeypatch: pytest.MonkeyPatch) -> None:
    page = ask(lms)
    now = TimestampSigner("x").get_timestamp()
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: now + 3602)
    refused(choose(lms, page, "wall"), lms, "choice_over")


@pytest.mark.parametrize("forged", ["", "x", "W10.x.y"])
def test_a_choice_that_nobody_asked_for_is_refused(lms: Lms, forged: str) -> None:
    answer = lms.browser().post("/lti/choose", data={"request": forged, "page": "wall"})
    refused(answer, lms, "choice_over")


def test_a_registration_that_was_switched_off_answers_nothing(lms: Lms) -> None:
    page = ask(lms)
    with open_session(lms.engine, writes=True) as db:
        platforms.activate(db, issuer=lms.issuer, client_id=lms.client_id, active=False)
        db.commit()
    refused(choose(lms, page, "wall"), lms, "deployment_inactive")


@pytest.mark.parametrize(
    ("name", "chosen", "where"),
    [
        ("teacher_resource_launch", "wall", "/wall"),
        ("teacher_resource_launch", "introductions", "/introductions"),
        ("teacher_resource_launch", "gathering", "/together"),
        ("teacher_resource_launch", "today", "/class/today"),
        ("pupil_resource_launch", "wall", "/wall"),
        ("pupil_resource_launch", "introductions", None),
        ("pupil_resource_launch", "gathering", "/together"),
        ("pupil_resource_launch", "https://evil.example", None),
        ("pupil_resource_launch", 7, None),
    ],
)
def test_the_choice_arrives_with_every_launch(
    lms: Lms, name: str, chosen: object, where: str | None
) -> None:
    browser = lms.browser()
    launched = lms.launch(browser, name, {CLAIM + "custom": {"rers_open": chosen}})
    assert launched.status_code == 303
    first = browser.get(launched.location)
    if where is None:
        assert first.status_code == 200
    else:
        assert first.location.endswith(where)
        assert browser.get(first.location).status_code == 200


def test_a_custom_claim_of_another_kind_is_no_hindrance(lms: Lms) -> None:
    for custom in ([], "x", None, {"rers_open": {"a": 1}}):
        assert lms.launch(lms.browser(), changes={CLAIM + "custom": custom}).status_code == 303


def test_the_choice_survives_the_way_over_a_tab_of_its_own(lms: Lms) -> None:
    first = lms.browser()
    begun = lms.begin(first)
    token = lms.sign(
        lms.claims("pupil_resource_launch", begun.nonce, {CLAIM + "custom": {"rers_open": "wall"}})
    )
    # Another jar: no cookie comes back from the same computer.
    offered = lms.send(lms.browser(), begun.state, token)
    link = re.search(r'href="(/c/[^"]+/tab/[^"]+)"', offered.get_data(as_text=True))
    assert link is not None
    tab = lms.browser()
    opened = tab.get(unescape(link[1]))
    assert tab.get(opened.location).location.endswith("/wall")
