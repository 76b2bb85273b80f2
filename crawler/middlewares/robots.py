"""robots.txt by RFC 9309: what cannot be asked must not be fetched."""

import asyncio
import logging

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

logger = logging.getLogger(__name__)

LARGEST = 512 * 1024  # RFC 9309, 2.5: parsers read at least 500 KiB
EVERYTHING, NOTHING = Protego.parse(""), Protego.parse("User-agent: *\nDisallow: /")


class ForbiddenByRobots(IgnoreRequest):
    """robots.txt disallows the address, or could not be asked."""


def rules(status: int, body: bytes) -> Protego:
    """Return the rules that an answer to /robots.txt means.

    RFC 9309, 2.3.1: a missing file allows everything, a failing server nothing. Too many requests
    is a server that asks us to stay away.
    """
    if status == 429 or status >= 500:
        return NOTHING
    if status >= 300:
        return EVERYTHING
    text = body[:LARGEST].decode("utf-8-sig", "replace")
    return EVERYTHING if text.lstrip().startswith("<") else Protego.parse(text)


class RobotsMiddleware:
    """Asks each host once a crawl and lets pass what its rules allow."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.agent = crawler.settings["USER_AGENT"]
        self.known: dict[str, asyncio.Future[Protego]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RobotsMiddleware":
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("robots"):
            return
        parts = urlparse_cached(request)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self.known:
            self.known[origin] = asyncio.ensure_future(self._ask(origin))
        allowed = await asyncio.shield(self.known[origin])
        if not allowed.can_fetch(request.url, self.agent):
            self.crawler.stats.inc_value("robots/forbidden")
            what = "could not be asked" if allowed is NOTHING else "disallows it"
            raise ForbiddenByRobots(f"robots.txt of {origin} {what}")

    async def _ask(self, origin: str) -> Protego:
        request = Request(f"{origin}/robots.txt", meta={"robots": True}, dont_filter=True)
        try:
            response: Response = await self.crawler.engine.download_async(request)
        except Exception as error:
            logger.warning("robots.txt of %s could not be asked: %s", origin, error)
            self.crawler.stats.inc_value("robots/unreachable")
            return NOTHING
        answer = rules(response.status, response.body)
        if answer is NOTHING:
            logger.warning("robots.txt of %s answers %d: stay away", origin, response.status)
            self.crawler.stats.inc_value("robots/unreachable")
        return answer
