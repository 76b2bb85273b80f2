"""Traditional and simplified script."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Protocol


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


# OpenCC's tw2s turns 著 into 着 where mirrors wrote it for 着; in these words 著 is right.
_ZHU_WORDS = re.compile(
    "[名专專编編原巨论論译譯土拙遗遺合昭卓显顯撰知新旧舊主自所大]著(?!力|手|眼|重|想|急|火|凉|涼|落|迷|实|實|装|裝)"
    "|著(?=[名作者述称稱书書录錄译譯])"
)


_SURROGATE = re.compile("[\ud800-\udfff]")


@cache
def _opencc(config: str) -> _Converter:
    from opencc import OpenCC  # loaded where a text is traditional: most are not

    converter: _Converter = OpenCC(config)
    return converter


def to_simplified(text: str) -> str:
    """Convert as mainland China writes it, words unchanged: 軟體 becomes 软体, not 软件."""
    if _SURROGATE.search(text):
        return text  # half a character, which OpenCC cannot take
    converted = _opencc("tw2s").convert(text)
    if "著" not in text or len(converted) != len(text):
        return converted
    kept = list(converted)
    for match in _ZHU_WORDS.finditer(text):
        at = match.start() + match.group().index("著")
        kept[at] = "著"
    return "".join(kept)


@cache
def to_simplified_char(char: str) -> str:
    """Return one character in simplified script, whatever word it stands in."""
    if _SURROGATE.match(char):
        return char
    return _opencc("t2s").convert(char)


@cache
def in_gb2312(char: str) -> bool:
    """Tell whether the character is of the simplified standard set."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def to_mirror_chars(simplified: Iterable[str]) -> Iterator[str]:
    """Yield the forms in which a mirror may write each character, itself among them.

    Mirrors convert character by character; what traditional script has too may stay as it is.
    """
    chars = list(simplified)
    lines = "\n".join(chars)  # a line each, so that no two are taken for a word
    variants = zip(
        chars,
        _opencc("s2tw").convert(lines).split("\n"),
        _opencc("s2t").convert(lines).split("\n"),
        strict=True,
    )
    for char, *traditional in variants:
        yield from traditional
        if char == traditional[0] or char.encode("big5", "ignore"):
            yield char


@cache
def to_traditional_char(char: str) -> str:
    """Return one character in traditional script as Taiwan writes it, whatever its word."""
    return _opencc("s2tw").convert(char)
