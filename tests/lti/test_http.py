"""Calls to platforms: bounded, not redirected, never into the inside of the network."""

import ipaddress
import time

import pytest
import requests
from sqlalchemy import Engine

from rers_school.lti.http import MOST_BYTES, PlatformHttp, is_outside
from tests.lti.conftest import make_app
from tests.lti.platform import Answer, Lms, key_set, refused, rsa_key, served

QUICK = (0.3, 0.3)


def test_an_answer_arrives() -> None:
    with served({"/x": Answer(b"words")}) as base, PlatformHttp(allow_private=True) as http:
        answer = http.get(base + "/x")
    assert (answer.status_code, answer.text) == (200, "words")


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "college.localhost", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_the_inside_of_the_network_is_not_reached(scheme: str, host: str) -> None:
    answers = {"/x": Answer()}
    with (
        served(answers) as base,
        PlatformHttp(allow_private=False) as http,
        pytest.raises(requests.ConnectionError, match="private"),
    ):
        http.get(base.replace("http", scheme).replace("127.0.0.1", host) + "/x")
    assert answers["/x"].asked == 0


@pytest.mark.parametrize(
    ("address", "outside"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("127.1.2.3", False),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("172.16.5.4", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.215.14", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d70e", True),
        ("2002:7f00:1::", False),
    ],
)
def test_what_is_outside(address: str, outside: bool) -> None:
    assert is_outside(ipaddress.ip_address(address)) is outside


def test_a_redirection_is_not_followed() -> None:
    answers = {
        "/x": Answer(status=302, headers={"Location": "/y"}),
        "/y": Answer(b"secret"),
    }
    with served(answers) as base, PlatformHttp(allow_private=True) as http:
        answer = http.get(base + "/x")
        posted = http.post(base + "/x", allow_redirects=True)
    assert answer.status_code == posted.status_code == 302
    assert answers["/y"].asked == 0


@pytest.mark.parametrize("status", [200, 302, 500])
def test_a_long_answer_is_refused(status: int) -> None:
    answers = {"/x": Answer(b"x" * (MOST_BYTES + 1), status=status, headers={"Location": "/y"})}
    with (
        served(answers) as base,
        PlatformHttp(allow_private=True) as http,
        pytest.raises(requests.RequestException),
    ):
        http.get(base + "/x")


def test_an_answer_of_just_the_limit_is_read() -> None:
    answers = {"/x": Answer(b"x" * MOST_BYTES)}
    with served(answers) as base, PlatformHttp(allow_private=True) as http:
        assert len(http.get(base + "/x").content) == MOST_BYTES


def test_a_silent_server_is_left() -> None:
    answers = {"/x": Answer(wait=1.0)}
    with served(answers) as base, PlatformHttp(allow_private=True, timeouts=QUICK) as http:
        begin = time.monotonic()
        with pytest.raises(requests.RequestException):
            http.get(base + "/x")
    assert time.monotonic() - begin < 2


def test_a_server_that_drips_is_left() -> None:
    answers = {"/x": Answer(b"x" * 40, drip=0.05)}
    with (
        served(answers) as base,
        PlatformHttp(allow_private=True, timeouts=QUICK, whole=0.3) as http,
        pytest.raises(requests.RequestException),
    ):
        http.get(base + "/x")


def test_a_name_under_localhost_is_this_machine_whatever_its_resolver_knows() -> None:
    with served({"/x": Answer(b"words")}) as base, PlatformHttp(allow_private=True) as http:
        for host in ("college.localhost", "College.LOCALHOST."):
            assert http.get(base.replace("127.0.0.1", host) + "/x").text == "words"


def test_a_name_that_leads_nowhere_is_a_usual_failure() -> None:
    with PlatformHttp(allow_private=True, timeouts=QUICK) as http:
        for address in ("http://no-such-host.invalid/", "http://127.0.0.1:1/", "http://[::1"):
            with pytest.raises(requests.RequestException):
                http.get(address)


def test_a_launch_from_inside_needs_the_setting(engine: Engine) -> None:
    answers = {"/jwks": Answer(key_set(rsa_key("platform-key-1")).encode())}
    with served(answers) as base:
        lms = Lms(make_app(engine, allow_private=False), engine, base, answers)
        lms.register()
        refused(lms.launch(lms.browser()), lms, "keys_unreachable")
    assert answers["/jwks"].asked == 0


@pytest.mark.parametrize(
    "answer",
    [
        Answer(status=302, headers={"Location": "/elsewhere"}),
        Answer(b"x" * (MOST_BYTES + 1)),
        Answer(status=404),
    ],
    ids=["redirects", "huge", "missing"],
)
def test_keys_that_cannot_be_fetched_get_a_page(lms: Lms, answer: Answer) -> None:
    lms.answers["/jwks"] = answer
    lms.answers["/elsewhere"] = Answer(key_set(rsa_key("platform-key-1")).encode())
    refused(lms.launch(lms.browser()), lms, "keys_unreachable")
    assert lms.answers["/elsewhere"].asked == 0
