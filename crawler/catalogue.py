"""The sites that have a spider, as facts, and the units that have no known address."""

import importlib.util
import logging
from functools import cache
from pathlib import Path

from scrapy.settings import Settings

from crawler.engine.loader import LoadableSpiders
from crawler.listing import ListingSpider
from crawler.units import UNITS
from storage.sites import SiteFacts

logger = logging.getLogger(__name__)


def site_facts() -> list[SiteFacts]:
    """Return the facts of every spider, by name; the demo site is not one of them.

    Those of a spider that cannot tell them are left out, and its loader says why.
    """
    loader, found = spider_loader(), list[SiteFacts]()
    for name in sorted(loader.list()):
        if loader.why_not(name):
            continue  # it could not tell them the last time
        spider = loader.load(name)
        if not issubclass(spider, ListingSpider) or name == "demo":
            continue
        try:
            found.append(spider().facts())
        except Exception as error:  # whatever its class declares: no other site waits for it
            loader.broken[spider.__module__] = f"{type(error).__name__}: {error}"
            logger.error("%s: %s", spider.__module__, loader.broken[spider.__module__])
    return found


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
