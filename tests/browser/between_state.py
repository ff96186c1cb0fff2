"""A network of two classes in which something stands everywhere, with the longest names."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.models import AcrossCircle, Exchange, Savoir, SharedCard
from rers_school.classroom.rules.likeness import meeting_key
from rers_school.classroom.rules.words import savoir_key
from rers_school.classroom.services import answers, cards
from rers_school.classroom.services.across import answering
from rers_school.classroom.services.across.proposing import Wanted, propose_across
from rers_school.classroom.services.across.visiting import guest_in
from rers_school.classroom.services.networks import founding, opening
from rers_school.db import in_class
from rers_school.jobs.asking import ask
from rers_school.jobs.running import run
from tests.browser.backstage import TEACHER, Backstage
from tests.factories import Kit, make_kit
from tests.networks_factory import CHARTER, agree_to_all, make_network

LONG = "Anticonstitutionnellement" * 3
ZOE, INES, NOEMIE = "Zoé Bérénger", "Inès Benali", "Noémie Lefort"


def between(stage: Backstage) -> dict[str, UUID]:
    """Let the class be in a network; return the ids of its pages as Zoé and her teacher see them.

    Zoé is a guest in a room of the other class, and is asked for another one.
    """
    with stage.work() as db:
        engine = stage.app.extensions["rers"].engine
        names = (ZOE, INES, NOEMIE)
        people = {name: stage.actor(db, name) for name in names}
        kit = Kit(engine, db, stage.classroom_id, stage.actor(db, TEACHER), people)
        net = make_network(kit, f"CM2 {LONG}"[:80])
        other = net.come_in(make_kit(engine, "5e B"), f"5e {LONG}"[:80])
        lea, tom = other.pupil(f"{LONG} Bernard"), other.pupil("Tom Blanc")
        told = _Told(net.id, kit, other)
        found = {"val": net.id, "own_card": told.card(kit, people[ZOE], "offer", "du kendama")}
        for one in (people[ZOE], lea, tom):
            told.share(other if one is not people[ZOE] else kit, one)
        found |= told.circles(people, lea, tom)
        kit.save()
        founding.revise(
            other.db, other.teacher, net.id, words=f"{CHARTER}\n{LONG}",
            decided=f"Au conseil du {LONG}", seen=1,
        )  # fmt: skip
        other.save()
        # Two cards of the class wait for the teacher's yes, one is kept with a word.
        for actor, words in ((people[ZOE], f"lire {LONG}"), (people[INES], "le tricotin")):
            told.card(kit, actor, "offer", words)
        kept = told.open(kit, people[NOEMIE], "offer", f"nommer {LONG}")
        opening.keep_in(db, kit.teacher, kept, f"Quelqu’un est nommé. {LONG}")
        kit.save()
        told.plan()
        other.db.close()
    return found


class _Told:
    """What happens between two classes, step by step, each in its own session."""

    def __init__(self, network_id: UUID, kit: Kit, other: Kit) -> None:
        self.network_id, self.kit, self.other = network_id, kit, other

    def card(self, kit: Kit, actor: Actor, kind: str, words: str) -> UUID:
        """Return a card that its owner has opened."""
        self.open(kit, actor, kind, words)
        return self._last

    def open(self, kit: Kit, actor: Actor, kind: str, words: str) -> UUID:
        """Return the opening of a new card."""
        self._save()
        more = {"able_to": LONG} if kind == "offer" else {}
        self._last = cards.add(kit.db, actor, kind, words, more).id
        opened = opening.open_card(kit.db, actor, kind, self._last, "network").id
        kit.save()
        return opened

    def share(self, kit: Kit, actor: Actor) -> None:
        """Let somebody's card hang on the network's wall, as one that others look for too."""
        for kind, words in (("offer", f"dessiner {LONG}"), ("demand", "le jonglage à cinq balles")):
            self.open(kit, actor, kind, words)
        agree_to_all(kit)
        self._save()

    def circles(self, people: dict[str, Actor], lea: Actor, tom: Actor) -> dict[str, UUID]:
        """Return circles in every state: Zoé in a room and asked, her teacher asked and waiting."""
        kit, other, zoe, ines = self.kit, self.other, people[ZOE], people[INES]
        begun = self._propose(other, (other, lea, zoe, "piloter un drone"), agreed=True)
        for name, who in ((other, lea), (kit, zoe)):
            self._yes(name, who, begun.introduction_id)
        asked = self._propose(other, (other, tom, zoe, f"souder {LONG}"[:110]), agreed=True)
        self._propose(kit, (other, tom, ines, "la boxe"))
        asks_me = self._propose(other, (kit, ines, tom, "le tissage"))
        refused = self._propose(other, (kit, ines, lea, "le pochoir"))
        self._save()
        answering.decline(kit.db, kit.teacher, refused.id)
        kit.save()
        with in_class(kit.db, other.classroom_id, "the room lives in the other class"):
            room = kit.db.scalars(
                select(Exchange.id)
                .join(Savoir, Savoir.id == Exchange.savoir_id)
                .where(Savoir.key == savoir_key("piloter un drone"))
            ).one()
        assert asked.introduction_id and asks_me.id
        shared = self._shared(other, "piloter un drone")
        found = {"between": room, "asked_between": asked.introduction_id, "their_card": shared}
        kit.save()
        return found

    def _propose(
        self, by: Kit, link: tuple[Kit, Actor, Actor, str], *, agreed: bool = False
    ) -> AcrossCircle:
        """Let a teacher propose one savoir; ``agreed``: the other one says yes."""
        home, giver, receiver, words = link
        there = self.other if home is self.kit else self.kit
        for kit, actor, kind in ((home, giver, "offer"), (there, receiver, "demand")):
            self.open(kit, actor, kind, words)
            agree_to_all(kit)
        cards = (self._shared(home, words), self._shared(there, words))
        self._save()
        wanted = [Wanted(giver.membership_id, receiver.membership_id, *cards)]
        made = propose_across(by.db, by.teacher, self.network_id, wanted)
        by.save()
        if agreed:
            colleague = self.other if by is self.kit else self.kit
            self._save()
            answering.agree(colleague.db, colleague.teacher, made.id)
            colleague.save()
            by.db.refresh(made)
        return made

    def _save(self) -> None:
        """Let go of what both sessions hold: one of them is going to write."""
        self.kit.save()
        self.other.save()

    def _yes(self, kit: Kit, actor: Actor, introduction_id: UUID | None) -> None:
        assert introduction_id
        self._save()
        guest = guest_in(kit.db, actor, exchange_id=None, introduction_id=introduction_id)
        me = guest or actor
        with in_class(kit.db, me.classroom_id, "a guest answers where the circle lives"):
            answers.answer(kit.db, me, introduction_id, "yes")
        kit.save()

    def _shared(self, kit: Kit, words: str) -> UUID:
        return kit.db.scalars(
            select(SharedCard.id).where(
                SharedCard.classroom_id == kit.classroom_id,
                SharedCard.network_id == self.network_id,
                SharedCard.savoir_key == meeting_key(words),
            )
        ).one()

    def plan(self) -> None:
        """Let a plan for the network be there."""
        db: Session = self.kit.db
        asked: list[UUID] = []
        ask(db, "network_plan", self.network_id, "first", asked.append)
        self.kit.save()
        for job_id in asked:
            run(self.kit.engine, job_id, stale=60)
