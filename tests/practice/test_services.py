"""What the tool asks for by itself: a token, the members, the keys."""

import json
import time

import pytest
from werkzeug.test import TestResponse

from rers_school.practice.settings import PracticeSettings, registration_facts

from .helpers import (
    CLIENT_ID,
    ISSUER,
    NRPS_SCOPE,
    Browser,
    ToolKeySet,
    ToolSigner,
    capture,
    person,
    token_request,
)

MEMBERS = f"{ISSUER}/nrps/CourseSection/2/bindings/1/memberships"
NRPS_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json; charset=utf-8"


def ask(browser: Browser, token: str, query: str = "", url: str = MEMBERS) -> TestResponse:
    return browser.get(url + query, headers={"Authorization": f"Bearer {token}"})


def test_a_token_is_answered_as_moodle_does(browser: Browser, signer: ToolSigner) -> None:
    answer = browser.post(f"{ISSUER}/token", token_request(signer.assertion()))
    moodles = capture("token_response")
    assert answer.status_code == moodles["status"]
    assert answer.headers["Content-Type"] == moodles["headers"]["Content-Type"]
    body = json.loads(answer.text)
    assert body.keys() == moodles["body"].keys()
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 3600)
    assert len(body["access_token"]) == len(moodles["body"]["access_token"])


def test_only_the_scope_of_the_members_is_granted(browser: Browser, signer: ToolSigner) -> None:
    score = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
    both = token_request(signer.assertion(), scope=f"{score} {NRPS_SCOPE}")
    assert json.loads(browser.post(f"{ISSUER}/token", both).text)["scope"] == NRPS_SCOPE
    marks = browser.post(f"{ISSUER}/token", token_request(signer.assertion(), scope=score))
    assert (marks.status_code, marks.get_json()["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "somebody-else"},
        {"sub": "somebody-else"},
        {"aud": ISSUER},
        {"aud": "http://127.0.0.1:8600/practice/token/"},
        {"aud": None},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"iat": 4_000_000_000},
        {"iat": None},
        {"jti": None},
    ],
    ids=str,
)
def test_a_wrong_assertion_gets_no_token(
    browser: Browser, signer: ToolSigner, changes: dict[str, str | int | None]
) -> None:
    answer = browser.post(f"{ISSUER}/token", token_request(signer.assertion(**changes)))
    assert (answer.status_code, answer.get_json()["error"]) == (401, "invalid_client")


def test_an_assertion_from_a_clock_two_seconds_ahead_is_refused(
    browser: Browser, signer: ToolSigner
) -> None:
    ahead = signer.assertion(iat=time.time() + 2)
    assert browser.post(f"{ISSUER}/token", token_request(ahead)).status_code == 401


def test_an_assertion_is_used_once(browser: Browser, signer: ToolSigner) -> None:
    request = token_request(signer.assertion())
    statuses = [browser.post(f"{ISSUER}/token", request).status_code for _ in range(2)]
    assert statuses == [200, 401]


def test_an_assertion_signed_by_another_key_is_refused(
    browser: Browser, signer: ToolSigner, other_signer: ToolSigner
) -> None:
    forger = ToolSigner(signer.kid, other_signer.private_key)
    answer = browser.post(f"{ISSUER}/token", token_request(forger.assertion()))
    assert answer.status_code == 401


@pytest.mark.parametrize("assertion", ["", "x.y.z", "no token"])
def test_what_is_no_assertion_gets_no_token(browser: Browser, assertion: str) -> None:
    answer = browser.post(f"{ISSUER}/token", token_request(assertion))
    assert answer.status_code in (400, 401)
    assert answer.get_json()["error"] in ("invalid_request", "invalid_client")


def test_another_grant_is_not_supported(browser: Browser, signer: ToolSigner) -> None:
    wrong = token_request(signer.assertion(), grant_type="password")
    answer = browser.post(f"{ISSUER}/token", wrong)
    assert (answer.status_code, answer.get_json()["error"]) == (400, "unsupported_grant_type")


def test_the_tools_keys_are_kept_and_asked_again_for_a_new_key(
    browser: Browser, signer: ToolSigner, other_signer: ToolSigner, key_set: ToolKeySet
) -> None:
    for _ in range(2):
        request = token_request(signer.assertion())
        assert browser.post(f"{ISSUER}/token", request).status_code == 200
    assert key_set.asked == 1
    key_set.keys = [other_signer.public_jwk()]
    # The key set is not asked for twice within a second.
    time.sleep(1.1)
    request = token_request(other_signer.assertion())
    assert browser.post(f"{ISSUER}/token", request).status_code == 200
    assert key_set.asked == 2


def test_a_tool_whose_keys_are_no_keys_gets_no_token(
    browser: Browser, signer: ToolSigner, key_set: ToolKeySet
) -> None:
    key_set.keys = []
    answer = browser.post(f"{ISSUER}/token", token_request(signer.assertion()))
    assert (answer.status_code, answer.get_json()["error"]) == (401, "invalid_client")


def test_the_members_of_an_activity_are_listed_as_in_moodle(browser: Browser, token: str) -> None:
    answer = ask(browser, token, "?rlid=1")
    moodles = capture("nrps_delegate_rlid_on")["body"]
    assert answer.headers["Content-Type"] == NRPS_TYPE
    body = json.loads(answer.text)
    assert body.keys() == moodles.keys()
    assert body["context"] == moodles["context"]
    assert body["id"] == MEMBERS
    expected = moodles["members"][0].keys() - {"email"}
    assert all(member.keys() == expected for member in body["members"])
    names = [member["family_name"] for member in body["members"]]
    assert names == ["Benali", "Bérénger", "Çelik", "Diallo", "Le Goff", "Marchand", "Okafor"]
    roles = {member["name"]: member["roles"] for member in body["members"]}
    assert roles["Aïssatou Diallo"] == ["Instructor"]
    assert roles["Zoé Bérénger"] == ["Learner"]


def test_the_members_of_a_course_have_no_names(browser: Browser, token: str) -> None:
    members = json.loads(ask(browser, token).text)["members"]
    moodles = capture("nrps_delegate_course")["body"]["members"]
    assert len(members) == 7
    assert all(member.keys() == moodles[0].keys() for member in members)


def test_without_shared_names_no_list_has_names(browser: Browser, token: str) -> None:
    browser.post(person("mme-diallo", "/course/2/names"), {"shared": "no"})
    moodles = capture("nrps_delegate_rlid_off")["body"]["members"]
    answer = ask(browser, token, "?rlid=1")
    members = json.loads(answer.text)["members"]
    assert len(members) == 7
    assert all(member.keys() == moodles[0].keys() for member in members)
    assert "zoe" not in answer.text.lower()


def test_the_list_and_the_launch_agree_on_who_is_who(browser: Browser, token: str) -> None:
    members = json.loads(ask(browser, token, "?rlid=1").text)["members"]
    ids = {member["name"]: member["user_id"] for member in members}
    assert browser.claims("zoe")["sub"] == ids["Zoé Bérénger"]


def test_without_a_limit_the_list_is_whole(browser: Browser, token: str) -> None:
    answer = ask(browser, token, "?from=3")
    assert len(json.loads(answer.text)["members"]) == 7
    assert "Link" not in answer.headers


def test_a_link_leads_to_the_next_page(browser: Browser, token: str) -> None:
    first = ask(browser, token, "?limit=5")
    moodles = capture("nrps_page1")
    link = moodles["headers"]["Link"].replace(moodles["body"]["id"], MEMBERS)
    assert first.headers["Link"] == link
    assert len(json.loads(first.text)["members"]) == 5


@pytest.mark.parametrize(("limit", "pages"), [(1, 7), (3, 3), (7, 1), (50, 1)])
def test_all_pages_together_are_the_whole_list(
    browser: Browser, token: str, limit: int, pages: int
) -> None:
    url, found, count = f"{MEMBERS}?rlid=1&limit={limit}", [], 0
    while url:
        answer, count = ask(browser, token, url=url), count + 1
        found += json.loads(answer.text)["members"]
        link = answer.headers.get("Link", "")
        url = link[1 : link.index(">")] if link else ""
    assert (count, found) == (pages, json.loads(ask(browser, token, "?rlid=1").text)["members"])


@pytest.mark.parametrize("query", ["?limit=many", "?limit=-3", "?limit=0&from=x"])
def test_a_limit_that_is_none_is_ignored(browser: Browser, token: str, query: str) -> None:
    assert len(json.loads(ask(browser, token, query).text)["members"]) == 7


def test_a_role_filters_the_list(browser: Browser, token: str) -> None:
    full = "http://purl.imsglobal.org/vocab/lis/v2/membership%23Instructor"
    for role in ("Instructor", full):
        (teacher,) = json.loads(ask(browser, token, f"?role={role}").text)["members"]
        assert teacher["roles"] == ["Instructor"]


@pytest.mark.parametrize("value", ["Bearer wrong", "Basic abc", "", "Bearer "])
def test_a_bad_token_is_refused_as_in_moodle(browser: Browser, value: str) -> None:
    answer = browser.get(MEMBERS, headers={"Authorization": value} if value else {})
    moodles = capture("nrps_bad_token")
    assert answer.status_code == moodles["status"]
    assert answer.headers["Content-Type"] == moodles["headers"]["Content-Type"]
    body = json.loads(answer.text)
    assert body.keys() == moodles["body"].keys()
    assert body["request"].keys() == moodles["body"]["request"].keys()
    assert body["request"]["url"] == "/practice/nrps/CourseSection/2/bindings/1/memberships"


@pytest.mark.parametrize(
    "path",
    [
        "CourseSection/9/bindings/1/memberships",
        "CourseSection/2/bindings/9/memberships",
        "CourseSection/2/bindings/1/memberships?rlid=2",
        "CourseSection/2/bindings/1/memberships?rlid=9",
    ],
)
def test_members_of_something_unknown_are_not_found(
    browser: Browser, token: str, path: str
) -> None:
    assert ask(browser, token, url=f"{ISSUER}/nrps/{path}").status_code == 404


def test_the_configuration_has_moodles_names(browser: Browser) -> None:
    ours = browser.get(f"{ISSUER}/.well-known/openid-configuration").get_json()
    moodles = capture("openid_configuration")
    assert ours.keys() == moodles.keys()
    name = "https://purl.imsglobal.org/spec/lti-platform-configuration"
    assert ours[name]["messages_supported"] == moodles[name]["messages_supported"]
    assert "email" not in ours["claims_supported"]


def test_the_registration_facts_are_those_of_the_configuration(
    browser: Browser, settings: PracticeSettings
) -> None:
    facts = registration_facts(settings)
    ours = browser.get(f"{ISSUER}/.well-known/openid-configuration").get_json()
    assert facts == {
        "issuer": ours["issuer"],
        "client_id": CLIENT_ID,
        "deployment_id": "1",
        "auth_login_url": ours["authorization_endpoint"],
        "auth_token_url": ours["token_endpoint"],
        "jwks_url": ours["jwks_uri"],
    }
