"""Articles become pages: the home page, lists, and articles in four designs."""

from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import NamedTuple

from crawler.demo.addresses import page_path
from crawler.demo.articles import CHANNELS, Channel, ExpectedArticle
from crawler.demo.bodies import render_body
from crawler.demo.mirror import damage
from crawler.demo.paging import (
    PER_PAGE,
    Paging,
    call_script,
    embed_records,
    embed_unit,
    link_pages,
)

LAUNCH_DAY = "2023-01-01"
TEMPLATES = Path(__file__).with_name("templates")
LINK_CHARACTERS = 17
"""Longer titles are cut in lists; the whole title is in the link's ``title``."""

OWNER = (
    "云川省精神文明建设办公室主办",
    "技术支持:云川日报社新媒体中心",
    "投稿邮箱: tougao@wenming.yunchuan.example",
)
"""The lines that a mirror takes over with the text."""


class Page(NamedTuple):
    """One HTML page before it is encoded; ``day`` is that of the newest thing on it."""

    path: str
    html: str
    charset: str
    day: str


def render_pages(
    articles: Sequence[ExpectedArticle], paging: Paging, charset: str | None
) -> Iterator[Page]:
    """Yield every page of the site; ``charset`` overrules the channels'."""
    frame = _frame(articles)
    home = _home(articles, charset or "utf-8", frame)
    yield Page("/index.shtml", home, charset or "utf-8", articles[0].day)
    for channel in CHANNELS:
        own = [article for article in articles if article.slug == channel.slug]
        yield from _lists(channel, own, paging, charset or channel.charset, frame)
        for article in own:
            yield from _article_pages(article, channel, own, frame)


def render_missing() -> tuple[str, str]:
    """Return the page for what is not there, and its charset."""
    return _fill("missing", charset="utf-8", **_frame([])), "utf-8"


def _frame(articles: Sequence[ExpectedArticle]) -> dict[str, str]:
    """Return what surrounds every page."""
    channels = ((f"/{channel.slug}/", channel.name) for channel in CHANNELS)
    nav = "".join(f'<li><a href="{path}">{name}</a></li>' for path, name in channels)
    hot = "\n".join(_item(article, article.path) for article in _lasting(articles)[:6])
    return {"nav": _fill("nav", items=nav), "side": _fill("side", hot=hot), "foot": _fill("foot")}


def _home(articles: Sequence[ExpectedArticle], charset: str, frame: dict[str, str]) -> str:
    blocks = []
    for channel in CHANNELS:
        own = [article for article in articles if article.slug == channel.slug][:4]
        items = "\n".join(_item(article, article.path) for article in own)
        blocks.append(_fill("block", slug=channel.slug, name=channel.name, items=items))
    return _fill("home", charset=charset, blocks="\n".join(blocks), **frame)


def _lists(
    channel: Channel,
    articles: Sequence[ExpectedArticle],
    paging: Paging,
    charset: str,
    frame: dict[str, str],
) -> Iterator[Page]:
    items = list_items(articles, channel)
    count = 1 if paging in ("dataproxy", "unit") else max(1, -(-len(items) // PER_PAGE))
    for number in range(count):
        shown, pager = _list_part(channel.slug, items, number, count, paging)
        fields = {"channel": channel.name, "slug": channel.slug, "pager": pager}
        html = _fill("list", charset=charset, items="\n".join(shown), **fields, **frame)
        newest = articles[number * PER_PAGE].day if articles else LAUNCH_DAY
        yield Page(page_path(f"/{channel.slug}/index.shtml", number), html, charset, newest)


def _list_part(
    slug: str, items: Sequence[str], number: int, count: int, paging: Paging
) -> tuple[Sequence[str], str]:
    """Return the items that page ``number`` of ``count`` shows, and what leads to the others."""
    shown = items[number * PER_PAGE :][:PER_PAGE]
    match paging:
        case "script":
            return shown, call_script(count, number, "index")
        case "anchors":
            return shown, link_pages(count, number)
        case "dataproxy":
            return (), embed_records(slug, items)
        case "unit":
            return shown, embed_unit(slug, items)


def list_items(articles: Sequence[ExpectedArticle], channel: Channel) -> list[str]:
    """Return the items of a channel's list."""
    own = [article for article in articles if article.slug == channel.slug]
    # The address as the lists of its generation print it.
    base = f"/{channel.slug}/"
    return [_item(article, article.path.replace(base, "./", 1)) for article in own]


def _article_pages(
    article: ExpectedArticle,
    channel: Channel,
    siblings: Sequence[ExpectedArticle],
    frame: dict[str, str],
) -> Iterator[Page]:
    related = [other for other in _lasting(siblings) if other is not article][:3]
    fields = _article_fields(article, channel)
    fields["related"] = "\n".join(_item(other, other.path) for other in related)
    stem = article.path.rpartition("/")[2].rpartition(".")[0]
    for number, path in enumerate((article.path, *article.pages)):
        fields["body"] = render_body(article, number)
        fields["pager"] = call_script(len(article.parts), number, stem)
        yield Page(path, _fill(article.layout, **fields, **frame), article.charset, article.day)


def _article_fields(article: ExpectedArticle, channel: Channel) -> dict[str, str]:
    if article.layout == "mirror":
        return _mirror_fields(article)
    return {
        "title": escape(article.title),
        "day": article.day,
        "time": article.published[11:19],
        "minute": article.published[11:16],
        "source": escape(article.source),
        "author": escape(article.author or ""),
        "editor": escape(_spread(article.editor or "")),
        "channel": channel.name,
        "slug": channel.slug,
        "id": "".join(filter(str.isdigit, article.path))[-7:],
        "charset": article.charset,
    }


def _mirror_fields(article: ExpectedArticle) -> dict[str, str]:
    byline = f"发表时间:{article.day} 来源:{article.source}"
    return {
        "title": escape(damage(article.title)),
        "byline": escape(damage(byline)),
        "owner": "\n".join(f"<p>{escape(damage(line))}</p>" for line in OWNER),
        "charset": article.charset,
    }


def _spread(name: str) -> str:
    """Print a name of two characters as wide as one of three."""
    return " ".join(name) if len(name) == 2 else name


def _lasting(articles: Sequence[ExpectedArticle]) -> list[ExpectedArticle]:
    """Leave out what changes later, so that its change shows on no page but its own and lists."""
    return [article for article in articles if article.later is None]


def _item(article: ExpectedArticle, href: str) -> str:
    title = article.title
    shown = title if len(title) <= LINK_CHARACTERS else f"{title[:LINK_CHARACTERS]}..."
    return (
        f'<li><a href="{href}" title="{escape(title)}" target="_blank">{escape(shown)}</a>'
        f"<span>{article.day}</span></li>"
    )


def _fill(template: str, *, charset: str = "utf-8", **fields: str) -> str:
    # A page of GB18030 says gb2312, as nearly all such pages do.
    declared = "gb2312" if charset == "gb18030" else charset
    return _template(template).substitute(fields, charset=declared)


@cache
def _template(name: str) -> Template:
    return Template(TEMPLATES.joinpath(f"{name}.html").read_text(encoding="utf-8"))
