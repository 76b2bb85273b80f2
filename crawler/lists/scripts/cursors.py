"""Where a list goes on after its last item: what a script asks for with the id of that."""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import parse_qsl, urlsplit

from article.patterns import regex
from crawler.lists.interfaces import with_fields
from crawler.lists.markup import dashed, markup_of, scripts_in

MOST_ASKED = 3  # requests of one script that are looked at

CURSOR = regex(
    r"""
        ^(?:
            \w*cursor | after | (?:next|page|scroll)_?(?:page_?)?token | scroll_?id
            | (?:last|max|min|since|before|start|begin|prev)_?(?:msg_?)?id
            | (?:last|max|min|since|before)_?(?:\w{1,20}_|pub(?:lish)?)?(?:time|date|timestamp)
            | last_?(?:file|news|article|info|doc|item|post|row|record)_?(?:id|no)
        )$
    """,
    re.X | re.I,
)
_READS = r"(?:data|attr|getAttribute)\(\s*[\"'](?:data-)?([\w-]+)[\"']\s*\)|\.dataset\.(\w+)"
# "/more?c=3&last_id=" + $(this).data("last")
_ASKED = regex(
    rf"""["'`]([^"'`\s<>]{{0,300}}[?&](\w+)=)(?:["'`]\s*\+\s*|\$\{{)"""
    rf"""(?:[\w.$()'"#:> -]{{1,60}}?(?:{_READS})|(\w+))"""
)
_KEPT = regex(r"""\bdata-([\w-]+)\s*=\s*["']?(\d{1,19})\b""", re.I)
_LAST = regex(r"(?:last|next)?-?(?:id|last|cursor)$", re.I)


def next_after(text: str) -> Iterator[str]:
    """Yield the request for what comes after the last item of a page, as its script makes it.

    >>> next(next_after('<li data-id="7"><script>load("/more?last_id=" + e.data("id"))</script>'))
    '/more?last_id=7'
    """
    markup = markup_of(text)
    for _, script in scripts_in(text):
        found = _ASKED.finditer(script) if "data" in script else ()
        after = (asked.groups() for asked in found if CURSOR.match(asked[2]))
        for address, _, *read in islice(after, MOST_ASKED):
            named = read[0] or read[1] or _read_by(read[2], script)
            if named and "?" in address and (last := _last_kept(named, markup)):
                yield address + last


def next_of_piece(text: str, url: str) -> str | None:
    """Return the request for the piece of a list that comes after one, by its last id."""
    field = next((n for n, _ in parse_qsl(urlsplit(url).query) if CURSOR.match(n)), None)
    if field is None:
        return None
    kept = [value for name, value in _KEPT.findall(text) if _LAST.match(name)]
    return with_fields(url, **{field: kept[-1]}) if kept else None


def _read_by(variable: str, script: str) -> str | None:
    read = re.search(rf"\b{variable}\s*=\s*[^;\n]{{0,60}}?(?:{_READS})", script)
    return (read[1] or read[2]) if read else None


def _last_kept(name: str, markup: str) -> str | None:
    wanted = dashed(name)
    return next((v for n, v in reversed(_KEPT.findall(markup)) if n.lower() == wanted), None)
