"""A browser's and a tool's part in talking to the practice LMS."""

import json
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import html5lib
import jwt
from werkzeug.test import Client, TestResponse

CAPTURES = Path(__file__).parent / "captures"
ISSUER = "http://127.0.0.1:8600/practice"
TOOL = "http://localhost:8600"
CLIENT_ID = "practice-tool"
NRPS_SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"


def capture(name: str) -> dict[str, Any]:
    """Return what a real Moodle sent."""
    content: dict[str, Any] = json.loads((CAPTURES / f"{name}.json").read_text("utf-8"))
    return content


class Browser:
    """A browser without JavaScript: it opens addresses and reads the forms it finds."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, url: str, **kwargs: Any) -> TestResponse:
        return self._open("GET", url, **kwargs)

    def post(self, url: str, data: dict[str, Any], **kwargs: Any) -> TestResponse:
        return self._open("POST", url, data=data, **kwargs)

    def login_fields(self, slug: str, course: str = "2", query: str = "") -> dict[str, str]:
        """Return what the person's course page sends to the tool's login address."""
        page = self.get(person(slug, f"/launch/{course}/1{query}"))
        assert page.status_code == 200
        action, fields = posted_form(page.text)
        assert action == f"{TOOL}/lti/login"
        return fields

    def launch(self, slug: str, **changes: str | None) -> TestResponse:
        """Return the LMS's answer to the tool's authentication request for a fresh launch."""
        return self.get(
            f"{ISSUER}/auth", query_string=auth_request(self.login_fields(slug), changes)
        )

    def claims(self, slug: str, **changes: str | None) -> dict[str, Any]:
        """Return the verified claims of a fresh launch."""
        answer = self.launch(slug, **changes)
        assert answer.status_code == 200, answer.text
        return self.verified(posted_form(answer.text)[1]["id_token"])

    def verified(self, id_token: str) -> dict[str, Any]:
        """Return the claims of a token that the platform's published key has signed."""
        keys = jwt.PyJWKSet.from_dict(self.get(f"{ISSUER}/jwks").get_json())
        key = keys[jwt.get_unverified_header(id_token)["kid"]]
        return jwt.decode(id_token, key, algorithms=["RS256"], audience=CLIENT_ID, issuer=ISSUER)

    def _open(self, method: str, url: str, **kwargs: Any) -> TestResponse:
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        return self.client.open(
            path, method=method, base_url=f"{parts.scheme}://{parts.netloc}", **kwargs
        )


def person(slug: str, path: str) -> str:
    """Return an address on a person's own host."""
    return f"http://{slug}.localhost:8600/practice{path}"


def posted_form(page: str) -> tuple[str, dict[str, str]]:
    """Return where the page's form goes and the fields it sends."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    form = tree.find(".//form[@id='auto-post']")
    assert form is not None
    assert form.get("method") == "post"
    assert form.find(".//button") is not None
    fields = {one.get("name"): one.get("value") for one in form.iterfind(".//input")}
    return form.get("action"), fields


def auth_request(
    login: dict[str, str], changes: dict[str, str | None] | None = None
) -> dict[str, str]:
    """Return a correct authentication request, with some parameters changed or left out."""
    request: dict[str, str | None] = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": login["client_id"],
        "redirect_uri": f"{TOOL}/lti/launch",
        "login_hint": login["login_hint"],
        "lti_message_hint": login["lti_message_hint"],
        "nonce": uuid.uuid4().hex,
        "state": "the-state",
        **(changes or {}),
    }
    return {name: value for name, value in request.items() if value is not None}


@dataclass
class ToolKeySet:
    """What the tool publishes at its key address, and how often it was asked."""

    url: str = ""
    keys: list[dict[str, Any]] = field(default_factory=list)
    asked: int = 0


class ToolSigner:
    """The tool's key, and the assertions it signs with it."""

    def __init__(self, kid: str, private_key: Any) -> None:
        self.kid, self.private_key = kid, private_key

    def public_jwk(self) -> dict[str, Any]:
        jwk = jwt.algorithms.RSAAlgorithm.to_jwk(self.private_key.public_key(), as_dict=True)
        return {**jwk, "kid": self.kid, "alg": "RS256", "use": "sig"}

    def assertion(self, **changes: Any) -> str:
        """Return a correct client assertion, with some claims changed or left out."""
        moment = int(time.time())
        claims = {
            "iss": CLIENT_ID,
            "sub": CLIENT_ID,
            "aud": f"{ISSUER}/token",
            "iat": moment - 5,
            "exp": moment + 60,
            "jti": uuid.uuid4().hex,
            **changes,
        }
        return self.signed({name: value for name, value in claims.items() if value is not None})

    def signed(self, claims: dict[str, Any]) -> str:
        """Return these claims as a token of the tool's."""
        return jwt.encode(claims, self.private_key, "RS256", headers={"kid": self.kid})


def token_request(assertion: str, **changes: str) -> dict[str, str]:
    """Return a correct token request, with some fields changed."""
    return {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": assertion,
        "scope": NRPS_SCOPE,
        **changes,
    }
