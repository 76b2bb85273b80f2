"""Damage clean text as the mirrors of civilization sites do.

A mirror turns a page of GBK into traditional characters, one by one, and then replaces the bytes of
some of them by the character with its reading in parentheses. It does so without regard to where
characters begin, so that two bytes which straddle two characters are hit as well.
"""

import re
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("mirror.tsv")


@cache
def _tables() -> tuple[dict[int, str], dict[bytes, bytes]]:
    """Return the change of script, and the replaced bytes in the order of their codes."""
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    script = {ord(simplified): traditional for simplified, traditional, _ in rows}
    readings = {
        t.encode("gbk"): f"{t}({reading})".encode("gbk") for _, t, reading in rows if reading
    }
    return script, dict(sorted(readings.items()))


def damage(text: str) -> str:
    """Return text as a mirror would print it."""
    script, readings = _tables()
    data = text.translate(script).encode("gbk")
    for plain, annotated in readings.items():
        data = data.replace(plain, annotated)
    return _decode(data)


def _decode(data: bytes) -> str:
    """Read GBK as the mirror does: a lead byte before ASCII is lost and swallows it, as a ``?``."""
    pieces = re.findall(rb"[\x00-\x80\xff]|[\x81-\xfe](?:[\x40-\xff]|[\x00-\x3f]|$)", data)
    return "".join(
        "?" if len(p) == 2 and p[1] < 0x40 else p.decode("gbk", errors="ignore") for p in pieces
    )
