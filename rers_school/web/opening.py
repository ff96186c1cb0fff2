"""The page that an activity of the course opens on, as its teacher chose."""

from flask import url_for

from rers_school.access import MEMBERS, TEACHERS
from rers_school.classroom.actor import Actor

# Where a page is not for somebody, they begin on their first page: what the teacher proposed is
# waiting for a pupil there.
_PAGES = {
    "wall": ("wall.show", MEMBERS),
    "introductions": ("introductions.show", TEACHERS),
    "gathering": ("together.show", MEMBERS),
}


def page_of(opens_on: str, actor: Actor) -> str | None:
    """Return the address of the page, or nothing where the first page will do."""
    endpoint, roles = _PAGES.get(opens_on, ("", ()))
    return url_for(endpoint, classroom_id=actor.classroom_id) if actor.role in roles else None
