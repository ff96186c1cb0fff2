"""What only a browser shows of the practice LMS: frames that close, a Lax cookie, storage.

The tool here is a stand-in of a few lines on another site than the LMS.
"""

import json
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask, redirect, request
from playwright.sync_api import Browser, FrameLocator, Page, expect
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server

from rers_school.practice.app import create_practice
from rers_school.practice.settings import CourseSpec, PracticeSettings, ToolSpec
from tests.browser.chromium import free_port
from tests.browser.conftest import AXE
from tests.practice.helpers import CLAIM, NRPS_SCOPE, ToolSigner

CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
CONTENT = "https://purl.imsglobal.org/spec/lti-dl/claim/"
MEMBERS = "Prénom;Nom\nZoé;Bérénger\nThéo;Marchand\n"
CLOSE = "<script>parent.postMessage({subject: 'org.imsglobal.lti.close'}, '*')</script>"
SUBMIT = "<script>document.forms[0].submit()</script>"


@dataclass
class StandIn:
    """A tool that answers logins as ``manner`` says, and shows what it is told."""

    url: str
    signer: ToolSigner
    manner: str = "redirect"
    titles: tuple[str, ...] = ()
    configuration: dict[str, str] = field(default_factory=dict)

    def app(self) -> Flask:
        """Return the tool's pages."""
        app = Flask("standin")
        app.add_url_rule("/jwks", view_func=self.jwks)
        app.add_url_rule("/register", view_func=self.register, methods=["GET", "POST"])
        app.add_url_rule("/login", view_func=self.login, methods=["POST"])
        app.add_url_rule("/launch", view_func=self.launch, methods=["POST"])
        return app

    def jwks(self) -> dict[str, Any]:
        return {"keys": [self.signer.public_jwk()]}

    def register(self) -> str:
        if request.method == "GET":
            return '<form method="post"><button>Register</button></form>'
        with urllib.request.urlopen(request.args["openid_configuration"]) as answer:
            self.configuration = json.load(answer)
        asked = urllib.request.Request(
            self.configuration["registration_endpoint"],
            json.dumps(self._registration()).encode(),
            {
                "Authorization": f"Bearer {request.args['registration_token']}",
                "Content-Type": "application/json",
            },
        )
        with urllib.request.urlopen(asked) as answer:
            assert answer.status == 200
        return CLOSE

    def login(self) -> Any:
        query = {
            "scope": "openid",
            "response_type": "id_token",
            "response_mode": "form_post",
            "prompt": "none",
            "client_id": request.form["client_id"],
            "redirect_uri": f"{self.url}/launch",
            "login_hint": request.form["login_hint"],
            "lti_message_hint": request.form["lti_message_hint"],
            "nonce": uuid.uuid4().hex,
            "state": "the-state",
        }
        auth_url = self.configuration["authorization_endpoint"]
        if self.manner == "redirect":
            return redirect(f"{auth_url}?{urlencode(query)}")
        if self.manner == "wait":
            address = f"{auth_url}?{urlencode(query)}".replace("&", "&amp;")
            return f'<a href="{address}">Go on</a>'
        fields = "".join(
            f'<input type="hidden" name="{name}" value="{value.replace(chr(34), "&quot;")}">'
            for name, value in query.items()
        )
        return f'<form method="post" action="{auth_url}">{fields}</form>{SUBMIT}'

    def launch(self) -> str:
        if "error" in request.form:
            return f"<p id=said>{request.form['error']}</p>"
        claims = jwt.decode(request.form["id_token"], options={"verify_signature": False})
        if claims[f"{CLAIM}message_type"] == "LtiResourceLinkRequest":
            return f"<p id=said>{claims['name']}, {claims[f'{CLAIM}resource_link']['title']}</p>"
        back = claims[f"{CONTENT}deep_linking_settings"]["deep_link_return_url"]
        back = back.replace("&", "&amp;")
        answer = self.signer.signed(self._contents(claims))
        return (
            f'<form method="post" action="{back}"><input type="hidden" name="JWT"'
            f' value="{answer}"><button>Choose</button></form>'
        )

    def _registration(self) -> dict[str, Any]:
        return {
            "application_type": "web",
            "response_types": ["id_token"],
            "initiate_login_uri": f"{self.url}/login",
            "redirect_uris": [f"{self.url}/launch"],
            "client_name": "Stand-in",
            "jwks_uri": f"{self.url}/jwks",
            "token_endpoint_auth_method": "private_key_jwt",
            "scope": NRPS_SCOPE,
            CONFIGURATION: {
                "domain": self.url.removeprefix("http://"),
                "target_link_uri": f"{self.url}/launch",
                "claims": ["sub", "name", "given_name", "family_name"],
                "messages": [{"type": "LtiDeepLinkingRequest"}],
            },
        }

    def _contents(self, asked: dict[str, Any]) -> dict[str, Any]:
        moment = int(time.time())
        return {
            "iss": asked["aud"],
            "aud": asked["iss"],
            "iat": moment - 5,
            "exp": moment + 60,
            "nonce": uuid.uuid4().hex,
            f"{CLAIM}deployment_id": asked[f"{CLAIM}deployment_id"],
            f"{CLAIM}message_type": "LtiDeepLinkingResponse",
            f"{CLAIM}version": "1.3.0",
            f"{CONTENT}content_items": [
                {"type": "ltiResourceLink", "title": title} for title in self.titles
            ],
        }


@dataclass
class School:
    """The practice LMS and a tool that nobody has registered by hand."""

    issuer: str
    port: int
    tool: StandIn

    def person(self, slug: str, path: str = "/course/2") -> str:
        return f"http://{slug}.localhost:{self.port}/practice{path}"


@contextmanager
def serving(port: int, application: Any) -> Iterator[None]:
    server = make_server("127.0.0.1", port, application, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    folder: Path = tmp_path_factory.mktemp("school")
    (folder / "cm2.csv").write_text(MEMBERS, "utf-8")
    port, tool_port = free_port(), free_port()
    issuer, nowhere = f"http://127.0.0.1:{port}/practice", "http://localhost:9"
    practice = create_practice(
        PracticeSettings(
            issuer=issuer,
            data_dir=folder / "data",
            port=port,
            courses=(
                CourseSpec(
                    id="2",
                    label="CM2",
                    title="CM2 – Classe de Mme Diallo",
                    csv_path=folder / "cm2.csv",
                    teacher=("Awa", "Diallo"),
                    teacher_title="Mme",
                ),
            ),
            # The settings' tool plays no part here.
            tool=ToolSpec(
                login_url=f"{nowhere}/login",
                launch_url=f"{nowhere}/launch",
                jwks_url=f"{nowhere}/jwks",
                client_id="by-hand",
                deployment_id="1",
                redirect_uris=(f"{nowhere}/launch",),
            ),
        )
    )
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    tool = StandIn(f"http://localhost:{tool_port}", ToolSigner("standin", key))
    mounted = DispatcherMiddleware(NotFound(), {"/practice": practice})
    with serving(port, mounted), serving(tool_port, tool.app()):
        yield School(issuer, port, tool)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose complaints fail the test."""
    errors: list[str] = []
    opened = browser.contexts[0].new_page()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on(
        "console",
        lambda said: errors.append(said.text) if "Content Security" in said.text else None,
    )
    yield opened
    opened.close()
    assert not errors


def check(page: Page) -> None:
    """Fail when axe finds something on the LMS's own page."""
    page.evaluate(AXE + "; 0")
    found = page.evaluate(
        "axe.run(document, {resultTypes: ['violations'], iframes: false}).then(r =>"
        " r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html).join(' | ')))"
    )
    assert not found, "\n".join(found)


def framed(page: Page) -> FrameLocator:
    return page.frame_locator("#contentframe")


def choose_storage(page: Page, school: School, answer: str) -> None:
    page.goto(f"{school.issuer}/admin/")
    page.locator("#platform_storage").select_option(answer)
    page.locator("#options form button").click()
    expect(page.locator("#platform_storage")).to_have_value(answer)


def register(page: Page, school: School) -> None:
    """Let the administrator register the tool and activate it."""
    page.goto(f"{school.issuer}/")
    page.locator('a[href$="/admin/"]').click()
    check(page)
    page.locator("#url").fill(f"{school.tool.url}/register?invitation=x")
    page.locator("form:has(#url) button").click()
    check(page)
    framed(page).locator("button").click()
    page.wait_for_url("**/admin/#tools")
    entry = page.locator("[data-tool]").last
    expect(entry).to_contain_text("Stand-in")
    expect(entry).to_contain_text("En attente")
    entry.get_by_role("button", name="Activer").click()
    expect(page.locator("[data-tool]").last).to_contain_text("Actif")


def choose_contents(page: Page, school: School, *titles: str) -> None:
    """Let the teacher add what the tool offers under these titles."""
    school.tool.titles = titles
    page.goto(school.person("mme-diallo"))
    page.locator("details.more > summary").click()
    check(page)
    page.locator("details.more a").click()
    check(page)
    page.locator("a.person", has_text="Stand-in").last.click()
    framed(page).locator("button", has_text="Choose").click()
    page.wait_for_url(school.person("mme-diallo"))


def log_in(page: Page, school: School) -> None:
    """Begin a session as Zoé on the issuer's host, and show her course there."""
    page.goto(f"{school.issuer}/login")
    check(page)
    page.locator("#user").select_option(label="Zoé Bérénger")
    page.locator("form button").click()
    page.wait_for_url(f"{school.issuer}/course/2")


@pytest.fixture
def autumn(page: Page, school: School) -> None:
    """Guarantee that the course has an activity of the tool, called Automne."""
    page.goto(school.person("zoe"))
    if not page.locator("nav a", has_text="Automne").count():
        register(page, school)
        choose_contents(page, school, "Automne")


def test_the_administrators_page_follows_the_tools_registration(page: Page, school: School) -> None:
    register(page, school)
    check(page)


def test_what_the_teacher_chooses_in_the_tool_stands_in_the_course(
    page: Page, school: School
) -> None:
    register(page, school)
    choose_contents(page, school, "Été", "Hiver")
    for title in ("Été", "Hiver"):
        page.locator("nav a", has_text=title).click()
        expect(page.locator("h1")).to_have_text(title)
        expect(framed(page).locator("#said")).to_have_text(f"Awa Diallo, {title}")
    check(page)
    page.locator("details.more > summary").click()
    page.get_by_role("button", name="Voir le cours comme un élève").click()
    expect(page.locator("form.notice")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Reprendre mon rôle").click()
    expect(page.locator("details.more")).to_be_visible()


@pytest.mark.usefixtures("autumn")
@pytest.mark.parametrize(
    ("manner", "said"), [("redirect", "Zoé Bérénger, Automne"), ("form", "login_required")]
)
def test_the_sessions_cookie_survives_a_redirect_and_no_form_of_another_site(
    page: Page, school: School, manner: str, said: str
) -> None:
    school.tool.manner = manner
    try:
        log_in(page, school)
        page.locator("nav a", has_text="Automne").click()
        expect(framed(page).locator("#said")).to_have_text(said)
        page.get_by_role("button", name="Se déconnecter").click()
        page.wait_for_url(f"{school.issuer}/")
    finally:
        school.tool.manner = "redirect"


@pytest.mark.usefixtures("autumn")
def test_who_is_taken_out_of_the_course_meanwhile_comes_back_with_an_error(
    page: Page, school: School
) -> None:
    school.tool.manner = "wait"
    office = page.context.new_page()
    try:
        page.goto(school.person("theo"))
        page.locator("nav a", has_text="Automne").click()
        expect(framed(page).locator("a")).to_be_visible()
        _press_beside(office, school, "Théo Marchand", "Retirer du cours")
        # A press in a tab behind another one is lost.
        page.bring_to_front()
        framed(page).locator("a").click()
        expect(framed(page).locator("#said")).to_have_text("access_denied")
    finally:
        _press_beside(office, school, "Théo Marchand", "Remettre dans le cours")
        office.close()
        school.tool.manner = "redirect"


def _press_beside(office: Page, school: School, name: str, button: str) -> None:
    office.bring_to_front()
    office.goto(f"{school.issuer}/admin/")
    office.locator("#user").select_option(label=name)
    office.get_by_role("button", name=button).click()
    office.wait_for_url("**/admin/#people")


ASK = """([subject, more, target]) => new Promise((resolve) => {
    const message_id = String(Math.random());
    const listen = ({ data, origin }) => {
      if (data.message_id !== message_id) return;
      removeEventListener("message", listen);
      resolve({ ...data, message_id: data.message_id === message_id, origin });
    };
    addEventListener("message", listen);
    parent.postMessage({ subject, message_id, ...more }, target);
    setTimeout(() => resolve(null), 1000);
})"""


@pytest.mark.usefixtures("autumn")
@pytest.mark.parametrize("in_session", [True, False])
def test_the_course_page_keeps_data_for_the_tool_alone(
    page: Page, school: School, in_session: bool
) -> None:
    choose_storage(page, school, "yes")
    try:
        if in_session:
            log_in(page, school)
        else:
            page.goto(school.person("zoe"))
        page.locator("nav a", has_text="Automne").click()
        expect(framed(page).locator("#said")).to_be_visible()
        tool = next(one for one in page.frames if one.url.startswith(school.tool.url))
        # A tool sends to the origin it knows, the issuer's: only in a session the page is there.
        address = school.issuer if in_session else school.person("zoe")
        origin = address.split("/practice")[0]

        def ask(subject: str, **more: Any) -> Any:
            return tool.evaluate(ASK, [subject, more, origin])

        def answer(subject: str, **more: Any) -> dict[str, Any]:
            found = {"subject": f"{subject}.response", "message_id": True, "origin": origin}
            return {**found, **more}

        offered = ask("lti.capabilities")["supported_messages"]
        assert {one["subject"] for one in offered} == {
            "lti.capabilities",
            "lti.put_data",
            "lti.get_data",
        }
        kept = {"key": "lti_state_1", "value": "nonce-1"}
        assert ask("lti.put_data", **kept) == answer("lti.put_data", **kept)
        assert ask("lti.get_data", key="lti_state_1") == answer("lti.get_data", **kept)
        nothing = {"key": "lti_state_2", "value": None}
        assert ask("lti.get_data", key="lti_state_2") == answer("lti.get_data", **nothing)
        assert ask("lti.get_data")["error"]["code"] == "bad_request"
        assert ask("lti.toString")["error"]["code"] == "unsupported_subject"
        assert ask("something.else") is None
        # Another origin finds nothing of it.
        page.evaluate("document.body.append(document.createElement('iframe'))")
        other = next(one for one in page.frames if one.url == "about:blank")
        found = other.evaluate(ASK, ["lti.get_data", {"key": "lti_state_1"}, origin])
        assert found["value"] is None
    finally:
        choose_storage(page, school, "no")


@pytest.mark.usefixtures("autumn")
def test_without_the_switch_nobody_answers(page: Page, school: School) -> None:
    page.goto(school.person("zoe"))
    page.locator("nav a", has_text="Automne").click()
    expect(framed(page).locator("#said")).to_be_visible()
    tool = next(one for one in page.frames if one.url.startswith(school.tool.url))
    assert tool.evaluate(ASK, ["lti.capabilities", {}, "*"]) is None
