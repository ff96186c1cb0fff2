"""What the tool asks for by itself, without a browser: keys, a token, the list of members."""

import json
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request

from rers_school.practice import directory
from rers_school.practice.assertions import ASSERTION_TYPE, InvalidClient, check_assertion
from rers_school.practice.directory import Course, Member
from rers_school.practice.platform import CLAIM, MEMBERSHIP, role_name
from rers_school.practice.state import practice
from rers_school.practice.tickets import TOKEN_SECONDS, issue_token, token_allows

services = Blueprint("services", __name__)

NRPS_SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
NRPS_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"


@services.get("/jwks")
def jwks() -> Response:
    """Return the platform's public keys."""
    return jsonify(keys=practice().registration.get_jwks())


@services.get("/.well-known/openid-configuration")
def openid_configuration() -> Response:
    """Return what a tool needs to know of this platform; there is no dynamic registration."""
    settings = practice().settings
    return jsonify(
        {
            "issuer": settings.issuer,
            "token_endpoint": settings.token_url,
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
            "jwks_uri": settings.jwks_url,
            "authorization_endpoint": settings.auth_url,
            "scopes_supported": [NRPS_SCOPE, "openid"],
            "response_types_supported": ["id_token"],
            "subject_types_supported": ["public", "pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "claims_supported": ["sub", "iss", "name", "given_name", "family_name"],
            "https://purl.imsglobal.org/spec/lti-platform-configuration": {
                "product_family_code": "moodle",
                "version": "4.2.3 (Build: 20231009)",
                "messages_supported": [{"type": "LtiResourceLinkRequest"}],
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
    try:
        check_assertion(asked["client_assertion"], state.tool_keys, state.settings, state.store)
    except InvalidClient as error:
        return _refused(401, "invalid_client", str(error))
    if NRPS_SCOPE not in asked.get("scope", "").split():
        return _refused(400, "invalid_scope", "Only the members' list can be asked for")
    body = {
        "access_token": issue_token(state.store, NRPS_SCOPE),
        "token_type": "Bearer",
        "expires_in": TOKEN_SECONDS,
        "scope": NRPS_SCOPE,
    }
    # Moodle labels this JSON as HTML: a tool that trusts the label would fail there.
    return _uncached(Response(json.dumps(body), content_type="text/html; charset=utf-8"))


@services.get("/nrps/CourseSection/<course_id>/bindings/<binding>/memberships")
def memberships(course_id: str, binding: str) -> Response:
    """Return a course's members, a page of them if asked so.

    The list of a course never has names; the list of one activity (``rlid``) has them where the
    activity shares them: Moodle's "delegate to teacher".

    *Errors*: 401 without a token for this service; 404 for an unknown course or activity.
    """
    state = practice()
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token_allows(state.store, value.strip(), NRPS_SCOPE):
        return _service_refused(401, "Unauthorized")
    course = directory.course_by_id(state.store, course_id)
    link_id = request.args.get("rlid")
    if course is None or binding != state.settings.tool.deployment_id:
        return _service_refused(404, "Not Found")
    if link_id not in (None, course.link_id):
        return _service_refused(404, "Not Found")
    people = directory.members_by_name(state.store, course)
    role = request.args.get("role")
    if role:
        people = [one for one in people if role in (role_name(one), MEMBERSHIP + role_name(one))]
    start, end = _page_bounds(len(people))
    body = {
        "id": state.settings.memberships_url(course.id),
        "context": {"id": course.id, "label": course.label, "title": course.title},
        "members": [_listed(one, course, link_id) for one in people[start:end]],
    }
    answer = Response(json.dumps(body), content_type=f"{NRPS_TYPE}; charset=utf-8")
    if end < len(people):
        query: dict[str, Any] = {"limit": end - start, "from": end}
        query |= {key: given for key, given in (("rlid", link_id), ("role", role)) if given}
        answer.headers["Link"] = f'<{body["id"]}?{urlencode(query)}>; rel="next"'
    return _uncached(answer)


def _page_bounds(count: int) -> tuple[int, int]:
    """Return which members to list; what is no number counts as absent, as in Moodle."""
    limit = request.args.get("limit", 0, type=int)
    start = max(request.args.get("from", 0, type=int), 0) if limit > 0 else 0
    return min(start, count), min(start + limit, count) if limit > 0 else count


def _listed(member: Member, course: Course, link_id: str | None) -> dict[str, Any]:
    user = member.user
    entry: dict[str, Any] = {"status": "Active", "roles": [role_name(member)]}
    if link_id is not None:
        entry["message"] = [{f"{CLAIM}message_type": "LtiResourceLinkRequest"}]
    entry |= {"user_id": user.id, "lis_person_sourcedid": user.sourced_id}
    if link_id is not None and course.names_shared:
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


def _service_refused(status: int, reason: str) -> Response:
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
