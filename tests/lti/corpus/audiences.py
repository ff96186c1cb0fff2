"""Tokens for another tool, or for more than one.

*Source*: OpenID Connect Core 1.0, 3.1.3.7; LTI Security Framework 1.0, 5.1.3.
"""

from werkzeug.test import TestResponse

from tests.lti.corpus.case import Attack, Book

BOOK = Book("audience")
WRONG = "wrong_audience"
OURS, THEIRS = "tool-1", "another-tool"

BOOK.claims("another tool", WRONG, {"aud": THEIRS})
BOOK.claims("the right tool in capitals", WRONG, {"aud": "TOOL-1"})
BOOK.claims("the right tool and a blank", WRONG, {"aud": "tool-1 "})
BOOK.claims("the right tool and a NUL", WRONG, {"aud": "tool-1\0"}, "claim_malformed")
BOOK.claims("the beginning of the right tool", WRONG, {"aud": "tool"})
BOOK.claims("the right tool and more", WRONG, {"aud": "tool-10"})
BOOK.claims("a look-alike hyphen", WRONG, {"aud": "tool‐1"})
BOOK.claims("a pattern", WRONG, {"aud": "*"})
BOOK.claims("both in one text", WRONG, {"aud": "tool-1 another-tool"})
BOOK.claims("both in one text with a comma", WRONG, {"aud": "tool-1,another-tool"})
BOOK.claims("the address of the tool", WRONG, {"aud": "http://localhost/lti/launch"})
BOOK.claims("the issuer itself", WRONG, {"aud": "https://moodle.example"})
BOOK.claims("an empty list", WRONG, {"aud": []})
BOOK.claims("a list of others", WRONG, {"aud": [THEIRS, "a-third"]})
BOOK.claims("a list in a list", "claim_malformed", {"aud": [[OURS]]})
BOOK.claims("a list of objects", "claim_malformed", {"aud": [{"id": OURS}]})
BOOK.claims("an object whose key is the tool", "claim_malformed", {"aud": {OURS: True}})
BOOK.claims("two, without azp", WRONG, {"aud": [OURS, THEIRS]})
BOOK.claims("the same twice, without azp", WRONG, {"aud": [OURS, OURS]})
BOOK.claims("two, azp the other", WRONG, {"aud": [OURS, THEIRS], "azp": THEIRS})
BOOK.claims("two others, azp ours", WRONG, {"aud": [THEIRS, "a-third"], "azp": OURS})
BOOK.claims("two, azp empty", WRONG, {"aud": [OURS, THEIRS], "azp": ""}, "claim_malformed")
BOOK.claims("two, azp null", WRONG, {"aud": [OURS, THEIRS], "azp": None})
BOOK.claims("two, azp a list", "claim_malformed", {"aud": [OURS, THEIRS], "azp": [OURS]})
BOOK.claims("ours, azp another", WRONG, {"azp": THEIRS})
BOOK.claims("ours, azp empty", WRONG, {"azp": ""}, "claim_malformed")
BOOK.claims("ours, azp in capitals", WRONG, {"azp": "TOOL-1"})
BOOK.claims("ours, azp a number", "claim_malformed", {"azp": 1})
BOOK.claims("ours, azp true", "claim_malformed", {"azp": True})
BOOK.claims("ours, azp an object", "claim_malformed", {"azp": {"id": OURS}})
BOOK.claims("another, azp ours", WRONG, {"aud": THEIRS, "azp": OURS})


@BOOK.case("a second client of the same issuer, for a login of the first", WRONG)
def _second_for_first(attack: Attack) -> TestResponse:
    attack.lms.register(client_id="tool-2")
    return attack.launch({"aud": "tool-2"})


@BOOK.case("the first client of the issuer, for a login of the second", WRONG)
def _first_for_second(attack: Attack) -> TestResponse:
    attack.lms.register(client_id="tool-2")
    browser = attack.browser()
    begun = attack.begin(browser, client_id="tool-2")
    return attack.send(browser, begun.state, attack.token(begun))


@BOOK.case("both clients of the issuer, azp the other one", WRONG)
def _both(attack: Attack) -> TestResponse:
    attack.lms.register(client_id="tool-2")
    return attack.launch({"aud": [OURS, "tool-2"], "azp": "tool-2"})
