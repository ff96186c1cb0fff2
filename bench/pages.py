"""The wall, its poll and the class page: time inside the server, and requests a second."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from flask import Flask

from bench import servers
from bench.bare import create_bare
from bench.data import Measured
from bench.inside import Inside, measure
from bench.load import Load, drive, together
from bench.wire import BROWSER, get
from rers_school.classroom.services.savoirs import touch
from rers_school.db import open_session

BARE = "bare page"
WALL = "wall"
Say: TypeAlias = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Page:
    """One thing that is asked for, as a browser asks for it."""

    name: str
    path: str
    headers: dict[str, str]
    status: int = 200


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of one page."""

    name: str
    inside: Inside
    load: Load | None


def pages_of(measured: Measured, tag: str) -> list[Page]:
    """Return the pages of the tool that are measured; ``tag``: what a poll has seen already."""
    pupil, teacher = measured.pupil, measured.teacher
    polls = {"HX-Request": "true", "HX-PTag": tag, "X-Launch": pupil.token}
    return [
        Page(WALL, measured.path("/wall"), pupil.headers | BROWSER),
        Page("wall, without gzip", measured.path("/wall"), pupil.headers),
        Page("wall, poll: nothing new (304)", measured.path("/wall/live"),
             pupil.headers | BROWSER | polls, 304),
        Page("class page", measured.path("/class"), teacher.headers | BROWSER),
    ]  # fmt: skip


def run(
    measured: Measured, *, rounds: int, seconds: float, connections: int, requests: int, say: Say
) -> list[Figures]:
    """Return the figures of the bare page and of every page; rounds alternate between them."""
    os.environ["RERS_DATABASE_URL"] = measured.database_url
    os.environ["BENCH_CLASSROOM"] = str(measured.classroom_id)
    plain = [Page(BARE, "/", BROWSER), Page(BARE + ", without gzip", "/", {})]
    app, bare = measured.app(), create_bare()
    loads: dict[str, list[Load]] = {}
    with servers.tool(measured) as tool_port, servers.bare(measured) as bare_port:
        asked = pages_of(measured, _tag(tool_port, measured))
        both = [(page, bare_port) for page in plain] + [(page, tool_port) for page in asked]
        for number in range(rounds):
            for page, port in both:
                say(f"round {number + 1} of {rounds}: {page.name}")
                loads.setdefault(page.name, []).append(
                    drive(
                        port,
                        page.path,
                        page.headers,
                        status=page.status,
                        connections=connections,
                        seconds=seconds,
                    )
                )
    found = []
    for page in plain + asked:
        say(f"inside: {page.name}")
        within = bare if page in plain else app
        inside = measure(within, page.path, page.headers, status=page.status, requests=requests)
        found.append(Figures(page.name, inside, together(loads[page.name])))
    say(f"inside: {WALL}, right after a change")
    # The last one: from now on the tag of the poll is an old one.
    changed = _changed(app, measured, asked[0], requests)
    found.append(Figures(f"{WALL}, right after a change", changed, None))
    bare.extensions["engine"].dispose()
    return found


def _changed(app: Flask, measured: Measured, page: Page, requests: int) -> Inside:
    """Return what the wall takes for the first who sees a change: nothing is kept from before."""

    def change() -> None:
        with open_session(measured.engine, writes=True) as db:
            touch(db, measured.classroom_id)
            db.commit()

    return measure(
        app, page.path, page.headers, status=page.status, requests=requests, before=change
    )


def _tag(port: int, measured: Measured) -> str:
    tag = get(port, measured.path("/wall"), measured.pupil.headers).headers["hx-ptag"]
    return tag
