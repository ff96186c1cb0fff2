"""The written rules on what is kept how long, read from the file that a data officer reads."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

KINDS = ("class", "memory", "person", "school")


@dataclass(frozen=True, slots=True)
class Rule:
    """What one table holds, how long it is kept (``days`` after a moment, or a kind), and why."""

    table: str
    what: str
    kept: str
    days: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Retention:
    """The rules as written.

    *Units*: ``ends`` is month and day; ``grace_days`` and ``in_use_days`` are days.
    """

    ends: tuple[int, int]
    grace_days: int
    in_use_days: int
    rules: dict[str, Rule]

    def days(self, table: str) -> timedelta:
        """Return how long rows of a table are kept that go by their age."""
        return timedelta(days=self.rules[table].days or 0)

    def goes_with_class(self, table: str) -> bool:
        """Tell whether the rows of a table go when a class is purged, or before."""
        rule = self.rules.get(table)
        # A table without a rule is refused by a test; meanwhile it goes rather than stays.
        return rule is None or rule.kept in ("class", "days")


@cache
def written() -> Retention:
    """Return the rules as they stand in ``retention.toml``."""
    return parse((files("rers_school") / "retention.toml").read_text(encoding="utf-8"))


def parse(text: str) -> Retention:
    """Return the rules of a file.

    *Errors*: `ValueError`, `KeyError` for a file that is none: the program does not start on it.
    """
    told = tomllib.loads(text)
    about = told["class_data"]
    ends = date.fromisoformat(f"2001-{about['ends']}")
    rules = {}
    for table, row in told["table"].items():
        told_kept: Any = row["kept"]
        by_age = isinstance(told_kept, dict)
        days = int(told_kept["days"]) if by_age else None
        kept = "days" if by_age else str(told_kept)
        if not by_age and kept not in KINDS:
            raise ValueError(f"{table}: kept must be one of {KINDS} or a number of days")
        rules[table] = Rule(table, row["what"], kept, days, row["why"])
    return Retention(
        (ends.month, ends.day), int(about["grace_days"]), int(about["in_use_days"]), rules
    )


def purge_day(school_year: int, rules: Retention, grace_days: int | None = None) -> date:
    """Return the day from which the data of a class of this school year are purged."""
    grace = rules.grace_days if grace_days is None else grace_days
    return date(school_year + 1, *rules.ends) + timedelta(days=grace)
