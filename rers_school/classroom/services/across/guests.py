"""Guests: how a class knows somebody of another class who takes part in an exchange here."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from rers_school.classroom.models import Guest, Membership, NetworkClass
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
