"""Gatherings on their pages: two who write at once, two tabs, other classes, hostile words."""

import re
import secrets
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from markupsafe import escape
from sqlalchemy import func, select

from rers_school import clock
from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.models import AgendaPoint, Decision, Gathering
from rers_school.classroom.services import agenda, decisions, effects, gatherings, people, stands
from tests.factories import Kit, Site, make_kit
from tests.web.test_every_form import HOSTILE

LIVE = {"HX_Request": "true"}
HINT = "To solve something, say what happens"


def _day(after: int = 7) -> date:
    return clock.now().date() + timedelta(days=after)


def _council(kit: Kit, kind: str = "council", after: int = 7) -> UUID:
    kit.save()
    made = gatherings.plan(kit.db, kit.teacher, kind, _day(after))
    kit.save()
    return made.id


def _facilitator(kit: Kit, name: str = "Malo Le Goff") -> Actor:
    malo = kit.pupil(name)
    people.hand_rights(kit.db, kit.teacher, malo.membership_id, ["gatherings"])
    kit.save()
    return kit.actor(malo.membership_id)


def _points(kit: Kit) -> int:
    kit.save()
    return kit.db.scalar(select(func.count(AgendaPoint.id))) or 0


def _main(text: str) -> str:
    return text[text.index("<main") :]


def test_a_pupil_brings_a_point_and_takes_it_back(kit: Kit, site: Site) -> None:
    zoe, theo = kit.pupil("Zoé Bérénger"), kit.pupil("Théo Garçon")
    _council(kit)
    screen, other = site.at(zoe), site.at(theo)
    sent = screen.post("/together/points", kind="propose", words="un marché dans la cour")
    assert sent.location.endswith("/together#agenda")
    assert "un marché dans la cour" in screen.get("/together").text
    shown = other.get("/together").text
    assert "un marché dans la cour" in shown and "I take it off" not in shown
    kit.save()
    point = kit.db.scalars(select(AgendaPoint.id)).one()
    assert other.post(f"/together/points/{point}/withdraw").status_code == 404
    assert screen.post(f"/together/points/{point}/withdraw").status_code == 303
    assert "un marché dans la cour" not in other.get("/together").text
    # The same button in a second tab.
    assert screen.post(f"/together/points/{point}/withdraw").status_code == 404


def test_two_pupils_see_each_others_points(kit: Kit, site: Site) -> None:
    screen, other = site.at(kit.pupil("Zoé Bérénger")), site.at(kit.pupil("Théo Garçon"))
    gathering = _council(kit)
    for page, poll in (
        ("/together", "/together/live"),
        (f"/together/{gathering}", f"/together/{gathering}/live"),
    ):
        tag = screen.get(page).headers["HX-PTag"]
        same = screen.get(poll, **LIVE, HX_PTag=tag, X_Launch=screen.token)
        assert (same.status_code, same.data) == (304, b"")
        words = f"vu sur {page}"
        other.post("/together/points", kind="thank", words=words)
        new = screen.get(poll, **LIVE, HX_PTag=tag, X_Launch=screen.token)
        assert new.status_code == 200 and new.headers["HX-PTag"] != tag
        assert words in new.text and "<html" not in new.text
        # The form in which somebody is typing is not in what is swapped.
        assert HINT not in new.text
        assert "<html" in screen.get(poll).text


def test_a_double_click_brings_one_point(kit: Kit, site: Site) -> None:
    screen, key = site.at(kit.pupil("Zoé Bérénger")), secrets.token_hex(6)
    for _click in range(2):
        sent = screen.post("/together/points", _key=key, kind="thank", words="merci")
        assert sent.status_code == 303
    assert _points(kit) == 1


def test_closing_it_in_two_tabs_carries_points_over_once(kit: Kit, site: Site) -> None:
    gathering, screen = _council(kit), site.at(kit.teacher)
    screen.post("/together/points", kind="thank", words="merci")
    for _tab in range(2):
        assert screen.post(f"/together/{gathering}/held").status_code == 303
    assert _points(kit) == 2  # one in its minutes, one on the next agenda


@pytest.mark.parametrize("what", list(HOSTILE))
@pytest.mark.parametrize("form", ["point", "decision", "minutes", "plan", "stand", "effect"])
def test_words_are_shown_as_typed_or_given_back(kit: Kit, site: Site, form: str, what: str) -> None:
    text, gathering, screen = HOSTILE[what], _council(kit, "celebration"), site.at(kit.teacher)
    page = f"/together/{gathering}"
    if form == "point":
        sent = screen.post("/together/points", kind="solve", words=text)
    elif form == "decision":
        sent = screen.post(f"{page}/decisions", what=text)
    elif form == "minutes":
        sent = screen.post(f"{page}/minutes", minutes=text, number=0)
    elif form == "plan":
        sent = screen.post("/together/plan", kind="council", day=_day().isoformat(), title=text)
        page = sent.location or page
    elif form == "stand":
        sent = screen.post("/together/stands", what=text, who=text[:200])
    else:
        sent, page = screen.post("/together/effects", starter="see", words=text), ""
        page = "/together/effects"
    assert sent.status_code in (303, 422), sent.status_code
    answer = sent if sent.status_code == 422 else screen.get(page)
    assert answer.status_code in (200, 422)
    assert "onerror=alert(1)>" not in answer.text
    assert str(escape(text.strip())) in answer.text
    for also in ("minutes", "programme", "run?at=end"):
        assert "onerror=alert(1)>" not in screen.get(f"/together/{gathering}/{also}").text


def test_minutes_that_somebody_changed_are_shown_beside_mine(kit: Kit, site: Site) -> None:
    gathering, malo = _council(kit), _facilitator(kit)
    page, screen, other = f"/together/{gathering}", site.at(malo), site.at(kit.teacher)
    assert other.post(f"{page}/minutes", minutes="Nous avons ri.", number=0).status_code == 303
    refused = screen.post(f"{page}/minutes", minutes="Nous avons rangé.", number=0)
    assert refused.status_code == 409
    assert "Nous avons ri." in refused.text and "Nous avons rangé." in refused.text
    number = re.search(r'name="number" value="(\d+)"', refused.text)
    assert number is not None and number[1] == "1"
    both = "Nous avons ri, puis rangé."
    assert screen.post(f"{page}/minutes", minutes=both, number=number[1]).status_code == 303
    assert both in site.at(kit.pupil("Zoé Bérénger")).get(page).text


def test_an_old_draft_of_the_minutes_is_not_put_over_newer_ones(kit: Kit, site: Site) -> None:
    gathering, malo = _council(kit), _facilitator(kit)
    page, screen = f"/together/{gathering}", site.at(malo)
    form = f"minutes:{gathering}"
    assert screen.post("/drafts", form=form, minutes="à moi", number="0").status_code == 204
    assert "à moi" in screen.get(page).text
    site.at(kit.teacher).post(f"{page}/minutes", minutes="à elle", number=0)
    text = screen.get(page).text
    assert "à moi" in text and "à elle" in text and "Keep theirs" in text
    assert screen.post(f"{page}/minutes", keep="theirs").status_code == 303
    assert "à moi" not in screen.get(page).text


def test_pupils_prepare_only_when_they_are_in_the_team(kit: Kit, site: Site) -> None:
    gathering, zoe, malo = _council(kit), kit.pupil("Zoé Bérénger"), _facilitator(kit)
    point = agenda.add(kit.db, zoe, "propose", "une idée").id
    decision = decisions.take(kit.db, kit.teacher, gathering, "on range").id
    kit.save()
    page = f"/together/{gathering}"
    acts: list[tuple[str, str, dict[str, str]]] = [
        ("get", "/together/plan", {}),
        ("post", "/together/plan", {"kind": "review", "day": _day(30).isoformat()}),
        ("post", page, {"day": _day(8).isoformat(), "title": "Le conseil"}),
        ("get", f"{page}/run", {}),
        ("post", f"{page}/decisions", {"what": "on sème"}),
        ("post", f"/together/decisions/{decision}", {"state": "done"}),
        ("post", f"{page}/minutes", {"minutes": "Nous avons ri.", "number": "0"}),
        ("post", f"/together/points/{point}/move", {"to": "earlier"}),
        ("post", f"/together/points/{point}/dealt-with", {"done": "yes"}),
        ("post", f"{page}/held", {}),
    ]
    for who, expected in ((zoe, {403}), (malo, {200, 303})):
        screen = site.at(who)
        for method, path, fields in acts:
            ask = screen.get if method == "get" else screen.post
            assert ask(path, **fields).status_code in expected, (who.shown_name, path)
    shown = _main(site.at(zoe).get("/together").text)
    assert "Plan a gathering" not in shown and "I would like to show something" in shown


def test_who_looks_as_a_pupil_prepares_nothing(kit: Kit, site: Site) -> None:
    looking = kit.actor(kit.teacher.membership_id, Role.PUPIL)
    assert site.at(looking).get("/together/plan").status_code == 403


def test_a_gathering_is_run_one_point_after_the_other(kit: Kit, site: Site) -> None:
    zoe, malo = kit.pupil("Zoé Bérénger"), _facilitator(kit)
    first = _council(kit)
    decisions.take(kit.db, malo, first, "ranger le coin lecture", "Théo")
    gatherings.hold(kit.db, malo, first)
    second = _council(kit, after=14)
    one = agenda.add(kit.db, zoe, "thank", "merci à Inès").id
    two = agenda.add(kit.db, zoe, "solve", "le bruit").id
    kit.save()
    screen, run = site.at(malo), f"/together/{second}/run"
    start = screen.get(run).text
    assert 'class="projection"' in start and f"{run}?at=decisions" in start
    back = screen.get(f"{run}?at=decisions").text
    assert "ranger le coin lecture" in back and f"{run}?at={one}" in back
    assert "merci à Inès" in screen.get(f"{run}?at={one}").text
    fields = {"gathering": str(second), "at": str(two)}
    done = screen.post(f"/together/points/{one}/dealt-with", done="yes", **fields)
    assert done.location.endswith(f"run?at={two}")
    decided = screen.post(f"/together/{second}/decisions", what="parler bas", at=str(two))
    assert decided.location.endswith(f"run?at={two}")
    assert "parler bas" in screen.get(f"{run}?at={two}").text
    end = screen.get(f"{run}?at=end").text
    assert "1 point goes to the next agenda." in end
    assert screen.post(f"/together/{second}/held").status_code == 303
    # What is over is not run; what somebody took back meanwhile leads to the beginning.
    assert screen.get(run).location.endswith(f"/together/{second}")
    assert "le bruit" in screen.get("/together").text
    third = _council(kit, after=21)
    assert screen.get(f"/together/{third}/run?at={uuid4()}").status_code == 200


def test_a_decision_without_words_is_asked_for_again_in_the_run(kit: Kit, site: Site) -> None:
    gathering = _council(kit)
    screen = site.at(kit.teacher)
    fields = {"what": " ", "who": "Théo", "at": "end"}
    refused = screen.post(f"/together/{gathering}/decisions", **fields)
    assert refused.status_code == 422
    assert 'class="projection"' in refused.text and 'value="Théo"' in refused.text
    bad = screen.post(f"/together/{gathering}/decisions", what="x", due_on="hier")
    assert bad.status_code == 422 and "Choose a day." in bad.text
    assert kit.db.scalars(select(Decision)).all() == []


def test_the_minutes_name_nobody_who_brought_something(kit: Kit, site: Site) -> None:
    gathering, zoe = _council(kit), kit.pupil("Zoé Bérénger")
    point = agenda.add(kit.db, zoe, "solve", "le bruit").id
    agenda.add(kit.db, zoe, "propose", "un potager")
    agenda.deal_with(kit.db, kit.teacher, point)
    decisions.take(kit.db, kit.teacher, gathering, "parler bas", "Théo", _day(10))
    gatherings.write_minutes(kit.db, kit.teacher, gathering, "Nous avons ri.\nBeaucoup.", 0)
    gatherings.hold(kit.db, kit.teacher, gathering)
    kit.save()
    text = _main(site.at(kit.pupil("Léa")).get(f"/together/{gathering}/minutes").text)
    for words in ("le bruit", "un potager", "parler bas", "Théo", "Nous avons ri.\nBeaucoup."):
        assert words in text
    assert "Zoé" not in text
    assert text.index("le bruit") < text.index("For the next time") < text.index("un potager")


def test_the_programme_is_made_of_what_pupils_offer(kit: Kit, site: Site) -> None:
    zoe, theo = kit.pupil("Zoé Bérénger"), kit.pupil("Théo Garçon")
    screen = site.at(zoe)
    assert 'value="Zoé"' in screen.get("/together/stands/new").text
    fields = {"what": "trois accords", "who": "Zoé et Inès", "minutes": "5", "needs": "une guitare"}
    assert screen.post("/together/stands", **fields).status_code == 303
    party = _council(kit, "celebration")
    stands.offer(kit.db, theo, "des crêpes", "")
    kit.save()
    text = _main(site.at(theo).get(f"/together/{party}/programme").text)
    for words in ("trois accords", "Zoé et Inès", "5 minutes", "une guitare", "des crêpes"):
        assert words in text
    for minutes in ("0", "beaucoup", "²", "9" * 30):
        refused = screen.post("/together/stands", **{**fields, "minutes": minutes})
        assert refused.status_code == 422 and "from 1 to 120" in refused.text
        assert f'value="{minutes}"' in refused.text


def test_one_changes_ones_own_stand(kit: Kit, site: Site) -> None:
    zoe, theo = kit.pupil("Zoé Bérénger"), kit.pupil("Théo Garçon")
    stand = stands.offer(kit.db, zoe, "trois accords", "").id
    kit.save()
    screen = site.at(zoe)
    assert "trois accords" in screen.get(f"/together/stands/{stand}").text
    assert site.at(theo).get(f"/together/stands/{stand}").status_code == 404
    assert screen.post("/together/stands", stand=str(stand), what="une chanson").status_code == 303
    text = screen.get("/together").text
    assert "une chanson" in text and "trois accords" not in text
    assert site.at(theo).post(f"/together/stands/{stand}/withdraw").status_code == 404
    assert screen.post(f"/together/stands/{stand}/withdraw").status_code == 303


def test_a_sentence_of_ones_own_is_nobodys_until_it_is_shared(kit: Kit, site: Site) -> None:
    zoe, theo = kit.pupil("Zoé Bérénger"), kit.pupil("Théo Garçon")
    screen = site.at(zoe)
    screen.post("/together/effects", starter="dared", words="parler devant tous")
    for reader in (theo, kit.teacher):
        for page in ("/together", "/together/effects"):
            assert "parler devant tous" not in site.at(reader).get(page).text
    kit.save()
    effect = effects.tell(kit.db, zoe, "since", "souris plus").id
    kit.save()
    assert site.at(kit.teacher).post(f"/together/effects/{effect}", act="share").status_code == 404
    assert screen.post(f"/together/effects/{effect}", act="share").status_code == 303
    shown = _main(site.at(theo).get("/together").text)
    assert "souris plus" in shown and "Zoé" not in shown
    assert screen.post(f"/together/effects/{effect}", act="remove").status_code == 303
    assert "souris plus" not in site.at(theo).get("/together").text


def test_what_belongs_to_another_class_is_not_there(kit: Kit, site: Site) -> None:
    other = make_kit(kit.engine, "6e")
    gathering = _council(other)
    point = agenda.add(other.db, other.teacher, "propose", "ailleurs").id
    decision = decisions.take(other.db, other.teacher, gathering, "ailleurs").id
    stand = stands.offer(other.db, other.teacher, "ailleurs", "").id
    effect = effects.tell(other.db, other.teacher, "see", "ailleurs").id
    other.save()
    screen = site.at(kit.teacher)
    for page in ("", "/live", "/run", "/minutes", "/programme"):
        assert screen.get(f"/together/{gathering}{page}").status_code == 404, page
    assert screen.get(f"/together/stands/{stand}").status_code == 404
    for path, fields in (
        (f"/together/{gathering}", {"day": _day().isoformat()}),
        (f"/together/{gathering}/held", {}),
        (f"/together/{gathering}/cancel", {}),
        (f"/together/{gathering}/minutes", {"minutes": "x", "number": "0"}),
        (f"/together/{gathering}/decisions", {"what": "x"}),
        ("/together/points", {"kind": "thank", "words": "x", "gathering": str(gathering)}),
        (f"/together/points/{point}/withdraw", {}),
        (f"/together/points/{point}/move", {}),
        (f"/together/points/{point}/dealt-with", {"done": "yes"}),
        (f"/together/decisions/{decision}", {"state": "done"}),
        ("/together/stands", {"what": "x", "stand": str(stand)}),
        (f"/together/stands/{stand}/withdraw", {}),
        (f"/together/stands/{stand}/move", {}),
        (f"/together/effects/{effect}", {"act": "remove"}),
    ):
        assert screen.post(path, **fields).status_code == 404, path
    assert "ailleurs" not in screen.get("/together").text
    other.save()
    assert other.db.get_one(Gathering, gathering).state == "planned"
    other.db.close()


def test_somebody_without_a_name_gives_one_first(kit: Kit, site: Site) -> None:
    unnamed = kit._arrive("", "", kit.pupil("Zoé").role)
    screen = site.at(unnamed)
    for answer in (
        screen.get("/together"),
        screen.post("/together/points", kind="thank", words="x"),
    ):
        assert answer.status_code == 303 and answer.location.endswith("/name")
    assert _points(kit) == 0


def test_a_plan_is_changed_and_taken_back(kit: Kit, site: Site) -> None:
    screen = site.at(kit.teacher)
    for fields in ({"kind": "council"}, {"kind": "x", "day": _day().isoformat()}):
        assert screen.post("/together/plan", **fields).status_code == 422
    sent = screen.post("/together/plan", kind="council", day=_day().isoformat())
    page = sent.location
    assert "Council" in screen.get(page).text
    assert screen.post(page, day="", title="Le grand conseil").status_code == 422
    assert screen.post(page, day=_day(9).isoformat(), title="Le grand conseil").status_code == 303
    assert "Le grand conseil" in screen.get("/together").text
    assert screen.post(f"{page}/cancel").status_code == 303
    assert screen.get(page).status_code == 404
    assert "No day is set yet." in screen.get("/together").text


def test_the_teacher_finds_the_page_in_the_bar(kit: Kit, site: Site) -> None:
    for actor in (kit.teacher, kit.pupil("Zoé Bérénger")):
        screen = site.at(actor)
        assert f'href="{screen.root}/together"' in screen.get("/wall").text
