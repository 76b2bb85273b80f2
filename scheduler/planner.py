"""What is planned for each site, and what of it nobody has dealt with, by the archive."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from article.model import BEIJING, published_from_text
from scheduler.cadence import MEMORY, Limits, learn
from scheduler.due import Plan, Slot, owes_sweep
from scheduler.launch import Crawl
from scheduler.settings import Settings
from storage.database import Database
from storage.history import agenda
from storage.home import Home
from storage.values.stamp import stamp

Site = Mapping[str, Any]  # a row of ``sites``


class Planner:
    """The plans of all sites, learned anew each day."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._plans: dict[str, tuple[date, Limits, Plan]] = {}

    def plan(self, db: Database, site: str, when: datetime) -> Plan:
        """Return a plan learned from what was held at midnight, so a restart makes the same."""
        day, limits = when.astimezone(BEIJING).date(), self.settings.limits(site)
        known = self._plans.get(site)
        if known is None or known[:2] != (day, limits):
            known = (day, limits, _learned_plan(db, site, day, limits))
            self._plans[site] = known
        return known[2]

    def due(
        self,
        db: Database,
        row: Site,
        until: datetime,
        *,
        since: datetime | None = None,
        set_back: datetime | None = None,
    ) -> list[Slot]:
        """Return the slots up to a moment that have no row yet, in order.

        The first slot of a site that was never visited is the moment at which it was added. Nothing
        is planned before ``since``. As rows are written in the order of time, the latest one tells
        how far we are; only after ``set_back``, the moment to which the clock went back, each slot
        must be looked up.
        """
        site, added = row["id"], datetime.fromisoformat(row["added_at"])
        last = agenda.last_planned(db, site, now=until)
        first = []
        begins = since is None or since < added
        if begins and last is None and added <= until and not agenda.was_visited(db, site):
            first = [Slot(added)]
        after = max(one for one in (last or added, since) if one)
        if set_back is None or set_back >= after:
            return first + self.plan(db, site, until).slots(after, until)
        after = max(one for one in (set_back, added, since) if one)
        told = agenda.planned_moments(db, site, after=after)
        slots = self.plan(db, site, until).slots(after, until)
        return first + [slot for slot in slots if slot.at not in told]

    def with_kind(self, db: Database, row: Site, slot: Slot) -> Slot:
        """Make a slot a sweep where this month's is still owed."""
        due_at = self.plan(db, row["id"], slot.at).sweep_moment(slot.at)
        owed = due_at >= datetime.fromisoformat(row["added_at"]) and owes_sweep(
            agenda.sweeps_since(db, row["id"], due_at)
        )
        return Slot(slot.at, "sweep" if owed else "fresh")


def planned_crawl(home: Home, settings: Settings, row: Site, slot: Slot) -> Crawl:
    """Return what is to be crawled for a slot, within the limits that are set."""
    is_sweep = slot.kind == "sweep"
    return Crawl(
        site=row["id"],
        home=home,
        kind=slot.kind,
        planned_at=stamp(slot.at),
        sweep=is_sweep,
        seconds=3600 * (settings.sweep_hours if is_sweep else settings.fresh_hours),
        memory=settings.memory_mb * 2**20,
        address=row["home_url"] if row["origin"] == "address" else None,
        environment=settings.environment,
    )


def _learned_plan(db: Database, site: str, day: date, limits: Limits) -> Plan:
    midnight = datetime(day.year, day.month, day.day, tzinfo=BEIJING)
    since = midnight - timedelta(days=MEMORY)
    times = agenda.published_times(db, site, since=since, seen_before=midnight)
    return Plan(site, learn(map(published_from_text, times), until=day), limits)
