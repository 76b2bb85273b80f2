"""The links of a list page, and where it goes on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit

from cssselect import HTMLTranslator
from lxml import etree

from article.decode import decode
from article.errors import Undecodable
from article.page import parse
from storage.urlkey import url_key
from storage.visit import Link

# The file of an article carries a date, a long number or a hash; that of a list does not.
_ARTICLE_PATH = re.compile(
    r"/t?\d{8}_\d+(?:_\d+)?\.s?html?$|/t\d{5,}\.s?html?$|/[0-9a-f]{32}(?:/c)?\.s?html?$"
    r"|/[0-9a-f]{32}/c\.html$|/c/\d{4}/\d{2}/\d+\.s?html?$|/content_\d+\.s?html?$|/\d{4,}\.s?html?$"
)
_PAGED = re.compile(
    r"""createPageHTML\s*\(\s*['"]?(\d+)['"]?\s*,\s*['"]?(\d+)['"]?\s*,"""
    r"""\s*['"]([^'"]+)['"]\s*,\s*['"](\w+)['"]"""
)
_DATE = re.compile(r"(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}")
_NOT_FOLLOWED = ("javascript:", "mailto:", "tel:", "data:", "#")


@dataclass(frozen=True, slots=True)
class ListPage:
    """What a list page leads to: articles in the order of the page, and further list pages."""

    articles: tuple[Link, ...]
    following: tuple[Link, ...]


def read_list(
    html: bytes, url: str, *, links: str | None = None, hosts: Sequence[str] | None = None
) -> ListPage:
    """Return the links to articles and the next page of a list.

    ``links`` is the CSS of its links; without it every link counts whose address looks like an
    article's. ``hosts`` are the hosts that may be followed; None means that of ``url``.
    """
    try:
        text, _ = decode(html, None, url)
    except Undecodable:
        return ListPage((), ())
    root = parse(text)
    if root is None:
        return ListPage((), ())
    allowed = tuple(hosts or [urlsplit(url).hostname or ""])
    found: dict[str, Link] = {}
    for anchor in _anchors(root, links):
        address = absolute(anchor.get("href"), url)
        if address is None or not _is_allowed(address, allowed):
            continue
        if links is None and not _ARTICLE_PATH.search(urlsplit(address).path):
            continue
        found.setdefault(
            url_key(address), Link(url=address, title=_title(anchor), date=_date_beside(anchor))
        )
    return ListPage(tuple(found.values()), tuple(_following(text, url)))


def absolute(href: str | None, base: str) -> str | None:
    """Return a link's address without its fragment, or None where it leads to no page."""
    href = (href or "").strip()
    if not href or href.lower().startswith(_NOT_FOLLOWED):
        return None
    try:
        address = urljoin(base, href).partition("#")[0]
        parts = urlsplit(address)
        return address if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def _anchors(root: Any, links: str | None) -> list[Any]:
    return list(_compiled(links)(root)) if links else list(root.iter("a"))


@cache
def _compiled(css: str) -> Any:
    return etree.XPath(HTMLTranslator().css_to_xpath(css))


def _is_allowed(address: str, hosts: Sequence[str]) -> bool:
    host = urlsplit(address).hostname or ""
    return any(host == allowed or host.endswith("." + allowed) for allowed in hosts)


def _title(anchor: Any) -> str | None:
    """The whole title is in the attribute where the text is cut."""
    text = " ".join("".join(anchor.itertext()).split())
    attribute = " ".join((anchor.get("title") or "").split())
    return max(attribute, text.rstrip(".…"), key=len) or None


def _date_beside(anchor: Any) -> str | None:
    for element in (anchor, anchor.getparent()):
        if element is not None and (match := _DATE.search("".join(element.itertext())[:500])):
            return match[0]
    return None


def _following(text: str, url: str) -> list[Link]:
    """Read the call that writes the pager: page k + 1 is ``index_k.shtml``, the first ``index``."""
    match = _PAGED.search(text)
    if match is None:
        return []
    count, current = int(match[1]), int(match[2])
    if current + 1 >= count:
        return []
    return [Link(url=urljoin(url, f"{match[3]}_{current + 1}.{match[4]}"), kind="list")]
