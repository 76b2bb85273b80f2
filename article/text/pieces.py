"""What lines and elements are to a text that is still to be found."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from article.facts.dates import has_date
from article.markup.page import Block, Line, Page
from article.markup.surroundings import LEGAL, RELATED
from article.patterns import regex

NEAR_TITLE = 15  # lines between a title and the first line of its text, byline and tools included
SHORT = 10  # characters; a shorter line tells of no text at first
PARAGRAPHS = frozenset(
    "p h1 h2 h3 h4 h5 h6 li pre blockquote dd dt center figure figcaption".split()
)
ROWS = frozenset(("table", "tbody"))
IN_TABLE = ROWS | {"td", "tr", "th"}
LISTS = frozenset(("ol", "ul", "dl"))
# Boxes above a text that are none of it.
_BESIDE = regex(
    r"summ?ary|abstract|intro|digest|zhaiyao|daodu|desc|(?<![a-z])(?:ads?|adv|gg)(?![a-z])", re.I
)
# What sites say to readers of any text.
NOTICE = regex("扫一扫|二维码|微信|朋友圈|浏览器|客户端|APP|点击|登录|阅读时间|本文字数|温馨提示")
_LABEL = regex(r"(?:来源|时间|日期|作者|编辑)\s?:")
FILE_NAME = regex(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar)\W{0,2}\Z", re.I)
PROSE_END = "。！？；…”.!?"


def is_plain(line: Line) -> bool:
    """Whether a line is no link, no legal notice and no heading of links; prose may hold a link."""
    few = 0.3 * len(line.text) if len(line.text) >= 30 else 0
    if line.linked > few and not (line.text.startswith("附件") or FILE_NAME.search(line.text)):
        return False
    return not (line.hidden or LEGAL.search(line.text) or RELATED.match(line.folded))


def prose(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines that are sentences."""
    return (line for line in lines if len(line.text) >= 20 and line.text[-1] in PROSE_END)


def is_beside(page: Page, line: Line) -> bool:
    """Whether a line stands in a box that is no part of a text."""
    return any(
        block.is_negative or _BESIDE.search(block.label)
        for block in islice(page.chain(line.block), 3)
    )


def goes_on(page: Page, part: int, beside: Sequence[Line]) -> bool:
    """Whether prose like its own stands beside a part of a text, and nothing that sites add."""
    own = prose(page.lines[page.blocks[part].start : page.blocks[part].end])
    tags = {page.blocks[line.block].tag for line in own}
    return any(page.blocks[line.block].tag in tags for line in prose(beside)) and not any(
        (len(line.text) < 60 and NOTICE.search(line.text)) or is_beside(page, line)
        for line in beside
    )


def has_label(line: Line) -> bool:
    """Whether a line has a label of a byline."""
    return ":" in line.folded and _LABEL.search(line.folded) is not None


def has_byline(line: Line) -> bool:
    """Whether a line has a label of a byline and a date."""
    return has_label(line) and has_date(line.folded)


def outermost(page: Page, number: int) -> Block:
    """Return the outermost element that holds nothing but a line, or the one that it is in."""
    block = page.blocks[page.lines[number].block]
    for outer in page.chain(block.parent):
        if outer.end - outer.start != 1:
            break
        block = outer
    return block


def is_alike(page: Page, number: int, block: Block) -> bool:
    """Whether a line has an element like another beside it, and is no link."""
    own = outermost(page, number)
    as_the_other = (own.parent, own.tag, own.label) == (block.parent, block.tag, block.label)
    return as_the_other and is_plain(page.lines[number])
