"""The site of the benchmark, as one of our spiders would declare it, and our engine without it."""

import os
from typing import Any
from urllib.parse import urlsplit

import scrapy

from article.layout import Layout
from crawler.listing import Channel, ListingSpider
from crawler.settings import EXTENSIONS

URL = os.environ.get("BENCH_URL", "http://127.0.0.1/")


class BenchSpider(ListingSpider):
    """Its address is that of the running server, ``BENCH_URL``."""

    name = "bench"
    site_title = "湖北文明网"
    home_url = URL
    channels = (Channel("要闻", f"{URL}list/1.html"),)
    article_links = ".list li a"
    layouts = (Layout(title="h1.title", byline=".byline", body="#zoom", editor=".editor"),)


class EngineSpider(scrapy.Spider):
    """Follows the links of the lists and does nothing else, by our settings."""

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
