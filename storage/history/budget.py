"""How much a site has been asked today, how often it was taken at its word, who wants to rest."""

from datetime import datetime
from json import loads

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


def constant_validators(db: Database, site: str, run_id: int) -> frozenset[str]:
    """Return the validators that several lists of a site have in common, and not their bytes.

    They are entity tags, and dates of lists that have none. Such a validator is that of the server,
    and stays when a page changes.
    """
    rows = db.execute(_CONSTANT, {"site": site, "run": run_id})
    return frozenset(validator for (validator,) in rows)


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
select coalesce(etag, last_modified) as validator from (
  select etag, last_modified, sha256 from urls where site = :site and kind = 'list'
    and state = 'held' and part_of is null
  union all select etag, last_modified, sha256 from urls where leased_by = :run and kind = 'list'
) where validator is not null group by validator having count(distinct sha256) > 1
"""
_LATEST = 5_000  # runs
_UNTIL = "backoff/until/"
