"""The n-th write, sync, rename of a whole crawl fails in the kernel, SQLite's own among them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from storage.care.verify import verify
from storage.home import Home
from tests.storage.crawling import rows
from tests.storage.synthetic import Site, crawl

ROOT = Path(__file__).parents[2]
FAULTS = int(os.environ.get("FAULTS", "3"))  # of each kind; `make torture` wants more
SITE = Site(articles=60)
CALLS = {"pwrite64": "ENOSPC", "fsync": "EIO", "rename": "EIO", "openat": "EMFILE"}

pytestmark = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace injects the faults; it is not installed"
)


def traced(home: Home, *options: str, output: Path) -> int:
    """Crawl in a process of its own under strace; return its exit code."""
    command = ["strace", "-f", "-qq", "-o", output, *options, sys.executable]
    command += ["-m", "tests.storage.synthetic", home.root, str(SITE.articles)]
    return subprocess.run(command, cwd=ROOT, capture_output=True).returncode


def calls_of(home: Home, call: str, tmp_path: Path) -> tuple[int, int]:
    """Return how often the crawl makes a call, and how often before the archive is touched."""
    output = tmp_path / "counted"
    assert traced(home, "-e", f"trace={call}", output=output) == 0
    lines = [line for line in output.read_text().splitlines() if f"{call}(" in line]
    first = next((i for i, line in enumerate(lines) if str(home.root) in line), 0)
    return len(lines), first


@pytest.mark.parametrize("call", CALLS)
def test_a_call_that_fails_in_the_kernel_loses_nothing(call: str, tmp_path: Path) -> None:
    total, first = calls_of(Home(tmp_path / "clean"), call, tmp_path)
    numbers = {first + 1 + (total - first - 1) * k // FAULTS for k in range(FAULTS)}
    injected = tmp_path / "injected"
    for number in sorted(numbers):
        home = Home(tmp_path / f"home{number}")
        fault = f"inject={call}:error={CALLS[call]}:when={number}"
        traced(home, "-e", f"trace={call}", "-e", fault, output=injected)
        assert "INJECTED" in injected.read_text()
        crawl(home, SITE)
        urls = [row["url"] for row in rows(home, "select url from articles")]
        assert sorted(urls) == sorted(SITE.address(n) for n in range(SITE.articles))
        assert list(verify(home)) == []
