"""Access tokens for the platforms' services, one set per registration."""

import threading
from datetime import datetime, timedelta

import requests
from pylti1p3.service_connector import ServiceConnector

from rers_school import clock
from rers_school.lti.tool_config import PlatformRegistration

# Used no longer than this before its end, so that it does not end on its way.
_MARGIN = timedelta(seconds=60)
_tokens: dict[str, tuple[str, datetime]] = {}
_lock = threading.Lock()


class PlatformConnector(ServiceConnector):
    """Calls to one registration's services; its tokens are never another registration's."""

    def __init__(self, registration: PlatformRegistration, http: requests.Session) -> None:
        self._platform_id = registration.platform.id
        super().__init__(registration, http)

    def _scope_key(self, scopes: object) -> str:
        return f"{self._platform_id} {super()._scope_key(scopes)}"  # type: ignore[arg-type]  # the library types it loosely

    def forget_token(self, scopes: list[str]) -> None:
        """Ask for a new token next time: the platform does not take the one at hand any more."""
        with _lock:
            _tokens.pop(self._scope_key(scopes), None)

    def _get_cached_access_token(self, scope_key: str) -> str | None:
        with _lock:
            token, ends = _tokens.get(scope_key, ("", clock.now()))
            return token if ends > clock.now() else None

    def _cache_access_token(self, scope_key: str, access_token: str, expires_in: float) -> None:
        now = clock.now()
        with _lock:
            for key in [key for key, (_, ends) in _tokens.items() if ends <= now]:
                del _tokens[key]
            _tokens[scope_key] = (access_token, now + timedelta(seconds=expires_in) - _MARGIN)
