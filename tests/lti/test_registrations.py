"""The operator's part: platforms, the tool's keys, tokens for services."""

import json
from datetime import timedelta
from typing import Any

import jwt
import pytest
from jwcrypto.jwk import JWK
from sqlalchemy import Engine, select

from rers_school import clock
from rers_school.classroom.models import School
from rers_school.db import open_session
from rers_school.lti import keys, platforms
from rers_school.lti.connector import PlatformConnector
from rers_school.lti.http import PlatformHttp
from rers_school.lti.models import Deployment, Platform, ToolKey
from rers_school.lti.tool_config import ToolConfiguration
from tests.lti.platform import Answer, Lms, pass_time

SAID: dict[str, Any] = {
    "issuer": "https://moodle.example",
    "client_id": "tool-1",
    "deployment_id": "1",
    "auth_login_url": "https://moodle.example/mod/lti/auth.php",
    "auth_token_url": "https://moodle.example/mod/lti/token.php",
    "jwks_url": "https://moodle.example/mod/lti/certs.php",
}


def add(engine: Engine, **changes: Any) -> Platform:
    with open_session(engine, writes=True) as db:
        made = platforms.add(db, **(SAID | changes))
        db.commit()
    return made


def test_saying_the_same_twice_changes_nothing(engine: Engine) -> None:
    first, second = add(engine, school="École Curie"), add(engine, school="École Curie")
    assert first.id == second.id
    with open_session(engine) as db:
        assert len(db.scalars(select(Deployment)).all()) == 1
        assert [school.name for school in db.scalars(select(School))] == ["École Curie"]
        assert len(db.scalars(select(ToolKey)).all()) == 1


def test_a_platform_stands_for_a_school_of_its_own_name_where_none_is_said(engine: Engine) -> None:
    add(engine)
    with open_session(engine) as db:
        (line,) = platforms.listing(db)
    assert line.deployments == (("1", "moodle.example"),)
    assert str(line) == (
        f"{line.id}  https://moodle.example  client tool-1  active  deployments: 1 (moodle.example)"
    )
    assert line.frame_origins == "https://moodle.example"
    assert line.active


def test_a_second_deployment_may_be_another_school(engine: Engine) -> None:
    add(engine, school="École Curie")
    add(engine, deployment_id="2", school="École Verne")
    with open_session(engine) as db:
        (line,) = platforms.listing(db)
    assert line.deployments == (("1", "École Curie"), ("2", "École Verne"))


def test_adding_again_brings_addresses_up_to_date_and_forgets_old_keys(engine: Engine) -> None:
    add(engine)
    with open_session(engine, writes=True) as db:
        row = db.scalars(select(Platform)).one()
        row.jwks_json, row.jwks_fetched_at = '{"keys": []}', clock.now()
        db.commit()
    changed = add(engine, jwks_url="https://moodle.example/new")
    assert (changed.jwks_url, changed.jwks_json) == ("https://moodle.example/new", None)
    assert changed.jwks_fetched_at is None


def test_framing_origins_can_be_said(engine: Engine) -> None:
    made = add(engine, frame_origins=["http://zoe.localhost:8000/x", "http://127.0.0.1:8000"])
    assert made.frame_origins == "http://zoe.localhost:8000 http://127.0.0.1:8000"
    assert add(engine).frame_origins == made.frame_origins


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": ""},
        {"issuer": " x"},
        {"issuer": "x" * 256},
        {"client_id": "a\x00b"},
        {"deployment_id": ""},
        {"auth_login_url": "moodle.example/auth"},
        {"auth_token_url": "file:///etc/passwd"},
        {"jwks_url": "https://moodle.example/a b"},
        {"school": "x" * 121},
    ],
)
def test_a_registration_that_cannot_be_is_refused(engine: Engine, changes: dict[str, str]) -> None:
    with pytest.raises(platforms.PlatformError):
        add(engine, **changes)


def test_an_unknown_platform_cannot_be_switched_on(engine: Engine) -> None:
    with open_session(engine, writes=True) as db, pytest.raises(platforms.PlatformError):
        platforms.activate(db, issuer="https://x.example", client_id="x")


def test_the_tool_publishes_public_keys_only(lms: Lms) -> None:
    published = lms.browser().get("/lti/jwks").get_json()
    (key,) = published["keys"]
    assert set(key) == {"kty", "n", "e", "kid", "alg", "use"}
    assert (key["kty"], key["alg"], key["use"]) == ("RSA", "RS256", "sig")
    assert key["kid"] == JWK.from_json(json.dumps(key)).thumbprint()


def test_a_new_installation_has_a_key_at_the_first_question(lms: Lms) -> None:
    with open_session(lms.engine, writes=True) as db:
        for row in db.scalars(select(ToolKey)):
            db.delete(row)
        db.commit()
    first = lms.browser().get("/lti/jwks").get_json()
    assert len(first["keys"]) == 1
    assert lms.browser().get("/lti/jwks").get_json() == first


def test_a_change_of_keys_keeps_the_one_before_published(engine: Engine) -> None:
    made = []
    for day in range(3):
        pass_time(timedelta(days=day))
        with open_session(engine, writes=True) as db:
            made.append(keys.rotate(db))
            db.commit()
    with open_session(engine) as db:
        published = [key["kid"] for key in keys.publish(db)["keys"]]
        signs = keys.signing(db)
    assert published == [made[2], made[1]]
    assert signs is not None
    assert signs.kid == made[2]


def connect(lms: Lms, client_id: str) -> PlatformConnector:
    with open_session(lms.engine) as db:
        platform = platforms.find(db, issuer=lms.issuer, client_id=client_id)
    assert platform is not None
    registration = ToolConfiguration(lms.engine).signing_registration(platform)
    return PlatformConnector(registration, PlatformHttp(allow_private=True))


def test_two_registrations_of_one_issuer_never_share_a_token(lms: Lms) -> None:
    lms.register(client_id="tool-2")
    lms.answers["/token"] = Answer(b'{"access_token": "first", "expires_in": 3600}')
    one = connect(lms, "tool-1")
    assert [one.get_access_token(["a", "b"]) for _ in range(2)] == ["first", "first"]
    assert connect(lms, "tool-1").get_access_token(["b", "a"]) == "first"
    assert lms.answers["/token"].asked == 1
    lms.answers["/token"].body = b'{"access_token": "second", "expires_in": 3600}'
    assert connect(lms, "tool-2").get_access_token(["a", "b"]) == "second"
    assert one.get_access_token(["a", "b"]) == "first"


def test_a_token_is_not_used_up_to_its_last_second(lms: Lms) -> None:
    lms.answers["/token"] = Answer(b'{"access_token": "first", "expires_in": 3600}')
    one = connect(lms, "tool-1")
    one.get_access_token(["a"])
    pass_time(timedelta(seconds=3550))
    lms.answers["/token"].body = b'{"access_token": "second", "expires_in": 3600}'
    assert one.get_access_token(["a"]) == "second"


def test_requests_to_services_are_signed_with_the_published_key(lms: Lms) -> None:
    registration = connect(lms, "tool-1")._registration
    (published,) = lms.browser().get("/lti/jwks").get_json()["keys"]
    assert registration.get_kid() == published["kid"]
    signed = jwt.encode({"x": 1}, registration.get_tool_private_key() or "", "RS256")
    public = jwt.PyJWK(published, algorithm="RS256").key
    assert jwt.decode(signed, public, algorithms=["RS256"]) == {"x": 1}
