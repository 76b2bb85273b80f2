"""Finding the lists and articles of a site of which only one page is known.

What a link does not tell is learnt by visiting one page of each form of address; the other
addresses of that form are then visited, or never.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from crawler.lists.interfaces import is_piece
from crawler.lists.links.hints import HEADLINE, is_channel_name
from crawler.lists.listpage import ListPage
from crawler.scope import is_within
from crawler.shapes import Shapes, is_article_address, shape
from crawler.unknown.candidates import LEAST_KNOWN, Candidates, as_found
from crawler.unknown.filters import Filters
from crawler.unknown.spellings import LookUp, Spellings
from storage.standing import Standing
from storage.values.urlkey import url_key
from storage.values.visit import Link, Verdict

MOST_SCRIPTS = 6  # that one run tries, beside those that are known to make lists
MOST_PIECES = 20  # likewise: a home page may load each of its columns
FEEDS_AT_END = 3  # of an index of sitemaps, which are read in every run: its first and its last


class Explorer:
    """Sorts links into articles, lists and candidates, and learns from what they turn out to be.

    ``look_up`` returns what the frontier knows of addresses, by their keys; ``past`` are addresses
    that earlier runs have judged. Lists of a day or month long before ``today`` are read once.
    ``pool`` holds the candidates, ``spellings`` the addresses of lists.
    """

    def __init__(
        self,
        look_up: LookUp,
        past: Iterable[tuple[str, Verdict]] = (),
        *,
        today: date = date.min,
    ) -> None:
        self._look_up = look_up
        self._shapes = Shapes()
        self._filters = Filters()
        past = list(past)
        for url, verdict in past:
            self._shapes.learn(url, verdict)
            if verdict == "neither":
                self._filters.note_in_vain(url)
        self.spellings = Spellings(look_up, today)
        self.pool = Candidates(self._shapes, self._filters, is_first=not past)
        self._overviews: dict[str, ListPage] = {}  # pages that seemed to be nothing
        self._overlooked: list[str] = []  # those of them that are lists
        self._feeds: set[str] = set()  # that pages of this run name
        self._sitemaps: set[str] = set()
        self._scripts: dict[str, bool] = {}  # whether each is a piece

    def sort(self, page: ListPage, url: str) -> ListPage:
        """Return a page with what is to be visited now; the others are kept as candidates.

        ``url`` is the page's own.
        """
        known = self._look_up(link.url for link in (*page.articles, *page.unsure, *page.doubtful))
        links = [self._as_known(link, known) for link in page.articles]
        for link in page.unsure:
            links += self._judge(link, known, url, is_doubtful=False)
        for link in page.doubtful:
            links += self._judge(link, known, url, is_doubtful=True)
        articles = tuple(link for link in links if link.kind == "article")
        found = [link for link in links if link.kind == "list"]
        if not links and not page.doubtful:
            self.spellings.tell_apart(page.lists, url)
        self._feeds.update(feed.url for feed in page.feeds)
        lists = (*self.spellings.respell((*page.lists, *found)), *_again(page.feeds))
        unsure = tuple(link for link in page.unsure if self.pool.has_met(link.url))
        doubtful = tuple(link for link in page.doubtful if self.pool.has_met(link.url))
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
        new = [link.url for link in page.lists if link.url not in self.spellings]
        new += [n.url for n in (*page.unsure, *named) if not self.pool.has_met(n.url)]
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
            else:
                continue
            self._scripts[key] = is_piece(link.url)
        return chosen

    def _may_try_script(self, link: Link) -> bool:
        """Whether a script may be tried: one of few, or one of those that each page has its own."""
        kind = is_piece(link.url)
        is_one_of_few = [*self._scripts.values()].count(kind) < (
            MOST_PIECES if kind else MOST_SCRIPTS
        )
        return is_one_of_few or self._shapes.recall(link.url) == "list"

    def learn(self, url: str, verdict: Verdict) -> None:
        """Note what a page turned out to be."""
        self._shapes.learn(url, verdict)
        self.pool.learn(url, verdict)

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
        while chosen := self.pool.choose():
            new = self._unknown(chosen)
            self.pool.forget(link.url for link in chosen if link not in new)
            if new:
                return new
        return []

    def _unknown(self, links: Sequence[Link]) -> list[Link]:
        known = self._look_up(link.url for link in links)
        return [link for link in links if url_key(link.url) not in known]

    def promises_article(self, url: str) -> bool:
        """Whether an address is that of an article, by its form or by who else leads there.

        Firewalls lead on too, to a page of their own: that is no word about the article.
        """
        known = self._look_up([url]).get(url_key(url))
        if known is not None:
            return known.kind == "article"
        if is_article_address(url) or (verdict := self._shapes.recall(url)) == "article":
            return True
        return verdict is None and self.pool.promises(shape(url))

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

    def _judge(
        self, link: Link, known: Mapping[str, Standing], page: str, *, is_doubtful: bool
    ) -> list[Link]:
        """Return a link if it is to be visited; what nobody knows yet is kept as a candidate."""
        if its := known.get(url_key(link.url)):
            # An article that is gone may come back; what was tried as a list was nothing.
            is_nothing = its.state == "ignored" or (its.kind, its.state) == ("list", "gone")
            return [] if is_nothing else [self._as_known(link, known)]
        verdict = self.pool.recall(link)
        if verdict is None:
            self.pool.keep(link, page, is_doubtful=is_doubtful)
        return [as_found(link, verdict)] if verdict in ("article", "list") else []

    def _as_known(self, link: Link, known: Mapping[str, Standing]) -> Link:
        """A page that looked like an article and was a list is read as one in every run."""
        standing = known.get(url_key(link.url))
        is_list = standing is not None and standing.kind == "list" and standing.state == "held"
        return as_found(link, "list") if is_list else link


def _headlines(page: ListPage) -> Iterator[str]:
    return (link.url for link in page.unsure if len(link.title or "") >= HEADLINE)


def _again(feeds: Iterable[Link]) -> Iterator[Link]:
    """Yield feeds and sitemaps to be read in every run, of many those where new pages may stand."""
    links = list(feeds)
    for number, link in enumerate(links):
        is_at_end = number < FEEDS_AT_END or number >= len(links) - FEEDS_AT_END
        yield replace(link, again=is_at_end)
