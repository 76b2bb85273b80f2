"""What a script sends with a call: objects within objects are read as texts in their places."""

import json
import re

from crawler.lists.interfaces import loads

LONGEST = 2000  # characters of the data of one call

_DATA_BEGINS = re.compile(
    r"""(?:\b(?:data|body|params|json)["']?\s*:|^\W{0,3}\s*,)\s*(?:JSON\.stringify\(\s*)?\{"""
)
_TOKEN = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[{}\[\]]")
_KEY = re.compile(r"([{,]\s*)(\w+)\s*:")


def after_address(script: str, start: int, around: int) -> str:
    """Return what stands after an address that ends at ``start``, ``around`` characters of it.

    ``{"filter": {"site": "1"}, "page": 1}`` becomes ``{"filter": '{"site":"1"}', "page": 1}``.
    """
    near = script[start : start + around]
    sign = _DATA_BEGINS.search(near)
    if sign is None:
        return near
    begun = start + sign.end() - 1
    depth, inner, done, parts = 0, begun, start, list[str]()
    for token in _TOKEN.finditer(script, begun, begun + LONGEST):
        if token[0] in "{[":
            depth += 1
            inner = token.start() if depth == 2 else inner
        elif token[0] in "}]":
            depth -= 1
            if depth == 1 and (text := _as_text(script[inner : token.end()])):
                parts += [script[done:inner], text]
                done = token.end()
        if not depth:
            end = max(start, token.end()) + around
            return "".join([*parts, script[done:end]]) if parts else near
    return near


def _as_text(thing: str) -> str | None:
    """Return an object as a quoted text, None where variables are in it."""
    said = loads(_KEY.sub(r'\1"\2":', thing if '"' in thing else thing.replace("'", '"')))
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return None if said is None or "'" in text else f"'{text}'"
