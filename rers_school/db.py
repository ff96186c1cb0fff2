"""The database: engine, sessions, the class scope, and the types every table shares."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import (
    Engine,
    ForeignKey,
    ForeignKeyConstraint,
    MetaData,
    UniqueConstraint,
    create_engine,
    event,
    text,
)
from sqlalchemy.orm import (
    DeclarativeBase,
    LoaderCriteriaOption,
    Mapped,
    ORMExecuteState,
    Session,
    declared_attr,
    mapped_column,
    with_loader_criteria,
)

from rers_school import clock
from rers_school.columns import Id
from rers_school.columns import UtcDateTime as UtcDateTime
from rers_school.columns import plain_order as plain_order

_NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

_WRITES = "rers_writes"
_SCOPE = ("classroom_id", "only_the_class", "unscoped")


class Base(DeclarativeBase):
    """The base of every mapped class; constraints are named, so that migrations can name them."""

    metadata = MetaData(naming_convention=_NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime, UUID: Id}


class HasId:
    """A row with an unguessable id of its own, fit for an address."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class ClassScoped(HasId):
    """A row that belongs to one class; other tables point at ``(classroom_id, id)``."""

    @declared_attr
    def classroom_id(cls) -> Mapped[UUID]:
        return mapped_column(ForeignKey("classroom.id", ondelete="CASCADE"), index=True)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return scoped_table_args()


def scoped_table_args(*more: Any) -> tuple[Any, ...]:
    """Return the table arguments of a class-scoped table: its composite key, then ``more``."""
    return (UniqueConstraint("classroom_id", "id"), *more)


def points_at(column: str, table: str, *, owner: bool = True) -> ForeignKeyConstraint:
    """Return the composite key by which the database refuses a link across classes.

    A row goes with its ``owner``; whoever only wrote or made it must not take it along.
    """
    return ForeignKeyConstraint(
        ["classroom_id", column],
        [f"{table}.classroom_id", f"{table}.id"],
        ondelete="CASCADE" if owner else None,
    )


def make_engine(url: str, *, busy_seconds: float = 5.0, **options: Any) -> Engine:
    """Return an engine for SQLite (embedded) or PostgreSQL (many app processes)."""
    if url.startswith("sqlite"):
        connect = {"timeout": busy_seconds, "check_same_thread": False}
        engine = create_engine(url, connect_args=connect, **options)
        _tame_sqlite(engine, busy_seconds)
        return engine
    return create_engine(url, pool_pre_ping=True, **options)


def _tame_sqlite(engine: Engine, busy_seconds: float) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(dbapi_connection: Any, _record: Any) -> None:
        # The driver must not begin transactions by itself: see _on_begin.
        dbapi_connection.isolation_level = None
        cursor = dbapi_connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={int(busy_seconds * 1000)}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Any) -> None:
        # A transaction that reads first and writes later is refused at once when another one
        # wrote in between, whatever the timeout: writers take their lock at the beginning.
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def study(engine: Engine) -> None:
    """Let SQLite look at its tables, so that it takes the index that leads to few rows.

    Without, it takes the one on the class, to which every row of the year leads. PostgreSQL looks
    by itself. Some hundred rows of each index are looked at: tenths of a second.
    """
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA analysis_limit=400")
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


class ScopeMissing(RuntimeError):
    """A query touched a class's rows without saying for which class."""


def open_session(engine: Engine, *, writes: bool = False) -> Session:
    """Return a new session; with ``writes`` its transaction begins with the write lock."""
    session = Session(engine, expire_on_commit=False, autoflush=True)
    if writes:
        begin_writing(session)
    return session


def begin_writing(session: Session) -> None:
    """Begin a transaction with the write lock, in a session that is in none."""
    session.connection(execution_options={_WRITES: True})


def scope_to(session: Session, classroom_id: UUID) -> None:
    """Confine every query of ``session`` to one class, whatever the query forgot."""
    session.info["classroom_id"] = classroom_id
    session.info["only_the_class"] = _only(classroom_id)


@contextmanager
def in_class(session: Session, classroom_id: UUID, reason: str) -> Iterator[None]:
    """Confine queries to another class inside the block; ``reason`` is for the reader of the code.

    What was made before the block is written first, so that no row is looked for in vain.
    """
    if not reason:
        raise ValueError("say why this query is about another class")
    session.flush()
    before = {name: session.info.get(name) for name in _SCOPE}
    session.info["unscoped"] = None
    scope_to(session, classroom_id)
    try:
        yield
        session.flush()
    finally:
        session.info.update(before)


@contextmanager
def unscoped(session: Session, reason: str) -> Iterator[None]:
    """Let queries cross classes inside the block; ``reason`` is for the reader of the code."""
    if not reason:
        raise ValueError("say why this query crosses classes")
    before = session.info.get("unscoped")
    session.info["unscoped"] = reason
    try:
        yield
    finally:
        session.info["unscoped"] = before


@event.listens_for(Session, "do_orm_execute")
def _keep_to_the_class(state: ORMExecuteState) -> None:
    """Add the class to every statement on class-scoped rows: the second line of defence."""
    if state.session.info.get("unscoped") or state.is_column_load:
        return
    only = state.session.info.get("only_the_class")
    # Where the class is said, its criteria go along with every question and touch the rows of
    # classes only: to look first whose rows are asked for would cost more.
    if only is None or not (state.is_orm_statement and state.is_select):
        if not any(issubclass(mapper.class_, ClassScoped) for mapper in state.all_mappers):
            return
        if only is None:
            raise ScopeMissing("say scope_to(session, classroom_id), or unscoped(session, reason)")
    if state.is_relationship_load:
        return
    state.statement = state.statement.options(only)


def _only(classroom_id: UUID) -> LoaderCriteriaOption:
    """Return what confines a statement to one class: made once for a session, not for each."""
    return with_loader_criteria(
        ClassScoped,
        lambda cls: cls.classroom_id == classroom_id,
        include_aliases=True,
        propagate_to_loaders=False,
    )


def lock_classroom(session: Session, classroom_id: UUID) -> None:
    """Wait until no other request writes in this class.

    On SQLite the transaction holds the lock already (`open_session(writes=True)`).
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            text("SELECT 1 FROM classroom WHERE id = :id FOR UPDATE"), {"id": classroom_id}
        )


def lock_classrooms(session: Session, classroom_ids: Iterable[UUID]) -> None:
    """Wait until no other request writes in any of these classes.

    Always in the same order, so that two requests never wait for each other: a view that needs
    several classes says ``@allow(…, across=True)`` and holds none before.
    """
    for classroom_id in sorted(set(classroom_ids)):
        lock_classroom(session, classroom_id)


def lock_network(session: Session, network_id: UUID) -> None:
    """Wait until no other request changes this network; taken after the lock of a class."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            text("SELECT 1 FROM school_network WHERE id = :id FOR UPDATE"), {"id": network_id}
        )


def is_ready(engine: Engine) -> bool:
    """Tell whether the database answers and its schema is the newest one."""
    from rers_school.migrations.runner import is_current

    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        return is_current(connection)


def create_all(engine: Engine) -> None:
    """Create every table without migrations (tests of the domain)."""
    import rers_school.classroom.models
    import rers_school.jobs.models
    import rers_school.lti.models  # noqa: F401  registers its tables

    Base.metadata.create_all(engine)
