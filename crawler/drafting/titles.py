"""The names of a site and of a list, from what its pages call themselves."""

from collections.abc import Iterable
from itertools import islice

from article.markup.page import squeeze
from article.patterns import regex
from crawler.drafting.frozen import Frozen
from crawler.scope import host_of

_TITLE_PARTS = regex(r"\s*(?:[-_|—–»>→丨｜－]+|·|::)\s*")
_SITE = regex(r"(?:网|网站|在线)$")


def names_of_site(listing: Frozen, articles: Iterable[Frozen]) -> tuple[str, str | None]:
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
    titles = page.root.iter("title")
    title = "".join("".join(found.itertext()) for found in islice(titles, 1))
    parts = [part for part in _TITLE_PARTS.split(" ".join(title.split())) if part]
    return parts if len(parts) > 1 else title.split()


def _stated(page: Frozen, name: str) -> list[str]:
    """Return what the page says in a meta tag of that name, as the rules for public sites ask."""
    metas = (m for m in page.root.iter("meta") if (m.get("name") or "").lower() == name)
    return [said for meta in metas if (said := squeeze(meta.get("content") or ""))]
