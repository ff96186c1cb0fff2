"""The history of the schema: one head, up and down with rows in the tables, equal to the models."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from rers_school import clock
from rers_school.classroom.services import (
    agenda,
    attendance,
    decisions,
    effects,
    gatherings,
    guide,
    interviews,
    stands,
)
from rers_school.db import Base, is_ready, make_engine
from rers_school.migrations.runner import config, downgrade, upgrade
from tests.databases import FreshDatabaseUrl
from tests.factories import make_kit


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory.from_config(config()).get_heads()) == 1


def test_the_migrations_make_what_the_models_say(fresh_database_url: FreshDatabaseUrl) -> None:
    engine = make_engine(fresh_database_url(tables=False))
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        difference = compare_metadata(context, Base.metadata)
    engine.dispose()
    assert difference == []


def test_up_and_down_with_rows_in_the_tables(fresh_database_url: FreshDatabaseUrl) -> None:
    engine = make_engine(fresh_database_url(tables=False))
    upgrade(engine)
    assert is_ready(engine)
    _fill(engine)
    downgrade(engine, "base")
    left = set(inspect(engine).get_table_names()) - {"alembic_version"}
    assert left == set()
    assert not is_ready(engine)
    upgrade(engine)
    _fill(engine)
    engine.dispose()


def _fill(engine: Engine) -> None:
    kit = make_kit(engine)
    zoe = kit.pupil("Zoé Bérénger")
    kit.offer(zoe, "faire des crêpes")
    kit.demand(zoe, "jouer de la guitare")
    interviews.write(kit.db, kit.pupil("Inès Benali"), zoe.membership_id, "home", "nager")
    council = gatherings.plan(kit.db, kit.teacher, "council", clock.now().date())
    agenda.add(kit.db, zoe, "propose", "un marché")
    decisions.take(kit.db, kit.teacher, council.id, "un marché vendredi")
    stands.offer(kit.db, zoe, "trois accords", "")
    effects.tell(kit.db, zoe, "dared", "parler")
    attendance.say_who_is_away(kit.db, kit.teacher, [zoe.membership_id], 0)
    guide.tick(kit.db, kit.teacher, "opening", done=True)
    kit.save()
    kit.db.close()
