"""What a page tells programs: whether to follow its links, its feeds, where it leads by itself."""

import re
from collections.abc import Iterator
from typing import Any

from article.patterns import regex
from crawler.scope import NO_FOLLOWING

_MOST_WAYS = 2  # that a script chooses from: one is for telephones
_REFRESH = regex(r"url\s*=\s*['\"]?([^'\"\s;>]+)", re.I)
_LOCATION = regex(
    r"""
        (?:window|self|top|document)?\.?location
        (?:(?:\.href)?\s*(?:=\s*\(?|\() | \.(?:replace|assign)\()\s*["']([^"']+)["'](?!\s*\+)
    """,
    re.X,
)
_LOCATION_NAMED = regex(
    r"\blocation(?:\.href)?\s*(?:=|\.(?:replace|assign)\()\s*([A-Za-z_]\w*)\s*[;)\"'}\n]"
)
_MOBILE = regex(r"/(?:m|wap|mobile|3g|h5)(?:[/.?]|$)", re.I)  # of a path: hosts are others


def asks_not_to_follow(root: Any) -> bool:
    """Whether a page asks everybody to follow none of its links."""
    metas = (m for m in root.iter("meta") if (m.get("name") or "").lower() == "robots")
    rules = ",".join((meta.get("content") or "").lower() for meta in metas)
    return bool(NO_FOLLOWING.intersection(re.split(r"[,\s]+", rules)))


def feeds_of(root: Any) -> Iterator[str | None]:
    """Yield the addresses of the feeds that a page names, as it writes them."""
    for link in root.iter("link"):
        if re.search(r"application/(?:rss|atom)\+xml", link.get("type") or ""):
            yield link.get("href")


def ways_of(root: Any, text: str) -> list[str | None]:
    """Return the addresses to which a page refreshes itself or its script goes at once."""
    metas = (m.get("content") or "" for m in root.iter("meta") if m.get("http-equiv"))
    found = [m[1] for content in metas if (m := _REFRESH.search(content))]
    return [*found, *(_LOCATION.findall(text)[:_MOST_WAYS] or [_location_kept(text)])]


def is_mobile(url: str) -> bool:
    """Whether an address is that of a page for telephones."""
    return _MOBILE.search(url) is not None


def _location_kept(text: str) -> str | None:
    """Return where a script goes by a variable: ``url = "main/"; location.href = url``."""
    named = _LOCATION_NAMED.search(text)
    kept = named and re.search(rf"""\b{named[1]}\s*=\s*["']([^"'\s<>]+)["'](?!\s*\+)""", text)
    return kept[1] if kept else None
