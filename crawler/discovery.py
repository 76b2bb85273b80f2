"""What a list page leads to: articles, its own further pages, other lists."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from article.decode import decode
from article.errors import Undecodable
from crawler.lists import feeds, jcms, scriptrows
from crawler.lists.anchors import READ_ON, Anchor, anchor_of, base_of, parse, read_anchors
from crawler.lists.forms import next_by_form, state_of
from crawler.lists.hints import (
    HEADLINE,
    MORE,
    is_aside,
    is_aside_path,
    is_calendar,
    is_channel,
    is_furniture,
    is_headline,
    is_other_view,
    is_promising,
    is_site_map,
)
from crawler.lists.interfaces import (
    Interface,
    is_interface,
    is_script,
    next_page,
    page_of,
    scripts_in,
    template_of,
)
from crawler.lists.itemlinks import item_template
from crawler.lists.jsonlists import named_by_value, next_of, read_item, read_json
from crawler.lists.jsonnames import named_lists
from crawler.lists.paging import (
    COMPONENT,
    NEXT,
    day_before,
    find_next,
    is_pager,
    next_by_number,
    turns_pages,
)
from crawler.lists.queries import encode_queries
from crawler.scope import host_of, is_file, is_growing, is_within, resolve
from crawler.shapes import is_article_address, is_below
from storage.urlkey import url_key
from storage.visit import Link

MOST_INTERFACES = 6  # that one page may name
MOST_SCRIPTS = 3  # of one page

_PIECE = re.compile(
    r"""(?:\.load|\$\.get|\.ajax|fetch)\s*\(\s*(?:\{\s*url\s*:\s*)?["']([^"'\s]+\.s?html?)\b"""
)
# Scripts of others.
_LIBRARY = re.compile(
    r"/[^/]*(?:jquery|bootstrap|vue[.-]|vue\.|react|angular|vendor|runtime|polyfill|layui|layer|swiper|"
    r"echarts|slide|respond|html5|modernizr|share|tongji|stat|analytic|baidu|weixin|wx|player|video|"
    r"calendar|date|font|pinyin|cookie|md5|base64|lazyload|axios|require|sea)[^/]*$",
    re.I,
)
_NO_TITLE = re.compile(rf"{READ_ON.pattern}|^\W*(?:更多|查看更多|more|进入.{{0,4}})\W*$", re.I)
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"\s;>]+)", re.I)
_LOCATION = re.compile(
    r"""(?:window|self|top|document)?\.?location(?:\.href|\.replace\(|\.assign\()?\s*=?\s*\(?\s*["']([^"']+)["'](?!\s*\+)"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """What a list page leads to, each in the order of the page.

    ``following`` are the pages that continue this list, ``sources`` the record interfaces that hold
    its newest items, ``lists`` other lists, ``feeds`` those for machines. Of ``unsure`` pages the
    link does not tell what they are, and of ``doubtful`` ones it promises little. ``beside`` is the
    text around the links that may be to articles. ``dropped`` counts links that are no address,
    ``is_feed`` says that the page is for machines, ``is_garbled`` that its characters are lost,
    ``traps`` are addresses that grow, ``state`` is what a page wants back with the next request.
    """

    articles: tuple[Link, ...] = ()
    following: tuple[Link, ...] = ()
    sources: tuple[Link, ...] = ()
    lists: tuple[Link, ...] = ()
    feeds: tuple[Link, ...] = ()
    unsure: tuple[Link, ...] = ()
    doubtful: tuple[Link, ...] = ()
    beside: tuple[str, ...] = ()
    scripts: tuple[Link, ...] = ()
    dropped: int = 0
    is_feed: bool = False
    traps: tuple[str, ...] = ()
    is_garbled: bool = False
    state: Mapping[str, str] = field(default_factory=dict)


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
        text, found = decode(html, charset, url)
    except Undecodable:
        return ListPage()
    if is_script(url):
        text = f"<script>{text}</script>"
    elif text.lstrip("\ufeff \r\n\t")[:1] in "{[" or _is_jsonp(text):
        return _read_json(text, url, allowed)
    if "<record>" in text[:2000] and "<html" not in text[:2000].lower():
        return _read_records(text, url, allowed)
    if text.lstrip("\ufeff \r\n").startswith("<?xml") and "<html" not in text[:2000].lower():
        return _read_xml(html, url, allowed)
    root = parse(text)
    if root is None:
        return ListPage()
    encoding = "utf-8" if found.used.startswith("utf") else found.used
    encode_queries(root, encoding)
    return _Reader(root, text, url, allowed, links, encoding).read()


class _Reader:
    """Sorts the links of one page."""

    def __init__(
        self,
        root: Any,
        text: str,
        url: str,
        hosts: Sequence[str],
        links: str | None,
        encoding: str,
    ) -> None:
        self.root, self.text, self.hosts, self.css = root, text, hosts, links
        self.encoding = encoding
        # What an interface brings is a part of the page that named it.
        self.asked, self.url, self.template = url, page_of(url), template_of(url)
        self.own = url_key(url)
        self.dropped = 0
        self.traps: dict[str, None] = {}

    def read(self) -> ListPage:
        if "nofollow" in self._robots():
            return ListPage()
        anchors = self._anchors(None, alone=self.css is not None)
        chosen = self._anchors(self.css) if self.css else anchors
        embedded = self._embedded()
        entries = [
            anchor
            for anchor in _merged(a for a in (*embedded, *chosen) if not turns_pages(a, self.own))
            if url_key(anchor.url) != self.own
        ]
        articles = [a for a in entries if self.css or a in embedded or is_headline(a)]
        base = base_of(self.root, self.url)
        following = find_next(self.text, self.url, base, anchors) or next_by_form(
            self.root, self.url, base, NEXT, self.encoding
        )
        named = [i for i in self._interfaces() if is_within(i.url, self.hosts)]
        told = {id(anchor) for anchor in articles}
        rest = [a for a in entries if id(a) not in told and a.url != following and not self.css]
        lists = [a for a in rest if is_channel(a)]
        unsure = [a for a in rest if is_site_map(a.title) or not (is_channel(a) or is_aside(a))]
        promising = [a for a in unsure if is_promising(a)]
        shown = [a for a in unsure if len(a.title) >= HEADLINE or a.is_dated]
        if not articles and not promising:
            promising = unsure  # a page that shows nothing else is there for these
        elif not articles and all(a.zone == "nav" for a in promising):
            promising = [a for a in unsure if a in promising or is_below(a.url, self.url)]
        if not following and (articles or promising):
            following = (
                self._next_piece()
                or self._next_in_head()
                or (next_by_number(self.root, self.url) if COMPONENT.search(self.text) else None)
            )
        going_on = [following] if following and is_within(following, self.hosts) else []
        if (earlier := day_before(anchors)) and not is_calendar(earlier):
            going_on.insert(0, earlier)
        return ListPage(
            articles=tuple(map(_article, articles)),
            following=_pages([*going_on, *(i.url for i in named if not i.is_start)]),
            sources=_pages(i.url for i in named if i.is_start),
            lists=(*map(_list, lists), *(() if entries else self._elsewhere())),
            feeds=self._feeds(),
            unsure=tuple(map(_article, promising)),
            doubtful=tuple(_article(a) for a in unsure if a not in promising),
            beside=tuple(a.beside for a in (*articles, *promising)),
            scripts=() if articles or shown or following or named else self._scripts(),
            dropped=self.dropped,
            traps=tuple(self.traps),
            state=state_of(self.root) if "__VIEWSTATE" in self.text else {},
        )

    def _next_piece(self) -> str | None:
        """Return the next piece after one without a word of its number: until one is empty."""
        is_piece = is_interface(self.asked) and not re.search(r"<(?:html|body)\b", self.text, re.I)
        return next_page(self.asked) if is_piece else None

    def _next_in_head(self) -> str | None:
        """Return the page that the head of this one names as the next."""
        links = (e for e in self.root.iter("link") if (e.get("rel") or "").lower() == "next")
        return next(iter(self._resolved(link.get("href") for link in links)), None)

    def _anchors(self, css: str | None, *, alone: bool = False) -> list[Anchor]:
        """Return the links that may be followed at all."""
        found = [] if css else [a for a in self._in_scripts() if self._is_fit(a)]
        for anchor in read_anchors(self.root, self.url, css, alone=alone):
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

    def _in_scripts(self) -> Iterator[Anchor]:
        """Yield the links that scripts of the page write, or make of the arrays they hold."""
        base = base_of(self.root, self.url)
        for piece in scriptrows.written(self.text):
            if (rows := parse(piece)) is not None:
                for anchor in read_anchors(rows, base):
                    if anchor and not is_pager(anchor.label) and "%3C" not in anchor.url:
                        yield anchor
        for thing in (*scriptrows.objects(self.text), *scriptrows.linked(self.text)):
            if item := read_item(thing, base):
                yield anchor_of(item.url, item.title or "", item.date)
        found = (read_item(named_by_value(row), base) for row in scriptrows.rows(self.text))
        if len(items := [item for item in found if item]) >= scriptrows.LEAST_OBJECTS:
            yield from (anchor_of(item.url, item.title or "", item.date) for item in items)

    def _interfaces(self) -> list[Interface]:
        """Return the record interfaces that a page names, each by its first request.

        What a page of 大汉 holds already, as records or as links beside its pager, is not asked
        for.
        """
        found = [*jcms.proxies(self.text, self.url), *jcms.units(self.root, self.url)]
        if not found:
            found = list(named_lists(self.text, self.url, self.template))
            if found and (template := item_template(self.text)):
                base = base_of(self.root, self.url)
                template = template if base == self.url else urljoin(base, template)
                found = list(named_lists(self.text, self.url, template))
        return list(dict.fromkeys(found))[:MOST_INTERFACES]

    def _scripts(self) -> tuple[Link, ...]:
        """Return what makes the list of a page that shows none: pieces it loads, its scripts."""
        named_by = f"{self.url}|{template}" if (template := item_template(self.text)) else self.url
        parts = self._resolved(
            href for _, script in scripts_in(self.text) for href in _PIECE.findall(script)
        )
        files = self._resolved(s.get("src") for s in self.root.iter("script") if s.get("src"))
        found = [f"{url}#part={self.url}" for url in parts if not is_furniture(url)]
        found += [f"{url}#script={named_by}" for url in files if not _LIBRARY.search(url)]
        return _pages(found[:MOST_SCRIPTS])

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
        if _is_better(anchor.title, known.title) or _NO_TITLE.match(known.title):
            known.title = anchor.title or known.title
        known.date = known.date or anchor.date
        known.is_dated = known.is_dated or anchor.is_dated
        known.zone = "" if "" in (known.zone, anchor.zone) else known.zone
        known.label = known.label if MORE.match(known.label) else anchor.label or known.label
        known.above = known.above or anchor.above
    for anchor in found.values():
        if anchor.above and READ_ON.match(anchor.title):
            anchor.title = anchor.above
    return list(found.values())


def _is_better(title: str, known: str) -> bool:
    """Whether a text says more of a link than one that is known: 继续阅读“标题” does not."""
    if _NO_TITLE.match(title) or title == known:
        return False
    if min(len(title), len(known)) >= HEADLINE:
        if title.find(known) > 0:
            return False
        if known.find(title) > 0:
            return True
    return len(title) > len(known)


def _article(anchor: Anchor) -> Link:
    return Link(url=anchor.url, title=anchor.title or None, date=anchor.date)


def _list(anchor: Anchor) -> Link:
    return Link(url=anchor.url, kind="list", title=anchor.title or None)


def _pages(urls: Iterable[str]) -> tuple[Link, ...]:
    return tuple(Link(url=url, kind="list") for url in dict.fromkeys(urls))


def _is_jsonp(text: str) -> bool:
    return re.match(r"\s*[\w.$]{1,60}\s*\(\s*[\[{]", text) is not None


def _read_json(text: str, url: str, hosts: Sequence[str]) -> ListPage:
    found = read_json(text, url)
    if found is None:
        return ListPage()
    items, made, pieces, more = found
    links = {url_key(link.url): link for link in items if _may_follow(link.url, hosts)}
    for link in _links_in(pieces, page_of(url), hosts):
        links.setdefault(url_key(link.url), link)
    going_on = [more] if more and is_within(more, hosts) else []
    guessed = tuple(link for link in made if _may_follow(link.url, hosts))
    return ListPage(articles=tuple(links.values()), unsure=guessed, following=_pages(going_on))


def _read_records(text: str, url: str, hosts: Sequence[str]) -> ListPage:
    held = jcms.records_in(text)
    links = _links_in(held, page_of(url), hosts)
    more = jcms.next_records(text, url, len(held))
    return ListPage(articles=tuple(links), following=_pages([more] if more else []))


def _read_xml(body: bytes, url: str, hosts: Sequence[str]) -> ListPage:
    """Return what a list leads to whose items are records of any names."""
    found = (read_item(thing, page_of(url)) for thing in feeds.read_records(body))
    items = {url_key(link.url): link for link in found if link and _may_follow(link.url, hosts)}
    more = next_of(feeds.said_of_records(body), url, len(items))
    return ListPage(articles=tuple(items.values()), following=_pages([more] if more else []))


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
    others = (link for link in fit if link not in articles and not is_aside_path(link.url))
    return ListPage(
        articles=tuple(articles),
        doubtful=tuple(others),
        feeds=_pages(address for address in sitemaps if is_within(address, hosts)),
        is_feed=True,
    )


def _may_follow(address: str, hosts: Sequence[str]) -> bool:
    return is_within(address, hosts) and not is_file(address) and not is_growing(address)
