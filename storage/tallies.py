"""What all runs amounted to, counted on from where the last count ended."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from json import loads
from typing import Any

from storage.database import Database

_CODES = "downloader/response_status_count/"


@dataclass
class Tallies:
    """Totals over every run that has ended; they only grow."""

    last_id: int = 0
    runs: Counter[tuple[str, str]] = field(default_factory=Counter)  # site, outcome
    articles: Counter[tuple[str, str]] = field(default_factory=Counter)  # site, new or changed
    answers: Counter[tuple[str, str]] = field(default_factory=Counter)  # site, 2xx, 3xx, …
    errors: Counter[str] = field(default_factory=Counter)  # site
    seconds: Counter[str] = field(default_factory=Counter)  # site
    timed: Counter[str] = field(default_factory=Counter)  # site: runs that began

    def count_on(self, db: Database) -> None:
        """Add the runs that ended since; those behind one that is open wait for its end."""
        for run in db.query(_ENDED, [self.last_id]):
            self._add(run)
            self.last_id = run["id"]

    def _add(self, run: Mapping[str, Any]) -> None:
        site = run["site"]
        self.runs[site, run["outcome"]] += 1
        self.articles[site, "new"] += run["articles_new"]
        self.articles[site, "changed"] += run["articles_changed"]
        self.errors[site] += run["errors"]
        if run["seconds"] is not None:
            self.seconds[site] += max(run["seconds"], 0)
            self.timed[site] += 1
        for name, number in loads(run["stats"] or "{}").items():
            if name.startswith(_CODES):
                self.answers[site, f"{name.removeprefix(_CODES)[:1]}xx"] += number


def last_successes(db: Database) -> dict[str, str]:
    """Return for each site when its latest run that went well ended."""
    sql = "select site, max(finished_at) from runs where outcome in ('ok', 'partial') group by site"
    return dict(db.execute(sql).fetchall())


_ENDED = """
select id, site, outcome, articles_new, articles_changed, errors, stats,
  (julianday(finished_at) - julianday(started_at)) * 86400 as seconds
from runs
where id > ? and id < coalesce((select min(id) from runs where outcome = 'running'), 1 << 62)
order by id
"""
