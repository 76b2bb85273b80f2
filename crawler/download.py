"""How pages are downloaded, where Scrapy's way would be impolite."""

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler


class KeepingDownloadHandler(HTTP11DownloadHandler):
    """Keeps every connection for the next request.

    Scrapy keeps as many as a host may have requests at a time. With one, the next request begins
    just before its connection is free again, so every other request would open a new one; without
    a delay Scrapy 2.19 starts all that wait for a host at once.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.maxPersistentPerHost = crawler.settings.getint("CONCURRENT_REQUESTS")
