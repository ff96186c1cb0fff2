"""The verdict on a launch: pylti1p3's checks, with their gaps closed."""

import hmac
import math
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from pylti1p3.exception import LtiException
from pylti1p3.message_launch import MessageLaunch
from sqlalchemy import Engine

from rers_school import clock
from rers_school.db import open_session
from rers_school.lti import claims, deep_linking, platform_keys
from rers_school.lti.claims import LaunchFacts
from rers_school.lti.deep_linking import ChoiceAsked
from rers_school.lti.failures import LaunchRefused
from rers_school.lti.login import Fields, Kept
from rers_school.lti.models import LoginAttempt, Platform
from rers_school.lti.storage import LoginAttempts, LoginCookies, digest
from rers_school.lti.tool_config import ToolConfiguration

LEEWAY = timedelta(seconds=10)
OLDEST = timedelta(minutes=10)
_TOKEN_MOST = 64 * 1024
# What is checked here, by the application's own clock and with names for each failure.
_SIGNATURE_ONLY: Any = {
    "verify_signature": True,
    **{f"verify_{claim}": False for claim in ("exp", "nbf", "iat", "aud", "iss", "sub", "jti")},
}


class ToolLaunch(MessageLaunch[Any, Any, LoginAttempts, LoginCookies]):
    """One launch, from the platform's form to `LaunchFacts`.

    After `validate`: ``facts``, ``platform``, ``opens_on`` (the page chosen for the activity, or
    empty), ``choice`` (where the teacher is to choose), and ``bound``, which is false where the
    browser brought no cookie at all: it may come in by a tab of its own only, where it is on the
    ``same_computer`` or proves by what the platform ``kept`` that it began the login.

    *Errors*: `LaunchRefused` from `validate`.
    """

    def __init__(
        self,
        fields: Mapping[str, str],
        engine: Engine,
        attempts: LoginAttempts,
        cookies: LoginCookies,
        *,
        http: requests.Session,
        own_origin: str,
        client: str,
    ) -> None:
        super().__init__(
            Fields(fields),
            ToolConfiguration(engine),
            session_service=attempts,
            cookie_service=cookies,
            requests_session=http,
        )
        self._engine = engine
        self._own_origin = own_origin
        self._client = client
        self.bound = False
        self.same_computer = False
        self.kept: Kept | None = None
        self.platform: Platform
        self.facts: LaunchFacts
        self.opens_on = ""
        self.choice: ChoiceAsked | None = None

    @property
    def attempt(self) -> LoginAttempt:
        """Return the login that this launch ends, once its state is known."""
        found: LoginAttempt | None = self._session_service.attempt
        assert found is not None
        return found

    def _get_request_param(self, key: str) -> str:
        return str(self._request.get_param(key))

    def validate(self) -> "ToolLaunch":
        """Run every check in order.

        *Errors*: `LaunchRefused`, with the platform where it is known.
        """
        try:
            super().validate()
        except LaunchRefused as refused:
            if refused.platform_id is None and self._session_service.attempt is not None:
                refused.platform_id = self._session_service.attempt.platform_id
            refused.locale = claims.locale_of(self._jwt.get("body"))
            raise
        return self

    def validate_state(self) -> "ToolLaunch":
        """Consume the state and recognise the browser that began the login."""
        state = self._get_request_param("state")
        if not state:
            raise LaunchRefused("state_missing", "state")
        attempt, first = self._session_service.consume_state(state)
        if attempt is None:
            raise LaunchRefused("state_missing", "unknown")
        if not first:
            raise LaunchRefused("nonce_reused", "state")
        if attempt.expires_at <= clock.now():
            raise LaunchRefused("state_expired")
        self.bound = self._is_same_browser(attempt, state)
        return self

    def _is_same_browser(self, attempt: LoginAttempt, state: str) -> bool:
        secret = self._cookie_service.get_cookie(state)
        if secret is not None and hmac.compare_digest(digest(secret), attempt.browser_digest):
            return True
        if secret is not None or self._cookie_service.any_came_back():
            raise LaunchRefused("state_foreign", "cookie")
        self.same_computer = hmac.compare_digest(self._client, attempt.client_digest)
        if attempt.storage_target:
            self.kept = Kept.of(self._platform_of(attempt), attempt.storage_target, state)
        elif not self.same_computer:
            raise LaunchRefused("state_foreign", "client")
        return False

    def _platform_of(self, attempt: LoginAttempt) -> Platform:
        with open_session(self._engine) as db:
            return db.get_one(Platform, attempt.platform_id)

    def validate_jwt_format(self) -> "ToolLaunch":
        """Read the token without believing it yet."""
        token = self._get_request_param("id_token")
        if not token:
            raise LaunchRefused("token_malformed", "id_token is missing")
        if len(token) > _TOKEN_MOST:
            raise LaunchRefused("token_malformed", "id_token is too long")
        try:
            super().validate_jwt_format()
        except LtiException:
            raise LaunchRefused("token_malformed", "id_token") from None
        if not all(isinstance(self._jwt.get(part), dict) for part in ("header", "body")):
            raise LaunchRefused("token_malformed", "id_token")
        return self

    def validate_nonce(self) -> "ToolLaunch":
        """Consume the nonce, which must be the one sent with this state."""
        if not self._session_service.check_nonce(claims.text_of(self._jwt["body"], "nonce")):
            raise LaunchRefused("nonce_reused", "nonce")
        return self

    def validate_registration(self) -> "ToolLaunch":
        """Hold issuer and audience against the platform that the login went to."""
        self.platform = self._platform_of(self.attempt)
        body = self._jwt["body"]
        if claims.text_of(body, "iss") != self.platform.issuer:
            raise LaunchRefused("unknown_platform", "iss")
        _check_audience(body, self.platform.client_id)
        if not self.platform.active:
            raise LaunchRefused("deployment_inactive", "platform")
        return super().validate_registration()  # type: ignore[return-value]  # returns self

    def get_client_id(self) -> str:
        """Return the client id, which `_check_audience` has found in ``aud``."""
        return self.platform.client_id

    def get_public_key(self) -> tuple[RSAPublicKey, str]:  # type: ignore[override]  # no PEM detour
        """Return the key the token names; its algorithm is RS256 whatever the token says."""
        header: Mapping[str, Any] = self._jwt["header"]
        if header.get("alg") != "RS256":
            raise LaunchRefused("signature_invalid", "alg")
        kid = header.get("kid")
        if not isinstance(kid, str) or not kid:
            raise LaunchRefused("key_unknown", "no kid")
        key = platform_keys.key_for(self._engine, self._requests_session, self.platform, kid)
        return key, "RS256"

    def validate_jwt_signature(self) -> "ToolLaunch":
        """Check the signature, then the times."""
        key, algorithm = self.get_public_key()
        token = self._get_request_param("id_token")
        try:
            verified = jwt.decode(token, key, algorithms=[algorithm], options=_SIGNATURE_ONLY)
        except (jwt.InvalidTokenError, ValueError):
            raise LaunchRefused("signature_invalid", "signature") from None
        if verified != self._jwt["body"]:
            raise LaunchRefused("token_malformed", "two readings")
        _check_times(verified)
        return self

    def validate_deployment(self) -> "ToolLaunch":
        """Check that the deployment has been given to a school."""
        deployment_id = claims.text_of(self._jwt["body"], claims.CLAIM + "deployment_id")
        known = self._tool_config.find_deployment_by_params(
            self.platform.issuer, deployment_id, self.platform.client_id
        )
        if known is None:
            raise LaunchRefused("deployment_inactive", "deployment_id")
        return self

    def validate_message(self) -> "ToolLaunch":
        """Read the claims."""
        body = self._jwt["body"]
        self.facts = claims.read(body, own_origin=self._own_origin)
        self.opens_on = deep_linking.opens_on(body)
        if self.facts.message == claims.CHOICE:
            self.choice = deep_linking.read(body)
        return self

    def save_launch_data(self) -> "ToolLaunch":
        """Keep nothing: see `LoginAttempts`."""
        return self


def _check_audience(body: Mapping[str, Any], client_id: str) -> None:
    """Check ``aud`` and ``azp``.

    *Source*: LTI Security Framework 1.0, 5.1.3, 3 to 5.
    """
    audience, party = body.get("aud"), body.get("azp")
    sent = [audience] if isinstance(audience, str) else audience
    if not isinstance(sent, list) or not all(isinstance(one, str) for one in sent):
        raise LaunchRefused("claim_malformed", "aud")
    if party is not None and not isinstance(party, str):
        raise LaunchRefused("claim_malformed", "azp")
    if client_id not in sent:
        raise LaunchRefused("wrong_audience", "aud")
    if party != client_id and (party is not None or len(sent) > 1):
        raise LaunchRefused("wrong_audience", "azp")


def _check_times(body: Mapping[str, Any]) -> None:
    """Check the token's times against the application's clock."""
    now, leeway = clock.now().timestamp(), LEEWAY.total_seconds()
    expires, issued = _moment(body, "exp"), _moment(body, "iat")
    if expires is None or issued is None:
        raise LaunchRefused("claim_malformed", "exp" if expires is None else "iat")
    if issued > now + leeway:
        raise LaunchRefused("token_early", "iat")
    if (_moment(body, "nbf") or 0) > now + leeway:
        raise LaunchRefused("token_early", "nbf")
    if expires <= now - leeway:
        raise LaunchRefused("token_expired", "exp")
    if issued < now - OLDEST.total_seconds():
        raise LaunchRefused("token_expired", "iat")


def _moment(body: Mapping[str, Any], claim: str) -> int | float | None:
    value = body.get(claim)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise LaunchRefused("claim_malformed", claim)
    if isinstance(value, float) and not math.isfinite(value):
        raise LaunchRefused("claim_malformed", claim)
    return value
