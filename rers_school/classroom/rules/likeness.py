"""How much two names of savoirs resemble each other: what the tidy-up may propose to the teacher.

Nothing is ever merged by this: it only chooses which pairs of headings are worth a look.
"""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rers_school.classroom.rules.words import (
    KEY_MOST,
    STOP,
    bare,
    fold,
    listed,
    main_words,
    savoir_key,
    stem,
)

LIKELY = 0.6

# Verbs that say little about what is learned: two of one line may stand for each other.
_KINDRED_VERBS = (
    listed("faire cuisiner preparer fabriquer realiser creer construire do make cook build"),
    listed("faire jouer danser pratiquer do play dance"),
)
_ANY_VERB = listed(
    "comprendre connaitre maitriser decouvrir etudier reviser utiliser understand study use"
)
_PALE = _ANY_VERB.union(*_KINDRED_VERBS)
_VERBS = _PALE | listed(
    "lire ecrire dire coudre prendre peindre conduire reconnaitre suivre resoudre traduire voir "
    "plier skier trier copier colorier speak read write draw sing ride fix repair swim count tell"
)
# Ways to say the same thing that no spelling shows; the first of a line stands for the others.
_KINDRED = {
    tuple(map(stem, other.split())): tuple(map(stem, first.split()))
    for first, *others in (
        line.split("/")
        for line in (
            "pneu/chambre air/crevaison/roue crevee",
            "calcul mental/calculer tete/calculer mentalement/compter tete",
            "poeme/poesie",
            "foot/football/soccer",
            "basket/basketball/basket ball",
            "hand/handball/hand ball",
            "ping pong/pingpong/tennis table",
            "math/mathematique",
            "velo/bicyclette/vtt/bike",
            "ordinateur/ordi/computer",
            "programmation/programmer/coder",
            "natation/nager/nage",
            "couture/coudre",
            "cuisine/cuisiner",
            "lecture/lire",
            "ecriture/ecrire",
            "peinture/peindre",
            "equitation/monter cheval/faire cheval",
            "jardinage/faire pousser",
            "photo/photographie/photographier",
            "chanson/chant/chanter",
            "langue signe/lsf",
        )
    )
    for other in others
}
_ENDINGS = re.compile("(?:ation|aison|erie|ment|euse|eur|age|ure|que|er|ie|ir|e)$")
_NUMBERS = listed(
    "deux trois quatre cinq six sept huit neuf dix two three four five seven eight nine ten"
)
_ARTICLES = STOP - {"a", "en", "et"}


@dataclass(frozen=True, slots=True)
class _Name:
    """A name taken apart. ``verb`` is the one it begins with; ``things`` what it is about."""

    key: str
    verb: str
    things: tuple[str, ...]
    roots: tuple[str, ...]
    numbers: frozenset[str]

    @property
    def verb_weight(self) -> float:
        return 0.0 if not self.verb else 0.15 if self.verb in _PALE else 0.35


def looks_alike(one: str, other: str) -> float:
    """Return how likely two names mean the same savoir, from 0 to 1, whichever comes first."""
    return _alike(_parts(one), _parts(other))


@lru_cache(maxsize=8192)
def meeting_key(name: str) -> str:
    """Return the key by which savoirs of different classes meet: what is done, and with what.

    Verbs that say little are left out ("faire des crêpes" meets "des crêpes"), as are articles and
    plurals; words for the same thing become one. In a class the teacher tidies up; nobody does
    between classes.
    """
    parts = _parts(name)
    verb = () if not parts.verb or parts.verb in _PALE else (parts.verb,)
    return " ".join((*verb, *parts.things))[:KEY_MOST].rstrip() or savoir_key(name)


def likely_twins(names: Sequence[str]) -> list[tuple[str, str, float]]:
    """Return the pairs of names worth proposing to the teacher, the likeliest first."""
    distinct = [(name, _parts(name)) for name in dict.fromkeys(names)]
    found = [
        (one, other, alike)
        for place, (one, first) in enumerate(distinct)
        for other, second in distinct[place + 1 :]
        if (alike := _alike(first, second)) >= LIKELY
    ]
    return sorted(found, key=lambda pair: (-pair[2], fold(pair[0]), fold(pair[1]), pair[:2]))


def one_slip(one: str, other: str) -> bool:
    """Tell whether two words are one slip apart: a letter more, less, other, or two swapped."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((i for i, char in enumerate(short) if char != long[i]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return swapped or short[at + 1 :] == long[at + 1 :]


def _alike(one: _Name, other: _Name) -> float:
    if not one.key or not other.key:
        return 0.0
    if one.key == other.key:
        return 1.0
    pairs = _shared(one, other)
    heard = _verbs_alike(one.verb, other.verb)
    total = len(one.things) + len(other.things) + one.verb_weight + other.verb_weight
    shared = 2.0 * sum(alike for _, _, alike in pairs)
    if one.verb and other.verb and (one.verb == other.verb or _root(one.verb) == _root(other.verb)):
        shared += one.verb_weight + other.verb_weight
    alike = shared / total if total else 0.0
    if pairs and len(pairs) == min(len(one.things), len(other.things)):
        # All that one of them is about is in the other: "la magie", "un tour de magie".
        alike += (1 - alike) * 0.35
    if [j for _, j, _ in pairs] != sorted(j for _, j, _ in pairs):
        alike *= 0.9
    if one.numbers == other.numbers:
        alike = max(alike, _spelled_alike(one, other))
    else:
        alike *= 0.5
    return round(min(1.0, alike if heard else alike * 0.6), 3)


def _shared(one: _Name, other: _Name) -> list[tuple[int, int, float]]:
    """Return the things both names speak of, each once: place in one, in the other, likeness."""
    close = sorted(
        (-alike, i, j)
        for i, _ in enumerate(one.things)
        for j, _ in enumerate(other.things)
        if (alike := _word_alike(one, i, other, j))
    )
    pairs: list[tuple[int, int, float]] = []
    for alike, i, j in close:
        if all(i != taken and j != used for taken, used, _ in pairs):
            pairs.append((i, j, -alike))
    return sorted(pairs)


def _word_alike(one: _Name, i: int, other: _Name, j: int) -> float:
    first, second = one.things[i], other.things[j]
    if first == second:
        return 1.0
    if first[0] != second[0] or one.numbers & {first} or other.numbers & {second}:
        return 0.0
    if one.roots[i] == other.roots[j] and len(one.roots[i]) > 2:
        return 0.9
    return 0.85 if min(len(first), len(second)) > 4 and one_slip(first, second) else 0.0


def _spelled_alike(one: _Name, other: _Name) -> float:
    """Return the likeness of the letters alone, for names that differ by a space or a slip."""
    if one.things == other.things:
        return 0.0
    first, second = sorted(("".join(one.things), "".join(other.things)))
    if min(len(first), len(second)) < 6 or first[0] != second[0]:
        return 0.0
    letters = difflib.SequenceMatcher(None, first, second, autojunk=False)
    if letters.real_quick_ratio() < 0.9 or letters.quick_ratio() < 0.9:
        return 0.0
    alike = letters.ratio()
    return alike * 0.95 if alike >= 0.9 else 0.0


def _verbs_alike(one: str, other: str) -> bool:
    if not one or not other or _root(one) == _root(other) or {one, other} & _ANY_VERB:
        return True
    return any(one in kin and other in kin for kin in _KINDRED_VERBS)


def _root(word: str) -> str:
    """Return a word without the ending that makes it a verb or a noun: calcul, calculer."""
    root = _ENDINGS.sub("", word)
    return root if len(root) > 2 else word


def _parts(text: str) -> _Name:
    words = _said_at_once(main_words(text))
    verb = ""
    if len(words) > 1 and _is_verb(words[0]) and not _after_article(words[0], text):
        verb, words = words[0], words[1:]
    stems = [stem(word) for word in words]
    # A single word is replaced only as a thing: "lire une carte" is not "la lecture".
    said = [new for word in stems for new in _KINDRED.get((word,), (word,))]
    things = tuple(said) or (bare(text),)
    numbers = frozenset(word for word in things if word in _NUMBERS or word.isdigit())
    return _Name(savoir_key(text), verb, things, tuple(map(_root, things)), numbers)


def _is_verb(word: str) -> bool:
    if word in _VERBS:
        return True
    return len(word) > 4 and word.endswith(("er", "ir")) and not word.endswith("ier")


def _after_article(word: str, text: str) -> bool:
    words = fold(text).split()
    place = words.index(word) if word in words else 0
    return place > 0 and words[place - 1] in _ARTICLES


def _said_at_once(words: list[str]) -> list[str]:
    """Return the words with the kindred phrases of several words replaced."""
    said: list[str] = []
    rest = list(words)
    while rest:
        pair = tuple(map(stem, rest[:2]))
        if len(pair) == 2 and pair in _KINDRED:
            said += _KINDRED[pair]
            rest = rest[2:]
        else:
            said.append(rest.pop(0))
    return said
