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


def find_signers(page: Page, start: int, end: int) -> Iterator[list[str]]:
    """Yield what elements named author hold in each of the lines ``start`` to ``end``.

    What stands behind a label is what that says: 责任编辑：<i class=author>.
    """
    for line in page.lines[start:end]:
        block = page.blocks[line.block]
        if line.hidden or len(line.text) > 4 * MAX_TEXT or block.end - block.start != 1:
            continue
        named = filter(_names_author, islice(block.element.iter(), MAX_INSIDE))
        texts = [squeeze("".join(element.itertext())) for element in named]
        yield [t for t in texts if 0 < len(t) <= MAX_TEXT and not _has_label(line.text, t)]


def _has_label(line: str, text: str) -> bool:
    return line.partition(text)[0].rstrip().endswith((":", "："))


def _names_author(element: Any) -> bool:
    if not any(map(_NAMED.search, element.values())):
        return False
    names = f"{label_of(element)} {element.get('rel')} {element.get('itemprop')}"
    return _NAMED.search(names) is not None or "/author/" in (element.get("href") or "")
