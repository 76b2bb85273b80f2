import os
import re
import shutil
from collections import namedtuple
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from storage.care import doctor
from storage.care.doctor import Diagnosis, examine
from storage.database import open_archive
from storage.errors import StorageError
from storage.home import Home
from tests.storage.synthetic import Site, crawl


def diagnose(home: Home, check: str, now: datetime | None = None) -> Diagnosis:
    found = [one for one in examine(home, now=now or datetime.now(UTC)) if one.check == check]
    return max(found, key=lambda one: ("ok", "warning", "failure").index(one.verdict))


def test_a_sound_installation_is_sound(home: Home) -> None:
    crawl(home, Site(articles=3))
    assert {one.verdict for one in examine(home, now=datetime.now(UTC))} <= {"ok", "warning"}
    assert diagnose(home, "database").verdict == "ok"


def test_a_home_that_is_not_there_yet_is_examined_and_not_made(home: Home) -> None:
    shutil.rmtree(home.root)
    assert diagnose(home, "permissions").verdict == "ok"
    assert not home.root.exists()


def test_a_lost_database_is_no_new_installation(home: Home) -> None:
    assert diagnose(home, "database").verdict == "ok"
    (home.warc / "yun-1-1.warc.gz").touch()
    found = diagnose(home, "database")
    assert (found.verdict, found.advice) == ("failure", "restore a backup")


@pytest.mark.parametrize(
    ("version", "verdict"),
    [
        ((3, 38, 5), "failure"),
        ((3, 40, 1), "warning"),
        ((3, 51, 2), "warning"),
        ((3, 51, 3), "ok"),
        ((3, 53, 0), "ok"),
    ],
)
def test_known_bugs_of_sqlite_are_told(
    home: Home, version: tuple[int, ...], verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "sqlite_version", lambda: version)
    assert diagnose(home, "SQLite").verdict == verdict


def test_no_crawl_begins_with_libraries_that_cannot_keep_an_archive(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    doctor.refuse_broken_libraries()
    monkeypatch.setattr(doctor, "version", lambda name: "1.0.0")
    with pytest.raises(StorageError, match=re.escape("fastwarc 1.0.0 is too old: install 2.0.1")):
        doctor.refuse_broken_libraries()
    monkeypatch.setattr(doctor, "sqlite_version", lambda: (3, 38, 5))
    with pytest.raises(StorageError, match=re.escape("SQLite 3.38.5 is too old: install")):
        doctor.refuse_broken_libraries()


def test_a_clock_that_went_back_is_told(home: Home) -> None:
    crawl(home, Site(articles=3))
    yesterday = datetime.now(UTC) - timedelta(days=1)
    assert diagnose(home, "clock", yesterday).verdict == "failure"
    assert diagnose(home, "clock").verdict == "ok"


def test_little_space_is_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(2**40, 2**40, 100 * 2**20))
    assert diagnose(home, "disk").verdict == "failure"


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_a_network_file_system_is_refused(
    home: Home, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "file_system", lambda path: kind)
    assert diagnose(home, "file system").verdict == "failure"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_of_somebody_else_is_told(home: Home) -> None:
    home.warc.chmod(0o500)
    assert diagnose(home, "permissions").verdict == "failure"


def test_a_damaged_database_is_told(home: Home) -> None:
    home.database.write_bytes(b"SQLite format 3\0" + b"\xa5" * 9000)
    said = diagnose(home, "database")
    assert (said.verdict, said.advice) == ("failure", "restore a backup")


def test_an_archive_of_an_older_version_needs_no_backup(home: Home) -> None:
    with closing(open_archive(home)) as db:
        db.execute("pragma user_version = 1")
    said = diagnose(home, "database")
    assert (said.verdict, said.advice) == ("failure", "")
    assert "older schema" in said.what


def test_what_a_dead_crawl_left_is_told(home: Home) -> None:
    crawl(home, Site(articles=3))
    (home.warc / "yun-000009-0001.warc.gz.open").write_bytes(b"")
    assert "yun-000009-0001" in diagnose(home, "WARC").what


@pytest.mark.parametrize("name", ["archive.db", "locks/yun.lock"])
def test_a_file_of_somebody_else_is_told(
    home: Home, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawl(home, Site(articles=3))
    theirs = home.root / name
    monkeypatch.setattr(os, "access", lambda path, mode: not (path == theirs and mode == os.W_OK))
    assert str(theirs) in diagnose(home, "permissions").what


def test_a_folder_on_a_full_disk_of_its_own_is_told(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(
        shutil, "disk_usage", lambda path: usage(2**40, 0, 0 if path == home.warc else 2**39)
    )
    assert str(home.warc) in diagnose(home, "disk").what
    assert diagnose(home, "disk").verdict == "failure"
