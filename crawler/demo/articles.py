"""What the demo site publishes: the articles under ``content/``, one text file each.

A file is lines of ``name: value``, an empty line, and a paragraph a line. The names:

=============  ====================================================================================
title          the headline
published      day and time in China; what of it a page prints is up to the layout
source         the outlet of the byline (来源)
author         who wrote it, where the layout names one; the editor if there is no such line
editor         责任编辑
credit         the true first printer, printed in parentheses at the end of the body
layout         instead of that of the channel
number         of the address, instead of one made from the file's name
reprint        CHANNEL/NAME of the article whose paragraphs these are; then there are none here
cut            a reprint keeps only so many paragraphs
halfwidth      a reprint prints its punctuation half-width
later          what a change of the site does: ``withdrawn``, or ``BEFORE => AFTER | …``
=============  ====================================================================================

Three kinds of line are special: ``[图] caption`` is a picture, and a paragraph if it has a caption,
``[附件] title`` a paragraph with the link of a PDF, and ``[分页]`` the start of the next page.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from hashlib import md5
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

CONTENT = Path(__file__).with_name("content")
BEIJING = timezone(timedelta(hours=8))
NAMES_AUTHORS = ("xinhua", "jingchu")
NARROW = str.maketrans("，：；！？（）", ",:;!?()")


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


class _File(NamedTuple):
    """One file of ``content/``."""

    name: str
    fields: dict[str, str]
    lines: tuple[str, ...]


def read_articles(
    *, layout: str | None = None, charset: str | None = None
) -> list[ExpectedArticle]:
    """Return all articles, the newest first; ``layout`` and ``charset`` overrule the channels'."""
    files = {file.name: file for file in _read_files()}
    articles = [
        _article(_resolve(file, files), channel, layout, charset)
        for channel in CHANNELS
        for file in files.values()
        if file.name.startswith(f"{channel.slug}/")
    ]
    return sorted(articles, key=lambda article: (article.day, article.name), reverse=True)


def _read_files() -> Iterator[_File]:
    for path in sorted(CONTENT.glob("*/*.txt")):
        head, _, text = path.read_text(encoding="utf-8").partition("\n\n")
        fields = dict(line.split(": ", 1) for line in head.splitlines())
        yield _File(f"{path.parent.name}/{path.stem}", fields, tuple(text.splitlines()))


def _resolve(file: _File, files: dict[str, _File]) -> _File:
    """Give a reprint the text of its original."""
    if "reprint" not in file.fields:
        return file
    original = files[file.fields["reprint"]]
    lines = tuple(line for line in original.lines if not line.startswith(("[图]", "[分页]")))
    lines = lines[: int(file.fields.get("cut", len(lines)))]
    if "halfwidth" in file.fields:
        lines = tuple(line.translate(NARROW) for line in lines)
    return file._replace(fields={"title": original.fields["title"]} | file.fields, lines=lines)


def _article(
    file: _File, channel: Channel, layout: str | None, charset: str | None
) -> ExpectedArticle:
    fields = file.fields
    # The mirrored page is its damage: it stays what it is in every variant.
    layout = "mirror" if fields.get("layout") == "mirror" else layout
    layout = layout or fields.get("layout") or channel.layout
    published = datetime.fromisoformat(fields["published"]).replace(tzinfo=BEIJING)
    path = _path(file, channel, layout, published)
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


def _parts(file: _File) -> tuple[tuple[str, ...], ...]:
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


def _path(file: _File, channel: Channel, layout: str, published: datetime) -> str:
    """Make the address, in the form of the layout's generation of sites."""
    number = int(file.fields.get("number", crc32(file.name.encode()) % 9_000_000 + 1_000_000))
    if layout == "trs":
        return f"/{channel.slug}/{published:%Y%m}/t{published:%Y%m%d}_{number}.shtml"
    if layout == "xinhua":
        # As on the national site, the day in the path may be the one before publishing.
        day = published - timedelta(days=number % 2)
        return f"/{channel.slug}/{day:%Y%m%d}/{md5(file.name.encode()).hexdigest()}/c.html"
    return f"/c/{published:%Y/%m}/{number % 90_000 + 10_000}.shtml"


def page_path(path: str, number: int) -> str:
    """Return the path of page ``number`` (from 0) of a list or an article.

    >>> page_path("/wmcj/index.shtml", 2)
    '/wmcj/index_2.shtml'
    """
    stem, dot, suffix = path.rpartition(".")
    return f"{stem}_{number}{dot}{suffix}" if number else path


def _printed(published: datetime, layout: str) -> str:
    """Return as much of the time as a page of the layout tells."""
    if layout == "xinhua":
        return published.isoformat()
    if layout == "jingchu":
        return published.replace(second=0).isoformat()
    return published.date().isoformat()


def _images(file: _File, path: str, published: datetime) -> Iterator[Image]:
    captions = re.findall(r"^\[图\] ?(.*)", "\n".join(file.lines), re.MULTILINE)
    for number, caption in enumerate(captions, 1):
        name = f"W0{published:%Y%m%d%H%M%S}{crc32(file.name.encode()) % 100_000:05}{number}.png"
        yield Image(_beside(path, name), caption or None)


def _attachments(file: _File, path: str, published: datetime) -> Iterator[Attachment]:
    titles = re.findall(r"^\[附件\] (.*)", "\n".join(file.lines), re.MULTILINE)
    for number, title in enumerate(titles, 1):
        yield Attachment(_beside(path, f"P0{published:%Y%m%d%H%M%S}{number}.pdf"), title)


def _beside(path: str, name: str) -> str:
    return f"{path.rpartition('/')[0]}/{name}"


ARTICLES: Sequence[ExpectedArticle] = tuple(read_articles())
"""What the standard site serves before it is changed, the newest first."""
