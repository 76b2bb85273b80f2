"""What the demo site publishes, as it serves it and as a perfect reader reads it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from crawler.demo.addresses import article_number, article_path, beside, page_path
from crawler.demo.files import File, invent_files, read_files

BEIJING = timezone(timedelta(hours=8))
NAMES_AUTHORS = ("xinhua", "jingchu")


class Channel(NamedTuple):
    """A named list of articles (栏目): its folder, and how its pages are made."""

    slug: str
    name: str
    layout: str
    charset: str = "utf-8"


CHANNELS = (
    Channel("wmcj", "文明创建", "trs"),
    Channel("zyfw", "志愿服务", "xinhua"),
    Channel("wcnr", "未成年人", "trs", "gb18030"),
    Channel("ddmf", "道德模范", "jingchu"),
)


class Image(NamedTuple):
    """A picture of an article, by its path."""

    path: str
    caption: str | None


class Attachment(NamedTuple):
    """A file that an article links to, by its path."""

    path: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedArticle:
    """An article as the site serves it, and as a perfect reader reads it.

    ``path`` is that of its first page, ``pages`` those of the further ones. ``published`` is an ISO
    time, or a day where the page prints no time. ``parts`` are the clean paragraphs of each page;
    captions are among them, and the end credit is part of the last. ``layout`` is trs, xinhua,
    jingchu or mirror; ``charset`` what the bytes are (a page of GB18030 declares gb2312). Reprints
    share a ``story``. ``later`` is what a change of the site does to it.
    """

    name: str
    path: str
    channel: str
    title: str
    published: str
    source: str
    author: str | None
    editor: str | None
    credit: str | None
    layout: str
    charset: str
    story: str
    parts: tuple[tuple[str, ...], ...]
    pages: tuple[str, ...]
    images: tuple[Image, ...]
    attachments: tuple[Attachment, ...]
    later: str | None = None

    @property
    def body(self) -> str:
        """The paragraphs of all pages joined by newlines; empty for pictures without captions."""
        return "\n".join(paragraph for part in self.parts for paragraph in part)

    @property
    def day(self) -> str:
        """The day of publishing, as lists print it."""
        return self.published[:10]

    @property
    def slug(self) -> str:
        """The folder of its channel."""
        return self.name.partition("/")[0]

    def changed(self) -> "ExpectedArticle | None":
        """Return it as it is after a change of the site; None if it is withdrawn then."""
        if self.later is None:
            return self
        if self.later == "withdrawn":
            return None
        title, parts = self.title, self.parts
        for correction in self.later.split(" | "):
            before, after = correction.split(" => ")
            title = title.replace(before, after)
            parts = tuple(tuple(p.replace(before, after) for p in part) for part in parts)
        return replace(self, title=title, parts=parts)


def read_articles(
    *, count: int | None = None, layout: str | None = None, charset: str | None = None
) -> list[ExpectedArticle]:
    """Return ``count`` articles (None: all that are written), the newest first.

    ``layout`` and ``charset`` overrule those of the channels. What ``count`` asks for beyond the
    written articles is invented, and older than they are.
    """
    written = read_files()
    invented = invent_files(written, (count or 0) - len(written))
    articles = [_article(file, layout, charset) for file in (*written, *invented)]
    articles.sort(key=lambda article: (article.day, article.name), reverse=True)
    return articles[:count]


def _article(file: File, layout: str | None, charset: str | None) -> ExpectedArticle:
    fields = file.fields
    channel = next(channel for channel in CHANNELS if channel.slug == file.slug)
    # The mirrored page is its damage: it stays what it is in every variant.
    layout = "mirror" if fields.get("layout") == "mirror" else layout
    layout = layout or fields.get("layout") or channel.layout
    published = datetime.fromisoformat(fields["published"]).replace(tzinfo=BEIJING)
    number = int(fields.get("number", article_number(file.name)))
    path = article_path(layout, channel.slug, file.name, number, published)
    parts = _parts(file)
    return ExpectedArticle(
        name=file.name,
        path=path,
        channel=channel.name,
        title=fields["title"],
        published=_printed(published, layout),
        source=fields["source"],
        author=fields.get("author", fields["editor"]) if layout in NAMES_AUTHORS else None,
        editor=fields.get("editor"),
        credit=fields.get("credit"),
        layout=layout,
        charset="utf-8" if layout == "mirror" else charset or channel.charset,
        story=fields.get("reprint", file.name),
        parts=parts,
        pages=tuple(page_path(path, number) for number in range(1, len(parts))),
        images=tuple(_images(file, path, published)),
        attachments=tuple(_attachments(file, path, published)),
        later=fields.get("later"),
    )


def _parts(file: File) -> tuple[tuple[str, ...], ...]:
    parts: list[list[str]] = [[]]
    for line in file.lines:
        if line == "[分页]":
            parts.append([])
        elif line != "[图]":
            parts[-1].append(line.removeprefix("[图] ").replace("[附件] ", "附件："))
    if "credit" in file.fields:
        brackets = "({})" if "halfwidth" in file.fields else "（{}）"
        parts[-1][-1] += brackets.format(file.fields["credit"])
    return tuple(map(tuple, parts))


def _printed(published: datetime, layout: str) -> str:
    """Return as much of the time as a page of the layout tells."""
    if layout == "xinhua":
        return published.isoformat()
    if layout == "jingchu":
        return published.replace(second=0).isoformat()
    return published.date().isoformat()


def _images(file: File, path: str, published: datetime) -> Iterator[Image]:
    captions = re.findall(r"^\[图\] ?(.*)", "\n".join(file.lines), re.MULTILINE)
    for number, caption in enumerate(captions, 1):
        name = f"W0{published:%Y%m%d%H%M%S}{article_number(file.name) % 100_000:05}{number}.png"
        yield Image(beside(path, name), caption or None)


def _attachments(file: File, path: str, published: datetime) -> Iterator[Attachment]:
    titles = re.findall(r"^\[附件\] (.*)", "\n".join(file.lines), re.MULTILINE)
    for number, title in enumerate(titles, 1):
        yield Attachment(beside(path, f"P0{published:%Y%m%d%H%M%S}{number}.pdf"), title)


ARTICLES: Sequence[ExpectedArticle] = tuple(read_articles())
"""What the standard site serves before it is changed, the newest first."""
