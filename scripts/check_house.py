"""Fails when a file breaks one of the house rules that no other tool checks.

    python scripts/check_house.py           every file that git knows or would add
    python scripts/check_house.py FILE…     only these, named from the root of the project

A rule is a function from a path and a text to the lines that break it; `RULES` lists them.
"""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "rers_school"
LONGEST_MODULE = 300
_PYTHON = ".".join(map(str, sys.version_info[:2]))

Finding = tuple[int, str]
Rule = Callable[[PurePosixPath, str], Iterator[Finding]]

# Put together here, so that this file does not break its own rules.
_HOSTS = re.compile(
    "|".join(
        re.escape(host)
        for host in (
            "pypi" + ".org",
            "pythonhosted" + ".org",
            "npmjs" + ".org",
            "npmjs" + ".com",
            "deb.debian" + ".org",
            "security.debian" + ".org",
        )
    )
)
_MACHINE_PATH = re.compile(r"(?<![\w.\-/}])/(?:work/|root/|tmp/w(?!\w))")
_UNFINISHED = re.compile(r"\b(?:" + "TO" + "DO|" + "FIX" + r"ME)\b")
_SILENCED = re.compile(r"#\s*(?:" + "no" + r"qa|type:\s*" + r"ignore)\b(?P<rest>.*)", re.IGNORECASE)
_CODES = re.compile(r"^\s*(?::\s*[A-Z]+\d+(?:\s*,\s*[A-Z]+\d+)*|\[[\w\-, ]*\])?")
_TEMPLATE_RULES = {
    "inline style: the policy of the page refuses it": re.compile(r"(?<![\w-])style\s*=", re.I),
    "hx-on is inline script: put it into a script of ours": re.compile(r"(?<![\w-])hx-on\b", re.I),
    "inline event handler: put it into a script of ours": re.compile(
        r"<[a-z][^>]*\son[a-z]+\s*=", re.I
    ),
    "inline script: the content security policy refuses it": re.compile(
        r"<script\b(?![^>]*\bsrc\s*=)", re.I
    ),
    "a trigger filter needs eval: use another trigger": re.compile(
        r"hx-trigger(?::\w+)?\s*=\s*(?:\"[^\"]*\[|'[^']*\[)", re.I
    ),
    "a js: value needs eval: send a field instead": re.compile(r"[\"'](?:js|javascript):", re.I),
}
_UNSEEN = {"text", "insert", "Table", "table", "literal_column"}
_UNSEEN_CALLS = {
    "bulk_save_objects",
    "bulk_insert_mappings",
    "bulk_update_mappings",
    "exec_driver_sql",
}


def no_registry_address(_path: PurePosixPath, text: str) -> Iterator[Finding]:
    """Yield every package registry or mirror: the machine's own settings choose one."""
    yield from _matching(text, _HOSTS, "address of a package registry")


def no_machine_path(_path: PurePosixPath, text: str) -> Iterator[Finding]:
    """Yield every path that exists on one machine only."""
    yield from _matching(text, _MACHINE_PATH, "path of one machine")


def nothing_unfinished(_path: PurePosixPath, text: str) -> Iterator[Finding]:
    """Yield every note to do something later: do it, or open an issue."""
    yield from _matching(text, _UNFINISHED, "note to do something later")


def modules_stay_short(path: PurePosixPath, text: str) -> Iterator[Finding]:
    """Yield a module of the package that has to be split by meaning."""
    length = len(text.splitlines())
    # A migration is history: it is written once and not read as a whole.
    if _in_package(path) and "migrations" not in path.parts and length > LONGEST_MODULE:
        yield length, f"{length} lines, at most {LONGEST_MODULE}: split it by meaning"


def templates_are_plain(path: PurePosixPath, text: str) -> Iterator[Finding]:
    """Yield what the content security policy would refuse in a page."""
    if path.suffix == ".html" and path.parts[0] == PACKAGE:
        for message, pattern in _TEMPLATE_RULES.items():
            yield from _matching(text, pattern, message)


def silenced_with_a_reason(path: PurePosixPath, text: str) -> Iterator[Finding]:
    """Yield every silenced warning that does not say why."""
    if path.suffix != ".py":
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT:
            continue
        found = _SILENCED.search(token.string)
        if found and not re.search(r"\w{3}", _CODES.sub("", found["rest"], count=1)):
            yield token.start[0], "a silenced warning says why, after the code"


def queries_go_through_the_orm(path: PurePosixPath, text: str) -> Iterator[Finding]:
    """Yield what the guard that keeps a query to its class does not see."""
    if not _in_package(path) or path.name == "db.py" or "migrations" in path.parts:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            for alias in node.names:
                if alias.name in _UNSEEN:
                    yield node.lineno, f"sqlalchemy's {alias.name} escapes the guard of the class"
        elif isinstance(node, ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            if node.attr == "__table__" or node.attr in _UNSEEN_CALLS:
                yield node.lineno, f"{node.attr} escapes the guard of the class"
            elif owner in ("sa", "sqlalchemy") and node.attr in _UNSEEN:
                yield node.lineno, f"{owner}.{node.attr} escapes the guard of the class"


def one_clock(path: PurePosixPath, text: str) -> Iterator[Finding]:
    """Yield every other way to ask for the time: tests could not replace it."""
    if not _in_package(path) or path == PurePosixPath(PACKAGE, "clock.py"):
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute):
            owner = getattr(node.value, "id", getattr(node.value, "attr", ""))
            asks = node.attr in ("now", "today") and owner in ("datetime", "date")
            if asks or node.attr in ("utcnow", "utcfromtimestamp"):
                yield node.lineno, "ask rers_school.clock for the time"


RULES: tuple[Rule, ...] = (
    no_registry_address,
    no_machine_path,
    nothing_unfinished,
    modules_stay_short,
    templates_are_plain,
    silenced_with_a_reason,
    queries_go_through_the_orm,
    one_clock,
)


def findings(path: PurePosixPath, text: str) -> list[Finding]:
    """Return the lines of one file that break a rule, in their order."""
    if path.suffix == ".py":
        try:
            ast.parse(text)
        except SyntaxError as error:
            return [(error.lineno or 1, f"Python {_PYTHON} cannot read it: {error.msg}")]
    return sorted(found for rule in RULES for found in rule(path, text))


def files_of_the_project(root: Path) -> list[PurePosixPath]:
    """Return the files that git tracks, or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    names = sorted({name for name in listed.stdout.split("\0") if name})
    return [PurePosixPath(name) for name in names if (root / name).is_file()]


def _in_package(path: PurePosixPath) -> bool:
    return path.suffix == ".py" and path.parts[0] == PACKAGE


def _foreign(path: PurePosixPath) -> bool:
    """Tell whether the words of this file are somebody else's, to be kept as they are."""
    return "vendor" in path.parts or path.name == "LICENSE"


def _matching(text: str, pattern: re.Pattern[str], message: str) -> Iterator[Finding]:
    for found in pattern.finditer(text):
        yield text.count("\n", 0, found.start()) + 1, message


def main(arguments: list[str]) -> int:
    """Print what breaks a rule and return the exit status."""
    paths = [PurePosixPath(name) for name in arguments] or files_of_the_project(ROOT)
    broken = 0
    for path in paths:
        try:
            text = (ROOT / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if _foreign(path):
            continue
        for line, message in findings(path, text):
            broken += 1
            print(f"{path}:{line}: {message}")
    print(f"House rules: {len(paths)} files, {broken} findings.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
