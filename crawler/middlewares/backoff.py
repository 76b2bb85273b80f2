"""Time for a host that struggles: Retry-After is obeyed, and who keeps failing is left alone."""

import asyncio
import email.utils
import time
from collections import defaultdict
from dataclasses import dataclass

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

LONGEST_WAIT = 120.0  # seconds; who asks for more is visited in a later run
FAILURES_IN_A_ROW = 8
OVERLOADED = frozenset({429, 503})


class HostResting(IgnoreRequest):
    """The host asked for a pause longer than we wait, or failed too often in a row."""


def retry_after(value: bytes | None, now: float) -> float | None:
    """Return the seconds that a Retry-After header asks for, or None where it says nothing.

    RFC 9110, 10.2.3: seconds or a date. ``now`` is Unix time.
    """
    text = (value or b"").decode("ascii", "replace").strip()
    if not text:
        return None
    if text.lstrip("-").isdigit():
        return max(0.0, float(text[:12]))
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, OverflowError, OSError):
        return None


@dataclass
class Host:
    """What we know of a host in this crawl."""

    free_at: float = 0.0  # monotonic seconds
    failures: int = 0
    closed: str | None = None


class BackoffMiddleware:
    """Waits before the next request to a host that is overloaded; opens the circuit in the end."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.hosts: defaultdict[str, Host] = defaultdict(Host)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "BackoffMiddleware":
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        host = self.hosts[urlparse_cached(request).netloc]
        if host.closed:
            raise HostResting(host.closed)
        wait = host.free_at - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)

    def process_response(self, request: Request, response: Response) -> Response:
        name = urlparse_cached(request).netloc
        host = self.hosts[name]
        if response.status in OVERLOADED or response.status >= 500:
            self._failed(name, host, retry_after(response.headers.get(b"Retry-After"), time.time()))
        else:
            host.failures = 0
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if not isinstance(exception, IgnoreRequest):
            name = urlparse_cached(request).netloc
            self._failed(name, self.hosts[name], None)

    def _failed(self, name: str, host: Host, asked: float | None) -> None:
        host.failures += 1
        delay = self.crawler.settings.getfloat("DOWNLOAD_DELAY")
        wait = asked if asked is not None else min(LONGEST_WAIT, delay * 2**host.failures)
        if wait > LONGEST_WAIT:
            host.closed = f"{name} asks to stay away for {wait:.0f} s"
        elif host.failures >= FAILURES_IN_A_ROW:
            host.closed = f"{name} failed {host.failures} times in a row"
        else:
            host.free_at = time.monotonic() + wait
        if host.closed:
            self.crawler.stats.set_value(f"backoff/closed/{name}", host.closed)
