"""Finding the lists and articles of a site of which only one page is known.

What a link does not tell is learnt by visiting one page of each form of address; the other
addresses of that form are then visited, or never.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol
from urllib.parse import urlsplit

from article.patterns import regex
from crawler.lists.hints import (
    HEADLINE,
    is_about_name,
    is_calendar,
    is_channel_name,
    is_over,
    is_site_map,
)
from crawler.lists.listpage import ListPage
from crawler.scope import is_within
from crawler.shapes import Shapes, Verdict, folded, is_article_address
from crawler.unknown.filters import Filters
from storage.values.urlkey import url_key
from storage.values.visit import Link

MOST_WASTED = 6  # visits of promising pages that turn out to be nothing, in one run
MOST_WASTED_ON_DOUBT = 1
MOST_WASTED_AT_FIRST = 4  # on both, before little is promised by what is left, in the first run
MOST_SCRIPTS = 6  # that one run tries, beside those that are known to make lists
MOST_CANDIDATES = 20_000
_DAY = regex(r"((?:19|20)\d\d)([-/_.]?)(\d\d?)\2(\d\d?)(?!\d)")
LEAST_NAMES = 6  # of one form on a page that lists persons; menus name fewer pages about a site
LEAST_KNOWN = 3  # links to articles of a known form, of a list; a side bar has them too
FEEDS_AT_END = 3  # of an index of sitemaps, which are read in every run: its first and its last


class Standing(Protocol):
    """What the frontier says of an address."""

    kind: str
    state: str


LookUp = Callable[[Iterable[str]], Mapping[str, Standing]]


class Explorer:
    """Sorts links into articles, lists and candidates, and learns from what they turn out to be.

    ``look_up`` returns what the frontier knows of addresses, by their keys; ``past`` are addresses
    that earlier runs have judged. Lists of a day or month long before ``today`` are read once.
    """

    def __init__(
        self,
        look_up: LookUp,
        past: Iterable[tuple[str, Verdict]] = (),
        *,
        today: date = date.min,
    ) -> None:
        self._look_up, self._today = look_up, today
        self._shapes = Shapes()
        self._filters = Filters()
        self._lists: dict[str, str] = {}  # by their folded address: as it is asked for
        self._promising: dict[str, Link] = {}
        self._doubtful: dict[str, Link] = {}
        self._tried: set[str] = set()
        self._met: dict[str, str] = {}  # keys of all candidates of this run, and where each was
        self._headlines: Counter[str] = Counter()  # among them, by the page
        self._alike: Counter[tuple[str, str]] = Counter()  # among them, by the page and their form
        self._overviews: dict[str, ListPage] = {}  # pages that seemed to be nothing
        self._overlooked: list[str] = []  # those of them that are lists
        self._feeds: set[str] = set()  # that pages of this run name
        self._sitemaps: set[str] = set()
        self._scripts: set[str] = set()
        self._channels: dict[str, str | None] = {}  # whose lists lead to those tried
        self._dated: set[str] = set()  # of those tried, those whose list says a day
        self._tried_with_day: set[str] = set()  # their forms
        self._doubted: set[str] = set()  # of those tried, those of which little was promised
        self._vain: Counter[str] = Counter()  # trials by their folders: vain ones less the others
        self._has_site_map = False  # among those tried
        self._is_first = True  # of all runs
        self._wasted = self._found = 0
        self._wasted_on_doubt = self._found_on_doubt = 0
        for url, verdict in past:
            self._is_first = False
            self._shapes.learn(url, verdict)
            if verdict == "neither":
                self._filters.note_in_vain(url)

    def sort(self, page: ListPage, url: str) -> ListPage:
        """Return a page with what is to be visited now; the others are kept as candidates.

        ``url`` is the page's own.
        """
        known = self._look_up(link.url for link in (*page.articles, *page.unsure, *page.doubtful))
        links = [self._as_known(link, known) for link in page.articles]
        for link in page.unsure:
            links += self._judge(link, known, self._promising, url)
        for link in page.doubtful:
            links += self._judge(link, known, self._doubtful, url)
        articles = tuple(link for link in links if link.kind == "article")
        found = [link for link in links if link.kind == "list"]
        if not links and not page.doubtful:
            self._tell_apart(page.lists, url)
        self._feeds.update(feed.url for feed in page.feeds)
        lists = (*self.respell((*page.lists, *found)), *_again(page.feeds))
        unsure = tuple(link for link in page.unsure if url_key(link.url) in self._met)
        doubtful = tuple(link for link in page.doubtful if url_key(link.url) in self._met)
        return replace(page, articles=articles, lists=lists, unsure=unsure, doubtful=doubtful)

    def recognise(self, page: ListPage) -> ListPage:
        """Return a page with those for articles whose form is known for one, where there are some.

        The list of this year shows what the home page showed: nothing new, and a list.
        """
        known = self._of_known_form(page)
        if len(known) < LEAST_KNOWN:
            return page
        return replace(page, articles=(*page.articles, *known))

    def _of_known_form(self, page: ListPage) -> tuple[Link, ...]:
        return tuple(link for link in page.unsure if self._shapes.recall(link.url) == "article")

    def shown(self, page: ListPage) -> Iterator[Link]:
        """Yield the articles of a page, also those that are named as briefly as lists."""
        yield from self.recognise(page).articles
        for link in page.lists:
            if self._shapes.recall(link.url) == "article":
                yield link

    def has_news(self, page: ListPage) -> bool:
        """Whether a page leads to lists, feeds or what may be lists that no page led to before.

        What is known may be so from an earlier run: this one has not met all of that. What is
        doubtful counts if it is called as channels are: the menu of a part of a site, at its side.
        """
        named = (link for link in page.doubtful if is_channel_name(link.title or ""))
        new = [link.url for link in page.lists if folded(link.url) not in self._lists]
        new += [n.url for n in (*page.unsure, *named) if url_key(n.url) not in self._met]
        new += [feed.url for feed in page.feeds if feed.url not in self._feeds]
        known = self._look_up(new)
        return any(url_key(url) not in known for url in new)

    def note_list(self, page: ListPage, url: str) -> None:
        """Note a list, whose filters show nothing new if it goes on."""
        if page.following and not self._filters.is_filter(url):
            self._filters.note_list(url)

    def shows_again(self, page: ListPage, url: str) -> bool:
        """Whether a page is a list that goes on once more, with a filter and nothing new."""
        if not self._filters.is_filter(url):
            return False
        shown = [link.url for link in (*page.articles, *self._of_known_form(page))]
        known = self._look_up(shown)
        if not shown or any(url_key(link) not in known for link in shown):
            return False
        self._filters.note_in_vain(url)
        return True

    def sitemaps(self, urls: Iterable[str], hosts: Sequence[str]) -> list[Link]:
        """Return the sitemaps that were not read in this run."""
        new = [url for url in urls if url not in self._sitemaps and is_within(url, hosts)]
        self._sitemaps.update(new)
        return list(_again(Link(url=url, kind="list") for url in new))

    def scripts(self, links: Iterable[Link]) -> list[Link]:
        """Return the scripts that are worth a request: those that made a list, and a few others."""
        links = list(links)
        known = self._look_up(link.url for link in links)
        chosen = []
        for link in links:
            key = url_key(link.url)
            if key in known and known[key].state != "ignored":
                chosen.append(replace(link, again=True))
            elif key in self._scripts or (key not in known and self._may_try_script(link)):
                chosen.append(link)
        self._scripts.update(url_key(link.url) for link in chosen)
        return chosen

    def _may_try_script(self, link: Link) -> bool:
        """Whether a script may be tried: one of few, or one of those that each page has its own."""
        return len(self._scripts) < MOST_SCRIPTS or self._shapes.recall(link.url) == "list"

    def spell(self, answered: str, asked: str) -> None:
        """Note that an address leads to another: the other need not be asked for."""
        self._lists.setdefault(folded(answered), asked)

    def forget(self, url: str) -> None:
        """Note that a page could not be had: it says nothing."""
        self._tried.discard(url_key(url))

    def respell(self, lists: Iterable[Link]) -> Iterator[Link]:
        """Yield links to lists, each in the one spelling that is asked for, due in every run.

        The list of a day or month that is over is due only once: there may be thousands. What a
        calendar has for a day, other lists show as well: it is due until the day after.
        """
        for link in lists:
            url = self._spelling(link.url)
            again = not (is_over(url, self._today) or _is_past_day(link, self._today))
            yield replace(link, kind="list", url=url, channel=link.title, again=again)

    def learn(self, url: str, verdict: Verdict) -> None:
        """Note what a page turned out to be."""
        self._shapes.learn(url, verdict)
        key = url_key(url)
        if key not in self._tried:
            return
        self._tried.discard(key)
        self._vain[_holder(url)] += 1 if verdict == "neither" else -1
        if key in self._dated:
            self._tried_with_day.add(self._shapes.form(url))
        if key in self._doubted:
            self._wasted_on_doubt += verdict == "neither"
            self._found_on_doubt += verdict != "neither"
        self._wasted += verdict == "neither"
        self._found += verdict != "neither"

    def note_nothing(self, page: ListPage, url: str) -> None:
        """Note a page that seems to be nothing: of what it shows nobody knows yet what it is."""
        if any(_headlines(page)):
            self._overviews[url] = page

    def _judge_again(self) -> list[Link]:
        """Learn of pages that seemed to be nothing, but show articles, that they are lists.

        The list of all channels shows what the home page showed, and often without a day; what has
        the address of an article shows the articles before and after it. Return what is to be
        visited of what they lead to.
        """
        found: list[Link] = []
        for url, page in list(self._overviews.items()):
            shown = [self._shapes.recall(link) == "article" for link in _headlines(page)]
            is_article = self._shapes.recall(url) == "article"
            # A new channel has one or two.
            if not is_article and sum(shown) >= min(LEAST_KNOWN, len(shown)):
                del self._overviews[url]
                self._overlooked.append(url)
                self._shapes.learn(url, "list")
                page = self.sort(page, url)
                found += [*page.articles, *page.lists]
        return self._unknown(found)

    def overlooked(self) -> list[str]:
        """Return the lists that seemed to be nothing when nobody knew what they show."""
        self._judge_again()
        return self._overlooked

    def candidates(self) -> list[Link]:
        """Return the next pages to try: one of each form, the promising first.

        What another list has brought since then is not among them: it would bring nothing new.
        """
        if found := self._judge_again():
            return found
        while chosen := self._candidates():
            new = self._unknown(chosen)
            self._tried -= {url_key(link.url) for link in chosen if link not in new}
            if new:
                return new
        return []

    def _unknown(self, links: Sequence[Link]) -> list[Link]:
        known = self._look_up(link.url for link in links)
        return [link for link in links if url_key(link.url) not in known]

    def _candidates(self) -> list[Link]:
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

    def promises_article(self, url: str) -> bool:
        """Whether an address is that of an article, by its form or by who else leads there.

        Firewalls lead on too, to a page of their own: that is no word about the article.
        """
        known = self._look_up([url]).get(url_key(url))
        if known is not None:
            return known.kind == "article"
        if is_article_address(url) or (verdict := self._shapes.recall(url)) == "article":
            return True
        forms = {self._shapes.form(link.url) for link in self._promising.values()}
        return verdict is None and self._shapes.form(url) in forms

    def is_like_articles(self, url: str) -> bool:
        """Whether pages whose addresses have the form of this one are articles, as far as read."""
        return self._shapes.recall(url) == "article"

    def shows_articles(self, lists: Iterable[Link]) -> bool:
        """Whether some of what is named like lists turned out to be articles."""
        known = self._look_up(link.url for link in lists)
        return any(standing.kind == "article" for standing in known.values())

    def in_vain(self) -> int:
        """Return how many pages were read for nothing, if no article of the site is known."""
        return 0 if self._shapes.total["article"] else self._shapes.total["neither"]

    def is_among_headlines(self, url: str) -> bool:
        """Whether the page that leads to a candidate shows several that are named like articles."""
        return self._headlines[self._met.get(url_key(url), "")] >= LEAST_KNOWN

    def is_among_names(self, url: str) -> bool:
        """Whether the page that leads to a candidate names many others of its form."""
        return self._alike[self._met.get(url_key(url), ""), self._shapes.form(url)] >= LEAST_NAMES

    def page_of(self, candidate: Link) -> str | None:
        """Return the address of the page that leads to a candidate."""
        return self._met.get(url_key(candidate.url))

    def channel_of(self, url: str) -> str | None:
        """Return the channel whose list leads to a page that was tried."""
        return self._channels.get(url_key(url))

    def untried(self) -> list[str]:
        """Return the pages that lead to candidates which nobody tried."""
        return list(dict.fromkeys(self._met[key] for key in (*self._promising, *self._doubtful)))

    def _choose(self, pool: dict[str, Link], waste: int, found: int) -> list[Link]:
        """Take candidates out of a pool; those whose form is known by now need no trial.

        ``found`` trials were worth it: what brings something may go on.
        """
        chosen: dict[str, Link] = {}
        forms: set[str] = set()
        at_once = found + (min(waste, MOST_WASTED_ON_DOUBT) if pool is self._doubtful else waste)
        for key, link in self._in_order(pool):
            verdict = self._recall(link)
            if verdict is not None:
                del pool[key]
                chosen |= {key: as_found(link, verdict)} if verdict != "neither" else {}
                continue
            form = self._shapes.form(link.url)
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

    def _in_order(self, pool: dict[str, Link]) -> list[tuple[str, Link]]:
        """Return candidates as they are best tried: what has the form of many others first.

        Those are articles: a home page shows many of one form, and so does a sitemap, which names
        every page. Menus name pages of unique forms, those first that are called as lists are. In
        some folders these are all about something and no lists: each folder has its turn, those
        that were vain come last.
        """
        forms = {key: self._shapes.form(link.url) for key, link in pool.items()}
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

    def _judge(
        self, link: Link, known: Mapping[str, Standing], pool: dict[str, Link], page: str
    ) -> list[Link]:
        key = url_key(link.url)
        if key in known:
            # An article that is gone may come back; what was tried as a list was nothing.
            its = known[key]
            is_nothing = its.state == "ignored" or (its.kind, its.state) == ("list", "gone")
            return [] if is_nothing else [self._as_known(link, known)]
        verdict = self._recall(link)
        if verdict is None:
            if len(self._met) < MOST_CANDIDATES and key not in self._met:
                self._met[key] = page
                self._headlines[page] += len(link.title or "") >= HEADLINE
                self._alike[page, self._shapes.form(link.url)] += bool(link.title)
                pool[key] = link
            elif pool is self._promising and key in self._doubtful:
                pool[key] = self._doubtful.pop(key)
            if key in pool and link.date and not pool[key].date:
                pool[key] = replace(link, channel=pool[key].channel or link.channel)
            elif key in pool and link.channel and not pool[key].channel:
                pool[key] = replace(pool[key], channel=link.channel)
            return []
        return [] if verdict == "neither" else [as_found(link, verdict)]

    def _recall(self, link: Link) -> Verdict | None:
        """Return what pages of a form are; a day in a list is worth one trial more of it.

        A page without a day tells less than the list that says when it was published.
        """
        verdict = self._shapes.recall(link.url)
        # "/show?cid=2&id=7" is an article, though "/show?cid=2" is a list.
        if verdict != "article" and self._filters.is_in_vain(link.url):
            return "neither"
        if verdict == "neither" and link.date:
            return None if self._shapes.form(link.url) not in self._tried_with_day else verdict
        return verdict

    def _as_known(self, link: Link, known: Mapping[str, Standing]) -> Link:
        """A page that looked like an article and was a list is read as one in every run."""
        standing = known.get(url_key(link.url))
        is_list = standing is not None and standing.kind == "list" and standing.state == "held"
        return as_found(link, "list") if is_list else link

    def _tell_apart(self, lists: Sequence[Link], url: str) -> None:
        """Note that a folder which shows nothing but the way to its own index is not that page."""
        if all(self._spelling(link.url) == url for link in lists):
            self._lists.update((folded(link.url), link.url) for link in lists)

    def _spelling(self, url: str) -> str:
        name = folded(url)
        if name not in self._lists:
            variants = [url, *_variants(name, url)]
            known = self._look_up(variants)
            self._lists[name] = next((v for v in variants if url_key(v) in known), url)
        return self._lists[name]


def _headlines(page: ListPage) -> Iterator[str]:
    return (link.url for link in page.unsure if len(link.title or "") >= HEADLINE)


def as_found(link: Link, verdict: Verdict) -> Link:
    """Return a link with what its page is; lists are due in every run."""
    is_list = verdict == "list"
    return replace(link, kind="list", channel=link.title, again=True) if is_list else link


def _is_past_day(link: Link, today: date) -> bool:
    """Whether a calendar leads to a day before yesterday, by the day's number."""
    found = _DAY.search(link.url) if is_calendar(link.url) else None
    if found is None or (link.title or "").strip().lstrip("0") != found[4].lstrip("0"):
        return False
    try:
        return (today - date(int(found[1]), int(found[3]), int(found[4]))).days > 1
    except ValueError:
        return False


def _rank(name: str) -> int:
    """Return the place of a page among those of unique forms, by what links to it say."""
    return 2 if is_about_name(name) else 0 if is_channel_name(name) else 1


def _holder(url: str) -> str:
    """Return the folder that a page is in."""
    return urlsplit(url).path.rpartition("/")[0]


def _again(feeds: Iterable[Link]) -> Iterator[Link]:
    """Yield feeds and sitemaps to be read in every run, of many those where new pages may stand."""
    links = list(feeds)
    for number, link in enumerate(links):
        is_at_end = number < FEEDS_AT_END or number >= len(links) - FEEDS_AT_END
        yield replace(link, again=is_at_end)


def _variants(name: str, url: str) -> Iterator[str]:
    """Yield other addresses of a folder's index."""
    if name.endswith("/"):
        scheme = url.partition("://")[0]
        for file in ("", "index.html", "index.shtml", "index.htm"):
            yield f"{scheme}:{name}{file}"
        yield f"{scheme}:{name.rstrip('/')}"
