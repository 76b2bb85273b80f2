"""Which element of a page holds the text of its article."""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from article.facts.dates import beside_day, has_date
from article.markup.containers import is_container
from article.markup.page import Block, Line, Page
from article.markup.surroundings import ANSWERED, LEGAL, RELATED
from article.patterns import regex
from article.text.captions import FULL, are_all, find_captions
from article.text.extent import find_end, find_row, find_start
from article.text.pieces import (
    IN_TABLE,
    LISTS,
    NEAR_TITLE,
    PARAGRAPHS,
    ROWS,
    SHORT,
    goes_on,
    has_byline,
    is_beside,
    is_plain,
    prose,
)
from article.text.verses import find_poem, is_apart

BYLINE = 100  # characters; a longer line is none
MOMENT = 32  # characters of a date and its time
_PUNCTUATION = regex("[，。！？；：、“”「」,!?;]")
_OF_DAY = regex(r"[\d年]")  # no day is written without
_WRAPPERS = frozenset("div section article main td".split())
_COMMENT = regex(r"[\W_]{0,4}(?:发表|我要|网友|查看)评论")
# How many readers saw or discussed a text.
_COUNT = regex(r"\d\s?(?:人(?:参与|评论|跟[帖贴])|条?评论)|(?:评论|参与|跟[帖贴])\W{0,3}\d")
# What is told below pictures is longer than what is told of them all.
_PICTURES = regex(r"swiper|slide|carousel|gallery|album|lunbo|(?<![a-z])(?:pic|photo|tuji)", re.I)


@dataclass(frozen=True, slots=True)
class Look:
    """One way to look for text: how short a line may be, whether hidden ones count.

    ``paragraphs`` are the elements whose text belongs to the element around them.
    """

    shortest: int
    hidden: bool
    paragraphs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Span:
    """The lines that may be text, by number, which rule found them and in which element."""

    lines: Sequence[int]
    rule: str
    where: str


_LOOKS = (
    Look(SHORT, False, PARAGRAPHS),
    Look(2, False, PARAGRAPHS | {"td", "th", "tr", "tbody", "thead"}),  # a table of names
    Look(SHORT, True, PARAGRAPHS),
)


def find_spans(page: Page, titles: Sequence[int] = ()) -> Iterator[Span]:
    """Yield the element with the densest text, then what a closer look finds.

    ``titles`` are the lines where the title stands: what follows one closely is likelier the text.
    """
    for look in _LOOKS:
        scores, firsts = _scores(page, look, titles)
        _prefer_after_title(page, scores, firsts, titles)
        best = max(range(len(scores)), key=scores.__getitem__, default=-1)
        if best >= 0 and scores[best] > 0:
            sizes = _sizes(page, look.hidden)
            best = _descend(page, _climb(page, best, scores, sizes), sizes)
            best = _widen(page, best, titles)
            known = any(is_container(block.label) for block in page.chain(best))
            block = page.blocks[best]
            rule = "container" if known else "density"
            lines = find_row(page, block, titles) or range(
                find_start(page, block.start, titles), find_end(page, block)
            )
            is_brief = sizes[lines[-1] + 1] - sizes[lines[0]] < 2 * FULL
            captions = find_captions(page, titles) if is_brief and look is _LOOKS[0] else None
            if captions and are_all(page, captions, lines):
                yield _captioned(page, captions)
            sentences = prose(page.lines[lines[0] : lines[-1] + 1])
            poem = find_poem(page, titles) if look is _LOOKS[0] else None
            if poem and (not any(map(is_plain, sentences)) or is_apart(page, *poem)):
                yield Span(poem[0], "verses", _name(poem[1]))
            yield Span(lines, rule, _name(block))
    if captions := find_captions(page, titles):
        yield _captioned(page, captions)


def _captioned(page: Page, captions: range) -> Span:
    around = page.blocks[page.lines[captions.start].block]
    return Span(captions, "captions", _name(around))


def _name(block: Block) -> str:
    return f"{block.tag} {block.label}".strip()


def _scores(page: Page, look: Look, titles: Sequence[int] = ()) -> tuple[list[float], list[int]]:
    """Score each block by the text near it; also return the first line that scored for it.

    Text counts for the element around its paragraph in full, for the next two by a share. Titles
    do not count.
    """
    blocks = page.blocks
    above = frozenset(titles)
    scores = [0.0] * len(blocks)
    firsts = [-1] * len(blocks)
    for number, line in enumerate(page.lines):
        own = len(line.text) - line.linked
        if own < look.shortest or line.linked > own or (line.hidden and not look.hidden):
            continue
        score = 0.0 if number in above else _worth(line, own)
        is_head = score < 0.5 * own  # rows begin with title and byline too
        if number and is_teaser(page.lines[number - 1], line):
            score *= 0.3
        index = line.block
        while index >= 0 and blocks[index].tag in look.paragraphs:
            score *= 0.3 if blocks[index].tag == "li" else 1.0
            index = blocks[index].parent
        for share in (1.0, 0.55, 0.25):
            if index < 0:
                break
            scores[index] += score * share
            if firsts[index] < 0 and not (is_head and blocks[index].tag in ROWS):
                firsts[index] = number
            wrapper = _wrapper(page, index) if share == 1.0 else -1
            if wrapper >= 0:  # a paragraph with an element of its own counts for both
                index = wrapper
                scores[index] += score * 0.95
                if firsts[index] < 0 and not (is_head and blocks[index].tag in ROWS):
                    firsts[index] = number
            index = blocks[index].parent
    for index, block in enumerate(blocks):
        if scores[index] > 0:
            scores[index] *= _trust(page, index, block.label)
    return scores, firsts


def _worth(line: Line, own: int) -> float:
    """Score a line, of which so many characters are no link."""
    worth = own + 6.0 * len(_PUNCTUATION.findall(line.text)) - 2.0 * line.linked
    is_legal = len(line.text) < 300 and LEGAL.search(line.text)
    # A byline is longer than the shortest of texts.
    may_be = own < BYLINE and _OF_DAY.search(line.text)
    is_byline = may_be and (has_byline(line) or _is_moment(line))
    return 0.1 * worth if is_legal or is_byline else worth


def _is_moment(line: Line) -> bool:
    """Whether a line is a date, perhaps with its time, and no more."""
    return len(line.text) <= MOMENT and beside_day(line.folded) < 4


def _wrapper(page: Page, index: int) -> int:
    """Return the element of several lines round an element of one, -1 for others.

    Some designs put each paragraph into nested elements of its own.
    """
    block = page.blocks[index]
    if block.end - block.start != 1 or block.tag not in _WRAPPERS:
        return -1
    while block.parent >= 0 and (block.end - block.start == 1 or block.tag == "tr"):
        index = block.parent
        block = page.blocks[index]
    return index if block.tag in _WRAPPERS or block.tag in ROWS else -1


def is_teaser(above: Line, line: Line) -> bool:
    """Whether a text is the summary below a heading that links to another article."""
    is_title = above.heading > 0 and above.is_link and len(above.text) >= 8
    return is_title and not (line.heading or _COUNT.search(above.folded))


def _trust(page: Page, index: int, label: str) -> float:
    trust = 1.5 if is_container(label) else 1.0
    for block in islice(page.chain(index), 3):
        if block.is_negative:
            trust *= 0.3
        if block.tag in ("footer", "aside", "nav"):
            trust *= 0.3
    return trust


def _prefer_after_title(
    page: Page, scores: list[float], firsts: list[int], titles: Sequence[int]
) -> None:
    """Raise what follows the title closely, lower what follows a heading such as 相关新闻."""
    factors: dict[int, float] = {}
    for index, first in enumerate(firsts):
        if first >= 0:
            if first not in factors:
                factors[first] = _place(page, first, titles)
            scores[index] *= factors[first]


def _place(page: Page, first: int, titles: Sequence[int]) -> float:
    if LEGAL.search(page.lines[first].text):
        return 1.0
    near = max((title for title in titles if 0 < first - title <= NEAR_TITLE), default=None)
    since = first - 4 if near is None else near + 1
    between = page.lines[max(0, since) : first]
    if any(len(line.text) < 20 and _heads_links(line) for line in between):
        return 0.4
    if near is None:
        return 1.0
    dated = [i for i, line in enumerate(between) if len(line.text) < 150 and has_date(line.folded)]
    if not dated:
        return 2.5
    # Below the byline a heading begins something else, such as a column or article beside the text.
    if page.lines[first].heading and any(map(has_byline, page.lines[first + 1 : first + 2])):
        return 1.0
    below = between[dated[0] + 1 :]
    return 1.0 if any(line.heading and not _is_of_byline(line) for line in below) else 5.0


def _heads_links(line: Line) -> bool:
    """Whether a line is a heading of links to other articles, and no button for comments."""
    return RELATED.match(line.folded) is not None and not (
        line.is_link and _COMMENT.match(line.folded)
    )


def _is_of_byline(line: Line) -> bool:
    """Whether a line tells a day, who answered a letter, or how many readers discussed a text."""
    folded = line.folded
    return has_date(folded) or bool(ANSWERED.match(folded) or _COUNT.search(folded))


def _sizes(page: Page, hidden: bool) -> list[int]:
    """Unlinked characters before each line: the size of a block is one subtraction."""
    total, sizes = 0, [0]
    for line in page.lines:
        if hidden or not line.hidden:
            total += len(line.text) - line.linked
        sizes.append(total)
    return sizes


def _size(page: Page, index: int, sizes: list[int]) -> int:
    return sizes[page.blocks[index].end] - sizes[page.blocks[index].start]


def _climb(page: Page, best: int, scores: list[float], sizes: list[int]) -> int:
    """Go up while the parent holds more of the same, but not much more than the same."""
    for _ in range(3):
        parent = page.blocks[best].parent
        if parent < 0 or page.blocks[parent].is_negative:
            break
        limit = 1.6 * _size(page, best, sizes) + 60
        if scores[parent] < 1.15 * scores[best] or _size(page, parent, sizes) > limit:
            break
        best = parent
    return best


def _descend(page: Page, best: int, sizes: list[int]) -> int:
    """Go down while one child holds nearly all."""
    for index in range(best + 1, len(page.blocks)):
        block = page.blocks[index]
        if block.start >= page.blocks[best].end:
            break
        nearly_all = 0.93 * _size(page, best, sizes)
        if (
            block.parent == best
            and block.tag not in PARAGRAPHS
            and _size(page, index, sizes) >= nearly_all
        ):
            best = index
    return best


def _widen(page: Page, best: int, titles: Sequence[int]) -> int:
    """Go up from a part of the text to what else says something below the title, without links.

    A form has its facts in rows above the story; a table of figures has words above it. Other
    texts have an element per section, be it of few words, or paragraphs that editors nest into
    each other.
    """
    blocks = page.blocks
    head = min(titles, default=sys.maxsize)
    index = best
    while True:
        inner, parent = blocks[index], blocks[index].parent
        if parent < 0 or blocks[parent].start <= head or blocks[parent].is_negative:
            break
        outer = blocks[parent]
        beside = [*page.lines[outer.start : inner.start], *page.lines[inner.end : outer.end]]
        if not all(map(is_plain, beside)):
            break
        above = page.lines[inner.start - 1]
        is_nested = above.block == parent and "。" in above.text
        index = parent
        is_row = inner.tag in IN_TABLE
        if inner.tag in LISTS or _PICTURES.search(inner.label):
            is_row = not any(is_beside(page, line) for line in beside)
        is_section = inner.tag == "section" and is_container(outer.label)
        if is_nested or is_row or is_section or goes_on(page, best, beside):
            best = parent
    return best
