"""Somebody's name, taken out of what others wrote."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from rers_school.classroom.rules.words import fold, listed

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f][^\W_]*)*")
# What may stand between the parts of one name: a space, a hyphen, an apostrophe.
_JOINS = re.compile(r"[ \u00a0\u202f\-‐‑'’]{1,2}")
_ENDS_SENTENCE = re.compile(r"(?:^|[.!?…:;\n«»“”\"(])\s*[-–—*•]?\s*$")

#: Names that are words as well: they count as a name only where they cannot be the word.
ORDINARY = listed(
    "rose pierre violette clement olive marin prudence constance victoire aurore marguerite "
    "melodie harmonie ange felicite fleur perle iris cerise prune capucine colombe desire parfait "
    "modeste aime juste noel avril mai madeleine charlotte jade ambre celeste blanche claire sol "
    "petit grand blanc noir roux brun leger gros jeune vieux roi roy prince boulanger marchand "
    "meunier berger fontaine riviere moulin dupont pont dubois bois fleury legrand lebrun leblanc "
    "besson marin fournier barbier carpentier charpentier chevalier lefevre tisserand pelletier "
    "poisson mouton renard loiseau oiseau rossignol lion gentil bon beau joly joli fort martin "
    "rey colin gilles costa ali may will mark grace hope faith joy lily daisy ivy june april "
    "summer autumn jack bill rich art frank dawn robin violet ruby amber pearl heather hazel "
    "jasmine basil miles chase hunter mason carter cooper sky max smith baker cook hill wood "
    "woods green brown white black young king bell fox day rice bishop page stone price long"
)

_PARTICLES = listed("le la les l du de des d el al ben van von da di")


class Named(NamedTuple):
    """How somebody is called: first name, family name, and as the class calls them."""

    given: str
    family: str
    shown: str


class _Word(NamedTuple):
    start: int
    end: int
    folded: str
    capital: bool


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to call somebody; ``wary``: it may be an ordinary word; ``short``: an initial."""

    words: tuple[str, ...]
    wary: bool = False
    short: bool = False
    kept: bool = False


class Forgetting:
    """Takes the name of one person out of texts; the same names of others stay."""

    def __init__(self, one: Named, others: Sequence[Named], instead: str) -> None:
        self._instead = instead
        forms = [*_forms(one, others), *_kept(one, others)]
        self._forms = sorted(forms, key=lambda form: (-len(form.words), not form.kept))

    def in_text(self, text: str) -> str:
        """Return ``text`` with the words for "someone who has left" where the name stood.

        Accents and capitals do not count, but where the name is an ordinary word as well (Rose,
        Petit) or very short: there only a capital inside a sentence is taken for the name.
        """
        words = _words_of(text)
        parts, last, at = [], 0, 0
        while at < len(words):
            form = next((one for one in self._forms if self._stands(one, text, words, at)), None)
            if form is None:
                at += 1
                continue
            end = at + len(form.words)
            if not form.kept:
                parts += [text[last : words[at].start], self._instead]
                last = words[end - 1].end
                if form.short and text[last : last + 1] == ".":
                    last += 1
            at = end
        return "".join([*parts, text[last:]])

    def in_value(self, value: Any) -> Any:
        """Return plain data with the name taken out of every text in it."""
        if isinstance(value, str):
            return self.in_text(value)
        if isinstance(value, list):
            return [self.in_value(one) for one in value]
        if isinstance(value, dict):
            return {key: self.in_value(one) for key, one in value.items()}
        return value

    def _stands(self, form: _Form, text: str, words: list[_Word], at: int) -> bool:
        found = words[at : at + len(form.words)]
        if tuple(one.folded for one in found) != form.words:
            return False
        joined = itertools.pairwise(found)
        if not all(_JOINS.fullmatch(text[one.end : two.start]) for one, two in joined):
            return False
        if form.short:
            # "Zoé a dit" is not "Zoé A.".
            return found[-1].capital or text[found[-1].end : found[-1].end + 1] == "."
        if form.wary:
            return all(one.capital for one in found) and not _ENDS_SENTENCE.search(
                text[: found[0].start]
            )
        return True


def _words_of(text: str) -> list[_Word]:
    return [
        _Word(found.start(), found.end(), fold(found.group()), found.group()[0].isupper())
        for found in _WORD.finditer(text)
    ]


def _forms(one: Named, others: Sequence[Named]) -> list[_Form]:
    given, family, shown = _split(one.given), _split(one.family), _split(one.shown)
    found = []
    if given and family:
        found += [_Form(given + family), _Form(family + given)]
    if len(shown) > 1 and shown not in [form.words for form in found] and shown != given:
        found.append(_Form(shown, short=one.shown.rstrip().endswith(".")))
    if given and given not in [_split(other.given) for other in others]:
        found.append(_Form(given, wary=_is_wary(given)))
    if family and family not in [_split(other.family) for other in others]:
        found.append(_Form(family, wary=_is_wary(family)))
    return found


def _kept(one: Named, others: Sequence[Named]) -> list[_Form]:
    """Return longer names of others in which a name of ``one`` may stand: Jean in Jean-Louis."""
    own = {*_split(one.given), *_split(one.family)}
    found = []
    for other in others:
        given, family = _split(other.given), _split(other.family)
        for words in {given, family, given + family, family + given, _split(other.shown)}:
            if len(words) > 1 and own.intersection(words):
                short = words == _split(other.shown) and other.shown.rstrip().endswith(".")
                found.append(_Form(words, short=short, kept=True))
    return found


def _split(name: str) -> tuple[str, ...]:
    return tuple(fold(name).split())


def _is_wary(words: tuple[str, ...]) -> bool:
    if len(words) == 1 and len(words[0]) <= 2:
        return True
    return all(word in ORDINARY or word in _PARTICLES for word in words)
