"""What somebody is typing is kept until the form is sent; nobody else can read it."""

import re
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.models import Draft

FIELDS_MOST = 20
# The quick grid is one form for a whole class, and holds no more text than any other form.
GRID, GRID_FIELDS_MOST = "paper-grid", 400
TEXT_MOST = 12_000
DRAFTS_MOST = 60
_FORM = re.compile(r"[a-z][a-z0-9:_-]{0,119}")
_FIELD = re.compile(r"[a-z][a-z0-9_-]{0,39}")


def keep(db: Session, actor: Actor, form: str, fields: Mapping[str, str]) -> None:
    """Keep what the actor has typed in ``form``; what was kept of it before is replaced.

    *Errors*: ``draft_form``, ``draft_size`` (422).
    """
    if not _FORM.fullmatch(form):
        raise DomainError("draft_form")
    kept = {name: text for name, text in fields.items() if not name.startswith("_")}
    fields_most = GRID_FIELDS_MOST if form == GRID else FIELDS_MOST
    whole = sum(map(len, kept.values()))
    if len(kept) > fields_most or whole > FIELDS_MOST * TEXT_MOST:
        raise DomainError("draft_size", most=TEXT_MOST)
    if any(len(text) > TEXT_MOST or not _FIELD.fullmatch(name) for name, text in kept.items()):
        raise DomainError("draft_size", most=TEXT_MOST)
    # PostgreSQL stores no NUL in a text.
    kept = {name: text.replace("\x00", "") for name, text in kept.items()}
    draft = db.scalar(_mine(actor).where(Draft.form == form))
    if draft is None:
        _make_room(db, actor)
        draft = Draft(classroom_id=actor.classroom_id, membership_id=actor.membership_id, form=form)
        db.add(draft)
    draft.fields, draft.kept_at = kept, clock.now()
    db.flush()


def kept(db: Session, actor: Actor, form: str) -> dict[str, str] | None:
    """Return what the actor was typing in ``form``, if it was not sent."""
    return all_kept(db, actor, [form]).get(form)


def all_kept(db: Session, actor: Actor, forms: Collection[str]) -> dict[str, dict[str, str]]:
    """Return what the actor was typing in several forms: one query."""
    return {
        draft.form: dict(draft.fields)
        for draft in db.scalars(_mine(actor).where(Draft.form.in_(list(forms))))
    }


def forget(db: Session, actor: Actor, form: str) -> None:
    """Let go of what was kept: the form was sent, or its author gave it up."""
    db.execute(
        delete(Draft)
        .where(
            Draft.classroom_id == actor.classroom_id,
            Draft.membership_id == actor.membership_id,
            Draft.form == form,
        )
        .execution_options(synchronize_session=False)
    )


def line_form(exchange_id: UUID, line: str) -> str:
    """Return the name of the form that words a line of an agreement."""
    return f"line:{exchange_id}:{line}"


def meeting_form(exchange_id: UUID) -> str:
    """Return the name of the form that tells a meeting."""
    return f"meeting:{exchange_id}"


def evaluation_form(exchange_id: UUID, role: str, question: str, moment: str = "end") -> str:
    """Return the name of the form of one question of a self-evaluation."""
    name = f"self:{exchange_id}:{role}:{question}"
    return name if moment == "end" else f"{name}:{moment}"


def review_form(exchange_id: UUID) -> str:
    """Return the name of the form of the shared review."""
    return f"review:{exchange_id}"


def exchange_of(form: str) -> UUID | None:
    """Return the exchange that the name of a form is about, if it is about one."""
    kind, _, rest = form.partition(":")
    if kind not in ("line", "meeting", "self", "review", "became"):
        return None
    try:
        return UUID(rest.partition(":")[0])
    except ValueError:
        return None


def follow_up_form(exchange_id: UUID) -> str:
    """Return the name of the form that tells what became of an exchange."""
    return f"became:{exchange_id}"


def minutes_form(gathering_id: UUID) -> str:
    """Return the name of the form of a gathering's minutes."""
    return f"minutes:{gathering_id}"


def _mine(actor: Actor) -> Select[Draft]:
    return select(Draft).where(
        Draft.classroom_id == actor.classroom_id, Draft.membership_id == actor.membership_id
    )


def _make_room(db: Session, actor: Actor) -> None:
    """Drop the drafts that were left longest, above a number that nobody reaches by writing."""
    old = db.scalars(_mine(actor).order_by(Draft.kept_at.desc()).offset(DRAFTS_MOST - 1)).all()
    for draft in old:
        db.delete(draft)
