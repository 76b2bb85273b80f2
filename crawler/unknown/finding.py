"""What the pages of a site lead to of which nothing is declared."""

from dataclasses import replace
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from scrapy.http import Response

from article.decode import decode
from article.errors import Undecodable
from article.model import BEIJING
from crawler.discovery import read_list
from crawler.extensions.run import RunExtension
from crawler.listing import ListingSpider, shows_nothing
from crawler.lists.answers.channelids import Named, lists_of
from crawler.lists.interfaces import is_interface, is_script, place_of
from crawler.lists.listpage import ListPage, pages
from crawler.middlewares.robots import RobotsMiddleware
from crawler.shapes import folded
from crawler.unknown.explorer import Explorer
from crawler.unknown.sessions import Sessions
from crawler.unknown.sharedscripts import SharedScripts
from crawler.verdicts.visits import header_charset
from storage import frontier
from storage.frontier import Leased
from storage.standing import judged, leads_to_articles, standing
from storage.values.urlkey import url_key
from storage.values.visit import Link


class FindingSpider(ListingSpider):
    """Sorts what lists lead to by what is known of it, and tries some of what is not.

    Lists are read with the scripts that their pages share.
    """

    _names_feeds = False  # whether a page of this run does

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: dict[str, Link] = {}  # interfaces that wait for the scripts which may ask them
        self._asked: set[str] = set()  # places of the interfaces that are asked
        self._sources: dict[str, Link] = {}  # interfaces that pages name
        self._channels: dict[str, tuple[Named, ...]] = {}  # that their answers name

    def seeds(self) -> list[Link]:
        channels = super().seeds()
        home = Link(url=self.start_url, kind="list", again=True)
        is_channel = folded(home.url) in {folded(channel.url) for channel in channels}
        return channels if is_channel else [home, *channels]

    def more(self) -> list[tuple[str | None, Link]]:
        explorer = self._explorer
        maps = explorer.sitemaps(self._sitemaps, self.hosts())
        candidates = explorer.candidates()
        self.crawler.stats.set_value("wenming/in_vain", explorer.in_vain())
        return [
            *super().more(),
            *((None, link) for link in maps),
            *((None, link) for link in self._not_asked()),
            *((explorer.pool.page_of(link.url), link) for link in candidates),
        ]

    @property
    def _sitemaps(self) -> list[str]:
        """The sitemaps that the rules for robots name."""
        robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
        return robots.sitemaps()

    @property
    def _is_fed(self) -> bool:
        """Whether the site names its articles in a feed or a sitemap as well."""
        return self._names_feeds or bool(self._sitemaps)

    def unfinished(self) -> list[str]:
        explorer = self._explorer
        return [*super().unfinished(), *explorer.pool.untried(), *explorer.overlooked()]

    def channel_of(self, leased: Leased) -> str | None:
        """Return the list that leads to an article, be it taken for a list itself at first."""
        if leased.kind == "article":
            return super().channel_of(leased)
        return self._explorer.pool.channel_of(leased.url)

    def read_list(self, response: Response, leased: Leased) -> ListPage:
        """Return what a list page leads to, by the scripts too that it shares with others."""
        page = self._sessions.fold(super().read_list(response, leased))
        if not (page.scripts or page.turners or page.definers or is_script(leased.url)):
            return page
        try:
            text, _ = decode(response.body, header_charset(response), response.url)
        except Undecodable:
            return page
        if is_script(leased.url):
            return self._shared_scripts.run(page, text, leased.url)
        again = partial(self._read_beside, response, leased)
        return self._shared_scripts.load(page, text, again)

    def _read_beside(self, response: Response, leased: Leased, scripts: str) -> ListPage:
        """Return what a list page leads to with what the functions of other scripts make."""
        url = leased.url if is_interface(leased.url) else response.url
        charset = header_charset(response)
        return read_list(response.body, url, hosts=self.hosts(), charset=charset, beside=scripts)

    def links_of(self, page: ListPage, leased: Leased) -> tuple[Link, ...]:
        """Sort what a page leads to; what it does not tell is kept as a candidate."""
        if leased.channel:
            unsure, doubtful = (
                tuple(replace(link, channel=leased.channel) for link in links)
                for links in (page.unsure, page.doubtful)
            )
            page = replace(page, unsure=unsure, doubtful=doubtful)
        leading = (*page.lists, *page.unsure, *page.doubtful, *page.feeds)
        shown = {url_key(link.url) for link in self._explorer.shown(page)}
        if not self.chains.reach(leased.url, leading, shown):
            page = replace(page, lists=(), unsure=(), doubtful=(), feeds=())
        page = self._with_channels(page, leased)
        scripts = self._scripts(page, leased)
        sorted_page = self._explorer.sort(self._without_kept(page) if scripts else page, leased.url)
        self._asked.update(place_of(link.url) for link in sorted_page.sources)
        return (
            *super().links_of(sorted_page, leased),
            *sorted_page.lists,
            *scripts,
            *self._turners(page, leased),
            *self._explorer.scripts(page.definers),
        )

    def _with_channels(self, page: ListPage, leased: Leased) -> ListPage:
        """Return a page with the lists of the channels that an answer names by their ids.

        Where there are some, what it names is no article.
        """
        if not (page.channels or page.sources):
            return page
        self._sources.update((link.url, link) for link in page.sources)
        if page.channels:
            self._channels[leased.url] = page.channels
        requests = self._sources if page.channels else [link.url for link in page.sources]
        named = {leased.url: page.channels} if page.channels else self._channels
        made = [
            url
            for asked, channels in named.items()
            for request in requests
            for url in lists_of(channels, request, asked)
        ]
        new = pages(url for url in made if url not in self._sources)
        unsure = () if made and page.channels else page.unsure
        return replace(page, sources=(*page.sources, *new), unsure=unsure)

    def _without_kept(self, page: ListPage) -> ListPage:
        """Return a page without the interfaces for which its scripts may ask, with fields.

        To ask for them without may be refused, or bring what the scripts bring once more.
        """
        self._kept.update((link.url, link) for link in page.kept)
        return replace(page, sources=tuple(s for s in page.sources if s not in page.kept))

    def _not_asked(self) -> list[Link]:
        """Return the interfaces that were left to scripts, and that none asks for."""
        kept, self._kept = self._kept, {}
        return [
            replace(link, again=True)
            for link in kept.values()
            if place_of(link.url) not in self._asked
        ]

    def note_if_empty(self, page: ListPage, leased: Leased) -> None:
        """Count an empty list unless a script, a feed, a sitemap or the next page stands for it."""
        db = self._run.db
        is_way = page.leads_on and leads_to_articles(db, page.leads_on, self.name)
        if shows_nothing(page) and (is_way or self._explorer.shows_articles(page.lists)):
            self.crawler.stats.inc_value("wenming/list_links")
            return
        is_fed = self._is_fed and not leads_to_articles(db, leased.url, self.name)
        if not (is_fed or self._scripts(page, leased)):
            super().note_if_empty(page, leased)

    def _scripts(self, page: ListPage, leased: Leased) -> list[Link]:
        """Return the scripts that may make a list, unless the page once showed it by itself."""
        if not page.scripts or leads_to_articles(self._run.db, leased.url, self.name):
            return []
        return self._explorer.scripts(page.scripts)

    def _turners(self, page: ListPage, leased: Leased) -> list[Link]:
        """Return the scripts that may turn a list, where it shows something new."""
        if not page.turners or page.following:
            return []
        shown = {url_key(link.url): link.url for link in (*page.articles, *page.unsure)}
        known = frontier.known(self._run.db, shown.values(), list_id=leased.url_id)
        return self._explorer.scripts(page.turners) if len(known) < len(shown) else []

    def _has_news(self, page: ListPage) -> bool:
        """Whether a page leads to lists that nobody knew, or to a script that may make one."""
        return self._explorer.has_news(page) or bool(self._explorer.scripts(page.scripts))

    @cached_property
    def _explorer(self) -> Explorer:
        db = self._run.db
        today = datetime.now(BEIJING).date()
        return Explorer(partial(standing, db), judged(db, self.name), today=today)

    @cached_property
    def _sessions(self) -> Sessions:
        run = self.crawler.get_extension(RunExtension)
        return Sessions(judged(run.db, self.name) if run else ())  # `scrapy parse` begins none

    @cached_property
    def _shared_scripts(self) -> SharedScripts:
        def read(script: str, url: str) -> ListPage:
            return read_list(script.encode("utf-8", "replace"), url, hosts=self.hosts())

        return SharedScripts(read)
