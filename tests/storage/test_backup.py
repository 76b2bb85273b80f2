import errno
import fcntl
import os
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from article.model import Attachment
from storage import suppress
from storage.care.backup import backup, missing, restore
from storage.care.erase import erase_address
from storage.care.verify import verify
from storage.database import open_archive
from storage.errors import ArchiveCorrupt, PlaceUnwritable, StorageError
from storage.home import Home
from storage.values.stamp import stamp
from storage.values.visit import Link
from tests.storage.crawling import rows, run
from tests.storage.synthetic import Site, crawl

SITE = Site(articles=20)
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
TEXTS = "select url, title, body, version from articles order by id"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "copy"


@pytest.fixture
def other(tmp_path: Path) -> Home:
    return Home(tmp_path / "other")


def test_a_backup_makes_the_same_archive_on_an_empty_machine(
    home: Home, folder: Path, other: Home
) -> None:
    crawl(home, SITE)
    backup(home, folder, now=NOW)
    restore(folder, other, now=NOW)
    assert list(verify(other)) == []
    assert rows(other, TEXTS) == rows(home, TEXTS)
    # The next crawl goes on where the archive stood.
    fetched: list[str] = []
    crawl(other, SITE, on_fetch=fetched.append)
    assert fetched == SITE.lists


def test_only_what_is_new_is_copied(home: Home, folder: Path) -> None:
    crawl(home, SITE)
    assert backup(home, folder, now=NOW).files == 1
    assert backup(home, folder, now=NOW + timedelta(days=1)).files == 0
    crawl(home, SITE, sweep=True)
    assert backup(home, folder, now=NOW + timedelta(days=2)).files == 1


def test_what_a_killed_backup_left_goes_with_the_next_but_no_draft_of_one_at_work(
    home: Home, folder: Path
) -> None:
    crawl(home, SITE)
    folder.mkdir()
    draft = folder / "archive-20260301T080000.000000Z.db.part"
    with closing(open_archive(home)):
        for ending in ("", "-journal"):
            draft.with_name(draft.name + ending).write_bytes(b"half")
        at_work = os.open(folder, os.O_RDONLY)
        fcntl.flock(at_work, fcntl.LOCK_SH)
        backup(home, folder, now=NOW)
        assert draft.exists()
        os.close(at_work)
        backup(home, folder, now=NOW + timedelta(days=1))
    assert not list(folder.glob("*.part*"))
    assert len(list(folder.glob("archive-*.db"))) == 2


@pytest.mark.parametrize("is_held", [True, False])
def test_a_backup_is_made_though_another_program_has_locked_its_folder_or_no_lock_is_known(
    home: Home, folder: Path, monkeypatch: pytest.MonkeyPatch, is_held: bool
) -> None:
    open_archive(home).close()
    folder.mkdir()
    at_work = os.open(folder, os.O_RDONLY)
    fcntl.flock(at_work, fcntl.LOCK_EX)  # as by flock(1)
    if not is_held:
        os.close(at_work)
        monkeypatch.setattr(fcntl, "flock", _no_locks)
    backup(home, folder, now=NOW)
    assert len(list(folder.glob("archive-*.db"))) == 1
    if is_held:
        os.close(at_work)


def _no_locks(fd: int, how: int) -> None:
    raise OSError(errno.ENOLCK, "No locks available")


@pytest.mark.parametrize("is_empty", [True, False])
def test_a_backup_is_not_replaced_by_that_of_another_archive(
    home: Home, folder: Path, other: Home, tmp_path: Path, is_empty: bool
) -> None:
    crawl(home, SITE)
    backup(home, folder, now=NOW)
    if is_empty:
        open_archive(other).close()
    else:
        crawl(other, replace(SITE, id="hai"))
    with pytest.raises(PlaceUnwritable, match="another archive, whose first crawl was of yun"):
        backup(other, folder, now=NOW + timedelta(days=1), keep=1)
    with pytest.raises(PlaceUnwritable):
        missing(other, folder)
    restored = Home(tmp_path / "restored")
    restore(folder, restored, now=NOW)
    assert rows(restored, TEXTS) == rows(home, TEXTS)


@pytest.mark.parametrize("inside", [".", "warc", "warc/copy"])
def test_a_backup_does_not_lie_in_what_it_copies(home: Home, inside: str) -> None:
    crawl(home, SITE)
    with pytest.raises(PlaceUnwritable, match="the archive itself is there"):
        backup(home, home.root / inside, now=NOW)
    assert list(verify(home)) == []
    assert backup(home, home.root / "backups", now=NOW).files == 1


def test_a_backup_does_not_lie_where_a_link_has_led_what_it_copies(
    home: Home, tmp_path: Path
) -> None:
    crawl(home, SITE)
    disk = tmp_path / "disk"
    disk.mkdir()
    home.warc.rename(disk / "warc")
    home.warc.symlink_to(disk / "warc")
    with pytest.raises(PlaceUnwritable, match="the archive itself is there"):
        backup(home, disk, now=NOW)


def test_a_restored_archive_goes_on_with_its_backup(home: Home, folder: Path, other: Home) -> None:
    open_archive(home).close()
    backup(home, folder, now=NOW)  # of nothing yet
    crawl(home, SITE)
    backup(home, folder, now=NOW + timedelta(days=1))
    restore(folder, other, now=NOW)
    crawl(other, SITE, sweep=True)
    assert backup(other, folder, now=NOW + timedelta(days=2)).files == 1


def test_two_copies_of_an_archive_that_both_went_on_do_not_share_a_backup(
    home: Home, folder: Path, other: Home, tmp_path: Path
) -> None:
    """Each names the file of its next run alike, and one would be lost."""
    crawl(home, SITE)
    older = backup(home, folder, now=NOW).database
    crawl(home, SITE, sweep=True)
    newer = backup(home, folder, now=NOW + timedelta(days=1)).database
    restore(folder, other, database=older, now=NOW)
    for _ in range(2):  # before it has crawled, and after
        with pytest.raises(
            PlaceUnwritable, match=r"another copy of this archive, .* run 2, of yun"
        ):
            backup(other, folder, now=NOW + timedelta(days=2))
        crawl(other, SITE, sweep=True)
    restored = Home(tmp_path / "restored")
    restore(folder, restored, database=newer, now=NOW)
    assert list(verify(restored)) == []


def test_a_backup_may_be_made_at_any_moment_of_a_crawl(
    home: Home, folder: Path, tmp_path: Path
) -> None:
    made = []

    def copy(urls: object) -> None:
        made.append(backup(home, folder, now=NOW + timedelta(minutes=len(made)), keep=99))

    crawl(home, SITE, batch=7, on_commit=copy)
    assert len(made) > 3
    for number, copied in enumerate(made):
        another = Home(tmp_path / f"restored{number}")
        restore(folder, another, database=copied.database, now=NOW)
        assert list(verify(another)) == []
    crawl(another, SITE)  # closes what was open when it was copied
    assert len(rows(another, TEXTS)) == 20
    assert list(verify(another)) == []


def test_the_newest_copies_of_the_database_stay(home: Home, folder: Path) -> None:
    crawl(home, SITE)
    for day in range(4):
        last = backup(home, folder, now=NOW + timedelta(days=day), keep=2)
    databases = sorted(folder.glob("*.db"))
    assert len(databases) == 2
    assert databases[-1] == last.database


def test_the_copy_of_another_archive_is_not_restored(
    home: Home, folder: Path, other: Home, tmp_path: Path
) -> None:
    crawl(home, SITE)
    backup(home, folder, now=NOW)
    crawl(other, SITE)  # its files have the same names
    foreign = backup(other, tmp_path / "foreign", now=NOW).database
    restored = Home(tmp_path / "restored")
    for is_dry in (True, False):
        with pytest.raises(StorageError, match=f"{foreign} is the copy of an archive whose first"):
            restore(folder, restored, database=foreign, dry_run=is_dry, now=NOW)
    assert not restored.root.exists()


def test_nothing_is_restored_over_an_archive(home: Home, folder: Path) -> None:
    crawl(home, SITE)
    backup(home, folder, now=NOW)
    with pytest.raises(StorageError, match="not empty"):
        restore(folder, home, now=NOW)


@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_no_log_of_another_database_is_played_into_the_one_that_is_restored(
    home: Home, folder: Path, other: Home, ending: str
) -> None:
    crawl(home, SITE)
    backup(home, folder, now=NOW)
    other.make()
    log = other.root / f"archive.db{ending}"
    log.write_bytes(b"7\x7f\x06\x82")
    with pytest.raises(StorageError, match=f"{log} is left of another database: move it away"):
        restore(folder, other, now=NOW)


def test_a_damaged_file_is_not_copied_over_a_good_one(
    home: Home, folder: Path, other: Home
) -> None:
    crawl(home, SITE)
    (file,) = home.warc.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(ArchiveCorrupt, match="not as it was closed"):
        backup(home, folder, now=NOW)
    assert not list(folder.glob("*.db"))
    with pytest.raises(StorageError, match="no backup"):
        restore(folder, other, now=NOW)


def test_a_damaged_backup_is_not_restored(home: Home, folder: Path, other: Home) -> None:
    crawl(home, SITE)
    backup(home, folder, now=NOW)
    (copy,) = (folder / "warc").iterdir()
    content = bytearray(copy.read_bytes())
    content[1000] ^= 1
    copy.write_bytes(content)
    with pytest.raises(ArchiveCorrupt):
        restore(folder, other, now=NOW)
    assert not other.database.exists()


@pytest.mark.parametrize("call", ["fsync", "replace", "rename"])
def test_a_backup_that_fails_leaves_the_one_before(
    home: Home, folder: Path, other: Home, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawl(home, SITE)
    backup(home, folder, now=NOW)
    crawl(home, Site(articles=40))
    for number in range(1, 20):
        left = [number]
        real = getattr(os, call)

        def failing(*args: object, left: list[int] = left, real: object = real, **more: object):
            left[0] -= 1
            if not left[0]:
                raise OSError(28, "No space left on device")
            return real(*args, **more)

        with monkeypatch.context() as patch:
            patch.setattr(os, call, failing)
            try:
                backup(home, folder, now=NOW + timedelta(days=number))
                break
            except StorageError:
                assert not list(folder.rglob("*.part"))
    restore(folder, other, now=NOW)
    assert list(verify(other)) == []


def test_what_was_suppressed_stays_so_when_an_older_copy_is_restored(
    home: Home, folder: Path, other: Home
) -> None:
    crawl(home, SITE)
    before = backup(home, folder, now=NOW)
    with closing(open_archive(home)) as db:
        for number, reason in ((1, "法院裁定"), (2, "个人请求")):
            suppress.suppress(db, home, SITE.address(number), reason=reason, by="馆长", now=NOW)
        erase_address(db, home, SITE.address(2), now=NOW)
    backup(home, folder, now=NOW + timedelta(days=1))
    restore(folder, other, database=before.database, now=NOW + timedelta(days=2))
    assert list(verify(other)) == []
    with closing(open_archive(other)) as db:
        stones = {
            stone["url"]: (stone["reason"], stone["erased_at"])
            for stone in suppress.list_suppressions(db)
        }
    assert stones == {
        SITE.address(1): ("法院裁定", None),
        SITE.address(2): ("个人请求", stamp(NOW)),
    }
    assert rows(other, "select body from articles where url = ?", [SITE.address(2)]) == [
        {"body": ""}
    ]
    assert SITE.address(2).rpartition("/")[2] in (other.root / "replay.aclj").read_text()


def test_what_an_older_copy_hides_again_comes_back_with_its_files(
    home: Home, folder: Path, other: Home
) -> None:
    file, url = "http://yun.example/f/own.pdf", SITE.address(3)
    with run(home) as crawling:
        visit = crawling.article(3, attachments=(Attachment(url=file, kind="pdf", title="名单"),))
        crawling.archivist.add(replace(visit, links=(Link(url=file),)))
    with run(home) as crawling:
        crawling.archivist.add(crawling.article(3, title="改过的标题"))
    before = backup(home, folder, now=NOW)
    with closing(open_archive(home)) as db:
        suppress.suppress(db, home, url, reason="法院裁定", by="馆长", now=NOW)
    backup(home, folder, now=NOW + timedelta(days=1))
    restore(folder, other, database=before.database, now=NOW + timedelta(days=2))
    with closing(open_archive(other)) as db:
        suppress.lift(db, other, url, by="馆长", now=NOW)
        assert [bool(stone["lifted_at"]) for stone in suppress.list_suppressions(db)] == [True] * 2


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(home: Home, folder: Path) -> None:
    crawl(home, SITE)
    path = min(home.warc.iterdir())
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(StorageError, match=f"{path}: a pipe or a device, no file"):
        backup(home, folder, now=NOW)


def test_a_restore_that_was_broken_off_goes_on(home: Home, folder: Path, other: Home) -> None:
    crawl(home, SITE)
    crawl(home, Site(articles=25))
    backup(home, folder, now=NOW)
    first, second = sorted(path.name for path in home.warc.iterdir())
    other.make()
    shutil.copy(home.warc / first, other.warc)
    (other.warc / f"{second}.part").write_bytes(b"\x1f\x8b")
    restore(folder, other, now=NOW)
    assert list(verify(other)) == []


@pytest.mark.parametrize("step", ["register", "write_replay_rules", "erase"])
def test_a_restore_that_was_broken_off_before_it_caught_up_goes_on(
    home: Home, folder: Path, other: Home, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawl(home, SITE)
    before = backup(home, folder, now=NOW)
    with closing(open_archive(home)) as db:
        suppress.suppress(db, home, SITE.address(2), reason="个人请求", by="馆长", now=NOW)
        erase_address(db, home, SITE.address(2), now=NOW)
    backup(home, folder, now=NOW + timedelta(days=1))

    def breaking(*args: object, **more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(f"storage.care.backup.{step}", breaking)
        with pytest.raises(KeyboardInterrupt):
            restore(folder, other, database=before.database, now=NOW)
    assert not other.is_begun
    # As one who was killed leaves a draft.
    for ending in ("", "-wal"):
        (other.root / f"archive.db.part{ending}").write_bytes(b"7\x7f\x06\x82")
    restore(folder, other, database=before.database, now=NOW)
    assert list(verify(other)) == []
    assert rows(other, "select chars from articles where url = ?", [SITE.address(2)]) == [
        {"chars": 0}
    ]
    assert not list(other.root.glob("*.part*"))


@pytest.mark.parametrize("name", ["{site}-000001-0001.warc.gz", "notes.txt"])
def test_a_restore_goes_on_over_nothing_that_it_did_not_leave(
    home: Home, folder: Path, other: Home, name: str
) -> None:
    crawl(home, SITE)
    backup(home, folder, now=NOW)
    other.make()
    strange = other.warc / name.format(site=SITE.id)
    strange.write_bytes(b"another archive's")
    with pytest.raises(StorageError, match=f"is not empty.*did not leave {strange}"):
        restore(folder, other, now=NOW)
    assert strange.read_bytes() == b"another archive's"
