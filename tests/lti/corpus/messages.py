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


# Whatever becomes of deep linking, these are never in order: a class's activities are made by
# its teachers, on a platform that says where to answer.
_OTHERWISE = ("no_usable_role", "claim_malformed", "wrong_target")


def _deep(name: str, settings: object, person: str = TEACHER) -> None:
    def act(attack: Attack) -> TestResponse:
        browser = attack.browser()
        begun = attack.begin(browser)
        changes = {TYPE: "LtiDeepLinkingRequest", SETTINGS: settings}
        attack.hide(settings)
        return attack.send(
            browser, begun.state, attack.lms.sign(attack.lms.claims(person, begun.nonce, changes))
        )

    BOOK.add(name, "message_unknown", act, *_OTHERWISE)


_GOOD = {
    "deep_link_return_url": "https://moodle.example/mod/lti/contentitem_return.php",
    "accept_types": ["ltiResourceLink"],
    "accept_presentation_document_targets": ["iframe"],
}
_deep("deep linking: a pupil asks for it", _GOOD, PUPIL)
_deep("deep linking: without settings", DROP)
_deep("deep linking: settings null", None)
_deep("deep linking: settings a text", "settings that are no object")
_deep("deep linking: nowhere to answer", {n: v for n, v in _GOOD.items() if "url" not in n})
_deep("deep linking: the answer to a script", _GOOD | {
    "deep_link_return_url": "javascript:alert(document.cookie)"})  # fmt: skip
_deep("deep linking: the address a number", _GOOD | {"deep_link_return_url": 5})
