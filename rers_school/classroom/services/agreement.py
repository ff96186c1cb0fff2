"""Partners word the lines of their agreement and consent to them, each for themself."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.models import AgreementRevision, Consent
from rers_school.classroom.rules import agreement as rules
from rers_school.classroom.rules.text import clean
from rers_school.classroom.services import bookings, drafts
from rers_school.classroom.services.exchanges import follow, show_change
from rers_school.classroom.services.rooms import Room, as_participant, as_partner, enter

WRITABLE = ("agreeing", "agreed", "under_way", "paused")


def write_line(
    db: Session,
    actor: Actor,
    exchange_id: UUID,
    line: str,
    words: str,
    seen: int,
    *,
    chosen: bool = False,
) -> AgreementRevision:
    """Give a line new words and return them; earlier consents to that line are cancelled.

    ``seen`` is the number of the wording that the author had before their eyes, 0 for none.
    The author's own consent goes with their words. The same words once more are a consent.
    Unless a slot and place are ``chosen`` with them, other words about time let go of those.

    *Errors*: `Stale` (409) when somebody changed the line meanwhile, ``empty``, ``too_long``,
    ``not_now``, ``choose_slot`` (422), `NotAllowed` (403), `NotFound` (404).
    """
    room = as_participant(db, actor, exchange_id)
    home = check_writable(room, line)
    words = clean(words, most=rules.WORDS_MOST, lines=True, required=True)
    latest = latest_wording(db, actor, home, line)
    if latest is not None and latest.words == words:
        _consent(db, room, latest, actor.membership_id, "screen")
        drafts.forget(db, actor, drafts.line_form(exchange_id, line))
        return latest
    if (latest.number if latest else 0) != seen:
        raise Stale(line=line)
    if not chosen:
        bookings.check_free_words(db, room, line)
        bookings.free(db, room, line)
    revision = AgreementRevision(
        classroom_id=actor.classroom_id,
        exchange_id=home,
        line=line,
        number=seen + 1,
        words=words,
        written_by_id=actor.membership_id,
    )
    db.add(revision)
    db.flush()
    _consent(db, room, revision, actor.membership_id, "screen")
    drafts.forget(db, actor, drafts.line_form(exchange_id, line))
    return revision


def agree(db: Session, actor: Actor, exchange_id: UUID, line: str, revision_id: UUID) -> None:
    """Consent to a line as the actor has read it.

    *Errors*: `Stale` (409, with the words that were ``read``) when they have changed,
    ``not_now`` (422), `NotAllowed` (403), `NotFound` (404).
    """
    room = as_partner(db, actor, exchange_id)
    latest = latest_wording(db, actor, check_writable(room, line), line)
    if latest is None:
        raise NotFound
    if latest.id != revision_id:
        raise Stale(line=line, read=_read(db, latest, revision_id))
    _consent(db, room, latest, actor.membership_id, "screen")


def agree_on_paper(db: Session, actor: Actor, exchange_id: UUID, membership_id: UUID) -> None:
    """Enter, as the teacher, that a partner has signed all the lines as they stand on paper.

    *Errors*: ``not_now`` (422), `NotAllowed` (403), `NotFound` (404).
    """
    room = enter(db, actor, exchange_id)
    if not actor.is_teacher:
        raise NotAllowed
    if membership_id not in room.needed or not room.is_teacher_of(membership_id):
        raise NotFound
    for line in rules.lines_of(across=room.across):
        latest = latest_wording(db, actor, check_writable(room, line), line)
        if latest is not None:
            _consent(db, room, latest, membership_id, "paper")


def sign(db: Session, room: Room, revision: AgreementRevision, signed: Collection[UUID]) -> None:
    """Enter that these partners signed a wording with their hand, and let the room follow."""
    for one in signed:
        _consent(db, room, revision, one, "paper")
    _follow(db, room, revision.line)


def check_writable(room: Room, line: str) -> UUID:
    """Return the exchange that keeps the line, if it may be changed now.

    *Errors*: ``not_now`` (422), `NotFound` (404) for what is no line.
    """
    if line not in rules.lines_of(across=room.across):
        raise NotFound
    if room.exchange.state not in WRITABLE:
        raise DomainError("not_now", state=room.exchange.state)
    return room.home_of(line)


def latest_wording(db: Session, actor: Actor, home: UUID, line: str) -> AgreementRevision | None:
    """Return the words that a line has now, if any; ``home`` is the exchange that keeps it."""
    return db.scalar(
        select(AgreementRevision)
        .where(
            AgreementRevision.classroom_id == actor.classroom_id,
            AgreementRevision.exchange_id == home,
            AgreementRevision.line == line,
        )
        .order_by(AgreementRevision.number.desc())
        .limit(1)
    )


def _read(db: Session, latest: AgreementRevision, revision_id: UUID) -> str:
    """Return the earlier words of the same line that somebody had read."""
    words = db.scalar(
        select(AgreementRevision.words).where(
            AgreementRevision.classroom_id == latest.classroom_id,
            AgreementRevision.exchange_id == latest.exchange_id,
            AgreementRevision.line == latest.line,
            AgreementRevision.id == revision_id,
        )
    )
    if words is None:
        raise NotFound
    return words


def _consent(
    db: Session, room: Room, revision: AgreementRevision, membership_id: UUID, how: str
) -> None:
    """Enter a consent once, and let the exchanges that show the line follow."""
    known = db.scalar(
        select(Consent.id).where(
            Consent.classroom_id == revision.classroom_id,
            Consent.revision_id == revision.id,
            Consent.membership_id == membership_id,
        )
    )
    if known is None and membership_id in room.needed:
        db.add(
            Consent(
                classroom_id=revision.classroom_id,
                revision_id=revision.id,
                membership_id=membership_id,
                how=how,
            )
        )
        db.flush()
    _follow(db, room, revision.line)


def _follow(db: Session, room: Room, line: str) -> None:
    for exchange in room.sharing(line):
        show_change(exchange)
        follow(db, room, exchange)
    db.flush()
