"""Keeps every exchange as received, before anything below decompresses or follows it."""

from datetime import UTC, datetime

from scrapy import Request
from scrapy.http import Headers, Response

from storage.visit import Exchange


class CaptureMiddleware:
    """Collects the exchanges of one visit, redirects first, in ``request.meta["exchanges"]``.

    The list is shared by the requests that a redirect makes of one another.
    """

    def process_request(self, request: Request) -> None:
        # A retry starts over: the failed attempt is told by the log, not by the archive.
        if request.meta.get("retry_times", 0) != request.meta.get("captured_try", 0):
            request.meta["exchanges"] = []
        request.meta["captured_try"] = request.meta.get("retry_times", 0)

    def process_response(self, request: Request, response: Response) -> Response:
        if request.meta.get("capture"):
            request.meta.setdefault("exchanges", []).append(exchange(request, response))
        return response


def exchange(request: Request, response: Response) -> Exchange:
    """Return a request and its response as records of bytes; the time is now, in UTC."""
    return Exchange(
        url=request.url,
        fetched_at=datetime.now(UTC),
        request_headers=_pairs(request.headers),
        status=response.status,
        headers=_pairs(response.headers),
        body=response.body,
        ip=str(response.ip_address) if response.ip_address else None,
        truncated="disconnect" if "dataloss" in response.flags else None,
    )


def _pairs(headers: Headers) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name, value) for name in headers for value in headers.getlist(name))
