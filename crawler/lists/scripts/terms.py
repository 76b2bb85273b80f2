"""What a script reads, converts or draws by lot where it puts an address together, in plain."""

import re
from collections.abc import Callable
from itertools import islice

from article.patterns import regex

_SELECTED = (
    r"""\$\(\s*["']#([\w-]+)["']\s*\)\.(?:val\(\s*\)|attr\(\s*["']value["']\s*\))|"""
    r"""document\.getElementById\(\s*["']([\w-]+)["']\s*\)\.value\b|"""
    r"""\$\(\s*["']input\[name=\\?["']?([\w-]+)\\?["']?\]["']\s*\)\.val\(\s*\)"""
)
# "$('meta[name=cid]').attr('content')"
_META = regex(
    r"""
        (?:\$|document\.querySelector)\(\s*["']meta\[name=\\?["']?([\w-]+)\\?["']?\]["']\s*\)
        (?:\.(?:attr|getAttribute)\(\s*["']content["']\s*\)|\.content\b)
        | document\.getElementsByName\(\s*["']([\w-]+)["']\s*\)\[0\]\.content\b
    """,
    re.X,
)
# "$('#cid').val()": what an input holds as the page comes
_INPUT = regex(rf"(?:{_SELECTED})(?!\s*=[^=])")
_CONVERTED = regex(
    r"""
        (?<![\w.])
        (?:parseInt|Number|String|(?:en|de)codeURI(?:Component)?|(?:un)?escape|\$\.trim)\(\s*
        ([\w.$]+|["'][^"'\n()]*["'])\s*(?:,\s*10\s*)?\)
    """,
    re.X,
)
_CONVERTS = ("parseInt", "Number", "String", "URI", "escape", "trim")
_TO_TEXT = (".toString", "''", '""')
_AS_TEXT = regex(r"""(?<=[\w$])(?:\.toString\(\s*\)|\s*\+\s*(?:''|"")(?=\s*[,;})]))""")
# Against caches.
_BY_LOT = regex(
    r"""
        \bMath\.random\(\s*\) | \(?new\ Date\(?\s*\)?\)?\.(?:getTime|valueOf)\(\s*\)
        | \bDate\.now\(\s*\) | \bDate\.parse\(\s*new\ Date\(\s*\)\s*\)
        | (?<=[=+,(])\s*\+?\s*new\ Date\(\s*\)(?=\s*[,;})+])
    """,
    re.X,
)
_WINDOW = r"(?:(?:window|document|self)\.)?location"
_ORIGIN = regex(
    rf"""
        {_WINDOW}\.origin\b
        | {_WINDOW}\.protocol\s*\+\s*["']//["']\s*\+\s*{_WINDOW}\.host(?:name)?\b
          (?:\s*\+\s*["']:["']\s*\+\s*{_WINDOW}\.port\b)?
    """,
    re.X,
)
_ORIGIN_IN_SLOT = regex(rf"""\$\{{\s*(?:{_ORIGIN.pattern})\s*\}}""", re.X)
_NUMBER = regex(r"""(["'][^"'\s<>]*=)(["'])\s*\+\s*(\d+)(?=\s*[+,;)}])""")
_CONSTANTS = regex(r"""(["'])([^"'\s<>]*)\1\s*\+\s*(["'])([^"'\s<>]*)\3(?!\w)""")
# "'/show/'.concat(row.id, '.html')": what `/show/${row.id}.html` is made to
_CONCAT = regex(
    r"""
        (?P<quoted>(["'])(?:(?!\2)[^\n\\]|\\.)*\2)\.concat\(
        (?P<parts>(?:[^()"'\n]|"[^"\n]*"|'[^'\n]*'|\([^()\n]{0,80}\)){1,300})\)
    """,
    re.X,
)
# "'list' + (n == 1 ? '' : '_' + n) + '.html'"
_TERMS = r"""(?:"[^"\n]*"|'[^'\n]*'|\(\s*\w+\s*[+-]\s*1\s*\)|[\w.+\s-])"""
_CHOICE = regex(
    rf"""
        \(\s*\(?[\w.()]{{1,40}}\s*(?:[=!<>]{{1,3}}\s*["']?\d["']?\s*)?\)?\s*\?\s*(?:
            (?:""|'')\s*:\s*({_TERMS}{{3,80}})
            | ({_TERMS}{{3,80}}?)\s*:\s*(?:""|'')\s*
        )\)
    """,
    re.X,
)
# "function channel() { return $('body').data('id') }"
_RETURNS = regex(
    r"\bfunction\s+([A-Za-z_]\w{0,40})\(\s*\)\s*\{\s*return\s+([^\s;{}\n][^;{}\n]{0,200}?)\s*;?\s*\}"
)
_PART = regex(r"""\s*((?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)|[^,"'()])+)""")
# "$('#list').data('channel')"
_READS_ELEMENT = regex(r"\.(?:data|attr|getAttribute)\(|\.dataset\b")
_ATTRIBUTE = regex(
    r"""
        \$\(\s*["']\#([\w-]+)["']\s*\)\.(?:data\(\s*["']([\w-]+)|attr\(\s*["']([\w-]+))["']\s*\)
        | document\.(?:getElementById\(\s*["']|querySelector\(\s*["']\#)([\w-]+)["']\s*\)\.
          (?:getAttribute\(\s*["']([\w-]+)["']\s*\)|dataset\.([a-z]+)\b(?!\s*=[^=]))
    """,
    re.X,
)
_SAFE = regex(r"[\w.,:/?&=%-]*")
MOST_RETURNED = 10  # functions of one script that only return something
MOST_PARTS = 8  # constants that are joined to one

Held = Callable[[str], str | None]  # by an input, or by a meta
Had = Callable[[str, str], str | None]  # by the element of an id, in an attribute


def _nothing(*_: str) -> None:
    return None


def in_plain(script: str, held: Held, said: Held = _nothing, had: Had = _nothing) -> str:
    """Return a script with what its terms come to as the page is first shown.

    >>> in_plain("'/list?c=' + $('#c').val() + '&n=' + Number(n)", {"c": "3"}.get, {}.get)
    "'/list?c=3&n=' + n"
    """

    def read(found: re.Match[str]) -> str:
        return written(found[0], held(found[1] or found[2] or found[3]))

    def read_meta(found: re.Match[str]) -> str:
        return written(found[0], said(found[1] or found[2]))

    def read_attribute(found: re.Match[str]) -> str:
        name = found[3] or found[5] or (f"data-{found[2] or found[6]}")
        return written(found[0], had(found[1] or found[4], name))

    def written(term: str, value: str | None) -> str:
        return f"'{value}'" if value is not None and _SAFE.fullmatch(value) else term

    script = concatenated(script)
    if ".val" in script or ".attr" in script or "getElementById" in script:
        script = _INPUT.sub(read, script)
    if _READS_ELEMENT.search(script):
        script = _ATTRIBUTE.sub(read_attribute, script)
    if "content" in script:
        script = _META.sub(read_meta, script)
    if "new Date" in script or "Date.now" in script or "Math.random" in script:
        script = _BY_LOT.sub("1", script)
    if "location" in script:
        script = _ORIGIN.sub("''", _ORIGIN_IN_SLOT.sub("", script))
    script = unwrapped(script)
    if "+" in script:
        script = _NUMBER.sub(r"\1\3\2", f"{script};")[:-1]
    return joined(script)


def concatenated(script: str) -> str:
    """Return a script with sums where it calls a text to be joined to others.

    >>> concatenated("open('/show/'.concat(row.id, '.html'))")
    "open('/show/' + row.id + '.html')"
    """
    is_any = "'.concat(" in script or '".concat(' in script  # and not that of a list
    for _ in range(MOST_PARTS if is_any else 0):
        before, script = script, _CONCAT.sub(_as_sum, script)
        if script == before:
            break
    return script


def _as_sum(called: re.Match[str]) -> str:
    parts = [part for found in _PART.findall(called["parts"]) if (part := found.strip())]
    goes_on = called.string.startswith(".concat(", called.end())
    if goes_on and parts and not parts[-1].endswith(('"', "'")):
        parts.append("''")
    return " + ".join((called["quoted"], *parts))


def unwrapped(script: str) -> str:
    """Return a script with what it converts as it is: ``encodeURIComponent(id)``."""
    if any(word in script for word in _CONVERTS):
        script = _CONVERTED.sub(r"\1", script)
    return _AS_TEXT.sub("", script) if any(word in script for word in _TO_TEXT) else script


def joined(script: str) -> str:
    """Return a script with constants as one that it joins.

    >>> joined("'/list' + '?c=' + c")
    "'/list?c=' + c"
    """
    for _ in range(MOST_PARTS if "+" in script else 0):
        before, script = script, _CONSTANTS.sub(r"\1\2\4\1", script)
        if script == before:
            break
    return script


def chosen_later(script: str) -> str:
    """Return a script with the addresses of later pages where it chooses between these and none.

    >>> chosen_later("'list' + (n == 1 ? '' : '_' + n) + '.html'")
    "'list_' + n + '.html'"
    """
    if "?" not in script or not _CHOICE.search(script):
        return script
    return joined(_CHOICE.sub(lambda found: (found[1] or found[2]).strip(), script))


def chosen_first(script: str) -> str:
    """Return a script with the address of the first page where it chooses between that and later.

    A field that only later pages have is sent for the first as well, where it says its number.

    >>> chosen_first("'/list' + (n > 1 ? '_' + n : '') + '.json'")
    "'/list.json'"
    """
    if "?" not in script or not _CHOICE.search(script):
        return script

    def first(found: re.Match[str]) -> str:
        later = (found[1] or found[2]).strip()
        return later if re.search(r"[?&]\w+=", later) else "''"

    return joined(_CHOICE.sub(first, script))


def with_returned(script: str) -> str:
    """Return a script with what its functions return that only do that, where it calls them.

    >>> with_returned("function id() { return '3' } c = id();")
    "function id() { return '3' } c = '3';"
    """
    for name, term in islice(_RETURNS.findall(script), MOST_RETURNED) if "return" in script else ():
        called = rf"(?<![\w.$])(?<!function ){re.escape(name)}\(\s*\)"
        script = re.sub(called, lambda _, term=term: term, script)  # type: ignore[misc]
    return script
