"""Every site in one row, for those who look after them."""

from datetime import datetime, timedelta
from typing import Any

from storage.database import Database
from storage.values.stamp import stamp


def overview(db: Database, *, now: datetime) -> list[dict[str, Any]]:
    """Return for each site its last run and what came in lately; a number is never null."""
    day, week = stamp(now - timedelta(days=1)), stamp(now - timedelta(days=7))
    return list(db.query(_OVERVIEW, {"day": day, "week": week}))


_OVERVIEW = """
with began as (
  select site, max(id) as last, sum(errors) filter (where started_at >= :week) as errors,
    sum(articles_new) filter (where started_at >= :day) as new_day,
    sum(articles_new) filter (where started_at >= :week) as new_week
  from runs where started_at is not null group by site
)
select s.id, s.title, s.region, s.state, s.note,
  r.id as last_run, r.kind as last_kind, r.started_at as last_run_at, r.outcome as last_outcome,
  r.reason as last_reason,
  (select count(*) from articles a where a.site = s.id) as articles,
  coalesce(b.new_day, 0) as new_day, coalesce(b.new_week, 0) as new_week,
  coalesce(b.errors, 0) as errors_week
from sites s left join began b on b.site = s.id left join runs r on r.id = b.last
where s.state <> 'removed'
order by s.region_code is null, s.region_code, s.id
"""
