"""What the functions of a page ask for, with the values that they are called with."""

import re
from collections.abc import Iterator
from functools import partial
from itertools import islice

from crawler.lists.functions import CALL, FUNCTION, LONGEST, VALUE

MOST_CALLS = 20


def with_calls(script: str) -> str:
    """Return a script and behind it what its functions do when they are called as it calls them.

    ``function load(c, p) { $.get("/api/" + c + "?page=" + p) } load(501, 1)`` asks for one list.
    """
    return "\n".join([script, *islice(_called(script), MOST_CALLS)])


def _called(script: str) -> Iterator[str]:
    functions = {
        found[1] or found[2]: (re.findall(r"[\w$]+", found[3]), _body(script, found.end()))
        for found in FUNCTION.finditer(script)
    }
    for call in CALL.finditer(script):
        names, body = functions.get(call[1], ([], ""))
        values = ["".join(value) for value in VALUE.findall(call[2])]
        if len(names) == len(values) and any(_joins(name).search(body) for name in names):
            for name, value in zip(names, values, strict=True):
                body = _joins(name).sub(partial(_joined, value), body)
            yield body


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
