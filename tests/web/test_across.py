"""A circle between two classes, from two facing cards to two traces, on the pages of each."""

from sqlalchemy import select

from rers_school.classroom.models import Exchange
from rers_school.classroom.rules.agreement import REQUIRED
from tests.across_factory import asked_pupils, two_classes
from tests.factories import Kit, Site


def test_two_pupils_of_two_classes_live_an_exchange(kit: Kit, site: Site) -> None:
    two = two_classes(kit)
    circle = asked_pupils(two)
    zoe, lea = site.at(two.zoe), site.at(two.lea)
    for screen, partner, savoir in ((zoe, "Léa", "les crêpes"), (lea, "Zoé", "les crêpes")):
        today = screen.get("/").text
        assert partner in today and savoir in today
        assert f'href="{screen.root}/exchanges"' in today, "whoever was asked has the tab"
        asked = screen.get(f"/answers/{circle.introduction_id}")
        assert asked.status_code == 200 and partner in asked.text
        assert str(kit.classroom_id) not in asked.text or screen is zoe
        sent = screen.post(f"/answers/{circle.introduction_id}", answer="yes")
        assert sent.location.startswith(screen.root)
        screen.follow(sent)
    kit.save()
    crepes, _guitar = kit.db.scalars(select(Exchange).order_by(Exchange.place)).all()
    room = f"/exchanges/{crepes.id}"
    assert "Zoé" in lea.get(room).text
    assert str(crepes.id) in lea.get("/exchanges").text
    sent = lea.post(f"{room}/lines/place", words="Chez vous, au CDI", number="0")
    assert sent.status_code == 303 and sent.location.startswith(lea.root)
    seen = zoe.get(room).text
    assert "Chez vous, au CDI" in seen and "Léa B., 5e B" in seen
    for line in (*REQUIRED, "way"):
        if line != "place":
            lea.post(f"{room}/lines/{line}", words=f"nos mots: {line}", number="0")
        zoe.post(f"{room}/lines/{line}", words=_WORDS.get(line, f"nos mots: {line}"), number="1")
    assert lea.post(f"{room}/act/look-back").location.startswith(lea.root)
    lea.post(f"{room}/mine/receiver/now_i_can", words="je retourne une crêpe")
    lea.post(f"{room}/mine/receiver", where_i_am="on_my_own", with_teacher="1")
    mine, theirs = site.at(two.other.teacher), site.at(kit.teacher)
    assert "je retourne une crêpe" in mine.get(room).text, "shared with her own teacher"
    assert "je retourne une crêpe" not in theirs.get(room).text, "not with the other class's"
    assert "je retourne une crêpe" not in zoe.get(room).text
    lea.post(f"{room}/close", outcome="learned")
    trace = lea.get("/trace").text
    assert "je retourne une crêpe" in trace and "Zoé" in trace and str(crepes.id) in trace
    assert "je retourne" in lea.get("/trace.json").get_data(as_text=True)
    assert "Léa B., 5e B" in zoe.get("/trace").text
    two.close()


_WORDS = {"place": "Chez vous, au CDI"}
