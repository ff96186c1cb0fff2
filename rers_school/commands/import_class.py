"""`rers-school import-class`: a class from a spreadsheet, shown first and done at once."""

from pathlib import Path
from uuid import UUID

import click
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from rers_school.classroom.errors import DomainError, NotFound, Stale
from rers_school.classroom.queries.classroom import ClassView, classroom_of
from rers_school.classroom.rules.classlist import LINES_MOST, ClassList, Problem, read
from rers_school.classroom.services.class_import import ImportPlan, PlannedLine, apply, plan
from rers_school.db import lock_classroom, make_engine, open_session, scope_to
from rers_school.settings import Settings

DONE, NOTHING_DONE, UNREADABLE = 0, 1, 2

_WHAT = {
    "new": "new",
    "here": "already here",
    "again": "the person of line {as_line}: same name",
    "unclear": "left out: several people of the class have this name",
}
_PROBLEMS = {
    "no_name": "left out, no name: {detail}",
    "no_given_name": "left out, no first name: {detail}",
    "name_too_long": "left out, the name is too long: {detail}",
    "same_person_twice": "the same name as on line {detail}",
    "not_a_card": "not a card: {detail}",
    "card_too_long": "left out, the card is too long: {detail} …",
    "quotes_unclosed": "a quotation mark is not closed: every line counts as a row",
    "above_headings": "not read, above the headings: {detail}",
    "column_ignored": "this column is not read: {detail}",
    "order_guessed": "no headings: is this first name, then family name? {detail}",
}
_SAVE_AS_CSV = "this is not a list as text: save it as CSV and import that file"


def run(settings: Settings, file: Path, classroom: UUID, *, dry_run: bool, yes: bool) -> int:
    """Show what the list would do, ask, do it in one transaction; return the exit code.

    *Errors*: 1 nothing was done, 2 the file cannot be read.
    """
    try:
        class_list = read(file.read_bytes())
    except OSError as error:
        click.echo(f"{file}: {error.strerror}", err=True)
        return UNREADABLE
    except DomainError as error:
        large = f"too large: {LINES_MOST} lines at most"
        words = large if error.code == "class_list_too_large" else _SAVE_AS_CSV
        click.echo(f"{file}: {words}. Nothing was done.", err=True)
        return UNREADABLE
    if not class_list.people:
        for problem in class_list.problems:
            click.echo(_sentence(problem), err=True)
        click.echo(f"{file}: no name of a pupil could be read. Nothing was done.", err=True)
        return UNREADABLE
    engine = make_engine(settings.database_url, busy_seconds=settings.sqlite_busy_seconds)
    try:
        with open_session(engine) as db:
            scope_to(db, classroom)
            shown = _show(classroom_of(db, classroom), plan(db, classroom, class_list), class_list)
        if dry_run:
            return DONE
        if shown.does_nothing:
            click.echo("There is nothing to add.")
            return DONE
        if not yes and not click.confirm("Do it?"):
            click.echo("Nothing was done.")
            return NOTHING_DONE
        with open_session(engine, writes=True) as db:
            return _do(db, classroom, class_list, shown)
    except NotFound:
        click.echo(f"There is no class {classroom}. Nothing was done.", err=True)
    except DBAPIError as error:
        click.echo(f"The database cannot be used: {error.orig}. Nothing was done.", err=True)
    finally:
        engine.dispose()
    return NOTHING_DONE


def _do(db: Session, classroom: UUID, class_list: ClassList, shown: ImportPlan) -> int:
    scope_to(db, classroom)
    lock_classroom(db, classroom)
    try:
        done = apply(db, None, classroom, class_list, plan_fingerprint=shown.fingerprint)
    except Stale:
        db.rollback()
        click.echo("The class has changed meanwhile. Nothing was done: start again.", err=True)
        return NOTHING_DONE
    except DomainError as error:
        db.rollback()
        click.echo(f"Nothing was done: {error.code}.", err=True)
        return NOTHING_DONE
    db.commit()
    click.echo(f"Done: {_people(done.people)}, {_cards(done.cards)}.")
    return DONE


def _show(room: ClassView, planned: ImportPlan, class_list: ClassList) -> ImportPlan:
    separator = {"\t": "tabs", "": "nothing"}.get(class_list.separator, class_list.separator)
    click.echo(f"{room.name}: read as {class_list.encoding}, columns separated by {separator}")
    for line in planned.lines:
        click.echo(_line(line))
    if planned.problems:
        click.echo("To look at:")
    for problem in planned.problems:
        click.echo(_sentence(problem))
    click.echo(f"To add: {_people(planned.new_people)}, {_cards(planned.new_cards)}.")
    return planned


def _line(line: PlannedLine) -> str:
    said = [f"  line {line.number}: {line.name} ({_WHAT[line.state].format(as_line=line.as_line)})"]
    for card in line.cards if line.state != "unclear" else ():
        heading = "offers" if card.kind == "offer" else "asks for"
        said.append(f"      {heading}: {card.words}{' (there already)' if card.there else ''}")
    return "\n".join(said)


def _sentence(problem: Problem) -> str:
    words = _PROBLEMS.get(problem.code, problem.code).format(detail=problem.detail)
    return f"  line {problem.number}: {words}"


def _people(number: int) -> str:
    return f"{number} {'person' if number == 1 else 'people'}"


def _cards(number: int) -> str:
    return f"{number} {'card' if number == 1 else 'cards'}"
