"""The lines round a title and its text that may hold the byline, and their reading."""

from collections.abc import Sequence
from typing import Any

from article.facts.byline import Byline, read_byline
from article.facts.dates import has_date
from article.folding import fold
from article.layout import Layout, text_of
from article.markup.cells import is_label
from article.markup.page import Line, Page
from article.patterns import regex
from article.text.lines import MAX_BYLINE, has_sentence, is_byline, is_day
from article.text.verdict import FEW, dated_links

MAX_WINDOW = 700  # characters of a byline with its tools
MAX_DAY = 30  # characters of a window that is but a day
SHORT_LINK = 8  # characters; longer ones in a list are titles
SUMMARY = 20  # characters; slogans are shorter
_EDITION = regex(r"第[A-Z\d]{1,4}版")  # of a newspaper; links name it however long
# Words apart, but for the sizes of letters: 字号 大 中 小.
_PARTED = regex(r"\p{Han} (?=\p{Han})(?![大中小](?!\p{Han}))")


def read_window(page: Page, window: str, title: str, heads: Sequence[int]) -> Byline:
    """Read a byline; where it tells no day, one may stand behind the title in its line."""
    byline = read_byline(window)
    if not byline.published and (day := _day_behind(page, title, heads)):
        return read_byline(f"{day}\n{window}")
    return byline


def _day_behind(page: Page, title: str, heads: Sequence[int]) -> str:
    """Return what stands behind the title in a line of it, if that is a day."""
    behind = (page.lines[head].text.partition(title)[2] for head in heads)
    return next((text for text in behind if has_date(fold(text))), "")


def window_of(page: Page, layout: Layout | None) -> str:
    """Return the texts that a layout names as byline, none without one."""
    elements: list[Any] = page.select(layout.byline) if layout else []
    return "\n".join(map(text_of, elements))[:MAX_WINDOW]


def window_between(page: Page, start: int, end: int) -> str:
    """Return the lines of a part of the page that has no text."""
    return "\n".join(line.text for line in page.lines[start:end])[:MAX_WINDOW]


def window_before(page: Page, start: int, heads: Sequence[int], title: str) -> str:
    """Return the lines between the title and the text, or the dozen before it without a title."""
    above = [head + 1 for head in reversed(heads) if start - 40 <= head < start]
    windows = [_joined(page, after, start, title) for after in above] or [
        _joined(page, max(0, start - 12), start)
    ]
    nearest = next((window for window in windows if has_date(fold(window))), None)
    if nearest is None:
        # Names may stand below a title that has its time above.
        window = f"{_above(page, heads[0])}\n{windows[0]}" if heads else ""
        return window if has_date(fold(window)) else windows[0]
    # The nearest title may be one that the text repeats, below the byline, perhaps with its day.
    if not above or len(nearest) > MAX_DAY or not is_day(fold(nearest)):
        return nearest
    headed = (
        window for at, window in zip(above, windows, strict=False) if page.lines[at - 1].heading
    )
    return next((window for window in headed if has_date(fold(window))), nearest)


def _above(page: Page, head: int) -> str:
    """The byline of designs that print it above the title."""
    first = max(0, head - 6)
    if first and is_label(page.lines[first - 1].folded):
        first -= 1  # of the value that comes next
    lines = (
        line
        for at, line in enumerate(page.lines[first:head], first)
        if (line.linked < SHORT_LINK or _EDITION.search(line.folded))
        and not (line.is_link or line.hidden or _is_of_item(page, at))
    )
    near = (line for line in lines if is_byline(line) or is_label(line.folded))
    return "\n".join(_spaced(page, line) for line in near)


def _is_of_item(page: Page, at: int) -> bool:
    """Whether a line is the day of what a list shows above it: a title, or a summary below one.

    Other links there name the channel, the newspaper and its page.
    """
    if not (at and is_day(page.lines[at].folded)):
        return False
    title = page.lines[at - 1]
    if not title.is_link and len(title.text) >= SUMMARY and has_sentence(title):
        title = page.lines[max(0, at - 2)]
        return title.is_link and (title.heading > 0 or title.linked >= SHORT_LINK)
    if title.linked < SHORT_LINK or not title.is_link or _EDITION.search(title.folded):
        return False
    # A breadcrumb has several links.
    return sum(number == at - 1 for number, _ in page.anchors) == 1


def _joined(page: Page, start: int, end: int, title: str = "") -> str:
    """The lines of a part of the page, without its title and what is of other articles."""
    lines = [line for line in page.lines[start:end] if not line.hidden]
    lines = [line for line in lines if line.text != title]  # which may be written like an outlet
    if len(listed := dated_links(lines)) >= FEW:  # their days are those of other articles
        lines = [line for line in lines if line not in listed]
    return "\n".join(_spaced(page, line) for line in lines)[:MAX_WINDOW]


def _spaced(page: Page, line: Line) -> str:
    """The text of a line, parted where its markup is if it names more so.

    In prose neither the end of a line in the markup nor that of an element is a space, but in a
    byline they may part one name from another, as browsers and styles show them.
    """
    block, told = page.blocks[line.block], line.text
    if block.end - block.start != 1 or len(told) > MAX_BYLINE:
        return told
    pieces = list(block.element.itertext())
    is_whole = len(pieces) == 1 and "\n" not in pieces[0].strip()
    if is_whole or not is_byline(line):
        return told
    for text in ("".join(pieces), " ".join(pieces)):
        parted = " ".join(text.split())
        if parted.replace(" ", "") != line.text.replace(" ", ""):
            break  # the line is a part of it, or there are scripts
        if len(_PARTED.findall(parted)) > len(_PARTED.findall(told)) and _says_more(parted, told):
            told = parted
    return told


def _says_more(parted: str, text: str) -> bool:
    """Whether a byline that is parted names more, of the same day."""
    one, other = read_byline(parted), read_byline(text)
    return one.published == other.published and _named(one) > _named(other)


def _named(byline: Byline) -> int:
    named = (byline.source or byline.outlet, byline.author, byline.editor)
    return sum(value is not None for value in named)
