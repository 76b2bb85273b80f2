"""What a list page leads to: articles, its own further pages, other lists."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from article.decode import decode
from article.errors import Undecodable
from crawler import feeds, records
from crawler.anchors import Anchor, base_of, parse, read_anchors
from crawler.paging import find_next, is_pager
from crawler.scope import host_of, is_file, is_growing, is_within, resolve
from crawler.shapes import is_article_address, is_folder
from storage.urlkey import url_key
from storage.visit import Link

HEADLINE = 8  # characters: names of channels are shorter
LONGEST_NAME = 12

# Pages that every site has and no archive needs, by what links to them say, and by their address.
_ASIDE = re.compile(
    r"关于(?:我们|本站)|联系(?:我们|方式)|网站(?:地图|声明|导航)|版权|免责|隐私|声明|投稿|帮助|留言|信箱|登[录陆]|注册|"
    r"设为首页|加入收藏|收藏本站|无障碍|繁[体體]|简[体體]|手机版|移动版|电脑版|客户端|二维码|微[信博]|订阅|打印|关闭|返回顶部|搜索|检索|"
    r"\bEnglish\b|\bRSS\b|\babout\b|\bcontact\b|\blogin\b|\bsitemap\b|备案|ICP|公网安备|工作人员|站长|技术支持|广告",
    re.I,
)
_ASIDE_PATH = re.compile(
    r"/(?:about(?:us)?|contact(?:us)?|links?|sitemap|copyright|privacy|disclaimer|legal|terms|login|"
    r"register|search|help|feedback|guestbook|wap|mobile|app|print|rss|tags?|user|member|passport|"
    r"statement|declare|english|weibo|weixin|share)(?:[/._-]|\.\w+$|$)",
    re.I,
)
# The same page in another order, size or language.
_OTHER_VIEW = re.compile(
    r"[?&](?:sort|order|order_?by|sort_?by|view|style|print|lang|font|skin|replyto|share)\w*=", re.I
)
_DETAIL = re.compile(r"^\W*(?:更多|查看更多|more|详[细情]|查看|阅读全文|全文|进入.{0,4})\W*$", re.I)
_MORE = re.compile(r"^\W*(?:查看|阅读|浏览)?更多\W*$|^\W*more\W*$", re.I)
_HOME = re.compile(r"^(?:网站|返回)?首页$|^home$", re.I)
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"\s;>]+)", re.I)
_LOCATION = re.compile(
    r"""(?:window|self|top|document)?\.?location(?:\.href|\.replace\(|\.assign\()?\s*=?\s*\(?\s*["']([^"']+)["']"""
)
_CALENDAR = re.compile(
    r"(?:[?&/_-])(?:year|month|day|date|cal(?:endar)?|rili)s?(?:[=/_-]|$)|[?&](?:y|m|d|ym)=", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """What a list page leads to, each in the order of the page.

    ``following`` are the pages that continue this list, ``sources`` the record interfaces that hold
    its newest items, ``lists`` other lists, ``feeds`` those for machines. Of ``unsure`` pages the
    link does not tell what they are, and of ``doubtful`` ones it promises little. ``beside`` is the
    text around the links that may be to articles. ``dropped`` counts links that are no address,
    ``is_feed`` says that the page is for machines, ``traps`` are addresses that grow.
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


def is_calendar(address: str) -> bool:
    """Whether an address names a day or month: such pages go on for ever."""
    return _CALENDAR.search(address) is not None


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
        entries = _merged(a for a in (*embedded, *chosen) if not is_pager(a.label))
        articles = [a for a in entries if self.css or a in embedded or _is_headline(a)]
        following = find_next(self.text, self.url, base_of(self.root, self.url), anchors)
        named = [
            interface
            for interface in records.interfaces(self.text, self.root, self.url)
            if is_within(interface.url, self.hosts)
        ]
        told = {id(anchor) for anchor in articles}
        rest = [a for a in entries if id(a) not in told and a.url != following and not self.css]
        lists = [a for a in rest if _is_channel(a)]
        unsure = [a for a in rest if not _is_channel(a) and not _is_aside(a)]
        promising = [a for a in unsure if _is_promising(a)]
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
        return not _OTHER_VIEW.search(anchor.url) and "nofollow" not in anchor.rel.split()

    def _embedded(self) -> list[Anchor]:
        """Return the links in the records that a page holds in its script."""
        found = []
        for record in records.records_in(self.text) if "<record>" in self.text else ():
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


def _is_headline(anchor: Anchor) -> bool:
    """Whether a link is one to an article, by the form of its address or by title and day."""
    if _is_aside(anchor) and not anchor.is_dated:
        return False
    size = len(anchor.title)
    if is_article_address(anchor.url):
        return not (anchor.zone == "nav" and size < HEADLINE and not anchor.is_dated)
    return (
        anchor.is_dated and size >= (5 if anchor.date else HEADLINE) and not is_folder(anchor.url)
    )


def _is_promising(anchor: Anchor) -> bool:
    """Whether a link that does not tell what it leads to is worth a request."""
    return bool(
        anchor.zone == "nav"
        or len(anchor.title) >= HEADLINE
        or anchor.is_dated
        or _MORE.match(anchor.label)
    )


def _is_channel(anchor: Anchor) -> bool:
    """Whether a link is one to a list: a short name or "more" that leads to a folder."""
    if _is_aside(anchor) or _HOME.match(anchor.label) or anchor.zone == "foot":
        return False
    is_name = len(anchor.title) <= LONGEST_NAME or _MORE.match(anchor.label)
    return bool(is_name) and is_folder(anchor.url)


def _is_aside(anchor: Anchor) -> bool:
    return bool(
        anchor.zone == "foot"
        or _ASIDE_PATH.search(urlsplit(anchor.url).path)
        or (len(anchor.title) <= LONGEST_NAME and _ASIDE.search(anchor.title))
    )


def _article(anchor: Anchor) -> Link:
    return Link(url=anchor.url, title=anchor.title or None, date=anchor.date)


def _list(anchor: Anchor) -> Link:
    return Link(url=anchor.url, kind="list", title=anchor.title or None)


def _pages(urls: Iterable[str]) -> tuple[Link, ...]:
    return tuple(Link(url=url, kind="list") for url in dict.fromkeys(urls))


def _is_jsonp(text: str) -> bool:
    return re.match(r"\s*[\w.$]{1,60}\s*\(\s*[\[{]", text) is not None


def _read_json(text: str, url: str, hosts: Sequence[str]) -> ListPage:
    found = records.read_json(text, url)
    if found is None:
        return ListPage()
    items, pieces, more = found
    links = {url_key(link.url): link for link in items if _may_follow(link.url, hosts)}
    for link in _links_in(pieces, records.page_of(url), hosts):
        links.setdefault(url_key(link.url), link)
    going_on = [more] if more and is_within(more, hosts) else []
    return ListPage(articles=tuple(links.values()), following=_pages(going_on))


def _read_records(text: str, url: str, hosts: Sequence[str]) -> ListPage:
    held = records.records_in(text)
    links = _links_in(held, records.page_of(url), hosts)
    more = records.next_records(text, url, len(held))
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
