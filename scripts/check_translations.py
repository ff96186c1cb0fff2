"""Fails when the French catalogue does not say every word of the interface, in French.

    python scripts/check_translations.py

It collects the words afresh, so that a catalogue which was not brought up to date is noticed too.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("rers_school", "translations", "fr", "LC_MESSAGES", "messages.po")
KEYWORDS = ("lazy_gettext", "lazy_ngettext:1,2", "lazy_pgettext:1c,2", "_l")

_PLACEHOLDER = re.compile(r"%(?:\((\w+)\)\w|%)")
_LIKE_PLACEHOLDER = re.compile(r"%\(\w+\)(?!\w)|%(?![(%])")
# French may say "one" instead of showing the number.
_NUMBER = "num"

Key = tuple[str | None, str]


def words_of(root: Path) -> Catalog:
    """Return the messages that the program under ``root`` shows today."""
    with (root / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = Catalog(locale="fr")
    keywords = {**DEFAULT_KEYWORDS, **parse_keywords(KEYWORDS)}
    for name, line, message, comments, context in extract_from_dir(
        root,
        methods,
        options,
        keywords,
        directory_filter=lambda folder: not Path(folder).name.startswith((".", "_")),
    ):
        found.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    return found


def problems(words: Catalog, french: Catalog) -> list[str]:
    """Return a line for each message that is missing, empty, unsure, different or out of use."""
    return [
        *_problems_of_words(words, french),
        *(f"no longer used: {_show(message)}" for message in _leftovers(words, french)),
    ]


def _problems_of_words(words: Catalog, french: Catalog) -> Iterator[str]:
    for message in _messages(words):
        said = french.get(message.id, message.context)
        place = ":".join(str(part) for part in message.locations[0])
        if said is None:
            yield f"{place}: not in the catalogue: {_show(message)}"
        elif said.fuzzy:
            yield f"{place}: marked fuzzy, to be read again: {_show(message)}"
        elif not all(text.strip() for text in _texts(said.string)):
            yield f"{place}: no French yet: {_show(message)}"
        elif len(_texts(said.string)) != len(_texts(message.string)):
            yield f"{place}: singular and plural do not match: {_show(message)}"
        elif not _same_placeholders(said):
            yield f"{place}: other placeholders than in English: {_show(message)}"


def _leftovers(words: Catalog, french: Catalog) -> Iterator[Message]:
    used = {_key(message) for message in _messages(words)}
    yield from (message for message in _messages(french) if _key(message) not in used)
    yield from french.obsolete.values()


def _same_placeholders(message: Message) -> bool:
    english = _placeholders(_texts(message.id))
    needed = english - {_NUMBER} if message.pluralizable else english
    formatted = bool(english)
    return all(
        needed <= _placeholders([text]) <= english
        and not (formatted and _LIKE_PLACEHOLDER.search(_PLACEHOLDER.sub("", text)))
        for text in _texts(message.string)
    )


def _placeholders(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for name in _PLACEHOLDER.findall(text) if name}


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _texts(value: str | Iterable[str] | None) -> list[str]:
    return [value or ""] if isinstance(value, str | None) else list(value)


def _key(message: Message) -> Key:
    return message.context, _texts(message.id)[0]


def _show(message: Message) -> str:
    return repr(cast(str, _texts(message.id)[0]))


def main() -> int:
    """Print what the catalogue lacks and return the exit status."""
    words = words_of(ROOT)
    path = ROOT / CATALOGUE
    if path.exists():
        with path.open("rb") as file:
            french = read_po(file, locale="fr", abort_invalid=True)
    else:
        french = Catalog(locale="fr")
    found = problems(words, french)
    for line in found:
        print(line)
    print(f"French: {len(words)} messages, {len(found)} problems.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
