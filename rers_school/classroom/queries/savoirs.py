"""Somebody's own cards."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import null, select
from sqlalchemy.orm import Session, aliased

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotAllowed
from rers_school.classroom.models import Demand, Membership, Offer, Savoir
from rers_school.classroom.queries.people import Who, who

# Made once: an alias made for each request is prepared for each request.
_WRITER = aliased(Membership)


@dataclass(frozen=True, slots=True)
class MyCard:
    """One's own card; ``heading`` differs from ``words`` after a tidy-up.

    ``hidden_word``: what the teacher wrote when taking it off the wall; ``reworded``: it has been
    changed since, and waits for the teacher.
    """

    id: UUID
    kind: str
    words: str
    state: str
    heading: str
    tidied: bool
    hidden_word: str | None
    written_by: str | None
    reworded: bool = False
    widened: tuple[str, ...] = ()

    @property
    def to_change(self) -> bool:
        """Tell whether the teacher took it off the wall and its author has not changed it yet."""
        return self.state == "hidden" and not self.reworded


def reworded(card: Offer | Demand) -> bool:
    """Tell whether the author has changed a card since the teacher took it off the wall."""
    return card.hidden_version is not None and card.version > card.hidden_version


@dataclass(frozen=True, slots=True)
class PrivateLine:
    """What a pupil wrote beside a demand for the teacher's eyes."""

    person: Who
    words: str
    uneasy: str


def for_the_teacher_only(db: Session, actor: Actor) -> list[PrivateLine]:
    """Return the lines that pupils wrote for their teacher, by name: one query.

    *Errors*: `NotAllowed` (403) for everybody else.
    """
    if not actor.is_teacher:
        raise NotAllowed
    rows = db.execute(
        select(Membership, Demand.words, Demand.uneasy)
        .join(Demand, Demand.membership_id == Membership.id)
        .where(
            Demand.classroom_id == actor.classroom_id,
            Demand.uneasy != "",
            Demand.state != "withdrawn",
            Membership.active.is_(True),
        )
        .order_by(Membership.shown_name, Demand.created_at)
    )
    return [PrivateLine(who(member), words, uneasy) for member, words, uneasy in rows]


def my_cards(db: Session, actor: Actor) -> tuple[list[MyCard], list[MyCard]]:
    """Return the actor's offers and demands, the newest last: two queries."""
    offers, demands = (_mine(db, actor, kind) for kind in ("offer", "demand"))
    return offers, demands


def _mine(db: Session, actor: Actor, kind: str) -> list[MyCard]:
    table: Any = Offer if kind == "offer" else Demand
    rows = db.execute(
        select(
            table.id, table.words, table.state, table.savoir_id, table.own_savoir_id,
            table.hidden_word, table.version, table.hidden_version,
            Demand.widened if kind == "demand" else null(),
            Savoir.name, _WRITER.shown_name,
        )
        .join(Savoir, Savoir.id == table.savoir_id)
        .outerjoin(_WRITER, _WRITER.id == table.written_by_id)
        .where(
            table.classroom_id == actor.classroom_id,
            table.membership_id == actor.membership_id,
        )
        .order_by(table.created_at, table.id)
    )  # fmt: skip
    return [
        MyCard(
            id=id,
            kind=kind,
            words=words,
            state=state,
            heading=heading,
            tidied=savoir != own,
            hidden_word=hidden_word,
            written_by=name,
            reworded=hidden is not None and version > hidden,
            widened=tuple(widened or ()),
        )
        for id, words, state, savoir, own, hidden_word, version, hidden, widened, heading, name
        in rows
    ]  # fmt: skip
