"""Several cards written in one field: taken apart, and what does not become a card is said."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from rers_school.classroom.errors import DomainError
from rers_school.classroom.rules.text import clean, fold
from rers_school.classroom.rules.words import listed

CARD_MOST = 120
BETWEEN = "|"
BULLET = re.compile(r"\s*(?:[-–—•·*]\s+|\d{1,3}\s*[.)°]\s+)(?=\S)")

_BETWEEN_CARDS = re.compile("[|\n\v\u2028\u2029]")
_NOT_CARDS = listed(
    "je ne sais pas/je sais pas/je ne sais rien/je sais rien/ne sait pas/sait pas/jsp/rien/"
    "rien du tout/aucun/aucune/aucune idee/pas d idee/je n ai pas d idee/neant/non/vide/"
    "pas encore/i don t know/i dont know/don t know/dont know/idk/no idea/nothing/none/no/"
    "not yet/n a/na/x/xx/xxx",
    "/",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A card of a field; with a ``problem`` its words as they were written.

    *Shapes*: ``problem`` is nothing, ``card_too_long`` or ``not_a_card``.
    """

    words: str
    problem: str = ""


def parts(field: str) -> Iterator[Part]:
    """Yield the cards of a field, which stand between bars or on lines of their own."""
    for piece in _BETWEEN_CARDS.split(field):
        bullet = BULLET.match(piece)
        text = piece[bullet.end() :] if bullet else piece
        try:
            words = clean(text, most=CARD_MOST)
        except DomainError:
            yield Part(text, "card_too_long")
            continue
        if words:
            yield Part(words, "" if _is_card(words) else "not_a_card")


def _is_card(words: str) -> bool:
    if fold(words) in _NOT_CARDS or ("@" in words and " " not in words):
        return False
    return any(unicodedata.category(char)[0] == "L" or _pictures(char) for char in words)


def _pictures(char: str) -> bool:
    return unicodedata.category(char) == "So"
