"""Stored pages of all sites, each through the rules of its own spider."""

from collections.abc import Mapping
from typing import Any

from article.model import Article
from crawler.catalogue import spider_loader
from crawler.listing import ListingSpider
from crawler.pipelines.stored import read_stored
from crawler.unknown.address import AddressSpider
from storage.reread import Stored


class Rereader:
    """Reads what is stored; ``sites`` are the rows of the archive's sites by name."""

    def __init__(self, sites: Mapping[str, Mapping[str, Any]]) -> None:
        self._sites = sites
        self._loader = spider_loader()
        self._spiders: dict[str, ListingSpider] = {}

    def __call__(self, stored: Stored) -> Article:
        """Return the article of a page and its further pages; raises ArticleError."""
        if stored.site not in self._spiders:
            self._spiders[stored.site] = self._spider(stored.site)
        return read_stored(self._spiders[stored.site], stored)

    def _spider(self, site: str) -> ListingSpider:
        try:
            return self._loader.load(site)()
        except KeyError:
            home = self._sites.get(site, {}).get("home_url") or "http://localhost/"
            return AddressSpider(site=site, url=home)
