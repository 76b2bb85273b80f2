"""What all runs amounted to, counted on from where the last count ended."""

from collections import Counter
from dataclasses import dataclass, field

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
        (last_id,) = db.execute(_LAST).fetchone()
        span = [self.last_id or 0, last_id]
        # One by one: to group them, SQLite would hold years of them in memory.
        for site, outcome, new, changed, errors, seconds, timed in db.execute(_RUNS, span):
            self.runs[site, outcome] += 1
            self.articles[site, "new"] += new
            self.articles[site, "changed"] += changed
            self.errors[site] += errors
            self.seconds[site] += seconds
            self.timed[site] += timed
        if self.last_id is not None:
            for site, hundreds, number in db.execute(_ANSWERS, span):
                self.answers[site, f"{hundreds}xx"] += number
        self.last_id = last_id


def last_successes(db: Database) -> dict[str, str]:
    """Return for each site when its latest run that went well ended."""
    sql = "select site, max(finished_at) from runs where outcome in ('ok', 'partial') group by site"
    return dict(db.execute(sql).fetchall())


_LAST = """
select coalesce((select min(id) - 1 from runs where outcome = 'running'),
  (select max(id) from runs), 0)
"""
_RUNS = """
select site, outcome, articles_new, articles_changed, errors,
  coalesce(max(julianday(finished_at) - julianday(started_at), 0), 0) * 86400,
  started_at is not null
from runs where id > ? and id <= ?
"""
_ANSWERS = """
select r.site, c.status / 100, count(*) from runs r join captures c on c.run_id = r.id
where r.id > ? and r.id <= ? and c.status is not null group by 1, 2
"""
