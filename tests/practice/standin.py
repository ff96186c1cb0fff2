"""A tool that registers itself and offers contents, as far as these tests need one."""

import time
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import html5lib
import jwt
from werkzeug.test import TestResponse

from .helpers import CLAIM, ISSUER, NRPS_SCOPE, Browser, ToolSigner, auth_request, posted_form

ADMIN = f"{ISSUER}/admin"
HOST = "localhost:8700"
HOME = f"http://{HOST}"
REGISTRATION = f"{ISSUER}/openid-registration"
CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
CONTENT = "https://purl.imsglobal.org/spec/lti-dl/claim/"


def registration_request(**changes: Any) -> dict[str, Any]:
    """Return a correct registration; what is None is left out of it, or of its configuration."""
    configuration = {
        "domain": HOST,
        "description": "Échanges",
        "target_link_uri": f"{HOME}/launch",
        "custom_parameters": {"tool_level": "dyn"},
        "claims": ["iss", "sub", "name", "given_name", "family_name"],
        "messages": [
            {"type": "LtiResourceLinkRequest"},
            {"type": "LtiDeepLinkingRequest", "target_link_uri": f"{HOME}/launch?dl=1"},
        ],
    }
    request = {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["implicit", "client_credentials"],
        "initiate_login_uri": f"{HOME}/login",
        "redirect_uris": [f"{HOME}/launch", f"{HOME}/launch2"],
        "client_name": "Stand-in",
        "jwks_uri": f"{HOME}/jwks",
        "logo_uri": f"{HOME}/logo.png",
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": f"{NRPS_SCOPE} https://purl.imsglobal.org/spec/lti-ags/scope/score",
        CONFIGURATION: configuration,
    }
    for name, value in changes.items():
        (configuration if name in configuration else request)[name] = value
    for part in (configuration, request):
        for name in [name for name, value in part.items() if value is None]:
            del part[name]
    return request


def frame_address(page: str) -> str:
    """Return what the page shows in its frame."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    address: str = tree.find(".//iframe").get("src")
    return address


def registration_token(browser: Browser, url: str = f"{HOME}/register") -> str:
    """Return the token that the administrator's page gives the tool's page."""
    answer = browser.post(f"{ADMIN}/registrations", {"url": url})
    assert answer.status_code == 303
    page = browser.get(f"http://127.0.0.1:8600{answer.headers['Location']}")
    (token,) = parse_qs(urlsplit(frame_address(page.text)).query)["registration_token"]
    return token


def register(browser: Browser, token: str, request: Any) -> TestResponse:
    """Send a registration to the LMS."""
    return browser.client.post(
        "/practice/openid-registration",
        base_url="http://127.0.0.1:8600",
        json=request,
        headers={"Authorization": f"Bearer {token}"},
    )


@dataclass
class StandIn:
    """A registered tool, in the browser of whoever uses it."""

    browser: Browser
    signer: ToolSigner
    client_id: str
    deployment_id: str

    @property
    def number(self) -> str:
        """Return the number by which the administration page knows the tool."""
        return self.deployment_id

    def administrate(self, act: str) -> TestResponse:
        """Let the administrator press a button beside the tool."""
        return self.browser.post(f"{ADMIN}/tools/{self.number}/{act}", {})

    def authenticate(self, page: TestResponse, **changes: str | None) -> TestResponse:
        """Answer a login as a tool does."""
        action, login = posted_form(page.text)
        assert action == f"{HOME}/login"
        wanted = {"redirect_uri": f"{HOME}/launch", **changes}
        return self.browser.get(f"{ISSUER}/auth", query_string=auth_request(login, wanted))

    def claims(self, page: TestResponse) -> dict[str, Any]:
        """Return the verified claims of the message that a login leads to."""
        action, fields = posted_form(self.authenticate(page).text)
        assert action == f"{HOME}/launch"
        keys = jwt.PyJWKSet.from_dict(self.browser.get(f"{ISSUER}/jwks").get_json())
        key = keys[jwt.get_unverified_header(fields["id_token"])["kid"]]
        return jwt.decode(
            fields["id_token"], key, algorithms=["RS256"], audience=self.client_id, issuer=ISSUER
        )

    def offer(self, items: Any, **changes: Any) -> str:
        """Return a correct answer with these items, with some claims changed or left out."""
        moment = int(time.time())
        claims = {
            "iss": self.client_id,
            "aud": ISSUER,
            "iat": moment - 5,
            "exp": moment + 300,
            "nonce": uuid.uuid4().hex,
            f"{CLAIM}deployment_id": self.deployment_id,
            f"{CLAIM}message_type": "LtiDeepLinkingResponse",
            f"{CLAIM}version": "1.3.0",
            f"{CONTENT}content_items": items,
            **changes,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        return self.signer.signed(claims)


def registered(
    browser: Browser, signer: ToolSigner, jwks_url: str, *, active: bool = True, **changes: Any
) -> StandIn:
    """Return a tool that has registered itself and, unless said otherwise, was activated."""
    request = registration_request(jwks_uri=jwks_url, **changes)
    answer = register(browser, registration_token(browser), request)
    assert answer.status_code == 200, answer.text
    body = answer.get_json()
    tool = StandIn(browser, signer, body["client_id"], body[CONFIGURATION]["deployment_id"])
    if active:
        assert tool.administrate("activate").status_code == 303
    return tool
