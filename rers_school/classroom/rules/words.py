"""The words of a savoir: folded, without starters and articles, plurals aside."""

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ى": "ي", "ـ": None}
)
# Accents of Latin, Greek and Cyrillic, vowel points of Hebrew and Arabic, shapes of emoji. The
# marks of other scripts (Devanagari, Thai, kana) are letters to their readers and stay.
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]"
)
KEY_MOST = 200


def listed(words: str, separator: str | None = None) -> frozenset[str]:
    """Return the words of a small dictionary, written one after the other."""
    return frozenset(words.split(separator))


STOP = listed("le la les l un une des du de d au aux a en et the an some of my ma mes sa ses")
# What one says before naming a savoir. The longest come first; several may follow each other.
_STARTERS = sorted(
    (
        tuple(words.split())
        for words in listed(
            "je sais/je peux/je peux montrer/je peux aider/je voudrais/je veux/j aimerais/"
            "j offre/je demande/je propose/j aimerais bien/j apprends/apprendre/savoir/comment/"
            "a propos de/au sujet de/i can/i can share/i can show/i know/i d like/i would like/"
            "i want/how to/to learn/learn/learning/about/to",
            "/",
        )
    ),
    key=lambda starter: (-len(starter), starter),
)
# Plurals that no ending tells.
_PLURALS = {"yeux": "oeil", "travaux": "travail", "vitraux": "vitrail", "tuyaux": "tuyau"}


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return ``text`` without accents, case and punctuation: for sorting and for finding.

    Every script is kept; a text of signs or emoji only folds to nothing. Folding twice changes
    nothing more.
    """
    folded = _fold_once(text)
    # Some letters only come apart once another has been taken away; two passes settle them all.
    return _fold_once(folded)


def _fold_once(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = _ACCENTS.sub("", plain).translate(_LETTERS)
    kept = []
    for char in unicodedata.normalize("NFC", plain):
        kind = unicodedata.category(char)
        if kind[0] in "LNM":
            kept.append(char)
        elif kind != "Cf":
            # Invisible marks join what they stand in; everything else separates words.
            kept.append(" ")
    return " ".join("".join(kept).split())


def stem(word: str) -> str:
    """Return a folded word in the singular, as far as its ending tells."""
    if len(word) < 4 or word[-1] not in "sx" or word.endswith("ss"):
        return word
    if word in _PLURALS:
        return _PLURALS[word]
    if len(word) > 5 and word.endswith("aux") and word[-4] != "e":
        return f"{word[:-3]}al"
    return word[:-1]


def main_words(text: str) -> list[str]:
    """Return the folded words that name the savoir: starters, articles and small words aside.

    Nothing is dropped when nothing would stay.
    """
    # Two names of programming languages live by their signs.
    text = re.sub(r"(?<=\w)\+\+", " plusplus ", text)
    text = re.sub(r"(?<=\w)#", " sharp ", text)
    words = fold(text).split()
    while starter := next((s for s in _STARTERS if tuple(words[: len(s)]) == s), None):
        rest = words[len(starter) :]
        if all(word in STOP for word in rest):
            break
        words = rest
    return [word for word in words if word not in STOP] or words


def savoir_key(text: str) -> str:
    """Return the key by which the same savoir gets the same name.

    The order of the words and the verb count: "faire des crêpes" and "cuisiner des crêpes" stay
    two savoirs, which the tidy-up may propose to show together. Never empty for a text that is
    not; at most `KEY_MOST` characters.
    """
    key = " ".join(stem(word) for word in main_words(text))
    return (key or bare(text))[:KEY_MOST].rstrip()


def bare(text: str) -> str:
    """Return what is left to compare by in a text that has no letters: its signs as typed."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
