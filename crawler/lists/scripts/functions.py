"""Addresses that a function of a page makes of what a link gives it: ``openNews('123')``."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from article.patterns import regex
from crawler.lists.scripts.constants import Constants
from crawler.lists.scripts.itemlinks import filled, templates

# What begins with letters is found at once; a look behind them does for \b.
_FUNCTION = regex(r"function(?<!\wfunction)(?:\s+(\w+))?\s*\(([\w\s,$]{0,80})\)\s*\{", re.A)
# Methods of Vue and functions of newer scripts: "getList(code) {", "load = async (code) => {".
_METHOD = regex(
    r"""
        (?:
            (?<![\w.$])(?!(?:if|for|while|switch|catch|with|function)\b)([A-Za-z_]\w{1,40})
            | \b(\w{1,40})\s*=\s*(?:async\s*)?(?=\([^()]{1,80}\)\s*=>)
        )\s*\(([\w\s,$]{1,80})\)\s*(?:=>\s*)?\{
    """,
    re.X | re.A,
)
_NAMED = regex(r"\b(\w+)\s*[=:]\s*$", re.A)
_LONGEST_NAME = 60  # characters, with what stands behind it
LONGEST = 600  # characters of a function
MOST_MISSING = 10  # elements that call one and the same
_ONE = r"(?:'[^'()]{0,80}'|\"[^\"()]{0,80}\"|\d{1,20})"
_ELEMENT = r"(?:this|\$?event|e|\$\(\s*[^()]{1,30}\)(?:\.\w{1,10}\(\s*\d{0,3}\s*\))?)"
# "show(3, 1, this)": what was clicked may be given last.
CALL = regex(rf"\b(\w+)\s*\(\s*({_ONE}(?:\s*,\s*{_ONE})*)((?:\s*,\s*{_ELEMENT}){{0,2}})\s*\)", re.A)
VALUE = regex(r"'([^']*)'|\"([^\"]*)\"|(\d+)")
_GOES = regex(r"(?:location(?:\.(?:href|search))?|open|assign|replace)\W{0,12}$", re.I)
_SET_TO = regex(r"\b(\w+)\s*=\s*\W?$", re.A)
# "if (type == 2) { url = ", "case '2': url = "
_WHERE = regex(
    r"""
        (?:\bif\s*\(\s*(\w+)\s*={2,3}\s*["']?(\w+)["']?\s*\)\s*\{?|\bcase\s*["']?(\w+)["']?\s*:)
        [^{};:]*$
    """,
    re.X,
)
_SWITCH = regex(r"\bswitch\s*\(\s*(\w+)\s*\)")
_THIS = regex(r"\(\s*this\s*\)|dataset|this\.getAttribute")
_OF_THIS = regex(
    r"""
        ["'`](?P<before>[^"'`\s<>{}]*)["'`]?\s*(?:\+\s*|\$\{)(?:
            \$\(\s*this\s*\)\.
            (?:data\(\s*["'](?P<data>[\w-]+)["']|attr\(\s*["'](?P<attr>[A-Za-z][\w-]*)["'])\s*\)
            | [\w.]+\.dataset\.(?P<dataset>\w+)
        )(?:\}|\s*\+\s*["'](?=(?P<after>[^"'\s<>]*)["']))?
    """,
    re.X | re.A,
)
# What such a function does may be more than to show a page.
_DOES = regex(r"del|vote|digg|ding|praise|like|fav|login|logout|print|share|download|count", re.I)


class _Way(NamedTuple):
    """An address that a function leads to, where an ``argument`` is a ``value`` if one matters."""

    address: str
    argument: str | None = None
    value: str | None = None


@dataclass(frozen=True)
class Function:
    """One that has a name: ``function show(id) {`` or ``show = function (id) {``."""

    name: str
    arguments: list[str]
    start: int  # in the script
    body: int


def functions_in(script: str) -> Iterator[Function]:
    """Yield the functions of a script that have names."""
    for found in _FUNCTION.finditer(script):
        name, start = found[1], found.start()
        before = script[max(0, start - _LONGEST_NAME) : start]
        if not name and (named := _NAMED.search(before)):
            name, start = named[1], start - len(before) + named.start()
        if name:
            yield Function(name, re.findall(r"[\w$]+", found[2]), start, found.end())
    for found in _METHOD.finditer(script):
        name = found[1] or found[2]
        yield Function(name, re.findall(r"[\w$]+", found[3]), found.start(), found.end())


class Functions:
    """The functions of a page that lead somewhere, looked for when a link calls one.

    ``beside`` are those of scripts in files of their own. ``missing`` are the elements that call
    what is not among them all, by the name of the function.
    """

    def __init__(self, root: Any, beside: str = "") -> None:
        self._root, self._beside = root, beside
        self.missing: defaultdict[str, list[Any]] = defaultdict(list)

    def address(self, script: str, element: Any = None) -> str | None:
        """Return the address that the script of a link leads to by a function, None for others."""
        for call in CALL.finditer(script):
            names, ways = self._known.get(call[1], ((), ()))
            if call[1] not in self._defined and len(self.missing[call[1]]) < MOST_MISSING:
                self.missing[call[1]].append(element)
            values = ("".join(value) for value in VALUE.findall(call[2]))
            given = dict(zip(names, values, strict=False))
            if (way := _chosen(ways, given)) and (address := filled(way.address, given)):
                return address
        return None

    @cached_property
    def by_attribute(self) -> dict[str, str]:
        """Addresses that scripts make of what a clicked element holds, by its attribute.

        ``location.href = '/show?id=' + $(this).data('id')`` makes ``/show?id={}`` of ``data-id``.
        """
        found: dict[str, str] = {}
        for text in self._scripts:
            for made in _OF_THIS.finditer(text) if _THIS.search(text) else ():
                name = made["attr"] or f"data-{made['data'] or made['dataset']}"
                address = f"{made['before']}{{}}{made['after'] or ''}"
                is_way = _GOES.search(text[max(0, made.start() - 40) : made.start()])
                if is_way and re.search(r"[/?]", address) and not _DOES.search(address):
                    found.setdefault(name.lower(), address)
        return found

    @cached_property
    def _scripts(self) -> list[str]:
        return [*(e.text for e in self._root.iter("script") if e.text), self._beside]

    @cached_property
    def _functions(self) -> list[Function]:
        found = functions_in("\n".join(self._scripts))
        return sorted(found, key=lambda function: function.start)

    @cached_property
    def _defined(self) -> set[str]:
        return {function.name for function in self._functions}

    @cached_property
    def _known(self) -> dict[str, tuple[Sequence[str], Sequence[_Way]]]:
        """Names of arguments and addresses, by the name of the function."""
        text = "\n".join(self._scripts)
        found: dict[str, tuple[Sequence[str], Sequence[_Way]]] = {}
        constants = Constants(text)
        functions = self._functions
        ends = [*(function.start for function in functions[1:]), len(text)]
        for function, end in zip(functions, ends, strict=False):
            body = text[function.body : min(end, function.body + LONGEST)]
            names = function.arguments
            if (
                names
                and not _DOES.search(function.name)
                and (ways := list(_leads_to(body, names, constants)))
            ):
                found[function.name] = (names, ways)
        return found


def _chosen(ways: Sequence[_Way], given: Mapping[str, str]) -> _Way | None:
    """Return where a call leads, the first of all ways where nothing tells."""
    fit = (way for way in ways if way.argument and given.get(way.argument) == way.value)
    others = (way for way in ways if way.argument is None)
    return next(chain(fit, others, ways), None)


def _is_gone_to(before: str, body: str) -> bool:
    """Whether an address is set to a variable that a function then goes to."""
    named = _SET_TO.search(before)
    return named is not None and any(
        _GOES.search(body[max(0, use.start() - 40) : use.start()])
        for use in re.finditer(rf"\b{named[1]}\b(?!\s*[=+])", body)
    )


def _leads_to(body: str, names: list[str], constants: Constants) -> Iterator[_Way]:
    """Yield where a function leads, each with what it has to be given for that."""
    for before, template in templates(body):
        slots = [slot.partition("!")[0] for slot in re.findall(r"\{([\w!]+)\}", template)]
        if (
            not (_GOES.search(before) or _is_gone_to(before, body))
            or _DOES.search(template)
            or not {*slots} & {*names}
        ):
            continue
        known = {name: constants[name] for name in slots if name not in names}
        if None not in known.values():
            for name, value in known.items():
                template = template.replace(f"{{{name}}}", value or "")
            if (where := _WHERE.search(before)) is None:
                yield _Way(template)
            elif chooses := _SWITCH.search(body) if where[3] else where:
                yield _Way(template, chooses[1], where[2] or where[3])
