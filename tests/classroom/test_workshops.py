"""Workshops: opened, signed up for, begun with several people in one room, left."""

from typing import Any

import pytest
from sqlalchemy import select

from rers_school.classroom.actor import Role
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.models import (
    Circle,
    Membership,
    Participation,
    Workshop,
    WorkshopPlace,
)
from rers_school.classroom.models.people import BY_LIST
from rers_school.classroom.queries.introducing import introductions_page
from rers_school.classroom.queries.links import facts_of
from rers_school.classroom.queries.network import network_of
from rers_school.classroom.queries.room import room_of
from rers_school.classroom.queries.trace import trace_of
from rers_school.classroom.queries.trace_file import as_file
from rers_school.classroom.queries.workshop_openings import openings, who_may_give
from rers_school.classroom.queries.workshops import on_today, workshop_of, workshops
from rers_school.classroom.rules.agreement import REQUIRED
from rers_school.classroom.services import (
    agreement,
    exchanges,
    people,
    recognition,
    rounds,
    workshop_places,
    workshop_rooms,
)
from rers_school.classroom.services import workshops as service
from tests.classroom.exchange_factory import state_of
from tests.classroom.workshops_factory import begun, come, opened
from tests.factories import Kit, make_kit


def seats(kit: Kit, workshop: Workshop) -> list[tuple[str, bool]]:
    """Return the given names of who signed up, in order, and whether they wait."""
    kit.db.expire_all()
    view = workshop_of(kit.db, kit.teacher, workshop.id)
    return [(one.who.first_name, one.waiting) for one in view.people if not one.gives]


def told(kit: Kit, name: str) -> list[str]:
    """Return what a pupil is told about workshops on their first page."""
    found = on_today(kit.db, kit.pupil(name)).told
    return [one.mine.news for one in found if one.mine]


def parts(kit: Kit, exchange_id: object) -> set[tuple[str, str]]:
    """Return who takes part in an exchange, as what."""
    names = {one.membership_id: name for name, one in kit.pupils.items()}
    rows = kit.db.scalars(select(Participation).where(Participation.exchange_id == exchange_id))
    return {(names[one.membership_id], one.role) for one in rows}


def test_the_first_who_sign_up_have_the_places_and_the_others_are_on_the_list(kit: Kit) -> None:
    workshop = opened(kit, places=2)
    come(kit, workshop, "Zoé", "Inès", "Malo", "Zoé")
    assert seats(kit, workshop) == [("Zoé", False), ("Inès", False), ("Malo", True)]
    assert workshop_of(kit.db, kit.pupil("Zoé"), workshop.id).free == 0


def test_other_pupils_see_no_name_and_no_number_of_those_who_signed_up(kit: Kit) -> None:
    workshop = opened(kit, places=2)
    come(kit, workshop, "Zoé", "Inès", "Malo")
    for name in ("Zoé", "Malo", "Hugo"):
        view = workshop_of(kit.db, kit.pupil(name), workshop.id)
        assert (view.people, view.taken, view.waits) == ((), 0, False)
    own = workshop_of(kit.db, kit.pupil("Maëlle"), workshop.id)
    assert (own.people, own.taken, own.waits) == ((), 2, True)


def test_who_signs_off_makes_room_for_the_next_one_who_is_told(kit: Kit) -> None:
    workshop = opened(kit, places=2)
    come(kit, workshop, "Zoé", "Inès", "Malo", "Hugo")
    zoe = kit.pupil("Zoé")
    for _twice in range(2):
        workshop_places.sign_off(kit.db, zoe, workshop.id, zoe.membership_id)
    assert seats(kit, workshop) == [("Inès", False), ("Malo", False), ("Hugo", True)]
    assert told(kit, "Malo") == ["place"]
    workshop_places.seen(kit.db, kit.pupil("Malo"), workshop.id)
    assert told(kit, "Malo") == told(kit, "Hugo") == []
    with pytest.raises(NotAllowed):
        workshop_places.sign_off(kit.db, zoe, workshop.id, kit.pupil("Inès").membership_id)


def test_it_begins_as_one_exchange_of_one_giver_and_those_who_have_a_place(kit: Kit) -> None:
    workshop, exchange = begun(kit, "Zoé", "Inès", "Malo", places=2)
    assert parts(kit, exchange) == {
        ("Maëlle", "giver"),
        ("Zoé", "receiver"),
        ("Inès", "receiver"),
    }
    assert kit.db.scalars(select(Circle.kind)).all() == ["one_to_many"]
    assert workshop_rooms.begin(kit.db, kit.pupil("Maëlle"), workshop.id) == exchange
    assert (told(kit, "Zoé"), told(kit, "Malo"), told(kit, "Maëlle")) == (
        ["begun"],
        ["no_other"],
        [],
    )
    assert room_of(kit.db, kit.pupil("Inès"), exchange).may_leave
    with pytest.raises(NotFound):
        room_of(kit.db, kit.pupil("Malo"), exchange)


def test_only_its_givers_and_teachers_begin_it_and_not_without_anybody(kit: Kit) -> None:
    workshop = opened(kit)
    with pytest.raises(DomainError, match="nobody_yet"):
        workshop_rooms.begin(kit.db, kit.pupil("Maëlle"), workshop.id)
    come(kit, workshop, "Zoé")
    with pytest.raises(NotAllowed):
        workshop_rooms.begin(kit.db, kit.pupil("Zoé"), workshop.id)
    assert workshop_rooms.begin(kit.db, kit.teacher, workshop.id)


def test_every_line_needs_everybody_and_no_longer_whoever_has_left(kit: Kit) -> None:
    _workshop, exchange = begun(kit, "Zoé", "Inès", places=2)
    maelle, zoe, ines = (kit.pupil(name) for name in ("Maëlle", "Zoé", "Inès"))
    for line in REQUIRED:
        said = agreement.write_line(kit.db, maelle, exchange, line, f"nous : {line}", 0)
        agreement.agree(kit.db, zoe, exchange, line, said.id)
    kit.save()
    assert state_of(kit, exchange) == "agreeing"
    workshop_rooms.leave(kit.db, ines, exchange)
    kit.save()
    assert state_of(kit, exchange) == "agreed"
    assert parts(kit, exchange) == {("Maëlle", "giver"), ("Zoé", "receiver")}


def test_whoever_comes_later_to_a_free_place_is_in_the_room_and_asked_for_consent(
    kit: Kit,
) -> None:
    workshop, exchange = begun(kit, "Zoé", places=2)
    maelle, zoe = kit.pupil("Maëlle"), kit.pupil("Zoé")
    for line in REQUIRED:
        said = agreement.write_line(kit.db, maelle, exchange, line, f"nous : {line}", 0)
        agreement.agree(kit.db, zoe, exchange, line, said.id)
    kit.save()
    assert state_of(kit, exchange) == "agreed"
    come(kit, workshop, "Inès", "Malo")
    assert ("Inès", "receiver") in parts(kit, exchange)
    assert ("Malo", "receiver") not in parts(kit, exchange)
    assert state_of(kit, exchange) == "agreeing"
    # Somebody leaves: who is on the list may take the place.
    workshop_rooms.leave(kit.db, zoe, exchange)
    assert told(kit, "Malo") == ["free"]
    come(kit, workshop, "Malo")
    assert told(kit, "Malo") == []
    assert ("Malo", "receiver") in parts(kit, exchange)


def test_a_receiver_leaves_alone_and_without_the_giver_it_has_stopped(kit: Kit) -> None:
    _workshop, exchange = begun(kit, "Zoé", "Inès", places=2)
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    for act in (exchanges.stop, exchanges.pause, exchanges.look_back):
        with pytest.raises(NotAllowed):
            act(kit.db, zoe, exchange)
    with pytest.raises(NotAllowed):
        exchanges.stop(kit.db, maelle, exchange)
    workshop_rooms.leave(kit.db, zoe, exchange)
    kit.save()
    assert state_of(kit, exchange) == "agreeing"
    workshop_rooms.leave(kit.db, maelle, exchange)
    kit.save()
    assert state_of(kit, exchange) == "closed"
    assert room_of(kit.db, kit.pupil("Inès"), exchange).outcome == "stopped"


def test_the_teacher_can_stop_it_for_everybody(kit: Kit) -> None:
    _workshop, exchange = begun(kit, "Zoé")
    exchanges.stop(kit.db, kit.teacher, exchange)
    kit.save()
    assert state_of(kit, exchange) == "closed"


def test_giver_and_teacher_take_it_off_in_the_same_words(kit: Kit) -> None:
    for who in ("giver", "teacher"):
        workshop = opened(kit, words=f"savoir de {who}")
        come(kit, workshop, "Zoé")
        maelle = kit.pupil("Maëlle")
        if who == "giver":
            workshop_places.sign_off(kit.db, maelle, workshop.id, maelle.membership_id)
        else:
            service.take_off(kit.db, kit.teacher, workshop.id)
        assert told(kit, "Zoé") == ["not_started"]
        workshop_places.seen(kit.db, kit.pupil("Zoé"), workshop.id)
        with pytest.raises(Stale):
            come(kit, workshop, "Zoé")
        with pytest.raises(NotFound):
            come(kit, workshop, "Inès")
        assert workshops(kit.db, kit.pupil("Zoé")) == []


def test_the_teacher_asks_every_giver_and_nobody_else_hears_of_it_before_all_said_yes(
    kit: Kit,
) -> None:
    maelle, ines, zoe = (kit.pupil(name) for name in ("Maëlle", "Inès", "Zoé"))
    workshop = service.open_workshop(
        kit.db,
        kit.teacher,
        kind="one_to_many",
        words="coudre",
        places=3,
        givers=[maelle.membership_id, ines.membership_id],
    )
    kit.save()
    assert [one.asks for one in on_today(kit.db, maelle).asked] == [True]
    for act in (workshop_places.come, workshop_rooms.begin):
        with pytest.raises(NotFound):
            act(kit.db, zoe, workshop.id)
    assert workshops(kit.db, zoe) == []
    service.answer(kit.db, maelle, workshop.id, "not_now")
    service.answer(kit.db, ines, workshop.id, "yes")
    # A "not now" looks like no answer: the other one still waits.
    assert workshop_of(kit.db, ines, workshop.id).state == "asked"
    assert workshop_of(kit.db, ines, workshop.id).people == ()
    service.answer(kit.db, maelle, workshop.id, "yes")
    kit.save()
    assert [one.id for one in workshops(kit.db, zoe)] == [workshop.id]
    with pytest.raises(Stale):
        service.answer(kit.db, maelle, workshop.id, "not_now")


def test_an_answer_on_paper_never_replaces_one_given_on_the_screen(kit: Kit) -> None:
    maelle = kit.pupil("Maëlle")
    workshop = service.open_workshop(
        kit.db, kit.teacher, kind="one_to_many", words="coudre", places=3,
        givers=[maelle.membership_id],
    )  # fmt: skip
    service.answer(kit.db, maelle, workshop.id, "not_now")
    with pytest.raises(Stale):
        service.answer_on_paper(kit.db, kit.teacher, workshop.id, maelle.membership_id, "yes")
    with pytest.raises(NotAllowed):
        service.answer_on_paper(kit.db, maelle, workshop.id, maelle.membership_id, "yes")


def test_another_sitting_begins_with_those_who_waited_in_their_order(kit: Kit) -> None:
    workshop = opened(kit, places=2)
    come(kit, workshop, "Zoé", "Inès")
    maelle = kit.pupil("Maëlle")
    assert on_today(kit.db, maelle).asked == ()
    come(kit, workshop, "Malo", "Hugo", "Léa")
    assert [one.asks_again for one in on_today(kit.db, maelle).asked] == [True]
    following = workshop_rooms.say_again(kit.db, maelle, workshop.id, "yes")
    kit.save()
    assert following is not None
    assert seats(kit, following) == [("Malo", False), ("Hugo", False), ("Léa", True)]
    assert seats(kit, workshop) == [("Zoé", False), ("Inès", False)]
    assert (told(kit, "Malo"), told(kit, "Léa")) == (["next_sitting"], [])
    # Both sittings are full: who comes now waits for a third one.
    come(kit, workshop, "Tom")
    assert seats(kit, following)[-1] == ("Tom", True)


def test_no_other_sitting_is_told_when_it_begins_whatever_the_giver_said(kit: Kit) -> None:
    for answer in ("not_now", None):
        workshop = opened(kit, words=f"savoir {answer}", places=2)
        come(kit, workshop, "Zoé", "Inès", "Malo")
        maelle = kit.pupil("Maëlle")
        if answer:
            assert workshop_rooms.say_again(kit.db, maelle, workshop.id, answer) is None
        assert told(kit, "Malo") == []
        workshop_rooms.begin(kit.db, maelle, workshop.id)
        assert told(kit, "Malo") == ["no_other"]
        workshop_places.seen(kit.db, kit.pupil("Malo"), workshop.id)


def test_where_all_make_or_search_together_everybody_gives_and_receives(kit: Kit) -> None:
    for kind in ("collective", "search"):
        _workshop, exchange = begun(kit, "Zoé", "Inès", kind=kind, words=f"une {kind}")
        everybody = ("Maëlle", "Zoé", "Inès")
        assert parts(kit, exchange) == {
            (name, role) for name in everybody for role in ("giver", "receiver")
        }
        room = room_of(kit.db, kit.pupil("Zoé"), exchange)
        assert room.together
        assert len(room.partners) == 3
        # Two go on, one alone does not.
        workshop_rooms.leave(kit.db, kit.pupil("Zoé"), exchange)
        assert not room_of(kit.db, kit.teacher, exchange).outcome
        workshop_rooms.leave(kit.db, kit.pupil("Maëlle"), exchange)
        assert room_of(kit.db, kit.teacher, exchange).outcome == "stopped"


def test_suggestions_know_who_is_in_a_workshop(kit: Kit) -> None:
    kit.offer(kit.pupil("Maëlle"), "jouer de la guitare", group_size="group")
    kit.offer(kit.pupil("Maëlle"), "coudre")
    for name in ("Zoé", "Inès", "Malo", "Hugo", "Léa"):
        kit.demand(kit.pupil(name), "jouer de la guitare")
        kit.demand(kit.pupil(name), "coudre")
        kit.offer(kit.pupil(name), f"savoir de {name}")
    assert introductions_page(kit.db, kit.teacher).suggestions
    begun(kit, "Zoé", "Inès", "Malo", "Hugo", "Léa", places=5)
    rounds.suggest_again(kit.db, kit.teacher)
    page = introductions_page(kit.db, kit.teacher)
    # Maëlle gives already, and all the others receive already.
    assert page.suggestions == ()
    assert (page.linked, page.without, page.settled) == (6, (), ())
    facts = facts_of(kit.db, kit.classroom_id)
    assert facts.gives[kit.pupil("Maëlle").membership_id] == 1
    assert len(facts.met) == 5


def test_the_figure_and_the_trace_show_several_people(kit: Kit) -> None:
    _workshop, one = begun(kit, "Zoé", "Inès", places=2)
    _workshop, two = begun(kit, "Maëlle", giver="Zoé", kind="collective", words="une fresque")
    (line,) = (line for line in network_of(kit.db, kit.teacher).lines if line.exchange_id == one)
    assert (len(line.givers), len(line.receivers)) == (1, 2)
    trace = as_file(trace_of(kit.db, kit.pupil("Maëlle")))
    gave = {one["savoir"]: one["with"] for one in trace["gave"]}
    assert [len(gave["jouer de la guitare"]), len(gave["une fresque"])] == [2, 1]
    assert kit.pupil("Maëlle").shown_name not in gave["une fresque"]
    assert [one["savoir"] for one in trace["received"]] == ["une fresque"]
    assert two


def test_the_teacher_signs_up_somebody_without_an_account(kit: Kit) -> None:
    workshop = opened(kit, places=2)
    ali = people.enter(
        kit.db, classroom_id=kit.classroom_id, given="Ali", family="Traoré", role=Role.PUPIL,
        how=BY_LIST,
    )  # fmt: skip
    assert ali.id in {one.id for one in who_may_give(kit.db, kit.teacher)}
    workshop_places.sign_up(kit.db, kit.teacher, workshop.id, ali.id)
    view = workshop_of(kit.db, kit.teacher, workshop.id)
    assert [(one.who.id, one.on_paper) for one in view.people if not one.gives] == [(ali.id, True)]
    with pytest.raises(NotAllowed):
        workshop_places.sign_up(kit.db, kit.pupil("Zoé"), workshop.id, ali.id)
    workshop_places.sign_off(kit.db, kit.teacher, workshop.id, ali.id)
    assert seats(kit, workshop) == []


def test_whoever_leaves_the_class_keeps_no_place_from_others(kit: Kit) -> None:
    workshop = opened(kit, places=2)
    come(kit, workshop, "Zoé", "Inès")
    kit.db.get_one(Membership, kit.pupil("Zoé").membership_id).active = False
    kit.save()
    come(kit, workshop, "Malo", "Hugo")
    assert seats(kit, workshop) == [("Inès", False), ("Malo", False), ("Hugo", True)]
    kit.db.get_one(Membership, kit.pupil("Zoé").membership_id).active = True
    kit.save()
    exchange = workshop_rooms.begin(kit.db, kit.teacher, workshop.id)
    assert len([one for one in parts(kit, exchange) if one[1] == "receiver"]) == 2


def test_the_teacher_ends_the_part_of_whoever_left_the_class(kit: Kit) -> None:
    workshop, exchange = begun(kit, "Zoé", "Inès", places=2)
    zoe, ines = kit.pupil("Zoé").membership_id, kit.pupil("Inès").membership_id
    kit.db.get_one(Membership, zoe).active = False
    kit.save()
    with pytest.raises(NotAllowed):
        workshop_places.sign_off(kit.db, kit.pupil("Inès"), workshop.id, zoe)
    assert zoe in {one.who.id for one in workshop_of(kit.db, kit.teacher, workshop.id).people}
    workshop_places.sign_off(kit.db, kit.teacher, workshop.id, zoe)
    assert room_of(kit.db, kit.teacher, exchange).receivers == tuple(
        one for one in who_may_give(kit.db, kit.teacher) if one.id == ines
    )


def test_a_place_goes_along_with_the_person_who_is_recognised(kit: Kit) -> None:
    workshop = opened(kit, places=3)
    come(kit, workshop, "Zoé", "Inès")
    before, after = kit.pupil("Zoé").membership_id, kit.pupil("Malo").membership_id
    recognition.carry_over(kit.db, kit.classroom_id, before, after)
    # Both entries of one person had signed up: one place remains.
    both = kit.pupil("Inès").membership_id
    recognition.carry_over(kit.db, kit.classroom_id, both, after)
    kit.db.expire_all()
    held = kit.db.scalars(
        select(WorkshopPlace.membership_id).where(WorkshopPlace.role == "receiver")
    ).all()
    assert held == [after]


def test_two_entries_of_one_person_in_one_room_become_one(kit: Kit) -> None:
    _workshop, exchange = begun(kit, "Zoé", "Inès", places=2)
    said = agreement.write_line(kit.db, kit.pupil("Zoé"), exchange, "days", "le mardi", 0)
    agreement.agree(kit.db, kit.pupil("Inès"), exchange, "days", said.id)
    before, after = kit.pupil("Zoé").membership_id, kit.pupil("Inès").membership_id
    recognition.carry_over(kit.db, kit.classroom_id, before, after)
    kit.db.expire_all()
    assert parts(kit, exchange) == {("Maëlle", "giver"), ("Inès", "receiver")}


def test_what_cannot_be_opened_is_said(kit: Kit) -> None:
    zoe = kit.pupil("Zoé")
    opened(kit, "Zoé", "Jouer de la guitare")
    wrong: dict[str, dict[str, Any]] = {
        "already_open": {"words": "jouer de la guitare"},
        "empty": {"words": " "},
        "choose_one": {"kind": "lesson"},
        "places": {"places": 1},
        "too_long": {"note": "x" * 501},
    }
    for code, given in wrong.items():
        asked: dict[str, Any] = {"kind": "one_to_many", "words": "coudre", "places": 4, **given}
        with pytest.raises(DomainError) as refused:
            service.open_workshop(kit.db, zoe, **asked)
        assert refused.value.code == code
    with pytest.raises(DomainError, match="nobody_gives"):
        service.open_workshop(kit.db, kit.teacher, kind="one_to_many", words="coudre", places=4)


def test_a_card_for_several_and_a_demand_that_nobody_offers_suggest_a_workshop(kit: Kit) -> None:
    zoe = kit.pupil("Zoé")
    alone = kit.offer(zoe, "coudre")
    group = kit.offer(zoe, "jouer de la guitare", group_size="group")
    sought = kit.demand(zoe, "comment naissent les volcans")
    kit.offer(kit.pupil("Inès"), "plier des grues")
    offered = kit.demand(zoe, "plier des grues")
    found = openings(kit.db, zoe)
    assert found == {group.id: "one_to_many", sought.id: "search"}
    assert not {alone.id, offered.id} & set(found)
    opened(kit, "Zoé", "jouer de la guitare")
    assert openings(kit.db, zoe) == {sought.id: "search"}


def test_another_class_has_no_part_in_it(kit: Kit) -> None:
    workshop = opened(kit)
    other = make_kit(kit.engine, "6e")
    for actor in (other.pupil("Théo"), other.teacher):
        with pytest.raises(NotFound):
            workshop_of(other.db, actor, workshop.id)
        with pytest.raises(NotFound):
            workshop_places.come(other.db, actor, workshop.id)
    other.db.close()


def test_a_sheet_is_entered_in_its_order_and_never_above_the_cap(kit: Kit) -> None:
    workshop = opened(kit, places=3)
    come(kit, workshop, "Zoé")
    names = [kit.pupil(one).membership_id for one in ("Malo", "Zoé", "Inès", "Malo", "Ali")]
    gone = kit.pupil("Hugo")
    kit.db.get_one(Membership, gone.membership_id).active = False
    kit.save()
    enter = workshop_places.sign_up_all
    done = enter(kit.db, kit.teacher, workshop.id, [*names, gone.membership_id])
    assert done == (2, 1, 1, 1)
    kit.save()
    assert seats(kit, workshop) == [
        ("Zoé", False), ("Malo", False), ("Inès", False), ("Ali", True),
    ]  # fmt: skip
    on_paper = {
        one.who.first_name: one.on_paper
        for one in workshop_of(kit.db, kit.teacher, workshop.id).people
    }
    assert on_paper["Malo"] and not on_paper["Zoé"]
    with pytest.raises(NotAllowed):
        enter(kit.db, kit.pupil("Zoé"), workshop.id, names)
    service.take_off(kit.db, kit.teacher, workshop.id)
    with pytest.raises(Stale, match="not_open"):
        enter(kit.db, kit.teacher, workshop.id, names)
