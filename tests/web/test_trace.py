"""The trace as a page and as a file; what became of it, asked on Today."""

import json
from uuid import UUID

from rers_school.classroom.services import evaluations, follow_ups
from tests.classroom.trace_factory import lived, weeks_later
from tests.factories import Kit, Site


def _due(kit: Kit) -> UUID:
    room = lived(kit)
    weeks_later(kit)
    return room


def test_my_exchanges_lead_to_the_trace(kit: Kit, site: Site) -> None:
    zoe = site.at(kit.pupil("Zoé"))
    assert "/trace" not in zoe.get("/exchanges").text
    assert "the year is long" in zoe.get("/trace").text
    lived(kit)
    assert '/trace"' in zoe.get("/exchanges").text
    page = zoe.get("/trace").text
    assert "from Maëlle T." in page and "Je joue trois accords" in page
    assert "It is learned" in page


def test_nobody_but_the_pupil_reads_their_words(kit: Kit, site: Site) -> None:
    room = lived(kit)
    evaluations.finish(kit.db, kit.pupil("Zoé"), room, "receiver", with_teacher=True)
    kit.save()
    for other in (kit.pupil("Maëlle"), kit.pupil("Ali"), kit.teacher):
        screen = site.at(other)
        for path in ("/trace", "/trace.json"):
            assert "trois accords" not in screen.get(path).text


def test_the_file_is_named_and_taken_away(kit: Kit, site: Site) -> None:
    lived(kit)
    answer = site.at(kit.pupil("Zoé")).get("/trace.json")
    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="trace-zoe-t-')
    assert answer.headers["Cache-Control"] == "no-store"
    file = json.loads(answer.data)
    assert file["name"] == "Zoé T." and file["received"][0]["savoir"] == "guitare"


def test_today_asks_once_and_the_answer_is_in_the_trace(kit: Kit, site: Site) -> None:
    room, zoe = _due(kit), site.at(kit.pupil("Zoé"))
    assert "What became of it?" in zoe.get("/").text
    page = zoe.get(f"/exchanges/{room}/what-became").text
    assert 'name="shared" value="1">' in page, "sharing is off by default"
    sent = zoe.post(f"/exchanges/{room}/what-became", words="Je joue à la fête")
    assert sent.status_code == 303 and f"/trace#receiver-{room}" in sent.location
    assert "Je joue à la fête" in zoe.get("/trace").text
    assert "What became of it?" not in zoe.get("/").text
    # It can be read again and changed.
    assert "Je joue à la fête" in zoe.get(f"/exchanges/{room}/what-became").text


def test_not_now_asks_no_more_and_leaves_nothing(kit: Kit, site: Site) -> None:
    room, zoe = _due(kit), site.at(kit.pupil("Zoé"))
    assert zoe.post(f"/exchanges/{room}/what-became/not-now").status_code == 303
    assert "What became of it?" not in zoe.get("/").text
    assert "What became of it" not in zoe.get("/trace").text


def test_id_like_to_share_it_opens_a_new_offer(kit: Kit, site: Site) -> None:
    room, zoe = _due(kit), site.at(kit.pupil("Zoé"))
    sent = zoe.post(f"/exchanges/{room}/what-became", words="", then="offer")
    assert sent.status_code == 303 and "/savoirs/new/offer?words=guitare" in sent.location
    assert 'value="guitare"' in zoe.follow(sent).text
    assert "What became of it?" not in zoe.get("/").text
    # Who gave offers it already.
    giver = site.at(kit.pupil("Maëlle")).get(f"/exchanges/{room}/what-became").text
    assert 'value="offer"' not in giver


def test_empty_words_are_given_back_with_what_to_do(kit: Kit, site: Site) -> None:
    room, zoe = _due(kit), site.at(kit.pupil("Zoé"))
    refused = zoe.post(f"/exchanges/{room}/what-became", words=" ", shared="1")
    assert refused.status_code == 422 and "Write a few words first." in refused.text
    assert 'value="1" checked' in refused.text
    long = zoe.post(f"/exchanges/{room}/what-became", words="é" * 3000)
    assert long.status_code == 422 and "é" * 3000 in long.text


def test_before_its_time_and_for_others_there_is_no_question(kit: Kit, site: Site) -> None:
    room = lived(kit)
    path = f"/exchanges/{room}/what-became"
    assert site.at(kit.pupil("Zoé")).get(path).status_code == 404
    weeks_later(kit)
    for stranger in (kit.pupil("Ali"), kit.teacher):
        screen = site.at(stranger)
        assert screen.get(path).status_code == 404
        assert screen.post(path, words="x").status_code == 404
        assert screen.post(f"{path}/not-now").status_code == 404


def test_the_partner_does_not_read_what_became_of_it(kit: Kit, site: Site) -> None:
    room = _due(kit)
    follow_ups.tell(kit.db, kit.pupil("Zoé"), room, "mon secret", shared=True)
    kit.save()
    assert "mon secret" not in site.at(kit.pupil("Maëlle")).get("/trace").text
    assert "mon secret" not in site.at(kit.teacher).get(f"/exchanges/{room}").text
