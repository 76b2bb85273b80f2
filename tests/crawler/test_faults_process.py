"""Crawls that are told to end, that hang, that die: rows 76 and 78 to 80."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from faulty import Connection, Faulty, article, articles, captures, crawl, http, planned
from scrapy.utils.misc import load_object

from article.model import Article
from crawler import settings
from crawler.demo.server import serve
from crawler.pipelines.deciding import DecidingPipeline
from crawler.verdicts.suspect import DEATHS, ENTRY, Suspect
from scheduler.launch import Child, Ended
from storage import runs
from storage.care.verify import verify
from storage.database import open_archive, open_read_only
from storage.home import Home
from storage.values.visit import Visit

GOOD = http(article())
MANY: dict[str, Any] = {f"/{number}": http(article(f"第{number}次读书会")) for number in range(60)}


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def slow(connection: Connection) -> None:
    time.sleep(1)
    connection.send(GOOD)


def states(home: Home) -> set[str]:
    with closing(open_read_only(home)) as db:
        return {state for (state,) in db.execute("select distinct state from urls")}


@pytest.mark.parametrize("times", [1, 2])
def test_a_crawl_that_is_told_to_end_finishes_its_page_and_gives_the_rest_back(
    times: int, home: Home
) -> None:
    with Faulty({"/slow": slow, **MANY}) as server:
        # The delay is that of real crawls: many requests wait for their turn.
        child = Child(planned(home, server, DOWNLOAD_DELAY=3, AUTOTHROTTLE_ENABLED=0))
        until(lambda: len(server.asked) > 1)
        told = time.monotonic()
        for _ in range(times):
            child.process.send_signal(signal.SIGTERM)
            time.sleep(0.02)
        ended = child.wait()
        assert time.monotonic() - told < 10
    # Twice is impatience: the run may have had no time to close itself, but it is closed.
    assert ended.outcome in (["interrupted"] if times == 1 else ["interrupted", "crashed"])
    assert "leased" not in states(home)
    assert list(verify(home)) == []


def test_a_crawl_that_is_told_to_end_as_it_begins_closes_its_run(home: Home) -> None:
    open_archive(home).close()

    def has_row() -> bool:
        with closing(open_read_only(home)) as db:
            return bool(runs.history(db))

    with Faulty(MANY) as server:
        child = Child(planned(home, server))
        until(has_row)
        child.stop("told to stop")
        child.wait()
    with closing(open_read_only(home)) as db:
        (run,) = runs.history(db)
    assert (run["outcome"], run["reason"]) == ("interrupted", "told to stop")


def test_a_crawl_that_is_told_to_end_tries_nothing_again(home: Home) -> None:
    def silent(connection: Connection) -> None:
        connection.socket.recv(1)

    with Faulty(MANY, robots=silent) as server:
        child = Child(planned(home, server, DOWNLOAD_TIMEOUT=2))
        until(lambda: bool(server.asked))
        child.stop("told to stop")
        ended = child.wait()
        assert len(server.asked) == 1
    assert ended.outcome == "interrupted"
    assert states(home) == {"pending"}


@pytest.mark.parametrize("begins", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<html>"])
def test_a_crawl_that_is_told_to_end_waits_for_no_answer_that_does_not_come(
    begins: bytes, home: Home
) -> None:
    def silent(connection: Connection) -> None:
        connection.send(begins)
        connection.socket.recv(1)

    with Faulty({**MANY, "/7": silent}) as server:
        child = Child(planned(home, server, DOWNLOAD_DELAY=0))
        until(lambda: "/7" in {asked.path for asked in server.asked})
        told = time.monotonic()
        child.stop("told to stop")
        ended = child.wait()
        assert time.monotonic() - told < 20
        assert ended.outcome == "interrupted"
        assert "leased" not in states(home)
        server.routes["/7"] = GOOD
        assert crawl(home, server).outcome == "ok"
        assert set(articles(home)) == set(MANY)


def test_a_crawl_that_is_ended_for_a_limit_says_which(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.launch._resident", lambda pid: 2 * 2**30)
    with Faulty(MANY) as server:
        child = Child(planned(home, server, memory=2**30))
        until(lambda: bool(server.asked))
        ended = child.wait()
    assert ended.run
    assert ended.outcome in ("failed", "partial")  # by what had come
    assert ended.run["reason"] == "it used 2048 MB of memory, 1024 allowed"


def test_what_a_crawl_had_read_when_it_was_told_to_end_is_kept(home: Home) -> None:
    with Faulty(MANY) as server:
        child = Child(planned(home, server, DOWNLOAD_DELAY=0.02, AUTOTHROTTLE_ENABLED=0))
        until(lambda: len(server.asked) > 20)
        child.process.send_signal(signal.SIGTERM)
        assert child.wait().outcome == "interrupted"
        fetched = {asked.path for asked in server.asked} & set(MANY)
        assert set(articles(home)) == fetched
        again = len(server.asked)
        assert crawl(home, server).outcome == "ok"
        assert set(articles(home)) == set(MANY)
        assert not fetched & {asked.path for asked in server.asked[again:]}


@contextmanager
def crawling_demo(home: Home) -> Iterator["subprocess.Popen[str]"]:
    """The command at work on the demo site, from its 40th request on."""
    with serve(articles=400) as demo:
        environment = {
            **os.environ,
            "WENMING_DEMO_URL": demo.url,
            "WENMING_ALLOW_PRIVATE": "127.0.0.1/32",
            "WENMING_DOWNLOAD_DELAY": "0",
        }
        command = [sys.executable, "-m", "wenming", "--home", str(home.root), "crawl", "demo"]
        with subprocess.Popen(
            command, env=environment, stderr=subprocess.PIPE, text=True
        ) as process:
            until(lambda: len(demo.requests) > 40)
            yield process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_command_ends_cleanly_and_says_that_it_was_interrupted(number: int, home: Home) -> None:
    with crawling_demo(home) as process:
        process.send_signal(number)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 10, said
    assert "Traceback" not in said
    with closing(open_read_only(home)) as db:
        assert [run["outcome"] for run in runs.history(db)] == ["interrupted"]
    assert list(verify(home)) == []


def test_ctrl_c_pressed_until_a_crawl_ends_is_an_interruption(home: Home) -> None:
    with crawling_demo(home) as process:
        while process.poll() is None:
            process.send_signal(signal.SIGINT)
            time.sleep(0.02)
    assert process.returncode == 10
    assert list(verify(home)) == []


def test_who_is_interrupted_twice_leaves_no_crawl_and_no_open_run(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with Faulty(MANY) as server:
        child = Child(planned(home, server, DOWNLOAD_DELAY=0.02, AUTOTHROTTLE_ENABLED=0))
        until(lambda: bool(server.asked) and child.run_id is not None)
        turns = iter([interrupt, interrupt])
        wait = child.process.wait
        monkeypatch.setattr(
            child.process, "wait", lambda seconds: next(turns, lambda: wait(seconds))()
        )
        with pytest.raises(KeyboardInterrupt):
            child.wait()
    assert child.process.returncode == -signal.SIGKILL
    with closing(open_read_only(home)) as db:
        assert [run["outcome"] for run in runs.history(db)] == ["crashed"]


def poisoned(home: Home, path: str, longest_stall: int = 60) -> Callable[[], Ended]:
    server = Faulty({"/1": GOOD, path: GOOD, "/2": http(article("第二次读书会"))})
    return lambda: crawl(home, server, site="poisoned", LONGEST_STALL=longest_stall)


def test_a_page_that_cannot_be_read_ends_the_crawl_in_time(home: Home) -> None:
    ended = poisoned(home, "/regex", longest_stall=1)()
    assert ended.outcome == "crashed"
    assert "SIGALRM" in ended.run["reason"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("path", "error"), [("/exit", "SystemExit(3)"), ("/panic", "BaseException('panic')")]
)
def test_what_is_no_exception_fails_the_run_at_once(home: Home, path: str, error: str) -> None:
    server = Faulty({"/1": GOOD, path: GOOD})
    ended = crawl(home, server, site="poisoned", LONGEST_STALL=60, CLOSESPIDER_TIMEOUT=60)
    assert ended.run
    assert (ended.outcome, ended.run["reason"]) == ("failed", f"a bug of ours ended it: {error}")
    assert ended.last_word == ended.run["reason"]


def test_a_page_that_ended_three_crawls_ends_no_fourth(home: Home) -> None:
    again = poisoned(home, "/segfault")
    assert [again().outcome for _ in range(DEATHS)] == ["crashed"] * DEATHS
    with closing(open_archive(home)) as db, db.conn:
        db.execute("update urls set next_check_at = '2000-01-01' where kind = 'list'")
    last = again()
    assert set(articles(home)) == {"/1", "/2"}
    row = captures(home)["/segfault"]
    assert (row["state"], row["reason"]) == ("failed", "3 crawls in a row died while reading it")
    assert last.outcome != "crashed"


def die_while_reading(file: Path, url_id: int) -> None:
    DYING.append(Suspect(file).reading(url_id))
    DYING[-1].__enter__()  # and never leave


DYING: list[Any] = []


def test_what_is_put_off_is_a_page_that_is_asked_for_and_only_this_once(home: Home) -> None:
    more = '<div class="pages"><a href="/1_2.html">下一页</a></div>'
    part = http(article(text="读完以后，大家把椅子放回原处。"))
    with Faulty({"/1.html": http(article(more=more)), "/1_2.html": part}, listed=["/1.html"]) as s:
        crawl(home, s)
        file = home.lock("fault").with_suffix(".reading")
        ids = {path: row["url_id"] for path, row in captures(home).items()}
        reasons = []
        for path in ("/list", "/1_2.html"):
            for _ in range(DEATHS):
                die_while_reading(file, ids[path])
            reasons.append(crawl(home, s).run["reason"])  # type: ignore[index]
            assert Suspect(file).guilty is None
    assert captures(home)["/1.html"]["state"] == "failed"  # what goes on behind it is read with it
    assert reasons[0] == f"{s.url}/list: 3 crawls in a row died while reading it"


class Deciding(DecidingPipeline):
    """Looks at what the suspect's file says while it decides."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.run = SimpleNamespace(suspect=Suspect(file))

    def decide(self, item: Visit, article: Article) -> Visit:
        self.noted = self.file.read_bytes()
        return item


def test_who_dies_of_a_decision_about_a_page_died_of_that_page(tmp_path: Path) -> None:
    deciding = Deciding(tmp_path / "site.reading")
    found = Article(url="http://yun.example/7.html", title="读书会", body="正文")
    now = datetime.now(UTC)
    deciding.process_item(Visit(url_id=7, kind="article", fetched_at=now, article=found))
    assert deciding.noted == ENTRY.pack(7, 0)
    *decisions, _ = map(load_object, settings.ITEM_PIPELINES)
    assert all(issubclass(one, DecidingPipeline) for one in decisions)


def test_a_death_elsewhere_accuses_nobody(tmp_path: Path) -> None:
    file = tmp_path / "site.reading"
    die_while_reading(file, 7)
    assert Suspect(file).guilty is None
    die_while_reading(file, 8)
    assert Suspect(file).guilty is None
    for _ in range(DEATHS - 1):
        assert Suspect(file).guilty is None
        with pytest.raises(SystemExit), Suspect(file).reading(8):
            raise SystemExit
    assert Suspect(file).guilty == 8
    with Suspect(file).reading(9):
        pass
    assert Suspect(file).guilty is None


def test_a_bug_in_a_spider_makes_its_run_partial_and_loses_no_other_page(home: Home) -> None:
    with Faulty({"/1": GOOD, "/bug": GOOD, "/forgetful": GOOD}) as server:
        ended = crawl(home, server, site="poisoned")
    assert ended.outcome == "partial"
    assert "2 pages met a bug of ours" in ended.run["reason"]  # type: ignore[index]
    assert set(articles(home)) == {"/1"}
    assert states(home) == {"held", "pending"}


def test_a_log_that_cannot_be_written_is_told_like_an_archive_that_cannot(
    home: Home, tmp_path: Path
) -> None:
    log = tmp_path / "none" / "x.log"
    command = [sys.executable, "-m", "crawler.child", "demo"]
    command += ["-s", f"HOME={home.root}", "-s", f"LOG_FILE={log}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (3, f"{log}: No such file or directory\n")


def test_a_crawl_that_has_no_room_to_begin_says_so_in_its_row(home: Home, tmp_path: Path) -> None:
    # What a full disk answers is put into the crawl's own process.
    (tmp_path / "sitecustomize.py").write_text(
        "import shutil\n"
        "shutil.disk_usage = lambda path: shutil._ntuple_diskusage(2**40, 2**40, 9 * 2**20)\n"
    )
    with Faulty({"/1": GOOD}) as server:
        what = planned(home, server)
        what.environment["PYTHONPATH"] += f":{tmp_path}"  # type: ignore[index]
        ended = Child(what).wait()
    assert ended.code == 8
    with closing(open_read_only(home)) as db:
        (run,) = runs.history(db)
    assert run["outcome"] == "failed"
    assert run["reason"].startswith("disk: ")
    assert "9.0 MB free" in run["reason"]


def test_a_crawl_that_cannot_note_what_it_reads_does_not_begin(home: Home) -> None:
    home.lock("fault").with_suffix(".reading").mkdir()
    with Faulty({"/1": GOOD}) as server:
        ended = crawl(home, server)
        assert server.asked == []
    assert (ended.run, ended.code) == (None, 3)
    assert ended.last_word.endswith("fault.reading: Is a directory")


def test_a_crawl_whose_database_is_taken_away_says_so(home: Home, tmp_path: Path) -> None:
    def slow_page(connection: Connection) -> None:
        time.sleep(0.2)
        connection.send(GOOD)

    with Faulty(dict.fromkeys(MANY, slow_page)) as server:
        child = Child(planned(home, server))
        until(lambda: len(server.asked) > 4)
        for path in home.root.glob("archive.db*"):
            path.unlink()
        other = Home(tmp_path / "other")
        other.root.mkdir()
        open_archive(other).close()
        other.database.rename(home.database)
        ended = child.wait()
        assert len(server.asked) < len(MANY)
    assert (ended.run, ended.code) == (None, 3)
    assert "archive.db was replaced while it was written to" in ended.last_word


def test_a_bug_at_the_start_is_no_success(home: Home) -> None:
    with Faulty({"/1": GOOD}) as server:
        ended = crawl(home, server, site="late")
    assert ended.outcome == "partial"


def test_a_bug_before_the_first_request_is_not_taken_for_a_silent_server(home: Home) -> None:
    with Faulty({"/1": GOOD}) as server:
        ended = crawl(home, server, site="seedless")
        assert server.asked == []
    assert ended.outcome == "failed"
    assert "bug of ours" in ended.run["reason"]  # type: ignore[index]


def test_a_module_that_does_not_load_keeps_no_other_from_it(home: Home, tmp_path: Path) -> None:
    (tmp_path / "broken_sites").mkdir()
    (tmp_path / "broken_sites" / "__init__.py").touch()
    (tmp_path / "broken_sites" / "broken.py").write_text("import no_such_module\n")
    with Faulty({"/1": GOOD}) as server:
        what = planned(home, server, SPIDER_MODULES="fault_spiders,broken_sites")
        what.environment["PYTHONPATH"] += f":{tmp_path}"  # type: ignore[index]
        assert Child(what).wait().outcome == "ok"
