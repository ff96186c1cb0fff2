"""What somebody lives as a guest in other classes, read there and shown at home."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.people import VISITING
from rers_school.classroom.services.across.visiting import called_for, places_of
from rers_school.db import in_class

T = TypeVar("T")


def with_away(db: Session, actor: Actor, read: Callable[[Session, Actor], list[T]]) -> list[T]:
    """Return what ``read`` finds in one's own class, then in each class whose guest one is.

    For whoever is nobody's guest exactly the queries of ``read``; else as many again for each of
    the classes, however much there is in them.
    """
    found = list(read(db, actor))
    for place in places_of(db, actor):
        with visiting(db, place):
            found.extend(read(db, place))
    return found


def first_away(db: Session, actor: Actor, read: Callable[[Session, Actor], T | None]) -> T | None:
    """Return what ``read`` finds at home, else the first that it finds where one is a guest."""
    found = read(db, actor)
    for place in [] if found is not None else places_of(db, actor):
        with visiting(db, place):
            found = read(db, place)
        if found is not None:
            break
    return found


@contextmanager
def visiting(db: Session, guest: Actor) -> Iterator[None]:
    """Read in the class whose guest one is, with its people as guests see them."""
    called = called_for(db, guest)
    with in_class(db, guest.classroom_id, "somebody reads what they live as a guest there"):
        db.info[VISITING] = called
        try:
            yield
        finally:
            del db.info[VISITING]
