"""How a class calls its people, and how it recognises them."""

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from functools import lru_cache
from typing import TypeVar
from uuid import UUID

from rers_school.classroom.rules.words import bare, fold

Id = TypeVar("Id", bound=Hashable)
PATTERNS = 8
KEY_MOST = 200
_JOINER = "\u200d"


def shown_names(people: Sequence[tuple[Id, str, str]]) -> dict[Id, str]:
    """Return for everybody the shortest name that tells them apart from all the others.

    First name and initial ("Malo L." for Malo Le Goff), more of the family name only where two
    share both ("Zoé Ba.", "Zoé Bé."), a number where they are called the same: the first of
    ``people`` keeps the plain name, so that a newcomer changes nothing already printed. Accents
    and capitals do not tell two people apart.

    *Shapes*: ``people`` are (id, given name, family name), in order of arrival.
    """
    whole = {one: (_squeezed(given), _squeezed(family)) for one, given, family in people}
    families: dict[str, dict[str, str]] = defaultdict(dict)
    for given, family in whole.values():
        families[_key(given)].setdefault(_key(family), family)
    taken: set[str] = set()
    last: dict[str, int] = {}
    shown: dict[Id, str] = {}
    for one, (given, family) in whole.items():
        others = [key for key in families[_key(given)] if key != _key(family)]
        # People called the same are numbered on the same form of their name.
        family = families[_key(given)][_key(family)]
        name = f"{given} {_shortened(family, others)}".strip() or "?"
        shown[one] = name
        while _key(shown[one]) in taken:
            last[name] = last.get(name, 1) + 1
            shown[one] = f"{name} {last[name]}"
        taken.add(_key(shown[one]))
    return shown


def _shortened(family: str, others: Iterable[str]) -> str:
    """Return the beginning of a family name that none of ``others`` (keys) begins with."""
    others = list(others)
    parts = graphemes(family)
    for size in range(1, len(parts)):
        beginning = "".join(parts[:size])
        key = _key(beginning)
        if parts[size - 1].isalnum() or not parts[size - 1].isascii():
            if size == 1:
                beginning = _capital(beginning)
            if not any(other.startswith(key) for other in others):
                return f"{beginning}."
    return family


def same_person_key(given: str, family: str) -> str:
    """Return the key by which somebody of the list is recognised at their first launch.

    Accents, capitals, hyphens and the order of the names do not count.
    """
    whole = f"{given} {family}"
    return " ".join(sorted((fold(whole) or bare(whole)).split()))[:KEY_MOST]


# Asked for everybody on every page, and always the same.
@lru_cache(maxsize=8192)
def badge(shown_name: str, id: UUID | str) -> tuple[str, int]:
    """Return the letter and the pattern (0 to 7) of somebody's badge, the same on every page."""
    letter = next((part for part in graphemes(shown_name) if part[0].isalnum()), "?")
    known_by = id.bytes if isinstance(id, UUID) else id.encode()
    return _capital(letter), hashlib.sha256(known_by).digest()[0] % PATTERNS


def graphemes(text: str) -> list[str]:
    """Return the characters of ``text`` as a reader counts them: accents and emoji stay whole."""
    parts: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        if parts and _continues(parts[-1], char):
            parts[-1] += char
        else:
            parts.append(char)
    return parts


def _continues(part: str, char: str) -> bool:
    if unicodedata.category(char)[0] == "M" or char == _JOINER or part[-1] == _JOINER:
        return True
    if "\U0001f3fb" <= char <= "\U0001f3ff":
        return True
    # Two regional letters are one flag.
    return len(part) == 1 and all("\U0001f1e6" <= one <= "\U0001f1ff" for one in (part, char))


def _capital(part: str) -> str:
    """Return a first letter as a capital, one letter wide: ß and ŉ have no capital of their own."""
    capital = part[0].upper()
    return f"{capital if len(capital) == 1 else part[0]}{part[1:]}"


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _key(text: str) -> str:
    return fold(text) or bare(text)
