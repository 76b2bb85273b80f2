"""Stored pages of all sites, each through the rules of its own spider."""

from collections.abc import Mapping
from typing import Any

from article.errors import NotAnArticle
from article.model import Article
from crawler.catalogue import spider_loader
from crawler.listing import ListingSpider
from crawler.pipelines.stored import read_stored
from crawler.unknown.address import AddressSpider
from crawler.verdicts.garbled import is_lost
from crawler.verdicts.impostors import find_impostor, is_beyond_doubt
from storage.history.signals import GARBLED
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
        article = read_stored(self._spiders[stored.site], stored)
        if refusal := _refusal(article, stored):
            raise NotAnArticle("error", refusal, url=stored.address.url)
        return article

    def _spider(self, site: str) -> ListingSpider:
        try:
            return self._loader.load(site)()
        except KeyError:
            home = self._sites.get(site, {}).get("home_url") or "http://localhost/"
            return AddressSpider(site=site, url=home)


def _refusal(article: Article, stored: Stored) -> str | None:
    """Return why a page that can be read is not kept: as when it was fetched, so today."""
    if is_lost(article.title, article.body):
        return f"its characters {GARBLED}"
    if is_beyond_doubt(article):
        return None
    link = stored.address
    found = find_impostor(article, None, headline=link.link_title, listed=link.link_date)
    return found[1] if found else None
