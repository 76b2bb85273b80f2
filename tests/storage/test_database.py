import gzip
import os
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Migrations

import storage.database
import storage.schema
from storage.care.verify import verify
from storage.database import (
    Database,
    OperationalError,
    find_archive,
    open_archive,
    open_read_only,
    storage_errors_at,
    writing,
)
from storage.errors import (
    ArchiveBusy,
    ArchiveCorrupt,
    ArchiveTooNew,
    ArchiveUnwritable,
    DiskFull,
    NotAnArchive,
    StorageError,
)
from storage.files import replace_text
from storage.home import Home
from storage.schema import SCHEMA_VERSION
from tests.storage.synthetic import Site, crawl

# A database of each release, to be brought up to date by every later one: SQL, gzipped.
RELEASES = sorted(Path(__file__).with_name("releases").glob("*.sql.gz"))


def test_an_archive_is_made_with_what_it_relies_on(home: Home) -> None:
    with closing(open_archive(home)) as db:
        pragmas = {
            name: db.execute(f"pragma {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "page_size", "foreign_keys", "user_version")
        }
        triggers = {
            name for (name,) in db.execute("select name from sqlite_master where type = 'trigger'")
        }
    assert pragmas == {
        "journal_mode": "wal", "synchronous": 2, "page_size": 8192, "foreign_keys": 1,
        "user_version": SCHEMA_VERSION,
    }  # fmt: skip
    assert triggers == {
        "articles_fts_insert", "articles_fts_delete", "articles_fts_before_update",
        "articles_fts_after_update",
    }  # fmt: skip


def test_an_archive_whose_making_was_killed_is_made_anew(home: Home) -> None:
    home.make()
    draft = home.root / "draft.db"
    with closing(sqlite3.connect(draft, isolation_level=None)) as db:
        db.execute("pragma cache_size = 1")
        db.execute("begin")
        db.execute("create table rows (bytes)")
        db.executemany("insert into rows values (zeroblob(9000))", [()] * 50)  # more than it caches
        for name in ("", "-journal"):  # as a kill leaves them
            shutil.copy(f"{draft}{name}", f"{home.database}{name}")
    with pytest.raises(StorageError, match="no archive"):
        open_read_only(home)
    with closing(open_archive(home)) as db:
        assert db.execute("pragma user_version").fetchone() == (SCHEMA_VERSION,)


def test_a_strangers_client_reads_and_writes_it_and_the_index_stays_right(home: Home) -> None:
    crawl(home, Site(articles=20))
    with closing(sqlite3.connect(home.database)) as db:
        db.execute("update articles set body = '换了正文', chars = 4 where id = 3")
        db.execute("delete from reprints")
        db.commit()
    assert [finding for finding in verify(home) if finding.check == "full text"] == []


def test_a_newer_archive_is_refused_untouched(home: Home) -> None:
    open_archive(home).close()
    with closing(sqlite3.connect(home.database)) as db:
        db.execute(f"pragma user_version = {SCHEMA_VERSION + 1}")
    before = home.database.read_bytes()
    for opening in (open_archive, open_read_only):
        with pytest.raises(ArchiveTooNew, match="update wenming"):
            opening(home)
    assert home.database.read_bytes() == before


@pytest.mark.parametrize("content", [b"no database, but longer than a header" * 99, b"%PDF-1.7"])
def test_a_foreign_file_is_refused_untouched(home: Home, content: bytes) -> None:
    home.database.write_bytes(content)
    with pytest.raises(NotAnArchive):
        open_archive(home)
    assert home.database.read_bytes() == content


def test_the_database_of_another_program_is_refused_untouched(home: Home) -> None:
    with closing(sqlite3.connect(home.database)) as db:
        db.execute("create table notes (id)")
    before = home.database.read_bytes()
    with pytest.raises(NotAnArchive, match="another program"):
        open_archive(home)
    assert home.database.read_bytes() == before


def test_where_there_is_no_archive_a_reader_is_told(home: Home) -> None:
    with pytest.raises(StorageError, match="a crawl makes one"):
        open_read_only(home)
    assert not home.database.exists()


def test_an_archive_that_was_killed_while_it_was_made_is_none_yet(home: Home) -> None:
    home.database.touch()
    with pytest.raises(StorageError, match="a crawl makes one"):
        open_read_only(home)
    open_archive(home).close()
    open_read_only(home).close()


@pytest.fixture
def next_release(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[Database], None]]:
    """A program with one more migration: what is appended here is done by it."""
    steps: list[Callable[[Database], None]] = []

    def m999(db: Database) -> None:
        db.execute("alter table articles add column mood text")
        for step in steps:
            step(db)

    migration = Migrations("wenming")
    migration._migrations = [*storage.schema.migration._migrations]
    migration(name="m999")(m999)
    monkeypatch.setattr(storage.schema, "migration", migration)
    for module in (storage.schema, storage.database):
        monkeypatch.setattr(module, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    return steps


@pytest.fixture
def old(home: Home) -> Home:
    crawl(home, Site(articles=3))
    return home


def test_an_archive_is_brought_up_to_date_when_it_is_opened(
    old: Home, next_release: list[Callable[[Database], None]]
) -> None:
    with pytest.raises(StorageError, match="older schema"):
        open_read_only(old)
    with closing(open_archive(old)) as db:
        assert db.execute("select count(*), count(mood) from articles").fetchone() == (3, 0)
        assert db.execute("pragma user_version").fetchone() == (SCHEMA_VERSION + 1,)
    assert list(verify(old)) == []


def test_a_migration_that_fails_leaves_the_archive_as_it_was_and_may_be_repeated(
    old: Home, next_release: list[Callable[[Database], None]]
) -> None:
    def fail(db: Database) -> None:
        raise KeyboardInterrupt

    before = _dump(old)
    next_release.append(fail)
    with pytest.raises(KeyboardInterrupt):
        open_archive(old)
    assert _dump(old) == before
    next_release.clear()
    open_archive(old).close()
    assert list(verify(old)) == []


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name.removesuffix(".sql.gz"))
def test_the_archive_of_every_release_is_brought_up_to_date(home: Home, release: Path) -> None:
    with closing(sqlite3.connect(home.database)) as db:
        db.executescript(gzip.decompress(release.read_bytes()).decode())
    with closing(open_archive(home)) as db:
        assert db.execute("pragma user_version").fetchone() == (SCHEMA_VERSION,)
        assert db.execute("select count(*) from articles").fetchone()[0] > 0
    fresh = Home(home.root / "fresh")
    open_archive(fresh).close()
    assert _schema(home) == _schema(fresh)
    assert [finding for finding in verify(home) if finding.check not in ("WARC", "capture")] == []


def test_an_archive_that_knows_the_last_list_only_is_brought_up_to_date(old: Home) -> None:
    now = _schema(old)
    with closing(sqlite3.connect(old.database)) as db:
        db.executescript(
            """
            alter table urls add column listed_on integer references urls (id);
            create index urls_listed on urls (listed_on, listed_at) where listed_on is not null;
            update urls set listed_on = (select list_id from listings where url_id = urls.id);
            drop table listings;
            delete from _sqlite_migrations where name = 'm002_listings';
            pragma user_version = 1;
            """
        )
    with closing(open_archive(old)) as db:
        listed = db.execute("select count(*), count(distinct list_id) from listings").fetchone()
    assert listed == (3, 1)
    assert _schema(old) == now
    assert list(verify(old)) == []
    crawl(old, Site(articles=4), sweep=True)


def test_two_processes_that_open_a_new_archive_make_one(home: Home) -> None:
    children = []
    for _ in range(4):
        child = os.fork()
        if not child:
            try:
                open_archive(home).close()
                os._exit(0)
            finally:
                os._exit(1)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0, 0]
    assert list(verify(home)) == []


def test_a_lock_that_is_held_for_too_long_is_told(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.database, "BUSY_TIMEOUT", 50)
    with (
        closing(open_archive(home)) as one,
        closing(open_archive(home)) as other,
        writing(one),
        pytest.raises(ArchiveBusy, match="locked"),
        writing(other),
    ):
        pass


def test_a_full_database_is_told_and_nothing_of_it_stays(home: Home) -> None:
    with closing(open_archive(home)) as db:
        (pages,) = db.execute("pragma page_count").fetchone()
        db.execute(f"pragma max_page_count = {pages + 2}")
        with pytest.raises(DiskFull):
            _fill(db)
        assert db.execute("select count(*) from sites").fetchone() == (0,)


def _fill(db: Database) -> None:
    with writing(db):
        for number in range(9999):
            row = [str(number), "x" * 999]
            db.execute("insert into sites (id, added_at, note) values (?, '', ?)", row)


def _schema(home: Home) -> list[object]:
    with closing(open_read_only(home)) as db:
        return db.execute(
            "select type, name, sql from sqlite_master where name not like 'sqlite_%' order by 1, 2"
        ).fetchall()


def _dump(home: Home) -> list[str]:
    with closing(sqlite3.connect(home.database)) as db:
        return list(db.iterdump())


def test_a_full_disk_keeps_nobody_from_reading(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    open_archive(home).close()
    limit, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, most))  # as if there were no room
    try:
        with pytest.raises(StorageError):
            open_read_only(home)
        monkeypatch.setattr("storage.database.has_room", lambda folder: False)
        with closing(open_read_only(home)) as db:
            assert db.execute("select count(*) from runs").fetchone() == (0,)
        with pytest.raises(DiskFull):
            open_archive(home)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))


@pytest.mark.parametrize("has_room", [True, False])
def test_an_error_of_a_full_disk_says_that_it_is_full(
    home: Home, monkeypatch: pytest.MonkeyPatch, has_room: bool
) -> None:
    """SQLite calls both alike."""
    monkeypatch.setattr("storage.database.has_room", lambda folder: has_room)
    told = "disk I/O error$" if has_room else "disk I/O error, as no space is left"
    kind = ArchiveUnwritable if has_room else DiskFull
    with pytest.raises(kind, match=told), storage_errors_at(home.database):
        raise OperationalError("disk I/O error")


def test_a_limit_of_files_is_told_as_a_full_disk(home: Home) -> None:
    limit, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, most))
    try:
        with pytest.raises(DiskFull, match="no file may have more than 20000 bytes"):
            open_archive(home)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
    open_archive(home).close()


@pytest.mark.parametrize("is_emptied", [True, False])
@pytest.mark.parametrize("ending", ["", ".open"])
def test_no_archive_begins_over_the_pages_of_one_that_lost_its_database(
    home: Home, is_emptied: bool, ending: str
) -> None:
    home.make()
    page = home.warc / f"yun-000001-0001.warc.gz{ending}"
    page.write_bytes(b"...")
    if is_emptied:
        home.database.touch()
    for opened in (open_archive, open_read_only, find_archive):
        with pytest.raises(ArchiveCorrupt, match=r"gone or empty.*restore a backup"):
            opened(home)
    assert page.exists()
    assert not home.is_begun


@pytest.fixture
def medium(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, where this user may mount one."""
    folder = tmp_path / "medium"
    folder.mkdir()
    try:
        subprocess.run(["mount", "-t", "tmpfs", "none", folder], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no file system can be mounted")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_an_archive_on_a_medium_for_reading_is_read(medium: Path) -> None:
    home = Home(medium)
    crawl(home, Site(3))
    subprocess.run(["mount", "-o", "remount,ro", medium], check=True)
    with closing(open_read_only(home)) as db:
        assert db.execute("select count(*) from articles").fetchone() == (3,)
    with pytest.raises(ArchiveUnwritable):
        open_archive(home)


def test_an_archive_that_others_may_write_to_is_not_read_as_on_a_medium(medium: Path) -> None:
    crawl(Home(medium), Site(3))
    subprocess.run(["mount", "--bind", medium, medium], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", medium], check=True)
        with pytest.raises(ArchiveUnwritable):
            open_read_only(Home(medium))
    finally:
        subprocess.run(["umount", medium], check=True)


@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_a_folder_in_the_place_of_a_log_is_named(home: Home, ending: str) -> None:
    open_archive(home).close()
    log = home.database.with_name(home.database.name + ending)
    log.mkdir()
    with pytest.raises(ArchiveUnwritable, match=f"{log} is no file"):
        open_archive(home)
    log.rmdir()
    open_archive(home).close()


def test_a_text_that_is_no_utf_8_is_not_repeated(home: Home) -> None:
    with (
        closing(open_archive(home)) as db,
        pytest.raises(StorageError, match=r"text of column x is no UTF-8; `wenming verify` names"),
        writing(db),
    ):
        db.execute("select cast(x'e6ff' as text) as x").fetchone()


def test_a_pipe_in_the_place_of_the_database_is_no_archive(home: Home) -> None:
    os.mkfifo(home.database)
    for opens in (open_archive, open_read_only):
        with pytest.raises(NotAnArchive, match=f"{home.database} is no file"):
            opens(home)


@pytest.mark.parametrize("kind", ["file", "link to nothing"])
def test_what_is_in_the_place_of_a_folder_is_named(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "home"
    if kind == "file":
        place.write_text("")
    else:
        place.symlink_to(tmp_path / "gone")
    with pytest.raises(ArchiveUnwritable, match=f"{place} is in the place of a folder"):
        open_archive(Home(place))


def test_what_a_draft_could_not_become_is_named_and_not_the_draft(tmp_path: Path) -> None:
    (tmp_path / "scheduler.json").mkdir()
    told = f"{tmp_path / 'scheduler.json'}: Is a directory"
    with pytest.raises(ArchiveUnwritable, match=told), storage_errors_at(tmp_path):
        replace_text(tmp_path / "scheduler.json", "{}")
