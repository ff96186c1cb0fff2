"""A page asks the database as often for fifty pupils as for five."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from uuid import UUID

import pytest
from sqlalchemy import Engine, event

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.gatherings import to_come
from rers_school.classroom.queries.workshops import workshops as workshops_of
from rers_school.classroom.services import (
    agenda,
    decisions,
    effects,
    gatherings,
    interviews,
    stands,
    workshop_places,
    workshops,
)
from rers_school.web.kept import forget_all
from tests.factories import Kit, Site, make_kit, make_site
from tests.network_life_factory import lively
from tests.networks_factory import make_network
from tests.networks_sized import grown

PAGES = [
    "/pairs",
    "/pairs/{other}/home",
    "/pairs/{other}/wall",
    "/pairs/{other}/end",
    "/pairs/waiting",
    "/wall",
    "/wall/live",
    "/wall/aside",
    "/wall/board",
    "/savoirs",
    "/savoirs/new/offer",
    "/savoirs/help/offer",
    "/?today=1",
    "/today/live",
    "/class",
    "/class/today",
    "/class/today/live",
    "/class/today/board",
    "/class/today/print",
    "/guide",
    "/introductions",
    "/exchanges",
    "/exchanges/ended",
    "/exchanges/on-paper",
    "/people",
    "/tidy",
    "/together",
    "/together/live",
    "/together/plan",
    "/together/effects",
    "/together/stands/new",
    "/together/{gathering}",
    "/together/{gathering}/live",
    "/together/{gathering}/run",
    "/together/{gathering}/run?at=decisions",
    "/together/{gathering}/run?at=end",
    "/together/{gathering}/minutes",
    "/together/{inventory}/run?at=alone",
    "/together/{inventory}/run?at=wall",
    "/together/{inventory}/run?at=cards",
    "/together/{inventory}/came-up/dare",
    "/together/{gathering}/programme",
    "/workshops",
    "/workshops/live",
    "/workshops/new",
    "/workshops/{workshop}",
    "/course",
    "/market",
    "/market/board",
    "/market/print",
    "/settings",
    "/trace",
    "/trace.json",
    "/network",
    "/people/{pupil}",
    "/people/{pupil}/erase",
    "/paper",
    "/paper/cut-out",
    "/paper/wall",
    "/paper/pupils",
    "/paper/slips",
    "/paper/questions",
    "/paper/games",
    "/paper/answers",
    "/paper/agreements",
    "/paper/meetings",
    "/paper/observers",
    "/paper/self-evaluations",
    "/paper/cards",
    "/paper/replies",
    "/paper/workshops",
    "/paper/sign-ups",
    "/paper/sign-ups/{workshop}",
    "/paper/half-way",
    "/paper/half-way/enter",
    "/paper/self-evaluations/enter",
    "/slots",
    "/paper/traces",
    "/memory",
    "/memory/keep",
    "/year",
    "/trace/bring",
    "/rules",
    "/networks/{network}/gatherings",
    "/networks/{network}/gatherings/plan",
    "/networks/{network}/gatherings/{council}",
    "/networks/{network}/gatherings/{council}/minutes",
    "/networks/{network}/gatherings/{party}",
    "/networks/{network}/gatherings/{party}/programme",
    "/networks/{network}/gatherings/{party}/stands/new",
    "/networks/{network}/journal",
    "/networks/{network}/journal/{issue}",
    "/networks/{network}/journal/{issue}/mine",
    "/networks/{network}/journal/{issue}/part",
    "/networks/{network}/journal/{old_issue}/leaflet",
    "/networks",
    "/networks/{val}",
    "/networks/{val}/wall",
    "/networks/{val}/wall?search=savoir",
    "/networks/{val}/wall/{shared}",
    "/networks/{val}/shown",
    "/networks/asked",
    "/networks/{val}/charter",
    "/networks/{val}/leave",
    "/networks/{val}/suggestions",
    "/networks/{val}/across",
    "/networks/{val}/across/new?card={shared}",
    "/networks/{val}/across/new?card={shared}&person={pupil}",
]


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that are sent to the database."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _fill(kit: Kit, start: int, end: int) -> None:
    for number in range(start, end):
        pupil = kit.pupil(f"Pupil{number:02d} Name{number:02d}")
        kit.offer(pupil, f"savoir numéro {number}")
        _ask(kit, pupil, start, number)
        kit.demand(pupil, f"savoir numéro {(number + 1) % end}")
        agenda.add(kit.db, pupil, "propose", f"idée numéro {number}")
        stands.offer(kit.db, pupil, f"savoir numéro {number}", "")
        effects.tell(kit.db, pupil, "dared", "parler", shared=True)
        made = workshops.open_workshop(
            kit.db, pupil, kind="one_to_many", words=f"savoir numéro {number}", places=12
        )
        for other in list(kit.pupils.values())[:3]:
            workshop_places.come(kit.db, other, made.id)
        # A gathering that took place and what it decided, for each.
        past = gatherings.plan(kit.db, kit.teacher, "council", clock.now().date())
        decisions.take(kit.db, kit.teacher, past.id, f"décision numéro {number}")
        past.state, past.held_at = "held", clock.now()
        kit.save()


def _ask(kit: Kit, pupil: Actor, start: int, number: int) -> None:
    """Let the first two pupils be asked by a few, and each write down a neighbour's answer."""
    names = [kit.pupil(f"Pupil{at:02d} Name{at:02d}") for at in (start, start + 1)]
    for other in names:
        if other != pupil and number < start + 4:
            interviews.write(kit.db, pupil, other.membership_id, "dare", f"oser {number}")
    kit.save()


def _gathering(kit: Kit) -> UUID:
    """Return the gathering to come."""
    return _planned(kit, "celebration")


def _planned(kit: Kit, kind: str) -> UUID:
    for one in to_come(kit.db):
        if one.kind == kind:
            return one.id
    return gatherings.plan(kit.db, kit.teacher, kind, clock.now().date()).id


class Sized(NamedTuple):
    """A class of so many pupils, and what stands for the names in the addresses."""

    site: Site
    names: dict[str, UUID]


@pytest.fixture(scope="module")
def sized(lasting_engine: Engine) -> Iterator[list[Sized]]:
    """A class of five and one of fifty; the tests only look at them."""
    found = []
    for pupils in (5, 50):
        kit = make_kit(lasting_engine)
        _fill(kit, 0, pupils)
        names = {
            "gathering": _gathering(kit),
            "inventory": _planned(kit, "inventory"),
            "pupil": _first(kit).membership_id,
            "other": kit.pupil("Pupil01 Name01").membership_id,
            "workshop": workshops_of(kit.db, kit.teacher)[0].id,
        }
        names["network"] = names.get("network") or make_network(kit).id
        names |= lively(kit, names["network"])
        names |= grown(kit, list(kit.pupils.values()))
        kit.save()
        found.append(Sized(make_site(kit), names))
    yield found
    for one in found:
        one.site.kit.db.close()


def _first(kit: Kit) -> Actor:
    return kit.pupil("Pupil00 Name00")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["teacher", "pupil"])
def test_a_page_asks_as_often_for_fifty_as_for_five(
    sized: list[Sized], page: str, who: str
) -> None:
    counts = []
    for site, names in sized:
        kit = site.kit
        screen = site.at(kit.teacher if who == "teacher" else _first(kit))
        path = page.format(**names)
        screen.get(path)  # the first visit may prepare something
        forget_all()
        with counted(kit.engine) as seen:
            answer = screen.get(path)
        assert answer.status_code in (200, 303, 403), answer.status_code
        counts.append(len(seen))
    assert counts[0] == counts[1], counts
