"""Which articles of a list are looked at before anything is declared."""

from collections.abc import Sequence

from crawler.lists.listpage import ListPage
from storage.values.visit import Link


def items_of(page: ListPage) -> Sequence[Link]:
    """Return the links of a list to its articles: with those that do not tell, if they are most."""
    lists = {link.url for link in page.lists}
    unsure = [link for link in page.unsure if link.url not in lists]
    return (*page.articles, *unsure) if len(unsure) > len(page.articles) else page.articles


def sample_of(page: ListPage, size: int) -> Sequence[Link]:
    """Return some articles from the middle of a list: headlines and side bars stand at its ends."""
    items = items_of(page)
    step = len(items) // (size + 1)
    return items[step :: max(step, 1)][:size]
