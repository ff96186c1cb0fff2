"""The exchange room on two screens: seen, agreed, kept, and never overwritten in silence."""

import html
import re
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from rers_school.classroom.models import AgreementRevision, Meeting, Offer
from rers_school.classroom.queries.room import room_of
from rers_school.classroom.services import agreement, evaluations
from tests.classroom.exchange_factory import (
    agree_on_everything,
    circle,
    close,
    counted,
    look_back,
    single,
    state_of,
)
from tests.factories import Kit, Site


def _tag(html: str) -> str:
    found = re.search(r'hx-ptag="([^"]+)"', html)
    assert found is not None
    return found.group(1)


def _words(kit: Kit, room: UUID, line: str) -> list[str]:
    kit.db.rollback()
    rows = kit.db.query(AgreementRevision).filter_by(exchange_id=room, line=line)
    return [one.words for one in rows.order_by(AgreementRevision.number)]


def test_a_pupil_words_a_line_and_the_other_agrees(kit: Kit, site: Site) -> None:
    room, zoe, maelle = single(kit), site.at(kit.pupil("Zoé")), site.at(kit.pupil("Maëlle"))
    assert "To decide together." in zoe.get(f"/exchanges/{room}").text
    assert 'name="words"' in zoe.get(f"/exchanges/{room}?edit=contents").text
    sent = zoe.post(f"/exchanges/{room}/lines/contents", words="Trois accords", number="0")
    assert sent.status_code == 303 and sent.location.endswith("#line-contents")
    page = maelle.get(f"/exchanges/{room}").text
    assert "Trois accords" in page and "Zoé agrees" in page
    revision = re.search(r'name="revision" value="([^"]+)"', page)
    assert revision is not None
    maelle.post(f"/exchanges/{room}/lines/contents/agree", revision=revision.group(1))
    assert "Maëlle agrees" in zoe.get(f"/exchanges/{room}").text


def test_a_change_shows_the_old_and_the_new_with_who_and_when(kit: Kit, site: Site) -> None:
    room, zoe, maelle = single(kit), site.at(kit.pupil("Zoé")), site.at(kit.pupil("Maëlle"))
    zoe.post(f"/exchanges/{room}/lines/evaluation", words="je connais trois accords", number="0")
    maelle.post(f"/exchanges/{room}/lines/evaluation", words="je joue la chanson", number="1")
    page = zoe.get(f"/exchanges/{room}").text
    assert '<del dir="auto">je connais trois accords</del>' in page
    assert '<ins dir="auto">je joue la chanson</ins>' in page
    assert "Maëlle changed this, just now" in page


def test_the_other_screen_sees_a_change_at_its_next_poll(kit: Kit, site: Site) -> None:
    room, zoe, maelle = single(kit), site.at(kit.pupil("Zoé")), site.at(kit.pupil("Maëlle"))
    page = maelle.get(f"/exchanges/{room}").text
    assert 'data-poll="1300"' in page
    tag = _tag(page)
    poll = {"HX_PTag": tag, "HX_Request": "true"}
    assert maelle.get(f"/exchanges/{room}/live", **poll).status_code == 304
    zoe.post(f"/exchanges/{room}/lines/place", words="la bibliothèque", number="0")
    news = maelle.get(f"/exchanges/{room}/live", **poll)
    assert news.status_code == 200 and "la bibliothèque" in news.text
    assert "<html" not in news.text
    assert news.headers["HX-PTag"] != tag


def test_a_stale_line_is_refused_with_both_versions_and_can_be_proposed_again(
    kit: Kit, site: Site
) -> None:
    room, zoe, maelle = single(kit), site.at(kit.pupil("Zoé")), site.at(kit.pupil("Maëlle"))
    zoe.post(f"/exchanges/{room}/lines/place", words="la bibliothèque", number="0")
    refused = maelle.post(f"/exchanges/{room}/lines/place", words="la cour", number="0")
    assert refused.status_code == 409
    assert "la bibliothèque" in refused.text and "\nla cour</textarea>" in refused.text
    assert "Keep theirs" in refused.text and "Propose mine again" in refused.text
    assert _words(kit, room, "place") == ["la bibliothèque"]
    number = re.search(r'name="number" value="(\d+)"', refused.text)
    assert number is not None and number.group(1) == "1"
    again = maelle.post(f"/exchanges/{room}/lines/place", words="la cour", number="1")
    assert again.status_code == 303
    assert _words(kit, room, "place") == ["la bibliothèque", "la cour"]


def test_two_screens_at_the_same_moment_have_one_clear_outcome_each(kit: Kit, site: Site) -> None:
    room = single(kit)
    screens = [(site.at(kit.pupil(name)), f"chez {name}") for name in ("Zoé", "Maëlle")]
    kit.save()
    path = f"/exchanges/{room}/lines/place"
    with ThreadPoolExecutor(2) as at_once:
        sent = [at_once.submit(one.post, path, words=words, number="0") for one, words in screens]
        answers = [one.result() for one in sent]
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    [refused] = [answer.text for answer in answers if answer.status_code == 409]
    assert all(words in refused for _screen, words in screens)
    assert len(_words(kit, room, "place")) == 1


def test_keeping_theirs_lets_go_of_mine(kit: Kit, site: Site) -> None:
    room, zoe, maelle = single(kit), site.at(kit.pupil("Zoé")), site.at(kit.pupil("Maëlle"))
    form = f"line:{room}:place"
    maelle.post("/drafts", form=form, words="la cour", number="0")
    zoe.post(f"/exchanges/{room}/lines/place", words="la bibliothèque", number="0")
    assert "Keep theirs" in maelle.get(f"/exchanges/{room}?edit=place").text
    maelle.post(f"/exchanges/{room}/lines/place", keep="theirs")
    assert "la cour" not in maelle.get(f"/exchanges/{room}?edit=place").text
    assert _words(kit, room, "place") == ["la bibliothèque"]


def test_an_open_form_stays_and_says_that_the_line_has_changed(kit: Kit, site: Site) -> None:
    room, zoe, maelle = single(kit), site.at(kit.pupil("Zoé")), site.at(kit.pupil("Maëlle"))
    page = maelle.get(f"/exchanges/{room}?edit=place").text
    assert "while you were writing" not in page
    zoe.post(f"/exchanges/{room}/lines/place", words="la bibliothèque", number="0")
    news = maelle.get(f"/exchanges/{room}/live?edit=place&seen=0", HX_Request="true").text
    assert "Zoé changed this line while you were writing." in news
    assert re.search(r'<form [^>]*id="form-place"[^>]*hx-morph-skip', news)


def test_agreeing_to_words_that_have_changed_is_refused(kit: Kit, site: Site) -> None:
    room, zoe, maelle = single(kit), site.at(kit.pupil("Zoé")), site.at(kit.pupil("Maëlle"))
    said = agreement.write_line(kit.db, kit.pupil("Zoé"), room, "days", "lundi", 0)
    kit.save()
    zoe.post(f"/exchanges/{room}/lines/days", words="mardi", number="1")
    refused = maelle.post(f"/exchanges/{room}/lines/days/agree", revision=str(said.id))
    assert refused.status_code == 409
    assert "lundi" in refused.text and "mardi" in refused.text
    assert "Maëlle agrees" not in zoe.get(f"/exchanges/{room}").text


def test_a_line_too_long_comes_back_with_its_text(kit: Kit, site: Site) -> None:
    room, zoe = single(kit), site.at(kit.pupil("Zoé"))
    refused = zoe.post(f"/exchanges/{room}/lines/days", words="a" * 2001, number="0")
    assert refused.status_code == 422 and "a" * 2001 in refused.text
    assert "2000 characters at most" in refused.text


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "مرحبا \u200fبك", "🎸 & “crêpes”"])
def test_words_are_shown_as_they_were_typed(kit: Kit, site: Site, words: str) -> None:
    room, zoe = single(kit), site.at(kit.pupil("Zoé"))
    zoe.post(f"/exchanges/{room}/lines/days", words=words, number="0")
    page = zoe.get(f"/exchanges/{room}").text
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f'<span dir="auto">{escaped}</span>' in page


def test_a_draft_comes_back_and_goes_when_it_is_sent(kit: Kit, site: Site) -> None:
    room, zoe = single(kit), site.at(kit.pupil("Zoé"))
    kept = zoe.post("/drafts", form=f"line:{room}:days", words="lundi et je", number="0")
    assert kept.status_code == 204
    page = site.at(kit.pupil("Zoé")).get(f"/exchanges/{room}?edit=days").text
    assert "\nlundi et je</textarea>" in page and "We kept what you were writing." in page
    zoe.post(f"/exchanges/{room}/lines/days", words="lundi et jeudi", number="0")
    assert "We kept" not in zoe.get(f"/exchanges/{room}?edit=days").text


def test_a_pairs_days_show_in_both_rooms(kit: Kit, site: Site) -> None:
    there, back = circle(kit, ("Maëlle", "guitare", "Zoé"), ("Zoé", "crêpes", "Maëlle"))
    zoe = site.at(kit.pupil("Zoé"))
    zoe.post(f"/exchanges/{back}/lines/days", words="tous les lundis", number="0")
    page = zoe.get(f"/exchanges/{there}").text
    assert "tous les lundis" in page and "for both directions" in page
    assert f"/exchanges/{back}" in page


def test_a_double_click_tells_one_meeting(kit: Kit, site: Site) -> None:
    room, zoe = single(kit), site.at(kit.pupil("Zoé"))
    agree_on_everything(kit, room, kit.pupil("Zoé"), kit.pupil("Maëlle"))
    assert "Who was there?" in zoe.get(f"/exchanges/{room}?edit=meeting").text
    told = {"held_on": "2026-01-12", "did": "trois accords", "next_on": "2026-01-19"}
    first = zoe.post(f"/exchanges/{room}/meetings", _key="once", **told)
    second = zoe.post(f"/exchanges/{room}/meetings", _key="once", **told)
    assert (first.status_code, second.status_code) == (303, 303)
    assert kit.db.query(Meeting).count() == 1
    assert state_of(kit, room) == "under_way"
    assert "trois accords" in zoe.get(f"/exchanges/{room}").text


def test_a_meeting_without_a_day_or_words_comes_back(kit: Kit, site: Site) -> None:
    room, zoe = single(kit), site.at(kit.pupil("Zoé"))
    agree_on_everything(kit, room, kit.pupil("Zoé"), kit.pupil("Maëlle"))
    for fields in (
        {"held_on": "soon", "did": "accords"},
        {"held_on": "2026-01-12"},
        {"held_on": "2026-01-12", "did": "accords", "next_on": "2026-01-11"},
    ):
        answer = zoe.post(f"/exchanges/{room}/meetings", **fields)
        assert answer.status_code == 422
        assert fields.get("did", "") in answer.text
    assert kit.db.query(Meeting).count() == 0


def test_one_question_at_a_time_and_any_can_be_skipped(kit: Kit, site: Site) -> None:
    room = single(kit)
    look_back(kit, room, kit.pupil("Maëlle"), kit.pupil("Zoé"))
    zoe = site.at(kit.pupil("Zoé"))
    page = zoe.get(f"/exchanges/{room}/mine/receiver").text
    assert "nous : evaluation" in page and page.count("<textarea") == 1
    after = zoe.post(f"/exchanges/{room}/mine/receiver/now_i_can", words="")
    assert after.location.endswith("question=helped")
    last = zoe.get(f"/exchanges/{room}/mine/receiver?question=end").text
    assert "Only you, unless you tick a box." in last
    done = zoe.post(f"/exchanges/{room}/mine/receiver", where_i_am="on_my_own")
    assert done.status_code == 303


def test_a_private_self_evaluation_is_in_nobody_elses_page(kit: Kit, site: Site) -> None:
    room = single(kit)
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    look_back(kit, room, maelle, zoe)
    own = site.at(zoe)
    own.post(f"/exchanges/{room}/mine/receiver/hard", words="le barré me fait peur")
    pages = (f"/exchanges/{room}", "/exchanges", "/")
    for finished in (False, True):
        if finished:
            own.post(f"/exchanges/{room}/mine/receiver")
        assert "le barré me fait peur" in own.get(f"/exchanges/{room}").text
        for other in (maelle, kit.teacher):
            for path in pages:
                assert "le barré".encode() not in site.at(other).get(path).data
    assert site.at(maelle).get(f"/exchanges/{room}/mine/receiver").status_code == 404


@pytest.mark.parametrize("share", ["with_partners", "with_teacher"])
def test_what_is_shared_is_read_by_those_it_is_shared_with(
    kit: Kit, site: Site, share: str
) -> None:
    room = single(kit)
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    look_back(kit, room, maelle, zoe)
    evaluations.answer(kit.db, zoe, room, "receiver", "hard", "le barré")
    kit.save()
    site.at(zoe).post(f"/exchanges/{room}/mine/receiver", **{share: "1"})
    seen = {
        who: "le barré" in site.at(actor).get(f"/exchanges/{room}").text
        for who, actor in (("partners", maelle), ("teacher", kit.teacher))
    }
    assert seen == {"partners": share == "with_partners", "teacher": share == "with_teacher"}


def test_two_reviews_at_once_show_both_versions(kit: Kit, site: Site) -> None:
    room = single(kit)
    look_back(kit, room, kit.pupil("Maëlle"), kit.pupil("Zoé"))
    zoe, maelle = site.at(kit.pupil("Zoé")), site.at(kit.pupil("Maëlle"))
    zoe.post(f"/exchanges/{room}/review", learned="à écouter", number="0")
    refused = maelle.post(f"/exchanges/{room}/review", learned="à montrer", number="0")
    assert refused.status_code == 409
    assert "à écouter" in refused.text and "\nà montrer</textarea>" in refused.text
    assert (
        maelle.post(f"/exchanges/{room}/review", learned="les deux", number="1").status_code == 303
    )
    assert "les deux" in zoe.get(f"/exchanges/{room}").text


def test_what_partners_would_show_goes_on_the_programme_in_their_words(
    kit: Kit, site: Site
) -> None:
    room, zoe = single(kit), site.at(kit.pupil("Zoé"))
    look_back(kit, room, kit.pupil("Maëlle"), kit.pupil("Zoé"))
    zoe.post(f"/exchanges/{room}/review", celebrate="Deux airs & un duo", number="0")
    page = zoe.get(f"/exchanges/{room}").text
    found = re.search(r'href="([^"]*/together/stands/new[^"]*)"', page)
    assert found is not None
    form = zoe.get(html.unescape(found[1]).partition(f"/c/{kit.classroom_id}")[2]).text
    assert 'value="Deux airs &amp; un duo"' in form and 'value="Maëlle and Zoé"' in form
    assert "/stands/new" not in site.at(kit.teacher).get(f"/exchanges/{room}").text


def test_i_can_show_it_to_someone_is_a_card_in_one_click(kit: Kit, site: Site) -> None:
    room = single(kit)
    look_back(kit, room, kit.pupil("Maëlle"), kit.pupil("Zoé"))
    zoe = site.at(kit.pupil("Zoé"))
    assert "I can show it to someone" not in zoe.get(f"/exchanges/{room}").text
    zoe.post(f"/exchanges/{room}/mine/receiver", where_i_am="share_it")
    assert "I can show it to someone" in zoe.get(f"/exchanges/{room}").text
    for _again in range(2):
        assert zoe.post(f"/exchanges/{room}/pass-on").status_code == 303
    offers = kit.db.query(Offer).all()
    assert [(one.words, one.membership_id) for one in offers] == [
        ("guitare", kit.pupil("Zoé").membership_id)
    ]
    maelle = site.at(kit.pupil("Maëlle"))
    assert maelle.post(f"/exchanges/{room}/pass-on").status_code == 404


def test_an_exchange_goes_its_way_to_the_end(kit: Kit, site: Site) -> None:
    room, zoe = single(kit), site.at(kit.pupil("Zoé"))
    agree_on_everything(kit, room, kit.pupil("Zoé"), kit.pupil("Maëlle"))
    zoe.post(f"/exchanges/{room}/meetings", held_on="2026-01-12", did="accords")
    for act, state in (
        ("act/pause", "paused"),
        ("act/go-on", "under_way"),
        ("act/look-back", "looking_back"),
    ):
        assert zoe.post(f"/exchanges/{room}/{act}").status_code == 303
        assert state_of(kit, room) == state
        assert zoe.get(f"/exchanges/{room}").status_code == 200
    zoe.post(f"/exchanges/{room}/close", outcome="learned")
    assert state_of(kit, room) == "closed"
    assert "It is learned" in site.at(kit.pupil("Maëlle")).get(f"/exchanges/{room}").text
    assert "It is learned" in zoe.get("/exchanges").text


def test_stopping_asks_no_reason_and_names_nobody(kit: Kit, site: Site) -> None:
    room = single(kit)
    site.at(kit.pupil("Zoé")).post(f"/exchanges/{room}/act/stop")
    page = site.at(kit.pupil("Maëlle")).get(f"/exchanges/{room}").text
    assert "This exchange has stopped" in page
    assert not re.search(r"Zoé[^<]{0,20}stopp", page)


def test_an_act_that_comes_too_late_is_explained(kit: Kit, site: Site) -> None:
    room, zoe = single(kit), site.at(kit.pupil("Zoé"))
    refused = zoe.post(f"/exchanges/{room}/act/look-back")
    assert refused.status_code == 422
    assert "moved on meanwhile" in refused.text
    site.at(kit.pupil("Maëlle")).post(f"/exchanges/{room}/act/stop")
    late = zoe.post(f"/exchanges/{room}/lines/days", words="lundi, quand même", number="0")
    assert late.status_code == 422 and "lundi, quand même" in late.text


def test_the_teacher_reads_the_room_and_can_only_stop_it(kit: Kit, site: Site) -> None:
    room, teacher = single(kit), site.at(kit.teacher)
    page = teacher.get(f"/exchanges/{room}").text
    assert "Stop this exchange" in page
    assert "edit=contents" not in page and "We pause" not in page
    refused = teacher.post(f"/exchanges/{room}/lines/days", words="lundi", number="0")
    assert refused.status_code == 403
    assert teacher.post(f"/exchanges/{room}/act/pause").status_code == 403
    assert teacher.post(f"/exchanges/{room}/act/stop").status_code == 303
    assert state_of(kit, room) == "closed"


def test_the_teacher_enters_a_signature_on_paper(kit: Kit, site: Site) -> None:
    room, zoe = single(kit), site.at(kit.pupil("Zoé"))
    zoe.post(f"/exchanges/{room}/lines/days", words="lundi", number="0")
    teacher, maelle = site.at(kit.teacher), kit.pupil("Maëlle")
    assert "Signed on paper" in teacher.get(f"/exchanges/{room}").text
    teacher.post(f"/exchanges/{room}/paper", who=str(maelle.membership_id))
    assert "Maëlle agrees" in zoe.get(f"/exchanges/{room}").text
    assert zoe.post(f"/exchanges/{room}/paper", who=str(maelle.membership_id)).status_code == 403


def test_a_stranger_meets_no_room_on_any_path(kit: Kit, site: Site, nobody: UUID) -> None:
    room, ali = single(kit), site.at(kit.pupil("Ali"))
    close(kit, room, kit.pupil("Maëlle"), kit.pupil("Zoé"))
    for path in (f"/exchanges/{room}", f"/exchanges/{room}/live", f"/exchanges/{nobody}"):
        assert ali.get(path).status_code == 404
    assert ali.get(f"/exchanges/{room}/mine/receiver").status_code == 404
    for path, fields in (
        ("lines/days", {"words": "x", "number": "0"}),
        ("lines/days/agree", {"revision": str(nobody)}),
        ("meetings", {"held_on": "2026-01-12", "did": "x"}),
        ("act/stop", {}),
        ("close", {"outcome": "learned"}),
        ("mine/receiver", {}),
        ("mine/receiver/hard", {"words": "x"}),
        ("review", {"learned": "x"}),
        ("pass-on", {}),
    ):
        assert ali.post(f"/exchanges/{room}/{path}", **fields).status_code == 404, path


def test_a_room_where_much_happened_costs_no_more_queries(kit: Kit) -> None:
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    quiet, busy = single(kit), single(kit, savoir="crêpes")
    close(kit, busy, maelle, zoe)
    counts = []
    for room in (quiet, busy):
        kit.db.rollback()
        with counted(kit.engine) as statements:
            room_of(kit.db, zoe, room)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_the_lists_show_what_waits_and_for_whom(kit: Kit, site: Site) -> None:
    room, zoe = single(kit), site.at(kit.pupil("Zoé"))
    assert "No exchange yet" in site.at(kit.pupil("Ali")).get("/exchanges").text
    zoe.post(f"/exchanges/{room}/lines/days", words="lundi", number="0")
    mine = site.at(kit.pupil("Maëlle")).get("/exchanges").text
    assert "guitare" in mine and "1 line waits for your “I agree”." in mine
    assert (
        "1 line waits for the consent of Maëlle T." in site.at(kit.teacher).get("/exchanges").text
    )
