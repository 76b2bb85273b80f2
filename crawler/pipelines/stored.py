"""A stored page through the rules of a spider, as a crawl would read it today."""

from dataclasses import replace
from typing import Protocol

from scrapy.http import Response

from article.markup.paging import page_number
from article.model import Article
from article.reading import join_pages
from crawler.pipelines.normalise import normalise
from storage.frontier import Leased
from storage.reread import Stored
from storage.warc.payload import Page


class Reads(Protocol):
    """A spider, as far as it reads articles."""

    def read(self, response: Response, leased: Leased) -> Article:
        """Return the article of a page; raises ArticleError."""
        ...


def read_stored(spider: Reads, stored: Stored) -> Article:
    """Return the article of a stored page and its further pages; raises ArticleError."""
    begin, *others = stored.pages
    others.sort(key=lambda page: page_number(page.url, begin.url))
    first, *rest = (spider.read(_response(page), stored.address) for page in (begin, *others))
    article = join_pages(first, rest) if rest else first
    return normalise(replace(article, channel=article.channel or stored.address.channel))


def _response(page: Page) -> Response:
    headers = {"Content-Type": page.content_type} if page.content_type else None
    return Response(page.url, body=page.body, headers=headers)
