"""`rers-school erase`: everywhere, after a question."""

import click
from click.testing import CliRunner, Result

from rers_school.classroom.actor import Role
from rers_school.classroom.models import Membership, Person
from rers_school.classroom.services import people
from rers_school.commands.erase import run
from rers_school.db import unscoped
from rers_school.settings import Settings
from tests.factories import SECRET, Kit, make_kit


def erase(kit: Kit, membership: object, answer: str = "", *, yes: bool = False) -> Result:
    settings = Settings(
        database_url=kit.engine.url.render_as_string(hide_password=False),
        base_url="http://localhost",
        secret_key=SECRET,
    )

    @click.command()
    @click.pass_context
    def command(context: click.Context) -> None:
        context.exit(run(settings, membership, yes=yes))  # type: ignore[arg-type]  # any id will do

    return CliRunner().invoke(command, input=answer)


def test_a_person_goes_from_every_class_after_a_yes(kit: Kit) -> None:
    hugo = kit.pupil("Hugo Lambertin")
    other = make_kit(kit.engine, "Chorale")
    people.enter(
        other.db, classroom_id=other.classroom_id, given="", family="", role=Role.PUPIL,
        how="list", person_id=hugo.person_id,
    )  # fmt: skip
    other.save()
    kit.save()
    refused = erase(kit, hugo.membership_id, "n\n")
    assert refused.exit_code == 1 and "pupil in Chorale" in refused.output
    assert kit.db.get(Person, hugo.person_id) is not None
    kit.save()
    done = erase(kit, hugo.membership_id, yes=True)
    assert (done.exit_code, "Erased." in done.output) == (0, True), done.output
    kit.db.expire_all()
    with unscoped(kit.db, "both classes are looked at"):
        left = kit.db.query(Membership).filter_by(person_id=hugo.person_id).count()
    assert left == 0
    assert kit.db.get(Person, hugo.person_id) is None
    kit.save()
    again = erase(kit, hugo.membership_id, yes=True)
    assert again.exit_code == 1 and "There is nobody" in again.output
