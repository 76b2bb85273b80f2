"""The one spelling in which each list of a site is asked for, and when it is due again."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from article.patterns import regex
from crawler.lists.links.calendars import is_calendar, is_over
from crawler.shapes import folded
from storage.standing import Standing
from storage.values.urlkey import url_key
from storage.values.visit import Link

_YEAR = regex(r"^\W*((?:19|20)\d\d)\s*年?度?\W*$")
_DAY = regex(r"((?:19|20)\d\d)([-/_.]?)(\d\d?)\2(\d\d?)(?!\d)")


LookUp = Callable[[Iterable[str]], Mapping[str, Standing]]


class Spellings:
    """The lists of a run by their folded addresses: as each is asked for."""

    def __init__(self, look_up: LookUp, today: date) -> None:
        self._look_up, self._today = look_up, today
        self._lists: dict[str, str] = {}

    def __contains__(self, url: str) -> bool:
        return folded(url) in self._lists

    def note(self, answered: str, asked: str) -> None:
        """Note that an address leads to another: the other need not be asked for."""
        self._lists.setdefault(folded(answered), asked)

    def tell_apart(self, lists: Sequence[Link], url: str) -> None:
        """Note that a folder which shows nothing but the way to its own index is not that page."""
        if all(self._spelling(link.url) == url for link in lists):
            self._lists.update((folded(link.url), link.url) for link in lists)

    def respell(self, lists: Iterable[Link]) -> Iterator[Link]:
        """Yield links to lists, each in the one spelling that is asked for, due in every run.

        The list of a day or month that is over is due only once: there may be thousands; so is that
        of a year before the last, as reports on a year come in the next. What a calendar has for a
        day, other lists show as well: it is due until the day after.
        """
        for link in lists:
            url = self._spelling(link.url)
            is_past = _is_past_day(link, self._today) or _is_past_year(link, self._today)
            again = not (is_past or is_over(url, self._today))
            yield replace(link, kind="list", url=url, channel=link.title, again=again)

    def _spelling(self, url: str) -> str:
        name = folded(url)
        if name not in self._lists:
            variants = [url, *_variants(name, url)]
            known = self._look_up(variants)
            self._lists[name] = next((v for v in variants if url_key(v) in known), url)
        return self._lists[name]


def _is_past_day(link: Link, today: date) -> bool:
    """Whether a calendar leads to a day before yesterday, by the day's number."""
    found = _DAY.search(link.url) if is_calendar(link.url) else None
    if found is None or (link.title or "").strip().lstrip("0") != found[4].lstrip("0"):
        return False
    try:
        return (today - date(int(found[1]), int(found[3]), int(found[4]))).days > 1
    except ValueError:
        return False


def _is_past_year(link: Link, today: date) -> bool:
    """Whether a link leads to the list of a year before the last, by its name and its address."""
    found = _YEAR.match(link.title or "")
    return found is not None and found[1] in link.url and int(found[1]) < today.year - 1


def _variants(name: str, url: str) -> Iterator[str]:
    """Yield other addresses of a folder's index."""
    if name.endswith("/"):
        scheme = url.partition("://")[0]
        for file in ("", "index.html", "index.shtml", "index.htm"):
            yield f"{scheme}:{name}{file}"
        yield f"{scheme}:{name.rstrip('/')}"
