"""Real child processes that ignore, exceed and die."""

import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scheduler import launch
from scheduler.launch import Child, Crawl, Ended
from storage import runs
from storage.database import open_archive
from storage.home import Home
from storage.sites import SiteFacts, save_sites

PROGRAM = """
import json, os, signal, sys, time
from datetime import UTC, datetime
from pathlib import Path
from storage import runs
from storage.database import open_archive
from storage.home import Home

home, pipe = Home(Path(sys.argv[1])), int(sys.argv[2])
with runs.site_lock(home, "hubei"):
    run_id = runs.begin(open_archive(home), "hubei", "fresh", now=datetime.now(UTC))
    os.write(pipe, json.dumps({"run_id": run_id}).encode() + b"\\n")
    {BEHAVIOUR}
"""


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Child]:
    home = Home(tmp_path)
    save_sites(open_archive(home), [SiteFacts(id="hubei")])

    def begin(behaviour: str, **limits: object) -> Child:
        program = PROGRAM.replace("{BEHAVIOUR}", behaviour)

        def command(self: Crawl, parent_fd: int, progress_fd: int, log: Path) -> list[str]:
            return [sys.executable, "-c", program, str(home.root), str(progress_fd)]

        monkeypatch.setattr(Crawl, "command", command)
        child = Child(Crawl(site="hubei", home=home, **limits))  # type: ignore[arg-type]
        deadline = time.monotonic() + 10
        while child.run_id is None and child.process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        return child

    return begin


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "GRACE", 0.2)
    monkeypatch.setattr(launch, "_LOOK", 0.05)


def test_a_child_that_is_killed_leaves_a_crashed_run(start: Callable[..., Child]) -> None:
    child = start("time.sleep(60)")
    child.process.send_signal(signal.SIGKILL)
    ended = child.wait()
    assert ended.outcome == "crashed"
    assert ended.run["reason"] == "the crawl's process ended by SIGKILL"


def test_one_that_is_deaf_to_term_is_killed_after_its_time(start: Callable[..., Child]) -> None:
    child = start("signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)", seconds=0.1)
    time.sleep(0.3)  # until it is deaf
    ended = child.wait()
    assert ended.code == -signal.SIGKILL
    assert ended.run["reason"].endswith("SIGKILL: it took longer than 0 s")


def test_one_that_uses_too_much_memory_is_ended(start: Callable[..., Child]) -> None:
    child = start("block = bytearray(130 * 2**20); time.sleep(60)", memory=150 * 2**20)
    ended = child.wait()
    assert "MB of memory, 150 allowed" in ended.run["reason"]


def test_why_one_was_ended_before_it_began_is_its_last_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def command(self: Crawl, *_: object) -> list[str]:
        program = "import sys, time; print('Oh', file=sys.stderr, flush=True); "
        return [sys.executable, "-c", f"{program} block = b'x' * {6 * 2**20}; time.sleep(60)"]

    monkeypatch.setattr(Crawl, "command", command)
    ended = Child(Crawl(site="hubei", home=Home(tmp_path), memory=10 * 2**20)).wait()
    assert ended.run is None
    assert "MB of memory, 10 allowed" in ended.last_word


def test_the_limit_of_memory_is_told_to_the_child() -> None:
    crawl = Crawl(site="hubei", home=Home(Path("data")), memory=3 * 2**30)
    assert "MEMUSAGE_LIMIT_MB=3072" in crawl.command(3, 4, Path("log"))


def test_far_too_much_memory_at_once_is_refused_by_the_system(start: Callable[..., Child]) -> None:
    child = start("bytearray(2**31)", memory=200 * 2**20)
    ended = child.wait()
    assert ended.outcome == "crashed"
    assert "MemoryError" in ended.said


def test_one_that_ends_without_a_row_says_its_last_word(start: Callable[..., Child]) -> None:
    first = start("pass")
    first.wait()
    with runs.site_lock(first.crawl.home, "hubei"):
        ended = start("pass").wait()
    assert ended.run is None
    assert "SiteLocked" in ended.last_word


@pytest.mark.parametrize(("code", "told"), [(3, "exit code 3"), (-9, "SIGKILL")])
def test_an_end_without_a_word_is_told_by_its_exit_code(code: int, told: str) -> None:
    assert Ended(None, code).last_word == told


def test_a_run_that_closed_itself_keeps_its_outcome(start: Callable[..., Child]) -> None:
    ended = start("runs.finish(open_archive(home), run_id, 'ok', now=datetime.now(UTC))").wait()
    assert (ended.outcome, ended.code) == ("ok", 0)
    assert datetime.fromisoformat(ended.run["finished_at"]) <= datetime.now(UTC)
