"""Counts how the articles of a run were read: what health compares with what is usual."""

from scrapy import signals
from scrapy.crawler import Crawler

from article.model import Article
from storage.signals import FIELDS
from storage.visit import Visit


class ShowingExtension:
    """Counts in the stats, which the run row keeps; the articles themselves change later on."""

    def __init__(self, crawler: Crawler) -> None:
        self.stats = crawler.stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ShowingExtension":
        extension = cls(crawler)
        crawler.signals.connect(extension.item_scraped, signals.item_scraped)
        return extension

    def item_scraped(self, item: Visit) -> None:
        if item.article is not None and item.outcome is None:
            self._count(item.article)

    def _count(self, article: Article) -> None:
        stats = self.stats
        stats.inc_value("wenming/read")
        stats.inc_value("wenming/chars", len(article.body))
        if "\ufffd" in article.body or any(repair.lossy for repair in article.repairs):
            stats.inc_value("wenming/damaged")
        for name in FIELDS:
            if name in article.evidence:
                stats.inc_value(f"wenming/rule/{name}/{article.evidence[name].rule}")
            if not getattr(article, name):
                stats.inc_value(f"wenming/without/{name}")
