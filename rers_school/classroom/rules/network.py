"""The class's network as a figure: where each name stands on the ring, how each arrow bends.

Names stand at equal heights on both halves of an oval and are written outwards, so that two of them
never overlap, however many and however long. Nobody's place says anything: it is the alphabet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, sqrt
from uuid import UUID

WIDTH = 1080.0
#: From one name to the next below it: room for a finger at the figure's own size.
STEP = 30.0
_HALF_WIDTH, _LEAST_HALF_HEIGHT, _MARGIN = 290.0, 130.0, 26.0
_NODE, _BEND, _NEXT_BEND, _PULL = 13.0, 14.0, 16.0, 0.4


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
class Figure:
    """The ring, in the units of its own view box."""

    height: float
    spots: tuple[Spot, ...]
    arrows: tuple[Arrow, ...]
    width: float = WIDTH

    def of(self, person: UUID) -> tuple[Arrow, ...]:
        """Return the arrows from or to somebody."""
        return tuple(one for one in self.arrows if person in (one.tie.giver, one.tie.receiver))


def figure(people: Sequence[UUID], ties: Sequence[Tie]) -> Figure:
    """Return the ring of ``people``, clockwise from the top in the order given.

    Any number of exchanges of the same kind between the same two, in the same direction, is one
    arrow: the figure says who meets whom, it does not count.

    *Errors*: `KeyError` when a tie names somebody who is not among ``people``.
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
    return Figure(2 * (half + _MARGIN), tuple(spots.values()), tuple(drawn))


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
