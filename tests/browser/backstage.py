"""What others do meanwhile: a class of the demonstration, changed by the real services.

The file is the one that the demonstration serves from, so that every open page sees the change
as if somebody had pressed a button at another screen.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from rers_school import clock, identity
from rers_school.app import create_app
from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.models import (
    Classroom,
    Draft,
    Exchange,
    Introduction,
    Membership,
    Offer,
    Participation,
    Person,
    Savoir,
)
from rers_school.classroom.queries.people import acting
from rers_school.classroom.rules.agreement import REQUIRED
from rers_school.classroom.rules.circles import Link
from rers_school.classroom.rules.names import same_person_key
from rers_school.classroom.rules.words import savoir_key
from rers_school.classroom.services import agreement, answers, introductions, keeping
from rers_school.db import make_engine, open_session, scope_to
from rers_school.lti.models import LaunchSession
from rers_school.settings import Settings, secret_in

# The teacher and the class of each school; nobody of one has a name of the other, so that
# `sit` and `Backstage` find everybody by their name.
TEACHER, CLASS = "Awa Diallo", "CM2 – Classe de Mme Diallo"
TEACHER_5E, CLASS_5E = "Julien Vasseur", "5e – Classe de M. Vasseur"


@dataclass
class Backstage:
    """The class behind the screens."""

    tool: str
    app: Flask
    classroom_id: UUID

    @contextmanager
    def work(self) -> Iterator[Session]:
        """Give a session that writes into the class, and commit it."""
        db = open_session(self.app.extensions["rers"].engine, writes=True)
        try:
            scope_to(db, self.classroom_id)
            yield db
            db.commit()
        finally:
            db.close()

    def url(self, path: str = "") -> str:
        """Return the address of a page of the class."""
        return f"{self.tool}/c/{self.classroom_id}/{path}"

    def actor(self, db: Session, name: str) -> Actor:
        """Return somebody of the class list, as their launch would make them."""
        given, _, family = name.partition(" ")
        member = db.scalars(
            select(Membership)
            .join(Person, Person.id == Membership.person_id)
            .where(Person.name_key == same_person_key(given, family))
            .order_by(Membership.created_at)
        ).first()
        assert member is not None, name
        found = acting(db, self.classroom_id, member.id, Role(member.role))
        assert found is not None, name
        return found[0]

    def way_in(self, who: str | UUID, role: Role = Role.PUPIL) -> str:
        """Return an address that opens the class once, in a tab of its own, as ``who``."""
        with self.app.app_context(), self.work() as db:
            if isinstance(who, str):
                actor = self.actor(db, who)
                who, role = actor.membership_id, actor.role
            launch, _token = identity.begin(
                db,
                membership_id=who,
                classroom_id=self.classroom_id,
                role=role,
                platform_id=None,
                locale="fr",
            )
            return self.url(f"tab/{identity.arrival_code(db, launch)}")

    def propose(self, *links: tuple[str, str, str]) -> UUID:
        """Let the teacher propose a circle of (giver, savoir, receiver); return its id."""
        with self.work() as db:
            teacher = self.actor(db, TEACHER)
            made = [
                Link(
                    self.actor(db, giver).membership_id,
                    self.actor(db, receiver).membership_id,
                    self.savoir(db, savoir),
                )
                for giver, savoir, receiver in links
            ]
            kept = keeping.link_by_hand(db, teacher, made)
            introductions.send(db, teacher, only=[kept.id])
            return kept.id

    def open_room(self, giver: str, savoir: str, receiver: str) -> UUID:
        """Return an exchange to which both said yes."""
        introduction = self.propose((giver, savoir, receiver))
        with self.work() as db:
            for name in (giver, receiver):
                answers.answer(db, self.actor(db, name), introduction, "yes")
            # The first meeting is on another day than the opening: it was some days ago.
            db.get_one(Introduction, introduction).settled_at -= timedelta(days=3)
            return self.exchange(db, giver, savoir)

    def exchange(self, db: Session, giver: str, savoir: str) -> UUID:
        """Return the exchange in which ``giver`` shows ``savoir``."""
        return db.scalars(
            select(Exchange.id)
            .join(Participation, Participation.exchange_id == Exchange.id)
            .where(
                Exchange.savoir_id == self.savoir(db, savoir),
                Participation.membership_id == self.actor(db, giver).membership_id,
                Participation.role == "giver",
            )
        ).one()

    def agree(
        self, exchange_id: UUID, one: str, other: str, lines: Sequence[str] = REQUIRED
    ) -> None:
        """Let ``one`` word the lines and ``other`` consent."""
        with self.work() as db:
            writer, reader = self.actor(db, one), self.actor(db, other)
            for line in lines:
                said = agreement.write_line(db, writer, exchange_id, line, f"Nous : {line}", 0)
                agreement.agree(db, reader, exchange_id, line, said.id)

    def write(self, exchange_id: UUID, who: str, line: str, words: str, seen: int = 0) -> None:
        """Let ``who`` word one line at another screen."""
        with self.work() as db:
            agreement.write_line(db, self.actor(db, who), exchange_id, line, words, seen)

    def savoir(self, db: Session, words: str) -> UUID:
        """Return the savoir with this name."""
        return db.scalars(
            select(Savoir.id).where(
                Savoir.classroom_id == self.classroom_id, Savoir.key == savoir_key(words)
            )
        ).one()

    def offers(self, words: str) -> int:
        """Return how many offers say exactly these words."""
        with self.work() as db:
            return db.scalar(select(func.count(Offer.id)).where(Offer.words == words)) or 0

    def drafts(self) -> str:
        """Return everything that is kept of what people are typing."""
        with self.work() as db:
            fields = [one.fields for one in db.scalars(select(Draft))]
            return json.dumps(fields, ensure_ascii=False)

    def lose_sessions(self) -> None:
        """Forget every session, as after the loss of the server's memory."""
        with self.work() as db:
            db.execute(
                delete(LaunchSession)
                .where(LaunchSession.classroom_id == self.classroom_id)
                .execution_options(synchronize_session=False)
            )


@contextmanager
def behind(demo: str, folder: Path, name: str = CLASS) -> Iterator[Backstage]:
    """Give a class of the demonstration that runs at ``demo`` on ``folder``."""
    tool = f"http://localhost:{urlsplit(demo).port}"
    settings = Settings(
        database_url=f"sqlite:///{(folder / 'rers-school.sqlite3').resolve()}",
        base_url=tool,
        secret_key=secret_in(folder),
    )
    engine = make_engine(settings.database_url)
    with open_session(engine) as db:
        classroom_id = db.scalars(select(Classroom.id).where(Classroom.name == name)).one()
    try:
        yield Backstage(tool, create_app(settings, engine), classroom_id)
    finally:
        engine.dispose()
        clock.set_clock(None)
