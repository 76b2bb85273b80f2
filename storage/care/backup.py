"""A second place for everything: a consistent copy of the database, and the WARC files it names.

A backup is a folder with ``warc/`` and one ``archive-TIME.db`` a backup; files that are there
already are not copied again. It may be made while crawls run, and of a file that is still written
to it has what the copied database names.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile

from storage import suppress
from storage.care.erase import erase
from storage.database import COMPANIONS, open_archive, open_file, storage_errors_at
from storage.errors import ArchiveCorrupt, PlaceUnwritable, StorageError
from storage.files import open_regular, sync_folder
from storage.home import Home
from storage.place import writing_to
from storage.warc.files import register
from storage.warc.records import find_file
from storage.warc.replay import write_replay_rules
from storage.warc.writer import Closed, measure

Progress = Callable[[str, int, int], None]
_CHUNK = 2**20
_PART = ".part"  # suffix of what is not yet copied whole


@dataclass(frozen=True, slots=True)
class Copied:
    """What a backup or a restore did."""

    database: Path
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class _File:
    """A WARC file as a database names it: ``sha256`` is None where it was still written to."""

    name: str
    bytes: int
    sha256: str | None


def backup(
    home: Home, folder: Path, *, now: datetime, keep: int = 14, on_progress: Progress | None = None
) -> Copied:
    """Bring a backup up to date; of the copies of the database the newest ``keep`` stay.

    Raises ArchiveCorrupt where a WARC file is not as it was closed: a good copy is not replaced.
    Raises PlaceUnwritable where the folder is not ours to write, or another archive's.
    """
    _refuse_taken(home, folder)
    with storage_errors_at(folder), writing_to(folder), _cleared(folder):
        TemporaryFile(dir=folder).close()  # SQLite would not say why it cannot write
        last = latest(folder)
        before = _files_of(last) if last else {}
        name = f"archive-{now.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}.db"
        with _drafted(folder / name) as draft, closing(open_archive(home)) as db:
            db.execute("vacuum into ?", [str(draft)])
            _sync(draft)
            copied = _copy_new(home, folder, _files_of(draft), before, on_progress)
        for old in _databases(folder)[:-keep]:
            old.unlink()
        return Copied(folder / name, len(copied), sum(file.bytes for file in copied))


def restore(
    folder: Path,
    home: Home,
    *,
    database: Path | None = None,
    dry_run: bool = False,
    now: datetime,
    on_progress: Progress | None = None,
) -> Copied:
    """Make an archive of a backup in an empty home, by its newest database or the one given.

    A restore that was broken off goes on: the files that it copied whole stay.
    What was suppressed later than that database was copied stays suppressed, as far as a newer one
    is in the backup. Raises StorageError where something is in the way or missing.
    """
    with storage_errors_at(home.root):
        newest, chosen, files = _plan(folder, home, database)
        if dry_run:
            return Copied(chosen, len(files), sum(file.bytes for file in files))
        home.make()
        for done, file in enumerate(files):
            if on_progress:
                on_progress(file.name, done, len(files))
            if not (home.warc / file.name).exists():
                _copy(folder / "warc" / file.name, home.warc / file.name, file)
        sync_folder(home.warc)
        with _drafted(home.database) as draft:
            shutil.copyfile(chosen, draft)
            _catch_up(replace(home, file=draft.name), newest, files, now)
            _sync(draft)
        return Copied(chosen, len(files), sum(file.bytes for file in files))


def missing(home: Home, folder: Path) -> list[str]:
    """Return the names of the WARC files that ``backup`` would copy now; raises as it would."""
    _refuse_taken(home, folder)
    last = latest(folder)
    before = _files_of(last) if last else {}
    named = _files_of(home.database)
    return [name for name, file in named.items() if not _is_there(folder, file, before.get(name))]


def _refuse_taken(home: Home, folder: Path) -> None:
    """Raise PlaceUnwritable where a folder holds this archive, or the backup of another one.

    Two archives call their WARC files alike and would write over each other's, also two that were
    one until a copy of it was restored; and the copies of a new home that took the place of a lost
    one would in time drive out those that still have everything.
    """
    own, warc = home.root.resolve(), home.warc.resolve()
    places = [folder.resolve(), (folder / "warc").resolve()]  # a link may lead to either
    if own in places or any(place.is_relative_to(warc) for place in places):
        raise PlaceUnwritable(f"{folder} cannot be written: the archive itself is there")
    if (last := latest(folder)) is None:
        return
    theirs, ours = _runs(last), _runs(home.database)
    if not theirs:
        return
    taken = f"{folder} cannot be written: it holds the backup of another"
    if theirs[:1] != ours[:1]:
        _, site, began = theirs[0]
        raise PlaceUnwritable(f"{taken} archive, whose first crawl was of {site} at {began}")
    if theirs[-1] not in ours:
        run, site, began = theirs[-1]
        raise PlaceUnwritable(
            f"{taken} copy of this archive, which went on with run {run}, of {site} at {began}"
        )


def _refuse_other(chosen: Path, newest: Path) -> None:
    """Raise StorageError where a database is no copy of the archive whose backup this is.

    Its files may have the names of those in the backup, and nothing of what is in them.
    """
    theirs, ours = _runs(chosen), _runs(newest)
    if theirs and theirs[:1] != ours[:1]:
        _, site, began = theirs[0]
        raise StorageError(
            f"{chosen} is the copy of an archive whose first crawl was of {site} at {began}; "
            f"{newest.parent} has the files of another"
        )


def _runs(database: Path) -> list[tuple[int, str, str]]:
    """Return what tells an archive from others, and from its own copies once they go on."""
    with closing(open_file(database)) as db:
        return db.execute(
            "select id, site, started_at from runs where started_at is not null order by id"
        ).fetchall()


def _plan(folder: Path, home: Home, database: Path | None) -> tuple[Path, Path, list[_File]]:
    """Return the newest database, the one to restore, and its files as they are in the backup."""
    newest = latest(folder)
    if newest is None:
        raise StorageError(f"no backup in {folder}")
    if home.database.exists():
        raise StorageError(f"{home.root} is not empty; a restore never overwrites")
    for ending in ("-wal", "-journal"):
        log = home.database.with_name(home.database.name + ending)
        if log.exists():  # SQLite would write what it holds over the database that we restore
            raise StorageError(f"{log} is left of another database: move it away")
    chosen = database or newest
    _refuse_other(chosen, newest)
    # A file may have been closed, or something in it erased, since an older database.
    known = _files_of(newest)
    files = [known.get(name, file) for name, file in _files_of(chosen).items()]
    for file in files:
        if not (folder / "warc" / file.name).exists():
            raise ArchiveCorrupt(f"{folder / 'warc' / file.name} is missing")
    _refuse_strange(home, {file.name: file for file in files})
    return newest, chosen, files


def _refuse_strange(home: Home, files: dict[str, _File]) -> None:
    """Raise StorageError for raw pages that no broken-off restore of these files has left."""
    for path in home.warc.glob("*"):
        is_part = path.name.endswith(_PART)
        file = files.get(path.name.removesuffix(_PART))
        if file is None or not (is_part or _is_copy(path, file)):
            raise StorageError(
                f"{home.root} is not empty; a restore never overwrites, and goes on only where one "
                f"of the same backup was broken off, which did not leave {path}"
            )


def _is_copy(path: Path, file: _File) -> bool:
    found = measure(path)
    return found.bytes == file.bytes and file.sha256 in (None, found.sha256)


def latest(folder: Path) -> Path | None:
    """Return the newest database of a backup."""
    return next(reversed(_databases(folder)), None)


def _databases(folder: Path) -> list[Path]:
    return sorted(folder.glob("archive-*.db"))


def _files_of(database: Path) -> dict[str, _File]:
    """Return the WARC files that a database names."""
    with closing(open_file(database)) as db:
        return {name: _File(name, size, digest) for name, size, digest in db.execute(_NAMED)}


def _copy_new(
    home: Home,
    folder: Path,
    named: dict[str, _File],
    before: dict[str, _File],
    on_progress: Progress | None,
) -> list[_File]:
    new = [file for file in named.values() if not _is_there(folder, file, before.get(file.name))]
    for done, file in enumerate(new):
        if on_progress:
            on_progress(file.name, done, len(new))
        source = find_file(home.warc, file.name)
        if source is None:
            raise ArchiveCorrupt(f"{home.warc / file.name} is missing")
        _copy(source, folder / "warc" / file.name, file)
    sync_folder(folder / "warc")
    return new


def _is_there(folder: Path, file: _File, before: _File | None) -> bool:
    path = folder / "warc" / file.name
    return (
        file.sha256 is not None
        and before == file
        and path.exists()
        and (path.stat().st_size == file.bytes)
    )


def _copy(source: Path, target: Path, file: _File) -> None:
    """Copy as much of a file as its database names, and prove it."""
    digest, left = sha256(), file.bytes
    with _drafted(target) as draft, open_regular(source) as origin, draft.open("wb") as copy:
        while left and (chunk := origin.read(min(_CHUNK, left))):
            digest.update(chunk)
            copy.write(chunk)
            left -= len(chunk)
        if left or file.sha256 not in (None, digest.hexdigest()):
            raise ArchiveCorrupt(f"{source} is not as it was closed")
        copy.flush()
        os.fsync(copy.fileno())


@contextmanager
def _drafted(path: Path) -> Iterator[Path]:
    """Give a file its name when it is complete, or leave nothing."""
    draft = path.with_name(path.name + _PART)
    _remove(draft)
    try:
        yield draft
        draft.replace(path)
        sync_folder(path.parent)
    finally:
        _remove(draft)


def _remove(draft: Path) -> None:
    """Remove a draft, and what SQLite would play into the next of its name."""
    for ending in ("", *COMPANIONS):
        draft.with_name(draft.name + ending).unlink(missing_ok=True)


@contextmanager
def _cleared(folder: Path) -> Iterator[None]:
    """Remove the drafts that killed backups left, each as large as the database.

    Not while another backup is at work in the folder, nor where locks are not known, or where
    somebody else has one: ``flock FOLDER wenming backup --to FOLDER``.
    """
    (folder / "warc").mkdir(parents=True, exist_ok=True)
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if _is_locked(fd, fcntl.LOCK_EX):
            for draft in folder.glob("archive-*.db.part*"):
                draft.unlink()
        _is_locked(fd, fcntl.LOCK_SH)
        yield
    finally:
        os.close(fd)


def _is_locked(fd: int, how: int) -> bool:
    """Take a lock if it is to be had at once; return whether."""
    try:
        fcntl.flock(fd, how | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _catch_up(home: Home, newest: Path, files: Iterable[_File], now: datetime) -> None:
    """Bring to an older database what the newest one knows of suppression, and of files."""
    with closing(open_archive(home)) as db, closing(open_file(newest)) as newer:
        for file in files:
            if file.sha256:
                register(db, Closed(file.name, file.bytes, file.sha256), now=now)
        for url_id in suppress.adopt(db, newer):
            erase(db, home, url_id, now=now)
        write_replay_rules(db, home)


_NAMED = """
select name, coalesce(f.bytes, c.bytes), f.sha256 from (
  select warc_file as name, max(warc_offset + warc_length) as bytes
  from captures where warc_file is not null group by warc_file
) c full join warc_files f using (name) order by name
"""
