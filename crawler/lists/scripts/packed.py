"""What scripts keep in other writing, to be read as they run: ``JSON.parse(atob("W3…"))``."""

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from urllib.parse import unquote

from article.patterns import regex

LEAST = 100  # characters; less is no list
_WORDS = ("atob", "ase64", "decodeURI", "unescape")  # before what is written otherwise
_HELD = regex(
    rf"""
        (?:\b(?P<base64>atob|[\w$.]{{0,40}}[bB]ase64[\w$.]{{0,40}})|\b(?:decodeURI(?:Component)?|unescape))
        \(\s*(["'`])(?P<text>[^"'`\s<>\\]{{{LEAST},}})\2\s*\)
    """,
    re.X,
)
_UNICODE = regex(r"%u([0-9a-fA-F]{4})")
_QUOTED_SIGN = regex(r"%(?:22|27|3[cC]|7[bB]|5[bB])")


def unpacked(script: str) -> Iterator[str]:
    """Yield what a script keeps in base64 or with its signs as numbers.

    >>> [len(held) for held in unpacked("show(unescape('" + "%u6587%u660E" * 9 + "'))")]
    [18]
    """
    if not any(word in script for word in _WORDS):
        return
    for held in _HELD.finditer(script):
        text = decoded(held["text"]) if held["base64"] else held["text"]
        if held["base64"] is None or _QUOTED_SIGN.search(text):
            text = unquote(_UNICODE.sub(lambda code: chr(int(code[1], 16)), text))
        if text:
            yield text


def decoded(text: str) -> str:
    """Return what a text in base64 says, "" where it is none."""
    try:
        return b64decode(text).decode()
    except (binascii.Error, ValueError):
        return ""
