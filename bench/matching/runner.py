"""Every peer on every round, each in a process of its own, judged by the same judge."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.matching.bounds import Limits, limits
from bench.matching.case import Case, read_case
from bench.matching.check import Reached, judge, judge_bounds, judge_told
from bench.matching.instances import as_json, generate

ROOT = Path(__file__).resolve().parents[2]
OURS, COMMAND = "ours", "command"
#: From this size on, one seed only.
LARGE = 100_000
#: Up to this size every peer plans each round several times, in a new process each time.
SMALL, REPEATS = 1_000, 5

Say = Callable[[str], None]


@dataclass(slots=True)
class Outcome:
    """What one peer did with one round; `why` says why there is nothing else."""

    peer: str
    size: int
    seed: int
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak_mb: float = 0.0
    reached: Reached | None = None
    proven: bool | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Ran:
    """How one process ended, and what it printed."""

    seconds: float
    cpu: float
    peak_mb: float
    why: str
    printed: str


@dataclass(slots=True)
class Bench:
    """One run: what every peer did, and what no plan can pass, by size and seed."""

    folder: Path
    limit: float
    say: Say
    outcomes: list[Outcome] = field(default_factory=list)
    most: dict[tuple[int, int], Limits] = field(default_factory=dict)
    start: float = 0.0
    late: dict[str, int] = field(default_factory=dict)

    def run(self, sizes: list[int], seeds: int, peers: list[str]) -> None:
        """Let every peer plan every round."""
        self.start = interpreter_start()
        self._warm_up(peers)
        for size in sizes:
            for seed in range(1, (1 if size >= LARGE else seeds) + 1):
                file = self.folder / f"{size}-{seed}.json"
                file.write_text(as_json(generate(size, seed)), encoding="utf-8")
                case = read_case(file)
                self.say(f"{size} pupils, seed {seed}: bounds")
                self.most[size, seed] = limits(case)
                for peer in peers:
                    self.say(f"{size} pupils, seed {seed}: {peer}")
                    self.outcomes.append(self._plan(file, case, peer, size, seed))
                file.unlink()

    def of(self, size: int, peer: str) -> list[Outcome]:
        """Return what this peer did at this size, seed by seed."""
        return [one for one in self.outcomes if (one.size, one.peer) == (size, peer)]

    def limits_of(self, size: int) -> list[Limits]:
        """Return what no plan of this size can pass, seed by seed."""
        return [most for (its, _), most in self.most.items() if its == size]

    def _warm_up(self, peers: list[str]) -> None:
        """Let every library be compiled and read once: no first one pays for the others."""
        file = self.folder / "warm-up.json"
        file.write_text(as_json(generate(30, 0)), encoding="utf-8")
        case = read_case(file)
        for peer in peers:
            self._once(file, case, peer, None)

    def _plan(self, file: Path, case: Case, peer: str, size: int, seed: int) -> Outcome:
        outcome = Outcome(peer, size, seed)
        if peer in self.late:
            outcome.why = f"not run: over {self.limit:.0f} s at {self.late[peer]:,}"
            return outcome
        for _ in range(REPEATS if size <= SMALL else 1):
            ran, reached, proven = self._once(file, case, peer, self.most[size, seed])
            if ran.why:
                outcome.why = ran.why
                if "finished" in ran.why:
                    self.late[peer] = size
                return outcome
            outcome.seconds.append(ran.seconds)
            outcome.cpu.append(ran.cpu)
            outcome.peak_mb = max(outcome.peak_mb, ran.peak_mb)
            outcome.reached, outcome.proven = reached, proven
        return outcome

    def _once(
        self, file: Path, case: Case, peer: str, most: Limits | None
    ) -> tuple[Ran, Reached | None, bool | None]:
        """Return one process's figures, and what its plan reaches once the judge has seen it."""
        if peer == COMMAND:
            name = str(Path(sys.executable).with_name("rers-school"))
            ran = run_timed([name, "suggest", str(file)], self.limit, self.folder)
            if ran.why:
                return ran, None, None
            seconds, cpu = ran.seconds - self.start, ran.cpu - self.start
            plan = json.loads(ran.printed)
        else:
            told = self.folder / "told.json"
            command = [sys.executable, "-m", "bench.matching.worker", peer, str(file), str(told)]
            ran = run_timed(command, self.limit, self.folder)
            if ran.why:
                return ran, None, None
            answer = json.loads(told.read_text(encoding="utf-8"))
            seconds, cpu, plan = answer["seconds"], answer["cpu"], answer.get("plan")
            if plan is None:
                exchanges = [(giver, taker, savoir) for giver, taker, savoir in answer["exchanges"]]
                return _lasting(ran, seconds, cpu), judge(case, exchanges), None
        reached = judge_told(case, plan)
        if most is not None:
            judge_bounds(plan, reached, most)
        return _lasting(ran, seconds, cpu), reached, plan["bounds"]["proven"]


def run_timed(command: list[str], limit: float, folder: Path) -> Ran:
    """Run a command for so many seconds at most, from the root of the project."""
    output = folder / "output.txt"
    timed = Path(__file__).with_name("timed.py")
    whole = [sys.executable, "-I", "-S", str(timed), str(limit), str(output), *command]
    done = subprocess.run(whole, check=True, capture_output=True, text=True, cwd=ROOT)
    measured: dict[str, Any] = json.loads(done.stdout)
    status, why = measured["status"], ""
    if status == "late":
        why = f"not finished after {limit:.0f} s"
    elif status != 0:
        lines = done.stderr.strip().splitlines()
        why = f"stopped: {lines[-1][:60] if lines else f'status {status}'}"
    printed = output.read_text(encoding="utf-8")
    return Ran(measured["seconds"], measured["cpu"], measured["peak"] / 1024, why, printed)


def interpreter_start() -> float:
    """Return how long Python takes to start and do nothing, in seconds."""
    return statistics.median(_seconds([sys.executable, "-c", "pass"]) for _ in range(15))


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def _lasting(ran: Ran, seconds: float, cpu: float) -> Ran:
    return Ran(seconds, cpu, ran.peak_mb, ran.why, "")
