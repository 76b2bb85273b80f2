"""Rows of lists that a page's scripts hold: as markup that they write, as arrays of objects."""

import re
from collections.abc import Iterator

from crawler.interfaces import SCRIPT

LEAST_OBJECTS = 3  # alike, of a list; fewer are settings

_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(['\"/]))")
# A tag or a text that is put together while the script runs says nothing by itself.
_JOINED = r"['\"`]\s*\+|\+\s*['\"`]|\$\{|\{\{|<%"
_JOINED_LINK = re.compile(
    rf"<a\b(?=[^<>]{{0,300}}?(?:{_JOINED}))[^<>]{{0,500}}>|"
    rf"<a\b[^<>]{{0,500}}>(?=[^<]{{0,200}}?(?:{_JOINED}))",
    re.I,
)
_OBJECT = re.compile(r"\{[^{}]{10,3000}\}")
_PAIR = re.compile(
    r"""["']?(\w+)["']?\s*:\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\d+))\s*(?=[,}])"""
)


def written(text: str) -> Iterator[str]:
    """Yield the markup with links that scripts of a page write as it stands."""
    for _, script in SCRIPT.findall(text):
        if "href" in script and re.search(r"<a\s", script, re.I):
            yield _JOINED_LINK.sub("<i>", _unescaped(script))


def objects(text: str) -> Iterator[dict[str, str]]:
    """Yield the objects of the arrays that scripts of a page hold, by their fields."""
    for kind, script in SCRIPT.findall(text):
        if "ld+json" in kind or not re.search(r"title|name|subject|\.s?html?['\"]", script, re.I):
            continue
        found = [_fields(piece) for piece in _OBJECT.findall(script)]
        if len(found) >= LEAST_OBJECTS:
            yield from (fields for fields in found if len(fields) > 1)


def _fields(piece: str) -> dict[str, str]:
    return {name: _unescaped(a or b or number) for name, a, b, number in _PAIR.findall(piece)}


def _unescaped(text: str) -> str:
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)
    # Scripts write what is beyond U+FFFF in two halves; no other text may hold one.
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
