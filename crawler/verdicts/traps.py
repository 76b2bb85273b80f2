"""Where a list stops being one: pages that repeat, that are empty, that never end."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from crawler.lists.links.calendars import is_calendar
from crawler.shapes import shape
from storage.values.visit import Link

MOST_PAGES = 2000  # of one list in one run
MOST_EMPTY = 3  # months in a row without anything new
MOST_HOPS = 20  # from list to list without anything new on the way; the rule of Heritrix


class Chains:
    """Follows lists from page to page in one run, and knows when to stop."""

    def __init__(self) -> None:
        self.traps: dict[str, str] = {}
        self.pages: set[str] = set()
        self.repeating: set[str] = set()  # further pages that show what the first one of all does
        self._seen: set[str] = set()
        self._shown: defaultdict[str, dict[frozenset[str], None]] = defaultdict(dict)
        self._pages: Counter[str] = Counter()
        self._barren: Counter[str] = Counter()
        self._led_to: set[str] = set()
        self._led_to_by: dict[str, set[str]] = {}  # the same by the form of the pages' addresses
        self._hops: dict[str, int] = {}  # to each address from the last page with something new
        self._vain = 0  # pages read since the last one with something new, wherever it was

    def goes_on_at(self, url: str, shown: Iterable[str]) -> bool:
        """Whether a page continues its list with articles that no earlier page of the run showed.

        To be asked once of each page, in the order of the crawl.
        """
        fresh = set(shown) - self._seen
        self._seen |= fresh
        return url in self.pages and bool(fresh)

    def follow(self, url: str, following: Sequence[Link], shown: Iterable[str]) -> tuple[Link, ...]:
        """Return the further pages that are worth a visit after a page that shows some articles.

        ``shown`` are the keys of the articles. A page that shows what an earlier one showed, or
        nothing, ends its list; a calendar gets a few months more, and is then a trap.
        """
        articles = frozenset(shown)
        if articles and url in self.pages and articles == next(iter(self._shown[shape(url)]), None):
            self.repeating.add(url)
        # Of several of one form, the first would show all that the others have, were each asked.
        firsts = {shape(link.url): link for link in reversed(following)}
        worth = {chain for chain in firsts if self._goes_on(url, firsts[chain], articles)}
        going_on = tuple(link for link in following if shape(link.url) in worth)
        self.pages.update(link.url for link in going_on)
        return going_on

    def reach(self, url: str, links: Sequence[Link], shown: Iterable[str]) -> bool:
        """Whether a page that shows some articles may lead on to what could be lists.

        Issues of a newspaper that lead to the next for all time, addresses that grow and sitemaps
        of nothing but sitemaps may not: they are too far from the last page with an article that
        no earlier page of the run led to. While other pages show such articles the way goes on:
        issues that only lead to their pages and to the next issue are read before those pages.
        What a list of all that is new has named first is new to the issues nevertheless.
        """
        articles = frozenset(shown)
        fresh = articles - self._led_to or articles - self._led_to_by.get(shape(url), articles)
        self._led_to |= articles
        self._led_to_by.setdefault(shape(url), set()).update(articles)
        self._vain = 0 if fresh else self._vain + 1
        if fresh:
            self._hops[url] = 0
        hops = self._hops.setdefault(url, 0) + 1
        is_too_far = min(hops, self._vain + 1) > MOST_HOPS
        if is_too_far and any(link.url not in self._hops for link in links):
            self.traps["hops"] = f"{MOST_HOPS} pages in a row with nothing new, up to {url}"
        if is_too_far:
            return False
        for link in links:
            self._hops[link.url] = min(hops, self._hops.get(link.url, hops))
        return True

    def _goes_on(self, url: str, link: Link, articles: frozenset[str]) -> bool:
        chain = shape(link.url)
        is_barren = not articles or articles in self._shown[chain]
        self._shown[chain][articles] = None
        self._pages[chain] += 1
        if self._pages[chain] > MOST_PAGES:
            self.traps[chain] = f"more than {MOST_PAGES} pages like {url}"
            return False
        if not is_barren:
            self._barren[chain] = 0
            return True
        self._barren[chain] += 1
        if not is_calendar(link.url):
            return False
        if self._barren[chain] >= MOST_EMPTY:
            self.traps[chain] = f"an endless calendar at {url}"
        return self._barren[chain] < MOST_EMPTY
