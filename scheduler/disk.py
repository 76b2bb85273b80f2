"""Whether the disk has room for crawls."""

import shutil

from scheduler.settings import Settings
from storage.home import Home


def lack_of_room(home: Home, settings: Settings) -> str | None:
    """Return how little of the disk is free, None where it is enough for a crawl."""
    free = shutil.disk_usage(home.root).free // 2**20
    if free >= settings.least_free_mb:
        return None
    return f"{free} MB free, {settings.least_free_mb} MB are kept"
