"""The parts of a page that lead round its site: the menu, and what stands at the foot."""

import re
from functools import lru_cache
from itertools import islice
from typing import Any, Literal

from article.patterns import regex
from crawler.lists.links.labels import LONGEST_NAME, label_of
from crawler.shapes import is_article_address

Zone = Literal["", "nav", "foot"]

_CLIMB = 4  # levels
_NAV = regex(r"nav|menu|lanmu|daohang|topbar", re.I)
_FOOT = regex(r"foot|bottom|copyright|friend|flink|yqlj|youqing", re.I)
_TURNS = regex(r"[上下前后尾末]\s?一?\s?[页頁]")
_LEAST_IN_MENU, _MOST_IN_MENU = 4, 100  # links


def mark_menu(home: Any, zones: dict[Any, Zone]) -> None:
    """Note what has the link to the home page among other names: a menu, whatever it is called."""
    for holder in islice(home.iterancestors(), _CLIMB):
        links = list(islice(holder.iter("a"), _MOST_IN_MENU + 1))
        if len(links) >= _LEAST_IN_MENU:
            break
    else:
        return
    labels = [label_of(link) for link in links]
    # Lists of persons have short names too.
    items = sum(
        len(label) > LONGEST_NAME or is_article_address(f"/{(link.get('href') or '').lstrip('/')}")
        for link, label in zip(links, labels, strict=True)
    )
    is_menu = len(links) <= _MOST_IN_MENU and items * 4 <= len(links)
    if is_menu and not any(map(_TURNS.search, labels)) and not zone_of(holder, zones):
        zones[holder] = "nav"


def zone_of(element: Any, zones: dict[Any, Zone]) -> Zone:
    """Return the part of the page that an element is in, remembering it for its ancestors."""
    path = []
    zone: Zone = ""
    while element is not None and element.tag not in ("body", "html"):
        if element in zones:
            zone = zones[element]
            break
        path.append(element)
        if own := _own_zone(element):
            zone = own
            break
        element = element.getparent()
    for passed in path:
        zones[passed] = zone
    return zone


def _own_zone(element: Any) -> Zone:
    if element.tag in ("nav", "header"):
        return "nav"
    if element.tag == "footer":
        return "foot"
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return "" if names == " " or element.tag == "a" else _zone_named(names)


@lru_cache(maxsize=1024)  # the elements of a list have one and the same
def _zone_named(names: str) -> Zone:
    return "foot" if _FOOT.search(names) else "nav" if _NAV.search(names) else ""
