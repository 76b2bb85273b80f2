"""Any site by one of its pages, by the general rules alone."""

from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.drafting.sampling import sample_of
from crawler.lists.listpage import ListPage
from crawler.scope import host_of
from crawler.unknown.spider import ExploringSpider
from storage import frontier
from storage.frontier import Leased
from storage.sites import SiteFacts
from storage.values.visit import Link


class AddressSpider(ExploringSpider):
    """A site without a spider: ``url`` is its home page or one of its lists."""

    name = "address"
    _sampled = 0  # articles, where only a few are asked for

    def __init__(self, *args: Any, site: str, url: str, **kwargs: Any) -> None:
        super().__init__(*args, name=site, **kwargs)
        self.home_url = url
        self.site_title = urlsplit(url).hostname or url
        host = host_of(url)
        # Many sites answer with and without www, and redirect from one to the other.
        self.allowed_domains = [host, host[4:] if host.startswith("www.") else f"www.{host}"]

    @cached_property
    def start_url(self) -> str:
        """The page that is given; if it is an article, that of its host."""
        row = frontier.find(self._run.db, self.home_url)
        is_article = row is not None and row["kind"] == "article"
        return urljoin(self.home_url, "/") if is_article else self.home_url

    def links_of(self, page: ListPage, leased: Leased) -> tuple[Link, ...]:
        if sample := self.settings.getint("SAMPLE"):
            shown = sample_of(page, sample - self._sampled)
            # Where a script fills the list, what it asks for holds the articles.
            self._sampled += len(shown) if page.articles or not page.sources else 0
            return (*shown, *page.sources[:1])
        return super().links_of(page, leased)

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
