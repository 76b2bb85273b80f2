"""The family nearly all sites belong to: lists of links to articles, page after page."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, Self
from urllib.parse import urljoin

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from article.errors import ArticleError, NotAnArticle
from article.markup.paging import page_number
from article.model import Article
from crawler.articles import ArticleSpider
from crawler.discovery import read_list
from crawler.errors import Postponed, RedirectsToKnown, RobotsForbid
from crawler.lists.interfaces import (
    form_of,
    is_interface,
    is_of_page,
    is_script,
    page_of,
    wants_state,
)
from crawler.lists.links.calendars import is_of_calendar
from crawler.lists.links.hints import NUMBERED
from crawler.lists.listpage import ListPage
from crawler.scope import host_of
from crawler.shapes import is_article_address, is_below, shape
from crawler.site import Channel as Channel
from crawler.site import PageMissing
from crawler.verdicts.garbled import is_garbled
from crawler.verdicts.outcome import LOST, judge_words
from crawler.verdicts.traps import Chains
from crawler.verdicts.visits import (
    cause,
    failed,
    forbids_following,
    header_charset,
    ignored,
    observed,
    told,
)
from storage import frontier
from storage.frontier import Leased
from storage.standing import is_missed, leads_to_articles, showed_others, shows_another
from storage.values.urlkey import url_key
from storage.values.visit import Link, Visit

MOST_LINKS = 5  # of a notice: to its site, a register, who made it
_LINK = re.compile(rb"<a\b", re.I)
_WHOLE = re.compile(rb"<(?:html|body)\b", re.I)
CLOSED = "nofollow: it asks nobody to follow its links"


class ListingSpider(ArticleSpider):
    """Reads lists and articles of one site by what its class declares."""

    chains: Chains
    # Further pages that now show what the pages before them do: caches that are ill show the first
    # page for each. What stands further on would wait for a sweep.
    repeating: list[str]
    beyond: dict[str, Link]  # by the key of a further page the one behind it
    behind: list[Link]  # such pages whose way there could not be read

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.chains = Chains()
        spider.repeating = []
        spider.beyond = {}
        spider.behind = []
        return spider

    def more(self) -> list[tuple[str | None, Link]]:
        """Return what else to visit when all that is known is done, each with the page it is on."""
        behind, self.behind = self.behind, []
        return [(None, link) for link in behind]

    def unfinished(self) -> list[str]:
        """Return the lists that a later run has to read again, as this one stops before the end."""
        return self.repeating

    def parse(self, response: Response) -> Iterable[Article | Request]:
        """Yield what ``scrapy parse`` shows of a page: what a list leads to, or the article."""
        address = Leased(url_id=0, url=response.url, kind="article")
        page = self.read_list(response, address)
        links = (*page.articles, *page.unsure, *page.following)
        if not page.articles or is_article_address(response.url):
            with suppress(NotAnArticle):
                yield self.read(response, address)
                links = ()
        yield from (Request(link.url) for link in links)

    async def visit(self, response: Response, leased: Leased) -> Iterable[Visit]:
        """Judge an answer and read what it brings."""
        was_form = response.request.method == "POST" and form_of(leased.url)
        if was_form and response.status in (405, 501):
            return await self._visit_without_form(response, leased)
        visit = self._judged(response, leased)
        try:
            if leased.kind == "list" and visit.outcome is None:
                with self._run.suspect.reading(leased.url_id):
                    read = self.visit_list(response, visit, leased)
                if read.outcome in LOST:
                    self._count_list(leased, read.reason)
                return await self._completed(read, leased)
            if leased.kind == "article" and visit.outcome == "not_modified":
                return await self._look_at_parts(visit, leased)
            return [visit] if visit.outcome else await self.visit_article(response, visit, leased)
        except Postponed:
            return []  # a further page has to wait, and its article with it
        except (PageMissing, ArticleError) as error:
            return [replace(visit, outcome="error", reason=f"further page: {error}")]

    async def _visit_without_form(self, response: Response, leased: Leased) -> Iterable[Visit]:
        """Ask a host that answers no forms for an ordinary page instead, from now on."""
        self.without_forms.add(host_of(response.url))
        try:
            return await self.visit(await self._fetch(leased, whole=True), leased)
        except Postponed:
            return []
        except PageMissing as error:
            reason = f"without a form: {error}"
            return [replace(observed(response, leased), outcome="error", reason=reason)]

    async def _visit_with_state(self, response: Response, leased: Leased) -> Iterable[Visit]:
        """Ask for a further page once the first has said what it wants back."""
        first = page_of(leased.url)
        if not self.read_list(response, replace(leased, url=first)).state:
            lost = f"{first} no longer tells what it wants back"
            return [replace(observed(response, leased), outcome="error", reason=lost)]
        try:
            return await self.visit(await self._fetch(leased, whole=True), leased)
        except PageMissing as error:
            return [replace(observed(response, leased), outcome="error", reason=str(error))]

    def visit_failed(self, failure: Failure) -> Visit | None:
        """Record a visit that brought no answer, with its cause; nothing where it is for later."""
        if failure.check(RedirectsToKnown):
            return ignored(failed(failure))
        name, stats = cause(failure.value), self.crawler.stats
        stats.inc_value(f"wenming/failed/{name}")
        stats.set_value(f"wenming/failed_as/{name}", told(failure.value))
        if isinstance(failure.value, Postponed):
            return None
        visit = failed(failure)
        leased: Leased = failure.request.meta["leased"]  # type: ignore[attr-defined]
        if visit.kind == "list":
            self._count_list(leased, visit.reason)
        if not failure.check(RobotsForbid):
            return visit
        if leased.sha256 or not leased.attempts:  # what was never allowed is news but once
            stats.inc_value("robots/forbidden")
        return replace(visit, outcome="blocked")

    def _judged(self, response: Response, leased: Leased) -> Visit:
        """Count, besides, what answers say of lists."""
        visit = super()._judged(response, leased)
        is_blank = visit.outcome is None and not response.body.strip()
        # What stands behind the end of a list, and what a record interface has none of, is blank.
        if is_blank and leased.kind == "list" and self._is_channel(leased):
            visit = replace(visit, outcome="error", reason="an empty answer")
        is_unchanged = visit.outcome == "not_modified"
        if leased.kind == "list":
            self._count_list(leased, None if is_unchanged else visit.reason)
        if is_unchanged and leased.kind == "list":
            self.crawler.stats.inc_value("wenming/lists_unchanged")
        if is_unchanged and leased.url in self.chains.pages:
            self.crawler.stats.inc_value("wenming/next_pages")  # it goes on as it did
        return visit

    def _count_list(self, leased: Leased, lost: str | None) -> None:
        """Count a list that was read; tell of one that readers miss, and go on behind it."""
        if lost is None:
            self.crawler.stats.inc_value("wenming/lists_read")
        elif (beyond := self.beyond.pop(url_key(leased.url), None)) or self._is_channel(leased):
            self.crawler.stats.set_value("wenming/channel_lost", f"{leased.url}: {lost}")
            if beyond:
                self.chains.pages.add(beyond.url)
                self.behind.append(beyond)

    def _is_channel(self, leased: Leased) -> bool:
        """Whether a list is missed where it is gone; one that shrank has fewer further pages."""
        if leased.url in self.chains.pages or page_number(leased.url):
            return self._is_seed(leased)
        return self._is_seed(leased) or is_missed(self._run.db, leased.url_id)

    def visit_list(self, response: Response, visit: Visit, leased: Leased) -> Visit:
        """Take the links of a list page; the next page only while there is something new."""
        page = self.read_list(response, leased)
        if shows_nothing(page) and (notice := self._notice(response, leased)):
            return replace(visit, **self._not_an_article(notice))
        self.note_if_empty(page, leased)
        why = CLOSED if page.is_closed else None
        return replace(visit, outcome="unchanged", reason=why, links=self.links_of(page, leased))

    def _notice(self, response: Response, leased: Leased) -> NotAnArticle | None:
        """Return what a page that should be a list says instead: of us, or of the whole site.

        What has the menu of its site is a list without items, whatever stands at its foot.
        """
        try:
            self.read(response, leased)
        except NotAnArticle as error:
            is_alone = len(_LINK.findall(response.body)) <= MOST_LINKS
            is_of_site = error.kind == "error" and judge_words(error.reason)[0] == "error"
            is_of_list = error.reason.startswith(("栏目", "频道"))
            is_notice = is_alone and is_of_site and not is_of_list
            return error if is_notice or error.kind == "blocked" else None
        except ArticleError:
            return None
        return None

    @staticmethod
    def _is_piece(response: Response, url: str) -> bool:
        """Whether an answer is what a script puts into a page, and no page or script itself."""
        is_asked = is_interface(url) and not is_script(url)
        return is_asked and _WHOLE.search(response.body) is None

    def read_list(self, response: Response, leased: Leased) -> ListPage:
        """Return what a list page leads to."""
        if forbids_following(response):
            return ListPage(is_closed=True)
        # The address of a record interface says more than what was sent of it.
        url = leased.url if is_interface(leased.url) else response.url
        read = partial(
            read_list, response.body, url, hosts=self.hosts(), charset=header_charset(response)
        )
        page = read(links=self.article_links)
        # A piece of a list comes without the element that its links stand in on the whole page.
        if self.article_links and not page.articles and self._is_piece(response, url):
            page = read(links="a")
        if shows_nothing(page) and is_garbled(response.body, header_charset(response)):
            page = replace(page, is_garbled=True)
        if page.state and any(wants_state(link.url) for link in page.following):
            self.states[page_of(leased.url)] = page.state
        if page.dropped:
            self.crawler.stats.inc_value("wenming/no_addresses", page.dropped)
        for address in page.traps:
            self.crawler.stats.set_value("wenming/traps/growing", f"{address} repeats itself")
        return page

    def links_of(self, page: ListPage, leased: Leased) -> tuple[Link, ...]:
        """Return what to keep of a list page: articles, records, and where it goes on.

        A further page that is known is read again only after one with something new, so that a
        fresh pass reads one page more than it must.
        """
        shown = {url_key(link.url): link.url for link in (*page.articles, *page.unsure)}
        self.crawler.stats.inc_value("wenming/list_links", len(shown))
        if self.chains.goes_on_at(leased.url, shown):
            self.crawler.stats.inc_value("wenming/next_pages")
        elif leased.url in self.chains.pages and showed_others(self._run.db, leased.url_id, shown):
            self.repeating.append(leased.url)
        known = frontier.known(self._run.db, shown.values(), list_id=leased.url_id)
        has_news = self._run.sweep or len(known) < len(shown)
        following = self.chains.follow(leased.url, page.following, distinguishing(page, leased.url))
        if not has_news:
            following = self._but_beyond_the_end(following, leased, shown)
        self.beyond.pop(url_key(leased.url), None)
        if page.beyond and following:
            beyond = replace(page.beyond, channel=leased.channel, again=has_news)
            self.beyond[url_key(following[0].url)] = beyond
        if leased.sha256 is None and leased.url in self.chains.repeating:
            self.repeating.append(leased.url)
        for chain, why in self.chains.traps.items():
            self.crawler.stats.set_value(f"wenming/traps/{chain}", why)
        links = (
            *page.articles,
            *(replace(link, again=has_news) for link in following),
            *(replace(link, again=True) for link in page.sources),
        )
        return tuple(replace(link, channel=leased.channel) for link in links)

    def _but_beyond_the_end(
        self, following: Sequence[Link], leased: Leased, shown: Iterable[str]
    ) -> tuple[Link, ...]:
        """Leave out new pages that a page leads to which shows what another one does.

        A page beyond the end of its list may show the first one, and would lead on run by run.
        """
        kept = tuple(link for link in following if not self._is_new_like(link, leased))
        is_beyond = (
            leased.sha256 is not None
            and len(kept) < len(following)
            and shows_another(self._run.db, leased.url_id, shown)
        )
        return kept if is_beyond else tuple(following)

    def _is_new_like(self, link: Link, leased: Leased) -> bool:
        """Whether nothing led to a page so far whose address has the form of another."""
        return shape(link.url) == shape(leased.url) and not frontier.known(self._run.db, [link.url])

    def note_if_empty(self, page: ListPage, leased: Leased) -> None:
        """Count a list that shows nothing where it did before: silence is an error too."""
        if not shows_nothing(page):
            return
        leads_to = host_of(page.abroad[0].url) if page.abroad else None
        if leads_to:
            self.crawler.stats.set_value("wenming/leads_to", leads_to)
            if page.following:
                return  # its own articles may stand there
        is_home = page.lists and leased.url == self.start_url
        is_mute = self._is_seed(leased) and not is_home
        if is_mute or leads_to_articles(self._run.db, leased.url, self.name):
            what = "garbled" if page.is_garbled else "closed" if page.is_closed else "empty"
            what = "foreign" if leads_to else what
            self.crawler.stats.inc_value(f"wenming/{what}_lists")
            place = f"{leased.url}, to {leads_to}" if leads_to else leased.url
            self.crawler.stats.set_value(f"wenming/{what}_at", place)


def distinguishing(page: ListPage, url: str) -> set[str]:
    """Return the keys of what tells a page of a list from those before it.

    Where nothing else is shown, what is named like a list under a number may be an article, and
    what is in the folder of the page at ``url`` is what it lists: topics, months. The days of a
    calendar tell nothing: those of the next month are others for all time.
    """
    doubtful, unsure = (
        [link for link in links if not is_of_calendar(link.url, link.title or "")]
        for links in (page.doubtful, page.unsure)
    )
    shown = (*page.articles, *unsure)
    folder = urljoin(url, ".")
    lists = () if shown else page.lists
    own = [link for link in lists if NUMBERED.search(link.url) or is_below(link.url, folder)]
    scripts = [] if shown else [link for link in page.scripts if is_of_page(link.url)]
    named = (*doubtful, *own, *scripts, *page.abroad)
    return {url_key(link.url) for link in (*shown, *named)}


def shows_nothing(page: ListPage) -> bool:
    """Whether a list leads to nothing that could be an article."""
    shown = page.doubtful if page.is_feed else page.unsure  # a sitemap tells no more than addresses
    return not (page.articles or page.sources or shown)
