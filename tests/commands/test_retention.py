"""`rers-school retention apply`: the written rules, carried out on a school that has two years."""

from datetime import UTC, datetime, timedelta

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from rers_school import clock
from rers_school.classroom.models import ClassMemory, Classroom, Membership, Person
from rers_school.classroom.rules.retention import purge_day, written
from rers_school.classroom.services import people
from rers_school.classroom.services.purging import count_rows
from rers_school.commands.retention import run
from rers_school.db import Base, unscoped
from rers_school.lti.models import (
    ContextLink,
    Deployment,
    LaunchFailure,
    LaunchSession,
    Platform,
)
from rers_school.settings import Settings
from tests.classroom.year_factory import HUGO, full_class
from tests.factories import SECRET, Kit, make_kit

JUNE = datetime(2026, 6, 20, 9, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 25, 9, tzinfo=UTC)


def apply(kit: Kit, *, dry_run: bool = False, grace: int | None = None) -> Result:
    settings = Settings(
        database_url=kit.engine.url.render_as_string(hide_password=False),
        base_url="http://localhost",
        secret_key=SECRET,
        purge_grace_days=grace,
    )

    @click.command()
    @click.pass_context
    def command(context: click.Context) -> None:
        context.exit(run(settings, dry_run=dry_run))

    kit.save()
    done = CliRunner().invoke(command)
    kit.db.expire_all()
    return done


def at(moment: datetime) -> None:
    clock.set_clock(lambda: moment)


def last_year(kit: Kit) -> None:
    """Let the class be one of the year that ended in summer 2026."""
    kit.db.get_one(Classroom, kit.classroom_id).school_year = 2025
    kit.save()


def course_of(kit: Kit) -> None:
    """Let a course of an LMS open the class."""
    platform = Platform(
        issuer="https://moodle.example", client_id="1", auth_login_url="", auth_token_url="",
        jwks_url="",
    )  # fmt: skip
    kit.db.add(platform)
    kit.db.flush()
    classroom = kit.db.get_one(Classroom, kit.classroom_id)
    made = Deployment(platform_id=platform.id, deployment_id="1", school_id=classroom.school_id)
    kit.db.add(made)
    kit.db.flush()
    kit.db.add(ContextLink(deployment_pk=made.id, context_id="c", classroom_id=classroom.id))
    kit.save()


def remember(kit: Kit) -> None:
    content = {"savoirs": ["guitare"]}
    kit.db.add(
        ClassMemory(
            classroom_id=kit.classroom_id, school_year=2025, content=content, made_at=clock.now()
        )
    )
    kit.save()


def test_every_table_has_a_rule_that_says_what_how_long_and_why() -> None:
    rules = written().rules
    assert set(rules) == set(Base.metadata.tables), "a line for it in rers_school/retention.toml"
    assert all(one.what and one.why for one in rules.values())


def test_the_day_is_the_written_one_or_the_installations() -> None:
    assert purge_day(2025, written()).isoformat() == "2026-10-31"
    assert purge_day(2025, written(), 0).isoformat() == "2026-08-31"


def test_a_year_that_is_over_goes_whole_and_twice_is_once(kit: Kit) -> None:
    at(JUNE)
    full_class(kit)
    last_year(kit)
    this_year = make_kit(kit.engine, "CM2 B")
    both = kit.pupil(HUGO)
    people.enter(
        this_year.db, classroom_id=this_year.classroom_id, given="", family="",
        role=both.role, how="list", person_id=both.person_id,
    )  # fmt: skip
    this_year.db.get_one(Classroom, this_year.classroom_id).school_year = 2026
    this_year.save()
    at(NOVEMBER)
    first = apply(kit, dry_run=True)
    assert "rows to remove" in first.output and "CM2 (École Marie-Curie), 2025–2026" in first.output
    assert count_rows(kit.db, written(), kit.classroom_id) > 100
    done = apply(kit)
    assert done.exit_code == 0 and "purged" in done.output, done.output
    with unscoped(kit.db, "what is left"):
        assert kit.db.scalars(select(Classroom.id)).all() == [this_year.classroom_id]
        assert kit.db.scalar(select(func.count()).select_from(Membership)) == 2
        # Whoever is in another class stays: Hugo, and that class's teacher.
        assert kit.db.scalar(select(func.count()).select_from(Person)) == 2
    assert "No class is to be purged" in apply(kit).output


def test_before_its_day_nothing_goes(kit: Kit) -> None:
    kit.pupil("Zoé")
    last_year(kit)
    at(datetime(2026, 10, 30, 12, tzinfo=UTC))
    assert "No class is to be purged" in apply(kit).output
    assert "purged" in apply(kit, grace=0).output


@pytest.mark.parametrize("linked", [True, False])
def test_the_memory_stays_and_a_course_finds_an_empty_class(kit: Kit, linked: bool) -> None:
    kit.offer(kit.pupil("Zoé"), "crêpes")
    last_year(kit)
    remember(kit)
    if linked:
        course_of(kit)
    at(NOVEMBER)
    assert apply(kit).exit_code == 0
    assert kit.db.scalars(select(ClassMemory.content)).all() == [{"savoirs": ["guitare"]}]
    assert kit.db.scalars(select(Membership.id)).all() == []
    left = kit.db.get_one(Classroom, kit.classroom_id)
    assert left.school_year == (2026 if linked else 2025)
    assert "No class is to be purged" in apply(kit).output


def test_a_class_that_pupils_still_open_is_named_and_kept(kit: Kit) -> None:
    zoe = kit.pupil("Zoé")
    last_year(kit)
    at(NOVEMBER)
    kit.db.add(
        LaunchSession(
            token_digest="x", classroom_id=kit.classroom_id, membership_id=zoe.membership_id,
            role="pupil", ends_at=NOVEMBER + timedelta(hours=12),
        )
    )  # fmt: skip
    said = apply(kit)
    assert said.exit_code == 0 and "pupils still open it" in said.output
    assert kit.db.scalars(select(Membership.id)).all()


def test_what_goes_by_its_age_goes_in_every_class(kit: Kit) -> None:
    at(JUNE)
    full_class(kit)
    zoe = kit.pupil("Zoé")
    kit.db.add(LaunchFailure(reference="r", code="c"))
    kit.db.add(
        LaunchSession(
            token_digest="x", classroom_id=kit.classroom_id, membership_id=zoe.membership_id,
            role="pupil", ends_at=JUNE,
        )
    )  # fmt: skip
    kit.db.get_one(Classroom, kit.classroom_id).school_year = 2026
    at(NOVEMBER)
    dry = apply(kit, dry_run=True).output
    assert apply(kit, dry_run=True).output == dry
    done = apply(kit).output
    for table in ("launch_failure", "launch_session", "draft", "form_key", "not_for_now"):
        assert f"{table}: 1 to remove" in dry and f"{table}: 1 removed" in done, table
    assert apply(kit).output == "No class is to be purged.\n"
