"""The lines of agreements as they stand, and who consents to them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from rers_school.classroom.models import AgreementRevision, Consent
from rers_school.classroom.rules.agreement import SHARED, Place, Wording, home_of

Lines = dict[str, Wording]

# Made once: to put a question together takes longer than to answer it.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_WORDINGS = (
    select(
        AgreementRevision.exchange_id,
        AgreementRevision.line,
        AgreementRevision.number,
        AgreementRevision.id,
        AgreementRevision.written_by_id,
        AgreementRevision.created_at,
    )
    .where(AgreementRevision.exchange_id.in_(_IDS))
    .order_by(AgreementRevision.number)
)
# Also consents to earlier wordings: fewer than it would cost to name the wordings that stand.
_CONSENTS = select(Consent.revision_id, Consent.membership_id, Consent.how).where(
    Consent.revision_id.in_(
        select(AgreementRevision.id).where(AgreementRevision.exchange_id.in_(_IDS))
    )
)


def lines_kept(db: Session, exchange_ids: Collection[UUID]) -> dict[UUID, Lines]:
    """Return the lines kept under each of several exchanges: two queries whatever their number."""
    ids = list(exchange_ids)
    latest: dict[tuple[UUID, str], tuple[UUID, int, UUID, datetime]] = {}
    for home, line, number, found, author, at in db.execute(_WORDINGS, {"ids": ids}):
        latest[home, line] = found, number, author, at
    consents: dict[UUID, set[UUID]] = defaultdict(set)
    on_paper: dict[UUID, set[UUID]] = defaultdict(set)
    for revision_id, who, how in db.execute(_CONSENTS, {"ids": ids}):
        consents[revision_id].add(who)
        if how == "paper":
            on_paper[revision_id].add(who)
    kept: dict[UUID, Lines] = {one: {} for one in ids}
    for (home, line), (found, number, author, at) in latest.items():
        agreed = frozenset(consents.get(found, ())), frozenset(on_paper.get(found, ()))
        kept[home][line] = Wording(found, line, number, author, at, *agreed)
    return kept


def lines_shown(own: Place, circle: Collection[Place], kept: dict[UUID, Lines]) -> Lines:
    """Return the lines that the room of ``own`` shows, wherever they are kept."""
    places = tuple(circle)
    shown = {line: found for line, found in kept[own.exchange_id].items() if line not in SHARED}
    for line in SHARED:
        found = kept[home_of(line, own, places)].get(line)
        if found is not None:
            shown[line] = found
    return shown
