"""What tests share: an empty home, the demo site on loopback, a crawl of it."""

import os
import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from crawler.demo.server import Demo, serve
from scheduler.launch import Crawl, Ended
from scheduler.launch import crawl as run_crawl
from storage.home import Home

SHARED = Path(__file__).parents[2] / "shared"

# Jobs in the background are started with Ctrl-C ignored, or the end of their terminal, and so would
# be all that tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

# Hundreds of processes are started here, and each would compile all of our modules anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own archive must not be met by a test."""
    for name in [name for name in os.environ if name.startswith("WENMING_")]:
        monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _signals_as_before() -> Iterator[None]:
    """A command that ends in our own process hears no more signals."""
    heard = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in heard}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.make()
    return home


@pytest.fixture
def demo_site() -> Iterator[Demo]:
    with serve() as site:
        yield site


@pytest.fixture
def close_demo(demo_site: Demo) -> Iterator[Callable[[], None]]:
    """Close the demo site and keep its port, on which a test beside this one might listen."""
    with socket.socket() as kept:

        def close() -> None:
            demo_site.close()
            kept.bind(demo_site.server_address[:2])

        yield close


@pytest.fixture
def crawl_demo(home: Home, demo_site: Demo) -> Callable[..., Ended]:
    """Crawl the demo site into ``home`` by its spider, with the given fields of ``Crawl``."""

    def crawl(**fields: object) -> Ended:
        return run_crawl(demo_crawl(home, demo_site.url, **fields))

    return crawl


class Crawled(NamedTuple):
    """The demo site, the archive of a crawl of it, and how that ended."""

    site: Demo
    home: Home
    ended: Ended

    def again(self, **fields: object) -> Ended:
        """Crawl once more, with the given fields of ``Crawl``."""
        return run_crawl(demo_crawl(self.home, self.site.url, **fields))


@pytest.fixture(scope="session")
def first_crawl(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """One crawl for all who only look at what it left."""
    home = Home(tmp_path_factory.mktemp("first_crawl") / "home")
    with serve() as site:
        yield Crawled(site, home, run_crawl(demo_crawl(home, site.url)))


@contextmanager
def copied(crawled: Crawled, folder: Path) -> Iterator[Crawled]:
    """Give an archive of one's own, and the site to change and to watch meanwhile."""
    site, home, ended = crawled
    shutil.copytree(home.root, folder)
    seen = list(site.requests)
    site.requests.clear()
    yield Crawled(site, Home(folder), ended)
    site.restore()
    site.requests[:] = seen


@pytest.fixture
def crawled_demo(first_crawl: Crawled, tmp_path: Path) -> Iterator[Crawled]:
    """The demo site after its first crawl, for one test alone."""
    with copied(first_crawl, tmp_path / "crawled") as own:
        yield own


def demo_crawl(home: Home, url: str, **fields: object) -> Crawl:
    environment = {
        "WENMING_DEMO_URL": url,
        "WENMING_ALLOW_PRIVATE": "127.0.0.1/32",
        "WENMING_DOWNLOAD_DELAY": "0",
    }
    return Crawl(**{"site": "demo", "home": home, "environment": environment, **fields})
