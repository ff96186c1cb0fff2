"""Deep linking: the teacher chooses, inside the LMS, which page the activity opens on.

*Source*: LTI Deep Linking 2.0; what a Moodle asks, lti.md, "Deep linking".
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer
from pylti1p3.deep_link import DeepLink
from pylti1p3.deep_link_resource import DeepLinkResource

from rers_school import clock
from rers_school.lti.claims import CLAIM, Claims, origin_of
from rers_school.lti.failures import LaunchRefused
from rers_school.lti.tool_config import PlatformRegistration

SETTINGS = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
#: The custom parameter that brings the choice back at every launch of the activity.
OPENS_ON = "rers_open"
#: The pages that an activity may open on, in the order in which they are offered.
PAGES = ("today", "wall", "introductions", "gathering")

_SECONDS = 3600
_ANSWER_SECONDS = 300
_URL_MOST = 4000
_DATA_MOST = 20_000
_LINK = "ltiResourceLink"
# Moodle refuses what comes from the future, be it two seconds.
_BACKDATED = 5


@dataclass(frozen=True, slots=True)
class ChoiceAsked:
    """What the LMS wants to hear, and where; ``data`` goes back as it came."""

    return_url: str
    multiple: bool
    data: str | None = None


@dataclass(frozen=True, slots=True)
class Chooser:
    """A choice under way: what was asked, on which registration, in which language."""

    platform_id: str
    deployment_id: str
    asked: ChoiceAsked
    language: str

    def sealed(self, secret_key: str) -> str:
        """Return the choice as its page carries it: no cookie is needed to come back with it."""
        return _seal(secret_key).dumps(asdict(self))


def read(body: Claims) -> ChoiceAsked:
    """Return what a deep linking request asks.

    *Errors*: `LaunchRefused` ``choice_impossible``, ``claim_malformed``.
    """
    said = body.get(SETTINGS)
    if not isinstance(said, Mapping):
        raise LaunchRefused("claim_malformed", "deep_linking_settings")
    address = said.get("deep_link_return_url")
    if not isinstance(address, str) or len(address) > _URL_MOST or not origin_of(address):
        raise LaunchRefused("choice_impossible", "deep_link_return_url")
    if not address.isprintable():
        raise LaunchRefused("choice_impossible", "deep_link_return_url")
    types = said.get("accept_types")
    if not isinstance(types, list) or _LINK not in types:
        raise LaunchRefused("choice_impossible", "accept_types")
    data = said.get("data")
    if data is not None and (not isinstance(data, str) or len(data) > _DATA_MOST):
        raise LaunchRefused("claim_malformed", "data")
    # The specification has a boolean; some platforms send it as a word.
    return ChoiceAsked(address, said.get("accept_multiple") in (True, "true"), data)


def opens_on(body: Claims) -> str:
    """Return the page that was chosen for an activity, empty where none was.

    It only says where to begin: a value that is no page of ours is no error.
    """
    custom = body.get(CLAIM + "custom")
    chosen = custom.get(OPENS_ON) if isinstance(custom, Mapping) else None
    return chosen if isinstance(chosen, str) and chosen in PAGES else ""


def opened(sealed: str, secret_key: str) -> Chooser:
    """Return the choice that a page brings back, within an hour.

    *Errors*: `LaunchRefused` ``choice_over``.
    """
    try:
        said = _seal(secret_key).loads(sealed, max_age=_SECONDS)
        return Chooser(**{**said, "asked": ChoiceAsked(**said["asked"])})
    except (BadData, TypeError, KeyError):
        raise LaunchRefused("choice_over", "request") from None


def answer(
    registration: PlatformRegistration,
    chooser: Chooser,
    pages: Sequence[tuple[str, str, str]],
    *,
    launch_url: str,
) -> str:
    """Return the signed answer for the LMS; ``pages``: (page, title, sentence) each."""
    message = _Answer(registration, chooser.deployment_id, {"data": chooser.asked.data})
    return message.get_response_jwt(
        [
            _Item(sentence).set_url(launch_url).set_title(title).set_custom_params({OPENS_ON: page})
            for page, title, sentence in pages
        ]
    )


class _Item(DeepLinkResource):
    """One activity, with the sentence that the course page shows below its title."""

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence

    def to_dict(self) -> dict[str, object]:
        return {**super().to_dict(), "text": self._sentence}


class _Answer(DeepLink):
    """pylti1p3's answer, as Moodle reads it: one audience, no time to come, no empty claim."""

    def get_message_jwt(self, resources: Sequence[DeepLinkResource]) -> dict[str, object]:
        message: dict[str, Any] = dict(super().get_message_jwt(resources))
        message["aud"] = self._registration.get_issuer()
        message["iat"] = int(clock.now().timestamp()) - _BACKDATED
        message["exp"] = message["iat"] + _ANSWER_SECONDS
        message["nonce"] = secrets.token_urlsafe(24)
        return {claim: value for claim, value in message.items() if value is not None}


def _seal(secret_key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key, salt="deep linking")
