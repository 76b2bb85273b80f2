"""What the decisions about an article have in common."""

from abc import ABC, abstractmethod
from typing import Self

from scrapy.crawler import Crawler

from article.model import Article
from crawler.extensions.run import RunExtension
from storage.values.visit import Visit


class DecidingPipeline(ABC):
    """Decides on the article of a visit; what has none goes by.

    A crawl that dies of it died of that page, as if it were still being read.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open_spider(self) -> None:
        self.run = self.crawler.get_extension(RunExtension)

    def process_item(self, item: Visit) -> Visit:
        if item.article is None:
            return item
        with self.run.suspect.reading(item.url_id):
            return self.decide(item, item.article)

    @abstractmethod
    def decide(self, item: Visit, article: Article) -> Visit:
        """Return the visit with what was decided."""
