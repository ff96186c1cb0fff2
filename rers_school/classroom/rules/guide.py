"""The four first sessions of a class: their steps, and which of them is next, from facts."""

from typing import NamedTuple

SESSIONS: dict[int, tuple[str, ...]] = {
    1: ("list", "opening", "inventory", "cards", "wall"),
    2: ("announce", "market-rules", "here", "rounds", "question"),
    3: ("circles", "long-path", "ask", "script", "agree", "goodbye"),
    4: ("sheets", "who", "meet", "log", "look-back"),
}
STEPS = frozenset(step for steps in SESSIONS.values() for step in steps)
OVER = len(SESSIONS) + 1


class Facts(NamedTuple):
    """What a class has done; ``…_before`` counts only what was there before today.

    A session that goes on stays on the screen until its day is over, whatever it has brought
    about.
    """

    pupils: int
    cards: int
    cards_before: int
    markets: int
    laid_out: int
    markets_over: int
    markets_before: int
    circles: int
    proposed: int
    proposed_before: int
    agreed: int
    meetings: int
    meetings_before: int
    gatherings: int


def session_after(facts: Facts) -> int:
    """Return the session that is next, from what was done before today; `OVER` after the fourth."""
    if facts.meetings_before:
        return OVER
    if facts.proposed_before:
        return 4
    if facts.markets_before:
        return 3
    return 2 if facts.pupils and facts.cards_before >= facts.pupils else 1


def done_by_facts(facts: Facts) -> frozenset[str]:
    """Return the steps that are done whether or not somebody ticks them."""
    told = {
        "list": facts.pupils > 0,
        "cards": 0 < facts.pupils <= facts.cards,
        "announce": facts.markets > 0,
        "here": facts.laid_out > 0,
        "rounds": facts.markets_over > 0,
        "circles": facts.circles > 0,
        "ask": facts.proposed > 0,
        "agree": facts.agreed > 0,
        "meet": facts.meetings > 0,
        "log": facts.meetings > 0,
        "look-back": facts.gatherings > 0 and facts.meetings > 0,
    }
    return frozenset(step for step, done in told.items() if done)
