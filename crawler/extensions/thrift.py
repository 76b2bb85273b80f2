"""What a crawl need not spend time on."""

import gc
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.signalmanager import SignalManager


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


class HeardSignals(SignalManager):
    """Sends only what somebody has connected to.

    Scrapy sends eight signals a page and looks each time for who may listen, mostly in vain.
    """

    def __init__(self, sender: Crawler) -> None:
        super().__init__(sender)
        self._heard: set[object] = set()

    def connect(self, receiver: Any, signal: Any, **options: Any) -> None:
        self._heard.add(signal)
        super().connect(receiver, signal, **options)

    def send_catch_log(self, signal: Any, **details: Any) -> list[tuple[Any, Any]]:
        return super().send_catch_log(signal, **details) if signal in self._heard else []
