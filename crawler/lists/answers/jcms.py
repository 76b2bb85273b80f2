"""Lists of 大汉 JCMS: records by ``dataproxy.jsp``, and the units of its newer versions."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice, pairwise
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from lxml import etree

from article.patterns import regex
from crawler.lists.interfaces import Interface, with_fields
from crawler.lists.jsonvalues import loads, whole
from crawler.lists.markup import scripts_in
from crawler.scope import resolve

GROUP = 3  # pages of records that the script of 大汉 asks for at once
_RECORD = regex(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.I | re.S)
_PROXY = regex(r"""["'(]([^"'()\s<>]*dataproxy\.jsp[^"'()\s<>]*)["')]""", re.I)
_FIELD = regex(
    r"""
        ["']?\b(
            col | appid | webid | webId | path | columnid | columnId | sourceContentType
            | unitid | unitId | webname | permissiontype | keyWordCount | b_vir | virinfos
        )["']?\s*[:=]\s*(?:'([^']*)'|"([^"]*)"|([\w./-]+))
    """,
    re.X,
)
_TURNED = regex(r"""(?=\(\s*["']#(\w+)["']\s*\)\s*\.jpage\s*\()""")
_PER_PAGE = regex(r"""\bper_?page["']?\s*[:=]\s*["']?(\d+)""", re.I)
_TOTAL = regex(r"""\btotal_?record["']?\s*[:=>]\s*["']?(\d+)""", re.I)
_UNITS = etree.XPath("//@querydata/..")


def proxies(text: str, url: str) -> Iterator[Interface]:
    """Yield the calls for records after those that a page holds already.

    The records and the script that turns them name one call in two ways.
    """
    calls: dict[tuple[str | None, ...], _Call] = {}
    for script in (held for _, held in scripts_in(text) if "dataproxy" in held.lower()):
        for part in _parted(script):
            if (
                "dataproxy" in part.lower()
                and (proxy := _PROXY.search(part))
                and (call := _call(proxy[1], part, url))
            ):
                unit = call.field("unitid") or call.unit
                key = (call.target, unit or call.field("columnid"))
                calls[key] = calls[key].joined(call) if key in calls else call
    held = len(_RECORD.findall(text)) if calls else 0
    is_of_units = sum(call.held > 0 for call in calls.values()) > 1
    for call in calls.values():
        yield from call.after(call.held if is_of_units else held, url)


def units(root: Any, url: str) -> Iterator[Interface]:
    """Yield the requests of newer versions: an element has address, fields, and how much there is.

    Where links stand beside the element, they are the first page.
    """
    for element in _UNITS(root):
        fields = loads(element.get("querydata").replace("'", '"'))
        target = resolve(element.get("url"), url)
        if not isinstance(fields, dict) or target is None:
            continue
        count, pages = whole(element.get("count")), whole(element.get("pages"))
        size = whole(element.get("pagesize")) or (-(-count // pages) if count and pages else 15)
        is_start = not _has_links_beside(element)
        if pages is not None and pages < 2 and not is_start:
            continue
        page = {"pageNo": 1 if is_start else 2, "pageSize": size}
        query = urlencode({**fields, "paramJson": json.dumps(page, separators=(",", ":"))})
        yield Interface(f"{target}?{query}#get={url}", is_start)


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
    return with_fields(url, startrecord=last + 1, endrecord=last + asked)


@dataclass(frozen=True, slots=True)
class _Call:
    """A call for records, as far as a script names it: how many at a time, and of how many."""

    target: str
    fields: dict[str, str]
    size: int | None
    total: int | None
    held: int  # records beside it
    unit: str | None  # the element that its records are shown in, which is called as they are

    def field(self, name: str) -> str | None:
        return next((value for key, value in self.fields.items() if key.lower() == name), None)

    def joined(self, other: "_Call") -> "_Call":
        fields = other.fields | self.fields
        size, total = self.size or other.size, self.total or other.total
        return _Call(self.target, fields, size, total, self.held + other.held, self.unit)

    def after(self, held: int, url: str) -> Iterator[Interface]:
        """Yield the call for what follows the records that a page holds, if there is more."""
        if not self.fields or (self.total is not None and held >= self.total):
            return
        size = self.size or held or 15
        group = {"startrecord": held + 1, "endrecord": held + GROUP * size, "perpage": size}
        query = urlencode(group | self.fields)
        yield Interface(f"{self.target}?{query}#post={url}", is_start=not held)


def _parted(script: str) -> list[str]:
    """Return a script in parts, each with one call that turns records: ``$("#88").jpage({…})``."""
    starts = [turned.start() for turned in _TURNED.finditer(script)]
    return [script[a:b] for a, b in pairwise([0, *starts, len(script)])]


def _call(address: str, script: str, url: str) -> _Call | None:
    path, _, query = unescape(address).partition("?")
    fields = dict(parse_qsl(query, keep_blank_values=True))
    fields |= {name: a or b or c for name, a, b, c in _FIELD.findall(script.replace(address, ""))}
    for counter in ("startrecord", "endrecord", "perpage", "page"):
        fields.pop(counter, None)
    size = int(found[1]) or None if (found := _PER_PAGE.search(script)) else None
    total = int(found[1]) if (found := _TOTAL.search(script)) else None
    target = resolve(path, url)
    turned = _TURNED.match(script)
    held, unit = len(_RECORD.findall(script)), turned[1] if turned else None
    return _Call(target, fields, size, total, held, unit) if target else None


def _has_links_beside(element: Any) -> bool:
    """Whether the first items stand near a pager."""
    for holder in islice(element.iterancestors(), 3):
        if sum(1 for a in holder.iter("a") if len("".join(a.itertext()).strip()) >= 8) >= 2:
            return True
    return False
