"""Each house rule refuses its bad sample and lets a good one pass."""

import subprocess
from pathlib import Path, PurePosixPath

import pytest

from scripts import check_house

MODULE = "rers_school/web/wall.py"
PAGE = "rers_school/templates/wall/page.html"

# Samples are put together, so that this file keeps the rules itself.
BAD = [
    ("no_registry_address", "requirements/test.txt", "--index-url https://pypi" + ".org/simple"),
    ("no_registry_address", "docs/a.md", "https://registry.npmjs" + ".org/htmx"),
    ("no_machine_path", "docs/a.md", "see " + "/wo" + "rk/main/README.md"),
    ("no_machine_path", "docs/a.md", "cd " + "/ro" + "ot/project"),
    ("no_machine_path", "docs/a.md", "(" + "/tmp" + "/w)"),
    ("nothing_unfinished", "docs/a.md", "TO" + "DO later"),
    ("nothing_unfinished", MODULE, "# FIX" + "ME"),
    ("modules_stay_short", MODULE, "x = 1\n" * 301),
    ("templates_are_plain", PAGE, '<p style="color: red">'),
    ("templates_are_plain", PAGE, '<p hx-on:click="x()">'),
    ("templates_are_plain", PAGE, '<button onclick="x()">'),
    ("templates_are_plain", PAGE, "<script>x()</script>"),
    ("templates_are_plain", PAGE, '<p hx-trigger="every 5s [visible]">'),
    ("templates_are_plain", PAGE, "<p hx-vals='js:{a: 1}'>"),
    ("silenced_with_a_reason", MODULE, "import os  # no" + "qa"),
    ("silenced_with_a_reason", MODULE, "import os  # no" + "qa: F401"),
    ("silenced_with_a_reason", MODULE, "x = y  # type: " + "ignore[arg-type]"),
    ("queries_go_through_the_orm", MODULE, "from sqlalchemy import select, text"),
    ("queries_go_through_the_orm", MODULE, "import sqlalchemy as sa\nsa.text('SELECT 1')"),
    ("queries_go_through_the_orm", MODULE, "from sqlalchemy.dialects.sqlite import insert"),
    ("queries_go_through_the_orm", MODULE, "session.bulk_save_objects(cards)"),
    ("queries_go_through_the_orm", MODULE, "session.execute(Card.__table__.delete())"),
    ("one_clock", MODULE, "moment = datetime.now(UTC)"),
    ("one_clock", MODULE, "moment = datetime.datetime.utcnow()"),
    ("one_clock", MODULE, "day = date.today()"),
]

GOOD = [
    ("docs/a.md", "https://example.org/work/root/ and ./work/ and /tmp/windows"),
    ("rers_school/db.py", "from sqlalchemy import text"),
    ("rers_school/migrations/versions/a.py", "from sqlalchemy import Table"),
    ("rers_school/clock.py", "moment = datetime.now(UTC)"),
    ("tests/web/test_wall.py", "moment = datetime.now(UTC)\n" * 301),
    (MODULE, "import a  # no" + "qa: F401  registers its tables"),
    (MODULE, "x = y  # type: " + "ignore[arg-type]  # the stubs are older than the library"),
    (MODULE, "moment = clock.now()\n" * 299),
    (MODULE, "from wtforms import text\nfrom sqlalchemy import select"),
    (PAGE, '<script src="/static/app.js" defer></script><p data-style="a" lang="fr">'),
    (PAGE, '<p hx-trigger="every 5s" data-names="[1]">'),
]


@pytest.mark.parametrize(("rule", "path", "text"), BAD)
def test_a_rule_refuses_its_bad_sample(rule: str, path: str, text: str) -> None:
    assert list(getattr(check_house, rule)(PurePosixPath(path), text + "\n"))


@pytest.mark.parametrize(("path", "text"), GOOD)
def test_good_lines_break_no_rule(path: str, text: str) -> None:
    assert check_house.findings(PurePosixPath(path), text + "\n") == []


def test_a_module_that_this_python_cannot_read_is_a_finding() -> None:
    [(line, message)] = check_house.findings(PurePosixPath(MODULE), "x = 1\ndef (:\n")
    assert line == 2
    assert "cannot read it" in message


def test_every_rule_has_a_bad_sample() -> None:
    assert {rule for rule, _, _ in BAD} == {rule.__name__ for rule in check_house.RULES}


def test_a_finding_names_its_line() -> None:
    text = "x = 1\n\nday = date.today()\n"
    assert [line for line, _ in check_house.findings(PurePosixPath(MODULE), text)] == [3]


def test_new_files_are_checked_before_git_knows_them(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    (tmp_path / ".gitignore").write_text("*.log\n")
    (tmp_path / "new.md").write_text("hello\n")
    (tmp_path / "a.log").write_text("hello\n")
    names = [str(path) for path in check_house.files_of_the_project(tmp_path)]
    assert names == [".gitignore", "new.md"]
