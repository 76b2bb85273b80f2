"""Lists in JSON: their items, and where they go on."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from article.model import BEIJING
from article.patterns import regex
from crawler.lists.interfaces import (
    OFFSET,
    PAGE,
    SIZE,
    SIZED,
    began,
    fragment_of,
    like,
    loads,
    number_in,
    page_of,
    template_of,
    whole,
    with_beginning,
    with_fields,
)
from crawler.lists.labels import DATE
from crawler.lists.scripts.cursors import CURSOR
from crawler.lists.scripts.itemlinks import ADDRESS_SLOT, filled
from crawler.lists.scripts.packed import decoded
from crawler.scope import is_file, resolve
from crawler.shapes import PAGE_FILE
from storage.values.storable import clean
from storage.values.visit import Link

_TOTALS = (
    "total totalcount totalnum totalelements totalrecord recordcount count records recordstotal "
    "itotalrecords numfound"
).split()
_PAGES = "totalpages totalpage totalpagecount pages pagecount pagetotal lastpage maxpage".split()
_BEGINS = regex(r"^(?:start|begin|from)_?(row|record|num|index|no)?$", re.I)
_ENDS = regex(r"^(?:end|to)_?(?:row|record|num|index|no)?$", re.I)
LONG = 300  # characters; no address of an article is longer
DEEPEST = 8  # things within things
LATEST_ROW = 100_000  # what is more is a day
LEAST_PACKED = 40  # characters
_ADDRESS_KEYS = regex(r"url|link|href|path|address|puburl", re.I)
_SIGN = regex(r"[/.?]")  # of an address: "isLink": "0" is none
_NO_ADDRESS = regex(r"img|image|pic|thumb|cover|logo|icon|next|prev", re.I)
# Fields of what belongs to an item, unless they name a page.
_OF_PART = regex(r"avatar|file|video|audio|attach|qr", re.I)
_HOLDERS = ("_source", "attributes")  # of the fields of a record that has an id beside them
_NUMBERED = regex(r"(?:(?<=[_/-])|(?<=list|page|data|news))(\d{1,5})(?=(?:\.\w+)?$)")
_NUMBERED_AND_SIZED = regex(r"(?<=[_/-])(\d{1,5})(?=/\d{1,3}$)")
_LAST = regex(r"^(?:last|max|min|since|before|start|prev)")
_MOMENT_NAME = regex(r"(?:time|date|timestamp)$")
_HEADING = regex(r"title|subject|headline|^bt$", re.I)
_TITLE_KEYS = regex(r"^(?:\w*title|name|subject|headline|topic|mc|bt)$", re.I)
# Fields of other names tell by what is in them.
_ADDRESS = regex(rf"(?:https?://|[\w./%-]*/)?[\w./%-]+\.{PAGE_FILE}(?:[?#]\S*)?", re.I)
_HEADLINE = regex(r"(?=(?:[^\u4e00-\u9fff]*[\u4e00-\u9fff]){6}).{6,80}")
_NO_TITLE = regex(
    r"source|from|author|editor|summary|desc|intro|content|text|channel|column|ly|lm", re.I
)
_BASE64 = regex(r"(?:[A-Za-z0-9+/]{4}\s*){10,}(?:[A-Za-z0-9+/]{2,3}={1,2})?\s*")
_DATE_KEYS = regex(r"date|time|day|publish|rq|sj", re.I)
# Seconds or milliseconds since 1970, as ASP.NET writes them too.
_MOMENT = regex(r"(\d{9,10})|(?:\\?/Date\()?(\d{12,13})(?:[+-]\d{4}\)\\?/|\)\\?/)?")
PLACE_IN_ROW = regex(r"\{\d\}")
_LEADS = regex(r"<a\s[^<>]*?\bhref|<\w[^<>]*?\s(?:data-href|onclick)\s*=", re.I)
_TAG = regex(r"<[^>]{1,200}>")
_JSONP = regex(
    r"""
        ^(?:[\w.$]{1,60}\s*\(|(?:(?:var|let|const)\s+)?[\w.$]{1,60}\s*=)\s*([\[{].*[\]}])\s*\)?
        \s*;?\s*$
    """,
    re.X | re.S,
)
# What scripts may leave out, or have besides, where they write records: {title: '标题',}
_LOOSE = regex(
    r"""("(?:[^"\\]|\\.)*")|'((?:[^'\\]|\\.)*)'|([A-Za-z_$][\w$]*)(?=\s*:)|,(?=\s*[\]}])""", re.S
)


def read_json(text: str, url: str) -> tuple[list[Link], list[Link], list[str], str | None] | None:
    """Return the items, the pieces of HTML and the next address of a list in JSON.

    Items without an address come apart, with the one that the page's script would make of their
    ids. None where the text is no JSON.
    """
    text = text.lstrip("\ufeff").strip()
    wrapped = _JSONP.match(text)
    answer = said_in(wrapped[1] if wrapped else text)
    if not isinstance(answer, dict | list):
        return None
    if (packed := list(_packed(answer))) and not any("<a " in text for text in _strings(answer)):
        answer = {"packed": packed, **answer} if isinstance(answer, dict) else [*answer, *packed]
    template = template_of(url)
    things = list(_walk(answer))
    if template and PLACE_IN_ROW.search(template):
        things += _rows(answer)
    if template and ADDRESS_SLOT.search(template):
        things = [_placed(thing, template) for thing in things]
    items = [item for thing in things if (item := read_item(thing, page_of(url)))]
    if items:  # what holds some of them is a channel, what has the same fields another item
        forms = {frozenset(thing) for thing in things if read_item(thing, page_of(url))}
        things = [thing for thing in things if _goes_with_items(thing, forms, page_of(url))]
    made = made_items(things, template, page_of(url))
    pieces = [value for value in _strings(answer) if "<" in value and _LEADS.search(value)]
    shown = len(items or made) or sum(len(_LEADS.findall(piece)) for piece in pieces)
    return items, made, pieces, next_of(answer, url, shown)


def said_in(text: str) -> Any:
    """Return what records say as JSON has them or as scripts do, None where they are neither.

    >>> said_in("{total: 3, list: [{title: '标题'},]}")
    {'total': 3, 'list': [{'title': '标题'}]}
    """
    strict = loads(text)
    return loads(_LOOSE.sub(_as_json, text)) if strict is None and text[:1] in "[{" else strict


def _as_json(part: re.Match[str]) -> str:
    if part[2] is not None:
        return json.dumps(part[2].replace("\\'", "'"), ensure_ascii=False)
    return part[1] or (f'"{part[3]}"' if part[3] else "")


def _placed(thing: Mapping[str, Any], template: str) -> Mapping[str, Any]:
    """Return an item with its address as a script writes it: ``/wmw/{url}``."""
    name = template[template.index("{") + 1 : -1]
    value = thing.get(name)
    if not isinstance(value, str) or not value or re.match(r"(?:https?:)?//", value):
        return thing
    return {**thing, name: template[: -len(name) - 2].rstrip("/") + "/" + value.lstrip("/")}


def read_item(thing: Mapping[str, Any], url: str) -> Link | None:
    """Return what has both a title and an address; a list of such things is a list of articles."""
    fields = [
        (name, value)
        for name, value in thing.items()
        if isinstance(value, str) and not _NO_ADDRESS.search(name)
    ]
    named = [
        value
        for name, value in fields
        if _ADDRESS_KEYS.search(name) and not _OF_PART.search(name) and _SIGN.search(value)
    ]
    shown = [value for _, value in fields if len(value) < LONG and _ADDRESS.fullmatch(value)]
    addresses = (found for value in (*named, *shown) if (found := resolve(value, url)))
    return _link(thing, next((found for found in addresses if not is_file(found)), None))


def named_by_value(row: Iterable[Any]) -> dict[str, str]:
    """Return the fields of a row without names, each by what is in it.

    >>> named_by_value(["志愿者清扫河道", "/c/31.html", "2025-03-28", 7])
    {'title': '志愿者清扫河道', 'url': '/c/31.html', 'date': '2025-03-28'}
    """
    found: dict[str, str] = {}
    for value in row:
        if not isinstance(value, str) or len(value) > LONG:
            continue
        if DATE.match(value.strip()):
            found.setdefault("date", value)
        elif _ADDRESS.fullmatch(value.strip()):
            found.setdefault("url", value.strip())
        elif _HEADLINE.fullmatch(value.strip()):
            found.setdefault("title", value)
    return found if {"title", "url"} <= found.keys() else {}


def _goes_with_items(thing: Mapping[str, Any], forms: Collection[frozenset[str]], url: str) -> bool:
    if read_item(thing, url) is not None:
        return False
    if frozenset(thing) in forms:
        return True
    held = (value for value in thing.values() if isinstance(value, list))
    parts = (part for value in held for part in value[:1] if isinstance(part, dict))
    return any(read_item(part, url) for part in parts)


def made_items(things: Iterable[Mapping[str, Any]], template: str | None, url: str) -> list[Link]:
    """Return the items that have ids only: what has but a name beside those with titles is none."""
    found = [(thing, item) for thing in things if (item := made_item(thing, template, url))]
    titled = [item for thing, item in found if any(map(_HEADING.search, thing))]
    return titled or [item for _, item in found]


def made_item(thing: Mapping[str, Any], template: str | None, url: str) -> Link | None:
    """Return an item without an address, with the one that a script makes of its id."""
    address = filled(template, thing) if template else None
    return _link(thing, resolve(address, url)) if address else None


def _link(thing: Mapping[str, Any], address: str | None) -> Link | None:
    if address is None:
        return None
    texts = [(name, v) for name, v in thing.items() if isinstance(v, str) and v.strip()]
    # WordPress has its titles in an object: {"rendered": "标题"}.
    texts += [
        (name, v["rendered"])
        for name, v in thing.items()
        if isinstance(v, dict) and isinstance(v.get("rendered"), str)
    ]
    titles = [value for name, value in texts if _TITLE_KEYS.match(name)]
    titles += [v for name, v in texts if _HEADLINE.fullmatch(v) and not _NO_TITLE.search(name)]
    title = next(map(_plain, titles), None)
    return Link(url=address, title=title, date=_date(thing)) if title else None


def _date(thing: Mapping[str, Any]) -> str | None:
    for name, value in thing.items():
        if not _DATE_KEYS.search(name) or not isinstance(value, str | int):
            continue
        if isinstance(value, str) and (found := DATE.search(value)):
            return found[0]
        if moment := _MOMENT.fullmatch(str(value)):
            seconds = int(moment[1]) if moment[1] else int(moment[2]) // 1000
            return datetime.fromtimestamp(seconds, BEIJING).date().isoformat()
    return None


def _plain(text: str) -> str:
    return clean(" ".join(unescape(_TAG.sub("", text)).split())) or ""


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
    if number not in (0, 1) or _number(said, *_TOTALS, *_PAGES) is None:
        return following
    # Services take 0 for 1 often; files are called what they are called.
    return with_beginning(following, shown, from_zero=number == 0 and counted is None)


def _following(answer: Any, said: Mapping[str, Any], url: str, shown: int) -> str | None:
    if (named := _named_next(said, url)) is not None:
        return named or None
    fields = _fields(url)
    if not shown or _is_last(said):
        return None if shown or _is_last(said) else _after_none(fields, url)
    cursor, beside = _cursor(fields), _counted_on(fields, shown)
    if cursor and not (beside and _is_moment(cursor)):  # else it is where a search ends
        after = _after(cursor, said, answer)
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
            ends = _ends(current, said, shown, _size_in(fields), began(url))
            return None if ends else with_fields(url, **{name: like(value, current + 1)})
        if OFFSET.match(name):
            ends = _ends_at(current, said, shown, _size_in(fields) or shown)
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


def _ends_at(first: int, said: Mapping[str, Any], shown: int, size: int) -> bool:
    """Whether the items from the place ``first`` on are the last by the count of all."""
    total = _number(said, *_TOTALS)
    begins_at_one = size > 1 and first % size == 1
    return total is not None and first + shown >= total + begins_at_one


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


def _cursor(fields: Iterable[tuple[str, str]]) -> str | None:
    return next((name for name, _ in fields if CURSOR.match(name)), None)


def _is_moment(name: str) -> bool:
    return _MOMENT_NAME.search(name.lower().replace("_", "")) is not None


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


def _after(cursor: str, said: Mapping[str, Any], answer: Any) -> str | None:
    """Return what the next request names to go on after: as the answer says, or its last id."""
    key = cursor.lower().replace("_", "")
    for name in (f"next{key.removeprefix('next')}", "nextcursor", "endcursor", "next"):
        if name in said or name in _nothing(answer):
            return str(said.get(name) or "") or None
    if _is_moment(cursor):
        things = [thing for thing in _walk(answer) if any(map(_HEADING.search, thing))]
        moments = [moment for thing in things if (moment := _moment(thing)) is not None]
        return next(reversed(moments), None)
    own = (_LAST.sub("", key), "id")
    ids = [(thing, id_) for thing in _walk(answer) if (id_ := _id_of(thing, own)) is not None]
    # What belongs to an item, its author, has an id as well.
    titled = [id_ for thing, id_ in ids if any(map(_HEADING.search, thing))]
    return next(reversed(titled or [id_ for _, id_ in ids]), None)


def _moment(thing: Mapping[str, Any]) -> str | None:
    """Return when a record is from, as it says that."""
    said = (str(value) for name, value in thing.items() if _DATE_KEYS.search(name))
    return next((text for text in said if DATE.search(text) or _MOMENT.fullmatch(text)), None)


def _id_of(thing: Mapping[str, Any], names: Iterable[str]) -> str | None:
    """Return the id of a record, under the first of these names that it has."""
    said = {name.lower().replace("_", ""): value for name, value in thing.items()}
    values = (said.get(name) for name in names)
    return next((str(value) for value in values if isinstance(value, str | int)), None)


def _nothing(answer: Any) -> set[str]:
    """Return the names of what an answer says to be nothing: ``nextCursor: null`` is its end."""
    things = _walk(answer)
    return {k.lower().replace("_", "") for thing in things for k, v in thing.items() if v is None}


def _counter(page: Mapping[str, Any], holder: str) -> str | None:
    """Return the field of an object that counts pages: ``{"pageNo": 1, "pageSize": 15}``."""
    numbers = [name for name in page if whole(page[name]) is not None]
    return next((n for n in numbers if PAGE.match(n) or PAGE.match(f"{holder}[{n}]")), None)


def _next_within(
    field: str, page: dict[str, Any], counter: str, said: Mapping[str, Any], shown: int, url: str
) -> str | None:
    number = whole(page[counter]) or 0
    size = next((whole(value) for name, value in page.items() if SIZE.match(name)), None)
    if _ends(number, said, shown, size):
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
    total = _number(said, *_TOTALS)
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
    current = int(found[1]) if found else _number(said, "page", "pageno", "current", "pagenum")
    is_file = re.search(r"\.\w{2,4}$", parts.path) is not None
    if current is None and not is_file and "?" in url:  # it was not asked for a page at all
        current = 1
    known = found is not None
    if current is None or _ends(current, said, shown, size, began(url), known=known):
        return None
    if not (found or is_file):
        return with_fields(url, page=current + 1)
    if found:
        path = parts.path[: found.start()] + str(current + 1) + parts.path[found.end() :]
    else:
        stem, dot, suffix = parts.path.rpartition(".")
        path = f"{stem}_{current + 1}{dot}{suffix}"
    return urlunsplit(parts._replace(path=path))


def _ends(
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
    pages = _pages_of_grid(said) or _number(said, *_PAGES)
    if pages is not None:
        return page >= pages - (from_zero or said.get("page") == page - 1)
    total = _number(said, *_TOTALS)
    if total == shown == said.get("count") and (size or 0) <= shown:
        total = None  # it may be that of this page
    size = size or _number(said, "pagesize", "size", "perpage", "limit", "rows")
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


def _is_last(said: Mapping[str, Any]) -> bool:
    for name in ("hasmore", "hasnext", "hasnextpage", "more", "next"):
        if said.get(name) is False:
            return True
    return any(said.get(name) is True for name in ("last", "islast", "islastpage", "end"))


def _scalars(answer: Mapping[str, Any], depth: int = 0) -> Iterator[tuple[str, Any]]:
    for value in answer.values():
        if isinstance(value, dict) and depth < 3:
            yield from _scalars(value, depth + 1)
    for name, value in answer.items():
        if isinstance(value, str | int | bool):
            yield name, value


def _walk(answer: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if depth > DEEPEST:
        return
    if isinstance(answer, dict):
        held = next((part for name in _HOLDERS if isinstance(part := answer.get(name), dict)), {})
        if held and not any(map(_HEADING.search, answer)):  # its own are those that it holds
            answer = {k: v for k, v in {**answer, **held}.items() if v is not held}
        yield answer
        answer = list(answer.values())
    elif isinstance(answer, list) and (row := named_by_value(answer)):
        yield row
    if isinstance(answer, list):
        for value in answer:
            yield from _walk(value, depth + 1)


def _rows(answer: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Yield rows without names by the places of their values: ``["12", "标题"]``."""
    if isinstance(answer, list) and answer and not isinstance(answer[0], dict | list):
        yield {str(place): value for place, value in enumerate(answer)}
    elif isinstance(answer, dict | list) and depth < DEEPEST:
        for value in answer.values() if isinstance(answer, dict) else answer:
            yield from _rows(value, depth + 1)


def _strings(answer: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, dict | list) and depth < DEEPEST:
        for value in answer.values() if isinstance(answer, dict) else answer:
            yield from _strings(value, depth + 1)


def _packed(answer: Any) -> Iterator[Any]:
    """Yield what texts of an answer hold in turn: JSON, escaped markup, either of them in base64.

    The services of ASP.NET answer ``{"d": "[{…}]"}``.
    """
    for text in _strings(answer):
        if len(text) < LEAST_PACKED:
            continue
        if _BASE64.fullmatch(text):
            text = decoded(text)
        elif "&lt;a " not in text and text.lstrip()[:1] not in ("[", "{"):
            continue
        text = unescape(text) if "&lt;a " in text else text
        if isinstance(held := loads(text), dict | list):
            yield held
        elif "<a " in text:
            yield text


def _number(said: Mapping[str, Any], *names: str) -> int | None:
    return next((n for name in names if (n := whole(said.get(name))) is not None), None)
