"""A network of classes for the tests: made, joined and filled by the real services."""

from dataclasses import dataclass, field
from uuid import UUID

from rers_school.classroom.actor import Actor
from rers_school.classroom.models import Classroom
from rers_school.classroom.queries.networks.shown import opened_cards
from rers_school.classroom.services.networks import founding, inviting, opening
from rers_school.classroom.services.networks.belonging import Choice
from tests.factories import Kit, make_kit

CHARTER = "Tout le monde donne et reçoit.\nChacun peut s’arrêter."


@dataclass
class Net:
    """A network; ``classes`` are those that are in it, the founder first."""

    id: UUID
    classes: list[Kit] = field(default_factory=list)

    def come_in(self, kit: Kit, called: str, *, people_as: str = "initial") -> Kit:
        """Let another class in with a code of the first one."""
        first = self.classes[0]
        code = inviting.invite(first.db, first.teacher, self.id, called)
        first.save()
        inviting.join(
            kit.db, kit.teacher, code, accepts=1, choice=Choice(called, people_as=people_as)
        )
        kit.save()
        self.classes.append(kit)
        return kit


def make_network(
    kit: Kit, called: str = "CM2 de Curie", *, people_as: str = "initial", kind: str = "place"
) -> Net:
    """Return a network that ``kit`` has founded."""
    made = founding.found(
        kit.db,
        kit.teacher,
        kind=kind,
        name="Réseau du Val",
        about="",
        charter=CHARTER,
        choice=Choice(called, place="Valbonne", people_as=people_as),
    )
    kit.save()
    return Net(made.id, [kit])


def other_class(kit: Kit, name: str = "5e B", *, same_school: bool = False) -> Kit:
    """Return another class on the same database, of another school or of the same one."""
    other = make_kit(kit.engine, name)
    if same_school:
        own = kit.db.get_one(Classroom, kit.classroom_id)
        other.db.get_one(Classroom, other.classroom_id).school_id = own.school_id
        other.save()
    kit.save()
    return other


def share(
    kit: Kit, actor: Actor, kind: str, words: str, reach: str = "network", **more: object
) -> UUID:
    """Return a new card that its owner has opened and the teacher has agreed to."""
    card = kit.offer(actor, words, **more) if kind == "offer" else kit.demand(actor, words, **more)
    opening.open_card(kit.db, actor, kind, card.id, reach)
    agree_to_all(kit)
    return card.id


def agree_to_all(kit: Kit) -> None:
    """Let the teacher agree to everything that waits."""
    waiting = [one for one in opened_cards(kit.db, kit.teacher) if one.state != "kept"]
    opening.agree(kit.db, kit.teacher, [(one.id, one.seen) for one in waiting])
    kit.save()
