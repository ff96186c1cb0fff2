"""Messages of another kind or of another version than the tool understands."""

from werkzeug.test import TestResponse

from tests.lti.corpus.case import CLAIM, PUPIL, TEACHER, Attack, Book
from tests.lti.platform import DROP

BOOK = Book("message")
TYPE, VERSION = CLAIM + "message_type", CLAIM + "version"
SETTINGS = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"

for _name, _type in {
    "a submission to review": "LtiSubmissionReviewRequest",
    "the start of an assessment": "LtiStartAssessment",
    "the end of an assessment": "LtiEndAssessment",
    "the answer to a deep link": "LtiDeepLinkingResponse",
    "a context launch": "LtiContextLaunchRequest",
    "a privacy launch": "DataPrivacyLaunchRequest",
    "the one of LTI 1.1": "basic-lti-launch-request",
    "in small letters": "ltiresourcelinkrequest",
    "with a blank": "LtiResourceLinkRequest ",
    "a list with the right one": ["LtiResourceLinkRequest"],
    "an object": {"type": "LtiResourceLinkRequest"},
    "a page's script": "<script>alert(1)</script>",
}.items():
    BOOK.claims(f"type: {_name}", "message_unknown", {TYPE: _type})
for _name, _version in {
    "1.1": "LTI-1p0",
    "2.0": "LTI-2p0",
    "1.3": "1.3",
    "1.3.1": "1.3.1",
    "a blank": "1.3.0 ",
    "LTI before it": "LTI-1.3.0",
    "full-width digits": "１.３.０",
    "a number": 1.3,
    "a list with the right one": ["1.3.0"],
}.items():
    BOOK.claims(f"version: {_name}", "version_unknown", {VERSION: _version})


# A class's activities are made by its teachers, on a platform that says where to answer.
def _deep(name: str, code: str, settings: object, person: str = TEACHER) -> None:
    def act(attack: Attack) -> TestResponse:
        browser = attack.browser()
        begun = attack.begin(browser)
        changes = {TYPE: "LtiDeepLinkingRequest", SETTINGS: settings}
        attack.hide(settings)
        return attack.send(
            browser, begun.state, attack.lms.sign(attack.lms.claims(person, begun.nonce, changes))
        )

    BOOK.add(name, code, act)


_GOOD = {
    "deep_link_return_url": "https://moodle.example/mod/lti/contentitem_return.php",
    "accept_types": ["ltiResourceLink"],
    "accept_presentation_document_targets": ["iframe"],
}
_deep("deep linking: a pupil asks for it", "teachers_choose", _GOOD, PUPIL)
for _name, _code, _settings in (
    ("without settings", "claim_malformed", DROP),
    ("settings null", "claim_malformed", None),
    ("settings a text", "claim_malformed", "settings that are no object"),
    ("settings a list", "claim_malformed", [_GOOD]),
    ("nowhere to answer", "choice_impossible", {n: v for n, v in _GOOD.items() if "url" not in n}),
    ("the answer to a script", "choice_impossible",
     _GOOD | {"deep_link_return_url": "javascript:alert(document.cookie)"}),
    ("the answer into a file", "choice_impossible",
     _GOOD | {"deep_link_return_url": "file:///etc/passwd"}),
    ("the answer with a line end", "choice_impossible",
     _GOOD | {"deep_link_return_url": "https://moodle.example/\r\nSet-Cookie: a=b"}),
    ("the address a number", "choice_impossible", _GOOD | {"deep_link_return_url": 5}),
    ("files only", "choice_impossible", _GOOD | {"accept_types": ["file", "link", "html"]}),
    ("types a text", "choice_impossible", _GOOD | {"accept_types": "ltiResourceLink"}),
    ("data an object", "claim_malformed", _GOOD | {"data": {"a": 1}}),
    ("data without end", "claim_malformed", _GOOD | {"data": "x" * 30_000}),
):  # fmt: skip
    _deep(f"deep linking: {_name}", _code, _settings)
