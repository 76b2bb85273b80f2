"""What stands around a link: the item of a list that it belongs to."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from crawler.lists.links.hrefs import FRAMES
from crawler.lists.links.labels import DATE, HOME, LONGEST_NAME, words_in

_BESIDE = 400  # characters around a link in which its date may stand
_CLIMB = 4  # levels
_MOST_ALIKE = 50  # links to one and the same page that an item has
_MOST_IN_LINE = 4  # elements on one side of a link
_BREAKS = ("br", "hr")  # beyond a rule stands another item
_ANOTHER = object()  # link in a line, or too much
_ALONE = ("option", "area", *FRAMES)
_ROWS = frozenset(("li", "tr", "dd", "p"))  # what holds one item
_OF_ROWS = frozenset(("ul", "ol", "dl", "table", "tbody"))
_LEAST_TITLE = 8  # characters: names of channels are shorter
_MOST_NAMES = 3  # that an item has beside its title: its channel, its place, who wrote it
LONGEST_HEAD = 60  # characters before the title of an item: its number, its day


def item_of(element: Any, hrefs: Mapping[Any, str]) -> Any:
    """Return the largest element around a link that holds no other.

    An option of a menu is alone, and so is a part of a page or picture. ``hrefs`` are the links of
    the page, with where each of them leads.
    """
    if element.tag in _ALONE:
        return element
    href = hrefs[element]
    is_plain = href == element.get("href")
    page = href.partition("#")[0] if "#" in href else href
    part = page + "#"
    holder, around = element, element
    for _ in range(_CLIMB):
        holder = around
        around = holder.getparent()
        if around is None:
            break
        if _leads_elsewhere(around, page, part) if is_plain else _is_shared(around, element, hrefs):
            row = _row_named(around, element)
            holder = holder if row is None else row
            break
    return holder


def line_of(link: Any) -> str:
    """Return the line of a text between two ``<br>`` that holds a link and no other, or ""."""
    beside = link.getnext()
    if beside is not None and beside.tag == "a":
        return ""
    after, end = _to_break(link.itersiblings())
    if end is _ANOTHER:
        return ""
    before, start = _to_break(link.itersiblings(preceding=True))
    if start is _ANOTHER or start is end is None:
        return ""
    first = link.getparent().text if start is None else start.tail
    words = [first or ""]
    for part in (*reversed(before), link, *after):
        words += words_in(part), part.tail or ""
    return " ".join(" ".join(words).split())[:_BESIDE]


def _to_break(siblings: Iterable[Any]) -> tuple[list[Any], Any]:
    """Return the elements before a ``<br>``, and that; or None at the end, or that of another."""
    passed: list[Any] = []
    for sibling in siblings:
        if sibling.tag in _BREAKS:
            return passed, sibling
        if len(passed) == _MOST_IN_LINE or next(sibling.iter("a"), None) is not None:
            return passed, _ANOTHER
        passed.append(sibling)
    return passed, None


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
    text = text_of(row)
    days = sum(1 for _ in islice(DATE.finditer(text), 2))
    is_item = days == 1 and len(text) < _BESIDE and 0 <= text.find(title) < LONGEST_HEAD
    return row if is_item or (is_row and days < 2) else None


def _leads_elsewhere(around: Any, page: str, part: str) -> bool:
    """Whether an element holds other links than those to one page, or so many that it is no item.

    What readers say of an item is a part of its page: ``7.html#comments``.
    """
    for n, link in enumerate(around.iter("a")):
        href = link.get("href")
        if n == _MOST_ALIKE or href is None or not (href == page or href.startswith(part)):
            return True
    return False


def _is_shared(around: Any, link: Any, hrefs: Mapping[Any, str]) -> bool:
    """Whether an element holds other links than one whose address a script makes or keeps."""
    own = hrefs[link]
    links = (hrefs[element] for element in around.iter() if element in hrefs)
    return any(n == _MOST_ALIKE or href != own for n, href in enumerate(links))


def text_of(holder: Any, between: str = "") -> str:
    """Return the text of an item, with what is put between its pieces; of a long one the start."""
    return words_in(holder, between)[:_BESIDE]
