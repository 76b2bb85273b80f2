"""Paragraphs that were cut into lines of one width, as a mail or a PDF sets them."""

import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from article.noise.edits import Edit, line_spans
from article.noise.language import language
from article.patterns import regex

_LEAST_WIDTH = 40  # columns, two for a Han character; what is narrower is verse
_MOST_WIDTH = 120
_SLACK = 3  # columns by which a line is shorter, where a mark may not begin the next
_LEAST_FULL = 3
_SHARE_FULL = 0.4
_LEAST_WORDS = 2
_SHARE_WORDS = 0.3  # of the lines that end within a sentence: a third of them end within a word
_BEGINS_ANEW = regex(r"[\s（(]|[一二三四五六七八九十\d]{1,3}[、.．]|第.{1,4}[条章节]")


def find_wrapped(text: str) -> list[Edit]:
    """Return edits that join lines which end within a sentence, all at one width.

    Chance breaks words too; verse and lists, whose lines may be of one width, do not.
    """
    lines = text.split("\n")
    length = max(map(len, lines))
    if len(lines) <= _LEAST_FULL or length > _MOST_WIDTH or sum(map(_is_cut, lines)) < _LEAST_FULL:
        return []
    widths = list(map(_width, lines))
    width = max(widths)
    full = {
        line
        for line, columns in zip(lines, widths, strict=True)
        if columns >= width - _SLACK or len(line) == length
    }
    if not _LEAST_WIDTH <= width <= _MOST_WIDTH or len(full) < _SHARE_FULL * len(lines):
        return []
    joins = list(_joins(line_spans(text), lines, full))
    broken = {text[edit.start - 1] + text[edit.end] for edit in joins} & language().pairs.keys()
    if len(joins) < _LEAST_FULL or len(broken) < max(_LEAST_WORDS, _SHARE_WORDS * len(joins)):
        return []
    return joins


def _joins(spans: list[tuple[int, int]], lines: list[str], full: set[str]) -> Iterator[Edit]:
    for ((_, end), line), ((start, _), following) in pairwise(zip(spans, lines, strict=True)):
        if line in full and _is_cut(line) and following and not _BEGINS_ANEW.match(following):
            is_latin = line[-1].isascii() and following[0].isascii() and line[-1].isalpha()
            after = " " if is_latin and following[0].isalpha() else ""
            yield Edit(start=end, end=start, after=after, evidence="lines of one width")


def _is_cut(line: str) -> bool:
    return line[-1:].isalnum() or line.endswith(("，", "、", "_"))


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line)
