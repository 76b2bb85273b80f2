"""Redirects, and the borders of a site."""

import re
from collections import Counter, defaultdict
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.utils.httpobj import urlparse_cached

from crawler.errors import OffSite, RedirectsEndless, RedirectsToKnown
from crawler.scope import is_within

# Some firewalls let pass who comes back; who wants a cookie of us would send us round for ever.
MOST_TURNS = 2  # to one address on the way from one page
LEAST_LED = 3  # pages that led to themselves by TLS or ``www.`` before all are asked for there


class PlainRedirectMiddleware(RedirectMiddleware):
    """Follows redirects, if they lead anywhere, and says nothing of where it comes from."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self.led: defaultdict[str, Counter[str]] = defaultdict(Counter)  # from origin to origin
        self.staying: set[str] = set()  # origins of which some pages lead nowhere

    def process_request(self, request: Request) -> Request | None:
        """Ask at once where a host leads from every page: half as many requests."""
        if not self.led or request.meta.get("robots"):
            return None
        origin, rest = _parted(request.url)
        if origin not in self.led or origin in self.staying:
            return None
        ((target, times),) = self.led[origin].most_common(1)
        if times < LEAST_LED or origin in self.led.get(target, ()):
            return None
        self._see_whether_known(request, target + rest)
        return request.replace(url=target + rest)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        if b"Set-Cookie" in response.headers:
            request.meta["was_given_cookie"] = True
        if self.led and response.status < 300:
            self.staying.add(_parted(request.url)[0])
        if len(set(response.headers.getlist(b"Location"))) > 1:
            return response  # to follow the wrong one may take an article for gone
        try:
            followed = super().process_response(request, _as_browsers_read(response))
            return _without_user(followed) if isinstance(followed, Request) else followed
        except ValueError:
            return response  # its location is no address

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        way = [*request.meta.get("redirect_urls", ()), request.url]
        if way.count(redirected.url) >= MOST_TURNS:
            asked = " (for who keeps its cookie?)" if request.meta.get("was_given_cookie") else ""
            raise RedirectsEndless(f"back to {redirected.url}{asked}")
        try:
            followed = super()._redirect(redirected, request, reason)
        except IgnoreRequest:
            raise RedirectsEndless(f"{len(way)} times, at last to {redirected.url}") from None
        (origin, rest), (target, path) = _parted(request.url), _parted(followed.url)
        if rest == path and _bare(origin) == _bare(target):
            self.led[origin][target] += 1
        self._see_whether_known(request, followed.url)
        return followed

    def _see_whether_known(self, request: Request, target: str) -> None:
        leased = request.meta.get("leased")
        if leased and self.crawler.spider.is_way_to_known(leased, target):
            raise RedirectsToKnown(target)

    def handle_referer(self, request: Request, response: Response) -> None:
        request.headers.pop(b"Referer", None)

    def _engine_started(self) -> None:
        """Look for no middleware that we do not have."""


def _parted(url: str) -> tuple[str, str]:
    """Return scheme and host of an address, and what follows."""
    start = url.find("/", len("https://"))
    return (url[:start], url[start:]) if start > 0 else (url, "")


def _bare(origin: str) -> str:
    """Return a host without its scheme, and without ``www.``."""
    return origin.partition("://")[2].removeprefix("www.")


def _as_browsers_read(response: Response) -> Response:
    """Return a redirect whose backslashes are slashes, as in the URL standard of WHATWG."""
    location = response.headers.get(b"Location")
    if location is None or b"\\" not in location:
        return response
    address, *query = re.split(rb"(?=[?#])", location, maxsplit=1)
    plain = b"".join([address.replace(b"\\", b"/"), *query])
    return response.replace(headers={**response.headers, b"Location": plain})


def _without_user(request: Request) -> Request:
    """Return a request that names nobody to the host, as those for links do not either."""
    parts = urlsplit(request.url)
    _, named, host = parts.netloc.rpartition("@")
    return request.replace(url=parts._replace(netloc=host).geturl()) if named else request


class OffsiteMiddleware:
    """Lets nothing pass that is not on the hosts of the site, be it a link or a redirect.

    Scrapy's own lets everything pass that its filter of duplicates is told to ignore. Only
    robots.txt may be elsewhere (RFC 9309, 2.3.1.2).
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        crawler.signals.connect(self.spider_opened, signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "OffsiteMiddleware":
        return cls(crawler)

    def spider_opened(self, spider: Spider) -> None:
        self.hosts: tuple[str, ...] = spider.hosts()
        self.ours: set[tuple[str, str]] = set()  # schemes and hosts found to be so

    def process_request(self, request: Request) -> None:
        parts = urlparse_cached(request)
        origin = (parts.scheme, parts.netloc)
        if origin in self.ours or request.meta.get("robots"):
            return
        if is_within(request.url, self.hosts):
            self.ours.add(origin)
        else:
            self.crawler.stats.inc_value("offsite/filtered")
            raise OffSite(f"{request.url} is not on {', '.join(self.hosts)}")
