"""Cards on the wall: offers and demands, in their authors' own words."""

from collections.abc import Mapping
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, false, or_, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound
from rers_school.classroom.models import Demand, Membership, Offer, SpokenCard
from rers_school.classroom.models.people import BY_HAND, BY_MOVE
from rers_school.classroom.rules.text import clean
from rers_school.classroom.services.networks import sharing
from rers_school.classroom.services.savoirs import WORDS_MOST, heading_of, named, touch

TEXT_MOST = 2000
LANGUAGES_MOST = 200
Card: TypeAlias = Offer | Demand
KINDS: Mapping[str, type[Offer] | type[Demand]] = {"offer": Offer, "demand": Demand}

WAYS = ("show", "together", "explain", "play", "make")
GROUP_SIZES = ("one", "few", "group")
BEST_WHEN = ("shown", "trying", "explained")
COMPANY = ("alone", "others")

_TEXTS = {
    Offer: ("learned_with", "why", "able_to", "needs"),
    Demand: ("why", "already", "uneasy"),
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "group_size": GROUP_SIZES, "best_when": BEST_WHEN, "company": COMPANY
}  # fmt: skip


def add(
    db: Session,
    actor: Actor,
    kind: str,
    words: str,
    more: Mapping[str, Any] | None = None,
    *,
    for_id: UUID | None = None,
) -> Card:
    """Put a card on the wall and return it; giving is a right, nobody approves it.

    ``for_id``: the teacher writes it for somebody, and the card says so.

    *Errors*: ``empty``, ``too_long``, ``already_there`` (422), `NotAllowed` (403).
    """
    author = for_id or actor.membership_id
    if author != actor.membership_id and not actor.is_teacher:
        raise NotAllowed
    if author != actor.membership_id and not _is_here(db, actor, author):
        raise NotFound
    writer = actor.membership_id if author != actor.membership_id else None
    return put_up(
        db, actor.classroom_id, author, kind, words, more,
        written_by=writer, glanced=actor.is_teacher,
    )  # fmt: skip


def put_up(
    db: Session,
    classroom_id: UUID,
    author: UUID,
    kind: str,
    words: str,
    more: Mapping[str, Any] | None = None,
    *,
    written_by: UUID | None = None,
    glanced: bool = False,
) -> Card:
    """Hang a card of ``author``; who may do so is the caller's part.

    ``glanced``: a teacher has read it, it may be projected. What waited for the author's yes in the
    same words is answered by it.

    *Errors*: ``empty``, ``too_long``, ``already_there`` (422).
    """
    table = KINDS[kind]
    savoir = named(db, classroom_id, words)
    _the_only_one(db, classroom_id, author, kind, savoir.id)
    card = table(
        classroom_id=classroom_id,
        membership_id=author,
        savoir_id=heading_of(savoir),
        own_savoir_id=savoir.id,
        words=clean(words, most=WORDS_MOST, required=True),
        written_by_id=written_by,
        tidied_at=clock.now() if savoir.under_id else None,
        glanced_at=clock.now() if glanced else None,
        **_more(table, more or {}),
    )
    db.add(card)
    db.execute(
        delete(SpokenCard).where(
            SpokenCard.classroom_id == classroom_id,
            SpokenCard.membership_id == author,
            SpokenCard.kind == kind,
            SpokenCard.key == savoir.key,
        )
    )
    db.flush()
    touch(db, classroom_id)
    return card


def change(
    db: Session, actor: Actor, kind: str, card_id: UUID, words: str, more: Mapping[str, Any]
) -> Card:
    """Change one's own card and return it; one that a teacher changes for somebody says so.

    *Errors*: ``empty``, ``too_long``, ``already_there`` (422), `NotFound` (404) when it is not the
    actor's.
    """
    card = own(db, actor, kind, card_id)
    words = clean(words, most=WORDS_MOST, required=True)
    if words != card.words:
        savoir = named(db, actor.classroom_id, words)
        if savoir.id != card.own_savoir_id:
            if card.state != "withdrawn":
                _the_only_one(db, actor.classroom_id, card.membership_id, kind, savoir.id)
            card.own_savoir_id, card.savoir_id = savoir.id, heading_of(savoir)
            card.tidied_at = clock.now() if savoir.under_id else None
        card.words = words
        card.glanced_at = clock.now() if actor.is_teacher else None
    for field, value in _more(type(card), more).items():
        setattr(card, field, value)
    if card.membership_id != actor.membership_id:
        card.written_by_id = actor.membership_id
    card.changed_at, card.version = clock.now(), card.version + 1
    db.flush()
    sharing.settle(db, actor.classroom_id, [card.membership_id])
    touch(db, actor.classroom_id)
    return card


def rest(db: Session, actor: Actor, kind: str, card_id: UUID) -> None:
    """Let one's card rest: it stays, and is not suggested to anybody."""
    _move(db, actor, kind, card_id, {"visible"}, "resting")


def wake(db: Session, actor: Actor, kind: str, card_id: UUID) -> None:
    """Put one's resting or withdrawn card on the wall again.

    One that the teacher took off the wall meanwhile waits for the teacher.

    *Errors*: ``already_there`` (422) when one has written the same anew meanwhile.
    """
    card = own(db, actor, kind, card_id)
    if card.state == "withdrawn":
        _the_only_one(db, actor.classroom_id, card.membership_id, kind, card.own_savoir_id)
    after = "hidden" if card.hidden_word else "visible"
    _move(db, actor, kind, card_id, {"resting", "withdrawn"}, after)


def withdraw(db: Session, actor: Actor, kind: str, card_id: UUID) -> None:
    """Take one's card off the wall; it can come back."""
    _move(db, actor, kind, card_id, {"visible", "resting", "hidden"}, "withdrawn")


def own(db: Session, actor: Actor, kind: str, card_id: UUID) -> Card:
    """Return the actor's own card, or for a teacher that of somebody without an account.

    Nobody else could change it: an adult without an account, and a pupil whose cards came on paper,
    have the teacher write.

    *Errors*: `NotFound` (404).
    """
    table: Any = KINDS[kind]
    card: Card | None = db.scalar(
        select(table)
        .join(Membership, Membership.id == table.membership_id)
        .where(
            table.classroom_id == actor.classroom_id,
            table.id == card_id,
            or_(table.membership_id == actor.membership_id, written_by_teachers(actor)),
        )
    )
    if card is None:
        raise NotFound
    return card


def written_by_teachers(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on a membership for those whose cards the actor writes for them.

    A pupil decides alone from their first launch on, also when the class has moved since and they
    are still to come again.
    """
    if not actor.is_teacher:
        return false()
    adult = and_(Membership.role == Role.ADULT, Membership.entered_by == BY_HAND)
    pupil = and_(Membership.role == Role.PUPIL, Membership.entered_by != BY_MOVE)
    return and_(Membership.first_launch_at.is_(None), or_(adult, pupil))


def _move(
    db: Session, actor: Actor, kind: str, card_id: UUID, before: set[str], after: str
) -> None:
    card = own(db, actor, kind, card_id)
    if card.state == after:
        return
    if card.state not in before:
        raise DomainError("card_state", state=card.state)
    card.state, card.changed_at = after, clock.now()
    db.flush()
    sharing.settle(db, actor.classroom_id, [card.membership_id])
    touch(db, actor.classroom_id)


def _the_only_one(
    db: Session, classroom_id: UUID, author: UUID, kind: str, savoir_id: UUID
) -> None:
    """Let pass a savoir of which the author has no card that hangs or rests.

    *Errors*: ``already_there`` (422).
    """
    table = KINDS[kind]
    if db.scalar(
        select(table.id).where(
            table.classroom_id == classroom_id,
            table.membership_id == author,
            table.own_savoir_id == savoir_id,
            table.state != "withdrawn",
        )
    ):
        raise DomainError("already_there")


def _is_here(db: Session, actor: Actor, membership_id: UUID) -> bool:
    return bool(
        db.scalar(
            select(Membership.id).where(
                Membership.classroom_id == actor.classroom_id, Membership.id == membership_id
            )
        )
    )


def _more(table: type[Offer] | type[Demand], more: Mapping[str, Any]) -> dict[str, Any]:
    """Return the optional fields of a card, cleaned; unknown choices are left out."""
    kept: dict[str, Any] = {}
    for field in _TEXTS[table]:
        if field in more:
            kept[field] = clean(str(more[field] or ""), most=TEXT_MOST, lines=True)
    for field, choices in _CHOICES.items():
        if hasattr(table, field) and more.get(field) in choices:
            kept[field] = more[field]
    if table is Offer:
        if "ways" in more:
            kept["ways"] = [way for way in WAYS if way in (more["ways"] or ())]
        if "help_to_prepare" in more:
            kept["help_to_prepare"] = bool(more["help_to_prepare"])
        if "languages" in more:
            kept["languages"] = clean(str(more["languages"] or ""), most=LANGUAGES_MOST)
    return kept
