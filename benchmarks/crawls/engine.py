"""Our engine without what reads and keeps: it follows the links of the lists by our settings."""

import os
from typing import Any
from urllib.parse import urlsplit

import scrapy

from crawler.settings import EXTENSIONS

URL = os.environ.get("BENCH_URL", "http://127.0.0.1/")


class EngineSpider(scrapy.Spider):
    """Does what bare Scrapy does in its own process, link for link."""

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
    pages = 0

    def hosts(self) -> tuple[str, ...]:
        return (urlsplit(URL).netloc,)

    def parse(self, response: Any) -> Any:
        EngineSpider.pages += 1
        yield from response.follow_all(css=".list li a", callback=self.article)
        yield from response.follow_all(css=".pages a.next", callback=self.parse)

    def article(self, response: Any) -> Any:
        EngineSpider.pages += 1

    def closed(self, reason: str) -> None:
        print(EngineSpider.pages)
