"""A month in a minute: the real scheduler on the real archive, with time and crawls played."""

import os
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import apscheduler.schedulers.base

from scheduler import clock as clock_module
from scheduler import service as service_module
from scheduler.cadence import Limits, learn
from scheduler.clock import Clock
from scheduler.due import Plan
from scheduler.launch import LOCKED, Crawl, Ended
from scheduler.service import Service
from scheduler.settings import Settings
from storage import runs
from storage.database import open_archive
from storage.errors import DiskFull, SiteLocked, StorageError
from storage.home import Home
from storage.sites import SiteFacts, save_sites
from storage.values.stamp import stamp

START = datetime(2026, 10, 18, tzinfo=UTC)  # summer time ends in Europe on the 25th
LIMITS = Limits(slowest=timedelta(hours=6))
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


class Killed(BaseException):
    """The scheduler's process is gone, without a word."""


@dataclass
class World:
    """What nobody controls: time, the disk, and how crawls go."""

    home: Home
    rng: random.Random
    wall: datetime = START
    steady: float = 0.0  # CLOCK_MONOTONIC: stands still while the machine sleeps
    events: list[tuple[datetime, str, Any]] = field(default_factory=list)
    disk: str = "fine"
    crawls: list["PlayedCrawl"] = field(default_factory=list)
    begun: list[tuple[str, str]] = field(default_factory=list)
    overlaps: int = 0
    told_to_die: bool = False
    faults: list[str] = field(default_factory=list)

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.steady

    def wait(self, seconds: float) -> None:
        """Let time pass, with whatever falls into it."""
        self.wall += timedelta(seconds=max(seconds, 0.001))
        self.steady += max(seconds, 0.001)
        while self.events and self.events[0][0] <= self.wall:
            _, what, value = self.events.pop(0)
            self.faults.append(what)
            getattr(self, f"_{what}")(value)
        for crawl in list(self.crawls):
            crawl.go_on()
        if self.told_to_die:
            self.told_to_die = False
            raise Killed

    def _suspend(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)

    def _clock_leaps(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        for crawl in self.crawls:
            crawl.shift(seconds)
        self.events = [(at + timedelta(seconds=seconds), *rest) for at, *rest in self.events]

    def _kill_scheduler(self, _: None) -> None:
        self.told_to_die = True

    def _kill_crawl(self, _: None) -> None:
        if self.crawls:
            self.rng.choice(self.crawls).die()

    def _disk_turns(self, state: str) -> None:
        self.disk = state

    def free(self, path: Path) -> SimpleNamespace:
        return SimpleNamespace(free=2**20 if self.disk == "low" else 2**40)

    def open(self, home: Home, **options: Any) -> Any:
        if self.disk == "failing":
            raise DiskFull("no space left on the device")
        return open_archive(home, **options)


class PlayedCrawl:
    """A child process as seen from outside: the site's lock, a row, an end."""

    def __init__(self, world: World, crawl: Crawl) -> None:
        self.world, self.crawl = world, crawl
        rng = world.rng
        self.starts = world.wall + timedelta(seconds=rng.uniform(0.5, 30))
        minutes = rng.choice([2, 5, 10, 20, 45, 400])
        self.ends = self.starts + timedelta(minutes=minutes * rng.uniform(0.5, 1.5))
        self.run_id: int | None = None
        self.ended: Ended | None = None
        self.held = ExitStack()
        world.crawls.append(self)

    def shift(self, seconds: float) -> None:
        self.starts += timedelta(seconds=seconds)
        self.ends += timedelta(seconds=seconds)

    def go_on(self) -> None:
        try:
            if self.run_id is None and self.world.wall >= self.starts:
                self._begin()
            if self.run_id is not None and self.world.wall >= self.ends:
                self._finish("ok")
        except StorageError as error:
            self._leave(Ended(None, 1, str(error)))

    def die(self) -> None:
        """The process is killed; its row, if any, stays open."""
        self._leave(Ended(None, -9))

    def stop(self, why: str) -> None:
        if self.run_id is None:
            self.die()
        else:
            with suppress(StorageError):
                self._finish("interrupted", why)

    def poll(self) -> Ended | None:
        """As the real one: whoever is left behind by a dead process closes its row."""
        if self.ended is None or self.run_id is None:
            return self.ended
        db = self.world.open(self.crawl.home)
        with suppress(SiteLocked):
            runs.close_dead(
                self.crawl.home, db, self.crawl.site, reason="killed", now=self.world.wall
            )
        return Ended(runs.get(db, self.run_id), self.ended.code)

    def _begin(self) -> None:
        crawl = self.crawl
        try:
            self.held.enter_context(runs.site_lock(crawl.home, crawl.site))
        except SiteLocked:
            self.world.overlaps += 1
            self._leave(Ended(None, LOCKED))
            return
        db = self.world.open(crawl.home)
        self.held.callback(db.close)
        self.run_id = runs.begin(
            db, crawl.site, crawl.kind, planned_at=crawl.planned_at, now=self.world.wall
        )
        self.world.begun.append((crawl.site, crawl.planned_at))

    def _finish(self, outcome: str, reason: str | None = None) -> None:
        db = self.world.open(self.crawl.home)
        runs.finish(db, self.run_id, outcome, reason=reason, now=self.world.wall)
        self._leave(Ended(runs.get(db, self.run_id), 0))

    def _leave(self, ended: Ended) -> None:
        self.ended = ended
        self.held.close()
        if self in self.world.crawls:
            self.world.crawls.remove(self)


def play(home: Home, seed: int, *, sites: int, days: int) -> World:
    """Run schedulers, one after the other, through days of trouble; return what happened."""
    rng = random.Random(seed)
    world = World(home, rng, events=trouble(rng, days))
    names = [f"site{number}" for number in range(sites)]
    with _played(world):
        save_sites(open_archive(home), [SiteFacts(id=name) for name in names], now=START)
        end = START + timedelta(days=days)
        while world.wall < end:
            with suppress(Killed):
                _schedule(home, world, end)
            for crawl in list(world.crawls):
                crawl.die()  # a child dies with its parent
            world._suspend(rng.choice([5.0, 90.0, 5 * HOUR]))
        world.events, world.disk = [], "fine"
        _settle(_service(home, world), world)
    return world


def _settle(service: Service, world: World) -> None:
    """Let a last scheduler do what is due."""
    service.forget_future()
    while True:
        service.look()
        if not service.running:
            return
        world.wait(10)
        service.supervise()


def _service(home: Home, world: World) -> Service:
    settings = Settings(at_once=2, cadence=LIMITS)
    return Service(home, settings, clock=world.now, launch=lambda crawl: PlayedCrawl(world, crawl))


def trouble(rng: random.Random, days: int) -> list[tuple[datetime, str, Any]]:
    """Return what goes wrong and when, in order."""

    def at() -> datetime:
        return START + timedelta(seconds=rng.uniform(HOUR, days * DAY))

    each = max(days // 4, 6)
    events: list[tuple[datetime, str, Any]] = []
    events += [(at(), "kill_scheduler", None) for _ in range(each)]
    events += [(at(), "kill_crawl", None) for _ in range(4 * each)]
    events += [(at(), "suspend", rng.choice([10 * MINUTE, 8 * HOUR, 3 * DAY])) for _ in range(each)]
    for _ in range(each // 2):
        events += [
            (at(), "clock_leaps", step) for step in (rng.uniform(60, DAY), -rng.uniform(60, DAY))
        ]
    for state in ("low", "failing"):
        for _ in range(each // 2):
            begin = at()
            events.append((begin, "disk_turns", state))
            events.append((begin + timedelta(hours=rng.uniform(0.2, 9)), "disk_turns", "fine"))
    return sorted(events, key=lambda event: event[0])


def _schedule(home: Home, world: World, end: datetime) -> None:
    service = _service(home, world)
    clock = Clock(service, monotonic=world.monotonic, wait=lambda seconds: wait(seconds))

    def wait(seconds: float) -> None:
        # While crawls run, the real one looks each second; half a minute will do.
        world.wait(max(seconds, 30.0 if service.running else 1.0))
        if world.wall >= end:
            clock.stopping = "SIGTERM"

    clock.run()


@contextmanager
def _played(world: World) -> Any:
    class PlayedDatetime(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return world.wall.astimezone(tz)

    zone = os.environ.get("TZ")
    os.environ["TZ"] = "Europe/Berlin"
    time.tzset()
    try:
        with (
            mock.patch.object(apscheduler.schedulers.base, "datetime", PlayedDatetime),
            mock.patch.object(clock_module, "_LONGEST_WAIT", 60.0),
            mock.patch.object(service_module, "open_archive", world.open),
            mock.patch.object(shutil, "disk_usage", world.free),
        ):
            yield
    finally:
        if zone is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = zone
        time.tzset()


def check(world: World) -> Counter[str]:
    """Assert what must hold after any trouble; return the outcomes."""
    db = open_archive(world.home)
    rows = list(db.query("select * from runs order by site, planned_at"))
    assert world.overlaps == 0
    assert len({(row["site"], row["planned_at"]) for row in rows}) == len(rows)
    assert len(set(world.begun)) == len(world.begun), "a planned run ran twice"
    began = {(row["site"], row["planned_at"]) for row in rows if row["started_at"]}
    assert began == set(world.begun), "rows and crawls disagree"
    assert not [row for row in rows if row["outcome"] == "running"]
    assert all(row["reason"] for row in rows if row["outcome"] != "ok")
    assert all((row["started_at"] is None) == (row["outcome"] in UNRUN) for row in rows)
    for site in {row["site"] for row in rows}:
        told = {row["planned_at"] for row in rows if row["site"] == site}
        expected = _planned(site, world.wall)
        assert not expected - told, f"{site}: planned and never told"
        assert not {at for at in told if at <= stamp(world.wall)} - expected, f"{site}: unplanned"
    return Counter(row["outcome"] for row in rows)


UNRUN = ("skipped", "misfired", "failed")


def _planned(site: str, until: datetime) -> set[str]:
    """Return every moment for which a run of a site was planned."""
    plan = Plan(site, learn([], until=START.date()), LIMITS)
    return {stamp(START)} | {stamp(slot.at) for slot in plan.slots(START, until)}


@contextmanager
def in_memory() -> Iterator[Path]:
    """A folder that is not slowed down by a real disk, where the system has one."""
    folder = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").exists() else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
