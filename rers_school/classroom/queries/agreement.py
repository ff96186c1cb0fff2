"""The lines of agreements as they stand, and who consents to them."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.models import AgreementRevision, Consent
from rers_school.classroom.rules.agreement import SHARED, Place, Wording, home_of

Lines = dict[str, Wording]


def lines_kept(db: Session, exchange_ids: Collection[UUID]) -> dict[UUID, Lines]:
    """Return the lines kept under each of several exchanges: two queries whatever their number."""
    latest: dict[tuple[UUID, str], Wording] = {}
    row = AgreementRevision
    for home, line, number, found, author, at in db.execute(
        select(row.exchange_id, row.line, row.number, row.id, row.written_by_id, row.created_at)
        .where(row.exchange_id.in_(list(exchange_ids)))
        .order_by(row.number)
    ):
        latest[home, line] = Wording(found, line, number, author, at)
    consents: dict[UUID, set[UUID]] = defaultdict(set)
    on_paper: dict[UUID, set[UUID]] = defaultdict(set)
    for revision_id, who, how in db.execute(
        select(Consent.revision_id, Consent.membership_id, Consent.how).where(
            Consent.revision_id.in_([one.id for one in latest.values()])
        )
    ):
        consents[revision_id].add(who)
        if how == "paper":
            on_paper[revision_id].add(who)
    kept: dict[UUID, Lines] = {one: {} for one in exchange_ids}
    for (home, line), wording in latest.items():
        agreed = frozenset(consents[wording.id]), frozenset(on_paper[wording.id])
        kept[home][line] = wording.agreed_by(*agreed)
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
