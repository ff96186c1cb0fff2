"""Every page of the tool: axe finds nothing, light and dark; nothing overflows in a small frame."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page

from rers_school.classroom.actor import Role
from tests.browser.backstage import TEACHER, Backstage
from tests.browser.conftest import AXE
from tests.browser.every_state import LONG, ZOE, prepare
from tests.rules.test_trace_file import told

Open = Callable[[str], Page]

# A narrow phone, Moodle's frame on a laptop, 1280×800 at 400 %.
SIZES = ((320, 640), (960, 360), (320, 200))

PUPIL = (
    "",
    "savoirs",
    "savoirs/new/offer",
    "savoirs/new/demand?words=la+guitare",
    "savoirs/demand/{card}",
    "savoirs/demand/{widened}/widen",
    "savoirs/help/offer",
    "savoirs/help/demand",
    "pairs",
    "pairs/{hugo}/classmate",
    "pairs/{hugo}/wall",
    "pairs/{hugo}/end",
    "pairs/said/{said}",
    "wall",
    "wall?search=rien+de+tel",
    "exchanges",
    "exchanges/{agreeing}",
    "exchanges/{agreeing}?edit=contents",
    "exchanges/{agreeing}?edit=evaluation",
    "exchanges/{agreed}",
    "exchanges/{agreed}?edit=meeting",
    "exchanges/{agreed}?edit=days",
    "exchanges/{agreed}/times",
    "exchanges/{under_way}",
    "exchanges/{paused}",
    "exchanges/{looking_back}",
    "exchanges/{looking_back}?edit=review",
    "exchanges/{looking_back}/mine/receiver",
    "exchanges/{looking_back}/mine/receiver?question=end",
    "exchanges/{under_way}/mine/receiver?moment=middle",
    "exchanges/{closed}",
    "exchanges/{closed}/what-became",
    "trace",
    "trace/bring",
    "memory",
    "rules",
    "answers/{to_answer}",
    "answers/{answered}",
    "answers/{withdrawn}",
    "answers/{opened}",
    "introductions",
    "together",
    "market",
    "workshops",
    "workshops/new",
    "workshops/{asked}",
    "workshops/{full}",
    "workshops/{given}",
    "exchanges/{fresco}",
    "together/{council}",
    "together/{party}",
    "together/{held}",
    "together/{held}/minutes",
    "together/{party}/programme",
    "together/stands/new",
    "together/stands/{stand}",
    "together/effects",
    "networks/{network}",
    "networks/{network}/gatherings",
    "networks/{network}/gatherings/{net_council}",
    "networks/{network}/gatherings/{net_party}",
    "networks/{network}/gatherings/{net_party}/programme",
    "networks/{network}/gatherings/{net_party}/stands/new",
    "networks/{network}/gatherings/{net_party}/stands/{net_stand}",
    "networks/{network}/journal",
    "networks/{network}/journal/{net_issue}",
    "networks/{network}/journal/{net_issue}/mine",
    "networks",
    "networks/{val}",
    "networks/{val}/wall",
    "networks/{val}/wall?search=rien+de+tel",
    "networks/{val}/wall/{their_card}",
    "networks/{val}/charter",
    "savoirs/offer/{own_card}/open",
    "answers/{asked_between}",
    "exchanges/{between}",
    "exchanges/{between}?edit=way",
    "nowhere",
)
TEACHING = (
    "class",
    "class/today",
    "class/today/board",
    "class/today/print",
    "guide",
    "guide/3",
    "guide/print",
    "?today=1",
    "wall",
    "wall/board",
    "wall/aside",
    "wall/offer/{hidden}",
    "wall/demand/{card_of_another}",
    "wall/demand/{widened}",
    "tidy",
    "introductions",
    "slots",
    "introductions/by-hand",
    "introductions/by-hand?person={hugo}",
    "introductions/by-hand?one={hugo}&two={hugo}",
    "exchanges",
    "exchanges/ended",
    "exchanges/on-paper",
    "exchanges/{agreeing}/on-paper",
    "exchanges/{under_way}/on-paper",
    "exchanges/{agreeing}",
    "exchanges/{under_way}",
    "exchanges/{closed}",
    "exchanges/{fresco}",
    "workshops",
    "workshops/new",
    "workshops/{asked}",
    "workshops/{full}",
    "savoirs",
    "savoirs/for/{hugo}/demand",
    "pairs/{hugo}/home",
    "pairs/waiting",
    "people",
    "people/{zoe}",
    "people/{hugo}",
    "people/{adult}",
    "people/{hugo}/erase",
    "people/import",
    "network",
    "course",
    "course/people",
    "market",
    "market/board",
    "market/print",
    "settings",
    "together",
    "together/plan",
    "together/{council}",
    "together/{party}",
    "together/{held}",
    "together/{council}/run",
    "together/{council}/run?at=decisions",
    "together/{council}/run?at={point}",
    "together/{council}/run?at=end",
    "together/{council}/minutes",
    "together/{inventory}/run",
    "together/{inventory}/run?at=alone",
    "together/{inventory}/run?at=wall",
    "together/{inventory}/run?at=cards",
    "paper",
    "paper/cut-out",
    "paper/wall",
    "paper/wall?size=a3",
    "paper/pupils",
    "paper/slips",
    "paper/questions",
    "paper/games",
    "paper/answers",
    "paper/agreements",
    "paper/agreements?blank=1",
    "paper/meetings",
    "paper/observers",
    "paper/self-evaluations",
    "paper/self-evaluations?blank=1",
    "paper/cards",
    "paper/replies",
    "paper/workshops",
    "paper/sign-ups",
    "paper/sign-ups/{full}",
    "paper/half-way",
    "paper/half-way?blank=1",
    "paper/half-way/enter",
    "paper/self-evaluations/enter",
    "paper/traces",
    "memory",
    "memory/keep",
    "year",
    "rules",
    "paper/parents?lang=fr&lang=ar",
    "paper/poster",
    "networks/{network}/gatherings/plan",
    "networks/{network}/gatherings/{net_council}",
    "networks/{network}/gatherings/{net_council}/minutes",
    "networks/{network}/gatherings/{net_party}",
    "networks/{network}/journal",
    "networks/{network}/journal/{net_issue}",
    "networks/{network}/journal/{net_issue}/part",
    "networks/{network}/journal/{net_old_issue}",
    "networks/{network}/journal/{net_old_issue}/leaflet",
    "networks",
    "networks/new",
    "networks/join",
    "networks/asked",
    "networks/{val}",
    "networks/{val}/wall",
    "networks/{val}/wall/{their_card}",
    "networks/{val}/shown",
    "networks/{val}/charter",
    "networks/{val}/leave",
    "networks/{val}/suggestions",
    "networks/{val}/across",
    "networks/{val}/across/new?card={their_card}",
    "networks/{val}/across/new?card={their_card}&person={hugo}",
    "exchanges/{between}",
    "nowhere",
)
# Without a session; the second as after a launch whose cookie did not come back.
NOBODY = ("", "?arrived=code", "goodbye", "gone-on")


@pytest.fixture(scope="module")
def found(backstage: Backstage) -> dict[str, UUID]:
    """The class, with something everywhere."""
    return prepare(backstage)


@pytest.fixture(scope="module")
def screens(
    browser: Browser, backstage: Backstage, found: dict[str, UUID]
) -> Iterator[dict[str, Page]]:
    """One screen for each part, in browsers that know nothing of each other."""
    ways = {
        "pupil": backstage.way_in(ZOE),
        "teacher": backstage.way_in(TEACHER),
        "unnamed": backstage.way_in(found["unnamed"], Role.PUPIL),
        "nobody": "about:blank",
    }
    opened = {}
    for name, way in ways.items():
        opened[name] = browser.new_context().new_page()
        opened[name].goto(way)
    yield opened
    for page in opened.values():
        page.context.close()


@pytest.mark.parametrize("path", PUPIL)
def test_a_pupils_page(
    path: str, screens: dict[str, Page], backstage: Backstage, found: dict[str, UUID]
) -> None:
    page = screens["pupil"]
    page.goto(backstage.url(path.format(**found)))
    _look(page)


@pytest.mark.parametrize("path", TEACHING)
def test_a_teachers_page(
    path: str, screens: dict[str, Page], backstage: Backstage, found: dict[str, UUID]
) -> None:
    page = screens["teacher"]
    page.goto(backstage.url(path.format(**found)))
    _look(page)


@pytest.mark.parametrize("path", NOBODY)
def test_a_page_without_a_session(
    path: str, screens: dict[str, Page], backstage: Backstage
) -> None:
    page = screens["nobody"]
    page.goto(backstage.url(path))
    _look(page)


def test_the_page_of_a_launch_that_failed(screens: dict[str, Page], backstage: Backstage) -> None:
    page = screens["nobody"]
    page.goto(f"{backstage.tool}/lti/login")
    assert page.locator("#launch-failure").is_visible()
    _look(page)


def test_the_question_for_a_name(screens: dict[str, Page]) -> None:
    page = screens["unnamed"]
    assert page.url.endswith("/name")
    _look(page)


def test_a_file_of_another_year_and_of_another_name(
    screens: dict[str, Page], backstage: Backstage
) -> None:
    page = screens["pupil"]
    page.goto(backstage.url("trace/bring"))
    data = told(name="Malo L.", offers=[{"words": LONG}, {"words": "tricoter"}])
    file = {"name": "trace.json", "mimeType": "application/json", "buffer": data}
    page.locator("#file").set_input_files(file)
    page.locator("form.form button.button-primary").click()
    assert page.locator("input[name=mine]").is_visible()
    _look(page)


def test_a_card_without_words(screens: dict[str, Page], backstage: Backstage) -> None:
    page = screens["pupil"]
    page.goto(backstage.url("savoirs/new/offer"))
    page.locator("main form button.button-primary").click()
    page.wait_for_selector("#words-error")
    _look(page)


def test_a_list_that_cannot_be_read_and_one_that_can(
    screens: dict[str, Page], backstage: Backstage
) -> None:
    page = screens["teacher"]
    page.goto(backstage.url("people/import"))
    page.locator("main form button.button-primary").click()
    page.wait_for_selector("#list-error")
    _look(page)
    page.locator("#text").fill("prénom;nom;offre\nZoé;Bérénger;tisser\nMila;Adam;broder\n;;rien")
    page.locator("main form button.button-primary").click()
    page.wait_for_selector("input[name=fingerprint]", state="attached")
    _look(page)


def test_a_pile_of_cards_with_a_mistake(
    screens: dict[str, Page], backstage: Backstage, found: dict[str, UUID]
) -> None:
    page = screens["teacher"]
    page.goto(backstage.url("paper/cards"))
    page.locator(f"#offer-{found['hugo'].hex}").fill(f"{'x' * 130} | rien")
    page.locator(".grid-save button").click()
    page.wait_for_selector("main .field-error")
    _look(page)


def test_a_line_that_changed_before_one_agreed(
    screens: dict[str, Page], backstage: Backstage, found: dict[str, UUID]
) -> None:
    page = screens["pupil"]
    page.goto(backstage.url(f"exchanges/{found['agreeing']}"))
    page.evaluate("document.querySelector('#line-contents [name=revision]').value = ''")
    page.locator("#line-contents form[action$='/agree'] button").click()
    page.wait_for_selector(".calm-page")
    _look(page)


@pytest.mark.parametrize("part", ["pupil", "teacher"])
def test_the_menus(part: str, screens: dict[str, Page], backstage: Backstage) -> None:
    page = screens[part]
    page.goto(backstage.url("wall"))
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for menu in page.locator("details[data-menu] > summary:visible").all():
            menu.click()
            assert not _axe(page), (width, height)
            assert page.evaluate(_TOO_WIDE) == [], (width, height)
            for item in page.locator("details[open] .menu-panel :is(a, button)").all():
                item.scroll_into_view_if_needed()
                box = item.bounding_box()
                assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
            page.keyboard.press("Escape")


def _look(page: Page) -> None:
    """Fail with everything that is wrong with this page."""
    page.evaluate("document.querySelectorAll('details:not([data-menu])').forEach(d => d.open = 1)")
    page.set_viewport_size({"width": 960, "height": 360})
    wrong = [f"light: {one}" for one in _axe(page)]
    page.emulate_media(color_scheme="dark")
    wrong += [f"dark: {one}" for one in _axe(page, "color-contrast")]
    page.emulate_media(color_scheme="light")
    wrong += [f"nothing to listen to: {one}" for one in page.evaluate(_SILENT)]
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        wrong += [f"{width}×{height}, too wide: {one}" for one in page.evaluate(_TOO_WIDE)]
        wrong += [f"{width}×{height}, scrolls: {one}" for one in page.evaluate(_SCROLLS_INSIDE)]
    assert not wrong, "\n".join(wrong)


def _axe(page: Page, *rules: str) -> list[str]:
    page.evaluate(f"window.axe || (() => {{ {AXE} }})(); 0")
    only: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        only["runOnly"] = list(rules)
    told: list[str] = page.evaluate(
        "only => axe.run(document, only).then(found => found.violations.map(v =>"
        " `${v.id}: ${v.help} ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 300)).join(' | ')}`))",
        only,
    )
    return told


# When the page is wider than its window: the innermost elements that stick out.
_TOO_WIDE = """() => {
  const all = document.scrollingElement;
  if (all.scrollWidth <= innerWidth) return [];
  const out = [...document.body.querySelectorAll('*')].filter((one) => {
    const box = one.getBoundingClientRect();
    return one.checkVisibility() && box.width && (box.right > innerWidth + 1 || box.left < -1);
  });
  const inner = out.filter((one) => !out.some((other) => other !== one && one.contains(other)));
  return [`${all.scrollWidth} px`, ...inner.slice(0, 4).map((one) => one.outerHTML.slice(0, 200))];
}"""

# Buttons to listen whose text is not on the page.
_SILENT = """() => [...document.querySelectorAll('[data-listen]')]
  .map((one) => one.dataset.listen)
  .filter((id) => !document.getElementById(id)?.innerText.trim())"""

# Elements with a scroll bar of their own beside the page's.
_SCROLLS_INSIDE = """() => [...document.body.querySelectorAll('*')].filter((one) => {
  const style = getComputedStyle(one);
  const may = (wish) => wish === 'auto' || wish === 'scroll';
  // A long text scrolls in the place where it is typed.
  if (one.matches('[data-menu] *, textarea')) return false;
  return (may(style.overflowY) && one.scrollHeight > one.clientHeight + 1)
    || (may(style.overflowX) && one.scrollWidth > one.clientWidth + 1);
}).map((one) => one.outerHTML.slice(0, 200))"""
