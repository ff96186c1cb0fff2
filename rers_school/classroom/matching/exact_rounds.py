"""Every way of putting teams into a number of rounds, tried until one is found or none is left.

The team with the fewest rounds left is placed first, into the round that takes the least from
the others. Which teams a round could still take is one number, a bit for each team, so that one
step looks at all of them at once.

*Source*: Brélaz 1979 (DSATUR), with the check that everybody keeps enough rounds for their teams.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .colouring import Team, Work


@dataclass(frozen=True, slots=True)
class Found:
    """What the search says: a round for each team, or that there is none, or neither."""

    rounds: list[int] | None
    exhausted: bool


@dataclass(slots=True)
class _Step:
    """One point of the search: teams without a round, and what each round could still take."""

    waiting: int
    could: list[int]
    room: list[int]
    opened: int
    team: int = -1
    choices: list[int] | None = None


def search(teams: Sequence[Team], rounds: int, capacity: int, work: Work) -> Found:
    """Return rounds in which nobody is twice and no more than `capacity` teams meet.

    *Shapes*: one team or more.
    *Errors*: none; when the work runs out, neither rounds nor a proof that there are none.
    """
    return _Search(teams, rounds, capacity).run(work)


class _Search:
    def __init__(self, teams: Sequence[Team], rounds: int, capacity: int) -> None:
        self.rounds, self.capacity = rounds, capacity
        turns = Counter(person for team in teams for person in team)
        # Busy people's teams get the low bits, which are looked at first.
        self.order = sorted(range(len(teams)), key=lambda t: -sum(turns[p] for p in teams[t]))
        teams_of = dict.fromkeys(turns, 0)
        for bit, t in enumerate(self.order):
            for person in teams[t]:
                teams_of[person] |= 1 << bit
        self.beside = [0] * len(teams)
        for bit, t in enumerate(self.order):
            for person in teams[t]:
                self.beside[bit] |= teams_of[person]
        # Somebody with several rounds to spare never runs out of them before a team of theirs.
        tight = [p for p, many in turns.items() if many >= max(2, rounds - 1)]
        #: team -> the teams of those people whose rounds it may take away
        self.watched = [
            [teams_of[p] for p in tight if teams_of[p] & beside] for beside in self.beside
        ]
        self.width = 1 + len(teams) // 256

    def run(self, work: Work) -> Found:
        count = len(self.order)
        everything = (1 << count) - 1
        first = _Step(everything, [everything] * self.rounds, [self.capacity] * self.rounds, 0)
        steps = [first] if self._choose(first, []) else []
        answer = [-1] * count
        while steps:
            step = steps[-1]
            if not step.choices:
                steps.pop()
                continue
            if not work.spend(self._cost(step.team)):
                return Found(None, False)
            into = step.choices.pop()
            answer[self.order[step.team]] = into
            following = self._place(step, into)
            if not following.waiting:
                return Found(answer, True)
            if self._choose(following, self.watched[step.team]):
                steps.append(following)
        return Found(None, True)

    def _place(self, step: _Step, into: int) -> _Step:
        could, room = step.could.copy(), step.room.copy()
        room[into] -= 1
        could[into] = could[into] & ~self.beside[step.team] if room[into] else 0
        return _Step(step.waiting ^ (1 << step.team), could, room, max(step.opened, into + 1))

    def _cost(self, team: int) -> int:
        return self.rounds * (2 + len(self.watched[team])) * self.width

    def _choose(self, step: _Step, watched: list[int]) -> bool:
        """Choose the next team and its rounds; False when some team or person has no way left."""
        waiting, could = step.waiting, step.could
        once = twice = thrice = seats = 0
        for mine, room in zip(could, step.room, strict=True):
            able = mine & waiting
            thrice |= twice & able
            twice |= once & able
            once |= able
            seats += min(room, able.bit_count())
        if waiting & ~once or seats < waiting.bit_count():
            return False
        for theirs in watched:
            left = theirs & waiting
            if left and sum(1 for mine in could if mine & left) < left.bit_count():
                return False
        hardest = waiting & ~twice or waiting & ~thrice or self._fewest_ways(waiting, could)
        step.team = (hardest & -hardest).bit_length() - 1
        # Rounds that nobody is in yet are all alike: one of them is enough.
        open_to_it = range(min(step.opened + 1, self.rounds))
        taken = waiting & self.beside[step.team]
        step.choices = [r for r in open_to_it if could[r] >> step.team & 1]
        step.choices.sort(key=lambda r: ((could[r] & taken).bit_count(), step.room[r]))
        step.choices.reverse()
        return True

    def _fewest_ways(self, waiting: int, could: list[int]) -> int:
        fewest, best = len(could) + 1, 0
        while waiting:
            team = waiting & -waiting
            waiting ^= team
            ways = sum(1 for mine in could if mine & team)
            if ways < fewest:
                fewest, best = ways, team
        return best
