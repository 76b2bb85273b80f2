"""The sites that have a spider, as facts."""

from scrapy.spiderloader import SpiderLoader
from scrapy.utils.project import get_project_settings

from crawler.listing import ListingSpider
from storage.sites import SiteFacts


def site_facts() -> list[SiteFacts]:
    """Return the facts of every spider, by name; the demo site is not one of them."""
    loader = SpiderLoader.from_settings(get_project_settings())
    spiders = (loader.load(name) for name in sorted(loader.list()))
    return [
        spider().facts()
        for spider in spiders
        if issubclass(spider, ListingSpider) and spider.name != "demo"
    ]
