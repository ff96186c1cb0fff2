"""From the bytes of a class list to its rows: encoding, separator, quoted cells."""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass

from rers_school.classroom.errors import DomainError
from rers_school.classroom.rules.classlist_names import headings_in

BYTES_MOST = 1024 * 1024
SEPARATORS = ("\t", ";", ",")
# Not in any text that got this far: a list of one column has nothing to be cut at.
_NO_SEPARATOR = "\x1f"

_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\x1f\x8b", "zip"),
)
_OLD_ENCODINGS = (
    ("cp1252", "windows-1252"),
    ("mac_roman", "macintosh"),
    ("cp850", "ibm850"),
)
_USUAL = frozenset("éèêëàâäîïôöùûüçñœíóá")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the spreadsheet; ``number`` as its margin shows it, blank rows counted."""

    number: int
    cells: tuple[str, ...]

    @property
    def blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a list.

    ``unclosed``: the row with an opening quotation mark that nothing closes, if there is one.
    ``spaced``: a space follows the first separator on every line, as in "Bérénger, Zoé".
    """

    rows: tuple[Row, ...]
    separator: str
    unclosed: int | None = None
    spaced: bool = False


def decoded(data: bytes | str) -> tuple[str, str]:
    """Return the text of a file (or of the paste box) and the name of its encoding.

    *Errors*: ``not_a_class_list`` (``kind``: xlsx, ods, pdf, …), ``class_list_too_large`` (422).
    """
    size = len(data.encode("utf-8", "surrogatepass")) if isinstance(data, str) else len(data)
    if size > BYTES_MOST:
        raise DomainError("class_list_too_large", most=BYTES_MOST, got=size, unit="bytes")
    if isinstance(data, str):
        text, encoding = data, "text"
    else:
        kind = _kind_of_file(data)
        if kind:
            raise DomainError("not_a_class_list", kind=kind)
        text, encoding = _read(data)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    strange = sum(unicodedata.category(char) == "Cc" and char not in "\t\n\v\f" for char in text)
    if "\0" in text or strange * 100 > len(text):
        raise DomainError("not_a_class_list", kind="binary")
    return text.replace(_NO_SEPARATOR, ""), encoding


def _kind_of_file(data: bytes) -> str:
    if data.startswith(b"PK\x03\x04"):
        if b"opendocument.spreadsheet" in data[:200]:
            return "ods"
        return "xlsx" if b"xl/" in data else "docx" if b"word/" in data else "zip"
    if data.lstrip()[:14].lower().startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        return "html"
    return next((kind for start, kind in _SIGNATURES if data.startswith(start)), "")


def _read(data: bytes) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), "utf-16"
        except UnicodeDecodeError:
            raise DomainError("not_a_class_list", kind="binary") from None
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        # Spreadsheets still write these three; the right one gives the letters of real names.
        texts = [(data.decode(codec, "replace"), name) for codec, name in _OLD_ENCODINGS]
        return max(texts, key=lambda found: sum(char in _USUAL for char in found[0]))


def table(text: str) -> Table:
    """Return the rows of a list, cut at its own separator; a quoted cell may hold line ends.

    Numbers are those of the spreadsheet: a row whose cell holds several lines counts once.
    """
    said = re.match(r'"?sep=(.)"?\n', text, re.IGNORECASE)
    if said:
        text = text[said.end() :]
    separator = said[1] if said and said[1] in SEPARATORS else _separator(text)
    lines = [line for line in text.split("\n") if line.strip()]
    spaced = bool(separator) and all(f"{separator} " in line for line in lines)
    try:
        reader = csv.reader(
            io.StringIO(text, newline=""),
            delimiter=separator or _NO_SEPARATOR,
            skipinitialspace=True,
            strict=True,
        )
        rows = tuple(Row(number, tuple(cells)) for number, cells in enumerate(reader, start=1))
        return Table(rows, separator, spaced=spaced)
    except csv.Error:
        return _table_without_quotes(text, separator, spaced)


def _table_without_quotes(text: str, separator: str, spaced: bool) -> Table:
    """Return the rows of a list whose quotation marks do not match: every line is a row."""
    rows, unclosed = [], None
    for number, line in enumerate(text.split("\n"), start=1):
        if unclosed is None and line.count('"') % 2:
            unclosed = number
        cells = line.split(separator) if separator else [line]
        rows.append(Row(number, tuple(cell.strip().strip('"') for cell in cells)))
    return Table(tuple(rows), separator, unclosed, spaced)


def _separator(text: str) -> str:
    """Return the separator that cuts the first line into headings, or that most lines have."""
    outside = re.sub(r'"(?:[^"]|"")*"', "_", text)
    lines = [line for line in outside.split("\n") if line.strip()]
    if not lines:
        return ""
    first = next(line for line in text.split("\n") if line.strip())
    headed = max(SEPARATORS, key=lambda one: headings_in(first.split(one)))
    if headings_in(first.split(headed)) > 1:
        return headed
    often = max(SEPARATORS, key=lambda one: sum(one in line for line in lines))
    return often if sum(often in line for line in lines) * 2 >= len(lines) else ""
