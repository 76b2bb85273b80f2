"""What the scheduler asks of the archive: which runs were dealt with, and what they showed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from storage.database import Database, writing
from storage.values.stamp import stamp


def last_planned(db: Database, site: str, *, now: datetime) -> datetime | None:
    """Return the latest planned moment, up to now, that has a row; runs by hand do not count."""
    (at,) = db.execute(
        "select max(planned_at) from runs where site = ? and planned_at <= ? and kind <> 'manual'",
        [site, stamp(now)],
    ).fetchone()
    return datetime.fromisoformat(at) if at else None


def was_visited(db: Database, site: str) -> bool:
    """Whether any run of the site ever began."""
    sql = "select exists (select 1 from runs where site = ? and started_at is not null)"
    return bool(db.execute(sql, [site]).fetchone()[0])


def sweeps_since(db: Database, site: str, moment: datetime) -> list[str]:
    """Return the outcomes of the sweeps that began for a moment or later."""
    return [
        outcome
        for (outcome,) in db.execute(
            "select outcome from runs where site = ? and kind = 'sweep' and planned_at >= ? "
            "and started_at is not null",
            [site, stamp(moment)],
        )
    ]


def record_unruns(
    db: Database, site: str, unrun: Iterable[tuple[str, datetime, str, str]], *, now: datetime
) -> None:
    """Note planned runs that did not happen, all or none: kind, moment, outcome and reason each."""
    rows = [
        [site, kind, stamp(at), stamp(now), outcome, reason] for kind, at, outcome, reason in unrun
    ]
    with writing(db):
        db.conn.executemany(_UNRUN, rows)


_UNRUN = """
insert into runs (site, kind, planned_at, finished_at, outcome, reason) values (?, ?, ?, ?, ?, ?)
on conflict (site, planned_at) do nothing
"""


def open_runs(db: Database) -> list[Mapping[str, Any]]:
    """Return the runs whose row is open, whether or not somebody still works on them."""
    sql = "select * from runs where outcome = 'running' and started_at is not null"
    return list(db.query(sql))


def published_times(
    db: Database, site: str, *, since: datetime, seen_before: datetime
) -> list[str]:
    """Return the publish times, as stored, of articles that the archive held at a moment."""
    return [
        at
        for (at,) in db.execute(
            "select published_at from articles where site = ? and published_date >= ? "
            "and first_seen_at < ?",
            [site, since.date().isoformat(), stamp(seen_before)],
        )
    ]


def forget_future(db: Database, *, now: datetime) -> list[str]:
    """Delete rows of runs that never began and are planned for later: that has not happened yet.

    They were written while the clock was wrong. Return the sites that keep rows about the future,
    of runs that did begin then.
    """
    with writing(db):
        db.execute("delete from runs where started_at is null and planned_at > ?", [stamp(now)])
        kept = db.execute("select distinct site from runs where planned_at > ?", [stamp(now)])
        return [site for (site,) in kept]


def planned_moments(db: Database, site: str, *, after: datetime) -> set[datetime]:
    """Return the planned moments after another that have a row."""
    rows = db.execute(
        "select planned_at from runs where site = ? and planned_at > ?", [site, stamp(after)]
    )
    return {datetime.fromisoformat(at) for (at,) in rows}
