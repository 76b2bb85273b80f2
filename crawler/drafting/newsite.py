"""A first draft of a site's spider, from one list and one article as they were received."""

import json
import keyword
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width
from urllib.parse import urlsplit

from lxml.cssselect import CSSSelector

from article.decode import decode
from article.errors import ArticleError
from article.layout import Layout, text_of
from article.markup.page import squeeze
from article.model import Article, published_text
from article.patterns import regex
from article.reading import read_article
from crawler.discovery import read_list
from crawler.drafting.doubts import why_no_list
from crawler.drafting.frozen import Frozen
from crawler.drafting.linking import links_selector, lists_of
from crawler.drafting.sampling import items_of
from crawler.drafting.selecting import (
    Place,
    body_selector,
    find_holder,
    find_title,
    selector_of,
    text_selector,
)
from crawler.lists.anchors import base_of, parse
from crawler.lists.listpage import ListPage
from crawler.scope import host_of, resolve
from storage.values.counted import counted
from storage.values.visit import Link

FIELDS = ("title", "published_at", "source", "author", "editor", "credit")
LONGEST_LINE = 100  # columns of code; a Chinese character takes two
LONGEST_BYLINE = 300  # characters
_TITLE_PARTS = regex(r"\s*(?:[-_|—–»>→丨｜－]+|·|::)\s*")
_SITE = regex(r"(?:网|网站|在线)$")
_HOME = regex(r"/?(?:index\.\w+)?")
_NO_DOCSTRING = regex(r'["\\]')  # what a page says must not run
_OWN_NAME = regex(r"[.#][\w-]+\Z")
_NAME = regex(r"[a-z][a-z0-9_]{1,30}")


@dataclass(frozen=True, slots=True)
class Draft:
    """What is proposed for a site; all of it is to be confirmed by hand.

    ``elsewhere`` are the articles that the list shows outside of its proposed links.
    """

    name: str
    spider: str
    listing: Frozen
    page: ListPage
    articles: Sequence[tuple[Frozen, Article]]
    article_links: str | None
    layout: Layout | None
    elsewhere: Sequence[Link]
    blocks: Sequence[int] = ()  # links in each of the lists that are taken for one


class NoDraft(Exception):
    """The pages give nothing to begin with; the message says what was looked for."""


def check_new(name: str, root: Path) -> None:
    """Raise NoDraft for what cannot name a site, FileExistsError where there is its spider."""
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        rule = "2 to 31 small letters, digits and _, a letter first, and no word of Python"
        raise NoDraft(f"{name!r} is no name of a module: {rule}")
    _refuse_old([_spider_file(root, name)])


def _spider_file(root: Path, name: str) -> Path:
    return root / "crawler" / "spiders" / f"{name}.py"


def _refuse_old(files: Iterable[Path]) -> None:
    for path in files:
        if path.exists():
            raise FileExistsError(f"{path} is there already")


def draft(
    name: str,
    listing: Frozen,
    pages: Sequence[Frozen],
    source: Frozen | None = None,
    *,
    around: Frozen | None = None,
) -> Draft:
    """Propose spider, links and layout of a site; raises NoDraft where a page is of no use.

    ``source`` is what the script of the list asks for; it is kept as the list where it has more.
    ``around`` is the page that shows the list in a frame, and names it.
    """
    kept, page = _fullest(listing, source)
    items = items_of(page)
    shown = {link.url for link in items}
    # A page that says nothing of its links may lead to others before its script fills the list.
    articles = _read([one for one in pages if one.url in shown] or pages, of=kept)
    # A home page of frames is still the one that leads to all.
    begin = around if around and _is_home(around.url) else listing
    is_home = _is_home(begin.url)
    # What a home page shows are the newest of all lists, and it says nothing of how these look.
    links = _article_links(kept, page) if kept is listing and not is_home else None
    blocks: Sequence[int] = ()
    if links:
        blocks = lists_of(parse(decode(kept.html, kept.charset, kept.url)[0]), links)
        page = read_list(kept.html, kept.url, links=links, charset=kept.charset)
    chosen = {link.url for link in page.articles}
    elsewhere = [link for link in items if link.url not in chosen] if links else []
    layout = _layout(articles)
    is_told = links or items_of(page) == page.articles
    base = "ListingSpider" if is_told and not is_home else "ExploringSpider"
    names = _names(around or listing, [frozen for frozen, _ in articles])
    spider = _spider(name, begin.url, names, links, layout, base)
    return Draft(name, spider, kept, page, articles, links, layout, elsewhere, blocks)


def _fullest(listing: Frozen, source: Frozen | None) -> tuple[Frozen, ListPage]:
    """Return the list that shows more articles; raises NoDraft where neither is one."""
    lists = [
        (one, read_list(one.html, one.url, charset=one.charset)) for one in (source, listing) if one
    ]
    kept, page = max(lists, key=lambda of_all: len(items_of(of_all[1])))
    if (links := len(items_of(page))) < 2:
        where = "in the page or in what its script asks for"
        why = why_no_list(listing, page)
        raise NoDraft(f"{listing.url}: {counted(links, 'link')} to articles, {where}; {why}")
    return kept, page


def save(made: Draft, root: Path) -> list[Path]:
    """Write spider, saved pages and expected fields below the project's root; return the files.

    Raises FileExistsError rather than write over anything.
    """
    pages = root / "tests" / "pages" / made.name
    files: dict[Path, bytes] = {_spider_file(root, made.name): made.spider.encode()}
    expected = {
        "articles": [link.url for link in items_of(made.page)],
        "following": [link.url for link in made.page.following],
        "lists": [link.url for link in made.page.lists],
    }
    files |= _saved(pages / "list", made.listing, "list", expected)
    for number, (frozen, article) in enumerate(made.articles, 1):
        files |= _saved(pages / f"article-{number}", frozen, "article", _expected(article))
    _refuse_old(files)
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return list(files)


def _read(pages: Sequence[Frozen], *, of: Frozen) -> list[tuple[Frozen, Article]]:
    """Return the pages that read as articles of a list; raises NoDraft where none does."""
    articles, refused = list[tuple[Frozen, Article]](), list[str]()
    for page in pages:
        try:
            articles.append((page, read_article(page.html, page.url, charset=page.charset)))
        except ArticleError as error:
            refused.append(str(error))
    if not articles:
        why = "; ".join(["none of its articles could be read", *refused])
        raise NoDraft(f"{of.url}: {why}")
    return articles


def _saved(folder: Path, frozen: Frozen, kind: str, expected: dict[str, Any]) -> dict[Path, bytes]:
    page = {"url": frozen.url, "charset": frozen.charset, "time": frozen.time, "confirmed": False}
    return {
        folder / "page.html": frozen.html,
        folder / "page.json": _json(page),
        folder / f"{kind}.json": _json(expected),
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _expected(article: Article) -> dict[str, Any]:
    fields = {name: getattr(article, name) for name in FIELDS}
    fields["published_at"] = published_text(article.published_at)
    return {**fields, "body": article.body.split("\n") if article.body else []}


def _article_links(listing: Frozen, page: ListPage) -> str | None:
    """Return the CSS of the list's own links, if it finds most of what the general rules find."""
    root = parse(decode(listing.html, listing.charset, listing.url)[0])
    links = items_of(page)
    titles = {link.url: len(link.title or "") for link in links}
    unsure = {link.url for link in page.unsure} - titles.keys()
    css = links_selector(root, listing.url, titles, unsure - {link.url for link in page.lists})
    if css is None:
        return None
    base = base_of(root, listing.url)
    anchors = CSSSelector(css, translator="html")(root)
    found = {link.url for link in links} & {resolve(one.get("href"), base) for one in anchors}
    return css if len(found) > max(1, len(links) / 2) else None


def _layout(articles: Sequence[tuple[Frozen, Article]]) -> Layout | None:
    """Return the layout by which all articles read the same; None where general rules do."""
    roots = [parse(decode(one.html, one.charset, one.url)[0]) for one, _ in articles]
    read = [(root, article) for root, (_, article) in zip(roots, articles, strict=True)]
    titles: list[Place] = [(root, [article.title]) for root, article in read]
    bodies: list[Place] = [
        (root, [lines[0], lines[-1]])
        for root, article in read
        if (lines := article.body.split("\n")) != [""]
    ]
    bylines = [place for root, article in read if (place := _byline(root, article))]
    editors = [place for root, article in read if (place := _editor(root, article))]
    texts = {root: find_holder(root, lines, is_whole=True) for root, lines in bodies}
    headings = {root: find_title(root, one.title, texts.get(root)) for root, one in read}
    layout = Layout(
        title=selector_of(titles, list(headings.values())),
        byline=text_selector(bylines),
        body=body_selector(bodies, [headings[root] for root, _ in bodies]),
        # What has no name of its own may be any paragraph of another article.
        editor=css if (css := text_selector(editors)) and _OWN_NAME.search(css) else None,
    )
    # What one selector finds may be more than its field: the others do without it.
    spared = (
        names for size in range(4) for names in combinations(("editor", "byline", "title"), size)
    )
    fewer = (replace(layout, **dict.fromkeys(names)) for names in spared)
    fit = (one for one in fewer if one.body or (one.title and one.byline))
    return next((one for one in fit if all(_reads_as_before(one, *of) for of in articles)), None)


def _byline(root: Any, article: Article) -> Place | None:
    """Return what a byline says: the line with the day, and the names that stand beside it.

    Where the day is told for machines, it is the line that names the source.
    """
    told = (article.evidence.get(name) for name in ("published_at", "source"))
    for text in [one.text for one in told if one]:
        beside = [
            name
            for field in ("source", "author", "editor")
            if (found := article.evidence.get(field))
            and found.text == text
            and (name := getattr(article, field))
        ]
        line = _first_line(text)
        for texts in ([line, *beside], [line]) if line else ():
            holder = find_holder(root, texts)
            if holder is not None and len(text_of(holder)) <= LONGEST_BYLINE:
                return root, texts
    return None


def _editor(root: Any, article: Article) -> Place | None:
    """Return what names the editor below a text."""
    told = article.evidence.get("editor")
    if told is None or told.rule != "end" or not article.editor:
        return None
    texts = [article.editor, "编"]
    return root, texts if find_holder(root, texts) is not None else [told.text]


def _reads_as_before(layout: Layout, frozen: Frozen, article: Article) -> bool:
    try:
        again = read_article(frozen.html, frozen.url, [layout], charset=frozen.charset)
    except ArticleError:
        return False
    return all(getattr(again, name) == getattr(article, name) for name in (*FIELDS, "body"))


def _first_line(text: str) -> str:
    return next((line for line in text.split("\n") if re.search(r"\d{4}", line)), "")[:60]


def _names(listing: Frozen, articles: Iterable[Frozen]) -> tuple[str, str | None]:
    """Return the names of site and channel: some titles begin with the site, some leave it out."""
    names, others = _title_parts(listing), [_title_parts(one) for one in articles]
    ends = [parts[-1] for parts in others if len(parts) > 1]
    sites = [part for part in (*ends, *names) if _SITE.search(part)]
    shared = [part for part in names if all(part in parts[1:] for parts in others)]
    first = [part for part in names[:1] if all(part in parts[:1] for parts in others)]
    likely = [*sites[-1:], *_stated(listing, "sitename"), *first, *shared[-1:], *names[-1:]]
    site = likely[0] if likely else host_of(listing.url)
    channels = [*_stated(listing, "columnname"), *(part for part in names if part != site)]
    return site, next(iter(channels), None)


def _title_parts(page: Frozen) -> list[str]:
    root = parse(decode(page.html, page.charset, page.url)[0])
    title = "".join(next(root.iter("title")).itertext()) if list(root.iter("title")) else ""
    parts = [part for part in _TITLE_PARTS.split(" ".join(title.split())) if part]
    return parts if len(parts) > 1 else title.split()


def _stated(page: Frozen, name: str) -> list[str]:
    """Return what the page says in a meta tag of that name, as the rules for public sites ask."""
    root = parse(decode(page.html, page.charset, page.url)[0])
    metas = (m for m in root.iter("meta") if (m.get("name") or "").lower() == name)
    return [said for meta in metas if (said := squeeze(meta.get("content") or ""))]


def _spider(
    name: str,
    url: str,
    names: tuple[str, str | None],
    links: str | None,
    layout: Layout | None,
    base: str,
) -> str:
    site, channel = names
    parts, is_home = urlsplit(url), _is_home(url)
    listed = [_quoted(channel) if channel else "None", _quoted(url)]
    lines = [
        f'"""{_NO_DOCSTRING.sub("", site)}."""',
        "",
        *(["from article.layout import Layout"] if layout else []),
        *_imports(base, with_channels=not is_home),
        "",
        "",
        f"class {''.join(part.capitalize() for part in name.split('_'))}Spider({base}):",
        '    """Drafted from one list and its articles: say here what is peculiar to the site."""',
        "",
        f"    name = {_quoted(name)}",
        f"    site_title = {_quoted(site)}",
        "    region = None  # such as 湖北省",
        "    region_code = None  # GB/T 2260, such as 420000",
        f"    home_url = {_quoted(f'{parts.scheme}://{parts.netloc}/')}",
        f"    allowed_domains = [{_quoted(host_of(url))}]",
        *([] if is_home else ["    channels = [", *_call("Channel", listed), "    ]"]),
        *([f"    article_links = {_quoted(links)}"] if links else []),
        *(_layout_lines(layout) if layout else []),
    ]
    return "\n".join(lines) + "\n"


def _imports(base: str, *, with_channels: bool) -> list[str]:
    if base == "ListingSpider":
        return ["from crawler.listing import Channel, ListingSpider"]
    channel = ["from crawler.listing import Channel"] if with_channels else []
    return [*channel, f"from crawler.unknown.spider import {base}"]


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    return not parts.query and _HOME.fullmatch(parts.path) is not None


def _layout_lines(layout: Layout) -> list[str]:
    fields = {name: getattr(layout, name) for name in ("title", "byline", "body", "editor")}
    inside = [f"{name}={_quoted(css)}" for name, css in fields.items() if css]
    return ["    layouts = [", *_call("Layout", inside), "    ]"]


def _call(name: str, arguments: Sequence[str]) -> list[str]:
    """Return a call as an item of a list, as the formatter of the project lays it out."""
    line = f"        {name}({', '.join(arguments)}),"
    if sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line) <= LONGEST_LINE:
        return [line]
    return [
        f"        {name}(",
        *(f"            {argument}," for argument in arguments),
        "        ),",
    ]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
