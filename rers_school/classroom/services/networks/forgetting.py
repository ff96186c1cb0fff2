"""Somebody is erased in their class: their name goes from what the network itself keeps."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from rers_school.classroom.models import (
    Guest,
    JournalIssue,
    NetworkClass,
    NetworkDecision,
    NetworkGathering,
    NetworkPoint,
    NetworkStand,
)
from rers_school.classroom.rules.forgetting import Forgetting
from rers_school.db import lock_network, unscoped

#: The words of a network, and those that other classes wrote for it.
_WORDS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (NetworkGathering, ("title", "host", "place", "minutes")),
    (NetworkDecision, ("words", "who")),
    (NetworkPoint, ("words",)),
    (NetworkStand, ("what", "needs")),
    (JournalIssue, ("title", "content")),
)


def lock_networks(db: Session, classroom_id: UUID, membership_id: UUID) -> list[UUID]:
    """Return the networks of a class, none of which anybody else changes until the commit.

    Those of the classes in which somebody is a guest are locked with them, all in one order and
    before anything is removed: two erasures never wait for each other.
    """
    with unscoped(db, "a guest is in two classes"):
        hosts = db.scalars(select(Guest.classroom_id).where(Guest.home_id == membership_id)).all()
        rows = db.execute(
            select(NetworkClass.network_id, NetworkClass.classroom_id).where(
                NetworkClass.classroom_id.in_([classroom_id, *hosts])
            )
        ).all()
    for network_id in sorted({network_id for network_id, _of in rows}):
        lock_network(db, network_id)
    return [network_id for network_id, of in rows if of == classroom_id]


def forget(db: Session, networks: Collection[UUID], forgetting: Forgetting) -> None:
    """Take a name out of the words that the networks keep, whichever class wrote them.

    The rows of the class itself are swept with all its others.
    """
    if not networks:
        return
    with unscoped(db, "a name goes from what the networks of the class keep together"):
        for table, columns in _WORDS:
            for row in db.scalars(select(table).where(table.network_id.in_(networks))).all():
                for name in columns:
                    _put(row, name, forgetting)
        db.flush()


def _put(row: Any, name: str, forgetting: Forgetting) -> None:
    before = getattr(row, name)
    after = forgetting.in_value(before)
    if after == before:
        return
    most = getattr(inspect(type(row)).columns[name].type, "length", None)
    setattr(row, name, after[:most] if most is not None else after)
