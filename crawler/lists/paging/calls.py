"""Calls that write the pager of a list: ``createPageHTML(9, 0, "index", "shtml")``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from article.patterns import regex
from crawler.shapes import PAGE_FILE

LONGEST_FUNCTION = 2000  # characters

# What begins with letters is found at once.
CALL_SIGN = regex(r"ag(?<=[pP]ag)(?:e|in)\w{0,40}\s*\(")
_CALL = regex(r"(?<!\w)(\w{0,40}[pP]ag(?:e|in)\w{0,40})\s*\(([^(){}]{3,200})\)")
# "fenye(9, 1, 'list', '.html')": what such functions are called is in no dictionary.
_CALL_WITH_FILE = regex(
    rf"""
        (?<!\w)(\w{{1,40}})\s*\(\s*(\d[^(){{}}]{{3,80}}["']\.?{PAGE_FILE}["'][^(){{}}]{{0,60}})\)
    """,
    re.X | re.I,
)
_NAME = regex(r"(?<![\w'\"])[A-Za-z_]\w*(?![\w'\"])")
_ELEMENT = regex(r"""(?:document\.getElementById|\$)\(\s*["'][#.]?([\w-]{1,40})["']\s*\)""")
_EXTENSION = regex(rf"^\.?({PAGE_FILE}|json)$", re.I)
# "current == 0", "current || 1"; but "count <= 1", "count == 0" are no word of the first page
_FIRST_OF_ALL = regex(r"(?<!ount)(?<!\s)\s*(?:\|\||={2,3})\s*([01])\b")


@dataclass(frozen=True, slots=True)
class Call:
    """What the call says that writes a pager: ``createPageHTML(9, 0, "index", "shtml")``."""

    file: str  # with a slot for a number
    count: int
    current: int
    first: int
    is_told: bool  # by the first page alone: later ones will be taken for the last too early

    def last(self) -> str | None:
        """Return the file of the last page where none before it will be read as leading there."""
        is_lost = self.is_told and self.count > self.current + 1
        return self.file.format(self.count) if is_lost else None

    def next(self) -> str | None:
        """Return the file of the page after this one."""
        is_last = self.current + 1 >= self.count + self.first
        return None if is_last else self.file.format(self.current + 1)


def call_in(scripts: Sequence[str], url: str) -> Call | None:
    """Return what the first call says that writes a pager with the files of a list."""
    for script in scripts:
        script = _ELEMENT.sub(r"'\1'", script) if "createPage" in script else script
        for call in (
            *(_CALL.finditer(script) if CALL_SIGN.search(script) else ()),
            *_CALL_WITH_FILE.finditer(script),
        ):
            if found := _read_call(call[1], _with_values(call[2], script), url, scripts):
                return found
    return None


def _read_call(name: str, arguments: str, url: str, scripts: Sequence[str]) -> Call | None:
    """Return what a call says of the pages of a list.

    In TRS, page k + 1 is ``index_k.shtml``; the first is ``index.shtml`` and has the number 0. An
    element's id may come first and more arguments last: so does the CMS of 开普 call it, which
    counts from 1 and whose lists have other names.
    """
    values = [value.strip().strip("'\"").strip() for value in arguments.split(",")]
    has_id = bool(values) and not values[0].isdecimal() and len(values) > 4
    values = values[has_id:]
    place = next((n for n, end in enumerate(values) if n > 2 and _EXTENSION.match(end)), 0)
    stem, extension = (values[place - 1], values[place]) if place else ("", "")
    if not stem or not all(map(str.isdecimal, values[: place - 1])):
        return None
    stem = stem.rstrip("_")
    here = _file_number(url, stem)
    if (counted := _counted_by([int(value) for value in values[: place - 1]], here)) is None:
        return None
    count, current = counted
    # Functions of other names than that of TRS count from 1.
    is_of_trs = re.search("create|page_?html", name, re.I) and (not has_id or stem == "index")
    by_name = 0 if is_of_trs else 1
    first = by_name if (said := _says_first(name, scripts)) is None else said
    # The page without a number says what it is called; later ones do not.
    is_told = here is None and current == 1 and first == 0
    first = min(current, 1) if here is None else first
    return Call(stem + "_{}." + extension.lstrip("."), count, current, first, is_told)


def _counted_by(numbers: list[int], here: int | None) -> tuple[int, int] | None:
    """Return how many pages there are and which is this, by the numbers that a call begins with.

    Beside these may be the number of records, or that and how many a page has; the number of this
    page comes first, second or last. ``here`` is the one in its address, if there is one.
    """
    first, second, *more = numbers
    if not more:  # which of them is that of this page, the smaller one tells
        return (second, first) if first < second and first == (here or 1) else (first, second)
    if len(more) > 1:
        return None
    shown = [here] if here is not None else [0, 1]
    if more[0] in shown and second:
        return -(-first // second), more[0]
    if second in shown:
        return first, second
    return (second, first) if first in shown else None


def _says_first(name: str, scripts: Sequence[str]) -> int | None:
    """Return the number of the first page by the function that a call calls, if it is here."""
    for script in scripts:
        if defined := re.search(rf"\bfunction\s+{re.escape(name)}\s*\(", script):
            said = _FIRST_OF_ALL.search(script, defined.end(), defined.end() + LONGEST_FUNCTION)
            return int(said[1]) if said else None
    return None


def _file_number(url: str, stem: str) -> int | None:
    name = urlsplit(url).path.rpartition("/")[2]
    found = re.match(re.escape(stem.rpartition("/")[2]) + r"_(\d+)\.", name)
    return int(found[1]) if found else None


def _with_values(arguments: str, script: str) -> str:
    """Return the arguments of a call with the variables in it as the script sets them."""

    def value(name: re.Match[str]) -> str:
        found = re.search(rf"\b{name[0]}\s*=\s*(['\"]?)(\w+)\1\s*(?:[;,\n]|$)", script)
        return found[2] if found else name[0]

    return _NAME.sub(value, arguments)
