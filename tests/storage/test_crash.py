"""Whatever happens to a crawl, the next one finishes it and nothing acknowledged is missing."""

import os
import random
import resource
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pytest

from storage.archive import Archivist
from storage.care.verify import verify
from storage.database import open_archive, open_read_only
from storage.errors import ArchiveUnwritable, DiskFull, StorageError
from storage.home import Home
from tests.storage.synthetic import Site, crawl

KILLS = int(os.environ.get("KILLS", "10"))  # `make torture` wants more
BATCH = 20
SITE = Site(articles=240)


class Journal:
    """What crawls fetched and what was acknowledged to them, kept outside of the archive."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.fd = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    def fetched(self, url: str) -> None:
        os.write(self.fd, f"fetched {url}\n".encode())

    def kept(self, urls: Iterable[str]) -> None:
        os.write(self.fd, "".join(f"kept {url}\n" for url in urls).encode())

    def lines(self, what: str) -> list[str]:
        lines = self.path.read_text().splitlines()
        return [line.split()[1] for line in lines if line.startswith(what)]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal")


def in_a_child(work: Callable[[], object]) -> int:
    """Start work in a process of its own; return its id."""
    child = os.fork()
    if child:
        return child
    try:
        work()
        os._exit(0)
    except StorageError:
        os._exit(1)
    finally:
        os._exit(2)


def is_there_once_and_whole(home: Home, site: Site) -> None:
    with closing(open_read_only(home)) as db:
        urls = [url for (url,) in db.execute("select url from articles")]
        states = dict(db.execute("select state, count(*) from urls group by state"))
    assert sorted(urls) == sorted(site.address(n) for n in range(site.articles))
    assert states == {"held": site.articles + len(site.lists)}
    assert list(verify(home)) == []
    assert not list(home.warc.glob("*.open"))


def test_kills_at_random_moments_lose_nothing(home: Home, journal: Journal) -> None:
    def work() -> None:
        crawl(home, SITE, batch=BATCH, on_fetch=journal.fetched, on_commit=journal.kept)

    chance = random.Random(20250801)
    kills = 0
    for _ in range(KILLS):
        child = in_a_child(work)
        time.sleep(chance.uniform(0.001, 0.06))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        kills += os.WIFSIGNALED(status)
    crawl(home, SITE, batch=BATCH, on_fetch=journal.fetched, on_commit=journal.kept)
    is_there_once_and_whole(home, SITE)
    with closing(open_read_only(home)) as db:
        held = {url for (url,) in db.execute("select url from urls where state = 'held'")}
        outcomes = Counter(outcome for (outcome,) in db.execute("select outcome from runs"))
    assert set(journal.lines("kept")) <= held
    articles = [url for url in journal.lines("fetched") if "/a/" in url]
    assert len(articles) <= SITE.articles + kills * BATCH
    assert kills >= KILLS // 2
    assert set(outcomes) <= {"crashed", "ok"}


@pytest.mark.parametrize("call", ["pwrite", "fsync", "rename", "ftruncate"])
def test_a_call_that_fails_loses_nothing(
    home: Home, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, failures = Site(articles=12), 0
    for number in range(1, 100):
        fails_at = Failing(call, number)
        with monkeypatch.context() as patch:
            fails_at.install(patch)
            try:
                crawl(home, site, sweep=True)
            except StorageError:
                failures += 1
        if not fails_at.met:
            break
    else:
        pytest.fail(f"{call} is called without end")
    crawl(home, site)
    is_there_once_and_whole(home, site)
    assert failures or call == "ftruncate"


class Failing:
    """Makes the n-th call of a function of ``os`` fail: as if the disk were full, or broken."""

    def __init__(self, call: str, number: int) -> None:
        self.call, self.left, self.met = call, number, False

    def install(self, patch: pytest.MonkeyPatch) -> None:
        real = getattr(os, self.call)

        def failing(*args: object, **options: object) -> object:
            self.left -= 1
            if self.left == 0:
                self.met = True
                if self.call == "pwrite":
                    real(args[0], bytes(args[1])[:7], args[2])  # half a write is the worst
                raise OSError(28, "No space left on device")
            return real(*args, **options)

        patch.setattr(os, self.call, failing)


@pytest.mark.parametrize("kilobytes", [40, 90, 120, 200, 300, 500, 800])
def test_a_disk_that_fills_up_anywhere_loses_nothing(home: Home, kilobytes: int) -> None:
    def work() -> None:
        # Every file ends here, that of SQLite too, as if the disk were full.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, resource.RLIM_INFINITY))
        crawl(home, SITE)

    _, status = os.waitpid(in_a_child(work), 0)
    assert os.waitstatus_to_exitcode(status) == 1  # told plainly
    crawl(home, SITE)
    is_there_once_and_whole(home, SITE)


def test_a_crawl_stops_cleanly_before_the_disk_is_full(home: Home) -> None:
    crawl(home, Site(articles=20))
    with pytest.raises(DiskFull, match="MB free, crawls stop below"):
        crawl(home, SITE, reserve=2**60)
    assert list(verify(home)) == []
    crawl(home, SITE)
    is_there_once_and_whole(home, SITE)


def test_what_a_dead_crawl_left_open_is_cut_to_what_was_committed(home: Home) -> None:
    crawl(home, Site(articles=20))
    (file,) = home.warc.iterdir()
    whole = file.read_bytes()
    with closing(open_read_only(home)) as db:
        (end,) = db.execute("select max(warc_offset + warc_length) from captures").fetchone()
    file.with_name(file.name + ".open").write_bytes(whole + whole[:1000])
    file.unlink()
    crawl(home, SITE)
    assert file.stat().st_size == end == len(whole)
    is_there_once_and_whole(home, SITE)


def test_an_older_copy_beside_a_closed_file_takes_nothing_from_it(home: Home) -> None:
    crawl(home, Site(articles=20))
    (file,) = home.warc.iterdir()
    file.with_name(file.name + ".open").write_bytes(file.read_bytes()[:1000])
    assert list(verify(home)) == []
    crawl(home, SITE)
    is_there_once_and_whole(home, SITE)


def test_files_that_are_newer_than_the_database_stay_unknown_to_it(home: Home) -> None:
    crawl(home, Site(articles=20))
    older = home.database.read_bytes()
    crawl(home, Site(articles=40))
    home.database.write_bytes(older)
    crawl(home, SITE)
    (finding,) = verify(home)
    assert (finding.where, finding.what) == (
        "yun-000002-0001.warc.gz",
        "the database does not know this file",
    )


def test_nothing_is_written_to_a_database_that_is_no_longer_in_its_place(home: Home) -> None:
    crawl(home, Site(articles=20))
    with closing(open_archive(home)) as db:
        archivist = Archivist(db, home, "yun", 1)
        copy = home.database.with_suffix(".copy")
        copy.write_bytes(home.database.read_bytes())
        copy.replace(home.database)
        with pytest.raises(ArchiveUnwritable, match="was replaced"):
            archivist.flush()
