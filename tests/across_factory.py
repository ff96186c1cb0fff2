"""Two classes of a network, their shared cards, and what becomes of a circle between them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from rers_school.classroom.actor import Actor
from rers_school.classroom.models import AcrossCircle, Answer, Exchange, NetworkClass, SharedCard
from rers_school.classroom.services import answers
from rers_school.classroom.services.across import answering
from rers_school.classroom.services.across.proposing import Wanted, propose_across
from rers_school.classroom.services.networks import founding, inviting, opening
from rers_school.classroom.services.networks.belonging import Choice
from tests.factories import Kit, make_kit


@dataclass
class Two:
    """Two classes in one network: Zoé's (the first) and Léa's."""

    network_id: UUID
    one: Kit
    other: Kit

    def close(self) -> None:
        self.other.db.close()

    def save(self) -> None:
        """Commit both."""
        self.one.save()
        self.other.save()
        self.one.db.expire_all()
        self.other.db.expire_all()

    @property
    def zoe(self) -> Actor:
        return self.one.pupil("Zoé Martin")

    @property
    def lea(self) -> Actor:
        return self.other.pupil("Léa Bernard")


def two_classes(kit: Kit, *, people_as: str = "initial") -> Two:
    """Return ``kit``'s class and another one of another school, in one network."""
    other = make_kit(kit.engine, "5e B")
    made = founding.found(
        kit.db, kit.teacher, kind="place", name="Le Val", about="", charter="Chacun donne.",
        choice=Choice("CM2 de Curie", people_as=people_as),
    )  # fmt: skip
    code = inviting.invite(kit.db, kit.teacher, made.id, "5e B")
    kit.save()
    inviting.join(
        other.db, other.teacher, code, accepts=1, choice=Choice("5e B", people_as=people_as)
    )
    other.save()
    return Two(made.id, kit, other)


def shared(kit: Kit, actor: Actor, kind: str, words: str, **more: Any) -> UUID:
    """Return the shared card of somebody: opened, and agreed to by the teacher."""
    card = (kit.offer if kind == "offer" else kit.demand)(actor, words, **more)
    opened = opening.open_card(kit.db, actor, kind, card.id, "network")
    kit.db.flush()
    seen = opening.fingerprint(opening._as_read(kit.db, opened))
    opening.agree(kit.db, kit.teacher, [(opened.id, seen)])
    kit.save()
    # A class may be in several networks: the card on the wall of the one it joined last.
    card_id = kit.db.scalars(
        select(SharedCard.id)
        .join(NetworkClass, NetworkClass.id == SharedCard.network_class_id)
        .where(SharedCard.opening_id == opened.id)
        .order_by(NetworkClass.created_at.desc())
        .limit(1)
    ).one()
    kit.save()
    return card_id


def facing(two: Two) -> list[Wanted]:
    """Return what Zoé and Léa could show each other, their cards facing on the wall."""
    cards = (
        shared(two.one, two.zoe, "offer", "les crêpes", why="un secret de famille"),
        shared(two.other, two.lea, "demand", "les crêpes", uneasy="j’ai peur du feu"),
        shared(two.other, two.lea, "offer", "la guitare"),
        shared(two.one, two.zoe, "demand", "la guitare"),
    )
    zoe, lea = two.zoe.membership_id, two.lea.membership_id
    return [Wanted(zoe, lea, cards[0], cards[1]), Wanted(lea, zoe, cards[2], cards[3])]


def asked_teachers(two: Two) -> AcrossCircle:
    """Return a circle that the first teacher has proposed."""
    links = facing(two)
    made = propose_across(two.one.db, two.one.teacher, two.network_id, links)
    two.save()
    return made


def asked_pupils(two: Two) -> AcrossCircle:
    """Return a circle to which both teachers have said yes."""
    circle = asked_teachers(two)
    answering.agree(two.other.db, two.other.teacher, circle.id)
    two.save()
    return two.one.db.get_one(AcrossCircle, circle.id, populate_existing=True)


def everybody_says_yes(two: Two) -> None:
    """Let everybody who is asked in the first class say yes."""
    two.save()
    db = two.one.db
    for who, introduction in db.execute(select(Answer.membership_id, Answer.introduction_id)).all():
        me = Actor(who, two.zoe.person_id, two.one.classroom_id, two.zoe.role)
        answers.answer(db, me, introduction, "yes")
    two.save()


def third_class(two: Two) -> Kit:
    """Return another class of the same network."""
    third = make_kit(two.one.engine, "6e A")
    two.save()
    code = inviting.invite(two.one.db, two.one.teacher, two.network_id, "6e A")
    two.save()
    inviting.join(third.db, third.teacher, code, accepts=1, choice=Choice("6e A"))
    third.save()
    return third


def begun(two: Two) -> list[UUID]:
    """Return the exchanges of a circle to which everybody has said yes."""
    asked_pupils(two)
    everybody_says_yes(two)
    db = two.one.db
    rooms = list(db.scalars(select(Exchange.id).order_by(Exchange.place)))
    two.save()
    return rooms
