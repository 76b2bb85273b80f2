"""What a site's addresses have turned out to be: for those who look for its lists and articles."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from storage.database import Database
from storage.values.stamp import stamp
from storage.values.urlkey import url_key
from storage.values.visit import UrlKind, Verdict


@dataclass(frozen=True, slots=True)
class Standing:
    """The kind and state of an address in the frontier."""

    kind: UrlKind
    state: str


def standing(db: Database, urls: Iterable[str]) -> dict[str, Standing]:
    """Return what the frontier knows of addresses, by their keys; the unknown are left out."""
    keys = json.dumps([url_key(url) for url in urls])
    rows = db.execute(_STANDING, [keys])
    return {key: Standing(kind, state) for key, kind, state in rows}


def is_list(db: Database, url: str) -> bool:
    """Whether an address was a list when it was read last; a run may have taken it since."""
    row = db.execute(
        "select 1 from urls where url_key = ? and kind = 'list' and state in ('held', 'leased') "
        "and sha256 is not null",
        [url_key(url)],
    ).fetchone()
    return row is not None


def judged(db: Database, site: str, *, limit: int = 2000) -> Iterator[tuple[str, Verdict]]:
    """Yield addresses of a site and what their pages are, up to ``limit`` of each."""
    for verdict, condition in _JUDGED.items():
        rows = db.execute(
            f"select url from urls where site = ? and part_of is null and {condition} "
            "order by id desc limit ?",
            [site, limit],
        )
        yield from ((url, verdict) for (url,) in rows)


def leads_to_articles(db: Database, url: str, site: str) -> bool:
    """Whether a list has ever shown an article first."""
    row = db.execute(
        "select 1 from urls where site = ? and kind = 'article' and found_on = ? limit 1",
        [site, url],
    ).fetchone()
    return row is not None


def lists_found_on(db: Database, site: str, url: str) -> list[tuple[str, str | None]]:
    """Return the lists, with their names, that a page of a site led to first."""
    return db.execute(
        "select url, channel from urls where site = ? and kind = 'list' and state = 'held' "
        "and part_of is null and found_on = ? order by id",
        [site, url],
    ).fetchall()


def showed_others(db: Database, list_id: int, keys: Iterable[str]) -> bool:
    """Whether a list, when it was read last, showed an article that is none of these."""
    row = db.execute(
        "select 1 from listings l join urls u on u.id = l.url_id where l.list_id = ? "
        "and u.kind = 'article' and u.url_key not in (select value from json_each(?)) limit 1",
        [list_id, json.dumps(list(keys))],
    ).fetchone()
    return row is not None


def shows_another(db: Database, list_id: int, keys: Iterable[str]) -> bool:
    """Whether another list of the same site showed all of these when it was read last."""
    (shows,) = db.execute(_SHOWS_ALL, {"id": list_id, "keys": json.dumps(list(keys))}).fetchone()
    return bool(shows)


def is_missed(db: Database, list_id: int) -> bool:
    """Whether a list, by its ``urls.id``, is missed where it cannot be fetched any more.

    It is if it showed an article when it was read last, and a page still leads to it: a site that
    is redesigned gives up old lists, and nobody misses those.
    """
    (missed,) = db.execute(_MISSED, {"id": list_id}).fetchone()
    return bool(missed)


class Listed(NamedTuple):
    """How many articles that we hold a run's lists show: of these gone, and back in that run."""

    all: int
    gone: int
    back: int


def count_listed(db: Database, run_id: int) -> Listed:
    """Count the articles that we hold and a run's lists show, by whether they are there."""
    return Listed(*db.execute(_COUNT_LISTED, {"run": run_id}).fetchone())


def ask_again(db: Database, run_id: int, *, now: datetime, is_back: bool) -> None:
    """Make one article that we hold due that is gone though a run's lists show it, in turn.

    ``is_back`` makes all due, also what was never there when it was asked for.
    """
    db.execute(_ASK_AGAIN, {"run": run_id, "now": stamp(now), "is_back": is_back})


def list_with(db: Database, site: str, sha256: str, *, besides: int) -> str | None:
    """Return a list of a site that showed these very bytes, other than ``urls.id`` ``besides``."""
    row = db.execute(
        "select url from urls where site = ? and kind = 'list' and state = 'held' "
        "and part_of is null and sha256 = ? and id <> ? limit 1",
        [site, sha256, besides],
    ).fetchone()
    return row[0] if row else None


def is_shown_again(db: Database, url_id: int, reason: str) -> bool:
    """Whether an address failed for this reason at its last visit, and no other did in that run.

    What many addresses show in place of their pages is a notice; what only one of them goes on
    showing is its page.
    """
    row = db.execute(
        "select run_id, reason from captures where url_id = ? order by id desc limit 1", [url_id]
    ).fetchone()
    if row is None or row[1] != reason:
        return False
    others = db.execute(
        "select 1 from captures where run_id = ? and reason = ? and url_id <> ? limit 1",
        [row[0], reason, url_id],
    ).fetchone()
    return others is None


_STANDING = """
select url_key, kind, state from urls where url_key in (select value from json_each(?))
"""
_JUDGED: dict[Verdict, str] = {
    # A list that was read before it was gone tells nothing against pages of its form.
    "neither": "(state = 'ignored' or state = 'gone' and sha256 is null) and kind = 'list'",
    "list": "state = 'held' and kind = 'list'",
    # What was read as one is one, be its host out of order today.
    "article": "(state = 'held' or sha256 is not null) and kind = 'article' "
    "and state in ('held', 'failed', 'blocked', 'gone')",
}
# Asked by the lists of the site: those that lead to one have no index, and listings are many.
_MISSED = """
select exists (
  select 1 from listings l join urls u on u.id = l.url_id
  where l.list_id = :id and u.kind = 'article'
) and exists (
  select 1 from (
    select id from urls where site = (select site from urls where id = :id) and kind = 'list'
      and state = 'held' and part_of is null
    union all select id from urls where leased_by is not null and kind = 'list' and attempts = 0
  ) its cross join listings led where led.list_id = its.id and led.url_id = :id
)
"""
_IS_LISTED = """
id in (
  select l.url_id from captures c join listings l on l.list_id = c.url_id
  where c.run_id = :run and c.outcome in ('new', 'changed', 'unchanged', 'not_modified')
)
"""
_IS_HELD = "exists (select 1 from articles where url_id = urls.id)"
_COUNT_LISTED = f"""
select count(*), coalesce(sum(state = 'gone'), 0), coalesce(sum(
  state = 'held' and visited_by = :run and (
    select outcome from captures where url_id = urls.id and run_id < :run order by id desc limit 1
  ) in ('gone', 'redirected_home')
), 0) from urls where {_IS_LISTED} and {_IS_HELD}
"""
_ASK_AGAIN = f"""
update urls set next_check_at = :now where id in (
  select id from urls where state = 'gone' and {_IS_LISTED} and (:is_back or {_IS_HELD})
  order by visited_at limit iif(:is_back, -1, 1)
)
"""
_SHOWS_ALL = """
with shown as (select id from urls where url_key in (select value from json_each(:keys)))
select exists (
  select 1 from urls own join urls other on other.site = own.site and other.kind = 'list'
  where own.id = :id and other.id <> :id and not exists (
    select 1 from shown
    where not exists (select 1 from listings where list_id = other.id and url_id = shown.id)
  )
) and exists (select 1 from shown)
"""
