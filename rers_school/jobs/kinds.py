"""What each kind of job does: the one place where kinds are registered."""

from collections.abc import Callable
from importlib import import_module
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

#: Stage, how much of it is done, of how much. It only notes it: no database, no waiting.
Report = Callable[[str, int, int], None]
#: Gives a new session (`writes=True`: one that begins with the write lock); the kind closes it.
Sessions = Callable[..., Session]
#: Reads its input in a short session, closes it, computes, and returns what is kept as JSON.
Work = Callable[[Sessions, UUID, Report], Any]

#: kind -> "module:function", imported only where the job is done. A test adds its own.
KINDS: dict[str, str] = {
    "network_plan": "rers_school.classroom.services.networks.planning:plan",
}


def work_of(kind: str) -> Work:
    """Return the function of a kind.

    *Errors*: `LookupError` for a kind that is not registered.
    """
    where = KINDS.get(kind)
    if where is None:
        raise LookupError(f"no job of the kind {kind!r} is registered")
    module, _, name = where.partition(":")
    work: Work = getattr(import_module(module), name)
    return work
