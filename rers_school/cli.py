"""`rers-school …`: everything an operator, a trainer or a teacher without an LMS types."""

import sys
from pathlib import Path
from uuid import UUID

import click

from rers_school import __version__
from rers_school.commands import data
from rers_school.settings import Settings, SettingsError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Reciprocal exchanges of savoirs, for classes and school networks."""


def _settings() -> Settings:
    try:
        return Settings.from_environment()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None


@main.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--data",
    default="demo-data",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder in which everything persists.",
)
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option("--alone", is_flag=True, help="Two classes that are in no network yet.")
def demo(port: int, data: Path, no_browser: bool, alone: bool) -> None:
    """Show the whole thing on this machine: two invented schools whose classes exchange."""
    from rers_school.commands.demo import run

    run(port, data, browser=not no_browser, alone=alone)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64))
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve a school or a network, behind a web server that speaks https."""
    from rers_school.commands.serve import run

    run(_settings(), host, port, workers, threads)


@main.command()
def worker() -> None:
    """Do what takes long, beside the processes that serve pages (RERS_JOBS=worker)."""
    from rers_school.commands.worker import run

    run(_settings())


@main.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the database's schema up to date."""
    from rers_school.db import make_engine
    from rers_school.migrations.runner import upgrade

    engine = make_engine(_settings().database_url)
    upgrade(engine)
    click.echo("The schema is up to date.")


@main.group()
def platform() -> None:
    """The LMSs that may open the tool."""


@platform.command("add")
@click.option("--issuer", required=True, help="The platform id, e.g. https://moodle.example")
@click.option("--client-id", required=True)
@click.option("--deployment-id", required=True, multiple=True)
@click.option("--auth-login-url", required=True)
@click.option("--auth-token-url", required=True)
@click.option("--jwks-url", required=True)
@click.option("--school", default="", help="The school that this deployment stands for.")
@click.option("--name", default="", help="What the operator calls it.")
@click.option(
    "--frame-origin",
    multiple=True,
    help="An origin whose pages frame the tool, where it is not the issuer's.",
)
def platform_add(
    issuer: str,
    client_id: str,
    deployment_id: tuple[str, ...],
    auth_login_url: str,
    auth_token_url: str,
    jwks_url: str,
    school: str,
    name: str,
    frame_origin: tuple[str, ...],
) -> None:
    """Register an LMS by hand, with what its administrator's page shows."""
    from rers_school.commands.platforms import add

    settings = _settings()
    click.echo(
        add(
            settings,
            issuer=issuer,
            client_id=client_id,
            deployment_ids=deployment_id,
            auth_login_url=auth_login_url,
            auth_token_url=auth_token_url,
            jwks_url=jwks_url,
            school=school,
            name=name,
            frame_origins=frame_origin,
        )
    )


@platform.command("invite")
@click.option("--name", default="", help="What the operator calls the LMS.")
@click.option("--school", default="", help="The school that it stands for.")
@click.option("--issuer", default="", help="Let only this platform id use the address.")
@click.option("--replaces", default="", metavar="ID", help="The registration it takes over from.")
@click.option("--activate", "activates", is_flag=True, help="Let its users in at once.")
@click.option("--days", default=7, show_default=True, type=click.IntRange(1, 60))
def platform_invite(
    name: str, school: str, issuer: str, replaces: str, activates: bool, days: int
) -> None:
    """Print a one-time address that the LMS's administrator pastes to register it."""
    from rers_school.commands.platforms import invite

    click.echo(
        invite(
            _settings(),
            name=name,
            school=school,
            issuer=issuer,
            replaces=replaces,
            activates=activates,
            days=days,
        )
    )


@platform.command("list")
def platform_list() -> None:
    """List the registered LMSs."""
    from rers_school.commands.platforms import listing

    for line in listing(_settings()):
        click.echo(line)


@platform.command("activate")
@click.argument("id")
@click.option("--off", is_flag=True, help="Keep its users out instead.")
def platform_activate(id: str, off: bool) -> None:
    """Let the users of LMS ID in (the first column of `platform list`)."""
    from rers_school.commands.platforms import activate

    click.echo(activate(_settings(), id, active=not off))


@platform.command("move")
@click.argument("before")
@click.argument("after")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
def platform_move(before: str, after: str, dry_run: bool) -> None:
    """Let classes and people of registration BEFORE go on under AFTER: the same LMS, anew."""
    from rers_school.commands.platforms import move

    click.echo(move(_settings(), before, after, dry_run=dry_run))


@platform.command("classes")
@click.argument("id")
def platform_classes(id: str) -> None:
    """List the classes of LMS ID."""
    from rers_school.commands.platforms import classes

    for line in classes(_settings(), id):
        click.echo(line)


@platform.command("class-code")
@click.argument("classroom", type=click.UUID)
def platform_class_code(classroom: UUID) -> None:
    """Print the code that takes a class along, where its LMS is gone; for its teacher only."""
    from rers_school.commands.platforms import class_code

    click.echo(class_code(_settings(), classroom))


@platform.command("diagnose")
@click.argument("id", required=False)
@click.option("--check", is_flag=True, help="Also ask each LMS for its keys now.")
def platform_diagnose(id: str | None, check: bool) -> None:
    """Explain the launches that failed in the last 30 days, without personal data."""
    from rers_school.commands.platforms import diagnose

    for line in diagnose(_settings(), id, check=check):
        click.echo(line)


@platform.command("rotate-keys")
def platform_rotate_keys() -> None:
    """Sign with a new key from now on; the previous one stays published."""
    from rers_school.commands.platforms import rotate

    click.echo(rotate(_settings()))


@main.command("import-class")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--classroom", required=True, type=click.UUID, help="The id in the class's address.")
@click.option("--dry-run", is_flag=True, help="Only show what would be done.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def import_class(file: Path, classroom: UUID, dry_run: bool, yes: bool) -> None:
    """Enter a class from the spreadsheet as its teacher exports it."""
    from rers_school.commands.import_class import run

    sys.exit(run(_settings(), file, classroom, dry_run=dry_run, yes=yes))


@main.command()
@click.argument("file", type=click.Path(allow_dash=True))
def suggest(file: str) -> None:
    """Print the plan of exchanges for FILE.json (or - for standard input)."""
    import gc

    from rers_school.classroom.matching.json_io import run

    # One plan and the process ends: looking for garbage among all those cards is a third of it.
    gc.disable()
    sys.exit(run(file, sys.stdin, sys.stdout, sys.stderr))


for _command in data.COMMANDS:
    main.add_command(_command)
