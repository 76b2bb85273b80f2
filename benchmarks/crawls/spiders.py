"""The site of the benchmark, as one of our spiders would declare it."""

import os

from article.layout import Layout
from crawler.listing import Channel, ListingSpider

URL = os.environ.get("BENCH_URL", "http://127.0.0.1/")


class BenchSpider(ListingSpider):
    """Its address is that of the running server, ``BENCH_URL``."""

    name = "bench"
    site_title = "湖北文明网"
    home_url = URL
    channels = (Channel("要闻", f"{URL}list/1.html"),)
    article_links = ".list li a"
    layouts = (Layout(title="h1.title", byline=".byline", body="#zoom", editor=".editor"),)
