"""What the tool asks for by itself, without a browser: keys, a token, the list of members."""

import json
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request

from rers_school.practice import directory
from rers_school.practice.activities import Activity, activity_by_link, gives_names
from rers_school.practice.assertions import (
    ASSERTION_TYPE,
    InvalidClient,
    check_assertion,
    claimed_client,
)
from rers_school.practice.directory import Course, Member
from rers_school.practice.options import read_options
from rers_school.practice.platform import CLAIM, MEMBERSHIP, make_registration, role_name
from rers_school.practice.registration import CLAIMS, NRPS_SCOPE
from rers_school.practice.state import practice
from rers_school.practice.tickets import TOKEN_SECONDS, issue_token, token_owner
from rers_school.practice.tools import Tool, tool_by_client, tool_by_deployment

services = Blueprint("services", __name__)

NRPS_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"


@services.get("/jwks")
def jwks() -> Response:
    """Return the platform's public keys."""
    state = practice()
    return jsonify(keys=make_registration(state.settings, state.signing_keys).get_jwks())


@services.get("/.well-known/openid-configuration")
def openid_configuration() -> Response:
    """Return what a tool needs to know of this platform, and where it can register itself."""
    settings = practice().settings
    return jsonify(
        {
            "issuer": settings.issuer,
            "token_endpoint": settings.token_url,
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
            "jwks_uri": settings.jwks_url,
            "authorization_endpoint": settings.auth_url,
            "registration_endpoint": settings.registration_url,
            "scopes_supported": [NRPS_SCOPE, "openid"],
            "response_types_supported": ["id_token"],
            "subject_types_supported": ["public", "pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "claims_supported": list(CLAIMS),
            "https://purl.imsglobal.org/spec/lti-platform-configuration": {
                "product_family_code": "moodle",
                "version": "4.2.3 (Build: 20231009)",
                "messages_supported": [
                    {"type": "LtiResourceLinkRequest"},
                    {"type": "LtiDeepLinkingRequest", "placements": ["ContentArea"]},
                ],
                "variables": [],
            },
        }
    )


@services.post("/token")
def token() -> Response:
    """Return an access token for the member lists to the tool that proves itself.

    *Errors*: OAuth's ``unsupported_grant_type``, ``invalid_request``, ``invalid_scope`` (400)
    and ``invalid_client`` (401).
    """
    state, asked = practice(), request.form
    if asked.get("grant_type") != "client_credentials":
        return _refused(400, "unsupported_grant_type", "client_credentials is expected")
    if asked.get("client_assertion_type") != ASSERTION_TYPE or not asked.get("client_assertion"):
        return _refused(400, "invalid_request", "A client assertion is expected")
    assertion = asked["client_assertion"]
    try:
        tool = tool_by_client(state.store, claimed_client(assertion))
        if tool is None:
            raise InvalidClient("No active tool has this client id")
        audience = state.settings.token_url
        check_assertion(assertion, state.keys_of(tool), tool.client_id, audience, state.store)
    except InvalidClient as error:
        return _refused(401, "invalid_client", str(error))
    if NRPS_SCOPE not in asked.get("scope", "").split() or not tool.members_list:
        return _refused(400, "invalid_scope", "Only the members' list can be asked for")
    body = {
        "access_token": issue_token(state.store, tool.id, NRPS_SCOPE),
        "token_type": "Bearer",
        "expires_in": TOKEN_SECONDS,
        "scope": NRPS_SCOPE,
    }
    # Moodle labels this JSON as HTML: a tool that trusts the label would fail there.
    return _uncached(Response(json.dumps(body), content_type="text/html; charset=utf-8"))


@services.get("/nrps/CourseSection/<course_id>/bindings/<binding>/memberships")
def memberships(course_id: str, binding: str) -> Response:
    """Return a course's members, a page of them if asked so.

    Names follow the tool's privacy: where each activity decides, only the list of an activity
    (``rlid``) can have them.

    *Errors*: 401 without a token for this service; 404 for an unknown course or activity; 500
    from the second page on, where the administrator wants to see how a tool copes.
    """
    state = practice()
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    owner = token_owner(state.store, value.strip(), NRPS_SCOPE)
    if scheme.lower() != "bearer" or owner is None:
        return service_refused(401, "Unauthorized")
    course = directory.course_by_id(state.store, course_id)
    tool = tool_by_deployment(state.store, binding)
    if course is None or tool is None:
        return service_refused(404, "Not Found")
    if tool.id != owner:
        return service_refused(401, "Unauthorized")
    link_id = request.args.get("rlid")
    activity = activity_by_link(state.store, course.id, link_id) if link_id is not None else None
    if link_id is not None and (activity is None or activity.tool_id != tool.id):
        return service_refused(404, "Not Found")
    return _members_page(course, tool, activity)


def _members_page(course: Course, tool: Tool, activity: Activity | None) -> Response:
    state, options = practice(), read_options(practice().store)
    people = directory.members_by_name(state.store, course)
    role = request.args.get("role")
    if role:
        people = [one for one in people if role in (role_name(one), MEMBERSHIP + role_name(one))]
    start, end = _page_bounds(len(people), options.members_per_page)
    if start > 0 and options.second_page_fails:
        return service_refused(500, "Internal Server Error")
    body = {
        "id": state.settings.memberships_url(course.id, tool.deployment_id),
        "context": {"id": course.id, "label": course.label, "title": course.title},
        "members": [_listed(one, tool, activity) for one in people[start:end]],
    }
    answer = Response(json.dumps(body), content_type=f"{NRPS_TYPE}; charset=utf-8")
    if end < len(people):
        query: dict[str, Any] = {"limit": end - start, "from": end}
        link_id = activity.link_id if activity else ""
        query |= {key: given for key, given in (("rlid", link_id), ("role", role)) if given}
        answer.headers["Link"] = f'<{body["id"]}?{urlencode(query)}>; rel="next"'
    return _uncached(answer)


def _page_bounds(count: int, limit_unasked: int) -> tuple[int, int]:
    """Return which members to list; what is no number counts as absent, as in Moodle."""
    limit = request.args.get("limit", 0, type=int)
    limit = limit if limit > 0 else limit_unasked
    start = max(request.args.get("from", 0, type=int), 0) if limit > 0 else 0
    return min(start, count), min(start + limit, count) if limit > 0 else count


def _listed(member: Member, tool: Tool, activity: Activity | None) -> dict[str, Any]:
    """Return one entry. As in Moodle, a suspended account is listed like any other."""
    user = member.user
    entry: dict[str, Any] = {"status": "Active", "roles": [role_name(member)]}
    if activity is not None:
        entry["message"] = [{f"{CLAIM}message_type": "LtiResourceLinkRequest"}]
    entry |= {"user_id": user.id, "lis_person_sourcedid": user.sourced_id}
    if gives_names(tool, activity):
        entry |= {
            "name": user.name,
            "given_name": user.given,
            "family_name": user.family,
            "ext_user_username": user.slug,
        }
    return entry


def _refused(status: int, code: str, description: str) -> Response:
    answer = jsonify(error=code, error_description=description)
    answer.status_code = status
    return _uncached(answer)


def service_refused(status: int, reason: str) -> Response:
    """Return an error as Moodle's services write it."""
    body = {
        "status": status,
        "reason": reason,
        "request": {
            "method": request.method,
            "url": request.script_root + request.path,
            "accept": request.headers.get("Accept", ""),
            "contentType": request.headers.get("Content-Type", ""),
        },
    }
    return Response(json.dumps(body), status=status, content_type="application/json; charset=utf-8")


def _uncached(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
