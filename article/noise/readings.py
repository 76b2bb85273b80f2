"""Which pinyin a character may have, from pypinyin's dictionary; loaded where pinyin was found."""

import unicodedata
from collections.abc import Mapping
from functools import cache

from article.noise.language import ranks
from article.script import in_gb2312, to_mirror_chars

VOWELS = "aeiouüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜê"
LETTERS = f"a-z{VOWELS}ńňǹḿ"
"""The letters of pinyin, for use in a character class."""

TONED = f"[{VOWELS[6:]}]".replace("ü", "")
"""A pattern for one vowel with its tone."""

PINYIN = f"[{LETTERS}]{{1,6}}"
"""A pattern for one syllable."""

_COMMON = 5000


def is_han(char: str) -> bool:
    """Tell whether the text is one Han character; no text is none."""
    return "\u3400" <= char <= "\u9fff"


def usual_reading(char: str) -> str:
    """Return the pinyin by which a character is read most often, with its tone mark."""
    return _dictionary().get(ord(char), "").split(",")[0]


def readings_of(char: str) -> frozenset[str]:
    """Return the pinyin of a character, with tone marks; none for what is no Han character."""
    return frozenset(_dictionary().get(ord(char), "").split(",")) - {""}


@cache
def toneless(pinyin: str) -> str:
    """Return pinyin without its tone marks; ü is kept."""
    letters = unicodedata.normalize("NFD", pinyin)
    return unicodedata.normalize(
        "NFC", "".join(x for x in letters if x not in "\u0300\u0301\u0304\u030c")
    )


def may_read(char: str, pinyin: str) -> bool:
    """Tell whether the character has the reading, written with its tone or without."""
    readings = readings_of(char)
    return pinyin in readings or pinyin in map(toneless, readings)


def as_printed(pinyin: str) -> str:
    """Return pinyin as dictionaries print it, without the number that stands for its tone."""
    return pinyin.rstrip("12345")


@cache
def annotatable(pinyin: str) -> tuple[str, ...]:
    """Return the common characters outside GB2312 that may be read so: what mirrors annotate."""
    return _outside_gb2312().get(pinyin, ())


@cache
def _outside_gb2312() -> Mapping[str, tuple[str, ...]]:
    chars: dict[str, list[str]] = {}
    common = (char for char, rank in ranks().items() if rank < _COMMON)
    for char in to_mirror_chars(common):
        if not in_gb2312(char) and char.encode("gbk", "ignore"):
            for reading in readings_of(char):
                chars.setdefault(reading, []).append(char)
    return {reading: tuple(found) for reading, found in chars.items()}


@cache
def _dictionary() -> Mapping[int, str]:
    from pypinyin.pinyin_dict import pinyin_dict  # an eighth of a second: not for clean text

    readings: Mapping[int, str] = pinyin_dict
    return readings
