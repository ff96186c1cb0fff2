"""An administrator connects the tool with one address; a teacher sets up her course with it.

The LMS is on 127.0.0.1 and the tool on localhost: two sites, as in a school. People are in the
LMS by a session, whose cookie is Lax.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, Route, expect
from sqlalchemy import select

from rers_school.db import open_session
from rers_school.lti import invitations
from rers_school.lti.models import Platform
from tests.browser.backstage import TEACHER, Backstage
from tests.browser.conftest import AXE


@dataclass
class Office:
    """A page of the LMS, and the tool's frame in it."""

    page: Page
    lms: str
    behind: Backstage

    def tool(self, part: str) -> Frame:
        """Return the tool's frame once it shows an address with ``part`` in it."""
        for _ in range(300):
            for frame in self.page.frames:
                if urlsplit(frame.url).hostname == "localhost" and part in frame.url:
                    frame.wait_for_load_state("load")
                    return frame
            self.page.wait_for_timeout(50)
        raise AssertionError(
            [(one.url, one.locator("body").inner_text()) for one in self.page.frames]
        )

    def check(self, frame: Frame) -> None:
        """Fail when axe finds something in the tool's page."""
        frame.evaluate(AXE + "; 0")
        found = frame.evaluate(
            "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map("
            "v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html).join(' | ')))"
        )
        assert not found, "\n".join(found)

    def invitation(self) -> str:
        """Return the address that the operator gives to the administrator."""
        rers = self.behind.app.extensions["rers"]
        with open_session(rers.engine, writes=True) as db:
            secret = invitations.invite(db, school="École Verne", activates=True)
            db.commit()
        return f"{self.behind.tool}/lti/register?invitation={secret}"

    def log_in(self, name: str) -> None:
        self.page.goto(f"{self.lms}login")
        self.page.locator("#user").select_option(label=name)
        self.page.locator("form button").click()
        self.page.wait_for_url(re.compile("/course/"))

    def open_activity(self, title: str) -> None:
        self.page.goto(f"{self.lms}course/2")
        self.page.locator("nav a", has_text=title).click()
        expect(self.page.locator("h1")).to_have_text(title)


@pytest.fixture(scope="module")
def office(browser: Browser, demo: str, backstage: Backstage) -> Iterator[Office]:
    page = browser.contexts[0].new_page()
    page.set_viewport_size({"width": 1000, "height": 720})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda said: errors.append(said.text) if "Content Security" in said.text else None,
    )
    yield Office(page, demo, backstage)
    page.close()
    assert not errors, errors


def test_one_pasted_address_connects_the_tool(office: Office) -> None:
    page = office.page
    page.goto(f"{office.lms}admin/")
    page.locator("#url").fill(office.invitation())
    page.locator("form:has(#url) button").click()
    tool = office.tool("/lti/register")
    expect(tool.locator("h1")).to_have_text("La plateforme est reliée")
    office.check(tool)
    tool.get_by_role("button", name="Fermer").click()
    page.wait_for_url("**/admin/#tools")
    entry = page.locator("[data-tool]").last
    expect(entry).to_contain_text("En attente")
    entry.get_by_role("button", name="Activer").click()
    expect(page.locator("[data-tool]").last).to_contain_text("Actif")
    with open_session(office.behind.app.extensions["rers"].engine) as db:
        (platform,) = db.scalars(select(Platform).where(Platform.client_id.not_like("practice-%")))
    assert platform.active
    assert platform.issuer == office.lms.rstrip("/")


def test_the_teacher_chooses_what_the_activities_open_on(office: Office) -> None:
    page = office.page
    office.log_in(TEACHER)
    page.locator("details.more > summary").click()
    page.locator("details.more a").click()
    page.locator("a.person").last.click()
    tool = office.tool("/lti/launch")
    expect(tool.locator("h1")).to_have_text("Qu’est-ce que l’activité ouvre ?")
    office.check(tool)
    tool.get_by_label("Le mur des savoirs").check()
    tool.get_by_label("Ensemble").check()
    tool.get_by_role("button", name="Ajouter au cours").click()
    page.wait_for_url(re.compile(r"/course/2"))
    for title in ("Échanges de savoirs", "Le mur des savoirs", "Ensemble"):
        expect(page.locator("nav a", has_text=title).last).to_be_visible()
    office.open_activity("Le mur des savoirs")
    office.check(office.tool("/wall"))
    office.open_activity("Ensemble : où en est notre réseau")
    office.check(office.tool("/together"))


def test_the_class_follows_the_course(office: Office) -> None:
    office.log_in(TEACHER)
    office.open_activity("Le mur des savoirs")
    tool = office.tool("/wall")
    root = tool.url.split("/wall")[0]
    tool.goto(f"{root}/course")
    tool.get_by_role("link", name="Regarder la liste").click()
    tool = office.tool("/course/people")
    expect(tool.locator("h2", has_text="Nouveaux dans la classe")).to_be_visible()
    office.check(tool)
    tool.get_by_role("button", name="Le faire").click()
    tool = office.tool("/people")
    expect(tool.locator("tbody tr")).not_to_have_count(1)
    office.log_in("Zoé Bérénger")
    office.open_activity("Le mur des savoirs")
    expect(office.tool("/wall").locator(".bar-name")).to_have_text(re.compile("Zoé"))


def test_the_role_switched_shows_the_pupils_view(office: Office) -> None:
    page = office.page
    office.log_in(TEACHER)
    page.locator("details.more > summary").click()
    page.get_by_role("button", name="Voir le cours comme un élève").click()
    office.open_activity("Échanges de savoirs")
    tool = office.tool("/c/")
    expect(tool.locator("main")).to_contain_text("comme un élève la voit")
    page.get_by_role("button", name="Reprendre mon rôle").click()
    office.open_activity("Échanges de savoirs")
    office.tool("/class")


def choose_storage(office: Office, answer: str) -> None:
    office.page.goto(f"{office.lms}admin/")
    office.page.locator("#platform_storage").select_option(answer)
    office.page.locator("#options form button").click()
    expect(office.page.locator("#platform_storage")).to_have_value(answer)


@pytest.fixture
def storage(office: Office) -> Iterator[None]:
    """Let the LMS offer its storage."""
    choose_storage(office, "yes")
    yield
    choose_storage(office, "no")


@pytest.mark.usefixtures("storage")
def test_with_the_platforms_storage_people_come_in_as_well(office: Office) -> None:
    office.page.add_init_script(
        "addEventListener('message', said => (window.heard ||= []).push(said.data.subject))"
    )
    office.log_in("Zoé Bérénger")
    office.open_activity("Le mur des savoirs")
    office.tool("/wall")
    assert office.page.evaluate("window.heard") == ["lti.put_data"]


@pytest.mark.usefixtures("storage")
def test_without_any_cookie_the_platforms_storage_proves_the_browser(office: Office) -> None:
    """The tool's cookies are all taken away between login and launch."""
    page = office.page

    def without_cookies(route: Route) -> None:
        page.context.clear_cookies(domain="localhost")
        route.continue_(headers={**route.request.headers, "user-agent": "another"})

    page.route("**/lti/launch", without_cookies)
    office.log_in("Zoé Bérénger")
    office.open_activity("Le mur des savoirs")
    tool = office.tool("/lti/prove")
    link = tool.get_by_role("link", name="Ouvrir dans un nouvel onglet")
    expect(link).to_be_visible()
    office.check(tool)
    with page.context.expect_page() as opened:
        link.click()
    expect(opened.value.locator(".bar-name")).to_have_text(re.compile("Zoé"))
    assert "/wall" in opened.value.url
    opened.value.close()
    page.unroute("**/lti/launch")


def test_the_way_back_leads_out_of_the_frame(office: Office) -> None:
    office.log_in("Zoé Bérénger")
    office.open_activity("Le mur des savoirs")
    tool = office.tool("/wall")
    tool.locator(".bar-end details > summary").click()
    back = tool.get_by_role("link", name="Retour au cours")
    assert back.get_attribute("target") == "_top"
    back.click()
    office.page.wait_for_url(re.compile(r"/course/2"))
