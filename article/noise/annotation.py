"""Pinyin that a mirror spliced in behind the characters of a fixed table: 國(guó)."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from article.noise.edits import Edit
from article.noise.language import ranks
from article.noise.readings import LETTERS, PINYIN, TONED, as_printed, is_han, may_read
from article.patterns import regex
from article.script import in_gb2312, to_simplified_char

_HAN = "[\u3400-\u9fff]"
_ANNOTATION = regex(rf"({_HAN})\((?P<pinyin>{PINYIN})\)")
_BRACKETED = regex(
    rf"({_HAN})(?P<space>[ \u3000])?[(（\[【〔] ?(?P<pinyin>{PINYIN}[1-5]?) ?[)）\]】〕]"
    "(?(space)[ \u3000]?)"
)
# Without brackets only the tone tells pinyin from any other word in Latin letters.
_BARE = regex(
    rf"({_HAN}) ?(?P<pinyin>(?=[a-z]{{0,4}}{TONED}){PINYIN})(?![A-Z{LETTERS}])(?: (?={_HAN}))?"
)
_FORMS = (_ANNOTATION, _BRACKETED, _BARE)
_DAMAGED = regex(rf"\?{PINYIN}\)")
# A class comes first, as for that alone a search is fast.
_GATE = regex(rf"[{LETTERS}](?:(?<={TONED})|[1-5]? ?[)）\]】〕])")
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

    ``others`` are the characters of the text that are not of it, ``form`` is how pinyin is set.
    """

    readings: Mapping[str, str]
    others: frozenset[str] = frozenset()
    form: re.Pattern[str] = _ANNOTATION


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
    if not _GATE.search(text):
        return None
    return next(filter(None, (_table_of(text, form) for form in _FORMS)), None)


def _table_of(text: str, form: re.Pattern[str]) -> Table | None:
    matches = list(form.finditer(text))
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for match in matches:
        found[match[1]][match["pinyin"]] += 1
    simplified = sum(in_gb2312(char) for char in found)
    readings = dict(_readings(text, found))
    if simplified > _GLOSSED * len(found) or readings.keys() <= _SEVERAL_READINGS:
        return None
    evidence = sum(
        _evidence(char, as_printed(pinyin), found[char][pinyin])
        for char, pinyin in readings.items()
    )
    evidence += 2 * bool(_DAMAGED.search(text)) - bool(_CORNER_QUOTES.search(text))
    if evidence < _EVIDENCE or _is_of_words(text, matches, readings):
        return None
    return Table(readings, frozenset(text) - readings.keys(), form)


def _is_of_words(text: str, matches: Sequence[re.Match[str]], readings: Mapping[str, str]) -> bool:
    """Whether most of the characters stand alone, as where one speaks of them: 「國(guó)」."""
    found = [match for match in matches if match[1] in readings]
    alone = [
        not is_han(text[max(0, match.start() - 1) : match.start()])
        and not is_han(text[match.end() : match.end() + 1])
        for match in found
    ]
    return 2 * sum(alone) > len(found)


def _readings(text: str, found: Mapping[str, Counter[str]]) -> Iterator[tuple[str, str]]:
    for char, pinyins in found.items():
        pinyin, times = pinyins.most_common(1)[0]
        if (
            not in_gb2312(char)
            and times >= _ALWAYS * text.count(char)
            and ranks().get(to_simplified_char(char), _COMMON) < _COMMON
            and (known_table().get(char) == pinyin or may_read(char, as_printed(pinyin)))
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
    for match in table.form.finditer(text):
        if table.readings.get(match[1]) == match["pinyin"]:
            yield Edit(start=match.start(), end=match.end(), after=match[1], evidence=evidence)
