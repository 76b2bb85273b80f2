"""The articles of a site as they are visited: their pages, their further pages, their files."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from scrapy.http import Response

from article.errors import ArticleError, NotAnArticle
from article.markup.paging import page_number
from article.model import Article
from article.reading import join_pages, read_article
from crawler import attachments
from crawler.site import PageMissing, SiteSpider
from crawler.verdicts.damage import is_less
from crawler.verdicts.garbled import is_lost
from crawler.verdicts.impostors import is_foreign
from crawler.verdicts.outcome import judge_answer, judge_words
from crawler.verdicts.visits import header, header_charset, observed
from storage import frontier
from storage.articles import find_held
from storage.database import writing
from storage.frontier import Leased
from storage.history.signals import GARBLED
from storage.lookup import leads_to
from storage.standing import is_list, list_with
from storage.values.urlkey import url_key
from storage.values.visit import Link, Visit

MOST_PAGES = 50  # of one article


class ArticleSpider(SiteSpider):
    """Reads articles by the layouts that a site declares, or by the general rules.

    What is peculiar to a site overrides ``read`` and calls up.
    """

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
            if article is None:  # a hook that forgets to return would archive nothing untold
                raise TypeError(f"{type(self).__name__}.read returned no article")
        except NotAnArticle as error:
            if error.kind == "list" and is_led_away:
                return [replace(visit, outcome="gone", reason=to_list)]
            if error.kind == "list" and leased.version_held and (own := self._list_shown(visit)):
                return [replace(visit, outcome="gone", reason=f"soft 404: it shows {own}")]
            return [replace(visit, **self._not_an_article(error))]
        except ArticleError as error:
            return [replace(visit, outcome="error", reason=str(error))]
        return await self._completed(replace(visit, article=article), leased)

    def _list_shown(self, visit: Visit) -> str | None:
        """Return the list whose very bytes are shown: sites answer so as others redirect."""
        if visit.sha256 is None:
            return None
        return list_with(self._run.db, self.name, visit.sha256, besides=visit.url_id)

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

    def channel_of(self, leased: Leased) -> str | None:
        """Return the name of the list that leads to an article."""
        return leased.channel

    def visit_file(self, response: Response, leased: Leased) -> Visit:
        """Judge what an article has attached; it is kept, never read."""
        visit = self._judged(response, leased)
        if visit.outcome is None and not response.body:
            return replace(visit, outcome="error", reason="an empty file")
        if visit.outcome is None and attachments.is_page(response.body):
            return replace(visit, outcome="error", reason="a page in place of a file")
        declared = header(response, b"Content-Type")
        if visit.outcome is None and attachments.is_message(response.body, leased.url, declared):
            return replace(visit, outcome="error", reason="a message in place of a file")
        return visit

    def _judged(self, response: Response, leased: Leased) -> Visit:
        """Return the visit with the outcome that an answer shows by itself, if it does."""
        self.crawler.stats.inc_value("wenming/answered")
        outcome, reason = judge_answer(
            response.status,
            asked=leased.url,
            through=response.meta.get("redirect_urls", ())[1:],
            answered=response.url,
            home=self.home_url,
            conditional=response.meta.get("conditional", False),
        )
        if outcome is None and (broken := response.meta.get("broken")):
            outcome, reason = "error", f"not whole: {broken}"
        if outcome == "blocked":
            self.crawler.stats.inc_value("wenming/blocked")
        visit = observed(response, leased)
        return replace(visit, outcome=outcome, reason=reason) if outcome else visit

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

    async def _read_parts(self, first: Article, leased: Leased) -> tuple[Article, list[Visit]]:
        """Fetch and read the further pages; one that fails fails the whole, so it comes again.

        Some pages name but the next one, others the first and the last.
        """
        visits: list[Visit] = []
        articles: dict[str, Article] = {}
        read = {url_key(leased.url), url_key(first.url)}
        owner = self._owner_of_parts(first, leased)
        named = list(first.pages)
        while ahead := [url for url in named[:MOST_PAGES] if url_key(url) not in read]:
            for part in self._lease_parts(ahead, owner, leased):
                response = await self._fetch(part, whole=True, first_page=first.url)
                visit = self._judged(response, part)
                if visit.outcome is not None:
                    raise PageMissing(f"{part.url}: {visit.reason}")
                with self._run.suspect.reading(part.url_id):
                    article = articles[part.url] = self.read(response, part)
                read.add(url_key(part.url))
                if is_foreign(first, article):
                    raise PageMissing(f"{part.url}: something else in its place: {article.title}")
                named += [url for url in article.pages if url not in named]
                visits.append(replace(visit, outcome=self._part_outcome(visit, part)))
            if not read >= set(map(url_key, ahead)):
                break  # what is another article is no part of this one
        rest = sorted(articles.items(), key=lambda one: page_number(one[0], first.url))
        joined = join_pages(first, [article for _, article in rest])
        bodies = [first.body, *(article.body for article in articles.values() if article.body)]
        if len(set(bodies)) < len(bodies):  # a page in place of another, of which the text is lost
            held = find_held(self._run.db, leased.url_id)
            if held and is_less(held, joined):
                raise PageMissing("some show what others do, and not what they did")
        return joined, visits

    async def _look_at_parts(self, visit: Visit, leased: Leased) -> Iterable[Visit]:
        """Ask for the further pages of an unchanged first page; read all if one of them changed."""
        visits = [visit]
        for part in frontier.parts_read(self._run.db, leads_to(self._run.db, leased.url_id)):
            response = await self._fetch(part)
            if response.status != 304:
                whole = await self._fetch(leased, whole=True)
                visit = self._judged(whole, leased)
                return [visit] if visit.outcome else await self.visit_article(whole, visit, leased)
            visits.append(self._judged(response, part))
        return visits

    def _owner_of_parts(self, first: Article, leased: Leased) -> int:
        """Return the address whose article further pages belong to, be it asked by way of another.

        Where a redirect led to what nobody knows yet, they are handed over as it is saved.
        """
        if url_key(first.url) == url_key(leased.url):
            return leads_to(self._run.db, leased.url_id)
        page = None if leased.version_held else frontier.find(self._run.db, first.url)
        return page["id"] if page else leased.url_id

    def _lease_parts(self, urls: Sequence[str], owner: int, leased: Leased) -> list[Leased]:
        """Take further pages as their article names them: it may have moved to https since."""
        run = self._run
        links = [Link(url=url, part_of=owner) for url in urls]
        with writing(run.db):
            frontier.add(run.db, self.name, links, run_id=run.run_id, now=datetime.now(UTC))
            frontier.claim_parts(run.db, urls, owner)
        known = {url_key(part.url): part for part in frontier.parts(run.db, owner)}
        asked = {url_key(url): url for url in urls}
        # A frame has no title of its own.
        parts = ((known[key], url) for key, url in asked.items() if key in known)
        return [replace(part, url=url, link_title=leased.link_title) for part, url in parts]

    def _part_outcome(self, visit: Visit, part: Leased) -> Any:
        if part.sha256 is None:
            return "new"
        return "unchanged" if visit.sha256 == part.sha256 else "changed"

    def _not_an_article(self, error: NotAnArticle) -> dict[str, Any]:
        if error.kind == "blocked":
            self.crawler.stats.inc_value("wenming/blocked")
            return {"outcome": "blocked", "reason": error.reason}
        if error.kind == "error":
            outcome, reason = judge_words(error.reason)
            return {"outcome": outcome, "reason": reason}
        return {"outcome": "error", "reason": f"no article but {error.kind}: {error.reason}"}

    @property
    def _attached(self) -> list[str]:
        """The kinds of attachments that are fetched."""
        kinds: list[str] = self.settings.getlist("ATTACHMENTS")
        return kinds
