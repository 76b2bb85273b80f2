"""What a page is by what it holds: an article, a list, or neither."""

from article.model import Article
from crawler.discovery import ListPage
from crawler.shapes import Verdict, is_article_address

LEAST_LINKS = 3  # to articles, of a list whose address promised an article
TEXT = 100  # characters; a page with more and no day beside it is about something, and no article
START = 8  # characters of a title; lists cut what is longer
# Where a day comes from that the page itself does not print.
_BORROWED = ("list", "url")


def judge(page: ListPage, article: Article | None, *, url: str, has_news: bool) -> Verdict:
    """Return what a page is, of which ``article`` is what the reader made, if anything.

    ``has_news`` says whether it leads to lists that nobody knew.
    """
    if page.is_feed:
        return "list"
    if article is not None and not holds_list(page, article):
        if is_article_address(url) or (is_dated(article) and not _is_bare(page, article)):
            return "article"
        if len(article.body) >= TEXT:
            return "neither"
    is_list = page.articles or page.following or page.sources or has_news
    return "list" if is_list else "neither"


def is_dated(article: Article) -> bool:
    """Whether the page itself prints when it was published."""
    evidence = article.evidence.get("published_at")
    return evidence is not None and evidence.rule not in _BORROWED


def holds_list(page: ListPage, article: Article | None) -> bool:
    """Whether what was read of a page, text and byline, are the items of a list."""
    if article is None:
        return len(page.articles) >= LEAST_LINKS
    evidence = article.evidence.get("published_at")
    read = article.body + "\n" + (evidence.text if evidence else "")
    starts = {link.title[:START] for link in page.articles if link.title}
    return sum(1 for start in starts if start in read) >= LEAST_LINKS


def _is_bare(page: ListPage, article: Article) -> bool:
    """Whether a page has more links to articles than text of its own."""
    return len(article.body) < TEXT and len(page.articles) >= LEAST_LINKS
