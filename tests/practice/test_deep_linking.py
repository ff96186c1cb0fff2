"""A teacher adds activities: the tool is asked, its answer is checked, the course holds them."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import html5lib
import pytest
from werkzeug.test import TestResponse

from .helpers import (
    CLAIM,
    CLIENT_ID,
    ISSUER,
    TOOL,
    Browser,
    ToolSigner,
    auth_request,
    capture,
    person,
    posted_form,
)
from .standin import ADMIN, CONTENT, HOME, StandIn, frame_address

SETTINGS = f"{CONTENT}deep_linking_settings"
NRPS_CLAIM = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
MARKS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
TEACHER = "mme-diallo"


def items_of_moodle() -> list[dict[str, Any]]:
    """Return the three items that a real Moodle took, at our tool's address."""
    items = capture("deep_linking_response_three")[f"{CONTENT}content_items"]
    text = json.dumps(items, ensure_ascii=False).replace("http://localhost:5055", HOME)
    changed: list[dict[str, Any]] = json.loads(text)
    return changed


def ask(tool: StandIn) -> TestResponse:
    """Return the form with which the teacher's page asks the tool for contents."""
    return tool.browser.get(person(TEACHER, f"/course/2/contents/{tool.deployment_id}"))


def return_url(tool: StandIn) -> str:
    url: str = tool.claims(ask(tool))[SETTINGS]["deep_link_return_url"]
    return url


def answer(tool: StandIn, items: Any, **changes: Any) -> TestResponse:
    return tool.browser.post(return_url(tool), {"JWT": tool.offer(items, **changes)})


def tabs(browser: Browser, slug: str = TEACHER) -> list[tuple[str, str]]:
    """Return the titles and addresses of the course's activities; none where there is one."""
    page = browser.get(person(slug, "/course/2")).text
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    for nav in tree.iterfind(".//nav"):
        if nav.get("aria-label", "").startswith("Activités"):
            return [(link.text, link.get("href")) for link in nav.iterfind("a")]
    return []


def link_ids(browser: Browser) -> dict[str, str]:
    """Return the resource links of the added activities by their titles."""
    return {
        title: parse_qs(urlsplit(href).query)["activity"][0] for title, href in tabs(browser)[1:]
    }


def test_the_login_is_begun_as_in_moodle(standin: StandIn) -> None:
    action, fields = posted_form(ask(standin).text)
    moodles = capture("claims_deep_linking_request")["login_initiation"]
    assert action == f"{HOME}/login"
    assert fields.keys() == moodles.keys()
    assert fields["target_link_uri"] == f"{HOME}/launch?dl=1"
    hint = json.loads(fields["lti_message_hint"])
    assert hint.keys() == json.loads(moodles["lti_message_hint"]).keys()
    assert hint["launchid"].startswith("ltilaunch_ContentItemSelectionRequest")


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("claims_deep_linking_request", False),
        ("claims_deep_linking_request_tool_already_in_course", True),
    ],
)
def test_the_request_has_the_claims_of_moodles(standin: StandIn, name: str, known: bool) -> None:
    if known:
        answer(standin, [{"type": "ltiResourceLink"}])
    claims, moodles = standin.claims(ask(standin)), capture(name)["claims"]
    assert claims.keys() == moodles.keys() - {"email", MARKS}
    assert (NRPS_CLAIM in claims) == known
    for part in ("message_type", "version", "roles", "context"):
        assert claims[CLAIM + part] == moodles[CLAIM + part]
    assert claims[f"{CLAIM}launch_presentation"].keys() == {"locale"}
    assert claims[f"{CLAIM}custom"].keys() == moodles[f"{CLAIM}custom"].keys() - {"ctx_hist"}
    varying = {"deep_link_return_url", "title", "text"}
    ours, theirs = claims[SETTINGS], moodles[SETTINGS]
    assert ours.keys() == theirs.keys()
    assert {key: ours[key] for key in ours.keys() - varying} == {
        key: theirs[key] for key in theirs.keys() - varying
    }
    assert parse_qs(urlsplit(ours["deep_link_return_url"]).query).keys() == {
        "course",
        "id",
        "sesskey",
    }


def test_several_items_become_several_activities(browser: Browser, standin: StandIn) -> None:
    assert tabs(browser) == []
    done = answer(standin, items_of_moodle())
    assert done.status_code == 200
    assert person(TEACHER, "/course/2") in done.text
    titles = [title for title, _ in tabs(browser)]
    offered = [item["title"] for item in items_of_moodle()]
    assert titles == ["Échanges réciproques de savoirs", *offered]
    assert [title for title, _ in tabs(browser, "zoe")] == titles
    # The first one is shown as before; the others under addresses of their own.
    assert frame_address(browser.get(person("zoe", "/course/2")).text) == "/practice/launch/2/1"
    for title, href in tabs(browser, "zoe"):
        page = browser.get(f"http://zoe.localhost:8600{href}")
        assert f"<h1>{title}</h1>" in page.text


def test_an_item_is_in_every_launch_of_its_activity(browser: Browser, standin: StandIn) -> None:
    answer(standin, items_of_moodle())
    links, seen = link_ids(browser), set()
    for item in items_of_moodle():
        link_id = links[item["title"]]
        for slug in ("zoe", TEACHER):
            claims = standin.claims(browser.get(person(slug, f"/launch/2/{link_id}")))
            assert claims[f"{CLAIM}resource_link"] == {
                "id": link_id,
                "title": item["title"],
                "description": item.get("text", ""),
            }
            custom = claims[f"{CLAIM}custom"]
            assert {key: custom[key] for key in item["custom"]} == item["custom"]
            assert custom["tool_level"] == "dyn"
            assert custom["context_memberships_url"].startswith(f"{ISSUER}/nrps/")
            target = item.get("url", f"{HOME}/launch")
            assert claims[f"{CLAIM}target_link_uri"] == target
            seen.add(link_id)
    assert len(seen) == 3


def test_the_login_of_an_item_names_its_own_address(browser: Browser, standin: StandIn) -> None:
    answer(standin, items_of_moodle()[:1])
    (link_id,) = link_ids(browser).values()
    fields = posted_form(browser.get(person("zoe", f"/launch/2/{link_id}")).text)[1]
    assert fields["target_link_uri"] == f"{HOME}/launch?session=automne"
    assert json.loads(fields["lti_message_hint"])["cmid"] == 100 + int(link_id)


def test_a_copy_is_another_link_with_the_same_custom(browser: Browser, standin: StandIn) -> None:
    answer(standin, items_of_moodle()[:1])
    ((title, link_id),) = link_ids(browser).items()
    url = person(TEACHER, "/course/2/duplicate")
    assert browser.post(person("zoe", "/course/2/duplicate"), {}).status_code == 403
    assert browser.post(url, {"activity": "99"}).status_code == 404
    assert browser.post(url, {"activity": link_id}).status_code == 303
    copy_id = link_ids(browser)[f"{title} (copie)"]
    first, copy = (
        standin.claims(browser.get(person("zoe", f"/launch/2/{one}"))) for one in (link_id, copy_id)
    )
    moodles = capture("claims_pupil_duplicated_activity")["claims"]
    assert copy[f"{CLAIM}resource_link"]["id"] == copy_id != link_id
    assert copy[f"{CLAIM}resource_link"].keys() == moodles[f"{CLAIM}resource_link"].keys()
    for part in ("custom", "target_link_uri", "context"):
        assert copy[CLAIM + part] == first[CLAIM + part]


def test_no_items_add_nothing(browser: Browser, standin: StandIn) -> None:
    done = answer(standin, [])
    assert done.status_code == 200
    assert "Rien n" in done.text
    assert tabs(browser) == []


def test_an_item_without_a_title_is_called_as_the_tool(browser: Browser, standin: StandIn) -> None:
    answer(standin, [{"type": "ltiResourceLink"}])
    assert link_ids(browser).keys() == {"Stand-in"}


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": CLIENT_ID},
        {"iss": None},
        {"aud": TOOL},
        {"aud": f"{ISSUER}/token"},
        {"aud": None},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"iat": 4_000_000_000},
        {"iat": None},
        {"nonce": None},
        {f"{CLAIM}deployment_id": "1"},
        {f"{CLAIM}deployment_id": None},
        {f"{CLAIM}message_type": "LtiResourceLinkRequest"},
        {f"{CLAIM}version": "1.1"},
        {f"{CONTENT}content_items": "none"},
    ],
    ids=str,
)
def test_a_wrong_answer_adds_nothing_and_says_why(
    browser: Browser, standin: StandIn, changes: dict[str, Any]
) -> None:
    refused = answer(standin, items_of_moodle(), **changes)
    assert refused.status_code == 400
    assert "<code" in refused.text
    assert tabs(browser) == []


@pytest.mark.parametrize(
    "item",
    [
        {"type": "link", "url": f"{HOME}/x"},
        {"type": "html", "html": "<p>"},
        {"title": "no type"},
        "ltiResourceLink",
        {"type": "ltiResourceLink", "url": "http://elsewhere.example/launch"},
        {"type": "ltiResourceLink", "url": "http://localhost:8600/launch"},
        {"type": "ltiResourceLink", "url": "javascript:alert(1)"},
        {"type": "ltiResourceLink", "url": "javascript://localhost:8700/%0Aalert(1)"},
        {"type": "ltiResourceLink", "custom": {"n": 7}},
        {"type": "ltiResourceLink", "custom": ["n"]},
        {"type": "ltiResourceLink", "title": 7},
    ],
    ids=str,
)
def test_one_wrong_item_spoils_the_answer(browser: Browser, standin: StandIn, item: Any) -> None:
    assert answer(standin, [*items_of_moodle(), item]).status_code == 400
    assert tabs(browser) == []


def test_an_answer_counts_once(browser: Browser, standin: StandIn) -> None:
    url, jwt = return_url(standin), standin.offer([{"type": "ltiResourceLink"}])
    assert browser.post(url, {"JWT": jwt}).status_code == 200
    assert browser.post(url, {"JWT": jwt}).status_code == 400
    assert browser.post(return_url(standin), {"JWT": jwt}).status_code == 400
    assert len(tabs(browser)) == 2


def test_another_key_signs_nothing(
    browser: Browser, standin: StandIn, signer: ToolSigner, other_signer: ToolSigner
) -> None:
    standin.signer = ToolSigner(signer.kid, other_signer.private_key)
    assert answer(standin, items_of_moodle()).status_code == 400
    for jwt in ("", "x.y.z"):
        assert browser.post(return_url(standin), {"JWT": jwt}).status_code == 400
    assert tabs(browser) == []


def test_an_answer_needs_the_key_of_its_request(browser: Browser, standin: StandIn) -> None:
    jwt = standin.offer(items_of_moodle())
    for sesskey in ("", "?sesskey=invented", "?course=2&id=2"):
        url = f"{ISSUER}/contentitem_return{sesskey}"
        assert browser.post(url, {"JWT": jwt}).status_code == 400
    assert tabs(browser) == []


def test_an_answer_of_one_tool_does_not_fit_the_request_to_another(
    browser: Browser, standin: StandIn
) -> None:
    page = browser.get(person(TEACHER, "/course/2/contents/1"))
    action, login = posted_form(page.text)
    assert action == f"{TOOL}/lti/login"
    fields = posted_form(browser.get(f"{ISSUER}/auth", query_string=auth_request(login)).text)[1]
    url = browser.verified(fields["id_token"])[SETTINGS]["deep_link_return_url"]
    assert browser.post(url, {"JWT": standin.offer(items_of_moodle())}).status_code == 400
    own = standin.offer(items_of_moodle(), iss=CLIENT_ID, **{f"{CLAIM}deployment_id": "1"})
    # Signed by the right key, but the items belong to another host.
    assert browser.post(url, {"JWT": own}).status_code == 400
    assert tabs(browser) == []


def test_pupils_add_nothing(browser: Browser, standin: StandIn) -> None:
    deployment = standin.deployment_id
    assert "/course/2/add" not in browser.get(person("zoe", "/course/2")).text
    assert browser.get(person("zoe", "/course/2/add")).status_code == 403
    assert browser.get(person("zoe", f"/course/2/contents/{deployment}")).status_code == 403
    add = person("zoe", "/course/2/add")
    assert browser.post(add, {"tool": deployment}).status_code == 403
    assert tabs(browser) == []


def test_a_teacher_who_became_a_pupil_meanwhile_adds_nothing(
    browser: Browser, standin: StandIn
) -> None:
    begun, url = ask(standin), return_url(standin)
    browser.post(person(TEACHER, "/course/2/role"), {"role": "student"})
    assert "access_denied" in standin.authenticate(begun).text
    done = browser.post(url, {"JWT": standin.offer(items_of_moodle())})
    assert done.status_code == 400
    browser.post(person(TEACHER, "/course/2/role"), {"role": "own"})
    assert tabs(browser) == []


def test_one_tool_is_opened_at_once_and_of_several_one_is_chosen(
    browser: Browser, standin: StandIn
) -> None:
    add = person(TEACHER, "/course/2/add")
    page = browser.get(add).text
    assert "<iframe" not in page
    assert "Stand-in" in page
    chosen = browser.get(f"{add}?tool={standin.deployment_id}")
    assert frame_address(chosen.text) == f"/practice/course/2/contents/{standin.deployment_id}"
    assert browser.get(f"{add}?tool=99").status_code == 404
    standin.administrate("delete")
    assert frame_address(browser.get(add).text) == "/practice/course/2/contents/1"


def test_an_activity_lasts_over_a_restart(browser: Browser, standin: StandIn, start: Any) -> None:
    answer(standin, items_of_moodle())
    before = tabs(browser)
    again = start()
    assert tabs(again) == before
    standin.browser = again
    ((_, link_id), *_) = link_ids(again).items()
    claims = standin.claims(again.get(person("zoe", f"/launch/2/{link_id}")))
    assert claims[f"{CLAIM}custom"]["rers_session"] == "automne-2026"


def test_names_are_shared_by_each_activity_for_itself(browser: Browser, standin: StandIn) -> None:
    browser.post(f"{ADMIN}/tools/{standin.number}/names", {"names": "delegate"})
    answer(standin, items_of_moodle()[:2])
    one, two = link_ids(browser).values()
    url = person(TEACHER, "/course/2/names")
    assert browser.post(url, {"shared": "no", "activity": one}).status_code == 303
    named = {
        link_id: "name" in standin.claims(browser.get(person("zoe", f"/launch/2/{link_id}")))
        for link_id in (one, two)
    }
    assert named == {one: False, two: True}
    assert browser.claims("zoe")["name"] == "Zoé Bérénger"
