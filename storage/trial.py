"""Today's rules tried on stored pages, to tell whether a site broke or our own rules did."""

from json import loads
from typing import NamedTuple

from article.model import Article, published_text
from storage.database import Database
from storage.errors import ArchiveCorrupt
from storage.history.signals import FIELDS
from storage.home import Home
from storage.reread import Reader, find_stored

PAGES = 10  # as many as tell a broken rule from an odd page


class Trial(NamedTuple):
    """How many stored pages were read again, and how many of them came out worse."""

    read: int
    worse: int


def rules_before(db: Database, site: str) -> int | None:
    """Return the number of the rules by which the last crawl of a site read, if one told."""
    row = db.execute(_RULES, [site]).fetchone()
    return row[0] if row else None


def try_rules(db: Database, home: Home, read: Reader, site: str, *, pages: int = PAGES) -> Trial:
    """Read the latest stored pages of a site again and keep nothing of it.

    Worse is what cannot be read any more, lacks a field that is watched, owes one to another rule,
    or has lost most of its text.
    """
    tried = worse = 0
    for url_id, *before in db.execute(_LATEST, [site, pages]).fetchall():
        try:
            stored = find_stored(db, home, url_id, site)
        except ArchiveCorrupt:
            continue
        if stored is None:
            continue
        tried += 1
        try:
            worse += _is_worse(read(stored), *before)
        except Exception:  # whatever it is, the same page was read before
            worse += 1
    return Trial(tried, worse)


def _is_worse(
    article: Article, published_at: str | None, source: str | None, body: str, evidence: str
) -> bool:
    lost = bool(
        (published_at and not published_text(article.published_at))
        or (source and not article.source)
        or len(article.body) < len(body) / 2
    )
    found = article.evidence
    told = loads(evidence or "{}")
    both = [name for name in FIELDS if name in told and name in found]
    return lost or any(told[name]["rule"] != found[name].rule for name in both)


_LATEST = """
select url_id, published_at, source, body, evidence from articles
where site = ? and state = 'live' order by published_date desc limit ?
"""
_RULES = """
select stats ->> '$."wenming/rules"' from runs where site = ? and stats is not null
order by id desc limit 1
"""
