"""A market day: the exchanges of a plan laid out over rounds, with places and who is free.

It can be laid out again in one step when somebody is absent, or in the middle of the day.
Nothing is random and no clock decides: the same exchanges, people and seed, in any order, always
give the same rounds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from .colouring import Team
from .few_rounds import few_rounds
from .possible import shuffled
from .problem import ProblemError
from .seating import in_order, seats


class Exchange(Protocol):
    """What has a giver, receivers and a savoir: a `PlannedExchange`, for one."""

    @property
    def giver(self) -> str: ...
    @property
    def receivers(self) -> tuple[str, ...]: ...
    @property
    def savoir(self) -> str: ...


E = TypeVar("E", bound=Exchange)


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in the school, and how many exchanges fit there at once."""

    name: str
    capacity: int = 1


@dataclass(frozen=True, slots=True)
class Meeting(Generic[E]):
    """One exchange in its round, with those of its receivers who are present.

    `place` is a `Place`'s name; `None` when the market day was laid out without places.
    """

    exchange: E
    receivers: tuple[str, ...]
    place: str | None


@dataclass(frozen=True, slots=True)
class MarketRound(Generic[E]):
    """What happens at the same time, and who is present without an exchange meanwhile."""

    meetings: tuple[Meeting[E], ...]
    free: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FallenAway(Generic[E]):
    """An exchange that cannot be held, because of whom, and whom that leaves without any."""

    exchange: E
    absent: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarketDay(Generic[E]):
    """The rounds still to come. No layout has fewer than `at_least`.

    `without` are all who are present and have no exchange on this day, neither held nor to come.
    """

    rounds: tuple[MarketRound[E], ...]
    at_least: int
    fallen_away: tuple[FallenAway[E], ...]
    without: tuple[str, ...]

    @property
    def proven(self) -> bool:
        """Return whether no layout has fewer rounds."""
        return len(self.rounds) == self.at_least


def lay_out(
    exchanges: Iterable[E],
    people: Iterable[str],
    *,
    seed: str,
    places: Sequence[Place] = (),
    absent: Iterable[str] = (),
    held: Iterable[E] = (),
) -> MarketDay[E]:
    """Return few rounds in which nobody is in two exchanges at once and no place is too full.

    `people` is the whole class, `held` the exchanges of rounds that are over. An exchange is out
    when its giver or all its receivers are absent. Without small groups the rounds are equal to
    within one exchange. Exchanges alike in giver, receivers and savoir stand for one another.

    *Errors*: `ProblemError` for people nobody knows, an exchange with nobody to receive it or
    with one person twice, and places without room or with one name.
    """
    planned, over = tuple(exchanges), tuple(held)
    everybody, away = frozenset(people), frozenset(absent)
    _check(everybody, planned, over, away, places)
    done = Counter(_key(exchange) for exchange in over)
    coming: list[tuple[E, tuple[str, ...]]] = []
    gone: list[E] = []
    for exchange in sorted(planned, key=lambda e: (shuffled(seed, *_key(e)), _key(e), e.receivers)):
        receivers = tuple(who for who in exchange.receivers if who not in away)
        if done[_key(exchange)]:
            done[_key(exchange)] -= 1
        elif exchange.giver in away or not receivers:
            gone.append(exchange)
        else:
            coming.append((exchange, receivers))
    served = {who for exchange, receivers in coming for who in (exchange.giver, *receivers)}
    alone = everybody - away - served - {who for exchange in over for who in _people(exchange)}
    rounds, at_least = _rounds(coming, everybody - away, places)
    fallen = (
        FallenAway(
            exchange,
            tuple(sorted(away.intersection(_people(exchange)))),
            tuple(sorted(alone.intersection(_people(exchange)))),
        )
        for exchange in sorted(gone, key=_key)
    )
    return MarketDay(rounds, at_least, tuple(fallen), tuple(sorted(alone)))


def _rounds(
    coming: Sequence[tuple[E, tuple[str, ...]]], present: frozenset[str], places: Sequence[Place]
) -> tuple[tuple[MarketRound[E], ...], int]:
    # People get their numbers from the exchanges in their shuffled order, never from their ids.
    numbers: dict[str, int] = {}
    teams: list[Team] = [
        tuple(numbers.setdefault(who, len(numbers)) for who in (exchange.giver, *sorted(receivers)))
        for exchange, receivers in coming
    ]
    capacities = [place.capacity for place in places]
    layout = few_rounds(teams, sum(capacities) if places else None)
    ordered = in_order(layout.rounds, teams)
    seated = seats(ordered, teams, capacities) if places else [0] * len(teams)
    rounds: list[MarketRound[E]] = []
    for mine in ordered:
        shown = sorted(mine, key=lambda t: (seated[t], _key(coming[t][0])))
        meetings = tuple(
            Meeting(*coming[t], place=places[seated[t]].name if places else None) for t in shown
        )
        busy = {who for m in meetings for who in (m.exchange.giver, *m.receivers)}
        rounds.append(MarketRound(meetings, tuple(sorted(present - busy))))
    return tuple(rounds), layout.at_least


def _people(exchange: Exchange) -> tuple[str, ...]:
    return (exchange.giver, *exchange.receivers)


def _key(exchange: Exchange) -> tuple[str, ...]:
    return (exchange.giver, exchange.savoir, *sorted(exchange.receivers))


def _check(
    everybody: frozenset[str],
    planned: Sequence[Exchange],
    over: Sequence[Exchange],
    away: frozenset[str],
    places: Sequence[Place],
) -> None:
    for name, exchanges in (("exchanges", planned), ("held", over)):
        for at, exchange in enumerate(exchanges):
            where = f"{name}[{at}]"
            if not exchange.receivers:
                raise ProblemError(where, "has no receiver")
            if exchange.giver in exchange.receivers:
                message = f'"{exchange.giver}" is both the giver and a receiver'
                raise ProblemError(where, message)
            for who, times in Counter(exchange.receivers).items():
                if times > 1:
                    raise ProblemError(where, f'"{who}" receives more than once')
            for who in _people(exchange):
                if who not in everybody:
                    raise ProblemError(where, f'nobody has the id "{who}"')
    if strangers := sorted(away - everybody):
        raise ProblemError("absent", f'nobody has the id "{strangers[0]}"')
    named: dict[str, int] = {}
    for at, place in enumerate(places):
        if place.capacity < 1:
            message = f"must be 1 or more, not {place.capacity}"
            raise ProblemError(f"places[{at}].capacity", message)
        if place.name in named:
            message = f'"{place.name}" is also the name of places[{named[place.name]}]'
            raise ProblemError(f"places[{at}].name", message)
        named[place.name] = at
