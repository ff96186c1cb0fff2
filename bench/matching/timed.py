"""Runs one command in a process of its own and says how long it took and its peak memory.

    python -I -S timed.py SECONDS OUTPUT COMMAND…

A small process of its own: what Linux reports as a child's peak starts at the memory of whoever
started it, and the benchmark itself holds whole rounds.
"""

import json
import os
import resource
import signal
import sys
import time

#: More memory than this is refused to the command, so that a list of everything ends early.
MEMORY_MOST = 12 << 30


def main(limit: float, output: str, command: list[str]) -> None:
    """Print seconds, peak KiB and exit status as JSON; past the limit the command is ended."""
    late = False

    def end(*_: object) -> None:
        nonlocal late
        late = True
        # With its own children: a solver may run as one.
        os.killpg(child, signal.SIGKILL)

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MOST, MEMORY_MOST))
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    start = time.perf_counter()
    child = os.posix_spawn(
        command[0],
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, output, flags, 0o600)],
        setpgroup=0,
    )
    signal.signal(signal.SIGALRM, end)
    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    signal.setitimer(signal.ITIMER_REAL, limit)
    _, status, used = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    print(
        json.dumps(
            {
                "seconds": seconds,
                "cpu": used.ru_utime + used.ru_stime,
                "peak": used.ru_maxrss,
                "status": "late" if late else os.waitstatus_to_exitcode(status),
            }
        )
    )


if __name__ == "__main__":
    main(float(sys.argv[1]), sys.argv[2], sys.argv[3:])
