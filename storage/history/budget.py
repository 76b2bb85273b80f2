"""How much a site has been asked today, how often it was taken at its word, who wants to rest."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from json import dumps, loads

from storage.database import Database
from storage.values.stamp import stamp

ASKED = "budget/asked"  # among the stats of a run: its requests


def requests_since(db: Database, site: str, since: datetime) -> int:
    """Return how many requests the runs of a site have made since a moment.

    Of a run that died, or began before, only the visits are known.
    """
    runs = db.execute(
        "select case when started_at >= :since then stats end, "
        "(select count(*) from captures where run_id = runs.id and fetched_at >= :since) "
        "from runs where site = :site and coalesce(finished_at, :since) >= :since",
        {"site": site, "since": stamp(since)},
    )
    return sum(loads(stats or "{}").get(ASKED, visits) for stats, visits in runs)


def taken_at_its_word(db: Database, url_id: int, most: int) -> bool:
    """Whether the last ``most`` visits of an address all ended with "not modified"."""
    outcomes = db.execute(
        "select outcome from captures where url_id = ? order by id desc limit ?", [url_id, most]
    ).fetchall()
    return len(outcomes) == most and all(outcome == "not_modified" for (outcome,) in outcomes)


def constant_validators(db: Database, site: str, run_id: int, *, surely: bool) -> frozenset[str]:
    """Return the validators that several lists of a site have in common, and not their bytes.

    They are entity tags, and dates of lists that have none. Such a validator is that of the server,
    and stays when a page changes. But a site that is made anew gives all its pages one date, and
    rightly so: ``surely`` leaves out dates but where lists with one show what was published since.
    """
    rows = db.execute(_CONSTANT, {"site": site, "run": run_id}).fetchall()
    tags = {validator for validator, is_date in rows if not is_date}
    dates = [validator for validator, is_date in rows if is_date]
    if surely and dates:
        shown = db.execute(_SHOWN_SINCE, {"site": site, "dates": dumps(dates)})
        dates = [changed for changed, newest in shown if _day_after(changed) < newest]
    return frozenset(tags.union(dates))


def _day_after(last_modified: str) -> str:
    """Return the day after a date of change, as publish days are those of China."""
    return (parsedate_to_datetime(last_modified) + timedelta(days=1)).date().isoformat()


def asked_to_wait(db: Database) -> dict[str, int]:
    """Return until when hosts asked to be left alone, in Unix time, as the latest runs heard it."""
    rows = db.execute(
        "select stats from runs where id > (select max(id) from runs) - ? and stats like ?",
        [_LATEST, f"%{_UNTIL}%"],
    )
    until: dict[str, int] = {}
    for (stats,) in rows:
        for key, moment in loads(stats).items():
            if key.startswith(_UNTIL):
                name = key.removeprefix(_UNTIL)
                until[name] = max(moment, until.get(name, 0))
    return until


_CONSTANT = """
select coalesce(etag, last_modified) as validator, max(etag is null) from (
  select etag, last_modified, sha256 from urls where site = :site and kind = 'list'
    and state = 'held' and part_of is null
  union all select etag, last_modified, sha256 from urls where leased_by = :run and kind = 'list'
) where validator is not null group by validator having count(distinct sha256) > 1
"""
# Typing errors are found to lie ahead.
_SHOWN_SINCE = """
select u.last_modified, max(a.published_date) from urls u
join listings l on l.list_id = u.id join articles a on a.url_id = l.url_id
where u.site = :site and u.kind = 'list' and u.etag is null
  and u.last_modified in (select value from json_each(:dates))
  and a.published_date <= substr(a.first_seen_at, 1, 10)
group by u.last_modified
"""
_LATEST = 5_000  # runs
_UNTIL = "backoff/until/"
