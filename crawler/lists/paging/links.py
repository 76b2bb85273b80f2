"""The pages that a pager names by their numbers, and the number of the page that one is on."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from article.patterns import regex
from crawler.lists.links.anchors import Anchor
from crawler.lists.paging.addresses import (
    OF_DAYS,
    PAGE_IN_QUERY,
    says_more,
    split_by,
    split_file,
    split_page,
)
from crawler.lists.paging.labels import is_day, is_row, is_year
from storage.values.urlkey import url_key

LEAST_STEP = 2  # items of a page; where addresses count pages, that of page 2 is 2
MOST_SKIPPED = 2  # numbers of pages that are gone; what is farther is the last page
_PAGE_NUMBER = regex(r"^\W*第?\s*(\d{1,5})\s*[页頁]?\W*$")
CURRENT_NAME = regex(
    r"(?:^|[\s_-])(?:on|cur|current|active|sel|selected|thisclass|now)(?:[\s_-]|$)", re.I
)


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A page that a pager names by its number; ``in_address`` is the number its address has."""

    number: int
    url: str
    form: str
    in_address: int | None
    is_current: bool


def find_by_number(anchors: Sequence[Anchor], own: str) -> str | None:
    """Return the page whose number follows that of this page."""
    field, pages = _pager_of(anchors, own)
    if not pages:
        return None
    current = _current(pages, own, field)
    by_number = {page.number: page.url for page in pages}
    later = range(current + 1, current + 2 + MOST_SKIPPED)
    return next((by_number[number] for number in later if number in by_number), None)


def find_beyond(anchors: Sequence[Anchor], url: str, following: str) -> str | None:
    """Return the page after the next one, where the pager of a page names it by its number."""
    _, pages = _pager_of(anchors, url_key(url))
    number = next((page.number for page in pages if page.url == following), None)
    return next((page.url for page in pages if number and page.number == number + 1), None)


def _pager_of(anchors: Iterable[Anchor], own: str) -> tuple[str | None, list[_Numbered]]:
    """Return the pages of a pager, and the field of any name that counts them from zero."""
    numbers = [anchor for anchor in anchors if _PAGE_NUMBER.match(anchor.label)]
    field = _field_from_zero(numbers)
    return field, _pager(numbers, split_page(own, field)[0], field)


def _field_from_zero(anchors: Iterable[Anchor]) -> str | None:
    """Return the field of any name by which a pager counts its pages from zero: ``pi=1`` is 2."""
    pages: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for anchor in anchors:
        if (found := _PAGE_NUMBER.match(anchor.label)) and "?" in anchor.url:
            path, _, query = url_key(anchor.url).partition("?")
            if PAGE_IN_QUERY.search(query) is None:
                pages.setdefault(path, []).append((int(found[1]), dict(parse_qsl(query))))
    for links in pages.values():
        counts = (
            name
            for name in links[0][1]
            if all(fields.get(name) == str(number - 1) for number, fields in links)
            and not re.fullmatch(OF_DAYS, name, re.I)
        )
        if len({number for number, _ in links}) > 1 and (name := next(counts, None)):
            return name
    return None


def _numbered(anchor: Anchor, field: str | None) -> _Numbered | None:
    """Return the page that a link names by its number, None where it names none."""
    found = _PAGE_NUMBER.match(anchor.label)
    if found is None or is_year(anchor) or is_row(anchor) or is_day(anchor):
        return None
    label = int(found[1])
    form, number = split_page(url_key(anchor.url), field)
    if number is None:
        form, number = split_by(label, form)
    # The number of a file is that of its list, unless it is what the link says.
    if number is None and (by_file := split_file(form))[1] in (label, label - 1):
        form, number = by_file
    is_current = CURRENT_NAME.search(anchor.names) is not None
    return _Numbered(label, anchor.url, form, number, is_current)


def _pager(anchors: Iterable[Anchor], own_form: str, field: str | None = None) -> list[_Numbered]:
    """Return the largest group of numbered links whose addresses differ in one number only.

    Of equal ones that is it whose addresses have the form of the page's own.
    """
    groups: dict[str, list[_Numbered]] = {}
    for anchor in anchors:
        if (page := _numbered(anchor, field)) is not None:
            groups.setdefault(page.form, []).append(page)
    by_key: dict[str, list[_Numbered]] = {}
    by_holder: dict[str, list[str]] = {}
    for form, pages in groups.items():
        by_holder.setdefault(form.rstrip("/").rpartition("/")[0], []).append(form)
        for page in pages:
            by_key.setdefault(url_key(page.url), []).append(page)
    for form, pages in groups.items():
        # The first page has no number but what belongs to the name of the list: /12-news.
        pages += [replace(p, in_address=None) for p in by_key.get(form, ()) if p.form != form]
    for first in list(groups):
        # The first page is often linked as its folder, or is what the others are in.
        for form in by_holder.get(first.rstrip("/"), ()):
            if form != first:
                groups[form] += groups[first]
    return max(groups.items(), key=lambda g: (len(g[1]), g[0] == own_form), default=("", []))[1]


def _step(pages: Sequence[_Numbered]) -> int:
    """Return how many items a page has where addresses count items: ``?start=20`` is page 3."""
    steps = {p.in_address / (p.number - 1) for p in pages if p.in_address and p.number > 1}
    step = steps.pop() if len(steps) == 1 else 1
    return int(step) if step == int(step) else 1


def _falls(pages: Sequence[_Numbered]) -> bool:
    """Whether the newest page has the highest number: of three, 2 is ``index_2``, 3 ``index_1``."""
    counted = {(p.number, p.in_address) for p in pages if p.number > 1 and p.in_address is not None}
    sums = {number + in_address for number, in_address in counted}
    return len(sums) == 1 and (len(counted) > 1 or any(n > a + 1 for n, a in counted))


def _counts_evenly(pages: Iterable[_Numbered]) -> bool:
    """Whether addresses rise with the numbers of pages: those of pictures that turn do not."""
    counted = {(p.number, p.in_address) for p in pages if p.number > 1}
    steps = {None if there is None else there - number for number, there in counted}
    return None not in steps and len(steps) == 1


def _is_gap(number: int, pages: Iterable[_Numbered]) -> bool:
    """Whether a pager leaves out a number between two that it links."""
    shown = {page.number for page in pages}
    return number not in shown and {number - 1, number + 1} <= shown


def _current(pages: Sequence[_Numbered], own: str, field: str | None) -> int:
    """Return the number of the page that we are on."""
    for page in pages:
        if url_key(page.url) == own:
            return page.number
    form, number = split_page(own, field)
    if number is None and all(page.form != form for page in pages):
        form, number = split_file(own)
    for page in pages:
        if page.form == form and page.in_address is not None and page.number > 1:
            # Page 2 may be called 1; the first has often no number at all.
            if number is None:
                return 1
            falling = page.number + page.in_address - number
            if _falls(pages) or (page.in_address > page.number and _is_gap(falling, pages)):
                return falling
            step = _step(pages)
            if step > LEAST_STEP and number % step == 0:
                return number // step + 1
            return page.number - page.in_address + number
    if number is None and any(says_more(page.form, form) for page in pages):
        return 1
    if len(marked := [page.number for page in pages if page.is_current]) == 1:
        return marked[0]
    # A pager links every page but the one it is on; or all, and the first by another address.
    numbers_shown = {page.number for page in pages}
    missing = next(n for n in range(1, len(numbers_shown) + 2) if n not in numbers_shown)
    return 1 if missing > len(numbers_shown) and _counts_evenly(pages) else missing
