"""My savoirs: one's own cards, and the helper for "I can't find anything"."""

from collections.abc import Container
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.interviews import waiting_for_my_yes
from rers_school.classroom.queries.people import member_name
from rers_school.classroom.queries.savoirs import my_cards
from rers_school.classroom.queries.wall import savoir_names, wall
from rers_school.classroom.queries.widening import waiting_demands
from rers_school.classroom.queries.workshop_openings import openings
from rers_school.classroom.rules.inventory import DEMANDS, OFFER, OFFERS
from rers_school.classroom.services import cards, drafts, savoirs
from rers_school.web.fields import id_or_404
from rers_school.web.flash import flash
from rers_school.web.forms.cards import FORMS, CardForm
from rers_school.web.page import class_here, go, show

blueprint = Blueprint("savoirs", __name__)
_MOVES = {"rest": cards.rest, "wake": cards.wake, "withdraw": cards.withdraw}


@blueprint.get("/savoirs")
@allow(*MEMBERS)
def mine(db: Session, actor: Actor) -> Response:
    """Show one's own cards."""
    offers, demands = my_cards(db, actor)
    waiting = {one.id for one in waiting_demands(db, actor)}
    return show(
        "savoirs/mine.html",
        offers=offers,
        demands=demands,
        waiting=waiting,
        openings=openings(db, actor),
        said=waiting_for_my_yes(db, actor),
    )


@blueprint.get("/savoirs/help/<kind>")
@allow(*MEMBERS)
def helper(db: Session, actor: Actor, kind: str) -> Response:
    """Help somebody who cannot find anything to put on a card."""
    waiting = [row.name for row in wall(db, waiting=True).rows][:12]
    questions = OFFERS if _kind(kind) == OFFER else DEMANDS
    return show("savoirs/helper.html", kind=kind, questions=questions, waiting=waiting)


@blueprint.get("/savoirs/names")
@allow(*MEMBERS)
def names(db: Session, actor: Actor) -> Response:
    """Propose the savoirs that exist already, while somebody types a card."""
    like = request.args.get("words", "").strip()[:100]
    found = [name for name in savoir_names(db, like) if name != like] if len(like) > 1 else []
    return show("savoirs/names.html", names=found)


@blueprint.get("/savoirs/new/<kind>")
@allow(*MEMBERS)
def new(db: Session, actor: Actor, kind: str) -> Response:
    """Show an empty card, or the one that was being written."""
    form = _form(kind, {"words": request.args.get("words", "")[:200]})
    kept = drafts.kept(db, actor, f"new-{kind}")
    if kept:
        form = _form(kind, kept)
    _suit(form, actor, kept or {})
    return _card_page(db, form, kind, kept=bool(kept))


@blueprint.post("/savoirs/new/<kind>")
@allow(*MEMBERS)
def add(db: Session, actor: Actor, kind: str) -> Response:
    """Put a card on the wall."""
    form = FORMS[_kind(kind)](request.form)
    _suit(form, actor, request.form)
    for_id = _for()
    try:
        cards.add(db, actor, kind, form.words.data or "", form.details(), for_id=for_id)
    except DomainError as error:
        return _again(db, form, kind, error)
    drafts.forget(db, actor, f"new-{kind}")
    flash(_("Your card is on the wall."))
    if for_id is not None and _back(for_id) is None:
        return go(url_for("classpage.show", classroom_id=actor.classroom_id))
    return _to_cards(actor, for_id or actor.membership_id)


@blueprint.get("/savoirs/for/<uuid:membership_id>/<kind>")
@allow(*TEACHERS)
def new_for(db: Session, actor: Actor, membership_id: UUID, kind: str) -> Response:
    """Let the teacher write a card for a pupil, in the pupil's words."""
    name = member_name(db, actor, membership_id)
    back = _back(membership_id)
    return _card_page(db, _form(kind, {}), kind, author=name, for_id=membership_id, back=back)


@blueprint.get("/savoirs/<kind>/<uuid:card_id>")
@allow(*MEMBERS)
def edit(db: Session, actor: Actor, kind: str, card_id: UUID) -> Response:
    """Show one's own card to change it."""
    card = cards.own(db, actor, _kind(kind), card_id)
    form: CardForm = FORMS[kind](obj=card)
    kept = drafts.kept(db, actor, f"card-{card_id}")
    written = {name for name in form.more if getattr(card, name)} | set(kept or ())
    if kept:
        form = _form(kind, kept)
    _suit(form, actor, written)
    return _card_page(db, form, kind, card_id=card_id, kept=bool(kept), **_whose(db, actor, card))


@blueprint.post("/savoirs/<kind>/<uuid:card_id>")
@allow(*MEMBERS)
def change(db: Session, actor: Actor, kind: str, card_id: UUID) -> Response:
    """Change one's own card."""
    form = FORMS[_kind(kind)](request.form)
    _suit(form, actor, request.form)
    try:
        card = cards.change(db, actor, kind, card_id, form.words.data or "", form.details())
    except DomainError as error:
        if error.status != 422:
            raise
        db.rollback()
        whose = _whose(db, actor, cards.own(db, actor, kind, card_id))
        return _again(db, form, kind, error, card_id=card_id, **whose)
    drafts.forget(db, actor, f"card-{card_id}")
    own = card.membership_id == actor.membership_id
    flash(_("Your card is changed.") if own else _("The card is changed."))
    return _to_cards(actor, card.membership_id)


@blueprint.post("/savoirs/<kind>/<uuid:card_id>/<act>")
@allow(*MEMBERS)
def move(db: Session, actor: Actor, kind: str, card_id: UUID, act: str) -> Response:
    """Let one's card rest, wake it, take it off the wall, or put it back under its own name."""
    author = cards.own(db, actor, _kind(kind), card_id).membership_id
    if act == "put-back":
        savoirs.put_back(db, actor, kind, card_id)
    elif act in _MOVES:
        try:
            _MOVES[act](db, actor, kind, card_id)
        except DomainError as error:
            told = {
                "already_there": _("You have a card with these words already."),
                "card_state": _("This card has changed meanwhile. This is how it is now."),
            }
            if error.code not in told:
                raise
            db.rollback()
            flash(told[error.code])
    else:
        abort(404)
    return _to_cards(actor, author)


def _to_cards(actor: Actor, author: UUID) -> Response:
    """Return to one's own cards, or to the page of whom the teacher writes for."""
    cid = actor.classroom_id
    if author == actor.membership_id:
        return go(url_for("savoirs.mine", classroom_id=cid))
    return go(url_for("people.one", classroom_id=cid, membership_id=author))


def _whose(db: Session, actor: Actor, card: cards.Card) -> dict[str, Any]:
    """Return what the form says of somebody for whom the teacher writes."""
    if card.membership_id == actor.membership_id:
        return {}
    return {"author": member_name(db, actor, card.membership_id), "back": card.membership_id}


def _kind(kind: str) -> str:
    if kind not in FORMS:
        abort(404)
    return kind


def _for() -> UUID | None:
    """Return for whom the teacher writes the card, if not for themselves."""
    raw = request.form.get("for")
    return id_or_404(raw) if raw else None


def _back(membership_id: UUID) -> UUID | None:
    """Return whose page the teacher came from to write for them, if it was their page."""
    return membership_id if request.values.get("back") == "one" else None


def _form(kind: str, values: dict[str, Any]) -> CardForm:
    return FORMS[_kind(kind)](data=values)


def _suit(form: CardForm, actor: Actor, written: Container[str]) -> None:
    """Ask young readers less; what is not asked stays on the card as it is."""
    if class_here().young_readers and not actor.is_teacher:
        form.ask_few(written)


def _again(db: Session, form: CardForm, kind: str, error: DomainError, **more: Any) -> Response:
    """Show the form again with its text and with what to change."""
    db.rollback()
    sentences = {
        "empty": _("Write a few words first."),
        "too_long": _("This is too long: %(most)s characters at most.", **error.details),
        "already_there": _("You have a card with these words already."),
    }
    if error.code not in sentences:
        raise error
    form.words.errors = (*form.words.errors, sentences[error.code])
    for_id = more["for_id"] = _for()
    if for_id is not None:
        more["back"] = _back(for_id)
    return _card_page(db, form, kind, status=422, **more)


def _card_page(
    db: Session, form: CardForm, kind: str, *, status: int = 200, **more: Any
) -> Response:
    known = savoir_names(db, most=200)
    return show("savoirs/card.html", form=form, kind=kind, known=known, status=status, **more)
