"""robots.txt by RFC 9309: what cannot be asked must not be fetched."""

import asyncio
import logging
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from article.patterns import regex
from crawler.attachments import is_page
from crawler.errors import NotAsked, RobotsForbid, RobotsSilent
from crawler.verdicts.visits import told
from storage.history.signals import GIVEN_UP

logger = logging.getLogger(__name__)

_ENDS = (b"\n", b"\r")  # of lines
LARGEST = 512 * 1024  # RFC 9309, 2.5: parsers read at least 500 KiB
LONGEST_DELAY = 30.0  # seconds between two requests; who asks for more is not there to be read
EVERYTHING = Protego.parse("")
# Groups are for products, of whatever version.
_PRODUCT = regex(r"^([ \t]*user[ -]?agent[ \t]*:?[ \t]*[\w-]+)[^#\n]*", re.I | re.M)
END = "."  # of a name: Protego would take the rules for "wen" for ours


def product(user_agent: str) -> str:
    """Return the name of ours that rules may be for (RFC 9309, 2.2.1); no other word of it is.

    >>> product("wenming/0.1 (archive)"), product("Mozilla/5.0 (compatible; lantern/2; +x)")
    ('wenming', 'lantern')
    """
    found = re.search(r"compatible;\s*([\w-]+)", user_agent) or re.search(r"([\w-]+)", user_agent)
    return found[1] if found else "*"


def rules(status: int, body: bytes) -> Protego | None:
    """Return the rules that an answer to /robots.txt means; None where all must stay away.

    RFC 9309, 2.3.1: a missing file allows everything, a failing server nothing. Too many requests
    is a server that asks us to stay away. A page in the file's place is no rule.
    """
    if status == 429 or status >= 500:
        return None
    if status >= 300:
        return EVERYTHING
    if len(body) >= LARGEST:
        body = body[:LARGEST]
        body = body[: max(map(body.rfind, _ENDS))]  # half a rule would say what nobody said
    if is_page(body):
        return EVERYTHING
    lines = "\n".join(_text(body).splitlines())
    return Protego.parse(_PRODUCT.sub(rf"\1{END}", lines))


def _text(body: bytes) -> str:
    """Return what rules say; in UTF-8, unless editors in China saved them as they save all."""
    if body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):  # Notepad calls it Unicode
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")


class RobotsMiddleware:
    """Asks each host once a crawl and lets pass what its rules allow.

    Who could not be asked is in the stats, under ``robots/silent/`` and scheme and host. A
    Crawl-delay, which the RFC leaves out and many files have, is the least between two requests.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.agent = product(crawler.settings["USER_AGENT"]) + END
        self.known: dict[str, asyncio.Future[Protego | None]] = {}
        self.is_paced = crawler.settings.getfloat("DOWNLOAD_DELAY") > 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RobotsMiddleware":
        return cls(crawler)

    def sitemaps(self) -> list[str]:
        """Return the sitemaps that the hosts asked so far name in their rules."""
        done = [asked for asked in self.known.values() if asked.done() and not asked.exception()]
        known = [allowed for asked in done if (allowed := asked.result())]
        return [sitemap for allowed in known for sitemap in allowed.sitemaps]

    async def process_request(self, request: Request) -> None:
        if request.meta.get("robots"):
            return
        origin = _origin(request)
        if origin not in self.known:
            self.known[origin] = asyncio.ensure_future(self._ask(origin))
        asked = self.known[origin]
        # Awaiting costs a turn of the loop, and this is done for every page.
        allowed = asked.result() if asked.done() else await asyncio.shield(asked)
        if allowed is None:
            raise RobotsSilent(f"robots.txt of {origin} could not be asked")
        if allowed is not EVERYTHING and not allowed.can_fetch(request.url, self.agent):
            raise RobotsForbid(f"robots.txt of {origin} disallows it")
        if self.is_paced and allowed is not EVERYTHING:
            self._slow_down(request, allowed.crawl_delay(self.agent))

    def _slow_down(self, request: Request, delay: float | None) -> None:
        """Have the requests to a host as far apart as its rules ask, whatever its answers take."""
        downloader = self.crawler.engine.downloader
        slot = downloader.slots.get(downloader.get_slot_key(request))
        if slot is not None and delay and delay > self.crawler.settings.getfloat("DOWNLOAD_DELAY"):
            request.meta["autothrottle_dont_adjust_delay"] = True
            slot.delay, slot.jitter = min(float(delay), LONGEST_DELAY), 0.0

    async def _ask(self, origin: str) -> Protego | None:
        meta = {"robots": True, "largest": LARGEST, "download_maxsize": 0}
        request = Request(f"{origin}/robots.txt", meta=meta, dont_filter=True)
        try:
            response: Response = await self.crawler.engine.download_async(request)
        except NotAsked:
            raise  # what keeps us from asking keeps us from the pages too
        except IgnoreRequest:
            return EVERYTHING  # more than five redirects are a missing file (2.3.1.2)
        except Exception as error:
            return self._silent(origin, told(error))
        broken = response.meta.get("broken")
        if broken and len(response.body) < LARGEST:
            return self._silent(origin, f"not whole: {broken}")
        answer = rules(response.status, response.body)
        return answer or self._silent(origin, f"status {response.status}")

    def _silent(self, origin: str, why: str) -> None:
        logger.warning("robots.txt of %s could not be asked, so we stay away: %s", origin, why)
        self.crawler.stats.set_value(f"robots/silent/{origin}", why)
        self.crawler.stats.inc_value(GIVEN_UP)


def _origin(request: Request) -> str:
    parts = urlparse_cached(request)
    return f"{parts.scheme}://{parts.netloc}"
