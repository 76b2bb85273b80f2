"""The further pages of an article of several pages."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from typing import Any
from urllib.parse import urlsplit

from article.markup.media import absolute
from article.markup.page import Page
from article.patterns import regex

MAX_PAGES = 100
# TRS writes the pager by script: number of pages, this page from 0, stem, ending.
_CREATE_PAGE = regex(
    r"""createPageHTML\(\s*["']?(\d{1,4})["']?\s*,\s*["']?(\d{1,4})["']?\s*,"""
    r"""\s*["']([\w.-]{1,120})["']\s*,\s*["'](\w{1,8})["']"""
)
# What ends like the address of a page; spares most links the resolving.
_MAY_BE_PAGE = regex(r"\.\w{1,8}(?:[?#/]|\Z)")
_NUMBERED = regex(r"[_-](\d{1,3})\Z")
# What a further page has behind the name of its first: 77_2.html, 77_p2.html, 77/2.html.
_BEHIND = regex(r"[/_-](?:p(?:age)?[_-]?)?(\d{1,3})\Z", re.I)
_LAST_PART = regex(r"[/_-](\d{1,3})/?\Z")  # of a path without an ending
_PAGE_FIELD = regex(
    r"&(?:(?:cur(?:rent)?_?)?page(?:_?(?:no|num|index))?|p[ng])=(\d{1,3})(?=&|\Z)", re.I
)
_FEW = 16  # times that most pages have a name
_SECOND_LABEL = regex(r"\W*(?:第?2页?|下一?页|后一?页)\W*")
_PAGE_LABEL = regex(r"\W*(?:第?\d{1,3}页?|下一?页|后一?页|尾页|末页)\W*")


def find_pages(page: Page, first: str | None = None) -> tuple[str, ...]:
    """Return the addresses of the pages after this one, in order.

    From the TRS call createPageHTML, whose page k+1 is ``stem_k``, or from links to this page's own
    address with a number: content_123_2.htm, show.php?id=123&page=2, read/123/2. ``first`` is the
    address of the first page where this is known to be a further one. What stands at no address
    has none.
    """
    if absolute(page.url, "") is None:
        return ()
    return (
        _from_script(page)
        or _from_links(page, first)
        or _from_queries(page)
        or _from_paths(page, first)
    )


def find_framed(page: Page) -> tuple[str, ...]:
    """Return the address of the one frame of a page that its own site fills, as a further page."""
    host = urlsplit(page.url).netloc
    sources = (frame.get("src") or "" for frame in page.root.iter("iframe", "frame"))
    urls = {url for src in sources if (url := absolute(page.url, src))}
    own = tuple(url for url in urls if urlsplit(url).netloc == host and url != page.url)
    return own if len(own) == 1 else ()


def page_number(url: str, first: str | None = None) -> int:
    """Return the number that an address has as a further page, 0 where it has none.

    A file that is called by a number only is a page where its ``first`` is known, or else a list or
    article of its own: 77/2.html behind 77.html, list/12.html.

    >>> page_number("http://a.example/show.php?page=2&id=77"), page_number("/read/3107/2")
    (2, 2)
    """
    parts = urlsplit(url)
    stem, _, ending = parts.path.rpartition(".")
    behind = _BEHIND if first else _NUMBERED
    in_path = behind.search(stem) if "/" not in ending else _LAST_PART.search(parts.path)
    found = _PAGE_FIELD.search(f"&{parts.query}") or in_path
    return int(found[1]) if found else 0


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


def _from_links(page: Page, known: str | None) -> tuple[str, ...]:
    """Try the address as a first page, then as a further one; its first is known or linked too."""
    path, ending = _split(page.url)
    found = (_BEHIND if known else _NUMBERED).search(path)
    stem = path[: found.start()] if found else path
    if known and found and _split(known) not in ((stem, ending), (f"{stem}{found[0][0]}1", ending)):
        return ()
    name = stem.rpartition("/")[2]
    behind = ("_", "-", "/", f".{ending}/")
    if not (name and ending and _is_followed(page.source, name, behind)):
        return ()
    links = [link for link in page.links() if name in (link.get("href") or "")]
    first = {} if known else _numbered_links(page, links, path, ending)
    if first or not found:
        has_zero = 1 in first and _split(first[1])[0] != path and _is_second(page, first[1])
        least = 1 if has_zero else 2
        after = tuple(first[number] for number in sorted(first) if number >= least)
        return after or _from_buttons(page, name, ending, 1)
    number, linked = int(found[1]), _numbered_links(page, links, stem, ending)
    # article-77-1.html is a first page where a link that says so leads to the second.
    is_first = number == 1 and 2 in linked and _is_second(page, linked[2])
    if not (known or 1 in linked or is_first):
        return ()
    after = tuple(linked[k] for k in sorted(linked) if k > number)
    return after or _from_buttons(page, name, ending, number)


def _is_followed(source: str, name: str, signs: tuple[str, ...]) -> bool:
    """Whether a name stands somewhere before one of some signs."""
    at = source.find(name)
    for _ in range(_FEW):
        if at < 0 or source.startswith(signs, at + len(name)):
            return at >= 0
        at = source.find(name, at + 1)
    return any(f"{name}{sign}" in source for sign in signs)  # which is slower where it is rare


def _from_buttons(page: Page, stem: str, ending: str, here: int) -> tuple[str, ...]:
    """Return the pages after the one with a number that scripts lead to: location.href='77_2.html'.

    So do the options of a menu. ``stem`` is the name of the file without a number.
    """
    names = (f"{stem}_{number}.{ending}" for number in range(here + 1, MAX_PAGES))
    named = takewhile(lambda name: _is_quoted(page, name), names)
    return tuple(url for name in named if (url := absolute(page.url, name)))


def _is_quoted(page: Page, name: str) -> bool:
    """Whether a page names a file of its own folder as a script or a menu does."""
    place = page.source.find(name)
    if place < 0:
        return False
    own = urlsplit(page.url)
    folder = f"{own.path.rpartition('/')[0]}/"
    signs = ("'", '"', "value=")
    within = (f"{sign}{way}" for sign in signs for way in ("", folder))
    return page.source.endswith((*within, f"//{own.netloc}{folder}"), 0, place)


def _is_second(page: Page, url: str) -> bool:
    """Whether a link says that it leads to the second page, whatever number its address has."""
    return any(
        _SECOND_LABEL.fullmatch("".join(link.itertext()).strip())
        for link in page.links()
        if absolute(page.url, link.get("href") or "") == url
    )


def _from_queries(page: Page) -> tuple[str, ...]:
    """Return what is linked by a number and differs from this page in a field of that number only.

    Pages of comments are told so too: who joins the pages leaves out what repeats.
    """
    own = urlsplit(page.url)
    if not own.query and own.path in ("", "/"):
        return ()  # those of a home page are no article's
    wanted = _without_number(own.query)
    linked: dict[int, str] = {}
    # Few addresses begin without a query and go on with one: links near the text are enough.
    links = page.links() if own.query else (link for _, link in page.anchors)
    for url in _linked_by_number(page, links, _may_hold_field):
        parts, number = urlsplit(url), page_number(url)
        if parts[:3] == own[:3] and number and _without_number(parts.query) == wanted:
            linked.setdefault(number, url)
    here = _PAGE_FIELD.search(f"&{own.query}")
    return _after(linked, int(here[1]) if here else 1)


def _from_paths(page: Page, known: str | None) -> tuple[str, ...]:
    """Return what is linked by a number and is this page's path with that number behind it."""
    ending = _split(page.url)[1]
    stem = "" if ending else "/".join(urlsplit(known or page.url)[1:3]).rstrip("/")
    if not stem.rpartition("/")[2] or urlsplit(page.url).query:
        return ()
    linked: dict[int, str] = {}
    for url in _linked_by_number(page, page.links(), _may_end_in_number):
        whole = "/".join(urlsplit(url)[1:3])
        if whole.startswith(stem) and (number := _LAST_PART.fullmatch(whole[len(stem) :])):
            linked.setdefault(int(number[1]), url)
    return _after(linked, page_number(page.url) if known else 1)


def _linked_by_number(
    page: Page, links: Iterable[Any], fits: Callable[[str], bool]
) -> Iterator[str]:
    """Yield the fitting addresses of links that say no more than which page it is."""
    for link in links:
        href = link.get("href") or ""
        if fits(href) and _is_number(link) and (url := absolute(page.url, href)):
            yield url


def _may_hold_field(href: str) -> bool:
    return "=" in href and ("page" in (lower := href.lower()) or "pn=" in lower or "pg=" in lower)


def _may_end_in_number(href: str) -> bool:
    path = href.partition("#")[0].partition("?")[0]
    return path.rstrip("/ \t\r\n")[-1:].isdigit()


def _after(linked: dict[int, str], here: int) -> tuple[str, ...]:
    return tuple(linked[k] for k in sorted(linked) if here < k <= MAX_PAGES)


def _without_number(query: str) -> str:
    return _PAGE_FIELD.sub("", f"&{query}" if query else "")


def _numbered_links(page: Page, links: list[Any], stem: str, ending: str) -> dict[int, str]:
    """Return the linked addresses that are a stem with a page number, by number; 1 without one.

    What is in a folder of that name is a page where its link says so.
    """
    name = stem.rpartition("/")[2]
    linked: dict[int, str] = {}
    for link in links:
        href = link.get("href")
        if name in href and _MAY_BE_PAGE.search(href[-500:]) and (url := absolute(page.url, href)):
            path, its_ending = _split(url)
            if path == stem and not its_ending:  # 77.html/2
                behind = urlsplit(url).path.rpartition(f".{ending}")[2]
                path, its_ending = stem + behind, ending
            if path.startswith(stem) and its_ending == ending and url != page.url:
                number = _BEHIND.fullmatch(path[len(stem) :])
                if number and path[len(stem)] == "/" and not _is_number(link):
                    continue
                if number or path == stem:
                    linked.setdefault(int(number[1]) if number else 1, url)
    return {number: url for number, url in linked.items() if number <= MAX_PAGES}


def _is_number(link: Any) -> bool:
    """Whether a link says no more than which page it leads to."""
    return _PAGE_LABEL.fullmatch("".join(link.itertext()).strip()) is not None


def _split(url: str) -> tuple[str, str]:
    """Return host and path of an address without their ending, and the ending."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    base, _, ending = parts.path.rpartition(".")
    return f"{parts.netloc}{base}", "" if "/" in ending else ending
