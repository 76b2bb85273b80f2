"""The further pages of an article of several pages."""

import re
from urllib.parse import urlsplit

from article.media import absolute
from article.page import Page

MAX_PAGES = 100
# TRS writes the pager by script: number of pages, this page from 0, stem, ending.
_CREATE_PAGE = re.compile(
    r"""createPageHTML\(\s*["']?(\d{1,4})["']?\s*,\s*["']?(\d{1,4})["']?\s*,"""
    r"""\s*["']([\w.-]{1,120})["']\s*,\s*["'](\w{1,8})["']"""
)
# What ends like the address of a page; spares most links the resolving.
_MAY_BE_PAGE = re.compile(r"\.\w{1,8}(?:[?#]|\Z)")
_NUMBERED = re.compile(r"[_-](\d{1,3})\Z")


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
    """Try the address as a first page, then as a further one whose first page is linked too."""
    path, ending = _split(page.url)
    found = _NUMBERED.search(path)
    stem = path[: found.start()] if found else path
    name = stem.rpartition("/")[2]
    if not (name and ending and name in page.source):
        return ()
    hrefs = [href for a in page.links() if (href := a.get("href")) and name in href]
    first = _numbered_links(page, hrefs, path, ending)
    if first or not found:
        return tuple(first[number] for number in sorted(first) if number > 1)
    number, linked = int(found[1]), _numbered_links(page, hrefs, stem, ending)
    return tuple(linked[k] for k in sorted(linked) if k > number) if 1 in linked else ()


def _numbered_links(page: Page, hrefs: list[str], stem: str, ending: str) -> dict[int, str]:
    """Return the linked addresses that are a stem with a page number, by number; 1 without one."""
    name = stem.rpartition("/")[2]
    linked: dict[int, str] = {}
    for href in hrefs:
        if name in href and _MAY_BE_PAGE.search(href[-500:]) and (url := absolute(page.url, href)):
            path, its_ending = _split(url)
            if path.startswith(stem) and its_ending == ending and url != page.url:
                number = _NUMBERED.fullmatch(path[len(stem) :])
                if number or path == stem:
                    linked.setdefault(int(number[1]) if number else 1, url)
    return {number: url for number, url in linked.items() if number <= MAX_PAGES}


def _split(url: str) -> tuple[str, str]:
    """Return host and path of an address without their ending, and the ending."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    base, _, ending = parts.path.rpartition(".")
    return f"{parts.netloc}{base}", "" if "/" in ending else ending
