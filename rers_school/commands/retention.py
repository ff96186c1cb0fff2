"""`rers-school retention apply`: what the written rules say, class by class, safe to run twice."""

from uuid import UUID

import click
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.app import create_app
from rers_school.classroom.models import Classroom
from rers_school.classroom.rules.retention import Retention, written
from rers_school.classroom.rules.school_year import shown_year
from rers_school.classroom.services import purging
from rers_school.classroom.services.across.ending import lock_all_of
from rers_school.classroom.services.purging import DueClass
from rers_school.db import make_engine, open_session, scope_to, study
from rers_school.jobs.keeping import old_jobs
from rers_school.lti import retention as accounts
from rers_school.settings import Settings

DONE, NOT_ALL_DONE, NOT_POSSIBLE = 0, 1, 2


def run(settings: Settings, *, dry_run: bool) -> int:
    """Carry the rules out, or say what they would do; return the exit code.

    *Errors*: 1 a class could not be done (the others were), 2 the database cannot be used.
    """
    engine = make_engine(settings.database_url, busy_seconds=settings.sqlite_busy_seconds)
    rules = written()
    app = create_app(settings, engine)
    try:
        with app.app_context():
            _by_age(engine, rules, dry=dry_run)
            missed = _classes(engine, rules, settings.purge_grace_days, dry=dry_run)
        if not dry_run:
            # A server that runs for months has grown since it began.
            study(engine)
    except DBAPIError as error:
        click.echo(f"The database cannot be used: {error.orig}.", err=True)
        return NOT_POSSIBLE
    finally:
        engine.dispose()
    if dry_run:
        click.echo("Nothing was removed: this was a dry run.")
    return NOT_ALL_DONE if missed else DONE


def listing() -> list[str]:
    """Return the rules, one line for each table."""
    return [
        f"{one.table}: {one.what}. Kept: "
        + (f"{one.days} days" if one.days is not None else one.kept)
        + f". Why: {one.why}."
        for one in written().rules.values()
    ]


def _by_age(engine: Engine, rules: Retention, *, dry: bool) -> None:
    for table, over in [*accounts.old_rows(rules, clock.now()), old_jobs(rules, clock.now())]:
        with open_session(engine) as db:
            number = accounts.count(db, table, over)
        if number:
            click.echo(f"{table.__tablename__}: {number} {'to remove' if dry else 'removed'}")
        while not dry and number > 0:
            with open_session(engine, writes=True) as db:
                done = accounts.remove_batch(db, table, over)
                db.commit()
            number = number - done if done else 0
    with open_session(engine) as db:
        classes = purging.all_classes(db)
    found: dict[str, int] = {}
    for classroom_id in classes:
        with open_session(engine, writes=not dry) as db:
            scope_to(db, classroom_id)
            for name, number in purging.expire(db, rules, classroom_id, dry=dry).items():
                found[name] = found.get(name, 0) + number
            db.commit()
    for name, number in found.items():
        click.echo(f"{name}: {number} {'to remove' if dry else 'removed'}")


def _classes(engine: Engine, rules: Retention, grace: int | None, *, dry: bool) -> int:
    """Purge the classes whose day has come; return how many could not be."""
    today = clock.now().date()
    with open_session(engine) as db:
        due = purging.due_classes(db, rules, today, grace)
    missed = 0
    for number, one in enumerate(due, 1):
        said = f"[{number}/{len(due)}] {one.name} ({one.school}), {shown_year(one.school_year)}"
        try:
            click.echo(f"{said}: {_one(engine, rules, one, dry=dry)}")
        except SQLAlchemyError as error:
            missed += 1
            click.echo(f"{said}: not purged, {type(error).__name__}", err=True)
    if not due:
        click.echo("No class is to be purged.")
    return missed


def _one(engine: Engine, rules: Retention, one: DueClass, *, dry: bool) -> str:
    with open_session(engine, writes=not dry) as db:
        scope_to(db, one.id)
        lock_all_of(db, one.id)
        if accounts.in_use(db, one.id, clock.now(), rules.in_use_days):
            return "kept, pupils still open it: its teacher says on “The course” what it is"
        if dry:
            return f"{purging.count_rows(db, rules, one.id)} rows to remove"
        linked = accounts.opened_by_a_course(db, one.id)
        gone = purging.purge(
            db, rules, one.id, opened_by_a_course=linked, called=lambda id: _called(db, id)
        )
        db.commit()
        return f"purged, {gone} rows"


def _called(db: Session, classroom_id: UUID) -> str:
    """Return how a class calls whoever has left, in its own language."""
    with force_locale(db.get_one(Classroom, classroom_id).language):
        return str(_("someone who has left"))
