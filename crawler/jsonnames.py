"""Lists in JSON that a page names: in the calls of its scripts and in its attributes."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
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
    r"\.(?:json|xml)\b|/api/|/rest/|\bapi\b|[?&]\w*(?:page|callback)\w*=|\.(?:do|action)\b|"
    r"/list\b",
    re.I,
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
# What a script of axios puts before every address, and what it asks for where a call says "params".
_BASE = re.compile(r"""\bbaseURL["']?\s*[:=]\s*["']([^"'\s]+)["']""")
_ASKED = re.compile(r"""\{[^{}]*\bpage_?(?:no|num|index)?["']?\s*:\s*\d+[^{}]*\}""", re.I)
_SLOT = re.compile(r"\$\{\s*([\w.]+)[^}]*\}|\{\{?\s*(\w+)\s*\}?\}")
_PAIR = re.compile(r"""["']?(\w+)["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|(\d+)|([\w.]+))\s*(?=[,}])""")
_DATA = re.compile(
    r"""\b(?:data|body|params|json)["']?\s*:\s*(?:JSON\.stringify\(\s*)?(\{[^{}]*\}|[\w.]+)"""
)
_ARGUMENT = re.compile(r"^\W{0,3}\s*,\s*(?:JSON\.stringify\(\s*)?(\{[^{}]*\}|[\w.]+)")
_SAYS_POST = re.compile(r"""(?:type|method)["']?\s*:\s*["']post""", re.I)
_SAYS_JSON = re.compile(r"application/json|JSON\.stringify|contentType[\"']?\s*:\s*[\"']json", re.I)
_POSTS = re.compile(r"\.post\s*\(\s*$", re.I)
_POSTS_JSON = re.compile(r"(?:axios|http|request|service|api)\.post\s*\(\s*$", re.I)
_OF_REQUEST = frozenset(
    "type method dataType contentType async cache url headers mode credentials timeout".split()
)


def named_lists(text: str, url: str, template: str | None = None) -> Iterator[Interface]:
    """Yield the first request of each list that the scripts or attributes of a page name.

    ``template`` is how the addresses of articles are made of their ids.
    """
    named_by = f"{url}|{template}" if template else url
    for kind, script in SCRIPT.findall(text):
        if "ld+json" in kind:
            continue
        base = _BASE.search(script)
        script = _TAIL.sub(r"\1\2${\3}\1", _MIDDLE.sub(r"\1\2${\3}\5\1", script))
        for quoted in _QUOTED.finditer(script):
            before = script[max(0, quoted.start() - 60) : quoted.start()]
            asks = _ASKS.search(before) is not None
            if not (asks or ".json" in quoted[2]):
                continue
            after = script[quoted.end() : quoted.end() + 400]
            if base and quoted.start() == base.start(1) - 1:
                continue
            fields = _options(after, script)
            if not (_INTERFACE.search(quoted[2]) or (asks and any(map(PAGE.match, fields)))):
                continue
            sent = _method(before, after)
            is_below = base and quoted[2].startswith("/") and not quoted[2].startswith(base[1])
            named = base[1].rstrip("/") + quoted[2] if base and is_below else quoted[2]
            if (address := _filled(named, fields, url)) and (sent != "json" or fields):
                yield Interface(f"{address}#{sent}={named_by}", is_start=True)
    markup = SCRIPT.sub("", text)
    for tag in re.findall(r"<(?!link\b)\w+\b[^>]*(?:\.json\b|/api/)[^>]*>", markup):
        for _, a, b in ATTRIBUTE.findall(tag):
            value = unescape(a or b)
            if _INTERFACE.search(value) and (address := _filled(value, {}, url)):
                yield Interface(f"{address}#get={named_by}", is_start=True)


def _method(before: str, after: str) -> str:
    """Return how a call sends its fields: in its address, as a form or as JSON."""
    if not (_POSTS.search(before) or _SAYS_POST.search(after)):
        return "get"
    return "json" if _SAYS_JSON.search(after) or _POSTS_JSON.search(before) else "post"


def _options(after: str, script: str) -> dict[str, str]:
    """Return the fields that a call sends, written out there or kept in a variable."""
    end = re.search(r"\bfunction\b|=>|\bsuccess\b|\.then\b", after)
    call = after[: end.start()] if end else after
    found = _DATA.search(call) or _ARGUMENT.search(call)
    if found is None or found[1].startswith("{"):
        return _fields(found[1]) if found else {}
    name = found[1].rpartition(".")[2]
    kept = re.search(rf"\b{re.escape(name)}\s*[:=]\s*(\{{[^{{}}]*\}})", script)
    if kept is None and len(asked := _asked(script)) == 1:
        return _fields(asked[0])  # small names say nothing in a script that was made smaller
    return _fields(kept[1]) if kept else {}


@lru_cache(maxsize=1)
def _asked(script: str) -> list[str]:
    found: list[str] = _ASKED.findall(script)
    return found


def _filled(address: str, fields: Mapping[str, str], url: str) -> str | None:
    """Return the address of the first page: places filled in, the fields of the call added."""
    if _NO_LIST.search(address):
        return None
    address = _SLOT.sub(lambda slot: _first(slot[1] or slot[2]), address)
    target = resolve(address, url)
    if target is None:
        return None
    known = dict(parse_qsl(urlsplit(target).query))
    new = {name: value for name, value in fields.items() if name not in known}
    return with_fields(target, **new) if new else target


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
