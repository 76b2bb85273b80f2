"""Spiders of the tests: loaded by the crawl's own process, which knows where the server is."""

import os
import re
import time
from typing import Any

from article.layout import Layout
from article.model import Article
from crawler.listing import Channel, ListingSpider
from crawler.middlewares.guard import GuardedResolver
from storage.frontier import Leased

URL = os.environ["FAULT_URL"]


class FaultSpider(ListingSpider):
    """Reads what the faulty server lists."""

    name = "fault"
    site_title = "云山文明网"
    home_url = f"{URL}/home"
    allowed_domains = tuple(host for host in os.environ["FAULT_HOSTS"].split(",") if host)
    channels = (Channel("要闻", f"{URL}/list"),)
    article_links = "li a"
    layouts = (Layout(title="h1", byline=".byline", body=".text"),)


class NamingResolver(GuardedResolver):
    """Knows the names of FAULT_NAMES too."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Any:  # noqa: N802
        known = name in os.environ["FAULT_NAMES"].split(",")
        return super().getHostByName("127.0.0.1" if known else name, timeout)


class TrustingSpider(FaultSpider):
    """Takes the certificate as it is."""

    name = "trusting"
    verify_certificate = False


class TwoHostsSpider(FaultSpider):
    """Has its home page and an older list on the host of FAULT_HOSTS."""

    name = "two hosts"
    home_url = f"http://{os.environ['FAULT_HOSTS'] or 'a.example'}/home"
    channels = (Channel("动态", f"{home_url}/old"), *FaultSpider.channels)


class PoisonedSpider(FaultSpider):
    """Meets pages that it cannot read, in the ways in which that may happen."""

    name = "poisoned"

    def read(self, response: Any, leased: Leased) -> Article:
        if "regex" in leased.url:
            re.match(r"(a+)+$", "a" * 40 + "b")  # holds Python itself for years
        if "segfault" in leased.url:
            os.kill(os.getpid(), 11)
        if "bug" in leased.url:
            raise RuntimeError("a bug of this spider")
        if "forgetful" in leased.url:
            return None  # type: ignore[return-value]
        if "exit" in leased.url:
            raise SystemExit(3)
        if "panic" in leased.url:
            raise BaseException("panic")  # as libraries in other languages do
        if "slow" in leased.url:
            time.sleep(0.4)
        return super().read(response, leased)


class SeedlessSpider(FaultSpider):
    """Cannot say where it begins."""

    name = "seedless"

    def seeds(self) -> Any:
        raise KeyError("a bug in a declaration")


class LateSpider(FaultSpider):
    """Fails before it begins."""

    name = "late"

    async def start(self) -> Any:
        raise RuntimeError("a bug at the start")
        yield
