"""The two messages that open a tool: a launch of an activity, and a request to choose contents.

*Source*: LTI 1.3 core, section 5.3; deep linking 2.0, section 4.4.
"""

from typing import Any
from urllib.parse import urlencode

from rers_school.practice.activities import Activity, activities_of, gives_names
from rers_school.practice.authorize import Launch
from rers_school.practice.platform import CLAIM, Message, make_registration
from rers_school.practice.state import practice
from rers_school.practice.tickets import ContentRequest, issue_content_key
from rers_school.practice.visit import person_place

SETTINGS_CLAIM = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
# Moodle's own numbers for the containers "embed" and "new window".
LAUNCH_CONTAINERS = {"iframe": 2, "window": 4}


def signed_launch(request: dict[str, str], launch: Launch) -> dict[str, str]:
    """Return the fields that answer an authentication request: ``id_token``, and its ``state``."""
    state = practice()
    registration = make_registration(state.settings, state.signing_keys, launch.tool)
    message = Message(registration, request)
    message.describe(state.settings, launch.course, launch.member)
    if gives_names(launch.tool, launch.activity):
        message.add_names(launch.member.user)
    if launch.activity is None:
        _ask_for_contents(message, launch)
    else:
        _open_activity(message, launch, launch.activity)
    fields: dict[str, str] = message.lti_launch()
    return fields


def _open_activity(message: Message, launch: Launch, activity: Activity) -> None:
    message.set_launch_url(activity.address(launch.tool))
    query = {
        "launch_container": LAUNCH_CONTAINERS[launch.target],
        "instanceid": activity.link_id,
    }
    message.set_extra_claims(
        {
            # Written here: the library leaves out a text that is empty.
            f"{CLAIM}resource_link": {
                "title": activity.title,
                "description": activity.description,
                "id": activity.link_id,
            },
            f"{CLAIM}launch_presentation": {
                "locale": launch.member.user.locale,
                "document_target": launch.target,
                "return_url": person_place(
                    launch.member.user,
                    launch.session,
                    f"/return/{launch.course.id}?{urlencode(query)}",
                ),
            },
        }
    )
    _add_custom(message, launch, {**activity.custom, **launch.tool.custom}, known_here=True)


def _ask_for_contents(message: Message, launch: Launch) -> None:
    store = practice().store
    message.set_launch_url(launch.tool.content_url)
    message.set_extra_claims(
        {
            f"{CLAIM}message_type": "LtiDeepLinkingRequest",
            f"{CLAIM}launch_presentation": {"locale": launch.member.user.locale},
            SETTINGS_CLAIM: {
                "accept_types": ["ltiResourceLink"],
                "accept_presentation_document_targets": ["frame", "iframe", "window"],
                "accept_copy_advice": False,
                "accept_multiple": True,
                "accept_unsigned": False,
                "auto_create": False,
                "can_confirm": False,
                "deep_link_return_url": _contents_return_url(launch),
                "title": launch.tool.name,
                "text": "",
            },
        }
    )
    # As in Moodle, a tool that is not in the course yet is not told about its members.
    known_here = any(
        one.tool_id == launch.tool.id for one in activities_of(store, launch.course.id)
    )
    _add_custom(message, launch, dict(launch.tool.custom), known_here=known_here)


def _add_custom(
    message: Message, launch: Launch, custom: dict[str, Any], *, known_here: bool
) -> None:
    if launch.tool.members_list and known_here:
        tool = launch.tool
        url = practice().settings.memberships_url(launch.course.id, tool.deployment_id)
        custom["context_memberships_url"] = url
        message.add_members_list(url)
    if custom:
        message.set_custom_parameters_claim(custom)


def _contents_return_url(launch: Launch) -> str:
    state = practice()
    request = ContentRequest(
        launch.member.user.id, launch.course.id, launch.tool.id, launch.session
    )
    query = {
        "course": launch.course.id,
        "id": launch.tool.deployment_id,
        "sesskey": issue_content_key(state.store, request),
    }
    return f"{state.settings.issuer}/contentitem_return?{urlencode(query)}"
