"""What travels to the browser: the first load of the wall with all it needs, then each page."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urljoin, urlsplit

import html5lib

from bench import servers
from bench.data import Measured, Visit
from bench.wire import BROWSER, Answer, get

_FACE = re.compile(r"@font-face\s*{(.*?)}", re.S)
_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)")
_RANGE = re.compile(r"unicode-range:\s*([^;}]+)", re.I)
Say: TypeAlias = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sent:
    """One answer: its bytes on the wire with headers, and of them the body."""

    name: str
    wire: int
    body: int
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Weight:
    """The first load, piece by piece, and the later pages (everything else is kept)."""

    first: list[Sent]
    later: list[Sent]

    @property
    def first_bytes(self) -> int:
        return sum(one.wire for one in self.first)

    @property
    def heaviest(self) -> Sent:
        """Return the heaviest later page."""
        return max(self.later, key=lambda one: one.wire)


def run(measured: Measured, *, say: Say) -> Weight:
    """Return what a pupil's first load and every page of the menus weigh, compressed."""
    with servers.tool(measured) as port:
        say("first load")
        first = _first_load(port, measured)
        say("later pages")
        later = _later(port, measured, measured.pupil, "pupil", ["/savoirs/new/offer"])
        later += _later(port, measured, measured.teacher, "teacher", [])
    return Weight(first, later)


def _first_load(port: int, measured: Measured) -> list[Sent]:
    path = measured.path("/wall")
    page = get(port, path, measured.pupil.headers | BROWSER)
    text = _text(port, path, measured.pupil)
    wanted = dict.fromkeys(_needed(text, path))
    for sheet in [one for one in wanted if urlsplit(one).path.endswith(".css")]:
        css = get(port, sheet, {}).body.decode()
        wanted |= dict.fromkeys(urljoin(sheet, face) for face in _faces(css, text))
    sent = [_sent("wall", page)]
    for address in wanted:
        whole = urlsplit(address)
        name = whole.path.rpartition("/")[2]
        sent.append(_sent(name, get(port, address, BROWSER)))
    return sent


def _needed(page: str, path: str) -> list[str]:
    """Return what a page makes the browser fetch, in its order, each address once."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    found = [one.get("href") for one in tree.iterfind(".//link")]
    found += [one.get("src") for one in tree.iterfind(".//script[@src]")]
    found += [one.get("src") for one in tree.iterfind(".//img[@src]")]
    # `use` stands in the namespace of SVG for the parser, without a prefix in the page.
    found += [
        one.get("href")
        for one in tree.iter()
        if isinstance(one.tag, str) and one.tag.rpartition("}")[2] == "use"
    ]
    return list(dict.fromkeys(urljoin(path, one.partition("#")[0]) for one in found if one))


def _faces(css: str, page: str) -> list[str]:
    """Return the fonts that the letters of the page ask for."""
    letters = {ord(letter) for letter in page}
    wanted = []
    for face in _FACE.findall(css):
        said = _RANGE.search(face)
        if said is None or any(_covers(said[1], letter) for letter in letters):
            wanted += _URL.findall(face)
    return wanted


def _covers(ranges: str, letter: int) -> bool:
    for one in ranges.split(","):
        first, _, last = one.strip().upper().removeprefix("U+").partition("-")
        if int(first, 16) <= letter <= int(last or first, 16):
            return True
    return False


def _later(port: int, measured: Measured, visit: Visit, whose: str, more: list[str]) -> list[Sent]:
    home = measured.path("/wall")
    tree = html5lib.parse(_text(port, home, visit), namespaceHTMLElements=False)
    links = [one.get("href", "") for one in tree.iterfind(".//header//nav//a")]
    paths = dict.fromkeys([*links, *(measured.path(one) for one in more)])
    sent = []
    for path in paths:
        answer = get(port, path, visit.headers | BROWSER)
        if answer.status == 303:
            answer = get(port, answer.headers["location"], visit.headers | BROWSER)
        sent.append(_sent(path.removeprefix(measured.path("")), answer, whose))
    return sent


def _sent(name: str, answer: Answer, whose: str = "") -> Sent:
    if answer.status != 200:
        raise RuntimeError(f"{name}: {answer.status}")
    return Sent(name, answer.size, len(answer.body), whose)


def _text(port: int, path: str, visit: Visit) -> str:
    return get(port, path, visit.headers).body.decode()
