"""What thirty-five pupils do in a minute of work, each at a screen, with their teacher's open.

A third puts cards on the wall, half is in exchange rooms two by two, the others look around.
Every screen asks whether something is new as often as its page does in a browser. The moments come
from a fixed seed: the same in every run and on each database.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from bench.data import SAVOIRS, Measured, Visit
from bench.wire import BROWSER
from bench.year.making import SAID, Year
from rers_school import clock

SEED = 20_261_125
WALL_POLL, ROOM_POLL, TODAY_POLL, CLASS_POLL = 2.2, 1.3, 5.0, 5.0


class Act(NamedTuple):
    """One request: after how many seconds, what, where; ``fields`` make it a form."""

    due: float
    what: str
    path: str
    fields: dict[str, str] | None = None


@dataclass
class Screen:
    """Somebody at a screen, what they will do, and which news their page has seen already."""

    name: str
    visit: Visit
    acts: list[Act]
    tags: dict[str, str] = field(default_factory=dict)

    def headers(self, act: Act) -> dict[str, str]:
        """Return what the browser sends with an act."""
        sent = {**self.visit.headers, **BROWSER, "X-Launch": self.visit.token}
        if act.what == "poll":
            sent |= {"HX-Request": "true"}
            if act.path in self.tags:
                sent["HX-PTag"] = self.tags[act.path]
        return sent


def screens(measured: Measured, year: Year, visits: list[Visit], seconds: float) -> list[Screen]:
    """Return the teacher's screen and one for each pupil."""
    chance = random.Random(SEED)
    found = []
    for number, (pupil, visit) in enumerate(zip(year.pupils, visits, strict=True)):
        rooms = year.running.get(pupil.membership_id, [])
        if number % 3 == 0:
            acts = _writes_cards(measured, visit, number, chance)
        elif rooms and number % 6 != 5:
            acts = _is_in_a_room(measured, visit, str(rooms[0]), number, chance)
        else:
            acts = _looks_around(measured, chance)
        found.append(Screen(f"pupil {number}", visit, _until(acts, seconds)))
    watching = _every(CLASS_POLL, "poll", measured.path("/class/live"), chance)
    found.append(Screen("teacher", measured.teacher, _until(watching, seconds)))
    return found


def _writes_cards(
    measured: Measured, visit: Visit, number: int, chance: random.Random
) -> Iterator[Act]:
    """Look at the wall for a while, then write a card, word by word; and again."""
    wall, new = measured.path("/wall"), measured.path("/savoirs/new/offer")
    now = chance.uniform(0, 10)
    for turn in range(100):
        yield Act(now, "page", wall)
        for poll in range(4):
            yield Act(now + (poll + 1) * WALL_POLL, "poll", measured.path("/wall/live"))
        now += 4 * WALL_POLL + chance.uniform(0.5, 2)
        yield Act(now, "page", new)
        words = f"{SAVOIRS[(number + turn) % 40]}, à ma façon ({turn + 1})"
        for typed in range(4):
            now += chance.uniform(1.8, 2.6)
            part = words[: (typed + 1) * len(words) // 4]
            yield Act(now, "draft", measured.path("/drafts"),
                      _form(visit, form="new-offer", words=part))  # fmt: skip
        now += chance.uniform(0.5, 2)
        yield Act(now, "write", new, _form(visit, f"card{number}-{turn}", words=words))
        now += chance.uniform(0.2, 1)
        yield Act(now, "page", measured.path("/savoirs"))
        now += chance.uniform(1, 3)


def _is_in_a_room(
    measured: Measured, visit: Visit, room: str, number: int, chance: random.Random
) -> Iterator[Act]:
    """Be in a room while the partner is there too; tell a meeting now and then."""
    here = measured.path(f"/exchanges/{room}")
    now = chance.uniform(0, 10)
    for turn in range(100):
        yield Act(now, "page", here)
        for poll in range(7):
            yield Act(now + (poll + 1) * ROOM_POLL, "poll", here + "/live")
        now += 7 * ROOM_POLL + chance.uniform(0.5, 2)
        yield Act(now, "page", here + "?edit=meeting")
        for _typed in range(4):
            now += chance.uniform(1.8, 2.6)
            yield Act(now, "draft", measured.path("/drafts"),
                      _form(visit, form=f"meeting-{room}", did=SAID))  # fmt: skip
        now += chance.uniform(0.5, 2)
        told = _form(visit, f"met{number}-{turn}", did=f"{SAID} {turn}", held_on=_today())
        yield Act(now, "write", here + "/meetings", told)
        now += chance.uniform(1, 3)


def _looks_around(measured: Measured, chance: random.Random) -> Iterator[Act]:
    """Go from page to page."""
    now = chance.uniform(0, 10)
    places = ("/?today=1", "/savoirs", "/wall", "/exchanges", "/together", "/trace")
    for turn in range(200):
        path = measured.path(places[turn % len(places)])
        yield Act(now, "page", path)
        yield Act(now + TODAY_POLL, "poll", measured.path("/today/live"))
        now += chance.uniform(6, 10)


def _every(apart: float, what: str, path: str, chance: random.Random) -> Iterator[Act]:
    first = chance.uniform(0, apart)
    return (Act(first + apart * number, what, path) for number in range(10_000))


def _until(acts: Iterator[Act], seconds: float) -> list[Act]:
    """Return the acts of the first ``seconds``, in order; acts go on for ever, nearly in order."""
    found = []
    for act in acts:
        if act.due > seconds + 30:
            break
        if act.due <= seconds:
            found.append(act)
    return sorted(found, key=lambda act: act.due)


def _form(visit: Visit, key: str = "", **fields: str) -> dict[str, str]:
    return {"_launch": visit.token, **({"_key": key} if key else {}), **fields}


def _today() -> str:
    return clock.now().date().isoformat()
