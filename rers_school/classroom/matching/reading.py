"""From parsed JSON to a checked round; every complaint says where in the file.

Unknown fields are refused: a misspelt "forbids" must not introduce two people to each other.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from .problem import Arc, Card, Instance, Pair, ProblemError, Pupil, Round, pair

_TOP = ("round", "people", "met", "wishes", "pins", "forbids")
_ROUND = ("seed", "give_cap", "receive_cap", "group_size", "max_circle")
_PERSON = (
    "id",
    "classroom",
    "school",
    "offers",
    "demands",
    "resting",
    "times_unlinked",
    "give_cap",
    "receive_cap",
)
_ARC = ("giver", "receiver", "savoir")
#: Larger than any real count; keeps sums exact and output readable.
_LARGEST = 1_000_000


def instance_from(data: object) -> Instance:
    """Return the round described by parsed JSON.

    *Errors*: `ProblemError`.
    """
    top = _fields("file", data, _TOP)
    if "people" not in top:
        raise ProblemError("file", 'the field "people" is missing')
    listed = _list("people", top["people"])
    people = tuple(_person(f"people[{at}]", who) for at, who in enumerate(listed))
    # People first: with two of one id, a complaint about a pair would point to the wrong place.
    checked = Instance(_round(top.get("round", {})), people)
    known = {p.id for p in people}
    return Instance(
        round=checked.round,
        people=people,
        met=_pairs("met", top.get("met", []), known),
        wishes=_arcs("wishes", top.get("wishes", [])),
        pins=_arcs("pins", top.get("pins", [])),
        forbids=_pairs("forbids", top.get("forbids", []), known),
    )


def _round(data: object) -> Round:
    fields = _fields("round", data, _ROUND)
    seed = fields.get("seed", "")
    if isinstance(seed, int) and not isinstance(seed, bool):
        seed = str(seed)
    return Round(
        seed=_text("round.seed", seed),
        give_cap=_number("round.give_cap", fields.get("give_cap", 1)),
        receive_cap=_number("round.receive_cap", fields.get("receive_cap", 1)),
        group_size=_number("round.group_size", fields.get("group_size", 1)),
        max_circle=_number("round.max_circle", fields.get("max_circle", 3)),
    )


def _person(where: str, data: object) -> Pupil:
    fields = _fields(where, data, _PERSON)
    if "id" not in fields:
        raise ProblemError(where, 'the field "id" is missing')
    resting = fields.get("resting", False)
    if not isinstance(resting, bool):
        raise ProblemError(f"{where}.resting", "must be true or false")
    return Pupil(
        id=_text(f"{where}.id", fields["id"]),
        classroom=_text(f"{where}.classroom", _or(fields.get("classroom"), "")),
        school=_text(f"{where}.school", _or(fields.get("school"), "")),
        offers=_cards(f"{where}.offers", fields.get("offers", []), offer=True),
        demands=_cards(f"{where}.demands", fields.get("demands", []), offer=False),
        resting=resting,
        times_unlinked=_number(f"{where}.times_unlinked", fields.get("times_unlinked", 0)),
        give_cap=_cap(f"{where}.give_cap", fields.get("give_cap")),
        receive_cap=_cap(f"{where}.receive_cap", fields.get("receive_cap")),
    )


def _cards(where: str, data: object, *, offer: bool) -> tuple[Card, ...]:
    allowed = ("savoir", "scope", "group") if offer else ("savoir", "scope")
    return tuple(_card(f"{where}[{at}]", c, allowed) for at, c in enumerate(_list(where, data)))


def _card(where: str, data: object, allowed: Collection[str]) -> Card:
    fields: dict[str, Any] = {"savoir": data}
    if not isinstance(data, str):
        fields = _fields(where, data, allowed)
        if "savoir" not in fields:
            raise ProblemError(where, 'the field "savoir" is missing')
    savoir = _text(f"{where}.savoir", fields["savoir"])
    scope = _text(f"{where}.scope", fields.get("scope", "class"))
    group = _number(f"{where}.group", fields.get("group", 1))
    try:
        return Card(savoir, scope, group)
    except ProblemError as error:
        raise ProblemError(f"{where}.{error.where}", error.message) from None


def _arcs(where: str, data: object) -> tuple[Arc, ...]:
    found: list[Arc] = []
    for at, item in enumerate(_list(where, data)):
        here = f"{where}[{at}]"
        fields = _fields(here, item, _ARC)
        for name in _ARC:
            if name not in fields:
                raise ProblemError(here, f'the field "{name}" is missing')
        found.append(Arc(*(_text(f"{here}.{name}", fields[name]) for name in _ARC)))
    return tuple(found)


def _pairs(where: str, data: object, known: Collection[str]) -> frozenset[Pair]:
    found: set[Pair] = set()
    for at, item in enumerate(_list(where, data)):
        here = f"{where}[{at}]"
        two = _list(here, item)
        if len(two) != 2:
            raise ProblemError(here, "must name two people")
        one, other = (_text(here, who) for who in two)
        for who in (one, other):
            if who not in known:
                raise ProblemError(here, f'nobody has the id "{who}"')
        # Nobody meets themself anyway: such a pair says nothing.
        if one != other:
            found.add(pair(one, other))
    return frozenset(found)


def _fields(where: str, data: object, allowed: Collection[str]) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise ProblemError(where, "must be an object in braces {}")
    for name in data:
        if name not in allowed:
            raise ProblemError(where, f'there is no field "{_shown(name)}"')
    return data


def _list(where: str, data: object) -> list[Any]:
    if not isinstance(data, list):
        raise ProblemError(where, "must be a list in brackets []")
    return data


def _text(where: str, data: object) -> str:
    if not isinstance(data, str):
        raise ProblemError(where, "must be text in quotes")
    if _shown(data) != data:
        raise ProblemError(where, "holds half a character (a lone surrogate)")
    return data


def _shown(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def _number(where: str, data: object) -> int:
    if isinstance(data, bool) or not isinstance(data, int):
        raise ProblemError(where, "must be a whole number")
    if abs(data) > _LARGEST:
        raise ProblemError(where, "is too large a number")
    return data


def _cap(where: str, data: object) -> int | None:
    return None if data is None else _number(where, data)


def _or(data: object, default: str) -> object:
    return default if data is None else data
