"""Circles across classes: who may link whom, what guests are, and every way in which they end."""

from datetime import UTC, datetime
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from rers_school import clock
from rers_school.classroom.actor import Role
from rers_school.classroom.errors import DomainError, NotFound, Stale
from rers_school.classroom.models import (
    AcrossCircle,
    AcrossLink,
    Exchange,
    Guest,
    Introduction,
    Membership,
    Participation,
    Person,
)
from rers_school.classroom.queries.across.linked import linked_elsewhere
from rers_school.classroom.queries.across.teachers import across_of
from rers_school.classroom.queries.links import facts_of
from rers_school.classroom.queries.people import acting, people_here
from rers_school.classroom.rules.retention import written
from rers_school.classroom.rules.roster import Changes, Known
from rers_school.classroom.services import (
    classes,
    erasure,
    exchanges,
    naming,
    people,
    purging,
    recognition,
    roster,
)
from rers_school.classroom.services.across import answering, ending
from rers_school.classroom.services.across.proposing import Wanted, propose_across
from rers_school.classroom.services.networks import belonging, sharing
from rers_school.db import open_session, scope_to, unscoped
from tests.across_factory import (
    Two,
    asked_pupils,
    asked_teachers,
    begun,
    everybody_says_yes,
    facing,
    shared,
    third_class,
    two_classes,
)
from tests.factories import Kit, make_kit

CALLED = "quelqu’un qui est parti"


@pytest.fixture
def two(kit: Kit) -> Any:
    made = two_classes(kit)
    yield made
    made.close()


def states(two: Two) -> list[tuple[str, str | None]]:
    two.save()
    rows = two.one.db.execute(
        select(Exchange.state, Exchange.outcome).order_by(Exchange.place)
    ).all()
    return [(state, outcome) for state, outcome in rows]


def test_only_cards_that_hang_on_the_wall_bring_somebody_of_another_class(two: Two) -> None:
    links = facing(two)
    nadia = two.other.pupil("Nadia")
    two.other.offer(nadia, "le secret")
    db, teacher = two.one.db, two.one.teacher
    without = [Wanted(two.zoe.membership_id, two.lea.membership_id, links[0].offer)]
    with pytest.raises(NotFound):
        propose_across(db, teacher, two.network_id, without)
    db.rollback()
    with pytest.raises(NotFound):
        propose_across(
            db, teacher, two.network_id,
            [Wanted(two.zoe.membership_id, nadia.membership_id, links[0].offer, links[0].demand)],
        )  # fmt: skip
    db.rollback()
    outside = make_kit(two.one.engine, "6e C")
    with pytest.raises(NotFound):
        propose_across(outside.db, outside.teacher, two.network_id, links)
    outside.db.close()
    belonging.choose(
        two.other.db, two.other.teacher, two.network_id,
        belonging.Choice("5e B", offers=False, demands=False),
    )  # fmt: skip
    two.save()
    with pytest.raises(Stale, match="card_gone"):
        propose_across(db, teacher, two.network_id, links)
    db.rollback()


def test_a_guest_is_in_none_of_the_lists_and_called_by_first_name_and_class(two: Two) -> None:
    asked_pupils(two)
    db = two.one.db
    guest = db.scalars(select(Guest)).one()
    member = db.get_one(Membership, guest.membership_id)
    assert (member.shown_name, member.active) == ("Léa B., 5e B", False)
    assert guest.membership_id not in {one.id for one in people_here(db)}
    assert guest.membership_id not in facts_of(db, two.one.classroom_id).suggested_people
    naming.name_everybody(db, two.one.classroom_id)
    assert db.get_one(Membership, guest.membership_id).shown_name == "Léa B., 5e B"
    assert acting(db, two.one.classroom_id, guest.membership_id, two.lea.role) is None
    (seen,) = across_of(two.other.db, two.other.teacher, two.network_id)
    assert seen.told == "asks_pupils"
    assert linked_elsewhere(two.other.db, two.other.classroom_id) == {two.lea.membership_id}


def test_a_class_that_shows_no_names_shows_the_first_name_in_the_room_only(kit: Kit) -> None:
    two = two_classes(kit, people_as="class")
    asked_pupils(two)
    guest = kit.db.scalars(select(Guest)).one()
    assert kit.db.get_one(Membership, guest.membership_id).shown_name == "Léa, 5e B"
    (seen,) = across_of(kit.db, kit.teacher, two.network_id)
    assert {(one.giver.name, one.giver.own) for one in seen.links} == {
        ("Zoé M.", True),
        ("", False),
    }
    two.close()


def test_a_no_a_withdrawal_and_a_pupils_no_are_told_alike(two: Two) -> None:
    circle = asked_teachers(two)
    answering.decline(two.other.db, two.other.teacher, circle.id)
    two.save()
    for kit in (two.one, two.other):
        assert [one.told for one in across_of(kit.db, kit.teacher, two.network_id)] == [
            "not_started"
        ]
    with pytest.raises(Stale):
        answering.agree(two.one.db, two.one.teacher, circle.id)
    two.one.save()


def test_a_teacher_takes_back_what_the_pupils_are_asked(two: Two) -> None:
    circle = asked_pupils(two)
    ending.withdraw(two.other.db, two.other.teacher, circle.id)
    assert states(two) == [("not_started", None)] * 2
    (seen,) = across_of(two.one.db, two.one.teacher, two.network_id)
    assert seen.told == "not_started"


def test_the_other_teacher_ends_their_pupils_part(two: Two) -> None:
    begun(two)
    circle_id = two.one.db.scalars(select(AcrossCircle.id)).one()
    with pytest.raises(Stale):
        ending.withdraw(two.other.db, two.other.teacher, circle_id)
    two.other.db.rollback()
    ending.end_part(two.other.db, two.other.teacher, circle_id)
    assert states(two) == [("closed", "stopped")] * 2


def test_a_class_that_leaves_ends_what_it_lives_with_others(two: Two) -> None:
    begun(two)
    belonging.leave(two.other.db, two.other.teacher, two.network_id)
    assert states(two) == [("closed", "stopped")] * 2
    assert two.one.db.scalars(select(AcrossCircle.state)).one() == "ended"


@pytest.mark.parametrize("late", [False, True], ids=["while asked", "in the room"])
def test_erased_at_home_is_erased_where_one_is_a_guest(two: Two, late: bool) -> None:
    if late:
        begun(two)
    else:
        asked_pupils(two)
    lea = two.lea
    erasure.erase(two.other.db, two.other.teacher, lea.membership_id, CALLED)
    two.save()
    with unscoped(two.one.db, "a test looks at both classes"):
        assert not two.one.db.scalars(select(Guest)).all()
        assert not two.one.db.scalars(select(AcrossLink)).all()
        assert two.one.db.get(Person, lea.person_id) is None
        names = two.one.db.scalars(select(Membership.shown_name)).all()
    assert not [name for name in names if "Léa" in name]
    assert states(two) == ([("closed", "stopped")] * 2 if late else [])


def test_erased_in_the_host_class_ends_it_for_the_guest(two: Two) -> None:
    begun(two)
    erasure.erase(two.one.db, two.one.teacher, two.zoe.membership_id, CALLED)
    assert states(two) == [("closed", "stopped")] * 2


def test_a_purged_class_takes_its_guests_along(two: Two) -> None:
    begun(two)
    db = two.other.db
    purging.purge(
        db, written(), two.other.classroom_id, opened_by_a_course=False, called=lambda _id: CALLED
    )
    two.save()
    assert states(two) == [("closed", "stopped")] * 2
    assert not two.one.db.scalars(select(Guest)).all()


def test_whoever_comes_into_the_host_class_is_no_guest_any_more(two: Two) -> None:
    begun(two)
    member = people.arrive(
        two.one.db, classroom_id=two.one.classroom_id, person_id=two.lea.person_id,
        given_name="", family_name="", role=two.lea.role,
    )  # fmt: skip
    assert (member.active, member.entered_by, member.shown_name) == (True, "launch", "Léa B.")
    two.save()


def test_the_other_teacher_names_a_mediator_who_enters_the_room_as_a_guest(two: Two) -> None:
    circle = asked_teachers(two)
    lea, nadia = two.lea.membership_id, two.other.pupil("Nadia Petit").membership_id
    with pytest.raises(DomainError, match="partner"):
        answering.agree(two.other.db, two.other.teacher, circle.id, lea)
    two.other.db.rollback()
    with pytest.raises(NotFound):
        answering.agree(two.other.db, two.other.teacher, circle.id, two.zoe.membership_id)
    two.other.db.rollback()
    answering.agree(two.other.db, two.other.teacher, circle.id, nadia)
    two.save()
    everybody_says_yes(two)
    guest = two.one.db.scalars(select(Guest.membership_id).where(Guest.home_id == nadia)).one()
    parts = two.one.db.scalars(
        select(Participation.role).where(Participation.membership_id == guest)
    ).all()
    assert parts == ["mediator", "mediator"]


def test_a_new_school_year_ends_what_was_lived_with_others(two: Two) -> None:
    begun(two)
    clock.set_clock(lambda: datetime(2099, 9, 10, tzinfo=UTC))
    classes.start_year(two.other.db, two.other.teacher)
    assert states(two) == [("closed", "stopped")] * 2


def test_taken_off_the_courses_list_ends_it_and_the_trace_stays(two: Two) -> None:
    begun(two)
    gone = Known(two.lea.membership_id, None, "Léa", "Bernard", Role.PUPIL, True, True)
    roster.follow(two.other.db, two.other.teacher, Changes((), (), (), (), (gone,), 0), {})
    assert states(two) == [("closed", "stopped")] * 2
    assert two.one.db.scalars(select(Guest)).one()


def test_a_closed_room_opens_again_only_while_the_classes_are_together(two: Two) -> None:
    crepes, _guitar = begun(two)
    exchanges.stop(two.one.db, two.zoe, crepes)
    two.save()
    exchanges.reopen(two.one.db, two.zoe, crepes)
    exchanges.stop(two.one.db, two.zoe, crepes)
    two.save()
    belonging.leave(two.other.db, two.other.teacher, two.network_id)
    two.save()
    with pytest.raises(DomainError, match="exchange_state"):
        exchanges.reopen(two.one.db, two.zoe, crepes)
    two.one.db.rollback()


@pytest.mark.parametrize("who", ["host", "third"])
def test_one_of_three_classes_leaves_an_open_circle(two: Two, who: str) -> None:
    third = third_class(two)
    nour = third.pupil("Nour Saïdi")
    zoe, lea = two.zoe.membership_id, two.lea.membership_id
    cards = {
        name: shared(kit, one, kind, savoir)
        for name, kit, one, kind, savoir in (
            ("a", two.one, two.zoe, "offer", "les crêpes"),
            ("b", two.other, two.lea, "demand", "les crêpes"),
            ("c", two.other, two.lea, "offer", "la guitare"),
            ("d", third, nour, "demand", "la guitare"),
            ("e", third, nour, "offer", "le judo"),
            ("f", two.one, two.zoe, "demand", "le judo"),
        )
    }
    made = propose_across(
        two.one.db, two.one.teacher, two.network_id,
        [
            Wanted(zoe, lea, cards["a"], cards["b"]),
            Wanted(lea, nour.membership_id, cards["c"], cards["d"]),
            Wanted(nour.membership_id, zoe, cards["e"], cards["f"]),
        ],
    )  # fmt: skip
    two.save()
    for kit in (two.other, third):
        answering.agree(kit.db, kit.teacher, made.id)
        kit.save()
    everybody_says_yes(two)
    leaves = two.one if who == "host" else third
    belonging.leave(leaves.db, leaves.teacher, two.network_id)
    leaves.save()
    ended = ("closed", "stopped")
    assert states(two) == ([ended] * 3 if who == "host" else [("agreeing", None), ended, ended])
    third.db.close()


def test_a_name_corrected_at_home_is_corrected_where_one_is_a_guest(two: Two) -> None:
    asked_pupils(two)
    naming.rename(two.other.db, two.other.teacher, two.lea.membership_id, "Lia", "Bernard")
    two.save()
    guest = two.one.db.scalars(select(Guest.membership_id)).one()
    assert two.one.db.get_one(Membership, guest).shown_name == "Lia B., 5e B"


def test_a_newcomer_who_is_a_guest_elsewhere_is_recognised_with_it(two: Two) -> None:
    begun(two)
    entry = people.enter(
        two.other.db, classroom_id=two.other.classroom_id, given="Lea", family="Bernard",
        role=two.lea.role, how="list",
    )  # fmt: skip
    recognition.point_out(two.other.db, two.other.teacher, two.lea.membership_id, entry.id)
    people.same_person(two.other.db, two.other.teacher, two.lea.membership_id)
    two.save()
    assert two.one.db.scalars(select(Guest.home_id)).one() == entry.id
    assert ending.guest_rows(two.other.db, entry.id)


def race(first: Any, second: Any) -> list[Exception | None]:
    """Carry out two acts at the same moment, each in a session of its own."""
    barrier, said = Barrier(2), [None, None]

    def run(place: int, act: Any) -> None:
        barrier.wait()
        try:
            act()
        except Exception as error:  # looked at by the test
            said[place] = error

    threads = [Thread(target=run, args=(place, act)) for place, act in enumerate((first, second))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return said


def at(kit: Kit, act: Any) -> Any:
    """Return an act in a writing session of its own, as a request has."""

    def run() -> None:
        with open_session(kit.engine, writes=True) as db:
            scope_to(db, kit.classroom_id)
            act(db)
            db.commit()

    return run


@pytest.mark.parametrize("what", ["leave", "erase", "withdraw"])
def test_one_class_says_yes_while_the_other_goes(two: Two, what: str) -> None:
    circle = asked_teachers(two)
    circle_id, lea = circle.id, two.lea.membership_id
    one, other = two.one.teacher, two.other.teacher
    two.save()
    goes = {
        "leave": (two.one, lambda db: belonging.leave(db, one, two.network_id)),
        "erase": (two.one, lambda db: erasure.erase(db, one, two.zoe.membership_id, CALLED)),
        "withdraw": (two.one, lambda db: ending.withdraw(db, one, circle_id)),
    }[what]
    said = race(at(two.other, lambda db: answering.agree(db, other, circle_id)), at(*goes))
    assert said[1] is None
    assert said[0] is None or isinstance(said[0], DomainError)
    assert lea
    two.save()
    with unscoped(two.one.db, "a test looks at both classes"):
        running = two.one.db.scalars(
            select(Introduction.state).where(Introduction.state == "proposed")
        ).all()
    assert not running, "nobody is asked for a circle that somebody has left"


def test_both_teachers_press_yes_and_leave_at_once_in_two_classes(two: Two) -> None:
    begun(two)
    said = race(
        at(two.one, lambda db: belonging.leave(db, two.one.teacher, two.network_id)),
        at(two.other, lambda db: belonging.leave(db, two.other.teacher, two.network_id)),
    )
    assert said == [None, None]
    assert states(two) == [("closed", "stopped")] * 2


def test_the_same_circle_twice_is_one(two: Two) -> None:
    links = facing(two)
    made: set[UUID] = set()
    said = race(*(
        at(two.one, lambda db: made.add(
            propose_across(db, two.one.teacher, two.network_id, links).id
        ))
        for _ in range(2)
    ))  # fmt: skip
    assert said == [None, None] and len(made) == 1


def test_a_card_shared_twice_names_one_savoir(two: Two) -> None:
    card = shared(two.other, two.lea, "offer", "le judo")
    sharing.settle(two.other.db, two.other.classroom_id)
    two.save()
    made = propose_across(
        two.one.db, two.one.teacher, two.network_id,
        [Wanted(two.lea.membership_id, two.zoe.membership_id, card)],
    )  # fmt: skip
    assert made.host_class_id == two.other.classroom_id
    two.one.save()
