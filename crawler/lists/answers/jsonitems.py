"""The items of lists in JSON: what has a title and an address, or an id that makes one."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from html import unescape
from typing import Any

from article.model import BEIJING
from article.patterns import regex
from crawler.lists.links.labels import DATE
from crawler.lists.scripts.itemlinks import filled
from crawler.scope import is_file, resolve
from crawler.shapes import PAGE_FILE
from storage.values.storable import clean
from storage.values.visit import Link

LONG = 300  # characters; no address of an article is longer
DEEPEST = 8  # things within things
_ADDRESS_KEYS = regex(r"url|link|href|path|address|puburl", re.I)
_SIGN = regex(r"[/.?]")  # of an address: "isLink": "0" is none
_NO_ADDRESS = regex(r"img|image|pic|thumb|cover|logo|icon|next|prev", re.I)
# Fields of what belongs to an item, unless they name a page.
_OF_PART = regex(r"avatar|file|video|audio|attach|qr", re.I)
_HOLDERS = ("_source", "attributes")  # of the fields of a record that has an id beside them
HEADING = regex(r"title|subject|headline|^bt$", re.I)
_TITLE_KEYS = regex(r"^(?:\w*title|name|subject|headline|topic|mc|bt)$", re.I)
# Fields of other names tell by what is in them.
_ADDRESS = regex(rf"(?:https?://|[\w./%-]*/)?[\w./%-]+\.{PAGE_FILE}(?:[?#]\S*)?", re.I)
_HEADLINE = regex(r"(?=(?:[^\u4e00-\u9fff]*[\u4e00-\u9fff]){6}).{6,80}")
_NO_TITLE = regex(
    r"source|from|author|editor|summary|desc|intro|content|text|channel|column|ly|lm", re.I
)
DATE_KEYS = regex(r"date|time|day|publish|rq|sj", re.I)
# Seconds or milliseconds since 1970, as ASP.NET writes them too.
MOMENT = regex(r"(\d{9,10})|(?:\\?/Date\()?(\d{12,13})(?:[+-]\d{4}\)\\?/|\)\\?/)?")
PLACE_IN_ROW = regex(r"\{\d\}")
_TAG = regex(r"<[^>]{1,200}>")


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


def made_items(things: Iterable[Mapping[str, Any]], template: str | None, url: str) -> list[Link]:
    """Return the items that have ids only: what has but a name beside those with titles is none."""
    found = [(thing, item) for thing in things if (item := made_item(thing, template, url))]
    titled = [item for thing, item in found if any(map(HEADING.search, thing))]
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
        if not DATE_KEYS.search(name) or not isinstance(value, str | int):
            continue
        if isinstance(value, str) and (found := DATE.search(value)):
            return found[0]
        if moment := MOMENT.fullmatch(str(value)):
            seconds = int(moment[1]) if moment[1] else int(moment[2]) // 1000
            return datetime.fromtimestamp(seconds, BEIJING).date().isoformat()
    return None


def _plain(text: str) -> str:
    return clean(" ".join(unescape(_TAG.sub("", text)).split())) or ""


def walk(answer: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of an answer, and rows without names by what is in them."""
    if depth > DEEPEST:
        return
    if isinstance(answer, dict):
        held = next((part for name in _HOLDERS if isinstance(part := answer.get(name), dict)), {})
        if held and not any(map(HEADING.search, answer)):  # its own are those that it holds
            answer = {k: v for k, v in {**answer, **held}.items() if v is not held}
        yield answer
        answer = list(answer.values())
    elif isinstance(answer, list) and (row := named_by_value(answer)):
        yield row
    if isinstance(answer, list):
        for value in answer:
            yield from walk(value, depth + 1)
