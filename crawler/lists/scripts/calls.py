"""What the functions of a page ask for, with the values that they are called with."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from html import unescape
from itertools import chain, islice

from article.patterns import regex
from crawler.lists.interfaces import PAGE
from crawler.lists.scripts.functions import CALL, LONGEST, VALUE, Function, functions_in

MOST_CALLS = 20
MOST_LOOKED_AT = 200  # calls, of which few have to do with addresses
MOST_ELEMENTS = 200
MOST_TABS = 12

_OF_ELEMENT = regex(
    r"""\b(?:onclick|onmouseover|href=["']javascript:)\b\s*=?\s*["']?([^"<>]{3,200})""", re.I
)
_OF_TAB = regex(
    r"""\b(\w+)\(\s*\$\(\s*\w+\s*\)\.(?:data|attr)\(\s*["'](?:data-)?([\w-]{1,40})["']\s*\)"""
    r"""((?:\s*,\s*(?:\d{1,9}|["'][^"'()\n]{0,40}["'])){0,4})\s*\)"""
)
# "getList({page: 1})", "getList(this.query)"
_GIVES_OBJECT = regex(
    r"(?<![\w$])(\w+)\s*\(\s*(\{[^{}]{1,400}\}|[A-Za-z_][\w.]*)\s*[,)](?!\s*(?:=>|\{))", re.A
)
# "const getList = (params) => request({url: '/list', params})": it has no body
_ARROW = regex(
    r"""\b(\w+)\s*[=:]\s*(?:\(\s*)?([A-Za-z_]\w*)\s*(?:\)\s*)?=>\s*([^{\s;][^;\n]{5,300})""", re.A
)
_ASKS_FOR = regex(r"""["'`][^"'`\s<>]*/[^"'`\s<>$]*(?:["'`]|\$\{)""")
# "params: {...query}"
_WHOLE = regex(r"\{\s*\.\.\.(\w+)\s*,?\s*\}", re.A)
_NUMBER = regex(r"[?&](\w+)=(\d{1,9})\b")
_SETS_NUMBER = regex(r"""\b(\w+)["']?\s*:\s*(\d{1,9})\b""")


def with_calls(script: str, markup: str = "") -> str:
    """Return a script with what its functions do when they are called, in place of their bodies.

    ``function load(c, p) { $.get("/api/" + c + "?page=" + p) } load(501, 1)`` asks for one list.
    So do elements of the ``markup`` that call them, unless they turn the pages of a list.
    """
    script = with_objects(script)
    functions = _functions(script)
    if not functions:
        return script
    shown = (
        (body, done)
        for body, done in _called(_of_elements(markup), script, functions)
        if not _is_later(_NUMBER.findall(done))
    )
    calls = _for_each(script, markup) if "data" in script else script
    called = dict.fromkeys(islice(chain(_called(calls, script, functions), shown), MOST_CALLS))
    for body in dict.fromkeys(body for body, _ in called):
        script = script.replace(body, "", 1)
    return "\n".join([script, *(done for _, done in called)])


@lru_cache(maxsize=1)  # each script of a page asks for that
def _of_elements(markup: str) -> str:
    """Return what the elements of a page do when they are pressed."""
    elements = islice(_OF_ELEMENT.finditer(markup), MOST_ELEMENTS)
    return " ".join(unescape(element[1]) for element in elements)


@lru_cache(maxsize=4)  # several rules ask for those of one script
def _functions(script: str) -> dict[str, Function]:
    return {function.name: function for function in functions_in(script)}


def with_objects(script: str) -> str:
    """Return a script with what its functions do that send an object which they are given.

    ``get = q => axios.post("/list", q); get({page: 1})`` posts that object. Where such functions
    are called at all, those that nobody calls ask for nothing.
    """
    script = _WHOLE.sub(r"\1", script) if "..." in script else script
    senders = dict(_senders(script))
    done = dict[str, None]()
    for name, given in islice(_GIVES_OBJECT.findall(script), MOST_LOOKED_AT) if senders else ():
        if name in senders and len(done) < MOST_CALLS:
            argument, body = senders[name]
            # "get = q => send(q)" hands on; what else is given has a value.
            is_given = given != argument or re.search(rf"\b{given}\s*=\s*\{{", script)
            if is_given and not _is_later(_SETS_NUMBER.findall(given)):
                done[_sends_whole(argument).sub(partial(_put_whole, given), body)] = None
    for _, body in senders.values() if done else ():
        script = script.replace(body, "", 1)
    return "\n".join([script, *done]) if done else script


def _senders(script: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the functions that send their first argument, whole: that and what they do."""
    found = [(f.name, f.arguments[0], body_of(script, f.body)) for f in _of_arguments(script)]
    found += islice(_ARROW.findall(script), MOST_LOOKED_AT) if "=>" in script else ()
    for name, argument, body in found:
        if _ASKS_FOR.search(body) and _sends_whole(argument).search(body):
            yield name, (argument, body.strip())


def _of_arguments(script: str) -> Iterator[Function]:
    return islice((f for f in _functions(script).values() if f.arguments), MOST_LOOKED_AT)


def _sends_whole(name: str) -> re.Pattern[str]:
    """Match where a variable is all that is sent: ``params: q``, ``{params}``, ``"/list", q)``."""
    name = re.escape(name)
    short = rf"(?<=[{{,])(?P<short>\s*)(?P<as>(?=params\b|data\b|body\b){name})(?=\s*[,}}])"
    named = (
        rf"(?:\b(?:params|data|body)\s*:\s*(?:[\w.]+\(\s*)?|\bnew URLSearchParams\(\s*)"
        rf"(?={name}\s*[,)}}])"
    )
    second = rf"[\"'`]\s*,\s*(?={name}\s*[,)])"
    return re.compile(rf"(?P<before>{named}|{second}){name}|{short}", re.A)


def _put_whole(given: str, found: re.Match[str]) -> str:
    if found["as"]:
        return f"{found['short']}{found['as']}: {given}"
    return f"{found['before']}{given}"


def _for_each(script: str, markup: str) -> str:
    """Return a script that says what a function is called with which each tab calls.

    ``load($(this).data("id"), 1)`` is ``load("3", 1) load("5", 1)`` where two elements keep these.
    """

    def calls(call: re.Match[str]) -> str:
        kept = re.findall(rf"""\bdata-{re.escape(call[2])}\s*=\s*["']?([\w-]+)""", markup)
        each = list(dict.fromkeys(kept))
        return " ".join(f"{call[1]}('{value}'{call[3]})" for value in each[:MOST_TABS]) or call[0]

    return _OF_TAB.sub(calls, script)


def _called(
    calls: str, script: str, functions: Mapping[str, Function]
) -> Iterator[tuple[str, str]]:
    """Yield what functions do, as it is written and with the values that are joined to addresses.

    Calls for a later page of a list are left out.
    """
    known = (call for call in CALL.finditer(calls) if call[1] in functions)
    for call in islice(known, MOST_LOOKED_AT):
        function = functions[call[1]]
        values = [("".join(value), bool(value[2])) for value in VALUE.findall(call[2])]
        names = function.arguments[: len(values)]
        if len(function.arguments) != len(values) + call[3].count(","):
            continue
        given = {n: value for n, (value, _) in zip(names, values, strict=True)}
        done = body = body_of(script, function.body)
        for name, (value, is_number) in zip(names, values, strict=True):
            if PAGE.match(name) and value == "1":  # as every list begins
                continue
            done = _joins(name).sub(partial(_joined, value), done)
            sent = value if is_number else f"'{value}'"
            done = _sends(name).sub(partial(_put, sent), done)
        if done != body and not _is_later(given.items()):
            yield body, done


def _is_later(fields: Iterable[tuple[str, str]]) -> bool:
    """Whether fields ask for another page of a list than its first."""
    return any(PAGE.match(name) and value.isdecimal() and int(value) > 1 for name, value in fields)


def _joined(value: str, found: re.Match[str]) -> str:
    return value + (found["quote"] if found["end"] is not None else "")


def _put(value: str, found: re.Match[str]) -> str:
    return found[1] + value


def body_of(script: str, start: int) -> str:
    """Return what stands between the braces of a function, which is not long."""
    depth = 1
    for brace in re.finditer(r"[{}]", script[start : start + LONGEST]):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return script[start : start + brace.start()]
    return ""


def _sends(name: str) -> re.Pattern[str]:
    """Match where a variable is sent in a field: ``{cid: c}``."""
    return re.compile(rf"([{{,]\s*[\"']?\w+[\"']?\s*:\s*){re.escape(name)}(?=\s*[,}}])", re.A)


def _joins(name: str) -> re.Pattern[str]:
    """Match where a variable is joined to an address, in its midst or at its end."""
    name = re.escape(name)
    return re.compile(
        rf"""\$\{{\s*{name}\s*\}}|(?P<quote>["'`])\s*\+\s*{name}\b"""
        rf"""(?:\s*\+\s*(?P=quote)|(?P<end>(?!\s*[.(\[])))"""
    )
