"""Where a site keeps the fields of its articles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any

from lxml import etree

from article.patterns import regex

# The commonest selectors, ``tag#id`` and ``tag.class``, by way of the attribute: twice as fast.
_SIMPLE = regex(r"(?P<tag>[A-Za-z]\w*)?(?:#(?P<id>[A-Za-z][\w-]*)|\.(?P<name>[A-Za-z][\w-]*))")
_texts = etree.XPath(".//text()[not(parent::script or parent::style)]", smart_strings=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The CSS selectors of one design of a site's article pages.

    ``body`` selects the element or elements that hold the text, ``byline`` the line with time,
    source and names; single fields may have selectors of their own where there is no such line.
    ``until`` is the last publish day of a design that was replaced: old pages are read by the rules
    of their day. Raises cssselect.SelectorError for what is no selector.
    """

    title: str | None = None
    byline: str | None = None
    body: str | None = None
    published: str | None = None
    source: str | None = None
    author: str | None = None
    editor: str | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            selector = getattr(self, field.name)
            if isinstance(selector, str):
                _compiled(selector)


def select(root: Any, selector: str) -> list[Any]:
    """Return the elements that a CSS selector finds, in the order of the page."""
    return list(_compiled(selector)(root))


def text_of(element: Any) -> str:
    """Return the text of an element, one line per text node, without that of scripts."""
    return "\n".join(line for text in _texts(element) if (line := " ".join(text.split())))


def has_text(element: Any) -> bool:
    """Whether an element holds more than white space and scripts."""
    return any(
        (part.text and not part.text.isspace() and part.tag not in ("script", "style"))
        or (part.tail and part is not element and not part.tail.isspace())
        for part in element.iter()
    )


def in_force(layouts: Iterable[Layout], published: date | None) -> Sequence[Layout]:
    """Return the layouts that a page of that day may have, those of its own day first.

    Without a day the present layout comes first, then the latest of the past ones.
    """
    ordered = sorted(layouts, key=lambda layout: layout.until or date.max)
    if published is None:
        return ordered[::-1]
    return [layout for layout in ordered if layout.until is None or published <= layout.until]


@lru_cache(maxsize=1024)
def _compiled(selector: str) -> etree.XPath:
    simple = _SIMPLE.fullmatch(selector)
    if not simple:
        from lxml.cssselect import CSSSelector, SelectorError  # here, as few selectors need it

        try:
            return CSSSelector(selector, translator="html")
        except SelectorError as error:
            raise SelectorError(f"{selector!r} is no CSS selector: {error}") from error
    elements = f"descendant-or-self::{(simple['tag'] or '*').lower()}"
    if simple["id"]:
        return etree.XPath(f"{elements}/@id[. = '{simple['id']}']/..")
    name = simple["name"]
    # The first condition is cheap, and few elements meet it.
    among = f"contains(., '{name}') and contains(concat(' ', normalize-space(.), ' '), ' {name} ')"
    return etree.XPath(f"{elements}/@class[{among}]/..")
