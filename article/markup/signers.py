"""Elements that say by their markup, not by a word, that they name who wrote a text."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from article.markup.page import Page, label_of, squeeze
from article.patterns import regex

_NAMED = regex(r"(?<![a-z])(?:author|writer|reporter|zuozhe)(?![a-z])", re.I)
MAX_INSIDE = 50  # elements of a line that are looked at
MAX_TEXT = 40


def find_signers(page: Page, start: int, end: int) -> Iterator[str]:
    """Yield what elements named author hold in lines ``start`` to ``end``, such as rel=author."""
    for line in page.lines[start:end]:
        block = page.blocks[line.block]
        if line.hidden or len(line.text) > 4 * MAX_TEXT or block.end - block.start != 1:
            continue
        for element in islice(block.element.iter(), MAX_INSIDE):
            text = squeeze("".join(element.itertext())) if _names_author(element) else ""
            if 0 < len(text) <= MAX_TEXT:
                yield text


def _names_author(element: Any) -> bool:
    stated = (label_of(element), element.get("rel"), element.get("itemprop"))
    return any(_NAMED.search(name) for name in stated if name) or "/author/" in (
        element.get("href") or ""
    )
