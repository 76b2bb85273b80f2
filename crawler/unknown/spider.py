"""Sites of which a page or two are known: the general rules find their lists and articles."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from article.errors import ArticleError, NotAnArticle
from article.model import Article
from crawler.errors import OffSite, Postponed, RedirectsToKnown
from crawler.listing import CLOSED, shows_nothing
from crawler.lists.interfaces import is_interface, is_piece, is_script, page_of
from crawler.lists.links.hints import is_menu
from crawler.lists.listpage import ListPage
from crawler.scope import is_elsewhere
from crawler.shapes import is_article_address
from crawler.site import PageMissing
from crawler.unknown.beginning import Beginning
from crawler.unknown.copies import Copies
from crawler.unknown.finding import FindingSpider
from crawler.unknown.judging import (
    holds_list,
    is_dated,
    is_idle_day,
    is_refused,
    judge,
    may_be_list,
    wants_login,
)
from crawler.verdicts.visits import failed, ignored, told
from storage.frontier import Leased
from storage.standing import is_shown_again, standing
from storage.values.visit import Link, Verdict, Visit


class ExploringSpider(FindingSpider):
    """Begins with the home page and goes wherever lists lead within its hosts.

    Every page is judged by what it holds, so a link that promised an article and leads to a list
    costs nothing, and the other way round.
    """

    _home_is_made = False  # by a script of its own, unless it shows a list by itself
    _vain_scripts = 0  # of the home page, that make nothing

    def request(self, leased: Leased) -> Request:
        request = super().request(leased)
        if leased.kind == "list":
            # It may be an article, and those are kept as received.
            request.meta["capture"] = True
            # "Not modified" would not tell which lists it leads to.
            request.meta["whole"] = not self._run.sweep
        return request

    async def visit(self, response: Response, leased: Leased) -> Iterable[Visit]:
        visits = [*await super().visit(response, leased)]
        for visit in visits:
            if leased.kind == "list" and visit.outcome in ("gone", "redirected_home"):
                self._explorer.learn(leased.url, "neither")
        return [*visits, *await self._visit_begin_again()]

    async def _completed(self, visit: Visit, leased: Leased) -> list[Visit]:
        """Add what is on further pages; without one of them a run goes on from the first.

        A page without a digest is judged anew by the next run.
        """
        try:
            return await super()._completed(visit, leased)
        except PageMissing as error:
            if not self._beginning.is_at(leased):
                raise
            reason = f"further page: {error}"
            visit = replace(visit, kind="list", article=None, sha256=None)
            return [replace(visit, outcome="unchanged", reason=reason)]

    async def _visit_begin_again(self) -> Iterable[Visit]:
        """Read as an article what a run begins with, once a list tells so."""
        leased = self._beginning.take_told()
        if leased is None:
            return ()
        try:
            response = await self._fetch(leased, whole=True)
            visit = self._judged(response, leased)
            visits = [] if visit.outcome else await self.visit_article(response, visit, leased)
        except (Postponed, PageMissing, ArticleError):
            return ()  # it stays the list that it was taken for
        if not visits or visits[-1].article is None:
            return ()
        return self._with_top(visits)

    def _with_top(self, visits: Iterable[Visit]) -> list[Visit]:
        """Return visits of an article that a run begins with, and the way to the top of its host.

        Later runs begin there, and so a first one finds what they would.
        """
        *parts, last = visits
        top = self._explorer.spellings.respell([self._beginning.top])
        return [*parts, replace(last, links=(*top, *last.links))]

    def _judged(self, response: Response, leased: Leased) -> Visit:
        """Take for nothing what was never more than the way to log in."""
        visit = super()._judged(response, leased)
        if response.status != 401 or not self._is_trial(leased):
            return visit
        self.crawler.stats.inc_value("wenming/blocked", -1)
        return self._as_login(visit, leased)

    def _is_trial(self, leased: Leased) -> bool:
        """Whether a page is asked for only to see whether it is a list."""
        return leased.kind == "list" and not self._is_known(leased)

    def _as_login(self, visit: Visit, leased: Leased) -> Visit:
        self._explorer.learn(leased.url, "neither")
        return ignored(visit, "it wants a login")

    def visit_failed(self, failure: Failure) -> Visit | None:
        leased: Leased = failure.request.meta["leased"]  # type: ignore[attr-defined]
        if failure.check(RedirectsToKnown):
            known = standing(self._run.db, [failure.value.target])  # type: ignore[union-attr]
            self._explorer.learn(leased.url, next(one.kind for one in known.values()))
        self._explorer.pool.forget([leased.url])
        if failure.check(OffSite) and self._is_led_elsewhere(failure, leased):
            return ignored(failed(failure))
        return super().visit_failed(failure)

    def _is_led_elsewhere(self, failure: Failure, leased: Leased) -> bool:
        """Whether what a list names leads to a page of another site, as it did the last time."""
        if leased.sha256 or leased.version_held or leased.part_of or self._is_seed(leased):
            return False
        request: Request = failure.request  # type: ignore[attr-defined]
        is_led = is_elsewhere(leased.url, request.url)
        reason = told(failure.value)  # type: ignore[arg-type]  # a failure has one
        return is_led and is_shown_again(self._run.db, leased.url_id, reason)

    def visit_list(self, response: Response, visit: Visit, leased: Leased) -> Visit:
        page = self.read_list(response, leased)
        self._names_feeds |= bool(page.feeds)
        self._explorer.spellings.note(response.url, leased.url)
        article: Article | NotAnArticle | None = None
        is_list = page.is_feed or (self._is_known(leased) and page.articles)
        if not is_list or self._may_be_mistaken(leased) or self._beginning.is_at(leased):
            article = self._try_to_read(response, leased)
        if isinstance(article, NotAnArticle) and is_refused(page, article.kind):
            if self._is_trial(leased) and wants_login(response.body):
                return self._as_login(visit, leased)
            return replace(visit, **self._not_an_article(article))
        return self._as_judged(visit, leased, page, article)

    def _as_judged(
        self, visit: Visit, leased: Leased, page: ListPage, article: Article | NotAnArticle | None
    ) -> Visit:
        if original := self._copies.find(page, leased.url, visit.sha256):
            return self._as_copy(visit, leased, original)
        read = article if isinstance(article, Article) else None
        verdict = self._judge(page, read, leased)
        if verdict == "article" and read is not None:
            return self._as_article(visit, leased, page, read)
        if not self.settings.getbool("CAPTURE_LISTS"):
            visit = replace(visit, exchanges=())
        if page.is_closed:
            self.note_if_empty(page, leased)
            return replace(visit, outcome="unchanged", reason=CLOSED)
        self._note_home(page, leased)
        if verdict == "neither":
            if may_be_list(page, read, url=leased.url):
                self._explorer.note_nothing(page, leased.url)
            return ignored(visit, "neither list nor article")
        self.note_if_empty(page, leased)
        return replace(visit, outcome="unchanged", links=self.links_of(page, leased))

    def _as_copy(self, visit: Visit, leased: Leased, original: str) -> Visit:
        """Return the visit of a page that shows another; it leads to nothing.

        A site that is ill shows its home page for all others: those are read again.
        """
        is_other = original != "/" and leased.sha256 is None
        if is_other:
            self._explorer.learn(leased.url, "neither")
        visit = ignored(replace(visit, exchanges=()), f"a copy of {original}")
        return replace(visit, is_ignored=is_other)

    def _judge(self, page: ListPage, read: Article | None, leased: Leased) -> Verdict:
        """Return what a page is that was asked for as a list, and learn of it."""
        beginning, explorer = self._beginning, self._explorer
        verdict = self._verdict(page, read, leased)
        is_begin = beginning.is_at(leased)
        if verdict == "list":
            explorer.note_list(page, leased.url)
            if is_begin:
                beginning.doubt(page, read, leased)
        # What is begun with may be a list by choice only.
        if verdict == "article" or not is_begin or (page.articles and not beginning.is_doubted):
            is_idle = verdict == "list" and is_idle_day(page, leased.url)
            explorer.learn(leased.url, "neither" if is_idle else verdict)
        return verdict

    def _verdict(self, page: ListPage, read: Article | None, leased: Leased) -> Verdict:
        beginning, explorer, url = self._beginning, self._explorer, leased.url
        if beginning.is_at(leased) and beginning.is_article(page, read):
            return "article"
        is_list = self._is_known(leased)
        if self._may_be_mistaken(leased) and read and is_dated(read):
            is_list = holds_list(page, read)
        if is_list:
            return self._worth(page, leased)
        verdict = judge(
            explorer.recognise(page),
            read,
            url=url,
            has_news=self._has_news(page),
            told=leased.link_title if explorer.pool.is_among_headlines(url) else None,
            named=leased.link_title if explorer.pool.is_among_names(url) else None,
        )
        return "neither" if verdict == "list" and explorer.shows_again(page, url) else verdict

    def _as_article(self, visit: Visit, leased: Leased, page: ListPage, read: Article) -> Visit:
        """Return the visit of an article that was asked for as a list.

        What it leads to counts only if nothing else is known yet.
        """
        is_begin = self._beginning.is_at(leased)
        if is_begin:
            visit = self._with_top([visit])[0]
        links = self.links_of(replace(page, following=()) if is_begin else ListPage(), leased)
        return replace(visit, kind="article", article=read, links=(*visit.links, *links))

    def _note_home(self, page: ListPage, leased: Leased) -> None:
        """Count the scripts of the home page as empty lists, unless it or one of them makes one."""
        is_of_home = is_script(leased.url) or is_piece(leased.url) or leased.url == self.home_url
        if not is_of_home or page_of(leased.url) != self.home_url:
            return
        stats = self.crawler.stats
        if not shows_nothing(page):
            self._home_is_made = True
            stats.inc_value("wenming/empty_lists", -self._vain_scripts)
            self._vain_scripts = 0
        elif self._worth(page, leased) == "neither" and not (
            self._home_is_made or self._is_fed or is_menu(leased.url)
        ):
            self._vain_scripts += 1
            stats.inc_value("wenming/empty_lists")
            stats.set_value("wenming/empty_at", leased.url)

    async def visit_article(
        self, response: Response, visit: Visit, leased: Leased
    ) -> Iterable[Visit]:
        """Read an article; a page that turns out to be a list is taken as one."""
        visits = list(await super().visit_article(response, visit, leased))
        last = visits[-1]
        if leased.version_held or (last.article is None and last.outcome != "error"):
            return visits
        if last.article is None or not is_dated(last.article):
            page = self.read_list(response, leased)
            way = page.leads_on if last.article is None else None
            if way and self._explorer.promises_article(way):
                return [self._led_on(visit, leased, way)]
            is_of_links = (last.reason or "").startswith("no article but list")
            if holds_list(page, last.article, is_of_links=is_of_links):
                if shown := self._list_shown(visit):
                    return [replace(visit, outcome="gone", reason=f"soft 404: it shows {shown}")]
                return [self._as_judged(replace(visit, kind="list"), leased, page, None)]
        if last.article is not None:
            self._explorer.learn(leased.url, "article")
        return visits

    def _is_known(self, leased: Leased) -> bool:
        """Whether a page is a list by our own choice, goes on with one, or was one before."""
        return leased.sha256 is not None or self._is_list_by_name(leased)

    def _is_list_by_name(self, leased: Leased) -> bool:
        is_further = leased.url in self.chains.pages
        return is_further or is_interface(leased.url) or self._is_seed(leased)

    def _may_be_mistaken(self, leased: Leased) -> bool:
        """Whether a page was taken for a list by what it showed, under the address of an article.

        Sites show their home page for what they cannot find, and for all when they are ill.
        """
        was_read = leased.sha256 is not None and not self._is_list_by_name(leased)
        return was_read and is_article_address(leased.url)

    def _led_on(self, visit: Visit, leased: Leased, url: str) -> Visit:
        """Return the visit of a page whose script leads on, as a redirect does."""
        way = Link(url=url, title=leased.link_title, date=leased.link_date, channel=leased.channel)
        return replace(ignored(visit, f"leads to {url}"), links=(way,))

    def _try_to_read(self, response: Response, leased: Leased) -> Article | NotAnArticle | None:
        try:
            return self.read(response, leased)
        except NotAnArticle as error:
            return error
        except ArticleError:
            return None

    def _worth(self, page: ListPage, leased: Leased) -> Verdict:
        """Return what a page is that we took for a list; a script that makes none is nothing."""
        leads = page.articles or page.unsure or page.sources or page.following or page.lists
        is_vain = is_script(leased.url) and not leads
        return "neither" if is_vain and not self._shared_scripts.is_needed(leased.url) else "list"

    def links_of(self, page: ListPage, leased: Leased) -> tuple[Link, ...]:
        self._beginning.look_for(page, leased)
        return super().links_of(page, leased)

    @cached_property
    def _beginning(self) -> Beginning:
        return Beginning(self.home_url, self._explorer.is_like_articles)

    @cached_property
    def _copies(self) -> Copies:
        return Copies()
