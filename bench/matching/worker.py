"""Plans one round with one peer, in a process of its own.

python -m bench.matching.worker PEER ROUND.json OUTPUT.json
"""

import json
import sys
import time
from pathlib import Path
from typing import Any


def plan(peer: str, file: Path) -> dict[str, Any]:
    """Return the plan and the seconds that it took, reading the file not counted."""
    if peer == "ours":
        from rers_school.classroom.matching import suggest
        from rers_school.classroom.matching.json_io import read, write

        instance = read(file.read_text(encoding="utf-8"))
        start = time.perf_counter()
        found = suggest(instance)
        seconds = time.perf_counter() - start
        return {"seconds": seconds, "plan": json.loads(write(found))}
    from bench.matching.case import read_case
    from bench.matching.peers import PEERS

    case = read_case(file)
    start = time.perf_counter()
    draft = PEERS[peer](case)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "exchanges": draft.exchanges()}


if __name__ == "__main__":
    peer, file, output = sys.argv[1:]
    Path(output).write_text(json.dumps(plan(peer, Path(file))), encoding="utf-8")
