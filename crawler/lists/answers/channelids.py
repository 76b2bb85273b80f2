"""Channels that an answer names by their ids, and the requests for the list of each.

A page that a script makes asks for the tree of its channels first, ``[{"columnId": 12, "name":
"要闻"}, …]``, and for the list of the one that is chosen then: ``/list?columnId=12&page=1``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from article.patterns import regex
from crawler.lists.answers.jsonitems import DEEPEST
from crawler.lists.interfaces import OFFSET, PAGE, SIZE, place_of, with_fields

MOST_CHANNELS = 30  # of one site
LONGEST = 10  # characters of what a channel is called; titles are longer

Named = Mapping[str, str]  # the ids of a channel by their fields

_NAME_KEY = regex(r"name|title|label|text|mc$", re.I)
_NAME = regex(r"[\u4e00-\u9fff]{2,8}")
_ID_KEY = regex(r"id$|code$|key$|no$|alias$|slug$|value$|(?:bh|dm)$", re.I)
_NO_ID_KEY = regex(r"parent|^[pf]_?id$|site|time|date", re.I)
_ID = regex(r"[\w-]{1,40}", re.A)
_OF_CHANNEL = regex(r"col|cat|ch(?:annel|nl)|cid|class|node|menu|lanmu|lm|tree|type_?id", re.I)


def channels_in(answer: Any, depth: int = 0) -> Iterator[Named]:
    """Yield the channels that JSON names: what has a short name and an id, and no others below."""
    if depth > DEEPEST or not isinstance(answer, dict | list):
        return
    held = list(answer.values()) if isinstance(answer, dict) else answer
    found = [list(channels_in(value, depth + 1)) for value in held]
    if isinstance(answer, list):
        # Few of the items of a list have titles as short as names.
        yield from chain(*found) if 2 * sum(map(bool, found)) > len(found) else ()
    elif any(found):
        yield from chain(*found)
    elif _is_named(answer):
        yield from filter(None, [dict(_ids(answer))])


def _is_named(thing: Mapping[str, Any]) -> bool:
    """Whether a thing has a short name, and no title as articles do beside that of its channel."""
    names = [v for k, v in thing.items() if isinstance(v, str) and _NAME_KEY.search(k)]
    return any(map(_NAME.fullmatch, names)) and max(map(len, names)) <= LONGEST


def _ids(thing: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in thing.items():
        is_id = _ID_KEY.search(name) and not _NO_ID_KEY.search(name)
        if is_id and isinstance(value, str | int) and _ID.fullmatch(str(value)):
            yield name, str(value)


def lists_of(channels: Iterable[Named], request: str, asked: str = "") -> list[str]:
    """Return the requests for the lists of channels, as a script makes that for one of them.

    A field of the request holds the id of one of them, or waits for one under its very name. What
    was ``asked`` for where they are named is no list of theirs: such an answer has items.

    >>> lists_of([{"id": "3"}, {"id": "4"}], "http://a.example/list?cid=3#get=http://a.example/")
    ['http://a.example/list?cid=3#get=http://a.example/', 'http://a.example/list?cid=4#get=http://a.example/']
    """
    if place_of(request) == place_of(asked) and _fields(request) <= _fields(asked):
        return []
    channels = list(channels)[:MOST_CHANNELS]
    for field, said in parse_qsl(urlsplit(request).query, keep_blank_values=True):
        if PAGE.match(field) or SIZE.match(field) or OFFSET.match(field):
            continue
        value = said.strip('"')
        for name in {name: None for ids in channels for name in ids}:
            each = list(dict.fromkeys(ids[name] for ids in channels if name in ids))
            is_named = field.lower() == name.lower() or _OF_CHANNEL.search(field)
            if len(each) > 1 and is_named and (value in each or not value):
                sign = '"' if said.startswith('"') else ""
                return [with_fields(request, **{field: f"{sign}{one}{sign}"}) for one in each]
    return []


def _fields(request: str) -> set[str]:
    return {name for name, _ in parse_qsl(urlsplit(request).query, keep_blank_values=True)}
