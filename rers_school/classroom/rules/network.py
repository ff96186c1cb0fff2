"""The class's network as a figure: where each name stands on the ring, how each arrow bends.

Names stand at equal heights on both halves of an oval and are written outwards, so that two of them
never overlap, however many and however long. Nobody's place says anything: it is the alphabet.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import count
from math import cos, hypot, pi, sin, sqrt
from uuid import UUID

WIDTH = 1080.0
#: From one name to the next below it: room for a finger at the figure's own size.
STEP = 30.0
_HALF_WIDTH, _LEAST_HALF_HEIGHT, _MARGIN = 290.0, 130.0, 26.0
_NODE, _BEND, _NEXT_BEND, _PULL = 13.0, 14.0, 16.0, 0.4
#: The knot of those who do something all together, and how far it keeps from other things.
KNOT, APART = 7.0, 34.0
_ENOUGH_FOR_A_KNOT, _WAYS_ROUND = 3, 8


@dataclass(frozen=True, slots=True)
class Tie:
    """Somebody gives something to somebody: it goes on, or it took place."""

    giver: UUID
    receiver: UUID
    under_way: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody stands; ``side`` is 1 on the right half, -1 on the left one."""

    person: UUID
    x: float
    y: float
    side: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """A tie as it is drawn; ``path`` is the data of an SVG path."""

    id: str
    tie: Tie
    path: str


@dataclass(frozen=True, slots=True)
class Common:
    """Several people give and receive the same all together."""

    people: frozenset[UUID]
    under_way: bool


@dataclass(frozen=True, slots=True)
class Knot:
    """A common exchange as it is drawn: a small node, and the path of a line to each."""

    id: str
    common: Common
    x: float
    y: float
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """The ring, in the units of its own view box."""

    height: float
    spots: tuple[Spot, ...]
    arrows: tuple[Arrow, ...]
    knots: tuple[Knot, ...] = ()
    width: float = WIDTH

    def of(self, person: UUID) -> tuple[Arrow, ...]:
        """Return the arrows from or to somebody."""
        return tuple(one for one in self.arrows if person in (one.tie.giver, one.tie.receiver))

    def knots_of(self, person: UUID) -> tuple[Knot, ...]:
        """Return what somebody does with several others all together."""
        return tuple(one for one in self.knots if person in one.common.people)


def all_together(givers: Set[UUID], receivers: Set[UUID]) -> bool:
    """Tell whether everybody gives and receives, and they are so many that arrows are a tangle."""
    return givers == receivers and len(givers) >= _ENOUGH_FOR_A_KNOT


def figure(people: Sequence[UUID], ties: Sequence[Tie], commons: Sequence[Common] = ()) -> Figure:
    """Return the ring of ``people``, clockwise from the top in the order given.

    Any number of exchanges of the same kind between the same two, in the same direction, is one
    arrow, and of the same people all together one knot: the figure says who meets whom, it does
    not count.

    *Errors*: `KeyError` when a tie or a common exchange names somebody who is not among ``people``.
    """
    half = max(_LEAST_HALF_HEIGHT, STEP * ((len(people) + 1) // 2) / 2)
    spots = {one.person: one for one in _spots(people, half)}
    middle = (WIDTH / 2, half + _MARGIN)
    drawn: list[Arrow] = []
    for number, tie in enumerate(dict.fromkeys(ties)):
        twin = any((one.tie.giver, one.tie.receiver) == (tie.giver, tie.receiver) for one in drawn)
        bend = _BEND + (_NEXT_BEND if twin else 0)
        path = _path(spots[tie.giver], spots[tie.receiver], middle, bend)
        drawn.append(Arrow(f"tie-{number}", tie, path))
    knots = _knots(list(dict.fromkeys(commons)), spots, middle)
    return Figure(2 * (half + _MARGIN), tuple(spots.values()), tuple(drawn), tuple(knots))


def _spots(people: Sequence[UUID], half: float) -> list[Spot]:
    right = (len(people) + 1) // 2
    left = len(people) - right
    found = []
    for place, person in enumerate(people):
        on_the_right = place < right
        row, rows = (place, right) if on_the_right else (len(people) - 1 - place, left)
        height = (2 * row + 1) / rows - 1
        side = 1 if on_the_right else -1
        x = WIDTH / 2 + side * _HALF_WIDTH * sqrt(1 - height * height)
        found.append(Spot(person, round(x, 1), round(_MARGIN + half + half * height, 1), side))
    return found


def _knots(
    commons: Sequence[Common], spots: dict[UUID, Spot], middle: tuple[float, float]
) -> list[Knot]:
    """Return the knots, each between its people, on nobody's name and on no other knot."""
    taken = [(one.x, one.y) for one in spots.values()]
    found = []
    for number, common in enumerate(commons):
        own = [spot for person, spot in spots.items() if person in common.people]
        if len(own) != len(common.people):
            raise KeyError(common.people - spots.keys())
        x = sum(one.x for one in own) / len(own) * (1 - _PULL) + middle[0] * _PULL
        y = sum(one.y for one in own) / len(own) * (1 - _PULL) + middle[1] * _PULL
        x, y = next(
            (a, b) for a, b in _around(x, y) if all(hypot(a - c, b - d) >= APART for c, d in taken)
        )
        taken.append((x, y))
        paths = tuple(_line(x, y, one) for one in own)
        found.append(Knot(f"knot-{number}", common, round(x, 1), round(y, 1), paths))
    return found


def _around(x: float, y: float) -> Iterator[tuple[float, float]]:
    """Give a point, then others round it, further and further away."""
    yield x, y
    for ring in count(1):
        for way in range(_WAYS_ROUND):
            turn = 2 * pi * way / _WAYS_ROUND
            yield x + cos(turn) * APART * ring, y + sin(turn) * APART * ring


def _line(x: float, y: float, spot: Spot) -> str:
    """Return the straight line between the edges of a knot and of somebody's dot."""
    length = hypot(spot.x - x, spot.y - y) or 1.0
    ax, ay = x + (spot.x - x) / length * KNOT, y + (spot.y - y) / length * KNOT
    bx, by = _towards(spot, x, y)
    return f"M{ax:.0f} {ay:.0f}L{bx:.0f} {by:.0f}"


def _path(start: Spot, end: Spot, middle: tuple[float, float], bend: float) -> str:
    """Return a curve that bends towards the middle, and to its right, so that two ways differ."""
    across, down = end.x - start.x, end.y - start.y
    length = hypot(across, down) or 1.0
    x = (start.x + end.x) / 2 * (1 - _PULL) + middle[0] * _PULL - down / length * bend
    y = (start.y + end.y) / 2 * (1 - _PULL) + middle[1] * _PULL + across / length * bend
    (ax, ay), (bx, by) = _towards(start, x, y), _towards(end, x, y)
    return f"M{ax:.0f} {ay:.0f}Q{x:.0f} {y:.0f} {bx:.0f} {by:.0f}"


def _towards(spot: Spot, x: float, y: float) -> tuple[float, float]:
    """Return the point at the edge of somebody's dot, on the way to (x, y)."""
    length = hypot(x - spot.x, y - spot.y) or 1.0
    return spot.x + (x - spot.x) / length * _NODE, spot.y + (y - spot.y) / length * _NODE
