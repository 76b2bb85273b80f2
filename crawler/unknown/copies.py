"""Lists that a server shows again in any folder: ``/yw/yw/list.html`` for ``/yw/list.html``.

Their relative links lead to the same pages by ever longer addresses.
"""

from crawler.lists.listpage import ListPage
from crawler.shapes import folded
from storage.values.urlkey import url_key


class Copies:
    """The lists of a run by their bytes, and what their links lead to."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[str, int]] = {}

    def find(self, page: ListPage, url: str, sha256: str | None) -> str | None:
        """Return the path of a list higher up that has these very bytes, but leads elsewhere.

        Pages that a script fills may have the same bytes; their links then are the same too, or
        they name what each of them asks for besides.
        """
        links = (*page.articles, *page.unsure, *page.lists, *page.doubtful, *page.following)
        if sha256 is None or page.sources or not links:
            return None
        leads_to = hash(frozenset(url_key(link.url) for link in links))
        path = _path(url)
        first, led_to = self._first.setdefault(sha256, (path, leads_to))
        is_deeper = len(path) > len(first) and (first == "/" or path.endswith(first))
        return first if is_deeper and leads_to != led_to else None


def _path(url: str) -> str:
    return "/" + folded(url).partition("?")[0][2:].partition("/")[2]
