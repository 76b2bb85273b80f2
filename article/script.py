"""Traditional and simplified script."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Protocol

from article.patterns import regex


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


# Where mirrors write 著 for 着 too, OpenCC's tw2s decides by words: it takes 跟著|志愿 for 跟|著志
# and knows no 見微知著. The verbs and the words that it gets wrong:
_ASPECT = regex(
    "[跟隨随寫写看想帶带沿朝向接圍围繞绕拿站坐躺走跑聽听說说笑穿戴抱拉推牽牵舉举握守望等靠背扶"
    "挂掛貼贴放擺摆捧唱喊哭忙活住藏印刻畫画記记載载開开騎骑踩踏迎伴憑凭順顺對对指領领護护照盯數数捏提]著"
)
_BOOK = regex("見微知著|见微知著|[編编合原遺遗拙舊旧]著|[所自新]著(?=[的《，。、])")


_SURROGATE = regex("[\ud800-\udfff]")


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
    chars = list(converted)
    for pattern, char in ((_ASPECT, "着"), (_BOOK, "著")):
        for match in pattern.finditer(text):
            chars[match.start() + match.group().index("著")] = char
    return "".join(chars)


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
