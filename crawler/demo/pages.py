"""Articles become pages: the home page, lists, and articles in four designs."""

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import NamedTuple

from crawler.demo.articles import CHANNELS, Channel, ExpectedArticle, page_path
from crawler.demo.bodies import render_body
from crawler.demo.mirror import damage

TEMPLATES = Path(__file__).with_name("templates")
PER_PAGE = 6
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
    articles: Sequence[ExpectedArticle], paging: str, charset: str | None
) -> Iterator[Page]:
    """Yield every page of the site; ``charset`` overrules the channels'."""
    charset = charset or "utf-8"
    frame = _frame(articles)
    yield Page("/index.shtml", _home(articles, charset, frame), charset, articles[0].day)
    for channel in CHANNELS:
        own = [article for article in articles if article.slug == channel.slug]
        encoding = channel.charset if charset == "utf-8" else charset
        yield from _lists(channel, own, paging, encoding, frame)
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
    paging: str,
    charset: str,
    frame: dict[str, str],
) -> Iterator[Page]:
    first = f"/{channel.slug}/index.shtml"
    count = max(1, -(-len(articles) // PER_PAGE))
    for number in range(count):
        shown = articles[number * PER_PAGE :][:PER_PAGE]
        items = "\n".join(_item(article, _relative(article, channel)) for article in shown)
        pager = _pager(count, number, "index") if paging == "script" else _anchors(count, number)
        fields = {"channel": channel.name, "slug": channel.slug, "items": items, "pager": pager}
        html = _fill("list", charset=charset, **fields, **frame)
        yield Page(page_path(first, number), html, charset, shown[0].day)


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
        fields["pager"] = _pager(len(article.parts), number, stem)
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


def _relative(article: ExpectedArticle, channel: Channel) -> str:
    """Return the address as the lists of its generation print it."""
    return article.path.replace(f"/{channel.slug}/", "./", 1)


def _pager(count: int, number: int, stem: str) -> str:
    call = f'createPageHTML({count}, {number}, "{stem}", "shtml");'
    return f'<script type="text/javascript">{call}</script>'


def _anchors(count: int, number: int) -> str:
    links = [
        f'<a href="{page_path("index.shtml", other)}">{other + 1}</a>'
        for other in range(count)
        if other != number
    ]
    return " ".join(links)


def _fill(template: str, *, charset: str = "utf-8", **fields: str) -> str:
    text = TEMPLATES.joinpath(f"{template}.html").read_text(encoding="utf-8")
    # A page of GB18030 says gb2312, as nearly all such pages do.
    declared = "gb2312" if charset == "gb18030" else charset
    return Template(text).substitute(fields, charset=declared)
