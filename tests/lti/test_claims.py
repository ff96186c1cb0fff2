"""Every claim is checked for what it is: a wrong type is a refusal, never an accident."""

from typing import Any

import pytest

from rers_school.lti import claims
from rers_school.lti.failures import LaunchRefused
from tests.lti.platform import CLAIM, Lms, capture, refused

ORIGIN = "http://localhost:5055"
ROSTER = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
WRONG: list[Any] = [5, True, 1.5, ["x"], {"x": "y"}]

NEEDED_TEXTS = ["sub", CLAIM + "deployment_id", CLAIM + "target_link_uri"]
TEXTS = ["given_name", "family_name", "name"]
OBJECTS = {
    CLAIM + "context": ["id", "label", "title"],
    CLAIM + "resource_link": ["id"],
    CLAIM + "launch_presentation": ["locale", "document_target", "return_url"],
    CLAIM + "tool_platform": ["product_family_code"],
    ROSTER: ["context_memberships_url"],
}


def body(**changes: Any) -> dict[str, Any]:
    return capture("pupil_resource_launch") | changes


def read(said: dict[str, Any]) -> claims.LaunchFacts:
    return claims.read(said, own_origin=ORIGIN)


def fails(said: dict[str, Any]) -> str:
    with pytest.raises(LaunchRefused) as failure:
        read(said)
    return failure.value.code


def test_a_captured_launch_is_read_whole() -> None:
    assert read(body()) == claims.LaunchFacts(
        message="LtiResourceLinkRequest",
        deployment_id="1",
        sub="6",
        given_name="Zoé",
        family_name="Bérénger",
        context_id="2",
        context_label="CM2-DIALLO",
        context_title="CM2 – Classe de Mme Diallo",
        roles=("http://purl.imsglobal.org/vocab/lis/v2/membership#Learner",),
        resource_link_id="1",
        locale="en",
        document_target="iframe",
        return_url=(
            "http://127.0.0.1:8090/mod/lti/return.php"
            "?course=2&launch_container=2&instanceid=1&sesskey=9NgkSoLaRV"
        ),
        roster_url=(
            "http://127.0.0.1:8090/mod/lti/services.php/CourseSection/2/bindings/1/memberships"
        ),
        product_family="moodle",
    )


@pytest.mark.parametrize("value", [*WRONG, None, "", "x" * 256, "a\x00b", "a\ud800b"])
@pytest.mark.parametrize("claim", NEEDED_TEXTS)
def test_a_needed_text_must_be_one(claim: str, value: Any) -> None:
    code = fails(body(**{claim: value}))
    addressed = claim.endswith("target_link_uri") and isinstance(value, str)
    assert code == ("wrong_target" if addressed else "claim_malformed")


@pytest.mark.parametrize("value", WRONG)
@pytest.mark.parametrize("claim", TEXTS)
def test_a_text_must_be_one_where_it_is_sent(claim: str, value: Any) -> None:
    assert fails(body(**{claim: value})) == "claim_malformed"


@pytest.mark.parametrize("claim", TEXTS)
def test_a_text_that_privacy_blocks_is_empty(claim: str) -> None:
    assert read(body(**{claim: None})).sub == "6"


@pytest.mark.parametrize("value", [5, True, "x", ["x"]])
@pytest.mark.parametrize("claim", list(OBJECTS))
def test_an_object_must_be_one(claim: str, value: Any) -> None:
    assert fails(body(**{claim: value})) == "claim_malformed"


@pytest.mark.parametrize("value", WRONG)
@pytest.mark.parametrize(("claim", "key"), [(c, k) for c, keys in OBJECTS.items() for k in keys])
def test_a_text_inside_an_object_must_be_one(claim: str, key: str, value: Any) -> None:
    said = body()
    said[claim] = said[claim] | {key: value}
    assert fails(said) == "claim_malformed"


@pytest.mark.parametrize("value", [5, True, "Learner", {"x": "y"}, [5], [None], [["Learner"]]])
def test_roles_must_be_a_list_of_texts(value: Any) -> None:
    assert fails(body(**{CLAIM + "roles": value})) == "claim_malformed"


@pytest.mark.parametrize("value", [*WRONG, None, "LtiSubmissionReviewRequest"])
def test_only_launches_and_choices_are_understood(value: Any) -> None:
    assert fails(body(**{CLAIM + "message_type": value})) == "message_unknown"


@pytest.mark.parametrize("value", [*WRONG, None, "1.3", "1.1.0"])
def test_only_version_1_3_0_is_understood(value: Any) -> None:
    assert fails(body(**{CLAIM + "version": value})) == "version_unknown"


def test_names_are_shown_on_one_line_and_within_bounds() -> None:
    facts = read(body(given_name=" Zoé\r\n\x00 Lou\ud800 ", family_name="B" * 300))
    assert facts.given_name == "Zoé Lou"
    assert facts.family_name == "B" * 80


@pytest.mark.parametrize(
    ("sent", "language"),
    [("fr", "fr"), ("fr_FR", "fr"), ("FR-ca", "fr"), ("", ""), ("x", ""), ("../etc", "")],
)
def test_a_language_is_a_language(sent: str, language: str) -> None:
    assert read(body(**{CLAIM + "launch_presentation": {"locale": sent}})).locale == language


def test_a_launch_without_optional_claims_is_read() -> None:
    needed = ("message_type", "version", "target_link_uri", "deployment_id", "context")
    said = {CLAIM + name: capture("pupil_resource_launch")[CLAIM + name] for name in needed}
    facts = read(said | {"sub": "6", CLAIM + "resource_link": {"id": "1"}})
    assert (facts.roles, facts.locale, facts.return_url, facts.given_name) == ((), "", "", "")


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://Moodle.Example/x", "https://moodle.example"),
        ("https://moodle.example:443/", "https://moodle.example"),
        ("http://moodle.example:8080", "http://moodle.example:8080"),
        ("http://[2001:db8::1]:80/", "http://[2001:db8::1]"),
        ("https://user@moodle.example/", "https://moodle.example"),
        ("http://x:99999/", ""),
        ("http://[", ""),
        ("//moodle.example/", ""),
        ("data:text/html,x", ""),
        ("https://elsewhere.example\\@moodle.example/", ""),
        ("https://moodle\n.example/", ""),
        (" https://moodle.example/", ""),
        ("", ""),
    ],
)
def test_the_origin_of_an_address(address: str, origin: str) -> None:
    assert claims.origin_of(address) == origin


FITTING = [("azp", None), ("nbf", None), ("nbf", 5), ("sub", "x")]


@pytest.mark.parametrize("value", [None, 5, True, "x", [], {}, float("nan")], ids=repr)
@pytest.mark.parametrize("claim", ["iss", "aud", "nonce", "exp", "iat", "azp", "nbf", "sub"])
def test_a_claim_of_the_token_itself_must_be_what_it_is(lms: Lms, claim: str, value: Any) -> None:
    response = lms.launch(lms.browser(), changes={claim: value})
    if value is not True and (claim, value) in FITTING:
        assert response.status_code == 303
    else:
        assert response.status_code in (400, 403)
        refused(response, lms, lms.last_failure().code)
