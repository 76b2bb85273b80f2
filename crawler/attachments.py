"""Documents and pictures of articles: fetched like pages, kept as received, never opened."""

import re
from collections.abc import Collection, Iterator, Sequence

from article.model import Article
from article.patterns import regex
from crawler.scope import is_document, is_within
from storage.values.visit import Link

MOST = 50  # of one article
MOST_SAID = 300  # bytes of a message in place of a file


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


def is_message(body: bytes, url: str, declared: str | None) -> bool:
    """Whether a server sent a few words in place of a file that is never made of words alone.

    ``declared`` is the header Content-Type: who sends a file names its type, or that of any bytes.
    """
    text = body.strip()
    if len(text) > MOST_SAID or _TEXT.search(url) or _BINARY.search(text):
        return False
    return _WORDS.match(declared or "text/") is not None and text[:1] not in (b"%", b"{", b"<")


_TEXT = regex(r"\.(?:txt|csv|svg|css|js|m3u8)(?:[?&#]|\Z)", re.I)
_WORDS = regex(r"\s*(?:text/|application/\w*json)", re.I)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]|\t[^\t]*\t")  # or a table
_BEFORE = re.compile(rb"\A\xef?\xbb?\xbf?(?:\s|<!--.*?-->)*", re.S)
_MARKUP = re.compile(
    # No tables: programs write those into files of .xls without another word.
    rb"<(?:!doctype html|html|head|meta|title|body|script|link|div|center|form|h[1-6])\b"
)
_JSON = re.compile(rb'\{\s*"')
