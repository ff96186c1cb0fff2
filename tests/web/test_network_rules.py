"""The class's own rules, from gatherings, with earlier wordings; decisions beside settings."""

import re
from datetime import time

import pytest

from rers_school import clock
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.models import Gathering, NetworkRule
from rers_school.classroom.queries.network_rules import rules_of
from rers_school.classroom.rules.slots import When
from rers_school.classroom.services import decisions, gatherings, network_rules, people, slots
from tests.factories import Kit, Site, make_kit


def council(kit: Kit) -> Gathering:
    found = gatherings.plan(kit.db, kit.teacher, "council", clock.now().date())
    kit.save()
    return found


def test_a_rule_keeps_its_earlier_wordings_and_where_they_come_from(kit: Kit) -> None:
    first, second = council(kit), council(kit)
    rule = network_rules.write(kit.db, kit.teacher, "On prévient la veille", first.id)
    again = network_rules.write(
        kit.db, kit.teacher, "On prévient deux jours avant", second.id, rule.line, 1
    )
    (found,) = rules_of(kit.db)
    assert (found.now.words, found.now.gathering_id) == (again.words, second.id)
    assert [one.words for one in found.earlier] == ["On prévient la veille"]
    with pytest.raises(Stale):
        network_rules.write(kit.db, kit.teacher, "autre", second.id, rule.line, 1)
    network_rules.write(kit.db, kit.teacher, "", second.id, rule.line, 2)
    assert rules_of(kit.db) == ()
    with pytest.raises(DomainError, match="empty"):
        network_rules.write(kit.db, kit.teacher, " ", first.id)


def test_only_the_team_writes_and_only_of_its_own_class(kit: Kit) -> None:
    meeting, zoe = council(kit), kit.pupil("Zoé")
    with pytest.raises(NotAllowed):
        network_rules.write(kit.db, zoe, "x", meeting.id)
    people.hand_rights(kit.db, kit.teacher, zoe.membership_id, ["gatherings"])
    network_rules.write(kit.db, kit.actor(zoe.membership_id), "Chacun son tour", meeting.id)
    kit.save()
    other = make_kit(kit.engine, "CM2 B")
    with pytest.raises(NotFound):
        network_rules.write(other.db, other.teacher, "x", meeting.id)
    with pytest.raises(NotFound):
        network_rules.write(kit.db, kit.teacher, "x", meeting.id, zoe.membership_id, 1)


def test_the_page_and_together_show_them_and_give_back_what_cannot_be_kept(
    kit: Kit, site: Site
) -> None:
    meeting = council(kit)
    teacher, zoe = site.at(kit.teacher), site.at(kit.pupil("Zoé"))
    assert "/rules" in teacher.get("/together").text
    assert "/rules" not in zoe.get("/together").text, "nothing to read yet"
    done = teacher.post("/rules", words="Chacun son tour", gathering=str(meeting.id))
    assert "Chacun son tour" in teacher.follow(done).text
    assert "Chacun son tour" in zoe.get("/together").text
    assert "<form" not in zoe.get("/rules").text.split("<main")[1]
    assert zoe.post("/rules", words="x", gathering=str(meeting.id)).status_code == 403
    kit.save()
    line = str(kit.db.query(NetworkRule).one().line)
    fields = {"line": line, "gathering": str(meeting.id)}
    stale = teacher.post("/rules", words="<b>deux</b>", number="7", **fields)
    assert stale.status_code == 409 and "&lt;b&gt;deux" in stale.text
    assert teacher.post("/rules", words=" ", number="1", **fields).status_code == 422
    assert teacher.post("/rules", words="x", gathering="nothing").status_code == 404
    gone = teacher.post("/rules", drop="1", number="1", **fields)
    assert "Chacun son tour" not in teacher.follow(gone).text


def test_a_decision_stands_beside_the_setting_that_it_changed(kit: Kit, site: Site) -> None:
    one = decisions.take(kit.db, kit.teacher, council(kit).id, "Les écrans se ferment vite")
    kit.save()
    teacher = site.at(kit.teacher)
    page = teacher.post(f"/settings/decided/{one.id}", setting="idle_minutes")
    shown = teacher.follow(page).text
    beside = shown.split('name="idle_minutes"')[-1].split("</fieldset>")[0]
    assert "Les écrans se ferment vite" in beside and "decided on" in beside
    assert teacher.post(f"/settings/decided/{one.id}", setting="other").status_code == 422
    teacher.post(f"/settings/decided/{one.id}", setting="")
    assert "decided on" not in teacher.get("/settings").text


def test_a_decision_can_stand_beside_every_setting(kit: Kit, site: Site) -> None:
    one = decisions.take(kit.db, kit.teacher, council(kit).id, "Nous l’avons décidé")
    kit.save()
    teacher = site.at(kit.teacher)
    for setting in network_rules.SETTINGS:
        shown = teacher.follow(teacher.post(f"/settings/decided/{one.id}", setting=setting)).text
        # Times are chosen on their own page: the decision stands beside the way there.
        there = '/slots"' if setting == "free_times" else f'name="{setting}"'
        field = re.split(there, shown)[-1].split('class="field"')[0]
        assert "Nous l’avons décidé" in field.split('class="actions"')[0], setting
        assert f'<option value="{setting}" selected' in shown


def test_a_decision_about_times_stands_beside_their_setting_too(kit: Kit, site: Site) -> None:
    one = decisions.take(kit.db, kit.teacher, council(kit).id, "Aussi à la récréation")
    network_rules.about_setting(kit.db, kit.teacher, one.id, "free_times")
    slots.open_slot(kit.db, kit.teacher, When(1, None, time(13, 30), 30))
    slots.open_place(kit.db, kit.teacher, "le couloir", 1)
    kit.save()
    page = site.at(kit.teacher).get("/slots").text
    beside = page.split('name="free"')[1].split('class="actions"')[0]
    assert "Aussi à la récréation" in beside and "decided on" in beside
