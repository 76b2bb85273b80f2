"""How pages are downloaded, where Scrapy's way would be impolite or have no bounds."""

import asyncio
import logging
from collections.abc import Coroutine
from functools import lru_cache
from typing import Any

from scrapy import Request
from scrapy.core.downloader import Downloader, Slot
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.internet import endpoints
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.python.failure import Failure
from twisted.web._newclient import BODY
from twisted.web.http import _ChunkedTransferDecoder
from twisted.web.http_headers import InvalidHeaderName

from crawler.errors import CrawlEnding
from crawler.middlewares.backoff import BackoffMiddleware

logger = logging.getLogger(__name__)

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
        # Twisted would prove for every request that the same host's name is one.
        proved = endpoints._idnaBytes  # type: ignore[attr-defined]
        if not hasattr(proved, "cache_info"):
            endpoints._idnaBytes = lru_cache(proved)  # type: ignore[attr-defined]
        self._under_way: set[asyncio.Task[Any]] = set()

    async def download_request(self, request: Request) -> Response:
        """Ask the host unless it has asked for time while this request waited for its turn."""
        if backoff := self._crawler.get_downloader_middleware(BackoffMiddleware):
            await backoff.process_request(request)
        task = asyncio.current_task()
        assert task is not None
        self._under_way.add(task)
        try:
            return await super().download_request(request)
        except asyncio.CancelledError:
            raise CrawlEnding("the crawl ends") from None
        finally:
            self._under_way.discard(task)

    def give_up(self) -> None:
        """Wait for no answer any longer; what was asked for counts as not asked."""
        for task in self._under_way:
            task.cancel()


class HeadTooLarge(Exception):
    """An answer did not come to its body."""


class _PaddedChunks(_ChunkedTransferDecoder):
    """Reads sizes of chunks with blanks behind them, as old servers write them."""

    def _dataReceived_CHUNK_LENGTH(self) -> bool:  # noqa: N802
        end = self._buffer.find(b"\r\n")
        if end > 0 and self._buffer[end - 1] in b" \t":
            self._buffer[:end] = self._buffer[:end].rstrip(b" \t")
        return super()._dataReceived_CHUNK_LENGTH()


class _ForgivingParser(_LenientHTTPClientParser):
    """Takes what browsers take of headers: passes over names that are none, and blanks after them.

    Twisted would fail the whole answer, and with it every page of such a server.
    """

    _transferDecoders = {b"chunked": _PaddedChunks}  # noqa: N815, RUF012  # as in Twisted

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802
        try:
            super().headerReceived(name.rstrip(b" \t"), value)  # type: ignore[no-untyped-call]
        except InvalidHeaderName:
            logger.debug("%r is no name of a header", name[:100])

    def allHeadersReceived(self) -> None:  # noqa: N802
        codings = self.connHeaders.getRawHeaders(b"Transfer-Encoding")
        if codings and codings[0].lower() == b"identity":  # what RFC 2616 called none
            self.connHeaders.removeHeader(b"Transfer-Encoding")
        super().allHeadersReceived()  # type: ignore[no-untyped-call]


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Gives up an answer whose headers do not end; only bodies are bounded by Scrapy."""

    _head = 0  # bytes

    def request(self, request: Any) -> Any:
        self._head = 0
        answer = super().request(request)
        # As in Scrapy: Twisted lets nobody choose the class, and ours has no state of its own.
        self._parser.__class__ = _ForgivingParser
        return answer

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
