"""Writes rehearsal/aws/parameters/valkey.json: what each setting of a Valkey may be, as its own source says.

    python3 scripts/papers/valkey.py SOURCE    a checkout of https://github.com/valkey-io/valkey at the tag of a release; last made from 8.0.1

Numbers with another limit than a literal have none here (- and +).
"""

import json
import re
import sys
from pathlib import Path as File

TARGET = File(__file__).resolve().parents[2] / "rehearsal/aws/parameters/valkey.json"
NUMERIC = r"(Int|UInt|Long|ULong|LongLong|ULongLong|SizeT|SSizeT|TimeT|OffT)"


def enums(text: str) -> dict[str, list[str]]:
    found = re.findall(r"configEnum (\w+)\[\] = \{(.*?)\};", text, re.S)
    return {name: re.findall(r'\{"([^"]*)"', body) for name, body in found}


def limit(said: str, none: str) -> str:
    return said if re.fullmatch(r"-?\d+", said) else none


def settings(text: str) -> dict[str, str]:
    lists = enums(text)
    found: dict[str, str] = {}
    for kind, inside in re.findall(r"^\s*create(\w+)Config\(((?:[^()]|\([^()]*\))*)\),", text, re.M):
        parts = [part.strip() for part in re.sub(r"\s+", " ", inside).split(",")]
        names = [part.strip('"') for part in parts[:2] if part.startswith('"')]
        if kind == "Bool":
            what = "bool"
        elif kind == "Enum" and "MULTI_ARG_CONFIG" not in parts[2]:
            what = " ".join(["enum", *lists[parts[3]]])
        elif re.fullmatch(NUMERIC, kind):
            unit = "integer" if "INTEGER_CONFIG" in inside else "memory"
            what = " ".join([unit, limit(parts[3], "-"), limit(parts[4], "+")])
        else:
            what = "string"
        found.update({name: what for name in names})
    return dict(sorted(found.items()))


def main() -> None:
    source = File(sys.argv[1]) / "src"
    version = re.search(r'VALKEY_VERSION "([^"]+)"', (source / "version.h").read_text())
    assert version is not None
    content = {version[1].split(".")[0]: {"version": version[1], "settings": settings((source / "config.c").read_text())}}
    TARGET.write_text(json.dumps(content, indent=4) + "\n")


main()
