"""The quick grid: a pile of slips, one line per person, entered in one go."""

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.paper import people_with_cards
from rers_school.classroom.queries.wall import savoir_names
from rers_school.classroom.rules.card_cells import BETWEEN, CARD_MOST, Part
from rers_school.classroom.services import drafts, quick_grid
from rers_school.web.flash import flash
from rers_school.web.page import go
from rers_school.web.page import show as show_page
from rers_school.web.paper.page import blueprint


@blueprint.get("/paper/cards")
@allow(*TEACHERS)
def grid(db: Session, actor: Actor) -> Response:
    """Show the grid, with what was typed and is not on the wall yet."""
    typed = quick_grid.waiting(db, actor)
    wrong = {field: quick_grid.wrong_in(text) for field, text in typed.items()}
    return show_page(
        "paper/grid.html",
        people=people_with_cards(db),
        typed=typed,
        wrong={field: _sentences(found) for field, found in wrong.items() if found},
        form_name=drafts.GRID,
        field_of=quick_grid.field_of,
    )


@blueprint.post("/paper/cards")
@allow(*TEACHERS)
def enter(db: Session, actor: Actor) -> Response:
    """Put the pile on the wall; what needs another look comes back in its line."""
    sent = [(quick_grid.cell_of(name), text) for name, text in request.form.items()]
    done = quick_grid.enter(db, actor, {cell: text for cell, text in sent if cell is not None})
    told = [ngettext("%(num)s card is on the wall.", "%(num)s cards are on the wall.", done.added)]
    if done.there:
        told.append(
            ngettext("%(num)s was there already.", "%(num)s were there already.", done.there)
        )
    anchor = None
    if done.left:
        told.append(_("Look at the lines in red: what you typed there is kept."))
        anchor = f"line-{next(iter(done.left))[1].hex}"
    flash(" ".join(told))
    return go(url_for("paper.grid", classroom_id=actor.classroom_id, _anchor=anchor))


@blueprint.get("/paper/cards/names")
@allow(*TEACHERS)
def names(db: Session, actor: Actor) -> Response:
    """Propose savoirs that exist already for the last card of a field, while it is typed."""
    field, text = next(iter(request.args.items()), ("", ""))
    cut = max(text.rfind(BETWEEN), text.rfind("\n")) + 1
    before, like = text[:cut], text[cut:].strip()[:CARD_MOST]
    found = [name for name in savoir_names(db, like, 5) if name != like] if len(like) > 1 else []
    known = quick_grid.cell_of(field) is not None
    return show_page(
        "paper/_names.html", names=found if known else [], before=before.strip(" "), field=field
    )


def _sentences(found: list[Part]) -> list[str]:
    """Return what is wrong in a field, a sentence for each card."""
    told = []
    for part in found:
        beginning = part.words.strip()[:40]
        if part.problem == "card_too_long":
            told.append(
                _(
                    "“%(words)s …” is too long: %(most)s characters at most.",
                    words=beginning,
                    most=CARD_MOST,
                )
            )
        else:
            told.append(_("“%(words)s” does not become a card.", words=beginning))
    return told
