"""The objects that a call sends, with those in them as texts or as the fields of a form."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from article.patterns import regex
from crawler.lists.jsonvalues import loads
from crawler.lists.scripts.brackets import LONGEST, TOKEN

# What fields are put through before they are sent: "qs.stringify({page: 1})"
PACKED = r"(?:(?:[\w$]+\.)?(?:stringify|param|\w*[sS]erializ\w*)\(\s*)?"
_DATA_BEGINS = regex(
    r"""(?:\b(?:data|body|params|json)["']?\s*:|^\W{0,3}\s*,(?!\s*\{\s*["']?(?:method|headers|mode|"""
    r"""credentials|cache|params|data|body|timeout|signal)["']?\s*:))\s*""" + PACKED + r"\{"
)
IS_JSON = "/*json*/"  # at the beginning of an object that a field is sent as, in JSON
_WORD = regex(r""""([^"\\\n]*)"|'([^'\\\n]*)'|([A-Za-z_$][\w.$]*)(\s*:)?""", re.A)

Value = Callable[[str], str | None]  # of a variable


def as_form(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of a form, with what objects within it are sent as.

    >>> as_form({"site": '"3"', "page": ' {"no":1,"size":9}', "params": '{"page":1}'})
    {'site': '3', 'page[no]': '1', 'page[size]': '9', 'params': '{"page":1}'}
    """
    found: dict[str, str] = {}
    for name, value in fields.items():
        held = loads(value) if value.startswith(" ") else None
        if isinstance(held, dict) or (isinstance(held, list) and len(held) == 1):
            found |= dict(_within(name, held))
        else:
            found[name] = value.strip('" ')
    return found


def _within(name: str, held: Any) -> Iterator[tuple[str, str]]:
    """Yield the fields by which a form sends an object in a field, as jQuery and axios do."""
    if isinstance(held, dict):
        for key, value in held.items():
            yield from _within(f"{name}[{key}]", value)
    elif isinstance(held, list):
        for value in held[:1]:
            yield from _within(f"{name}[]", value)
    else:
        yield name, held if isinstance(held, str) else json.dumps(held)


def after_address(script: str, start: int, around: int, value: Value) -> str:
    """Return what stands after an address that ends at ``start``, ``around`` characters of it.

    ``value`` returns that of a variable.
    """
    near = script[start : start + around]
    sign = _DATA_BEGINS.search(near)
    if sign is None:
        return near
    begun = start + sign.end() - 1
    data, end = object_at(script, begun, value)
    if not data or data == script[begun:end]:
        return near
    return script[start:begun] + data + script[end : end + around]


def object_at(script: str, begun: int, value: Value) -> tuple[str, int]:
    """Return the object that begins at a place, with those in it as texts, and where it ends.

    ``{"filter": {"site": "1"}, "page": 1}`` becomes ``{"filter": ' {"site":"1"}', "page": 1}``:
    without the space where it is sent as JSON in any case. "" where it is too long.
    """
    depth, inner, done, parts = 0, begun, begun, list[str]()
    for token in TOKEN.finditer(script, begun, begun + LONGEST):
        if token[0] in "{[":
            depth += 1
            inner = token.start() if depth == 2 else inner
        elif token[0] in "}]":
            depth -= 1
            if depth == 1 and (text := _as_text(script[inner : token.end()], value)):
                parts += [script[done:inner], text]
                done = token.end()
        if not depth:
            return "".join([*parts, script[done : token.end()]]), token.end()
    return "", begun


def _as_text(thing: str, value: Value) -> str | None:
    """Return an object as a quoted text, None where nobody knows a variable in it."""

    def written(word: re.Match[str]) -> str:
        if word[1] is not None or word[2] is not None:
            return json.dumps(word[1] or word[2] or "")
        if word[4] or word[3] in ("true", "false", "null"):
            return f'"{word[3]}"{word[4]}' if word[4] else word[3]
        known = value(word[3])
        return json.dumps(known) if known and not known.isdecimal() else known or word[0]

    is_json = thing.startswith(IS_JSON, 1)
    said = loads(_WORD.sub(written, thing.replace(IS_JSON, "", 1)))
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return None if said is None or "'" in text else f"'{text if is_json else f' {text}'}'"
