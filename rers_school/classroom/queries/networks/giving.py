"""What somebody could put into a network's journal, and what a class has to write from."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.models import (
    Circle,
    Decision,
    Effect,
    Exchange,
    FollowUp,
    Gathering,
    JournalGift,
    JournalPart,
    Participation,
    Review,
    Savoir,
)
from rers_school.classroom.rules.network_life import WRITTEN
from rers_school.classroom.rules.workshops import TOGETHER
from rers_school.classroom.services.networks.nameless import names_of

_PARTNERS = ("giver", "receiver")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words of somebody's own; ``kind``: "effect", "follow_up" or "review".

    ``given``: they have put them into the issue. ``waits``: a shared review that not every one of
    its partners has given, without saying who.
    """

    kind: str
    id: UUID
    about: str
    texts: tuple[str, ...]
    given: bool
    waits: bool = False


@dataclass(frozen=True, slots=True)
class PartForm:
    """What a class writes in an issue, or a draft of it, and the version that is shown."""

    texts: dict[str, str]
    version: int
    drafted: bool
    decisions: tuple[str, ...]


def my_words(db: Session, actor: Actor, issue_id: UUID) -> list[OwnWords]:
    """Return what the actor told and wrote, to be given to an issue: five queries."""
    mine = actor.membership_id
    gifts = db.execute(
        select(
            JournalGift.membership_id,
            JournalGift.effect_id,
            JournalGift.follow_up_id,
            JournalGift.review_id,
        ).where(JournalGift.classroom_id == actor.classroom_id, JournalGift.issue_id == issue_id)
    ).all()
    given = {id for who, *ids in gifts if who == mine for id in ids if id is not None}
    ticks: dict[UUID, set[UUID]] = defaultdict(set)
    for who, _effect, _follow_up, review in gifts:
        if review is not None:
            ticks[review].add(who)
    found = [
        OwnWords("effect", one.id, one.starter, (one.words,), one.id in given)
        for one in db.scalars(
            select(Effect).where(Effect.membership_id == mine).order_by(Effect.created_at)
        )
    ]
    rows = db.execute(
        select(FollowUp, Savoir.name)
        .join(Exchange, Exchange.id == FollowUp.exchange_id)
        .join(Savoir, Savoir.id == Exchange.savoir_id)
        .where(FollowUp.membership_id == mine, FollowUp.words != "")
        .order_by(FollowUp.told_at, FollowUp.id)
    )
    for one, savoir in rows:
        found.append(OwnWords("follow_up", one.id, savoir, (one.words,), one.id in given))
    return found + _my_reviews(db, mine, given, ticks)


def part_form(db: Session, actor: Actor, issue_id: UUID, instead: str) -> PartForm:
    """Return what the class writes, drafted from its exchanges while nothing is written.

    Also what its gatherings decided, to write from, without names: five queries at most.
    """
    names = names_of(db, [actor.classroom_id], instead)
    decisions = db.scalars(
        select(Decision.words)
        .join(Gathering, Gathering.id == Decision.gathering_id)
        .where(Decision.classroom_id == actor.classroom_id, Decision.state != "dropped")
        .order_by(Gathering.takes_place_on, Decision.created_at)
    )
    told = tuple(dict.fromkeys(names.line("", words).text for words in decisions))
    part = db.scalar(
        select(JournalPart)
        .where(JournalPart.classroom_id == actor.classroom_id, JournalPart.issue_id == issue_id)
        .execution_options(populate_existing=True)
    )
    if part is not None and part.version:
        return PartForm({name: getattr(part, name) for name in WRITTEN}, part.version, False, told)
    alone, together = _exchanged(db, actor)
    drafted = dict.fromkeys(WRITTEN, "")
    drafted["exchanged"] = ", ".join(names.line("", name).text for name in alone)[:2000]
    drafted["works"] = "\n".join(names.line("", name).text for name in together)[:2000]
    return PartForm(drafted, 0, any(drafted.values()), told)


def _my_reviews(
    db: Session, mine: UUID, given: set[UUID], ticks: dict[UUID, set[UUID]]
) -> list[OwnWords]:
    own = select(Participation.exchange_id).where(
        Participation.membership_id == mine, Participation.role.in_(_PARTNERS)
    )
    rows = db.execute(
        select(Review, Savoir.name, Participation.membership_id)
        .join(Exchange, Exchange.id == Review.exchange_id)
        .join(Savoir, Savoir.id == Exchange.savoir_id)
        .join(Participation, Participation.exchange_id == Exchange.id)
        .where(Review.exchange_id.in_(own), Participation.role.in_(_PARTNERS))
        .order_by(Review.created_at, Review.id)
    )
    partners: dict[UUID, set[UUID]] = defaultdict(set)
    reviews = {}
    for review, savoir, member in rows:
        reviews[review.id] = (review, savoir)
        partners[review.id].add(member)
    return [
        OwnWords(
            "review",
            id,
            savoir,
            tuple(words for words in (review.learned, review.thanks) if words),
            id in given,
            id in given and not partners[id] <= ticks[id],
        )
        for id, (review, savoir) in reviews.items()
        if review.learned or review.thanks
    ]


def _exchanged(db: Session, actor: Actor) -> tuple[list[str], list[str]]:
    """Return the savoirs learned in exchanges, and those that several made together: one query."""
    rows = db.execute(
        select(Savoir.name, Circle.kind)
        .join(Exchange, Exchange.savoir_id == Savoir.id)
        .join(Circle, Circle.id == Exchange.circle_id)
        .where(
            Exchange.classroom_id == actor.classroom_id,
            Exchange.state == "closed",
            Exchange.outcome == "learned",
        )
        .order_by(Savoir.sort_key, Savoir.id)
    ).all()
    together = dict.fromkeys(name for name, kind in rows if kind in TOGETHER)
    return list(dict.fromkeys(name for name, kind in rows if kind not in TOGETHER)), list(together)
