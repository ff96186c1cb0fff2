"""`rers-school import-class`: shown with line numbers, then done in one transaction."""

from pathlib import Path
from uuid import UUID

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import event, func, select

from rers_school.classroom.models import Membership, Offer
from rers_school.commands.import_class import run
from rers_school.settings import Settings
from tests.factories import SECRET, Kit

LIST = "prénom;nom;offre\nZoé;Bérénger;les crêpes | l'origami\n;;le crawl\nYanis;Haddad;rien\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "classe.csv"
    path.write_text(LIST, encoding="cp1252")
    return path


def import_class(
    kit: Kit, file: Path, *, answer: str = "", classroom: UUID | None = None, **options: bool
) -> Result:
    """Run the command as a person at a terminal who types ``answer``."""
    settings = Settings(
        database_url=kit.engine.url.render_as_string(hide_password=False),
        base_url="http://localhost",
        secret_key=SECRET,
    )
    flags = {"dry_run": False, "yes": False, **options}

    @click.command()
    @click.pass_context
    def command(context: click.Context) -> None:
        context.exit(run(settings, file, classroom or kit.classroom_id, **flags))

    return CliRunner().invoke(command, input=answer)


def counts(kit: Kit) -> tuple[int, int]:
    kit.db.rollback()
    pupils = select(func.count()).select_from(Membership).where(Membership.role == "pupil")
    return (
        kit.db.scalar(pupils) or 0,
        kit.db.scalar(select(func.count()).select_from(Offer)) or 0,
    )


def test_it_shows_what_it_will_do_and_where_it_cannot_read(kit: Kit, file: Path) -> None:
    said = import_class(kit, file, dry_run=True)
    assert said.exit_code == 0
    for words in (
        "CM2: read as windows-1252",
        "line 2: Zoé Bérénger (new)",
        "offers: l'origami",
        "line 3: left out, no name",
        "line 4: not a card: rien",
        "To add: 2 people, 2 cards.",
    ):
        assert words in said.output
    assert counts(kit) == (0, 0)


def test_yes_does_it(kit: Kit, file: Path) -> None:
    said = import_class(kit, file, answer="y\n")
    assert (said.exit_code, counts(kit)) == (0, (2, 2))
    assert "Done: 2 people, 2 cards." in said.output


def test_no_leaves_everything_as_it_was(kit: Kit, file: Path) -> None:
    said = import_class(kit, file, answer="n\n")
    assert (said.exit_code, counts(kit)) == (1, (0, 0))
    assert "Nothing was done." in said.output


def test_without_a_question_twice_is_as_once(kit: Kit, file: Path) -> None:
    assert import_class(kit, file, yes=True).exit_code == 0
    said = import_class(kit, file, yes=True)
    assert (said.exit_code, counts(kit)) == (0, (2, 2))
    assert "There is nothing to add." in said.output


def test_a_class_that_does_not_exist_is_told(kit: Kit, file: Path, nobody: UUID) -> None:
    said = import_class(kit, file, classroom=nobody, yes=True)
    assert said.exit_code == 1
    assert f"There is no class {nobody}." in said.output


@pytest.mark.parametrize("data", [b"PK\x03\x04 xl/workbook.xml", b"\x00\x01\x02", b"", b";;\n"])
def test_a_file_that_is_no_list_cannot_be_read(kit: Kit, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "classe.xlsx"
    path.write_bytes(data)
    said = import_class(kit, path, yes=True)
    assert (said.exit_code, counts(kit)) == (2, (0, 0))
    assert "Nothing was done." in said.output


def test_all_of_it_or_nothing(kit: Kit, file: Path) -> None:
    seen: list[Offer] = []

    def pulls_the_cable(_mapper: object, _connection: object, card: Offer) -> None:
        seen.append(card)
        if len(seen) == 2:
            raise RuntimeError("the cable was pulled")

    event.listen(Offer, "before_insert", pulls_the_cable)
    try:
        said = import_class(kit, file, yes=True)
    finally:
        event.remove(Offer, "before_insert", pulls_the_cable)
    assert isinstance(said.exception, RuntimeError)
    assert counts(kit) == (0, 0)


def test_a_database_without_tables_is_told(kit: Kit, file: Path, tmp_path: Path) -> None:
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'empty.sqlite3'}",
        base_url="http://localhost",
        secret_key=SECRET,
    )
    assert run(settings, file, kit.classroom_id, dry_run=False, yes=True) == 1
