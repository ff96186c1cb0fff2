"""Cards that fit, circles that are kept, proposals that have gone out."""

from datetime import datetime
from uuid import UUID

from rers_school.classroom.models import Introduction
from rers_school.classroom.queries.introducing import introductions_page
from rers_school.classroom.queries.introduction_views import IntroductionsPage
from rers_school.classroom.rules.circles import Link
from rers_school.classroom.services import introductions, keeping
from tests.factories import Kit


def fits(kit: Kit, giver: str, savoir: str, receiver: str) -> None:
    """Hang the two cards of one possible exchange on the wall."""
    kit.offer(kit.pupil(giver), savoir)
    kit.demand(kit.pupil(receiver), savoir)


def pair(kit: Kit, one: str = "Zoé", other: str = "Maëlle") -> None:
    """Hang up cards with which two pupils can show each other something."""
    fits(kit, one, f"crêpes de {one}", other)
    fits(kit, other, f"guitare de {other}", one)


def page(kit: Kit) -> IntroductionsPage:
    """Return what the teacher's page shows."""
    kit.db.expire_all()
    return introductions_page(kit.db, kit.teacher)


def link(kit: Kit, giver: str, savoir_id: UUID, receiver: str) -> Link:
    """Return a link between two pupils."""
    return Link(kit.pupil(giver).membership_id, kit.pupil(receiver).membership_id, savoir_id)


def keep_all(kit: Kit) -> list[Introduction]:
    """Keep every suggested circle."""
    kept = [keeping.keep(kit.db, kit.teacher, one.key) for one in page(kit).suggestions]
    kit.save()
    return kept


def proposed(kit: Kit, opens_at: datetime | None = None) -> Introduction:
    """Return a proposal to Zoé and Maëlle that has gone out."""
    pair(kit)
    (introduction,) = keep_all(kit)
    introductions.send(kit.db, kit.teacher, opens_at=opens_at)
    kit.save()
    return introduction
