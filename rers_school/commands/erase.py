"""`rers-school erase`: one person, in every class where they are."""

from dataclasses import replace
from uuid import UUID

import click
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from rers_school.app import create_app
from rers_school.classroom.models import Classroom, Membership, Person
from rers_school.classroom.models.people import HAS_LEFT
from rers_school.classroom.services import erasure
from rers_school.db import lock_classrooms, open_session, scope_to, unscoped
from rers_school.jobs.keeping import forget_plans_with
from rers_school.settings import Settings

DONE, NOTHING_DONE = 0, 1


def run(settings: Settings, membership: UUID, *, yes: bool) -> int:
    """Say who would be erased and where, ask, do it in one transaction; return the exit code.

    *Errors*: 1 nothing was done.
    """
    app = create_app(replace(settings, jobs="off"))
    engine = app.extensions["rers"].engine
    try:
        with app.app_context(), open_session(engine, writes=True) as db:
            places = _places(db, membership)
            if not places:
                click.echo(f"There is nobody {membership}. Nothing was done.", err=True)
                return NOTHING_DONE
            if not yes and not click.confirm("Erase this person for good?"):
                click.echo("Nothing was done.")
                return NOTHING_DONE
            lock_classrooms(db, [classroom_id for classroom_id, _membership in places])
            for classroom_id, membership_id in places:
                scope_to(db, classroom_id)
                if not _still_there(db, classroom_id, membership_id):
                    continue  # a guest goes with whom they are at home
                with force_locale(db.get_one(Classroom, classroom_id).language):
                    called = str(_("someone who has left"))
                erasure.forget(db, classroom_id, membership_id, called)
                forget_plans_with(db, classroom_id)
            db.commit()
    except DBAPIError as error:
        click.echo(f"The database cannot be used: {error.orig}. Nothing was done.", err=True)
        return NOTHING_DONE
    finally:
        engine.dispose()
    click.echo("Erased. Copies of the database made before still hold this person.")
    return DONE


def _still_there(db: Session, classroom_id: UUID, membership_id: UUID) -> bool:
    return bool(
        db.scalar(
            select(Membership.id).where(
                Membership.classroom_id == classroom_id, Membership.id == membership_id
            )
        )
    )


def _places(db: Session, membership: UUID) -> list[tuple[UUID, UUID]]:
    """Return every class and membership of the person, and say who they are."""
    with unscoped(db, "the operator erases somebody everywhere"):
        person = db.scalar(
            select(Person)
            .join(Membership, Membership.person_id == Person.id)
            .where(Membership.id == membership, Membership.entered_by != HAS_LEFT)
        )
        if person is None:
            return []
        click.echo(f"{person.given_name} {person.family_name}".strip() or "(no name)")
        rows = db.execute(
            select(Membership.classroom_id, Membership.id, Classroom.name, Membership.role)
            .join(Classroom, Classroom.id == Membership.classroom_id)
            .where(Membership.person_id == person.id)
            .order_by(Membership.created_at)
        ).all()
    for _classroom, _member, name, role in rows:
        click.echo(f"  {role} in {name}")
    return [(classroom_id, member_id) for classroom_id, member_id, _name, _role in rows]
