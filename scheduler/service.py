"""One round of the scheduler: what is due is told or started, what ended is taken note of.

Everything here runs in one thread and reads the time from a clock that is handed in, so a month can
be played in a minute. Nothing is remembered that the archive does not hold, but for what is running
now and when somebody looked last.
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from scheduler.crawls import Crawls, Running, Started
from scheduler.disk import lack_of_room
from scheduler.due import Away, Decision, Slot, Unrun, decide
from scheduler.launch import LOCKED, Child, Crawl, Ended
from scheduler.planner import Planner, planned_crawl
from scheduler.settings import Settings
from scheduler.state import load_state, save_state
from storage import runs, sites
from storage.database import Database, open_archive, storage_errors_at
from storage.errors import SiteLocked, StorageError
from storage.history import agenda
from storage.home import Home
from storage.values.counted import brought, counted

logger = logging.getLogger(__name__)

# Somebody looks at least once a minute: a longer gap means that nobody was there.
_AWAY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What is to come at a site: a run that is due, those that will not be, and the next after."""

    site: str
    due_since: datetime  # or when it will be
    decision: Decision
    following: datetime


class Service:
    """Every active site visited when it is due, at most ``at_once`` at a time.

    Hold ``only_scheduler`` meanwhile. A failure of the archive is logged and the next round tries
    again: what could not be written down is still due.
    """

    def __init__(
        self,
        home: Home,
        settings: Settings,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        launch: Callable[[Crawl], Running] = Child,
        on_end: Callable[[str, Ended], None] = lambda site, ended: None,
        stays: bool = True,
    ) -> None:
        self.home = home
        self.clock = clock
        self.crawls = Crawls(launch, clock)
        self.on_end = on_end
        self.planner = Planner(settings)
        self.sites: dict[str, Mapping[str, Any]] = {}
        self.state = replace(load_state(home), stays=stays)
        self.away: Away | None = None
        self.failure: StorageError | None = None  # why the last round could not be finished
        self._due_since: dict[str, datetime] = {}  # of the sites that have not begun yet
        self._replanned: dict[str, datetime] = {}  # of the sites that got other bounds
        self._is_stopping = False
        self._db: Database | None = None

    @property
    def settings(self) -> Settings:
        """How to behave; may be replaced between two rounds."""
        return self.planner.settings

    @settings.setter
    def settings(self, settings: Settings) -> None:
        self.planner.settings = settings

    @property
    def running(self) -> Mapping[str, Started]:
        """The crawls that are running, by their sites."""
        return self.crawls.running

    @property
    def active(self) -> list[str]:
        """The sites that are visited, as of the last round."""
        return [site for site, row in self.sites.items() if row["state"] == "active"]

    @property
    def db(self) -> Database:
        """The archive, opened when it is needed and again after a failure."""
        if self._db is None:
            self._db = open_archive(self.home, cache_mb=2)
        return self._db

    def look(self, site: str | None = None, *, patience: timedelta = timedelta(0)) -> None:
        """Deal with what is due, of one site or of all.

        ``patience`` leaves younger slots to the clock's own job, which is about to start them.
        """
        try:
            with storage_errors_at(self.home.database):
                self._round(site, patience)
            self.failure = None
        except StorageError as error:
            self.failure = error
            self._lose_archive("the round could not be finished", error)

    def foresee(self) -> list[Foreseen]:
        """Return what a round would do now with each active site, in the order of its doing it."""
        now = self.clock()
        self._take_note(now)
        found = []
        for site in self.active:
            slots, following = self._due(site, now), self.next_visit(site, now)
            decision = decide(slots, busy=self._busy(site), away=self.away)
            if decision.start:
                kind = self.planner.with_kind(self.db, self.sites[site], decision.start)
                decision = replace(decision, start=kind)
            found.append(Foreseen(site, slots[0].at if slots else following, decision, following))
        return sorted(found, key=lambda one: (one.due_since, one.site))

    def supervise(self) -> None:
        """Take note of the crawls that ended."""
        for site, slot, ended in self.crawls.ended():
            self._note_end(site, slot, ended)
            self.on_end(site, ended)

    def stop(self, why: str) -> None:
        """Ask every crawl to end; go on with ``supervise`` until ``running`` is empty."""
        self._is_stopping = True
        self.crawls.stop(why)

    def close(self) -> None:
        """Let go of the archive, and show that nothing is running any more."""
        if self.state.looked_at:
            self.state = replace(self.state, running=tuple(self.running))
            with suppress(OSError):
                save_state(self.home, self.state)
        self._let_go()

    def _let_go(self) -> None:
        if self._db is not None:
            with suppress(Exception):
                self._db.close()
            self._db = None

    def next_visit(self, site: str, after: datetime) -> datetime:
        """Return when a site is visited next."""
        return self.planner.plan(self.db, site, after).next_slot(after).at

    def absent(self, site: str, since: datetime) -> timedelta:
        """Return how much of the time since a moment nobody looked, or the site was paused."""
        spans = [timedelta(0)]
        if self.away:
            spans.append(self.away.until - max(self.away.since or since, since))
        if resumed := self.state.resumed.get(site):
            spans.append(resumed - since)
        return max(spans)

    def forget_future(self) -> None:
        """Delete what was told of a time that has not come: the clock had been wrong."""
        now = self.clock()
        self.crawls.waits.end_all()
        self._due_since.clear()
        self._replanned.clear()
        try:
            with storage_errors_at(self.home.database):
                ahead = dict.fromkeys(agenda.forget_future(self.db, now=now), now)
            earlier = {site: min(at, now) for site, at in self.state.set_back.items()}
            self.state = replace(self.state, set_back={**ahead, **earlier})
        except StorageError as error:
            self._lose_archive("rows about the future could not be forgotten", error)

    def _round(self, only: str | None, patience: timedelta) -> None:
        now = self.clock()
        self._take_note(now)
        self._close_dead(now)
        chosen = self.active if only is None else [only] if only in self.active else []
        waiting = [
            (slot, site)
            for site in chosen
            if (slot := self._deal_with(site, now - patience)) is not None
        ]
        # By the latest moment, sites that are visited often would always come last.
        for slot, site in sorted(waiting, key=lambda pair: (self._due_since[pair[1]], pair[1])):
            if len(self.running) < self.settings.at_once:
                del self._due_since[site]
                crawl = planned_crawl(self.home, self.settings, self.sites[site], slot)
                self.crawls.start(crawl, slot)
        self._save_state(now)

    def _take_note(self, now: datetime) -> None:
        self.sites = {row["id"]: row for row in sites.list_sites(self.db)}
        self._note_bounds()
        self._note_absence(now)
        self._note_resumed(now)

    def _note_absence(self, now: datetime) -> None:
        looked_at = self.state.looked_at
        if looked_at is None or now - looked_at > _AWAY:
            self.away = Away(looked_at, now)
            logger.info("%s", self.away)
        self.state = replace(self.state, looked_at=now)

    def _note_bounds(self) -> None:
        """Plan nothing for the past by bounds that were not set then."""
        bounds = {site: str(self.settings.limits(site)) for site in self.sites}
        before, looked_at = self.state.bounds, self.state.looked_at
        for site in self.sites.keys() - self._due_since.keys():
            if looked_at and before.get(site, bounds[site]) != bounds[site]:
                self._replanned[site] = looked_at
        self.state = replace(self.state, bounds=bounds)

    def _note_resumed(self, now: datetime) -> None:
        """Plan nothing for the time in which a site was paused."""
        resumed = dict.fromkeys(set(self.active) & set(self.state.paused), now)
        self.state = replace(self.state, resumed={**self.state.resumed, **resumed})

    def _close_dead(self, now: datetime) -> None:
        """Close the runs of crawls that died together with their parent."""
        for site in {run["site"] for run in agenda.open_runs(self.db)} - set(self.running):
            with suppress(SiteLocked):
                runs.close_dead(self.home, self.db, site, now=now)

    def _deal_with(self, site: str, until: datetime) -> Slot | None:
        """Tell the planned runs of a site that do not happen; return the one to start."""
        slots = self._due(site, until)
        if not slots:
            self._catch_up_with_time(site, until)
            return None
        decision = decide(slots, busy=self._busy(site), away=self.away)
        if decision.start:
            self._due_since.setdefault(site, slots[0].at)
        else:
            self._due_since.pop(site, None)
        if decision.start and not self.crawls.may_start(site, self.settings.at_once):
            return None  # still due in the next round
        if decision.unrun:
            self._tell(site, decision.unrun)
        if decision.start is None:
            return None
        return self.planner.with_kind(self.db, self.sites[site], decision.start)

    def _due(self, site: str, until: datetime) -> list[Slot]:
        return self.planner.due(
            self.db,
            self.sites[site],
            until,
            since=self._planned_since(site),
            set_back=self.state.set_back.get(site),
        )

    def _catch_up_with_time(self, site: str, until: datetime) -> None:
        """Forget that the clock went back once all that was written before is past."""
        if site in self.state.set_back and not agenda.planned_moments(self.db, site, after=until):
            set_back = {name: at for name, at in self.state.set_back.items() if name != site}
            self.state = replace(self.state, set_back=set_back)

    def _planned_since(self, site: str) -> datetime | None:
        # The row of a crawl is made by its process, which may not have come to it yet.
        started = self.running.get(site)
        begun = started.slot.at if started else self.state.resumed.get(site)
        return max((at for at in (begun, self._replanned.get(site)) if at), default=None)

    def _busy(self, site: str) -> str | None:
        """Return why a site cannot be crawled now."""
        if started := self.running.get(site):
            planned = started.slot.at.astimezone(UTC)
            return f"the run planned for {planned:%F %H:%M} UTC was still going"
        lack = lack_of_room(self.home, self.settings)
        return lack and f"disk low: {lack}"

    def _tell(self, site: str, unrun: Sequence[Unrun]) -> None:
        rows = [(one.slot.kind, one.slot.at, one.outcome, one.reason) for one in unrun]
        agenda.record_unruns(self.db, site, rows, now=self.clock())
        for (outcome, reason), number in Counter(
            (one.outcome, one.reason) for one in unrun
        ).items():
            planned = counted(number, "planned run")
            logger.warning(f"{site}: {planned} {outcome}: {reason}", extra={"site": site})

    def _note_end(self, site: str, slot: Slot, ended: Ended) -> None:
        if ended.run is None:
            self._note_false_start(site, slot, ended)
            return
        self.crawls.waits.end(site)
        why = f": {ended.run['reason']}" if ended.run["reason"] else ""
        logger.log(
            logging.INFO if ended.outcome == "ok" else logging.WARNING,
            f"{site}: {ended.outcome}, {brought(ended.run)}{why}",
            extra={"site": site, "run_id": ended.run["id"]},
        )

    def _note_false_start(self, site: str, slot: Slot, ended: Ended) -> None:
        """Tell why a crawl has no row; where that cannot be written down it is tried again."""
        if self._is_stopping:
            logger.info("%s: told to stop before it began, so it is still due", site)
            return
        self.crawls.waits.lengthen(site, self.clock())
        if ended.code == LOCKED:
            unrun = Unrun(slot, "skipped", "a crawl started by hand was still going")
        else:
            unrun = Unrun(slot, "failed", f"the crawl did not start: {ended.last_word}")
        try:
            self._tell(site, [unrun])
        except StorageError as error:
            self._lose_archive(f"{site}: {unrun.reason}", error)

    def _save_state(self, now: datetime) -> None:
        self.state = replace(
            self.state,
            paused=tuple(self.sites.keys() - set(self.active)),
            running=tuple(self.running),
            next={site: self.next_visit(site, now) for site in self.active},
        )
        save_state(self.home, self.state)

    def _lose_archive(self, what: str, error: Exception) -> None:
        logger.error("%s: %s", what, error)
        self._let_go()
