"""Menus in which a reader chooses a page of a list: what their options say of pages."""

import re
from collections.abc import Iterable
from html import unescape
from itertools import islice
from typing import NamedTuple

from article.patterns import regex
from crawler.scope import join

MOST_MENUS = 5  # of one page that are looked at
LONGEST_MENU = 20_000  # characters
_MENU = regex(r"""<select\b[^<>]*?\bonchange\s*=\s*(?:"([^"]*)"|'([^']*)')[^<>]*>""", re.I)
_OPTION = regex(r"""<option\b([^<>]{0,300}?\bvalue\s*=\s*["']?(\d{1,5})\b[^<>]*)""", re.I)
_BARE_OPTION = regex(
    r"<option\b((?:(?!\bvalue\b)[^<>])*)>\s*(?:第\s*)?(\d{1,5})\s*[页頁]?\s*(?=<|$)", re.I
)
# "location = this.value": such a menu has addresses, and numbers beside them.
GOES_TO_CHOSEN = regex(
    r"(?:location(?:\.href)?\s*=|\b(?:open|assign|replace)\()\s*(?:this|\w+)\.value\b|MM_jumpMenu\("
)
_OPTION_OF_PAGE = regex(
    r"""
        <option\b([^<>]{0,300}?\bvalue\s*=\s*["']?
        ([^"'\s<>/.?]{0,300}[/.?][^"'\s<>]{0,300})(?=["'\s>])[^<>]{0,300})>
        \s*(?:[转跳轉]?[到至]?\s*第\s*)?
        (\d{1,4})\s*[页頁]?(?:\s*/\s*共?\s*\d{1,4}\s*[页頁]?)?\s*(?=<|$)
    """,
    re.X | re.I,
)


class Menu(NamedTuple):
    """What a menu does once an option is chosen, and the markup of its options."""

    change: str
    options: str

    def counted(self) -> str:
        """Return what the numbers of its options say as a script does: which page is shown."""
        found = _OPTION.findall(self.options) or _BARE_OPTION.findall(self.options)
        if not found or not _counts_up(value for _, value in found):
            return ""
        chosen = [f"curPage={value};" for tag, value in found if "selected" in tag.lower()]
        return f"pageCount={len(found)};{''.join(chosen[:1])}"

    def next(self, url: str, base: str) -> str | None:
        """Return the page after the one at ``url`` by a menu that has the addresses of all.

        "" means that this page is the last, None that the menu is one of other things.
        """
        found = _OPTION_OF_PAGE.findall(self.options)
        if not found or not _counts_up(number for _, _, number in found):
            return None
        pages = [join(base, unescape(address)) for _, address, _ in found]
        chosen = [place for place, (tag, _, _) in enumerate(found) if "selected" in tag.lower()]
        here = pages.index(url) if url in pages else next(iter(chosen), 0)
        return next(iter(pages[here + 1 :]), "") or ""

    @property
    def is_of_years(self) -> bool:
        """Whether it lets choose a year, and no page."""
        values = [value for _, value in _OPTION.findall(self.options)]
        return bool(values) and all(re.fullmatch(r"(?:19|20)\d\d", value) for value in values)


def menus_of(text: str) -> list[Menu]:
    """Return the menus of a page that do something once an option is chosen."""
    found = []
    for menu in islice(_MENU.finditer(text), MOST_MENUS):
        end = text.find("</select", menu.end(), menu.end() + LONGEST_MENU)
        options = text[menu.end() : end] if end > 0 else ""
        found.append(Menu(unescape(menu[1] or menu[2] or ""), options))
    return [menu for menu in found if not menu.is_of_years]


def _counts_up(numbers: Iterable[str]) -> bool:
    """Whether numbers are 1, 2, 3 and so on, and no others."""
    return all(int(number) == n for n, number in enumerate(numbers, 1))
