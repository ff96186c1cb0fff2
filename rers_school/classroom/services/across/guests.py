"""Guests: how a class knows somebody of another class who takes part in an exchange here."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from rers_school.classroom.models import AcrossCircle, AcrossLink, Guest, Membership, NetworkClass
from rers_school.classroom.models.people import BY_NETWORK
from rers_school.classroom.queries.people import who
from rers_school.classroom.rules.across import Somebody, guest_name
from rers_school.db import unscoped

_NAME_MOST = 170


def follow_person(db: Session, home_id: UUID, person_id: UUID) -> None:
    """Let the guest memberships of somebody be the person's whom they turned out to be."""
    with unscoped(db, "a guest is in two classes"):
        guests = select(Guest.membership_id).where(Guest.home_id == home_id)
        db.execute(
            update(Membership)
            .where(Membership.id.in_(guests), Membership.entered_by == BY_NETWORK)
            .values(person_id=person_id)
            .execution_options(synchronize_session=False)
        )


def carry_over(db: Session, before: UUID, after: UUID) -> None:
    """Give what one membership lives across classes to another: they are one person.

    Where both are guests in the same class each keeps their own.
    """
    with unscoped(db, "a guest is in two classes, and links name people of several"):
        there = select(Guest.classroom_id).where(Guest.home_id == after)
        db.execute(
            update(Guest)
            .where(Guest.home_id == before, Guest.classroom_id.not_in(there))
            .values(home_id=after)
            .execution_options(synchronize_session=False)
        )
        for table, column in (
            (AcrossLink, AcrossLink.giver_id),
            (AcrossLink, AcrossLink.receiver_id),
            (AcrossCircle, AcrossCircle.mediator_id),
        ):
            db.execute(
                update(table)
                .where(column == before)
                .values({column.key: after})
                .execution_options(synchronize_session=False)
            )


def rename_guests(db: Session, renamed: Collection[UUID]) -> None:
    """Let those who are called otherwise in their own class be so where they are guests."""
    with unscoped(db, "a guest is in two classes"):
        rows = db.execute(
            select(Guest.membership_id, Guest.home_id, NetworkClass.called, NetworkClass.people_as)
            .join(NetworkClass, NetworkClass.classroom_id == Guest.home_class_id)
            .where(Guest.home_id.in_(list(renamed)))
        ).all()
        for guest_id, home_id, called, people_as in rows:
            home, guest = db.get_one(Membership, home_id), db.get_one(Membership, guest_id)
            if guest.entered_by == BY_NETWORK and guest.shown_name.endswith(f", {called}"):
                name = guest_name(who(home).first_name, home.shown_name, people_as, called)
                guest.shown_name = name[:_NAME_MOST]
        db.flush()


def make_guest(db: Session, host_id: UUID, network_id: UUID, one: Somebody) -> UUID:
    """Return the membership by which the host class knows somebody: their own, or a guest's.

    Somebody who is in the host class themselves acts there as such.
    """
    if one.classroom_id == host_id:
        return one.membership_id
    with unscoped(db, "a guest is in two classes"):
        home = db.scalars(select(Membership).where(Membership.id == one.membership_id)).one()
        place = db.scalars(
            select(NetworkClass).where(
                NetworkClass.classroom_id == one.classroom_id, NetworkClass.network_id == network_id
            )
        ).one()
        called = guest_name(who(home).first_name, home.shown_name, place.people_as, place.called)
        known = db.scalar(
            select(Membership).where(
                Membership.classroom_id == host_id, Membership.person_id == home.person_id
            )
        )
        if known is None:
            known = Membership(
                classroom_id=host_id,
                person_id=home.person_id,
                role=home.role,
                active=False,
                entered_by=BY_NETWORK,
            )
            db.add(known)
        if known.entered_by == BY_NETWORK:
            known.shown_name = called[:_NAME_MOST]
        db.flush()
        guest = db.scalar(
            select(Guest.id).where(Guest.classroom_id == host_id, Guest.home_id == home.id)
        )
        if guest is None:
            db.add(
                Guest(
                    classroom_id=host_id,
                    membership_id=known.id,
                    home_class_id=one.classroom_id,
                    home_id=home.id,
                )
            )
            db.flush()
    return known.id
