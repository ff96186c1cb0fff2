"""A pupil's file of last year: looked at, then brought in piece by piece, and taken out again."""

import io
import json
import re

from rers_school.classroom.models import Demand, EarlierYear, Offer
from tests.classroom.trace_factory import lived
from tests.factories import Kit, Screen, Site, make_kit
from tests.rules.test_trace_file import told


def look(screen: Screen, data: bytes) -> str:
    answer = screen.post("/trace/bring", file=(io.BytesIO(data), "trace-zoe.json"))
    assert answer.status_code == 200, answer.text
    return answer.text


def hidden(page: str) -> str:
    from html import unescape

    found = re.search(r'name="told" value="([^"]*)"', page)
    assert found
    return unescape(found[1])


def test_a_year_goes_home_as_a_file_and_comes_into_the_next_class(kit: Kit, site: Site) -> None:
    lived(kit)
    file = site.at(kit.pupil("Zoé")).get("/trace.json").data
    next_year = make_kit(kit.engine, "6e A")
    zoe = next_year.pupil("Zoé")
    screen = site.at(zoe)
    assert "/trace/bring" in screen.get("/savoirs").text
    page = look(screen, file)
    assert "guitare" in page and "Maëlle" not in page and "Yes, it is my file" not in page
    nothing = screen.post("/trace/bring/keep", told=hidden(page))
    assert nothing.status_code == 422 and "Nothing was kept" in nothing.text
    next_year.save()
    assert not next_year.db.query(Offer).all() and not next_year.db.query(EarlierYear).all()
    fields = {"told": hidden(page), "card": "offer:guitare", "keep_year": "1"}
    done = screen.post("/trace/bring/keep", **fields)
    trace = screen.follow(done).text
    assert "1 card is on the wall" in trace and "Je joue trois accords" in trace
    # Twice is once.
    screen.post("/trace/bring/keep", **fields)
    next_year.save()
    (offer,) = next_year.db.query(Offer)
    assert (offer.words, offer.membership_id) == ("guitare", zoe.membership_id)
    (kept,) = next_year.db.query(EarlierYear)
    assert "Maëlle" not in json.dumps(kept.content)
    # It is in the file of this year too, and can be taken out.
    assert "trois accords" in screen.get("/trace.json").text
    other = site.at(next_year.pupil("Malo"))
    assert other.post(f"/trace/earlier/{kept.id}/take-out").status_code == 404
    screen.follow(screen.post(f"/trace/earlier/{kept.id}/take-out"))
    assert "trois accords" not in screen.get("/trace").text


def test_another_name_is_said_and_asked_about(kit: Kit, site: Site) -> None:
    screen = site.at(kit.pupil("Malo"))
    page = look(screen, told())
    assert "On this file stands “Zoé B.”, and you are “Malo T.”" in page
    fields = {"told": hidden(page), "card": "demand:échec"}
    refused = screen.post("/trace/bring/keep", **{**fields, "card": "demand:echec"})
    assert refused.status_code == 422 and "Is it your file?" in refused.text
    assert 'value="demand:echec" checked' in refused.text
    done = screen.post("/trace/bring/keep", told=fields["told"], card="demand:echec", mine="1")
    assert done.status_code == 303
    kit.save()
    assert [one.words for one in kit.db.query(Demand)] == ["les échecs"]
    assert kit.db.query(EarlierYear).count() == 0


def test_what_is_no_trace_is_refused_in_words(kit: Kit, site: Site) -> None:
    screen = site.at(kit.pupil("Zoé"))
    for data, words in (
        (b"", "Choose your file first"),
        (b"%PDF-1.7", "This file is not a trace"),
        (b"{" * 500_000, "too big"),
        (told(version=9), "a newer program"),
        (told(offers=3), "we cannot read “offers”"),
    ):
        answer = screen.post("/trace/bring", file=(io.BytesIO(data), "trace.json"))
        assert answer.status_code == 422 and words in answer.text
    assert screen.post("/trace/bring").status_code == 422
    assert screen.post("/trace/bring/keep", told="nothing").status_code == 422
