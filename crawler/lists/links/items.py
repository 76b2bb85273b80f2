"""The items of a list: several links may be one."""

from collections.abc import Iterable

from article.patterns import regex
from crawler.lists.links.anchors import Anchor
from crawler.lists.links.hints import HEADLINE
from crawler.lists.links.labels import LONGEST_NAME, NO_TITLE, is_more_label
from storage.values.urlkey import url_key
from storage.values.visit import Link

_CHINESE = regex(r"[\u4e00-\u9fff]{2}")
_SIGNS = regex(r"^\W+|\W+$")


def merged(anchors: Iterable[Anchor]) -> list[Anchor]:
    """Return one link for each address: the picture, the title and 详细 of an item are one.

    Those that a sign calls "more" somewhere come first: they are lists, whatever menus hold.
    """
    found: dict[str, Anchor] = {}
    for anchor in anchors:
        key = url_key(anchor.url)
        known = found.get(key)
        if known is None:
            found[key] = anchor
            continue
        if _is_better(anchor.title, known.title) or NO_TITLE.match(known.title):
            known.title = anchor.title or known.title
        known.date = known.date or anchor.date
        known.is_dated = known.is_dated or anchor.is_dated
        known.zone = "" if "" in (known.zone, anchor.zone) else known.zone
        known.label = known.label if is_more_label(known.label) else anchor.label or known.label
        known.above = known.above or anchor.above
        if anchor.beside not in known.beside:
            known.beside = f"{known.beside} {anchor.beside}"
    for anchor in found.values():
        if anchor.above and NO_TITLE.match(anchor.title):
            anchor.title = anchor.above
    return sorted(found.values(), key=lambda anchor: not is_more_label(anchor.label))


def _is_better(title: str, known: str) -> bool:
    """Whether a text says more of a link than one that is known: 继续阅读“标题” does not."""
    if NO_TITLE.match(title) or title == known:
        return False
    if min(len(title), len(known)) >= HEADLINE:
        if title.find(known) > 0:
            return False
        if known.find(title) > 0:
            return True
    return len(title) > len(known)


def article(anchor: Anchor) -> Link:
    """Return the link to an article as a page shows it."""
    return Link(url=anchor.url, title=name_of(anchor), date=anchor.date)


def name_of(anchor: Anchor) -> str | None:
    """Return what a page calls that to which a link leads.

    Beside one that only says "more" stands the name of its list: ``创建动态 更多>>``.
    """
    if not is_more_label(anchor.title):
        return anchor.title or None
    words = anchor.beside.partition(anchor.title)[0].split()
    names = [_SIGNS.sub("", word) for word in words if _CHINESE.search(word)]
    return names[0] if len(names) == 1 and len(names[0]) <= LONGEST_NAME else None
