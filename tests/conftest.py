"""What tests share: an empty home, the demo site on loopback, a crawl of it."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

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
def crawl_demo(home: Home, demo_site: Demo) -> Callable[..., Ended]:
    """Crawl the demo site into ``home`` by its spider, with the given fields of ``Crawl``."""

    def crawl(**fields: object) -> Ended:
        return run_crawl(demo_crawl(home, demo_site.url, **fields))

    return crawl


def demo_crawl(home: Home, url: str, **fields: object) -> Crawl:
    environment = {
        "WENMING_DEMO_URL": url,
        "WENMING_ALLOW_PRIVATE": "127.0.0.1/32",
        "WENMING_DOWNLOAD_DELAY": "0",
    }
    return Crawl(**{"site": "demo", "home": home, "environment": environment, **fields})
