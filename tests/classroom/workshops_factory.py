"""Workshops with people in them."""

from typing import Any
from uuid import UUID

from rers_school.classroom.models import Workshop
from rers_school.classroom.services import workshop_places, workshop_rooms, workshops
from tests.factories import Kit


def opened(
    kit: Kit,
    giver: str = "Maëlle",
    words: str = "jouer de la guitare",
    *,
    kind: str = "one_to_many",
    places: int = 2,
    **more: Any,
) -> Workshop:
    """Return a workshop that somebody opened for themself."""
    made = workshops.open_workshop(
        kit.db, kit.pupil(giver), kind=kind, words=words, places=places, **more
    )
    kit.save()
    return made


def come(kit: Kit, workshop: Workshop, *names: str) -> None:
    """Let pupils sign up, in this order."""
    for name in names:
        workshop_places.come(kit.db, kit.pupil(name), workshop.id)
    kit.save()


def begun(kit: Kit, *names: str, giver: str = "Maëlle", **more: Any) -> tuple[Workshop, UUID]:
    """Return a workshop that has begun with these pupils, and its exchange."""
    workshop = opened(kit, giver, **more)
    come(kit, workshop, *names)
    exchange = workshop_rooms.begin(kit.db, kit.pupil(giver), workshop.id)
    kit.save()
    return workshop, exchange
