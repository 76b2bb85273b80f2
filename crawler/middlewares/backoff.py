"""Time for a host that struggles or refuses: Retry-After is obeyed, and in the end it has peace."""

import asyncio
import email.utils
import re
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from article.patterns import regex
from crawler.errors import CrawlEnding, HostLost, HostResting
from crawler.extensions.run import RunExtension
from crawler.verdicts.outcome import BLOCKED
from crawler.verdicts.visits import told
from storage.history.budget import asked_to_wait
from storage.history.signals import GIVEN_UP, RESTING

LONGEST_WAIT = 120.0  # seconds; who asks for more is visited in a later run
LONGEST_HOLD = 86400.0  # seconds; a later run believes nobody for longer
LOOK = 0.5  # seconds between two looks whether the crawl still runs
OVERLOADED = frozenset({429, 503})
_SECONDS = regex(r"[+-]?\d+(?:\.\d*)?", re.A)


def retry_after(value: bytes | None, now: float) -> float | None:
    """Return the seconds that a Retry-After header asks for, or None where it says nothing.

    RFC 9110, 10.2.3: seconds or a date. Some servers send fractions. ``now`` is Unix time.

    >>> retry_after(b"30", 0), retry_after(b"Thu, 01 Jan 1970 00:02:00 GMT", 60)
    (30.0, 60.0)
    """
    text = (value or b"").decode("ascii", "replace").strip()
    if not text:
        return None
    if _SECONDS.fullmatch(text):
        return max(0.0, float(text[:12]))
    try:
        date = email.utils.parsedate_to_datetime(text)
        # All dates of HTTP are in UTC, also in the forms that do not say so.
        date = date if date.tzinfo else date.replace(tzinfo=UTC)
        return max(0.0, date.timestamp() - now)
    except (ValueError, OverflowError, OSError):
        return None


def _is_overloaded(response: Response) -> bool:
    return response.status in OVERLOADED or response.status >= 500


@dataclass
class Host:
    """What we know of a host in this crawl."""

    free_at: float = 0.0  # monotonic seconds
    failures: int = 0  # in a row
    refusals: int = 0  # in a row
    closed: str | None = None  # why it is left alone for the rest of this crawl


class BackoffMiddleware:
    """Waits before the next request to a host that is overloaded; opens the circuit in the end.

    What waits for another try while its host is given up has failed. Why a host was not asked is in
    the stats, under ``backoff/closed/`` and its name with the port. Until when one asked to be left
    alone is there under ``backoff/until/``, in Unix time; the stats are kept with the run, so that
    the next run, which may be another site's, does not knock before.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.delay: float = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self.most_failures: int = crawler.settings.getint("HOST_FAILURES")
        self.most_refusals: int = crawler.settings.getint("HOST_REFUSALS")
        self.hosts: defaultdict[str, Host] = defaultdict(Host)
        crawler.signals.connect(self.spider_opened, signals.spider_opened)
        crawler.signals.connect(self.response_downloaded, signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "BackoffMiddleware":
        return cls(crawler)

    def spider_opened(self) -> None:
        run = self.crawler.get_extension(RunExtension)
        for name, until in asked_to_wait(run.db).items() if run else ():
            if (wait := until - time.time()) > 0:
                self._hold(name, self.hosts[name], wait, f"{name} {RESTING}, for {wait:.0f} s more")

    async def process_request(self, request: Request) -> None:
        name = urlparse_cached(request).netloc
        host = self.hosts[name]
        # Others may be told to wait longer while we do.
        while not host.closed and (wait := host.free_at - time.monotonic()) > 0:
            self._see_whether_it_runs()
            await asyncio.sleep(min(wait, LOOK))
        # Nor is anything tried again: two answers that do not come outlast our parent's patience.
        self._see_whether_it_runs()
        if host.closed:
            self._tell_closed(name, host)
            if host.failures >= self.most_failures and (failure := request.meta.get("failure")):
                raise HostLost(failure)
            raise HostResting(host.closed)

    def _see_whether_it_runs(self) -> None:
        if not self.crawler.engine.running:
            raise CrawlEnding("the crawl ends")

    def response_downloaded(self, request: Request, response: Response) -> None:
        """Hear how long a host wants peace before the request that waits behind this one begins."""
        if _is_overloaded(response):
            asked = retry_after(response.headers.get(b"Retry-After"), time.time())
            if asked is not None:
                name = urlparse_cached(request).netloc
                why = f"{name} asks to stay away for {asked:.0f} s"
                self._hold(name, self.hosts[name], asked, why)

    def process_response(self, request: Request, response: Response) -> Response:
        name = urlparse_cached(request).netloc
        if _is_overloaded(response):
            request.meta["failure"] = f"status {response.status}"
            self._failed(name, self.hosts[name], refused=response.status in BLOCKED)
        else:
            host = self.hosts[name]
            host.failures = 0
            host.refusals = host.refusals + 1 if response.status in BLOCKED else 0
            if host.refusals == self.most_refusals:
                self._close(host, f"blocked: {name} refused {host.refusals} in a row")
                self._tell_closed(name, host)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if not isinstance(exception, IgnoreRequest):
            name = urlparse_cached(request).netloc
            request.meta["failure"] = told(exception)
            self._failed(name, self.hosts[name])

    def _failed(self, name: str, host: Host, *, refused: bool = False) -> None:
        host.failures += 1
        if host.failures == self.most_failures:
            why = f"{name} failed {host.failures} times in a row"
            # Firewalls have statuses that are those of failures too.
            self._close(host, f"blocked: {why}" if refused else why)
        # Who asks for no time at all fails none the less.
        wait = min(LONGEST_WAIT, self.delay * 2**host.failures)
        host.free_at = max(host.free_at, time.monotonic() + wait)
        if host.closed:
            self._tell_closed(name, host)

    def _hold(self, name: str, host: Host, wait: float, why: str) -> None:
        """Leave a host alone for so many seconds, beyond the end of the crawl if it must be."""
        until = int(time.time() + min(wait, LONGEST_HOLD)) + 1
        self.crawler.stats.max_value(f"backoff/until/{name}", until)
        if wait > LONGEST_WAIT:
            self._close(host, why)
        else:
            host.free_at = max(host.free_at, time.monotonic() + wait)

    def _close(self, host: Host, why: str) -> None:
        if host.closed is None:
            host.closed = why
            if RESTING not in why:  # that is no news of it
                self.crawler.stats.inc_value(GIVEN_UP)

    def _tell_closed(self, name: str, host: Host) -> None:
        self.crawler.stats.set_value(f"backoff/closed/{name}", host.closed)
