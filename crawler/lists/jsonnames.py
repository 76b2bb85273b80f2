"""Lists in JSON that a page names: in the calls of its scripts and in its attributes."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from crawler.lists.calls import with_calls
from crawler.lists.callsdata import FORM, after_address, spelled_out
from crawler.lists.interfaces import (
    ATTRIBUTE,
    OFFSET,
    PAGE,
    SIZE,
    SIZED,
    Interface,
    loads,
    markup_of,
    scripts_in,
    with_fields,
)
from crawler.lists.tables import TABLE, asked_by_table
from crawler.lists.variables import Variables
from crawler.scope import resolve

MOST_ASKED = 200  # items of one page
AROUND = 400  # characters on either side of an address in which the rest of its call stands
MOST_PARTS = 5  # of an address that are variables, between its quoted ones

_QUOTED = re.compile(r"""(["'`])((?:(?!\1)[^\s<>])*)\1""")
_ASKS = re.compile(  # in small letters: to make them is cheaper than to look for both
    r"(?:fetch|getjson|axios|\.get|\.post|ajax|open|load\w*|request)\s*\(\s*(?:[\w'\"]+\s*,\s*)?$|"
    r"(?:url|api|src|endpoint|interface|source|dataurl)\w*['\"]?\s*[:=]\s*$"
)
_INTERFACE = re.compile(
    r"\.(?:json|xml)\b|/api/|/rest/|\bapi\b|[?&]\w*(?:page|callback)\w*=|\.(?:do|action)\b|"
    r"/list\b",
    re.I,
)
_NO_LIST = re.compile(
    r"manifest|config|package|i18n|lang|locale|weather|stat(?:s|istics)?\b|count|visit|hits?\b|login|"
    r"user|captcha|comment|\.(?:js|css|png|jpe?g|gif|svg|ico)(?:$|\?)",
    re.I,
)
# Those too, unless the call asks for a page of a channel: so do lists of TRS.
_NO_LIST_BUT = re.compile(r"search|suggest|\.[a-z]?html?(?:$|\?(?!.*page))", re.I)
_CHANNEL = re.compile(
    r"channel|column|catalog|category|node|site|lanmu|^(?:cat|col|c|lm)_?id$", re.I
)
# "/list_" + n + ".json" and "/list?page=" + n are templates as much as `/list_${n}.json` is.
_MIDDLE = re.compile(
    r"""(["'])((?:(?!\1)[^\n])*)\1\s*\+\s*([\w.]+)\s*\+\s*(["'])((?:(?!\4)[^\n])*)\4"""
)
_TAIL = re.compile(r"""(["'])((?:(?!\1)[^\n])*=)\1\s*\+\s*([\w.]+)""")
_COUNTED = re.compile(r"""(["'])((?:(?!\1)[^\s<>])*[/_-])\1\s*\+\s*([\w.]+)""")
# "ctx + '/list'": where a site is, in a variable.
_PREFIXED = re.compile(r"""(?<![\w.'"`])(\w[\w.]*)\s*\+\s*(["'`])(?=/(?!/)|\?)""")
# What is put before addresses, in a script that may ask for none itself.
_SETS = re.compile(r"\b(\w+)['\"]?\s*[:=]\s*$")
_IS_BASE = re.compile(r"base_?(?:url|api|path)?$", re.I)
# A file of records that is called like a script: "news_" + page + ".js".
_COUNTED_SCRIPT = re.compile(r"\$\{\s*([\w.]+)\s*\}\.js(?=$|\?)")
# What a script of axios puts before every address, and what it asks for where a call says "params".
_BASE = re.compile(r"""\bbaseURL["']?\s*[:=]\s*["']([^"'\s]+)["']""")
# What a script of one's own puts before the address that it is called with.
_OWN_BASE = re.compile(r"""\burl["']?\s*:\s*([\w.$]+)\s*\+\s*[\w$]+\.(?:url|path)\b""")
_ASKED = re.compile(r"""\{[^{}]*\bpage_?(?:no|num|index)?["']?\s*:\s*\d+[^{}]*\}""", re.I)
_BLANK_AT_END = re.compile(r"[?&](\w+)=$")  # a script adds what is missing
_CALLBACK = re.compile(r"(?<=[?&])(\w+=)\?(?=&|$)")  # jQuery makes a name
_IN_QUERY = re.compile(r"[?&](\w+)=")
_SLOT = re.compile(r"\$\{\s*([\w.]+)[^}]*\}|\{\{?\s*(\w+)\s*\}?\}")
_PAGE_AND_SIZE = re.compile(
    r"/\$\{\s*([\w.]+)\s*\}/(?:\d{1,3}|\$\{\s*[\w.]*(?:size|limit|rows)\s*\})$", re.I
)
_PAIR = re.compile(
    r"""["']?([\w.\[\]-]+)["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|(\d+)|([\w.]+(?:\s*\+\s*1)?)|"""
    r"""\$\(\s*["']#([\w-]+)["']\s*\)\.val\(\s*\))\s*(?=[,}])"""
)
_OBJECT = r"""(\{(?:[^{}"']|"[^"\n]*"|'[^'\n]*')*\}|[\w.]+)"""
_KEPT_OBJECT = re.compile(r"\b(\w+)\s*[:=]\s*(\{[^{}]*\})")
_DATA = re.compile(
    r"""\b(?:data|body|params|json)["']?\s*:\s*(?:JSON\.stringify\(\s*)?""" + _OBJECT
)
_ARGUMENT = re.compile(r"^\W{0,3}\s*,\s*(?:JSON\.stringify\(\s*)?" + _OBJECT)
_CALL_OF_AJAX = re.compile(r"ajax\s*\(\s*\{(?:(?!\}\s*\)|ajax)[\s\S]){0,400}$")
_OTHER_DATA = re.compile(
    r"toggle|target|src|url|api|href|img|icon|title|text|label|loading|delay|width|height|color",
    re.I,
)
_SAYS_POST = re.compile(r"""(?:type|method)["']?\s*:\s*["']post""", re.I)
_SAYS_JSON = re.compile(r"application/json|JSON\.stringify|contentType[\"']?\s*:\s*[\"']json", re.I)
_POSTS = re.compile(r"\.post\s*\(\s*$", re.I)
_POSTS_JSON = re.compile(r"(?:axios|http|request|service|api)\.post\s*\(\s*$", re.I)
_TAG = re.compile(r"<(?!link\b)\w[^<>]*>")
# An element that names an interface, or one and the page to ask it for.
_SAYS = (".json", "/api/", "data-page=", "data-next-page=", "data-side-pagination=")
# What scripts without them need not be searched for: most rules here begin with any quoted word.
_JOINS_IN = re.compile(r"""["']\s*\+\s*[\w.]+\s*\+\s*["']""")
_JOINS_AT_END = re.compile(r"""[=/_-]["']\s*\+""")
_OF_REQUEST = frozenset(
    "type method dataType contentType async cache url headers mode credentials timeout".split()
)


def named_lists(text: str, url: str, template: str | None = None) -> Iterator[Interface]:
    """Yield the first request of each list that the scripts or attributes of a page name.

    ``template`` is how the addresses of articles are made of their ids.
    """
    named_by = f"{url}|{template}" if template else url
    known, markup = Variables(text, url), markup_of(text)
    for kind, script in scripts_in(text):
        if "ld+json" not in kind:
            for address, sent in _named_by_script(with_calls(script, markup), url, known):
                yield Interface(f"{address}#{sent}={named_by}", is_start=True)
    for address, is_start in _named_by_elements(markup, url, known):
        yield Interface(f"{address}#get={named_by}", is_start)


def _named_by_script(script: str, url: str, known: Variables) -> Iterator[tuple[str, str]]:
    """Yield the addresses that a script asks for, and how their fields are sent."""
    base, said = _base(script, known), script
    script = spelled_out(script)
    script = _joined(script, known) if "+" in script else script
    for quoted in _QUOTED.finditer(script):
        named = quoted[2]
        asks = _ASKS.search(script[max(0, quoted.start() - 60) : quoted.start()].lower())
        if named == base or not (asks or ".json" in named):
            continue
        before = script[max(0, quoted.start() - AROUND) : quoted.start()]
        if _is_put_before(named, before, said):
            continue
        after = after_address(script, quoted.end(), AROUND)
        options, fields = _call_round(before, after, script, known)
        slots = (found[1] or found[2] for found in _SLOT.finditer(named))
        in_path = (slot.rpartition(".")[2] for slot in slots)
        names = (*fields, *_IN_QUERY.findall(named), *in_path) if asks else ()
        is_counted = asks and _is_counted_script(named)
        if not (_INTERFACE.search(named) or is_counted or any(map(_counts, names))):
            continue
        sent = _method(before, options + after)
        is_below = base and named.startswith("/") and not named.startswith(base)
        whole = base.rstrip("/") + named if base and is_below else named
        if sent != "json":
            fields = {name: value.strip('"') for name, value in fields.items()}
        if (address := _filled(whole, fields, url, known)) and (sent != "json" or fields):
            yield address, SIZED if sent == "get" and _is_sized(named) else sent


def _is_put_before(named: str, before: str, script: str) -> bool:
    """Whether a variable holds but the start of addresses: here, or for other scripts."""
    variable = _SETS.search(before)
    if variable is None or variable[1] == "url":  # of jQuery
        return False
    if _IS_BASE.match(variable[1]) and not re.search(r"[.?]", named):
        return True
    return re.search(rf"\b{variable[1]}\s*\+\s*[\"'`][/?]", script) is not None


def _call_round(
    before: str, after: str, script: str, known: Variables
) -> tuple[str, dict[str, str]]:
    """Return the options of a call that stand before its address, and the fields that it sends."""
    call, table = _CALL_OF_AJAX.search(before), TABLE.search(before)
    fields = _options(after, script, known)
    if call and not fields and (sent_before := _DATA.search(call[0])):
        fields = _fields(sent_before[1], known)
    if table and not any(map(_counts, fields)):
        fields |= asked_by_table(table[1], table[0] + after)
    return (call or table or [""])[0], fields


def _base(script: str, known: Variables) -> str | None:
    """Return what a script puts before every address that it asks for."""
    if "baseURL" in script and (said := _BASE.search(script)):
        return said[1]
    own = _OWN_BASE.search(script) if "+" in script else None
    return known.prefix(own[1]) or None if own else None


def _named_by_elements(markup: str, url: str, known: Variables) -> Iterator[tuple[str, bool]]:
    """Yield what attributes name, and whether it is the start of a list."""
    is_any = any(word in markup for word in _SAYS)
    for tag in _TAG.findall(markup) if is_any else ():
        if not any(word in tag for word in _SAYS):
            continue
        attributes = ATTRIBUTE.findall(tag)
        fields = _fields_beside(attributes) or (
            asked_by_table("bootstrapTable", tag) if "data-side-pagination" in tag else {}
        )
        is_start = not any(PAGE.match(name) and value > "1" for name, value in fields.items())
        for name, a, b in attributes:
            value = unescape(a or b)
            if _SLOT.search(value):  # it has its page in a place of its own
                fields = {}
            if not (_INTERFACE.search(value) or (name == "data-url" and fields)):
                continue
            if address := _filled(value, fields, url, known):
                yield address, is_start


def _joined(script: str, known: Variables) -> str:
    """Return a script with addresses as templates that it puts together of several parts."""
    script = _PREFIXED.sub(known.prefixed, script)
    for _ in range(MOST_PARTS if _JOINS_IN.search(script) else 0):
        before, script = script, _MIDDLE.sub(r"\1\2${\3}\5\1", script)
        if script == before:
            break
    if _JOINS_AT_END.search(script):
        script = _COUNTED.sub(_as_template, _TAIL.sub(r"\1\2${\3}\1", script))
    return script


def _as_template(tail: re.Match[str]) -> str:
    """Return an address that ends in a counter as a template: ``"/yw/" + page``.

    The size of a page may come after it.
    """
    name = tail[3].rpartition(".")[2]
    is_counter = PAGE.match(name) or (SIZE.match(name) and _SLOT.search(tail[2]))
    return f"{tail[1]}{tail[2]}${{{tail[3]}}}{tail[1]}" if is_counter else tail[0]


def _is_sized(address: str) -> bool:
    """Whether an address ends in the number of a page and its size: ``/list/${page}/10``."""
    found = _PAGE_AND_SIZE.search(address)
    return found is not None and PAGE.match(found[1].rpartition(".")[2]) is not None


def _is_counted_script(address: str) -> bool:
    """Whether an address is that of a script which there is of each page of a list."""
    found = _COUNTED_SCRIPT.search(address)
    return found is not None and PAGE.match(found[1].rpartition(".")[2]) is not None


def _fields_beside(attributes: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Return what an element sends that names an interface: ``data-channel="3" data-page="1"``."""
    found = {
        name.removeprefix("data-").removeprefix("next-").replace("-", "_"): unescape(a or b)
        for name, a, b in attributes
        if name.startswith("data-") and not _OTHER_DATA.search(name)
    }
    sent = {name: value for name, value in found.items() if re.fullmatch(r"[\w.-]{1,40}", value)}
    return sent if any(map(PAGE.match, sent)) else {}


def _counts(name: str) -> bool:
    return PAGE.match(name) is not None or OFFSET.match(name) is not None


def _method(before: str, after: str) -> str:
    """Return how a call sends its fields: in its address, as a form or as JSON."""
    if not (_POSTS.search(before) or _SAYS_POST.search(after)):
        return "get"
    if FORM in after:
        return "post"
    return "json" if _SAYS_JSON.search(after) or _POSTS_JSON.search(before) else "post"


def _options(after: str, script: str, known: Variables) -> dict[str, str]:
    """Return the fields that a call sends, written out there or kept in a variable."""
    end = re.search(r"\bfunction\b|=>|\bsuccess\b|\.then\b", after)
    call = after[: end.start()] if end else after
    found = _DATA.search(call) or _ARGUMENT.search(call)
    if found is None or found[1].startswith("{"):
        return _fields(found[1], known) if found else {}
    kept = _objects(script).get(found[1].rpartition(".")[2])
    if kept is None and len(asked := _asked(script)) == 1:
        return _fields(asked[0], known)  # small names say nothing in a script that was made smaller
    return _fields(kept, known) if kept else {}


@lru_cache(maxsize=1)
def _objects(script: str) -> dict[str, str]:
    """Return the objects of a script by the variables that are first set to them."""
    return dict(reversed(_KEPT_OBJECT.findall(script)))


@lru_cache(maxsize=1)
def _asked(script: str) -> list[str]:
    found: list[str] = _ASKED.findall(script)
    return found


def _filled(address: str, fields: Mapping[str, str], url: str, known: Variables) -> str | None:
    """Return the address of the first page: places filled in, the fields of the call added."""
    named = _COUNTED_SCRIPT.sub("", address) if _is_counted_script(address) else address
    slots = (a or b for a, b in _SLOT.findall(address))
    names = (*fields, *_IN_QUERY.findall(address), *slots)
    if _NO_LIST.search(named) or (_NO_LIST_BUT.search(named) and not _turns(names)):
        return None
    address = _CALLBACK.sub(r"\1jsonp", _SLOT.sub(lambda slot: _value(slot, known), address))
    if (blank := _BLANK_AT_END.search(address)) and PAGE.match(blank[1]):
        numbers = [value for name, value in fields.items() if PAGE.match(name)]
        address += numbers[0] if numbers else "1"
        fields = {name: value for name, value in fields.items() if not PAGE.match(name)}
    target = resolve(address, url)
    if target is None:
        return None
    there = dict(parse_qsl(urlsplit(target).query))
    new = {name: value for name, value in fields.items() if name not in there}
    return with_fields(target, **new) if new else target


def _turns(fields: Sequence[str]) -> bool:
    """Whether a call asks for a page of a channel."""
    return any(map(PAGE.match, fields)) and any(map(_CHANNEL.search, fields))


def _fields(text: str, known: Variables) -> dict[str, str]:
    found = {}
    for name, a, b, number, word, identity in _PAIR.findall(text):
        if name in _OF_REQUEST:
            continue
        value: str | None = number or _as_text(a or b)
        if word:
            is_offset = OFFSET.match(name) and OFFSET.match(word.rpartition(".")[2])
            is_counter = PAGE.match(name) or SIZE.match(name) or is_offset
            counted = _first(name, word, known) if is_counter else None
            value = word if word in ("true", "false") else counted or known.value(word)
        elif identity:
            value = known.input(identity)
        if value is not None:
            found[name] = value
    return found


def _as_text(said: str) -> str:
    """Return a text as JSON has it where it would be taken for a number: "1" is not 1."""
    return f'"{said}"' if isinstance(loads(said), int | float) else said


def _value(slot: re.Match[str], known: Variables) -> str:
    """Return what a script puts in a place of an address, as far as the page tells."""
    word = (slot[1] or slot[2]).rpartition(".")[2]
    field = re.search(r"[?&](\w+)=$", slot.string[: slot.start()])
    for name in (field[1] if field else word, word):
        if PAGE.match(name) or SIZE.match(name) or OFFSET.match(name):
            return _first(name, word, known)
    value = known.value(word)
    return _first("page", word, known) if value in (None, "0") else value


def _first(name: str, word: str, known: Variables) -> str:
    """Return the value of a counter at the start of a list, where a variable ``word`` holds it."""
    if SIZE.match(name):
        size = known.value(word)
        return size if size and size.isdecimal() and 0 < int(size) <= MOST_ASKED else "20"
    return "0" if OFFSET.match(name) or known.counts_from_zero(word) else "1"
