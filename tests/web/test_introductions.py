"""The Introductions pages: the teacher's, and the partners' private answers."""

import html
import re
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from rers_school import clock
from rers_school.classroom.actor import Role
from tests.classroom.introductions_factory import fits, pair
from tests.factories import Kit, Screen, Site, make_kit, make_site

CURTAIN = re.compile(r'<details class="curtain".*', re.DOTALL)


def _words(response: TestResponse) -> str:
    """Return what the page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def _field(response: TestResponse, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', response.text)


def _outside_the_curtain(response: TestResponse) -> str:
    before, _curtain, rest = response.text.partition('<details class="curtain"')
    # The section of the circles comes after the curtain.
    return before + rest.partition('<section class="stack-tight" id="circles"')[2]


def _keep_all(screen: Screen) -> None:
    page = screen.get("/introductions")
    for key in dict.fromkeys(_field(page, "circle")):
        assert screen.post("/introductions/keep", circle=key).status_code == 303


def _propose(kit: Kit, site: Site, **fields: str) -> str:
    """Keep and send every suggestion of a class with one pair; return the path of the answers."""
    pair(kit)
    teacher = site.at(kit.teacher)
    _keep_all(teacher)
    sent = _field(teacher.get("/introductions"), "introduction")
    assert teacher.post("/introductions/send", introduction=sent, **fields).status_code == 303
    return f"/answers/{sent[0]}"


def _tomorrow() -> str:
    return (clock.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")


def test_a_new_class_finds_its_suggestions_first_and_the_rest_in_a_fold(
    kit: Kit, site: Site
) -> None:
    pair(kit)
    teacher = site.at(kit.teacher)
    first, fold, _rest = teacher.get("/introductions").text.partition('<details class="fold"')
    for later in ("/introductions/by-hand", "/slots"):
        assert f'{later}"' not in first and fold
    _keep_all(teacher)
    page = teacher.get("/introductions").text
    assert '<details class="fold"><summary>For later' not in page
    assert '/introductions/by-hand"' in page.partition("</h1>")[2][:600]


def test_all_that_is_shown_is_kept_in_one_click(kit: Kit, site: Site) -> None:
    fits(kit, "Zoé", "crêpes", "Inès")
    fits(kit, "Inès", "arabe", "Zoé")
    fits(kit, "Théo", "échecs", "Lou")
    fits(kit, "Lou", "vélo", "Théo")
    teacher = site.at(kit.teacher)
    page = teacher.get("/introductions")
    shown = [*dict.fromkeys(_field(page, "circle"))]
    assert len(shown) == 2
    assert "Keep them all (2)" in _words(page)
    seen = _field(page, "plan")[0]
    # One of them is kept at another screen meanwhile, and one is of a page long gone.
    assert site.at(kit.teacher).post("/introductions/keep", circle=shown[0]).status_code == 303
    sent = teacher.post("/introductions/keep-all", circle=[*shown, "none"], plan=seen)
    assert sent.status_code == 409
    assert teacher.post("/introductions/keep-all", circle=shown, plan=seen).status_code == 303
    page = teacher.get("/introductions")
    assert "Propose the kept circles (2)" in _words(page)
    assert "Keep them all" not in _words(page)
    assert site.at(kit.pupil("Zoé")).post("/introductions/keep-all").status_code == 403


def test_from_the_suggestions_to_the_open_room(kit: Kit, site: Site) -> None:
    pair(kit)
    teacher = site.at(kit.teacher)
    page = teacher.get("/introductions")
    assert "2 of 2 would have a link" in _words(page)
    assert "They show each other something. They have not exchanged yet." in _words(page)
    (key,) = set(_field(page, "circle"))
    (seen,) = set(_field(page, "plan"))
    kept = teacher.follow(teacher.post("/introductions/keep", circle=key, plan=seen))
    assert "Propose the kept circles (1)" in kept.text
    assert "Each partner is asked privately." in kept.text
    (introduction,) = _field(kept, "introduction")
    teacher.post("/introductions/send", introduction=introduction, when="at_once")
    zoe, maelle = site.at(kit.pupil("Zoé")), site.at(kit.pupil("Maëlle"))
    asked = zoe.get(f"/answers/{introduction}")
    assert "Maëlle T. shows you: guitare de Maëlle" in _words(asked)
    assert "You show Maëlle T.: crêpes de Zoé" in _words(asked)
    thanks = zoe.follow(zoe.post(f"/answers/{introduction}", answer="yes"))
    assert "When everybody has answered, you will see it here." in _words(thanks)
    opened = maelle.follow(maelle.post(f"/answers/{introduction}", answer="yes"))
    assert "Everybody said yes!" in _words(opened)
    to = _field(opened, "to")
    assert len(to) == 2
    room = maelle.post(f"/answers/{introduction}/seen", to=to[0])
    assert room.location.endswith(f"/exchanges/{to[0]}")
    assert maelle.follow(room).status_code == 200
    assert "Everybody said yes!" in _words(zoe.get(f"/answers/{introduction}"))


@pytest.mark.parametrize("kind", ["no", "not_now", "differently", None, "withdrawn"])
def test_partners_never_read_each_others_answers(kit: Kit, site: Site, kind: str | None) -> None:
    path = _propose(kit, site)
    teacher, zoe = site.at(kit.teacher), site.at(kit.pupil("Zoé"))
    zoe.post(path, answer="yes")
    before = zoe.get(path)
    if kind == "withdrawn":
        teacher.post(path.replace("answers", "introductions") + "/withdraw")
    else:
        if kind:
            site.at(kit.pupil("Maëlle")).post(path, answer=kind, word="un secret pour la maîtresse")
            during = zoe.get(path)
            assert _words(during) == _words(before)
            assert b"un secret" not in during.data
        teacher.post("/introductions/open-answers")
    told = zoe.get(path)
    assert b"un secret" not in told.data
    assert _words(told).endswith(
        "This circle does not start now. M Maëlle T. shows you: guitare de Maëlle "
        "Z You show Maëlle T.: crêpes de Zoé "
        "Your cards stay on the wall. Another circle may come. All right"
    )


def test_private_answers_and_unlinked_pupils_are_behind_the_closed_curtain(
    kit: Kit, site: Site
) -> None:
    kit.offer(kit.pupil("Timéo"), "pêche à pied")
    fits(kit, "Hugo", "échecs", "Léa")
    path = _propose(kit, site)
    site.at(kit.pupil("Maëlle")).post(path, answer="no", word="un secret pour la maîtresse")
    page = site.at(kit.teacher).get("/introductions")
    inside = page.text.partition('<details class="curtain"')[2].partition("</details>")[0]
    assert '<details class="curtain" open' not in page.text
    for private in ("Timéo T.", "un secret pour la maîtresse", "Maëlle T.: no"):
        assert private in inside
        assert private not in _outside_the_curtain(page).replace(">Timéo T.</option>", ""), private
    assert "without it, no link for" not in _outside_the_curtain(page)


def test_an_answer_after_the_withdrawal_is_told_calmly(kit: Kit, site: Site) -> None:
    path = _propose(kit, site)
    zoe = site.at(kit.pupil("Zoé"))
    site.at(kit.teacher).post(path.replace("answers", "introductions") + "/withdraw")
    late = zoe.post(path, answer="yes")
    assert late.status_code == 409
    assert "This was settled before your answer arrived. You did nothing wrong." in _words(late)
    assert "This circle does not start now." in _words(late)


def test_a_withdrawal_after_the_last_yes_changes_nothing(kit: Kit, site: Site) -> None:
    path = _propose(kit, site)
    for name in ("Zoé", "Maëlle"):
        site.at(kit.pupil(name)).post(path, answer="yes")
    late = site.at(kit.teacher).post(path.replace("answers", "introductions") + "/withdraw")
    assert late.status_code == 409
    assert "This proposal was settled meanwhile." in _words(late)
    assert "Circles that have begun" in _words(late)


def test_double_clicks_and_second_tabs_have_one_outcome(kit: Kit, site: Site) -> None:
    pair(kit)
    teacher, tab = site.at(kit.teacher), site.at(kit.teacher)
    (key,) = set(_field(teacher.get("/introductions"), "circle"))
    for _click in range(2):
        assert teacher.post("/introductions/keep", _key="one-click", circle=key).status_code == 303
    assert tab.post("/introductions/keep", circle=key).status_code == 303
    page = teacher.get("/introductions")
    assert "Propose the kept circles (1)" in page.text
    (introduction,) = _field(page, "introduction")
    for screen, click in ((teacher, "two"), (teacher, "two"), (tab, "three")):
        sent = screen.post("/introductions/send", _key=click, introduction=introduction)
        assert sent.status_code == 303
    assert "nothing left to propose" in _words(tab.follow(sent))
    late = tab.post(f"/introductions/{introduction}/unkeep")
    assert late.status_code == 409
    assert "This circle was proposed meanwhile." in _words(late)
    zoe = site.at(kit.pupil("Zoé"))
    for click in ("four", "four", "five"):
        answer = zoe.post(f"/answers/{introduction}", _key=click, answer="yes")
        assert answer.status_code == 303


def test_the_answers_open_at_the_time_of_the_classs_clock(kit: Kit, site: Site) -> None:
    path = _propose(kit, site, when="at", opens_at=_tomorrow())
    for name in ("Zoé", "Maëlle"):
        thanks = site.at(kit.pupil(name)).post(path, answer="yes")
        assert thanks.status_code == 303
    assert "Everybody said yes!" not in site.at(kit.pupil("Zoé")).get(path).text
    assert "The answers open on" in site.at(kit.teacher).get("/introductions").text
    moment = clock.now() + timedelta(hours=25)
    clock.set_clock(lambda: moment)
    # The screens of yesterday are over: both launch again.
    zoe = site.at(kit.pupil("Zoé"))
    opened = zoe.get(path)
    assert "Everybody said yes!" in opened.text
    room = zoe.post(path + "/seen", to=_field(opened, "to")[0])
    assert zoe.follow(room).status_code == 200


@pytest.mark.parametrize("when", ["", "tomorrow", "2020-01-01T10:00"])
def test_a_time_that_cannot_be_is_refused_and_nothing_is_sent(
    kit: Kit, site: Site, when: str
) -> None:
    pair(kit)
    teacher = site.at(kit.teacher)
    _keep_all(teacher)
    refused = teacher.post("/introductions/send", when="at", opens_at=when)
    assert refused.status_code == 422
    assert f'value="{when}"' in refused.text
    assert "Propose the kept circles (1)" in refused.text


def test_changed_cards_are_announced_and_nothing_moves_by_itself(kit: Kit, site: Site) -> None:
    pair(kit)
    pair(kit, "Hugo", "Léa")
    teacher = site.at(kit.teacher)
    before = list(dict.fromkeys(_field(teacher.get("/introductions"), "circle")))
    teacher.post("/introductions/keep", circle=before[0])
    pair(kit, "Nina", "Théo")
    page = teacher.get("/introductions")
    assert "The cards have changed since." in _words(page)
    assert list(dict.fromkeys(_field(page, "circle"))) == before[1:]
    again = teacher.follow(teacher.post("/introductions/suggest"))
    assert "The cards have changed since." not in _words(again)
    assert len(set(_field(again, "circle"))) == 2
    assert "Propose the kept circles (1)" in again.text


def test_set_aside_bring_back_and_not_for_now(kit: Kit, site: Site) -> None:
    pair(kit)
    teacher = site.at(kit.teacher)
    page = teacher.get("/introductions")
    (key,) = set(_field(page, "circle"))
    aside = teacher.follow(teacher.post("/introductions/set-aside", circle=key))
    assert "One circle is set aside." in _words(aside)
    assert _field(aside, "circle") == []
    back = teacher.follow(teacher.post("/introductions/bring-back"))
    assert set(_field(back, "circle")) == {key}
    zoe, maelle = (kit.pupil(name).membership_id for name in ("Zoé", "Maëlle"))
    refused = teacher.post(
        "/introductions/not-for-now", pair=f"{zoe},{maelle}", review_on="2020-01-01"
    )
    assert refused.status_code == 422
    teacher.post("/introductions/not-for-now", pair=f"{zoe},{maelle}")
    page = teacher.get("/introductions")
    assert _field(page, "circle") == []
    assert "Maëlle T., Zoé T. – until" in _words(page)
    (lift,) = re.findall(r"/introductions/not-for-now/[0-9a-f-]+/lift", page.text)
    page = teacher.follow(teacher.post(lift))
    assert set(_field(page, "circle")) == {key}


def test_links_by_hand_step_by_step(kit: Kit, site: Site) -> None:
    pair(kit)
    teacher = site.at(kit.teacher)
    zoe, maelle = (kit.pupil(name).membership_id for name in ("Zoé", "Maëlle"))
    assert teacher.get("/introductions/by-hand").status_code == 200
    fitting = teacher.get(f"/introductions/by-hand?person={zoe}")
    assert "They could show each other something" in _words(fitting)
    free = teacher.get(f"/introductions/by-hand?one={zoe}&two={maelle}&three=")
    assert "Zoé T. shows Maëlle T." in _words(free)
    (gives,) = set(_field(free, "link1")) - {""}
    (back,) = set(_field(free, "link2")) - {""}
    kept = teacher.post(
        "/introductions/by-hand", one=zoe, two=maelle, link1=gives, link2=back, mediator=""
    )
    page = teacher.follow(kept)
    assert "Linked by hand." in _words(page)
    assert "Propose the kept circles (1)" in page.text
    nothing = teacher.post("/introductions/by-hand", one=zoe, two=maelle, link1="", link2="")
    assert nothing.status_code == 422
    assert "Choose what goes from one to the other." in _words(nothing)
    same = teacher.get(f"/introductions/by-hand?one={zoe}&two={zoe}")
    assert same.status_code == 422


def test_a_mediator_can_be_chosen_and_the_partners_read_it(kit: Kit, site: Site) -> None:
    pair(kit)
    teacher = site.at(kit.teacher)
    _keep_all(teacher)
    (introduction,) = _field(teacher.get("/introductions"), "introduction")
    hugo = kit.pupil("Hugo").membership_id
    teacher.post(f"/introductions/{introduction}/mediator", mediator=hugo)
    zoe = kit.pupil("Zoé").membership_id
    refused = teacher.post(f"/introductions/{introduction}/mediator", mediator=zoe)
    assert refused.status_code == 422
    teacher.post("/introductions/send")
    asked = site.at(kit.pupil("Zoé")).get(f"/answers/{introduction}")
    assert "Hugo T. accompanies you." in _words(asked)


def test_whose_turn_it_is_to_accompany_is_said_for_a_kept_circle(kit: Kit, site: Site) -> None:
    pair(kit)
    teacher, hugo = site.at(kit.teacher), kit.pupil("Hugo").membership_id
    assert "could accompany them" not in teacher.get("/introductions").text
    _keep_all(teacher)
    page = teacher.get("/introductions")
    assert "Hugo T. could accompany them" in _words(page)
    (introduction,) = _field(page, "introduction")
    teacher.post(f"/introductions/{introduction}/mediator", mediator=hugo)
    after = _words(teacher.get("/introductions"))
    assert "Hugo T. accompanies them." in after and "could accompany" not in after


def test_an_answer_without_a_choice_keeps_the_words(kit: Kit, site: Site) -> None:
    path = _propose(kit, site)
    again = site.at(kit.pupil("Zoé")).post(path, word="plutôt jeudi")
    assert again.status_code == 422
    assert "Choose one of the answers." in _words(again)
    assert "plutôt jeudi</textarea>" in again.text


def test_pupils_do_not_reach_the_teachers_pages(kit: Kit, site: Site) -> None:
    path = _propose(kit, site)
    pupil = site.at(kit.pupil("Zoé"))
    intro = path.replace("answers", "introductions")
    for page in ("/introductions", "/introductions/by-hand"):
        assert pupil.get(page).status_code == 403
    acts = ["suggest", "keep", "set-aside", "bring-back", "not-for-now", "send", "open-answers"]
    acts += ["by-hand", "settle"]
    for act in [f"/introductions/{act}" for act in acts] + [intro + "/withdraw", intro + "/paper"]:
        assert pupil.post(act).status_code == 403, act


def test_a_teacher_who_looks_as_a_pupil_is_one_here(kit: Kit, site: Site) -> None:
    as_pupil = kit.actor(kit.teacher.membership_id, Role.PUPIL)
    assert site.at(as_pupil).get("/introductions").status_code == 403


def test_another_classs_introduction_is_not_there(kit: Kit, site: Site) -> None:
    path = _propose(kit, site)
    intro = path.replace("answers", "introductions")
    other = make_kit(kit.engine, "6e")
    there = make_site(other)
    teacher = there.at(other.teacher)
    assert teacher.get(path).status_code == 404
    for act in (path, path + "/seen", intro + "/withdraw", intro + "/unkeep", intro + "/mediator"):
        assert teacher.post(act, answer="yes").status_code == 404, act
    # Nor for the others of the same class.
    for stranger in (kit.pupil("Hugo"), kit.teacher):
        assert site.at(stranger).get(path).status_code == 404
        assert site.at(stranger).post(path, answer="yes").status_code == 404
    other.db.close()
