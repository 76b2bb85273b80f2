"""What is dropped from the paragraphs of a text: a byline, its second printing, its footer."""

import re
from collections.abc import Iterable, Sequence
from itertools import chain, islice

from article.folding import fold
from article.markup.page import Line
from article.markup.surroundings import LEGAL, OWNER, RUN_BY
from article.patterns import regex
from article.text.lines import is_byline, is_disclaimer, is_full_byline

# Pinyin that mirrors splice in: 技術(shù)支持.
_PINYIN = regex(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\)")
# What stands at the end of a text below the picture of a code, unless that is of the text.
_CODE = regex(
    r"""
        \W?(?:
            (?:官方|微信|政务){0,2}(?:公众号|视频号|微博)\s?:\s?[\w“”]{2,14}
            | (?!报名|咨询|投票|投稿|活动|征集|答题|问卷|参与)[\w“”]{0,14}
              (?:
                  公众号 | 订阅号 | 视频号 | 服务号 | 头条号 | 抖音号? | 快手号? | 微信号?
                  | 微博 | 小程序 | 客户端 | APP | 二维码
              )
        )\W?
    """,
    re.X | re.I,
)
_SUMMARY = regex(r"\W?(?:内容)?(?:摘要|提要|简介|导读|核心提示|描述)\W?[:：]\s?")
_TEXT_END = "。！？…”）)"
FOOTER = 12  # lines below a text that may tell of a footer above them


def take_byline(lines: Sequence[Line], kept: list[int]) -> str:
    """Remove a byline from the midst of a text, and return it: some pages print the text twice."""
    for index in kept:
        line = lines[index]
        if is_full_byline(line) and is_byline(line):
            kept.remove(index)
            return line.text
    return ""


def drop_repeats(paragraphs: list[str]) -> list[str]:
    """Drop the second printing of a whole text: a run of paragraphs that was there before.

    So does a summary go that is but the beginning of the text, cut.
    """
    if len(paragraphs) > 1 and paragraphs[0].endswith(("…", "...")):
        begun = _SUMMARY.sub("", paragraphs[0]).rstrip("….")
        if len(begun) >= 10 and paragraphs[1].startswith(begun):
            paragraphs = paragraphs[1:]
    first = next((text for text in paragraphs if len(text) >= 20), None)
    if first is None or paragraphs.count(first) < 2:
        return paragraphs
    start = paragraphs.index(first)
    again = paragraphs.index(first, start + 1)
    earlier = set(paragraphs[:again])
    repeated = [text for text in paragraphs[again:] if text in earlier]
    if sum(map(len, repeated)) < 0.6 * sum(map(len, paragraphs[start:again])):
        return paragraphs
    return [*paragraphs[:again], *(text for text in paragraphs[again:] if text not in earlier)]


def drop_footer(paragraphs: list[str], below: Iterable[str]) -> list[str]:
    """Drop the owner's lines (主办, 技术支持, 投稿邮箱) and disclaimers from the end of a text.

    An invitation may end with who holds it and how to reach them: one line must tell the footer,
    if need be of those ``below`` that are in the same element and no text.
    """
    paragraphs = _drop_codes(paragraphs)
    end = len(paragraphs)
    while end > 1 and _is_legal(paragraphs[end - 1]):
        end -= 1
    legal = paragraphs[end:]
    if legal and any(map(_is_sure, chain(legal, islice(below, FOOTER)))):
        return paragraphs[:end]
    return paragraphs


def _drop_codes(paragraphs: list[str]) -> list[str]:
    """Drop what stands below pictures of codes at the end of a text: 青岚发布微信公众号."""
    end = len(paragraphs)
    while end > 1 and len(paragraphs[end - 1]) < 24 and _CODE.fullmatch(fold(paragraphs[end - 1])):
        end -= 1
    return paragraphs[:end] if end and paragraphs[end - 1][-1] in _TEXT_END else paragraphs


def _is_sure(text: str) -> bool:
    """Whether a legal line is more than who owns, holds or answers for something."""
    return _is_legal(text) and (not OWNER.search(text) or len(LEGAL.findall(text)) > 1)


def _is_legal(text: str) -> bool:
    if len(text) >= 60:
        return len(text) < 300 and is_disclaimer(fold(text))
    plain = _PINYIN.sub("", fold(text))
    return is_disclaimer(plain) or (LEGAL.search(plain) or RUN_BY.match(plain)) is not None
