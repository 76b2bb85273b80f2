"""The clock: APScheduler in memory, in Asia/Shanghai, in the main thread.

It only says when to look. What is due is decided by ``service`` from the archive, so a tick that
comes late, twice or not at all does no harm, and none of APScheduler's job stores, which drop what
they cannot read, is needed.
"""

import logging
import os
import select
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from types import FrameType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from apscheduler.executors.debug import DebugExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger

from article.model import BEIJING
from scheduler.service import Service
from storage.database import storage_errors_at
from storage.errors import StorageError

logger = logging.getLogger(__name__)
logging.getLogger("apscheduler").setLevel(logging.WARNING)  # it tells each tick

_LEAP = 30.0  # seconds by which wall clock and monotonic clock may part between two ticks
_LONGEST_WAIT = 30.0
DISPLACED = "its home was moved away or replaced"

try:
    SHANGHAI = ZoneInfo("Asia/Shanghai")
except ZoneInfoNotFoundError:  # a container without zone data; there is no summer time to miss
    SHANGHAI = BEIJING  # type: ignore[assignment]


class VisitTrigger(BaseTrigger):  # type: ignore[misc]
    """Fires at the next planned visit of a site, up to ``jitter`` seconds late."""

    __slots__ = ("jitter", "next_visit")

    def __init__(self, next_visit: Callable[[datetime], datetime], jitter: int) -> None:
        self.next_visit = next_visit
        self.jitter = jitter

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        visit = self.next_visit(max(now, previous) if previous else now).astimezone(SHANGHAI)
        late: datetime = self._apply_jitter(visit, self.jitter, now)
        return late


class Clock(BaseScheduler):  # type: ignore[misc]
    """Ticks for a service until it is told to stop."""

    def __init__(
        self,
        service: Service,
        *,
        wait: Callable[[float], None] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        reload: Callable[[], None] = lambda: None,
        chores: Mapping[str, Callable[[], None]] | None = None,
        is_ours: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__(
            timezone=SHANGHAI,
            jobstores={"default": MemoryJobStore()},
            executors={"default": DebugExecutor()},  # jobs are short and run where they are due
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self.service = service
        self.reload = reload
        self.chores = chores or {}  # by their times, as cron writes them
        self.is_ours = is_ours  # the home, to which nothing is done once it is another
        self.stopping: str | None = None
        self._wait = wait
        self._monotonic = monotonic
        self._reload_asked = False

    def wakeup(self) -> None:
        """Nobody needs to be woken: jobs are added by the thread that waits."""

    def shutdown(self, wait: bool = True) -> None:
        super().shutdown(wait)

    def run(self) -> None:
        """Tick until ``stopping`` is set, then end the crawls that are running."""
        with _signals(self) as pause:
            self._wait = self._wait or pause
            self.service.forget_future()
            self.start(paused=True)
            self._add_cron("* * * * *", self._minute)
            self._minute()
            for times, chore in self.chores.items():
                self._add_cron(times, chore)
                chore()
            self.resume()
            while not self.stopping:
                self._tick()
            self.pause()
            self._end()
        self.shutdown(wait=False)

    def _tick(self) -> None:
        assert self._wait is not None
        # Not by a job: APScheduler fails on one that another removed while both were due.
        self._plan_jobs()
        wait = self._process_jobs()
        if self.service.running:
            wait = 1.0
        wall, steady = self.service.clock(), self._monotonic()
        self._wait(min(_LONGEST_WAIT if wait is None else wait, _LONGEST_WAIT))
        if not self.is_ours():
            self.stopping = DISPLACED
            return
        leap = (self.service.clock() - wall).total_seconds() - (self._monotonic() - steady)
        if abs(leap) > _LEAP:
            self._leap(leap)
        self.service.supervise()
        if self._reload_asked:
            self._reload_asked = False
            self.reload()
            self._replan()

    def _leap(self, seconds: float) -> None:
        """Plan anew after the machine slept or its clock was set."""
        logger.warning("the clock leapt by %.0f s", seconds)
        if seconds < 0:
            self.service.forget_future()
        self._replan()

    def _minute(self) -> None:
        """See that nothing is forgotten: new sites, late slots, the end of a pause."""
        self.service.look(patience=timedelta(seconds=self.service.settings.jitter + 5))

    def _add_cron(self, times: str, chore: Callable[[], None]) -> None:
        self.add_job(chore, CronTrigger.from_crontab(times, timezone=SHANGHAI))

    def _plan_jobs(self) -> None:
        active = set(self.service.active)
        planned = {job.id for job in self.get_jobs() if isinstance(job.trigger, VisitTrigger)}
        for site in planned - active:
            self.remove_job(site)
        for site in active - planned:
            self.add_job(self.service.look, self._trigger(site), args=[site], id=site, name=site)

    def _replan(self) -> None:
        now = self.service.clock().astimezone(SHANGHAI)
        for job in self.get_jobs():
            job.modify(next_run_time=job.trigger.get_next_fire_time(None, now))

    def _trigger(self, site: str) -> VisitTrigger:
        def next_visit(after: datetime) -> datetime:
            try:
                with storage_errors_at(self.service.home.database):
                    return self.service.next_visit(site, after)
            except StorageError:  # the round that looks then says why, if it is so still
                return after + timedelta(minutes=1)

        return VisitTrigger(next_visit, self.service.settings.jitter)

    def _end(self) -> None:
        assert self._wait is not None
        assert self.stopping is not None
        self.service.stop(self.stopping)
        _await_end(self.service, self._wait)


@contextmanager
def _signals(clock: Clock) -> Iterator[Callable[[float], None]]:
    """Have TERM and INT stop the clock, HUP reload, and the end of a child end a wait."""
    told, tell = os.pipe()
    os.set_blocking(tell, False)
    os.set_blocking(told, False)

    def hear(signum: int, frame: FrameType | None) -> None:
        if signum in (signal.SIGTERM, signal.SIGINT):
            clock.stopping = signal.Signals(signum).name
        elif signum == signal.SIGHUP:
            clock._reload_asked = True

    def pause(seconds: float) -> None:
        select.select([told], [], [], seconds)
        with suppress(BlockingIOError):
            os.read(told, 4096)

    heard = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)
    before = {number: signal.signal(number, hear) for number in heard}
    signal.set_wakeup_fd(tell, warn_on_full_buffer=False)
    try:
        yield pause
    finally:
        signal.set_wakeup_fd(-1)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(told)
        os.close(tell)


def run_once(
    service: Service,
    *,
    chores: Mapping[float, Callable[[], None]] | None = None,
    is_ours: Callable[[], bool] = lambda: True,
) -> str | None:
    """Crawl what is due now and wait for the end; return what ended it early, if anything.

    ``chores``, by the seconds between two turns, are done meanwhile: a sweep takes hours.
    """
    clock = Clock(service)
    done = dict.fromkeys(chores or {}, time.monotonic())
    with _signals(clock) as pause:
        service.forget_future()
        while True:
            # Again, as sites wait while others are crawled.
            service.look()
            if not service.running or clock.stopping:
                break
            for seconds, chore in (chores or {}).items():
                if time.monotonic() - done[seconds] >= seconds:
                    chore()
                    done[seconds] = time.monotonic()
            pause(1.0)
            service.supervise()
            if not is_ours():
                clock.stopping = DISPLACED
                break
        if clock.stopping:
            service.stop(clock.stopping)
        _await_end(service, pause)
    return clock.stopping


def _await_end(service: Service, wait: Callable[[float], None]) -> None:
    """Look after the crawls that are running until all have ended."""
    while service.running:
        service.supervise()
        if service.running:
            wait(0.5)
