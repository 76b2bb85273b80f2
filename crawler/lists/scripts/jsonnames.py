"""Lists in JSON that a page names: in the calls of its scripts and in its attributes."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial

from crawler.lists.interfaces import (
    COUNTED,
    OFFSET,
    PAGE,
    SIZE,
    SIZED,
    Interface,
    markup_of,
    scripts_in,
)
from crawler.lists.scripts.calls import with_calls
from crawler.lists.scripts.callsdata import FORM, after_address, object_at, spelled_out
from crawler.lists.scripts.elements import named_by_elements
from crawler.lists.scripts.filling import (
    IN_QUERY,
    INTERFACE,
    SLOT,
    fields_in,
    filled,
    is_counted_script,
    value_within,
)
from crawler.lists.scripts.tables import TABLE, asked_by_table
from crawler.lists.scripts.variables import Variables

AROUND = 400  # characters on either side of an address in which the rest of its call stands
MOST_PARTS = 5  # of an address that are variables, between its quoted ones
_QUOTED = re.compile(r"""(["'`])((?:(?!\1)[^\s<>])*)\1""")
_ASKS = re.compile(  # in small letters: to make them is cheaper than to look for both
    r"(?:fetch|getjson|axios|\.get|\.post|ajax|(?<!window\.)open|load\w*|request)\s*\(\s*(?:[\w'\"]+\s*,\s*)?$|"
    r"(?:url|api|src|endpoint|interface|source|dataurl|\bajax)\w*['\"]?\s*[:=]\s*$"
)
# "/list_" + n + ".json" and "/list?page=" + n are templates as much as `/list_${n}.json` is.
_MIDDLE = re.compile(
    r"""(["'])((?:(?!\1)[^\n])*)\1\s*\+\s*([\w.]+)\s*\+\s*(["'])((?:(?!\4)[^\n])*)\4"""
)
_TAIL = re.compile(r"""(["'])((?:(?!\1)[^\n])*=)\1\s*\+\s*([\w.]+)""")
_COUNTED = re.compile(r"""(["'])((?:(?!\1)[^\s<>])*[/_-])\1\s*\+\s*([\w.]+)""")
# "ctx + '/list'": where a site is, in a variable.
_PREFIXED = re.compile(r"""(?<![\w.'"`])(\w[\w.]*)\s*\+\s*(["'`])(?=/(?!/)|\?)""")
# "'/list?id=' + getQuery('id') + '&page='"
_READ = re.compile(
    r"""(?<=[=/])(["'])\s*\+\s*(?:new URLSearchParams\([\w.]{0,40}\)\.)?[\w.$]{1,40}"""
    r"""\(\s*["'](\w{1,40})["']\s*\)(\s*\+\s*\1)?"""
)
# What is put before addresses, in a script that may ask for none itself.
_SETS = re.compile(r"\b(\w+)['\"]?\s*[:=]\s*$")
_IS_BASE = re.compile(r"base_?(?:url|api|path)?$", re.I)
# What a script of axios puts before every address, and what it asks for where a call says "params".
_BASE = re.compile(r"""\bbaseURL["']?\s*[:=]\s*["']([^"'\s]+)["']""")
# What a script of one's own puts before the address that it is called with.
_OWN_BASE = re.compile(r"""\burl["']?\s*:\s*([\w.$]+)\s*\+\s*[\w$]+\.(?:url|path)\b""")
_ASKED = re.compile(r"""\{[^{}]*\bpage_?(?:no|num|index)?["']?\s*:\s*\d+[^{}]*\}""", re.I)
_PAGE_AND_SIZE = re.compile(
    r"/\$\{\s*([\w.]+)\s*\}/(?:\d{1,3}|\$\{\s*[\w.]*(?:size|limit|rows)\s*\})$", re.I
)
_PAGE_AT_END = re.compile(r"/\$\{\s*([\w.]+)\s*\}\.s?html?$", re.I)
_OBJECT = r"""(\{(?:[^{}"']|"[^"\n]*"|'[^'\n]*')*\}|[\w.]+)"""
_KEPT_OBJECT = re.compile(r"\b(\w+)\s*[:=]\s*(\{[^{}]*\})")
_OBJECT_BEGINS = re.compile(r"\b(\w+)\s*[:=]\s*(?=\{)")
_DATA = re.compile(
    r"""\b(?:data|body|params|json)["']?\s*:\s*(?:JSON\.stringify\(\s*)?""" + _OBJECT
)
_ARGUMENT = re.compile(r"^\W{0,3}\s*,\s*(?:JSON\.stringify\(\s*)?" + _OBJECT)
_CALL_OF_AJAX = re.compile(r"ajax\s*\(\s*\{(?:(?!\}\s*\)|ajax)[\s\S]){0,400}$")
_SAYS_POST = re.compile(r"""(?:type|method)["']?\s*:\s*["']post""", re.I)
_SAYS_JSON = re.compile(r"application/json|JSON\.stringify|contentType[\"']?\s*:\s*[\"']json", re.I)
_POSTS = re.compile(r"\.post\s*\(\s*$", re.I)
_POSTS_JSON = re.compile(r"(?:axios|http|request|service|api)\.post\s*\(\s*$", re.I)
# What scripts without them need not be searched for: most rules here begin with any quoted word.
_JOINS_IN = re.compile(r"""["']\s*\+\s*[\w.]+\s*\+\s*["']""")
_JOINS_AT_END = re.compile(r"""[=/_-]["']\s*\+""")


def named_lists(text: str, url: str, template: str | None = None) -> Iterator[Interface]:
    """Yield the first request of each list that the scripts or attributes of a page name.

    ``template`` is how the addresses of articles are made of their ids.
    """
    named_by = f"{url}|{template}" if template else url
    known, markup = Variables(text, url), markup_of(text)
    scripts = [with_calls(s, markup) for kind, s in scripts_in(text) if "ld+json" not in kind]
    for address, sent in _named_by_scripts(scripts, text, url, known):
        yield Interface(f"{address}#{sent}={named_by}", is_start=True)
    for address, is_start in named_by_elements(markup, url, known):
        yield Interface(f"{address}#get={named_by}", is_start)


def _named_by_scripts(
    scripts: Sequence[str], text: str, url: str, known: Variables
) -> Iterator[tuple[str, str]]:
    """Yield what the scripts of a page ask for: the list of each of its tabs, where it has some."""

    def asked(variables: Variables) -> list[tuple[str, str]]:
        return [one for script in scripts for one in _named_by_script(script, url, variables)]

    plain = asked(known)
    name, values = next(iter(known.choices.items()), ("", []))
    by_tab = [asked(Variables(text, url, {name: value})) for value in values]
    for each in zip(plain, *by_tab, strict=False):
        is_of_tabs = len({*each}) > 1 and any(map(_counts, IN_QUERY.findall(each[0][0])))
        yield from each[1:] if is_of_tabs else each[:1]


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
        after = after_address(script, quoted.end(), AROUND, partial(value_within, known=known))
        if _is_shown(before, after):
            continue
        options, fields = _call_round(before, after, script, known)
        slots = (found[1] or found[2] for found in SLOT.finditer(named))
        in_path = (slot.rpartition(".")[2] for slot in slots)
        names = (*fields, *IN_QUERY.findall(named), *in_path) if asks else ()
        is_counted = asks and is_counted_script(named)
        if not (INTERFACE.search(named) or is_counted or any(map(_counts, names))):
            continue
        sent = _method(before, options + after)
        is_below = base and named.startswith("/") and not named.startswith(base)
        whole = base.rstrip("/") + named if base and is_below else named
        if sent != "json":
            fields = {name: value.strip('"') for name, value in fields.items()}
        if (address := filled(whole, fields, url, known)) and (sent != "json" or fields):
            in_path = SIZED if _is_sized(named) else COUNTED if _is_counted(named) else sent
            yield address, in_path if sent == "get" else sent


def _is_put_before(named: str, before: str, script: str) -> bool:
    """Whether a variable holds but the start of addresses: here, or for other scripts."""
    variable = _SETS.search(before)
    if variable is None or variable[1] == "url":  # of jQuery
        return False
    if _IS_BASE.match(variable[1]) and not re.search(r"[.?]", named):
        return True
    return variable[1] in _put_before(script)


@lru_cache(maxsize=1)
def _put_before(script: str) -> frozenset[str]:
    """Return the variables that a script puts before addresses."""
    return frozenset(re.findall(r"\b(\w+)\s*\+\s*[\"'`][/?]", script))


def _is_shown(before: str, after: str) -> bool:
    """Whether a script goes to an address that it keeps: it asks for a page, and no interface."""
    variable = _SETS.search(before)
    if variable is None:
        return False
    goes = rf"(?:location(?:\.href)?\s*=|(?:window\.open|replace|assign)\()\s*{variable[1]}\b"
    return re.search(goes, after) is not None


def _call_round(
    before: str, after: str, script: str, known: Variables
) -> tuple[str, dict[str, str]]:
    """Return the options of a call that stand before its address, and the fields that it sends."""
    call, table = _CALL_OF_AJAX.search(before), TABLE.search(before)
    fields = _options(after, script, known)
    if call and not fields and (sent_before := _DATA.search(call[0])):
        fields = fields_in(sent_before[1], known)
    if table and not any(map(_counts, fields)):
        fields |= asked_by_table(table[1], table[0] + after)
    return (call or table or [""])[0], fields


def _base(script: str, known: Variables) -> str | None:
    """Return what a script puts before every address that it asks for."""
    if "baseURL" in script and (said := _BASE.search(script)):
        return said[1]
    own = _OWN_BASE.search(script) if "+" in script else None
    return known.prefix(own[1]) or None if own else None


def _joined(script: str, known: Variables) -> str:
    """Return a script with addresses as templates that it puts together of several parts."""
    script = _PREFIXED.sub(known.prefixed, script)
    script = _READ.sub(lambda read: _with_read(read, known), script)
    for _ in range(MOST_PARTS if _JOINS_IN.search(script) else 0):
        before, script = script, _MIDDLE.sub(r"\1\2${\3}\5\1", script)
        if script == before:
            break
    if _JOINS_AT_END.search(script):
        script = _TAIL.sub(r"\1\2${\3}\1", script)
        script = _COUNTED.sub(lambda tail: _as_template(tail, known), script)
    return script


def _with_read(read: re.Match[str], known: Variables) -> str:
    """Return an address with what the page's own one says: ``"/list?id=" + getQuery("id")``."""
    value = known.asked(read[2])
    return read[0] if value is None else f"{value}{'' if read[3] else read[1]}"


def _as_template(tail: re.Match[str], known: Variables) -> str:
    """Return an address that ends in a variable as a template: ``"/yw/" + page``.

    That is a counter, after which the size of a page may come, or a channel where a list is asked
    for.
    """
    name = tail[3].rpartition(".")[2]
    is_counter = PAGE.match(name) or (SIZE.match(name) and SLOT.search(tail[2]))
    before = tail.string[max(0, tail.start() - 60) : tail.start()].lower()
    is_filled = is_counter or (_ASKS.search(before) and known.value(name))
    return f"{tail[1]}{tail[2]}${{{tail[3]}}}{tail[1]}" if is_filled else tail[0]


def _is_sized(address: str) -> bool:
    """Whether an address ends in the number of a page and its size: ``/list/${page}/10``."""
    found = _PAGE_AND_SIZE.search(address)
    return found is not None and PAGE.match(found[1].rpartition(".")[2]) is not None


def _is_counted(address: str) -> bool:
    """Whether an address is that of a piece of HTML with a number: ``/more/21/${page}.html``."""
    found = _PAGE_AT_END.search(address)
    return found is not None and PAGE.match(found[1].rpartition(".")[2]) is not None


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
        return fields_in(found[1], known) if found else {}
    name = found[1].rpartition(".")[2]
    kept = _objects(script).get(name) or _object_of_objects(name, script, known)
    if kept is None and len(asked := _asked(script)) == 1:
        # Small names say nothing in a script that was made smaller.
        return fields_in(asked[0], known)
    return fields_in(kept, known) if kept else {}


@lru_cache(maxsize=1)
def _objects(script: str) -> dict[str, str]:
    """Return the objects of a script by the variables that are first set to them."""
    return dict(reversed(_KEPT_OBJECT.findall(script)))


@lru_cache(maxsize=8)
def _object_of_objects(name: str, script: str, known: Variables) -> str | None:
    """Return the object with others in it that a variable is first set to."""
    if (begun := _begun(script).get(name)) is None:
        return None
    return object_at(script, begun, partial(value_within, known=known))[0] or None


@lru_cache(maxsize=1)
def _begun(script: str) -> dict[str, int]:
    """Return where the objects of a script begin, by the variables that are first set to them."""
    return {name[1]: name.end() for name in reversed([*_OBJECT_BEGINS.finditer(script)])}


@lru_cache(maxsize=1)
def _asked(script: str) -> list[str]:
    found: list[str] = _ASKED.findall(script)
    return found
