"""The links that scripts of a page hold: in the markup that they write, in arrays of objects."""

from collections.abc import Iterator
from itertools import chain

from crawler.lists import scriptrows
from crawler.lists.anchors import Anchor, anchor_of, parse, read_anchors
from crawler.lists.jsonlists import named_by_value, read_item
from crawler.lists.paging import is_pager


def held_links(text: str, base: str) -> Iterator[Anchor]:
    """Yield the links that scripts of the page write, or make of the arrays they hold."""
    for piece in scriptrows.written(text):
        if (rows := parse(piece)) is not None:
            for anchor in read_anchors(rows, base):
                if anchor and not is_pager(anchor.label) and "%3C" not in anchor.url:
                    yield anchor
    held = (scriptrows.objects, scriptrows.flat, scriptrows.linked, scriptrows.slides)
    for thing in chain.from_iterable(find(text) for find in held):
        if item := read_item(thing, base):
            yield anchor_of(item.url, item.title or "", item.date)
    found = (read_item(named_by_value(row), base) for row in scriptrows.rows(text))
    if len(items := [item for item in found if item]) >= scriptrows.LEAST_OBJECTS:
        yield from (anchor_of(item.url, item.title or "", item.date) for item in items)
