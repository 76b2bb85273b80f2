"""Fields of addresses that each answer fills anew: ``/view?id=31&sid=00000caZ``, ``&rnd=48213``.

Whatever such a field is called, pages tell it by themselves: one shows the same headlines as
another, each under an address that differs in this field alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice

from article.patterns import regex
from crawler.lists.listpage import ListPage
from storage.values.visit import Link, Verdict

LEAST_HEADLINES = 2  # that are shown again under another address
LEAST_ARTICLES = 5  # of earlier runs whose addresses have the field, each with one value
LEAST_SERIES = 3  # texts of one title on a page: each month has its report
START = 8  # characters of a headline; lists cut what is longer
_LINKS = ("articles", "unsure", "doubtful", "lists", "following")

# A number or a word that nobody would choose, and no day.
_BY_CHANCE = regex(r"(?!(?:19|20)\d\d[-./]?\d\d)(?:(?=.*\d)[\w.%+-]{4,}|[\w-]{8,})")

Page = tuple[str, str]  # the name of a field, and the address without it


class Sessions:
    """What such fields a site has, and under which address each of its pages came first."""

    def __init__(self, past: Iterable[tuple[str, Verdict]] = ()) -> None:
        self._urls: defaultdict[Page, dict[str, str]] = defaultdict(dict)  # by the field's value
        self._headlines: dict[Page, str] = {}
        self._shown_again: defaultdict[str, set[str]] = defaultdict(set)
        self._kept: defaultdict[str, set[str]] = defaultdict(set)  # as they were on another page
        self._selecting: set[str] = set()  # fields that tell pages from each other
        self._articles: defaultdict[str, set[str]] = defaultdict(set)  # of earlier runs
        for url, verdict in past:
            for name, value, rest in _fields(url):
                self._urls[name, rest][value] = url
                if verdict == "article":
                    self._articles[name].add(rest)
        self._selecting.update(name for (name, _), urls in self._urls.items() if len(urls) > 2)

    def fold(self, page: ListPage) -> ListPage:
        """Return a list page whose links have the addresses under which their pages came first."""
        links = chain.from_iterable(getattr(page, name) for name in _LINKS)
        shown: defaultdict[Page, dict[str, Link]] = defaultdict(dict)
        titles: defaultdict[Page, set[tuple[str, str]]] = defaultdict(set)
        sharing: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for link in links:
            for name, value, rest in _fields(link.url):
                shown[name, rest].setdefault(value, link)
                titles[name, rest].add((value, (link.title or "")[:START]))
                sharing[name, value].add(rest)
        for one, values in shown.items():
            self._compare(one, values, titles[one], sharing)
        for one, values in shown.items():
            self._note(one, values)
        if not any(self._is_by_chance(name) for name, _ in shown):
            return page
        folded = {name: tuple(map(self._folded, getattr(page, name))) for name in _LINKS}
        beyond = self._folded(page.beyond) if page.beyond else None
        return replace(page, **folded, beyond=beyond)

    def _compare(
        self,
        one: Page,
        values: dict[str, Link],
        titles: set[tuple[str, str]],
        sharing: dict[tuple[str, str], set[str]],
    ) -> None:
        """Compare the links of a page that differ in a field alone, and those of earlier pages."""
        name, rest = one
        headlines = {title for _, title in titles if len(title) == START}
        is_shared = any(len(sharing[name, value]) > 1 for value in values)
        is_named = len({title for _, title in titles}) > 1
        is_series = headlines and len(values) >= LEAST_SERIES
        if is_series or (len(values) > 1 and (len(headlines) > 1 or (is_shared and is_named))):
            self._selecting.add(name)
        known = self._urls[one]
        if known.keys() & values.keys():
            self._kept[name].add(rest)
        elif known and headlines:
            held = self._headlines.get(one)
            if held in headlines or (held is None and self._is_of_past(one)):
                self._shown_again[name].add(rest)
        if headlines:
            self._headlines.setdefault(one, min(headlines))

    def _note(self, one: Page, values: dict[str, Link]) -> None:
        if not self._urls[one]:
            first = 1 if self._is_by_chance(one[0]) else None
            its = islice(values.items(), first)
            self._urls[one].update((value, link.url) for value, link in its)

    def _is_of_past(self, one: Page) -> bool:
        """Whether an article is known from earlier runs, as are others whose field has one value.

        Where the field were the number of the article, many would share the rest of the address.
        """
        name, rest = one
        of_name = self._articles[name]
        return rest in of_name and len(of_name) >= LEAST_ARTICLES

    def _is_by_chance(self, name: str) -> bool:
        least = max(LEAST_HEADLINES, 2 * len(self._kept[name]))
        return name not in self._selecting and len(self._shown_again[name]) >= least

    def _folded(self, link: Link) -> Link:
        for name, value, rest in _fields(link.url):
            if self._is_by_chance(name):
                known = self._urls[name, rest]
                if value not in known:
                    link = replace(link, url=next(reversed(known.values()), link.url))
        return link


def _fields(url: str) -> Iterator[tuple[str, str, str]]:
    """Yield the fields of a query that may be filled by chance, and the address without each."""
    path, _, query = url.partition("?")
    if not query:
        return
    parts = [part for part in query.split("&") if part]
    for part in parts:
        name, mark, value = part.partition("=")
        if mark and _BY_CHANCE.fullmatch(value):
            rest = sorted(other for other in parts if other is not part)
            yield name, value, f"{path.partition('://')[2]}?{'&'.join(rest)}"
