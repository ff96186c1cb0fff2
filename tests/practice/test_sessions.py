"""Sessions on the issuer's host: a cookie says who is there, as on a real LMS."""

import html5lib
import pytest
from werkzeug.test import TestResponse

from rers_school import clock

from .helpers import CLAIM, ISSUER, TOOL, Browser, auth_request, capture, person, posted_form

COOKIE = "PracticeSession"


def number(browser: Browser, name: str) -> str:
    """Return the value of the choice with this name in the form to log in."""
    tree = html5lib.parse(browser.get(f"{ISSUER}/login").text, namespaceHTMLElements=False)
    (value,) = [
        one.get("value")
        for one in tree.iterfind(".//select[@id='user']/option")
        if one.text == name
    ]
    found: str = value
    return found


def log_in(browser: Browser, name: str, course: str = "2") -> TestResponse:
    fields = {"user": number(browser, name), "course": course}
    return browser.post(f"{ISSUER}/login", fields)


def begin(browser: Browser) -> dict[str, str]:
    """Return what the course page of the issuer's host sends to the tool."""
    return posted_form(browser.get(f"{ISSUER}/launch/2/1").text)[1]


def finish(browser: Browser, login: dict[str, str]) -> dict[str, str]:
    answer = browser.get(f"{ISSUER}/auth", query_string=auth_request(login))
    action, fields = posted_form(answer.text)
    assert action == f"{TOOL}/lti/launch"
    return fields


def test_logging_in_sets_moodles_kind_of_cookie(browser: Browser) -> None:
    answer = log_in(browser, "Zoé Bérénger")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{ISSUER}/course/2")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    attributes = {part.strip() for part in cookie.split(";")[1:]}
    assert {"HttpOnly", "SameSite=Lax", "Path=/practice/"} <= attributes
    page = browser.get(f"{ISSUER}/course/2")
    assert "Zoé Bérénger" in page.text
    assert "/practice/logout" in page.text


def test_where_the_storage_is_offered_the_cookie_survives_a_script(browser: Browser) -> None:
    choices = {"members_per_page": "0", "second_page_fails": "no", "platform_storage": "yes"}
    assert browser.post(f"{ISSUER}/admin/options", data=choices).status_code == 303
    cookie = log_in(browser, "Zoé Bérénger").headers["Set-Cookie"]
    assert {"SameSite=None", "Secure"} <= {part.strip() for part in cookie.split(";")}


def test_a_launch_in_a_session_leads_back_to_it(browser: Browser) -> None:
    log_in(browser, "Zoé Bérénger")
    claims = browser.verified(finish(browser, begin(browser))["id_token"])
    presentation = claims[f"{CLAIM}launch_presentation"]
    assert presentation["return_url"].startswith(f"{ISSUER}/return/2?")
    assert claims["name"] == "Zoé Bérénger"
    assert claims["sub"] == browser.login_fields("zoe")["login_hint"]
    moodles = capture("claims_pupil_resource_launch")["claims"]
    assert claims[f"{CLAIM}context"] == moodles[f"{CLAIM}context"]


def test_without_its_cookie_a_launch_asks_to_log_in(browser: Browser) -> None:
    log_in(browser, "Zoé Bérénger")
    login = begin(browser)
    browser.client.delete_cookie(COOKIE, domain="127.0.0.1", path="/practice/")
    fields = finish(browser, login)
    assert fields.keys() == {"error", "error_description", "state"}
    assert (fields["error"], fields["state"]) == ("login_required", "the-state")


def test_another_persons_session_cannot_finish_a_launch(browser: Browser) -> None:
    log_in(browser, "Zoé Bérénger")
    login = begin(browser)
    log_in(browser, "Théo Marchand")
    fields = finish(browser, login)
    assert fields["error"] == "access_denied"
    assert "id_token" not in fields


def test_whoever_logged_in_again_can_still_finish(browser: Browser) -> None:
    log_in(browser, "Zoé Bérénger")
    login = begin(browser)
    log_in(browser, "Zoé Bérénger")
    assert "id_token" in finish(browser, login)


def test_after_logging_out_nothing_opens(browser: Browser) -> None:
    log_in(browser, "Zoé Bérénger")
    login = begin(browser)
    kept = browser.client.get_cookie(COOKIE, domain="127.0.0.1", path="/practice/")
    assert kept is not None
    assert browser.post(f"{ISSUER}/logout", {}).status_code == 303
    assert browser.get(f"{ISSUER}/course/2").status_code == 404
    # The old key is worth nothing, also where a browser kept it.
    browser.client.set_cookie(COOKIE, kept.value, domain="127.0.0.1", path="/practice/")
    assert browser.get(f"{ISSUER}/course/2").status_code == 404
    assert finish(browser, login)["error"] == "login_required"


def test_a_session_does_not_last_for_ever(browser: Browser) -> None:
    log_in(browser, "Zoé Bérénger")
    issued = clock.now()
    later = issued.fromtimestamp(issued.timestamp() + 8 * 3600 + 1, issued.tzinfo)
    clock.set_clock(lambda: later)
    assert browser.get(f"{ISSUER}/course/2").status_code == 404


def test_people_on_their_own_hosts_need_no_session(browser: Browser) -> None:
    log_in(browser, "Théo Marchand")
    assert browser.claims("zoe")["name"] == "Zoé Bérénger"


def test_an_invented_cookie_is_nobody(browser: Browser) -> None:
    browser.client.set_cookie(COOKIE, "invented", domain="127.0.0.1", path="/practice/")
    assert browser.get(f"{ISSUER}/course/2").status_code == 404


def test_a_role_is_switched_for_one_session_only(browser: Browser) -> None:
    log_in(browser, "Aïssatou Diallo")
    assert browser.post(f"{ISSUER}/course/2/role", {"role": "student"}).status_code == 303
    claims = browser.verified(finish(browser, begin(browser))["id_token"])
    assert claims[f"{CLAIM}roles"][0].endswith("#Learner")
    assert browser.claims("mme-diallo")[f"{CLAIM}roles"][0].endswith("#Instructor")
    log_in(browser, "Aïssatou Diallo")
    claims = browser.verified(finish(browser, begin(browser))["id_token"])
    assert claims[f"{CLAIM}roles"][0].endswith("#Instructor")


def test_contents_chosen_in_a_session_lead_back_to_it(browser: Browser) -> None:
    log_in(browser, "Aïssatou Diallo")
    page = browser.get(f"{ISSUER}/course/2/contents/1")
    fields = finish(browser, posted_form(page.text)[1])
    claims = browser.verified(fields["id_token"])
    settings = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
    assert claims[settings]["deep_link_return_url"].startswith(f"{ISSUER}/contentitem_return?")


def test_a_session_is_at_home_on_the_issuers_host_only(browser: Browser) -> None:
    assert browser.get(person("zoe", "/login")).status_code == 404
    log_in(browser, "Zoé Bérénger")
    assert browser.get("http://localhost:8600/practice/course/2").status_code == 404


@pytest.mark.parametrize(("name", "status"), [("Guest User", 403), ("Admin User", 303)])
def test_who_has_no_course_cannot_open_one(browser: Browser, name: str, status: int) -> None:
    answer = log_in(browser, name)
    assert answer.status_code == status
    assert ("Set-Cookie" in answer.headers) == (status == 303)


def test_another_course_than_ones_own_is_not_opened(browser: Browser) -> None:
    answer = log_in(browser, "Théo Marchand", course="3")
    assert answer.headers["Location"] == f"{ISSUER}/course/2"


@pytest.mark.parametrize("fields", [{}, {"user": "99"}, {"user": "x"}])
def test_nobody_cannot_log_in(browser: Browser, fields: dict[str, str]) -> None:
    assert browser.post(f"{ISSUER}/login", fields).status_code == 400


def test_a_suspended_account_is_shut_everywhere(browser: Browser) -> None:
    log_in(browser, "Zoé Bérénger")
    login = begin(browser)
    suspend = {"act": "suspend", "user": number(browser, "Zoé Bérénger")}
    browser.post(f"{ISSUER}/admin/people", suspend)
    assert browser.get(f"{ISSUER}/course/2").status_code == 403
    assert finish(browser, login)["error"] == "access_denied"
    assert browser.post(f"{ISSUER}/login", suspend).status_code == 403


def test_another_sites_form_logs_nobody_in_or_out(browser: Browser) -> None:
    headers = {"Origin": TOOL}
    fields = {"user": number(browser, "Zoé Bérénger")}
    assert browser.post(f"{ISSUER}/login", fields, headers=headers).status_code == 403
    log_in(browser, "Zoé Bérénger")
    assert browser.post(f"{ISSUER}/logout", {}, headers=headers).status_code == 403
    assert browser.get(f"{ISSUER}/course/2").status_code == 200
