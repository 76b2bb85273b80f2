"""Texts that SQLite and files can hold."""

import re
from dataclasses import replace
from typing import Any

from article.model import Article, Repair
from article.patterns import regex

_UNSTORABLE = regex("[\0\ud800-\udfff]")
_FIELDS = ("body", "title", "source", "author", "editor", "credit", "channel")


def clean(text: str | None) -> str | None:
    """Replace NUL, where SQLite's text functions end, and lone surrogates, which are no UTF-8."""
    return text if text is None or _is_storable(text) else _UNSTORABLE.sub("\ufffd", text)


def storable(article: Article) -> Article:
    """Clean the texts of an article; what was replaced in the body is noted as a repair."""
    texts = [text for name in _FIELDS if (text := getattr(article, name))]
    if all(map(_is_storable, texts)):
        return article
    cleaned: dict[str, Any] = {name: clean(getattr(article, name)) for name in _FIELDS}
    notes = tuple(_note(match) for match in _UNSTORABLE.finditer(article.body))
    return replace(article, **cleaned, repairs=(*article.repairs, *notes))


def _is_storable(text: str) -> bool:
    # Encoding proves it in a fifth of the time that the pattern takes.
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def _note(match: re.Match[str]) -> Repair:
    return Repair(
        kind="unstorable",
        version=1,
        span_before=match.span(),
        span_after=match.span(),
        before=f"U+{ord(match.group()):04X}",
        after="\ufffd",
        lossy=True,
    )
