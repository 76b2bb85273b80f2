"""Why a page shows no list to draft from."""

from collections import Counter
from typing import Any

from article.decode import decode
from article.errors import ArticleError, NotAnArticle
from article.layout import text_of
from article.reading import read_article
from crawler.drafting.frozen import Frozen
from crawler.lists.links.anchors import base_of, parse
from crawler.lists.listpage import ListPage
from crawler.scope import host_of, is_file, is_within, resolve
from storage.values.counted import counted

TITLE = 8  # characters; what is shorter is no title
LEAST = 3  # links that are a list


def why_no_list(listing: Frozen, page: ListPage) -> str:
    """Return what a person may do about a page that leads to no articles, or a question."""
    if page.is_closed:
        return "it asks nobody to follow its links (nofollow)"
    if page.leads_on:
        return f"it leads on to {page.leads_on}"
    try:
        text, _ = decode(listing.html, listing.charset, listing.url)
        read_article(listing.html, listing.url, charset=listing.charset)
    except NotAnArticle as error:
        if error.kind in ("blocked", "error") or "<" not in text:
            return f"{error.kind}: {error.reason}"
    except ArticleError as error:
        return error.reason
    for frame in frames_of(listing, page):
        return f"its frame {frame} may be one"
    return _by_links(parse(text), listing.url)


def frames_of(listing: Frozen, page: ListPage) -> list[str]:
    """Return the addresses of the frames of a page that may show a list."""
    root = listing.root
    base = base_of(root, listing.url)
    frames = {resolve(frame.get("src"), base) for frame in root.iter("iframe", "frame")}
    shown = (*page.articles, *page.unsure, *page.lists, *page.doubtful)
    return [link.url for link in shown if link.url in frames]


def _by_links(root: Any, url: str) -> str:
    base, own = base_of(root, url), [host_of(url)]
    titled = [anchor for anchor in root.iter("a") if len(text_of(anchor)) >= TITLE]
    led = [address for anchor in titled if (address := resolve(anchor.get("href"), base))]
    if (files := sum(map(is_file, led))) >= LEAST:
        return f"{counted(files, 'link')} to files, which are no articles"
    hosts = Counter(host_of(address) for address in led if not is_within(address, own))
    for host, number in hosts.most_common(1):
        if number >= LEAST:
            return f"{counted(number, 'link')} to {host}, which is another site"
    is_made = not led and next(root.iter("script"), None) is not None
    return "does a script make it?" if is_made else "is it a list?"
