"""How pages are downloaded, where Scrapy's way would be impolite or have no bounds."""

from collections.abc import Coroutine
from typing import Any

from scrapy import Request
from scrapy.core.downloader import Downloader, Slot
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.python.failure import Failure
from twisted.web._newclient import BODY

LARGEST_HEAD = 256 * 1024  # bytes of an answer before its body


class OneAtATime(Downloader):
    """Counts a request as under way from its turn on.

    Scrapy 2.19 counts it when its task runs, so that without a delay all that wait for a host begin
    at once.
    """

    def _wait_for_download(
        self, slot: Slot, request: Request, queue_dfd: Deferred[Response]
    ) -> Coroutine[Any, Any, None]:
        slot.transferring.add(request)
        return super()._wait_for_download(slot, request, queue_dfd)


class KeepingDownloadHandler(HTTP11DownloadHandler):
    """Keeps every connection for the next request.

    Scrapy keeps as many as a host may have requests at a time. With one, the next request begins
    just before its connection is free again, so every other request would open a new one.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.maxPersistentPerHost = crawler.settings.getint("CONCURRENT_REQUESTS")
        self._pool._factory = _BoundedFactory


class HeadTooLarge(Exception):
    """An answer did not come to its body."""


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Gives up an answer whose headers do not end; only bodies are bounded by Scrapy."""

    _head = 0  # bytes

    def request(self, request: Any) -> Any:
        self._head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        if self._parser is not None and self._parser.state != BODY:
            self._head += len(data)
            if self._head > LARGEST_HEAD:
                why = HeadTooLarge(f"more than {LARGEST_HEAD} bytes of headers")
                self._giveUp(Failure(why))  # type: ignore[no-untyped-call]
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> _BoundedProtocol:  # noqa: N802
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
