"""Where a site keeps the fields of its articles."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The CSS selectors of one design of a site's article pages.

    ``body`` selects the element or elements that hold the text, ``byline`` the line with time,
    source and names; single fields may have selectors of their own where there is no such line.
    ``until`` is the last publish day of a design that was replaced: old pages are read by the rules
    of their day.
    """

    title: str | None = None
    byline: str | None = None
    body: str | None = None
    published: str | None = None
    source: str | None = None
    author: str | None = None
    editor: str | None = None
    until: date | None = None
