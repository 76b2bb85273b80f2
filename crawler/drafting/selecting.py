"""CSS for what was found on a page: the shortest that selects it and little else."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from lxml.cssselect import CSSSelector

from article.patterns import regex
from crawler.lists.anchors import base_of
from crawler.scope import resolve

_NAME = regex(r"^[A-Za-z_][\w-]*$")
_CHANGING = regex(r"\d{3,}|active|current|hover|first|last|odd|even")
LONG = 12  # characters of a title; more say nothing more
_ITEMS = ("li", "dd", "dt", "td", "h2", "h3", "h4", "section", "article")
LEAST_SHARE = 0.9  # of what a selector selects must be articles


def links_selector(root: Any, url: str, articles: Mapping[str, int]) -> str | None:
    """Return the CSS of the links of a list: of the blocks of like links, the one with most.

    ``articles`` are addresses with the lengths of their titles: names of authors are links too.
    """
    wanted, base = set(articles), base_of(root, url)
    votes: Counter[str] = Counter()
    for anchor in root.iter("a"):
        if resolve(anchor.get("href"), base) in wanted:
            votes.update(set(_names_around(anchor)))
    fits: dict[str, tuple[int, bool, int]] = {}
    for css, _ in votes.most_common(40):
        forms = _forms(root, css, base)
        found = set().union(*forms.values())
        is_named = "." in css or "#" in css  # what has no name is to be nothing else
        is_ours = len(found & wanted) >= (LEAST_SHARE if is_named else 1) * len(found)
        # A frame that holds the side bar too has links of several forms.
        if is_ours and all(len(urls) >= LEAST_SHARE * len(found) for urls in forms.values()):
            told = sum(min(articles.get(url, 0), LONG) for url in found)
            fits[css] = (told, is_named, -len(css))
    return max(fits, key=fits.__getitem__, default=None)


def _forms(root: Any, css: str, base: str) -> dict[str, set[str]]:
    """Return the addresses that a selector finds, by what stands around their links."""
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for anchor in CSSSelector(css, translator="html")(root):
        around = [f"{e.tag}.{_lasting(e)}" for e in islice(anchor.iterancestors(), 3)]
        if address := resolve(anchor.get("href"), base):
            forms[" ".join(around)].add(address)
    return forms


def _lasting(element: Any) -> str:
    """Return the classes of an element but for those that number its rows or mark one of them."""
    names = (element.get("class") or "").split()
    return " ".join(name for name in names if not _CHANGING.search(name))


def text_selector(root: Any, texts: Iterable[str]) -> str | None:
    """Return the CSS of the smallest element that holds all the texts and has a name."""
    wanted = ["".join(text.split()) for text in texts if text]
    if not wanted:
        return None
    for element in sorted(root.iter(), key=_size):
        if not isinstance(element.tag, str) or element.tag in ("title", "html", "body", "script"):
            continue
        text = "".join("".join(element.itertext()).split())
        if all(piece in text for piece in wanted):
            return next(
                (css for holder in (element, *element.iterancestors()) for css in _names(holder)
                 if len(CSSSelector(css, translator="html")(root)) == 1),
                None,
            )  # fmt: skip
    return None


def _size(element: Any) -> int:
    return sum(map(len, element.itertext())) if isinstance(element.tag, str) else 0


def _names_around(anchor: Any) -> Iterator[str]:
    for holder in anchor.iterancestors():
        if holder.tag in ("body", "html"):
            return
        names = list(_names(holder))
        if not names and holder.tag in _ITEMS:
            names = [holder.tag]
        yield from (f"{css} a" for css in names)


def _names(element: Any) -> Iterator[str]:
    """Yield the selectors that name an element by its id or a class."""
    if isinstance(element.tag, str) and element.tag == "h1":
        yield "h1"
    identity = element.get("id") or ""
    if _NAME.match(identity) and not _CHANGING.search(identity):
        yield f"#{identity}"
    for name in (element.get("class") or "").split():
        if _NAME.match(name) and not _CHANGING.search(name):
            yield f"{element.tag}.{name}"
