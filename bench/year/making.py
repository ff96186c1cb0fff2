"""A class of 35 with a year behind it, made by the services on days that lie back.

300 exchanges and 2,000 meetings, most of them closed and some of them in every other state; market
days, gatherings with decisions, words of what became of it. The rows of introductions that led to
an exchange are put down directly (their private answers are long forgotten); all else is told to
the services in the order in which a class would.
"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from bench.data import FAMILIES, GIVEN, HINTS, SAVOIRS
from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.models import Circle, Exchange, Introduction
from rers_school.classroom.rules.agreement import SHARED, lines_of
from rers_school.classroom.services import (
    agenda,
    agreement,
    decisions,
    effects,
    evaluations,
    exchanges,
    follow_ups,
    gatherings,
    market,
    meetings,
    reviews,
)
from tests.classroom.exchange_factory import circle
from tests.factories import Kit

Say = Callable[[str], None]

PUPILS, EXCHANGES, MEETINGS = 35, 300, 2000
MORE_GIVEN = ("Aïcha", "Basile", "Daphné", "Elouan", "Marie-Antoinette")
# How exchanges stand after the year: one in each of these, the others are closed.
OPEN = (
    ("agreeing",) * 8
    + ("agreed",) * 8
    + ("under_way",) * 20
    + ("paused",) * 2
    + ("looking_back",) * 6
)
WORDS = {
    "contents": "Les premiers pas, puis une fois tout seul ; nous partons de ce que je sais.",
    "method": "Tu montres, j'essaie, tu me dis ce que tu vois.",
    "evaluation": "Je le montre à quelqu'un qui ne l'a jamais vu.",
    "days": "Le mardi et le vendredi", "hours": "À la récréation, vingt minutes",
    "place": "Le coin lecture", "frequency": "Cinq fois", "look_back_on": "Avant les vacances",
    "needs": "Du papier, une règle", "if_away": "On se voit la fois suivante",
    "check": "Dans le livre de la classe",
}  # fmt: skip
SAID = "Nous avons repris depuis le début, lentement, et la troisième fois c'est venu."


@dataclass
class Year:
    """What was made.

    ``running``: exchanges in which a meeting can be told, of each pupil. ``closed``: one of the
    first pupil's that has ended.
    """

    kit: Kit
    pupils: list[Actor]
    running: dict[UUID, list[UUID]] = field(default_factory=dict)
    exchanges: int = 0
    meetings: int = 0
    closed: UUID | None = None
    held: UUID | None = None
    to_come: UUID | None = None


def live_a_year(kit: Kit, *, say: Say, exchange_count: int = EXCHANGES) -> Year:
    """Fill the kit's class with a year and return it; the clock is the machine's own again."""
    given = [*GIVEN, *MORE_GIVEN][:PUPILS]
    with _on(_day(0)):
        pupils = [
            kit.pupil(f"{name} {FAMILIES[number % len(FAMILIES)]}")
            for number, name in enumerate(given)
        ]
        for number, pupil in enumerate(pupils):
            for step in range(3):
                kit.offer(pupil, SAVOIRS[(3 * number + step) % 40], able_to=HINTS[step])
                kit.demand(pupil, SAVOIRS[(3 * number + 20 + step) % 40], why=HINTS[step])
    year = Year(kit, pupils)
    names = list(kit.pupils)
    pairs = itertools.cycle(
        (one, (one + apart) % PUPILS) for apart in range(1, 18) for one in range(PUPILS)
    )
    per_exchange = _shares(MEETINGS * exchange_count // EXCHANGES, exchange_count - 16)
    for number in range(exchange_count // 2):
        one, other = next(pairs)
        begun = _day(2 + number * 270 // (exchange_count // 2))
        first, second = SAVOIRS[(3 * one) % 40], SAVOIRS[(3 * other + 1) % 40]
        made = circle(kit, (names[one], first, names[other]), (names[other], second, names[one]))
        _settle(kit, made[0], begun)
        for place, exchange_id in enumerate(made):
            back = exchange_count - (2 * number + place) - 1
            ends = OPEN[back] if back < len(OPEN) else "closed"
            held = 0 if ends in ("agreeing", "agreed") else next(per_exchange)
            giver, receiver = (one, other) if place == 0 else (other, one)
            _live(year, exchange_id, place, (pupils[giver], pupils[receiver]), ends, begun, held)
        if number % 25 == 0:
            say(f"{year.exchanges} exchanges, {year.meetings} meetings")
    _together(year)
    kit.save()
    return year


def _settle(kit: Kit, exchange_id: UUID, when: datetime) -> None:
    """Let the introduction that led to an exchange be settled on its day."""
    circle_id = kit.db.get_one(Exchange, exchange_id).circle_id
    introduction = kit.db.get_one(Introduction, kit.db.get_one(Circle, circle_id).introduction_id)
    introduction.settled_at = when
    kit.db.flush()


def _live(
    year: Year,
    exchange_id: UUID,
    place: int,
    pair: tuple[Actor, Actor],
    ends: str,
    begun: datetime,
    held: int,
) -> None:
    """Let an exchange live up to the state ``ends``, with so many meetings."""
    kit, db = year.kit, year.kit.db
    giver, receiver = pair
    year.exchanges += 1
    if ends in ("agreed", "under_way"):
        for actor in (giver, receiver):
            year.running.setdefault(actor.membership_id, []).append(exchange_id)
    elif ends == "closed" and giver == year.pupils[0]:
        year.closed = exchange_id
    with _on(begun):
        for line in lines_of(across=False)[:4] if ends == "agreeing" else lines_of(across=False):
            # What two people settle for both directions, they settled in the first room.
            if place and line in SHARED:
                continue
            kept = agreement.write_line(db, giver, exchange_id, line, WORDS[line], 0)
            if ends != "agreeing":
                agreement.agree(db, receiver, exchange_id, line, kept.id)
        kit.save()
    here = [giver.membership_id, receiver.membership_id]
    for number in range(held):
        day = begun + timedelta(days=3 * (number + 1))
        with _on(day):
            meetings.tell(
                db, (giver, receiver)[number % 2], exchange_id, held_on=day.date(), present=here,
                did=SAID, worked="Les gestes lents.", next_time="Les yeux fermés",
                next_on=(day + timedelta(days=3)).date(),
            )  # fmt: skip
        year.meetings += 1
        kit.save()
    if ends == "paused":
        exchanges.pause(db, giver, exchange_id)
    if ends in ("looking_back", "closed"):
        with _on(begun + timedelta(days=30)):
            _look_back(kit, exchange_id, giver, receiver, ends)
        kit.save()


def _look_back(kit: Kit, exchange_id: UUID, giver: Actor, receiver: Actor, ends: str) -> None:
    db = kit.db
    exchanges.look_back(db, giver, exchange_id)
    if ends == "looking_back":
        return
    evaluations.answer(db, giver, exchange_id, "giver", "searched", SAID)
    evaluations.finish(db, giver, exchange_id, "giver", with_partners=True)
    evaluations.answer(db, receiver, exchange_id, "receiver", "now_i_can", SAID)
    evaluations.finish(
        db, receiver, exchange_id, "receiver", where_i_am="on_my_own", with_teacher=True
    )
    reviews.write(db, giver, exchange_id, {"learned": SAID, "thanks": "À ceux qui ont aidé."}, 0)
    exchanges.close(db, receiver, exchange_id, "learned")
    with _on(clock.now() + timedelta(days=40)):
        follow_ups.tell(db, receiver, exchange_id, "Je l'ai montré à ma sœur.", shared=True)


def _together(year: Year) -> None:
    """Eight gatherings that were held, one to come; three market days; effects in words."""
    kit, db = year.kit, year.kit.db
    for number in range(8):
        with _on(_day(30 * number + 10)):
            planned = gatherings.plan(db, kit.teacher, "council", clock.now().date())
            for pupil in year.pupils[number : number + 5]:
                agenda.add(db, pupil, "propose", "Changer les places du mardi")
            decisions.take(db, kit.teacher, planned.id, "Le mardi, deux tables de plus", "Awa")
            year.held = gatherings.hold(db, kit.teacher, planned.id).id
        kit.save()
    day = clock.now().date() + timedelta(days=5)
    year.to_come = gatherings.plan(db, kit.teacher, "celebration", day).id
    for pupil in year.pupils:
        effects.tell(db, pupil, "dared", "parler devant tout le monde", shared=True)
    kit.save()
    for number in range(3):
        with _on(_day(20 + 60 * number)):
            market.announce(db, kit.teacher, day=clock.now().date(), minutes=10, places=())
            kit.save()
            _go_through(kit)


def _go_through(kit: Kit) -> None:
    day = market.running(kit.db, kit.classroom_id)
    assert day is not None
    market.lay_out(kit.db, kit.teacher, (), day.revision)
    kit.save()
    for _ in range(40):
        day = market.running(kit.db, kit.classroom_id)
        if day is None or day.state == "over":
            return
        market.go_on(kit.db, kit.teacher, day.revision)
        kit.save()


def _shares(whole: int, among: int) -> Iterator[int]:
    """Yield numbers of meetings that together make ``whole``."""
    for number in range(among):
        yield (number + 1) * whole // among - number * whole // among
    yield from itertools.repeat(0)


def _day(number: int) -> datetime:
    """Return a school day, ``number`` days after the year began; it ends some days ago."""
    return datetime.now(UTC).replace(hour=9, minute=0) - timedelta(days=330 - number)


@contextmanager
def _on(moment: datetime) -> Iterator[None]:
    before = clock._read
    clock.set_clock(lambda: moment)
    try:
        yield
    finally:
        clock.set_clock(before)
