"""What scripts read from the address of the page that they are on: ``location.search``."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from article.patterns import regex

MOST_REPEATS = 2  # in an expression of a script that is tried
LONGEST_PLACE = 500  # characters of the page's own address
_LOCATION = r"(?:window\.|document\.)?location\."

# "search.split('=')[1]", "search.substr(4)", "href.substring(href.lastIndexOf('=') + 1)"
_CUT = regex(
    r"""
        \.split\(\s*["']([^"'\n]{1,20})["']\s*\)(\.filter\(\s*Boolean\s*\))?\s*
        (?:\[\s*(\d{1,2})\s*\]|\.(?:pop|at)\(\s*(?:-1\s*)?\)|\.slice\(\s*-1\s*\)\[0\])
        | \.(?:substr|substring|slice)\(\s*(\d{1,2})\s*\)
        | \.(?:substr|substring|slice)\(\s*[\w.]{1,40}\.(indexOf|lastIndexOf)\(\s*["']
          ([^"'\n]{1,20})["']\s*\)\s*\+\s*(\d{1,2})\s*\)
        | \.replace\(\s*["']([^"'\n]{1,20})["']\s*,\s*["']["']\s*\)
    """,
    re.X,
)
_EXPRESSION = r"/(?P<{name}>(?:[^/\\\n]|\\[^\n]){{1,60}})/\w{{0,3}}"
_PLACE = r"(?:window\.|document\.)?location\.(?P<{name}>\w+)"
# "location.pathname.match(/col(\d+)/)[1]", "/id=(\d+)/.exec(location.search)"
_MATCH = rf"""
    (?:
        {_PLACE.format(name="place")}\.match\(\s*{_EXPRESSION.format(name="sign")}\s*\)
        | {_EXPRESSION.format(name="sign2")}\.exec\(\s*{_PLACE.format(name="place2")}\s*\)
    )(?:\[\s*(?P<group>\d)\s*\])?
"""
# What takes no longer than an address is long: nothing repeated is repeated.
_SIMPLE = regex(
    r"""
        \^?(?:
            (?:\((?:\?:)?)? (?:\\[\w./?&=%-] | [\w.&=%-] | \[[^\]\n]{1,20}\]) [+*?]? \)?
            | \(\^\|[?&]{1,2}\) | \([&]\|\$\)
        ){1,40}\$?
    """,
    re.X,
)

# "a?" as well: of many in a row, each doubles what is tried.
_REPEAT = regex(r"(?<![\\(\[])[*+?]")


def read_from_address(name: str, scripts: str, url: str) -> str | None:
    """Return what a variable of the scripts is set to that they take out of their page's address.

    They cut it, as ``search.split("=")[1]``, take one of its parts or match an expression.
    """
    parts = urlsplit(url.partition("#")[0])
    query = f"?{parts.query}" if parts.query else ""
    places = {"pathname": parts.path, "search": query, "href": parts.geturl()}
    cut = re.search(
        rf"""(?<![\w.-]){re.escape(name)}\s*[:=]\s*(?:\w{{1,20}}\(\s*)?(?:window\.|document\.)?"""
        rf"""(?:location\.(\w+)|(\w+))((?:{_CUT.pattern}){{1,4}})""",
        scripts,
        re.X,
    )
    if cut is None:
        return _one_part(name, scripts, places)
    text = places.get(cut[1] or _place_kept(cut[2], scripts) or "")
    for step in _CUT.finditer(cut[3]):
        text = _cut_by(step, text) if text is not None else None
    return text


def _place_kept(name: str, scripts: str) -> str | None:
    """Return which part of the page's own address a variable holds."""
    kept = re.search(rf"(?<![\w.-]){name}\s*=\s*{_LOCATION}(\w+)\s*[;,\n]", scripts)
    return kept[1] if kept else None


def _one_part(name: str, scripts: str, places: Mapping[str, str]) -> str | None:
    """Return one of the parts of the page's own address: ``p = path.split("/"); id = p[2]``."""
    part = re.search(rf"(?<![\w.-]){re.escape(name)}\s*=\s*(\w+)\[\s*(\d{{1,2}})\s*\]", scripts)
    parted = part and re.search(
        rf"(?<![\w.-]){part[1]}\s*=\s*{_LOCATION}(\w+)\.split\("
        r"""\s*["']([^"'\n]{1,20})["']\s*\)""",
        scripts,
    )
    if part is None or not parted:
        return _matched(name, scripts, places)
    parts = places.get(parted[1], "").split(parted[2])
    return next(iter(parts[int(part[2]) : int(part[2]) + 1]), None)


def _matched(name: str, scripts: str, places: Mapping[str, str]) -> str | None:
    """Return what a script matches in the page's own address: ``search.match(/id=(.)/)[1]``."""
    found = re.search(rf"(?<![\w.-]){name}\s*=\s*{_MATCH}", scripts, re.X)
    group = found and found["group"]
    if found is None:  # "m = …; id = m ? m[1] : ''"
        read = re.search(
            rf"(?<![\w.-]){name}\s*=\s*(?:\w+\s*(?:\?|&&)\s*)?(\w+)\[\s*(\d)\s*\]", scripts
        )
        if read is None:
            return None
        found = re.search(rf"(?<![\w.-]){read[1]}\s*=\s*{_MATCH}", scripts, re.X)
        group = read[2]
    if found is None or not group:
        return None
    place = places.get(found["place"] or found["place2"], "")
    return _group_of(found["sign"] or found["sign2"], int(group), place)


def _group_of(expression: str, group: int, text: str) -> str | None:
    """Return what a group of an expression matches, None where that is not a simple one."""
    if len(_REPEAT.findall(expression)) > MOST_REPEATS or not _SIMPLE.fullmatch(expression):
        return None
    try:
        found = re.search(expression, text[:LONGEST_PLACE])
    except re.error:
        return None
    return found[group] if found and group <= len(found.groups()) else None


def _cut_by(step: re.Match[str], text: str) -> str | None:
    """Return what is left of a text after a step, None where there is nothing."""
    if step[1]:
        parts = [part for part in text.split(step[1]) if part or not step[2]]
        return next(iter(parts[int(step[3]) :] if step[3] else parts[-1:]), None)
    if step[4]:
        return text[int(step[4]) :]
    if step[5]:
        at = text.find(step[6]) if step[5] == "indexOf" else text.rfind(step[6])
        return text[at + int(step[7]) :]
    return text.replace(step[8], "", 1)
