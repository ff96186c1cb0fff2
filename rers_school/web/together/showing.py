"""What pupils would like to show at the celebration, and what exchanging changes for them."""

from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.effects import my_effects, shared_effects
from rers_school.classroom.rules.gatherings import LENGTH_MOST, STARTERS
from rers_school.classroom.rules.team import GATHERINGS
from rers_school.classroom.services import effects, stands
from rers_school.web.flash import flash
from rers_school.web.page import go, show
from rers_school.web.together.page import blueprint, to_gathering, to_together
from rers_school.web.together.words import id_in, number_in, sentence, typed


@blueprint.get("/together/stands/new")
@allow(*MEMBERS)
def new_stand(db: Session, actor: Actor) -> Response:
    """Ask what somebody would like to show at the celebration."""
    asked = request.args
    return _stand_form(
        {"what": asked.get("what", "")[:200], "who": asked.get("who", actor.first_name)[:200]}
    )


@blueprint.get("/together/stands/<uuid:stand_id>")
@allow(*MEMBERS)
def stand(db: Session, actor: Actor, stand_id: UUID) -> Response:
    """Show one's own stand, to change it."""
    found = stands.own(db, actor, stand_id)
    words = {"what": found.what, "who": found.who, "needs": found.needs}
    return _stand_form({**words, "minutes": found.minutes or ""}, stand_id)


@blueprint.post("/together/stands")
@allow(*MEMBERS)
def keep_stand(db: Session, actor: Actor) -> Response:
    """Keep what somebody would like to show."""
    form, stand_id = request.form, id_in("stand")
    try:
        minutes = number_in("minutes", LENGTH_MOST)
        texts = (form.get("what", ""), form.get("who", ""), minutes, form.get("needs", ""))
        stands.offer(db, actor, *texts, stand_id=stand_id)
    except DomainError as error:
        said = sentence(error)
        db.rollback()
        wrong = error.details.get("field", "what")
        return _stand_form(typed(), stand_id, status=422, error=said, wrong=wrong)
    flash(_("It is in the programme of the celebration."))
    return to_together(actor, "celebration")


@blueprint.post("/together/stands/<uuid:stand_id>/withdraw")
@allow(*MEMBERS)
def withdraw_stand(db: Session, actor: Actor, stand_id: UUID) -> Response:
    """Take a stand out of the programme."""
    stands.withdraw(db, actor, stand_id)
    return to_gathering(actor, id_in("gathering"), "celebration")


@blueprint.post("/together/stands/<uuid:stand_id>/move")
@allow(*TEACHERS, and_team=GATHERINGS)
def move_stand(db: Session, actor: Actor, stand_id: UUID) -> Response:
    """Let a stand come earlier or later in the programme."""
    stands.move(db, actor, stand_id, up=request.form.get("to") == "earlier")
    return to_gathering(actor, id_in("gathering"), "celebration")


@blueprint.get("/together/effects")
@allow(*MEMBERS)
def show_effects(db: Session, actor: Actor) -> Response:
    """Show what exchanging changes: one's own words, and those that were given to the class."""
    return _effects(db, actor)


@blueprint.post("/together/effects")
@allow(*MEMBERS)
def tell_effect(db: Session, actor: Actor) -> Response:
    """Keep a sentence of one's own."""
    form = request.form
    try:
        words = (form.get("starter", ""), form.get("words", ""))
        effects.tell(db, actor, *words, shared="shared" in form)
    except DomainError as error:
        said = sentence(error)
        db.rollback()
        return _effects(db, actor, status=422, error=said, typed=typed())
    flash(_("Your sentence is kept."))
    return _to_effects(actor)


@blueprint.post("/together/effects/<uuid:effect_id>")
@allow(*MEMBERS)
def change_effect(db: Session, actor: Actor, effect_id: UUID) -> Response:
    """Share a sentence with the class, keep it for oneself again, or remove it."""
    act = request.form.get("act")
    if act == "remove":
        effects.remove(db, actor, effect_id)
    else:
        effects.share(db, actor, effect_id, shared=act == "share")
    return _to_effects(actor)


def _to_effects(actor: Actor) -> Response:
    return go(url_for("together.show_effects", classroom_id=actor.classroom_id))


def _effects(db: Session, actor: Actor, *, status: int = 200, **more: Any) -> Response:
    mine, shared = my_effects(db, actor), shared_effects(db)
    return show(
        "together/effects.html",
        status=status,
        mine=mine,
        others=shared,
        starters=STARTERS,
        **more,
    )


def _stand_form(
    words: dict[str, Any], stand_id: UUID | None = None, *, status: int = 200, **more: Any
) -> Response:
    return show(
        "together/stand.html",
        status=status,
        words=words,
        stand_id=stand_id,
        length_most=LENGTH_MOST,
        **more,
    )
