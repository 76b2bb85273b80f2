"""How pages are downloaded, where Scrapy's way would be impolite."""

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler


class KeepingDownloadHandler(HTTP11DownloadHandler):
    """Keeps a connection for the next request.

    Scrapy keeps as many as there are requests at a time. With one, the next request begins just
    before its connection is free again, so every other request would open a new one.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.maxPersistentPerHost = 2
