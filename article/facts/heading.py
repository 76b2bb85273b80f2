"""The headings and lines of a page that its document's title tells to be its own."""

import re
from typing import Any

from article.facts.sitename import (
    MIN_KEY,
    SEPARATOR,
    SITE_ENDING,
    names_site,
    without_site,
)
from article.folding import key
from article.markup.page import Line, Page
from article.markup.surroundings import RELATED
from article.patterns import regex

MAX_KEY = 120  # letters and numerals of a title
# What a site sets before a title that it shows.
_MARK = regex(
    r"[\[【(（]?(?:原创|转载|置顶|推荐|独家|精华|热门)[\]】)）]?\s*|(?:文章)?标题[:：]\s*|"
    r"(?:图文|组图|视频|图解|音频|直播|快讯|头条)\s*[:：|｜丨]?\s*|"
    r"[\[【〔][^\[\]【】〔〕]{2,8}[\]】〕]\s*"
)
DAY = regex(
    r"\s?(?<!\d)(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s\d{1,2}:\d\d(?::\d\d)?)?\Z"
)
# What stands in the element of a title behind that.
_TOOLS = regex(
    r"""
        (?<=..)\s?[【\[(（]?\s?(?:
            字[号体]\s?[:：] | (?:浏览|阅读|点击)(?:次数|量|数)?\s?[:：]
            | (?:(?:发布)?(?:时间|日期)\s?[:：]\s?)?(?:19|20)\d\d[-/.年].{3,24}来源\s?[:：]
        ).{0,24}\Z
    """,
    re.X,
)
_BADGE = regex(r"\s?(?:HOT|NEW|Hot|New|hot|new)[!！]?\Z")
_LEVELS = frozenset(("h1", "h2", "h3"))
_SUBTITLE = regex("——|--|──")


def without_tools(title: str) -> str:
    """Take off what stands behind a title in its element: 春风送暖进社区 【字号：大 中 小】."""
    return _TOOLS.sub("", title) if ":" in title or "：" in title else title


def find_headings(page: Page) -> list[Any]:
    """Return the headings that are in the document's title, or hold it."""
    whole = key(page.title)
    return [
        heading
        for heading in page.root.iter(*_LEVELS)
        if _fits(key("".join(heading.itertext())), whole)
    ]


def find_heading(page: Page, whole: str) -> tuple[bool, str | None]:
    """The longest heading that is in the document's title, or holds it, of the highest level.

    A heading that is but the site's name, or a link, counts only where there is no other; whether
    it is such a poor one comes first. So does one that the document's title has last, as a name.
    """
    found: list[tuple[bool, bool, int, int, str]] = []
    last = key(SEPARATOR.split(page.title)[-1])
    for block in page.blocks:
        if block.tag in _LEVELS and 0 < block.end - block.start <= 4:
            lines = page.lines[block.start : block.end]
            for text in _readings(lines, page.title):
                own = key(text)
                length = len(own)
                if _fits(own, whole) and not lines[0].hidden:
                    poor = (
                        lines[0].is_link
                        or (length < 0.4 * len(whole) and bool(SITE_ENDING.search(text)))
                        or (_SUBTITLE.match(text) is not None and length < 0.7 * len(whole))
                    )
                    is_last = own == last and 2 * length < len(whole)
                    found.append((not poor, not is_last, -int(block.tag[1]), length, text))
    if not found:
        return False, None
    best = max(found)
    return not best[0], best[-1]


def _readings(lines: list[Line], title: str) -> list[str]:
    """The lines of a heading and all of them, joined as the document's title has them."""
    texts = [line.text for line in lines]
    if len(texts) < 2:
        return texts
    whole = "".join(texts)
    return [*texts, whole if whole in title else " ".join(texts)]


def _fits(text: str, whole: str) -> bool:
    if not MIN_KEY <= len(text) <= MAX_KEY:
        return False
    return text in whole or (len(whole) >= MIN_KEY and whole in text)


def find_line(page: Page, whole: str, names: tuple[str, ...]) -> str | None:
    """The longest line that is in the document's title and says more than the site's name."""
    known = {key(name) for name in names}
    letters = {*page.title}
    fitting = [
        line
        for line in page.lines
        if 4 <= len(text := line.text) <= MAX_KEY
        and ((char := text[len(text) // 2]) in letters or not char.isalnum())
        and ((char := text[1]) in letters or not char.isalnum())
        and not line.hidden
        and len(line.key) >= MIN_KEY
        and line.key in whole
        and line.key not in known
    ]
    plain = [line for line in fitting if not line.is_link] or fitting
    best = max(plain, key=lambda line: len(line.key), default=None)
    if best is None or (len(best.key) < 0.4 * len(whole) and best.is_link):
        return None
    text = best.text if len(best.key) > 0.9 * len(whole) else _with_other_half(best, page, whole)
    return without_site(text, names, is_shown=True)


def with_longer_half(page: Page, heading: str, whole: str) -> str:
    """Return a heading with the longer line that goes on with it, where it is but what leads on."""
    line = next((line for line in page.lines if line.heading and line.text == heading), None)
    title = _with_other_half(line, page, whole) if line else heading
    return title if len(key(title)) > 2 * len(key(heading)) else heading


def _with_other_half(line: Line, page: Page, whole: str) -> str:
    """Return the text of a line with the one above or below that goes on with it, if one does."""
    at = next(index for index, other in enumerate(page.lines) if other is line)
    for pair in (page.lines[max(at - 1, 0) : at + 1], page.lines[at : at + 2]):
        other = pair[0] if pair[-1] is line else pair[-1]
        if len(pair) < 2 or other.hidden or other.is_link or len(other.key) < 2:
            continue
        if pair[0].key + pair[1].key in whole and not SITE_ENDING.search(other.text):
            return _readings(pair, page.title)[-1]
    return line.text


def find_lone_heading(page: Page) -> str | None:
    """The only h1; the only h2 of a page without h1 that is entitled as its site."""
    firsts = (line for line in page.lines if line.heading == 1 and not line.hidden)
    texts = {whole_of(page, line, -1) for line in firsts}
    if not texts and (SITE_ENDING.search(page.title) or names_site(page.title)):
        second = (line for line in page.lines if line.heading == 2 and not line.hidden)
        texts = {line.text for line in second if not (line.is_link or RELATED.match(line.folded))}
    text = without_tools(texts.pop()) if len(texts) == 1 else ""
    if len(key(text)) < MIN_KEY or SITE_ENDING.search(text):
        return None
    return unmarked(text, page)


def whole_of(page: Page, line: Line, other: int) -> str:
    """Return a line with those that its element holds too, unless that is another line's."""
    block = page.blocks[line.block]
    if line.block == other or block.end - block.start > 3:
        return line.text
    return "".join(one.text for one in page.lines[block.start : block.end])


def unmarked(text: str, page: Page) -> str:
    """Take off mark, day and badge, where only what is left is in the document's title."""
    whole = key(page.title)
    marked = _MARK.match(text)
    bare = _BADGE.sub("", DAY.sub("", text[marked.end() :] if marked else text))
    is_more = key(text) not in whole and key(bare) in whole
    return bare if is_more and len(key(bare)) >= MIN_KEY else text
