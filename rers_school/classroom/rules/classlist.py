"""Reads a class list: pupils with their cards, from a spreadsheet's export or the paste box."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rers_school.classroom.errors import DomainError
from rers_school.classroom.rules.card_cells import BULLET, parts
from rers_school.classroom.rules.classlist_file import BYTES_MOST, Row, Table, decoded, table
from rers_school.classroom.rules.classlist_names import (
    WHOLE_NAMES,
    Column,
    columns_of,
    headings_in,
    in_capitals,
    split_name,
)
from rers_school.classroom.rules.names import same_person_key
from rers_school.classroom.rules.text import clean

__all__ = ["BYTES_MOST", "LINES_MOST", "ClassList", "Line", "Problem", "read"]

LINES_MOST = 500
NAME_MOST = 80
_DETAIL_MOST = 60
# A title and a few blank rows may stand above the headings.
_HEADINGS_WITHIN = 6
_WITHOUT_HEADINGS = (Column.GIVEN, Column.FAMILY, Column.OFFERS, Column.DEMANDS)

_LEFT_OUT = frozenset({"no_name", "no_given_name", "name_too_long", "card_too_long"})


@dataclass(frozen=True, slots=True)
class Line:
    """One pupil of the list, with the words of their cards.

    ``number``: the row as the spreadsheet's margin shows it (headings and blank rows counted; a
    cell of several lines is still one row).
    """

    number: int
    given: str
    family: str
    offers: tuple[str, ...] = ()
    demands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What the teacher should look at in a line: a code and the words it is about.

    ``same_person_twice`` holds the earlier row's number as ``detail``.
    """

    number: int
    code: str
    detail: str = ""

    @property
    def kind(self) -> Literal["left_out", "note"]:
        """Return whether something was left out of the list, or is only worth knowing."""
        return "left_out" if self.code in _LEFT_OUT else "note"


@dataclass(frozen=True, slots=True)
class ClassList:
    """What a file says, as far as it could be understood; ``separator`` "" for one column."""

    people: tuple[Line, ...]
    problems: tuple[Problem, ...]
    encoding: str
    separator: str


def read(data: bytes | str) -> ClassList:
    """Return the pupils and cards of a list, with everything that was not understood.

    Columns other than names and cards (birth dates, addresses) are never read. Somebody named
    twice stays in ``people`` twice, and is reported: only the teacher knows who they are.

    *Errors*: ``not_a_class_list`` (``kind``), ``class_list_too_large`` (``most``, ``got``,
    ``unit``) (422).
    """
    text, encoding = decoded(data)
    found = table(text)
    columns, rows, problems = _columns(found)
    if len(rows) > LINES_MOST:
        raise DomainError("class_list_too_large", most=LINES_MOST, got=len(rows), unit="lines")
    if found.unclosed is not None:
        problems.append(Problem(found.unclosed, "quotes_unclosed"))
    people: list[Line] = []
    first: dict[str, int] = {}
    for row in rows:
        line = _line(row, columns, problems)
        if line is None:
            continue
        key = same_person_key(line.given, line.family)
        if first.setdefault(key, line.number) != line.number:
            problems.append(Problem(line.number, "same_person_twice", str(first[key])))
        people.append(line)
    problems.sort(key=lambda problem: problem.number)
    return ClassList(tuple(people), tuple(problems), encoding, found.separator)


def _columns(found: Table) -> tuple[Sequence[Column], list[Row], list[Problem]]:
    """Return what the columns hold, the rows under the headings, and what is worth a note."""
    rows = [row for row in found.rows if not row.blank]
    for place, row in enumerate(rows[:_HEADINGS_WITHIN]):
        columns = columns_of(row.cells)
        # Below the first row one heading alone could be somebody's name.
        if columns is None or (place and headings_in(row.cells) < 2):
            continue
        above = [Problem(one.number, "above_headings", _said(one)) for one in rows[:place]]
        return columns, rows[place + 1 :], above + _ignored(row, columns)
    return _without_headings(rows, found)


def _ignored(headings: Row, columns: Sequence[Column]) -> list[Problem]:
    return [
        Problem(headings.number, "column_ignored", cell.strip()[:_DETAIL_MOST])
        for cell, column in zip(headings.cells, columns, strict=True)
        if column is Column.IGNORED and cell.strip()
    ]


def _without_headings(
    rows: list[Row], found: Table
) -> tuple[Sequence[Column], list[Row], list[Problem]]:
    width = max((len(row.cells) for row in rows), default=0)
    used = [any(_cell(row, at) for row in rows) for at in range(width)]
    numbered = width > 1 and all(_cell(row, 0).isdigit() for row in rows)
    if sum(used) - numbered <= 1:
        held = [
            Column.WHOLE if used[at] and not (numbered and at == 0) else Column.IGNORED
            for at in range(width)
        ]
        return held, rows, []
    held = [Column.IGNORED] * numbered + list(_WITHOUT_HEADINGS)
    notes: list[Problem] = []
    given, family = numbered, numbered + 1
    shouted = sum(in_capitals(_cell(row, given)) - in_capitals(_cell(row, family)) for row in rows)
    if shouted > 0 or (shouted == 0 and found.spaced and found.separator == ","):
        held[given], held[family] = Column.FAMILY, Column.GIVEN
    if shouted == 0:
        notes.append(Problem(rows[0].number, "order_guessed", _said(rows[0])))
    notes += [
        Problem(rows[0].number, "column_ignored", str(at + 1))
        for at in range(len(held), width)
        if used[at]
    ]
    return held, rows, notes


def _line(row: Row, columns: Sequence[Column], problems: list[Problem]) -> Line | None:
    """Return the pupil of a row; ``problems`` grows by what could not be taken."""
    cells = [(column, row.cells[at]) for at, column in enumerate(columns) if at < len(row.cells)]
    if not any(cell.strip() for column, cell in cells if column is not Column.IGNORED):
        return None
    given, family = _name(cells)
    try:
        given, family = clean(given, most=NAME_MOST), clean(family, most=NAME_MOST)
    except DomainError:
        problems.append(Problem(row.number, "name_too_long", _short(f"{given} {family}")))
        return None
    if not _has_letters(given):
        code = "no_given_name" if _has_letters(family) else "no_name"
        problems.append(Problem(row.number, code, _said(row)))
        return None
    offers, demands = (
        tuple(
            card
            for column, cell in cells
            if column is kind
            for card in _cards(row.number, cell, problems)
        )
        for kind in (Column.OFFERS, Column.DEMANDS)
    )
    return Line(row.number, given, family, offers, demands)


def _name(cells: Iterable[tuple[Column, str]]) -> tuple[str, str]:
    given = family = ""
    for column, cell in cells:
        text = " ".join(cell.split())
        if column in WHOLE_NAMES:
            given, family = split_name(BULLET.sub("", text, count=1), column)
        elif column is Column.GIVEN:
            given = text
        elif column is Column.FAMILY:
            family = text
    return given, family


def _cards(number: int, cell: str, problems: list[Problem]) -> Iterator[str]:
    for part in parts(cell):
        if part.problem:
            problems.append(Problem(number, part.problem, _short(part.words)))
        else:
            yield part.words


def _has_letters(text: str) -> bool:
    return any(char.isalpha() for char in text)


def _cell(row: Row, at: int) -> str:
    return row.cells[at].strip() if at < len(row.cells) else ""


def _said(row: Row) -> str:
    return _short(" ".join(cell.strip() for cell in row.cells if cell.strip()))


def _short(text: str) -> str:
    """Return the beginning of a text to show in a message, without what cannot be shown."""
    return clean(text.strip()[:_DETAIL_MOST], most=_DETAIL_MOST)
