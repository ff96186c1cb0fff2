"""The documented format of a plan, checked to the letter on what the command printed."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

from rers_school.classroom.matching import Arc, Instance, pair

from .milp import possible

BECAUSE = {"no_card", "no_demand_for_offers", "no_offer_for_demands", "all_taken"}


def plain_number(value: object) -> bool:
    return type(value) is int and value >= 0


def every_exchange(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [*itertools.chain(*plan["circles"]), *plan["others"]]


def arcs(exchange: dict[str, Any]) -> list[Arc]:
    return [Arc(exchange["giver"], to, exchange["savoir"]) for to in exchange["receivers"]]


def follows_the_format(plan: dict[str, Any]) -> None:
    """Fail unless every key, in its order, and every type are the documented ones."""
    assert list(plan) == ["circles", "others", "unlinked", "bounds", "counts", "elapsed_ms"]
    assert isinstance(plan["circles"], list)
    assert isinstance(plan["others"], list)
    assert isinstance(plan["unlinked"], list)
    for exchange in every_exchange(plan):
        assert list(exchange) == ["giver", "receivers", "savoir", "reasons"]
        assert isinstance(exchange["giver"], str)
        assert isinstance(exchange["savoir"], str)
        for several in (exchange["receivers"], exchange["reasons"]):
            assert isinstance(several, list)
            assert several
            assert all(isinstance(one, str) for one in several)
            assert len(set(several)) == len(several)
    for alone in plan["unlinked"]:
        keys = list(alone)
        # Those who took the places are named where that is the reason, and only there.
        assert keys in (
            ["person", "because", "bridges"],
            ["person", "because", "competitors", "bridges"],
        )
        assert isinstance(alone["person"], str)
        assert alone["because"] in BECAUSE
        if "competitors" in alone:
            assert alone["because"] == "all_taken"
            assert alone["competitors"]
            assert all(isinstance(one, str) for one in alone["competitors"])
        assert isinstance(alone["bridges"], list)
        for bridge in alone["bridges"]:
            assert list(bridge) == ["add", "savoir", "links"]
            assert bridge["add"] in ("offer", "demand")
            assert isinstance(bridge["savoir"], str)
            assert plain_number(bridge["links"])
            assert bridge["links"] >= 1
        links = [bridge["links"] for bridge in alone["bridges"]]
        assert links == sorted(links, reverse=True)
    assert list(plan["bounds"]) == ["linked_max", "both_max", "proven"]
    assert plain_number(plan["bounds"]["linked_max"])
    assert plain_number(plan["bounds"]["both_max"])
    assert type(plan["bounds"]["proven"]) is bool
    assert list(plan["counts"]) == ["linked", "both", "pairs", "threes", "exchanges"]
    assert all(plain_number(count) for count in plan["counts"].values())
    assert plain_number(plan["elapsed_ms"])


def circles_are_in_order(plan: dict[str, Any], max_circle: int) -> None:
    """Fail unless each receiver is the next giver, and the last one the first giver."""
    for circle in plan["circles"]:
        assert 2 <= len(circle) <= max_circle
        givers = [exchange["giver"] for exchange in circle]
        assert len(set(givers)) == len(givers)
        for exchange, following in zip(circle, circle[1:] + circle[:1], strict=True):
            assert exchange["receivers"][0] == following["giver"]
        kind = "pair" if len(circle) == 2 else "circle"
        assert [exchange["reasons"][0] for exchange in circle] == [kind] * len(circle)
    assert all(exchange["reasons"][0] == "single" for exchange in plan["others"])


def reasons_are_true(instance: Instance, plan: dict[str, Any]) -> None:
    """Fail unless every reason after the first holds, and none is missing."""
    for exchange in every_exchange(plan):
        said = exchange["reasons"][1:]
        mine = arcs(exchange)
        plain = [reason for reason in said if not reason.startswith("only_link_of:")]
        expected = []
        if any(arc in instance.pins for arc in mine):
            expected.append("pin")
        if any(arc in instance.wishes for arc in mine):
            expected.append("wish")
        if all(pair(arc.giver, arc.receiver) not in instance.met for arc in mine):
            expected.append("new_partner")
        assert plain == expected
        rest = said[len(plain) :]
        assert said == [*plain, *rest]
        for reason in rest:
            who = reason.removeprefix("only_link_of:")
            assert who in (exchange["giver"], *exchange["receivers"])
            # Whoever has only this exchange appears in no other one of the plan.
            others = [e for e in every_exchange(plan) if e is not exchange]
            assert all(who not in (e["giver"], *e["receivers"]) for e in others)


def counts_are_true(instance: Instance, plan: dict[str, Any]) -> None:
    """Fail unless the numbers are those of the exchanges that stand in the plan."""
    gave = Counter(exchange["giver"] for exchange in every_exchange(plan))
    took = Counter(to for exchange in every_exchange(plan) for to in exchange["receivers"])
    linked = gave.keys() | took.keys()
    lengths = Counter(len(circle) for circle in plan["circles"])
    assert plan["counts"] == {
        "linked": len(linked),
        "both": len(gave.keys() & took.keys()),
        "pairs": lengths[2],
        "threes": lengths[3],
        "exchanges": len(every_exchange(plan)),
    }
    awake = {p.id for p in instance.people if not p.resting}
    alone = [one["person"] for one in plan["unlinked"]]
    assert len(set(alone)) == len(alone)
    assert set(alone) == awake - linked
    bounds = plan["bounds"]
    assert plan["counts"]["linked"] <= bounds["linked_max"] <= len(awake)
    assert plan["counts"]["both"] <= bounds["both_max"]
    reached = plan["counts"]["linked"], plan["counts"]["both"]
    assert bounds["proven"] is (reached == (bounds["linked_max"], bounds["both_max"]))


def rules_are_kept(instance: Instance, plan: dict[str, Any]) -> None:
    """Fail unless cards, scopes, pins, prohibitions and turns allow every exchange."""
    people = {p.id: p for p in instance.people}
    rules = instance.round
    mine = [arc for exchange in every_exchange(plan) for arc in arcs(exchange)]
    assert len(set(mine)) == len(mine)
    assert set(mine) <= set(possible(instance))
    assert set(instance.pins) <= set(mine)
    gave = Counter(exchange["giver"] for exchange in every_exchange(plan))
    took = Counter(arc.receiver for arc in mine)
    for name, who in people.items():
        assert gave[name] <= (who.give_cap or rules.give_cap)
        assert took[name] <= (who.receive_cap or rules.receive_cap)
    for exchange in every_exchange(plan):
        offers = people[exchange["giver"]].offers
        said = [c.group for c in offers if c.savoir == exchange["savoir"]]
        assert len(exchange["receivers"]) <= min(rules.group_size, *said)


def is_as_documented(instance: Instance, plan: dict[str, Any]) -> None:
    follows_the_format(plan)
    circles_are_in_order(plan, instance.round.max_circle)
    reasons_are_true(instance, plan)
    counts_are_true(instance, plan)
    rules_are_kept(instance, plan)
