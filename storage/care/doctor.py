"""Whether an installation is fit to keep an archive, and what to do where it is not."""

import fcntl
import os
import platform
import resource
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from storage.archive import least_free
from storage.care.probe import prove
from storage.database import find_archive, open_read_only, sqlite_version
from storage.errors import ArchiveCorrupt, NotAnArchive, SiteLocked, StorageError
from storage.files import size_of
from storage.filesystems import file_system
from storage.home import Home
from storage.runs import site_lock
from storage.warc.records import OPEN
from storage.warc.writer import site_of

Verdict = Literal["ok", "warning", "failure"]

# https://www.sqlite.org/wal.html#walresetbug: until 3.51.2; 3.52.0 was withdrawn
_WAL_RESET_BUG = ((3, 7, 0), (3, 51, 2))
_OLDEST_SQLITE = (3, 39, 0)  # full joins
_LEAST_FILES, _LEAST_INODES = 256, 10_000
_LONG_LOG = 256 * 2**20
# Write-ahead logging wants memory that all processes share, and locks that hold.
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre"}
_NETWORK_FUSE = ("fuse.sshfs", "fuse.s3fs", "fuse.rclone", "fuse.gcsfuse", "fuse.davfs")


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What one check found; ``advice`` says what to do about it."""

    check: str
    verdict: Verdict
    what: str
    advice: str = ""


def examine(home: Home, *, now: datetime) -> Iterator[Diagnosis]:
    """Yield the diagnosis of every check; an empty home is examined as one that will be used."""
    yield _python()
    yield _sqlite()
    yield _fastwarc()
    yield _files()
    for check in (_permissions, _space, _file_system, _locks):
        try:
            yield check(home)
        except OSError as error:
            yield Diagnosis(
                check.__name__.strip("_").replace("_", " "), "failure", str(error), "see the home"
            )
    yield _clock(home, now)
    yield from _database(home)
    yield from _left_open(home)


def refuse_broken_libraries() -> None:
    """Raise StorageError where a library is known not to keep an archive as it should."""
    for found in (_sqlite(), _fastwarc()):
        if found.verdict == "failure":
            raise StorageError(f"{found.check} {found.what} is too old: {found.advice}")


def _python() -> Diagnosis:
    return Diagnosis("Python", "ok", platform.python_version())


def _sqlite() -> Diagnosis:
    found = sqlite_version()
    name = ".".join(map(str, found))
    if found < _OLDEST_SQLITE:
        return Diagnosis("SQLite", "failure", name, "install pysqlite3 0.6.1 or newer")
    if _WAL_RESET_BUG[0] <= found <= _WAL_RESET_BUG[1]:
        return Diagnosis(
            "SQLite",
            "warning",
            f"{name} may corrupt a database to which two processes write at the same moment",
            "install pysqlite3 0.6.1 or newer, or crawl one site at a time",
        )
    return Diagnosis("SQLite", "ok", name)


def _fastwarc() -> Diagnosis:
    found = version("fastwarc")
    if int(found.partition(".")[0]) < 2:
        return Diagnosis("fastwarc", "failure", found, "install 2.0.1 or newer")
    return Diagnosis("fastwarc", "ok", found)


def _files() -> Diagnosis:
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < _LEAST_FILES:
        return Diagnosis("open files", "warning", f"at most {most}", f"ulimit -n {_LEAST_FILES}")
    return Diagnosis("open files", "ok", f"at most {most}")


def _permissions(home: Home) -> Diagnosis:
    folders = [home.root, home.warc, home.logs, home.backups, home.locks]
    for folder in folders:
        nearest = _nearest(folder)
        if not nearest.is_dir():
            return Diagnosis(
                "permissions", "failure", f"{nearest} is in the place of a folder", "move it away"
            )
        if not os.access(nearest, os.W_OK | os.X_OK):
            return Diagnosis(
                "permissions", "failure", f"{nearest} cannot be written to", "chown or chmod it"
            )
    for path in (home.database, *home.warc.glob("*.warc.gz*")):
        if path.exists() and not os.access(path, os.R_OK):
            return Diagnosis("permissions", "failure", f"{path} cannot be read", "chmod it")
    for path in (*home.root.glob("archive.db*"), *home.locks.glob("*"), *home.root.glob("*.lock")):
        if not os.access(path, os.W_OK):
            return Diagnosis(
                "permissions", "failure", f"{path} cannot be written to", "chown or chmod it"
            )
    return Diagnosis("permissions", "ok", f"{home.root} can be written to")


def _space(home: Home) -> Diagnosis:
    places = [_nearest(folder) for folder in (home.root, home.warc, home.logs, home.locks)]
    place = min(places, key=lambda place: shutil.disk_usage(place).free - least_free(place))
    free = shutil.disk_usage(place).free
    inodes = os.statvfs(place).f_favail
    what, least = f"{free / 2**30:.1f} GB free at {place}", least_free(place)
    if free < least:
        return Diagnosis("disk", "failure", what, f"crawls need {least / 2**20:.0f} MB")
    if 0 < inodes < _LEAST_INODES:
        return Diagnosis("disk", "warning", f"{inodes} files more", "make room for files")
    if free < 4 * least:
        return Diagnosis("disk", "warning", what, "make room soon")
    return Diagnosis("disk", "ok", what)


def _file_system(home: Home) -> Diagnosis:
    kind = file_system(_nearest(home.root))
    if kind in _NETWORK or kind.startswith(_NETWORK_FUSE):
        return Diagnosis(
            "file system", "failure", f"{kind} is a network", "keep the home on a local disk"
        )
    return Diagnosis("file system", "ok", kind)


def _locks(home: Home) -> Diagnosis:
    with tempfile.NamedTemporaryFile(dir=_nearest(home.locks)) as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with open(file.name) as other:
            try:
                fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return Diagnosis("locks", "ok", "hold")
    return Diagnosis("locks", "failure", "do not hold", "keep the home on a local disk")


def _clock(home: Home, now: datetime) -> Diagnosis:
    """Compare the clock with the latest thing that the archive saw, and with that of the disk."""
    latest = _latest(home)
    if latest and latest > now + timedelta(minutes=5):
        return Diagnosis(
            "clock", "failure", f"{now:%F %T} is before the archive's {latest:%F %T}", "set it"
        )
    with suppress(OSError), tempfile.NamedTemporaryFile(dir=_nearest(home.root)) as file:
        written = datetime.fromtimestamp(os.stat(file.name).st_mtime, UTC)
        if abs(written - datetime.now(UTC)) > timedelta(minutes=1):
            return Diagnosis("clock", "warning", f"the disk says {written:%F %T}", "compare both")
    return Diagnosis("clock", "ok", f"{now:%F %T} UTC")


def _latest(home: Home) -> datetime | None:
    with suppress(StorageError), closing(open_read_only(home)) as db:
        (at,) = db.execute("select max(started_at) from runs").fetchone()
        return datetime.fromisoformat(at) if at else None
    return None


def _database(home: Home) -> Iterator[Diagnosis]:
    try:
        found = find_archive(home)
        if found is None:
            yield Diagnosis("database", "ok", "none yet; a crawl makes it")
            return
        with closing(found) as db:
            (said,) = db.execute("pragma quick_check(1)").fetchone()
            prove(db)
    except (ArchiveCorrupt, NotAnArchive) as error:
        yield Diagnosis("database", "failure", str(error), "restore a backup")
        return
    except StorageError as error:  # which says itself what to do
        yield Diagnosis("database", "failure", str(error))
        return
    if said != "ok":
        yield Diagnosis("database", "failure", said, "restore a backup")
    else:
        size = home.database.stat().st_size
        yield Diagnosis("database", "ok", f"{size / 2**20:.1f} MB, `verify` looks closer")
    log = home.database.with_name(home.database.name + "-wal")
    if (size := size_of(log)) > _LONG_LOG:
        yield Diagnosis(
            "database",
            "warning",
            f"its log has {size // 2**20} MB",
            "end the program that reads without end",
        )


def _left_open(home: Home) -> Iterator[Diagnosis]:
    for path in sorted(home.warc.glob(f"*{OPEN}")):
        site = site_of(path)
        try:
            with site_lock(home, site):
                yield Diagnosis(
                    "WARC",
                    "warning",
                    f"{path.name} was left by a crawl that died",
                    f"the next crawl of {site} closes it",
                )
        except (SiteLocked, StorageError):
            continue  # being written, or not ours to say


def _nearest(path: Path) -> Path:
    """Return the folder itself, or the one in which it would be made."""
    path = path.absolute()
    while not path.exists():
        path = path.parent
    return path
