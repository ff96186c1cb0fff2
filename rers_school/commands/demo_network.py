"""The invented network of the demonstration: its two classes exchange with each other.

Made by the same services as a real one: a teacher founds it and the other joins with a code,
pupils open cards and their teachers agree, a circle between the classes is under way and another
one waits for the second teacher.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.models import (
    Demand,
    Exchange,
    Membership,
    Offer,
    Person,
    Savoir,
    SharedCard,
)
from rers_school.classroom.queries.networks.shown import opened_cards
from rers_school.classroom.queries.people import acting
from rers_school.classroom.rules.likeness import meeting_key
from rers_school.classroom.rules.names import same_person_key
from rers_school.classroom.rules.words import savoir_key
from rers_school.classroom.services import agreement, answers
from rers_school.classroom.services.across import answering
from rers_school.classroom.services.across.proposing import Wanted, propose_across
from rers_school.classroom.services.across.visiting import guest_in
from rers_school.classroom.services.networks import founding, inviting, opening
from rers_school.classroom.services.networks.belonging import Choice
from rers_school.db import in_class, open_session, scope_to

_STORY = Path(__file__).parent.parent / "data" / "reseau-du-val.json"

Link = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Class:
    """A class of the story; ``people``: memberships and roles by the key of the name."""

    id: UUID
    story: dict[str, Any]
    people: dict[str, tuple[UUID, Role]]


def bring_together(engine: Engine, classes: Mapping[str, UUID]) -> None:
    """Let classes that have just been entered found the network of the demonstration.

    *Shapes*: ``classes`` by the label of their course. Nothing happens unless all of the story's
    are there: the network is made at the first start, and then lives as people make it live.
    """
    story = json.loads(_STORY.read_text("utf-8"))
    if not all(one["course"] in classes for one in story["classes"]):
        return
    with open_session(engine, writes=True) as db:
        scope_to(db, classes[story["classes"][0]["course"]])
        _Telling(db, story, classes).tell()
        db.commit()


class _Telling:
    """The story of the network, told in one session, act by act."""

    def __init__(self, db: Session, story: dict[str, Any], classes: Mapping[str, UUID]) -> None:
        self.db, self.story = db, story
        self.classes = [self._class(classes[one["course"]], one) for one in story["classes"]]

    def tell(self) -> None:
        network_id = self._found()
        for one in self.classes:
            self._open_cards(one)
        begun = self.story["begun"]
        introduction_id = self._begin(network_id, begun["links"])
        self._answer(introduction_id, begun["links"])
        for line in begun["written"]:
            self._write(line, begun["links"])
        self._propose(network_id, self.story["proposed"])

    def _class(self, classroom_id: UUID, story: dict[str, Any]) -> _Class:
        with in_class(self.db, classroom_id, "the demonstration makes several classes"):
            found = self.db.execute(
                select(Person.name_key, Membership.id, Membership.role)
                .join(Membership, Membership.person_id == Person.id)
                .where(Membership.classroom_id == classroom_id)
            )
            return _Class(classroom_id, story, {key: (id, Role(role)) for key, id, role in found})

    def _found(self) -> UUID:
        """Let the first class found the network and the others come in with a code each."""
        first, *others = self.classes
        told = dict(self.story["network"])
        told["charter"] = "\n".join(told["charter"])
        with self._as(first, None) as teacher:
            made = founding.found(self.db, teacher, choice=Choice(**first.story["choice"]), **told)
        for one in others:
            choice = Choice(**one.story["choice"])
            with self._as(first, None) as teacher:
                code = inviting.invite(self.db, teacher, made.id, choice.called)
            with self._as(one, None) as teacher:
                inviting.join(self.db, teacher, code, accepts=1, choice=choice)
        return made.id

    def _open_cards(self, one: _Class) -> None:
        """Let pupils open cards; the teacher reads and agrees to those of the first list."""
        for name, kind, savoir in one.story["opened"]:
            self._open(one, name, kind, savoir)
        with self._as(one, None) as teacher:
            read = [(card.id, card.seen) for card in opened_cards(self.db, teacher)]
            opening.agree(self.db, teacher, read)
        for name, kind, savoir in one.story["asks"]:
            self._open(one, name, kind, savoir)

    def _open(self, one: _Class, name: str, kind: str, savoir: str) -> None:
        table: Any = Offer if kind == "offer" else Demand
        with self._as(one, name) as owner:
            card_id = self.db.scalars(
                select(table.id)
                .join(Savoir, Savoir.id == table.savoir_id)
                .where(table.membership_id == owner.membership_id, Savoir.key == savoir_key(savoir))
            ).one()
            opening.open_card(self.db, owner, kind, card_id, "network")

    def _begin(self, network_id: UUID, links: Sequence[Link]) -> UUID:
        """Let one teacher propose a circle and the others agree; return what pupils answer."""
        circle_id = self._propose(network_id, links)
        for one in self.classes[1:]:
            with self._as(one, None) as teacher:
                circle = answering.agree(self.db, teacher, circle_id)
        assert circle.introduction_id is not None
        return circle.introduction_id

    def _propose(self, network_id: UUID, links: Sequence[Link]) -> UUID:
        wanted = [
            Wanted(
                self._member(giver),
                self._member(receiver),
                offer=self._shared(network_id, giver, "offer", savoir),
                demand=self._shared(network_id, receiver, "demand", savoir),
            )
            for giver, savoir, receiver in links
        ]
        with self._as(self.classes[0], None) as teacher:
            return propose_across(self.db, teacher, network_id, wanted).id

    def _answer(self, introduction_id: UUID, links: Sequence[Link]) -> None:
        for name in dict.fromkeys(
            name for giver, _, receiver in links for name in (giver, receiver)
        ):
            with self._taking_part(name, introduction_id=introduction_id) as partner:
                answers.answer(self.db, partner, introduction_id, "yes")

    def _write(self, line: dict[str, Any], links: Sequence[Link]) -> None:
        """Let a partner word a line of the agreement, and the other one consent to it or not."""
        giver, _, receiver = next(one for one in links if one[1] == line["savoir"])
        exchange_id = self._exchange(giver, line["savoir"])
        with self._taking_part(line["by"], exchange_id=exchange_id) as writer:
            said = agreement.write_line(
                self.db, writer, exchange_id, line["line"], line["words"], 0
            )
        if line["agreed"]:
            other = receiver if line["by"] == giver else giver
            with self._taking_part(other, exchange_id=exchange_id) as reader:
                agreement.agree(self.db, reader, exchange_id, line["line"], said.id)

    @contextmanager
    def _as(self, one: _Class, name: str | None) -> Iterator[Actor]:
        """Act in a class as somebody of it: its teacher unless there is a name."""
        if name is None:
            member, role = next(who for who in one.people.values() if who[1] is Role.TEACHER)
        else:
            member, role = one.people[_key(name)]
        with in_class(self.db, one.id, "the demonstration acts in several classes"):
            found = acting(self.db, one.id, member, role)
            assert found is not None
            yield found[0]

    @contextmanager
    def _taking_part(
        self, name: str, *, exchange_id: UUID | None = None, introduction_id: UUID | None = None
    ) -> Iterator[Actor]:
        """Act where an exchange lives: in the own class, or as its guest from there."""
        with self._as(self._home(name), name) as actor:
            guest = guest_in(
                self.db, actor, exchange_id=exchange_id, introduction_id=introduction_id
            )
            if guest is None:
                yield actor
                return
            with in_class(self.db, guest.classroom_id, "a guest takes part in another class"):
                yield guest

    def _home(self, name: str) -> _Class:
        return next(one for one in self.classes if _key(name) in one.people)

    def _member(self, name: str) -> UUID:
        return self._home(name).people[_key(name)][0]

    def _shared(self, network_id: UUID, name: str, kind: str, savoir: str) -> UUID:
        with in_class(self.db, self._home(name).id, "the card hangs in its owner's class"):
            return self.db.scalars(
                select(SharedCard.id).where(
                    SharedCard.network_id == network_id,
                    SharedCard.membership_id == self._member(name),
                    SharedCard.kind == kind,
                    SharedCard.savoir_key == meeting_key(savoir),
                )
            ).one()

    def _exchange(self, giver: str, savoir: str) -> UUID:
        """Return the exchange of a savoir: the room lives in the class of the first giver."""
        host = self._home(self.story["begun"]["links"][0][0])
        with in_class(self.db, host.id, "the room lives in one of the classes"):
            return self.db.scalars(
                select(Exchange.id)
                .join(Savoir, Savoir.id == Exchange.savoir_id)
                .where(Savoir.key == savoir_key(savoir))
            ).one()


def _key(name: str) -> str:
    given, _, family = name.partition(" ")
    return same_person_key(given, family)
