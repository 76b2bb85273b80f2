"""The process by which a mirror damages a page: it edits GBK bytes without regard to characters.

Behind each character of its table it splices pinyin by replacing bytes, and so does between two
characters whose inner bytes look like one of the table; it cuts where bytes look like a mark of
punctuation. What is then read as GBK again is shifted by a byte up to the next ASCII character.
"""

import re
from collections.abc import Mapping
from functools import cache

CUT_MARKS = "。！？；"
_CUT = [re.compile(re.escape(mark.encode("gbk"))) for mark in CUT_MARKS]


def annotated(data: bytes, table: Mapping[str, str]) -> bytes:
    """Splice pinyin behind the table's characters, found by bytes, in the order of the bytes."""
    for char in sorted(table, key=lambda char: char.encode("gbk")):
        key = char.encode("gbk")
        data = data.replace(key, key + f"({table[char]})".encode("gbk"))
    return data


def cuts(data: bytes) -> list[tuple[int, int]]:
    """Return where bytes look like a mark at which a page may be cut: [start, end), any offset."""
    return sorted(match.span() for mark in _CUT for match in mark.finditer(data))


def read_leniently(data: bytes) -> str:
    """Read GBK and refuse nothing: undefined pairs vanish, a lone lead byte takes ASCII along."""
    text, at = [], 0
    while at < len(data):
        lead = data[at]
        if lead < 0x80:
            text.append(chr(lead))
            at += 1
        elif lead in _LEADS and at + 1 < len(data) and data[at + 1] in _TRAILS:
            text.append(data[at : at + 2].decode("gbk", "ignore"))
            at += 2
        else:
            text.append("?")
            at += 2 if at + 1 < len(data) and data[at + 1] < 0x80 else 1
    return "".join(text)


def damaged(text: str, table: Mapping[str, str]) -> str:
    """Return what the mirror makes of a line in its own script; what GBK lacks is dropped."""
    return read_leniently(annotated(text.encode("gbk", "ignore"), table))


@cache
def vanishing() -> Mapping[int, frozenset[int]]:
    """Return, for each first byte, the second bytes with which it is a pair that vanishes."""
    pairs = {
        lead: frozenset(
            trail for trail in _LEADS if not bytes((lead, trail)).decode("gbk", "ignore")
        )
        for lead in _LEADS
    }
    return {lead: trails for lead, trails in pairs.items() if trails}


_LEADS = range(0x81, 0xFF)
_TRAILS = frozenset(range(0x40, 0xFF)) - {0x7F}
