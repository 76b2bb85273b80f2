"""Rounds of the scheduler on a real archive, with crawls that end when a test says so."""

import logging
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from types import SimpleNamespace
from typing import Any

import pytest

from scheduler.cadence import Limits
from scheduler.clock import Clock, run_once
from scheduler.launch import LOCKED, Crawl, Ended
from scheduler.service import Service
from scheduler.settings import Settings
from scheduler.state import load_state
from storage import runs
from storage.database import open_archive
from storage.errors import ArchiveBusy, ArchiveUnwritable, DiskFull
from storage.home import Home
from storage.sites import SiteFacts, save_sites, set_state

START = datetime(2026, 11, 25, 0, 7, tzinfo=UTC)
HOURLY = Limits(quickest=timedelta(hours=1), slowest=timedelta(hours=1), daily=24)


class HeldCrawl:
    """A crawl that began at once and ends on demand."""

    def __init__(self, crawl: Crawl, now: datetime) -> None:
        self.crawl, self.ended = crawl, None
        self._held = ExitStack()
        self._held.enter_context(runs.site_lock(crawl.home, crawl.site))
        self._db = open_archive(crawl.home)
        self.run_id = runs.begin(
            self._db,
            crawl.site,
            crawl.kind,
            planned_at=crawl.planned_at,
            now=now,  # type: ignore[arg-type]
        )

    def end(self, outcome: str, now: datetime) -> None:
        runs.finish(self._db, self.run_id, outcome, reason=None, now=now)  # type: ignore[arg-type]
        self.ended: Ended | None = Ended(runs.get(self._db, self.run_id), 0)
        self._held.close()

    def poll(self) -> Ended | None:
        return self.ended

    def stop(self, why: str) -> None:
        raise AssertionError("nobody asked for that")


class Stage:
    """A service, its time and its crawls."""

    def __init__(self, home: Home, sites: int, settings: Settings) -> None:
        self.now = START
        self.crawls: dict[str, HeldCrawl] = {}
        self.false_start: Ended | None = None
        self.refusal: Exception | None = None
        self.db = open_archive(home)
        save_sites(self.db, [SiteFacts(id=f"site{n}") for n in range(sites)], now=START)
        self.service = Service(home, settings, clock=lambda: self.now, launch=self.launch)

    def launch(self, crawl: Crawl) -> HeldCrawl:
        if self.refusal and crawl.site == "site0":
            raise self.refusal
        if self.false_start:
            return SimpleNamespace(poll=lambda: self.false_start)  # type: ignore[return-value]
        self.crawls[crawl.site] = HeldCrawl(crawl, self.now)
        return self.crawls[crawl.site]

    def go(self, hours: float = 0, *, ending: bool = True, step: int = 1) -> None:
        """Let time pass in steps of some minutes, looking and ending what runs."""
        for _ in range(max(round(hours * 60 / step), 1)):
            self.now += timedelta(minutes=step)
            self.service.look()
            for crawl in self.crawls.values() if ending else ():
                if crawl.ended is None:
                    crawl.end("ok", self.now)
            self.service.supervise()

    def outcomes(self, site: str = "site0") -> list[str]:
        return [run["outcome"] for run in runs.history(self.db, site=site)][::-1]

    def reasons(self, site: str = "site0") -> list[str]:
        return [run["reason"] for run in runs.history(self.db, site=site) if run["reason"]]


@pytest.fixture(autouse=True)
def quietly() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def stage(home: Home) -> Stage:
    return Stage(home, 3, Settings(at_once=2, cadence=HOURLY))


def test_a_new_site_is_visited_at_once_and_then_each_hour(stage: Stage) -> None:
    stage.go(5.5)
    assert stage.outcomes() == ["ok"] * len(stage.outcomes())
    assert len(stage.outcomes()) in (6, 7)


@pytest.fixture
def played(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """A stage whose time is that of APScheduler too."""

    class PlayedDatetime(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return stage.now.astimezone(tz)

    monkeypatch.setattr("apscheduler.schedulers.base.datetime", PlayedDatetime)
    return stage


def test_a_site_that_is_paused_just_before_its_visit_ends_no_scheduler(played: Stage) -> None:
    stage = played

    def wait(seconds: float) -> None:
        for crawl in stage.crawls.values():
            if crawl.ended is None:
                crawl.end("ok", stage.now)
        if stage.service.running:
            return
        if stage.service.active == ["site0", "site1", "site2"]:
            set_state(stage.db, "site0", "paused")
            stage.now += timedelta(hours=2)  # the minute's look and all visits are due at once
        else:
            clock.stopping = "SIGTERM"

    clock = Clock(stage.service, wait=wait, monotonic=lambda: stage.now.timestamp())
    clock.run()
    assert stage.service.active == ["site1", "site2"]
    assert stage.outcomes("site1")[-1] == "ok"


def test_an_archive_that_cannot_be_opened_ends_no_scheduler(
    played: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = played
    opened, lost = open_archive, 0

    def open_now_and_then(home: Home, **options: int) -> Any:
        nonlocal lost
        if START + timedelta(hours=2) < stage.now < START + timedelta(hours=4):
            lost += 1
            raise DiskFull("no space left on the device")
        return opened(home, **options)

    def wait(seconds: float) -> None:
        for crawl in stage.crawls.values():
            if crawl.ended is None:
                crawl.end("ok", stage.now)
        stage.now += timedelta(seconds=max(seconds, 1))
        if stage.now > START + timedelta(hours=2) and not lost:
            stage.service._lose_archive("the disk is full", DiskFull("no space left"))
        if stage.now > START + timedelta(hours=6) and not stage.service.running:
            clock.stopping = "SIGTERM"

    monkeypatch.setattr("scheduler.service.open_archive", open_now_and_then)
    clock = Clock(stage.service, wait=wait, monotonic=lambda: stage.now.timestamp())
    clock.run()
    assert lost
    assert stage.outcomes()[-1] == "ok"


def test_no_more_crawl_at_once_than_allowed_and_the_others_wait(stage: Stage) -> None:
    stage.go(ending=False)
    assert len(stage.service.running) == 2
    stage.crawls["site0"].end("ok", stage.now)
    stage.service.supervise()
    stage.go(ending=False)
    assert set(stage.service.running) == {"site1", "site2"}


def test_one_round_does_its_chores_while_a_crawl_goes_on(stage: Stage) -> None:
    turns = 0

    def chore() -> None:
        nonlocal turns
        turns += 1
        for crawl in stage.crawls.values():
            if crawl.ended is None:
                crawl.end("ok", stage.now)

    stage.now += timedelta(minutes=1)
    assert run_once(stage.service, chores={0.01: chore}) is None
    assert turns == 2  # for three sites, two at once
    assert stage.outcomes("site2") == ["ok"]


def test_where_places_are_few_whoever_waits_longest_is_next(home: Home) -> None:
    seldom = Limits(quickest=timedelta(hours=12), slowest=timedelta(hours=12), daily=2)
    settings = Settings(at_once=1, cadence=seldom, cadences={"site0": HOURLY})
    stage = Stage(home, 10, settings)
    for _ in range(40):
        stage.go(2, ending=False, step=4)
        stage.go()
    visits = [stage.outcomes(f"site{number}").count("ok") for number in range(10)]
    assert min(visits) >= 3, visits


@pytest.mark.parametrize("anew", [False, True], ids=["reload", "restart"])
def test_other_bounds_plan_nothing_for_the_past(home: Home, *, anew: bool) -> None:
    seldom = Limits(quickest=timedelta(hours=12), slowest=timedelta(hours=12), daily=2)
    stage = Stage(home, 1, Settings(cadence=seldom))
    stage.go(30)
    before = stage.outcomes()
    if anew:
        stage.service.close()
        stage.service = Service(home, Settings(), clock=lambda: stage.now, launch=stage.launch)
    stage.service.settings = Settings(cadence=HOURLY)
    stage.go(5.5)
    assert stage.outcomes() == before + ["ok"] * (len(stage.outcomes()) - len(before))
    assert len(stage.outcomes()) - len(before) in (5, 6)


def test_what_waits_for_a_place_is_not_lost_by_other_bounds(home: Home) -> None:
    stage = Stage(home, 2, Settings(at_once=1, cadence=HOURLY))
    stage.go(ending=False)
    stage.go(0.5, ending=False)
    assert stage.outcomes("site1") == []
    wider = Limits(quickest=timedelta(hours=2), slowest=timedelta(hours=2), daily=12)
    stage.service.settings = Settings(at_once=2, cadence=wider)
    stage.go()
    assert stage.outcomes("site1") == ["ok"]


def test_a_slow_site_skips_its_own_runs_and_delays_nobody(stage: Stage) -> None:
    stage.go(ending=False)
    del stage.crawls["site1"]  # goes on for hours
    stage.crawls["site0"].end("ok", stage.now)
    stage.go(3)
    assert {"skipped"} == set(stage.outcomes("site1")[1:])
    first = runs.history(stage.db, site="site1")[-1]
    planned = datetime.fromisoformat(first["planned_at"])
    why = f"the run planned for {planned:%F %H:%M} UTC was still going"
    assert stage.reasons("site1")[0] == why
    assert stage.outcomes("site0").count("ok") >= 3
    assert stage.outcomes("site2").count("ok") >= 3


def test_after_an_absence_there_is_one_catch_up(stage: Stage) -> None:
    stage.go(1.5)
    before = len(stage.outcomes())
    stage.now += timedelta(hours=8)
    stage.go()
    since = stage.outcomes()[before:]
    assert since[:-1] == ["misfired"] * 7
    assert since[-1] == "ok"


def test_nothing_is_planned_for_the_time_of_a_pause(stage: Stage, home: Home) -> None:
    stage.go(1)
    set_state(stage.db, "site0", "paused")
    stage.go(5)
    visited = len(stage.outcomes())
    set_state(stage.db, "site0", "active")
    stage.go(0.1)
    assert len(stage.outcomes()) == visited
    stage.go(1.1)
    assert len(stage.outcomes()) == visited + 1


def test_the_time_in_which_nobody_visits_a_site_is_known(stage: Stage, home: Home) -> None:
    stage.go(1)
    before = stage.now
    assert stage.service.absent("site0", before) == timedelta(0)
    stage.now += timedelta(days=3)
    stage.go()
    assert stage.service.absent("site0", before) == stage.now - before
    set_state(stage.db, "site1", "paused")
    stage.go(2)
    set_state(stage.db, "site1", "active")
    stage.go(1)
    since = stage.now - timedelta(hours=2)
    assert stage.service.absent("site0", since) == timedelta(0)
    assert timedelta(minutes=58) < stage.service.absent("site1", since) < timedelta(minutes=62)


def test_a_crawl_by_hand_makes_a_planned_one_skipped(stage: Stage) -> None:
    stage.false_start = Ended(None, LOCKED)
    stage.go()
    assert stage.outcomes() == ["skipped"]
    assert stage.reasons() == ["a crawl started by hand was still going"]


def test_a_crawl_that_cannot_start_is_failed_and_not_tried_every_minute(stage: Stage) -> None:
    stage.false_start = Ended(None, 1, "ImportError: no module named lxml")
    stage.go(3)
    assert set(stage.outcomes()) == {"failed"}
    assert len(stage.outcomes()) in (3, 4)
    assert stage.reasons()[0] == "the crawl did not start: ImportError: no module named lxml"


def test_a_crawl_that_is_told_to_stop_before_it_began_is_still_due(stage: Stage) -> None:
    stage.go(0.1)
    before = stage.outcomes()
    told: list[str] = []
    held = SimpleNamespace(poll=lambda: Ended(None, -15) if told else None, stop=told.append)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage.service.crawls, "launch", lambda crawl: held)
        stage.go(1)
        stage.service.stop("SIGTERM")
        stage.service.supervise()
    assert told
    assert stage.outcomes() == before
    stage.service = Service(
        stage.service.home, stage.service.settings, clock=lambda: stage.now, launch=stage.launch
    )
    stage.go()
    assert stage.outcomes() == [*before, "ok"]


def test_with_a_low_disk_nothing_is_crawled_and_all_is_told(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=3 * 2**20))
    stage.go()
    assert stage.outcomes() == ["skipped"]
    assert stage.reasons() == ["disk low: 3 MB free, 500 MB are kept"]


def test_a_busy_archive_costs_a_round_and_no_run(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*args: object, **options: object) -> None:
        raise ArchiveBusy("archive.db: database is locked")

    with monkeypatch.context() as patch:
        patch.setattr("scheduler.service.open_archive", busy)
        stage.go(0.2)
    assert stage.outcomes() == []
    stage.go()
    assert stage.outcomes() == ["ok"]


def test_other_bounds_hold_from_the_next_round_on_and_lose_no_run(stage: Stage) -> None:
    stage.go(2)
    before = len(stage.outcomes())
    day = Limits(slowest=timedelta(hours=12), daily=2)
    stage.service.settings = replace(stage.service.settings, cadence=day)
    stage.go(8)
    assert len(stage.outcomes()) <= before + 1
    assert "misfired" not in stage.outcomes()


def test_a_sweep_is_owed_once_a_month_and_a_crashed_one_again(home: Home) -> None:
    stage = Stage(home, 1, Settings(cadence=HOURLY))
    stage.now = START + timedelta(days=40)
    stage.go(ending=False)
    stage.crawls["site0"].end("interrupted", stage.now)
    stage.go(2)
    kinds = [run["kind"] for run in runs.history(stage.db) if run["started_at"]][::-1]
    assert kinds == ["sweep", "sweep", "fresh"]


def test_the_heartbeat_shows_what_runs_and_comes_next(stage: Stage, home: Home) -> None:
    stage.go(ending=False)
    state = load_state(home)
    assert state.looked_at == stage.now
    assert len(state.running) == 2
    assert all(stage.now < at <= stage.now + timedelta(hours=1) for at in state.next.values())
    for crawl in stage.crawls.values():
        crawl.end("ok", stage.now)
    stage.service.supervise()
    stage.service.close()
    assert load_state(home).running == ()


def test_a_removed_site_is_left_alone(stage: Stage) -> None:
    set_state(stage.db, "site0", "removed")
    stage.go(2)
    assert stage.outcomes("site0") == []
    assert stage.outcomes("site1")


@pytest.mark.parametrize("refusal", [OSError(11, "no process"), ArchiveUnwritable("logs: a file")])
def test_where_no_crawl_can_be_started_its_site_waits_and_no_other_does(
    home: Home, refusal: Exception
) -> None:
    stage = Stage(home, 2, Settings())
    stage.refusal = refusal
    stage.go(hours=1)
    assert stage.outcomes("site0") == []
    assert "ok" in stage.outcomes("site1")
    stage.refusal = None
    stage.go(hours=3)
    assert "ok" in stage.outcomes("site0")
