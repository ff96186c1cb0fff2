"""Client assertions: how the tool proves at the token endpoint that it is the tool.

*Source*: RFC 7523; IMS security framework 4.1.1.
"""

import http.client
import sqlite3
from typing import Any

import jwt

from rers_school.practice.tickets import spend_assertion

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
NEEDED_CLAIMS = ["iss", "sub", "aud", "exp", "iat", "jti"]
FETCH_SECONDS = 5
KEPT_SECONDS = 300
# An unknown key id makes the key set be asked for again, but not at every request.
REFETCH_AFTER_SECONDS = 1
LATEST_EXPIRY = 2**62


class InvalidClient(Exception):
    """An assertion that does not prove that the tool sent it."""


class ToolKeys(jwt.PyJWKClient):
    """The tool's public keys, fetched over HTTP and kept for a while."""

    def __init__(self, jwks_url: str) -> None:
        """Keep the address; nothing is fetched before the first assertion."""
        super().__init__(
            jwks_url,
            lifespan=KEPT_SECONDS,
            timeout=FETCH_SECONDS,
            cooldown_duration=REFETCH_AFTER_SECONDS,
        )

    def fetch_data(self) -> Any:
        """Return the key set.

        *Errors*: ``PyJWKClientError`` for whatever keeps it from being read.
        """
        try:
            return super().fetch_data()
        except (ValueError, OSError, http.client.HTTPException) as error:
            raise jwt.PyJWKClientError(f"{self.uri}: {error}") from error


def claimed_client(assertion: str) -> str:
    """Return whom the assertion says it is from; nothing is proved by that.

    *Errors*: ``InvalidClient`` when it is no token.
    """
    try:
        claims = jwt.decode(assertion, options={"verify_signature": False})
    except jwt.PyJWTError as error:
        raise InvalidClient(str(error)) from error
    return str(claims.get("iss", ""))


def check_assertion(
    assertion: str, keys: ToolKeys, client_id: str, audience: str, store: sqlite3.Connection
) -> None:
    """Guarantee that the registered tool signed this assertion for us, just now, and only once.

    As in Moodle there is no leeway: an assertion from a clock that is ahead is refused.

    *Errors*: ``InvalidClient``.
    """
    try:
        claims = jwt.decode(
            assertion,
            keys.get_signing_key_from_jwt(assertion),
            algorithms=["RS256"],
            audience=audience,
            issuer=client_id,
            subject=client_id,
            leeway=0,
            options={"require": NEEDED_CLAIMS},
        )
    except jwt.PyJWTError as error:
        raise InvalidClient(str(error)) from error
    expires = min(int(claims["exp"]), LATEST_EXPIRY)
    if not spend_assertion(store, f"{client_id} {claims['jti']}", expires):
        raise InvalidClient("This assertion was used before")
