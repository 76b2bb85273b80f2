"""What a crawl need not spend time on."""

import gc
import logging

from scrapy import signals
from scrapy.crawler import Crawler


class ThriftExtension:
    """Keeps the garbage collector and the log from looking at what nobody asked for."""

    def __init__(self, crawler: Crawler) -> None:
        self.level: str = crawler.settings["LOG_LEVEL"]
        crawler.signals.connect(self.spider_opened, signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ThriftExtension":
        return cls(crawler)

    def spider_opened(self) -> None:
        # What lives until the end of the crawl need not be looked at again.
        gc.freeze()
        gc.set_threshold(10_000, 20, 20)
        # Scrapy makes a record of everything and drops it in the handler.
        logging.getLogger().setLevel(self.level)
