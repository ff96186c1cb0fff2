"""Logins under way: states and nonces, each good once, for minutes, in one browser."""

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Request as FlaskRequest
from flask import Response
from pylti1p3.cookie import CookieService
from pylti1p3.session import SessionService
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.db import open_session
from rers_school.lti.models import LoginAttempt

LIFETIME = timedelta(minutes=10)
# Kept a while after its end, so that a second use is told from a state that never was.
_KEPT = timedelta(hours=1)
_COOKIE = "__Secure-rers-login-"


def digest(secret: str) -> str:
    """Return what the database keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def client_digest(request: FlaskRequest, secret_key: str) -> str:
    """Return a keyed digest of the network address and the kind of browser."""
    said = f"{request.remote_addr}\n{request.user_agent.string}"
    return hmac.new(secret_key.encode(), said.encode(), hashlib.sha256).hexdigest()


class LoginCookies(CookieService):
    """One cookie per login under way, so that parallel tabs do not overwrite each other.

    *Source*: lti.md, "Cookies in a cross-site iframe": only Partitioned ones come back.
    """

    def __init__(self, request: FlaskRequest) -> None:
        self._cookies = request.cookies
        self._to_set: dict[str, str] = {}

    def get_cookie(self, name: str) -> str | None:
        return self._cookies.get(_cookie_name(name))

    def set_cookie(self, name: str, value: str | int, exp: int | None = None) -> None:
        """Keep the cookie of state ``name`` for `update_response`.

        pylti1p3 proposes the state itself as value; a secret of its own takes its place, since
        the state also travels in addresses.
        """
        self._to_set[name] = secrets.token_urlsafe(32)

    def begun(self) -> tuple[str, str]:
        """Return the state that begins with this response, and the secret its browser will keep."""
        ((state, secret),) = self._to_set.items()
        return state, secret

    def any_came_back(self) -> bool:
        """Tell whether this browser holds the cookie of some login, be it another one."""
        return any(name.startswith(_COOKIE) for name in self._cookies)

    def update_response(self, response: Response) -> None:
        """Give the browser its secrets."""
        for state, secret in self._to_set.items():
            _put(response, state, secret, int(LIFETIME.total_seconds()))

    def forget(self, response: Response, state: str) -> None:
        """Take the cookie of a login that is over."""
        if self.get_cookie(state) is not None:
            _put(response, state, "", 0)


class LoginAttempts(SessionService):
    """States and nonces in the database, in the place of pylti1p3's session storage.

    Each consumption is one UPDATE, committed at once: whatever the verdict on the launch, and
    however many requests arrive together, only one of them gets the state and the nonce.
    """

    def __init__(self, engine: Engine) -> None:
        # The parent's constructor would reach for a web session, which this tool does not have.
        self._engine = engine
        self.nonce = ""
        self.attempt: LoginAttempt | None = None

    def save_nonce(self, nonce: str) -> None:
        """Keep the nonce for `begin`, which stores it together with its state."""
        self.nonce = nonce

    def begin(
        self, *, platform_id: UUID, state: str, browser: str, client: str, storage_target: str
    ) -> None:
        """Store a login that begins; forget those that are long over."""
        now = clock.now()
        with open_session(self._engine, writes=True) as db:
            purge(db)
            db.add(
                LoginAttempt(
                    platform_id=platform_id,
                    state_digest=digest(state),
                    nonce_digest=digest(self.nonce),
                    browser_digest=digest(browser),
                    client_digest=client,
                    storage_target=storage_target,
                    expires_at=now + LIFETIME,
                )
            )
            db.commit()

    def consume_state(self, state: str) -> tuple[LoginAttempt | None, bool]:
        """Return the login of a state, and whether this request is the first to bring it."""
        mine = LoginAttempt.state_digest == digest(state)
        with open_session(self._engine, writes=True) as db:
            first = _claims_it(
                db,
                update(LoginAttempt)
                .where(mine, LoginAttempt.used_at.is_(None))
                .values(used_at=clock.now()),
            )
            self.attempt = db.scalar(select(LoginAttempt).where(mine))
            db.commit()
        return self.attempt, first

    def check_nonce(self, nonce: str) -> bool:
        """Consume a nonce; true for the first request that brings it with its own state."""
        theirs = digest(nonce)
        with open_session(self._engine, writes=True) as db:
            first = _claims_it(
                db,
                update(LoginAttempt)
                .where(
                    LoginAttempt.nonce_digest == theirs,
                    LoginAttempt.nonce_used_at.is_(None),
                )
                .values(nonce_used_at=clock.now()),
            )
            db.commit()
        return first and self.attempt is not None and self.attempt.nonce_digest == theirs

    def check_state_is_valid(self, state: str, id_token_hash: str) -> bool:
        """Return false: no state is ever valid because it was valid before."""
        return False

    def save_launch_data(self, key: str, jwt_body: Any) -> None:
        """Keep nothing: what a launch says is read once, into `LaunchFacts`."""

    def set_state_valid(self, state: str, id_token_hash: str) -> None:
        """Keep nothing: a state is good once."""


def purge(db: Session) -> None:
    """Remove the logins that ended more than an hour ago."""
    db.execute(delete(LoginAttempt).where(LoginAttempt.expires_at < clock.now() - _KEPT))


def _claims_it(db: Session, statement: Any) -> bool:
    quiet = statement.execution_options(synchronize_session=False)
    return int(getattr(db.execute(quiet), "rowcount", 0)) == 1


def _cookie_name(state: str) -> str:
    return _COOKIE + digest(state)[:16]


def _put(response: Response, state: str, value: str, seconds: int) -> None:
    response.set_cookie(
        _cookie_name(state),
        value,
        max_age=seconds,
        path="/lti",
        secure=True,
        httponly=True,
        samesite="None",
        partitioned=True,
    )
