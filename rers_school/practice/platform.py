"""The signature of a message and the claims that every message has: over ``lti1p3platform``.

The library knows the claims' names and signs; what it does otherwise than Moodle is put right
here, and only here: no ``azp``, 60 seconds instead of 300, the language, empty texts kept.

*Source*: LTI 1.3 core, sections 5.3 and 5.4; NRPS 2.0, section 3.6.
"""

import uuid
from typing import Any

from lti1p3platform.ltiplatform import LTI1P3PlatformConfAbstract
from lti1p3platform.message_launch import LTIAdvantageMessageLaunchAbstract
from lti1p3platform.registration import Registration
from lti1p3platform.request import Request, TRequest

from rers_school.practice.directory import Course, Member, User
from rers_school.practice.settings import PracticeSettings
from rers_school.practice.tickets import seconds_now
from rers_school.practice.tools import Tool

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
VOCABULARY = "http://purl.imsglobal.org/vocab/lis/v2/"
MEMBERSHIP = f"{VOCABULARY}membership#"
NRPS_CLAIM = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
NRPS_VERSIONS = ["1.0", "2.0"]
ID_TOKEN_SECONDS = 60
ROLE_NAMES = {"teacher": "Instructor", "pupil": "Learner", "mentor": "Mentor"}
ADMINISTRATOR_ROLES = [
    f"{VOCABULARY}institution/person#Administrator",
    f"{MEMBERSHIP}Instructor",
    f"{VOCABULARY}system/person#Administrator",
]


def role_name(member: Member) -> str:
    """Return the short name of a person's role in a course, as member lists use it."""
    return ROLE_NAMES[member.role]


def role_uris(member: Member) -> list[str]:
    """Return a person's roles, as launches name them."""
    if member.role == "admin":
        return list(ADMINISTRATOR_ROLES)
    return [MEMBERSHIP + role_name(member)]


def make_registration(
    settings: PracticeSettings, keys: tuple[str, str], tool: Tool | None = None
) -> Registration:
    """Return the library's picture of this platform, and of a tool it knows."""
    private_key, public_key = keys
    registration = Registration()
    registration.set_iss(settings.issuer)
    registration.set_platform_private_key(private_key)
    registration.set_platform_public_key(public_key)
    if tool is not None:
        registration.set_client_id(tool.client_id)
        registration.set_deployment_id(tool.deployment_id)
    return registration


class OneRegistration(LTI1P3PlatformConfAbstract):
    """The library's configuration: a message is for one tool, so questions have one answer."""

    def init_platform_config(self, **kwargs: Any) -> None:
        """Keep the registration that was passed in."""
        self._registration = kwargs["registration"]

    def get_registration_by_params(self, **kwargs: Any) -> Registration:
        """Return the one registration."""
        registration: Registration = self._registration
        return registration


class AnsweredRequest(Request):
    """An authentication request that our own endpoint has already checked."""

    def build_metadata(self, request: dict[str, str]) -> TRequest:
        """Return the request in the library's shape."""
        return {"method": "GET", "get_data": request, "form_data": {}}


class Message(LTIAdvantageMessageLaunchAbstract):
    """A message to a tool about one of a course's members, in Moodle's words."""

    def __init__(self, registration: Registration, request: dict[str, str]) -> None:
        """Prepare the answer to a checked authentication request."""
        super().__init__(AnsweredRequest(request), OneRegistration(registration=registration))
        # Falsy: the library leaves iat and exp to get_launch_message.
        self.set_id_token_expiration(0)

    def describe(self, settings: PracticeSettings, course: Course, member: Member) -> None:
        """Set who comes, and from which course of which platform."""
        self.set_user_data(member.user.id, role_uris(member))
        self.set_launch_context_claim(course.id, ["CourseSection"], course.title, course.label)
        self.set_extra_claims(
            {
                f"{CLAIM}lis": {
                    "person_sourcedid": member.user.sourced_id,
                    "course_section_sourcedid": course.label.lower(),
                },
                f"{CLAIM}ext": {"lms": "moodle-2"},
                f"{CLAIM}tool_platform": {
                    "product_family_code": "moodle",
                    "version": "2023042403",
                    "guid": uuid.uuid5(uuid.NAMESPACE_URL, settings.issuer).hex,
                    "name": "practice",
                    "description": "LMS d'entraînement",
                },
            }
        )

    def add_names(self, user: User) -> None:
        """Tell the tool what this person is called."""
        self.set_extra_claims(
            {
                "given_name": user.given,
                "family_name": user.family,
                "name": user.name,
                f"{CLAIM}ext": {"user_username": user.slug, "lms": "moodle-2"},
            }
        )

    def add_members_list(self, url: str) -> None:
        """Tell the tool where the members are listed."""
        self.set_extra_claims(
            {NRPS_CLAIM: {"context_memberships_url": url, "service_versions": NRPS_VERSIONS}}
        )

    def get_launch_message(self, include_extra_claims: bool = True) -> dict[str, Any]:
        """Return the claims, as Moodle sends them."""
        message: dict[str, Any] = super().get_launch_message(include_extra_claims)
        del message["azp"]
        message["iat"] = seconds_now()
        message["exp"] = message["iat"] + ID_TOKEN_SECONDS
        return message

    def validate_preflight_response(self, preflight_response: dict[str, Any]) -> None:
        """Accept what the endpoint has checked; unlike the library, a request without state."""
        self._redirect_url = preflight_response["redirect_uri"]

    def render_launch_form(self, launch_data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Return the fields to post; the page around them is the endpoint's."""
        fields = {"id_token": launch_data["id_token"], "state": launch_data["state"]}
        return {name: value for name, value in fields.items() if value}
