"""Whether a script asks for an address that it names, or does something else with it."""

import re
from functools import lru_cache

from article.patterns import regex
from crawler.lists.scripts.brackets import opened_in
from crawler.lists.scripts.callfields import objects_begun
from crawler.lists.scripts.sending import IS_SENT

NEAR = 60  # characters before an address, which say what is done with it

# in small letters: to make them is cheaper than to look for both
_CALLS = regex(
    r"(?:fetch|getjson|getscript|axios|\.get|\.post|ajax|(?<!window\.)open|load\w*|request)\s*"
    r"\(\s*(?:[\w'\"]+\s*,\s*)?$"
)
_NAMES = regex(r"(?:url|api|src|endpoint|interface|source|dataurl|\bajax)\w*['\"]?\s*[:=]\s*$")
ASKS = regex(f"{_CALLS.pattern}|{_NAMES.pattern}")
_OF_ATTRIBUTE = regex(r"\sdata-[\w-]+=$")  # of an element, which a script reads where it asks
# A function of one's own: "getList('/list', {page: 1}, show)", "send('/list', 'post', {page: 1})"
_ASKS_ITSELF = regex(r"(?<![\w$.])(?:[\w$]+\.)?([\w$]+)\s*\(\s*$", re.A)
# "load('yw', 1)": its own function takes the name of a channel.
_LOADS = regex(r"load\w*\(\s*$", re.I)
_ADDRESS_SIGN = regex(r"[/.?]")
_IS_SENT_BY_NAME = regex(
    r"""^\s*,\s*(?:["'](?:get|post)["']\s*,\s*)?([A-Za-z_]\w*)\s*[,)]""", re.I | re.A
)
# What is put before addresses, in a script that may ask for none itself.
_SETS = regex(r"\b(\w+)['\"]?\s*[:=]\s*$")
_IS_BASE = regex(r"base_?(?:url|api|path)?$", re.I)


def is_asked_for(quoted: re.Match[str]) -> bool:
    """Whether a script asks for what it names in quotes, by the words before it."""
    near = quoted.string[max(0, quoted.start() - NEAR) : quoted.start()]
    sign = near.rstrip()[-1:]
    if sign in (":", "="):  # what is named so stands behind any of these
        name = near[max(map(near.rfind, ",;{(")) + 1 :]
        return _NAMES.search(name.lower()) is not None and _OF_ATTRIBUTE.search(near) is None
    if sign not in ("(", ","):
        return False
    if _LOADS.search(near) and not _ADDRESS_SIGN.search(quoted[2]):
        return False
    return _CALLS.search(near.lower()) is not None or _asks_itself(near, quoted)


def _asks_itself(near: str, quoted: re.Match[str]) -> bool:
    """Whether a function that is no one's but the page's is given an address and what to send."""
    if "/" not in quoted[2] or not (name := _ASKS_ITSELF.search(near)):
        return False
    after = quoted.string[quoted.end() : quoted.end() + NEAR]
    if name[1] in ("open", "assign", "replace"):
        return False
    named = _IS_SENT_BY_NAME.match(after)
    return bool(IS_SENT.match(after) or (named and named[1] in objects_begun(quoted.string)))


def is_put_before(named: str, before: str, script: str) -> bool:
    """Whether a variable holds but the start of addresses: here, or for other scripts."""
    variable = _SETS.search(before)
    if variable is None or (variable[1] == "url" and opened_in(before)):  # of jQuery
        return False
    if _IS_BASE.match(variable[1]) and not re.search(r"[.?]", named):
        return True
    return variable[1] in _put_before(script)


@lru_cache(maxsize=1)
def _put_before(script: str) -> frozenset[str]:
    """Return the variables that a script puts before addresses."""
    return frozenset(re.findall(r"\b(\w+)\s*\+\s*[\"'`][/?]", script))


def is_shown(before: str, after: str) -> bool:
    """Whether a script goes to an address that it keeps: it asks for a page, and no interface."""
    variable = _SETS.search(before)
    if variable is None:
        return False
    goes = rf"(?:location(?:\.href)?\s*=|(?:window\.open|replace|assign)\()\s*{variable[1]}\b"
    return re.search(goes, after) is not None
