"""The links of a page by what they lead to: articles, lists, or what they do not tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import not_

from crawler.lists.links.anchors import Anchor
from crawler.lists.links.asides import is_aside, is_site_map
from crawler.lists.links.hints import HEADLINE, is_channel, is_menu, is_promising, is_simplified
from crawler.shapes import is_below


@dataclass(slots=True)
class SortedLinks:
    """What the links of one page lead to, but for those of its pager.

    The ``promising`` and the ``doubtful`` do not tell what they are. ``versions`` lead to the same
    site in other characters; they are told from others only where a page has no other links.
    """

    articles: Sequence[Anchor]
    lists: Sequence[Anchor]
    promising: list[Anchor]
    doubtful: list[Anchor]
    versions: Sequence[Anchor]

    @property
    def is_unsure(self) -> bool:
        """Whether some links do not tell what they lead to."""
        return bool(self.promising or self.doubtful)

    @property
    def shows_items(self) -> bool:
        """Whether some links look like the items of a list."""
        unsure = (*self.promising, *self.doubtful)
        return bool(self.articles) or any(len(a.title) >= HEADLINE or a.is_dated for a in unsure)

    @property
    def is_nameless(self) -> bool:
        """Whether the page names no other list."""
        return not self.lists and not any(a.zone == "nav" for a in self.promising)

    def promise_frames(self) -> None:
        """Count the frames that may hold a menu among what is promising."""
        frames, self.doubtful = parted(self.doubtful, map(_is_menu_frame, self.doubtful))
        self.promising += frames


def sorted_links(articles: Sequence[Anchor], others: Sequence[Anchor], page: str) -> SortedLinks:
    """Sort the ``others`` of the links of a ``page``, of which those to articles are known."""
    lists, unsure = list[Anchor](), list[Anchor]()
    for anchor in others:
        is_known = is_aside(anchor)
        if not is_known and is_channel(anchor):
            lists.append(anchor)
            is_known = True
        if not is_known or is_site_map(anchor.title):
            unsure.append(anchor)
    promising, doubtful = _by_promise(unsure, page, has_articles=bool(articles))
    is_bare = not (articles or lists or unsure)  # it asks for a language first
    versions = [a for a in others if is_simplified(a.title)][:1] if is_bare else []
    return SortedLinks(articles, lists, promising, doubtful, versions)


def parted(
    anchors: Sequence[Anchor], is_first: Iterable[object]
) -> tuple[list[Anchor], list[Anchor]]:
    """Return the links of which something is so, and the others, each in their order."""
    chosen = list(is_first)
    return list(compress(anchors, chosen)), list(compress(anchors, map(not_, chosen)))


def _by_promise(
    unsure: list[Anchor], page: str, *, has_articles: bool
) -> tuple[list[Anchor], list[Anchor]]:
    """Part links that do not tell what they are: those that promise something, and others."""
    promises = [is_promising(anchor) for anchor in unsure]
    if not (has_articles or any(promises)):
        return unsure, []  # a page that shows nothing else is there for these
    if not has_articles:
        promises = [
            is_good or (is_below(anchor.url, page) and not anchor.is_frame)
            for anchor, is_good in zip(unsure, promises, strict=True)
        ]
    return parted(unsure, promises)


def _is_menu_frame(anchor: Anchor) -> bool:
    return anchor.is_frame and is_menu(anchor.url)
