"""Circles that the teacher keeps from the suggestions or makes by hand; nobody else hears."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotFound, Stale
from rers_school.classroom.models import Circle, Exchange, Introduction, Participation
from rers_school.classroom.queries.links import Facts, facts_of
from rers_school.classroom.rules.circles import Link, key_of, kind_of
from rers_school.classroom.rules.exchange_states import IntroductionState
from rers_school.classroom.services import rounds
from rers_school.classroom.services.settling import found, only_teachers

_State = IntroductionState


def keep(db: Session, actor: Actor, key: str, seen: str = "") -> Introduction:
    """Keep a suggested circle and return it; nothing reaches the pupils yet.

    Keeping it twice gives the same circle.

    *Errors*: `NotAllowed` (403); ``plan_changed``, ``taken``, ``gone``, ``refused`` (409).
    """
    only_teachers(actor)
    facts = facts_of(db, actor.classroom_id)
    known = rounds.live_keys(facts).get(key)
    if known is not None:
        return found(db, actor.classroom_id, known)
    opened = rounds.begin(db, actor, facts, seen)
    plan = rounds.current(db, actor.classroom_id, facts)
    suggestion = plan.find(key)
    stands = rounds.standing([suggestion], facts, ())[suggestion.key]
    if stands != "open":
        raise Stale(stands)
    mine = {(str(link.giver), str(link.receiver), str(link.savoir)) for link in suggestion.links}
    opened.set_aside = [link for link in opened.set_aside if tuple(link) not in mine]
    return _create(
        db, actor, suggestion.links, round_id=opened.id, reasons=list(suggestion.reasons)
    )


def keep_all(db: Session, actor: Actor, keys: Sequence[str], seen: str = "") -> int:
    """Keep several suggested circles at once; return how many are kept now.

    A circle that cannot be kept any more, since somebody in it has another link or is gone, is
    left out: the page shows it as it stands.

    *Errors*: `NotAllowed` (403); ``plan_changed`` (409) when the page showed another plan.
    """
    kept = 0
    for key in dict.fromkeys(keys):
        try:
            keep(db, actor, key, seen)
        except Stale as stale:
            if stale.code == "plan_changed":
                raise
            continue
        kept += 1
    return kept


def link_by_hand(
    db: Session, actor: Actor, links: Sequence[Link], mediator_id: UUID | None = None
) -> Introduction:
    """Keep a circle that the teacher made by hand, and return it.

    The teacher may take part. Cards are needed on one side only: the giver offers the savoir or
    the receiver asks for it. Exactly the same circle made twice is one circle.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``same_person``, ``not_a_circle``,
    ``not_here``, ``not_on_cards``, ``not_for_now``, ``already_linked`` (422).
    """
    only_teachers(actor)
    if not links:
        raise DomainError("not_a_circle")
    facts = facts_of(db, actor.classroom_id)
    links = [Link(k.giver, k.receiver, facts.headings.get(k.savoir, k.savoir)) for k in links]
    kind_of(links)
    known = rounds.live_keys(facts).get(key_of(links))
    if known is not None:
        return found(db, actor.classroom_id, known)
    for link in links:
        _check(facts, link)
    if mediator_id is not None:
        _check_mediator(facts, mediator_id, links)
    return _create(db, actor, links, by_hand=True, mediator_id=mediator_id)


def keep_across(
    db: Session,
    actor: Actor,
    links: Sequence[Link],
    mediator_id: UUID | None,
    reasons: Sequence[str] = (),
) -> Introduction:
    """Keep in this class a circle to which the teachers of several classes have said yes.

    Its cards were looked at when it was proposed; guests have none here.
    """
    return _create(db, actor, links, by_hand=True, mediator_id=mediator_id, reasons=reasons)


def unkeep(db: Session, actor: Actor, introduction_id: UUID) -> None:
    """Take back a kept circle, as if it had never been: nobody has heard of it.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``already_sent`` (409).
    """
    only_teachers(actor)
    introduction = found(db, actor.classroom_id, introduction_id)
    if introduction.state != _State.KEPT:
        raise Stale("already_sent")
    # Its circle, exchanges and participations go with it, by the database.
    db.execute(
        delete(Introduction).where(
            Introduction.classroom_id == actor.classroom_id, Introduction.id == introduction.id
        )
    )


def choose_mediator(
    db: Session, actor: Actor, introduction_id: UUID, mediator_id: UUID | None
) -> None:
    """Choose who accompanies a kept circle, or nobody.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``already_sent`` (409), ``not_here``,
    ``partner`` (422).
    """
    only_teachers(actor)
    introduction = found(db, actor.classroom_id, introduction_id)
    if introduction.state != _State.KEPT:
        raise Stale("already_sent")
    facts = facts_of(db, actor.classroom_id)
    mine = [one for one in facts.links if one.introduction_id == introduction.id]
    if mediator_id is not None:
        _check_mediator(facts, mediator_id, [one.link for one in mine])
    exchanges = [one.exchange_id for one in mine]
    db.execute(
        delete(Participation).where(
            Participation.classroom_id == actor.classroom_id,
            Participation.exchange_id.in_(exchanges),
            Participation.role == "mediator",
        )
    )
    introduction.mediator_id = mediator_id
    _add_mediator(db, introduction, exchanges)
    db.flush()


def _check(facts: Facts, link: Link) -> None:
    for id in (link.giver, link.receiver):
        if id not in facts.people:
            raise NotFound
        if not facts.people[id].here:
            raise DomainError("not_here", name=facts.people[id].who.shown_name)
    offered = link.savoir in facts.offers.get(link.giver, {})
    if not offered and link.savoir not in facts.demands.get(link.receiver, {}):
        raise DomainError("not_on_cards")
    no = facts.refused(link)
    if no is not None:
        raise DomainError("not_for_now", review_on=no.review_on)
    if any(placed.link == link for placed in facts.live):
        raise DomainError("already_linked")


def _check_mediator(facts: Facts, mediator_id: UUID, links: Collection[Link]) -> None:
    if mediator_id not in facts.people:
        raise NotFound
    if not facts.people[mediator_id].here:
        raise DomainError("not_here", name=facts.people[mediator_id].who.shown_name)
    if any(mediator_id in link.two for link in links):
        raise DomainError("partner")


def _create(
    db: Session,
    actor: Actor,
    links: Sequence[Link],
    *,
    round_id: UUID | None = None,
    reasons: Sequence[str] = (),
    by_hand: bool = False,
    mediator_id: UUID | None = None,
) -> Introduction:
    scope, now = {"classroom_id": actor.classroom_id}, clock.now()
    introduction = Introduction(
        **scope, round_id=round_id, made_by_id=actor.membership_id, by_hand=by_hand,
        reasons=list(reasons), mediator_id=mediator_id, state=_State.KEPT.value,
    )  # fmt: skip
    db.add(introduction)
    db.flush()
    circle = Circle(**scope, introduction_id=introduction.id, kind=kind_of(links))
    db.add(circle)
    db.flush()
    exchanges = [
        Exchange(**scope, circle_id=circle.id, savoir_id=k.savoir, place=place, state_since=now)
        for place, k in enumerate(links)
    ]
    db.add_all(exchanges)
    db.flush()
    for exchange, link in zip(exchanges, links, strict=True):
        for role, who in (("giver", link.giver), ("receiver", link.receiver)):
            part = Participation(**scope, exchange_id=exchange.id, membership_id=who, role=role)
            db.add(part)
    _add_mediator(db, introduction, [exchange.id for exchange in exchanges])
    db.flush()
    return introduction


def _add_mediator(db: Session, introduction: Introduction, exchanges: Collection[UUID]) -> None:
    if introduction.mediator_id is None:
        return
    for exchange_id in exchanges:
        db.add(
            Participation(
                classroom_id=introduction.classroom_id,
                exchange_id=exchange_id,
                membership_id=introduction.mediator_id,
                role="mediator",
            )
        )
