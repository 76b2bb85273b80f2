"""What a page says of itself outside its text: metas, JSON-LD, comments of newspaper systems."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from article.markup.page import Page, squeeze
from article.model import BEIJING
from article.patterns import regex

_ENP = regex(r"<!--\s*enpproperty(.{0,6000}?)/?enpproperty\s*-->", re.S)
_ENP_FIELD = regex(r"<(\w{1,30})>([^<]{0,500})</")
_ASSIGNED = (
    r"""\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?"""
    r"""(?:(?P<text>(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[ T]\d{1,2}:\d\d(?::\d\d)?)?)"""
    r"""|(?P<seconds>1\d{9})(?:\d{3})?\b)"""
)
# pubDate, publish_time and the like; WeChat's ct. Each begins with letters, which are found fast.
_SCRIPT_DATES = (
    regex(r"ub(?:lish(?:ed)?)?_?(?:[tT]ime|[dD]ate)(?:_?[tT]ime)?" + _ASSIGNED),
    regex("var ct" + _ASSIGNED),
)
_MAX_JSON = 100_000
_OBJECT_FIELD = regex(
    r"""(?<![\w$])["']?(?P<name>source|author)(?:_?[nN]ame)?["']?\s{0,3}:\s{0,3}"""
    r"""(?P<quote>["'])(?P<text>[^"'<>\\]{2,40})(?P=quote)"""
)
NEAR = 2000  # characters between the title of an object and its other fields

PUBLISHED = tuple(
    "pubdate publishdate publish_date publishtime article:published_time og:published_time "
    "og:release_date weibo:article:create_at bytedance:published_time datepublished dc.date "
    "dc.date.issued apub:time firstpublishedtime".split()
)


@dataclass(frozen=True, slots=True)
class Said:
    """Metas, JSON-LD and Founder fields of a page, each by lower-case name.

    ``account`` is the name of a WeChat account.
    """

    metas: dict[str, str]
    json_ld: dict[str, str]
    enp: dict[str, str]
    account: str | None = None


def read_said(page: Page) -> Said:
    """Read everything that a page states about itself."""
    return Said(
        read_metas(page),
        read_json_ld(page),
        read_enp(page.source),
        account=_account(page),
    )


def read_metas(page: Page) -> dict[str, str]:
    """Return the metas by lower-case name, wherever they stand; of doubled ones the last.

    Elements of times that say which they are count as metas; the first is the article's own.
    The present system of www.wenming.cn writes each key twice, inside elements that end the head,
    and the last is right. The first time without a name is that of ``time``.
    """
    metas: dict[str, str] = {}
    for element in page.root.iter("meta", "time"):
        name = element.get("name") or element.get("property") or element.get("itemprop")
        name = name or (element.tag if element.tag == "time" else None)
        value = name and squeeze(element.get("content") or element.get("datetime") or "")
        if name and value and not (element.tag == "time" and name.lower() in metas):
            metas[name.strip().lower()] = value
    return metas


def read_enp(source: str) -> dict[str, str]:
    """Return the fields of a Founder newspaper system's comment ``<!--enpproperty … -->``."""
    if "enpproperty" not in source:
        return {}
    found = _ENP.search(source)
    fields = _ENP_FIELD.findall(found[1]) if found else []
    return {name.lower(): value for name, text in fields if (value := squeeze(text))}


def read_json_ld(page: Page) -> dict[str, str]:
    """Return headline, datePublished, author and publisher of JSON-LD, by lower-case name."""
    found: dict[str, str] = {}
    for element in page.root.iter("script"):
        if "ld+json" in (element.get("type") or "") and element.text:
            for item in _items(_parsed(element.text[:_MAX_JSON])):
                for name in ("headline", "datePublished", "author", "publisher"):
                    if value := _text(item.get(name)):
                        found.setdefault(name.lower(), value)
    return found


def _account(page: Page) -> str | None:
    if "weixin" not in page.url:
        return None
    element = page.root.find(".//*[@id='js_name']")
    return squeeze("".join(element.itertext())) or None if element is not None else None


def read_script_date(source: str) -> str | None:
    """Return the publish date that a script's variable holds, seconds since 1970 as a date."""
    found = next(filter(None, (pattern.search(source) for pattern in _SCRIPT_DATES)), None)
    if not found:
        return None
    if found["seconds"]:
        return datetime.fromtimestamp(int(found["seconds"]), BEIJING).isoformat()
    return found["text"]


def read_object_of(source: str, title: str) -> dict[str, str]:
    """Return source and author from the object of a script that has this title, where there is one.

    >>> read_object_of("var a={title:'春风送暖进社区',source:'青岚日报'}", "春风送暖进社区")
    {'source': '青岚日报'}
    """
    at = source.find(title) if title else -1
    while at > 0 and not (
        source[at - 1] in "\"'" and source.startswith(source[at - 1], at + len(title))
    ):
        at = source.find(title, at + 1)
    if at <= 0:
        return {}
    start, end = source.rfind("{", max(0, at - NEAR), at), source.find("}", at, at + NEAR)
    found = _OBJECT_FIELD.finditer(source, start, end) if 0 <= start < end else ()
    return {field["name"].lower(): squeeze(field["text"]) for field in found}


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _items(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON-LD document, those of @graph too."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (
                (part for part in graph if isinstance(part, dict))
                if isinstance(graph, list)
                else ()
            )


def _text(value: Any) -> str | None:
    """Return a text, the name of an object, or those of a list: an article has several authors."""
    if isinstance(value, list):
        texts = (_text(item) for item in value if not isinstance(item, list))
        return " ".join(text for text in texts if text) or None
    if isinstance(value, dict):
        value = value.get("name")
    return squeeze(value) if isinstance(value, str) and value.strip() else None
