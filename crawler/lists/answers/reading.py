"""What lists lead to that are no pages: JSON, records, feeds."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import unescape

from article.patterns import regex
from crawler.lists.answers import feeds, jcms
from crawler.lists.answers.jsonitems import made_item, read_item
from crawler.lists.answers.jsonlists import read_json
from crawler.lists.answers.jsonnext import next_of
from crawler.lists.interfaces import page_of, template_of
from crawler.lists.jsonvalues import loads
from crawler.lists.links.anchors import Anchor, parse, read_anchors
from crawler.lists.links.asides import is_aside_path
from crawler.lists.links.items import article, merged
from crawler.lists.listpage import ListPage, pages
from crawler.scope import is_file, is_growing, is_within
from crawler.shapes import is_article_address
from storage.values.urlkey import url_key
from storage.values.visit import Link

# '<string xmlns="http://tempuri.org/">[{"id":7}]</string>'
_TEXT_OF_SERVICE = regex(r"(?:<\?xml[^<>]*\?>\s*)?<string\b[^<>]*>([^<]*)</string>\s*$")


def read_feed(body: bytes, url: str, hosts: Sequence[str]) -> ListPage:
    """Return what a feed or a sitemap leads to."""
    named, sitemaps = feeds.read_feed(body, url)
    fit = [page for page in named if _may_follow(page.url, hosts)]
    # What has a title is an item of a feed; a sitemap names every page of a site.
    articles = [link for link in fit if link.title or is_article_address(link.url)]
    others = (link for link in fit if link not in articles and not is_aside_path(link.url))
    return ListPage(
        articles=tuple(articles),
        doubtful=tuple(others),
        feeds=pages(address for address in sitemaps if is_within(address, hosts)),
        is_feed=True,
    )


def read_answer(text: str, body: bytes, url: str, hosts: Sequence[str]) -> ListPage | None:
    """Return what an answer to a script leads to, in JSON or XML; None where it is a page.

    ``text`` is its ``body`` as it was decoded.
    """
    start = text.lstrip("\ufeff \r\n\t")
    if (packed := _packed_in(start)) is not None:
        text = start = packed
    is_page = "<html" in text[:2000].lower()
    if start[:1] in "{[" or _is_jsonp(text):
        return _read_json(text, url, hosts)
    if "<record>" in text[:2000] and not is_page:
        return _read_records(text, url, hosts)
    return _read_xml(body, url, hosts) if start.startswith("<?xml") and not is_page else None


def _packed_in(start: str) -> str | None:
    """Return the records that an answer holds as a text, in JSON or as the services of ASP.NET do.

    >>> _packed_in('"[1]"')
    '[1]'
    """
    text = loads(start) if start[:1] == '"' else None
    if start[:1] == "<" and (found := _TEXT_OF_SERVICE.match(start)):
        text = unescape(found[1])
    return text if isinstance(text, str) and text.lstrip()[:1] in ("[", "{") else None


def _is_jsonp(text: str) -> bool:
    return re.match(r"\s*(?:(?:var|let|const)\s+)?[\w.$]{1,60}\s*[(=]\s*[\[{]", text) is not None


def _read_json(text: str, url: str, hosts: Sequence[str]) -> ListPage:
    found = read_json(text, url)
    if found is None:
        return ListPage()
    items, made, pieces, more, channels = found
    page = _page([*items, *_links_in(pieces, page_of(url))], made, more, hosts)
    return replace(page, channels=channels) if channels else page


def _read_records(text: str, url: str, hosts: Sequence[str]) -> ListPage:
    held = jcms.records_in(text)
    more = jcms.next_records(text, url, len(held))
    return _page(_links_in(held, page_of(url)), (), more, hosts)


def _read_xml(body: bytes, url: str, hosts: Sequence[str]) -> ListPage:
    """Return what a list leads to whose items are records of any names."""
    page, template = page_of(url), template_of(url)
    things = list(feeds.read_records(body))
    items = [item for thing in things if (item := read_item(thing, page))]
    made = () if items else [made_item(thing, template, page) for thing in things]
    guessed = list(filter(None, made))
    rows = {url_key(row.url) for row in items or guessed}
    return _page(items, guessed, next_of(feeds.said_of_records(body), url, len(rows)), hosts)


def _page(
    items: Sequence[Link], guessed: Iterable[Link], more: str | None, hosts: Sequence[str]
) -> ListPage:
    """Return what an answer leads to; the addresses of what is ``guessed`` a script would make."""
    articles, unsure = (tuple(_once(_fit(links, hosts))) for links in (items, guessed))
    abroad = tuple(link for link in items if not is_within(link.url, hosts))
    following = pages([more] if more and is_within(more, hosts) else [])
    is_feed = bool(articles)
    return ListPage(
        articles=articles, unsure=unsure, following=following, is_feed=is_feed, abroad=abroad
    )


def _once(links: Iterable[Link]) -> Iterable[Link]:
    by_key: dict[str, Link] = {}
    for link in links:
        by_key.setdefault(url_key(link.url), link)
    return by_key.values()


def _fit(links: Iterable[Link], hosts: Sequence[str]) -> Iterator[Link]:
    return (link for link in links if _may_follow(link.url, hosts))


def _links_in(pieces: Iterable[str], url: str) -> list[Link]:
    """Return the links of pieces of HTML that hold items and nothing else."""
    found: list[Anchor] = []
    for piece in pieces:
        if (root := parse(piece)) is not None:
            found += filter(None, read_anchors(root, url))
    return [article(anchor) for anchor in merged(found)]


def _may_follow(address: str, hosts: Sequence[str]) -> bool:
    return is_within(address, hosts) and not is_file(address) and not is_growing(address)
