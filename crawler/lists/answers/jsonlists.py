"""Lists in JSON, in whatever writing: their items, and where they go on."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from html import unescape
from typing import Any

from article.patterns import regex
from crawler.lists.answers.channelids import Named, channels_in
from crawler.lists.answers.jsonitems import DEEPEST, PLACE_IN_ROW, made_items, read_item, walk
from crawler.lists.answers.jsonnext import next_of
from crawler.lists.interfaces import page_of, template_of
from crawler.lists.jsonvalues import loads
from crawler.lists.scripts.itemlinks import ADDRESS_SLOT
from crawler.lists.scripts.packed import decoded
from storage.values.visit import Link

LEAST_PACKED = 40  # characters
_BASE64 = regex(r"(?:[A-Za-z0-9+/]{4}\s*){10,}(?:[A-Za-z0-9+/]{2,3}={1,2})?\s*")
_LEADS = regex(r"<a\s[^<>]*?\bhref|<\w[^<>]*?\s(?:data-href|onclick)\s*=", re.I)
_JSONP = regex(
    r"""
        ^(?:[\w.$]{1,60}\s*\(|(?:(?:var|let|const)\s+)?[\w.$]{1,60}\s*=)\s*([\[{].*[\]}])\s*\)?
        \s*;?\s*$
    """,
    re.X | re.S,
)
# What scripts may leave out, or have besides, where they write records: {title: '标题',}
# A text that does not end is taken whole: it is looked for but once.
_LOOSE = regex(
    r"""
        ("(?:[^"\\]|\\.)*"?) | '((?:[^'\\]|\\.)*)'? | (?<![\w$])([A-Za-z_$][\w$]*)(?=\s*:)
        | ,(?=\s*[\]}])
    """,
    re.X | re.S,
)


def read_json(
    text: str, url: str
) -> tuple[list[Link], list[Link], list[str], str | None, tuple[Named, ...]] | None:
    """Return the items, the pieces of HTML and the next address of a list in JSON.

    Items without an address come apart, with the one that the page's script would make of their
    ids. Last stand the channels that an answer names which has no items. None where the text is no
    JSON.
    """
    text = text.lstrip("\ufeff").strip()
    wrapped = _JSONP.match(text)
    answer = said_in(wrapped[1] if wrapped else text)
    if not isinstance(answer, dict | list):
        return None
    if (packed := list(_packed(answer))) and not any("<a " in text for text in _strings(answer)):
        answer = {"packed": packed, **answer} if isinstance(answer, dict) else [*answer, *packed]
    template = template_of(url)
    things = list(walk(answer))
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
    channels = () if items or pieces else tuple(channels_in(answer))
    return items, made, pieces, next_of(answer, url, shown), channels


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


def _goes_with_items(thing: Mapping[str, Any], forms: Collection[frozenset[str]], url: str) -> bool:
    if read_item(thing, url) is not None:
        return False
    if frozenset(thing) in forms:
        return True
    held = (value for value in thing.values() if isinstance(value, list))
    parts = (part for value in held for part in value[:1] if isinstance(part, dict))
    return any(read_item(part, url) for part in parts)


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
