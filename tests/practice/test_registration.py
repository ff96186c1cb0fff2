"""A tool registers itself, as in Moodle; the administrator decides about it."""

import threading
import time
from contextlib import closing
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest

from rers_school import clock
from rers_school.practice.activities import Content, add_activity
from rers_school.practice.keys import load_or_create_key
from rers_school.practice.settings import PracticeSettings
from rers_school.practice.store import open_store
from rers_school.practice.tools import tool_by_id

from .helpers import (
    CLAIM,
    ISSUER,
    NRPS_SCOPE,
    TOOL,
    Browser,
    ToolKeySet,
    ToolSigner,
    capture,
    person,
    token_request,
)
from .standin import (
    ADMIN,
    CONFIGURATION,
    HOME,
    StandIn,
    frame_address,
    register,
    registered,
    registration_request,
    registration_token,
)

NRPS_CLAIM = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"


def open_activity(tool: StandIn, slug: str = "zoe") -> Any:
    """Add an activity of the tool and return what its launch tells it."""
    return tool.claims(tool.browser.get(person(slug, f"/launch/2/{add_plainly(tool)}")))


def add_plainly(tool: StandIn) -> str:
    url = person("mme-diallo", "/course/2/add")
    answer = tool.browser.post(url, {"tool": tool.deployment_id})
    assert answer.status_code == 303, answer.text
    (link_id,) = parse_qs(urlsplit(answer.headers["Location"]).query)["activity"]
    return link_id


def test_the_administration_is_reached_from_the_index_on_the_issuers_host(
    browser: Browser,
) -> None:
    assert f'href="{ISSUER}/admin/"' in browser.get(f"{ISSUER}/").text
    assert browser.get(f"{ADMIN}/").status_code == 200
    assert browser.get(person("zoe", "/admin/")).status_code == 404


def test_the_tools_page_is_opened_with_moodles_parameters(browser: Browser) -> None:
    answer = browser.post(f"{ADMIN}/registrations", {"url": f"{HOME}/register?invitation=a%26b"})
    page = browser.get(f"http://127.0.0.1:8600{answer.headers['Location']}")
    parts = urlsplit(frame_address(page.text))
    query = parse_qs(parts.query)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{HOME}/register"
    assert query.keys() == {"invitation", *capture("dynamic_registration")["initiation_params"]}
    assert query["invitation"] == ["a&b"]
    (configuration,) = query["openid_configuration"]
    assert browser.get(configuration).get_json()["registration_endpoint"].startswith(ISSUER)
    assert f"frame-src 'self' {TOOL} {HOME}" in page.headers["Content-Security-Policy"]


def test_the_token_says_what_moodles_says(browser: Browser) -> None:
    token, moodles = registration_token(browser), capture("dynamic_registration")
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims.keys() == moodles["registration_token_claims"].keys()
    assert (claims["scope"], claims["exp"] - claims["iat"]) == ("reg", 3600)
    assert jwt.get_unverified_header(token).keys() == moodles["registration_token_header"].keys()
    assert len(claims["sub"]) == len(moodles["response"]["client_id"])


def test_a_registration_is_answered_as_in_moodle(browser: Browser) -> None:
    token, moodles = registration_token(browser), capture("dynamic_registration")
    answer = register(browser, token, registration_request())
    assert answer.status_code == moodles["response_status"]
    assert answer.headers["Content-Type"] == moodles["response_headers"]["Content-Type"]
    body, expected = answer.get_json(), moodles["response"]
    assert body.keys() == expected.keys()
    assert body[CONFIGURATION].keys() == expected[CONFIGURATION].keys()
    for name in ("response_types", "grant_types", "application_type"):
        assert body[name] == expected[name]
    claims = jwt.decode(token, options={"verify_signature": False})
    assert body["client_id"] == claims["sub"]
    assert body["redirect_uris"] == [f"{HOME}/launch", f"{HOME}/launch2"]
    assert body["scope"] == NRPS_SCOPE
    assert body[CONFIGURATION]["deployment_id"] == "2"
    assert body[CONFIGURATION]["custom_parameters"] == {"tool_level": "dyn"}
    assert body[CONFIGURATION]["messages"] == [
        {"type": "LtiDeepLinkingRequest", "target_link_uri": f"{HOME}/launch?dl=1"}
    ]


def test_a_tool_waits_until_the_administrator_activates_it(
    browser: Browser, signer: ToolSigner, key_set: ToolKeySet
) -> None:
    tool = registered(browser, signer, key_set.url, active=False)
    french = {"Accept-Language": "fr"}
    assert "En attente" in browser.get(f"{ADMIN}/", headers=french).text
    add = person("mme-diallo", "/course/2/add")
    assert browser.post(add, {"tool": tool.deployment_id}).status_code == 404
    asked = token_request(signer.assertion(iss=tool.client_id, sub=tool.client_id))
    assert browser.post(f"{ISSUER}/token", asked).status_code == 401
    assert tool.administrate("activate").status_code == 303
    assert "En attente" not in browser.get(f"{ADMIN}/", headers=french).text
    claims = open_activity(tool)
    assert claims[f"{CLAIM}deployment_id"] == tool.deployment_id
    assert claims[f"{CLAIM}target_link_uri"] == f"{HOME}/launch"
    assert claims[f"{CLAIM}custom"]["tool_level"] == "dyn"


def test_an_activity_of_a_pending_tool_opens_nothing(
    browser: Browser, signer: ToolSigner, key_set: ToolKeySet, settings: PracticeSettings
) -> None:
    tool = registered(browser, signer, key_set.url, active=False)
    with closing(open_store(settings.data_dir)) as store:
        pending = tool_by_id(store, int(tool.number))
        assert pending is not None
        link_id = add_activity(store, "2", pending, Content("Early", "", "", {})).link_id
    launch = person("zoe", f"/launch/2/{link_id}")
    assert browser.get(launch).status_code == 403
    assert "auto-post" not in browser.get(launch).text
    tool.administrate("activate")
    assert browser.get(launch).status_code == 200


def test_a_pending_tool_is_told_nothing_at_the_authorization_endpoint(
    browser: Browser, signer: ToolSigner, key_set: ToolKeySet
) -> None:
    tool = registered(browser, signer, key_set.url, active=False)
    changes = {"client_id": tool.client_id, "redirect_uri": f"{HOME}/launch"}
    answer = browser.launch("zoe", **changes)
    assert answer.status_code == 400
    assert "auto-post" not in answer.text


def test_one_tool_cannot_use_a_launch_of_another(browser: Browser, standin: StandIn) -> None:
    link_id = add_plainly(standin)
    page = browser.get(person("zoe", f"/launch/2/{link_id}"))
    stolen = standin.authenticate(page, client_id="practice-tool", redirect_uri=None)
    assert stolen.status_code == 400
    page = browser.get(person("zoe", f"/launch/2/{link_id}"))
    stolen = standin.authenticate(
        page, client_id="practice-tool", redirect_uri=f"{TOOL}/lti/launch"
    )
    assert "id_token" not in stolen.text
    assert "access_denied" in stolen.text


def test_the_settings_tool_stays_as_it_was_beside_another(
    browser: Browser, standin: StandIn
) -> None:
    add_plainly(standin)
    claims = browser.claims("zoe")
    assert claims[f"{CLAIM}resource_link"]["id"] == "1"
    assert claims[f"{CLAIM}custom"].keys() == {"context_memberships_url"}
    for act in ("activate", "delete"):
        assert browser.post(f"{ADMIN}/tools/0/{act}", {}).status_code == 403


def test_a_deleted_tool_opens_nothing_any_more(browser: Browser, standin: StandIn) -> None:
    link_id = add_plainly(standin)
    assert standin.administrate("delete").status_code == 303
    answer = browser.get(person("zoe", f"/launch/2/{link_id}"))
    assert answer.status_code == 403
    assert "auto-post" not in answer.text
    assert browser.get(person("zoe", f"/course/2?activity={link_id}")).status_code == 200


def test_a_deployment_is_never_given_twice(browser: Browser, standin: StandIn) -> None:
    standin.administrate("delete")
    again = registered(browser, standin.signer, f"{HOME}/jwks")
    assert again.deployment_id != standin.deployment_id


def test_tools_that_register_at_once_get_deployments_of_their_own(browser: Browser) -> None:
    tokens = [registration_token(browser) for _ in range(4)]
    found: list[str] = []

    def send(token: str) -> None:
        body = register(browser, token, registration_request()).get_json()
        found.append(body[CONFIGURATION]["deployment_id"])

    threads = [threading.Thread(target=send, args=(token,)) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["2", "3", "4", "5"]


def test_a_registration_token_is_used_once(browser: Browser) -> None:
    token = registration_token(browser)
    answers = [register(browser, token, registration_request()) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 401]
    assert answers[1].get_json().keys() == capture("nrps_bad_token")["body"].keys()


def test_a_registration_token_lasts_an_hour(browser: Browser) -> None:
    token, issued = registration_token(browser), clock.now()
    later = issued.fromtimestamp(issued.timestamp() + 3601, issued.tzinfo)
    clock.set_clock(lambda: later)
    assert register(browser, token, registration_request()).status_code == 401


def test_only_our_own_registration_tokens_count(
    browser: Browser, signer: ToolSigner, settings: PracticeSettings
) -> None:
    claims = jwt.decode(registration_token(browser), options={"verify_signature": False})
    forged = signer.signed(claims)
    id_token = browser.launch("zoe").text.split('name="id_token" value="')[1].split('"')[0]
    for token in ("", "no token", forged, id_token):
        assert register(browser, token, registration_request()).status_code == 401
    other_use = jwt.encode(
        {**claims, "scope": "other"}, load_or_create_key(settings.data_dir)[0], "RS256"
    )
    assert register(browser, other_use, registration_request()).status_code == 401
    answer = browser.post(f"{ISSUER}/openid-registration", {})
    assert (answer.status_code, answer.get_json()["status"]) == (401, 401)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"domain": "localhost"}, "domain_targetlinkuri_mismatch"),
        ({"domain": "localhost:8701"}, "domain_targetlinkuri_mismatch"),
        ({"domain": None}, "missing_domain"),
        ({"target_link_uri": "http://elsewhere.example/"}, "domain_targetlinkuri_mismatch"),
        ({"redirect_uris": []}, "missing_redirect_uris"),
        ({"redirect_uris": "http://localhost:8700/launch"}, "invalid_redirect_uris"),
        ({"redirect_uris": ["javascript:alert(1)"]}, "invalid_url"),
        ({"jwks_uri": None}, "missing_jwks_uri"),
        ({"initiate_login_uri": None}, "missing_initiate_login_uri"),
        ({"client_name": ""}, "missing_client_name"),
        (
            {"token_endpoint_auth_method": "client_secret_basic"},
            "invalid_token_endpoint_auth_method",
        ),
        ({"response_types": ["code"]}, "invalid_response_types"),
        ({"application_type": "native"}, "invalid_application_type"),
        ({"custom_parameters": ["x"]}, "invalid_custom_parameters"),
        ({CONFIGURATION: None}, "missing_lti-tool-configuration"),
        ({CONFIGURATION: "x"}, "invalid_lti-tool-configuration"),
    ],
    ids=str,
)
def test_a_wrong_registration_is_refused_and_may_be_corrected(
    browser: Browser, changes: dict[str, Any], reason: str
) -> None:
    token = registration_token(browser)
    answer = register(browser, token, registration_request(**changes))
    assert (answer.status_code, answer.get_json()["reason"]) == (400, reason)
    assert register(browser, token, registration_request()).status_code == 200


def test_what_is_no_registration_at_all_is_refused(browser: Browser) -> None:
    token = registration_token(browser)
    for body in (None, [], "x", 7):
        assert register(browser, token, body).status_code == 400


@pytest.mark.parametrize(
    ("claims", "named"),
    [
        (["sub", "iss", "name", "given_name", "family_name", "email"], True),
        (["sub", "given_name"], True),
        (["sub", "iss"], False),
        (None, False),
    ],
)
def test_names_are_given_to_a_tool_that_asked_for_them(
    browser: Browser,
    signer: ToolSigner,
    key_set: ToolKeySet,
    claims: list[str] | None,
    named: bool,
) -> None:
    tool = registered(browser, signer, key_set.url, claims=claims)
    told = open_activity(tool)
    assert {"name", "given_name", "family_name"} & told.keys() == (
        {"name", "given_name", "family_name"} if named else set()
    )
    assert "email" not in told


@pytest.mark.parametrize("scope", [None, "https://purl.imsglobal.org/spec/lti-ags/scope/score"])
def test_without_its_scope_a_tool_learns_nothing_of_the_members(
    browser: Browser, signer: ToolSigner, key_set: ToolKeySet, scope: str | None
) -> None:
    tool = registered(browser, signer, key_set.url, scope=scope)
    told = open_activity(tool)
    assert NRPS_CLAIM not in told
    assert told[f"{CLAIM}custom"] == {"tool_level": "dyn"}
    asked = token_request(signer.assertion(iss=tool.client_id, sub=tool.client_id))
    answer = browser.post(f"{ISSUER}/token", asked)
    assert (answer.status_code, answer.get_json()["error"]) == (400, "invalid_scope")


def test_a_tools_token_opens_its_own_list_only(
    browser: Browser, signer: ToolSigner, standin: StandIn
) -> None:
    asked = token_request(signer.assertion(iss=standin.client_id, sub=standin.client_id))
    token = browser.post(f"{ISSUER}/token", asked).get_json(force=True)["access_token"]
    lists = f"{ISSUER}/nrps/CourseSection/2/bindings"
    statuses = [
        browser.get(
            f"{lists}/{binding}/memberships", headers={"Authorization": f"Bearer {token}"}
        ).status_code
        for binding in (standin.deployment_id, "1")
    ]
    assert statuses == [200, 401]


def test_the_list_of_an_activity_is_for_its_own_tool(
    browser: Browser, token: str, standin: StandIn
) -> None:
    url = f"{ISSUER}/nrps/CourseSection/2/bindings/1/memberships?rlid="
    headers = {"Authorization": f"Bearer {token}"}
    statuses = [
        browser.get(f"{url}{link_id}", headers=headers).status_code
        for link_id in ("1", add_plainly(standin))
    ]
    assert statuses == [200, 404]


def test_an_assertion_of_one_tool_is_not_anothers(
    browser: Browser, signer: ToolSigner, other_signer: ToolSigner, standin: StandIn
) -> None:
    jti = f"same-{time.time()}"
    own = signer.assertion(iss=standin.client_id, sub=standin.client_id, jti=jti)
    assert browser.post(f"{ISSUER}/token", token_request(own)).status_code == 200
    # Two tools may happen to choose the same id.
    assert (
        browser.post(f"{ISSUER}/token", token_request(signer.assertion(jti=jti))).status_code == 200
    )
    forged = other_signer.assertion(iss=standin.client_id, sub=standin.client_id)
    assert browser.post(f"{ISSUER}/token", token_request(forged)).status_code == 401


@pytest.mark.parametrize(
    "url", ["", "register", "ftp://localhost/x", "javascript:alert(1)", "http://"]
)
def test_only_addresses_of_the_web_are_opened(browser: Browser, url: str) -> None:
    answer = browser.post(f"{ADMIN}/registrations", {"url": url})
    assert answer.status_code == 400
    assert "<h1>" in answer.text


def test_the_frame_is_gone_once_the_tool_has_registered(browser: Browser) -> None:
    answer = browser.post(f"{ADMIN}/registrations", {"url": f"{HOME}/register"})
    page = f"http://127.0.0.1:8600{answer.headers['Location']}"
    query = parse_qs(urlsplit(frame_address(browser.get(page).text)).query)
    register(browser, query["registration_token"][0], registration_request())
    assert browser.get(page).status_code == 404


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/registrations", {"url": f"{HOME}/register"}),
        ("/tools/2/activate", {}),
        ("/tools/0/names", {"names": "always"}),
        ("/people", {"user": "4", "act": "suspend"}),
        (
            "/options",
            {"members_per_page": "0", "second_page_fails": "no", "platform_storage": "yes"},
        ),
    ],
)
def test_a_tools_page_cannot_press_the_administrators_buttons(
    browser: Browser, standin: StandIn, path: str, fields: dict[str, str]
) -> None:
    assert browser.post(f"{ADMIN}{path}", fields, headers={"Origin": HOME}).status_code == 403
