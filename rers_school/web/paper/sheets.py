"""The sheets, each a page that prints as it is shown."""

from uuid import UUID

from flask import Response, request
from flask_babel import format_date
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries import paper_exchanges
from rers_school.classroom.queries.all_traces import all_traces
from rers_school.classroom.queries.paper import not_answered, people_with_cards
from rers_school.classroom.queries.paper_exchanges import ExchangeSheet, exchange_sheets
from rers_school.classroom.queries.wall import wall
from rers_school.classroom.rules.evaluation import QUESTIONS, WHERE_I_AM
from rers_school.classroom.rules.school_year import shown_year
from rers_school.web.page import show as show_page
from rers_school.web.paper.page import blueprint
from rers_school.web.room.words import today

# A printer's paper: the wall is hung up, all other sheets fit into a folder.
WALL_SIZES = ("a4", "a3")


@blueprint.get("/paper/cut-out")
@allow(*TEACHERS)
def cut_out(db: Session, actor: Actor) -> Response:
    """Show the cards of the wall to cut out."""
    return show_page("paper/cut_out.html", wall=wall(db))


@blueprint.get("/paper/wall")
@allow(*TEACHERS)
def whole_wall(db: Session, actor: Actor) -> Response:
    """Show the whole wall, to be hung up."""
    asked = request.args.get("size", "")
    size = asked if asked in WALL_SIZES else WALL_SIZES[0]
    return show_page("paper/wall.html", wall=wall(db), size=size)


@blueprint.get("/paper/pupils")
@allow(*TEACHERS)
def pupils(db: Session, actor: Actor) -> Response:
    """Show one sheet for each pupil, with their cards and room for more."""
    people = [one for one in people_with_cards(db) if one.is_pupil]
    return show_page("paper/pupils.html", people=people)


@blueprint.get("/paper/slips")
@allow(*TEACHERS)
def slips(db: Session, actor: Actor) -> Response:
    """Show blank slips for cards."""
    return show_page("paper/slips.html")


@blueprint.get("/paper/questions")
@allow(*TEACHERS)
def questions(db: Session, actor: Actor) -> Response:
    """Show question cards to cut out, for a gathering."""
    return show_page("paper/questions.html")


@blueprint.get("/paper/games")
@allow(*TEACHERS)
def games(db: Session, actor: Actor) -> Response:
    """Show short cooperative games, for a gathering."""
    return show_page("paper/games.html")


@blueprint.get("/paper/answers")
@allow(*TEACHERS)
def answers(db: Session, actor: Actor) -> Response:
    """Show a slip for the private answer of everybody who is asked."""
    return show_page("paper/answers.html", asked=not_answered(db, actor.classroom_id))


@blueprint.get("/paper/agreements")
@allow(*TEACHERS)
def agreements(db: Session, actor: Actor) -> Response:
    """Show the agreement of every exchange that can be signed, or of one of them."""
    only = request.args.get("exchange", type=UUID)
    return _exchanges(db, "agreements", paper_exchanges.TO_SIGN, only)


@blueprint.get("/paper/meetings")
@allow(*TEACHERS)
def meetings(db: Session, actor: Actor) -> Response:
    """Show a log for the next meeting of every exchange."""
    return _exchanges(db, "meetings", paper_exchanges.TO_MEET)


@blueprint.get("/paper/observers")
@allow(*TEACHERS)
def observers(db: Session, actor: Actor) -> Response:
    """Show blank sheets for whoever observes a meeting."""
    return show_page("paper/observers.html", questions=QUESTIONS["mediator"])


@blueprint.get("/paper/self-evaluations")
@allow(*TEACHERS)
def self_evaluations(db: Session, actor: Actor) -> Response:
    """Show a sheet for everybody who will look back, in each of their parts."""
    return _exchanges(db, "self_evaluations", paper_exchanges.TO_LOOK_BACK)


@blueprint.get("/paper/traces")
@allow(*TEACHERS)
def traces(db: Session, actor: Actor) -> Response:
    """Show every pupil's trace, as far as their teacher may read it."""
    sheets = all_traces(db, actor)
    year = shown_year(sheets[0].trace.school_year) if sheets else ""
    return show_page("paper/traces.html", sheets=sheets, year=year)


def _exchanges(
    db: Session, name: str, states: tuple[str, ...], only: UUID | None = None
) -> Response:
    """Return sheets that are filled in as far as the exchanges are, or a blank one."""
    blank = "blank" in request.args
    sheets = [] if blank else exchange_sheets(db, states, only)
    return show_page(
        f"paper/{name}.html",
        sheets=sheets or [ExchangeSheet()],
        blank=not sheets,
        day=format_date(today(), "long"),
        questions=QUESTIONS,
        where=WHERE_I_AM,
    )
