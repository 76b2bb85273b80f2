"""The page that a site is begun with: its home page, one of its lists, or one of its articles."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from urllib.parse import urljoin

from article.facts.title import is_promised
from article.model import Article
from crawler.lists.listpage import ListPage
from crawler.shapes import folded, is_article_address
from crawler.unknown.judging import TEXT, holds_list, is_dated
from storage.frontier import Leased
from storage.values.urlkey import url_key
from storage.values.visit import Link


class Beginning:
    """What a run begins with, and whether it turns out to be an article after all.

    A text with headlines at its side may as well be a list that shows its first text: it is taken
    for a list until others of its kind are articles, as ``is_like_articles`` says of its address,
    and a list calls it by the title of its text.
    """

    def __init__(self, url: str, is_like_articles: Callable[[str], bool]) -> None:
        self._url, self._is_like_articles = url, is_like_articles
        self._doubted: tuple[Leased, Article] | None = None
        self._told: Link | None = None

    @property
    def top(self) -> Link:
        """The way to the top of the host: later runs begin there where the page is an article."""
        return Link(url=urljoin(self._url, "/"), kind="list", again=True)

    @property
    def is_doubted(self) -> bool:
        """Whether the page was taken for a list and may be an article."""
        return self._doubted is not None

    def is_at(self, leased: Leased) -> bool:
        """Whether an address is that of this very page, which no earlier run has read."""
        return leased.sha256 is None and leased.url == self._url

    def is_article(self, page: ListPage, read: Article | None) -> bool:
        """Whether the page is no list but an article."""
        if read is None or not self._may_be_article(page, read):
            return False
        if is_article_address(self._url):
            return True
        is_text = is_dated(read) and len(read.body) >= TEXT
        parts = set(map(url_key, read.pages))
        return is_text and not page.articles and {url_key(n.url) for n in page.following} <= parts

    def doubt(self, page: ListPage, read: Article | None, leased: Leased) -> None:
        """Note that the page is taken for a list, where it may be an article."""
        if read and self._may_be_article(page, read):
            self._doubted = leased, read

    def look_for(self, page: ListPage, leased: Leased) -> None:
        """Look for the first link of other pages to what may be an article, by its title."""
        if self._doubted and self._told is None and leased.url != self._url:
            shown = (*page.articles, *page.unsure, *page.lists, *page.doubtful)
            self._told = self._find(shown, self._doubted[1], leased)

    def take_told(self) -> Leased | None:
        """Return the page as the article that a list tells of, once it is known for one."""
        if not (self._doubted and self._told and self._is_like_articles(self._url)):
            return None
        (leased, _), told = self._doubted, self._told
        self._doubted = None
        return replace(
            leased,
            kind="article",
            link_title=told.title,
            link_date=told.date,
            channel=told.channel,
        )

    def _may_be_article(self, page: ListPage, read: Article) -> bool:
        is_top = folded(self._url) == folded(self.top.url)
        return not (is_top or holds_list(page, read))

    def _find(self, links: Iterable[Link], article: Article, leased: Leased) -> Link | None:
        rule = article.evidence["title"].rule if "title" in article.evidence else ""
        for link in links:
            is_own = link.title == article.title or is_promised(article.title, rule, link.title)
            if is_own and url_key(link.url) == url_key(self._url):
                return replace(link, channel=leased.channel)
        return None
