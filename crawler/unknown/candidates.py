"""Pages of which nobody knows yet what they are, and which of them are worth a trial."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.lists.links.asides import is_about_name, is_site_map
from crawler.lists.links.hints import HEADLINE, is_channel_name
from crawler.shapes import Shapes, shape
from crawler.unknown.filters import Filters
from storage.values.urlkey import url_key
from storage.values.visit import Link, Verdict

MOST_WASTED = 6  # visits of promising pages that turn out to be nothing, in one run
MOST_WASTED_ON_DOUBT = 1
MOST_WASTED_AT_FIRST = 4  # on both, before little is promised by what is left, in the first run
MOST_CANDIDATES = 20_000
LEAST_NAMES = 6  # of one form on a page that lists persons; menus name fewer pages about a site
LEAST_KNOWN = 3  # links to articles of a known form, of a list; a side bar has them too

Pool = dict[str, Link]  # by the keys of their addresses


class Candidates:
    """The candidates of a run, the promising and the doubtful, and what came of those tried.

    ``is_first`` of all runs of a site is the one that may try more.
    """

    def __init__(self, shapes: Shapes, filters: Filters, *, is_first: bool) -> None:
        self._shapes, self._filters, self._is_first = shapes, filters, is_first
        self._promising: Pool = {}
        self._doubtful: Pool = {}
        self._met: dict[str, str] = {}  # keys of all candidates of this run, and where each was
        self._headlines: Counter[str] = Counter()  # among them, by the page
        self._alike: Counter[tuple[str, str]] = Counter()  # among them, by the page and their form
        self._tried: set[str] = set()
        self._channels: dict[str, str | None] = {}  # whose lists lead to those tried
        self._dated: set[str] = set()  # of those tried, those whose list says a day
        self._tried_with_day: set[str] = set()  # their forms
        self._doubted: set[str] = set()  # of those tried, those of which little was promised
        self._vain: Counter[str] = Counter()  # trials by their folders: vain ones less the others
        self._has_site_map = False  # among those tried
        self._wasted = self._found = 0
        self._wasted_on_doubt = self._found_on_doubt = 0

    def keep(self, link: Link, page: str, *, is_doubtful: bool) -> None:
        """Keep a link that a page shows; what another page promises is no longer in doubt."""
        pool = self._doubtful if is_doubtful else self._promising
        key = url_key(link.url)
        if len(self._met) < MOST_CANDIDATES and key not in self._met:
            self._met[key] = page
            self._headlines[page] += len(link.title or "") >= HEADLINE
            self._alike[page, shape(link.url)] += bool(link.title)
            pool[key] = link
        elif not is_doubtful and key in self._doubtful:
            pool[key] = self._doubtful.pop(key)
        if key in pool and link.date and not pool[key].date:
            pool[key] = replace(link, channel=pool[key].channel or link.channel)
        elif key in pool and link.channel and not pool[key].channel:
            pool[key] = replace(pool[key], channel=link.channel)

    def recall(self, link: Link) -> Verdict | None:
        """Return what pages of a form are; a day in a list is worth one trial more of it.

        A page without a day tells less than the list that says when it was published.
        """
        verdict = self._shapes.recall(link.url)
        # "/show?cid=2&id=7" is an article, though "/show?cid=2" is a list.
        if verdict != "article" and self._filters.is_in_vain(link.url):
            return "neither"
        if verdict == "neither" and link.date:
            return None if shape(link.url) not in self._tried_with_day else verdict
        return verdict

    def learn(self, url: str, verdict: Verdict) -> None:
        """Note what a page turned out to be, if it was tried."""
        key = url_key(url)
        if key not in self._tried:
            return
        self._tried.discard(key)
        self._vain[_holder(url)] += 1 if verdict == "neither" else -1
        if key in self._dated:
            self._tried_with_day.add(shape(url))
        if key in self._doubted:
            self._wasted_on_doubt += verdict == "neither"
            self._found_on_doubt += verdict != "neither"
        self._wasted += verdict == "neither"
        self._found += verdict != "neither"

    def forget(self, urls: Iterable[str]) -> None:
        """Note that pages were not had, or need not be: they say nothing."""
        self._tried -= set(map(url_key, urls))

    def choose(self) -> list[Link]:
        """Take the next pages to try: one of each form, the promising first."""
        chosen = self._choose(self._promising, MOST_WASTED - self._wasted, self._found)
        if not chosen and not self._promising:
            chosen = self._take_site_map()
        if not chosen and not self._promising:
            chosen = self._choose(self._doubtful, self._waste_on_doubt(), self._found_on_doubt)
            self._doubted.update(url_key(link.url) for link in chosen)
        return chosen

    def _waste_on_doubt(self) -> int:
        """Return how many doubtful pages may still turn out to be nothing.

        A menu that nothing tells as one is read in the first run or never.
        """
        promising = self._wasted - self._wasted_on_doubt
        most = MOST_WASTED_AT_FIRST - promising if self._is_first else 0
        return max(most, MOST_WASTED_ON_DOUBT) - self._wasted_on_doubt

    def _take_site_map(self) -> list[Link]:
        """Return the page that names all channels, once: a site may name some nowhere else."""
        maps = [key for key, link in self._doubtful.items() if is_site_map(link.title or "")]
        taken = [self._doubtful.pop(key) for key in maps]
        if not taken or self._has_site_map:
            return []
        self._has_site_map = True
        return [replace(taken[0], kind="list", channel=taken[0].title)]

    def _choose(self, pool: Pool, waste: int, found: int) -> list[Link]:
        """Take candidates out of a pool; those whose form is known by now need no trial.

        ``found`` trials were worth it: what brings something may go on.
        """
        chosen: Pool = {}
        forms: set[str] = set()
        at_once = found + (min(waste, MOST_WASTED_ON_DOUBT) if pool is self._doubtful else waste)
        for key, link in self._in_order(pool):
            verdict = self.recall(link)
            if verdict is not None:
                del pool[key]
                chosen |= {key: as_found(link, verdict)} if verdict != "neither" else {}
                continue
            form = shape(link.url)
            if waste <= 0:
                del pool[key]
                continue
            if form in forms or len(self._tried) >= at_once:
                continue
            forms.add(form)
            if link.date:
                self._dated.add(key)
            self._tried.add(key)
            self._channels[key] = link.channel
            del pool[key]
            chosen[key] = replace(link, kind="list", channel=link.title)
        return list(chosen.values())

    def _in_order(self, pool: Pool) -> list[tuple[str, Link]]:
        """Return candidates as they are best tried: what has the form of many others first.

        Those are articles: a home page shows many of one form, and so does a sitemap, which names
        every page. Menus name pages of unique forms, those first that are called as lists are. In
        some folders these are all about something and no lists: each folder has its turn, those
        that were vain come last.
        """
        forms = {key: shape(link.url) for key, link in pool.items()}
        sizes = Counter(forms.values())
        is_sized = pool is self._doubtful
        turns: Counter[str] = Counter()
        order: dict[str, tuple[int, int, int]] = {}
        for key, link in pool.items():
            if (form := forms[key]) not in order:
                turns[holder := _holder(link.url)] += 1
                size = sizes[form] if is_sized else min(sizes[form] // LEAST_KNOWN, 1)
                turn = turns[holder] + max(self._vain[holder], 0)
                order[form] = -size, _rank(link.title or ""), turn
        return sorted(pool.items(), key=lambda entry: order[forms[entry[0]]])

    def has_met(self, url: str) -> bool:
        """Whether a page is or was a candidate of this run."""
        return url_key(url) in self._met

    def promises(self, form: str) -> bool:
        """Whether some that promise to be articles have addresses of a form."""
        return any(shape(link.url) == form for link in self._promising.values())

    def is_among_headlines(self, url: str) -> bool:
        """Whether the page that leads to a candidate shows several that are named like articles."""
        return self._headlines[self.page_of(url) or ""] >= LEAST_KNOWN

    def is_among_names(self, url: str) -> bool:
        """Whether the page that leads to a candidate names many others of its form."""
        return self._alike[self.page_of(url) or "", shape(url)] >= LEAST_NAMES

    def page_of(self, url: str) -> str | None:
        """Return the address of the page that leads to a candidate."""
        return self._met.get(url_key(url))

    def channel_of(self, url: str) -> str | None:
        """Return the channel whose list leads to a page that was tried."""
        return self._channels.get(url_key(url))

    def untried(self) -> list[str]:
        """Return the pages that lead to candidates which nobody tried."""
        return list(dict.fromkeys(self._met[key] for key in (*self._promising, *self._doubtful)))


def as_found(link: Link, verdict: Verdict) -> Link:
    """Return a link with what its page is; lists are due in every run."""
    is_list = verdict == "list"
    return replace(link, kind="list", channel=link.title, again=True) if is_list else link


def _rank(name: str) -> int:
    """Return the place of a page among those of unique forms, by what links to it say."""
    return 2 if is_about_name(name) else 0 if is_channel_name(name) else 1


def _holder(url: str) -> str:
    """Return the folder that a page is in."""
    return urlsplit(url).path.rpartition("/")[0]
