"""The line above a byline: the title of a page that has no better sign of it."""

import re
from itertools import pairwise

from article.facts.heading import DAY, unmarked, whole_of
from article.facts.names import is_outlet, is_person
from article.facts.sitename import LONGEST, MIN_KEY, SEPARATOR, names_site
from article.folding import key
from article.markup.cells import is_label
from article.markup.page import Line, Page
from article.markup.surroundings import RELATED, tells_of_site
from article.patterns import regex

MAX_ABOVE = 60  # lines, below which no second byline is looked for
LONGEST_SHORT = 8  # characters of a title below MIN_KEY, perhaps spaced out
_OFFICE = regex(r"\W{0,3}(?:发布|供稿|报送|信息)(?:单位|机构|部门|[人者员])\s?:")
TRACE = regex(r".{0,8}位置\s?[:是]|\W{0,3}首页\s?[>»›/]|.{2,60}[>»›].{0,20}(?:正文|详情)\Z")
# A numbered heading or buttons: they stand above what is but like a byline, as prose does.
_BESIDE_TEXT = regex(
    r"""
        [一二三四五六七八九十]{1,2}、(?![一二三四五六七八九十])
        | \W{0,2}(?:打印|关闭|返回|收藏|分享)
          (?:本[页文]|[此全]文|文章|窗口|页面|列表|首页|到)?(?:\W|\Z)
    """,
    re.X,
)
_PROSE = regex(".{16,}。")
_COMMENTS = regex(r"[\W_]{0,4}网友(?:评论|留言|跟[帖贴])\W{0,4}\Z")
BYLINE = regex(
    r"""
        (?:来源|稿源|时间|日期|作者|编辑|责编)\s?:
        | ^\W{0,3}(?:19|20)\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}
        | (?:19|20)\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?\s{0,2}\d{1,2}:\d\d
    """,
    re.X,
)


def find_above_byline(page: Page) -> str | None:
    """Return the line before the first line that looks like a byline."""
    is_in_text = False
    for (_, before), (index, line) in pairwise(enumerate(page.lines)):
        if _COMMENTS.match(line.text):
            return None
        is_in_text = is_in_text or _PROSE.match(before.text) is not None
        if len(line.text) > 150 or line.hidden or line.is_link or not _is_byline(line):
            continue
        if is_in_text and tells_of_site(before.folded):
            continue
        if ":" not in line.folded and (is_in_text or is_outlet(before.text)):
            continue  # who signs a text or a notice, above its day
        if _is_no_title(before):
            continue
        if before.text[-1] not in "。；，:：…":
            at = index - 2 if before.text.startswith(("——", "--")) else index - 1  # (副标题)
            shown = whole_of(page, page.lines[max(at, 0)], line.block)
            if MIN_KEY <= len(key(shown)) <= 60:
                return unmarked(shown, page)
        if index > MAX_ABOVE:
            return None
    return None


def _is_no_title(line: Line) -> bool:
    """Whether a line is another's or the page's: a byline, cell, trace, button, or prose."""
    patterns = (_OFFICE, TRACE, _PROSE, _BESIDE_TEXT, RELATED)
    return (
        line.is_link
        or line.hidden
        or _is_byline(line)
        or is_label(line.folded)
        or any(pattern.match(line.folded) for pattern in patterns)
    )


def _is_byline(line: Line) -> bool:
    """Whether a line looks like a byline, if but of an outlet and a day."""
    if BYLINE.search(line.folded):
        return True
    day = DAY.search(line.folded)
    return day is not None and is_outlet(line.folded[: day.start()].strip())


def find_short(page: Page) -> str | None:
    """The short line above a byline, or heading, that the document's title begins or ends with.

    Where that is but the name of the site, a heading above a byline is enough.
    """
    steps = SEPARATOR.split(page.title[:LONGEST])
    names = {key(name) for name in (steps[0], steps[-1])}
    names = {name for name in names if 1 < len(name) < MIN_KEY}
    is_site = len(steps) == 1 and names_site(page.title)
    if not names and not is_site:
        return None
    for at, line in enumerate(page.lines[:-1]):
        if len(line.text) > LONGEST_SHORT or not (line.heading or names) or line.is_link:
            continue
        is_title = line.key in names or (is_site and _is_lone_short(page, line))
        if not is_title or line.hidden:
            continue
        below = page.lines[at + 1 : at + 3]
        if below[0].heading or len(below[0].text) > LONGEST_SHORT:
            below = below[:1]  # no name of who wrote
        is_above = any(BYLINE.search(other.folded) for other in below)
        if is_above or (line.heading and is_person(line.key) and not is_site):
            return line.text
    return None


def _is_lone_short(page: Page, line: Line) -> bool:
    block = page.blocks[line.block]
    return line.heading > 0 and 1 < len(line.key) < MIN_KEY and block.end - block.start == 1
