"""Every sheet as it leaves the printer, looked at as a picture; the grid as a teacher fills it."""

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from rers_school.classroom.services import drafts
from rers_school.classroom.services.quick_grid import field_of
from tests.browser.backstage import TEACHER, Backstage
from tests.browser.every_state import ZOE, prepare

# Pixels for a point of the page (1/72 inch).
SCALE = 1.5


def _pixels(mm: float) -> int:
    return int(mm / 25.4 * 72 * SCALE)


# No printer reaches the outer 5 mm. The browser cuts off what leaves the page's area, 10 mm from
# the edge: what is too wide leaves ink on the half millimetre inside it, where nothing else is.
EDGE, SIDE = _pixels(5), _pixels(10.5)
DARK = 160
A4, A4_LYING, A3_LYING = (210, 297), (297, 210), (420, 297)

# The sheet, its paper, and the fewest and most pages that the invented class needs.
SHEETS = {
    "cut-out": (A4, 9, 12),
    "wall": (A4_LYING, 3, 5),
    "wall?size=a3": (A3_LYING, 2, 2),
    "pupils": (A4, 26, 26),
    "slips": (A4, 1, 1),
    "questions": (A4, 3, 3),
    "games": (A4, 4, 4),
    "answers": (A4, 1, 2),
    "agreements": (A4, 5, 8),
    "agreements?blank=1": (A4, 2, 2),
    "meetings": (A4, 2, 2),
    "observers": (A4, 1, 1),
    "workshops": (A4, 3, 3),
    "half-way": (A4, 1, 1),
    "half-way?blank=1": (A4, 1, 1),
    "self-evaluations": (A4, 6, 6),
    "self-evaluations?blank=1": (A4, 3, 3),
}


@pytest.fixture(scope="module")
def prepared(backstage: Backstage) -> Backstage:
    """The invented class, with exchanges and proposals in every state."""
    prepare(backstage)
    return backstage


@pytest.fixture(scope="module")
def page(browser: Browser, prepared: Backstage) -> Iterator[Page]:
    """The teacher's screen."""
    context = browser.new_context()
    opened = context.new_page()
    opened.goto(prepared.way_in(TEACHER))
    yield opened
    context.close()


def _pictures(page: Page) -> list[np.ndarray]:
    """Return the pages that the browser would print, as grey pictures."""
    # Backgrounds are not printed unless somebody asks for it: the sheets do without.
    printed = page.pdf(prefer_css_page_size=True, print_background=False)
    with closing(pypdfium2.PdfDocument(printed)) as document:
        return [
            one.render(scale=SCALE, grayscale=True).to_numpy().squeeze().copy() for one in document
        ]


def _ink_at_the_edge(picture: np.ndarray) -> bool:
    outside = picture.copy()
    outside[EDGE:-EDGE, SIDE:-SIDE] = 255
    return bool((outside < DARK).any())


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_as_it_is_printed(sheet: str, page: Page, prepared: Backstage) -> None:
    paper, fewest, most = SHEETS[sheet]
    page.goto(prepared.url(f"paper/{sheet}"))
    pictures = _pictures(page)
    assert fewest <= len(pictures) <= most, len(pictures)
    for number, picture in enumerate(pictures, 1):
        height, width = picture.shape
        measured = (width / SCALE / 72 * 25.4, height / SCALE / 72 * 25.4)
        assert measured == pytest.approx(paper, abs=1), number
        assert not _ink_at_the_edge(picture), f"page {number}: something is cut off"
        assert (picture < DARK).mean() > 0.002, f"page {number} is blank"


def test_the_look_at_a_page_finds_ink_at_its_edge(page: Page, prepared: Backstage) -> None:
    """What the test above relies on: a sheet that is too wide is noticed."""
    page.goto(prepared.url("paper/slips"))
    assert not any(map(_ink_at_the_edge, _pictures(page)))
    page.evaluate(
        "document.styleSheets[1].insertRule("
        "'.cut-demand { translate: 2mm }', document.styleSheets[1].cssRules.length)"
    )
    assert any(map(_ink_at_the_edge, _pictures(page)))


def test_no_card_is_torn_by_the_end_of_a_page(page: Page, prepared: Backstage) -> None:
    """Every outline that begins on a page ends on it: its tab or notch is in the middle."""
    page.goto(prepared.url("paper/cut-out"))
    cards = page.locator(".cut").count()
    pictures = _pictures(page)
    whole = 0
    for picture in pictures:
        # A card's upper and lower edge run through the middle of the left column unbroken.
        lines = (picture[:, 100:180] < DARK).all(axis=1)
        rows = int((lines[1:] & ~lines[:-1]).sum())
        rows -= picture is pictures[0]  # the line under the small heading
        assert rows % 2 == 0, "an outline is open"
        whole += rows // 2
    assert whole == -(-cards // 2)


def test_nothing_but_the_sheet_is_printed(page: Page, prepared: Backstage) -> None:
    page.goto(prepared.url("paper/pupils"))
    page.emulate_media(media="print")
    for gone in (".bar", "h1", "[data-print]", ".crumb"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".sheet").first).to_be_visible()
    shadows = page.evaluate(
        "[...document.querySelectorAll('.sheet, .sheet *')]"
        ".filter(one => getComputedStyle(one).boxShadow !== 'none').length"
    )
    assert shadows == 0
    page.emulate_media(media="screen")


def test_the_button_opens_the_printers_window(page: Page, prepared: Backstage) -> None:
    page.goto(prepared.url("paper/slips"))
    page.evaluate("window.print = () => { document.title = 'printed' }")
    page.locator("[data-print]").click()
    expect(page).to_have_title("printed")


def test_the_grid_proposes_keeps_and_enters(page: Page, prepared: Backstage) -> None:
    with prepared.work() as db:
        hugo = prepared.actor(db, "Hugo Lambert").membership_id
    field = page.locator(f"#{field_of('offer', hugo)}")
    page.goto(prepared.url("paper/cards"))
    field.press_sequentially("siffler fort | jouer de la gui")
    page.locator(".grid-names button", has_text="jouer de la guitare").click()
    expect(field).to_have_value("siffler fort | jouer de la guitare")
    expect(page.locator("[data-draft-status]")).not_to_be_empty()
    assert "siffler fort" in prepared.drafts()
    prepared.lose_sessions()
    page.goto(prepared.way_in(TEACHER))
    page.goto(prepared.url("paper/cards"))
    expect(field).to_have_value("siffler fort | jouer de la guitare")
    page.locator(".grid-save button").click()
    expect(page.locator(".flash")).to_contain_text("2")
    expect(field).to_have_value("")
    assert prepared.offers("siffler fort") == 1
    with prepared.work() as db:
        assert drafts.kept(db, prepared.actor(db, TEACHER), drafts.GRID) is None


def test_the_grid_without_javascript(browser: Browser, prepared: Backstage) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(prepared.way_in(TEACHER))
    plain.goto(prepared.url("paper/cards"))
    with prepared.work() as db:
        zoe = prepared.actor(db, ZOE).membership_id
    wrong = "x" * 130
    plain.locator(f"#{field_of('demand', zoe)}").fill(f"tisser\n{wrong}")
    plain.locator(".grid-save button").click()
    line = plain.locator(f"#line-{zoe.hex}")
    expect(line.locator(".field-error")).to_be_visible()
    expect(line.locator("[aria-invalid]")).to_have_value(wrong)
    expect(line).to_contain_text("tisser")
    context.close()


def test_sheets_that_came_back_are_entered_without_javascript(
    browser: Browser, prepared: Backstage
) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(prepared.way_in(TEACHER))
    plain.goto(prepared.url("paper"))
    plain.get_by_role("link", name="Saisir les feuilles d’inscription").click()
    plain.get_by_role("link", name="une fresque").click()
    plain.locator(".curtain > summary").click()
    plain.get_by_label("Ligne 6").select_option("Hugo L.")
    plain.get_by_label("Une autre séance").first.select_option("Raphaël C.")
    plain.get_by_role("button", name="Saisir ces noms").click()
    expect(plain.locator(".flash")).to_have_text("2 inscrits ont une place.")
    plain.goto(prepared.url("paper/half-way/enter"))
    plain.locator(".curtain > summary").click()
    plain.get_by_label("A écrit sur sa fiche").check()
    plain.get_by_role("button", name="Saisir ces fiches").click()
    expect(plain.locator(".flash")).to_have_text("1 fiche est saisie.")
    expect(plain.locator("main .empty")).to_be_visible()
    plain.goto(prepared.way_in(ZOE))
    expect(plain.locator("#half-way")).to_have_count(0)
    context.close()
