"""Partners give their shared review to the class: by the yes of each, and each can take it back."""

from uuid import UUID

import pytest

from rers_school.classroom.actor import Role
from rers_school.classroom.errors import DomainError, NotAllowed, Stale
from rers_school.classroom.models import Classroom, Membership
from rers_school.classroom.queries.memory import memories
from rers_school.classroom.queries.room import room_of
from rers_school.classroom.services import exchanges, memory, people, review_giving, reviews
from tests.classroom.exchange_factory import circle
from tests.classroom.trace_factory import lived
from tests.factories import Kit

SAID = {"learned": "On apprend à deux", "thanks": "Merci Maëlle"}


@pytest.fixture
def room(kit: Kit) -> UUID:
    found = lived(kit)
    reviews.write(kit.db, kit.pupil("Zoé"), found, SAID, 0)
    kit.save()
    return found


def give(kit: Kit, room: UUID, *names: str, seen: int = 1) -> None:
    for name in names:
        one = kit.pupil(name)
        review_giving.give(kit.db, one, room, one.membership_id, seen)
    kit.save()


def remembered(kit: Kit) -> list[tuple[str, str, bool]]:
    lines = memories(kit.db, kit.teacher, "quelqu’un").now
    return [(one.section, one.text, one.named) for one in lines if one.of]


def kept(kit: Kit) -> list[str]:
    found = memories(kit.db, kit.teacher, "quelqu’un").kept
    assert found is not None
    return [one.section for one in found.lines]


def test_it_takes_the_yes_of_each_and_names_are_taken_out(kit: Kit, room: UUID) -> None:
    give(kit, room, "Zoé")
    assert remembered(kit) == []
    # Nobody reads whether the other has said yes: not the partner, not the teacher.
    (mine,) = room_of(kit.db, kit.pupil("Maëlle"), room).back.yeses
    assert (mine.mine, mine.said, mine.before) == (True, False, False)
    assert room_of(kit.db, kit.teacher, room).back.yeses == ()
    give(kit, room, "Maëlle", "Maëlle")
    assert remembered(kit) == [
        ("learned", "On apprend à deux", False),
        ("thanks", "Merci quelqu’un", True),
    ]
    for other in (kit.teacher, kit.pupil("Zoé")):
        with pytest.raises(NotAllowed):
            review_giving.take_back(kit.db, other, room, kit.pupil("Maëlle").membership_id)


def test_a_yes_taken_back_takes_the_words_out_until_the_year_ends(kit: Kit, room: UUID) -> None:
    give(kit, room, "Zoé", "Maëlle")
    zoe = kit.pupil("Zoé")
    chosen = {one.key for one in memories(kit.db, kit.teacher, "quelqu’un").now}
    memory.keep(kit.db, kit.teacher, chosen, "quelqu’un")
    assert kept(kit) == ["savoirs", "learned", "thanks"]
    review_giving.take_back(kit.db, zoe, room, zoe.membership_id)
    kit.save()
    assert (remembered(kit), kept(kit)) == ([], ["savoirs"])
    give(kit, room, "Zoé")
    memory.keep(kit.db, kit.teacher, chosen, "quelqu’un")
    kit.db.get_one(Classroom, kit.classroom_id).school_year += 1
    kit.db.flush()
    review_giving.take_back(kit.db, zoe, room, zoe.membership_id)
    (before,) = memories(kit.db, zoe, "x").before
    assert [one.section for one in before.lines] == ["savoirs", "learned", "thanks"]


def test_other_words_ask_everybody_anew(kit: Kit, room: UUID) -> None:
    give(kit, room, "Zoé", "Maëlle")
    zoe = kit.pupil("Zoé")
    reviews.write(kit.db, zoe, room, {**SAID, "ways": "en riant"}, 1)
    kit.save()
    assert remembered(kit) == []
    (mine,) = room_of(kit.db, zoe, room).back.yeses
    assert (mine.said, mine.before) == (False, True)
    with pytest.raises(Stale):
        review_giving.give(kit.db, zoe, room, zoe.membership_id, 1)
    give(kit, room, "Zoé", seen=2)
    assert remembered(kit) == []
    exchanges.reopen(kit.db, zoe, room)
    with pytest.raises(DomainError, match="not_now"):
        review_giving.give(kit.db, zoe, room, zoe.membership_id, 2)
    review_giving.take_back(kit.db, zoe, room, zoe.membership_id)
    assert not room_of(kit.db, zoe, room).back.yeses[0].said


def test_the_teacher_says_the_yes_of_who_has_no_account_and_of_nobody_else(kit: Kit) -> None:
    (room,) = circle(kit, ("Maëlle", "guitare", "Zoé"), state="looking_back")
    maelle, zoe = kit.pupil("Maëlle"), kit.pupil("Zoé")
    kit.db.get_one(Membership, maelle.membership_id).first_launch_at = None
    kit.db.get_one(Membership, maelle.membership_id).entered_by = "list"
    reviews.write(kit.db, zoe, room, SAID, 0)
    kit.save()
    (theirs,) = room_of(kit.db, kit.teacher, room).back.yeses
    assert (theirs.who.id, theirs.mine, theirs.said) == (maelle.membership_id, False, False)
    give(kit, room, "Zoé")
    review_giving.give(kit.db, kit.teacher, room, maelle.membership_id, 1)
    kit.save()
    assert len(remembered(kit)) == 2
    for who in (zoe.membership_id, kit.teacher.membership_id):
        with pytest.raises(NotAllowed):
            review_giving.give(kit.db, kit.teacher, room, who, 1)
    # From their first visit on the yes is theirs alone.
    person = kit.db.get_one(Membership, maelle.membership_id).person_id
    people.arrive(
        kit.db, classroom_id=kit.classroom_id, person_id=person, given_name="Maëlle",
        family_name="", role=Role.PUPIL,
    )  # fmt: skip
    kit.save()
    with pytest.raises(NotAllowed):
        review_giving.take_back(kit.db, kit.teacher, room, maelle.membership_id)
    review_giving.take_back(kit.db, maelle, room, maelle.membership_id)
    assert remembered(kit) == []
