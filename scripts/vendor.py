"""Rebuilds `rers_school/static/vendor` from pinned npm packages and verifies its checksums.

python scripts/vendor.py            fetch with `npm pack`, rebuild, compare with CHECKSUMS.txt
python scripts/vendor.py --check    only compare the files in place with CHECKSUMS.txt
python scripts/vendor.py --from DIR use packages unpacked in DIR/<name>-<version>/package
python scripts/vendor.py --accept   write the new checksums (after changing a version)
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "rers_school" / "static" / "vendor"
CHECKSUMS = VENDOR / "CHECKSUMS.txt"

PACKAGES = {
    "htmx.org": "4.0.1",
    "@fontsource/atkinson-hyperlegible": "5.3.0",
    "openmoji": "17.0.0",
}

COPIES = {
    "htmx.org": {
        "dist/htmx.min.js": "htmx.min.js",
        "dist/ext/hx-ptag.min.js": "hx-ptag.min.js",
        "LICENSE": "htmx.LICENSE.txt",
    },
    "@fontsource/atkinson-hyperlegible": {
        **{
            f"files/atkinson-hyperlegible-{subset}-{weight}-normal.woff2": (
                f"atkinson-{subset}-{weight}.woff2"
            )
            for subset in ("latin", "latin-ext")
            for weight in (400, 700)
        },
        "LICENSE": "atkinson-hyperlegible.LICENSE.txt",
    },
    "openmoji": {"LICENSE.txt": "openmoji.LICENSE.txt"},
}

PICTOGRAMS = {
    "add": "2795",
    "back": "21A9",
    "book": "1F4D6",
    "bridge": "1F309",
    "calendar": "1F4C5",
    "careful": "26A0",
    "check": "2714",
    "circle": "1F501",
    "clock": "1F552",
    "demand": "1F331",
    "door": "1F6AA",
    "explain": "1F5E3",
    "eye": "1F441",
    "family": "1F46A",
    "flag": "1F6A9",
    "idea": "1F4A1",
    "language": "1F310",
    "link": "1F517",
    "list": "1F4CB",
    "listen": "1F50A",
    "lock": "1F512",
    "make": "1F3A8",
    "market": "1F3AA",
    "mediator": "1F9ED",
    "new-tab": "2197",
    "notebook": "1F4D4",
    "offer": "270B",
    "party": "1F389",
    "pause": "23F8",
    "people": "1F465",
    "place": "1F3E0",
    "play": "1F3B2",
    "print": "1F5A8",
    "pupil": "1F392",
    "question": "2753",
    "resting": "1F319",
    "savoir": "1F9E9",
    "search": "1F50D",
    "search-together": "1F52D",
    "settings": "2699",
    "stop": "26D4",
    "talk": "1F4AC",
    "teacher": "1F9D1-200D-1F3EB",
    "think": "1F4AD",
    "today": "2600",
    "together": "1F91D",
    "tools": "1F9F0",
    "waiting": "23F3",
    "wall": "1F4CC",
    "wave": "1F44B",
    "write": "270F",
}

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {"path", "circle", "ellipse", "line", "polygon", "polyline", "rect"}
GEOMETRY = {"d", "points", "transform"}


def fetch(name: str, version: str, into: Path) -> Path:
    """Returns the folder of one package, fetched by the npm client and unpacked."""
    answer = subprocess.run(
        ["npm", "pack", f"{name}@{version}", "--json", "--pack-destination", str(into)],
        check=True,
        capture_output=True,
        text=True,
    )
    archive = into / json.loads(answer.stdout)[0]["filename"].replace("@", "").replace("/", "-")
    folder = into / name.replace("@", "").replace("/", "-")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / "package"


def local(name: str, version: str, root: Path) -> Path:
    """Returns the folder of one package that was unpacked beforehand."""
    folder = root / f"{name.replace('@', '').replace('/', '-')}-{version}" / "package"
    if not folder.is_dir():
        raise SystemExit(f"{folder} is missing")
    return folder


def shorter(numbers: str) -> str:
    """Returns path data with two decimals at most (a pictogram is 72 units wide)."""

    def rounded(match: re.Match[str]) -> str:
        value = f"{float(match.group()):.2f}".rstrip("0").rstrip(".")
        return "0" if value == "-0" else value

    # Arc flags may be glued to the number that follows them: leave those paths alone.
    if re.search(r"[aA]", numbers):
        return re.sub(r"\s+", " ", numbers).strip()
    text = re.sub(r"-?\d*\.\d{3,}", lambda m: " " + rounded(m), numbers)
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r" ?([a-zA-Z,-]) ?", r"\1", text)


def simplified(element: ET.Element, inherited: dict[str, str]) -> list[ET.Element]:
    """Returns the drawn shapes below an element, without groups, ids and metadata."""
    style = dict(inherited)
    for key, value in element.attrib.items():
        if key in ("id", "class", "version", "viewBox", "stroke-miterlimit") or "}" in key:
            continue
        ink = key in ("fill", "stroke") and value.lower() in ("#000", "#000000", "black")
        white = key == "fill" and value.lower() in ("#fff", "#ffffff", "white")
        if ink:
            value = "currentColor"
        elif white:
            value = "var(--picto-paper,#fff)"
        style[key] = shorter(value) if key in GEOMETRY else value
    tag = element.tag.removeprefix(SVG)
    if tag in DRAWN:
        if style.get("fill") == "none" and style.get("stroke", "none") == "none":
            return []
        if style.get("stroke", "none") == "none":
            style = {k: v for k, v in style.items() if not k.startswith("stroke")}
        style.setdefault("fill", "currentColor")
        return [ET.Element(tag, style)]
    return [shape for child in element for shape in simplified(child, style)]


def symbol(name: str, source: Path) -> str:
    """Returns one pictogram as a `<symbol>`: black becomes the ink of the page, white its paper."""
    root = ET.parse(source).getroot()
    shapes: list[ET.Element] = []
    for group in root:
        shapes += simplified(group, {})
    body = "".join(ET.tostring(shape, encoding="unicode") for shape in shapes)
    body = body.replace(" />", "/>")
    return f'<symbol id="{name}" viewBox="4 4 64 64">{body}</symbol>'


def sprite(openmoji: Path) -> str:
    """Returns every pictogram of the product in one SVG document."""
    symbols = [
        symbol(name, openmoji / "color" / "svg" / f"{code}.svg")
        for name, code in sorted(PICTOGRAMS.items())
    ]
    note = "<!-- OpenMoji 17.0.0, CC BY-SA 4.0, adapted: see LICENCES.md -->"
    head = '<svg xmlns="http://www.w3.org/2000/svg">'
    return "\n".join([head, note, *symbols, "</svg>", ""])


def rebuild(source: Callable[[str, str], Path]) -> None:
    """Writes every vendored file anew."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    for name, version in PACKAGES.items():
        folder = source(name, version)
        for origin, target in COPIES[name].items():
            shutil.copyfile(folder / origin, VENDOR / target)
        if name == "openmoji":
            (VENDOR / "pictograms.svg").write_text(sprite(folder), encoding="utf-8")


def checksums() -> str:
    """Returns one line per vendored file: sha256 and name."""
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(VENDOR.iterdir())
        if path.name not in ("CHECKSUMS.txt", "LICENCES.md")
    )


def main() -> int:
    """Returns 0 when the vendored files are exactly those that were pinned."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="do not rebuild")
    parser.add_argument("--from", dest="root", type=Path, help="folder of unpacked packages")
    parser.add_argument("--accept", action="store_true", help="write CHECKSUMS.txt")
    options = parser.parse_args()
    if not options.check:
        with tempfile.TemporaryDirectory() as folder:
            base = Path(folder)
            rebuild(
                (lambda name, version: local(name, version, options.root))
                if options.root
                else (lambda name, version: fetch(name, version, base))
            )
    found = checksums()
    if options.accept:
        CHECKSUMS.write_text(found, encoding="utf-8")
    if not CHECKSUMS.exists() or CHECKSUMS.read_text(encoding="utf-8") != found:
        print("The vendored files differ from CHECKSUMS.txt:", found, sep="\n", file=sys.stderr)
        return 1
    print(f"{len(found.splitlines())} vendored files are exactly those pinned.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
