"""One card of the wall, as everybody may read it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotFound
from rers_school.classroom.models import Membership, Savoir
from rers_school.classroom.queries.people import Who, who
from rers_school.classroom.queries.savoirs import reworded
from rers_school.classroom.rules.widening import TOGETHER
from rers_school.classroom.services.cards import KINDS
from rers_school.classroom.services.wishes import wished


@dataclass(frozen=True, slots=True)
class OneCard:
    """A card on the wall: its author, their words, one line more; never what is private.

    ``wished``: the reader's own private answer. ``hidden_word``, for teachers only: what was
    written when the card was taken off the wall; ``reworded``: it has been changed since.
    """

    id: UUID
    kind: str
    author: Who
    savoir: str
    words: str
    more: str
    own: bool
    wished: bool
    version: int
    state: str
    hidden_word: str | None
    reworded: bool
    widened: tuple[str, ...] = ()

    @property
    def searches(self) -> bool:
        """Tell whether its author invites others to search together."""
        return TOGETHER in self.widened


def one_card(db: Session, actor: Actor, kind: str, card_id: UUID) -> OneCard:
    """Return a card that is on the wall, one's own wherever it is, or for a teacher one set aside.

    *Errors*: `NotFound` (404).
    """
    table: Any = KINDS[kind]
    row = db.execute(
        select(table, Savoir.name, Membership)
        .join(Savoir, Savoir.id == table.savoir_id)
        .join(Membership, Membership.id == table.membership_id)
        .where(table.classroom_id == actor.classroom_id, table.id == card_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    card, savoir, author = row
    own = author.id == actor.membership_id
    on_the_wall = card.state == "visible" and author.active
    aside = actor.is_teacher and card.hidden_word is not None
    if not (own or on_the_wall or aside):
        raise NotFound
    return OneCard(
        id=card.id,
        kind=kind,
        author=who(author),
        savoir=savoir,
        words=card.words,
        more=card.able_to if kind == "offer" else card.why,
        own=own,
        wished=wished(db, actor, kind, card_id),
        version=card.version,
        state=card.state,
        hidden_word=card.hidden_word,
        reworded=reworded(card),
        widened=tuple(card.widened) if kind == "demand" else (),
    )
