"""What an administrator can switch on, to see how a tool copes with other manners than Moodle's.

All are off at first: then this LMS behaves as the Moodle that was measured.
"""

import sqlite3
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Options:
    """The switches.

    *Units*: ``members_per_page`` counts people; 0 sends the whole list where nobody asks for less.
    """

    members_per_page: int = 0
    second_page_fails: int = 0
    platform_storage: int = 0


def read_options(store: sqlite3.Connection) -> Options:
    """Return the switches as they are now."""
    known = {field.name for field in fields(Options)}
    rows = store.execute("SELECT name, value FROM option")
    return Options(**{row["name"]: int(row["value"]) for row in rows if row["name"] in known})


def save_options(store: sqlite3.Connection, options: Options) -> None:
    """Keep the switches."""
    for field in fields(Options):
        store.execute(
            "INSERT INTO option (name, value) VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (field.name, getattr(options, field.name)),
        )
