"""The command `rers-school suggest FILE.json`: one round in, one plan out, both as JSON.

*Errors*: anything wrong with the file is one line on stderr that says where, and exit code 2.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from .engine import best
from .plan import Plan, PlannedExchange, Unlinked
from .problem import Instance, ProblemError
from .reading import instance_from


def read(text: str) -> Instance:
    """Return the round that this JSON text describes.

    *Errors*: `ProblemError` for text that is not JSON, wrong types, unknown fields, and
    everything an `Instance` refuses.
    """
    try:
        data = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_no_repeated_fields)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ProblemError(where, f"this is not JSON ({error.msg})") from None
    except RecursionError:
        raise ProblemError("file", "this is nested too deeply") from None
    except ProblemError:
        raise
    except ValueError:
        raise ProblemError("file", "this holds a number that is too long") from None
    return instance_from(data)


def write(plan: Plan) -> str:
    """Return the plan as JSON text."""
    told = {
        "circles": [[_exchange(e) for e in circle] for circle in plan.circles],
        "others": [_exchange(e) for e in plan.others],
        "unlinked": [_unlinked(u) for u in plan.unlinked],
        "bounds": {
            "linked_max": plan.bounds.linked_max,
            "both_max": plan.bounds.both_max,
            "proven": plan.bounds.proven,
        },
        "counts": {
            "linked": plan.counts.linked,
            "both": plan.counts.both,
            "pairs": plan.counts.pairs,
            "threes": plan.counts.threes,
            "exchanges": plan.counts.exchanges,
        },
        "elapsed_ms": plan.elapsed_ms,
    }
    return json.dumps(told, ensure_ascii=False)


def run(
    path: str,
    stdin: IO[str] | None = None,
    stdout: IO[str] | None = None,
    stderr: IO[str] | None = None,
) -> int:
    """Read FILE (or stdin for `-`), print the plan, and return the exit code (0, or 2)."""
    out, err = stdout or sys.stdout, stderr or sys.stderr
    try:
        plan = best(read(_text(path, stdin or sys.stdin)))
    except ProblemError as error:
        name = "standard input" if path == "-" else path
        line = " ".join(f"{name}: {error}".splitlines())
        # A terminal obeys control characters, wherever they come from.
        line = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in line)
        _print(err, line, lambda: line.encode("ascii", "backslashreplace").decode())
        return 2
    told = write(plan)
    _print(out, told, lambda: json.dumps(json.loads(told)))
    return 0


def _text(path: str, stdin: IO[str]) -> str:
    try:
        if path != "-":
            raw: bytes | str = Path(path).read_bytes()
        else:
            # Bytes where there are any: the file is UTF-8 whatever the terminal's language is.
            raw = getattr(stdin, "buffer", stdin).read()
        return raw if isinstance(raw, str) else raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProblemError(f"byte {error.start}", "this is not UTF-8 text") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ProblemError("file", f"cannot be read ({reason})") from None


def _print(stream: IO[str], text: str, plain: Callable[[], str]) -> None:
    """Write a line, or the same in plain letters where the terminal knows no others."""
    try:
        stream.write(text + "\n")
    except UnicodeEncodeError:
        stream.write(plain() + "\n")


def _exchange(exchange: PlannedExchange) -> dict[str, Any]:
    return {
        "giver": exchange.giver,
        "receivers": list(exchange.receivers),
        "savoir": exchange.savoir,
        "reasons": list(exchange.reasons),
    }


def _unlinked(unlinked: Unlinked) -> dict[str, Any]:
    told: dict[str, Any] = {"person": unlinked.person, "because": unlinked.because}
    if unlinked.competitors:
        told["competitors"] = list(unlinked.competitors)
    told["bridges"] = [
        {"add": b.add, "savoir": b.savoir, "links": b.links} | ({} if b.exact else {"exact": False})
        for b in unlinked.bridges
    ]
    return told


def _no_repeated_fields(fields: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in fields:
        if name in found:
            # A second "forbids" must not silently replace the first.
            raise ProblemError(f'field "{name}"', "is written twice in one place")
        found[name] = value
    return found
