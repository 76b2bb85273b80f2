"""Asks for a page only if it changed since the copy we hold."""

from scrapy import Request

from storage.frontier import Leased

# Servers forget to change their validators; every so many visits we look for ourselves.
TRUST_VALIDATORS_FOR = 10


class ConditionalMiddleware:
    """Sends the validators of the last good capture; the 304 comes back to the callback."""

    def process_request(self, request: Request) -> None:
        leased: Leased | None = request.meta.get("leased")
        if leased is None or request.meta.get("whole") or "redirect_times" in request.meta:
            return
        if leased.etag:
            request.headers.setdefault(b"If-None-Match", leased.etag)
        if leased.last_modified:
            request.headers.setdefault(b"If-Modified-Since", leased.last_modified)
