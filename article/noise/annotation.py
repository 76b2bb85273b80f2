"""Pinyin that a mirror spliced into the text behind the characters of a fixed table: 國(guó)."""

import re
from collections import Counter
from dataclasses import dataclass

from article.noise.edits import Edit

_LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ"
_ANNOTATION = re.compile(rf"([\u4e00-\u9fff\u3400-\u4dbf])\(([{_LETTERS}]{{1,6}})\)")
_DAMAGED = re.compile(rf"\?[{_LETTERS}]{{1,6}}\)")
_GATE = re.compile(rf"[{_LETTERS}][)）]")


@dataclass(frozen=True, slots=True)
class Table:
    """The characters that a mirror annotates, each with its one reading."""

    readings: dict[str, str]


def in_gb2312(char: str) -> bool:
    """Tell whether the character is of the simplified standard set."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def find_table(text: str) -> Table | None:
    """Return the table by which a text was annotated, None where it was not by a machine.

    A machine annotates every occurrence of a character, with one reading, and only characters
    outside GB2312; a reader's gloss does none of these.
    """
    if not _GATE.search(text):
        return None
    found: dict[str, Counter[str]] = {}
    for char, pinyin in _ANNOTATION.findall(text):
        if not in_gb2312(char):
            found.setdefault(char, Counter())[pinyin] += 1
    readings = {}
    for char, pinyins in found.items():
        pinyin, times = pinyins.most_common(1)[0]
        if times >= 0.75 * text.count(char):
            readings[char] = pinyin
    enough = 3 if not _DAMAGED.search(text) else 1
    return Table(readings) if len(readings) >= enough else None


def find_annotations(text: str, table: Table) -> list[Edit]:
    """Return edits that take the table's pinyin out."""
    edits = []
    for match in _ANNOTATION.finditer(text):
        char, pinyin = match.groups()
        if table.readings.get(char) == pinyin:
            edits.append(Edit(start=match.start(), end=match.end(), after=char))
    return edits
