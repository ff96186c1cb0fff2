"""Every route says who may call it, and each role gets exactly that answer."""

from uuid import UUID, uuid4

import pytest
from werkzeug.routing import Rule

from rers_school.classroom.actor import Role
from tests.factories import Kit, Site, make_kit, make_site

PUBLIC = {
    "static",
    "health.healthz",
    "health.readyz",
    "lti.begin_login",
    "lti.launch",
    "lti.jwks",
    "lti.register",
    "lti.choose",
    "lti.prove",
    "session.gone_on",
    "session.goodbye",
    "session.tab",
}


def _rules(site: Site) -> list[Rule]:
    return [rule for rule in site.app.url_map.iter_rules() if rule.endpoint != "static"]


def _path(rule: Rule, classroom_id: UUID) -> str:
    """Return an address of ``rule`` in a class, naming things that do not exist."""
    values: dict[str, object] = {}
    for name, converter in rule._converters.items():
        known = {"classroom_id": classroom_id, "kind": "offer", "act": "rest", "line": "contents",
                 "number": 0}  # fmt: skip
        uuid = type(converter).__name__ == "UUIDConverter"
        values[name] = known.get(name, uuid4() if uuid else "x")
    built = rule.build(values, append_unknown=False)
    assert built is not None
    return str(built[1])


def test_every_route_declares_who_may_call_it(site: Site) -> None:
    silent = [
        rule.endpoint
        for rule in _rules(site)
        if not hasattr(site.app.view_functions[rule.endpoint], "allowed")
    ]
    assert silent == []


def test_only_the_listed_routes_are_public(site: Site) -> None:
    found = {
        rule.endpoint
        for rule in _rules(site)
        if site.app.view_functions[rule.endpoint].allowed == "public"  # type: ignore[attr-defined]  # set by the decorator
    }
    assert found <= PUBLIC, found - PUBLIC


@pytest.mark.parametrize("role", [None, Role.PUPIL, Role.TEACHER, Role.ADULT])
def test_each_role_gets_exactly_its_answer_in_its_own_class(
    kit: Kit, site: Site, role: Role | None
) -> None:
    actor = kit.teacher if role is Role.TEACHER else kit.pupil("Zoé Bérénger")
    if role is Role.ADULT:
        actor = kit._arrive("Ana", "Costa", Role.ADULT)
    for rule in _rules(site):
        allowed = site.app.view_functions[rule.endpoint].allowed  # type: ignore[attr-defined]  # set by the decorator
        if allowed == "public" or rule.endpoint == "session.finish":
            continue
        path = _path(rule, kit.classroom_id)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            screen = site.at(actor)
            if role is None:
                screen.client.delete_cookie("__Secure-rers", domain="localhost", path=screen.root)
            answer = screen.get(path) if method == "GET" else screen.post(path)
            where = (method, rule.rule, answer.status_code)
            if role is None:
                assert answer.status_code == 401, where
            elif role in allowed:
                assert answer.status_code not in (401, 403, 405, 500), where
            else:
                assert answer.status_code == 403, where


def test_a_session_of_one_class_opens_nothing_in_another(kit: Kit, site: Site) -> None:
    other = make_kit(kit.engine, "6e")
    for actor in (kit.teacher, kit.pupil("Zoé Bérénger")):
        for rule in _rules(site):
            allowed = site.app.view_functions[rule.endpoint].allowed  # type: ignore[attr-defined]  # set by the decorator
            if allowed == "public":
                continue
            screen = site.at(actor)
            token = screen.client.get_cookie("__Secure-rers", domain="localhost", path=screen.root)
            assert token is not None
            # A forged request: the cookie of one class is sent to the other by hand.
            screen.client.set_cookie(
                "__Secure-rers",
                token.value,
                domain="localhost",
                path=f"/c/{other.classroom_id}",
                secure=True,
            )
            path = _path(rule, other.classroom_id)
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                answer = screen.get(path) if method == "GET" else screen.post(path)
                assert answer.status_code == 401, (method, rule.rule, answer.status_code)
    other.db.close()


def test_the_practice_lms_is_absent_from_the_application(kit: Kit) -> None:
    site = make_site(kit)
    assert not [rule for rule in _rules(site) if "practice" in rule.rule]
