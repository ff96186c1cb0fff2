"""What the columns of a class list are, and which part of a whole name is the family's."""

import re
from collections.abc import Sequence
from enum import StrEnum

from rers_school.classroom.rules.words import fold, listed

_HEADING_MOST = 200


class Column(StrEnum):
    """What a column holds. A whole name says in which order, where its heading does."""

    GIVEN = "given"
    FAMILY = "family"
    WHOLE = "whole"
    FAMILY_FIRST = "family_first"
    GIVEN_FIRST = "given_first"
    OFFERS = "offers"
    DEMANDS = "demands"
    IGNORED = "ignored"


WHOLE_NAMES = frozenset({Column.WHOLE, Column.FAMILY_FIRST, Column.GIVEN_FIRST})
_NAMES = WHOLE_NAMES | {Column.GIVEN, Column.FAMILY}

_HEADINGS = {
    heading: column
    for column, headings in (
        (Column.GIVEN, "prenom/prenoms/prenom usuel/first name/firstname/given name/given names"),
        (Column.GIVEN, "forename/prenom d usage"),
        (Column.FAMILY, "nom/noms/nom de famille/nom d usage/last name/lastname/family name"),
        (Column.FAMILY, "surname/nom usuel"),
        (Column.WHOLE, "eleve/eleves/nom complet/name/names/full name/pupil/pupils/student"),
        (Column.WHOLE, "students/student name/pupil name/child/enfant/enfants"),
        (Column.FAMILY_FIRST, "nom et prenom/nom prenom/noms et prenoms/noms prenoms"),
        (Column.FAMILY_FIRST, "nom et prenoms/last name first name/nom prenoms"),
        (Column.GIVEN_FIRST, "prenom et nom/prenom nom/prenoms et noms/first name last name"),
        (Column.GIVEN_FIRST, "prenoms noms/first and last name"),
    )
    for heading in headings.split("/")
}
_OFFERS = re.compile(
    "(?:ce que )?(?:je sais|je peux|j offre|offre|offer|i can|i know|savoirs? off)"
)
_DEMANDS = re.compile(
    "(?:ce que )?(?:j aimerais|je voudrais|j ai envie|je demande|demande|demand|i would like"
    "|i d like|i want|savoirs? dem)"
)
_OF_THE_PUPIL = re.compile(r"(?<=\S)(?: de l)? eleves?$")
_PARTICLES = listed("de du des la le les el al ben bin da dos van von der den di y")


def columns_of(cells: Sequence[str]) -> tuple[Column, ...] | None:
    """Return what each column holds when ``cells`` are headings, else nothing.

    A row is one of headings when one of its cells is the heading of a name.
    """
    found = [_column(cell) for cell in cells]
    if not _NAMES & set(found):
        return None
    if Column.GIVEN in found:
        # "Name" beside "First name", "Élève" beside "Prénom", is the family's.
        if Column.FAMILY not in found:
            found = [Column.FAMILY if one in WHOLE_NAMES else one for one in found]
    elif not WHOLE_NAMES & set(found):
        found = [Column.WHOLE if one is Column.FAMILY else one for one in found]
    whole_wanted = Column.GIVEN not in found
    kept: list[Column] = []
    for one in found:
        several = one in (Column.OFFERS, Column.DEMANDS)
        wanted = one in WHOLE_NAMES if whole_wanted else one not in WHOLE_NAMES
        again = one in kept or (one in WHOLE_NAMES and bool(WHOLE_NAMES & set(kept)))
        kept.append(one if several or (wanted and not again) else Column.IGNORED)
    return tuple(kept)


def headings_in(cells: Sequence[str]) -> int:
    """Return how many cells are headings, none when no name is among them."""
    found = [_column(cell) for cell in cells]
    return sum(one is not Column.IGNORED for one in found) if _NAMES & set(found) else 0


def _column(cell: str) -> Column:
    words = fold(cell[:_HEADING_MOST])
    words = _OF_THE_PUPIL.sub("", words.removesuffix(" s"))
    if words in _HEADINGS:
        return _HEADINGS[words]
    if _OFFERS.match(words):
        return Column.OFFERS
    return Column.DEMANDS if _DEMANDS.match(words) else Column.IGNORED


def split_name(whole: str, column: Column = Column.WHOLE) -> tuple[str, str]:
    """Return the given and the family name of a whole name.

    "BÉRÉNGER Zoé" and "Bérénger, Zoé" tell by themselves. Otherwise the first word is the given
    name, or the last one under a heading that puts the family first.
    """
    if "," in whole:
        family, _, given = whole.partition(",")
        return given.strip(), family.strip()
    words = whole.split()
    of_family = [in_capitals(word) for word in words]
    for place in range(len(words) - 2, -1, -1):
        if of_family[place + 1] and words[place].casefold() in _PARTICLES:
            of_family[place] = True
    if any(of_family) and not all(of_family):
        return (
            " ".join(word for word, family in zip(words, of_family, strict=True) if not family),
            " ".join(word for word, family in zip(words, of_family, strict=True) if family),
        )
    if column is Column.FAMILY_FIRST and len(words) > 1:
        return words[-1], " ".join(words[:-1])
    return " ".join(words[:1]), " ".join(words[1:])


def in_capitals(text: str) -> bool:
    """Tell whether a name is written in capitals; one letter, or an initial, tells nothing."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 1 and "." not in text and text.isupper()
