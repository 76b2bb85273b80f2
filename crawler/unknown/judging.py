"""What a page is by what it holds: an article, a list, or neither."""

import re
from dataclasses import replace

from article.errors import NotAnArticleKind
from article.facts.title import is_promised
from article.model import Article
from article.patterns import regex
from crawler.lists.links.calendars import is_calendar, is_of_calendar
from crawler.lists.links.hints import HEADLINE
from crawler.lists.listpage import ListPage
from crawler.shapes import is_article_address
from storage.values.visit import Verdict

LEAST_LINKS = 3  # to articles, of a list whose address promised an article
TEXT = 100  # characters; a page with more and no day beside it is about something, and no article
LEAST_TEXT = 30  # characters of an article without pictures whose address says nothing
START = 8  # characters of a title; lists cut what is longer
# Where a day comes from that the page itself does not print.
_BORROWED = ("list", "url")
LONG_SENTENCE = 150  # characters; names of other sites, as below every list, are none
_SENTENCE = regex(r"[。！？；]|[.!?]\s")
_PASSWORD = re.compile(rb"""<input[^>]{0,200}\btype\s*=\s*["']?password""", re.I)


def judge(
    page: ListPage,
    article: Article | None,
    *,
    url: str,
    has_news: bool,
    told: str | None = None,
    named: str | None = None,
) -> Verdict:
    """Return what a page is, of which ``article`` is what the reader made, if anything.

    ``has_news`` says whether it leads to lists that nobody knew; ``told`` is the headline that led
    to it, if it stood among others, ``named`` what led to it among many of its form.
    """
    if page.is_feed:
        return "list"
    if article is not None and not holds_list(page, article):
        is_told = _is_promised(article, told) or _is_of_person(article, named)
        has_own_day = _has_day(article) and not _has_items_date(page, article)
        is_news = has_own_day and (not _is_bare(article) or (is_told and is_dated(article)))
        if is_article_address(url) or is_news or _is_news_without_day(article, is_told=is_told):
            return "article"
        is_about = _is_prose(article.body) or not _shows_items(page)
        is_about = is_about and not _goes_on_with_items(page)
        if len(article.body) >= TEXT and is_about:
            return "neither"
    shows = page.articles or page.following or page.sources or has_news
    shows = shows or len(page.abroad) >= LEAST_LINKS
    shows = shows or (article is not None and is_of_files(article))
    return "list" if shows else "neither"


def may_be_list(page: ListPage, article: Article | None, *, url: str) -> bool:
    """Whether a page is a list if what it shows are articles; a text with some beside it is not."""
    shown = replace(page, articles=page.unsure)
    return judge(shown, article, url=url, has_news=False) == "list"


def is_idle_day(page: ListPage, url: str) -> bool:
    """Whether a page of a calendar leads on and shows nothing: that tells nothing of other days."""
    items = (
        link
        for link in page.unsure
        if (link.date or len(link.title or "") >= HEADLINE)
        and not is_of_calendar(link.url, link.title or "")
    )
    return is_calendar(url) and not (page.articles or page.sources or any(items))


def is_refused(page: ListPage, kind: NotAnArticleKind) -> bool:
    """Whether a page of which the reader saw but a refusal or an error shows nothing besides.

    A short home page that has a way to log in shows its headlines all the same.
    """
    if page.articles or kind not in ("blocked", "error"):
        return False
    return kind == "error" or len(_starts(page)) < LEAST_LINKS


def wants_login(html: bytes) -> bool:
    """Whether a page asks for a password: firewalls ask for other things."""
    return _PASSWORD.search(html) is not None


def is_dated(article: Article) -> bool:
    """Whether the page itself prints when it was published."""
    evidence = article.evidence.get("published_at")
    return evidence is not None and evidence.rule not in _BORROWED


def _has_day(article: Article) -> bool:
    """Whether the page prints when it was published, or the list that leads to it."""
    evidence = article.evidence.get("published_at")
    return evidence is not None and (evidence.rule != "url")


def holds_list(page: ListPage, article: Article | None, *, is_of_links: bool = False) -> bool:
    """Whether what was read of a page are the items of a list, or their excerpts.

    ``is_of_links`` says that the reader saw nothing but links.
    """
    if article is not None and is_of_files(article):
        return True
    if article is None:
        is_list = is_of_links and len(_starts(page)) >= LEAST_LINKS
        return is_list or len(page.articles) >= LEAST_LINKS
    if _is_of_links(page, article):
        return True
    evidence = article.evidence.get("published_at")
    read = article.body + "\n" + (evidence.text if evidence else "")
    if _is_of_excerpts(page, article):
        return True
    return sum(1 for start in _starts(page) if start in read) >= LEAST_LINKS


def _shows_items(page: ListPage) -> bool:
    """Whether a page shows several articles, or a day beside one: some channels have no more."""
    return len(page.articles) >= LEAST_LINKS or any(link.date for link in page.articles)


def _goes_on_with_items(page: ListPage) -> bool:
    """Whether a page shows several days and has a next one: its text are excerpts, however far."""
    return bool(page.following) and sum(1 for n in page.articles if n.date) >= LEAST_LINKS


def _is_prose(text: str) -> bool:
    return len(text) <= LONG_SENTENCE * sum(1 for _ in _SENTENCE.finditer(text))


def _is_of_excerpts(page: ListPage, article: Article) -> bool:
    """Whether what was read stands beside titles of other articles, half of it at least.

    The name of a channel that stands alone among the facts of an article has the whole of the
    article beside it, and its title.
    """
    lines = [line[: 2 * START] for line in article.body.split("\n") if len(line) >= 2 * START]
    starts, own = _starts(page), article.title[:START]
    titled = [text for text in page.beside if any(start in text for start in starts)]
    is_own = len(own) == START and own not in starts
    others = [text for text in page.beside if text not in titled and not (is_own and own in text)]
    items = [text for text in (*titled, *others) if any(line in text for line in lines)]
    if len(items) == 1 < len(lines) and items[0] in others:
        return False
    excerpts = [line for line in lines if any(line in text for text in items)]
    return bool(excerpts) and len(excerpts) >= len(lines) / 2


def is_of_files(article: Article) -> bool:
    """Whether the day that was read stands among the titles of files: what is a list of files."""
    evidence = article.evidence.get("published_at")
    starts = {file.title[:START] for file in article.attachments if len(file.title or "") >= START}
    shown = [start for start in starts if evidence and start in evidence.text]
    return len(shown) >= LEAST_LINKS


def _is_of_links(page: ListPage, article: Article) -> bool:
    """Whether a page without a day shows links with titles, and beside them but short words."""
    if is_dated(article) or article.images or article.attachments:
        return False
    text = sum(len(line) for line in article.body.split("\n") if len(line) >= START)
    return text < LEAST_TEXT and len(_starts(page)) >= LEAST_LINKS


def _is_promised(article: Article, told: str | None) -> bool:
    """Whether a text stands under the very headline that led to it."""
    title = article.evidence.get("title")
    return title is not None and is_promised(article.title, title.rule, told)


def _is_of_person(article: Article, name: str | None) -> bool:
    """Whether a text has a name for its title, as each on a list of persons, and begins with it."""
    return bool(name) and article.title == name and article.body.startswith(name or "")


def _is_news_without_day(article: Article, *, is_told: bool) -> bool:
    """Whether a text names its source, or stands under the very headline that led to it."""
    is_picture = bool(article.images) and not article.body
    if _has_day(article) or (len(article.body) < TEXT and not is_picture):
        return False
    source = article.evidence.get("source")
    return is_told or (source is not None and source.rule == "byline")


def _is_bare(article: Article) -> bool:
    """Whether hardly anything was read, and no picture either."""
    return len(article.body) < LEAST_TEXT and not (article.images or article.attachments)


def _has_items_date(page: ListPage, article: Article) -> bool:
    """Whether the day that was read stands beside the title of another article."""
    text = article.evidence["published_at"].text
    return any(start in text for start in _starts(page))


def _starts(page: ListPage) -> set[str]:
    """Return how the titles of the articles begin that a page leads to, or seems to."""
    titles = (link.title for link in (*page.articles, *page.unsure))
    return {title[:START] for title in titles if title and len(title) >= START}
