"""Lists that elements of a page name in their attributes, for its scripts."""

import re
from collections.abc import Iterator, Mapping
from html import unescape

from article.patterns import regex
from crawler.lists.interfaces import PAGE
from crawler.lists.markup import attributes_as_written
from crawler.lists.scripts.addresses import counted_out
from crawler.lists.scripts.filling import INTERFACE, SLOT, fields_in, filled
from crawler.lists.scripts.tables import asked_by_table, is_posted
from crawler.lists.scripts.variables import Variables

_OTHER_DATA = regex(
    r"toggle|target|src|url|api|href|img|icon|title|text|label|loading|delay|width|height|color",
    re.I,
)
_TAG = regex(r"<(?!link\b)\w[^<>]*>")
# An element that names an interface, or one and the page to ask it for.
_SAYS = (".json", "/api/", "data-page=", "data-next-page=", "data-side-pagination=")
_TABLES = {"easyui-datagrid": "datagrid", "lay-data=": "table.render"}
_NO_ADDRESS = regex(r"""["'<>\s]""")  # but a script, or what one keeps
_ADDRESS = regex(r"""\burl\s*[:=]\s*["']([^"'\s<>]+)["']""")
_MADE_BY = regex(r"""\bdata-query-params\s*=\s*["']?(\w+)""")
_POSTS = regex(r"""\bdata-method\s*=\s*["']?post""", re.I)


def named_by_elements(markup: str, url: str, known: Variables) -> Iterator[tuple[str, str, bool]]:
    """Yield what attributes name, how it is sent, and whether it is the start of a list."""
    yield from _named_by_tables(markup, url, known)
    is_any = any(word in markup for word in _SAYS)
    for tag in _TAG.findall(markup) if is_any else ():
        if not any(word in tag for word in _SAYS):
            continue
        attributes = attributes_as_written(tag)
        fields, sent = _fields_beside(attributes), "get"
        if not fields and "data-side-pagination" in tag:
            fields, sent = _asked_by_bootstrap(tag, known), _sent_by_bootstrap(tag)
        is_start = not any(PAGE.match(name) and value > "1" for name, value in fields.items())
        for name, said in attributes.items():
            value = said.strip()
            if SLOT.search(value):  # it has its page in a place of its own
                fields = {}
            if _NO_ADDRESS.search(value):
                continue
            if not (INTERFACE.search(value) or (name == "data-url" and fields)):
                continue
            if address := filled(value, fields, url, known):
                yield address, sent, is_start


def _asked_by_bootstrap(tag: str, known: Variables) -> dict[str, str]:
    """Return what a table asks for: what its function makes of its pages, or its own fields."""
    named = _MADE_BY.search(tag)
    made = known.returned_by(named[1]) if named else None
    fields = fields_in(counted_out(made), known) if made else {}
    is_counted = any(map(PAGE.match, fields))
    return fields if is_counted else fields | asked_by_table("bootstrapTable", tag)


def _sent_by_bootstrap(tag: str) -> str:
    if not _POSTS.search(tag):
        return "get"
    return "post" if "x-www-form" in tag else "json"


def _named_by_tables(markup: str, url: str, known: Variables) -> Iterator[tuple[str, str, bool]]:
    """Yield what tables ask for whose options are attributes, or one attribute of theirs."""
    for tag in _TAG.findall(markup) if any(word in markup for word in _TABLES) else ():
        widget = next((word for word in _TABLES if word in tag), "")
        if not widget or (said := _ADDRESS.search(options := unescape(tag))) is None:
            continue
        kind = _TABLES[widget]
        posts = is_posted(kind, options) or (widget == "lay-data=" and "post" in options.lower())
        fields = asked_by_table(kind, options)
        if fields and (address := filled(said[1], fields, url, known)):
            yield address, "post" if posts else "get", True


def _fields_beside(attributes: Mapping[str, str]) -> dict[str, str]:
    """Return what an element sends that names an interface: ``data-channel="3" data-page="1"``."""
    found = {
        name.removeprefix("data-").removeprefix("next-").replace("-", "_"): value
        for name, value in attributes.items()
        if name.startswith("data-") and not _OTHER_DATA.search(name)
    }
    sent = {name: value for name, value in found.items() if re.fullmatch(r"[\w.-]{1,40}", value)}
    return sent if any(map(PAGE.match, sent)) else {}
