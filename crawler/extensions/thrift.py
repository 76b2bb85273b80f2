"""What a crawl need not spend time on."""

import gc

from scrapy import signals
from scrapy.crawler import Crawler


class ThriftExtension:
    """Keeps the garbage collector from looking at what lives until the end of the crawl.

    It is off from the start of the process on, as all that is made until then is such.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ThriftExtension":
        extension = cls()
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        return extension

    def spider_opened(self) -> None:
        gc.freeze()
        gc.set_threshold(10_000, 20, 20)
        gc.enable()
