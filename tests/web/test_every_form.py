"""Every form, with what nobody expects in it: shown as typed, or given back with its text."""

from uuid import UUID

import pytest
from markupsafe import escape

from tests.classroom import exchange_factory, introductions_factory
from tests.factories import Kit, Screen, Site

HOSTILE = {
    "empty": "",
    "markup": "<img src=x onerror=alert(1)><b>gras</b>",
    "right to left": "\u202eabc مرحبا \u200f",
    "emoji": "👩‍🍳🥞 crêpes 🇫🇷",
    "template": "{{ config }} {% raw %} %(name)s %s {0}",
    "sql": "Robert'); DROP TABLE offer;--",
    "long": "é" * 10_000,
}
FORMS = [
    "offer", "demand why", "line", "meeting", "self-evaluation", "review", "answer", "rename",
    "paste", "workshop", "in twos",
]  # fmt: skip


def _room(kit: Kit) -> UUID:
    return exchange_factory.single(kit, "Maëlle", "guitare", "Zoé")


def _send(kit: Kit, site: Site, form: str, text: str) -> tuple[Screen, int, str, str]:
    """Send ``text`` in a form; return the screen, the status, the answer and where it shows."""
    zoe = kit.pupil("Zoé")
    screen = site.at(zoe)
    if form == "offer":
        sent, shown = screen.post("/savoirs/new/offer", words=text), "/savoirs"
    elif form == "demand why":
        sent = screen.post("/savoirs/new/demand", words="jouer de la guitare", why=text)
        shown = "/wall"
    elif form == "in twos":
        at = f"/pairs/{kit.pupil('Maëlle').membership_id}"
        sent, shown = screen.post(f"{at}/home", words=text), f"{at}/end"
    elif form == "rename":
        screen = site.at(kit.teacher)
        sent = screen.post(f"/people/{zoe.membership_id}/name", given=text, family="B")
        shown = "/people"
    elif form == "paste":
        screen = site.at(kit.teacher)
        sent, shown = screen.post("/people/import", list=text, pasted=text, text=text), ""
    elif form == "workshop":
        fields = {"kind": "search", "words": "les volcans", "places": "4"}
        sent, shown = screen.post("/workshops/new", **fields, note=text), "/workshops"
    elif form == "answer":
        one = introductions_factory.proposed(kit)
        sent = screen.post(f"/answers/{one.id}", answer="differently", word=text)
        shown = f"/answers/{one.id}"
    else:
        sent, shown = _send_in_room(kit, screen, form, text)
    return screen, sent.status_code, sent.text, shown


def _send_in_room(kit: Kit, screen: Screen, form: str, text: str):  # type: ignore[no-untyped-def]  # a response
    room = _room(kit)
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    address = f"/exchanges/{room}"
    if form == "line":
        return screen.post(f"{address}/lines/contents", words=text, number=0), address
    exchange_factory.agree_on_everything(kit, room, zoe, maelle)
    if form == "meeting":
        fields = {"held_on": "2026-01-05", "did": text, "present": str(zoe.membership_id)}
        return screen.post(f"{address}/meetings", **fields), address
    exchange_factory.look_back(kit, room, zoe, maelle)
    if form == "review":
        return screen.post(f"{address}/review", learned=text, number=0), address
    question = "now_i_can"
    page = screen.get(f"{address}/mine/receiver").text
    found = page.split(f"{address}/mine/receiver/")
    question = found[1].split('"')[0] if len(found) > 1 else question
    return screen.post(f"{address}/mine/receiver/{question}", words=text), address


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("what", list(HOSTILE))
def test_it_is_shown_as_typed_or_given_back(kit: Kit, site: Site, form: str, what: str) -> None:
    text = HOSTILE[what]
    screen, status, answer, shown = _send(kit, site, form, text)
    assert status in (200, 303, 422), status
    assert "onerror=alert(1)>" not in answer
    kept = str(escape(text.strip()))
    if status == 422 and text.strip():
        assert kept in answer
    if status == 303 and text.strip() and shown:
        page = screen.get(shown)
        assert page.status_code == 200
        assert "onerror=alert(1)>" not in page.text
        if form not in ("demand why",):
            assert kept in page.text
