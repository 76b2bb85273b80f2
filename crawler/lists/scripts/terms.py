"""What a script reads, converts or draws by lot where it puts an address together, in plain."""

import re
from collections.abc import Callable

from article.patterns import regex

_SELECTED = (
    r"""\$\(\s*["']#([\w-]+)["']\s*\)\.(?:val\(\s*\)|attr\(\s*["']value["']\s*\))|"""
    r"""document\.getElementById\(\s*["']([\w-]+)["']\s*\)\.value\b|"""
    r"""\$\(\s*["']input\[name=\\?["']?([\w-]+)\\?["']?\]["']\s*\)\.val\(\s*\)"""
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
_SAFE = regex(r"[\w.,:/-]*")
MOST_PARTS = 8  # constants that are joined to one

Held = Callable[[str], str | None]  # by an input


def in_plain(script: str, held: Held) -> str:
    """Return a script with what its terms come to as the page is first shown.

    >>> in_plain("'/list?c=' + $('#c').val() + '&n=' + Number(n)", {"c": "3"}.get)
    "'/list?c=3&n=' + n"
    """

    def read(found: re.Match[str]) -> str:
        value = held(found[1] or found[2] or found[3])
        return f"'{value}'" if value is not None and _SAFE.fullmatch(value) else found[0]

    if ".val" in script or ".attr" in script or "getElementById" in script:
        script = _INPUT.sub(read, script)
    if "ate" in script or "random" in script:
        script = _BY_LOT.sub("1", script)
    if "location" in script:
        script = _ORIGIN.sub("''", _ORIGIN_IN_SLOT.sub("", script))
    script = unwrapped(script)
    if "+" in script:
        script = _NUMBER.sub(r"\1\3\2", f"{script};")[:-1]
    return joined(script)


def unwrapped(script: str) -> str:
    """Return a script with what it converts as it is: ``encodeURIComponent(id)``."""
    return _AS_TEXT.sub("", _CONVERTED.sub(r"\1", script))


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
