"""Documents and pictures of articles: fetched like pages, kept as received, never opened."""

import re
from collections.abc import Collection, Iterator, Sequence

from article.model import Article
from crawler.scope import is_document, is_within
from storage.values.visit import Link

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
    """Whether a server sent a page or a message in place of a file, as many do for what is gone.

    Office programs save documents as pages too, and say so at the beginning; drawings are XML.
    """
    start = _BEFORE.sub(b"", body[:2048], count=1).lower()
    if start.startswith(b"<?xml"):
        return b"<html" in start or b"<error>" in start
    is_markup = (
        _MARKUP.match(start) is not None and b"urn:schemas-microsoft-com:office" not in start
    )
    return is_markup or _JSON.match(start) is not None


_BEFORE = re.compile(rb"\A\xef?\xbb?\xbf?(?:\s|<!--.*?-->)*", re.S)
_MARKUP = re.compile(
    # No tables: programs write those into files of .xls without another word.
    rb"<(?:!doctype html|html|head|meta|title|body|script|link|div|center|form|h[1-6])\b"
)
_JSON = re.compile(rb'\{\s*"')
