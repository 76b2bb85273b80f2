"""What a list leads to, in whatever form it came."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from storage.values.visit import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """What a list page leads to, each in the order of the page.

    ``following`` are the pages that continue this list, ``beyond`` is the one behind them,
    ``sources`` the record interfaces that hold its newest items, ``kept`` those of them for which
    a script in a file of its own may ask, ``lists`` other lists, ``feeds`` those for machines. Of
    ``unsure`` pages the link does not tell what they are, and of
    ``doubtful`` ones it promises little. ``beside`` is the text around the links that may be to
    articles. ``dropped`` counts links that are no address, ``is_feed`` says that the page is for
    machines, ``is_garbled`` that its characters are lost, ``is_closed`` that it asks nobody to
    follow its links, ``traps`` are addresses that grow, ``turners`` are scripts of which one may
    turn its pages, ``definers`` those that may define what its links call, ``state`` is what a page
    wants back with the next request, ``leads_on`` where one leads that is nothing but the way to
    another, ``channels`` are what the fields say of channels that an answer names, ``abroad`` the
    items that lead to other sites, and where the page itself does.
    """

    articles: tuple[Link, ...] = ()
    following: tuple[Link, ...] = ()
    beyond: Link | None = None
    sources: tuple[Link, ...] = ()
    kept: tuple[Link, ...] = ()
    lists: tuple[Link, ...] = ()
    feeds: tuple[Link, ...] = ()
    unsure: tuple[Link, ...] = ()
    doubtful: tuple[Link, ...] = ()
    beside: tuple[str, ...] = ()
    scripts: tuple[Link, ...] = ()
    turners: tuple[Link, ...] = ()
    definers: tuple[Link, ...] = ()
    dropped: int = 0
    is_feed: bool = False
    traps: tuple[str, ...] = ()
    is_garbled: bool = False
    is_closed: bool = False
    state: Mapping[str, str] = field(default_factory=dict)
    leads_on: str | None = None
    channels: tuple[Mapping[str, str], ...] = ()
    abroad: tuple[Link, ...] = ()


def pages(urls: Iterable[str]) -> tuple[Link, ...]:
    """Return links to pages of lists, each once."""
    return tuple(Link(url=url, kind="list") for url in dict.fromkeys(urls))
