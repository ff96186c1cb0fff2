"""Draw the pictures of the teachers' guides: `make pictures`.

An invented class of twelve lives through the services what the pictures show, once in French and
once in English; a browser looks at its pages as a pupil or as the teacher. Pictures that need no
second look stay as they are: the dates on them are those of the day on which they were drawn.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from bench import servers
from bench.data import Measured, arrive, measured_class
from rers_school import clock, identity
from rers_school.classroom.actor import Actor
from rers_school.classroom.models import Classroom, Membership
from rers_school.classroom.rules.market_day import places_of
from rers_school.classroom.rules.slots import When
from rers_school.classroom.services import (
    agenda,
    agreement,
    decisions,
    gatherings,
    market,
    meetings,
    slots,
    workshop_places,
    workshops,
)
from scripts.pictures_words import Words, words_in
from tests.browser.chromium import running_browser
from tests.classroom.exchange_factory import circle
from tests.factories import Kit

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
SIZE: ViewportSize = {"width": 1100, "height": 680}
PHONE: ViewportSize = {"width": 390, "height": 760}


@dataclass
class Scene:
    """The class of one language, and what stands for the names in the addresses."""

    words: Words
    kit: Kit = field(init=False)
    names: dict[str, UUID] = field(default_factory=dict)

    def fill(self, kit: Kit) -> Actor:
        """Fill the class; return the pupil at the screen."""
        self.kit = kit
        classroom = kit.db.get_one(Classroom, kit.classroom_id)
        classroom.language, classroom.name = self.words.language, self.words.classroom
        pupils = [kit.pupil(name) for name in self.words.pupils]
        for number, pupil in enumerate(pupils):
            kit.offer(pupil, self.words.savoirs[number])
            kit.demand(pupil, self.words.savoirs[(number + 5) % len(self.words.savoirs)])
            kit.demand(pupil, self.words.savoirs[(number + 7) % len(self.words.savoirs)])
        _rooms(self)
        _gathering(self)
        _workshop(self)
        _market(self)
        for member in kit.db.query(Membership).all():
            member.language = self.words.language
        kit.save()
        return pupils[0]


def _rooms(scene: Scene) -> None:
    kit, words = scene.kit, scene.words
    one, other, third = (kit.pupil(name) for name in words.pupils[:3])
    room, _back = circle(
        kit,
        (words.pupils[0], words.savoirs[0], words.pupils[1]),
        (words.pupils[1], words.savoirs[1], words.pupils[0]),
        mediator=third,
    )
    for line, text in words.agreement.items():
        said = agreement.write_line(kit.db, one, room, line, text, 0)
        if line != "evaluation":
            agreement.agree(kit.db, other, room, line, said.id)
    circle(
        kit,
        (words.pupils[2], words.savoirs[2], words.pupils[3]),
        (words.pupils[3], words.savoirs[3], words.pupils[4]),
        (words.pupils[4], words.savoirs[4], words.pupils[2]),
    )
    met = circle(kit, (words.pupils[5], words.savoirs[5], words.pupils[6]))[0]
    giver, receiver = kit.pupil(words.pupils[5]), kit.pupil(words.pupils[6])
    for line in words.everything:
        said = agreement.write_line(kit.db, giver, met, line, words.everything[line], 0)
        agreement.agree(kit.db, receiver, met, line, said.id)
    today = clock.now().date()
    meetings.tell(
        kit.db, giver, met, held_on=today - timedelta(days=2), present=[], did=words.did,
        next_on=today,
    )  # fmt: skip
    monday = slots.open_slot(kit.db, kit.teacher, When(0, None, time(13, 30), 30))
    slots.open_slot(kit.db, kit.teacher, When(3, None, time(10, 15), 20))
    for place, holds in words.places:
        slots.open_place(kit.db, kit.teacher, place, holds)
    scene.names |= {"room": room, "slot": monday.id}
    kit.save()


def _gathering(scene: Scene) -> None:
    kit, words = scene.kit, scene.words
    council = gatherings.plan(kit.db, kit.teacher, "council", clock.now().date())
    for number, (kind, text) in enumerate(words.points):
        agenda.add(kit.db, kit.pupil(words.pupils[number]), kind, text)
    decisions.take(kit.db, kit.teacher, council.id, words.decision, words.pupils[3])
    inventory = gatherings.plan(
        kit.db, kit.teacher, "inventory", clock.now().date() + timedelta(days=7)
    )
    scene.names |= {"council": council.id, "inventory": inventory.id}
    kit.save()


def _workshop(scene: Scene) -> None:
    kit, words = scene.kit, scene.words
    made = workshops.open_workshop(
        kit.db, kit.pupil(words.pupils[7]), kind="one_to_many", words=words.savoirs[7], places=4,
        note=words.note,
    )  # fmt: skip
    for name in words.pupils[8:10]:
        workshop_places.come(kit.db, kit.pupil(name), made.id)
    kit.save()


def _market(scene: Scene) -> None:
    kit = scene.kit
    day = market.announce(
        kit.db, kit.teacher, day=clock.now().date(), minutes=10,
        places=places_of(scene.words.market_places),
    )  # fmt: skip
    market.lay_out(kit.db, kit.teacher, [], day.revision)
    market.go_on(kit.db, kit.teacher, day.revision)
    kit.save()


#: Name of the picture, whose screen, address, and whether it is drawn as on a phone.
PICTURES: tuple[tuple[str, str, str, bool], ...] = (
    ("session", "teacher", "/class/today", False),
    ("guide", "teacher", "/guide/1", False),
    ("wall", "pupil", "/wall", False),
    ("inventory", "teacher", "/together/{inventory}/run?at=home", False),
    ("market", "teacher", "/market/board", False),
    ("introductions", "teacher", "/introductions", False),
    ("room", "pupil", "/exchanges/{room}", False),
    ("workshops", "pupil", "/workshops", True),
    ("together", "teacher", "/together/{council}", False),
    ("network", "teacher", "/network", False),
    ("paper", "teacher", "/paper", False),
)


def draw(language: str, say: Callable[[str], None]) -> None:
    """Draw every picture in one language."""
    scene = Scene(words_in(language))
    with (
        measured_class(fill=scene.fill) as measured,
        servers.tool(measured) as port,
        TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        running_browser(Path(folder)) as address,
    ):
        browser = playwright.chromium.connect_over_cdp(address)
        for name, whose, path, phone in PICTURES:
            target = FOLDER / f"{name}.{language}.jpg"
            say(target.name)
            where = measured.path(path.format(**scene.names))
            _draw(browser, measured, port, where, whose == "teacher", phone, target)
        browser.close()


def _draw(
    browser: Browser,
    measured: Measured,
    port: int,
    path: str,
    as_teacher: bool,
    phone: bool,
    target: Path,
) -> None:
    kit = measured.kit
    actor = kit.teacher if as_teacher else next(iter(kit.pupils.values()))
    visit = arrive(measured.app(), kit, actor)
    context = browser.new_context(
        viewport=PHONE if phone else SIZE,
        device_scale_factor=1.5 if phone else 1,
    )
    context.add_cookies(
        [
            {
                "name": identity.COOKIE,
                "value": visit.cookie,
                "domain": "localhost",
                "path": measured.path(""),
                "secure": True,
            }
        ]
    )
    page = context.new_page()
    page.goto(f"http://localhost:{port}{path}")
    page.screenshot(path=target, type="jpeg", quality=72)
    context.close()


if __name__ == "__main__":
    for chosen in sys.argv[1:] or ("fr", "en"):
        draw(chosen, lambda name: print(f"… {name}", file=sys.stderr, flush=True))
