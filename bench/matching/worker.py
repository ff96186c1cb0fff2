"""Plans one round with one peer, in a process of its own.

python -m bench.matching.worker PEER ROUND.json OUTPUT.json
"""

import importlib
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any


def plan(peer: str, file: Path) -> dict[str, Any]:
    """Return the plan and the seconds (by clock, of processor) that it took, the file read."""
    if peer == "ours":
        from rers_school.classroom.matching import suggest
        from rers_school.classroom.matching.json_io import read, write

        instance = read(file.read_text(encoding="utf-8"))
        start = _now()
        found = suggest(instance)
        return {**_since(start), "plan": json.loads(write(found))}
    from bench.matching.case import read_case
    from bench.matching.peers import LIBRARIES, PEERS

    for library in LIBRARIES.get(peer, ()):
        importlib.import_module(library)
    case = read_case(file)
    start = _now()
    draft = PEERS[peer](case)
    return {**_since(start), "exchanges": draft.exchanges()}


def _now() -> tuple[float, float]:
    # A solver may run as a child.
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return time.perf_counter(), sum(one.ru_utime + one.ru_stime for one in used)


def _since(start: tuple[float, float]) -> dict[str, float]:
    clock, processor = _now()
    return {"seconds": clock - start[0], "cpu": processor - start[1]}


if __name__ == "__main__":
    peer, file, output = sys.argv[1:]
    Path(output).write_text(json.dumps(plan(peer, Path(file))), encoding="utf-8")
