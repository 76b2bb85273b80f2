"""What a page changes of the addresses that it shows and that are known already.

All of it belongs in the transaction that adds the links of the page.
"""

import json
from collections.abc import Sequence
from typing import NamedTuple

from storage.database import Database
from storage.values.linktext import same_date, same_title, says_more
from storage.values.visit import Link, UrlKind


class Known(NamedTuple):
    """What was known of an address before a link led to it again."""

    id: int
    state: str
    kind: UrlKind
    title: str | None
    date: str | None
    visited_by: int | None
    found_on: str | None


def find_known(db: Database, key: str) -> Known | None:
    """Return what is known of the address with a key."""
    row = db.execute(_KNOWN, [key]).fetchone()
    return row and Known(*row)


def refresh(
    db: Database,
    known: Known,
    link: Link,
    *,
    run_id: int | None,
    at: str,
    found_on: str | None,
) -> None:
    """Note what a link says of a known address, which is due at once if the link gives a reason.

    ``found_on`` is the list that shows the link; only the one that showed an address first may give
    it another title or date.
    """
    if known.state == "ignored" and db.execute(_ERASED, [known.id]).fetchone():
        return  # its list would tell again what may not be kept
    is_list = known.kind == "list"
    is_first = found_on is None or known.found_on in (None, found_on)
    # What is taken for an article brings the channel of the list that leads to it.
    channel = None if is_list and link.kind == "article" else link.channel
    # A list is called what the site's declaration or its first page calls it today.
    is_renamed = is_list and channel and (found_on is None or known.found_on == found_on)
    row = {
        "id": known.id,
        "title": link.title if is_first else known.title or link.title,
        "date": link.date if is_first else known.date or link.date,
        "channel": channel,
        "is_renamed": bool(is_renamed),
        "is_listed": found_on is not None,
        "is_due": _is_due(db, known, link, is_first=is_first, run_id=run_id),
        "at": at,
    }
    db.execute(_REFRESH, row)


def was_lost(db: Database, list_id: int | None) -> bool:
    """Whether the visit of a list before this one, which is saved already, did not find a page."""
    row = db.execute(_BEFORE, [list_id]).fetchone()
    return bool(row and row[0] in ("gone", "redirected_home", "blocked", "error"))


def listed(db: Database, list_id: int | None) -> set[int]:
    """Return the ``urls.id`` of what a list showed when it was read last."""
    shown = db.execute("select url_id from listings where list_id = ?", [list_id])
    return {url_id for (url_id,) in shown}


def note_listed(db: Database, list_id: int, shown: Sequence[int]) -> None:
    """Note what a list shows in place of what it showed before."""
    db.conn.executemany(
        "insert or ignore into listings (list_id, url_id) values (?, ?)",
        [(list_id, url_id) for url_id in shown],
    )
    db.execute(
        "delete from listings where list_id = ? and url_id not in (select value from json_each(?))",
        [list_id, json.dumps(shown)],
    )


def _is_due(db: Database, known: Known, link: Link, *, is_first: bool, run_id: int | None) -> bool:
    if known.state == "pending" or known.visited_by == run_id:
        return False  # it waits for its first visit, or has just had one
    # What its link calls a list may have turned out to be an article.
    if link.again and (known.kind == "list" or link.kind == "article"):
        return True
    is_held_article = (known.kind, known.state) == ("article", "held")
    return is_held_article and is_first and _is_reworded(db, known, link)


def _is_reworded(db: Database, known: Known, link: Link) -> bool:
    """Whether a link says another title or day than before, or more than the whole title."""
    if not (same_title(known.title, link.title) and same_date(known.date, link.date)):
        return True
    if not says_more(known.title, link.title):
        return False
    row = db.execute("select title from articles where url_id = ?", [known.id]).fetchone()
    return row is not None and row[0] == known.title


_KNOWN = """
select id, state, kind, link_title, link_date, visited_by, found_on from urls where url_key = ?
"""
_ERASED = """
select 1 from suppressions where url_id = ? and erased_at is not null and lifted_at is null
"""
_REFRESH = """
update urls set
  link_title = coalesce(:title, link_title),
  link_date = coalesce(:date, link_date),
  channel = iif(:is_renamed, :channel, coalesce(channel, :channel)),
  listed_at = iif(:is_listed, :at, listed_at),
  next_check_at = iif(:is_due, :at, next_check_at)
where id = :id
"""
_BEFORE = """
select outcome from captures where url_id = ? order by id desc limit 1 offset 1
"""
