"""The little language in which plan/papers/arguments names members: see plan/papers/README.md."""

import re
from dataclasses import dataclass

SEGMENT = re.compile(r"^(?P<name>[^\[\]|]+)(?P<list>\[(?P<index>[^\]]*)\])?$")


@dataclass(frozen=True)
class Segment:
    name: str
    in_list: bool


@dataclass(frozen=True)
class Path:
    operation: str | None
    segments: tuple[Segment, ...]
    transform: str | None


def parse(text: str) -> Path:
    """`Operation:a.b[].c|transform`; the operation and the transform may be missing."""
    body, _, transform = text.partition("|")
    operation, colon, rest = body.rpartition(":") if re.match(r"^[A-Z]\w+:", body) else ("", "", body)
    segments = []
    for part in re.findall(r"(?:[^.\[\]]|\[[^\]]*\])+", rest):
        match = SEGMENT.match(part)
        if match is None:
            raise ValueError(f"{text}: {part} is no segment")
        segments.append(Segment(match["name"], match["list"] is not None))
    return Path(operation or None, tuple(segments), transform or None)
