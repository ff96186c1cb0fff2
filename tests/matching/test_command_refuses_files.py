"""Text that is no round, files that are no text: one line, and never a traceback."""

from __future__ import annotations

import gzip
import io
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from rers_school.classroom.matching.json_io import run

from .spoilt import WHOLE, asked, refused

ROOT = Path(__file__).resolve().parents[2]
VALID = json.dumps(WHOLE)


def test_a_file_cut_off_anywhere_is_refused() -> None:
    for length in range(len(VALID)):
        refused(VALID[:length])


def test_one_character_lost_is_refused_or_still_a_round() -> None:
    # A lost comma or brace is no JSON; a lost letter is another name. Never a traceback.
    codes = set()
    for gone in range(len(VALID)):
        code, out, err = asked(VALID[:gone] + VALID[gone + 1 :])
        codes.add(code)
        assert (out == "") is (code == 2)
        assert (err == "") is (code == 0)
        assert len(err.splitlines()) == (code == 2)
    assert codes == {0, 2}


def test_characters_changed_at_random_never_make_a_traceback() -> None:
    dice = random.Random(4)
    for _ in range(1500):
        raw = bytearray(VALID.encode())
        for _ in range(dice.choice((1, 1, 2, 5))):
            raw[dice.randrange(len(raw))] = dice.choice(
                (dice.randrange(256), *b'"{}[],:\\0-truenls')
            )
        code, out, err = asked(bytes(raw))
        assert code in (0, 2)
        assert (out == "") is (code == 2)
        assert len(err.splitlines()) == (code == 2)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
        "\ufeff",
        "null",
        "true",
        "0",
        "NaN",
        '"people"',
        "[]",
        "{}",
        "[{}]",
        "{'people': []}",
        "{people: []}",
        '{"people": [],}',
        '{"people": []} x',
        '{"people": []}{"people": []}',
        '{"people": []}\n{"people": []}\n',
        '// a class\n{"people": []}',
        '{"people": [] /* nobody */}',
        '{"people": [}',
        '{"people": undefined}',
        '{"people": [], "round": {"seed": "tab\there"}}',
        '{"people": [], "round": {"seed": "line\nbreak"}}',
        '{"people": [], "round": {"seed": "nul\0"}}',
        r'{"people": [], "round": {"seed": "\x41"}}',
        r'{"people": [], "round": {"seed": "\u12"}}',
        '{"people": [], "round": {"give_cap": 01}}',
        '{"people": [], "round": {"give_cap": +1}}',
        '{"people": [], "round": {"give_cap": 0x1}}',
        '{"people": []}\ufeff',
        '{\ufeff"people": []}',
        "\ufeff\ufeff\ufeff{}",
        "people:\n  - id: zoe\n",
        "id;savoir\nzoe;crepes\n",
        "<html><body>Bad Gateway</body></html>",
        '{"a":' * 100_000,
        "[" * 500_000,
        '"' + "a" * 1_000_000,
        "9" * 1_000_000,
    ],
    ids=lambda text: repr(text[:30]),
)
def test_text_that_is_no_round_is_refused(text: str) -> None:
    refused(text)


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\xfe\x00\x00",
        VALID.encode("utf-16"),
        VALID.encode("utf-16-le"),
        VALID.encode("utf-32"),
        gzip.compress(VALID.encode(), mtime=0),
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        bytes(1000),
        random.Random(1).randbytes(5000),
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
        b"PK\x03\x04" + bytes(60),
        VALID.encode().replace(b"zoe", b"zo\xeb"),
        VALID.encode().replace(b"zoe", b"zo\xc3"),
        VALID.encode().replace(b"zoe", b"zo\xed\xa0\x80"),
        VALID.encode() + b"\x00",
    ],
    ids=lambda raw: repr(raw[:12]),
)
def test_what_is_no_text_is_refused(raw: bytes, tmp_path: Path) -> None:
    refused(raw)
    path = tmp_path / "round.json"
    path.write_bytes(raw)
    out, err = io.StringIO(), io.StringIO()
    assert run(str(path), None, out, err) == 2
    assert out.getvalue() == ""
    assert err.getvalue().startswith(f"{path}: ")
    assert len(err.getvalue().splitlines()) == 1


@pytest.mark.parametrize(
    "name",
    ["nothing.json", "", "no\nline.json", "a" * 5000, "nul\0.json", "caf\udce9.json", "a/b/c.json"],
    ids=lambda name: repr(name[:12]),
)
def test_a_path_that_cannot_be_read_is_told(name: str, tmp_path: Path) -> None:
    raw = io.BytesIO()
    err = io.TextIOWrapper(raw, encoding="utf-8")
    out = io.StringIO()
    assert run(str(tmp_path / name) if name else str(tmp_path), None, out, err) == 2
    err.flush()
    assert out.getvalue() == ""
    told = raw.getvalue().decode()
    assert told.endswith("\n")
    assert len(told.splitlines()) == 1
    assert "file: cannot be read" in told


@pytest.mark.parametrize(
    "text",
    [
        '{"people": []}',
        '\ufeff{"people": []}',
        '{"people": [], "round": {}, "met": [], "pins": []}',
    ],
)
def test_an_empty_class_is_a_class(text: str) -> None:
    code, out, err = asked(text)
    plan = json.loads(out)
    assert (code, err) == (0, "")
    assert (plan["circles"], plan["others"], plan["unlinked"]) == ([], [], [])
    assert plan["counts"] == {"linked": 0, "both": 0, "pairs": 0, "threes": 0, "exchanges": 0}
    assert plan["bounds"] == {"linked_max": 0, "both_max": 0, "proven": True}


def test_the_same_holds_for_a_process_of_its_own() -> None:
    code = "from rers_school.classroom.matching.json_io import run; raise SystemExit(run('-'))"
    for raw in (b"", b"\xff", b"[" * 200_000, b'{"people": [{"id": "\\ud800"}]}', b"\x00\x01"):
        done = subprocess.run(
            [sys.executable, "-c", code], input=raw, capture_output=True, cwd=ROOT
        )
        assert (done.returncode, done.stdout) == (2, b"")
        assert len(done.stderr.splitlines()) == 1
        assert b"Traceback" not in done.stderr
