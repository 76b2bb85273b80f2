"""Islands of data in a page, ``<xml id="rows">``, which old browsers show in a table."""

import re
from collections.abc import Iterator
from itertools import islice

from article.patterns import regex
from crawler.lists.answers.feeds import read_records

MOST_ISLANDS = 20  # of one page

_START = regex(r"<xml\b[^<>]{0,200}>", re.I)
_END = regex(r"</xml>", re.I)


def islands(text: str) -> Iterator[Iterator[dict[str, str]]]:
    """Yield the records of each island of data in a page."""
    for start in islice(_START.finditer(text), MOST_ISLANDS):
        if end := _END.search(text, start.end()):
            island = text[start.end() : end.start()]
            yield read_records(f"<xml>{island}</xml>".encode("utf-8", "replace"))
