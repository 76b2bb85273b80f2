"""What a list page leads to: articles, its own further pages, other lists."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from article.decode import decode
from article.errors import Undecodable
from article.patterns import regex
from crawler.lists.answers import feeds, jcms
from crawler.lists.answers.channelids import channels_in
from crawler.lists.answers.islands import islands
from crawler.lists.answers.jsonitems import read_item
from crawler.lists.answers.reading import read_answer, read_feed
from crawler.lists.definers import calls_others
from crawler.lists.directions import asks_not_to_follow, feeds_of, is_mobile, ways_of
from crawler.lists.interfaces import (
    Interface,
    is_interface,
    is_script,
    next_numbered,
    next_page,
    next_rows,
    page_of,
    template_of,
)
from crawler.lists.links.anchors import Anchor, anchor_of, base_of, parse, read_anchors, read_tabs
from crawler.lists.links.calendars import is_calendar
from crawler.lists.links.deeds import does, does_something
from crawler.lists.links.hints import is_furniture, is_headline, is_menu, is_other_view
from crawler.lists.links.items import article, merged, name_of
from crawler.lists.links.labels import words_in
from crawler.lists.links.queries import encode_queries
from crawler.lists.links.sorting import parted, sorted_links
from crawler.lists.links.surroundings import LONGEST_HEAD
from crawler.lists.listpage import ListPage, pages
from crawler.lists.paging.forms import next_by_form, search_for_all, state_of
from crawler.lists.paging.labels import NEXT, earlier_list, is_pager, names_page, turns_pages
from crawler.lists.paging.links import find_beyond
from crawler.lists.paging.nextpage import find_next, next_by_number, next_written
from crawler.lists.paging.ownpages import next_of_own
from crawler.lists.paging.scripts import last_by_script
from crawler.lists.paging.templates import next_called
from crawler.lists.paging.turners import turners
from crawler.lists.scriptlinks import held_links
from crawler.lists.scripts import cursors, pieces
from crawler.lists.scripts.functions import Functions
from crawler.lists.scripts.itemlinks import item_template
from crawler.lists.scripts.jsonnames import named_lists
from crawler.lists.scripts.rows import objects
from crawler.scope import host_of, is_file, is_growing, is_within, resolve
from crawler.shapes import folded
from storage.values.urlkey import url_key
from storage.values.visit import Link

MOST_INTERFACES = 20  # or pieces of one page: a home page asks for each of its columns
MOST_SCRIPTS = 3  # of one page
MOST_TURNERS = 2  # of its scripts that are looked through for what turns it
START = 6  # characters of a title; lists cut what is longer

_WHOLE = regex(r"<(?:html|head|title|body)\b", re.I)


def read_list(
    html: bytes,
    url: str,
    *,
    links: str | None = None,
    hosts: Sequence[str] | None = None,
    charset: str | None = None,
    beside: str = "",
) -> ListPage:
    """Return what a list leads to, be it a page, an answer in JSON or records, a feed or a sitemap.

    ``links`` is the CSS of its links to articles; without it they are told by their addresses and
    by what stands around them. ``hosts`` are those that may be followed; None means that of
    ``url``. ``charset`` is that of the HTTP header. ``beside`` are scripts in files of their own
    whose functions the links of the page may call.
    """
    allowed = tuple(hosts or [host_of(url)])
    if feeds.is_feed(html):
        return read_feed(html, url, allowed)
    try:
        text, found = decode(html, charset, url)
    except Undecodable:
        return ListPage()
    if is_script(url):
        text = f"<script>{text}</script>"
    elif (answer := read_answer(text, html, url, allowed)) is not None:
        return answer
    root = parse(text)
    if root is None:
        return ListPage()
    encoding = "utf-8" if found.used.startswith("utf") else found.used
    encode_queries(root, encoding)
    functions = Functions(root, beside)
    return _Reader(root, text, url, allowed, links, encoding, functions).read()


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
        functions: Functions,
    ) -> None:
        self.root, self.text, self.hosts, self.css = root, text, hosts, links
        self.encoding, self.functions = encoding, functions
        # What an interface brings is a part of the page that named it.
        self.asked, self.url, self.template = url, page_of(url), template_of(url)
        self.own, self.base = url_key(url), base_of(root, self.url)
        self.dropped = 0
        self.traps: dict[str, None] = {}
        self.foreign: dict[str, Anchor] = {}  # links to other sites

    def read(self) -> ListPage:
        """Return what the page leads to; scripts are looked for only where it shows too little."""
        if asks_not_to_follow(self.root):
            return ListPage(is_closed=True)
        anchors = self._anchors(None, alone=self.css is not None)
        articles, others = self._entries(anchors)
        following = self._next_by_pager(anchors)
        if not (following or self.css):
            others += self._tabs()
        links = sorted_links(articles, [a for a in others if a.url != following], self.url)
        named, turning = self._named(is_shown=bool(following) or links.shows_items)
        is_whole = links.shows_items or bool(following and links.is_unsure)
        abroad = [anchor for anchor in self.foreign.values() if is_headline(anchor)]
        shown = len(articles) + len(links.promising) + len(abroad)
        if not following and shown:
            following = self._next_without_link(shown) or next_of_own(
                turning, self.text, self.asked
            )
        going_on = self._going_on(anchors, following)
        is_nameless = links.is_nameless
        if is_nameless:
            links.promise_frames()
        is_mute = is_nameless and not (links.doubtful or going_on or named)
        elsewhere, away = ((), ()) if articles or others else self._elsewhere()
        return ListPage(
            articles=tuple(map(article, articles)),
            following=pages([*going_on, *(i.url for i in named if not i.is_start)]),
            beyond=self._beyond(anchors, following),
            sources=pages(i.url for i in named if i.is_start),
            kept=pages(i.url for i in named if i.is_kept),
            lists=(
                *map(_list, links.lists or links.versions),
                *self._home(anchors),
                *(self._menus() if is_nameless else ()),
                *elsewhere,
            ),
            feeds=pages(self._resolved(feeds_of(self.root))),
            unsure=tuple(map(article, links.promising)),
            doubtful=(*map(article, links.doubtful), *(self._search() if is_mute else ())),
            beside=tuple(a.beside for a in (*articles, *links.promising) if _is_at_head(a)),
            # What the page only keeps, a script in a file of its own asks for, with fields.
            scripts=() if is_whole or any(not i.is_kept for i in named) else self._scripts(),
            turners=self._turners() if shown and not (following or named) else (),
            definers=self._definers(is_mute=is_mute),
            dropped=self.dropped,
            traps=tuple(self.traps),
            state=state_of(self.root) if "__VIEWSTATE" in self.text else {},
            leads_on=elsewhere[0].url if elsewhere else None,
            channels=tuple(channels_in([*objects(self.text)])) if named else (),
            abroad=(*map(article, abroad), *away),
        )

    def _entries(self, anchors: list[Anchor]) -> tuple[list[Anchor], list[Anchor]]:
        """Part the links of a page, but for those of its pager: those to articles, and others."""
        chosen = anchors
        if self.css:
            self.foreign.clear()  # those stand anywhere on the page
            chosen = self._anchors(self.css)
        embedded = self._embedded()
        entries = merged(a for a in (*embedded, *chosen) if not turns_pages(a, self.own))
        entries = [anchor for anchor in entries if url_key(anchor.url) != self.own]
        return parted(entries, (self.css or a in embedded or is_headline(a) for a in entries))

    def _tabs(self) -> Iterator[Anchor]:
        """Return what the tabs of a page load that is no list by itself: a home page, as a rule."""
        tabs = read_tabs(self.root, self.url) if "data-url" in self.text else ()
        return (tab for tab in tabs if self._is_fit(tab) and url_key(tab.url) != self.own)

    def _next_by_pager(self, anchors: list[Anchor]) -> str | None:
        """Return the next page of a list whose links, scripts or forms turn it."""
        return (
            find_next(self.text, self.url, self.base, anchors)
            or self._first(pieces.added(self.text, self.root))
            or next_by_form(self.root, self.asked, self.base, NEXT, self.encoding)
        )

    def _next_without_link(self, shown: int) -> str | None:
        """Return the next page of a list of some items that has no link or script to turn it."""
        return (
            self._first(pieces.kept(self.text))
            or self._next_piece(shown)
            or self._next_after_last()
            or next_called(self.text, self.asked)
            or self._first([next_written(self.text, self.url, self.base)])
            or self._first(pieces.next_in_head(self.root))
            or next_by_number(self.root, self.text, self.url)
        )

    def _going_on(self, anchors: list[Anchor], following: str | None) -> list[str]:
        """Return the next page, after the list of the day before where the page has one.

        The last stands behind it where no other page will lead there.
        """
        going_on = [following] if following else []
        last = last_by_script(self.text, self.url, self.base) if following else None
        if last and last != following:
            going_on.append(last)
        going_on = [url for url in going_on if is_within(url, self.hosts)]
        earlier = earlier_list(anchors)
        return [earlier, *going_on] if earlier and not is_calendar(earlier) else going_on

    def _beyond(self, anchors: list[Anchor], following: str | None) -> Link | None:
        """Return the page behind the next one."""
        beyond = find_beyond(anchors, self.url, following) if following else None
        return Link(url=beyond, kind="list") if beyond and is_within(beyond, self.hosts) else None

    def _next_after_last(self) -> str | None:
        """Return the piece of the list that a script asks for with the id of the last item."""
        more = self._first(cursors.next_after(self.text)) if not self.css else None
        return f"{more}#part={self.url}" if more else None

    def _next_piece(self, shown: int) -> str | None:
        """Return the next piece after one without a word of its number: until one is empty."""
        if _WHOLE.search(self.text):
            return None
        if not is_interface(self.asked):  # a script asks for it by its number alone
            has_pager = any(is_pager(words_in(a)) for a in self.root.iter("a"))
            return None if has_pager else next_numbered(self.asked)
        if after := cursors.next_of_piece(self.text, self.asked):
            return after if after != self.asked else None
        says_next = any(NEXT.match("".join(a.itertext()).strip()) for a in self.root.iter("a"))
        following = next_page(self.asked) or next_rows(self.asked, shown)
        return following or (next_numbered(self.asked) if says_next else None)

    def _anchors(self, css: str | None, *, alone: bool = False) -> list[Anchor]:
        """Return the links that may be followed at all."""
        held = () if css else held_links(self.text, self.base, self.template)
        found = [anchor for anchor in held if self._is_fit(anchor)]
        read = read_anchors(self.root, self.url, css, alone=alone, functions=self.functions)
        for anchor in read:
            if anchor is None:
                self.dropped += 1
            elif self._is_fit(anchor):
                found.append(anchor)
        for anchor in found:
            anchor.page = self.url
        return found

    def _is_fit(self, anchor: Anchor) -> bool:
        if is_file(anchor.url) or does_something(anchor):
            return False
        if not is_within(anchor.url, self.hosts):
            self.foreign[anchor.url] = anchor
            return False
        if is_growing(anchor.url):
            self.traps[anchor.url] = None
            return False
        # Pagers name the order that a list has already.
        is_ours = not is_other_view(anchor.url) or names_page(anchor)
        return is_ours and "nofollow" not in anchor.rel.split()

    def _embedded(self) -> list[Anchor]:
        """Return the links in the records that a page holds in its script, or as an island."""
        found = []
        for record in jcms.records_in(self.text) if "<record>" in self.text else ():
            if (piece := parse(record)) is not None:
                found += [a for a in read_anchors(piece, self.url) if a and self._is_fit(a)]
        for island in islands(self.text):
            items = filter(None, (read_item(thing, self.base) for thing in island))
            shown = (anchor_of(item.url, item.title or "", item.date) for item in items)
            found += [anchor for anchor in shown if self._is_fit(anchor)]
        return found

    def _named(self, *, is_shown: bool) -> tuple[list[Interface], list[str]]:
        """Return the record interfaces that may be followed, and the requests for this very list.

        There are none of the latter where the page is not ``is_shown`` as a list.
        """
        named = [i for i in self._interfaces() if is_within(i.url, self.hosts)]
        own = urlsplit(self.url).path if is_shown else None
        turning = [i for i in named if urlsplit(i.url).path == own and "#get=" in i.url]
        return [i for i in named if i not in turning], [i.url for i in turning]

    def _interfaces(self) -> list[Interface]:
        """Return the record interfaces that a page names, each by its first request.

        What a page of 大汉 holds already, as records or as links beside its pager, is not asked
        for.
        """
        found = [*jcms.proxies(self.text, self.url), *jcms.units(self.root, self.url)]
        if not found:
            found = list(named_lists(self.text, self.url, self.template))
            if found and (template := item_template(self.text)):
                template = template if self.base == self.url else urljoin(self.base, template)
                found = list(named_lists(self.text, self.url, template))
        return list(dict.fromkeys(found))[:MOST_INTERFACES]

    def _scripts(self) -> tuple[Link, ...]:
        """Return what makes the list of a page that shows none: pieces it loads, its scripts."""
        found = self._pieces(lambda url: not (is_furniture(url) or does(url)))[:MOST_INTERFACES]
        own = self._own_scripts()[: max(MOST_SCRIPTS - len(found), 0)]
        return pages([*found, *own])

    def _turners(self) -> tuple[Link, ...]:
        """Return the scripts of which one may turn a list whose page has none that does."""
        if self.css or is_script(self.asked) or not turners(self.text):
            return ()
        return pages(self._own_scripts()[:MOST_TURNERS])

    def _definers(self, *, is_mute: bool) -> tuple[Link, ...]:
        """Return the scripts of which one may define what the links of the page call.

        Where a page is mute, and names no other list at all, one of them may write its menu.
        """
        if self.css or is_interface(self.asked):
            return ()
        if not (is_mute or calls_others(self.functions.missing)):
            return ()
        return pages(self._own_scripts()[:MOST_TURNERS])

    def _own_scripts(self) -> list[str]:
        named_by = f"{self.url}|{template}" if (template := item_template(self.text)) else self.url
        files = (url for url in self._files() if not pieces.LIBRARY.search(url))
        return [f"{url}#script={named_by}" for url in files]

    def _home(self, anchors: Iterable[Anchor]) -> tuple[Link, ...]:
        """Return the home page of this host: who begins at a list finds the others there."""
        home = folded(urljoin(self.url, "/"))
        if self.css or folded(self.url) == home:
            return ()
        return pages(islice((a.url for a in anchors if folded(a.url) == home), 1))

    def _search(self) -> tuple[Link, ...]:
        """Return what may name all articles of a site that has neither menu nor lists."""
        found = search_for_all(self.root, self.base, self.encoding)
        fit = self._resolved([found]) if found and not self.css else []
        return tuple(Link(url=address) for address in fit)

    def _menus(self) -> tuple[Link, ...]:
        """Return what holds the menu of a page that names no channel by itself."""
        if is_interface(self.asked):
            return ()
        scripts = [f"{url}#script={self.url}" for url in self._files() if is_menu(url)]
        return pages([*self._pieces(is_menu), *scripts][:MOST_SCRIPTS])

    def _pieces(self, fits: Callable[[str], bool]) -> list[str]:
        """Return what scripts load into the page, and what into a frame: a page of its own."""
        parts, framed = pieces.loaded(self.text, self.root), pieces.framed(self.text)
        loaded = [f"{url}#part={self.url}" for url in self._resolved(parts) if fits(url)]
        return loaded + [url for url in self._resolved(framed) if fits(url)]

    def _files(self) -> list[str]:
        return list(dict.fromkeys(self._resolved(pieces.files(self.root))))

    def _elsewhere(self) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
        """Return where a page leads that is nothing but the way to another: here, and abroad."""
        ways = self._addresses(ways_of(self.root, self.text))
        found = [way for way in ways if is_within(way, self.hosts)]
        frames = [anchor.url for anchor in self.foreign.values() if anchor.is_frame]
        away = [way for way in (*ways, *frames) if way not in found and not is_mobile(way)]
        return pages([way for way in found if not is_mobile(way)] or found), pages(away)

    def _first(self, hrefs: Iterable[str | None]) -> str | None:
        return next(iter(self._resolved(hrefs)), None)

    def _resolved(self, hrefs: Iterable[str | None]) -> list[str]:
        return [a for a in self._addresses(hrefs) if is_within(a, self.hosts)]

    def _addresses(self, hrefs: Iterable[str | None]) -> list[str]:
        addresses = [address for href in hrefs if (address := resolve(href, self.base))]
        return [address for address in addresses if url_key(address) != self.own]


def _is_at_head(anchor: Anchor) -> bool:
    """Whether a link is the title of what is beside it: "back" at the end of a text is not."""
    names = (anchor.title, anchor.label, anchor.above)
    return any(0 <= anchor.beside.find(name[:START]) < LONGEST_HEAD for name in names if name)


def _list(anchor: Anchor) -> Link:
    return Link(url=anchor.url, kind="list", title=name_of(anchor))
