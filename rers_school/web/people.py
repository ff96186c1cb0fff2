"""People: everybody in the class, newcomers to recognise, and the class's list brought in."""

from typing import Any
from uuid import UUID

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rers_school import identity
from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.directory import directory
from rers_school.classroom.queries.one_person import one_person
from rers_school.classroom.queries.savoirs import for_the_teacher_only
from rers_school.classroom.services import naming, people, recognition
from rers_school.web.fields import id_of
from rers_school.web.flash import flash
from rers_school.web.introductions.words import answered
from rers_school.web.page import go
from rers_school.web.page import show as show_page
from rers_school.web.room.words import day

blueprint = Blueprint("people", __name__)


@blueprint.get("/people")
@allow(*TEACHERS)
def show(db: Session, actor: Actor) -> Response:
    """Show everybody, and first the newcomers who may be somebody of the list."""
    return _page(db, actor)


@blueprint.post("/people/<uuid:newcomer_id>/same")
@allow(*TEACHERS)
def same(db: Session, actor: Actor, newcomer_id: UUID) -> Response:
    """Take the teacher's word that a newcomer is that person of the list."""
    _join(db, actor, newcomer_id)
    flash(_("They are one person now, with all their cards."))
    return _to_everybody(actor)


@blueprint.post("/people/<uuid:newcomer_id>/other")
@allow(*TEACHERS)
def other(db: Session, actor: Actor, newcomer_id: UUID) -> Response:
    """Keep a newcomer apart from the person of the same name."""
    people.other_person(db, actor, newcomer_id)
    flash(_("They are two people."))
    return _to_everybody(actor)


@blueprint.post("/people/same")
@allow(*TEACHERS)
def same_all(db: Session, actor: Actor) -> Response:
    """Say yes for every newcomer whom the page showed as written in exactly the same way."""
    shown = set(request.form.getlist("newcomer"))
    for one in directory(db, actor.classroom_id).exact:
        if str(one.person.id) in shown:
            _join(db, actor, one.person.id)
    flash(_("They are recognised, with all their cards."))
    return _to_everybody(actor)


@blueprint.post("/people/<uuid:newcomer_id>/is")
@allow(*TEACHERS)
def is_entry(db: Session, actor: Actor, newcomer_id: UUID) -> Response:
    """Let the teacher name the person of the list, where names did not tell."""
    entry = id_of(request.form.get("entry"))
    if entry is None:
        db.rollback()
        return _page(db, actor, status=422, wrong=newcomer_id, error=_("Choose somebody first."))
    recognition.point_out(db, actor, newcomer_id, entry)
    flash(_("Look once more: is it the same person?"))
    return _to_everybody(actor)


@blueprint.post("/people/<uuid:membership_id>/name")
@allow(*TEACHERS)
def rename(db: Session, actor: Actor, membership_id: UUID) -> Response:
    """Correct somebody's name."""
    given, family = request.form.get("given", ""), request.form.get("family", "")
    try:
        naming.rename(db, actor, membership_id, given, family)
    except DomainError as error:
        sentences = {
            "empty": _("Write a first name."),
            "too_long": _("This is too long: %(most)s characters at most.", **error.details),
        }
        if error.code not in sentences:
            raise
        db.rollback()
        return _page(
            db,
            actor,
            status=422,
            wrong=membership_id,
            error=sentences[error.code],
            typed=(given, family),
        )
    flash(_("The name is changed."))
    return _back(actor, membership_id)


@blueprint.get("/people/<uuid:membership_id>")
@allow(*TEACHERS)
def one(db: Session, actor: Actor, membership_id: UUID) -> Response:
    """Show everything about one person: facts first, what is private behind the curtain."""
    found = one_person(db, actor, membership_id)
    return show_page("people/one.html", found=found, answered=answered, day=day)


@blueprint.post("/people/<uuid:membership_id>/rests")
@allow(*TEACHERS)
def rests(db: Session, actor: Actor, membership_id: UUID) -> Response:
    """Let somebody rest for a while, or take part again."""
    people.let_rest(db, actor, membership_id, rests=request.form.get("rests") == "yes")
    return _back(actor, membership_id)


@blueprint.post("/people/<uuid:membership_id>/rights")
@allow(*TEACHERS)
def rights(db: Session, actor: Actor, membership_id: UUID) -> Response:
    """Hand a pupil parts of keeping the network going, or take them back."""
    people.hand_rights(db, actor, membership_id, request.form.getlist("right"))
    flash(_("It is kept."))
    return go(url_for("people.one", classroom_id=actor.classroom_id, membership_id=membership_id))


def _join(db: Session, actor: Actor, newcomer_id: UUID) -> None:
    entry = recognition.entry_of(db, actor, newcomer_id)
    # The pupil may be writing a card at this moment: their screen goes on as the entry.
    identity.move(db, newcomer_id, entry)
    people.same_person(db, actor, newcomer_id)


def _back(actor: Actor, membership_id: UUID) -> Response:
    """Return to the page on which the form was: everybody's, or one person's."""
    if request.form.get("from") == "one":
        cid = actor.classroom_id
        return go(url_for("people.one", classroom_id=cid, membership_id=membership_id))
    return _to_everybody(actor)


def _to_everybody(actor: Actor) -> Response:
    return go(url_for("people.show", classroom_id=actor.classroom_id))


def _page(db: Session, actor: Actor, *, status: int = 200, **more: Any) -> Response:
    found = directory(db, actor.classroom_id)
    uneasy = for_the_teacher_only(db, actor)
    return show_page("people/page.html", status=status, directory=found, uneasy=uneasy, **more)
