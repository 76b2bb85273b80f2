"""Lists of 大汉 JCMS: records by ``dataproxy.jsp``, and the units of its newer versions."""

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from lxml import etree

from crawler.interfaces import SCRIPT, Interface, loads, whole, with_fields
from crawler.scope import resolve

GROUP = 3  # pages of records that the script of 大汉 asks for at once
_RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.I | re.S)
_PROXY = re.compile(r"""["'(]([^"'()\s<>]*dataproxy\.jsp[^"'()\s<>]*)["')]""", re.I)
_FIELD = re.compile(
    r"""["']?\b(col|appid|webid|webId|path|columnid|columnId|sourceContentType|unitid|unitId|webname|"""
    r"""permissiontype|keyWordCount|b_vir|virinfos)["']?\s*[:=]\s*(?:'([^']*)'|"([^"]*)"|([\w./-]+))"""
)
_PER_PAGE = re.compile(r"""\bper_?page["']?\s*[:=]\s*["']?(\d+)""", re.I)
_TOTAL = re.compile(r"""\btotal_?record["']?\s*[:=>]\s*["']?(\d+)""", re.I)
_UNITS = etree.XPath("//*[@querydata]")


def proxies(text: str, url: str) -> Iterator[Interface]:
    """Yield the calls for records after those that a page holds already."""
    for _, script in SCRIPT.findall(text):
        for part in re.split(r"(?=\.jpage\s*\()", script):
            if proxy := _PROXY.search(part):
                yield from _proxy(proxy[1], part, text, url)


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


def _has_links_beside(element: Any) -> bool:
    """Whether the first items stand near a pager."""
    for holder in islice(element.iterancestors(), 3):
        if sum(1 for a in holder.iter("a") if len("".join(a.itertext()).strip()) >= 8) >= 2:
            return True
    return False
