"""Each teacher lets the lines of their class through; then the issue is published, once."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.models import JournalGift, JournalIssue, JournalPart
from rers_school.classroom.queries.networks.journal import (
    class_parts,
    decided_since,
)
from rers_school.classroom.rules.memory import Namelist
from rers_school.classroom.services.networks.belonging import place_of
from rers_school.classroom.services.networks.journal import part_of, still_open
from rers_school.classroom.services.networks.nameless import met_by, names_of
from rers_school.classroom.services.settling import only_teachers
from rers_school.db import unscoped


def agree(
    db: Session,
    actor: Actor,
    network_id: UUID,
    issue_id: UUID,
    *,
    shown: Collection[str],
    chosen: Collection[str],
    instead: str,
) -> int:
    """Let through the lines that are chosen among those that were shown, and no others of them.

    Lines are named by the key of the words that were read: words that changed meanwhile are not
    let through. Return how many of the chosen ones are not there any more.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``published`` (422).
    """
    only_teachers(actor)
    still_open(db, actor, network_id, issue_id)
    part = part_of(db, actor, network_id, issue_id)
    own = place_of(db, actor, network_id).id
    names = names_of(db, [actor.classroom_id], instead)
    parts = class_parts(db, issue_id, own=own, names=names)
    lines = {line.key: line for one in parts if one.own for line in one.lines}
    agreed: dict[str, Any] = {}
    for key, line in lines.items():
        if key in chosen or (line.agreed and key not in shown):
            agreed[key] = {"text": line.text, "about": line.about}
    part.agreed = agreed
    db.flush()
    return len(set(chosen) - lines.keys())


def publish(
    db: Session, actor: Actor, network_id: UUID, issue_id: UUID, instead: str
) -> JournalIssue:
    """Publish an issue as it is let through; nothing in it can be changed or taken back then.

    What was published names nobody: every name of the classes that have written, and of those whom
    they have met, is taken out once more; nothing any more tells who gave which words.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``published``, ``nothing_agreed`` (422).
    """
    only_teachers(actor)
    issue = still_open(db, actor, network_id, issue_id)
    parts = [one for one in class_parts(db, issue_id, own=None, names=None) if one.lines]
    decisions = decided_since(db, network_id, issue)
    if not parts:
        raise DomainError("nothing_agreed")
    with unscoped(db, "an issue holds the words of every class, and names none of their people"):
        writing = list(
            db.scalars(select(JournalPart.classroom_id).where(JournalPart.issue_id == issue_id))
        )
        names = names_of(db, met_by(db, writing), instead)
        issue.content = {
            "classes": [
                {"called": one.called, "lines": [_plain(names, line) for line in one.lines]}
                for one in parts
            ],
            "decisions": [
                {
                    "words": names.line("", one.words).text,
                    "who": one.who,
                    "on": one.on,
                }
                for one in decisions
            ],
        }
        issue.state, issue.published_at = "published", clock.now()
        for table in (JournalGift, JournalPart):
            db.execute(
                delete(table)
                .where(table.issue_id == issue_id)
                .execution_options(synchronize_session=False)
            )
        db.flush()
    db.expire_all()
    return issue


def _plain(names: Namelist, line: Any) -> dict[str, str]:
    about = line.about
    if line.section != "changed":
        about = names.line("", about).text
    return {"section": line.section, "text": names.line("", line.text).text, "about": about}
