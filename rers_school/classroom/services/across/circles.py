"""A circle across classes as it stands, with the classes locked that it concerns."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotFound
from rers_school.classroom.models import AcrossAnswer, AcrossCircle, AcrossLink, Membership
from rers_school.classroom.rules.across import Given, Somebody, classes_of, people_of
from rers_school.classroom.services.savoirs import touch
from rers_school.db import lock_classrooms, unscoped


@dataclass(slots=True)
class Held:
    """A circle, read under the lock of every class it concerns."""

    circle: AcrossCircle
    rows: list[AcrossLink]
    answers: dict[UUID, AcrossAnswer]

    @property
    def links(self) -> list[Given]:
        """Return its links in their order."""
        return [given(row) for row in self.rows]

    @property
    def classes(self) -> tuple[UUID, ...]:
        """Return the classes it concerns."""
        return classes_of(self.links)

    def people(self, classroom_id: UUID) -> list[UUID]:
        """Return who of a class is in it."""
        return [
            one.membership_id for one in people_of(self.links) if one.classroom_id == classroom_id
        ]


def given(row: AcrossLink) -> Given:
    """Return a link as the rules know it."""
    return Given(
        Somebody(row.giver_class_id, row.giver_id),
        Somebody(row.receiver_class_id, row.receiver_id),
        row.savoir_key,
    )


def hold(db: Session, actor: Actor, circle_id: UUID) -> Held:
    """Return a circle that concerns the actor's class, its classes locked.

    The caller holds no class before (``@allow(…, across=True)``).

    *Errors*: `NotFound` (404).
    """
    mine = db.scalar(
        select(AcrossAnswer.id).where(
            AcrossAnswer.classroom_id == actor.classroom_id, AcrossAnswer.circle_id == circle_id
        )
    )
    if mine is None:
        raise NotFound
    with unscoped(db, "the classes that a circle concerns are locked in one order"):
        concerned = db.scalars(
            select(AcrossAnswer.classroom_id).where(AcrossAnswer.circle_id == circle_id)
        ).all()
    lock_classrooms(db, [*concerned, actor.classroom_id])
    found = read(db, [circle_id])
    if not found:
        raise NotFound
    return found[0]


def read(db: Session, circle_ids: Iterable[UUID]) -> list[Held]:
    """Return circles as they stand now: three queries."""
    ids = list(circle_ids)
    with unscoped(db, "a circle concerns several classes"):
        circles = db.scalars(
            select(AcrossCircle)
            .where(AcrossCircle.id.in_(ids))
            .order_by(AcrossCircle.created_at, AcrossCircle.id)
            .execution_options(populate_existing=True)
        ).all()
        rows = db.scalars(
            select(AcrossLink)
            .where(AcrossLink.circle_id.in_(ids))
            .order_by(AcrossLink.place)
            .execution_options(populate_existing=True)
        ).all()
        answers = db.scalars(
            select(AcrossAnswer)
            .where(AcrossAnswer.circle_id.in_(ids))
            .execution_options(populate_existing=True)
        ).all()
    return [
        Held(
            one,
            [row for row in rows if row.circle_id == one.id],
            {said.classroom_id: said for said in answers if said.circle_id == one.id},
        )
        for one in circles
    ]


def all_can_begin(db: Session, people: Collection[UUID]) -> bool:
    """Tell whether all of these people, of any class, can take part in something new.

    Nobody can who rests, is not in the class any more, or is a newcomer not yet confirmed.
    """
    with unscoped(db, "people of several classes are brought together"):
        here = db.scalars(
            select(Membership.id).where(
                Membership.id.in_(list(people)),
                Membership.active.is_(True),
                Membership.resting.is_(False),
                Membership.maybe_id.is_(None),
            )
        )
        return set(here) == set(people)


def touch_all(db: Session, held: Held) -> None:
    """Say to the pages of every class concerned that something has changed."""
    for classroom_id in sorted(held.answers):
        touch(db, classroom_id)
