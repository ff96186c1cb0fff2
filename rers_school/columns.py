"""The types of columns that every table shares, the same on both databases."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Dialect, String, Uuid
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime on every database; SQLite would give a naive one back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def plain_order(length: int) -> String:
    """Return a text column that every database sorts by code points, whatever its collation.

    For folded keys: ranges over them ("all words that begin with …") are the same everywhere.
    """
    return String(length).with_variant(String(length, collation="C"), "postgresql")


# Some megabytes; a class after a year has some ten thousand rows.
_known_id = lru_cache(maxsize=32768)(UUID)


class Id(Uuid[UUID]):
    """An id; where the database keeps it as text, each is made of it once and then known.

    A page reads thousands of ids, of the same people and exchanges each time: making them took a
    tenth of it.
    """

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Return what makes an id of the database's value, if anything has to be made."""
        made: Any = super().result_processor(dialect, coltype)  # type: ignore[no-untyped-call]  # has no types
        if made is None:
            return None
        return lambda value: None if value is None else _known_id(value)
