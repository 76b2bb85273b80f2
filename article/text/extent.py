"""How far a text goes beyond the element that has most of it: rows, letters, sections."""

from collections.abc import Sequence

from article.facts.dates import has_date
from article.markup.page import Block, Line, Page
from article.markup.surroundings import ANSWERED, tells_of_site
from article.patterns import regex
from article.text.lines import is_byline
from article.text.pieces import (
    IN_TABLE,
    LISTS,
    NOTICE,
    PARAGRAPHS,
    PROSE_END,
    goes_on,
    has_byline,
    is_alike,
    is_beside,
    is_plain,
    outermost,
    prose,
)
from article.text.verses import find_verses

PARTED = 7  # lines between a letter and its answer
_ROWED = IN_TABLE | LISTS
_PARTS = PARAGRAPHS | LISTS | {"table"}
# Heads a part of the text in a box of its own.
_STORY = regex(
    r"\W*(?:项目|活动|人物|作品|主要|先进)?(?:事迹|简介|介绍|详情|背景|内容)(?:简介|介绍)?\W*"
)
_DIGEST = regex(r"\W{0,2}(?:内容|本文)?(?:摘要|导读|提要|概要|核心提示)\W{0,2}:")
_LABELLED = regex(r"\W?\p{Han}[\u4e00-\u9fff\s]{1,10}\s?:\s?\S")
_CELLS = frozenset("td th dt dd".split())
FACT = 60  # characters; a longer line is no fact
_ITSELF = regex("本[网站]|主办|开通")


def find_row(page: Page, block: Block, titles: Sequence[int]) -> range | None:
    """Return the lines of a text whose paragraphs are elements of a line each, below their title.

    With no element around them but that of title or byline too, one of them was found, or a table
    or list between them.
    """
    if block.tag in _ROWED:
        chain = page.chain(block.number)
        block = next(
            (outer for outer in chain if outer.tag in LISTS or outer.tag == "table"), block
        )
    elif block.end - block.start > 1:
        return None
    else:
        block = outermost(page, block.start)
    if block.parent < 0:
        return None
    around = page.blocks[block.parent]
    head = max((title for title in titles if title < block.start), default=-1)
    if head < 0:
        return None
    head = max(head, around.start - 1)
    first, last = block.start, block.end
    while first - 1 > head and (is_alike(page, first - 1, block) or _leads(page, first - 1, block)):
        first -= 1
    while last < around.end and _is_row(page, last, block):
        last += 1
    lines = range(first, last)
    return lines if len(lines) > 1 and any(prose(page.lines[first:last])) else None


def _is_row(page: Page, number: int, block: Block) -> bool:
    """Whether a line has an element like another beside it, or a paragraph or table there."""
    chain = page.chain(page.lines[number].block)
    own = next((one for one in chain if block.parent in (one.parent, one.number)), None)
    is_part = own is not None and (own.tag in _PARTS or own.number == block.parent)
    return (is_part and is_plain(page.lines[number])) or is_alike(page, number, block)


def _leads(page: Page, number: int, block: Block) -> bool:
    """Whether a line tells of the table or list below it."""
    line = page.lines[number]
    is_long = len(line.text) >= 20 and not has_byline(line)
    return is_long and block.tag in _ROWED and _is_row(page, number, block)


def find_start(page: Page, start: int, titles: Sequence[int]) -> int:
    """Return where a text begins whose first paragraphs stand alone between byline and the rest."""
    lines, first = page.lines, start
    while first and _is_lead(page, lines[first - 1], lines[start]):
        first -= 1
    if first == start:
        found = min(_letter(page, start, titles), _facts(page, start, titles))
        return found if found < start else find_verses(page, start, titles)
    if not first:
        return start
    is_below = has_date(lines[first - 1].folded) and any(title < first for title in titles)
    return first if is_below or first - 1 in titles else start


def _is_lead(page: Page, line: Line, text: Line) -> bool:
    """Whether a line is prose, and no summary of the text."""
    if len(line.text) < 30 or line.text[-1] not in "。！？”" or not is_plain(line):
        return False
    if (
        line.heading
        or _DIGEST.match(line.folded)
        or NOTICE.search(line.text)
        or line.text[:20] in text.text
    ):
        return False
    return not is_beside(page, line)


def _facts(page: Page, start: int, titles: Sequence[int]) -> int:
    """Return where the facts begin that stand above a heading such as 主要事迹 and its story.

    They are rows of a table or lines with a label each; what a byline tells is none of them.
    """
    lines = page.lines
    story = start if _STORY.fullmatch(lines[start].folded) else start - 1
    head = max((title for title in titles if title < story), default=story)
    if story - head < 3 or not _STORY.fullmatch(lines[story].folded):
        return start
    last = story - 1 if lines[story - 1].is_link else story  # a button to take part
    first = last
    while first - 1 > head and _is_fact(page, lines[first - 1]):
        first -= 1
    return first if last - first > 1 else start


def _is_fact(page: Page, line: Line) -> bool:
    if len(line.text) >= FACT or not is_plain(line) or is_byline(line):
        return False
    is_cell = page.blocks[line.block].tag in _CELLS
    return (is_cell or _LABELLED.match(line.folded) is not None) and not is_beside(page, line)


def _letter(page: Page, start: int, titles: Sequence[int]) -> int:
    """Return where a letter begins that stands above its answer, and who gave that and when."""
    lines, first = page.lines, start
    head = min(titles, default=start)
    while first > max(head + 1, start - PARTED) and _is_short(lines[first - 1]):
        first -= 1
    if not any(ANSWERED.match(line.folded) for line in lines[first:start]):
        return start
    letter = first
    while letter > head + 1 and _is_lead(page, lines[letter - 1], lines[start]):
        letter -= 1
    return letter if letter < first else start


def _is_short(line: Line) -> bool:
    return len(line.text) < 45 and line.text[-1] not in PROSE_END and is_plain(line)


def find_end(page: Page, block: Block) -> int:
    """Return where a text ends that goes on in elements like its own, or in paragraphs."""
    end = block.end
    if block.parent < 0:
        return end
    last = page.blocks[block.parent].end
    while end < last:
        line = page.lines[end]
        chain = page.chain(line.block)
        part = next((one for one in chain if one.parent == block.parent), None)
        if part is None or part.start < end:
            break
        lines = page.lines[part.start : part.end]
        is_alike = part.tag == block.tag and part.label == block.label != " "
        is_more = is_alike or part.tag == "p" or (part.tag == block.tag and _is_story(page, part))
        if not is_more or not all(map(is_plain, lines)) or any(map(has_byline, lines)):
            break  # what has a byline of its own is another text
        if not (goes_on(page, block.number, lines) or (is_alike and _is_rest(page, lines))):
            break
        end = part.end
    return end


def _is_rest(page: Page, lines: Sequence[Line]) -> bool:
    """Whether lines may be the end of a text, such as who signs it, and are nothing of the site."""
    return not any(
        (len(line.text) < 60 and NOTICE.search(line.text))
        or tells_of_site(line.folded)
        or is_beside(page, line)
        for line in lines
    )


def _is_story(page: Page, block: Block) -> bool:
    """Whether an element holds paragraphs of prose, perhaps below a heading such as 项目简介.

    What a site tells of itself is none.
    """
    lines = page.lines[block.start : block.end]
    if _STORY.fullmatch(lines[0].folded):
        lines = lines[1:]
    return (
        len(lines) > 1
        and len(list(prose(lines))) == len(lines)
        and all(page.blocks[line.block].tag == "p" for line in lines)
        and not any(_ITSELF.search(line.text) for line in lines)
    )
