"""Addresses of record interfaces: requests that a page's script would make for its list.

Such a request is written as one address: the fields of a form are in its query, as these servers
read either, and the fragment, which never leaves us, says how it is sent and which page named it:
``#post=http://a.example/wmcj/``, or ``#get=``, ``#json=``, ``#sized=``, ``#counted=``. Behind
the word may stand how many items the first answer had, and that it had the number 0:
``#get9from0=``. What it brings is relative to that page. After a bar may stand how the addresses of
its items are made, where they have ids only, ``|/detail?id={id}``, or what is put before them,
``|/wmw/{url}``.

The same way names what else a page's script would ask for: ``#part=`` a piece of the page,
``#script=`` a script that makes the list.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit, urlunsplit

from article.patterns import regex
from crawler.lists.jsonvalues import loads

_NUMBERED_FILE = regex(r"[_-](\d{1,3})\.\w{2,5}$")
PAGE = regex(
    r"""
        ^(?:\w+\.)?(?:cur(?:r(?:ent)?)?|now)?_?
        (?:
            page_?(?:no|num|number|index|now|cur(?:r(?:ent)?)?)? | pg(?:no|num)?
            | pn | p | pi | pno | pageid | pindex
        )$
        | ^(?:\w+\.)?(?:this|next|to|go(?:to)?)_?page_?(?:no|num|number|index)?$  # and no "top"
        | ^(?:cur(?:r(?:ent)?)?|next)$
        | ^\w*(?:pag(?:e|ing|ination|eable)|pager|query|params?|search|data)\w*\[  # of a form
          (?:(?:cur(?:r(?:ent)?)?_?)?page_?(?:no|num|number|index)?|no|num|number|index|current)\]$
    """,
    re.X | re.I,
)
SIZE = regex(
    r"^(?:\w+[.\[])?(?:page_?size|size|per_?page|limit|rows|count|cnt|(?<!\[)num)\]?$", re.I
)
LATEST_ROW = 100_000  # what is more is a day
SIZED = "sized"  # how a request is sent whose path ends in the number of a page and its size
COUNTED = "counted"  # likewise that for a piece of HTML with the number of a page: /more/2.html
AFTER = "__AFTER"  # a field that is never sent: it tells equal requests apart
_COUNTED_PATH = regex(rf"([^#?]*/)(\d{{1,4}})(?=(?:\.\w+)?(?:\?[^#]*)?#{COUNTED}=)(.*)", re.S)
# Some services want numbers as texts: their JSON has "1" where that of others has 1.
_NUMBER = regex(r"(\"?)(\d+)\1")
OFFSET = regex(
    r"""
        ^(?:
            (?:page|data)?_?offset | skip | row_?(?:no|number|index|start) | limit_?start
            | (?:start|from|begin)_?(?:row|record|num|number|index|pos|no|result)?
            | first_?(?:row|record|index|result) | i_?display_?start
        )$
    """,
    re.X | re.I,
)
_BEGAN = regex(r"(#(?:get|post|json))(?:(\d+)(from0)?)?(?==)")


@dataclass(frozen=True, slots=True)
class Interface:
    """Where to ask for the items of a list; ``is_start`` where its newest are not on the page.

    ``is_kept`` is one that the page keeps in a variable and does not ask for itself.
    """

    url: str
    is_start: bool
    is_kept: bool = False


def form_of(url: str) -> tuple[str, list[tuple[str, str | bytes]]] | None:
    """Return address and form fields of a request by POST; None where it is an ordinary one.

    What is not in UTF-8 comes as it is sent.
    """
    address, _, fragment = url.partition("#")
    if not fragment.startswith("post"):
        return None
    query = urlsplit(address).query
    fields = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    return address, [(name, _sent(value)) for name, value in fields if name != AFTER]


def _sent(value: str) -> str | bytes:
    raw = value.encode("utf-8", "surrogateescape")
    return value if raw == value.encode("utf-8", "replace") else raw


def wants_state(url: str) -> bool:
    """Whether a request has to bring back what a page of ASP.NET says of itself."""
    return "__EVENTTARGET=" in url and "#post=" in url


def json_of(url: str) -> tuple[str, dict[str, Any]] | None:
    """Return address and fields of a request that posts JSON; None where it is none."""
    address, _, fragment = url.partition("#")
    if not fragment.startswith("json"):
        return None
    pairs = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    fields = {name: value if (said := loads(value)) is None else said for name, value in pairs}
    return address.partition("?")[0], fields


def is_script(url: str) -> bool:
    """Whether an address is that of a script that makes a page's list."""
    return "#script=" in url


def is_piece(url: str) -> bool:
    """Whether an address is that of a piece which a page loads into itself."""
    return "#part=" in url


def template_of(url: str) -> str | None:
    """Return how the addresses of an interface's items are made, if they have ids only."""
    return url.partition("#")[2].partition("|")[2] or None


def is_of_page(url: str) -> bool:
    """Whether there is a script of each page of a list, by its name: ``list_yw_2.js``."""
    return is_script(url) and _NUMBERED_FILE.search(url.partition("#")[0]) is not None


def is_interface(url: str) -> bool:
    """Whether an address is that of a record interface."""
    return "#" in url


def page_of(url: str) -> str:
    """Return the page that named an interface, to which its links are relative; else the address.

    >>> page_of("http://a.example/api/list?page=1#get=http://a.example/wmcj/")
    'http://a.example/wmcj/'
    """
    address, _, fragment = url.partition("#")
    return fragment.partition("=")[2].partition("|")[0] or address


def place_of(url: str) -> str:
    """Return where a request is sent, without its fields.

    >>> place_of("http://a.example/api/list?page=1#get=http://a.example/wmcj/")
    'http://a.example/api/list'
    """
    return url.partition("#")[0].partition("?")[0]


def fragment_of(url: str) -> str:
    """Return the fragment of an address with its sign, to be carried on to the next request."""
    _, mark, fragment = url.partition("#")
    return mark + fragment


def began(url: str) -> tuple[int, int] | None:
    """Return how many items the first answer of a list had, and its number, if a request says so.

    >>> began("http://a.example/list?page=3#get9from0=http://a.example/")
    (9, 0)
    """
    found = _BEGAN.search(url)
    return (int(found[2]), 0 if found[3] else 1) if found and found[2] else None


def with_beginning(url: str, shown: int, *, from_zero: bool) -> str:
    """Return a request that says how many items the first answer of its list had."""
    return _BEGAN.sub(rf"\g<1>{shown}{'from0' if from_zero else ''}", url, count=1)


def with_fields(url: str, /, **fields: Any) -> str:
    """Return an address with fields of its query set, in their places or at the end."""
    base, mark, fragment = url.partition("#")
    parts = urlsplit(base)
    pairs = []
    for pair in filter(None, parts.query.split("&")):  # what is not set may be in any encoding
        name = unquote_plus(pair.partition("=")[0])
        pairs.append(urlencode({name: fields.pop(name)}) if name in fields else pair)
    pairs += [urlencode({name: value}) for name, value in fields.items()]
    return urlunsplit(parts._replace(query="&".join(pairs))) + mark + fragment


def next_page(url: str) -> str | None:
    """Return a request for the page after the one that an address counts, None where it does not.

    >>> next_page("http://a.example/more?cat=2&page=1#get=http://a.example/")
    'http://a.example/more?cat=2&page=2#get=http://a.example/'
    """
    for name, value in parse_qsl(urlsplit(url).query):
        if PAGE.match(name) and (number := number_in(value)) is not None:
            return with_fields(url, **{name: like(value, number + 1)})
    found = _COUNTED_PATH.match(url)
    return f"{found[1]}{int(found[2]) + 1}{found[3]}" if found else None


def next_rows(url: str, shown: int) -> str | None:
    """Return a request for the items after those ``shown`` that one counts on from, if it does so.

    >>> next_rows("http://a.example/more?start=10&limit=5#get=http://a.example/", 4)
    'http://a.example/more?start=15&limit=5#get=http://a.example/'
    """
    fields = parse_qsl(urlsplit(url).query)
    sizes = (number_in(value) for name, value in fields if SIZE.match(name))
    for name, value in fields:
        number = number_in(value) if OFFSET.match(name) else None
        if number is not None and number < LATEST_ROW:
            return with_fields(url, **{name: like(value, number + (next(sizes, None) or shown))})
    return None


def number_in(value: str) -> int | None:
    """Return the number that a field counts by, also where it is sent as a text."""
    found = _NUMBER.fullmatch(value)
    return int(found[2]) if found else None


def like(value: str, number: int) -> str:
    """Return another number for a field, sent as its value is."""
    return f'"{number}"' if value.startswith('"') else str(number)


def next_numbered(url: str) -> str | None:
    """Return the file after the one that an address numbers: ``list_12_1.html#part=…``."""
    base, mark, fragment = url.partition("#")
    found = _NUMBERED_FILE.search(base)
    if found is None:
        return None
    return f"{base[: found.start(1)]}{int(found[1]) + 1}{base[found.end(1) :]}{mark}{fragment}"
