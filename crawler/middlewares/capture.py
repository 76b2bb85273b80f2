"""Keeps every exchange as received, before anything below decompresses or follows it."""

import re
from datetime import UTC, datetime

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Headers, Response

from storage.values.visit import Exchange

PARTIAL = 206
_RANGE = re.compile(rb"bytes (\d+)-(\d+)/(\d+)")


class CaptureMiddleware:
    """Collects the exchanges of one visit, redirects first, in ``request.meta["exchanges"]``.

    The list is shared by the requests that a redirect makes of one another. A body is cut at the
    largest size that we take; then ``meta["broken"]`` says so.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.largest: int = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        crawler.signals.connect(self.bytes_received, signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "CaptureMiddleware":
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        meta = request.meta
        # A retry starts over: the failed attempt is told by the log, not by the archive.
        if meta.get("retry_times", 0) != meta.get("captured_try", 0):
            meta["exchanges"] = []
        meta["captured_try"] = meta.get("retry_times", 0)
        meta["received"] = 0
        meta.pop("broken", None)

    def bytes_received(self, data: bytes, request: Request) -> None:
        meta = request.meta
        meta["received"] += len(data)
        if meta["received"] > meta.get("largest", self.largest):
            raise StopDownload(fail=False)

    def process_response(self, request: Request, response: Response) -> Response:
        largest: int | None = None
        if "download_stopped" in response.flags:
            largest = request.meta.get("largest", self.largest)
            request.meta["broken"] = f"more than {largest} bytes"
        elif _is_part(response.status, response.headers.get(b"Content-Range")):
            request.meta["broken"] = f"status {response.status}, and nobody asked for a part"
        if request.meta.get("capture"):
            request.meta.setdefault("exchanges", []).append(exchange(request, response, largest))
        return response


def _is_part(status: int, span: bytes | None) -> bool:
    """Whether an answer is a part of a page; some servers name the whole a part in every answer."""
    found = _RANGE.fullmatch((span or b"").strip())
    if found is None or not 200 <= status < 300:
        return status == PARTIAL
    first, last, size = map(int, found.groups())
    return (first, last + 1) != (0, size)


def exchange(request: Request, response: Response, largest: int | None = None) -> Exchange:
    """Return a request and its response as records of bytes; the time is now, in UTC.

    ``largest`` is where a body that did not end was cut.
    """
    return Exchange(
        url=request.url,
        fetched_at=datetime.now(UTC),
        request_headers=_pairs(request.headers),
        status=response.status,
        headers=_pairs(response.headers),
        body=response.body[:largest],
        ip=str(response.ip_address) if response.ip_address else None,
        truncated="length" if largest else None,
        method=request.method,
        sent=request.body,
    )


def _pairs(headers: Headers) -> tuple[tuple[bytes, bytes], ...]:
    # The names are in their form already; items of Headers bring each into it again.
    return tuple((name, value) for name, values in dict.items(headers) for value in values)
