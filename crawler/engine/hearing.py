"""Signals of a crawl, for those who listen."""

from typing import Any

from scrapy.crawler import Crawler
from scrapy.signalmanager import SignalManager


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
