"""Judges the sites of an archive now and then, and remembers the verdicts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from article.model import BEIJING, published_from_text
from scheduler.cadence import MEMORY
from scheduler.disk import lack_of_room
from scheduler.health import Case, Verdict, judge, load_verdicts, longest_silence, save_verdicts
from scheduler.planner import Planner
from scheduler.usual import Usual
from storage.database import Database
from storage.history import agenda, signals
from storage.home import Home

_RECENT = 20  # runs that may be wrong
_USUAL = 60  # runs that tell what is usual


@dataclass
class Watch:
    """The verdict on every site."""

    home: Home
    planner: Planner
    # How much of the time since a moment a site could not be visited, for no reason of its own.
    absent: Callable[[str, datetime], timedelta] = lambda site, since: timedelta(0)

    def __post_init__(self) -> None:
        self.verdicts: dict[str, Verdict] = load_verdicts(self.home)

    def judge(self, db: Database, sites: Iterable[Mapping[str, Any]], *, now: datetime) -> None:
        """Judge some sites anew and save all verdicts. Raises OSError on a full disk."""
        self.look(db, sites, now=now)
        save_verdicts(self.home, self.verdicts)

    def look(self, db: Database, sites: Iterable[Mapping[str, Any]], *, now: datetime) -> None:
        """Judge some sites anew, for now."""
        for row in sites:
            site = row["id"]
            self.verdicts[site] = judge(self._case(db, row, now), self.verdicts.get(site))

    def forget(self, known: Iterable[str]) -> None:
        """Drop the verdicts on sites that are no longer known."""
        self.verdicts = {site: self.verdicts[site] for site in known if site in self.verdicts}

    def _case(self, db: Database, row: Mapping[str, Any], now: datetime) -> Case:
        site = row["id"]
        before = self.verdicts.get(site)
        healthy = before.healthy if before else None
        usual = signals.showings(db, site, limit=_USUAL, until=healthy)
        return Case(
            plan=self.planner.plan(db, site, now),
            now=now,
            paused=row["state"] == "paused",
            recent=tuple(signals.showings(db, site, limit=_RECENT)),
            usual=Usual(
                [one for one in usual if one.outcome in ("ok", "partial")],
                is_certain=healthy is not None,
            ),
            waiting_since=(since := signals.waiting_since(db, site)),
            absent=self.absent(site, since) if since else timedelta(0),
            last_new=signals.last_new(db, site),
            longest_silence=_silence(db, site, now),
            disk_low=lack_of_room(self.home, self.planner.settings),
        )


def _silence(db: Database, site: str, now: datetime) -> timedelta | None:
    today: date = now.astimezone(BEIJING).date()
    since = now - timedelta(days=MEMORY)
    times = agenda.published_times(db, site, since=since, seen_before=now)
    return longest_silence(map(published_from_text, times), until=today)
