"""The networks that a class is in, and the classes that are in one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotFound
from rers_school.classroom.models import (
    Classroom,
    NetworkCharter,
    NetworkClass,
    NetworkNews,
    School,
    SchoolNetwork,
)
from rers_school.classroom.rules.text import fold
from rers_school.db import unscoped

_CHARTER = (
    select(func.max(NetworkCharter.number))
    .where(NetworkCharter.network_id == SchoolNetwork.id)
    .correlate(SchoolNetwork)
    .scalar_subquery()
)
_OTHER = aliased(NetworkClass)
_CLASSES = (
    select(func.count(_OTHER.id))
    .where(_OTHER.network_id == SchoolNetwork.id)
    .correlate(SchoolNetwork)
    .scalar_subquery()
)
NEWS_MOST = 8


@dataclass(frozen=True, slots=True)
class MyNetwork:
    """A network as one of its classes sees it; ``own`` is the place of that class.

    ``charter_number``: the version in force; the class may still stand under an earlier one.
    """

    id: UUID
    name: str
    kind: str
    about: str
    classes: int
    charter_number: int
    school_id: UUID
    own: NetworkClass

    @property
    def charter_waits(self) -> bool:
        """Tell whether a newer charter waits for the teacher's yes."""
        return self.own.charter_number < self.charter_number


@dataclass(frozen=True, slots=True)
class ClassInNetwork:
    """A class as its network calls it."""

    id: UUID
    classroom_id: UUID
    called: str
    place: str
    school: str
    people_as: str
    offers: bool
    demands: bool


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened in the network, without persons."""

    kind: str
    called: str
    number: int | None
    at: datetime


def _mine(actor: Actor) -> Select[Any]:
    return (
        select(NetworkClass, SchoolNetwork, _CLASSES, _CHARTER, Classroom.school_id)
        .join(SchoolNetwork, SchoolNetwork.id == NetworkClass.network_id)
        .join(Classroom, Classroom.id == NetworkClass.classroom_id)
        .where(NetworkClass.classroom_id == actor.classroom_id)
    )


def _read(db: Session, query: Select[Any]) -> list[MyNetwork]:
    with unscoped(db, "how many classes are in a network of the reader's class"):
        rows = db.execute(query).all()
    return [
        MyNetwork(net.id, net.name, net.kind, net.about, classes, charter, school, own)
        for own, net, classes, charter, school in rows
    ]


def networks_of(db: Session, actor: Actor) -> list[MyNetwork]:
    """Return the networks of the actor's class, by name: one query."""
    return _read(db, _mine(actor).order_by(SchoolNetwork.name, SchoolNetwork.id))


def network_of(db: Session, actor: Actor, network_id: UUID) -> MyNetwork:
    """Return one network of the actor's class: one query.

    *Errors*: `NotFound` (404) when the class is not in it: to others a network does not exist.
    """
    found = _read(db, _mine(actor).where(SchoolNetwork.id == network_id))
    if not found:
        raise NotFound
    return found[0]


def classes_of(db: Session, network: MyNetwork, at: str | None = None) -> list[ClassInNetwork]:
    """Return the classes of a network, or of one place in it, by school and name: one query."""
    with unscoped(db, "the classes of a network that the reader's class is in"):
        rows = db.execute(
            select(
                NetworkClass.id,
                NetworkClass.classroom_id,
                NetworkClass.called,
                NetworkClass.place,
                School.name,
                NetworkClass.people_as,
                NetworkClass.offers,
                NetworkClass.demands,
            )
            .join(Classroom, Classroom.id == NetworkClass.classroom_id)
            .join(School, School.id == Classroom.school_id)
            .where(
                NetworkClass.network_id == network.id,
                *([] if at is None else [NetworkClass.place == at]),
            )
            .order_by(School.name, NetworkClass.called, NetworkClass.id)
        ).all()
    return [ClassInNetwork(*row) for row in rows]


def places_of(db: Session, network: MyNetwork) -> list[tuple[str, int]]:
    """Return where the classes of a network are, by name, and how many are there: one query."""
    with unscoped(db, "the places of a network that the reader's class is in"):
        rows = db.execute(
            select(NetworkClass.place, func.count())
            .where(NetworkClass.network_id == network.id)
            .group_by(NetworkClass.place)
        ).all()
    return sorted(((place, number) for place, number in rows), key=lambda one: fold(one[0]))


def news_of(db: Session, network: MyNetwork) -> list[News]:
    """Return what happened lately, the newest first: one query."""
    rows = db.execute(
        select(NetworkNews.kind, NetworkNews.called, NetworkNews.number, NetworkNews.created_at)
        .where(NetworkNews.network_id == network.id)
        .order_by(NetworkNews.created_at.desc(), NetworkNews.id)
        .limit(NEWS_MOST)
    )
    return [News(*row) for row in rows]
