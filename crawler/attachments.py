"""Documents and pictures of articles: fetched like pages, kept as received, never opened."""

from collections.abc import Collection, Iterator, Sequence

from article.model import Article
from crawler.scope import is_document, is_within
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
        if kind in kinds and is_document(url) and is_within(url, hosts)
    }
    yield from list(wanted.values())[:MOST]


def is_page(body: bytes) -> bool:
    """Whether a server sent a page in place of a file, as many do for what is gone.

    Office programs save documents as pages too, and say so at the beginning.
    """
    start = body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith(_PAGE) and b"urn:schemas-microsoft-com:office" not in start


_PAGE = (b"<!doctype html", b"<html", b"<head", b"<meta", b"<title", b"<body", b"<script")
