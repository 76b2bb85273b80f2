"""Lists in JSON that a page names: in the calls of its scripts and in its attributes."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice
from operator import itemgetter
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from article.patterns import regex
from crawler.lists.interfaces import (
    COUNTED,
    OFFSET,
    PAGE,
    SIZE,
    SIZED,
    Interface,
    loads,
    markup_of,
    scripts_in,
    whole,
)
from crawler.lists.scripts.addresses import counted_out, put_in_place, with_properties
from crawler.lists.scripts.calls import body_of, with_calls
from crawler.lists.scripts.callsdata import (
    FORM,
    LONGEST,
    PACKED,
    after_address,
    as_form,
    beyond_functions,
    object_at,
    opened_in,
    spelled_out,
    within_call,
)
from crawler.lists.scripts.cursors import CURSOR
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
from crawler.lists.scripts.functions import functions_in
from crawler.lists.scripts.serialized import SENDS_FORM, with_forms
from crawler.lists.scripts.tables import TABLE, asked_by_table, is_posted, made_by_table
from crawler.lists.scripts.terms import chosen_first, in_plain, joined, with_returned
from crawler.lists.scripts.variables import Variables

AROUND = 400  # characters on either side of an address in which the rest of its call stands
MOST_FUNCTIONS = 500  # of one script
MOST_PARTS = 5  # of an address that are variables, between its quoted ones
# After a letter or a digit, a quote ends what has spaces in it: "application/json; charset=utf-8".
_QUOTED = regex(r"""(["'`])(?:(?<!\w.)|(?<=return.)|(?<=case.))((?:(?!\1)[^\s<>])*)\1""")
_ASKS = regex(
    r"""
        # in small letters: to make them is cheaper than to look for both
        (?:fetch|getjson|getscript|axios|\.get|\.post|ajax|(?<!window\.)open|load\w*|request)\s*
        \(\s*(?:[\w'\"]+\s*,\s*)?$
        | (?:url|api|src|endpoint|interface|source|dataurl|\bajax)\w*['\"]?\s*[:=]\s*$
    """,
    re.X,
)
_OF_ATTRIBUTE = regex(r"\sdata-[\w-]+=$")  # of an element, which a script reads where it asks
# A function of one's own: "getList('/list', {page: 1}, show)", "send('/list', 'post', {page: 1})"
_ASKS_ITSELF = regex(r"(?<![\w$.])(?:[\w$]+\.)?([\w$]+)\s*\(\s*$", re.A)
_IS_SENT = regex(r"""^\W?\s*,\s*(?:["'](?:get|post)["']\s*,\s*)?(?:[\w.]+\(\s*)?\{""", re.I)
# "load('yw', 1)": its own function takes the name of a channel.
_LOADS = regex(r"load\w*\(\s*$", re.I)
_ADDRESS_SIGN = regex(r"[/.?]")
_IS_SENT_BY_NAME = regex(
    r"""^\s*,\s*(?:["'](?:get|post)["']\s*,\s*)?([A-Za-z_]\w*)\s*[,)]""", re.I | re.A
)
_CALLER = regex(r"(?<!\$\.)(?<!axios\.)(?<!jQuery\.)\b([\w$]+)\s*\(\s*(?:\{[^{}]{0,200})?$", re.A)
# "/list_" + n + ".json" and "/list?page=" + n are templates as much as `/list_${n}.json` is.
_MIDDLE = regex(
    r"""(["'])((?:(?!\1)[^\n])*)\1\s*\+\s*([\w.$]+)\s*\+\s*(["'])((?:(?!\4)[^\n])*)\4"""
)
_TAIL = regex(r"""(["'])((?:(?!\1)[^\n])*=)\1\s*\+\s*([\w.$]+)""")
_COUNTED = regex(r"""(["'])((?:(?!\1)[^\s<>])*[/_-])\1\s*\+\s*([\w.$]+)""")
# "ctx + '/list'": where a site is, in a variable.
_PREFIXED = regex(
    r"""
        (?<![\w.'"`$])([\w$][\w.]*)\s*\+\s*(["'`])
        (?=/(?!/)|\?|[\w-]+(?:/[\w-]+)*(?:[/?]|\.(?:do|action|json|php|jsp|as[ph]x|ashx)\b))
    """,
    re.X,
)
# "url = $(this).data('src')", "$.get(tab.dataset.url"
_READS = regex(r"\.(?:data|attr|getAttribute)\(|\.dataset\b")
_ADDRESS_OF_ELEMENT = regex(
    r"""
        ([=:(]\s*)(?:\$\(\s*\w+\s*\)|[A-Za-z_$][\w$]*)\.
        (?:(?:data|attr|getAttribute)\(\s*["'](?:data-)?([\w-]+)["']\s*\)|dataset\.([a-z]+)\b)
    """,
    re.X,
)
# "'/list?id=' + getQuery('id') + '&page='"
_READ = regex(
    r"""(?<=[=/])(["'])\s*\+\s*(?:new URLSearchParams\([\w.]{0,40}\)\.)?[\w.$]{1,40}"""
    r"""\(\s*["'](\w{1,40})["']\s*\)(\s*\+\s*\1)?"""
)
# What is put before addresses, in a script that may ask for none itself.
_SETS = regex(r"\b(\w+)['\"]?\s*[:=]\s*$")
_IS_BASE = regex(r"base_?(?:url|api|path)?$", re.I)
# What a script of axios puts before every address, and what it asks for where a call says "params".
_BASE = regex(r"""\bbaseURL["']?\s*[:=]\s*["']([^"'\s]+)["']""")
# What a script of one's own puts before the address that it is called with.
_OWN_BASE = regex(
    r"""
        \burl["']?\s*:\s*(?:([\w.$]+)|["'](/[^"'\n]*)["'])\s*\+\s*
        (?:[\w$]+\.(?:url|path)|(?:url|u|path|api))\b(?=\s*[,}\n])
    """,
    re.X,
)
_ASKED = regex(r"""\{[^{}]*\bpage_?(?:no|num|index)?["']?\s*:\s*\d+[^{}]*\}""", re.I)
_PAGE_AND_SIZE = regex(
    r"/\$\{\s*([\w.]+)\s*\}/(?:\d{1,3}|\$\{\s*[\w.]*(?:size|limit|rows)\s*\})$", re.I
)
_PAGE_AT_END = regex(r"/\$\{\s*([\w.]+)\s*\}\.s?html?$", re.I)
_OBJECT = r"""(\{(?:[^{}"']|"[^"\n]*"|'[^'\n]*')*\}|[\w.]+)"""
_KEPT_OBJECT = regex(r"\b(\w+)\s*[:=]\s*(\{[^{}]*\})")
_OBJECT_BEGINS = regex(r"\b(\w+)\s*[:=]\s*(?=\{)")
_DATA = regex(r"""\b(?:data|body|params|json)["']?\s*:\s*""" + PACKED + _OBJECT)
_ARGUMENT = regex(r"""^\W{0,3}\s*,\s*(?:["'](?:get|post)["']\s*,\s*)?""" + PACKED + _OBJECT, re.I)
_SAYS_POST = regex(
    r"""(?:type|method)["']?\s*:\s*["']post|^\s*,\s*["']post["']|\.post\s*\(""", re.I
)
_SAYS_HOW = regex(r"""\b(?:type|method)["']?\s*:""")
_SET_UP = regex(r"\bajaxSetup\(\s*(\{[^{}]{1,400}\})")
_SAYS_JSON = regex(r"application/json|JSON\.stringify|contentType[\"']?\s*:\s*[\"']json", re.I)
_POSTS = regex(r"post\w*\s*\(\s*(?:\{[^{}]{0,200})?$", re.I)
# jQuery's "$('#list').load('/part.jsp', {page: 1})" posts what is an object.
_LOADS_PART = regex(r"(?:\$\([^()\n]{1,80}\)|\$\w+)\.load\(\s*$")
# "$('#list').load('/list.jsp?page=1 #rows')": the part that it shows of what it loads
_PART_SHOWN = regex(r"""(\.load\(\s*["'][^"'\s<>]{1,300}) +[#.][^"'\n<>]{1,80}(?=["'])""")
_SAYS_FORM = regex(
    r"""
        \b(?<!JSON\.)(?:stringify|param|\w*serializ\w*)\(\s*[\w{] | emulateJSON["']?\s*:\s*true
        | x-www-form
    """,
    re.X | re.I,
)
_POSTS_JSON = regex(
    r"(?:axios|http|request|service|api)(?:\.post\s*\(\s*|\s*\(\s*\{[^{}]{0,200})$", re.I
)
# What scripts without them need not be searched for: most rules here begin with any quoted word.
_JOINS_IN = regex(r"""["']\s*\+\s*[\w.$]+\s*\+\s*["']""")
_JOINS_AT_END = regex(r"""[=/_-]["']\s*\+""")


def named_lists(text: str, url: str, template: str | None = None) -> Iterator[Interface]:
    """Yield the first request of each list that the scripts or attributes of a page name.

    ``template`` is how the addresses of articles are made of their ids.
    """
    named_by = f"{url}|{template}" if template else url
    known, markup = Variables(text, url), markup_of(text)
    plain = (with_returned(script) for kind, script in scripts_in(text) if "ld+json" not in kind)
    scripts = [with_calls(with_properties(script), markup) for script in plain]
    asked = list(_named_by_scripts(scripts, text, url, known))
    for address, sent in asked:
        yield Interface(f"{address}#{sent}={named_by}", is_start=True)
    for address, sent, is_start in named_by_elements(markup, url, known):
        # An element may keep more than the script sends, which reads where to ask from it.
        if not any(_asks_for_less(one, address) for one, _ in asked):
            yield Interface(f"{address}#{sent}={named_by}", is_start)


def _asks_for_less(one: str, other: str) -> bool:
    """Whether an address is another one without some of its fields."""
    fields, others = ({*parse_qsl(urlsplit(address).query)} for address in (one, other))
    is_same_place = one.partition("?")[0] == other.partition("?")[0]
    return is_same_place and bool(fields) and fields < others


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
    script = with_forms(script, known.form) if SENDS_FORM.search(script) else script
    base, said = _base(script, known), script
    script = in_plain(chosen_first(script), known.input, known.meta, known.attribute)
    script = joined(put_in_place(_with_addresses_kept(script, known)))
    script = _PART_SHOWN.sub(r"\1", script) if ".load(" in script else script
    script = joined(counted_out(spelled_out(script)))
    script = _joined(script, known) if "+" in script else script
    for quoted in _QUOTED.finditer(script):
        named = quoted[2]
        near = script[max(0, quoted.start() - 60) : quoted.start()]
        asks = _ASKS.search(near.lower()) is not None or _asks_itself(near, quoted)
        asks = asks and _OF_ATTRIBUTE.search(near) is None
        if not _ADDRESS_SIGN.search(named) and _LOADS.search(near):
            continue
        if named == base or not (asks or ".json" in named[1:]):
            continue
        before = script[max(0, quoted.start() - AROUND) : quoted.start()]
        if _is_put_before(named, before, said):
            continue
        after = after_address(script, quoted.end(), AROUND, partial(value_within, known=known))
        if _is_shown(before, after):
            continue
        after = within_call(after)
        options, fields = _call_round(before, after, script, quoted, known)
        slots = (found[1] or found[2] for found in SLOT.finditer(named))
        in_path = (slot.rpartition(".")[2] for slot in slots)
        names = (*fields, *IN_QUERY.findall(named), *in_path) if asks else ()
        is_counted = asks and is_counted_script(named)
        is_counted = (
            is_counted or any(map(_counts, names)) or any(map(_counts_within, fields.values()))
        )
        if not (INTERFACE.search(named) or is_counted):
            continue
        sent = _method(before, after, options, script)
        is_below = base and named.startswith("/") and not named.startswith(base)
        is_below = is_below and (_BASE.search(said) or _is_by_own_function(before))
        complete = base.rstrip("/") + named if base and is_below else named
        if sent == "json":
            fields = {name: value.strip() for name, value in fields.items()}
        else:
            fields = as_form(fields)
        if (address := filled(complete, fields, url, known)) and (sent != "json" or fields):
            counted = SIZED if _is_sized(named) else COUNTED if _is_counted(named) else sent
            yield address, counted if sent == "get" else sent


def _with_addresses_kept(script: str, known: Variables) -> str:
    """Return a script with the address that it reads from an element: ``url = e.data("src")``."""

    def address(read: re.Match[str]) -> str:
        kept = known.address_kept(read[2] or read[3])
        return f"{read[1]}'{kept}'" if kept else read[0]

    return _ADDRESS_OF_ELEMENT.sub(address, script) if _READS.search(script) else script


def _is_put_before(named: str, before: str, script: str) -> bool:
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


def _is_shown(before: str, after: str) -> bool:
    """Whether a script goes to an address that it keeps: it asks for a page, and no interface."""
    variable = _SETS.search(before)
    if variable is None:
        return False
    goes = rf"(?:location(?:\.href)?\s*=|(?:window\.open|replace|assign)\()\s*{variable[1]}\b"
    return re.search(goes, after) is not None


def _asks_itself(near: str, quoted: re.Match[str]) -> bool:
    """Whether a function that is no one's but the page's is given an address and what to send."""
    if "/" not in quoted[2] or not (name := _ASKS_ITSELF.search(near)):
        return False
    after = quoted.string[quoted.end() : quoted.end() + 60]
    if name[1] in ("open", "assign", "replace"):
        return False
    named = _IS_SENT_BY_NAME.match(after)
    return bool(_IS_SENT.match(after) or (named and named[1] in _begun(quoted.string)))


def _call_round(
    before: str, after: str, script: str, quoted: re.Match[str], known: Variables
) -> tuple[str, dict[str, str]]:
    """Return the options of a call that stand before its address, and the fields that it sends."""
    options, table = opened_in(before), TABLE.search(before)
    fields = _options(after, script, quoted.start(), known)
    if options and not fields and (sent_before := _DATA.search(options)):
        fields = fields_in(sent_before[1], known)
    if options and not fields and "function" in after:
        fields = _options(beyond_functions(script, quoted.end()), script, quoted.start(), known)
    if table:
        of_table = table[0] + within_call(script[quoted.end() : quoted.end() + LONGEST])
        if made := made_by_table(of_table):
            fields |= fields_in(made, known)
        if not any(map(_counts, fields)):
            fields |= asked_by_table(table[1], of_table)
    return options or (table[0] if table else ""), fields


def _is_by_own_function(before: str) -> bool:
    """Whether a call is by a function of the page itself, which may put a base before addresses."""
    caller = _CALLER.search(before)
    return caller is not None and caller[1] != "fetch"


def _base(script: str, known: Variables) -> str | None:
    """Return what a script puts before every address that it asks for."""
    if "baseURL" in script and (said := _BASE.search(script)):
        return said[1]
    own = _OWN_BASE.search(script) if "+" in script else None
    return (own[2] or known.prefix(own[1]) or None) if own else None


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
    return any(word.match(name) for word in (PAGE, OFFSET, CURSOR))


def _counts_within(value: str) -> bool:
    """Whether an object that is sent in a field counts pages: ``{"pageNo": 1}``."""
    held = loads(value) if value.lstrip().startswith("{") else None
    numbers = held.items() if isinstance(held, dict) else ()
    return any(_counts(name) and whole(value) is not None for name, value in numbers)


@lru_cache(maxsize=1)  # one script has thousands of calls
def _set_up(script: str) -> str:
    """Return what a script sets for all its calls: ``$.ajaxSetup({type: "post"})``."""
    found = _SET_UP.search(script) if "ajaxSetup" in script else None
    return found[1] if found else ""


def _method(before: str, after: str, options: str, script: str) -> str:
    """Return how a call sends its fields: in its address, as a form or as JSON.

    Functions of the page itself say it where they are defined.
    """
    if (table := TABLE.search(before)) and is_posted(table[1], table[0] + after):
        return "post"
    said = options + after + _defined(before, script)
    if options and not _SAYS_HOW.search(options + after):
        said += _set_up(script)
    is_part = _LOADS_PART.search(before) and _IS_SENT.search(after)
    if not (is_part or _POSTS.search(before) or _SAYS_POST.search(said)):
        return "get"
    if FORM in said or _SAYS_FORM.search(said):
        return "post"
    return "json" if _SAYS_JSON.search(said) or _POSTS_JSON.search(before) else "post"


def _defined(before: str, script: str) -> str:
    """Return what the function does that is called with an address, where the script defines it."""
    caller = _CALLER.search(before)
    name = caller[1] if caller else ""
    if not name or f"{name}(" not in script:
        return ""
    return _bodies(script).get(name, "")


@lru_cache(maxsize=1)
def _bodies(script: str) -> dict[str, str]:
    found = islice(functions_in(script), MOST_FUNCTIONS)
    return {function.name: body_of(script, function.body) for function in found}


def _options(after: str, script: str, at: int, known: Variables) -> dict[str, str]:
    """Return the fields that a call sends, written out there or kept in a variable."""
    end = re.search(r"\bfunction\b|=>|\bsuccess\b|\.then\b", after)
    call = after[: end.start()] if end else after
    found = _DATA.search(call) or _ARGUMENT.search(call)
    if found is None or found[1].startswith("{"):
        return fields_in(found[1], known) if found else {}
    name = found[1].rpartition(".")[2]
    kept = _last_set(_objects(script).get(name), at) or _object_of_objects(name, script, at, known)
    if kept is None and len(asked := _asked(script)) == 1:
        # Small names say nothing in a script that was made smaller.
        return fields_in(asked[0], known)
    return _with_counter(name, fields_in(kept, known), script, known) if kept else {}


def _with_counter(
    name: str, fields: dict[str, str], script: str, known: Variables
) -> dict[str, str]:
    """Return the fields of an object with the page that a script sets in it before it is sent."""
    if any(map(_counts, fields)):
        return fields
    for found in re.finditer(rf"\b{name}\.(\w+)\s*=(?!=)\s*[A-Za-z_][\w.]*\s*[;,\n}}]", script):
        if PAGE.match(found[1]):
            return fields | fields_in(f"{{{found[1]}: {found[1]}}}", known)
    return fields


def _last_set(found: Sequence[tuple[int, Any]] | None, at: int) -> Any:
    """Return what a variable was last set to before a place of its script, or else first."""
    if not found:
        return None
    place = bisect_right(found, at, key=itemgetter(0))
    return found[max(place - 1, 0)][1]


@lru_cache(maxsize=1)
def _objects(script: str) -> dict[str, list[tuple[int, str]]]:
    """Return the objects of a script by the variables that are set to them, and where."""
    kept: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for found in _KEPT_OBJECT.finditer(script):
        kept[found[1]].append((found.start(), found[2]))
    return kept


@lru_cache(maxsize=8)
def _object_of_objects(name: str, script: str, at: int, known: Variables) -> str | None:
    """Return the object with others in it that a variable is set to."""
    begun = _last_set(_begun(script).get(name), at)
    if begun is None:
        return None
    return object_at(script, begun, partial(value_within, known=known))[0] or None


@lru_cache(maxsize=1)
def _begun(script: str) -> dict[str, list[tuple[int, int]]]:
    """Return where the objects of a script begin, by the variables that are set to them."""
    begun: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for found in _OBJECT_BEGINS.finditer(script):
        begun[found[1]].append((found.start(), found.end()))
    return begun


@lru_cache(maxsize=1)
def _asked(script: str) -> list[str]:
    found: list[str] = _ASKED.findall(script)
    return found
