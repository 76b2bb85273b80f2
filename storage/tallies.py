"""What all runs amounted to, counted on from where the last count ended."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from storage.database import Database


@dataclass
class Tallies:
    """Totals over every run that has ended; they only grow."""

    last_id: int | None = None
    runs: Counter[tuple[str, str]] = field(default_factory=Counter)  # site, outcome
    articles: Counter[tuple[str, str]] = field(default_factory=Counter)  # site, new or changed
    answers: Counter[tuple[str, str]] = field(default_factory=Counter)  # site, 2xx, 3xx, …
    errors: Counter[str] = field(default_factory=Counter)  # site
    seconds: Counter[str] = field(default_factory=Counter)  # site
    timed: Counter[str] = field(default_factory=Counter)  # site: runs that began

    def count_on(self, db: Database) -> None:
        """Add the runs that ended since; those behind one that is open wait for its end.

        Answers are counted from the second time on: to read those of years would take too long.
        """
        is_first, began_at = self.last_id is None, self.last_id or 0
        self.last_id = began_at
        for run in db.query(_ENDED, [began_at]):
            self._add(run)
            self.last_id = run["id"]
        if not is_first:
            for site, status, number in db.execute(_ANSWERS, [began_at, self.last_id]):
                self.answers[site, f"{status}xx"] += number

    def _add(self, run: Mapping[str, Any]) -> None:
        site = run["site"]
        self.runs[site, run["outcome"]] += 1
        self.articles[site, "new"] += run["articles_new"]
        self.articles[site, "changed"] += run["articles_changed"]
        self.errors[site] += run["errors"]
        if run["seconds"] is not None:
            self.seconds[site] += max(run["seconds"], 0)
            self.timed[site] += 1


def last_successes(db: Database) -> dict[str, str]:
    """Return for each site when its latest run that went well ended."""
    sql = "select site, max(finished_at) from runs where outcome in ('ok', 'partial') group by site"
    return dict(db.execute(sql).fetchall())


_ENDED = """
select id, site, outcome, articles_new, articles_changed, errors,
  (julianday(finished_at) - julianday(started_at)) * 86400 as seconds
from runs
where id > ? and id < coalesce((select min(id) from runs where outcome = 'running'), 1 << 62)
order by id
"""
_ANSWERS = """
select r.site, c.status / 100, count(*) from runs r join captures c on c.run_id = r.id
where r.id > ? and r.id <= ? and c.status is not null group by 1, 2
"""
