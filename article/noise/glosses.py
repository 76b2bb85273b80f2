"""Pinyin that a mirror spliced in behind words of simplified text: 善举(shànjǔ), 的(de)."""

from collections.abc import Iterator
from itertools import pairwise

from article.noise.edits import Edit
from article.noise.language import ranks
from article.noise.readings import LETTERS, VOWELS, is_han, readings_of, toneless, usual_reading
from article.patterns import regex

_SYLLABLE = rf"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[{VOWELS}v]{{1,3}}(?:ng?|r)?"
_PINYIN = rf"{_SYLLABLE}(?:[' ]?{_SYLLABLE}){{0,5}}"
_WORD = regex(
    rf"([\u4e00-\u9fff]{{1,6}})(?P<space>[ \u3000])?[(（] ?(?P<pinyin>{_PINYIN}) ?[)）]"
    "(?(space)[ \u3000]?)"
)
_GATE = regex(rf"[\u4e00-\u9fff][ \u3000]?[(（] ?{_PINYIN} ?[)）]")
_OPENING = regex(rf"[(（] ?[{LETTERS}]")
_HAN = regex("[\u4e00-\u9fff]+")
_PARTICLES = frozenset("的了是在和不我你他这有一个就也都从但及到被把很")
_LEAST = 6
_LEAST_WITH_PARTICLE = 3
_CHARACTERS_PER_GLOSS = 70
_COMMON = 1200
_COMMON_SHARE = 0.6
_ALL_GLOSSED = 0.6


def find_glosses(text: str) -> list[Edit]:
    """Return edits that take pinyin out where a machine set it behind common words.

    A reader glosses rare words, or all of a text; both stay.
    """
    # Most texts have no brackets, and to look for these is ten times as fast.
    if not any(bracket in text for bracket in "(（") or not _OPENING.search(text):
        return []
    if sum(1 for _, _ in zip(_GATE.finditer(text), range(_LEAST_WITH_PARTICLE), strict=False)) < (
        _LEAST_WITH_PARTICLE
    ):
        return []
    found = list(_glossed(text))
    words = [word for word, _ in found]
    everyday = bool(_PARTICLES.intersection(words))  # 的 and 在 are glossed by nobody
    han = len(text) - len(_HAN.sub("", text))
    if (
        len(found) < (_LEAST_WITH_PARTICLE if everyday else _LEAST)
        or len(found) * _CHARACTERS_PER_GLOSS < han
        or not (everyday or sum(map(_is_common, words)) >= _COMMON_SHARE * len(words))
        or sum(map(len, words)) > _ALL_GLOSSED * han
        or _is_lesson(found)
        or _is_list(text, found)
    ):
        return []
    return [edit for _, edit in found]


def _is_lesson(found: list[tuple[str, Edit]]) -> bool:
    """Whether a reader is taught: two readings of a word, the rarer one of most, or of all."""
    if len({word for word, _ in found}) < len({(word, edit.evidence) for word, edit in found}):
        return True
    rarer = (
        not {usual_reading(word), toneless(usual_reading(word))} & set(edit.evidence.split())
        for word, edit in found
        if len(word) == 1
    )
    if 2 * sum(rarer) > len(found):
        return True
    beside = (
        len(word) == 1 and edit.start - 1 == before.end
        for (_, before), (word, edit) in pairwise(found)
    )
    return 2 * sum(beside) >= len(found)


def _is_list(text: str, found: list[tuple[str, Edit]]) -> bool:
    """Whether half of the words are items that stand alone, as 六安（lù ān）、台州（tāi zhōu）."""
    alone = (
        not is_han(text[edit.end : edit.end + 1])
        and not is_han(text[max(0, edit.start - len(word) - 1) : edit.start - len(word)])
        for word, edit in found
    )
    return 2 * sum(alone) >= len(found)


def _glossed(text: str) -> Iterator[tuple[str, Edit]]:
    for match in _WORD.finditer(text):
        han = match[1]
        pinyin = match["pinyin"].replace("'", "").replace(" ", "")
        if size := _syllables(han, pinyin):
            evidence = f"{pinyin} reads {han[-size:]}"
            edit = Edit(start=match.end(1), end=match.end(), evidence=evidence)
            yield han[-size:], edit


def _syllables(han: str, pinyin: str) -> int:
    """Return how many characters at the end of han the pinyin reads, 0 if it reads none."""
    rests = {pinyin}
    for size, char in enumerate(reversed(han), 1):
        readings = readings_of(char)
        readings |= {toneless(reading) for reading in readings}
        readings |= {reading.replace("ü", "v") for reading in readings}  # as it is typed
        rests = {
            rest.removesuffix(reading)
            for rest in rests
            for reading in readings
            if rest.endswith(reading)
        }
        if "" in rests:
            return size
    return 0


def _is_common(word: str) -> bool:
    return all(ranks().get(char, _COMMON) < _COMMON for char in word)
