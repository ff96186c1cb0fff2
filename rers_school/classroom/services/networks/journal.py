"""The letter that classes write together: parts, words that pupils give, a teacher's yes."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.models import JournalGift, JournalIssue, JournalPart
from rers_school.classroom.queries.networks.giving import my_words
from rers_school.classroom.rules.network_life import PART_MOST, TITLE_MOST, WRITTEN, runs
from rers_school.classroom.rules.school_year import school_year
from rers_school.classroom.rules.text import clean
from rers_school.classroom.services.networks.belonging import place_of
from rers_school.classroom.services.networks.nameless import words_for_others
from rers_school.classroom.services.settling import only_teachers
from rers_school.db import lock_network, unscoped


def find(db: Session, actor: Actor, network_id: UUID, issue_id: UUID) -> JournalIssue:
    """Return an issue of a network of the actor's class.

    *Errors*: `NotFound` (404), also for every class that is not in the network.
    """
    place_of(db, actor, network_id)
    issue = db.scalar(
        select(JournalIssue)
        .where(JournalIssue.network_id == network_id, JournalIssue.id == issue_id)
        .execution_options(populate_existing=True)
    )
    if issue is None:
        raise NotFound
    return issue


def still_open(db: Session, actor: Actor, network_id: UUID, issue_id: UUID) -> JournalIssue:
    """Return an issue that is being written; nobody publishes it meanwhile.

    *Errors*: `NotFound` (404), ``published`` (422).
    """
    place_of(db, actor, network_id)
    lock_network(db, network_id)
    issue = find(db, actor, network_id, issue_id)
    if issue.state != "open":
        raise DomainError("published")
    return issue


def begin(db: Session, actor: Actor, network_id: UUID, title: str) -> JournalIssue:
    """Begin an issue and return it; classes write in it until it is published.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``empty``, ``too_long``, ``named`` (422).
    """
    only_teachers(actor)
    place_of(db, actor, network_id)
    words = words_for_others(db, actor, title, field="title", most=TITLE_MOST, required=True)
    lock_network(db, network_id)
    issue = JournalIssue(
        network_id=network_id, title=words, school_year=school_year(clock.now().date())
    )
    db.add(issue)
    db.flush()
    return issue


def put_away(db: Session, actor: Actor, network_id: UUID, issue_id: UUID) -> None:
    """Take back an issue in which nobody has written or given anything.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``published``, ``begun`` (422).
    """
    only_teachers(actor)
    issue = still_open(db, actor, network_id, issue_id)
    with unscoped(db, "an issue in which any class has written stays"):
        for table in (JournalPart, JournalGift):
            if db.scalar(select(table.id).where(table.issue_id == issue_id).limit(1)):
                raise DomainError("begun")
    db.delete(issue)
    db.flush()


def write(
    db: Session, actor: Actor, network_id: UUID, issue_id: UUID, texts: dict[str, str], seen: int
) -> JournalPart:
    """Keep what the class writes in an issue; its teacher lets it through with `agree`.

    *Errors*: `NotAllowed` (403), `NotFound` (404); ``published``, ``too_long`` (422, ``field``);
    `Stale` (409) when somebody of the class wrote meanwhile.
    """
    if not runs(actor):
        raise NotAllowed
    still_open(db, actor, network_id, issue_id)
    words = {}
    for name in WRITTEN:
        try:
            words[name] = clean(texts.get(name, ""), most=PART_MOST, lines=True)
        except DomainError as error:
            raise DomainError(error.code, **{**error.details, "field": name}) from None
    part = part_of(db, actor, network_id, issue_id)
    if words == {name: getattr(part, name) for name in WRITTEN}:
        return part
    if part.version != seen:
        raise Stale
    for name, text in words.items():
        setattr(part, name, text)
    part.version = seen + 1
    db.flush()
    return part


def give(
    db: Session,
    actor: Actor,
    network_id: UUID,
    issue_id: UUID,
    chosen: Collection[tuple[str, UUID]],
) -> None:
    """Put one's own words into an issue, exactly those chosen; the others come out of it.

    *Shapes*: ``chosen`` are pairs of a kind ("effect", "follow_up", "review") and its id.
    *Errors*: `NotFound` (404), also for words that are not the actor's; ``published`` (422).
    """
    still_open(db, actor, network_id, issue_id)
    place = place_of(db, actor, network_id)
    known = {(one.kind, one.id) for one in my_words(db, actor, issue_id)}
    wanted = set(chosen)
    if wanted - known:
        raise NotFound
    db.execute(
        delete(JournalGift).where(
            JournalGift.classroom_id == actor.classroom_id,
            JournalGift.issue_id == issue_id,
            JournalGift.membership_id == actor.membership_id,
        )
    )
    for kind, id in sorted(wanted):
        gift = JournalGift(
            classroom_id=actor.classroom_id,
            network_class_id=place.id,
            issue_id=issue_id,
            membership_id=actor.membership_id,
        )
        setattr(gift, f"{kind}_id", id)
        db.add(gift)
    db.flush()


def part_of(db: Session, actor: Actor, network_id: UUID, issue_id: UUID) -> JournalPart:
    """Return the part of the actor's class in an issue, begun if there was none."""
    part = db.scalar(
        select(JournalPart)
        .where(JournalPart.classroom_id == actor.classroom_id, JournalPart.issue_id == issue_id)
        .execution_options(populate_existing=True)
    )
    if part is None:
        place = place_of(db, actor, network_id)
        part = JournalPart(
            classroom_id=actor.classroom_id,
            network_class_id=place.id,
            issue_id=issue_id,
            version=0,
            agreed={},
            **dict.fromkeys(WRITTEN, ""),
        )
        db.add(part)
        db.flush()
    return part
