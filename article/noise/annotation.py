"""Pinyin that a mirror spliced into the text behind the characters of a fixed table: 國(guó)."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from article.noise.edits import Edit
from article.noise.readings import LETTERS, PINYIN
from article.script import in_gb2312

_ANNOTATION = re.compile(rf"([\u4e00-\u9fff\u3400-\u4dbf])\(({PINYIN})\)")
_DAMAGED = re.compile(rf"\?{PINYIN}\)")
_GATE = re.compile(rf"[{LETTERS}][)）]")


@dataclass(frozen=True, slots=True)
class Table:
    """The characters that a mirror annotates, each with its one reading.

    ``others`` are the characters of the text that are not of it.
    """

    readings: dict[str, str]
    others: frozenset[str] = frozenset()


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
    if len(readings) < enough:
        return None
    return Table(readings, frozenset(text) - readings.keys())


def find_annotations(text: str, table: Table) -> Iterator[Edit]:
    """Yield edits that take the table's pinyin out."""
    for match in _ANNOTATION.finditer(text):
        char, pinyin = match.groups()
        if table.readings.get(char) == pinyin:
            yield Edit(start=match.start(), end=match.end(), after=char)
