"""Every peer on every round, each in a process of its own, judged by the same judge."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.matching.bounds import Limits, limits
from bench.matching.case import Case, read_case
from bench.matching.check import Reached, judge, judge_bounds, judge_told
from bench.matching.instances import as_json, generate

ROOT = Path(__file__).resolve().parents[2]
OURS, COMMAND = "ours", "command"
#: More possible exchanges than this are not put on a list: a peer that needs one is left out.
LISTED_MOST = 12_000_000
#: kep_solver lists every circle and hands them to CBC: beyond a class it does not come back.
KEP_MOST = 200
#: Up to so many people the bounds are found a second time, without the engine.
BOUNDS_MOST = 100_000

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one peer did with one round; `why` says why there is nothing else."""

    peer: str
    size: int
    seed: int
    seconds: float = 0.0
    peak_mb: float = 0.0
    reached: Reached | None = None
    bounds: dict[str, Any] | None = None
    why: str = ""


def run(
    folder: Path, sizes: list[int], seeds: int, peers: list[str], limit: float, say: Say
) -> tuple[list[Outcome], dict[tuple[int, int], Limits]]:
    """Return what every peer did, and what no plan can pass, by size and seed."""
    outcomes: list[Outcome] = []
    most: dict[tuple[int, int], Limits] = {}
    for size in sizes:
        for seed in range(1, (1 if size >= 100_000 else seeds) + 1):
            file = folder / f"{size}-{seed}.json"
            file.write_text(as_json(generate(size, seed)), encoding="utf-8")
            case = read_case(file)
            if size <= BOUNDS_MOST:
                say(f"{size} pupils, seed {seed}: bounds")
                most[size, seed] = limits(case)
            for peer in peers:
                say(f"{size} pupils, seed {seed}: {peer}")
                outcomes.append(_one(folder, file, case, peer, (size, seed), limit, most))
    return outcomes, most


def interpreter_start() -> float:
    """Return how long Python takes to start and do nothing, in seconds."""
    return statistics.median(_seconds([sys.executable, "-c", "pass"]) for _ in range(15))


def command_seconds(file: Path, repeats: int = 5) -> float:
    """Return how long the whole command takes for this file, in seconds."""
    return statistics.median(_seconds([*_command(), str(file)]) for _ in range(repeats))


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def _command() -> list[str]:
    return [str(Path(sys.executable).with_name("rers-school")), "suggest"]


def _one(
    folder: Path,
    file: Path,
    case: Case,
    peer: str,
    at: tuple[int, int],
    limit: float,
    most: dict[tuple[int, int], Limits],
) -> Outcome:
    size, seed = at
    listed = case.could_be_listed()
    if peer not in (OURS, COMMAND, "greedy") and listed > LISTED_MOST:
        return Outcome(
            peer, size, seed, why=f"needs a list of {listed / 1e6:.0f} million exchanges"
        )
    if peer == "kep" and size > KEP_MOST:
        return Outcome(peer, size, seed, why="made for a class: lists every circle for CBC")
    told = folder / "told.json"
    told.unlink(missing_ok=True)
    if peer == COMMAND:
        command = [*_command(), str(file)]
    else:
        command = [sys.executable, "-m", "bench.matching.worker", peer, str(file), str(told)]
    output = folder / "output.txt"
    timed = Path(__file__).with_name("timed.py")
    measured = json.loads(
        subprocess.run(
            [sys.executable, "-I", "-S", str(timed), str(limit), str(output), *command],
            check=True, stdout=subprocess.PIPE, cwd=ROOT,
        ).stdout
    )  # fmt: skip
    if measured["status"] != 0:
        late = measured["status"] == "late"
        why = f"not finished after {limit:.0f} s" if late else f"failed ({measured['status']})"
        return Outcome(peer, size, seed, why=why)
    peak = measured["peak"] / 1024
    if peer == COMMAND:
        plan = json.loads(output.read_text(encoding="utf-8"))
        seconds = measured["seconds"]
    else:
        answer = json.loads(told.read_text(encoding="utf-8"))
        plan, seconds = answer.get("plan"), answer["seconds"]
        if plan is None:
            reached = judge(case, [tuple(one) for one in answer["exchanges"]])
            return Outcome(peer, size, seed, seconds, peak, reached)
    reached = judge_told(case, plan)
    if at in most:
        judge_bounds(plan, reached, most[at])
    return Outcome(peer, size, seed, seconds, peak, reached, plan["bounds"])
