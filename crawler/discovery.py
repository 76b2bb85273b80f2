"""What a list page leads to: articles, its own further pages, other lists."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from article.decode import decode
from article.errors import Undecodable
from crawler import feeds, jcms
from crawler.anchors import Anchor, base_of, parse, read_anchors
from crawler.hints import is_aside, is_channel, is_headline, is_other_view, is_promising
from crawler.interfaces import Interface, page_of
from crawler.jsonlists import read_json
from crawler.jsonnames import named_lists
from crawler.paging import find_next, is_pager
from crawler.scope import host_of, is_file, is_growing, is_within, resolve
from crawler.shapes import is_article_address
from storage.urlkey import url_key
from storage.visit import Link

MOST_INTERFACES = 6  # that one page may name

_DETAIL = re.compile(r"^\W*(?:更多|查看更多|more|详[细情]|查看|阅读全文|全文|进入.{0,4})\W*$", re.I)
_MORE = re.compile(r"^\W*(?:查看|阅读|浏览)?更多\W*$|^\W*more\W*$", re.I)
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"\s;>]+)", re.I)
_LOCATION = re.compile(
    r"""(?:window|self|top|document)?\.?location(?:\.href|\.replace\(|\.assign\()?\s*=?\s*\(?\s*["']([^"']+)["']"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """What a list page leads to, each in the order of the page.

    ``following`` are the pages that continue this list, ``sources`` the record interfaces that hold
    its newest items, ``lists`` other lists, ``feeds`` those for machines. Of ``unsure`` pages the
    link does not tell what they are, and of ``doubtful`` ones it promises little. ``beside`` is the
    text around the links that may be to articles. ``dropped`` counts links that are no address,
    ``is_feed`` says that the page is for machines, ``is_garbled`` that its characters are lost,
    ``traps`` are addresses that grow.
    """

    articles: tuple[Link, ...] = ()
    following: tuple[Link, ...] = ()
    sources: tuple[Link, ...] = ()
    lists: tuple[Link, ...] = ()
    feeds: tuple[Link, ...] = ()
    unsure: tuple[Link, ...] = ()
    doubtful: tuple[Link, ...] = ()
    beside: tuple[str, ...] = ()
    dropped: int = 0
    is_feed: bool = False
    traps: tuple[str, ...] = ()
    is_garbled: bool = False


def read_list(
    html: bytes,
    url: str,
    *,
    links: str | None = None,
    hosts: Sequence[str] | None = None,
    charset: str | None = None,
) -> ListPage:
    """Return what a list leads to, be it a page, an answer in JSON or records, a feed or a sitemap.

    ``links`` is the CSS of its links to articles; without it they are told by their addresses and
    by what stands around them. ``hosts`` are those that may be followed; None means that of
    ``url``. ``charset`` is that of the HTTP header.
    """
    allowed = tuple(hosts or [host_of(url)])
    if feeds.is_feed(html):
        return _read_feed(html, url, allowed)
    try:
        text, _ = decode(html, charset, url)
    except Undecodable:
        return ListPage()
    if text.lstrip("\ufeff \r\n\t")[:1] in "{[" or _is_jsonp(text):
        return _read_json(text, url, allowed)
    if "<record>" in text[:2000] and "<html" not in text[:2000].lower():
        return _read_records(text, url, allowed)
    root = parse(text)
    return ListPage() if root is None else _Reader(root, text, url, allowed, links).read()


class _Reader:
    """Sorts the links of one page."""

    def __init__(
        self, root: Any, text: str, url: str, hosts: Sequence[str], links: str | None
    ) -> None:
        self.root, self.text, self.url, self.hosts, self.css = root, text, url, hosts, links
        self.own = url_key(url)
        self.dropped = 0
        self.traps: dict[str, None] = {}

    def read(self) -> ListPage:
        if "nofollow" in self._robots():
            return ListPage()
        anchors = self._anchors(None)
        chosen = self._anchors(self.css) if self.css else anchors
        embedded = self._embedded()
        entries = [
            anchor
            for anchor in _merged(a for a in (*embedded, *chosen) if not is_pager(a.label))
            if url_key(anchor.url) != self.own
        ]
        articles = [a for a in entries if self.css or a in embedded or is_headline(a)]
        following = find_next(self.text, self.url, base_of(self.root, self.url), anchors)
        named = [
            interface
            for interface in _interfaces(self.text, self.root, self.url)
            if is_within(interface.url, self.hosts)
        ]
        told = {id(anchor) for anchor in articles}
        rest = [a for a in entries if id(a) not in told and a.url != following and not self.css]
        lists = [a for a in rest if is_channel(a)]
        unsure = [a for a in rest if not is_channel(a) and not is_aside(a)]
        promising = [a for a in unsure if is_promising(a)]
        if not articles and not promising:
            promising = unsure  # a page that shows nothing else is there for these
        going_on = [following] if following and is_within(following, self.hosts) else []
        return ListPage(
            articles=tuple(map(_article, articles)),
            following=_pages([*going_on, *(i.url for i in named if not i.is_start)]),
            sources=_pages(i.url for i in named if i.is_start),
            lists=(*map(_list, lists), *(() if entries else self._elsewhere())),
            feeds=self._feeds(),
            unsure=tuple(map(_article, promising)),
            doubtful=tuple(_article(a) for a in unsure if a not in promising),
            beside=tuple(a.beside for a in (*articles, *promising)),
            dropped=self.dropped,
            traps=tuple(self.traps),
        )

    def _anchors(self, css: str | None) -> list[Anchor]:
        """Return the links that may be followed at all."""
        found = []
        for anchor in read_anchors(self.root, self.url, css):
            if anchor is None:
                self.dropped += 1
            elif self._is_fit(anchor):
                found.append(anchor)
        return found

    def _is_fit(self, anchor: Anchor) -> bool:
        if not is_within(anchor.url, self.hosts) or is_file(anchor.url):
            return False
        if is_growing(anchor.url):
            self.traps[anchor.url] = None
            return False
        return not is_other_view(anchor.url) and "nofollow" not in anchor.rel.split()

    def _embedded(self) -> list[Anchor]:
        """Return the links in the records that a page holds in its script."""
        found = []
        for record in jcms.records_in(self.text) if "<record>" in self.text else ():
            if (piece := parse(record)) is not None:
                found += [a for a in read_anchors(piece, self.url) if a and self._is_fit(a)]
        return found

    def _robots(self) -> str:
        metas = (m for m in self.root.iter("meta") if (m.get("name") or "").lower() == "robots")
        return " ".join((meta.get("content") or "").lower() for meta in metas)

    def _feeds(self) -> tuple[Link, ...]:
        found = (
            link.get("href")
            for link in self.root.iter("link")
            if re.search(r"application/(?:rss|atom)\+xml", link.get("type") or "")
        )
        return _pages(self._resolved(found))

    def _elsewhere(self) -> tuple[Link, ...]:
        """Return where a page leads that is nothing but the way to another."""
        metas = (m.get("content") or "" for m in self.root.iter("meta") if m.get("http-equiv"))
        found = [m[1] for content in metas if (m := _REFRESH.search(content))]
        return _pages(self._resolved([*found, *_LOCATION.findall(self.text)[:1]]))

    def _resolved(self, hrefs: Iterable[str | None]) -> list[str]:
        base = base_of(self.root, self.url)
        addresses = [address for href in hrefs if (address := resolve(href, base))]
        return [a for a in addresses if is_within(a, self.hosts) and url_key(a) != self.own]


def _merged(anchors: Iterable[Anchor]) -> list[Anchor]:
    """Return one link for each address: the picture, the title and 详细 of an item are one."""
    found: dict[str, Anchor] = {}
    for anchor in anchors:
        key = url_key(anchor.url)
        known = found.get(key)
        if known is None:
            found[key] = anchor
            continue
        better = not _DETAIL.match(anchor.title) and len(anchor.title) > len(known.title)
        if better or _DETAIL.match(known.title):
            known.title = anchor.title or known.title
        known.date = known.date or anchor.date
        known.is_dated = known.is_dated or anchor.is_dated
        known.zone = "" if "" in (known.zone, anchor.zone) else known.zone
        known.label = known.label if _MORE.match(known.label) else anchor.label or known.label
    return list(found.values())


def _article(anchor: Anchor) -> Link:
    return Link(url=anchor.url, title=anchor.title or None, date=anchor.date)


def _list(anchor: Anchor) -> Link:
    return Link(url=anchor.url, kind="list", title=anchor.title or None)


def _pages(urls: Iterable[str]) -> tuple[Link, ...]:
    return tuple(Link(url=url, kind="list") for url in dict.fromkeys(urls))


def _interfaces(text: str, root: Any, url: str) -> list[Interface]:
    """Return the record interfaces that a page names, each by its first request.

    What a page of 大汉 holds already, as records or as links beside its pager, is not asked for.
    """
    found = [*jcms.proxies(text, url), *jcms.units(root, url)] or [*named_lists(text, url)]
    return list(dict.fromkeys(found))[:MOST_INTERFACES]


def _is_jsonp(text: str) -> bool:
    return re.match(r"\s*[\w.$]{1,60}\s*\(\s*[\[{]", text) is not None


def _read_json(text: str, url: str, hosts: Sequence[str]) -> ListPage:
    found = read_json(text, url)
    if found is None:
        return ListPage()
    items, pieces, more = found
    links = {url_key(link.url): link for link in items if _may_follow(link.url, hosts)}
    for link in _links_in(pieces, page_of(url), hosts):
        links.setdefault(url_key(link.url), link)
    going_on = [more] if more and is_within(more, hosts) else []
    return ListPage(articles=tuple(links.values()), following=_pages(going_on))


def _read_records(text: str, url: str, hosts: Sequence[str]) -> ListPage:
    held = jcms.records_in(text)
    links = _links_in(held, page_of(url), hosts)
    more = jcms.next_records(text, url, len(held))
    return ListPage(articles=tuple(links), following=_pages([more] if more else []))


def _links_in(pieces: Iterable[str], url: str, hosts: Sequence[str]) -> list[Link]:
    """Return the links of pieces of HTML that hold items and nothing else."""
    found: list[Anchor] = []
    for piece in pieces:
        if (root := parse(piece)) is not None:
            found += [a for a in read_anchors(root, url) if a and _may_follow(a.url, hosts)]
    return [_article(anchor) for anchor in _merged(found)]


def _read_feed(body: bytes, url: str, hosts: Sequence[str]) -> ListPage:
    pages, sitemaps = feeds.read_feed(body, url)
    fit = [page for page in pages if _may_follow(page.url, hosts)]
    # What has a title is an item of a feed; a sitemap names every page of a site.
    articles = [link for link in fit if link.title or is_article_address(link.url)]
    return ListPage(
        articles=tuple(articles),
        doubtful=tuple(link for link in fit if link not in articles),
        feeds=_pages(address for address in sitemaps if is_within(address, hosts)),
        is_feed=True,
    )


def _may_follow(address: str, hosts: Sequence[str]) -> bool:
    return is_within(address, hosts) and not is_file(address) and not is_growing(address)
