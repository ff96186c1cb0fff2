"""Texts as people type them: cleaned to be kept, folded to be found."""

import unicodedata

from rers_school.classroom.errors import DomainError
from rers_school.classroom.rules.likeness import likely_twins, looks_alike, one_slip
from rers_school.classroom.rules.words import STOP, bare, fold, savoir_key, stem

__all__ = ["clean", "clean_field", "fold", "likely_twins", "looks_alike", "matches", "savoir_key"]

_LINE_ENDS = dict.fromkeys(map(ord, "\r\n\v\f\x85\u2028\u2029"), "\n")
# Letters and symbols that show nothing: a text of them alone looks empty to everybody.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f")


def clean(text: str, *, most: int, lines: bool = False, required: bool = False) -> str:
    """Return ``text`` in a form that every database and page accepts, otherwise as typed.

    Emoji, markup and right-to-left marks stay. Without ``lines``, line ends become spaces.

    *Units*: ``most`` counts characters (Unicode code points, composed).
    *Errors*: ``too_long`` (``most``, ``got``), ``empty`` when ``required`` (422).
    """
    plain = text.replace("\r\n", "\n").translate(_LINE_ENDS)
    if not lines:
        plain = plain.replace("\n", " ")
    plain = "".join(_kept(char) for char in plain).strip()
    # Composing shortens a text at most fourfold, and is slow on endless heaps of accents.
    if len(plain) > 4 * most:
        raise DomainError("too_long", most=most, got=len(plain))
    plain = unicodedata.normalize("NFC", plain).strip()
    if not any(map(_shows, plain)):
        plain = ""
    if required and not plain:
        raise DomainError("empty")
    if len(plain) > most:
        raise DomainError("too_long", most=most, got=len(plain))
    return plain


def clean_field(
    text: str, field: str, *, most: int, lines: bool = False, required: bool = False
) -> str:
    """Return `clean` of one field of a form; a refusal says which ``field``.

    *Errors*: those of `clean`, with ``field`` (422).
    """
    try:
        return clean(text, most=most, lines=lines, required=required)
    except DomainError as error:
        raise DomainError(error.code, **{**error.details, "field": field}) from None


def _kept(char: str) -> str:
    if char == "\n":
        return char
    if char == "\t":
        return " "
    # Lone surrogates, control characters and the two "not a character" codes of every plane.
    refused = unicodedata.category(char) in ("Cc", "Cs") or ord(char) & 0xFFFE == 0xFFFE
    return "" if refused else char


def _shows(char: str) -> bool:
    kind = unicodedata.category(char)
    # Letters newer than this Python, and private ones, count as shown.
    if kind in ("Cn", "Co"):
        return True
    return kind[0] not in "CZM" and char not in _BLANK_LETTERS


def matches(query: str, text: str) -> bool:
    """Tell whether ``text`` answers a search.

    Forgiven: accents, plurals, articles, one slip in a word of four letters or more, a last word
    that is still being typed, and a space too many or too few. No query finds everything.
    """
    words = fold(text).split()
    wanted = fold(query).split()
    if not wanted:
        return bare(query) in bare(text)
    telling = [word for word in wanted if word not in STOP] or wanted
    if all(_answers(word, words, last=word is wanted[-1]) for word in telling):
        return True
    joined = "".join(wanted)
    return len(joined) >= 4 and any(
        "".join(words[start:]).startswith(joined) for start in range(len(words))
    )


def _answers(wanted: str, words: list[str], *, last: bool) -> bool:
    if last and any(word.startswith(wanted) for word in words):
        return True
    if any(stem(wanted) == stem(word) for word in words):
        return True
    if len(wanted) < 4:
        return False
    if any(one_slip(wanted, word) or one_slip(stem(wanted), stem(word)) for word in words):
        return True
    # Still typing, and a slip already: the beginning of the word is what there is to compare.
    return last and any(
        one_slip(wanted, word[:size])
        for word in words
        for size in (len(wanted) - 1, len(wanted), len(wanted) + 1)
        if 4 <= size < len(word)
    )
