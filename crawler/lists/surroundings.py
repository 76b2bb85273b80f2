"""What stands around a link: the item of a list that it belongs to."""

from itertools import islice
from typing import Any

from crawler.lists.hrefs import FRAMES
from crawler.lists.labels import DATE, HOME, LONGEST_NAME, words_in

_BESIDE = 400  # characters around a link in which its date may stand
_CLIMB = 4  # levels
_MOST_ALIKE = 50  # links to one and the same page that an item has
_ALONE = ("option", "area", *FRAMES)
_ROWS = frozenset(("li", "tr", "dd", "p"))  # what holds one item
_OF_ROWS = frozenset(("ul", "ol", "dl", "table", "tbody"))
_LEAST_TITLE = 8  # characters: names of channels are shorter
_MOST_NAMES = 3  # that an item has beside its title: its channel, its place, who wrote it
LONGEST_HEAD = 60  # characters before the title of an item: its number, its day


def item_of(element: Any) -> tuple[Any, str]:
    """Return the largest element around a link that holds no other link, and its text.

    An option of a menu is alone, and so is a part of a page or picture.
    """
    if element.tag in _ALONE:
        return element, text_of(element, "")
    href, script = element.get("href"), element.get("onclick")
    if href and not href.lower().startswith(("javascript:", "#")):
        script = None
    holder, around = element, element
    for _ in range(_CLIMB):
        holder = around
        around = holder.getparent()
        if around is None:
            break
        if _leads_elsewhere(around, href, script):
            row = _row_named(around, element)
            holder = holder if row is None else row
            break
    return holder, text_of(holder, "")


def _row_named(around: Any, element: Any) -> Any | None:
    """Return the row of a title that has but the names of its channel beside it, which are links.

    Where several days stand in a row it holds several items, and the way to the home page stands in
    none. What is no row by its name holds one item where it is short, has a day and begins with the
    title: at the end of a text, links lead on from it.
    """
    if around.tag in _OF_ROWS:
        return None
    row, is_row = around, True
    if around.tag not in _ROWS:
        row = around.getparent()
        if row is None or row.tag not in _ROWS:
            row, is_row = around, False
    title = words_in(element)
    if (size := len(title)) < _LEAST_TITLE:
        return None
    links = list(islice(row.iter("a"), _MOST_ALIKE + 1))
    others = [link for link in links if link.get("href") != element.get("href")]
    if len(links) > _MOST_ALIKE or len(others) > _MOST_NAMES:
        return None
    names = [words_in(link) for link in others]
    longest = min(LONGEST_NAME, size - 1)
    if any(len(name) > longest or HOME.match(name) for name in names):
        return None
    text = text_of(row, "")
    days = sum(1 for _ in islice(DATE.finditer(text), 2))
    is_item = days == 1 and len(text) < _BESIDE and 0 <= text.find(title) < LONGEST_HEAD
    return row if is_item or (is_row and days < 2) else None


def _leads_elsewhere(around: Any, href: str | None, script: str | None) -> bool:
    """Whether an element holds other links than one, or so many that it is no item."""
    for n, link in enumerate(around.iter("a")):
        if n == _MOST_ALIKE or link.get("href") != href:
            return True
    # Rows that a script opens have often one and the same address.
    opened = filter(None, (row.get("onclick") for row in around.iter())) if script else ()
    return any(n == _MOST_ALIKE or other != script for n, other in enumerate(opened))


def text_of(holder: Any, between: str) -> str:
    """Return the text of an item, with what is put between its pieces; of a long one the start."""
    return words_in(holder, between)[:_BESIDE]
