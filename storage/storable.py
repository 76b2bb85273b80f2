"""Texts that SQLite and files can hold."""

import re
from dataclasses import replace
from typing import Any

from article.model import Article, Repair

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_FIELDS = ("body", "title", "source", "author", "editor", "credit", "channel")


def clean(text: str | None) -> str | None:
    """Replace NUL, where SQLite's text functions end, and lone surrogates, which are no UTF-8."""
    return _UNSTORABLE.sub("\ufffd", text) if text else text


def storable(article: Article) -> Article:
    """Clean the texts of an article; what was replaced in the body is noted as a repair."""
    texts = [text for name in _FIELDS if (text := getattr(article, name))]
    if not any(map(_UNSTORABLE.search, texts)):
        return article
    cleaned: dict[str, Any] = {name: clean(getattr(article, name)) for name in _FIELDS}
    notes = tuple(_note(match) for match in _UNSTORABLE.finditer(article.body))
    return replace(article, **cleaned, repairs=(*article.repairs, *notes))


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
