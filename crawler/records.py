"""Lists that arrive by request: the records of 大汉 JCMS and lists in JSON that a page names.

Such a request is written as one address: the fields of a form are in its query, as these servers
read either, and the fragment, which never leaves us, says how it is sent and which page named it:
``#post=http://a.example/wmcj/``. What it brings is relative to that page.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree

from crawler.anchors import DATE
from crawler.scope import resolve
from storage.visit import Link

MOST_INTERFACES = 6  # that one page may name
GROUP = 3  # pages of records that the script of 大汉 asks for at once

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script", re.I | re.S)
_RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.I | re.S)
_PROXY = re.compile(r"""["'(]([^"'()\s<>]*dataproxy\.jsp[^"'()\s<>]*)["')]""", re.I)
_FIELD = re.compile(
    r"""["']?\b(col|appid|webid|webId|path|columnid|columnId|sourceContentType|unitid|unitId|webname|"""
    r"""permissiontype|keyWordCount|b_vir|virinfos)["']?\s*[:=]\s*(?:'([^']*)'|"([^"]*)"|([\w./-]+))"""
)
_PER_PAGE = re.compile(r"""\bper_?page["']?\s*[:=]\s*["']?(\d+)""", re.I)
_TOTAL = re.compile(r"""\btotal_?record["']?\s*[:=>]\s*["']?(\d+)""", re.I)
_UNITS = etree.XPath("//*[@querydata]")
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")

_QUOTED = re.compile(r"""(["'`])((?:(?!\1)[^\s<>])*)\1""")
_ASKS = re.compile(
    r"(?:fetch|getJSON|axios|\.get|\.post|ajax|open|load\w*|request)\s*\(\s*(?:[\w'\"]+\s*,\s*)?$|"
    r"(?:url|api|src|endpoint|interface|source|dataurl)\w*['\"]?\s*[:=]\s*$",
    re.I,
)
_INTERFACE = re.compile(
    r"\.json\b|/api/|/rest/|\bapi\b|[?&]\w*(?:page|callback)\w*=|\.(?:do|action)\b|/list\b", re.I
)
_NO_LIST = re.compile(
    r"manifest|config|package|i18n|lang|locale|weather|stat(?:s|istics)?\b|count|visit|hits?\b|login|"
    r"user|captcha|comment|search|suggest|\.(?:js|css|s?html?|png|jpe?g|gif|svg|ico)(?:$|\?)",
    re.I,
)
# "/list_" + n + ".json" and "/list?page=" + n are templates as much as `/list_${n}.json` is.
_MIDDLE = re.compile(
    r"""(["'])((?:(?!\1)[^\n])*)\1\s*\+\s*([\w.]+)\s*\+\s*(["'])((?:(?!\4)[^\n])*)\4"""
)
_TAIL = re.compile(r"""(["'])((?:(?!\1)[^\n])*=)\1\s*\+\s*([\w.]+)""")
_SLOT = re.compile(r"\$\{\s*([\w.]+)[^}]*\}|\{\{?\s*(\w+)\s*\}?\}")
_PAIR = re.compile(r"""["']?(\w+)["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|(\d+)|(\w+))\s*(?=[,}])""")
_OF_REQUEST = frozenset(
    "type method dataType contentType async cache url headers mode credentials timeout".split()
)
_PAGE = re.compile(
    r"^(?:cur(?:rent)?|now)?_?(?:page(?:no|num|number|index|_no|_num)?|pn|p|pno|pageid)$", re.I
)
_SIZE = re.compile(r"^(?:page_?size|size|per_?page|limit|rows|count|num)$", re.I)
_OFFSET = re.compile(r"^(?:offset|start|from|skip|begin)$", re.I)

_ADDRESS_KEYS = re.compile(r"url|link|href|path|address|puburl", re.I)
_TITLE_KEYS = re.compile(r"^(?:\w*title|name|subject|headline|topic|mc|bt)$", re.I)
_DATE_KEYS = re.compile(r"date|time|day|publish|rq|sj", re.I)
_TAG = re.compile(r"<[^>]{1,200}>")
_JSONP = re.compile(r"^[\w.$]{1,60}\s*\(\s*([\[{].*[\]}])\s*\)\s*;?\s*$", re.S)


@dataclass(frozen=True, slots=True)
class Interface:
    """Where to ask for the items of a list; ``is_start`` where its newest are not on the page."""

    url: str
    is_start: bool


def interfaces(text: str, root: Any, url: str) -> list[Interface]:
    """Return the record interfaces that a page names, each by its first request.

    What a page of 大汉 holds already, as records or as links beside its pager, is not asked for.
    """
    found = [*_proxies(text, url), *_units(root, url)] or [*_json_interfaces(text, url)]
    return list(dict.fromkeys(found))[:MOST_INTERFACES]


def records_in(text: str) -> list[str]:
    """Return the pieces of HTML that a page or an answer holds as records."""
    return [unescape(r) if "<" not in r else r for r in _RECORD.findall(text)]


def next_records(text: str, url: str, shown: int) -> str | None:
    """Return the address of the next group of records after an answer of ``shown`` of them."""
    fields = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    try:
        first, last = int(fields["startrecord"]), int(fields["endrecord"])
    except (KeyError, ValueError):
        return None
    total = _TOTAL.search(text)
    asked = last - first + 1
    if shown == 0 or (last >= int(total[1]) if total else shown < asked):
        return None
    return _with(url, startrecord=last + 1, endrecord=last + asked)


def _proxies(text: str, url: str) -> Iterator[Interface]:
    for _, script in _SCRIPT.findall(text):
        for part in re.split(r"(?=\.jpage\s*\()", script):
            if proxy := _PROXY.search(part):
                yield from _proxy(proxy[1], part, text, url)


def _proxy(address: str, script: str, text: str, url: str) -> Iterator[Interface]:
    path, _, query = unescape(address).partition("?")
    fields = dict(parse_qsl(query, keep_blank_values=True))
    fields |= {name: a or b or c for name, a, b, c in _FIELD.findall(script.replace(address, ""))}
    for counter in ("startrecord", "endrecord", "perpage", "page"):
        fields.pop(counter, None)
    held = len(_RECORD.findall(text))
    size = int(found[1]) if (found := _PER_PAGE.search(script)) else held or 15
    total = int(found[1]) if (found := _TOTAL.search(script)) else None
    if not fields or (total is not None and held >= total):
        return
    group = {"startrecord": held + 1, "endrecord": held + GROUP * size, "perpage": size}
    target = resolve(path, url)
    if target:
        yield Interface(f"{target}?{urlencode(group | fields)}#post={url}", is_start=not held)


def _units(root: Any, url: str) -> Iterator[Interface]:
    """Newer 大汉: an element with address, fields, and how much there is."""
    for element in _UNITS(root):
        fields = _loads(element.get("querydata").replace("'", '"'))
        target = resolve(element.get("url"), url)
        if not isinstance(fields, dict) or target is None:
            continue
        count, pages = _whole(element.get("count")), _whole(element.get("pages"))
        size = _whole(element.get("pagesize")) or (-(-count // pages) if count and pages else 15)
        is_start = not _has_links_beside(element)
        if pages is not None and pages < 2 and not is_start:
            continue
        page = {"pageNo": 1 if is_start else 2, "pageSize": size}
        query = urlencode({**fields, "paramJson": json.dumps(page, separators=(",", ":"))})
        yield Interface(f"{target}?{query}#get={url}", is_start)


def _has_links_beside(element: Any) -> bool:
    """Whether the first items stand near a pager."""
    for holder in islice(element.iterancestors(), 3):
        if sum(1 for a in holder.iter("a") if len("".join(a.itertext()).strip()) >= 8) >= 2:
            return True
    return False


def _json_interfaces(text: str, url: str) -> Iterator[Interface]:
    for kind, script in _SCRIPT.findall(text):
        if "ld+json" in kind:
            continue
        script = _TAIL.sub(r"\1\2${\3}\1", _MIDDLE.sub(r"\1\2${\3}\5\1", script))
        for quoted in _QUOTED.finditer(script):
            before = script[max(0, quoted.start() - 60) : quoted.start()]
            asks = _ASKS.search(before) is not None
            if not (asks or ".json" in quoted[2]) or not _INTERFACE.search(quoted[2]):
                continue
            after = script[quoted.end() : quoted.end() + 400]
            if address := _filled(quoted[2], after, url):
                yield Interface(address, is_start=True)
    markup = _SCRIPT.sub("", text)
    for tag in re.findall(r"<(?!link\b)\w+\b[^>]*(?:\.json\b|/api/)[^>]*>", markup):
        for _, a, b in _ATTRIBUTE.findall(tag):
            value = unescape(a or b)
            if _INTERFACE.search(value) and (address := _filled(value, "", url)):
                yield Interface(address, is_start=True)


def _filled(address: str, after: str, url: str) -> str | None:
    """Return the address of the first page: places filled in, the fields beside it added."""
    if _NO_LIST.search(address):
        return None
    address = _SLOT.sub(lambda slot: _first(slot[1] or slot[2]), address)
    target = resolve(address, url)
    if target is None:
        return None
    options = re.match(r"\s*,[^{}]*\{(?:[^{}]*\{)?([^{}]*)\}", after)
    is_post = re.search(r"""(?:type|method)["']?\s*:\s*["']post""", after, re.I) is not None
    fields = _fields(options[1] + "}") if options else {}
    known = dict(parse_qsl(urlsplit(target).query))
    target = _with(target, **{k: v for k, v in fields.items() if k not in known})
    return f"{target}#{'post' if is_post else 'get'}={url}"


def _fields(text: str) -> dict[str, str]:
    found = {}
    for name, a, b, number, word in _PAIR.findall(text):
        if name in _OF_REQUEST:
            continue
        if word and word not in ("true", "false") and not (_PAGE.match(name) or _SIZE.match(name)):
            continue
        found[name] = a or b or number or (word if word in ("true", "false") else _first(name))
    return found


def _first(name: str) -> str:
    """Return the value of a counter at the start of a list."""
    name = name.rpartition(".")[2]
    return "20" if _SIZE.match(name) else "0" if _OFFSET.match(name) else "1"


def read_json(text: str, url: str) -> tuple[list[Link], list[str], str | None] | None:
    """Return the items, the pieces of HTML and the next address of a list in JSON.

    None where the text is no JSON.
    """
    text = text.lstrip("\ufeff").strip()
    wrapped = _JSONP.match(text)
    answer = _loads(wrapped[1] if wrapped else text)
    if not isinstance(answer, dict | list):
        return None
    items = list(_items(answer, page_of(url)))
    pieces = [value for value in _strings(answer) if "<a " in value and "href" in value]
    more = _next_json(answer, url, len(items) or sum(piece.count("<a ") for piece in pieces))
    return items, pieces, more


def _items(answer: Any, url: str) -> Iterator[Link]:
    """Yield what has both a title and an address; a list of such things is a list of articles."""
    for thing in _walk(answer):
        address = next(
            (
                found
                for name, value in thing.items()
                if isinstance(value, str)
                and _ADDRESS_KEYS.search(name)
                and not re.search(r"img|image|pic|thumb|cover|logo|icon|next|prev", name, re.I)
                and (found := resolve(value, url))
            ),
            None,
        )
        title = next(
            (
                _plain(value)
                for name, value in thing.items()
                if isinstance(value, str) and _TITLE_KEYS.match(name) and value.strip()
            ),
            None,
        )
        if address and title:
            yield Link(url=address, title=title, date=_date(thing))


def _date(thing: Mapping[str, Any]) -> str | None:
    for name, value in thing.items():
        if isinstance(value, str) and _DATE_KEYS.search(name) and (found := DATE.search(value)):
            return found[0]
    return None


def _next_json(answer: Any, url: str, shown: int) -> str | None:
    """Return where a list goes on by what it says of itself; without a word it ends when empty."""
    top = answer if isinstance(answer, dict) else {}
    said = {k.lower().replace("_", ""): v for k, v in _scalars(top)}
    for name in ("next", "nexturl", "nextpageurl", "nextpage", "nextlink"):
        value = said.get(name)
        if isinstance(value, str) and ("/" in value or "?" in value):
            more = resolve(value, url)
            return more and more + _fragment(url)
    if not shown or _is_last(said):
        return None
    fields = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    for name, value in fields:
        if name == "paramJson" and isinstance(page := _loads(value), dict):
            return _next_unit(page, said, url)
        if _PAGE.match(name) and value.isdecimal():
            size = next((int(v) for n, v in fields if _SIZE.match(n) and v.isdecimal()), None)
            ends = _ends(int(value), said, shown, size)
            return None if ends else _with(url, **{name: int(value) + 1})
        if _OFFSET.match(name) and value.isdecimal():
            total = _number(said, "total", "totalcount", "count", "totalrecord", "recordcount")
            reached = int(value) + shown
            return None if total is not None and reached >= total else _with(url, **{name: reached})
    return _next_numbered(said, url, shown)


def _next_unit(page: dict[str, Any], said: Mapping[str, Any], url: str) -> str | None:
    number, size = _whole(page.get("pageNo")), _whole(page.get("pageSize"))
    total = _number(said, "total", "count", "totalcount")
    if not number or not size or (total is not None and number * size >= total):
        return None
    return _with(url, paramJson=json.dumps(page | {"pageNo": number + 1}, separators=(",", ":")))


def _next_numbered(said: Mapping[str, Any], url: str, shown: int) -> str | None:
    """``list_1.json`` is followed by ``list_2.json``, as long as there is said to be more."""
    parts = urlsplit(url)
    found = re.search(r"(?<=[_/-])(\d{1,5})(?=(?:\.\w+)?$)", parts.path)
    current = int(found[1]) if found else _number(said, "page", "pageno", "current", "pagenum")
    if current is None or _ends(current, said, shown, None, known=found is not None):
        return None
    if found:
        path = parts.path[: found.start()] + str(current + 1) + parts.path[found.end() :]
    else:
        stem, dot, suffix = parts.path.rpartition(".")
        path = f"{stem}_{current + 1}{dot}{suffix}"
    return urlunsplit(parts._replace(path=path))


def _fragment(url: str) -> str:
    _, mark, fragment = url.partition("#")
    return mark + fragment


def _ends(
    page: int, said: Mapping[str, Any], shown: int, size: int | None, *, known: bool = True
) -> bool:
    """Whether page ``page`` is the last by the counts that an answer gives."""
    pages = _number(said, "totalpages", "totalpage", "pages", "pagecount", "lastpage", "maxpage")
    if pages is not None:
        first = 0 if page == 0 or said.get("page") == page - 1 else 1
        return page >= pages - 1 + first
    total = _number(
        said,
        "total",
        "totalcount",
        "totalelements",
        "totalrecord",
        "recordcount",
        "count",
        "records",
    )
    size = size or _number(said, "pagesize", "size", "perpage", "limit", "rows")
    if total is not None and total >= shown:
        if total == shown:
            return True
        return page * (size or shown) >= total
    return not known or (size is not None and shown < size)


def _is_last(said: Mapping[str, Any]) -> bool:
    for name in ("hasmore", "hasnext", "hasnextpage", "more"):
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
    if depth > 8:
        return
    if isinstance(answer, dict):
        yield answer
        answer = list(answer.values())
    if isinstance(answer, list):
        for value in answer:
            yield from _walk(value, depth + 1)


def _strings(answer: Any) -> Iterator[str]:
    if isinstance(answer, list):
        yield from (value for value in answer if isinstance(value, str))
    for thing in _walk(answer):
        for value in thing.values():
            if isinstance(value, str):
                yield value
            elif isinstance(value, list):
                yield from (piece for piece in value if isinstance(piece, str))


def _number(said: Mapping[str, Any], *names: str) -> int | None:
    return next((n for name in names if (n := _whole(said.get(name))) is not None), None)


def _whole(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.strip().isdecimal() else None


def _plain(text: str) -> str:
    return " ".join(unescape(_TAG.sub("", text)).split())


def _loads(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _with(url: str, **fields: Any) -> str:
    """Return an address with fields of its query set, in their places or at the end."""
    base, mark, fragment = url.partition("#")
    parts = urlsplit(base)
    pairs = [(n, str(fields.pop(n, v))) for n, v in parse_qsl(parts.query, keep_blank_values=True)]
    pairs += [(name, str(value)) for name, value in fields.items()]
    return urlunsplit(parts._replace(query=urlencode(pairs))) + mark + fragment


def form_of(url: str) -> tuple[str, list[tuple[str, str]]] | None:
    """Return address and form fields of a request by POST; None where it is an ordinary one."""
    address, _, fragment = url.partition("#")
    if not fragment.startswith("post="):
        return None
    return address, parse_qsl(urlsplit(address).query, keep_blank_values=True)


def is_interface(url: str) -> bool:
    """Whether an address is that of a record interface."""
    return "#" in url


def page_of(url: str) -> str:
    """Return the page that named an interface, to which its links are relative; else the address.

    >>> page_of("http://a.example/api/list?page=1#get=http://a.example/wmcj/")
    'http://a.example/wmcj/'
    """
    address, _, fragment = url.partition("#")
    return fragment.partition("=")[2] or address
