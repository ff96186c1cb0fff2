"""Ids and days as forms send them: text that may be anything."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import abort

from rers_school.classroom.errors import DomainError


def id_of(raw: str | None) -> UUID | None:
    """Return the id that was sent, or nothing when it is none."""
    try:
        return UUID(raw or "")
    except ValueError:
        return None


def id_or_404(raw: str | None) -> UUID:
    """Return the id that was sent, or the page for what does not exist."""
    found = id_of(raw)
    if found is None:
        abort(404)
    return found


def day_of(raw: str | None, code: str = "date", **details: Any) -> date | None:
    """Return the day that was sent, or nothing when the field is empty.

    *Errors*: `DomainError` ``code`` with ``details`` (422) for what is no day.
    """
    try:
        return date.fromisoformat(raw) if raw else None
    except ValueError:
        raise DomainError(code, **details) from None
