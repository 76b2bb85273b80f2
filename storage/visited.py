"""What a visit makes of its address: held, gone, put off or ignored, and when it is asked again.

All of it belongs in the transaction that saves the visit.
"""

from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime

from storage.database import Database
from storage.values.stamp import stamp
from storage.values.visit import Visit

# How long we wait before we ask a failing address again; refusals get more time.
_FIRST_WAIT = {"failed": timedelta(minutes=15), "blocked": timedelta(hours=6)}
_LONGEST_WAIT = timedelta(days=7)
# An address that is gone is asked often enough to know within days, then now and then: some return.
_GONE_WAITS = (1, 1, 2, 3, 7, 14, 30)  # days
# Articles change soon or never: the younger, the more often we look. Age and wait in days.
_AGE_WAITS = ((2, 1), (7, 3), (30, 10), (365, 60))
_OLD_WAIT = 180
_SETTLED = timedelta(minutes=1)  # clocks of servers are not ours


def complete(
    db: Database, url_id: int, visit: Visit, *, published: date | datetime | None = None
) -> None:
    """Hold an address whose page was read or found unchanged.

    Validators are those of a whole answer only; a later 304 must stand for a page that we hold.
    """
    waits = None
    if visit.kind == "article":
        waits = _article_wait(_age(db, url_id, published, visit.fetched_at))
    facts = {
        "id": url_id,
        "kind": visit.kind,
        "at": stamp(visit.fetched_at),
        "next": stamp(visit.fetched_at + waits) if waits else None,
    }
    if visit.outcome == "not_modified":
        db.execute(_HOLD.format(content=""), facts)
        db.execute(_LIST_AGAIN, facts)
        return
    is_whole = not (visit.exchanges and visit.exchanges[-1].truncated)
    facts["sha256"] = visit.sha256
    facts["etag"] = visit.etag if is_whole else None
    facts["last_modified"] = _validator(visit.last_modified, visit.fetched_at) if is_whole else None
    content = ", sha256 = :sha256, etag = :etag, last_modified = :last_modified"
    db.execute(_HOLD.format(content=content), facts)


def distrust(db: Database, url_id: int) -> None:
    """Ask for the whole page at the next run: that which did not change is lost."""
    db.execute(
        "update urls set etag = null, last_modified = null, "
        "next_check_at = iif(kind = 'article', visited_at, next_check_at) where id = ?",
        [url_id],
    )


def lose(db: Database, url_id: int, visit: Visit) -> None:
    """Note that an address answers no more; it is asked again, as single answers prove little."""
    attempts = _attempts(db, url_id)
    wait = timedelta(days=_GONE_WAITS[min(attempts, len(_GONE_WAITS) - 1)])
    _put_off(db, url_id, "gone", visit.fetched_at, wait)


def fail(db: Database, url_id: int, visit: Visit) -> None:
    """Put off an address that failed or refused us, twice as long each time."""
    state = "blocked" if visit.outcome == "blocked" else "failed"
    # 2**12 quarters of an hour are beyond the longest wait.
    wait = _FIRST_WAIT[state] * 2 ** min(_attempts(db, url_id), 12)
    _put_off(db, url_id, state, visit.fetched_at, min(wait, _LONGEST_WAIT))


def ignore(db: Database, url_id: int, visit: Visit) -> None:
    """Never ask for an address again: what is there is neither list nor article."""
    db.execute(
        "update urls set state = 'ignored', attempts = 0, visited_at = ?, "
        "visited_by = coalesce(leased_by, visited_by), leased_by = null, next_check_at = null "
        "where id = ?",
        [stamp(visit.fetched_at), url_id],
    )


def _attempts(db: Database, url_id: int) -> int:
    (attempts,) = db.execute("select attempts from urls where id = ?", [url_id]).fetchone()
    return int(attempts)


def _put_off(db: Database, url_id: int, state: str, at: datetime, wait: timedelta) -> None:
    db.execute(
        f"update urls set state = iif({SUPPRESSED}, 'ignored', ?), attempts = attempts + 1, "
        "visited_at = ?, visited_by = leased_by, leased_by = null, next_check_at = ? where id = ?",
        [state, stamp(at), stamp(at + wait), url_id],
    )


def _age(db: Database, url_id: int, published: date | datetime | None, now: datetime) -> int:
    """Return for how many days an article or a file has stood, as far as we know.

    What has no day, or one that is yet to come, is as old as its address is to us, and may well
    have been a week old when it was found.
    """
    day = published.date() if isinstance(published, datetime) else published
    if day and (age := (now.date() - day).days) >= -1:  # it is tomorrow in China
        return age
    (found,) = db.execute("select discovered_at from urls where id = ?", [url_id]).fetchone()
    return max((now - datetime.fromisoformat(found)).days, _AGE_WAITS[1][0])


def _article_wait(age: int) -> timedelta:
    days = next((wait for limit, wait in _AGE_WAITS if age <= limit), _OLD_WAIT)
    return timedelta(days=days)


def _validator(last_modified: str | None, now: datetime) -> str | None:
    """Return the date of Last-Modified if it may validate a page, None for one that always would.

    Servers that send the time of their answer, or one to come, never find anything modified since.
    A page that was saved just now may be saved again in the same second; its next answer has a date
    that can be trusted (RFC 9110, 8.8.2.2).
    """
    try:
        when = parsedate_to_datetime(last_modified or "")
        return last_modified if when <= now - _SETTLED else None
    except (ValueError, TypeError):
        return None


# What was suppressed while a run had it is not asked for again. In two, as SQLite makes a table of
# the values of an ``in``, at each visit.
SUPPRESSED = (
    "(exists (select 1 from suppressions where url_id = urls.id and lifted_at is null) or "
    "exists (select 1 from suppressions where url_id = urls.part_of and lifted_at is null))"
)
_HOLD = f"""
update urls set state = iif({SUPPRESSED}, 'ignored', 'held'), kind = :kind, attempts = 0,
  visited_at = :at,
  visited_by = coalesce(leased_by, visited_by), leased_by = null, next_check_at = :next {{content}}
where id = :id
"""
# A page that did not change shows the links that it showed when it was read last.
_LIST_AGAIN = """
update urls set listed_at = :at
where id in (select url_id from listings where list_id = :id)
"""
