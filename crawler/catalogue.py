"""The sites that have a spider, as facts, and the units that have no known address."""

import importlib.util
from functools import cache
from pathlib import Path

from scrapy.settings import Settings

from crawler.engine.loader import LoadableSpiders
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


def spider_in(root: Path, name: str) -> type[ListingSpider] | None:
    """Return the spider that the project below ``root`` has by this name, if it has one.

    What it imports is ours. A file that cannot be loaded raises what its import does.
    """
    path = root / "crawler" / "spiders" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"crawler.spiders.{name}", path)
    if not path.exists() or spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    classes = [thing for thing in vars(module).values() if isinstance(thing, type)]
    spiders = (kind for kind in classes if issubclass(kind, ListingSpider))
    return next((spider for spider in spiders if vars(spider).get("name") == name), None)


@cache
def spider_loader() -> LoadableSpiders:
    """Return Scrapy's index of our spiders by name."""
    # Not those of the project in the working folder: wenming is called from anywhere.
    settings = Settings()
    settings.setmodule("crawler.settings")
    return LoadableSpiders(settings)
