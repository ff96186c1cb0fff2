"""How many clicks and minutes it takes a new teacher to propose, and a pupil to write a first card.

A browser does what a person would, on an empty class, and notes every press, every key and how long
each page took. What the hands and eyes of a person need besides is not guessed: it is added up by
the keystroke-level model (Card, Moran and Newell 1980, *Communications of the ACM* 23(7)): 1.1 s to
point at something, 0.2 s to press, 0.4 s from mouse to keys, 1.35 s to think before an act, 0.28 s
a key for an adult. For a child we take 0.8 s a key and twice the rest; pages are read at 180 words
a minute by the teacher, at 90 by the child.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import BrowserContext, Locator, Page, sync_playwright

from bench import servers
from bench.data import FAMILIES, GIVEN, SAVOIRS, Measured, Visit, measured_class
from rers_school import identity
from rers_school.classroom.actor import Actor
from tests.browser.chromium import running_browser
from tests.factories import Kit

PUPILS = 26
FRAME = (960, 360)
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Person:
    """Seconds a person needs; ``words``: read in a minute."""

    key: float
    point: float
    press: float
    think: float
    home: float
    words: int


TEACHER = Person(0.28, 1.1, 0.2, 1.35, 0.4, 180)
CHILD = Person(0.8, 2.2, 0.4, 2.7, 0.8, 90)


@dataclass
class Journey:
    """What was done: presses, keys, words on the pages, seconds of waiting."""

    name: str
    person: Person
    presses: int = 0
    keys: int = 0
    words: int = 0
    waited: float = 0.0
    pages: list[str] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """Return how long it takes a person, pages and all."""
        one = self.person
        hands = self.presses * (one.think + one.point + one.press + one.home)
        return hands + self.keys * one.key + self.words * 60 / one.words + self.waited


def run(*, say: Say) -> list[Journey]:
    """Return the teacher's journey and the pupil's, each on a class of its own."""
    found = []
    for journey, at_the_screen in ((_Teacher(), _teacher), (_Child(), _child)):
        say(f"hands: {journey.told.name}")
        with measured_class(fill=at_the_screen) as measured:
            visit = measured.pupil
            with servers.tool(measured) as port, TemporaryDirectory() as folder:
                _walk(journey, measured, visit, port, Path(folder))
        found.append(journey.told)
    return found


def _teacher(kit: Kit) -> Actor:
    return kit.teacher


def _child(kit: Kit) -> Actor:
    return kit.pupil("Lina Traoré")


def _walk(
    journey: "_Teacher | _Child", measured: Measured, visit: Visit, port: int, folder: Path
) -> None:
    with (
        sync_playwright() as playwright,
        running_browser(folder) as address,
    ):
        browser = playwright.chromium.connect_over_cdp(address)
        context = browser.new_context(viewport={"width": FRAME[0], "height": FRAME[1]})
        base = f"http://localhost:{port}"
        _sign_in(context, visit, base, measured)
        page = context.new_page()
        page.goto(base + measured.path("/"))
        journey.go(page)
        browser.close()


def _sign_in(context: BrowserContext, visit: Visit, base: str, measured: Measured) -> None:
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


class _Hands:
    """Presses and types on a page, and notes it."""

    def __init__(self, told: Journey) -> None:
        self.told = told

    def read(self, page: Page, part: str) -> None:
        """Read what a part of the page says."""
        self.told.words += len(page.locator(part).first.inner_text().split())

    def press(self, page: Page, target: Locator) -> None:
        """Press something that leads to another page, and wait until that is there."""
        self.told.presses += 1
        began = time.perf_counter()
        with page.expect_navigation(wait_until="load"):
            target.click()
        self.told.waited += time.perf_counter() - began
        self.told.pages.append(page.locator("h1").first.inner_text())

    def choose(self, target: Locator) -> None:
        """Press something that changes the page only."""
        self.told.presses += 1
        target.click()


class _Teacher(_Hands):
    """From an empty class to proposals for 26 pupils, whose list is at hand to be pasted."""

    def __init__(self) -> None:
        super().__init__(Journey(f"teacher: empty class → proposals for {PUPILS} pupils", TEACHER))

    def go(self, page: Page) -> None:
        """Bring in the list, look at the circles, keep them and propose."""
        self.read(page, "main")
        self.press(page, page.locator("a[href$='/people/import']").first)
        self.choose(page.locator("#text"))
        page.locator("#text").fill(_list())
        self.told.keys += 4  # copy there, paste here
        self.press(page, page.locator("main form button.button-primary"))
        self.read(page, "main")
        self.press(page, page.locator("main form button.button-primary"))
        self.press(page, page.locator(".bar a[href$='/introductions']:visible").first)
        self.read(page, "#circles")
        self.press(page, page.locator("form[action$='/keep-all'] button"))
        self.read(page, "#send")
        self.press(page, page.locator("#send button"))
        if page.locator("#send").count():
            raise RuntimeError("nothing was proposed")


class _Child(_Hands):
    """From the first page after the launch to a card on the wall."""

    def __init__(self) -> None:
        super().__init__(Journey("pupil: first page → first card on the wall", CHILD))

    def go(self, page: Page) -> None:
        """Write a card."""
        self.read(page, "main")
        self.press(page, page.locator("main a[href$='/savoirs/new/offer']").first)
        self.read(page, "main .field")
        words = "faire des crêpes"
        page.locator("#words").press_sequentially(words)
        self.told.keys += len(words)
        self.press(page, page.locator("main form button.button-primary"))
        if words not in page.locator("main").inner_text():
            raise RuntimeError("the card is not there")


def _list() -> str:
    """Return a class list with cards, as a teacher copies it from a spreadsheet."""
    lines = ["Prénom;Nom;Je sais et je peux montrer;J'aimerais apprendre"]
    for number, given in enumerate(GIVEN[:PUPILS]):
        offers = f"{SAVOIRS[number]} | {SAVOIRS[(number + 7) % 40]}"
        demands = f"{SAVOIRS[(number + 3) % 26]} | {SAVOIRS[(number + 9) % 26]}"
        lines.append(f"{given};{FAMILIES[number % len(FAMILIES)]};{offers};{demands}")
    return "\n".join(lines)
