"""What scripts send of a form of their page: ``$("#search").serialize()``."""

import re
from collections.abc import Callable
from html import unescape

from article.patterns import regex
from crawler.lists.interfaces import PAGE
from crawler.lists.markup import attributes_of

LONGEST = 20_000  # characters of a form

_SERIALIZED = regex(
    r"""
        \$\(\s*["'](?:form)?\#([\w-]+)["']\s*\)\.serialize(?:Array)?\(\s*\)
        (?=(?:\s*\+\s*["']&(\w+)=)?)
    """,
    re.X,
)
SENDS_FORM = regex(r"\.serialize|new FormData\(\s*[^)\s]|\.ajaxSubmit\(")
# "new FormData(document.getElementById('search'))", and "$('#search').ajaxSubmit({url: '/rows'})"
_FORM_DATA = regex(
    r"""
        new\ FormData\(\s*(?:
            document\.(?:getElementById\(\s*["']|querySelector\(\s*["']\#)([\w-]+)["']\s*\)
            | \$\(\s*["'](?:form)?\#([\w-]+)["']\s*\)\[0\] | document\.forms\.(\w+)
        )\s*\)
    """,
    re.X,
)
_SUBMITTED = regex(r"""(\$\(\s*["'](?:form)?\#[\w-]+["']\s*\))\.ajaxSubmit\(\s*\{""")
_FIELD = regex(r"<(input|select)\b([^<>]*)>", re.I)
_OPTION = regex(r"""<option\b[^<>]*\bvalue\s*=\s*["']?([^"'<>]*)["'][^<>]*>""", re.I)
# Who fills in such a form writes something to the site.
_WRITES = regex(r"<textarea\b|\btype\s*=\s*[\"']?(?:password|file)\b|captcha|yzm", re.I)
_NEVER_SENT = frozenset("submit button reset image checkbox radio".split())
_SAFE = regex(r"[\w.,:/ -]*")


def with_forms(script: str, form: Callable[[str], str | None]) -> str:
    """Return a script with the fields of forms that it sends, if they ask for a page of a list.

    >>> with_forms("$.post('/rows', $('#f').serialize())", {"f": "page=1&c=3"}.get)
    "$.post('/rows', 'page=1&c=3')"
    """

    def sent(found: re.Match[str]) -> str:
        query = form(found[1])
        names = [found[2] or "", *re.findall(r"(\w+)=", query or "")]
        return f"'{query}'" if query and any(map(PAGE.match, names)) else found[0]

    script = _FORM_DATA.sub(lambda f: f"$('#{f[1] or f[2] or f[3]}').serialize()", script)
    script = _SUBMITTED.sub(r"$.ajax({data: \1.serialize(), ", script)
    return _SERIALIZED.sub(sent, script)


def query_of_form(text: str, identity: str) -> str | None:
    """Return what a form of an id sends as it comes, None where that is no mere question."""
    begun = re.search(rf"""<form\b[^<>]*\bid\s*=\s*["']?{re.escape(identity)}["'\s>]""", text, re.I)
    if begun is None:
        return None
    end = text.find("</form", begun.end(), begun.end() + LONGEST)
    form = text[begun.end() : end] if end > 0 else ""
    if _WRITES.search(form):
        return None
    pairs = []
    for field in _FIELD.finditer(form):
        said = attributes_of(field[2])
        name, value = said.get("name", ""), said.get("value", "")
        if field[1].lower() == "select":
            chosen = _OPTION.search(form, field.end(), field.end() + 500)
            value = unescape(chosen[1]) if chosen else ""
        if not name or said.get("type", "").lower() in _NEVER_SENT:
            continue
        value = value or ("1" if PAGE.match(name) else "")
        if value and _SAFE.fullmatch(value) and re.fullmatch(r"\w+", name):
            pairs.append(f"{name}={value}")
    return "&".join(pairs) or None
