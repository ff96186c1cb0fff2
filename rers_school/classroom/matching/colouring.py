"""Exchanges in rounds so that nobody is in two at once, repaired by letting chains change rounds.

An exchange is a team, the numbers of its people. Two rounds looked at alone fall apart into
chains of teams that share people; the teams of one chain may trade these two rounds without
disturbing anybody else. That makes room for a team that has none, and levels the rounds.

*Shapes*: teams, people and rounds are numbered from 0; one person is in a round at most once.
*Source*: Kempe chains, as in Vizing's theorem; for teams of two, rounds can always be made equal
(de Werra 1971; McDiarmid 1972, "The solution of a timetabling problem").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Team = tuple[int, ...]

#: How many chains are moved by chance, to make room for one team or to level the rounds.
WALK = 100


class Work:
    """How much may still be done in search of fewer rounds; counted, because no clock decides."""

    def __init__(self, limit: int) -> None:
        self.left = limit

    def spend(self, steps: int) -> bool:
        """Return whether there was something left for these steps."""
        self.left -= steps
        return self.left > 0


class Colouring:
    """Teams in a fixed number of rounds. `round[t]` is -1 while team t is in none."""

    def __init__(self, teams: Sequence[Team], rounds: int) -> None:
        self.teams = teams
        self.round = [-1] * len(teams)
        #: round -> its teams, in the order in which they came
        self.members: list[dict[int, None]] = [{} for _ in range(rounds)]
        people = 1 + max((person for team in teams for person in team), default=-1)
        self._at: list[dict[int, int]] = [{} for _ in range(people)]
        self._busy = [0] * people
        self._all = (1 << rounds) - 1
        self._chance = 1

    def fill(self, order: Iterable[int], work: Work) -> bool:
        """Put teams into rounds, and return whether there was room for all of them."""
        return all(self._insert(team, work) or self._walk(team, work) for team in order)

    def put(self, team: int, into: int) -> None:
        """Put a team without a round into this round, in which its people are free."""
        self.round[team] = into
        self.members[into][team] = None
        for person in self.teams[team]:
            self._at[person][into] = team
            self._busy[person] |= 1 << into

    def take(self, team: int) -> None:
        """Take a team out of its round."""
        out_of = self.round[team]
        self.round[team] = -1
        del self.members[out_of][team]
        for person in self.teams[team]:
            del self._at[person][out_of]
            self._busy[person] ^= 1 << out_of

    def move(self, teams: Sequence[int], rounds: Sequence[int]) -> None:
        """Put these teams into these rounds, wherever they were before."""
        for team in teams:
            if self.round[team] >= 0:
                self.take(team)
        for team, into in zip(teams, rounds, strict=True):
            self.put(team, into)

    def largest(self) -> int:
        """Return how many teams the fullest round has."""
        return max(map(len, self.members), default=0)

    def even_out(self, work: Work) -> None:
        """Level the rounds: to within one when every team is a pair, as far as it goes if not."""
        for _ in range(WALK):
            while self._level_some(work):
                pass
            sizes = [len(mine) for mine in self.members]
            if work.left <= 0 or max(sizes, default=0) - min(sizes, default=0) < 2:
                return
            # Only small groups come here: a chain of pairs never holds more than one too many.
            one, other = self._draw(len(sizes)), self._draw(len(sizes))
            if one == other or sizes[one] < max(sizes[other], 1):
                continue
            team = list(self.members[one])[self._draw(sizes[one])]
            chain = self._chain([team], one, other, work)
            if 0 <= self._gain(chain, one) <= sizes[one] - sizes[other]:
                self._swap(chain, one, other)

    # -- one team ---------------------------------------------------------------------------

    def _insert(self, team: int, work: Work) -> bool:
        """Find a round for the team, if need be by moving chains once."""
        people = self.teams[team]
        busy = 0
        for person in people:
            busy |= self._busy[person]
        if free := self._all & ~busy:
            # The emptiest round: rounds that start equal need little levelling.
            self.put(team, min(_bits(free), key=lambda r: len(self.members[r])))
            return True
        for wanted in range(len(self.members)):
            blocked = [p for p in people if wanted in self._at[p]]
            taken = 0
            for person in blocked:
                taken |= self._busy[person]
            for other in _bits(self._all & ~taken):
                if work.left <= 0:
                    return False
                chain = self._chain([self._at[p][wanted] for p in blocked], wanted, other, work)
                # A chain that comes back to the team would bring the wanted round with it.
                if not any(self._at[p].get(other) in chain for p in people):
                    self._swap(chain, wanted, other)
                    self.put(team, wanted)
                    return True
        return False

    def _walk(self, team: int, work: Work) -> bool:
        """Move chains beside the team by chance until there is room for it."""
        people = self.teams[team]
        for _ in range(WALK):
            if work.left <= 0:
                return False
            person = people[self._draw(len(people))]
            other = self._draw(len(self.members))
            mine = [r for r in self._at[person] if r != other]
            if not mine:
                continue
            one = mine[self._draw(len(mine))]
            self._swap(self._chain([self._at[person][one]], one, other, work), one, other)
            if self._insert(team, work):
                return True
        return False

    def _draw(self, below: int) -> int:
        # Chance without randomness: a counter stirred as in Knuth's MMIX.
        self._chance = (self._chance * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._chance >> 33) % below

    # -- chains -----------------------------------------------------------------------------

    def _chain(self, start: list[int], one: int, other: int, work: Work) -> dict[int, None]:
        """Return the teams that have to change when these change between the two rounds."""
        chain = dict.fromkeys(start)
        reached = list(chain)
        while reached:
            team = reached.pop()
            opposite = other if self.round[team] == one else one
            for person in self.teams[team]:
                neighbour = self._at[person].get(opposite)
                if neighbour is not None and neighbour not in chain:
                    chain[neighbour] = None
                    reached.append(neighbour)
        work.spend(len(chain))
        return chain

    def _swap(self, chain: Iterable[int], one: int, other: int) -> None:
        moves = [(team, one + other - self.round[team]) for team in chain]
        for team, _ in moves:
            self.take(team)
        for team, into in moves:
            self.put(team, into)

    # -- equal rounds -----------------------------------------------------------------------

    def _gain(self, chain: Iterable[int], full: int) -> int:
        """Return how many teams this round would lose if the chain changed."""
        return sum(1 if self.round[team] == full else -1 for team in chain)

    def _level_some(self, work: Work) -> bool:
        by_size = sorted(range(len(self.members)), key=lambda r: len(self.members[r]))
        for full in reversed(by_size):
            for empty in by_size:
                if len(self.members[full]) - len(self.members[empty]) < 2:
                    break
                if self._level(full, empty, work):
                    return True
        return False

    def _level(self, full: int, empty: int, work: Work) -> bool:
        """Bring two rounds nearer to each other, and return whether that was possible."""
        chains: list[tuple[int, dict[int, None]]] = []
        seen: set[int] = set()
        for team in self.members[full]:
            if team not in seen:
                chain = self._chain([team], full, empty, work)
                seen.update(chain)
                chains.append((self._gain(chain, full), chain))
        surplus = len(self.members[full]) - len(self.members[empty])
        before = surplus
        for gain, chain in sorted(chains, key=lambda found: -found[0]):
            if 0 < gain < surplus:
                self._swap(chain, full, empty)
                surplus -= 2 * gain
        return surplus != before


def _bits(mask: int) -> list[int]:
    found = []
    while mask:
        found.append((mask & -mask).bit_length() - 1)
        mask &= mask - 1
    return found
