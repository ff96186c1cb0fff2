"""A round as the peers and the checker see it, read from its file by the words of the format.

Nothing of the engine is imported here: what is checked and what checks share no code.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SCOPES = ("class", "school", "network")
#: One savoir at one place: everybody who demands it there may receive it from all who offer it.
Meeting = tuple[str, int, int]


@dataclass(slots=True)
class Case:
    """People by number in the order of the file; a card is its savoir and its widest scope.

    `givers` and `takers` hold, for each meeting, who offers and who demands: an exchange is
    possible when two people share a meeting, are not one person and are not forbidden to meet.
    """

    ids: list[str] = field(default_factory=list)
    resting: list[bool] = field(default_factory=list)
    times_unlinked: list[int] = field(default_factory=list)
    give_cap: list[int] = field(default_factory=list)
    receive_cap: list[int] = field(default_factory=list)
    offers: list[dict[str, int]] = field(default_factory=list)
    demands: list[dict[str, int]] = field(default_factory=list)
    places: list[tuple[int, int, int]] = field(default_factory=list)
    group_size: int = 1
    forbidden: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    givers: defaultdict[Meeting, list[int]] = field(default_factory=lambda: defaultdict(list))
    takers: defaultdict[Meeting, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __len__(self) -> int:
        return len(self.ids)

    def meetings(self, person: int, cards: dict[str, int]) -> Iterator[Meeting]:
        """Yield where these cards of this person can be answered."""
        for savoir, reach in cards.items():
            for level in range(reach + 1):
                yield savoir, level, self.places[person][level]

    def receivers(self, giver: int) -> dict[int, str]:
        """Return everybody to whom this person could give, and one savoir for each."""
        return self._across(giver, self.offers[giver], self.takers)

    def sources(self, receiver: int) -> dict[int, str]:
        """Return everybody from whom this person could receive, and one savoir for each."""
        return self._across(receiver, self.demands[receiver], self.givers)

    def could_be_listed(self) -> int:
        """Return how many exchanges the meetings hold, each counted once for each of them."""
        return sum(len(who) * len(self.takers.get(at, ())) for at, who in self.givers.items())

    def _across(
        self, person: int, cards: dict[str, int], others: dict[Meeting, list[int]]
    ) -> dict[int, str]:
        found: dict[int, str] = {}
        for meeting in self.meetings(person, cards):
            for other in others.get(meeting, ()):
                found.setdefault(other, meeting[0])
        for other in (person, *self.forbidden.get(person, ())):
            found.pop(other, None)
        return found


def read_case(file: Path) -> Case:
    """Return the round in this file."""
    data = json.loads(file.read_text(encoding="utf-8"))
    chosen = data.get("round", {})
    case = Case(group_size=chosen.get("group_size", 1))
    schools: dict[str, int] = {}
    rooms: dict[tuple[str, str], int] = {}
    for at, who in enumerate(data["people"]):
        school, room = who.get("school", ""), who.get("classroom", "")
        case.ids.append(who["id"])
        case.resting.append(who.get("resting", False))
        case.times_unlinked.append(who.get("times_unlinked", 0))
        case.give_cap.append(who.get("give_cap") or chosen.get("give_cap", 1))
        case.receive_cap.append(who.get("receive_cap") or chosen.get("receive_cap", 1))
        case.offers.append(_cards(who.get("offers", [])))
        case.demands.append(_cards(who.get("demands", [])))
        case.places.append(
            (
                rooms.setdefault((school, room), len(rooms)),
                schools.setdefault(school, len(schools)),
                0,
            )
        )
        if not case.resting[at]:
            for meeting in case.meetings(at, case.offers[at]):
                case.givers[meeting].append(at)
            for meeting in case.meetings(at, case.demands[at]):
                case.takers[meeting].append(at)
    number = {name: at for at, name in enumerate(case.ids)}
    for one, other in data.get("forbids", []):
        case.forbidden[number[one]].add(number[other])
        case.forbidden[number[other]].add(number[one])
    return case


def _cards(listed: list[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for card in listed:
        savoir = card if isinstance(card, str) else card["savoir"]
        scope = "class" if isinstance(card, str) else card.get("scope", "class")
        found[savoir] = max(found.get(savoir, 0), SCOPES.index(scope))
    return found
