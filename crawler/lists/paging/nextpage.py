"""Where a list goes on: by links, by the script that writes them, by numbers in its address."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lxml import etree

from crawler.lists.interfaces import with_fields
from crawler.lists.links.anchors import Anchor, parse, read_anchors
from crawler.lists.links.labels import words_in
from crawler.lists.paging.addresses import is_after, is_same_list, split_page, with_number
from crawler.lists.paging.counts import count_of_pages
from crawler.lists.paging.labels import (
    FAR_SIGN,
    LAST,
    MORE,
    NEXT_NAME,
    NEXT_SIGN,
    is_more,
    says_next,
)
from crawler.lists.paging.links import find_by_number
from crawler.lists.paging.scripts import next_by_script
from crawler.lists.paging.templates import calls_next
from crawler.lists.scripts.rows import written
from storage.values.urlkey import url_key

_COMPONENTS = ("el-pagination", "ant-pagination", "ivu-page", "v-pagination")
_IN_CLASS = " or ".join(f"contains(@class, '{name}')" for name in _COMPONENTS)
_PAGERS = etree.XPath(f"//*[{_IN_CLASS}][not(.//a[@href])]")


def find_next(text: str, url: str, base: str, anchors: Sequence[Anchor]) -> str | None:
    """Return the address of the page after this one, or None where a list ends here.

    ``text`` is the page with its scripts, ``url`` its own address, ``base`` what its links are
    relative to, ``anchors`` its links.
    """
    own = url_key(url)
    for found in _by_pager(text, url, base, anchors):
        if found is not None and url_key(found) != own and not _is_beyond(found, own, text):
            return found
    return _by_far_sign(anchors, own) or _by_more(anchors, own) or _by_last(anchors, own, text)


def _by_pager(text: str, url: str, base: str, anchors: Sequence[Anchor]) -> Iterator[str | None]:
    """Yield where each kind of pager leads; the later are looked for where the others fail."""
    own = url_key(url)
    yield _by_label(anchors, own)
    yield find_by_number(anchors, own)
    yield next_by_script(text, url, base)


def _is_beyond(following: str, own: str, text: str) -> bool:
    """Whether a function is called for the page after the last: some pages do not look."""
    number = split_page(own)[1]
    if number is None or split_page(url_key(following))[1] != number + 1 or not calls_next(text):
        return False
    return number == count_of_pages(text)


def _by_label(anchors: Sequence[Anchor], own: str) -> str | None:
    for anchor in anchors:
        # The sign of an icon font says nothing, but its title does.
        if says_next(anchor.label) or says_next(anchor.title) or "next" in anchor.rel.split():
            return anchor.url
    signs = [a for a in anchors if a.label in NEXT_SIGN and not is_more(a, own)]
    quiet = [a for a in anchors if not a.label or a.label in FAR_SIGN]
    named = [a for a in quiet if a.names and NEXT_NAME.search(a.names)]
    return next((anchor.url for anchor in (*signs, *named)), None)


def _by_far_sign(anchors: Iterable[Anchor], own: str) -> str | None:
    """Return where ``>>`` leads if that is the page after this one: it may lead to the last."""
    signs = (anchor.url for anchor in anchors if anchor.label in FAR_SIGN)
    return next((url for url in signs if is_after(url, own)), None)


def _by_more(anchors: Iterable[Anchor], own: str) -> str | None:
    """Return where "more" leads if that is the page after this one: it may lead to another list.

    Where several differ in a number only, they lead to those of channels.
    """
    urls = {url_key(a.url): a.url for a in anchors if MORE.match(a.label)}
    alike = [url for key, url in urls.items() if key != own and is_same_list(key, own)]
    return alike[0] if len(alike) == 1 and is_after(alike[0], own) else None


def _by_last(anchors: Iterable[Anchor], own: str, text: str) -> str | None:
    """Return the page after this one by the address of the last, where a pager links no other."""
    form, number = split_page(own)
    for last in (anchor.url for anchor in anchors if LAST.match(anchor.label)):
        its_form, end = split_page(url_key(last))
        if its_form == own:  # the number of this page belongs to the name of the list
            form, number = own, None
        is_same = its_form == form or its_form.rpartition("/")[0] == form.rstrip("/")
        if end is None or not is_same:
            continue
        count = count_of_pages(text)
        if end == 1 and count is not None and count > max(number or 0, 2):  # the newest is highest
            following = (number or count) - 1
            return with_number(last, end, following) if following else None
        # Of five pages, the second is called 1 where the last is called 4.
        following = number + 1 if number is not None else 1 + (count != end + 1)
        return with_number(last, end, following) if following <= end else None
    return None


def next_by_number(root: Any, text: str, url: str) -> str | None:
    """Return a guess where a pager leads that has numbers and no address: ``?page=2``.

    So do the components of Vue and React name their pages, if they have addresses at all; where
    they have none the same page comes again, and ends the list.
    """
    for pager in _PAGERS(root) if any(name in text for name in _COMPONENTS) else ():
        shown = (words_in(e) for e in pager.iter("li", "button", "span"))
        numbers = [int(text) for text in shown if text.isdecimal() and len(text) < 6]
        named = re.search(r"[?&]page=(\d{1,6})", url)
        current = int(named[1]) if named else 1
        if current < max(numbers, default=0):
            return with_fields(url, page=current + 1)
    return None


def next_written(text: str, url: str, base: str) -> str | None:
    """Return the next page by a link that a script of a page writes as it stands."""
    own = url_key(url)
    for piece in written(text):
        if "下" in piece and (root := parse(piece)) is not None:
            for anchor in read_anchors(root, base):
                if anchor and says_next(anchor.label) and is_after(anchor.url, own):
                    return anchor.url
    return None
