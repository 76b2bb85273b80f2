"""Documents and pictures of articles: fetched like pages, kept as received, never opened."""

from collections.abc import Collection, Iterator, Sequence

from article.model import Article
from crawler.scope import is_file, is_within
from storage.visit import Link

MOST = 50  # of one article


def links(article: Article, kinds: Collection[str], hosts: Sequence[str]) -> Iterator[Link]:
    """Yield what of an article is to be fetched beside it, each file once.

    ``kinds`` are those of ``attachments.kind``; only files on the site's own hosts are ours to
    fetch. They are addresses of the frontier like any other, so budget, robots.txt, delays and
    crashes treat them alike.
    """
    files = [(file.url, file.kind, file.title) for file in article.attachments]
    files += [(image.url, "image", image.caption) for image in article.images]
    wanted = {
        url: Link(url=url, title=title)
        for url, kind, title in files
        if kind in kinds and is_file(url) and is_within(url, hosts)
    }
    yield from list(wanted.values())[:MOST]


def is_page(body: bytes) -> bool:
    """Whether a server sent a page in place of a file, as many do for what is gone."""
    return (
        body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html"))
    )
