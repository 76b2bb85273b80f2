"""How messages count."""

from collections.abc import Mapping
from typing import Any


def counted(number: int, noun: str) -> str:
    """Return a number and its noun, which takes an s in the plural.

    >>> counted(1, "page"), counted(1200, "article")
    ('1 page', '1,200 articles')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def brought(run: Mapping[str, Any]) -> str:
    """Return what a run brought, by its row or by what it counted; 0 where a count is missing.

    >>> brought({"pages": 76, "articles_new": 1, "errors": 1})
    '76 pages, 1 new, 0 changed, 1 error'
    """
    pages, new, changed, errors = (run.get(name, 0) for name in _COUNTS)
    return f"{counted(pages, 'page')}, {new:,} new, {changed:,} changed, {counted(errors, 'error')}"


_COUNTS = ("pages", "articles_new", "articles_changed", "errors")
