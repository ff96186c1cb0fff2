"""A gathering as it is run: one thing at a time, large, for the projector."""

from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.classroom import classroom_of
from rers_school.classroom.queries.gatherings import GatheringView, gathering_of
from rers_school.classroom.queries.inventory import came_up, who_may_dictate, without_a_card
from rers_school.classroom.queries.together import since_last, together
from rers_school.classroom.rules.gatherings import CARDS, DECISIONS, INVENTORY, START, around, steps
from rers_school.classroom.rules.inventory import OFFER, WALL, kind_of, questions
from rers_school.classroom.rules.team import GATHERINGS
from rers_school.classroom.services import decisions, gatherings
from rers_school.i18n import choose_locale
from rers_school.web.page import go, show
from rers_school.web.room.words import day, today
from rers_school.web.together.page import blueprint, gathering_page, to_gathering
from rers_school.web.together.words import day_in, id_in, sentence, typed

# Also the one about demands that wait when none does: one may hang there a minute later.
QUESTIONS = questions(waiting=True)


@blueprint.get("/together/<uuid:gathering_id>/run")
@allow(*TEACHERS, and_team=GATHERINGS)
def run(db: Session, actor: Actor, gathering_id: UUID) -> Response:
    """Show one step of a gathering: the beginning, what was decided, one point, the end."""
    return run_page(db, actor, gathering_id, request.args.get("at", START))


@blueprint.post("/together/<uuid:gathering_id>/decisions")
@allow(*TEACHERS, and_team=GATHERINGS)
def decide(db: Session, actor: Actor, gathering_id: UUID) -> Response:
    """Write down a decision."""
    form = request.form
    try:
        due_on = day_in("due_on")
        decisions.take(
            db, actor, gathering_id, form.get("what", ""), form.get("who", ""), due_on=due_on
        )
    except DomainError as error:
        said: dict[str, Any] = {"decision_error": sentence(error), "typed": typed()}
        db.rollback()
        if form.get("at"):
            return run_page(db, actor, gathering_id, form["at"], status=422, **said)
        return gathering_page(db, actor, gathering_id, status=422, **said)
    return to_step(actor, gathering_id, "decided")


@blueprint.post("/together/decisions/<uuid:decision_id>")
@allow(*TEACHERS, and_team=GATHERINGS)
def settle(db: Session, actor: Actor, decision_id: UUID) -> Response:
    """Say what became of a decision."""
    decisions.settle(db, actor, decision_id, request.form.get("state", ""))
    return to_step(actor, id_in("gathering"), "decisions")


@blueprint.post("/together/<uuid:gathering_id>/held")
@allow(*TEACHERS, and_team=GATHERINGS)
def hold(db: Session, actor: Actor, gathering_id: UUID) -> Response:
    """Close the gathering; what was not dealt with is on the next agenda."""
    gatherings.hold(db, actor, gathering_id)
    return to_gathering(actor, gathering_id)


def to_step(actor: Actor, gathering_id: UUID | None, anchor: str) -> Response:
    """Return the way back to the step that the form names, else to the page it came from."""
    at = request.form.get("at", "")[:40]
    if not at or gathering_id is None:
        return to_gathering(actor, gathering_id, anchor)
    cid = actor.classroom_id
    return go(url_for("together.run", classroom_id=cid, gathering_id=gathering_id, at=at))


def run_page(
    db: Session, actor: Actor, gathering_id: UUID, at: str, *, status: int = 200, **more: Any
) -> Response:
    """Return one step; what has gone meanwhile leads to the beginning, what was held to its page.

    *Errors*: `NotFound` (404).
    """
    found = gathering_of(db, actor, gathering_id)
    if not found.brief.planned:
        return to_gathering(actor, gathering_id)
    row = _steps(found, actor)
    if at not in row:
        # The last decision that came back was just settled: on with the first point.
        at = row[1] if at == DECISIONS else START
    before, after = around(row, at)
    return show(
        "together/run.html",
        status=status,
        **_inventory(db, actor, at),
        one=found,
        at=at,
        before=before,
        after=after,
        point=next((point for point in found.points if str(point.id) == at), None),
        since=since_last(db) if at == START else None,
        network=together(db) if at == START else None,
        day=day,
        **more,
    )


def came_up_tag(db: Session, actor: Actor) -> str:
    """Return a mark that changes with the cards of the class, and with the day."""
    return f"{classroom_of(db, actor.classroom_id).revision}-{today()}-{choose_locale()}"


def _inventory(db: Session, actor: Actor, at: str) -> dict[str, Any]:
    """Return what a step of an inventory shows: a question with what came up, or the last look."""
    if at not in (*QUESTIONS, CARDS):
        return {}
    found: dict[str, Any] = {"kind": kind_of(at) if at in QUESTIONS else OFFER}
    if at in QUESTIONS:
        found |= {"question": at, "number": QUESTIONS.index(at) + 1, "total": len(QUESTIONS)}
        found |= {"came_up": came_up(db, actor.classroom_id), "tag": came_up_tag(db, actor)}
    if at == WALL:
        found["waiting"] = together(db).waiting
    if at == CARDS:
        found["without"] = without_a_card(db, actor)
    if actor.is_teacher:
        found["pupils"] = who_may_dictate(db)
    return found


def _steps(found: GatheringView, actor: Actor) -> tuple[str, ...]:
    inventory = found.brief.kind == INVENTORY
    return steps(
        [point.id for point in found.points],
        coming_back=bool(found.coming_back),
        questions=QUESTIONS if inventory else (),
        # Who has no card is for the teacher's eyes only, also when a pupil of the team runs it.
        cards=inventory and actor.is_teacher,
    )
