"""Where a list in JSON goes on, by what it says of itself and by what it was asked for."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from article.patterns import regex
from crawler.lists.answers.jsoncounts import (
    ends_at_item,
    ends_at_page,
    is_counted,
    is_last,
    number_said,
    total_of,
)
from crawler.lists.answers.jsoncursors import after_last, cursor_of, is_moment
from crawler.lists.interfaces import (
    LATEST_ROW,
    OFFSET,
    PAGE,
    SIZE,
    SIZED,
    began,
    fragment_of,
    like,
    number_in,
    with_beginning,
    with_fields,
)
from crawler.lists.jsonvalues import loads, whole
from crawler.scope import resolve

_BEGINS = regex(r"^(?:start|begin|from)_?(row|record|num|index|no)?$", re.I)
_ENDS = regex(r"^(?:end|to)_?(?:row|record|num|index|no)?$", re.I)
_NUMBERED = regex(r"(?:(?<=[_/-])|(?<=list|page|data|news))(\d{1,5})(?=(?:\.\w+)?$)")
_NUMBERED_AND_SIZED = regex(r"(?<=[_/-])(\d{1,5})(?=/\d{1,3}$)")


def next_of(answer: Any, url: str, shown: int) -> str | None:
    """Return where a list goes on by what it says of itself; without a word it ends when empty."""
    top = answer if isinstance(answer, dict) else {}
    said = {k.lower().replace("_", ""): v for k, v in _scalars(top)}
    following = _following(answer, said, url, shown)
    fields = _fields(url)
    is_sized = any(SIZE.match(name) for name, _ in fields)
    if following is None or not shown or began(url) or is_sized:
        return following
    counted = next((number_in(value) for name, value in fields if PAGE.match(name)), None)
    of_file = _NUMBERED.search(urlsplit(url).path)
    number = int(of_file[1]) if counted is None and of_file else counted
    if number not in (0, 1) or not is_counted(said):
        return following
    # Services take 0 for 1 often; files are called what they are called.
    return with_beginning(following, shown, from_zero=number == 0 and counted is None)


def _following(answer: Any, said: Mapping[str, Any], url: str, shown: int) -> str | None:
    if (named := _named_next(said, url)) is not None:
        return named or None
    fields = _fields(url)
    if not shown or is_last(said):
        return None if shown or is_last(said) else _after_none(fields, url)
    cursor, beside = cursor_of(fields), _counted_on(fields, shown)
    if cursor and not (beside and is_moment(cursor)):  # else it is where a search ends
        after = after_last(cursor, dict(fields)[cursor], said, answer)
        return with_fields(url, **(beside | {cursor: after})) if after else None
    unset = _unset(fields)
    for name, value in fields:
        if isinstance(page := loads(value), dict) and (counter := _counter(page, name)):
            return _next_within(name, page, counter, said, shown, url)
        if (current := 0 if name == unset else number_in(value)) is None:
            continue
        if (end := _end_of(name, fields)) is not None:
            return _next_rows(name, current, *end, said, shown, url)
        if name == "next" and (number := whole(said.get(name))) is not None:
            return with_fields(url, next=number)
        if PAGE.match(name):
            ends = ends_at_page(current, said, shown, _size_in(fields), began(url))
            return None if ends else with_fields(url, **{name: like(value, current + 1)})
        if OFFSET.match(name):
            ends = ends_at_item(current, said, shown, _size_in(fields) or shown)
            return None if ends else with_fields(url, **{name: like(value, current + shown)})
    return _next_numbered(said, url, shown)


def _named_next(said: Mapping[str, Any], url: str) -> str | None:
    """Return the next address where an answer says it, "" where what it says is none."""
    for name in ("next", "nexturl", "nextpageurl", "nextpage", "nextlink"):
        value = said.get(name)
        if isinstance(value, str) and ("/" in value or "?" in value):
            more = resolve(value, url)
            return more + fragment_of(url) if more else ""
    return None


def _size_in(fields: Iterable[tuple[str, str]]) -> int | None:
    """Return how many items a request asks for."""
    return next((number_in(value) for name, value in fields if SIZE.match(name)), None)


def _fields(url: str) -> list[tuple[str, str]]:
    """Return the fields of a request, those first that surely count: 大汉's ``pageId`` does not."""
    fields = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    return sorted(fields, key=lambda field: field[0].lower() == "pageid")


def _unset(fields: Iterable[tuple[str, str]]) -> str | None:
    """Return the field that counts items and is empty at first; beside others it is a day's."""
    names = [name for name, _ in fields]
    is_counted = any(PAGE.match(name) or _ENDS.match(name) for name in names)
    empty = (name for name, value in fields if not value and OFFSET.match(name))
    return None if is_counted else next(empty, None)


def _after_none(fields: Iterable[tuple[str, str]], url: str) -> str | None:
    """Return the first page after an empty one: some scripts count up before they ask for it."""
    zero = next((n for n, v in fields if PAGE.match(n) and number_in(v) == 0), None)
    return with_fields(url, **{zero: 1}) if zero else None


def _counted_on(fields: Iterable[tuple[str, str]], shown: int) -> dict[str, str]:
    """Return what else a request counts that goes on after an id: some services read only that."""
    numbers = ((name, value, number_in(value)) for name, value in fields)
    return {
        name: like(value, number + (1 if PAGE.match(name) else shown))
        for name, value, number in numbers
        if number is not None and (PAGE.match(name) or OFFSET.match(name))
    }


def _counter(page: Mapping[str, Any], holder: str) -> str | None:
    """Return the field of an object that counts pages: ``{"pageNo": 1, "pageSize": 15}``."""
    numbers = [name for name in page if whole(page[name]) is not None]
    return next((n for n in numbers if PAGE.match(n) or PAGE.match(f"{holder}[{n}]")), None)


def _next_within(
    field: str, page: dict[str, Any], counter: str, said: Mapping[str, Any], shown: int, url: str
) -> str | None:
    number = whole(page[counter]) or 0
    size = next((whole(value) for name, value in page.items() if SIZE.match(name)), None)
    if ends_at_page(number, said, shown, size):
        return None
    following = page | {counter: number + 1}
    return with_fields(url, **{field: json.dumps(following, separators=(",", ":"))})


def _end_of(name: str, fields: Iterable[tuple[str, str]]) -> tuple[str, int] | None:
    """Return the field that says where a piece ends which begins at another: ``startRow=1``."""
    begins = _BEGINS.match(name)
    if begins is None:
        return None
    ends = [(n, number_in(v) or 0) for n, v in fields if _ENDS.match(n)]
    of = (begins[1] or "").lower()
    return next(((n, v) for n, v in ends if n.lower().endswith(of) and 0 < v < LATEST_ROW), None)


def _next_rows(
    start: str, first: int, end: str, last: int, said: Mapping[str, Any], shown: int, url: str
) -> str | None:
    size = last - first + (shown != last - first)  # the end may be left out
    total = total_of(said)
    if shown < size or (total is not None and last >= total):
        return None
    return with_fields(url, **{start: first + size, end: last + size})


def _next_numbered(said: Mapping[str, Any], url: str, shown: int) -> str | None:
    """``list_1.json`` is followed by ``list_2.json``, as long as there is said to be more."""
    parts = urlsplit(url)
    sized = (
        re.search(r"/(\d{1,3})$", parts.path) if parts.fragment.startswith(f"{SIZED}=") else None
    )
    size = int(sized[1]) if sized else None
    found = (_NUMBERED_AND_SIZED if sized else _NUMBERED).search(parts.path)
    current = int(found[1]) if found else number_said(said, "page", "pageno", "current", "pagenum")
    is_file = re.search(r"\.\w{2,4}$", parts.path) is not None
    if current is None and not is_file and "?" in url:  # it was not asked for a page at all
        current = 1
    known = found is not None
    if current is None or ends_at_page(current, said, shown, size, began(url), known=known):
        return None
    if not (found or is_file):
        return with_fields(url, page=current + 1)
    if found:
        path = parts.path[: found.start()] + str(current + 1) + parts.path[found.end() :]
    else:
        stem, dot, suffix = parts.path.rpartition(".")
        path = f"{stem}_{current + 1}{dot}{suffix}"
    return urlunsplit(parts._replace(path=path))


def _scalars(answer: Mapping[str, Any], depth: int = 0) -> Iterator[tuple[str, Any]]:
    for value in answer.values():
        if isinstance(value, dict) and depth < 3:
            yield from _scalars(value, depth + 1)
    for name, value in answer.items():
        if isinstance(value, str | int | bool):
            yield name, value
