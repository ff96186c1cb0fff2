"""Launches in order whose fields travel in another way than the platform's form."""

import io
import json

from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.lti.corpus.case import Attack, Book
from tests.lti.platform import Begun

BOOK = Book("form")
MISSING, MALFORMED = "state_missing", "token_malformed"


def _ready(attack: Attack) -> tuple[Begun, str]:
    begun = attack.begin(attack.browser())
    return begun, attack.token(begun)


@BOOK.outside("in the address, by GET", 405)
def _by_get(attack: Attack) -> TestResponse:
    begun, token = _ready(attack)
    return attack.browser().get(
        "/lti/launch", query_string={"state": begun.state, "id_token": token}
    )


@BOOK.outside("by PUT", 405)
def _by_put(attack: Attack) -> TestResponse:
    begun, token = _ready(attack)
    return attack.browser().put("/lti/launch", data={"state": begun.state, "id_token": token})


@BOOK.outside("too big to be read", 413)
def _too_big(attack: Attack) -> TestResponse:
    begun, token = _ready(attack)
    return attack.send(attack.browser(), begun.state, token, more="x" * 2_200_000)


@BOOK.outside("in more parts than a form has", 413)
def _parts(attack: Attack) -> TestResponse:
    begun, token = _ready(attack)
    fields = {"state": begun.state, "id_token": token} | {f"f{n}": "x" for n in range(1_500)}
    return attack.browser().post("/lti/launch", data=fields, content_type="multipart/form-data")


@BOOK.case("in the address of a POST", MISSING)
def _in_the_address(attack: Attack) -> TestResponse:
    begun, token = _ready(attack)
    return attack.browser().post(
        "/lti/launch", query_string={"state": begun.state, "id_token": token}
    )


@BOOK.case("the state in the form, the token in the address", MALFORMED)
def _half(attack: Attack) -> TestResponse:
    browser = attack.browser()
    begun = attack.begin(browser)
    return browser.post(
        "/lti/launch",
        query_string={"id_token": attack.token(begun)},
        data={"state": begun.state},
    )


@BOOK.case("as JSON", MISSING)
def _as_json(attack: Attack) -> TestResponse:
    begun, token = _ready(attack)
    return attack.browser().post("/lti/launch", json={"state": begun.state, "id_token": token})


@BOOK.case("as JSON that calls itself a form", MISSING)
def _json_form(attack: Attack) -> TestResponse:
    begun, token = _ready(attack)
    return attack.browser().post(
        "/lti/launch",
        data=json.dumps({"state": begun.state, "id_token": token}),
        content_type="application/x-www-form-urlencoded",
    )


@BOOK.case("as plain text", MISSING)
def _plain(attack: Attack) -> TestResponse:
    begun, token = _ready(attack)
    return attack.browser().post(
        "/lti/launch", data=f"state={begun.state}&id_token={token}", content_type="text/plain"
    )


@BOOK.case("without saying what it is", MISSING)
def _unnamed(attack: Attack) -> TestResponse:
    begun, token = _ready(attack)
    fields = f"state={begun.state}&id_token={token}"
    return attack.browser().post("/lti/launch", data=fields.encode())


@BOOK.case("nothing at all", MISSING)
def _nothing(attack: Attack) -> TestResponse:
    return attack.browser().post("/lti/launch")


@BOOK.case("bytes that are no form", MISSING)
def _bytes(attack: Attack) -> TestResponse:
    return attack.browser().post(
        "/lti/launch",
        data=bytes(range(256)),
        content_type="application/x-www-form-urlencoded",
    )


@BOOK.case("multipart whose end never comes", MISSING)
def _endless(attack: Attack) -> TestResponse:
    return attack.browser().post(
        "/lti/launch",
        data=b"--x\r\nContent-Disposition: form-data; name=state\r\n\r\n",
        content_type="multipart/form-data; boundary=x",
    )


@BOOK.case("multipart without a boundary", MISSING)
def _boundless(attack: Attack) -> TestResponse:
    return attack.browser().post(
        "/lti/launch", data=b"--\r\n\r\n", content_type="multipart/form-data"
    )


@BOOK.case("the token as a file", MALFORMED)
def _token_file(attack: Attack) -> TestResponse:
    browser = attack.browser()
    begun = attack.begin(browser)
    file = (io.BytesIO(attack.token(begun).encode()), "token.jwt")
    return browser.post("/lti/launch", data={"state": begun.state, "id_token": file})


@BOOK.case("the state as a file", MISSING)
def _state_file(attack: Attack) -> TestResponse:
    browser = attack.browser()
    begun = attack.begin(browser)
    file = (io.BytesIO(begun.state.encode()), "state.txt")
    return browser.post("/lti/launch", data={"state": file, "id_token": attack.token(begun)})


@BOOK.case("the state twice, an invented one first", MISSING)
def _state_twice(attack: Attack) -> TestResponse:
    browser = attack.browser()
    begun = attack.begin(browser)
    fields = [("state", "invented"), ("state", begun.state), ("id_token", attack.token(begun))]
    return browser.post("/lti/launch", data=MultiDict(fields))


@BOOK.case("the token twice, a forged one first", MALFORMED, "signature_invalid")
def _token_twice(attack: Attack) -> TestResponse:
    browser = attack.browser()
    begun = attack.begin(browser)
    token = attack.token(begun)
    forged = token.rpartition(".")[0] + ".AAAA"
    fields = [("state", begun.state), ("id_token", forged), ("id_token", token)]
    return browser.post("/lti/launch", data=MultiDict(fields))


@BOOK.case("two tokens of two logins, each with the other's state first", "nonce_reused")
def _crossed(attack: Attack) -> TestResponse:
    browser = attack.browser()
    one, other = attack.begin(browser), attack.begin(browser)
    fields = [
        ("state", one.state),
        ("id_token", attack.token(other)),
        ("state", other.state),
        ("id_token", attack.token(one)),
    ]
    return browser.post("/lti/launch", data=MultiDict(fields))


@BOOK.case("fields of other names", MISSING)
def _names(attack: Attack) -> TestResponse:
    begun, token = _ready(attack)
    return attack.browser().post("/lti/launch", data={"State": begun.state, "ID_TOKEN": token})


@BOOK.case("fields as lists", MISSING)
def _lists(attack: Attack) -> TestResponse:
    begun, token = _ready(attack)
    return attack.browser().post("/lti/launch", data={"state[]": begun.state, "id_token[]": token})


@BOOK.case("an access token instead", MALFORMED)
def _access_token(attack: Attack) -> TestResponse:
    browser = attack.browser()
    begun = attack.begin(browser)
    return browser.post(
        "/lti/launch", data={"state": begun.state, "access_token": attack.token(begun)}
    )


@BOOK.case("the token in the header of authorization", MALFORMED)
def _bearer(attack: Attack) -> TestResponse:
    browser = attack.browser()
    begun = attack.begin(browser)
    bearer = {"Authorization": f"Bearer {attack.token(begun)}"}
    return browser.post("/lti/launch", data={"state": begun.state}, headers=bearer)


@BOOK.case("a launch of LTI 1.1", MISSING)
def _old(attack: Attack) -> TestResponse:
    return attack.browser().post(
        "/lti/launch",
        data={
            "lti_message_type": "basic-lti-launch-request",
            "lti_version": "LTI-1p0",
            "oauth_consumer_key": "tool-1",
            "oauth_signature": "AAAA",
            "user_id": "6",
            "roles": "Instructor",
        },
    )
