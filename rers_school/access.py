"""Who may call a view, and everything that happens around every view of a class.

The order of a request: who is at the screen → is the page theirs → may they → (when it writes)
the lock, the double click → the view → commit below 400, roll back otherwise.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from flask import Response, current_app, g, make_response, redirect, request
from sqlalchemy.orm import Session

from rers_school import i18n, identity
from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import NotFound
from rers_school.classroom.queries.people import VISITING
from rers_school.classroom.rules.team import may
from rers_school.classroom.services import form_keys, settling
from rers_school.classroom.services.across import visiting
from rers_school.db import begin_writing, lock_classroom, open_session, scope_to

View: TypeAlias = Callable[..., Any]

MEMBERS = (Role.PUPIL, Role.TEACHER, Role.ADULT)
TEACHERS = (Role.TEACHER,)


class AtHome(NamedTuple):
    """A request that acts in another class: whose addresses stand for which."""

    host_id: UUID
    home_id: UUID


class Refused(Exception):
    """A request that is stopped before its view; ``code`` chooses the page that explains."""

    def __init__(self, code: str, status: int) -> None:
        super().__init__(code)
        self.code = code
        self.status = status


class Rules(NamedTuple):
    """Who may call a view."""

    roles: tuple[Role, ...]
    even_unnamed: bool
    and_team: str
    visitors: bool
    across: bool

    def let_pass(self, actor: Actor) -> bool:
        """Tell whether the actor may call the view."""
        return actor.role in self.roles or (bool(self.and_team) and may(actor, self.and_team))


def public(view: View) -> View:
    """Declare that anybody may call this view."""
    view.allowed = "public"  # type: ignore[attr-defined]  # read by the test that walks the routes
    return view


def allow(
    *roles: Role,
    even_unnamed: bool = False,
    and_team: str = "",
    visitors: bool = False,
    across: bool = False,
) -> Callable[[View], View]:
    """Declare the roles that may call a view of a class; the view gets ``(db, actor, …)``.

    ``and_team``: also the pupils to whom the teacher handed this right (`rules.team`).
    ``visitors``: where the exchange or introduction of the address lives in another class whose
    guest the actor is, the view acts there, as that guest (decision 0032).
    ``across``: the view concerns several classes; no lock is taken before it, its service takes
    those it needs in one order (`db.lock_classrooms`) and can be carried out twice.

    *Errors*: 401 no session, 409 a page of another session, 400 a forged form, 403 not this role.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(classroom_id: UUID, **path: Any) -> Response:
            rules = Rules(roles, even_unnamed, and_team, visitors, across)
            return _around(view, rules, classroom_id, path)

        guarded.allowed = frozenset(roles)  # type: ignore[attr-defined]  # as above
        guarded.visitors = visitors  # type: ignore[attr-defined]  # read by a test that walks routes
        return guarded

    return declare


def _around(view: View, rules: Rules, classroom_id: UUID, path: dict[str, Any]) -> Response:
    writes = request.method not in ("GET", "HEAD", "OPTIONS")
    db = g.db = open_session(current_app.extensions["rers"].engine, writes=writes)
    scope_to(db, classroom_id)
    present = identity.current(db, classroom_id)
    if present is None:
        raise Refused("no_session", 401)
    i18n.speak(present.language, present.launch.locale)
    _check_page(db, present, writes)
    g.present, g.actor = present, present.actor
    if not rules.let_pass(present.actor):
        raise Refused("not_allowed", 403)
    if not present.actor.named and not rules.even_unnamed:
        return make_response(redirect(f"/c/{classroom_id}/name", code=303))
    try:
        return _answer(view, rules, db, present.actor, path)
    except NotFound:
        guest = _guest(rules, db, present.actor, path)
        if guest is None:
            raise
    return _answer(view, rules, db, guest, path)


def _answer(view: View, rules: Rules, db: Session, actor: Actor, path: dict[str, Any]) -> Response:
    if request.method in ("GET", "HEAD", "OPTIONS"):
        _open_what_is_due(db, actor.classroom_id)
        return make_response(view(db, actor, **path))
    if actor.visiting and actor.membership_id == g.present.actor.membership_id:
        # A guest's teacher who has no part of their own there only looks.
        raise NotFound
    return _write(view, rules, db, actor, path)


def _guest(rules: Rules, db: Session, actor: Actor, path: dict[str, Any]) -> Actor | None:
    """Return the guest of another class as whom the actor may go on, its scope and lock begun.

    It is asked only where nothing was found at home, so that nobody at home pays for it.
    """
    if not rules.visitors:
        return None
    # What was done or locked at home before the thing was not found there.
    db.rollback()
    guest = visiting.guest_in(
        db,
        actor,
        exchange_id=path.get("exchange_id") or g.get("exchange_id"),
        introduction_id=path.get("introduction_id"),
    )
    if guest is None:
        return None
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        db.rollback()
        begin_writing(db)
    scope_to(db, guest.classroom_id)
    db.info[VISITING] = visiting.called_for(db, guest)
    g.actor, g.at_home = guest, AtHome(guest.classroom_id, actor.classroom_id)
    return guest


def stay_at_home(_endpoint: str, values: dict[str, Any]) -> None:
    """Let every address that a visiting request builds lead into the visitor's own class."""
    at_home: AtHome | None = g.get("at_home")
    if at_home is not None and values.get("classroom_id") == at_home.host_id:
        values["classroom_id"] = at_home.home_id


def _open_what_is_due(db: Session, classroom_id: UUID) -> None:
    """Let the answers open whose time has come, in a short transaction before a page is made."""
    if "HX-Request" in request.headers or not settling.is_due(db, classroom_id):
        return
    with open_session(current_app.extensions["rers"].engine, writes=True) as other:
        scope_to(other, classroom_id)
        lock_classroom(other, classroom_id)
        settling.settle_due(other, classroom_id)
        other.commit()
    db.rollback()


def _check_page(db: Session, present: identity.Present, writes: bool) -> None:
    token = request.headers.get("X-Launch") or (request.form.get("_launch") if writes else None)
    if token is None:
        if writes:
            raise Refused("forged", 400)
        return
    if not identity.token_is_ours(token):
        raise Refused("forged", 400)
    if identity.launch_of(token) != str(present.launch.id) and not identity.same_person(
        db, token, present.launch
    ):
        raise Refused("other_session", 409)


def _write(view: View, rules: Rules, db: Session, actor: Actor, path: dict[str, Any]) -> Response:
    if not rules.across:
        lock_classroom(db, actor.classroom_id)
        if settling.is_due(db, actor.classroom_id):
            settling.settle_due(db, actor.classroom_id)
    key = request.form.get("_key", "")
    before = form_keys.location_of(db, actor, key) if key else None
    if before is not None:
        return make_response(redirect(before, code=303))
    response = make_response(view(db, actor, **path))
    if response.status_code >= 400:
        db.rollback()
        return response
    if rules.across and key and form_keys.location_of(db, actor, key) is not None:
        # The same form at the same time: it went through first, and this one changed nothing.
        db.rollback()
        return response
    if key and response.status_code == 303:
        form_keys.remember(db, actor, key, response.location or "")
    db.commit()
    return response
