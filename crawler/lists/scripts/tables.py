"""Widgets that show the rows of an interface as a table, and ask for its pages by themselves."""

import re

from article.patterns import regex

TABLE = regex(
    r"""
        (bootstrapTable|table\.render|datagrid|[dD]ataTable|pagination)
        \s*\(\s*\{(?:(?!\}\s*\)|\b(?:url|dataSource)\b)[\s\S]){0,300}
        \b(?:url|dataSource|ajax|sAjaxSource)[\"']?\s*:\s*$
    """,
    re.X,
)
_IN_PAGES = regex(
    r"""(?:side-?pagination["']?\s*[:=]\s*["']server|\bpage["']?\s*:\s*(?:true|\{)|"""
    r"""\bpagination["']?\s*[:=]\s*["']?true|\bb?serverSide["']?\s*:\s*(?:true|!0))""",
    re.I,
)
_ROWS = regex(
    r"""
        \b(?:page-?size|limit|(?:page|iDisplay)Length)["']?\s*[:=]\s*["']?(\d{1,3})\b
    """,
    re.X | re.I,
)
# "queryParams: function (p) { return {pageNum: p.offset / p.limit + 1} }"
_ITS_OWN = regex(
    r"""
        \bqueryParams["']?\s*:\s*(?:function\s*\w*\s*\([^()]{0,40}\)|\(?\w+\)?\s*=>)[^{}]{0,40}
        \{?[^{}]{0,80}(\{[^{}]{1,400}\})
    """,
    re.X,
)
# "where: {cid: 3}": what is sent with each page
_BESIDE = regex(r"""\b(?:where|queryParams)["']?\s*:\s*(\{[^{}]{1,400}\})""")
# "queryParamsType: ''": it does not count rows then
_BY_NUMBER = regex(r"""\bquery-?params-?type["']?\s*[:=]\s*["'](?!limit)""", re.I)
_NAME = regex(r"""\b(page|limit)Name["']?\s*:\s*["'](\w+)["']""")
_ALIAS = regex(r"""\b(pageNumber|pageSize)["']?\s*:\s*["'](\w+)["']""")
_GETS = regex(r"""\bmethod["']?\s*[:=]\s*["']get""", re.I)


def is_posted(widget: str, options: str) -> bool:
    """Whether a widget for tables posts what it asks for, as EasyUI does unless it is told."""
    return widget == "datagrid" and _GETS.search(options) is None


def asked_by_table(widget: str, options: str) -> dict[str, str]:
    """Return how a widget for tables asks for its first page, if it asks for pages at all."""
    size = found[1] if (found := _ROWS.search(options)) else "10"
    if widget == "pagination":  # of paginationjs, which always does
        named = dict(_ALIAS.findall(options))
        number, per_page = named.get("pageNumber", "pageNumber"), named.get("pageSize", "pageSize")
        return {number: "1", per_page: size} if "dataSource" in options else {}
    is_bootstrap = widget == "bootstrapTable"
    if not _IN_PAGES.search(options) or (is_bootstrap and "server" not in options):
        return {}
    if widget.endswith("ataTable") and "sAjaxSource" in options:
        return {"sEcho": "1", "iDisplayStart": "0", "iDisplayLength": size}
    if widget.endswith("ataTable"):
        return {"draw": "1", "start": "0", "length": size}
    if is_bootstrap and _BY_NUMBER.search(options):
        return {"pageNumber": "1", "pageSize": size}
    if is_bootstrap:
        return {"offset": "0", "limit": size}
    named = dict(_NAME.findall(options))
    per_page = "rows" if widget == "datagrid" else named.get("limit", "limit")
    return {named.get("page", "page"): "1", per_page: size}


def made_by_table(options: str) -> str | None:
    """Return the object of fields that a table sends besides, or its own function returns."""
    own = _ITS_OWN.search(options) if "queryParams" in options else None
    said = own or _BESIDE.search(options)
    return said[1] if said else None
