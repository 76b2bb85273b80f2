"""The addresses of a site: found by lists, waiting for a run, taken by it.

What is due is decided by state and ``next_check_at``, which a visit sets; a run takes an address at
most once. Functions without ``writing`` inside belong in the transaction of their caller, so that
links are added together with the page that shows them.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from storage.database import Database, writing
from storage.rediscovery import find_known, listed, note_listed, refresh, was_lost
from storage.values.linktext import same_date, same_title
from storage.values.stamp import stamp
from storage.values.urlkey import url_key
from storage.values.visit import Link, UrlKind
from storage.visited import SUPPRESSED


@dataclass(frozen=True, slots=True)
class Leased:
    """An address that a run has taken, with what a conditional request needs."""

    url_id: int
    url: str
    kind: UrlKind
    etag: str | None = None
    last_modified: str | None = None
    attempts: int = 0
    link_title: str | None = None
    link_date: str | None = None
    channel: str | None = None
    part_of: int | None = None
    version_held: bool = False
    sha256: str | None = None


def add(
    db: Database,
    site: str,
    links: Iterable[Link],
    *,
    run_id: int | None,
    now: datetime,
    found_on: tuple[int, str] | None = None,
) -> int:
    """Add links in the order of their page; return how many are new.

    ``found_on`` is the ``urls.id`` and the address of the list that shows these links, and no
    others any more.

    A known address only learns that it was listed again. It becomes due at once

    - if its link asks for that (``Link.again``);
    - if we hold its article, and the list that showed it first shows another title or date now
      (other lists and home pages often word the same headline differently);
    - if we hold its article, and this list, which did not show it before, has another date for it:
      that is how articles come to the top of a list again;
    - if it is gone, and this list did not show it before: it may be back;
    - if it was lost together with this list, and the list is back.
    """
    new = 0
    at = stamp(now)
    list_id, address = found_on or (None, None)
    is_back = was_lost(db, list_id)
    before = set() if is_back else listed(db, list_id)
    away = ("gone", "failed", "blocked") if is_back else ("gone",)
    shown: list[int] = []
    for link in links:
        held = find_known(db, url_key(link.url))
        if held is None:
            new += 1
            shown.append(_insert(db, site, link, run_id=run_id, at=at, found_on=address))
        else:
            shown.append(held.id)
            is_anew = list_id is not None and held.id not in before
            is_held = (held.kind, held.state) == ("article", "held")
            is_redated = is_held and bool(before) and not same_date(held.date, link.date)
            is_due = is_anew and (held.state in away or is_redated)
            again = link if not is_due else replace(link, again=True)
            refresh(db, held, again, run_id=run_id, at=at, found_on=address)
    if list_id is not None:
        note_listed(db, list_id, shown)
    return new


def known(db: Database, urls: Iterable[str], *, list_id: int | None = None) -> set[str]:
    """Return the keys of those addresses that the frontier holds already, in whatever state.

    With ``list_id`` those that were found up to the run that visited that list last: what another
    list brought since then, in this run or in one that was killed, is news of this list too.
    """
    keys = json.dumps([url_key(url) for url in urls])
    return {key for (key,) in db.execute(_KNOWN, [keys, list_id])}


def lease(
    db: Database,
    site: str,
    *,
    run_id: int,
    limit: int,
    now: datetime,
    sweep: bool = False,
    articles_first: bool = False,
    is_ours: Callable[[str], bool] = bool,
) -> list[Leased]:
    """Take up to ``limit`` addresses for a run: lists, then new articles, then what is due again.

    Articles that the latest run found come first, in the order of their lists. Runs by hand and
    sweeps do not wait until failures have cooled down; a sweep also takes everything held, the
    longest unseen first. Further pages of articles are not leased: whoever fetches the first page
    fetches them. Lists come alone while too few articles wait to fill the batch, as saving small
    batches costs more.

    ``articles_first`` is for a run that wants a few articles soon: new articles come before any
    list, and lists one at a time. An address that is not ``is_ours``, because the site has moved to
    another host, is left as it is.
    """
    with writing(db):
        facts = {"site": site, "now": stamp(now), "run": run_id}
        taken: list[int] = []
        eager = sweep or _is_by_hand(db, run_id)
        for kind, select in _selects(eager=eager, sweep=sweep, articles_first=articles_first):
            most = 1 if articles_first and kind == "list" else limit - len(taken)
            found = _ours(db, select, facts, is_ours, most)
            is_batch = len(taken) + len(found) >= limit
            if kind == "article" and taken and not (is_batch or articles_first):
                break
            db.conn.executemany(_TAKE, [(run_id, url_id) for url_id in found])
            taken += found
            if len(taken) >= limit or (articles_first and taken):
                break
        leased = _leased(db, "u.id in (select value from json_each(?))", json.dumps(taken))
        by_id = {lease.url_id: lease for lease in leased}
        return [by_id[url_id] for url_id in taken]


def leaves(
    db: Database,
    site: str,
    *,
    run_id: int,
    now: datetime,
    sweep: bool = False,
    is_ours: Callable[[str], bool] = bool,
) -> bool:
    """Whether a run that takes nothing more leaves what it took or would have taken.

    ``is_ours`` is as in :func:`lease`.
    """
    facts = {"site": site, "now": stamp(now), "run": run_id}
    selects = _selects(eager=sweep or _is_by_hand(db, run_id), sweep=sweep, articles_first=False)
    would_take = any(_ours(db, select, facts, is_ours, 1) for _, select in selects)
    return would_take or waiting(db, site) > 0


def _is_by_hand(db: Database, run_id: int) -> bool:
    (kind,) = db.execute("select kind from runs where id = ?", [run_id]).fetchone()
    return bool(kind != "fresh")


def _ours(
    db: Database, select: str, facts: dict[str, Any], is_ours: Callable[[str], bool], most: int
) -> list[int]:
    rows = db.execute(select, facts)
    found = list(islice((url_id for url_id, url in rows if is_ours(url)), most))
    rows.close()  # before what it reads is changed
    return found


def due(
    db: Database,
    site: str,
    *,
    now: datetime,
    sweep: bool = False,
    is_ours: Callable[[str], bool] = bool,
) -> dict[UrlKind, int]:
    """Return how many known lists and articles a run by hand would ask for that began now.

    The lists that every run begins with come on top, unless they are due themselves; ``is_ours``
    is as in :func:`lease`.
    """
    facts = {"site": site, "now": stamp(now), "run": None}
    found: dict[UrlKind, set[int]] = {"list": set(), "article": set()}
    for kind, select in _selects(eager=True, sweep=sweep, articles_first=False):
        found[kind].update(url_id for url_id, url in db.execute(select, facts) if is_ours(url))
    return {kind: len(ids) for kind, ids in found.items()}


def take(db: Database, url_id: int, *, run_id: int) -> None:
    """Take one address for a run, whatever its state."""
    with writing(db):
        db.execute(_TAKE, [run_id, url_id])


def waiting(db: Database, site: str) -> int:
    """Return how many addresses wait for their first visit, or for a run that has taken them."""
    (number,) = db.execute(
        "select (select count(*) from urls where site = :site and kind in ('list', 'article') "
        "and state = 'pending' and part_of is null) + (select count(*) from urls "
        "where leased_by is not null and site = :site)",
        {"site": site},
    ).fetchone()
    return int(number)


def claim_parts(db: Database, urls: Iterable[str], owner: int) -> None:
    """Hand further pages that nobody has read yet over to the article that names them now.

    An address that leads to it may have named them first, and failed.
    """
    keys = [url_key(url) for url in urls]
    db.execute(_CLAIM, {"owner": owner, "keys": json.dumps(keys)})


def parts(db: Database, url_id: int) -> list[Leased]:
    """Return all further pages that an article ever had, by the ``urls.id`` of its first."""
    return _leased(db, "u.part_of = ?", url_id)


def parts_read(db: Database, url_id: int) -> list[Leased]:
    """Return the further pages that an article had when its first page was read last."""
    read = {part_id for (part_id,) in db.execute(_PARTS_READ, {"id": url_id})}
    return [part for part in parts(db, url_id) if part.url_id in read]


def get(db: Database, url_id: int) -> Leased:
    """Return an address as a lease shows it, without taking it."""
    return _leased(db, "u.id = ?", url_id)[0]


def put_back(db: Database, lists: Iterable[str], *, now: datetime) -> None:
    """Make lists due for the next run, as this one did not follow all that they lead to.

    That includes pages that were ignored until it was learnt that they are lists after all.
    """
    with writing(db):
        for url in lists:
            db.execute(
                "update urls set state = 'held', next_check_at = ? where url_key = ? "
                "and (state = 'held' or (state = 'ignored' and kind = 'list')) "
                f"and not {SUPPRESSED}",
                [stamp(now), url_key(url)],
            )


def release(db: Database, run_id: int) -> int:
    """Give back what a run has taken and not visited; return how much that was."""
    freed = db.execute(
        "update urls set state = 'pending', next_check_at = null, leased_by = null "
        "where leased_by = ?",
        [run_id],
    )
    return int(freed.rowcount)


def find(db: Database, url: str) -> dict[str, Any] | None:
    """Return the row of an address in any of its spellings."""
    return next(iter(db.query("select * from urls where url_key = ?", [url_key(url)])), None)


def is_listed_as(db: Database, url_id: int, title: str) -> bool:
    """Whether the link that leads to an address has this title, in full or cut short."""
    row = db.execute("select link_title from urls where id = ?", [url_id]).fetchone()
    return bool(row and row[0]) and same_title(row[0], title)


def _insert(
    db: Database,
    site: str,
    link: Link,
    *,
    run_id: int | None,
    at: str,
    found_on: str | None,
) -> int:
    inserted = db.execute(
        "insert into urls (url, url_key, site, kind, discovered_at, discovered_by, found_on, "
        "link_title, link_date, channel, listed_at, part_of) "
        "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
        [
            link.url, url_key(link.url), site, link.kind, at, run_id, found_on,
            link.title, link.date, link.channel, at if found_on else None, link.part_of,
        ],
    )  # fmt: skip
    return int(inserted.fetchone()[0])


def _selects(*, eager: bool, sweep: bool, articles_first: bool) -> Iterator[tuple[UrlKind, str]]:
    if articles_first:
        yield "article", _WAITING.format(kind="article")
    kinds: tuple[UrlKind, ...] = ("list", "article")
    for kind in kinds:
        yield kind, _WAITING.format(kind=kind)
        yield kind, _DUE.format(kind=kind)
        if eager:
            yield kind, _FAILING.format(kind=kind)
        if sweep:
            yield kind, _HELD.format(kind=kind)


def _leased(db: Database, condition: str, value: int | str) -> list[Leased]:
    # query() would make a savepoint each time.
    found = db.execute(f"{_LEASED} where {condition} order by u.id", [value])
    names = [name for name, *_ in found.description]
    rows = (dict(zip(names, row, strict=True)) for row in found)
    return [Leased(**{**row, "version_held": bool(row["version_held"])}) for row in rows]


_KNOWN = """
select url_key from urls where url_key in (select value from json_each(?))
  and coalesce(discovered_by <= (select visited_by from urls where id = ?), true)
"""
_CLAIM = """
update urls set part_of = :owner where url_key in (select value from json_each(:keys))
  and part_of is not null and visited_at is null and id <> :owner
"""
_TAKE = "update urls set state = 'leased', leased_by = ? where id = ?"
# In this order, by the captures of each part: parts are few, and a run has thousands of captures.
_PARTS_READ = """
select u.id from urls u cross join captures c
where u.part_of = :id and c.url_id = u.id and +c.run_id = (
  select run_id from captures where (url_id = :id or led_to = :id)
    and outcome in ('new', 'changed', 'unchanged')
  order by id desc limit 1
)
"""
# The conditions are those of the partial indexes, to the letter.
_WAITING = """
select id, url from urls where site = :site and kind = '{kind}'
  and state = 'pending' and part_of is null
order by discovered_by desc, id
"""
_DUE = """
select id, url from urls where site = :site and kind = '{kind}'
  and state in ('held', 'failed', 'blocked', 'gone') and part_of is null
  and next_check_at <= :now and visited_by is not :run
order by next_check_at
"""
_FAILING = """
select id, url from urls where site = :site and kind = '{kind}'
  and state in ('failed', 'blocked') and part_of is null and visited_by is not :run
order by visited_at
"""
_HELD = """
select id, url from urls where site = :site and kind = '{kind}'
  and state = 'held' and part_of is null and visited_by is not :run
order by visited_at
"""
_LEASED = """
select u.id as url_id, u.url, u.kind, u.etag, u.last_modified, u.attempts, u.link_title,
  u.link_date, u.channel, u.part_of, a.id is not null as version_held, u.sha256
from urls u left join articles a on a.url_id = u.id
"""
