"""The addresses that generations of these sites give their pages."""

from datetime import datetime, timedelta
from hashlib import md5
from zlib import crc32


def article_number(name: str) -> int:
    """Return seven digits that stay the same for a name."""
    return crc32(name.encode()) % 9_000_000 + 1_000_000


def article_path(layout: str, slug: str, name: str, number: int, published: datetime) -> str:
    """Return the path of an article in the form of its layout."""
    if layout == "trs":
        return f"/{slug}/{published:%Y%m}/t{published:%Y%m%d}_{number}.shtml"
    if layout == "xinhua":
        # As on the national site, the day in the path may be the one before publishing.
        day = published - timedelta(days=number % 2)
        digits = md5(name.encode(), usedforsecurity=False).hexdigest()
        return f"/{slug}/{day:%Y%m%d}/{digits}/c.html"
    return f"/c/{published:%Y/%m}/{number % 90_000 + 10_000}.shtml"


def page_path(path: str, number: int) -> str:
    """Return the path of page ``number`` (from 0) of a list or an article.

    >>> page_path("/wmcj/index.shtml", 2)
    '/wmcj/index_2.shtml'
    """
    stem, dot, suffix = path.rpartition(".")
    return f"{stem}_{number}{dot}{suffix}" if number else path


def beside(path: str, name: str) -> str:
    """Return the path of a file in the folder of a page."""
    return f"{path.rpartition('/')[0]}/{name}"
