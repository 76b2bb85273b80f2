"""The whole crawl against others that crawl, in processor time per page, on one site on loopback.

Every configuration is a process of its own; its time and memory are those that the kernel counted
for it, start-up included. Configurations take turns within a round, and ratios are taken within it;
with several rounds the median counts. The assembled stack needs an interpreter that has scrapy,
trafilatura, lxml_html_clean, sqlite-utils and warcio: ``--peers-python``.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Self

from table import Measure, finish, show

from storage.database import open_read_only
from storage.home import Home

HERE = Path(__file__).parent
BARE, ENGINE, STACK, WGET = "bare default Scrapy", "our engine alone", "assembled stack", "wget"
LAYOUT, GENERAL = "whole, with the site's layout", "whole, by the general rules"
AGAIN, GBK, GZIP = "a pass of unchanged articles", "whole, GBK", "whole, gzip"
GROWN = "whole, twice the articles"
SPIDERS = ("-s", "SPIDER_MODULES=benchmarks.crawls.spiders")
ALONE = ("-s", "SPIDER_MODULES=benchmarks.crawls.engine")  # no reader is even imported


@dataclass(frozen=True)
class Run:
    """What a crawl cost; ``sent`` is what the server sent to it."""

    pages: int
    cpu: float  # seconds
    rss: int  # bytes
    sent: int

    @property
    def cost(self) -> float:
        """Milliseconds of processor time a page."""
        return 1000 * self.cpu / self.pages


class Server:
    """The site in a process of its own."""

    def __init__(self, folder: Path, size: int, *options: str) -> None:
        command = [sys.executable, str(HERE / "crawls/news_site.py"), str(size)]
        command += ["--folder", str(folder / f"site-{size}"), *options]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.size = size
        self.url = f"http://127.0.0.1:{int(self._line())}/"

    def sent(self) -> int:
        """Return how many bytes were sent so far."""
        assert self._process.stdin
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return int(self._line().split()[1])

    def _line(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()


def main() -> None:
    """Measure, print, and say whether the bounds hold."""
    options = ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=5000)
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--peers-python", metavar="PATH", help="interpreter of the stack")
    options.add_argument("--folder", type=Path, help="where the sites are kept for the next time")
    chosen = options.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        kept = chosen.folder or folder
        size = chosen.articles
        plain = stack.enter_context(Server(kept, size))
        gbk = stack.enter_context(Server(kept, size, "--charset", "gbk"))
        packed = stack.enter_context(Server(kept, size, "--gzip"))
        double = stack.enter_context(Server(kept, 2 * size))
        home = Home(folder / "layout")
        runs: dict[str, Callable[[], Run]] = {
            BARE: lambda: peer(plain, "bare", folder),
            ENGINE: lambda: engine(plain, fresh(Home(folder / "engine"))),
            LAYOUT: lambda: ours(plain, fresh(home)),
            AGAIN: lambda: ours(plain, home, "-s", "SWEEP=1"),
            GENERAL: lambda: ours(plain, fresh(Home(folder / "general")), general=True),
            GBK: lambda: ours(gbk, fresh(Home(folder / "gbk"))),
            GZIP: lambda: ours(packed, fresh(Home(folder / "gzip"))),
            GROWN: lambda: ours(double, fresh(Home(folder / "grown"))),
        }
        if chosen.peers_python:
            runs[STACK] = lambda: peer(plain, "stack", folder, chosen.peers_python)
        if shutil.which("wget"):
            runs[WGET] = lambda: wget(plain, folder / "wget")
        rounds = [
            {name: told(name, run) for name, run in runs.items()} for _ in range(chosen.rounds)
        ]
    middle = {name: median(one[name].cost for one in rounds) for name in runs}
    show("Processor time a page", (Measure(name, cost, "ms") for name, cost in middle.items()))
    finish(show(f"Bounds, {size:,} articles", bounds(rounds, size)))


def told(name: str, run: Callable[[], Run]) -> Run:
    """Run, and say on standard error what came of it."""
    result = run()
    print(
        f"{name}: {result.pages} pages, {result.cpu:.1f} s, {result.cost:.2f} ms a page, "
        f"{result.rss // 2**20} MB, {result.sent // 2**20} MB received",
        file=sys.stderr,
    )
    return result


def bounds(rounds: list[dict[str, Run]], size: int) -> Iterator[Measure]:
    """Yield what must hold."""

    def ratio(one: str, other: str) -> float:
        return median(each[one].cost / each[other].cost for each in rounds)

    yield Measure("throughput with the layout / bare Scrapy", ratio(BARE, LAYOUT), "x", least=0.42)
    yield Measure("throughput by the rules / bare Scrapy", ratio(BARE, GENERAL), "x", least=0.28)
    yield Measure("throughput of the engine alone / bare Scrapy", ratio(BARE, ENGINE), "x", least=2)
    if STACK in rounds[0]:
        yield Measure("throughput with the layout / stack", ratio(STACK, LAYOUT), "x", least=3)
        yield Measure("throughput by the rules / stack", ratio(STACK, GENERAL), "x", least=2)
    if WGET in rounds[0]:
        yield Measure("throughput with the layout / wget with WARC", ratio(WGET, LAYOUT), "x")
    yield Measure("unchanged pass / first crawl, processor", ratio(AGAIN, LAYOUT), "x", most=0.35)
    sent = median(one[AGAIN].sent / one[LAYOUT].sent for one in rounds)
    yield Measure("unchanged pass / first crawl, bytes", sent, "x", most=0.02)
    peak = max(one[LAYOUT].rss for one in rounds)
    grown = max(one[GROWN].rss for one in rounds)
    yield Measure(f"peak memory, {size:,} articles", peak / 2**20, "MB", most=150)
    yield Measure(f"growth over the next {size:,}", (grown - peak) / 2**20, "MB", most=10)
    for name in (GBK, GZIP):
        yield Measure(f"{name} / UTF-8 as it is, processor", ratio(name, LAYOUT), "x", most=1.15)


def fresh(home: Home) -> Home:
    """Return a home with nothing in it."""
    shutil.rmtree(home.root, ignore_errors=True)
    home.make()
    return home


def ours(server: Server, home: Home, *more: str, general: bool = False) -> Run:
    """Crawl with the whole pipeline; an article that is missed is no measurement."""
    more += ("--url", f"{server.url}list/1.html") if general else SPIDERS
    run = measured(child("bench", home, *more), server)
    with closing(open_read_only(home)) as db:
        sql = "select outcome, reason, pages from runs order by id desc limit 1"
        outcome, reason, pages = db.execute(sql).fetchone()
        (held,) = db.execute("select count(*) from articles where source is not null").fetchone()
    if outcome != "ok" or held != server.size:
        sys.exit(f"{home.root.name}: {outcome}, {reason}, {held} of {server.size} articles")
    return Run(pages, run.cpu, run.rss, run.sent)


def engine(server: Server, home: Home) -> Run:
    """Follow the same links by our settings, without what reads and keeps."""
    return measured(child("engine", home, *ALONE), server, expected=server.size)


def child(site: str, home: Home, *more: str) -> list[str]:
    """Return the command of a crawl."""
    log = home.logs / "bench.log"
    command = [sys.executable, "-m", "crawler.child", site, "-s", f"HOME={home.root}"]
    return [*command, "-s", f"LOG_FILE={log}", *more]


def peer(server: Server, mode: str, folder: Path, python: str = sys.executable) -> Run:
    """Run one of the peers that Scrapy drives."""
    output = folder / mode
    fresh(Home(output))
    command = [python, str(HERE / "crawls/peers.py"), mode, server.url, str(output)]
    return measured(command, server, expected=server.size)


def wget(server: Server, folder: Path) -> Run:
    """Mirror the same pages into files and a WARC file."""
    fresh(Home(folder))
    command = ["wget", "--mirror", "--no-verbose", "--execute", "robots=off"]
    command += ["--warc-file", str(folder / "mirror"), "--directory-prefix", str(folder)]
    command += ["--accept-regex", "/(list|art)/", "--output-file", str(folder / "wget.log")]
    run = measured([*command, f"{server.url}list/1.html"], server)
    pages = sum(1 for _ in (folder / server.url.split("/")[2]).rglob("*.html"))
    return Run(pages, run.cpu, run.rss, run.sent)


def measured(command: list[str], server: Server, *, expected: int = 0) -> Run:
    """Run a process to its end; its last word is the number of pages, where one is expected."""
    before = server.sent()
    environment = {
        **os.environ,
        "BENCH_URL": server.url,
        "WENMING_ALLOW_PRIVATE": "127.0.0.1/32",
        "WENMING_DOWNLOAD_DELAY": "0",
    }
    process = subprocess.Popen(command, env=environment, cwd=HERE.parent, stdout=subprocess.PIPE)
    assert process.stdout
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    pages = json.loads(said.split()[-1]) if expected else 1
    if pages < expected:
        sys.exit(f"{' '.join(command)}: {pages} pages of {expected}")
    return Run(pages, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, server.sent() - before)


if __name__ == "__main__":
    main()
