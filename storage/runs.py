"""Who crawls a site, who did, and how it ended.

The ``flock`` on ``locks/SITE.lock`` decides who crawls; the row in ``runs`` tells. A ``running``
row of a site whose lock is free belongs to a dead process. The lock's file holds the last word of a
run that could not close its row.
"""

import fcntl
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from json import dumps, loads
from pathlib import Path
from time import sleep
from typing import Any, Literal

from storage import frontier
from storage.database import Database, location, storage_errors_at, writing
from storage.errors import AlreadyRan, SiteLocked
from storage.files import is_locked
from storage.home import Home
from storage.values.stamp import stamp
from storage.warc.writer import left_open

Kind = Literal["fresh", "sweep", "manual"]
Ending = Literal["ok", "partial", "failed", "interrupted"]
_UNCLOSED = "its process ended without closing it"
# A full disk takes what replaces other bytes: as many are kept in the file of a lock.
_WORD = 4096
_LONGEST_REASON = 600  # characters, of six bytes at most


@contextmanager
def site_lock(home: Home, site: str) -> Iterator[None]:
    """Hold the right to crawl a site; raises SiteLocked where another process has it.

    The kernel frees it with the process, however that ends.
    """
    path = home.lock(site)
    with storage_errors_at(path):
        home.locks.mkdir(parents=True, exist_ok=True)
        fd = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)
    try:
        if not _locks(fd):
            raise SiteLocked(site, path)
        with storage_errors_at(home.warc):
            written = _written(home, site)
        if written:
            raise SiteLocked(site, written)
        yield
    finally:
        os.close(fd)


def _locks(fd: int) -> bool:
    """Lock a file, unless somebody has it for longer than it takes to look whether one does."""
    for wait in (0.01, 0.05, 0):
        with suppress(BlockingIOError):
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        sleep(wait)
    return False


def is_crawled(home: Home, site: str) -> bool:
    """Whether somebody holds the right to crawl a site, or may: not every reader can look."""
    try:
        return is_locked(home.lock(site)) or _written(home, site) is not None
    except OSError:
        return True


def _written(home: Home, site: str) -> Path | None:
    """Return a file that somebody writes to who crawls the site, whatever became of its lock."""
    return next(filter(is_locked, left_open(home.warc, site)), None)


def begin(
    db: Database, site: str, kind: Kind, *, planned_at: datetime | str | None = None, now: datetime
) -> int:
    """Close what died before, take the row of this run and return its id; hold the site's lock.

    ``planned_at`` is the moment for which the run was due, None for a run by hand. Raises
    AlreadyRan where a run of that site had the same one.
    """
    planned = stamp(planned_at) if isinstance(planned_at, datetime) else planned_at
    with writing(db):
        _close_open(db, site, _UNCLOSED, now)
        taken = _find_planned(db, site, planned) if planned else None
        if taken and (taken["started_at"] or taken["outcome"] != "running"):
            raise AlreadyRan(f"{site}: the run planned for {planned} was {taken['outcome']}")
        run_id = (
            taken["id"]
            if taken
            else _insert(db, site, kind, planned or _free_moment(db, site, now))
        )
        db.execute(
            "update runs set kind = ?, started_at = ?, heartbeat_at = ?, pid = ?, host = ? "
            "where id = ?",
            [kind, stamp(now), stamp(now), os.getpid(), socket.gethostname(), run_id],
        )
    with suppress(OSError):
        _write_word(Home(location(db).parent), site, "")
    return int(run_id)


def beat(db: Database, run_id: int, *, now: datetime) -> None:
    """Show that a run is alive."""
    with writing(db):
        db.execute("update runs set heartbeat_at = ? where id = ?", [stamp(now), run_id])


def finish(
    db: Database,
    run_id: int,
    outcome: Ending,
    *,
    reason: str | None = None,
    errors: int | None = None,
    stats: Mapping[str, Any] | None = None,
    now: datetime,
) -> None:
    """Close a run that is open, and give its leases back; a closed one stays as it is."""
    with writing(db):
        closed = db.execute(
            "update runs set outcome = ?, reason = ?, finished_at = ?, "
            "errors = coalesce(?, errors), stats = ? where id = ? and outcome = 'running'",
            [outcome, reason, stamp(now), errors, dumps(stats) if stats else None, run_id],
        )
        if closed.rowcount:
            frontier.release(db, run_id)


def leave_word(
    home: Home, site: str, run_id: int, outcome: Ending, *, reason: str | None, now: datetime
) -> None:
    """Keep how a run ended that cannot be closed, for the next who holds the lock.

    Raises OSError where not even that can be written.
    """
    shown = reason and reason[:_LONGEST_REASON]
    word = {"outcome": outcome, "reason": shown, "finished_at": stamp(now)}
    _write_word(home, site, dumps({"run": run_id, **word}))


def close_dead(
    home: Home, db: Database, site: str, *, reason: str = _UNCLOSED, now: datetime
) -> int:
    """Close the open runs of a site, as crashed unless they left word; return how many there were.

    For the parent of a process that ended. Raises SiteLocked where the site is being crawled.
    """
    with site_lock(home, site), writing(db):
        return _close_open(db, site, reason, now)


def history(db: Database, *, site: str | None = None, limit: int = 50) -> list[dict[str, Any]]:
    """Return the latest runs, the newest first."""
    where = "where site = :site" if site else ""
    sql = f"select * from runs {where} order by id desc limit :limit"
    return list(db.query(sql, {"site": site, "limit": limit}))


def get(db: Database, run_id: int) -> dict[str, Any] | None:
    """Return one run, or None: there is none of a number beyond those that SQLite knows."""
    if not 0 < run_id < 2**63:
        return None
    return next(iter(db.query("select * from runs where id = ?", [run_id])), None)


def as_it_stands(home: Home, db: Database, run: dict[str, Any]) -> dict[str, Any]:
    """Return a row of ``runs`` with the outcome that the next crawl will write, if it is dead."""
    if not _is_open(run) or is_crawled(home, run["site"]):
        return run
    # It may have ended since the row was read; who ends well closes it before he frees the lock.
    run = get(db, run["id"]) or run
    if not _is_open(run):
        return run
    word = _word(home, run["site"], run["id"])
    return {**run, **(word or {"outcome": "crashed", "reason": _UNCLOSED})}


def _is_open(run: Mapping[str, Any]) -> bool:
    return run["outcome"] == "running" and run["started_at"] is not None


def _close_open(db: Database, site: str, reason: str, now: datetime) -> int:
    crashed = {"outcome": "crashed", "reason": reason, "finished_at": stamp(now)}
    dead = db.execute(
        "select id from runs where site = ? and outcome = 'running' and started_at is not null",
        [site],
    ).fetchall()
    for (run_id,) in dead:
        db.execute(
            "update runs set outcome = :outcome, reason = :reason, finished_at = :finished_at "
            "where id = :id",
            {**(_word(Home(location(db).parent), site, run_id) or crashed), "id": run_id},
        )
        frontier.release(db, run_id)
    return len(dead)


def _write_word(home: Home, site: str, word: str) -> None:
    fd = os.open(home.lock(site), os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o644)
    try:
        os.pwrite(fd, word.encode().ljust(_WORD), 0)
    finally:
        os.close(fd)


def _word(home: Home, site: str, run_id: int) -> dict[str, Any] | None:
    """Return the columns that a run could not write; None where it left no word."""
    try:
        word: dict[str, Any] = loads(home.lock(site).read_bytes())
        return word if word.pop("run") == run_id else None
    except (OSError, ValueError, KeyError):
        return None


def _find_planned(db: Database, site: str, planned: str) -> dict[str, Any] | None:
    sql = "select * from runs where site = ? and planned_at = ?"
    return next(iter(db.query(sql, [site, planned])), None)


def _free_moment(db: Database, site: str, now: datetime) -> str:
    """Return the plan of a run by hand: now, or just after another that began this millisecond."""
    while _find_planned(db, site, stamp(now)):
        now += timedelta(milliseconds=1)
    return stamp(now)


def _insert(db: Database, site: str, kind: Kind, planned: str) -> int:
    (run_id,) = db.execute(
        "insert into runs (site, kind, planned_at, outcome) values (?, ?, ?, 'running') "
        "returning id",
        [site, kind, planned],
    ).fetchone()
    return int(run_id)
