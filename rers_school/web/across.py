"""Circles across classes, for their teachers: propose, say yes or no, take back, end one's part."""

from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound
from rers_school.classroom.queries.across.linking import WallCard, linking, own_card
from rers_school.classroom.queries.across.teachers import across_of, pupils_of
from rers_school.classroom.queries.networks.belonging import network_of
from rers_school.classroom.services.across import answering, ending
from rers_school.classroom.services.across.proposing import Wanted, propose_across
from rers_school.classroom.services.answers import KINDS
from rers_school.classroom.services.networks.belonging import place_of
from rers_school.web.fields import id_of, id_or_404
from rers_school.web.flash import flash
from rers_school.web.introductions.words import answered, reason
from rers_school.web.page import go, show
from rers_school.web.room.words import day

blueprint = Blueprint("across", __name__)


@blueprint.get("/networks/<uuid:network_id>/across")
@allow(*TEACHERS)
def listing(db: Session, actor: Actor, network_id: UUID) -> Response:
    """Show the circles that concern the class, what waits for its teacher first."""
    return _listing(db, actor, network_id)


@blueprint.get("/networks/<uuid:network_id>/across/new")
@allow(*TEACHERS)
def new(db: Session, actor: Actor, network_id: UUID) -> Response:
    """Choose who of the class is linked with a card of another class, then what goes back."""
    return _new(db, actor, network_id)


@blueprint.post("/networks/<uuid:network_id>/across")
@allow(*TEACHERS, across=True)
def propose(db: Session, actor: Actor, network_id: UUID) -> Response:
    """Ask the other class's teacher for a circle."""
    try:
        links = _links(db, actor, network_id)
        propose_across(db, actor, network_id, links, mediator=id_of(request.form.get("mediator")))
    except DomainError as error:
        if isinstance(error, NotFound | NotAllowed):
            raise
        db.rollback()
        if error.code == "card_gone":
            # Nothing is left to choose from on that page.
            return _listing(db, actor, network_id, status=error.status, problem=_sentence(error))
        return _new(db, actor, network_id, status=error.status, problem=_sentence(error))
    flash(_("The other teacher is asked. No pupil hears of it before you both agree."))
    return _back(actor, network_id)


@blueprint.post("/networks/<uuid:network_id>/across/<uuid:circle_id>/<act>")
@allow(*TEACHERS, across=True)
def say(db: Session, actor: Actor, network_id: UUID, circle_id: UUID, act: str) -> Response:
    """Say yes or no for one's own class, take the circle back, or end one's pupils' part."""
    acts = {
        "yes": _agree,
        "no": answering.decline,
        "withdraw": ending.withdraw,
        "end": ending.end_part,
    }
    if act not in acts:
        raise NotFound
    place_of(db, actor, network_id)
    try:
        acts[act](db, actor, circle_id)
    except DomainError as error:
        if isinstance(error, NotFound | NotAllowed):
            raise
        db.rollback()
        return _listing(db, actor, network_id, status=error.status, problem=_sentence(error))
    flash(_said(act))
    return _back(actor, network_id)


@blueprint.post("/networks/<uuid:network_id>/across/<uuid:circle_id>/paper")
@allow(*TEACHERS, across=True)
def paper(db: Session, actor: Actor, network_id: UUID, circle_id: UUID) -> Response:
    """Enter what a pupil of one's own class answered on paper."""
    place_of(db, actor, network_id)
    partner, kind = id_or_404(request.form.get("partner")), request.form.get("answer", "")
    try:
        answering.on_paper(db, actor, circle_id, partner, kind)
    except DomainError as error:
        if isinstance(error, NotFound | NotAllowed):
            raise
        db.rollback()
        return _listing(db, actor, network_id, status=error.status, problem=_sentence(error))
    flash(_("The answer is entered."))
    return _back(actor, network_id)


@blueprint.post("/exchanges/<uuid:exchange_id>/end-part")
@allow(*TEACHERS, across=True)
def end_part(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """End the part of one's own pupils, from the room into which one looks."""
    ending.end_part(db, actor, ending.circle_of(db, actor, exchange_id))
    flash(_said("end"))
    return go(url_for("room.show", classroom_id=actor.classroom_id, exchange_id=exchange_id))


def _agree(db: Session, actor: Actor, circle_id: UUID) -> None:
    answering.agree(db, actor, circle_id, id_of(request.form.get("mediator")))


def _said(act: str) -> str:
    sentences: dict[str, str] = {
        "yes": _("You have agreed. Once every teacher has, the pupils are asked privately."),
        "no": _("Everybody reads: this circle does not start now."),
        "withdraw": _(
            "The proposal is taken back. Everybody reads: this circle does not start now."
        ),
        "end": _("Your pupils’ part has ended. The others read: this exchange has stopped."),
    }
    return sentences[act]


def _sentence(error: DomainError) -> str:
    sentences: dict[str, str] = {
        "card_gone": _(
            "One of these cards has been taken down meanwhile. Choose again on the wall."
        ),
        "no_longer_open": _("This circle has moved on meanwhile. Here is how it stands now."),
        "not_here": _(
            "Somebody in this circle rests at the moment, or is not in the class any more."
        ),
        "choose_one": _("Choose an answer."),
        "answered_on_screen": _("This pupil has answered on a screen meanwhile: that stays."),
        "partner": _("Whoever takes part cannot be the mediator as well."),
        "same_person": _("Choose different people."),
    }
    return sentences.get(error.code) or _("These cards do not make a circle.")


def _links(db: Session, actor: Actor, network_id: UUID) -> list[Wanted]:
    """Return what the form wants to link: the other's card, and what goes back if anything."""
    form = request.form
    person = id_or_404(form.get("person"))
    found = linking(db, actor, network_id, id_or_404(form.get("card")), person)
    links = [_wanted(db, actor, network_id, person, found.card)]
    if form.get("back"):
        back = id_or_404(form.get("back"))
        card = next((one for one in found.back if one.id == back), None)
        if card is None:
            raise NotFound
        links.append(_wanted(db, actor, network_id, person, card))
    return links


def _wanted(db: Session, actor: Actor, network_id: UUID, person: UUID, card: WallCard) -> Wanted:
    own = own_card(db, actor, network_id, person, card)
    if card.kind == "offer":
        return Wanted(card.owner_id, person, offer=card.id, demand=own)
    return Wanted(person, card.owner_id, offer=own, demand=card.id)


def _new(
    db: Session, actor: Actor, network_id: UUID, *, status: int = 200, problem: str = ""
) -> Response:
    own = place_of(db, actor, network_id)
    values = request.values
    found = linking(
        db, actor, network_id, id_or_404(values.get("card")), id_of(values.get("person"))
    )
    return show(
        "across/new.html",
        status=status,
        network_id=network_id,
        own=own,
        found=found,
        people=pupils_of(db, actor) if found.chosen else [],
        typed=values,
        problem=problem,
    )


def _listing(
    db: Session, actor: Actor, network_id: UUID, *, status: int = 200, problem: str = ""
) -> Response:
    return show(
        "across/page.html",
        status=status,
        network=network_of(db, actor, network_id),
        network_id=network_id,
        circles=across_of(db, actor, network_id),
        people=pupils_of(db, actor),
        problem=problem,
        day=day,
        kinds=KINDS,
        answered=answered,
        words_of=reason,
    )


def _back(actor: Actor, network_id: UUID) -> Response:
    return go(url_for("across.listing", classroom_id=actor.classroom_id, network_id=network_id))
