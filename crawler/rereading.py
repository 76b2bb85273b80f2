"""Stored pages through the rules of their site's spider, as a crawl would read them today."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scrapy.http import Response

from article.model import Article
from article.reading import join_pages
from crawler.address import AddressSpider
from crawler.catalogue import spider_loader
from crawler.listing import ListingSpider
from crawler.pipelines.normalise import normalise
from storage.payload import Page
from storage.reread import Stored


class Rereader:
    """Reads what is stored; ``sites`` are the rows of the archive's sites by name."""

    def __init__(self, sites: Mapping[str, Mapping[str, Any]]) -> None:
        self._sites = sites
        self._loader = spider_loader()
        self._spiders: dict[str, ListingSpider] = {}

    def __call__(self, stored: Stored) -> Article:
        """Return the article of a page and its further pages; raises ArticleError."""
        spider = self._spiders.get(stored.site) or self._spider(stored.site)
        self._spiders[stored.site] = spider
        first, *rest = (spider.read(_response(page), stored.address) for page in stored.pages)
        article = join_pages(first, rest) if rest else first
        return normalise(replace(article, channel=article.channel or stored.address.channel))

    def _spider(self, site: str) -> ListingSpider:
        try:
            return self._loader.load(site)()
        except KeyError:
            home = self._sites.get(site, {}).get("home_url") or "http://localhost/"
            return AddressSpider(site=site, url=home)


def _response(page: Page) -> Response:
    headers = {"Content-Type": page.content_type} if page.content_type else None
    return Response(page.url, body=page.body, headers=headers)
