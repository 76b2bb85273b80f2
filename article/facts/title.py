"""The title of an article, without the names of site and channel."""

import re
from html import unescape
from itertools import takewhile

from article.facts.abovebyline import TRACE, find_above_byline, find_short
from article.facts.heading import (
    MAX_KEY,
    find_heading,
    find_line,
    find_lone_heading,
    with_longer_half,
    without_tools,
)
from article.facts.sitename import (
    DETAIL,
    MAX_CHANNEL,
    MAX_NAME,
    MIN_KEY,
    SITE_ENDING,
    SITE_NAME,
    names_site,
    without_site,
)
from article.folding import key
from article.markup.cells import TITLE, find_cell
from article.markup.page import Page, squeeze
from article.patterns import regex

HEADLINE = 8  # characters: names of channels are shorter
MOST = 0.6  # of a title, which a line has that is no heading
LABELLED = 80  # lines of a page in which its title may have a label
_PERSONAL = regex("姓名")  # of the person whose name is the title
_UNFILLED = regex(r"(?:null|undefined|[{$%].*|\[!--.*)\Z")
_CUT = ("…", "...")
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
    stated = [(rule, _plain(title)) for rule, title in named if title]
    firm = [(rule, title) for rule, title in stated if rule in ("meta:articletitle", "enp")]
    loose = [pair for pair in stated if pair not in firm]
    seen, on_page = _on_page(page, whole, names)
    is_shown = any(text for _, text in on_page)
    first = find_lone_heading(page)
    above = None if is_shown else find_above_byline(page)
    if firm and not seen and names_site(page.title):
        seen = first or find_above_byline(page)
    if seen and not SITE_ENDING.search(seen):
        firm = [pair for pair in firm if not _is_of_other(page, pair[1], seen, names)]
    if first and not is_shown and _is_linked(page, first):
        on_page = [("above byline", above)]  # the first heading is a channel
    found = [
        *firm,
        *on_page,
        ("h1", first),
        ("labelled", None if is_shown else _labelled(page)),
        ("above byline", above),
        *((rule, without_site(title, names)) for rule, title in loose),
        ("title", without_site(page.title, names)),
    ]
    whole_titles = [(rule, without_tools(title)) for rule, title in found if title]
    return _uncut(page, [(rule, title) for rule, title in whole_titles if key(title)])


def _on_page(
    page: Page, whole: str, names: tuple[str, ...]
) -> tuple[str | None, list[tuple[str, str | None]]]:
    """Return what of the document's title a page surely shows, and its heading and line for it."""
    poor, heading = find_heading(page, whole)
    if (poor or not heading) and (short := find_short(page)):
        poor, heading = False, short
    if heading and not poor and 2 * len(key(heading)) < len(whole):
        heading = with_longer_half(page, heading, whole)
    # A good heading needs no line beside it.
    line = find_line(page, whole, names) if poor or not heading else None
    found = [("heading", heading), ("line", line)]
    if poor and line and len(key(line)) > len(key(heading or "")):
        found.reverse()
    shown = found[0][1] or line or ""
    if shown and len(shown) <= MAX_NAME and (own := _besides_name(page, shown)):
        found.insert(0, own)
    return (line if poor else heading or line), found


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


def _besides_name(page: Page, shown: str) -> tuple[str, str] | None:
    """The title of a page that is entitled as its site or channel, which it shows as well."""
    name = key(shown)
    is_site = SITE_NAME.search(shown) is not None
    if not is_site and len(name) > MAX_CHANNEL:
        return None
    for rule, text in (("h1", find_lone_heading(page)), ("above byline", find_above_byline(page))):
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
        key(name) in line.key and (line.is_link or (line.linked and TRACE.match(line.folded)))
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
