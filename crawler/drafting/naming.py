"""The CSS that names an element: what lasts, before what only says how it looks."""

import re
from collections.abc import Iterator
from typing import Any

from article.patterns import regex

_NAME = regex(r"^[A-Za-z_][\w-]*$")
_CHANGING = regex(r"\d{3,}|active|current|hover|first|last|odd|even")
_LOOKS = regex(
    r"""
        [a-z]{1,2}\d+(?:px)? | (?:fonts?|fon|color|bg|mar|pad|text|float|pull|[mp][tblrxy]?)[-_].+
        | fl | fr | cf | clear(?:fix)? | left | right | center | bold | red | gr[ae]y | line | hr
    """,
    re.X | re.I,
)


def names_of(element: Any) -> Iterator[str]:
    """Yield the selectors that name an element by its id or a class, the most telling first."""
    if not isinstance(element.tag, str):
        return
    if element.tag == "h1":
        yield "h1"
    identity = element.get("id") or ""
    if _NAME.match(identity) and not _CHANGING.search(identity):
        yield f"#{identity}"
    yield from (f"{element.tag}.{name}" for name in sorted(classes_of(element), key=is_of_looks))


def classes_of(element: Any) -> list[str]:
    """Return the classes of an element but for those that number its rows or mark one of them."""
    names = (element.get("class") or "").split()
    return [name for name in names if _NAME.match(name) and not _CHANGING.search(name)]


def is_of_looks(name: str) -> bool:
    """Whether a class says how something looks, and not what it is."""
    return _LOOKS.fullmatch(name) is not None
