"""The family nearly all sites belong to: lists of links to articles, page after page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import FormRequest, JsonRequest, Response
from twisted.python.failure import Failure

from article.errors import ArticleError, NotAnArticle
from article.layout import Layout
from article.markup.paging import page_number
from article.model import Article
from article.reading import join_pages, read_article
from crawler import attachments
from crawler.discovery import read_list
from crawler.errors import Postponed, RedirectsToKnown, RobotsForbid
from crawler.extensions.run import RunExtension
from crawler.lists.hints import NUMBERED
from crawler.lists.interfaces import (
    form_of,
    is_interface,
    is_of_page,
    json_of,
    page_of,
    wants_state,
)
from crawler.lists.listpage import ListPage
from crawler.middlewares.guard import is_private_url
from crawler.scope import host_of, is_document
from crawler.shapes import folded
from crawler.verdicts.garbled import is_garbled, is_lost
from crawler.verdicts.impostors import is_foreign
from crawler.verdicts.outcome import LOST, judge_answer, judge_words
from crawler.verdicts.traps import Chains
from crawler.verdicts.visits import cause, failed, header_charset, observed, told
from storage import frontier
from storage.database import writing
from storage.frontier import Leased
from storage.history.signals import GARBLED
from storage.sites import SiteFacts
from storage.standing import (
    is_list,
    leads_to_articles,
    showed_articles,
    showed_others,
    standing,
)
from storage.values.urlkey import url_key
from storage.values.visit import Link, Visit

MOST_PAGES = 50  # of one article
CLOSED = "nofollow: it asks nobody to follow its links"


@dataclass(frozen=True, slots=True)
class Channel:
    """A list of articles on a site (栏目); its name is None where only the address is known."""

    name: str | None
    url: str


class ListingSpider(Spider):
    """Reads lists and articles of one site by what its class declares.

    A site declares data; what is peculiar to it overrides ``read`` and calls up.
    """

    site_title: ClassVar[str]
    region: ClassVar[str | None] = None
    region_code: ClassVar[str | None] = None  # GB/T 2260
    home_url: str
    allowed_domains: Sequence[str] = ()  # without any: the host of each list page
    channels: Sequence[Channel] = ()
    article_links: ClassVar[str | None] = None  # CSS; without it the general rules find them
    layouts: Sequence[Layout] = ()
    may_be_empty: ClassVar[bool] = False
    chains: Chains
    repeating: list[str]  # further pages that now show what the pages before them do
    without_forms: set[str]  # hosts that answer no POST
    states: dict[str, Mapping[str, str]]  # what pages of ASP.NET want back, by the first of a list
    verify_certificate: ClassVar[bool] = True  # False where the office cannot keep it valid

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider._set_pace()
        spider.chains = Chains()
        spider.repeating = []
        spider.without_forms = set()
        spider.states = {}
        return spider

    def facts(self) -> SiteFacts:
        """Return what the archive keeps of this site."""
        return SiteFacts(
            id=self.name,
            title=self.site_title,
            region=self.region,
            region_code=self.region_code,
            home_url=self.home_url,
        )

    def hosts(self) -> tuple[str, ...]:
        """Return the hosts that may be asked for anything."""
        known = [host_of(url) for url in (self.home_url, *(one.url for one in self.channels))]
        return tuple(dict.fromkeys([*self.allowed_domains, *known]))

    @property
    def start_url(self) -> str:
        """Where runs begin."""
        return self.home_url

    def seeds(self) -> list[Link]:
        """Return the lists that every crawl begins with, whether they are due or not."""
        return [
            Link(url=channel.url, kind="list", channel=channel.name, again=True)
            for channel in self.channels
        ]

    def more(self) -> list[tuple[str | None, Link]]:
        """Return what else to visit when all that is known is done, each with the page it is on."""
        return []

    def unfinished(self) -> list[str]:
        """Return the lists that a later run has to read again, as this one stops before the end."""
        return self.repeating

    def is_way_to_known(self, leased: Leased | None, target: str) -> bool:
        """Whether a redirect need not be followed: its target is visited for itself.

        Lists count who reads their articles: they lead to them by an address that leads on.
        """
        if leased is None or leased.sha256 or leased.version_held or leased.part_of:
            return False  # what was read there before is looked for again
        if is_interface(leased.url) or is_document(leased.url) or self._is_seed(leased):
            return False
        if folded(target) == folded(self.home_url) or url_key(target) == url_key(leased.url):
            return False
        known = standing(self._run.db, [target]).get(url_key(target))
        is_fit = known is not None and (leased.kind == "list" or known.kind == "article")
        return is_fit and known.state in ("pending", "leased", "held")

    async def start(self) -> Any:
        """Begin with nothing: the frontier feeds the crawl."""
        return
        yield

    def request(self, leased: Leased) -> Request:
        """Return the request for a leased address."""
        if asked := json_of(leased.url):
            return self._request(JsonRequest, asked[0], leased, data=asked[1], method="POST")
        form = form_of(leased.url)
        if form and host_of(leased.url) not in self.without_forms:
            state = self.states.get(page_of(leased.url), {})
            if wants_state(leased.url) and not state:
                request = self._request(Request, page_of(leased.url), leased)
                return request.replace(callback=self._visit_with_state)
            fields = [*form[1], *state.items()] if wants_state(leased.url) else form[1]
            return self._request(FormRequest, form[0], leased, formdata=fields, method="POST")
        return self._request(Request, leased.url, leased)

    def _request(self, kind: type[Request], url: str, leased: Leased, **fields: Any) -> Request:
        is_file = is_document(leased.url) and leased.kind != "list"  # some sitemaps are plain text
        is_attachment = is_file and not is_interface(leased.url)
        capture = leased.kind == "article" or self.settings.getbool("CAPTURE_LISTS")
        return kind(
            url,
            callback=self.visit_file if is_attachment else self.visit,
            errback=self.visit_failed,
            meta={"leased": leased, "capture": capture},
            cb_kwargs={"leased": leased},
            dont_filter=True,  # the frontier is the filter
            **fields,
        )

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
        except (PartMissing, ArticleError) as error:
            return [replace(visit, outcome="error", reason=f"further page: {error}"[:300])]

    async def _visit_without_form(self, response: Response, leased: Leased) -> Iterable[Visit]:
        """Ask a host that answers no forms for an ordinary page instead, from now on."""
        self.without_forms.add(host_of(response.url))
        try:
            return await self.visit(await self._fetch(leased, whole=True), leased)
        except Postponed:
            return []
        except PartMissing as error:
            reason = f"without a form: {error}"[:300]
            return [replace(observed(response, leased), outcome="error", reason=reason)]

    async def _visit_with_state(self, response: Response, leased: Leased) -> Iterable[Visit]:
        """Ask for a further page once the first has said what it wants back."""
        first = page_of(leased.url)
        if not self.read_list(response, replace(leased, url=first)).state:
            lost = f"{first} no longer tells what it wants back"
            return [replace(observed(response, leased), outcome="error", reason=lost)]
        try:
            return await self.visit(await self._fetch(leased, whole=True), leased)
        except PartMissing as error:
            return [replace(observed(response, leased), outcome="error", reason=str(error)[:300])]

    def visit_file(self, response: Response, leased: Leased) -> Visit:
        """Judge what an article has attached; it is kept, never read."""
        visit = self._judged(response, leased)
        if visit.outcome is None and not response.body:
            return replace(visit, outcome="error", reason="an empty file")
        if visit.outcome is None and attachments.is_page(response.body):
            return replace(visit, outcome="error", reason="a page in place of a file")
        return visit

    def visit_failed(self, failure: Failure) -> Visit | None:
        """Record a visit that brought no answer, with its cause; nothing where it is for later."""
        if failure.check(RedirectsToKnown):
            return replace(failed(failure), outcome="unchanged", is_ignored=True)
        name, stats = cause(failure.value), self.crawler.stats
        stats.inc_value(f"wenming/failed/{name}")
        stats.set_value(f"wenming/failed_as/{name}", told(failure.value)[:300])
        if isinstance(failure.value, Postponed):
            return None
        visit = failed(failure)
        if visit.kind == "list":
            self._count_list(failure.request.meta["leased"], visit.reason)  # type: ignore[attr-defined]
        return replace(visit, outcome="blocked") if failure.check(RobotsForbid) else visit

    def _judged(self, response: Response, leased: Leased) -> Visit:
        """Return the visit with the outcome that an answer shows by itself, if it does."""
        self.crawler.stats.inc_value("wenming/answered")
        outcome, reason = judge_answer(
            response.status,
            asked=leased.url,
            answered=response.url,
            home=self.home_url,
            conditional=response.meta.get("conditional", False),
        )
        if outcome is None and (broken := response.meta.get("broken")):
            outcome, reason = "error", f"not whole: {broken}"
        if outcome == "blocked":
            self.crawler.stats.inc_value("wenming/blocked")
        if leased.kind == "list":
            self._count_list(leased, reason if outcome not in (None, "not_modified") else None)
        if outcome == "not_modified" and leased.kind == "list":
            self.crawler.stats.inc_value("wenming/lists_unchanged")
        if outcome == "not_modified" and leased.url in self.chains.pages:
            self.crawler.stats.inc_value("wenming/next_pages")  # it goes on as it did
        visit = observed(response, leased)
        return replace(visit, outcome=outcome, reason=reason) if outcome else visit

    def _count_list(self, leased: Leased, lost: str | None) -> None:
        if lost is None:
            self.crawler.stats.inc_value("wenming/lists_read")
        elif self._is_channel(leased):
            self.crawler.stats.set_value("wenming/channel_lost", f"{leased.url}: {lost}")

    def _is_channel(self, leased: Leased) -> bool:
        """Whether a list is missed where it is gone; one that shrank has fewer further pages."""
        if leased.url in self.chains.pages or page_number(leased.url):
            return self._is_seed(leased)
        return self._is_seed(leased) or showed_articles(self._run.db, leased.url_id)

    def visit_list(self, response: Response, visit: Visit, leased: Leased) -> Visit:
        """Take the links of a list page; the next page only while there is something new."""
        page = self.read_list(response, leased)
        if shows_nothing(page) and (refused := self._refusal(response, leased)):
            return replace(visit, **self._not_an_article(refused))
        self.note_if_empty(page, leased)
        why = CLOSED if page.is_closed else None
        return replace(visit, outcome="unchanged", reason=why, links=self.links_of(page, leased))

    def _refusal(self, response: Response, leased: Leased) -> NotAnArticle | None:
        """Return what a page that should be a list says instead of one, if it is a firewall's."""
        try:
            self.read(response, leased)
        except NotAnArticle as error:
            return error if error.kind == "blocked" else None
        except ArticleError:
            return None
        return None

    def read_list(self, response: Response, leased: Leased) -> ListPage:
        """Return what a list page leads to."""
        # The address of a record interface says more than what was sent of it.
        url = leased.url if is_interface(leased.url) else response.url
        page = read_list(
            response.body,
            url,
            links=self.article_links,
            hosts=self.hosts(),
            charset=header_charset(response),
        )
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
            # Caches that are ill show the first page for each; what is new further on would wait.
            self.repeating.append(leased.url)
        known = frontier.known(self._run.db, shown.values(), list_id=leased.url_id)
        has_news = self._run.sweep or len(known) < len(shown)
        following = self.chains.follow(leased.url, page.following, distinguishing(page))
        for chain, why in self.chains.traps.items():
            self.crawler.stats.set_value(f"wenming/traps/{chain}", why)
        links = (
            *page.articles,
            *(replace(link, again=has_news) for link in following),
            *(replace(link, again=True) for link in page.sources),
        )
        return tuple(replace(link, channel=leased.channel) for link in links)

    def note_if_empty(self, page: ListPage, leased: Leased) -> None:
        """Count a list that shows nothing where it did before: silence is an error too."""
        if not shows_nothing(page):
            return
        is_home = page.lists and leased.url == self.start_url
        is_mute = self._is_seed(leased) and not is_home
        if is_mute or leads_to_articles(self._run.db, leased.url, self.name):
            what = "garbled" if page.is_garbled else "closed" if page.is_closed else "empty"
            self.crawler.stats.inc_value(f"wenming/{what}_lists")

    def _is_seed(self, leased: Leased) -> bool:
        return any(url_key(seed.url) == url_key(leased.url) for seed in self.seeds())

    async def visit_article(
        self, response: Response, visit: Visit, leased: Leased
    ) -> Iterable[Visit]:
        """Read an article and its further pages."""
        is_led_away = leased.version_held and url_key(response.url) != url_key(leased.url)
        to_list = f"soft 404: redirected to a list: {response.url}"
        if is_led_away and is_list(self._run.db, response.url):
            return [replace(visit, outcome="gone", reason=to_list)]
        try:
            with self._run.suspect.reading(leased.url_id):
                article = self.read(response, leased)
        except NotAnArticle as error:
            if error.kind == "list" and is_led_away:
                return [replace(visit, outcome="gone", reason=to_list)]
            return [replace(visit, **self._not_an_article(error))]
        except ArticleError as error:
            return [replace(visit, outcome="error", reason=str(error))]
        return await self._completed(replace(visit, article=article), leased)

    async def _completed(self, visit: Visit, leased: Leased) -> list[Visit]:
        """Add to an article what is not on its page: its further pages, and the way to its files.

        A page that was taken for a list may be an article too.
        """
        article, parts = visit.article, list[Visit]()
        if article is None:
            return [visit]
        if is_lost(article.title, article.body):
            return [
                replace(visit, outcome="error", reason=f"its characters {GARBLED}", article=None)
            ]
        if article.pages:
            article, parts = await self._read_parts(article, leased)
        if channel := article.channel or self.channel_of(leased):
            article = replace(article, channel=channel)
        charset = article.charset.used if article.charset else None
        links = (*visit.links, *attachments.links(article, self._attached, self.hosts()))
        return [*parts, replace(visit, article=article, charset=charset, links=links)]

    def channel_of(self, leased: Leased) -> str | None:
        """Return the name of the list that leads to an article."""
        return leased.channel

    def read(self, response: Response, leased: Leased) -> Article:
        """Return the article of a page: the one place for a site's quirks."""
        return read_article(
            response.body,
            response.url,
            self.layouts,
            charset=header_charset(response),
            listed_title=leased.link_title,
            listed_date=leased.link_date,
            first_page=response.meta.get("first_page") if leased.part_of else None,
        )

    def _not_an_article(self, error: NotAnArticle) -> dict[str, Any]:
        if error.kind == "blocked":
            self.crawler.stats.inc_value("wenming/blocked")
            return {"outcome": "blocked", "reason": error.reason}
        if error.kind == "error":
            outcome, reason = judge_words(error.reason)
            return {"outcome": outcome, "reason": reason}
        return {"outcome": "error", "reason": f"no article but {error.kind}: {error.reason}"}

    async def _read_parts(self, first: Article, leased: Leased) -> tuple[Article, list[Visit]]:
        """Fetch and read the further pages; one that fails fails the whole, so it comes again.

        Some pages name but the next one, others the first and the last.
        """
        visits: list[Visit] = []
        articles: dict[str, Article] = {}
        named = list(first.pages)
        while ahead := [url for url in named[:MOST_PAGES] if url not in articles]:
            for part in self._lease_parts(ahead, leased):
                response = await self._fetch(part, whole=True, first_page=leased.url)
                visit = self._judged(response, part)
                if visit.outcome is not None:
                    raise PartMissing(f"{part.url}: {visit.reason}")
                with self._run.suspect.reading(part.url_id):
                    article = articles[part.url] = self.read(response, part)
                if is_foreign(first, article):
                    raise PartMissing(f"{part.url}: something else in its place: {article.title}")
                named += [url for url in article.pages if url not in named]
                visits.append(replace(visit, outcome=self._part_outcome(visit, part)))
            if not articles.keys() >= {*ahead}:
                break  # what is another article is no part of this one
        rest = sorted(articles.items(), key=lambda one: page_number(one[0]))
        return join_pages(first, [article for _, article in rest]), visits

    async def _look_at_parts(self, visit: Visit, leased: Leased) -> Iterable[Visit]:
        """Ask for the further pages of an unchanged first page; read all if one of them changed."""
        visits = [visit]
        for part in frontier.parts_read(self._run.db, leased.url_id):
            response = await self._fetch(part)
            if response.status != 304:
                whole = await self._fetch(leased, whole=True)
                visit = self._judged(whole, leased)
                return [visit] if visit.outcome else await self.visit_article(whole, visit, leased)
            visits.append(self._judged(response, part))
        return visits

    def _lease_parts(self, urls: Sequence[str], leased: Leased) -> list[Leased]:
        run = self._run
        links = [Link(url=url, part_of=leased.url_id) for url in urls]
        with writing(run.db):
            frontier.add(run.db, self.name, links, run_id=run.run_id, now=datetime.now(UTC))
        known = {part.url: part for part in frontier.parts(run.db, leased.url_id)}
        return [known[url] for url in urls if url in known]

    async def _fetch(
        self, leased: Leased, *, whole: bool = False, first_page: str | None = None
    ) -> Response:
        request = self.request(leased)
        request.meta["whole"] = whole
        request.meta["first_page"] = first_page
        try:
            response: Response = await self.crawler.engine.download_async(request)
        except Postponed:
            raise
        except Exception as error:  # whatever it was, the log has it and the next visit tries again
            raise PartMissing(f"{leased.url}: {type(error).__name__}: {error}") from error
        return response

    def _part_outcome(self, visit: Visit, part: Leased) -> Any:
        if part.sha256 is None:
            return "new"
        return "unchanged" if visit.sha256 == part.sha256 else "changed"

    @property
    def _attached(self) -> list[str]:
        """The kinds of attachments that are fetched."""
        kinds: list[str] = self.settings.getlist("ATTACHMENTS")
        return kinds

    @property
    def _run(self) -> RunExtension:
        return self.crawler.get_extension(RunExtension)

    def _set_pace(self) -> None:
        """Obey a delay of nothing for private addresses only, where it ends all pacing."""
        settings = self.settings
        if not self.verify_certificate:
            settings.set("DOWNLOAD_VERIFY_CERTIFICATES", False, "spider")
        private = is_private_url(self.home_url)
        if settings.getfloat("DOWNLOAD_DELAY") == 0 and private:
            settings.set("AUTOTHROTTLE_ENABLED", False, "spider")
            settings.set("DAILY_REQUESTS", 0, "spider")
        elif not private:
            delay = max(
                settings.getfloat(name) for name in ("DOWNLOAD_DELAY", "LEAST_PUBLIC_DELAY")
            )
            settings.set("DOWNLOAD_DELAY", delay, "spider")


def distinguishing(page: ListPage) -> set[str]:
    """Return the keys of what tells a page of a list from those before it.

    Where nothing else is shown, what is named like a list under a number may be an article.
    """
    shown = (*page.articles, *page.unsure)
    numbered = [] if shown else [link for link in page.lists if NUMBERED.search(link.url)]
    scripts = [] if shown else [link for link in page.scripts if is_of_page(link.url)]
    named = (*page.doubtful, *numbered, *scripts)
    return {url_key(link.url) for link in (*shown, *named)}


def shows_nothing(page: ListPage) -> bool:
    """Whether a list leads to nothing that could be an article."""
    shown = page.doubtful if page.is_feed else page.unsure  # a sitemap tells no more than addresses
    return not (page.articles or page.sources or shown)


class PartMissing(Exception):
    """A further page of an article could not be had."""
