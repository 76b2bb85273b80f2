"""Lists in JSON that a page names: in the calls of its scripts and in its attributes."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from crawler.interfaces import ATTRIBUTE, OFFSET, PAGE, SCRIPT, SIZE, Interface, with_fields
from crawler.scope import resolve

_QUOTED = re.compile(r"""(["'`])((?:(?!\1)[^\s<>])*)\1""")
_ASKS = re.compile(
    r"(?:fetch|getJSON|axios|\.get|\.post|ajax|open|load\w*|request)\s*\(\s*(?:[\w'\"]+\s*,\s*)?$|"
    r"(?:url|api|src|endpoint|interface|source|dataurl)\w*['\"]?\s*[:=]\s*$",
    re.I,
)
_INTERFACE = re.compile(
    r"\.json\b|/api/|/rest/|\bapi\b|[?&]\w*(?:page|callback)\w*=|\.(?:do|action)\b|/list\b", re.I
)
_NO_LIST = re.compile(
    r"manifest|config|package|i18n|lang|locale|weather|stat(?:s|istics)?\b|count|visit|hits?\b|login|"
    r"user|captcha|comment|search|suggest|\.(?:js|css|s?html?|png|jpe?g|gif|svg|ico)(?:$|\?)",
    re.I,
)
# "/list_" + n + ".json" and "/list?page=" + n are templates as much as `/list_${n}.json` is.
_MIDDLE = re.compile(
    r"""(["'])((?:(?!\1)[^\n])*)\1\s*\+\s*([\w.]+)\s*\+\s*(["'])((?:(?!\4)[^\n])*)\4"""
)
_TAIL = re.compile(r"""(["'])((?:(?!\1)[^\n])*=)\1\s*\+\s*([\w.]+)""")
_SLOT = re.compile(r"\$\{\s*([\w.]+)[^}]*\}|\{\{?\s*(\w+)\s*\}?\}")
_PAIR = re.compile(r"""["']?(\w+)["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|(\d+)|(\w+))\s*(?=[,}])""")
_OF_REQUEST = frozenset(
    "type method dataType contentType async cache url headers mode credentials timeout".split()
)


def named_lists(text: str, url: str) -> Iterator[Interface]:
    """Yield the first request of each list that the scripts or attributes of a page name."""
    for kind, script in SCRIPT.findall(text):
        if "ld+json" in kind:
            continue
        script = _TAIL.sub(r"\1\2${\3}\1", _MIDDLE.sub(r"\1\2${\3}\5\1", script))
        for quoted in _QUOTED.finditer(script):
            before = script[max(0, quoted.start() - 60) : quoted.start()]
            asks = _ASKS.search(before) is not None
            if not (asks or ".json" in quoted[2]) or not _INTERFACE.search(quoted[2]):
                continue
            after = script[quoted.end() : quoted.end() + 400]
            if address := _filled(quoted[2], after, url):
                yield Interface(address, is_start=True)
    markup = SCRIPT.sub("", text)
    for tag in re.findall(r"<(?!link\b)\w+\b[^>]*(?:\.json\b|/api/)[^>]*>", markup):
        for _, a, b in ATTRIBUTE.findall(tag):
            value = unescape(a or b)
            if _INTERFACE.search(value) and (address := _filled(value, "", url)):
                yield Interface(address, is_start=True)


def _filled(address: str, after: str, url: str) -> str | None:
    """Return the address of the first page: places filled in, the fields beside it added."""
    if _NO_LIST.search(address):
        return None
    address = _SLOT.sub(lambda slot: _first(slot[1] or slot[2]), address)
    target = resolve(address, url)
    if target is None:
        return None
    options = re.match(r"\s*,[^{}]*\{(?:[^{}]*\{)?([^{}]*)\}", after)
    is_post = re.search(r"""(?:type|method)["']?\s*:\s*["']post""", after, re.I) is not None
    fields = _fields(options[1] + "}") if options else {}
    known = dict(parse_qsl(urlsplit(target).query))
    target = with_fields(target, **{k: v for k, v in fields.items() if k not in known})
    return f"{target}#{'post' if is_post else 'get'}={url}"


def _fields(text: str) -> dict[str, str]:
    found = {}
    for name, a, b, number, word in _PAIR.findall(text):
        if name in _OF_REQUEST:
            continue
        if word and word not in ("true", "false") and not (PAGE.match(name) or SIZE.match(name)):
            continue
        found[name] = a or b or number or (word if word in ("true", "false") else _first(name))
    return found


def _first(name: str) -> str:
    """Return the value of a counter at the start of a list."""
    name = name.rpartition(".")[2]
    return "20" if SIZE.match(name) else "0" if OFFSET.match(name) else "1"
