"""People of the practice LMS: read from a class list, each with a host name of their own."""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

GIVEN_COLUMN, FAMILY_COLUMN = "Prénom", "Nom"
LONGEST_HOST_LABEL = 63
# Letters that Unicode does not take apart.
UNDECOMPOSED = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l"}


@dataclass(frozen=True)
class ListedPerson:
    """A person as a list names them; ``nth`` tells namesakes of one list apart."""

    given: str
    family: str
    nth: int = 1


def read_class_list(path: Path) -> list[ListedPerson]:
    """Return the pupils of a class list, in its order.

    *Errors*: ``ValueError`` when the file lacks the columns of names or names nobody.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, delimiter=";")
        if not {GIVEN_COLUMN, FAMILY_COLUMN} <= set(rows.fieldnames or ()):
            raise ValueError(f"{path.name}: columns {GIVEN_COLUMN};{FAMILY_COLUMN} are missing")
        names = [
            ((row[GIVEN_COLUMN] or "").strip(), (row[FAMILY_COLUMN] or "").strip()) for row in rows
        ]
    seen: Counter[tuple[str, str]] = Counter()
    people = []
    for name in names:
        if any(name):
            seen[name] += 1
            people.append(ListedPerson(*name, nth=seen[name]))
    if not people:
        raise ValueError(f"{path.name}: nobody is on this list")
    return people


def fold(text: str) -> str:
    """Return the text in lower case without its accents, for host names and for sorting."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    for letter, spelled in UNDECOMPOSED.items():
        decomposed = decomposed.replace(letter, spelled)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def host_label(*names: str) -> str:
    """Return the names as one label of a host name; empty when no letter of theirs fits."""
    label = re.sub(r"[^a-z0-9]+", "-", fold(" ".join(names)))
    return label.strip("-")[:LONGEST_HOST_LABEL].rstrip("-")


def free_slug(
    person: ListedPerson, title: str, user_id: str, taken: Container[str], end: str = ""
) -> str:
    """Return a host label that nobody has yet: the given name where it suffices.

    A teacher with a title is called by it and the family name, as pupils do. ``end`` stands
    behind whatever the name is.
    """
    wishes = [host_label(title, person.family)] if title else []
    wishes += [host_label(person.given), host_label(person.given, person.family)]
    if any(wishes):
        wishes.append(host_label(person.given[:20], person.family[:20], user_id))
    wishes = [wish[: LONGEST_HOST_LABEL - len(end)] + end for wish in wishes if wish]
    return next((wish for wish in wishes if wish not in taken), f"personne-{user_id}{end}")
