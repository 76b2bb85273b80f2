"""Any site by one of its pages, by the general rules alone."""

from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.drafting.sampling import items_of, sample_of
from crawler.lists.listpage import ListPage
from crawler.scope import host_of, resolve
from crawler.unknown.spider import ExploringSpider
from storage import frontier
from storage.frontier import Leased
from storage.sites import SiteFacts
from storage.standing import leads_to_articles, lists_found_on, standing
from storage.values.urlkey import url_key
from storage.values.visit import Link


class AddressSpider(ExploringSpider):
    """A site without a spider: ``url`` is its home page or one of its lists."""

    name = "address"
    _sampled = 0  # articles, where only a few are asked for

    def __init__(self, *args: Any, site: str, url: str, **kwargs: Any) -> None:
        super().__init__(*args, name=site, **kwargs)
        self.home_url = url = resolve(url, url) or url  # as links to it are
        self.site_title = urlsplit(url).hostname or url
        host = host_of(url)
        # Many sites answer with and without www, and redirect from one to the other.
        self.allowed_domains = [host, host[4:] if host.startswith("www.") else f"www.{host}"]

    @cached_property
    def start_url(self) -> str:
        """The page that is given; if it is an article, that of its host."""
        return urljoin(self.home_url, "/") if self._is_begun_at_article else self.home_url

    @cached_property
    def _is_begun_at_article(self) -> bool:
        row = frontier.find(self._run.db, self.home_url)
        return row is not None and row["kind"] == "article"

    def seeds(self) -> list[Link]:
        """Return where a run begins: without a home page at the lists that the article led to."""
        return self._seeds

    @cached_property
    def _seeds(self) -> list[Link]:
        seeds = super().seeds()
        if not self._is_begun_at_article:
            return seeds
        db = self._run.db
        home = standing(db, [self.start_url]).get(url_key(self.start_url))
        if home is None or home.state == "held":
            return seeds
        lists = lists_found_on(db, self.name, self.home_url)
        led_to = [Link(url=url, kind="list", channel=name, again=True) for url, name in lists]
        return led_to if led_to and home.state in ("ignored", "gone") else [*seeds, *led_to]

    def links_of(self, page: ListPage, leased: Leased) -> tuple[Link, ...]:
        if sample := self.settings.getint("SAMPLE"):
            is_list = page.sources or len(items_of(page)) > 1
            if not is_list and (scripts := self._scripts(page, leased)):
                return tuple(scripts)
            shown = sample_of(page, sample - self._sampled)
            # Where a script fills the list, what it asks for holds the articles.
            self._sampled += len(shown) if page.articles or not page.sources else 0
            return (*shown, *page.sources[:1])
        return super().links_of(page, leased)

    def note_if_empty(self, page: ListPage, leased: Leased) -> None:
        """Count an empty list, but none of the lists of lists that an article led to."""
        is_way = self._is_begun_at_article and page.lists
        if not (is_way and not leads_to_articles(self._run.db, leased.url, self.name)):
            super().note_if_empty(page, leased)

    def more(self) -> list[tuple[str | None, Link]]:
        return [] if self.settings.getint("SAMPLE") else super().more()

    def facts(self) -> SiteFacts:
        return SiteFacts(
            id=self.name,
            title=self.site_title,
            home_url=self.home_url,
            origin="address",
            start_urls=(self.home_url,),
        )
