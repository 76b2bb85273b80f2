"""Rows of lists that a page's scripts hold: as markup that they write, as arrays of objects."""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import chain, pairwise
from typing import Any

from article.patterns import regex
from crawler.lists.jsonvalues import loads
from crawler.lists.markup import markup_of, scripts_in
from crawler.lists.scripts.packed import unpacked
from crawler.shapes import PAGE_FILE

LEAST_OBJECTS = 3  # alike, of a list; fewer are settings, unless they have a day

_FLAT = "__NUXT_DATA__"
DEEPEST = 4  # things within things
_ESCAPED = regex(r"\\(?:u([0-9a-fA-F]{4})|(['\"/]))")
# A tag or a text that is put together while the script runs says nothing by itself.
_JOINED = r"['\"`]\s*(?:\+|\.concat\()|\+\s*['\"`]|\$\{|\{\{|\{\w{1,30}\}|<%"
_JOINED_LINK = regex(
    rf"<a\b(?=[^<>]{{0,300}}?(?:{_JOINED}))(?:[^<>]|<%[^<>%]{{0,100}}%>){{0,500}}>|"
    rf"<a\b[^<>]{{0,500}}>(?=[^<]{{0,200}}?(?:{_JOINED}))",
    re.I,
)
_TEXTAREA = regex(r"<(/?)(?:textarea|xmp)\b[^<>]{0,500}>", re.I)
_VALUE = r"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|-?\d+|null)"""
_ROW = regex(rf"[\[(]\s*({_VALUE}(?:\s*,\s*{_VALUE}){{1,15}})\s*[\])]")
_QUOTED = regex(r"""(["'])((?:(?!\1)[^\\]|\\.)*)\1""")
_ONE = regex(r"""\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|(-?\d+|null)""")
_OBJECT = regex(r"\{[^{}]{10,3000}\}")
# "channel: {id: 3}", "tags: ['a']"
_HELD = regex(
    r"""((?<=[{,])\s*["']?\w+["']?)\s*:\s*(?:\{[^{}]{0,3000}\}|\[[^\[\]{}]{0,1000}\])(?=\s*[,}])"""
)
_PARSED = regex(r"""JSON\.parse\(\s*("(?:[^"\\\n]|\\.)*")\s*\)""")
_FILE = regex(rf"\.{PAGE_FILE}\b[^\"'\n]{{0,100}}['\"]\s*[,\])]")
_FOLDER = regex(r"/[\w-]+/['\"]\s*[\])]")  # of a channel, at the end of a row
_PAIR = regex(
    r"""["']?(\w+)["']?\s*:\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\d+))\s*(?=[,}])"""
)

_TEXT = r"""(?:"[^"\n<>]*"|'[^'\n<>]*')"""
_ARRAY = regex(rf"=\s*(?:new Array\(|\[)\s*({_TEXT}(?:\s*,\s*{_TEXT})+)\s*[\])]")
_SLIDES = regex(
    rf"\.{PAGE_FILE}['\"]\s*,\s*['\"]|"
    rf"\.{PAGE_FILE}\||(?:link|url)\w{{0,5}}\d{{1,2}}\s*=|\w\[(?:\d{{1,3}}|[a-z])\]\s*=\s*['\"]",
    re.I,
)
_SET_TO = regex(
    r"""
        \b(\w+(?:\[(?:\d{1,3}|[a-z])\])?)\s*=\s*(?:\w+\(\s*)?(?:"([^"\n<>]*)"|'([^'\n<>]*)')\s*\)?\s*
        (?:[;,\n]|$)
    """,
    re.X,
)
# "i++", "i = i + 1": what comes after is the next row.
_STEP = regex(r"\b([a-z])\s*(?:\+\+|\+=\s*1\b|=\s*\1\s*\+\s*1\b)|\+\+\s*[a-z]\b")
_NUMBER_AT_END = regex(r"[a-z](?:(\d{1,2})|\[(\d{1,3})\])$", re.I)
_PAGE = regex(rf"^(?:[/.]|https?:)[^\s|]*(?:\.{PAGE_FILE}(?:[?#][^\s|]*)?|\?\w+=\w+)$", re.I)
_DAY = regex(r"\W?(?:19|20)\d\d\W\d{1,2}\W\d{1,2}(?!\d)")
_CHINESE = regex(r"[\u4e00-\u9fff]{4}")


def written(text: str) -> Iterator[str]:
    """Yield the markup with links that scripts of a page write as it stands."""
    for _, script in scripts_in(text):
        if "href" in script and re.search(r"<a\s", script, re.I):
            yield _JOINED_LINK.sub("<i>", _unescaped(script))
        yield from (held for held in unpacked(script) if re.search(r"<a\s", held, re.I))
    marks = list(_TEXTAREA.finditer(text)) if "textarea" in text or "xmp" in text else []
    for start, end in pairwise(marks):
        held = text[start.end() : end.start()]
        if not start[1] and end[1] and re.search(r"(?:<|&lt;)a\s", held, re.I):
            yield unescape(held)


def objects(text: str) -> Iterator[dict[str, str]]:
    """Yield the objects of the arrays that scripts of a page hold, by their fields."""
    packed = ((kind, held) for kind, script in scripts_in(text) for held in unpacked(script))
    for kind, script in chain(scripts_in(text), packed):
        if "ld+json" in kind or _FLAT in kind or not _names_items(script.lower()):
            continue
        script = unescape(script) if "{&" in script else script
        script = _PARSED.sub(_as_written, script) if "JSON.parse" in script else script
        found = [_fields(piece) for piece in _objects(script)]
        if len(found) < LEAST_OBJECTS:
            found = [fields for fields in found if any(map(_DAY.match, fields.values()))]
        yield from (fields for fields in found if len(fields) > 1)
    if "{&quot;" in text or '{"' in text:
        markup = markup_of(text)
        if "{&quot;" in markup or '{"' in markup:
            found = [_fields(piece) for piece in _OBJECT.findall(unescape(markup))]
            yield from (fields for fields in found if len(fields) > 1)


def _names_items(script: str) -> bool:
    is_named = "title" in script or "name" in script or "subject" in script
    return is_named or re.search(r"\.s?html?['\"]", script) is not None


def _objects(script: str) -> list[str]:
    """Return the objects in a script, without those that are the value of a field in them."""
    found: list[str] = []
    for _ in range(DEEPEST):
        found += _OBJECT.findall(script)
        before, script = script, _HELD.sub(r"\1: 0", script)
        if script == before:
            break
    return found


def _as_written(parsed: re.Match[str]) -> str:
    """Return the records that a script holds as a text, and parses."""
    held = loads(parsed[1])
    return held if isinstance(held, str) else parsed[0]


def flat(text: str) -> Iterator[dict[str, str]]:
    """Yield the objects that Nuxt holds in one row of values: their fields say where in it."""
    for kind, script in scripts_in(text):
        said = loads(script) if _FLAT in kind else None
        values: list[Any] = said if isinstance(said, list) else []
        for thing in values:
            places = thing.items() if isinstance(thing, dict) else ()
            held = {k: values[n] for k, n in places if isinstance(n, int) and 0 <= n < len(values)}
            fields = {k: str(v) for k, v in held.items() if isinstance(v, str | int)}
            if len(fields) > 1:
                yield fields


def rows(text: str) -> Iterator[list[str]]:
    """Yield the rows of values without names: ``["标题", "/a/1.html"]``, ``add('标题', …)``."""
    for _, script in scripts_in(text):
        if _FILE.search(script) or _FOLDER.search(script):
            for row in _ROW.findall(script):
                yield [_unescaped(value) for _, value in _QUOTED.findall(row)]


def placed(text: str) -> Iterator[dict[str, str]]:
    """Yield the rows of values without names by their places, where a script reads them so."""
    for _, script in scripts_in(text) if "[0]" in text else ():
        for row in _ROW.findall(script) if _CHINESE.search(script) else ():
            values = _ONE.findall(row)
            yield {str(place): _unescaped(a or b or c) for place, (a, b, c) in enumerate(values)}


def slides(text: str) -> Iterator[dict[str, str]]:
    """Yield the slides of a show: ``links = "/a/1.html|/a/2.html"``, ``imgLink1 = "/a/1.html"``.

    Their titles are in a variable of as many parts, or of the same number; rows have their days
    so: ``t[1] = "标题"; u[1] = "/a/1.html"; d[1] = "2025-03-28"``, or count in ``i``.
    """
    for _, script in scripts_in(text):
        if script.isascii() and "\\u" not in script:  # titles are in Chinese
            continue
        if not _SLIDES.search(script):
            continue
        held = list(_values_set(script))
        several = [tuple(value.split("|")) for _, value in held if "|" in value]
        arrays = (_QUOTED.findall(array) for array in _ARRAY.findall(script))
        several += [tuple(_unescaped(value) for _, value in array) for array in arrays]
        for parts in filter(_are_pages, several):
            for titles in several:
                if len(titles) == len(parts) and titles != parts and all(map(_is_title, titles)):
                    yield from ({"url": u, "title": t} for u, t in zip(parts, titles, strict=True))
        named = [(_NUMBER_AT_END.search(name), value) for name, value in held]
        numbered = {(n[1] or n[2], value) for n, value in named if n}
        titled = {number: value for number, value in numbered if _is_title(value)}
        dated = {number: value for number, value in numbered if _DAY.match(value)}
        for number, value in sorted(numbered):
            if _are_pages([value]) and number in titled:
                yield {"url": value, "title": titled[number], "date": dated.get(number, "")}


def _values_set(script: str) -> Iterator[tuple[str, str]]:
    """Yield what variables are set to; ``t[i]`` is ``t[1]`` once ``i`` was counted up."""
    steps = [step.start() for step in _STEP.finditer(script)]
    counted = set()
    for found in _SET_TO.finditer(script):
        name = found[1]
        if name.endswith("]") and name[-2].isalpha():
            name = f"{name[:-2]}{bisect(steps, found.start())}]"
            if name in counted:  # it is counted in a way that is not seen
                continue
            counted.add(name)
        yield name, _unescaped(found[2] or found[3])


def _are_pages(parts: Sequence[str]) -> bool:
    return all(_PAGE.search(part) for part in parts)


def _is_title(text: str) -> bool:
    return _CHINESE.search(text) is not None


def _fields(piece: str) -> dict[str, str]:
    return {name: _unescaped(a or b or number) for name, a, b, number in _PAIR.findall(piece)}


def _unescaped(text: str) -> str:
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)
    # Scripts write what is beyond U+FFFF in two halves; no other text may hold one.
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
