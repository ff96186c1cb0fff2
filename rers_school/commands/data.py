"""The commands about what is kept: copies, the written rules, the erasure of one person."""

import sys
from pathlib import Path
from uuid import UUID

import click

from rers_school.settings import Settings, SettingsError


def _settings() -> Settings:
    try:
        return Settings.from_environment()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def backup(file: Path, force: bool) -> None:
    """Copy the SQLite database to FILE, also while the program runs."""
    from rers_school.commands.backup import backup as copy

    sys.exit(copy(_settings(), file, force=force))


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, yes: bool) -> None:
    """Put the copy FILE in the place of the SQLite database, while the program is stopped."""
    from rers_school.commands.backup import restore as put_back

    sys.exit(put_back(_settings(), file, yes=yes))


@click.group()
def retention() -> None:
    """What is kept how long, by the written rules (rers_school/retention.toml)."""


@retention.command("apply")
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
def retention_apply(dry_run: bool) -> None:
    """Remove what the rules say: once a day, from a timer. Exit 1: a class could not be done."""
    from rers_school.commands.retention import run

    sys.exit(run(_settings(), dry_run=dry_run))


@retention.command("show")
def retention_show() -> None:
    """Print the rules, table by table."""
    from rers_school.commands.retention import listing

    for line in listing():
        click.echo(line)


@click.command()
@click.argument("membership", type=click.UUID)
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(membership: UUID, yes: bool) -> None:
    """Erase one person everywhere: MEMBERSHIP ends the address of a teacher's page about them."""
    from rers_school.commands.erase import run

    sys.exit(run(_settings(), membership, yes=yes))


COMMANDS: tuple[click.Command, ...] = (backup, restore, retention, erase)
