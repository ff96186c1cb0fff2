"""The teacher erases somebody: after a page that says what goes, and with a box to tick."""

from rers_school.classroom.models import Membership
from tests.classroom.exchange_factory import single
from tests.factories import Kit, Site


def test_the_page_says_what_goes_and_nothing_goes_without_the_tick(kit: Kit, site: Site) -> None:
    single(kit, "Hugo Lambertin", "guitare", "Zoé")
    hugo = kit.pupil("Hugo Lambertin")
    teacher = site.at(kit.teacher)
    path = f"/people/{hugo.membership_id}"
    assert f"{path}/erase" in teacher.get(path).get_data(as_text=True)
    page = teacher.get(f"{path}/erase").get_data(as_text=True)
    assert "Erase Hugo L." in page and "1 exchange that goes on" in page
    refused = teacher.post(f"{path}/erase")
    assert refused.status_code == 422 and "Tick the box first" in refused.get_data(as_text=True)
    kit.save()
    assert kit.db.get(Membership, hugo.membership_id) is not None


def test_erased_they_have_no_page_and_no_session_and_others_read_the_neutral_words(
    kit: Kit, site: Site
) -> None:
    room = single(kit, "Hugo Lambertin", "guitare", "Zoé")
    hugo = kit.pupil("Hugo Lambertin")
    teacher, own, zoe = site.at(kit.teacher), site.at(hugo), site.at(kit.pupil("Zoé"))
    path = f"/people/{hugo.membership_id}"
    done = teacher.post(f"{path}/erase", _key="once", sure="1")
    people = teacher.follow(done).get_data(as_text=True)
    assert "This person is erased" in people
    # In a hint the word stands for anybody.
    assert "Hugo" not in people.replace("Hugo’s grandmother", "")
    again = teacher.post(f"{path}/erase", _key="once", sure="1")
    assert (again.status_code, again.location) == (303, done.location)
    assert teacher.get(path).status_code == 404
    assert teacher.get(f"{path}/erase").status_code == 404
    assert own.get("/wall").status_code == 401
    # The class speaks French, whatever its teacher reads.
    left = zoe.get(f"/exchanges/{room}").get_data(as_text=True)
    assert "quelqu’un qui est parti" in left and "We take it up again" not in left
    assert zoe.post(f"/exchanges/{room}/act/reopen").status_code == 422


def test_the_one_who_stands_for_all_who_left_has_no_page(kit: Kit, site: Site) -> None:
    hugo = kit.pupil("Hugo Lambertin")
    teacher = site.at(kit.teacher)
    teacher.post(f"/people/{hugo.membership_id}/erase", sure="1")
    kit.save()
    left = kit.db.query(Membership).filter_by(entered_by="left").one()
    assert teacher.get(f"/people/{left.id}").status_code == 404
    assert teacher.get(f"/people/{left.id}/erase").status_code == 404
    assert teacher.get(f"/people/{kit.teacher.membership_id}/erase").status_code == 404
