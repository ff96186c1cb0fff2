"""Erased is erased: no row points at the person, their name and words stand nowhere."""

import pytest
from sqlalchemy import Engine, MetaData, select

from rers_school import clock
from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound
from rers_school.classroom.models import (
    AgreementRevision,
    ClassMemory,
    Decision,
    Exchange,
    Introduction,
    Meeting,
    Membership,
    Participation,
    Person,
    Savoir,
    Workshop,
    WorkshopPlace,
)
from rers_school.classroom.queries.gatherings import gathering_of
from rers_school.classroom.queries.introductions import waiting_for
from rers_school.classroom.queries.memory import memories
from rers_school.classroom.queries.trace import trace_of
from rers_school.classroom.rules.text import fold
from rers_school.classroom.services import (
    erasure,
    people,
    review_giving,
    workshop_places,
    workshops,
)
from rers_school.db import scope_to
from rers_school.lti.models import LoginIdentity, Platform
from tests.classroom.between_factory import between_classes
from tests.classroom.exchange_factory import circle, look_back
from tests.classroom.year_factory import HUGO, MINE, full_class, guest_elsewhere
from tests.factories import Kit, make_kit

CALLED = "quelqu’un qui est parti"


def rows(engine: Engine) -> dict[str, list[str]]:
    """Return every row of every table as text."""
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        return {
            table.name: [
                " ".join(str(value) for value in row) for row in connection.execute(select(table))
            ]
            for table in tables.sorted_tables
        }


def erase(kit: Kit, name: str = HUGO) -> None:
    erasure.erase(kit.db, kit.teacher, kit.pupil(name).membership_id, CALLED)
    kit.save()


def test_nothing_in_any_table_tells_of_the_person_any_more(kit: Kit) -> None:
    full_class(kit)
    guest_elsewhere(kit)
    between_classes(kit).classes[1].db.close()
    hugo = kit.pupil(HUGO)
    platform = Platform(
        issuer="https://moodle.example", client_id="1", auth_login_url="", auth_token_url="",
        jwks_url="",
    )  # fmt: skip
    kit.db.add(platform)
    kit.db.flush()
    kept = {"decisions": [{"about": "", "text": "Hugo range les cartes"}]}
    kit.db.add(
        ClassMemory(
            classroom_id=kit.classroom_id, school_year=2020, content=kept, made_at=clock.now()
        )
    )
    kit.db.add(LoginIdentity(platform_id=platform.id, sub="sub-of-one", person_id=hugo.person_id))
    kit.save()
    before = {
        name: [row for row in found if tells(row, hugo)] for name, found in rows(kit.engine).items()
    }
    # The class is full: else the walk below would prove nothing.
    empty = {name for name, found in before.items() if not found}
    assert empty <= {
        "school", "classroom", "succession", "person", "circle", "exchange", "gathering",
        "decision", "platform", "invitation", "tool_key", "deployment", "context_link",
        "class_move", "login_identity", "login_attempt", "launch_session", "launch_failure",
        "introduction", "alembic_version", "slot", "meeting_place", "booking",
        "class_guide", "job", "school_network", "network_charter", "network_news",
        "network_class", "network_invitation", "shared_word", "across_circle",
        "across_answer", "journal_issue", "network_decision", "network_gathering",
    }, empty  # fmt: skip
    erase(kit)
    for name, found in rows(kit.engine).items():
        for row in found:
            told = f"{name}: {row}"
            assert MINE not in row, told
            assert "hugo" not in fold(row).split() and "lambertin" not in fold(row), told
            assert hugo.membership_id.hex not in plain(row), told
            assert hugo.person_id.hex not in plain(row), told
            assert "sub-of-one" not in row, told


def tells(row: str, one: Actor) -> bool:
    """Tell whether a row holds somebody's id, name or own words."""
    return MINE in row or one.membership_id.hex in plain(row) or "hugo" in fold(row).split()


def plain(row: str) -> str:
    """Return a row with its ids in the one form that every database and every JSON shares."""
    return row.replace("-", "")


def test_exchanges_end_as_any_that_is_stopped_and_others_keep_theirs(kit: Kit) -> None:
    ids = full_class(kit)
    erase(kit)
    states = {one.id: (one.state, one.outcome) for one in kit.db.scalars(select(Exchange))}
    assert states[ids["agreeing"]] == ("closed", "stopped")
    assert states[ids["closed"]] == ("closed", "learned")
    assert states[ids["accompanied"]] == ("agreed", None)
    (received,) = trace_of(kit.db, kit.pupil("Zoé")).those("receiver")
    assert [one.shown_name for one in received.givers] == [CALLED]
    assert dict(received.review)["thanks"] == f"Merci {CALLED}"
    # What both had given to the class stays given; the one who is left can still take it back.
    zoe = kit.pupil("Zoé")
    given = ("thanks", f"Merci {CALLED}")
    lines = memories(kit.db, zoe, "x").now
    assert given in [(one.section, one.text) for one in lines]
    review_giving.take_back(kit.db, zoe, ids["closed"], zoe.membership_id)
    assert "thanks" not in [one.section for one in memories(kit.db, zoe, "x").now]
    with pytest.raises(DomainError, match="not_now"):
        review_giving.give(kit.db, zoe, ids["closed"], zoe.membership_id, 1)
    agreed = kit.db.scalars(
        select(AgreementRevision.words).where(AgreementRevision.exchange_id == ids["agreeing"])
    ).all()
    assert agreed == [f"{CALLED} montre les pions"]

    # A proposal is taken back with all its answers.
    assert kit.db.get(Introduction, ids["proposed"]) is None
    assert waiting_for(kit.db, kit.pupil("Malo")) == []
    assert not kit.db.scalars(select(Introduction.id).where(Introduction.state == "kept")).all()

    # Minutes and decisions stay without the name.
    found = gathering_of(kit.db, kit.teacher, ids["gathering"])
    assert found.minutes == f"{CALLED} a parlé."
    decided = kit.db.execute(select(Decision.words, Decision.who)).all()
    assert [tuple(one) for one in decided] == [(f"{CALLED} range les cartes", CALLED)]
    assert kit.db.scalar(select(Savoir.name).where(Savoir.name.contains("dessiner"))) == (
        f"dessiner comme {CALLED}"
    )


def test_two_who_leave_one_after_the_other_leave_no_empty_rooms(kit: Kit) -> None:
    both = circle(kit, ("Hugo", "guitare", "Zoé"), ("Zoé", "crêpes", "Hugo"))
    look_back(kit, both[0], kit.pupil("Hugo"), kit.pupil("Zoé"))
    erase(kit, "Hugo")
    assert set(kit.db.scalars(select(Exchange.id))) == set(both)
    erase(kit, "Zoé")
    assert not kit.db.scalars(select(Exchange.id)).all()
    assert not kit.db.scalars(select(Meeting.id)).all()
    assert not kit.db.scalars(select(Introduction.id)).all()
    left = kit.db.scalars(select(Membership).where(Membership.entered_by == "left")).all()
    assert [(one.shown_name, one.active) for one in left] == [(CALLED, False)]


def test_where_others_give_and_receive_the_exchange_goes_on(kit: Kit) -> None:
    (room,) = circle(kit, ("Hugo", "guitare", "Zoé"))
    malo = kit.pupil("Malo")
    kit.db.add(
        Participation(
            classroom_id=kit.classroom_id, exchange_id=room, membership_id=malo.membership_id,
            role="receiver",
        )
    )  # fmt: skip
    erase(kit, "Zoé")
    assert kit.db.get_one(Exchange, room).state == "agreeing"
    roles = kit.db.scalars(select(Participation.role).order_by(Participation.role)).all()
    assert roles == ["giver", "receiver"]


def test_somebody_in_another_class_stays_there(kit: Kit) -> None:
    hugo = kit.pupil(HUGO)
    other = make_kit(kit.engine, "CM2 B")
    people.enter(
        other.db,
        classroom_id=other.classroom_id,
        given="",
        family="",
        role=Role.PUPIL,
        how="list",
        person_id=hugo.person_id,
    )
    other.save()
    erase(kit)
    assert kit.db.get(Person, hugo.person_id) is not None
    scope_to(kit.db, other.classroom_id)
    members = kit.db.scalars(select(Membership.person_id)).all()
    assert hugo.person_id in members


def test_only_the_teacher_erases_and_nobody_erases_a_teacher(kit: Kit) -> None:
    hugo, zoe = kit.pupil(HUGO), kit.pupil("Zoé")
    with pytest.raises(NotAllowed):
        erasure.erase(kit.db, zoe, hugo.membership_id, CALLED)
    with pytest.raises(DomainError, match="not_a_teacher"):
        erasure.erase(kit.db, kit.teacher, kit.teacher.membership_id, CALLED)
    with pytest.raises(NotFound):
        other = make_kit(kit.engine, "CM2 B")
        erasure.erase(kit.db, kit.teacher, other.pupil("Ana").membership_id, CALLED)


def test_places_in_workshops_are_free_for_others(kit: Kit) -> None:
    """Who waits moves up; a workshop that nobody else would give does not begin, and says so."""
    hugo, zoe, malo = kit.pupil(HUGO), kit.pupil("Zoé"), kit.pupil("Malo")
    given = workshops.open_workshop(kit.db, hugo, kind="one_to_many", words="échecs", places=2)
    workshop_places.come(kit.db, zoe, given.id)
    other = workshops.open_workshop(kit.db, zoe, kind="one_to_many", words="magie", places=2)
    for who in (hugo, kit.pupil("Léa"), malo):
        workshop_places.come(kit.db, who, other.id)
    kit.save()
    erase(kit)
    assert kit.db.get_one(Workshop, given.id).state == "not_started"
    news = dict(
        kit.db.execute(
            select(WorkshopPlace.membership_id, WorkshopPlace.news).where(
                WorkshopPlace.workshop_id == given.id
            )
        ).all()
    )
    assert news == {zoe.membership_id: "not_started"}
    waiting = kit.db.scalars(
        select(WorkshopPlace.waiting).where(
            WorkshopPlace.workshop_id == other.id,
            WorkshopPlace.membership_id == malo.membership_id,
        )
    ).one()
    assert not waiting
