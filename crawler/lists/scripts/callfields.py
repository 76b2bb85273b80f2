"""The fields that a call sends, be they written out in it or kept in a variable."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any

from article.patterns import regex
from crawler.lists.interfaces import OFFSET, PAGE
from crawler.lists.scripts.brackets import LONGEST, beyond_functions, opened_in, within_call
from crawler.lists.scripts.cursors import CURSOR
from crawler.lists.scripts.filling import fields_in, value_within
from crawler.lists.scripts.objects import PACKED, object_at
from crawler.lists.scripts.tables import TABLE, asked_by_table, made_by_table
from crawler.lists.scripts.variables import Variables

_ASKED = regex(r"""\{[^{}]*\bpage_?(?:no|num|index)?["']?\s*:\s*\d+[^{}]*\}""", re.I)
_OBJECT = r"""(\{(?:[^{}"']|"[^"\n]*"|'[^'\n]*')*\}|[\w.]+)"""
_KEPT_OBJECT = regex(r"\b(\w+)\s*[:=]\s*(\{[^{}]*\})")
_OBJECT_BEGINS = regex(r"\b(\w+)\s*[:=]\s*(?=\{)")
_DATA = regex(r"""\b(?:data|body|params|json)["']?\s*:\s*""" + PACKED + _OBJECT)
_ARGUMENT = regex(r"""^\W{0,3}\s*,\s*(?:["'](?:get|post)["']\s*,\s*)?""" + PACKED + _OBJECT, re.I)


def call_round(
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
        if not any(map(counts, fields)):
            fields |= asked_by_table(table[1], of_table)
    return options or (table[0] if table else ""), fields


def counts(name: str) -> bool:
    """Whether a field of this name says which part of a list is meant."""
    return any(word.match(name) for word in (PAGE, OFFSET, CURSOR))


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
    if any(map(counts, fields)):
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
    begun = _last_set(objects_begun(script).get(name), at)
    if begun is None:
        return None
    return object_at(script, begun, partial(value_within, known=known))[0] or None


@lru_cache(maxsize=1)
def objects_begun(script: str) -> dict[str, list[tuple[int, int]]]:
    """Return where the objects of a script begin, by the variables that are set to them."""
    begun: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for found in _OBJECT_BEGINS.finditer(script):
        begun[found[1]].append((found.start(), found.end()))
    return begun


@lru_cache(maxsize=1)
def _asked(script: str) -> list[str]:
    found: list[str] = _ASKED.findall(script)
    return found
