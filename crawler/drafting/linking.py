"""CSS for the links of a list: the shortest that selects them and little else."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import islice
from typing import Any, NamedTuple

from lxml.cssselect import CSSSelector

from article.layout import text_of
from article.patterns import regex
from crawler.drafting.naming import classes_of, is_of_looks, names_of
from crawler.lists.links.anchors import base_of
from crawler.lists.links.labels import READ_ON
from crawler.scope import host_of, is_file, is_within, resolve

LONG = 12  # characters of a title; more say nothing more
TITLE = 8  # characters; what has fewer may name an author
LEAST_SHARE = 0.9  # of what a selector selects must be articles
MOST = 200  # selectors that are tried
NAMED = 4  # named ancestors by which a list is told from other blocks
LEAST_LIST = 3  # links; with less it is a row
_LISTS = ("ul", "ol", "dl", "table")
_ITEMS = ("li", "dd", "dt", "td", "p", "h2", "h3", "h4", "section", "article")
_NUMBERS = regex(r"\d+")
_NAMES = regex(r"[.#]([\w-]+)")
_NO_LETTERS = regex(r"[\W\d_]+")


class _Merit(NamedTuple):
    """What speaks for a selector, the weightiest first; what speaks against it is negative."""

    told: int  # characters of the titles of the articles that it finds, twice those of its folder
    strangers: int
    said: int  # characters of the links themselves
    repeated: int  # links beside others to the same page
    is_named: bool
    looks: int  # names that only say how something looks
    parts: int
    around: int  # names nearer to the links that would do
    length: int


def links_selector(
    root: Any, url: str, articles: Mapping[str, int], unsure: Set[str] = frozenset()
) -> str | None:
    """Return the CSS of the links of a list: of the blocks of like links, the one with most.

    ``articles`` are addresses with the lengths of their titles: names of authors are links too.
    Those that are ``unsure`` may be articles, and speak neither for a selector nor against it.
    """
    base, hosts = base_of(root, url), [host_of(url)]
    addresses = {
        anchor: address
        for anchor in root.iter("a")
        if (address := resolve(anchor.get("href"), base))
        and is_within(address, hosts)
        and not is_file(address)
    }
    votes: Counter[str] = Counter()
    around: dict[str, int] = {}
    for anchor, address in addresses.items():
        if address in articles:
            near = dict(reversed([*_selectors(anchor)]))
            votes.update(near.keys())
            around |= {css: max(level, around.get(css, 0)) for css, level in near.items()}
    titled = {address for address, length in articles.items() if length >= TITLE}
    # A side bar of the whole site's latest news is often as long as the list itself.
    folder = url.partition("?")[0].rpartition("/")[0] + "/"
    weights = {
        address: min(length, LONG) * (2 if address.startswith(folder) else 1)
        for address, length in articles.items()
    }
    merits: dict[str, _Merit] = {}
    for css, _ in votes.most_common(MOST):
        anchors = CSSSelector(css, translator="html")(root)
        found = {anchor: addresses[anchor] for anchor in anchors if anchor in addresses}
        urls = set(found.values()) - unsure
        is_named = "." in css or "#" in css  # what has no name is to be nothing else
        is_ours = len(urls & articles.keys()) >= (LEAST_SHARE if is_named else 1) * len(urls)
        if is_ours and (block := _block_of(found)) is not None:
            shown = {addresses[anchor] for anchor in block.iter("a") if anchor in addresses}
            if len(shown & titled - urls) > len(urls) / 2:
                continue  # the odd rows of a list are not the list
            strangers = len(urls - articles.keys())
            merits[css] = _merit(css, around[css], found, weights, strangers)
    return max(merits, key=merits.__getitem__, default=None)


def lists_of(root: Any, css: str) -> list[int]:
    """Return to how many pages a selector leads in each list, where it means several; else nothing.

    Rows that are tables of their own are no lists.
    """
    anchors = CSSSelector(css, translator="html")(root)
    links = {(next(a.iterancestors(*_LISTS), None), a.get("href")): None for a in anchors}
    found = Counter(holder for holder, _ in links)
    return [*found.values()] if len(found) > 1 and min(found.values()) >= LEAST_LIST else []


def _merit(
    css: str, around: int, found: Mapping[Any, str], weights: Mapping[str, int], strangers: int
) -> _Merit:
    urls = set(found.values())
    said: defaultdict[str, int] = defaultdict(int)
    for anchor, address in found.items():
        said[address] = max(said[address], min(_said(anchor), LONG))
    return _Merit(
        told=sum(weights.get(address, 0) for address in urls),
        strangers=-strangers,
        said=sum(said[address] for address in urls & weights.keys()),
        repeated=len(urls) - len(found),
        is_named="." in css or "#" in css,
        looks=-sum(map(is_of_looks, _NAMES.findall(css))),
        parts=-css.count(" "),
        around=-around,
        length=-len(css),
    )


def _said(anchor: Any) -> int:
    """Return how many letters a link has in its text or title; what invites to read on has none."""
    text = text_of(anchor)
    texts = [] if READ_ON.match(text) else [text, anchor.get("title") or ""]
    return max((len(_NO_LETTERS.sub("", text)) for text in texts), default=0)


def _block_of(found: Mapping[Any, str]) -> Any:
    """Return the element where all links stand, as most of them do, or None.

    A frame that holds the side bar too has links of several forms.
    """
    forms: defaultdict[tuple[str, ...], list[Sequence[Any]]] = defaultdict(list)
    ways = [[*reversed([*anchor.iterancestors()])] for anchor in found]
    for way in ways:
        forms[tuple(map(_form, way))].append(way)
    most = max(forms.values(), key=len, default=[])
    depth = next(
        (level for level, holders in enumerate(zip(*most, strict=False)) if len(set(holders)) > 1),
        len(most[0]) if most else 0,
    )
    block = most[0][depth - 1] if depth else None
    is_one = all(len(way) >= depth and way[depth - 1] is block for way in ways)
    return block if is_one else None


def _form(element: Any) -> str:
    """Return the tag and the classes of an element without the numbers of rows."""
    return f"{element.tag}.{_NUMBERS.sub('', ' '.join(classes_of(element)))}"


def _selectors(anchor: Any) -> Iterator[tuple[str, int]]:
    """Yield selectors of a link: by its own name, its row, the block around, or two of these.

    Each comes with the number of names that are nearer to the link.
    """
    own = [f"a.{name}" for name in classes_of(anchor)]
    holders = [holder for holder in anchor.iterancestors() if holder.tag not in ("body", "html")]
    item = next((holder for holder in holders if holder.tag in _ITEMS), None)
    rows = [] if item is None else [f"{item.tag} a"]
    if item is not None and item is anchor.getparent():
        rows.append(f"{item.tag} > a")
    yield from ((css, 0) for css in own)
    if item is not None and item.tag != "p":  # any paragraph may hold a link
        yield from ((row, 0) for row in rows)
    named = [names for holder in holders if (names := [*names_of(holder)])]
    for level, names in enumerate(islice(named, NAMED)):
        inner = ["a", *own, *rows, *(f"{row} a" for row in (named[0] if level else ()))]
        yield from ((f"{css} {row}", level) for css in names for row in inner)
