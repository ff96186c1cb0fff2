"""One browser and one demonstration for each worker; one class for each test file."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Frame,
    Locator,
    Page,
    Playwright,
    sync_playwright,
)

from tests.browser.backstage import CLASS_5E, Backstage, behind
from tests.browser.chromium import running_browser, running_demo

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
FRAME = {"width": 1000, "height": 720}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(_playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A Chromium with third-party cookies blocked."""
    with running_browser(tmp_path_factory.mktemp("chromium")) as address:
        connected = _playwright.chromium.connect_over_cdp(address)
        yield connected
        connected.close()


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demonstration keeps its files."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def demo(demo_folder: Path) -> Iterator[str]:
    """The demonstration's one address."""
    with running_demo(demo_folder) as address:
        yield address


@pytest.fixture(scope="module")
def backstage(demo: str, demo_folder: Path) -> Iterator[Backstage]:
    """The class of the demonstration, for what others do meanwhile."""
    with behind(demo, demo_folder / "demo") as class_behind:
        yield class_behind


@pytest.fixture(scope="module")
def backstage_5e(demo: str, demo_folder: Path) -> Iterator[Backstage]:
    """The class of the demonstration's other school, a collège."""
    with behind(demo, demo_folder / "demo", CLASS_5E) as class_behind:
        yield class_behind


class Desk:
    """Somebody at a screen: their course page and the tool in its frame."""

    def __init__(self, page: Page, errors: list[str]) -> None:
        self.page = page
        self.errors = errors

    @property
    def tool(self) -> Frame:
        """Return the tool's frame as it is now."""
        self.page.wait_for_selector("#contentframe")
        for _ in range(200):
            for frame in self.page.frames:
                if "//localhost:" in frame.url and "/c/" in frame.url:
                    frame.wait_for_load_state("load")
                    return frame
            self.page.wait_for_timeout(50)
        raise AssertionError([frame.url for frame in self.page.frames])

    def go(self, tab: str) -> Frame:
        """Press a tab of the bar and return the tool's frame."""
        tool = self.tool
        link = tool.locator(".tabs a.tab", has_text=tab)
        if not (link.count() and link.first.is_visible()):
            tool.locator("details[data-menu] > summary").first.click()
            link = tool.locator(".menu-panel a", has_text=tab)
        return self.press(link.first)

    def press(self, target: Locator) -> Frame:
        """Press a link or a button that leads to another page, and wait until it is there."""
        self.page.bring_to_front()
        tool = self.tool
        with self.page.expect_event("framenavigated", lambda frame: frame == tool):
            target.click()
        tool.wait_for_load_state("load")
        return self.tool

    def check(self) -> None:
        """Fail when axe finds something, or the browser complained."""
        tool = self.tool
        tool.evaluate(AXE + "; 0")
        found = tool.evaluate(
            "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map("
            "v => v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 3).map(n => n.html).join(' | ')))"
        )
        assert not found, "\n".join(found)
        assert not self.errors, self.errors


def open_desk(context: BrowserContext, demo: str, name: str) -> Desk:
    """Open somebody's course page in ``context``, as from the practice LMS's index.

    The index has everybody of both schools, whose names differ.
    """
    index = context.new_page()
    index.goto(demo)
    address = index.locator("a.person", has_text=name).first.get_attribute("href")
    index.close()
    assert address
    page = context.new_page()
    page.set_viewport_size(FRAME)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda message: errors.append(message.text) if _complains(message.text) else None,
    )
    page.goto(address)
    return Desk(page, errors)


@pytest.fixture
def sit(browser: Browser, demo: str) -> Iterator[Callable[[str], Desk]]:
    """Return a function that opens somebody's course page."""
    desks: list[Desk] = []

    def open_page(name: str) -> Desk:
        desks.append(open_desk(browser.contexts[0], demo, name))
        return desks[-1]

    yield open_page
    for desk in desks:
        desk.page.close()


def _new_window(browser: Browser) -> Page:
    """Open a window of its own: a tab behind another one would be hidden, and poll seldom."""
    context = browser.contexts[0]
    session = browser.new_browser_cdp_session()
    with context.expect_page() as opened:
        session.send("Target.createTarget", {"url": "about:blank", "newWindow": True})
    session.detach()
    return opened.value


def _complains(text: str) -> bool:
    return "Content Security Policy" in text or "Uncaught" in text
