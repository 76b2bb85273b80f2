"""Poems: their lines are shorter than the buttons and names beside them."""

from collections.abc import Sequence
from functools import partial
from itertools import chain, takewhile

from article.facts.dates import has_date
from article.markup.page import Block, Page
from article.markup.surroundings import RELATED
from article.patterns import regex
from article.text.pieces import (
    NEAR_TITLE,
    has_label,
    is_alike,
    is_beside,
    is_plain,
    outermost,
    prose,
)

VERSES = 4  # make a poem
_VERSE = regex("[\u4e00-\u9fff，。！？；、“”《》·]{5,24}")
_NOTE = regex(r"\W{0,2}(?:注释?|题记|后记|创作背景|作者简介|赏析)\W{0,2}")


def find_poem(page: Page, titles: Sequence[int]) -> tuple[range, Block] | None:
    """Return the lines of the verses below a title, and the element around them."""
    lines, heads = page.lines, frozenset(titles)
    near = (range(head + 1, min(head + 1 + NEAR_TITLE, len(lines))) for head in titles)
    last = 0
    for first in chain.from_iterable(takewhile(partial(_is_above, page), part) for part in near):
        if first < last or not _VERSE.fullmatch(lines[first].text):
            continue
        own, last = outermost(page, first), first
        while last < len(lines) and is_alike(page, last, own):
            last += 1
        while first - 1 not in heads and is_alike(page, first - 1, own):
            first -= 1
        verses = sum(1 for line in lines[first:last] if _VERSE.fullmatch(line.text))
        if verses >= max(VERSES, 0.6 * (last - first)) and not is_beside(page, lines[first]):
            if own.tag == "li":
                return None
            if lines[first - 1].block == own.parent and first - 1 not in heads:
                first -= 1  # no element begins the first paragraph
            around = page.blocks[max(own.parent, 0)]
            return range(first, last), around
    return None


def is_apart(page: Page, verses: range, around: Block) -> bool:
    """Whether prose below verses is none of their text: it has a link or heading of its own.

    Their byline stands above them.
    """
    lines = page.lines
    if any(prose(lines[verses.start : around.end])) or not _is_dated(page, verses.start):
        return False
    below = takewhile(lambda line: not any(prose([line])), lines[verses.stop :])
    return any(line.heading or line.is_link for line in below)


def _is_dated(page: Page, start: int) -> bool:
    return any(has_date(line.folded) for line in page.lines[max(0, start - 4) : start])


def _is_above(page: Page, number: int) -> bool:
    """Whether a line may stand between a title and its verses: it is no text nor heads links."""
    line = page.lines[number]
    if RELATED.match(line.folded):
        return False
    is_text = ("。" in line.text[20:] or any(prose([line]))) and is_plain(line)
    return not is_text or has_date(line.folded) or has_label(line)


def find_verses(page: Page, start: int, titles: Sequence[int]) -> int:
    """Return where a poem begins that has an element of its own above what is told of it."""
    lines = page.lines
    last = start - 1 if start and not _NOTE.fullmatch(lines[start - 1].folded) else start - 2
    near = max((title for title in titles if title < last), default=None)
    if near is None or not _VERSE.fullmatch(lines[last].text):
        return start
    own, first = page.blocks[lines[last].block], last
    place = own.parent if own.tag == "p" else own.number
    while first - 1 > near and _VERSE.fullmatch(lines[first - 1].text):
        block = page.blocks[lines[first - 1].block]
        if place != (block.parent if block.tag == "p" else block.number):
            break
        first -= 1
    is_poem = last - first >= 3 and all(map(is_plain, lines[first : last + 1]))
    return first if is_poem and not is_beside(page, lines[last]) else start
