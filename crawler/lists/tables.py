"""Widgets that show the rows of an interface as a table, and ask for its pages by themselves."""

import re

TABLE = re.compile(
    r"(bootstrapTable|table\.render|datagrid)\s*\(\s*\{(?:(?!\}\s*\)|\burl\b)[\s\S]){0,300}"
    r"\burl[\"']?\s*:\s*$"
)
_IN_PAGES = re.compile(
    r"""(?:side-?pagination["']?\s*[:=]\s*["']server|\bpage["']?\s*:\s*(?:true|\{)|"""
    r"""\bpagination["']?\s*:\s*true)""",
    re.I,
)
_ROWS = re.compile(r"""\b(?:page-?size|limit)["']?\s*[:=]\s*["']?(\d{1,3})\b""", re.I)


def asked_by_table(widget: str, options: str) -> dict[str, str]:
    """Return how a widget for tables asks for its first page, if it asks for pages at all."""
    is_bootstrap = widget == "bootstrapTable"
    if not _IN_PAGES.search(options) or (is_bootstrap and "server" not in options):
        return {}
    size = found[1] if (found := _ROWS.search(options)) else "10"
    if is_bootstrap:
        return {"offset": "0", "limit": size}
    return {"page": "1", "rows" if widget == "datagrid" else "limit": size}
