"""The demo site in memory: every path and the bytes behind it, before and after its change."""

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

from crawler.demo import pages
from crawler.demo.articles import BEIJING, CHANNELS, ExpectedArticle, read_articles
from crawler.demo.attachments import make_pdf, make_png
from crawler.demo.paging import Paging, answer

LAUNCHED = datetime.fromisoformat(pages.LAUNCH_DAY).replace(tzinfo=UTC)
CHANGED = datetime(2025, 9, 1, 1, 30, tzinfo=UTC)
ROBOTS = "User-agent: *\nDisallow: /_demo/\n"


@dataclass(frozen=True)
class Resource:
    """The bytes behind a path, ready to be sent.

    ``modified`` is in UTC, None for what is made on request.
    """

    body: bytes
    media_type: str
    modified: datetime | None = None
    packed: bytes | None = None

    @cached_property
    def etag(self) -> str | None:
        """Time and length in hexadecimal digits, as nginx makes it."""
        if self.modified is None:
            return None
        return f'"{int(self.modified.timestamp()):x}-{len(self.body):x}"'


class Site:
    """The whole site, rendered once.

    ``articles`` is how many there are (None: those that are written). ``layout`` (trs, xinhua,
    jingchu) gives all of them one design, ``charset`` (utf-8, gb18030) all pages one encoding.
    ``paging`` is how lists lead to their further items, ``gzip`` whether pages are held packed too.
    """

    def __init__(
        self,
        *,
        articles: int | None = None,
        layout: str | None = None,
        charset: str | None = None,
        paging: Paging = "script",
        gzip: bool = True,
    ) -> None:
        self._packs = gzip
        self._charset = charset
        self._paging = paging
        self._before = read_articles(count=articles, layout=layout, charset=charset)
        self._after = [new for old in self._before if (new := old.changed())]
        original = self._render(self._before)
        changed = self._render(self._after, since=original)
        self._resources = self._original = original
        self._changed = changed
        self.missing = self._resource(*pages.render_missing(), LAUNCHED)

    def expected(self, changed: bool = False) -> list[ExpectedArticle]:
        """Return the articles before or after the change, the newest first."""
        return list(self._after if changed else self._before)

    def change(self) -> dict[str, Any]:
        """Change one article and withdraw another; return their paths."""
        self._resources = self._changed
        return self._state("changed")

    def restore(self) -> dict[str, Any]:
        """Undo the change."""
        self._resources = self._original
        return self._state("original")

    def find(self, target: str, form: str = "") -> Resource | str | None:
        """Return what is at the target of a request: a resource, a redirect's path, or nothing."""
        path = urlsplit(target).path
        if path.endswith("/"):
            path += "index.shtml"
        if f"{path}/index.shtml" in self._resources:
            return f"{path}/"
        return self._resources.get(path) or self._items(target, form)

    def _items(self, target: str, form: str) -> Resource | None:
        """Answer a request for items of a list."""
        articles = self.expected(self._resources is self._changed)
        lists = {channel.slug: pages.list_items(articles, channel) for channel in CHANNELS}
        found = answer(target, form, lists)
        return Resource(found[0].encode(), found[1]) if found else None

    def _state(self, state: str) -> dict[str, Any]:
        fates = [(article.path, article.later) for article in self._before if article.later]
        return {
            "state": state,
            "changed": [path for path, later in fates if later != "withdrawn"],
            "withdrawn": [path for path, later in fates if later == "withdrawn"],
        }

    def _render(
        self, articles: Sequence[ExpectedArticle], since: dict[str, Resource] | None = None
    ) -> dict[str, Resource]:
        """Make every resource; those ``since`` which nothing has changed are kept as they are."""
        since = since or {}
        resources = dict(_static_files())
        for page in pages.render_pages(articles, self._paging, self._charset):
            when = _modified(page.day) if page.path not in since else CHANGED
            resources[page.path] = self._resource(page.html, page.charset, when)
        resources |= (item for article in articles for item in _enclosures(article))
        kept = {path: old for path, old in since.items() if _same(old, resources.get(path))}
        return resources | kept

    def _resource(self, html: str, charset: str, modified: datetime) -> Resource:
        body = html.encode(charset)
        # mtime 0, so that the same page is the same bytes at every start.
        packed = gzip.compress(body, mtime=0) if self._packs else None
        # As on most of these sites: only the page itself names its encoding, and not always truly.
        return Resource(body, "text/html", modified, packed)


def _modified(day: str) -> datetime:
    """Return when the pages of a day were written: at its end in China."""
    return datetime.fromisoformat(day).replace(tzinfo=BEIJING).astimezone(UTC) + timedelta(hours=10)


def _same(old: Resource, new: Resource | None) -> bool:
    return new is not None and new.body == old.body


def _static_files() -> Iterator[tuple[str, Resource]]:
    yield "/robots.txt", Resource(ROBOTS.encode(), "text/plain", LAUNCHED)
    yield "/favicon.ico", Resource(make_png(7, 16, 16), "image/png", LAUNCHED)
    for name, media_type in (("site.css", "text/css"), ("paging.js", "application/javascript")):
        body = pages.TEMPLATES.joinpath(name).read_bytes()
        yield f"/static/{name}", Resource(body, media_type, LAUNCHED)


def _enclosures(article: ExpectedArticle) -> Iterator[tuple[str, Resource]]:
    """Yield the pictures and documents of an article."""
    modified = _modified(article.day)
    for image in article.images:
        yield image.path, Resource(make_png(crc32(image.path.encode())), "image/png", modified)
    for file in article.attachments:
        yield file.path, Resource(make_pdf(file.title), "application/pdf", modified)
