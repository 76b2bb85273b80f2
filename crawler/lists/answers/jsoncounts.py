"""Whether a list in JSON ends, by the counts that its answers give.

What an answer says comes under names in small letters without underscores.
"""

from collections.abc import Mapping
from typing import Any

from crawler.lists.jsonvalues import whole

_TOTALS = (
    "total totalcount totalnum totalelements totalrecord recordcount count records recordstotal "
    "itotalrecords numfound"
).split()
_PAGES = "totalpages totalpage totalpagecount pages pagecount pagetotal lastpage maxpage".split()


def is_last(said: Mapping[str, Any]) -> bool:
    """Whether an answer says in a word that nothing comes after it."""
    for name in ("hasmore", "hasnext", "hasnextpage", "more", "next"):
        if said.get(name) is False:
            return True
    return any(said.get(name) is True for name in ("last", "islast", "islastpage", "end"))


def is_counted(said: Mapping[str, Any]) -> bool:
    """Whether an answer says how many items or pages there are."""
    return number_said(said, *_TOTALS, *_PAGES) is not None


def total_of(said: Mapping[str, Any]) -> int | None:
    """Return how many items an answer says that there are in all."""
    return number_said(said, *_TOTALS)


def number_said(said: Mapping[str, Any], *names: str) -> int | None:
    """Return the number under the first of some names that an answer has one under."""
    return next((n for name in names if (n := whole(said.get(name))) is not None), None)


def ends_at_item(first: int, said: Mapping[str, Any], shown: int, size: int) -> bool:
    """Whether the items from the place ``first`` on are the last by the count of all."""
    total = total_of(said)
    begins_at_one = size > 1 and first % size == 1
    return total is not None and first + shown >= total + begins_at_one


def ends_at_page(
    page: int,
    said: Mapping[str, Any],
    shown: int,
    size: int | None,
    first: tuple[int, int] | None = None,
    *,
    known: bool = True,
) -> bool:
    """Whether page ``page`` is the last by the counts that an answer gives.

    ``first`` is how many items the first page had, and its number.
    """
    shown_first, number_of_first = first or (0, 1)
    from_zero = page == 0 or number_of_first == 0
    pages = _pages_of_grid(said) or number_said(said, *_PAGES)
    if pages is not None:
        return page >= pages - (from_zero or said.get("page") == page - 1)
    total = total_of(said)
    if total == shown == said.get("count") and (size or 0) <= shown:
        total = None  # it may be that of this page
    size = size or number_said(said, "pagesize", "size", "perpage", "limit", "rows")
    if total is not None and total >= shown:
        if total == shown:
            return True
        if shown < shown_first and total == page * shown_first + shown:  # it counts from 0
            return True
        size = shown_first or size
        page += number_of_first == 0
        left = total - (page - 1) * size if size else 0
        is_as_asked = size and (shown >= size or shown == left)
        return page * (size if size and is_as_asked else shown) >= total
    return not known or (size is not None and shown < size)


def _pages_of_grid(said: Mapping[str, Any]) -> int | None:
    """Return what jqGrid calls "total": the number of pages, beside that of all "records"."""
    pages, records = whole(said.get("total")), whole(said.get("records"))
    is_grid = pages is not None and records is not None and "page" in said
    return pages if is_grid and pages <= records else None  # type: ignore[operator]
