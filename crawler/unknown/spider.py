"""Sites of which a page or two are known: the general rules find their lists and articles."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cached_property, partial
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from article.decode import decode
from article.errors import ArticleError, NotAnArticle, Undecodable
from article.facts.title import is_promised
from article.model import BEIJING, Article
from crawler.discovery import read_list
from crawler.errors import OffSite, Postponed, RedirectsToKnown
from crawler.extensions.run import RunExtension
from crawler.listing import CLOSED, ListingSpider, shows_nothing
from crawler.lists.hints import is_menu
from crawler.lists.interfaces import is_interface, is_piece, is_script, page_of
from crawler.lists.listpage import ListPage
from crawler.middlewares.robots import RobotsMiddleware
from crawler.scope import is_elsewhere
from crawler.shapes import Verdict, folded, is_article_address
from crawler.site import PageMissing
from crawler.unknown.copies import Copies
from crawler.unknown.explorer import Explorer
from crawler.unknown.judging import (
    TEXT,
    holds_list,
    is_dated,
    is_idle_day,
    is_refused,
    judge,
    may_be_list,
    wants_login,
)
from crawler.unknown.sessions import Sessions
from crawler.unknown.sharedscripts import SharedScripts
from crawler.verdicts.visits import failed, header_charset, told
from storage import frontier
from storage.frontier import Leased
from storage.standing import is_shown_again, judged, leads_to_articles, list_with, standing
from storage.values.urlkey import url_key
from storage.values.visit import Link, Visit


class ExploringSpider(ListingSpider):
    """Begins with the home page and goes wherever lists lead within its hosts.

    Every page is judged by what it holds, so a link that promised an article and leads to a list
    costs nothing, and the other way round.
    """

    _names_feeds = False  # whether a page of this run does
    _home_is_made = False  # by a script of its own, unless it shows a list by itself
    _vain_scripts = 0  # of the home page, that make nothing
    _begun: tuple[Leased, Article] | None = None  # what a run begins with, if it may be an article
    _told: Link | None = None  # the link of a list to that article, by its title

    def seeds(self) -> list[Link]:
        channels = super().seeds()
        home = Link(url=self.start_url, kind="list", again=True)
        is_channel = folded(home.url) in {folded(channel.url) for channel in channels}
        return channels if is_channel else [home, *channels]

    def more(self) -> list[tuple[str | None, Link]]:
        explorer = self._explorer
        maps = explorer.sitemaps(self._sitemaps, self.hosts())
        candidates = explorer.candidates()
        self.crawler.stats.set_value("wenming/in_vain", explorer.in_vain())
        return [
            *super().more(),
            *((None, link) for link in maps),
            *((explorer.pool.page_of(link.url), link) for link in candidates),
        ]

    @property
    def _sitemaps(self) -> list[str]:
        """The sitemaps that the rules for robots name."""
        robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
        return robots.sitemaps()

    @property
    def _is_fed(self) -> bool:
        """Whether the site names its articles in a feed or a sitemap as well."""
        return self._names_feeds or bool(self._sitemaps)

    def unfinished(self) -> list[str]:
        explorer = self._explorer
        return [*super().unfinished(), *explorer.pool.untried(), *explorer.overlooked()]

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
            if not self._is_begin(leased):
                raise
            reason = f"further page: {error}"[:300]
            visit = replace(visit, kind="list", article=None, sha256=None)
            return [replace(visit, outcome="unchanged", reason=reason)]

    async def _visit_begin_again(self) -> Iterable[Visit]:
        """Read as an article what a run begins with once others of its kind are, and lists tell so.

        A text with headlines at its side may as well be a list that shows its first text.
        """
        if not (self._begun and self._told and self._explorer.is_like_articles(self.home_url)):
            return ()
        told, leased = self._told, replace(self._begun[0], kind="article")
        self._begun = None
        leased = replace(leased, link_title=told.title, link_date=told.date, channel=told.channel)
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
        top = Link(url=urljoin(self.home_url, "/"), kind="list", again=True)
        return [
            *parts,
            replace(last, links=(*self._explorer.spellings.respell([top]), *last.links)),
        ]

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
        return replace(visit, outcome="unchanged", reason="it wants a login", is_ignored=True)

    def visit_failed(self, failure: Failure) -> Visit | None:
        leased: Leased = failure.request.meta["leased"]  # type: ignore[attr-defined]
        if failure.check(RedirectsToKnown):
            known = standing(self._run.db, [failure.value.target])  # type: ignore[union-attr]
            self._explorer.learn(leased.url, next(one.kind for one in known.values()))
        self._explorer.pool.forget([leased.url])
        if failure.check(OffSite) and self._is_led_elsewhere(failure, leased):
            return replace(failed(failure), outcome="unchanged", is_ignored=True)
        return super().visit_failed(failure)

    def _is_led_elsewhere(self, failure: Failure, leased: Leased) -> bool:
        """Whether what a list names leads to a page of another site, as it did the last time."""
        if leased.sha256 or leased.version_held or leased.part_of or self._is_seed(leased):
            return False
        request: Request = failure.request  # type: ignore[attr-defined]
        is_led = is_elsewhere(leased.url, request.url)
        reason = told(failure.value)[:300]  # type: ignore[arg-type]  # a failure has one
        return is_led and is_shown_again(self._run.db, leased.url_id, reason)

    def channel_of(self, leased: Leased) -> str | None:
        """Return the list that leads to an article, be it taken for a list itself at first."""
        if leased.kind == "article":
            return super().channel_of(leased)
        return self._explorer.pool.channel_of(leased.url)

    def read_list(self, response: Response, leased: Leased) -> ListPage:
        """Return what a list page leads to, by the scripts too that it shares with others."""
        page = self._sessions.fold(super().read_list(response, leased))
        if not (page.scripts or page.turners or page.definers or is_script(leased.url)):
            return page
        try:
            text, _ = decode(response.body, header_charset(response), response.url)
        except Undecodable:
            return page
        if is_script(leased.url):
            return self._shared_scripts.run(page, text, leased.url)
        again = partial(self._read_beside, response, leased)
        return self._shared_scripts.load(page, text, again)

    def _read_beside(self, response: Response, leased: Leased, scripts: str) -> ListPage:
        """Return what a list page leads to with what the functions of other scripts make."""
        url = leased.url if is_interface(leased.url) else response.url
        charset = header_charset(response)
        return read_list(response.body, url, hosts=self.hosts(), charset=charset, beside=scripts)

    def visit_list(self, response: Response, visit: Visit, leased: Leased) -> Visit:
        page = self.read_list(response, leased)
        self._names_feeds |= bool(page.feeds)
        self._explorer.spellings.note(response.url, leased.url)
        article: Article | NotAnArticle | None = None
        is_list = page.is_feed or (self._is_known(leased) and page.articles)
        if not is_list or self._may_be_mistaken(leased) or self._is_begin(leased):
            article = self._try_to_read(response, leased)
        if isinstance(article, NotAnArticle) and is_refused(page, article.kind):
            if self._is_trial(leased) and wants_login(response.body):
                return self._as_login(visit, leased)
            return replace(visit, **self._not_an_article(article))
        return self._as_judged(visit, leased, page, article)

    def _as_judged(
        self, visit: Visit, leased: Leased, page: ListPage, article: Article | NotAnArticle | None
    ) -> Visit:
        if original := self._find_original(visit, leased, page):
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
        if leased.url == self.home_url and not shows_nothing(page):
            self._home_is_made = True
        is_made_of = is_script(leased.url) or is_piece(leased.url)
        if is_made_of and page_of(leased.url) == self.home_url:
            self._note_script_of_home(page, leased)
        if verdict == "neither":
            if may_be_list(page, read, url=leased.url):
                self._explorer.note_nothing(page, leased.url)
            why = "neither list nor article"
            return replace(visit, outcome="unchanged", reason=why, is_ignored=True)
        self.note_if_empty(page, leased)
        return replace(visit, outcome="unchanged", links=self.links_of(page, leased))

    def _find_original(self, visit: Visit, leased: Leased, page: ListPage) -> str | None:
        """Return the path of the list that a page shows again under a longer address.

        Pages of one shell show what each of them asks for besides.
        """
        links = (*page.articles, *page.unsure, *page.lists, *page.doubtful, *page.following)
        if visit.sha256 is None or page.sources or not links:
            return None
        return self._copies.find(visit.sha256, leased.url, (link.url for link in links))

    def _as_copy(self, visit: Visit, leased: Leased, original: str) -> Visit:
        """Return the visit of a page that shows another; it leads to nothing.

        A site that is ill shows its home page for all others: those are read again.
        """
        is_other = original != "/" and leased.sha256 is None
        if is_other:
            self._explorer.learn(leased.url, "neither")
        why = f"a copy of {original}"[:300]
        return replace(visit, exchanges=(), outcome="unchanged", reason=why, is_ignored=is_other)

    def _judge(self, page: ListPage, read: Article | None, leased: Leased) -> Verdict:
        """Return what a page is that was asked for as a list, and learn of it."""
        explorer, is_begin, is_list = self._explorer, self._is_begin(leased), self._is_known(leased)
        if self._may_be_mistaken(leased) and read and is_dated(read):
            is_list = holds_list(page, read)
        verdict: Verdict = (
            "article"
            if is_begin and self._is_article(page, read)
            else self._worth(page, leased)
            if is_list
            else judge(
                explorer.recognise(page),
                read,
                url=leased.url,
                has_news=self._has_news(page),
                told=leased.link_title if explorer.pool.is_among_headlines(leased.url) else None,
                named=leased.link_title if explorer.pool.is_among_names(leased.url) else None,
            )
        )
        if verdict == "list" and not is_list and explorer.shows_again(page, leased.url):
            verdict = "neither"
        if verdict == "list":
            explorer.note_list(page, leased.url)
        if is_begin and verdict == "list" and read and self._may_be_article(page, read):
            self._begun = leased, read
        if verdict == "article" or not is_begin or (page.articles and not self._begun):
            # What is begun with may be a list by choice only.
            is_idle = verdict == "list" and is_idle_day(page, leased.url)
            explorer.learn(leased.url, "neither" if is_idle else verdict)
        return verdict

    def _as_article(self, visit: Visit, leased: Leased, page: ListPage, read: Article) -> Visit:
        """Return the visit of an article that was asked for as a list.

        What it leads to counts only if nothing else is known yet.
        """
        is_begin = self._is_begin(leased)
        if is_begin:
            visit = self._with_top([visit])[0]
        links = self.links_of(replace(page, following=()) if is_begin else ListPage(), leased)
        return replace(visit, kind="article", article=read, links=(*visit.links, *links))

    def _note_script_of_home(self, page: ListPage, leased: Leased) -> None:
        """Count the scripts of the home page as empty lists, unless one of them makes a list."""
        is_vain = self._worth(page, leased) == "neither"
        if not shows_nothing(page):
            self._home_is_made = True
            self.crawler.stats.inc_value("wenming/empty_lists", -self._vain_scripts)
            self._vain_scripts = 0
        elif is_vain and not (self._home_is_made or self._is_fed or is_menu(leased.url)):
            self._vain_scripts += 1
            self.crawler.stats.inc_value("wenming/empty_lists")

    def _may_be_article(self, page: ListPage, read: Article) -> bool:
        """Whether the page that a site is begun with may be one of its articles."""
        is_top = folded(self.home_url) == folded(urljoin(self.home_url, "/"))
        return not (is_top or holds_list(page, read))

    def _is_article(self, page: ListPage, read: Article | None) -> bool:
        """Whether the page that a site is begun with is no list but one of its articles."""
        if read is None or not self._may_be_article(page, read):
            return False
        if is_article_address(self.home_url):
            return True
        is_text = is_dated(read) and len(read.body) >= TEXT
        parts = set(map(url_key, read.pages))
        return is_text and not page.articles and {url_key(n.url) for n in page.following} <= parts

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
                if shown := self._list_in_place(visit, leased):
                    return [replace(visit, outcome="gone", reason=f"soft 404: it shows {shown}")]
                return [self._as_judged(replace(visit, kind="list"), leased, page, None)]
        if last.article is not None:
            self._explorer.learn(leased.url, "article")
        return visits

    def links_of(self, page: ListPage, leased: Leased) -> tuple[Link, ...]:
        """Sort what a page leads to; what it does not tell is kept as a candidate."""
        if self._begun and leased.url != self.home_url:
            shown = (*page.articles, *page.unsure, *page.lists, *page.doubtful)
            self._told = self._told or self._find_told(shown, self._begun[1], leased)
        if leased.channel:
            unsure, doubtful = (
                tuple(replace(link, channel=leased.channel) for link in links)
                for links in (page.unsure, page.doubtful)
            )
            page = replace(page, unsure=unsure, doubtful=doubtful)
        leading = (*page.lists, *page.unsure, *page.doubtful, *page.feeds)
        shown = {url_key(link.url) for link in self._explorer.shown(page)}
        if not self.chains.reach(leased.url, leading, shown):
            page = replace(page, lists=(), unsure=(), doubtful=(), feeds=())
        sorted_page = self._explorer.sort(page, leased.url)
        return (
            *super().links_of(sorted_page, leased),
            *sorted_page.lists,
            *self._scripts(page, leased),
            *self._turners(page, leased),
            *self._explorer.scripts(page.definers),
        )

    def _find_told(self, links: Iterable[Link], article: Article, leased: Leased) -> Link | None:
        """Return the link that calls what a run begins with by the title of its text."""
        rule = article.evidence["title"].rule if "title" in article.evidence else ""
        for link in links:
            is_own = link.title == article.title or is_promised(article.title, rule, link.title)
            if is_own and url_key(link.url) == url_key(self.home_url):
                return replace(link, channel=leased.channel)
        return None

    def note_if_empty(self, page: ListPage, leased: Leased) -> None:
        """Count an empty list unless a script, a feed or a sitemap stands for it."""
        db = self._run.db
        if shows_nothing(page) and self._explorer.shows_articles(page.lists):
            self.crawler.stats.inc_value("wenming/list_links")
            return
        is_fed = self._is_fed and not leads_to_articles(db, leased.url, self.name)
        if not (is_fed or self._scripts(page, leased)):
            super().note_if_empty(page, leased)

    def _scripts(self, page: ListPage, leased: Leased) -> list[Link]:
        """Return the scripts that may make a list, unless the page once showed it by itself."""
        if not page.scripts or leads_to_articles(self._run.db, leased.url, self.name):
            return []
        return self._explorer.scripts(page.scripts)

    def _turners(self, page: ListPage, leased: Leased) -> list[Link]:
        """Return the scripts that may turn a list, where it shows something new."""
        if not page.turners or page.following:
            return []
        shown = {url_key(link.url): link.url for link in (*page.articles, *page.unsure)}
        known = frontier.known(self._run.db, shown.values(), list_id=leased.url_id)
        return self._explorer.scripts(page.turners) if len(known) < len(shown) else []

    def _has_news(self, page: ListPage) -> bool:
        """Whether a page leads to lists that nobody knew, or to a script that may make one."""
        return self._explorer.has_news(page) or bool(self._explorer.scripts(page.scripts))

    def _is_known(self, leased: Leased) -> bool:
        """Whether a page is a list by our own choice, goes on with one, or was one before."""
        return leased.sha256 is not None or self._is_list_by_name(leased)

    def _is_begin(self, leased: Leased) -> bool:
        """Whether a site is begun with this very page, in this run."""
        return leased.sha256 is None and leased.url == self.home_url

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
        why = f"leads to {url}"[:300]
        return replace(visit, outcome="unchanged", reason=why, is_ignored=True, links=(way,))

    def _list_in_place(self, visit: Visit, leased: Leased) -> str | None:
        """Return the list whose very bytes were shown instead of an article."""
        if visit.sha256 is None:
            return None
        return list_with(self._run.db, self.name, visit.sha256, besides=leased.url_id)

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

    @cached_property
    def _explorer(self) -> Explorer:
        db = self._run.db
        today = datetime.now(BEIJING).date()
        return Explorer(partial(standing, db), judged(db, self.name), today=today)

    @cached_property
    def _copies(self) -> Copies:
        return Copies()

    @cached_property
    def _sessions(self) -> Sessions:
        run = self.crawler.get_extension(RunExtension)
        return Sessions(judged(run.db, self.name) if run else ())  # `scrapy parse` begins none

    @cached_property
    def _shared_scripts(self) -> SharedScripts:
        def read(script: str, url: str) -> ListPage:
            return read_list(script.encode("utf-8", "replace"), url, hosts=self.hosts())

        return SharedScripts(read)
