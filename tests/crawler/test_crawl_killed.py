"""A crawl of the demo site is killed again and again: its process, its parent, both."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from crawler.demo.server import Demo
from storage.care.verify import verify
from storage.database import open_read_only
from storage.errors import StorageError
from storage.home import Home
from storage.runs import history

KILLS = int(os.environ.get("KILLS", "4"))  # `make torture` wants more
PATIENCE = 20  # seconds

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="finds the child of a process in /proc"
)


class Killer:
    """Starts ``wenming crawl`` and kills it after some random request."""

    def __init__(self, home: Home, site: Demo) -> None:
        self.home, self.site = home, site
        self.chance = random.Random(20250801)
        self.killed: Counter[str] = Counter()
        self.held: set[str] = set()  # paths that were committed when somebody died
        self.repeated: list[str] = []  # of those, what was fetched again

    def start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "wenming", "--home", self.home.root, "crawl", "demo"],
            env={
                **os.environ,
                "WENMING_DEMO_URL": self.site.url,
                "WENMING_ALLOW_PRIVATE": "127.0.0.1/32",
                "WENMING_DOWNLOAD_DELAY": "0",
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill_one(self, victim: str) -> None:
        self.site.requests.clear()
        parent = self.start()
        child = _child_of(parent)
        # In requests, not in seconds: a quiet machine would be done before it dies.
        left = max(1, len(self.site.expected()) - len(self.held))
        most = self.chance.randint(1, left)
        while len(self.site.requests) < most and parent.poll() is None:
            time.sleep(0.002)
        time.sleep(self.chance.uniform(0, 0.02))
        if parent.poll() is None:
            self.killed[victim] += 1
        for pid in {"child": [child], "parent": [parent.pid], "both": [parent.pid, child]}[victim]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        parent.wait(PATIENCE)
        _wait_until_gone(child)
        self.look()

    def look(self) -> None:
        """Note what was fetched although it was committed before, and what is committed now."""
        fetched = {request.path for request in self.site.requests}
        self.repeated += sorted(fetched & self.held)
        with suppress(StorageError), closing(open_read_only(self.home)) as db:
            rows = db.execute("select url from urls where state = 'held' and kind = 'article'")
            self.held = {urlsplit(url).path for (url,) in rows}


@pytest.fixture
def killer(home: Home, demo_site: Demo) -> Killer:
    return Killer(home, demo_site)


def test_nothing_is_lost_or_kept_twice(killer: Killer, home: Home, demo_site: Demo) -> None:
    for number in range(KILLS):
        killer.kill_one(("child", "parent", "both")[number % 3])
        if len(killer.held) == len(demo_site.expected()):  # all there: begin anew
            _is_whole(home, demo_site)
            home = killer.home = Home(home.root.with_name(f"home{number}"))
            killer.held.clear()
    assert killer.start().wait(PATIENCE) == 0, _last_run(killer.home)
    killer.look()
    assert killer.repeated == []
    assert sum(killer.killed.values()) > KILLS / 2
    _is_whole(killer.home, demo_site)


def _is_whole(home: Home, site: Demo) -> None:
    assert list(verify(home)) == []
    with closing(open_read_only(home)) as db:
        urls = sorted(url for (url,) in db.execute("select url from articles"))
        outcomes = {outcome for (outcome,) in db.execute("select outcome from runs")}
    assert urls == sorted(urljoin(site.url, article.path) for article in site.expected())
    assert outcomes <= {"crashed", "ok", "running"}


def _last_run(home: Home) -> str:
    with closing(open_read_only(home)) as db:
        return "; ".join(
            f"run {run['id']}: {run['outcome']}, {run['reason']}" for run in history(db, limit=3)
        )


def _child_of(parent: subprocess.Popen[bytes]) -> int:
    """Return the process that the parent starts to crawl, as soon as it is there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and parent.poll() is None:
        with suppress(FileNotFoundError):
            for task in Path(f"/proc/{parent.pid}/task").iterdir():
                if children := (task / "children").read_text().split():
                    return int(children[0])
        time.sleep(0.01)
    pytest.fail("no crawl was started")


def _wait_until_gone(pid: int) -> None:
    """A crawl whose parent is gone must go too."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        # A dead one that nobody waited for is gone as well.
        with suppress(FileNotFoundError):
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return
        time.sleep(0.02)
    pytest.fail("the crawl outlived its parent")
