"""What the domain refuses, by code; the words shown to people are chosen by the pages."""

from typing import Any


class DomainError(Exception):
    """A request that the rules of the class do not allow.

    *Shapes*: ``code`` is a short stable identifier, ``details`` what a page needs to explain it.
    """

    status = 422

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class NotFound(DomainError):
    """The thing does not exist, or not for this person: both look the same from outside."""

    status = 404

    def __init__(self, code: str = "not_found", **details: Any) -> None:
        super().__init__(code, **details)


class NotAllowed(DomainError):
    """The actor may not do this here."""

    status = 403

    def __init__(self, code: str = "not_allowed", **details: Any) -> None:
        super().__init__(code, **details)


class Stale(DomainError):
    """Somebody changed it meanwhile; ``details`` holds the current version.

    *Errors*: 409, so that the page can show both versions.
    """

    status = 409

    def __init__(self, code: str = "stale", **details: Any) -> None:
        super().__init__(code, **details)
