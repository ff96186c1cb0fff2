"""How near a network's plan is, beside the least that must go across; both from the file alone.

    python -m bench.matching.nearness [SIZE…] [--write]

The least is a linear program over every possible exchange (HiGHS), written from the goals and not
from the engine: as many linked and as many exchanges as the plan has, and of these as few as
possible across classes, then across schools. A half exchange is allowed in it, so that it may say
less than any plan can reach, and never more. From 10,000 pupils on it is not solved.
"""

import json
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import highspy
import numpy as np

from bench.matching.bounds import limits
from bench.matching.case import Case, read_case
from bench.matching.check import judge_bounds, judge_told
from bench.matching.instances import as_json, generate
from bench.report import table

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "matching-network.md"
SEEDS, SOLVED_UP_TO = (1, 2, 3), 1_000


@dataclass(frozen=True, slots=True)
class Measured:
    """One round: processor seconds; exchanges across classes and schools; the least of both."""

    size: int
    seed: int
    cpu: float
    across: tuple[int, int]
    exchanges: int
    circles: tuple[int, int]
    least: tuple[int, int] | None
    by_network: int


def distance(case: Case, one: int, other: int) -> int:
    """Return 0 inside a class, 1 inside a school, 2 further."""
    places = zip(case.places[one], case.places[other], strict=True)
    return next(far for far, (here, there) in enumerate(places) if here == there)


def least_across(case: Case, linked: int, exchanges: int) -> tuple[int, int]:
    """Return a bound that no plan with so many linked and so many exchanges passes."""
    arcs = [
        (giver, receiver)
        for giver in range(len(case))
        if not case.resting[giver]
        for receiver in case.receivers(giver)
    ]
    far = [distance(case, *arc) for arc in arcs]
    across = [0.0 if one == 0 else 1.0 for one in far]
    first = _solved(case, arcs, linked, exchanges, across, None)
    schools = [1.0 if one == 2 else 0.0 for one in far]
    second = _solved(case, arcs, linked, exchanges, schools, (across, first))
    return round(np.ceil(first - 1e-6)), round(np.ceil(second - 1e-6))


def _solved(
    case: Case,
    arcs: list[tuple[int, int]],
    linked: int,
    exchanges: int,
    cost: list[float],
    held: tuple[list[float], float] | None,
) -> float:
    people, many = len(case), len(arcs)
    rows: list[tuple[float, dict[int, float], float]] = []
    for side in (0, 1):
        mine: list[dict[int, float]] = [{} for _ in range(people)]
        for at, arc in enumerate(arcs):
            mine[arc[side]][at] = 1.0
        rows += [(0.0, terms, 1.0) for terms in mine]
    links: list[dict[int, float]] = [{many + who: 1.0} for who in range(people)]
    for at, arc in enumerate(arcs):
        for who in arc:
            links[who][at] = -1.0
    rows += [(-2.0, terms, 0.0) for terms in links]
    rows.append((linked, {many + who: 1.0 for who in range(people)}, people))
    rows.append((exchanges, dict.fromkeys(range(many), 1.0), exchanges))
    if held:
        rows.append((0.0, {at: one for at, one in enumerate(held[0]) if one}, held[1] + 1e-6))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = many + people, len(rows)
    model.col_cost_ = np.array([*cost, *[0.0] * people])
    model.col_lower_, model.col_upper_ = np.zeros(many + people), np.ones(many + people)
    model.row_lower_ = np.array([row[0] for row in rows], dtype=np.float64)
    model.row_upper_ = np.array([row[2] for row in rows], dtype=np.float64)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    starts = np.cumsum([0, *(len(row[1]) for row in rows)])
    model.a_matrix_.start_ = starts.astype(np.int32)
    model.a_matrix_.index_ = np.array([at for row in rows for at in row[1]], dtype=np.int32)
    model.a_matrix_.value_ = np.array([w for row in rows for w in row[1].values()])
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.passModel(model)
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise ValueError("the linear program has no optimum")
    return float(highs.getInfo().objective_function_value)


def measure(size: int, seed: int) -> Measured:
    """Return one round's plan, judged.

    *Errors*: `BrokenPlanError` for a plan that breaks a rule or says something wrong.
    """
    from rers_school.classroom.matching import suggest_network
    from rers_school.classroom.matching.json_io import read, write

    text = as_json(generate(size, seed))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "round.json"
        file.write_text(text, encoding="utf-8")
        case = read_case(file)
    instance = read(text)
    start = time.process_time()
    found = suggest_network(instance)
    cpu = time.process_time() - start
    plan = json.loads(write(found.plan))
    reached = judge_told(case, plan)
    judge_bounds(plan, reached, limits(case))
    number = {name: at for at, name in enumerate(case.ids)}
    listed = [e for circle in plan["circles"] for e in circle] + plan["others"]
    gone = [distance(case, number[e["giver"]], number[e["receivers"][0]]) for e in listed]
    across = (sum(map(bool, gone)), gone.count(2))
    least = None
    if size <= SOLVED_UP_TO:
        least = least_across(case, reached.linked, reached.exchanges)
        if across < least:
            raise ValueError(f"{across} across, and {least} is said to be the least")
    helped = sum(len(part.linked_by_network) for part in found.parts)
    circles = (reached.pairs, reached.threes)
    return Measured(size, seed, cpu, across, reached.exchanges, circles, least, helped)


def report(measured: list[Measured]) -> str:
    """Return the rounds as a table."""
    heads = ["pupils", "seed", "CPU", "exchanges", "across classes", "at least",
             "across schools", "at least", "pairs", "threes", "linked by the network"]  # fmt: skip
    rows = [
        [f"{m.size:,}", str(m.seed), f"{m.cpu:.2f} s", str(m.exchanges), str(m.across[0]),
         str(m.least[0]) if m.least else "–", str(m.across[1]),
         str(m.least[1]) if m.least else "–", *map(str, m.circles), str(m.by_network)]
        for m in measured
    ]  # fmt: skip
    return table(heads, rows)


def main(words: list[str]) -> None:
    """Measure, print, and with `--write` write docs/matching-network.md."""
    sizes = [int(word) for word in words if word.isdigit()] or [300, 1_000, 10_000]
    told = report([measure(size, seed) for size in sizes for seed in SEEDS])
    print(told)
    if "--write" in words:
        head = (
            "# Suggestions for a network: how near\n\n"
            "Written by `python -m bench.matching.nearness --write`. Rounds as in\n"
            "[matching.md](matching.md); every plan reaches the fewest without a link and the\n"
            "most who both give and receive, confirmed without the engine. *CPU*: the whole of\n"
            "`suggest_network`, with every class's part, after reading the file. *At least*: a\n"
            "linear program shares no code with the engine and allows halves; it is solved up to\n"
            "1,000 pupils. *Across schools* at least: when across classes is at its least.\n\n"
        )
        DOCUMENT.write_text(head + told + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
