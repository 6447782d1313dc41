#!/bin/sh
# Every committed picture is well-formed SVG that needs nothing from elsewhere.
set -eu
cd "$(dirname "$0")/.."
command -v python3 >/dev/null 2>&1 || {
    echo "pictures: python3 is missing: install Python 3.11 or newer (Debian: apt-get install python3)" >&2
    exit 2
}
exec python3 - <<'PYTHON'
import pathlib
import re
import sys
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
problems = []
pictures = sorted(pathlib.Path("docs").rglob("*.svg"))
if not pictures:
    problems.append("docs/ holds no picture: write it with make graph")
for picture in pictures:
    try:
        root = ElementTree.parse(picture).getroot()
    except ElementTree.ParseError as error:
        problems.append(f"{picture}: is not well-formed: {error}")
        continue
    if root.tag != f"{SVG}svg" or "viewBox" not in root.attrib:
        problems.append(f"{picture}: is not an SVG with a viewBox, which a page needs to scale it")
    if not any(text.text and text.text.strip() for text in root.iter(f"{SVG}text")):
        problems.append(f"{picture}: says nothing: no text in it")
    for element in root.iter():
        for name, value in element.attrib.items():
            if name.endswith("href") and not value.startswith("#") and element.tag != f"{SVG}a":
                problems.append(f"{picture}: loads {value} from elsewhere")
            if re.match(r"on[a-z]+$", name) or element.tag == f"{SVG}script":
                problems.append(f"{picture}: runs a script, which no page shows")
print("\n".join(problems), end="\n" if problems else "")
sys.exit(1 if problems else 0)
PYTHON
