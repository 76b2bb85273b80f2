"""The sites that have a spider, as facts, and the units that have no known address."""

from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawler.listing import ListingSpider
from crawler.units import UNITS
from storage.sites import SiteFacts


def site_facts() -> list[SiteFacts]:
    """Return the facts of every spider, by name; the demo site is not one of them."""
    loader = spider_loader()
    spiders = (loader.load(name) for name in sorted(loader.list()))
    return [
        spider().facts()
        for spider in spiders
        if issubclass(spider, ListingSpider) and spider.name != "demo"
    ]


def unknown_units() -> list[dict[str, str | None]]:
    """Return the units without a known address as rows of ``sites``, with what is missing."""
    return [
        {
            "id": unit.id,
            "title": unit.site_title,
            "region": unit.region,
            "region_code": unit.region_code,
            "home_url": None,
            "origin": None,
            "state": "unknown address",
            "note": f"missing: {unit.missing}",
        }
        for unit in UNITS
    ]


def spider_loader() -> SpiderLoader:
    """Return Scrapy's index of our spiders by name."""
    # Not those of the project in the working folder: wenming is called from anywhere.
    settings = Settings()
    settings.setmodule("crawler.settings")
    return SpiderLoader.from_settings(settings)
