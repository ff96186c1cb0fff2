"""The joint celebration: stands of pupils, a teacher’s yes, the timetable, the programme."""

from typing import Any
from uuid import UUID

from flask import Response, abort, request
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.networks.belonging import network_of
from rers_school.classroom.queries.networks.gatherings import network_gathering
from rers_school.classroom.queries.networks.stands import (
    at_stand,
    classmates,
    could_show,
    programme_of,
)
from rers_school.classroom.rules.celebration import Cell
from rers_school.classroom.rules.network_life import CELEBRATION
from rers_school.classroom.rules.team import GATHERINGS
from rers_school.classroom.services.networks import stands, timetable
from rers_school.web.fields import id_of, id_or_404
from rers_school.web.flash import flash
from rers_school.web.networks.council import refused, to_council
from rers_school.web.networks.page import blueprint
from rers_school.web.networks.together import told
from rers_school.web.page import show
from rers_school.web.room.words import day

_GATHERING = "/networks/<uuid:network_id>/gatherings/<uuid:gathering_id>"


@blueprint.get(f"{_GATHERING}/stands/new")
@allow(*MEMBERS)
def new_stand(db: Session, actor: Actor, network_id: UUID, gathering_id: UUID) -> Response:
    """Ask what somebody would like to show to the other classes."""
    return _form(db, actor, network_id, gathering_id, words={}, chosen=set())


@blueprint.get(f"{_GATHERING}/stands/<uuid:stand_id>")
@allow(*MEMBERS)
def stand(
    db: Session, actor: Actor, network_id: UUID, gathering_id: UUID, stand_id: UUID
) -> Response:
    """Show one's own stand, to change it."""
    found = stands.own(db, actor, network_id, stand_id)
    words = {"what": found.what, "needs": found.needs}
    chosen = at_stand(db, found.id)
    return _form(db, actor, network_id, gathering_id, words=words, chosen=chosen, stand_id=stand_id)


@blueprint.post(f"{_GATHERING}/stands")
@allow(*MEMBERS)
def keep_stand(db: Session, actor: Actor, network_id: UUID, gathering_id: UUID) -> Response:
    """Keep what somebody would like to show."""
    form = request.form
    stand_id = id_of(form.get("stand"))
    others = {id_or_404(raw) for raw in form.getlist("with")}
    try:
        stands.offer(
            db,
            actor,
            network_id,
            gathering_id,
            what=form.get("what", ""),
            needs=form.get("needs", ""),
            others=others,
            stand_id=stand_id,
        )
    except DomainError as error:
        said = told(error)
        db.rollback()
        more = {"words": said.pop("typed"), "chosen": others, "stand_id": stand_id, **said}
        return _form(db, actor, network_id, gathering_id, status=error.status, **more)
    flash(
        _("It is in the programme.")
        if actor.is_teacher
        else _("Your teacher looks at it first; then the other classes read it.")
    )
    return to_council(actor, network_id, gathering_id, "stands")


@blueprint.post(f"{_GATHERING}/stands/<uuid:stand_id>/off")
@allow(*MEMBERS)
def take_off(
    db: Session, actor: Actor, network_id: UUID, gathering_id: UUID, stand_id: UUID
) -> Response:
    """Take a stand off, take oneself out of one, or keep one in the class for now."""
    acts = {"mine": stands.withdraw, "me": stands.step_out, "back": stands.keep_back}
    act = acts.get(request.form.get("act", "mine"))
    if act is None:
        abort(404)
    try:
        act(db, actor, network_id, stand_id)
    except DomainError as error:
        return refused(db, actor, network_id, gathering_id, error, "stands")
    return to_council(actor, network_id, gathering_id, "stands")


@blueprint.post(f"{_GATHERING}/stands/agree")
@allow(*TEACHERS)
def agree_to_stands(db: Session, actor: Actor, network_id: UUID, gathering_id: UUID) -> Response:
    """Let the ticked stands of the class through, as they were read."""
    read = []
    for ticked in request.form.getlist("stand"):
        raw, _dot, seen = ticked.partition(".")
        found = id_of(raw)
        if found is not None:
            read.append((found, seen))
    changed = stands.agree(db, actor, network_id, read)
    if changed:
        flash(
            ngettext(
                "%(num)s stand changed meanwhile: look at it again.",
                "%(num)s stands changed meanwhile: look at them again.",
                changed,
            )
        )
    elif read:
        flash(_("The other classes read these stands now."))
    return to_council(actor, network_id, gathering_id, "stands")


@blueprint.post(f"{_GATHERING}/timetable")
@allow(*TEACHERS, and_team=GATHERINGS)
def draw(db: Session, actor: Actor, network_id: UUID, gathering_id: UUID) -> Response:
    """Write down the times and places of the celebration."""
    form, seen = request.form, _seen()
    try:
        lines = {"slots": form.get("slots", ""), "places": form.get("places", "")}
        timetable.draw(db, actor, network_id, gathering_id, **lines, seen=seen)
    except DomainError as error:
        return refused(db, actor, network_id, gathering_id, error, "table")
    return to_council(actor, network_id, gathering_id, "timetable")


@blueprint.post(f"{_GATHERING}/lay-out")
@allow(*TEACHERS, and_team=GATHERINGS)
def lay_out(db: Session, actor: Actor, network_id: UUID, gathering_id: UUID) -> Response:
    """Lay out the stands: those without a cell, or all anew."""
    anew = request.form.get("anew") == "yes"
    try:
        left = timetable.fill(db, actor, network_id, gathering_id, anew=anew, seen=_seen())
    except DomainError as error:
        return refused(db, actor, network_id, gathering_id, error, "table")
    if left:
        flash(
            ngettext(
                "For %(num)s stand there is no room: add a time or a place.",
                "For %(num)s stands there is no room: add a time or a place.",
                left,
            )
        )
    return to_council(actor, network_id, gathering_id, "timetable")


@blueprint.post(f"{_GATHERING}/stands/<uuid:stand_id>/move")
@allow(*TEACHERS, and_team=GATHERINGS)
def move_stand(
    db: Session, actor: Actor, network_id: UUID, gathering_id: UUID, stand_id: UUID
) -> Response:
    """Put a stand into another cell by hand."""
    try:
        timetable.move(db, actor, network_id, gathering_id, stand_id, _cell(), seen=_seen())
    except DomainError as error:
        return refused(db, actor, network_id, gathering_id, error, "table")
    return to_council(actor, network_id, gathering_id, "timetable")


@blueprint.get(f"{_GATHERING}/programme")
@allow(*MEMBERS)
def stands_programme(db: Session, actor: Actor, network_id: UUID, gathering_id: UUID) -> Response:
    """Show the programme, to be printed on A4 or A3."""
    network = network_of(db, actor, network_id)
    one = network_gathering(db, actor, network, gathering_id)
    if one.kind != CELEBRATION:
        abort(404)
    return show(
        "networks/stands_programme.html",
        network=network,
        one=one,
        programme=programme_of(db, actor, network, one),
        size="a3" if request.args.get("size") == "a3" else "a4",
        day=day,
    )


def _form(
    db: Session,
    actor: Actor,
    network_id: UUID,
    gathering_id: UUID,
    *,
    status: int = 200,
    **more: Any,
) -> Response:
    network = network_of(db, actor, network_id)
    one = network_gathering(db, actor, network, gathering_id)
    if one.kind != CELEBRATION:
        abort(404)
    return show(
        "networks/stands_form.html",
        status=status,
        network=network,
        one=one,
        ideas=could_show(db, actor),
        people=classmates(db, actor),
        people_most=stands.PEOPLE_MOST - 1,
        **more,
    )


def _seen() -> int:
    return request.form.get("number", -1, type=int)


def _cell() -> Cell | None:
    raw = request.form.get("cell", "")
    if not raw:
        return None
    slot, _dot, spot = raw.partition(".")
    if not (slot.isascii() and slot.isdigit() and spot.isascii() and spot.isdigit()):
        raise DomainError("no_cell")
    return Cell(int(slot[:4]), int(spot[:4]))
