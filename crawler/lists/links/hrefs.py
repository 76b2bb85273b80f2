"""Where the elements of a page lead: by an address, or by what their scripts make."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from article.patterns import regex
from crawler.lists.scripts.functions import Functions
from crawler.shapes import PAGE_FILE

_MOST_OPTIONS = 200  # of a menu
# The look ahead comes first, or what has no end would be looked through from each of its signs.
_IN_SCRIPT = regex(
    r"""['"](?=[^'"\s<>()]*['"])"""
    rf"""((?:https?:)?[^'"\s<>()]*?(?:/|\.(?:{PAGE_FILE}|do)|\?)[^'"\s<>()]*)['"]"""
)
# location.href = 'show.asp?id=' + 330
_JOINED = regex(r"""(['"])\s*\+\s*(['"]?)(\d+)\2\s*(?:(\+)\s*\1|(?=[;,)\s]|$))""")
# <select onchange="location.href='list_' + this.value + '.html'">
_CHOSEN = regex(
    r"""
        (?:location(?:\.href)?\s*=|(?:open|assign|replace)\()\s*(['"])([^'"]*)\1\s*\+\s*
        (?:this\.value|(?:this\.)?options\[(?:this\.)?selectedIndex\]\.value)\s*
        (?:\+\s*(['"])([^'"]*)\3)?
    """,
    re.X,
)
_SURE = regex(r"^(?:/|https?:)|[.?]")
FRAMES = ("iframe", "frame")
_ELSEWHERE = ("data-href", "data-url", "data-link", "data-next")
_SAID = frozenset(("href", "src", "style", "class", "id", "title", "onclick", "target", "name"))
_KEPT = regex(
    r"(?:https?:/|\.{0,2})/[^\s<>'\"{}]+|[\w/-]*\?[^\s<>'\"{}=]+=[^\s<>'\"{}]*"
    rf"|[\w-]+(?:/[\w-]+){{0,5}}\.{PAGE_FILE}"
)


def href_of(element: Any, functions: Functions) -> str | None:
    """Return where an element leads: by its address, or by the one that its script has or makes."""
    get = element.get
    own = "value" if element.tag == "option" else "src" if element.tag in FRAMES else "href"
    href: str | None = (get("href") or get(own) or "").strip()
    if href and not href.lower().startswith(("javascript:", "#")):
        return href
    if get("data-url") and (get("data-page") or get("data-next-page")):
        return None  # it is asked for with that
    for name in _ELSEWHERE:
        if (kept := get(name)) and not kept.isdecimal():  # data-next="2" is a number for a script
            return str(kept)
    script = f"{get('onclick') or ''} {href}"
    if "+" in script:
        script = _JOINED.sub(lambda n: n[3] + ("" if n[4] else n[1]), script)
    found = _IN_SCRIPT.search(script) if "'" in script or '"' in script else None
    address = found[1] if found else None
    # 'yw/2025' may be an address, or a part of the one that a function makes.
    if (address is None or not _SURE.search(address)) and "(" in script:
        address = functions.address(script, element) or address
    return address or _in_attribute(element)


def _in_attribute(element: Any) -> str | None:
    """Return the address that a link keeps where its script looks for it: ``tagname="/x"``.

    Other elements keep it in an attribute for that.
    """
    is_link = element.tag == "a"
    fields = ((n, v) for n, v in element.items() if is_link or n.startswith("data-"))
    return next((v for n, v in fields if n not in _SAID and _KEPT.fullmatch(v)), None)


def chosen_hrefs(root: Any) -> Iterator[tuple[Any, str]]:
    """Yield the options of menus whose script makes an address of each, but for those of pages."""
    for menu in root.iterfind(".//select[@onchange]"):
        way = _CHOSEN.search(menu.get("onchange"))
        shown = islice(menu.iter("option"), _MOST_OPTIONS if way else 0)
        options = [option for option in shown if (option.get("value") or "").strip()]
        values = [option.get("value").strip() for option in options]
        if way and values != [str(number + 1) for number in range(len(values))]:
            for option, value in zip(options, values, strict=True):
                yield option, f"{way[2]}{value}{way[4] or ''}"


def made_hrefs(root: Any, functions: Functions) -> Iterator[tuple[Any, str]]:
    """Yield the elements whose attribute a script makes an address of."""
    for name, made in functions.by_attribute.items():
        for element in root.iterfind(f".//*[@{name}]"):
            yield element, made.format(element.get(name))


def is_lost(href: str) -> bool:
    """Whether a link that leads nowhere was meant to lead to a page."""
    scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", href, re.I)
    return bool(href.strip()) and (scheme is None or scheme[1].lower() in ("http", "https"))
