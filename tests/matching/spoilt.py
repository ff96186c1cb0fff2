"""A valid round with every field of the format, ways to spoil it, and what must come of that."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

from rers_school.classroom.matching.json_io import run

Place = tuple[str | int, ...]

#: A valid round in which every field of the format stands at least once.
WHOLE: dict[str, Any] = {
    "round": {"seed": "s", "give_cap": 1, "receive_cap": 2, "group_size": 2, "max_circle": 3},
    "people": [
        {
            "id": "zoe",
            "classroom": "cm2",
            "school": "curie",
            "offers": ["crepes", {"savoir": "danse", "scope": "school", "group": 2}],
            "demands": ["guitare", {"savoir": "echecs", "scope": "network"}],
            "resting": False,
            "times_unlinked": 0,
            "give_cap": 2,
            "receive_cap": 1,
        },
        {
            "id": "ines",
            "classroom": "cm2",
            "school": "curie",
            "offers": ["guitare"],
            "demands": ["crepes", "danse"],
            "resting": False,
            "times_unlinked": 3,
            "give_cap": 1,
            "receive_cap": 2,
        },
        {"id": "theo", "classroom": "cm2", "school": "curie", "demands": ["crepes", "guitare"]},
        {"id": "hugo", "classroom": "cm1", "school": "curie", "offers": ["echecs"]},
    ],
    "met": [["zoe", "theo"], ["zoe", "ines"]],
    "wishes": [{"giver": "ines", "receiver": "zoe", "savoir": "guitare"}],
    "pins": [{"giver": "zoe", "receiver": "ines", "savoir": "crepes"}],
    "forbids": [["theo", "hugo"], ["ines", "hugo"]],
}


def asked(text: str | bytes) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    stdin = io.TextIOWrapper(io.BytesIO(text.encode() if isinstance(text, str) else text))
    return run("-", stdin, out, err), out.getvalue(), err.getvalue()


def refused(text: str | bytes, where: str = "") -> str:
    """Fail unless the text is refused in one line that starts with the place; return the line."""
    code, out, err = asked(text)
    assert (code, out) == (2, "")
    assert err.endswith("\n")
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err
    told = err.removesuffix("\n")
    assert told.startswith(f"standard input: {where}: " if where else "standard input: ")
    assert len(told.split(": ", 2)[-1]) > 3
    return told


def at(place: Place) -> str:
    """Return the place as the command writes it: `people[0].offers[1]`; the file for nothing."""
    parts = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in place]
    return "".join(parts).removeprefix(".") or "file"


def changed(place: Place, change: Callable[[Any, Any], None]) -> str:
    """Return the valid round as text, with this change made to one container and key."""
    data = copy.deepcopy(WHOLE)
    holder: Any = data
    for step in place[:-1]:
        holder = holder[step]
    change(holder, place[-1])
    return json.dumps(data)


def replaced(place: Place, value: object) -> str:
    if not place:
        return json.dumps(value)

    def put(holder: Any, key: Any) -> None:
        holder[key] = value

    return changed(place, put)


def walk(data: object, place: Place = ()) -> Iterator[tuple[Place, object]]:
    """Yield every place of the round and what stands there."""
    yield place, data
    if isinstance(data, dict):
        for name, value in data.items():
            yield from walk(value, (*place, name))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from walk(value, (*place, index))
