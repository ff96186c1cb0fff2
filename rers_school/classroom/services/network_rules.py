"""The class's own rules for its network, and decisions that changed a setting."""

from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.models import Decision, NetworkRule
from rers_school.classroom.rules.gatherings import DECISION_MOST, prepares
from rers_school.classroom.rules.text import clean
from rers_school.classroom.services import gatherings
from rers_school.classroom.services.savoirs import touch

#: What a decision of a gathering can be about, as the page of settings names it.
SETTINGS = (
    "name", "language", "time_zone", "idle_minutes", "young_readers", "glance",
    "first_meeting_same_day", "middle_evaluation", "free_times",
)  # fmt: skip


def write(
    db: Session,
    actor: Actor,
    words: str,
    gathering_id: UUID,
    line: UUID | None = None,
    seen: int = 0,
) -> NetworkRule:
    """Keep a rule, or a new wording of it, as a gathering decided it; without words it is dropped.

    The earlier wordings stay readable. ``seen``: the number of the wording before the eyes.

    *Errors*: `NotAllowed` (403) but for the team, `NotFound` (404), `Stale` (409), ``empty``,
    ``too_long`` (422).
    """
    if not prepares(actor):
        raise NotAllowed
    gatherings.find(db, actor, gathering_id)
    text = clean(words, most=DECISION_MOST, lines=True, required=line is None)
    standing = _standing(db, actor, line) if line is not None else None
    if standing is not None and standing.number != seen:
        raise Stale
    if standing is not None and standing.words == text:
        return standing
    made = NetworkRule(
        classroom_id=actor.classroom_id,
        line=line or uuid4(),
        number=standing.number + 1 if standing else 1,
        words=text,
        gathering_id=gathering_id,
    )
    db.add(made)
    db.flush()
    touch(db, actor.classroom_id)
    return made


def about_setting(db: Session, actor: Actor, decision_id: UUID, setting: str) -> None:
    """Say which setting a decision is about; nothing chosen says none.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``unknown_choice`` (422).
    """
    if not actor.is_teacher:
        raise NotAllowed
    if setting and setting not in SETTINGS:
        raise DomainError("unknown_choice")
    decision = db.scalar(
        select(Decision).where(
            Decision.classroom_id == actor.classroom_id, Decision.id == decision_id
        )
    )
    if decision is None:
        raise NotFound
    decision.setting = setting or None
    db.flush()


def _standing(db: Session, actor: Actor, line: UUID) -> NetworkRule:
    found = db.scalar(
        select(NetworkRule)
        .where(NetworkRule.classroom_id == actor.classroom_id, NetworkRule.line == line)
        .order_by(NetworkRule.number.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found
