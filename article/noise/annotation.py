"""Pinyin that a mirror spliced in behind the characters of a fixed table: 國(guó)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from article.noise.edits import Edit
from article.noise.language import ranks
from article.noise.readings import LETTERS, PINYIN, may_read
from article.patterns import regex
from article.script import in_gb2312, to_simplified_char

_ANNOTATION = regex(rf"([\u3400-\u9fff])\(({PINYIN})\)")
_DAMAGED = regex(rf"\?{PINYIN}\)")
_GATE = regex(rf"[{LETTERS}]\)")
_CORNER_QUOTES = regex("[「」『』]")

_COMMON = 3000  # rank from which a character is rare enough to be glossed by a reader
_EVERYDAY = 1500
_ALWAYS = 0.75  # share of a character's occurrences that a machine annotates
_GLOSSED = 0.3  # share of annotated simplified characters from which a reader glossed all
_EVIDENCE = 3.0
_SEVERAL_READINGS = frozenset("長調當會應種興還樂說傳彈處難數創幾間將強結覺勝為與載輕轉漲鮮號")


@dataclass(frozen=True, slots=True)
class Table:
    """The characters that a mirror annotates, each with its one reading.

    ``others`` are the characters of the text that are not of it.
    """

    readings: Mapping[str, str]
    others: frozenset[str] = frozenset()


@cache
def known_table() -> Mapping[str, str]:
    """Return the table of the mirror that copied 湖北文明网, as far as its pages show it."""
    text = files(__package__).joinpath("mirror.tsv").read_text(encoding="utf-8")
    return dict(row.split("\t") for row in text.splitlines())


def find_table(text: str) -> Table | None:
    """Return the table by which a text was annotated, None where it was not by a machine.

    A machine annotates every occurrence of a character, with one reading, and only characters
    outside GB2312; a reader's gloss does none of these, and is of rare characters or of one that
    has several readings.
    """
    if ")" not in text or not _GATE.search(text):
        return None
    found: dict[str, Counter[str]] = {}
    for char, pinyin in _ANNOTATION.findall(text):
        found.setdefault(char, Counter())[pinyin] += 1
    simplified = sum(in_gb2312(char) for char in found)
    readings = dict(_readings(text, found))
    if simplified > _GLOSSED * len(found) or not readings:
        return None
    evidence = sum(
        _evidence(char, pinyin, found[char][pinyin]) for char, pinyin in readings.items()
    )
    evidence += 2 * bool(_DAMAGED.search(text)) - bool(_CORNER_QUOTES.search(text))
    if evidence < _EVIDENCE:
        return None
    return Table(readings, frozenset(text) - readings.keys())


def _readings(text: str, found: Mapping[str, Counter[str]]) -> Iterator[tuple[str, str]]:
    for char, pinyins in found.items():
        pinyin, times = pinyins.most_common(1)[0]
        if (
            not in_gb2312(char)
            and times >= _ALWAYS * text.count(char)
            and ranks().get(to_simplified_char(char), _COMMON) < _COMMON
            and (known_table().get(char) == pinyin or may_read(char, pinyin))
        ):
            yield char, pinyin


def _evidence(char: str, pinyin: str, times: int) -> float:
    """Return how sure one annotated character makes us.

    Rare characters and those of several readings are glossed by readers too, 國 by nobody.
    """
    if char in _SEVERAL_READINGS:
        return 1.0
    if known_table().get(char) == pinyin:
        return 3.0
    everyday = ranks().get(to_simplified_char(char), _COMMON) < _EVERYDAY
    return (1.5 if times == 1 else 2.0) if everyday else 1.0


def find_annotations(text: str, table: Table) -> Iterator[Edit]:
    """Yield edits that take the table's pinyin out."""
    evidence = f"one of {len(table.readings)} characters that have pinyin throughout"
    for match in _ANNOTATION.finditer(text):
        char, pinyin = match.groups()
        if table.readings.get(char) == pinyin:
            yield Edit(start=match.start(), end=match.end(), after=char, evidence=evidence)
