"""Pages that show a part of a list again: ``/list?cid=2&area=3`` beside ``/list?cid=2``.

Filters multiply: what three of them choose from are hundreds of pages, without an article that the
list itself has not.
"""

from collections import defaultdict
from itertools import islice

from storage.values.urlkey import url_key

MOST_IN_VAIN = 2  # filters of a list that are tried and show nothing new


class Filters:
    """The lists of a run that have several pages, and what was tried beside them in vain."""

    def __init__(self) -> None:
        self._whole: defaultdict[str, set[frozenset[str]]] = defaultdict(set)
        self._in_vain: defaultdict[str, list[frozenset[str]]] = defaultdict(list)

    def note_list(self, url: str) -> None:
        """Note a list that goes on, so that all its articles are found without any filter."""
        path, fields = _split(url)
        self._whole[path].add(fields)

    def note_in_vain(self, url: str) -> None:
        """Note a page that was not worth its visit; it counts if it is a filter."""
        path, fields = _split(url)
        self._in_vain[path].append(fields)

    def is_filter(self, url: str) -> bool:
        """Whether an address is that of such a list with more fields."""
        return self._narrows(*_split(url))

    def is_in_vain(self, url: str) -> bool:
        """Whether an address is that of one more filter of a list whose filters bring nothing."""
        path, fields = _split(url)
        if not self._narrows(path, fields):
            return False
        in_vain = (tried for tried in self._in_vain.get(path, ()) if self._narrows(path, tried))
        return len(list(islice(in_vain, MOST_IN_VAIN))) == MOST_IN_VAIN

    def _narrows(self, path: str, fields: frozenset[str]) -> bool:
        # One field and no other may name a channel: /list.php?cid=3 beside /list.php.
        wholes = self._whole.get(path, ())
        return len(fields) > 1 and any(whole < fields for whole in wholes)


def _split(url: str) -> tuple[str, frozenset[str]]:
    path, _, query = url_key(url).partition("?")
    return path, frozenset(filter(None, query.split("&")))
