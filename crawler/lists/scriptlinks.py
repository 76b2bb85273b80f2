"""The links that scripts of a page hold: in the markup that they write, in arrays of objects."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from article.patterns import regex
from crawler.lists.answers.jsonitems import PLACE_IN_ROW, made_items, named_by_value, read_item
from crawler.lists.links.anchors import Anchor, anchor_of, parse, read_anchors
from crawler.lists.paging.labels import is_pager
from crawler.lists.scripts import rows as scriptrows
from crawler.lists.scripts.itemlinks import item_template
from crawler.scope import resolve
from crawler.shapes import PAGE_FILE
from storage.values.visit import Link

_NAME = regex(r"[\u4e00-\u9fff]{2,8}")
_ADDRESS = regex(rf"[\w./:-]*(?:\.{PAGE_FILE}(?:\?[^\s\"'<>]*)?|/[\w-]+/)", re.I)


def held_links(text: str, base: str, known: str | None = None) -> Iterator[Anchor]:
    """Yield the links that scripts of the page write, or make of the arrays they hold.

    ``known`` is how another script makes the addresses of their ids.
    """
    for piece in scriptrows.written(text):
        if (rows := parse(piece)) is not None:
            for anchor in read_anchors(rows, base):
                if anchor and not is_pager(anchor.label) and "%3C" not in anchor.url:
                    yield anchor
    held = (scriptrows.objects, scriptrows.flat, scriptrows.slides)
    with_ids = []
    for thing in chain.from_iterable(find(text) for find in held):
        if item := read_item(thing, base):
            yield _shown(item)
        else:
            with_ids.append(thing)
    is_list = len(with_ids) >= scriptrows.LEAST_OBJECTS
    template = (item_template(text) or known) if is_list else None
    yield from _several(made_items(with_ids, template, base))
    yield from _by_place(text, base)
    rows_held = list(scriptrows.rows(text))
    found = (read_item(named_by_value(row), base) for row in rows_held)
    yield from _several([item for item in found if item])
    yield from _menu(rows_held, base)


def _by_place(text: str, base: str) -> Iterator[Anchor]:
    """Yield the items whose addresses a script makes of the first value of a row: ``row[0]``."""
    rows = list(scriptrows.placed(text))
    template = item_template(text) if len(rows) >= scriptrows.LEAST_OBJECTS else None
    if template and PLACE_IN_ROW.search(template):
        yield from _several(made_items(rows, template, base))


def _several(items: Sequence[Link]) -> Iterator[Anchor]:
    """Yield the items of a list: fewer are something else, unless they have a day."""
    is_list = len(items) >= scriptrows.LEAST_OBJECTS
    yield from map(_shown, items if is_list else [item for item in items if item.date])


def _shown(item: Link) -> Anchor:
    return anchor_of(item.url, item.title or "", item.date)


def _menu(rows: Iterable[Sequence[str]], base: str) -> Iterator[Anchor]:
    """Yield the channels that a tree of a script is made of: ``d.add(1, 0, '要闻', '/yw.asp')``."""
    found = []
    for row in rows:
        names = [value for value in row if _NAME.fullmatch(value)]
        named = (value for value in row if _ADDRESS.fullmatch(value))
        if names and (address := next(named, None)) and (url := resolve(address, base)):
            found.append(replace(anchor_of(url, names[0], None), zone="nav"))
    yield from found if len(found) > 1 else ()
