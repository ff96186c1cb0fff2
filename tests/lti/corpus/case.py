"""What a bad launch is: a name that says what is tried, a deed over HTTP, the refusals allowed."""

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.lti.platform import CLAIM, Begun, Lms

PUPIL = "pupil_resource_launch"
TEACHER = "teacher_resource_launch"
# The person of the captured launch; no page and no log may name them.
PERSON = ("Zoé", "Bérénger", "zoe@ecole.example")
_WORTH_HIDING = 12


@dataclass
class Attack:
    """Somebody who may register nothing, but send whatever they like; remembers every secret.

    ``let_in`` counts the launches that were in order, which some cases need before the bad one.
    """

    lms: Lms
    secrets: set[str] = field(default_factory=lambda: set(PERSON))
    hostile: set[str] = field(default_factory=set)
    let_in: int = 0

    def browser(self, **headers: str) -> FlaskClient:
        """Return a browser with an empty cookie jar, which reads English."""
        return self.lms.browser(accept_language="en", **headers)

    def elsewhere(self) -> FlaskClient:
        """Return a browser at another address: where no cookie comes back, that is all one sees.

        Without any cookie the same computer is offered a tab of its own (lti.md, "Cookies"), so
        a thief sits at another one.
        """
        browser = self.browser(user_agent="another browser")
        browser.environ_base["REMOTE_ADDR"] = "192.0.2.7"
        return browser

    def begin(self, browser: FlaskClient, **changes: Any) -> Begun:
        """Begin a login that is in order, as anybody can."""
        begun = self.lms.begin(browser, **changes)
        self.secrets |= {begun.state, begun.nonce, self.cookie(begun)[1]}
        return begun

    def cookie(self, begun: Begun) -> tuple[str, str]:
        """Return name and value of the cookie that a login gave to its browser."""
        name, _, rest = begun.response.headers["Set-Cookie"].partition("=")
        return name, rest.partition(";")[0]

    def claims(self, begun: Begun, changes: Mapping[str, Any] = {}) -> dict[str, Any]:
        """Return the claims of a pupil's launch, changed."""
        self.hide(dict(changes))
        return self.lms.claims(PUPIL, begun.nonce, changes)

    def token(self, begun: Begun, changes: Mapping[str, Any] = {}, **header: Any) -> str:
        """Return the platform's own token for a login, with claims and header changed."""
        return self.lms.sign(self.claims(begun, changes), **header)

    def signed(self, payload: bytes, **header: Any) -> str:
        """Return a token of the platform over any bytes at all."""
        return self.lms.sign_bytes(payload, **header)

    def send(self, browser: FlaskClient, state: str, token: str, **more: str) -> TestResponse:
        """Post a launch; from now on its token is a secret."""
        self.secrets |= {part for part in token.split(".")[1:] if len(part) >= _WORTH_HIDING}
        return self.lms.send(browser, state, token, **more)

    def launch(
        self,
        changes: Mapping[str, Any] = {},
        *,
        alter: Callable[[str], str] = str,
        **header: Any,
    ) -> TestResponse:
        """Begin a login and end it with a token that was changed before or after signing."""
        browser = self.browser()
        begun = self.begin(browser)
        return self.send(browser, begun.state, alter(self.token(begun, changes, **header)))

    def in_order(self, browser: FlaskClient | None = None, name: str = PUPIL) -> tuple[Begun, str]:
        """Launch as somebody who may; return the login and its token, which are used up now."""
        browser = browser or self.browser()
        begun = self.begin(browser)
        token = self.lms.sign(self.lms.claims(name, begun.nonce))
        answer = self.send(browser, begun.state, token)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        self.let_in += 1
        return begun, token

    @contextmanager
    def outside_only(self) -> Iterator[None]:
        """Forbid the tool, for a while, to reach platforms inside the network."""
        rers = self.lms.app.extensions["rers"]
        before = rers.settings
        rers.settings = replace(before, allow_private_platforms=False)
        try:
            yield
        finally:
            rers.settings = before

    def hide(self, value: Any) -> None:
        """Expect no text of this value, however deep, in a log or on a page."""
        if isinstance(value, str):
            if len(value) >= _WORTH_HIDING and not value.startswith(CLAIM):
                self.hostile.add(value)
        elif isinstance(value, Mapping):
            for one in value.values():
                self.hide(one)
        elif isinstance(value, list):
            for one in value:
                self.hide(one)


Act = Callable[[Attack], TestResponse]


@dataclass(frozen=True)
class Case:
    """One bad launch; ``codes``: how the tool may name the failure.

    ``status`` is set where the request is refused before anything of it is read as a launch: such
    a page has no reference, for there is nothing to look up.
    """

    name: str
    kind: str
    act: Act
    codes: frozenset[str]
    status: int | None = None


class Book:
    """The cases of one kind."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.cases: list[Case] = []

    def add(self, name: str, code: str, act: Act, *others: str) -> None:
        """Enter a case; ``code`` and ``others`` are the refusals allowed."""
        self.cases.append(Case(name, self.kind, act, frozenset({code, *others})))

    def case(self, name: str, code: str, *others: str) -> Callable[[Act], Act]:
        """Enter the decorated deed as a case."""

        def enter(act: Act) -> Act:
            self.add(name, code, act, *others)
            return act

        return enter

    def outside(self, name: str, status: int) -> Callable[[Act], Act]:
        """Enter a deed that is refused with this status before it is read as a launch."""

        def enter(act: Act) -> Act:
            self.cases.append(Case(name, self.kind, act, frozenset(), status))
            return act

        return enter

    def claims(self, name: str, code: str, changes: Mapping[str, Any], *others: str) -> None:
        """Enter a launch whose token is the platform's own, with these claims changed."""
        self.add(name, code, lambda attack: attack.launch(changes), *others)

    def altered(self, name: str, code: str, alter: Callable[[str], str], *others: str) -> None:
        """Enter a launch whose token is altered after signing."""
        self.add(name, code, lambda attack: attack.launch(alter=alter), *others)


def b64(data: bytes) -> str:
    """Return bytes as a segment of a token."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(segment: str) -> bytes:
    """Return the bytes of a segment."""
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))


def compact(header: Any, payload: Any, signature: bytes = b"") -> str:
    """Return a token put together by hand."""
    parts = (part if isinstance(part, bytes) else json.dumps(part).encode()
             for part in (header, payload))  # fmt: skip
    return ".".join([*map(b64, parts), b64(signature)])
