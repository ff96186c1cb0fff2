"""The endpoint at which a tool registers itself, with the token it got from its invitation."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from rers_school.practice.registration import (
    RegistrationRefused,
    answer,
    client_of_token,
    granted,
    spend_invitation,
)
from rers_school.practice.services import service_refused
from rers_school.practice.state import practice
from rers_school.practice.tools import add_pending_tool

registering = Blueprint("registering", __name__)


@registering.post("/openid-registration")
def register() -> Response:
    """Keep a tool until the administrator decides, and answer what it was granted.

    *Errors*: 401 without a token of ours that was not used yet; 400 for a registration that is
    incomplete or does not fit together. Neither uses the token up.
    """
    state = practice()
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        if scheme.lower() != "bearer" or not token:
            raise RegistrationRefused(401, "missing_registration_token")
        client_id = client_of_token(state.store, token.strip(), state.signing_keys[1])
        asked: Any = request.get_json(force=True, silent=True)
        new = granted(asked, client_id)
        spend_invitation(state.store, client_id)
    except RegistrationRefused as error:
        return service_refused(error.status, error.reason)
    body = jsonify(answer(asked, add_pending_tool(state.store, new)))
    body.content_type = "application/json; charset=utf-8"
    return body
