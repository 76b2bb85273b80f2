"""What the functions of a page ask for, with the values that they are called with."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from html import unescape
from itertools import chain, islice

from crawler.lists.functions import CALL, LONGEST, VALUE, functions_in
from crawler.lists.interfaces import PAGE

MOST_CALLS = 20
MOST_ELEMENTS = 200

_OF_ELEMENT = re.compile(
    r"""\b(?:onclick|onmouseover|href=["']javascript:)\b\s*=?\s*["']?([^"<>]{3,200})""", re.I
)
_LATER_PAGE = re.compile(r"[?&]\w*(?:page|pn|p)\w*=(?![01]\b)\d", re.I)


def with_calls(script: str, markup: str = "") -> str:
    """Return a script with what its functions do when they are called, in place of their bodies.

    ``function load(c, p) { $.get("/api/" + c + "?page=" + p) } load(501, 1)`` asks for one list.
    So do elements of the ``markup`` that call them, unless they turn the pages of a list.
    """
    functions = {
        function.name: (function.arguments, _body(script, function.body))
        for function in functions_in(script)
    }
    if not functions:
        return script
    elements = islice(_OF_ELEMENT.finditer(markup), MOST_ELEMENTS)
    of_elements = " ".join(unescape(element[1]) for element in elements)
    shown = (found for found in _called(of_elements, functions) if not _LATER_PAGE.search(found[1]))
    called = dict.fromkeys(islice(chain(_called(script, functions), shown), MOST_CALLS))
    for body in {functions[name][1] for name, _ in called}:
        script = script.replace(body, "", 1)
    return "\n".join([script, *(body for _, body in called)])


def _called(
    script: str, functions: Mapping[str, tuple[list[str], str]]
) -> Iterator[tuple[str, str]]:
    """Yield the functions that are called with values joined to an address, and what they do."""
    for call in CALL.finditer(script):
        names, body = functions.get(call[1], ([], ""))
        values = ["".join(value) for value in VALUE.findall(call[2])]
        if len(names) == len(values) and any(_joins(name).search(body) for name in names):
            is_later = any(
                PAGE.match(name) and value.isdecimal() and int(value) > 1
                for name, value in zip(names, values, strict=True)
            )
            for name, value in zip(names, values, strict=True):
                body = _joins(name).sub(partial(_joined, value), body)
            if not is_later:
                yield call[1], body


def _joined(value: str, found: re.Match[str]) -> str:
    return value + (found["quote"] if found["end"] is not None else "")


def _body(script: str, start: int) -> str:
    """Return what stands between the braces of a function, which is not long."""
    depth = 1
    for brace in re.finditer(r"[{}]", script[start : start + LONGEST]):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return script[start : start + brace.start()]
    return ""


def _joins(name: str) -> re.Pattern[str]:
    """Match where a variable is joined to an address, in its midst or at its end."""
    name = re.escape(name)
    return re.compile(
        rf"""\$\{{\s*{name}\s*\}}|(?P<quote>["'`])\s*\+\s*{name}\b"""
        rf"""(?:\s*\+\s*(?P=quote)|(?P<end>(?!\s*[.(\[])))"""
    )
