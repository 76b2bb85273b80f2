"""Our engine without what reads and keeps: it follows the links of the lists by our settings."""

import os
from urllib.parse import urlsplit

from benchmarks.crawls.peers import Bare
from crawler.settings import EXTENSIONS

URL = os.environ.get("BENCH_URL", "http://127.0.0.1/")


class EngineSpider(Bare):
    """Does what bare Scrapy does, link for link."""

    name = "engine"
    custom_settings = {  # noqa: RUF012 - read once
        "ITEM_PIPELINES": {},
        "EXTENSIONS": {
            name: order
            for name, order in EXTENSIONS.items()
            if name.startswith("scrapy.") or name.endswith("ThriftExtension")
        },
        "AUTOTHROTTLE_ENABLED": False,
    }
    start_urls = (f"{URL}list/1.html",)

    def hosts(self) -> tuple[str, ...]:
        return (urlsplit(URL).netloc,)

    def closed(self, reason: str) -> None:
        print(Bare.pages)
