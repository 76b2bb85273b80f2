"""The title of an article, without the names of site and channel."""

import re
from html import unescape
from itertools import pairwise, takewhile
from typing import Any

from article.facts.names import is_outlet, is_person
from article.facts.sitename import (
    DETAIL,
    LONGEST,
    MAX_CHANNEL,
    MAX_NAME,
    MIN_KEY,
    SEPARATOR,
    SITE_ENDING,
    SITE_NAME,
    names_site,
    without_site,
)
from article.folding import key
from article.markup.cells import TITLE, find_cell, is_label
from article.markup.page import Line, Page, squeeze
from article.markup.surroundings import RELATED, tells_of_site
from article.patterns import regex

MAX_KEY = 120  # letters and numerals of a title
LONGEST_SHORT = 8  # characters of a title below MIN_KEY, perhaps spaced out
HEADLINE = 8  # characters: names of channels are shorter
MOST = 0.6  # of a title, which a line has that is no heading
LABELLED = 80  # lines of a page in which its title may have a label
# What a site sets before a title that it shows.
_MARK = regex(
    r"[\[【(（]?(?:原创|转载|置顶|推荐|独家|精华|热门)[\]】)）]?\s*|(?:文章)?标题[:：]\s*|"
    r"(?:图文|组图|视频|图解|音频|直播|快讯|头条)\s*[:：|｜丨]?\s*|"
    r"[\[【〔][^\[\]【】〔〕]{2,8}[\]】〕]\s*"
)
_DAY = regex(
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
_PERSONAL = regex("姓名")  # of the person whose name is the title
_UNFILLED = regex(r"(?:null|undefined|[{$%].*|\[!--.*)\Z")
_CUT = ("…", "...")
_LEVELS = frozenset(("h1", "h2", "h3"))
_SUBTITLE = regex("——|--|──")
_MARKUP = regex(r"<[^<>]{1,200}>")


def is_promised(title: str, rule: str, told: str | None) -> bool:
    """Whether a page has the headline of the link that led to it as its own, which may be cut."""
    start = (told or "").rstrip(".… ")
    return len(start) >= HEADLINE and rule != "list" and title.startswith(start)


def title_candidates(
    page: Page, named: list[tuple[str, str]], names: tuple[str, ...] = ()
) -> list[tuple[str, str]]:
    """Return (rule, title) of each signal that speaks, strongest first.

    ``named`` are titles that the page states in so many words, as metas do, strongest first;
    ``names`` are those of site and channel.
    """
    whole = key(page.title)
    stated = [(rule, _plain(title)) for rule, title in named]
    firm = [(rule, title) for rule, title in stated if rule in ("meta:articletitle", "enp")]
    loose = [pair for pair in stated if pair not in firm]
    poor, heading = _heading(page, whole)
    if (poor or not heading) and (short := _short(page)):
        poor, heading = False, short
    if heading and not poor and 2 * len(key(heading)) < len(whole):
        heading = _with_longer_half(page, heading, whole)
    # A good heading needs no line beside it.
    line = _line(page, whole, names) if poor or not heading else None
    on_page = [("heading", heading), ("line", line)]
    if poor and line and len(key(line)) > len(key(heading or "")):
        on_page.reverse()
    seen = heading if heading and not poor else line
    if not seen and firm and names_site(page.title):
        seen = _lone_heading(page) or _above_byline(page)
    if seen and not SITE_ENDING.search(seen):
        firm = [pair for pair in firm if not _is_of_other(page, pair[1], seen, names)]
    is_shown = bool(heading or line)
    shown = on_page[0][1] or line or ""
    if is_shown and len(shown) <= MAX_NAME and (own := _besides_name(page, shown)):
        on_page.insert(0, own)
    first = _lone_heading(page)
    if first and not is_shown and _is_linked(page, first):
        on_page.insert(0, ("above byline", _above_byline(page)))  # the first heading is a channel
    found = [
        *firm,
        *on_page,
        ("h1", first),
        ("labelled", None if is_shown else _labelled(page)),
        ("above byline", None if is_shown else _above_byline(page)),
        *((rule, without_site(title, names)) for rule, title in loose if title),
        ("title", without_site(page.title, names)),
    ]
    whole_titles = [(rule, _TOOLS.sub("", title)) for rule, title in found if title]
    return _uncut(page, [(rule, title) for rule, title in whole_titles if key(title)])


def _plain(title: str) -> str:
    """Return a stated title without markup, and nothing for what was not filled in."""
    title = squeeze(_MARKUP.sub("", unescape(title) if "&" in title else title))
    return "" if _UNFILLED.match(title) else title


def _is_of_other(page: Page, title: str, shown: str, names: tuple[str, ...]) -> bool:
    """Whether a stated title is not the one that the page shows, but a name or another article's.

    Another's is neither in the document's title nor on the page, but for its links.
    """
    stated, seen, whole = key(title), key(shown), key(page.title)
    if stated in seen or seen in stated:
        return False
    if stated in whole:
        return names_site(title) or stated in map(key, names)
    return whole not in stated and all(page.lines[at].is_link for at in title_lines(page, title))


def _uncut(page: Page, found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Put the whole of a title first that is shown cut: 春风送暖进…."""
    shown = found[0][1] if found else ""
    if shown.endswith(_CUT):
        whole = _beginning(shown)
        found.sort(key=lambda pair: whole.match(pair[1]) is None)
        if not whole.match(found[0][1]) and (longer := find_uncut(page, shown)):
            return [("line", longer), *found]
    return found


def find_uncut(page: Page, title: str) -> str | None:
    """Return the line of a page that is the whole of a title that is cut, if there is one."""
    if not title.endswith(_CUT) or len(key(title)) < MIN_KEY:
        return None
    whole = _beginning(title)
    fitting = (line.text for line in page.lines if not (line.is_link or line.hidden))
    return next((text for text in fitting if len(text) <= MAX_KEY and whole.match(text)), None)


def _beginning(title: str) -> re.Pattern[str]:
    return re.compile(re.escape(title.rstrip("….")) + r"[\w“《（]")


def title_lines(page: Page, title: str) -> list[int]:
    """Return where the title stands on the page: lines equal to it, or most of it."""
    wanted = key(title)
    if len(wanted) < 2:
        return []
    # Two letters, where they are some, spare most lines the exact comparison.
    letters, middle, longest = {*title}, title[len(title) // 2], len(title) + 30
    middle = middle if middle.isalnum() else ""
    shortest = max(2.0, MOST * len(wanted))
    found = []
    for index, line in enumerate(page.lines):
        text = line.text
        least = 2 if line.heading else shortest
        if not least <= len(text) <= longest or line.hidden:
            continue
        if middle not in text and (
            ((char := text[len(text) // 2]) not in letters and char.isalnum())
            or ((char := text[1]) not in letters and char.isalnum())
        ):
            continue
        text = line.key
        if text != wanted and _PERSONAL.match(text):
            continue
        if (
            text and (text == wanted or (wanted in text and len(text) < 1.5 * len(wanted) + 2))
        ) or (text and text in wanted and (len(text) >= MOST * len(wanted) or line.heading)):
            found.append(index)
    return found


def _heading(page: Page, whole: str) -> tuple[bool, str | None]:
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


def _short(page: Page) -> str | None:
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


def find_headings(page: Page) -> list[Any]:
    """Return the headings that are in the document's title, or hold it."""
    whole = key(page.title)
    return [
        heading
        for heading in page.root.iter(*_LEVELS)
        if _fits(key("".join(heading.itertext())), whole)
    ]


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


def _line(page: Page, whole: str, names: tuple[str, ...]) -> str | None:
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


def _with_longer_half(page: Page, heading: str, whole: str) -> str:
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


_OFFICE = regex(r"\W{0,3}(?:发布|供稿|报送|信息)(?:单位|机构|部门|[人者员])\s?:")
_TRACE = regex(r".{0,8}位置\s?[:是]|\W{0,3}首页\s?[>»›/]|.{2,60}[>»›].{0,20}(?:正文|详情)\Z")
# Prose, a numbered heading or buttons: they stand above what is but like a byline.
_BESIDE_TEXT = regex(
    r"""
        .{16,}。 | [一二三四五六七八九十]{1,2}、(?![一二三四五六七八九十])
        | \W{0,2}(?:打印|关闭|返回|收藏|分享)
          (?:本[页文]|[此全]文|文章|窗口|页面|列表|首页|到)?(?:\W|\Z)
    """,
    re.X,
)
_PROSE = regex(".{16,}。")
_COMMENTS = regex(r"[\W_]{0,4}网友(?:评论|留言|跟[帖贴])\W{0,4}\Z")
BYLINE = regex(
    r"""
        (?:来源|稿源|发布时间|发布日期|发表时间|发稿时间|发表日期|时间|日期|作者|编辑|责编)\s?:
        | ^\W{0,3}(?:19|20)\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}
        | (?:19|20)\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?\s{0,2}\d{1,2}:\d\d
    """,
    re.X,
)


def _above_byline(page: Page) -> str | None:
    """The line before the first line that looks like a byline."""
    is_in_text = False
    for (_, before), (index, line) in pairwise(enumerate(page.lines)):
        if _COMMENTS.match(line.text):
            return None
        is_in_text = is_in_text or _PROSE.match(before.text) is not None
        if len(line.text) > 150 or line.hidden or line.is_link or not _is_byline(line):
            continue
        if before.is_link or before.hidden or _is_byline(before):
            continue
        if is_in_text and (":" not in line.folded or tells_of_site(before.folded)):
            continue  # who signs it, or runs the site
        if is_label(before.folded) or _OFFICE.match(before.folded) or _TRACE.match(before.folded):
            continue
        if _BESIDE_TEXT.match(before.folded) or RELATED.match(before.folded):
            continue
        if ":" not in line.folded and is_outlet(before.text):
            continue  # who signs a notice, above its day
        if before.text[-1] not in "。；，:：…":
            at = index - 2 if before.text.startswith(("——", "--")) else index - 1  # (副标题)
            shown = _whole(page, page.lines[max(at, 0)], line.block)
            if MIN_KEY <= len(key(shown)) <= 60:
                return _unmarked(shown, page)
        if index > 60:
            return None
    return None


def _is_byline(line: Line) -> bool:
    """Whether a line looks like a byline, if but of an outlet and a day."""
    if BYLINE.search(line.folded):
        return True
    day = _DAY.search(line.folded)
    return day is not None and is_outlet(line.folded[: day.start()].strip())


def _whole(page: Page, line: Line, other: int) -> str:
    """Return a line with those that its element holds too, unless that is another line's."""
    block = page.blocks[line.block]
    if line.block == other or block.end - block.start > 3:
        return line.text
    return "".join(one.text for one in page.lines[block.start : block.end])


def _besides_name(page: Page, shown: str) -> tuple[str, str] | None:
    """The title of a page that is entitled as its site or channel, which it shows as well."""
    name = key(shown)
    is_site = SITE_NAME.search(shown) is not None
    if not is_site and len(name) > MAX_CHANNEL:
        return None
    for rule, text in (("h1", _lone_heading(page)), ("above byline", _above_byline(page))):
        if text and key(text) != name:
            is_longer = len(key(text)) > len(name)
            is_name = is_site or (is_longer and _is_channel(page, shown, text))
            return (rule, text) if is_name else None
    return None


def _is_channel(page: Page, name: str, title: str) -> bool:
    """Whether a short name is linked above the title, as that of a channel is.

    Where it is the h1 too, the title must be a heading.
    """
    if DETAIL.search(name):
        return True
    above = list(takewhile(lambda line: line.text != title, page.lines))
    if any(line.heading == 1 and line.text == name for line in above) and not any(
        line.heading and line.text == title for line in page.lines
    ):
        return False
    return DETAIL.search(page.title) is not None or any(
        key(name) in line.key and (line.is_link or (line.linked and _TRACE.match(line.folded)))
        for line in above
    )


def _is_linked(page: Page, name: str) -> bool:
    """Whether a menu links what a heading says, as it does with channels."""
    wanted = key(name)
    return len(wanted) <= MAX_CHANNEL and any(
        line.is_link and not line.heading and wanted in line.key for line in page.lines
    )


def _labelled(page: Page) -> str | None:
    text = find_cell(page.lines[:LABELLED], TITLE) or ""
    return text if MIN_KEY <= len(key(text)) <= MAX_KEY else None


def _lone_heading(page: Page) -> str | None:
    """The only h1; the only h2 of a page without h1 that is entitled as its site."""
    firsts = (line for line in page.lines if line.heading == 1 and not line.hidden)
    texts = {_whole(page, line, -1) for line in firsts}
    if not texts and (SITE_ENDING.search(page.title) or names_site(page.title)):
        second = (line for line in page.lines if line.heading == 2 and not line.hidden)
        texts = {line.text for line in second if not (line.is_link or RELATED.match(line.folded))}
    text = _TOOLS.sub("", texts.pop()) if len(texts) == 1 else ""
    if len(key(text)) < MIN_KEY or SITE_ENDING.search(text):
        return None
    return _unmarked(text, page)


def _unmarked(text: str, page: Page) -> str:
    whole = key(page.title)
    marked = _MARK.match(text)
    bare = _BADGE.sub("", _DAY.sub("", text[marked.end() :] if marked else text))
    is_more = key(text) not in whole and key(bare) in whole
    return bare if is_more and len(key(bare)) >= MIN_KEY else text
