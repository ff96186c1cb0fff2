"""A sheet of an exchange comes back: the teacher enters it, and it stays the partners' own."""

from uuid import UUID

import pytest

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotAllowed, NotFound, Stale
from rers_school.classroom.models import Membership
from rers_school.classroom.queries.room import room_of
from rers_school.classroom.rules.agreement import REQUIRED, LineState
from rers_school.classroom.services import agreement, from_paper
from tests.classroom.exchange_factory import circle, single, state_of
from tests.factories import Kit, Site


@pytest.fixture
def partners(kit: Kit) -> tuple[Actor, Actor]:
    """Two pupils of the list who have no account and never come by themselves."""
    found = kit.pupil("Maëlle"), kit.pupil("Zoé")
    for one in found:
        kit.db.get_one(Membership, one.membership_id).first_launch_at = None
    kit.save()
    return found


def everything(**more: str) -> dict[str, str]:
    return {line: f"nous : {line}" for line in REQUIRED} | more


def test_two_without_an_account_live_a_whole_exchange_on_paper(
    kit: Kit, site: Site, partners: tuple[Actor, Actor]
) -> None:
    room, teacher = single(kit), site.at(kit.teacher)
    at = f"/exchanges/{room}/on-paper"
    assert at in teacher.get("/exchanges/on-paper").text
    both = [str(one.membership_id) for one in partners]
    sheet = {f"words-{line}": words for line, words in everything().items()}
    assert teacher.post(f"{at}/agreement", signed=both[:1], **sheet).status_code == 303
    assert state_of(kit, room) == "agreeing", "only one has signed"
    page = teacher.get(at).text
    assert "nous : contents" in page
    seen = {f"seen-{line}": "1" for line in REQUIRED}
    assert teacher.post(f"{at}/agreement", signed=both, **sheet, **seen).status_code == 303
    assert state_of(kit, room) == "agreed"
    told = {"held_on": clock.now().date().isoformat(), "did": "trois accords", "present": both}
    assert teacher.post(f"{at}/meeting", **told).status_code == 303
    assert state_of(kit, room) == "under_way"
    for act, state in (("pause", "paused"), ("go-on", "under_way"), ("look-back", "looking_back")):
        assert f"{at}/{act}" in teacher.get(at).text
        assert teacher.post(f"{at}/{act}").status_code == 303
        assert state_of(kit, room) == state
    page = teacher.get(f"/exchanges/{room}").text
    assert "trois accords" in page and "signed on paper" in page


def test_those_who_did_not_sign_have_not_agreed_and_nothing_is_put_over_their_words(
    kit: Kit,
) -> None:
    maelle, zoe = kit.pupil("Maëlle"), kit.pupil("Zoé")
    room = single(kit)
    first = agreement.write_line(kit.db, zoe, room, "days", "lundi", 0)
    kit.save()
    with pytest.raises(Stale):
        from_paper.agree(kit.db, kit.teacher, room, {"days": "mardi"}, {"days": 0}, [])
    kit.db.rollback()
    from_paper.agree(
        kit.db, kit.teacher, room, {"days": "mardi", "place": ""}, {"days": first.number},
        [maelle.membership_id],
    )  # fmt: skip
    line = room_of(kit.db, zoe, room).line("days")
    assert (line.words, line.before, line.state) == ("mardi", "lundi", LineState.TO_AGREE)
    assert line.author and line.author.id == maelle.membership_id
    assert line.on_paper == {maelle.membership_id} and line.to_agree
    assert room_of(kit.db, zoe, room).line("place").state is LineState.EMPTY


def test_only_the_teacher_of_this_class_and_only_for_partners(kit: Kit, site: Site) -> None:
    maelle, zoe, hugo = kit.pupil("Maëlle"), kit.pupil("Zoé"), kit.pupil("Hugo")
    room = single(kit)
    with pytest.raises(NotAllowed):
        from_paper.agree(kit.db, zoe, room, {"days": "mardi"}, {}, [maelle.membership_id])
    with pytest.raises(NotFound):
        from_paper.agree(kit.db, kit.teacher, room, {}, {}, [hugo.membership_id])
    with pytest.raises(NotAllowed):
        from_paper.decide(kit.db, kit.teacher, room, "pause")
    assert site.at(zoe).get(f"/exchanges/{room}/on-paper").status_code == 403
    page = site.at(kit.teacher).get(f"/exchanges/{room}/on-paper").text
    assert "on-paper/pause" not in page, "they can say it for themselves"
    assert site.at(kit.teacher).post(f"/exchanges/{room}/on-paper/stop").status_code == 404


def test_what_cannot_be_entered_comes_back_as_it_was_typed(kit: Kit, site: Site) -> None:
    room, teacher = single(kit), site.at(kit.teacher)
    at = f"/exchanges/{room}/on-paper"
    refused = teacher.post(f"{at}/agreement", **{"words-days": "<b>" + "é" * 10_000})
    assert refused.status_code == 422 and "&lt;b&gt;é" in refused.text
    agreement.write_line(kit.db, kit.pupil("Zoé"), room, "days", "lundi", 0)
    kit.save()
    stale = teacher.post(f"{at}/agreement", **{"words-days": "mardi", "seen-days": "0"})
    assert stale.status_code == 409 and "mardi" in stale.text and "Now it says:" in stale.text
    agree = {f"words-{line}": words for line, words in everything(days="lundi").items()}
    people = [str(kit.pupil(name).membership_id) for name in ("Maëlle", "Zoé")]
    teacher.post(f"{at}/agreement", signed=people, **agree)
    empty = teacher.post(f"{at}/meeting", held_on="2026-11-24", did=" ", worked="")
    assert empty.status_code == 422 and "Write a few words first" in empty.text
    late = teacher.post(f"{at}/meeting", held_on="3026-11-24", did="des accords")
    assert late.status_code == 422 and "des accords" in late.text


def test_a_sheet_of_a_pair_holds_for_both_directions(kit: Kit) -> None:
    one, other = circle(kit, ("Maëlle", "guitare", "Zoé"), ("Zoé", "crêpes", "Maëlle"))
    both: list[UUID] = [kit.pupil(name).membership_id for name in ("Maëlle", "Zoé")]
    from_paper.agree(kit.db, kit.teacher, one, everything(), {}, both)
    kit.save()
    assert state_of(kit, one) == "agreed"
    assert room_of(kit.db, kit.teacher, other).line("days").words == "nous : days"
