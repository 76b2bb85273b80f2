"""The further pages of an article of several pages."""

import re
from urllib.parse import urlsplit, urlunsplit

from article.media import absolute
from article.page import Page

MAX_PAGES = 100
# TRS writes the pager by script: number of pages, this page from 0, stem, ending.
_CREATE_PAGE = re.compile(
    r"""createPageHTML\(\s*["']?(\d{1,4})["']?\s*,\s*["']?(\d{1,4})["']?\s*,"""
    r"""\s*["']([\w.-]{1,120})["']\s*,\s*["'](\w{1,8})["']"""
)
_NUMBERED = re.compile(r"[_-]\d{1,3}\.\w{1,6}(?:[?#]|\Z)")
_NUMBER = re.compile(r"[_-](\d{1,3})\Z")


def find_pages(page: Page) -> tuple[str, ...]:
    """Return the addresses of the pages after this one, in order.

    From the TRS call createPageHTML, whose page k+1 is ``stem_k``, or from links to this page's own
    address with a number, such as content_123_2.htm.
    """
    return _from_script(page) or _from_links(page)


def _from_script(page: Page) -> tuple[str, ...]:
    if "createPageHTML" not in page.source:
        return ()
    own = page.url.partition("?")[0].rpartition("/")[2]
    for call in _CREATE_PAGE.finditer(page.source):
        count, current, stem, ending = int(call[1]), int(call[2]), call[3], call[4]
        if own.startswith(stem):  # a list that is on the page too has another stem
            names = (f"{stem}_{k}.{ending}" for k in range(current + 1, min(count, MAX_PAGES)))
            return tuple(url for name in names if (url := absolute(page.url, name)))
    return ()


def _from_links(page: Page) -> tuple[str, ...]:
    own = _split(page.url)
    if own is None:
        return ()
    stem, number = own
    name = stem.rpartition("/")[2].partition(".")[0]
    linked = {number: page.url}
    for _, element in page.anchors:
        href = element.get("href")
        if not href or name not in href or len(href) > 500:
            continue
        if (number > 1 or _NUMBERED.search(href)) and (url := absolute(page.url, href)):
            other = _split(url)
            if other and other[0] == stem:
                linked.setdefault(other[1], url)
    if 1 not in linked:  # neighbours that are numbered alike, but articles of their own
        return ()
    return tuple(linked[k] for k in sorted(linked) if number < k <= MAX_PAGES)


def _split(url: str) -> tuple[str, int] | None:
    """Return an address without its page number, and that number, 1 where there is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    base, dot, ending = parts.path.rpartition(".")
    if not dot or "/" in ending:
        return None
    found = _NUMBER.search(base)
    stem = base[: found.start()] if found else base
    path = f"{stem}.{ending}"
    return urlunsplit(("", parts.netloc, path, parts.query, "")), int(found[1]) if found else 1
