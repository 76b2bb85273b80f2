"""The one place where SQLite is imported; opens, checks and writes.

Two SQLite libraries in one process cancel each other's locks on a file, so every other module takes
the types from here. ``sqlite_utils`` prefers pysqlite3, whose SQLite has the WAL-reset bug of 3.7.0
to 3.51.2 mended (https://www.sqlite.org/wal.html#walresetbug).
"""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from resource import RLIM_INFINITY, RLIMIT_FSIZE, getrlimit
from time import monotonic, sleep
from typing import Any

from article.patterns import regex
from storage.errors import (
    NO_ROOM,
    ArchiveBusy,
    ArchiveCorrupt,
    ArchiveTooNew,
    ArchiveUnwritable,
    DiskFull,
    NotAnArchive,
    StorageError,
)
from storage.files import size_of
from storage.filesystems import has_room, is_read_only
from storage.home import Home
from storage.lean import without

with without("numpy"):  # for storing numbers of its kind, at 70 ms a command; we have none
    from sqlite_utils import Database
    from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

    from storage.schema import APPLICATION_ID, SCHEMA_VERSION, migrate

__all__ = [
    "COMPANIONS",
    "Database",
    "OperationalError",
    "SQLiteError",
    "SQLiteIntegrityError",
    "SQLiteProgrammingError",
    "location",
    "message_of",
    "open_archive",
    "open_file",
    "open_read_only",
    "sqlite_version",
    "storage_errors_at",
    "writing",
]

Row = dict[str, Any]
OperationalError: type[Exception] = sqlite3.OperationalError
SQLiteError: type[Exception] = sqlite3.Error
# Two statements at once, which is no Error in Python 3.11.
SQLiteWarning: type[Exception] = sqlite3.Warning
SQLiteIntegrityError: type[Exception] = sqlite3.IntegrityError
SQLiteProgrammingError: type[Exception] = sqlite3.ProgrammingError

BUSY_TIMEOUT = 30_000  # milliseconds
CRAWL_CACHE = 16  # MB; large caches are for rebuilds
# More than one process has: those that come when all places are taken drive one another out.
STATEMENTS = 512
_WAL_LIMIT = 64 * 2**20
COMPANIONS = ("-wal", "-shm", "-journal")  # what SQLite writes beside a database
_UNDECODABLE = regex(r"Could not decode to UTF-8 column '(.*?)' with text", re.S)


def sqlite_version() -> tuple[int, ...]:
    """Return the version of the library in use."""
    return tuple(map(int, sqlite3.sqlite_version.split(".")))


def open_archive(home: Home, *, cache_mb: int = CRAWL_CACHE) -> Database:
    """Open the archive of an installation for writing, made or migrated if need be.

    Raises NotAnArchive for a foreign file and ArchiveTooNew for one of a newer wenming, both left
    untouched; ArchiveUnwritable, ArchiveBusy, ArchiveCorrupt or DiskFull as the case may be.
    """
    with storage_errors_at(home.database):
        home.make()
        if home.is_begun:
            _refuse_foreign(home.database)
        else:
            _refuse_lost(home)
        # To look for plugins, of which we use none, reads what is told of every installed package.
        db = Database(_connect(home.database, "rwc"), execute_plugins=False)
        db.execute("pragma page_size = 8192")  # no effect on a file that has tables
        _use_wal(db)
        db.execute("pragma synchronous = full")
        db.execute("pragma foreign_keys = on")
        db.execute("pragma recursive_triggers = on")
        db.execute(f"pragma journal_size_limit = {_WAL_LIMIT}")
        db.execute(f"pragma cache_size = {-1024 * cache_mb}")
        if _pragma(db, "user_version") < SCHEMA_VERSION:
            with writing(db):
                migrate(db)
        return db


def open_read_only(home: Home) -> Database:
    """Open an archive for questions only.

    Raises StorageError where there is none yet, NotAnArchive and ArchiveTooNew as the other.
    """
    db = find_archive(home)
    if db is None:
        raise StorageError(f"no archive at {home.database} yet; a crawl makes one")
    return db


def find_archive(home: Home) -> Database | None:
    """Open an archive for questions only, if one was made; raises as ``open_read_only``."""
    with storage_errors_at(home.database):
        if not home.is_begun:
            _refuse_lost(home)
            return None
        _refuse_foreign(home.database)
        db = Database(_connect_reader(home.database), execute_plugins=False)
        if _pragma(db, "user_version") < SCHEMA_VERSION:
            if not _pragma(db, "application_id"):  # killed, or without room, while it was made
                db.close()
                return None
            raise StorageError(
                f"{home.database} has an older schema; `wenming sites` brings it up to date"
            )
        return db


def open_file(path: Path) -> Database:
    """Open a copy of an archive's database for questions only; raises as ``open_read_only``."""
    with storage_errors_at(path):
        _refuse_foreign(path)
        return Database(_connect_reader(path), execute_plugins=False)


@contextmanager
def writing(db: Database) -> Iterator[Database]:
    """One transaction that holds the write lock from its start, so that reading first is safe.

    A deferred transaction that reads and then writes fails at once beside another writer, whatever
    the busy timeout. Inside, ``db.atomic()`` makes savepoints. Raises StorageError where the
    database or the disk does not take it; nothing is kept then.
    """
    with storage_errors_at(location(db)):
        db.execute("begin immediate")
        try:
            yield db
            db.execute("commit")
        except BaseException:
            if db.conn.in_transaction:
                db.execute("rollback")
            raise


def location(db: Database) -> Path:
    """Return the file of an open database."""
    (path,) = db.execute("select file from pragma_database_list where name = 'main'").fetchone()
    return Path(path)


@contextmanager
def storage_errors_at(where: Path) -> Iterator[None]:
    """Turn errors of SQLite and of the operating system into StorageErrors that name the place.

    A file that the operating system names itself comes before ``where``.
    """
    try:
        yield
    except OperationalError as error:
        raise _of_operation(error, where) from error
    except SQLiteError as error:
        raise _of_sqlite(error, where) from error
    except OSError as error:
        raise _of_system(error, where) from error


def message_of(error: Exception) -> str:
    """Return the message of an error of SQLite, without the text that it could not decode."""
    if undecodable := _UNDECODABLE.match(str(error)):
        return f"a text of column {undecodable[1]} is no UTF-8; `wenming verify` names it"
    return str(error)


def _connect(path: Path, mode: str) -> Any:
    _refuse_no_file(path)
    address = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(
        address, uri=True, timeout=BUSY_TIMEOUT / 1000, cached_statements=STATEMENTS
    )
    connection.execute(f"pragma busy_timeout = {BUSY_TIMEOUT}")
    return connection


def _connect_reader(path: Path) -> Any:
    """Connect for questions only, also where no room is for what the readers of a log share.

    Nobody can write to a full disk or to a medium for reading only; with an empty log the database
    is whole without it.
    """
    connection = _connect(path, "ro")
    try:
        connection.execute("select count(*) from sqlite_master").fetchone()
    except OperationalError:
        connection.close()
        if size_of(path.with_name(path.name + "-journal")) and _is_rolled_back(path):
            return _connect(path, "ro")
        is_whole = not size_of(path.with_name(path.name + "-wal"))
        if not is_whole or (has_room(path.parent) and not is_read_only(path.parent)):
            raise
        connection = _connect(path, "ro&immutable=1")
    except BaseException:
        connection.close()
        raise
    return connection


def _is_rolled_back(path: Path) -> bool:
    """Undo what somebody who died left half done before the log was in use, if we may write.

    SQLite does that for the first who looks, but not for who may only read.
    """
    connection = _connect(path, "rw")
    try:
        connection.execute("select count(*) from sqlite_master").fetchone()
    except OperationalError:
        return False
    finally:
        connection.close()
    return True


def _use_wal(db: Database) -> None:
    """Switch to WAL; who meets another process that does so is told at once that it is locked."""
    end = monotonic() + BUSY_TIMEOUT / 1000
    while True:
        try:
            db.execute("pragma journal_mode = wal")
            return
        except OperationalError as error:
            if "locked" not in str(error) or monotonic() >= end:
                raise
            sleep(0.01)


def _refuse_no_file(path: Path) -> None:
    """Raise NotAnArchive for what SQLite would open as one: a pipe keeps it waiting for ever."""
    if path.exists() and not path.is_file():
        raise NotAnArchive(f"{path} is no file: move it away")


def _refuse_lost(home: Home) -> None:
    """Raise ArchiveCorrupt where raw pages are left of an archive whose database is not.

    A new one would take their runs' numbers again, and what was still written to for nobody's.
    """
    _refuse_no_file(home.database)
    if any(home.warc.glob("*.warc.gz*")):
        raise ArchiveCorrupt(
            f"{home.database} is gone or empty, and only it knew the raw pages in {home.warc}: "
            "restore a backup to another home, or move them away"
        )


def _refuse_foreign(path: Path) -> None:
    connection = _connect_reader(path)
    try:
        (owner,) = connection.execute("pragma application_id").fetchone()
        (version,) = connection.execute("pragma user_version").fetchone()
        (tables,) = connection.execute("select count(*) from sqlite_master").fetchone()
    finally:
        connection.close()
    if owner != APPLICATION_ID and tables:
        raise NotAnArchive(f"{path} is a database of another program (application_id {owner})")
    if version > SCHEMA_VERSION:
        raise ArchiveTooNew(
            f"{path} has schema {version}, this wenming knows {SCHEMA_VERSION}: update wenming"
        )


def _pragma(db: Database, name: str) -> int:
    (value,) = db.execute(f"pragma {name}").fetchone()
    return int(value)


def _of_operation(error: Exception, where: Path) -> StorageError:
    message = message_of(error)
    for companion in (where.with_name(where.name + ending) for ending in COMPANIONS):
        if os.path.lexists(companion) and not companion.is_file():
            return ArchiveUnwritable(
                f"{companion} is no file, which keeps SQLite out: move it away"
            )
    if "locked" in message or "busy" in message:
        return ArchiveBusy(f"{where}: {message} for longer than the busy timeout")
    if "full" in message:
        return DiskFull(f"{where}: {message}")
    if "readonly" in message or "unable to open" in message:
        return ArchiveUnwritable(f"{where}: {message}")
    if "disk I/O error" in message:
        if (largest := getrlimit(RLIMIT_FSIZE)[0]) != RLIM_INFINITY:  # SQLite does not say so
            return DiskFull(f"{where}: {message}, and no file may have more than {largest} bytes")
        if not has_room(where.parent):
            return DiskFull(f"{where}: {message}, as no space is left on the device")
        return ArchiveUnwritable(f"{where}: {message}")
    return ArchiveCorrupt(f"{where}: {message}")


def _of_sqlite(error: Exception, where: Path) -> StorageError:
    if "not a database" in str(error):
        return NotAnArchive(f"{where} is no SQLite database")
    return ArchiveCorrupt(f"{where}: {error}")


def _of_system(error: OSError, where: Path) -> StorageError:
    named = error.filename2 or error.filename or where  # the second is what a draft was to become
    if error.errno in NO_ROOM:
        return DiskFull(f"{named}: {error.strerror}")
    if error.errno == errno.EEXIST:
        return ArchiveUnwritable(f"{named} is in the place of a folder")
    return ArchiveUnwritable(f"{named}: {error.strerror}")
