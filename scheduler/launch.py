"""One crawl, one child process: started, watched, ended if it must be."""

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scheduler.logs import drop_old_logs, new_log
from storage import runs
from storage.database import open_archive, open_read_only, storage_errors_at
from storage.errors import ArchiveBusy, ArchiveUnwritable, DiskFull, SiteLocked, StorageError
from storage.history.signals import GREEDY
from storage.home import Home

LONGEST = 24 * 3600.0  # seconds; no site takes a day, unless its pages never end
GRACE = 60.0  # seconds between TERM and KILL: a slow answer and the last batch fit in
LOCKED = 4
# What the exit codes of a child that could not begin stand for.
_FAILURES = {3: ArchiveUnwritable, 8: DiskFull, 9: ArchiveBusy}
_LOOK = 1.0  # seconds between two looks at a child
_PAGE = resource.getpagesize()

Progress = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True, kw_only=True)
class Crawl:
    """What is to be crawled, and within which limits."""

    site: str
    home: Home
    kind: str = "manual"
    planned_at: str | None = None
    sweep: bool = False
    limit: int | None = None  # articles
    seconds: float | None = LONGEST  # wall clock
    memory: int | None = None  # bytes
    address: str | None = None  # of a site without a spider
    environment: Mapping[str, str] = field(default_factory=dict)

    def command(self, parent_fd: int, progress_fd: int, log: Path) -> list[str]:
        """Return the argument list of the child."""
        settings: dict[str, object] = {
            "HOME": self.home.root,
            "RUN_KIND": self.kind,
            "PROGRESS_FD": progress_fd,
            "LOG_FILE": log,
        }
        if self.planned_at:
            settings["PLANNED_AT"] = self.planned_at
        if self.sweep:
            settings["SWEEP"] = 1
        if self.memory:
            settings["MEMUSAGE_LIMIT_MB"] = self.memory // 2**20
        if self.limit:
            settings["ARTICLE_LIMIT"] = self.limit
        if self.seconds:
            settings["CLOSESPIDER_TIMEOUT"] = self.seconds
        command = [sys.executable, "-m", "crawler.child", self.site, "--parent-fd", str(parent_fd)]
        command += ["--url", self.address] if self.address else []
        for name, setting in settings.items():
            command += ["-s", f"{name}={setting}"]
        return command


@dataclass(frozen=True, slots=True)
class Ended:
    """How a crawl ended: the row of its run, and the child's exit code where it has none."""

    run: Mapping[str, Any] | None
    code: int
    said: str = ""

    @property
    def outcome(self) -> str:
        """The outcome of the run; ``failed`` where there was none or nobody could close it."""
        known = str(self.run["outcome"]) if self.run else "failed"
        return "failed" if known == "running" else known

    @property
    def last_word(self) -> str:
        """The last line that the child said, or by what it ended."""
        return self.said.splitlines()[-1] if self.said else _death(self.code)


class Child:
    """A running crawl, to be waited for or looked at now and then.

    Start it in a thread that outlives it: on Linux a child is killed with the thread.
    """

    def __init__(self, crawl: Crawl, on_progress: Progress | None = None) -> None:
        self.crawl = crawl
        self.on_progress = on_progress
        self.run_id: int | None = None
        with storage_errors_at(crawl.home.root):
            crawl.home.make()
            self.log = _log(crawl)
        theirs, alive = os.pipe()
        self._alive: int | None = alive
        self._progress, told = os.pipe()
        with _closing(theirs, told):
            self.process = subprocess.Popen(
                crawl.command(theirs, told, self.log),
                env={**os.environ, **crawl.environment},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                pass_fds=(theirs, told),
                process_group=0,  # Ctrl-C is for the parent, who passes it on once
            )
        self._limit_memory()
        self._started = time.monotonic()
        self._told_to_end: float | None = None
        self._why: str | None = None
        self._said: list[str] = []
        self._readers = [
            threading.Thread(target=self._listen, daemon=True),
            threading.Thread(target=self._read_errors, daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def wait(self) -> Ended:
        """Wait for the end, ending a child that goes beyond its limits.

        Whoever is interrupted while he waits ends the child in good order, and twice at once.
        """
        try:
            return self._wait()
        except BaseException:
            self.stop("told to stop")
            try:
                self._wait()
            except BaseException:
                self.process.kill()
                self._wait()
            raise

    def _wait(self) -> Ended:
        while (ended := self.poll()) is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(_LOOK)
        return ended

    def poll(self) -> Ended | None:
        """Return how the child ended, None while it runs; see that it keeps its limits."""
        if self.process.poll() is None:
            self._keep_limits()
            return None
        self._let_go()
        for reader in self._readers:
            reader.join(5)
        return self._ended()

    def _let_go(self) -> None:
        if self._alive is not None:
            os.close(self._alive)
            self._alive = None

    def stop(self, why: str) -> None:
        """Ask the child to end; ``poll`` kills it where it does not within the grace time."""
        if self._told_to_end is None:
            self._why = why
            self._told_to_end = time.monotonic()
            self.process.send_signal(signal.SIGTERM)

    def _keep_limits(self) -> None:
        now = time.monotonic()
        if self._told_to_end is not None:
            if now - self._told_to_end > GRACE:
                self.process.kill()
        elif self.crawl.seconds and now - self._started > self.crawl.seconds + GRACE:
            self._end_for(f"it took longer than {self.crawl.seconds:.0f} s")
        elif self.crawl.memory and (used := _resident(self.process.pid)) > self.crawl.memory:
            allowed = self.crawl.memory // 2**20
            self._end_for(f"{GREEDY}{used // 2**20} MB of memory, {allowed} allowed")

    def _end_for(self, limit: str) -> None:
        """Tell the child which limit it broke, as its own run says why it ended, and end it."""
        if self._alive is not None:
            with contextlib.suppress(OSError):  # it may have ended just now
                os.write(self._alive, limit.encode())
        self.stop(limit)

    def _limit_memory(self) -> None:
        """Have the kernel refuse what would be far too much between two looks."""
        if self.crawl.memory and hasattr(resource, "prlimit"):
            most = 2 * self.crawl.memory
            with contextlib.suppress(ProcessLookupError):
                resource.prlimit(self.process.pid, resource.RLIMIT_DATA, (most, most))

    def _ended(self) -> Ended:
        code = self.process.returncode
        said = "".join(self._said).strip()
        if self.run_id is None:
            return Ended(None, code, f"{said}\n{self._why}" if self._why else said)
        # Where the disk is full the row stays open, for the next who holds the lock; and where
        # somebody else holds it by now, he has closed the row.
        with contextlib.suppress(StorageError):
            self._close_run(code)
        with contextlib.closing(open_read_only(self.crawl.home)) as db:
            run = runs.get(db, self.run_id)
            return Ended(run and runs.as_it_stands(self.crawl.home, db, run), code, said)

    def _close_run(self, code: int) -> None:
        home, site = self.crawl.home, self.crawl.site
        reason = f"the crawl's process ended by {_death(code)}"
        reason += f": {self._why}" if self._why else ""
        with contextlib.closing(open_archive(home)) as db:
            runs.close_dead(home, db, site, reason=reason, now=datetime.now(UTC))

    def _listen(self) -> None:
        with os.fdopen(self._progress, encoding="utf-8") as pipe:
            for line in pipe:
                with contextlib.suppress(json.JSONDecodeError):
                    event = json.loads(line)
                    self.run_id = event.get("run_id", self.run_id)
                    if self.on_progress:
                        self.on_progress(event)

    def _read_errors(self) -> None:
        assert self.process.stderr is not None
        with self.process.stderr as pipe:
            for line in pipe:
                self._said = [*self._said[-50:], line.decode("utf-8", "replace")]


def crawl(what: Crawl, on_progress: Progress | None = None) -> Ended:
    """Crawl one site in a child process and wait for its end.

    Raises SiteLocked where another crawl holds the site, StorageError where the archive cannot be
    opened.
    """
    child = Child(what, on_progress)
    ended = child.wait()
    if ended.run is None and ended.code == LOCKED:
        raise SiteLocked(what.site, what.home.lock(what.site))
    if ended.run is None:
        kind = _FAILURES.get(ended.code, StorageError)
        how = "did not start" if child.run_id is None else "is not in the archive"
        raise kind(f"{what.site}: the crawl {how}: {ended.last_word}")
    return ended


def _log(crawl: Crawl) -> Path:
    """Return where a crawl that starts now writes, and clear away what is too old."""
    now = datetime.now(UTC)
    with contextlib.suppress(OSError):
        drop_old_logs(crawl.home, now)
    return new_log(crawl.home, crawl.site, now)


def _death(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def _resident(pid: int) -> int:
    """Return the bytes that a process occupies; 0 where the system does not tell."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError, ValueError):
        return 0


@contextlib.contextmanager
def _closing(*descriptors: int) -> Iterator[None]:
    try:
        yield
    finally:
        for descriptor in descriptors:
            os.close(descriptor)
