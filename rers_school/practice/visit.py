"""Who is asking: by the name of their own host, or by their session on the issuer's host."""

from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import urlsplit

from flask import abort, make_response, render_template, request

from rers_school.practice import directory
from rers_school.practice.directory import GUEST, Course, Member, User
from rers_school.practice.sessions import COOKIE, session_user
from rers_school.practice.settings import PERSON_HOSTS
from rers_school.practice.state import host_name, practice
from rers_school.practice.words import browser_locale


@dataclass(frozen=True)
class Visit:
    """A person at a browser; ``session`` is empty on a host of their own."""

    user: User
    session: str

    def url(self, path: str) -> str:
        """Return an address where this person stays who they are."""
        return person_place(self.user, self.session, path)


def person_place(user: User, session: str, path: str) -> str:
    """Return an address on the host where this session is: their own, or the issuer's."""
    settings = practice().settings
    return f"{settings.issuer}{path}" if session else settings.person_url(user.slug, path)


def current_visit() -> Visit:
    """Return who is asking.

    *Errors*: 404 for an unknown host, or without a session on the issuer's; 403 for an account
    that is closed.
    """
    store, host = practice().store, host_name()
    user, session = None, ""
    # The issuer's own host may have a name that looks like a person's.
    if host == practice().settings.issuer_host:
        session = request.cookies.get(COOKIE, "")
        user = session_user(store, session)
    elif host.endswith(PERSON_HOSTS):
        user = directory.user_by_slug(store, host.removesuffix(PERSON_HOSTS))
    if user is None:
        abort(404)
    if user.suspended:
        refuse("error_suspended", 403)
    return Visit(user, session)


def visit_to_course(course_id: str) -> tuple[Visit, Course, Member]:
    """Return who is asking, and their place in this course.

    *Errors*: as ``current_visit``; 404 for an unknown course or somebody else's; 403 for a guest.
    """
    store, visit = practice().store, current_visit()
    course = directory.course_by_id(store, course_id)
    if course is not None and visit.user.id == GUEST:
        refuse("error_guest", 403)
    member = directory.member(store, course, visit.user, visit.session) if course else None
    if course is None or member is None:
        abort(404)
    return visit, course, member


def refuse(title: str, status: int, reason: str = "") -> NoReturn:
    """Answer with a page that says why not; ``reason`` is for whoever runs the tool."""
    page = render_template(
        "error.html",
        title=title,
        reason=reason,
        locale=browser_locale(),
        index_url=practice().settings.index_url,
    )
    abort(make_response(page, status))


def refuse_other_sites() -> None:
    """Refuse a form that was sent from another host's page: here the host is the person."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        abort(403)
