"""A first draft of a site's spider, from one list and one article as they were received."""

import keyword
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lxml.cssselect import CSSSelector

from article.errors import ArticleError
from article.layout import Layout
from article.model import Article
from article.patterns import regex
from article.reading import read_article
from crawler.discovery import read_list
from crawler.drafting.doubts import why_no_list
from crawler.drafting.frozen import Frozen
from crawler.drafting.linking import links_selector, lists_of
from crawler.drafting.module import is_home, module_of
from crawler.drafting.placing import layout_of
from crawler.drafting.sampling import items_of
from crawler.drafting.saved import article_files, list_files
from crawler.drafting.titles import names_of_site
from crawler.lists.links.anchors import base_of
from crawler.lists.listpage import ListPage
from crawler.scope import resolve
from storage.values.counted import counted
from storage.values.urlkey import url_key
from storage.values.visit import Link

_NAME = regex(r"[a-z][a-z0-9_]{1,30}")


@dataclass(frozen=True, slots=True)
class Draft:
    """What is proposed for a site; all of it is to be confirmed by hand.

    ``elsewhere`` are the articles that the list shows outside of its proposed links. A spider that
    ``explores`` goes wherever lists lead.
    """

    name: str
    spider: str
    listing: Frozen
    page: ListPage
    articles: Sequence[tuple[Frozen, Article]]
    article_links: str | None
    layout: Layout | None
    elsewhere: Sequence[Link]
    blocks: Sequence[int]  # links in each of the lists that are taken for one
    explores: bool


class NoDraft(Exception):
    """The pages give nothing to begin with; the message says what was looked for."""


def check_new(name: str, root: Path) -> None:
    """Raise NoDraft for what cannot name a site, FileExistsError where there is its spider."""
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        rule = "2 to 31 small letters, digits and _, a letter first, and no word of Python"
        raise NoDraft(f"{name!r} is no name of a module: {rule}")
    _refuse_old([_spider_file(root, name), _page_folder(root, name) / "list" / "page.html"])


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
    begin = around if around and is_home(around.url) else listing
    at_home = is_home(begin.url)
    # What a home page shows are the newest of all lists, and it says nothing of how these look.
    # Scripts in files turn lists for spiders that explore, and where no links are declared.
    is_turned = bool(page.turners or page.definers) and not page.following
    is_plain = kept is listing and not (at_home or is_turned)
    links = _article_links(kept, page) if is_plain else None
    blocks = lists_of(kept.root, links) if links else ()
    if links:
        page = read_list(kept.html, kept.url, links=links, charset=kept.charset)
    chosen = {link.url for link in page.articles}
    elsewhere = [link for link in items if link.url not in chosen] if links else []
    layout = layout_of(articles)
    is_told = links or (items_of(page) == page.articles and _is_named(kept, listing))
    explores = at_home or is_turned or not is_told
    names = names_of_site(around or listing, [frozen for frozen, _ in articles])
    spider = module_of(name, begin.url, names, links, layout, explores=explores)
    return Draft(name, spider, kept, page, articles, links, layout, elsewhere, blocks, explores)


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


def _is_named(source: Frozen, listing: Frozen) -> bool:
    """Whether a list names what fills it, and leaves that to no script that others share."""
    named = read_list(listing.html, listing.url, charset=listing.charset).sources
    return source is listing or url_key(source.url) in {url_key(link.url) for link in named}


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


def _article_links(listing: Frozen, page: ListPage) -> str | None:
    """Return the CSS of the list's own links, if it finds most of what the general rules find."""
    root = listing.root
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


def save(made: Draft, root: Path) -> list[Path]:
    """Write spider, saved pages and expected fields below the project's root; return the files.

    Raises FileExistsError rather than write over anything. Where one cannot be written none is
    left: half a draft would be in the way of the next.
    """
    pages = _page_folder(root, made.name)
    files: dict[Path, bytes] = {_spider_file(root, made.name): made.spider.encode()}
    files |= list_files(
        pages / "list",
        made.listing,
        articles=[link.url for link in items_of(made.page)],
        following=[link.url for link in made.page.following],
        lists=[link.url for link in made.page.lists],
    )
    for number, (frozen, article) in enumerate(made.articles, 1):
        files |= article_files(pages / f"article-{number}", frozen, article)
    _refuse_old(files)
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except BaseException:
        for path in files:
            with suppress(OSError):
                path.unlink()
        raise
    return list(files)


def _spider_file(root: Path, name: str) -> Path:
    return root / "crawler" / "spiders" / f"{name}.py"


def _page_folder(root: Path, name: str) -> Path:
    return root / "tests" / "pages" / name


def _refuse_old(files: Iterable[Path]) -> None:
    for path in files:
        if path.exists():
            raise FileExistsError(f"{path} is there already")
