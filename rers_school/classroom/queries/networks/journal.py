"""The journal of a network: what each class puts into an issue, and what was published."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotFound
from rers_school.classroom.models import (
    Effect,
    Exchange,
    FollowUp,
    JournalGift,
    JournalIssue,
    JournalPart,
    NetworkClass,
    NetworkDecision,
    NetworkGathering,
    Participation,
    Review,
    Savoir,
)
from rers_school.classroom.queries.networks.belonging import MyNetwork
from rers_school.classroom.queries.networks.journal_views import (
    ClassPart,
    IssueBrief,
    IssueDecision,
    IssueView,
    JournalLine,
)
from rers_school.classroom.rules.memory import MemoryLine, Namelist
from rers_school.classroom.rules.network_life import WRITTEN
from rers_school.classroom.services.networks.nameless import names_of
from rers_school.db import unscoped


def issues(db: Session, network: MyNetwork) -> list[IssueBrief]:
    """Return the issues of a network, the latest first: one query."""
    rows = db.scalars(
        select(JournalIssue)
        .where(JournalIssue.network_id == network.id)
        .order_by(JournalIssue.created_at.desc(), JournalIssue.id)
    )
    return [_brief(one) for one in rows]


def issue_of(
    db: Session, actor: Actor, network: MyNetwork, issue_id: UUID, instead: str
) -> IssueView:
    """Return an issue: a constant number of queries; ``instead`` stands where a name stood.

    *Errors*: `NotFound` (404).
    """
    issue = db.scalar(
        select(JournalIssue)
        .where(JournalIssue.network_id == network.id, JournalIssue.id == issue_id)
        .execution_options(populate_existing=True)
    )
    if issue is None:
        raise NotFound
    if issue.state != "open":
        return _published(issue)
    parts = [
        part
        for part in class_parts(db, issue_id, own=network.own.id, names=names_of(
            db, [actor.classroom_id], instead))
        if part.lines
    ]  # fmt: skip
    return IssueView(_brief(issue), tuple(parts), tuple(decided_since(db, network.id, issue)))


def class_parts(
    db: Session, issue_id: UUID, *, own: UUID | None, names: Namelist | None
) -> list[ClassPart]:
    """Return what classes have in an open issue: five queries.

    Of the class whose place is ``own`` every line, of the others those agreed to, as they were.
    """
    with unscoped(db, "the journal of a network holds the words of every class"):
        rows = db.execute(
            select(NetworkClass.id, NetworkClass.called, JournalPart)
            .join(JournalPart, JournalPart.network_class_id == NetworkClass.id, isouter=True)
            .where(JournalPart.issue_id == issue_id)
            .order_by(NetworkClass.called, NetworkClass.id)
            .execution_options(populate_existing=True)
        ).all()
        raw = _given(db, JournalGift.issue_id == issue_id)
    found = [
        _part(place, called, part, raw.pop(place, []), names if place == own else None)
        for place, called, part in rows
    ]
    if own in raw and names is not None:
        found.append(_part(own, "", None, raw[own], names))
    return found


def decided_since(db: Session, network_id: UUID, issue: JournalIssue) -> list[IssueDecision]:
    """Return what councils decided since the issue before: one query."""
    before = (
        select(func.max(JournalIssue.published_at))
        .where(JournalIssue.network_id == network_id, JournalIssue.id != issue.id)
        .scalar_subquery()
    )
    rows = db.execute(
        select(NetworkDecision.words, NetworkDecision.who, NetworkGathering.takes_place_on)
        .join(NetworkGathering, NetworkGathering.id == NetworkDecision.gathering_id)
        .where(
            NetworkDecision.network_id == network_id,
            NetworkDecision.state != "dropped",
            func.coalesce(NetworkDecision.created_at > before, True),
        )
        .order_by(NetworkGathering.takes_place_on, NetworkDecision.created_at)
    )
    return [IssueDecision(words, who, on.isoformat()) for words, who, on in rows]


def _given(db: Session, these: ColumnElement[bool]) -> dict[UUID, list[MemoryLine]]:
    """Return the words that pupils gave, by the place of their class: four queries."""
    found: dict[UUID, list[MemoryLine]] = defaultdict(list)
    place = JournalGift.network_class_id
    for at, starter, words in db.execute(
        select(place, Effect.starter, Effect.words)
        .join(Effect, Effect.id == JournalGift.effect_id)
        .where(these)
        .order_by(Effect.created_at, Effect.id)
    ):
        found[at].append(MemoryLine("changed", words, starter))
    for at, savoir, words in db.execute(
        select(place, Savoir.name, FollowUp.words)
        .join(FollowUp, FollowUp.id == JournalGift.follow_up_id)
        .join(Exchange, Exchange.id == FollowUp.exchange_id)
        .join(Savoir, Savoir.id == Exchange.savoir_id)
        .where(these, FollowUp.words != "")
        .order_by(FollowUp.told_at, FollowUp.id)
    ):
        found[at].append(MemoryLine("learned", words, savoir))
    ticks: dict[UUID, set[UUID]] = defaultdict(set)
    for review_id, member in db.execute(
        select(JournalGift.review_id, JournalGift.membership_id).where(
            these, JournalGift.review_id.is_not(None)
        )
    ):
        if review_id is not None:
            ticks[review_id].add(member)
    for at, savoir, review, partners in _reviews(db, these):
        if partners <= ticks[review.id]:
            for section, words in (("learned", review.learned), ("thanks", review.thanks)):
                if words:
                    found[at].append(MemoryLine(section, words, savoir))
    return found


def _reviews(
    db: Session, these: ColumnElement[bool]
) -> Iterable[tuple[UUID, str, Review, set[UUID]]]:
    rows = db.execute(
        select(JournalGift.network_class_id, Savoir.name, Review, Participation.membership_id)
        .join(Review, Review.id == JournalGift.review_id)
        .join(Exchange, Exchange.id == Review.exchange_id)
        .join(Savoir, Savoir.id == Exchange.savoir_id)
        .join(Participation, Participation.exchange_id == Exchange.id)
        .where(these, Participation.role.in_(("giver", "receiver")))
        .order_by(Review.created_at, Review.id)
    )
    found: dict[tuple[UUID, UUID], tuple[UUID, str, Review, set[UUID]]] = {}
    for at, savoir, review, member in rows:
        found.setdefault((at, review.id), (at, savoir, review, set()))[3].add(member)
    return found.values()


def _part(
    place: UUID,
    called: str,
    part: JournalPart | None,
    given: list[MemoryLine],
    names: Namelist | None,
) -> ClassPart:
    written = [
        MemoryLine(section, line.strip())
        for section in WRITTEN
        for line in (getattr(part, section).splitlines() if part is not None else ())
        if line.strip()
    ]
    agreed: dict[str, Any] = part.agreed if part is not None else {}
    lines = {}
    for one in [*written, *given]:
        if one.key in agreed:
            kept = agreed[one.key]
            text, about, named = kept["text"], kept["about"], False
        elif names is not None:
            plain, about = names.line(one.section, one.text, one.about), one.about
            text, named = plain.text, plain.named
            if one.section != "changed":
                about = names.line(one.section, one.about).text
        else:
            continue
        lines[one.key] = JournalLine(one.section, text, about, one.key, one.key in agreed, named)
    return ClassPart(called, names is not None, tuple(lines.values()))


def _published(issue: JournalIssue) -> IssueView:
    parts = tuple(
        ClassPart(
            one["called"],
            False,
            tuple(
                JournalLine(line["section"], line["text"], line["about"]) for line in one["lines"]
            ),
        )
        for one in issue.content.get("classes", [])
    )
    decisions = tuple(IssueDecision(**one) for one in issue.content.get("decisions", []))
    return IssueView(_brief(issue), parts, decisions)


def _brief(issue: JournalIssue) -> IssueBrief:
    return IssueBrief(issue.id, issue.title, issue.school_year, issue.state, issue.published_at)
