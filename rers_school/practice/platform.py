"""The claims of a launch and their signature: adapters over ``lti1p3platform``.

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

from rers_school.practice.directory import Course, Member
from rers_school.practice.settings import PracticeSettings
from rers_school.practice.tickets import seconds_now

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
NRPS_CLAIM = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
NRPS_VERSIONS = ["1.0", "2.0"]
ID_TOKEN_SECONDS = 60
# Moodle's own numbers for the containers "embed" and "new window".
LAUNCH_CONTAINERS = {"iframe": 2, "window": 4}


def role_name(member: Member) -> str:
    """Return the short name of a person's role in a course, as member lists use it."""
    return "Instructor" if member.teaches else "Learner"


def make_registration(settings: PracticeSettings, keys: tuple[str, str]) -> Registration:
    """Return the library's picture of this platform and of the tool it knows."""
    private_key, public_key = keys
    registration = Registration()
    registration.set_iss(settings.issuer)
    registration.set_client_id(settings.tool.client_id)
    registration.set_deployment_id(settings.tool.deployment_id)
    registration.set_oidc_login_url(settings.tool.login_url)
    registration.set_launch_url(settings.tool.launch_url)
    registration.set_tool_key_set_url(settings.tool.jwks_url)
    registration.set_platform_private_key(private_key)
    registration.set_platform_public_key(public_key)
    return registration


class OneRegistration(LTI1P3PlatformConfAbstract):
    """The library's configuration: there is one tool, so every question has one answer."""

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


class ResourceLaunch(LTIAdvantageMessageLaunchAbstract):
    """One launch of a course's activity by one of its members, in Moodle's words."""

    def __init__(
        self, settings: PracticeSettings, registration: Registration, request: dict[str, str]
    ) -> None:
        """Prepare the answer to a checked authentication request."""
        super().__init__(AnsweredRequest(request), OneRegistration(registration=registration))
        self.settings = settings
        # Falsy: the library leaves iat and exp to get_launch_message.
        self.set_id_token_expiration(0)

    def describe(self, course: Course, member: Member, target: str) -> None:
        """Set who comes, where from, and how the tool is shown."""
        user, memberships_url = member.user, self.settings.memberships_url(course.id)
        self.set_user_data(user.id, [MEMBERSHIP + role_name(member)])
        self.set_launch_context_claim(course.id, ["CourseSection"], course.title, course.label)
        self.set_resource_link_claim(course.link_id, course.description, course.activity_title)
        self.set_launch_presentation_claim(target, self._return_url(course, member, target))
        self.set_custom_parameters_claim({"context_memberships_url": memberships_url})
        self.set_nrps(memberships_url)
        self.set_extra_claims(
            {
                NRPS_CLAIM: {
                    "context_memberships_url": memberships_url,
                    "service_versions": NRPS_VERSIONS,
                },
                f"{CLAIM}lis": {
                    "person_sourcedid": user.sourced_id,
                    "course_section_sourcedid": course.label.lower(),
                },
                f"{CLAIM}ext": {"lms": "moodle-2"},
                f"{CLAIM}tool_platform": {
                    "product_family_code": "moodle",
                    "version": "2023042403",
                    "guid": uuid.uuid5(uuid.NAMESPACE_URL, self.settings.issuer).hex,
                    "name": "practice",
                    "description": "LMS d'entraînement",
                },
            }
        )
        presentation = self.lti_claim_launch_presentation
        assert presentation is not None
        presentation[f"{CLAIM}launch_presentation"]["locale"] = user.locale
        if course.names_shared:
            self._add_names(member)

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

    def _add_names(self, member: Member) -> None:
        user = member.user
        self.set_extra_claims(
            {
                "given_name": user.given,
                "family_name": user.family,
                "name": user.name,
                f"{CLAIM}ext": {"user_username": user.slug, "lms": "moodle-2"},
            }
        )

    def _return_url(self, course: Course, member: Member, target: str) -> str:
        query = f"?launch_container={LAUNCH_CONTAINERS[target]}&instanceid={course.link_id}"
        return self.settings.person_url(member.user.slug, f"/return/{course.id}{query}")


def signed_launch(
    settings: PracticeSettings,
    registration: Registration,
    request: dict[str, str],
    launch: tuple[Course, Member, str],
) -> dict[str, str]:
    """Return the fields that answer an authentication request: ``id_token``, and its ``state``."""
    message = ResourceLaunch(settings, registration, request)
    message.describe(*launch)
    fields: dict[str, str] = message.lti_launch()
    return fields
