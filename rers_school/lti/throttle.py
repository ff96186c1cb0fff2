"""How often one network address may begin a login, bring a launch or register a platform.

A whole school comes from one address, and all at once: the limits are far above that, and only
stop a flood. Failed launches lock nobody out, since a pupil could then lock out the school.
"""

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from rers_school.lti.failures import LaunchRefused

REGISTRATIONS_PER_MINUTE = 20
RECORDS_PER_MINUTE = 300


class Throttle:
    """Counts per network address in this process: no write to the database for each request."""

    def __init__(self, logins_per_minute: int) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._logins = RateLimitItemPerMinute(max(1, logins_per_minute))
        self._registrations = RateLimitItemPerMinute(REGISTRATIONS_PER_MINUTE)
        self._records = RateLimitItemPerMinute(RECORDS_PER_MINUTE)

    def login(self, address: str) -> None:
        """Count a login that begins.

        *Errors*: `LaunchRefused` ``too_many``.
        """
        self._count(self._logins, "login", address)

    def launch(self, address: str) -> None:
        """Count a launch that arrives.

        *Errors*: `LaunchRefused` ``too_many``.
        """
        self._count(self._logins, "launch", address)

    def registration(self, address: str) -> None:
        """Count a platform that wants to register.

        *Errors*: `LaunchRefused` ``too_many``.
        """
        self._count(self._registrations, "registration", address)

    def may_record(self, address: str) -> bool:
        """Tell whether one more failure from this address is written down."""
        return self._limiter.hit(self._records, "record", address)

    def _count(self, limit: RateLimitItemPerMinute, what: str, address: str) -> None:
        if not self._limiter.hit(limit, what, address):
            raise LaunchRefused("too_many", what)
