"""Ten failures of a real site, crawled by real processes, are named within two runs.

The site is at a name and has a certificate that a new authority vouches for, so that both can go.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from certificates import certified
from faulty import FaultCrawl, Faulty, http, planned
from living import NOTHING, LivingSite, answer_with, delayed

import article.model
from scheduler.health import Verdict
from scheduler.launch import Child, Ended
from scheduler.planner import Planner
from scheduler.settings import Settings
from scheduler.watch import Watch
from storage.database import open_archive
from storage.home import Home
from storage.sites import get_site
from storage.values.stamp import stamp

NAME = "yunshan.test"
CHALLENGE = (
    "<html><head><title>安全验证</title></head><body><p>请完成安全验证后继续访问</p></body></html>"
)
NORMAL = 6  # passes before anything befalls the site


@dataclass
class World:
    """A site, its server, and an archive of it that was watched for a while."""

    home: Home
    site: LivingSite
    server: Faulty
    folder: Path  # of its certificate
    settings: dict[str, object] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    scheduler: Settings = field(default_factory=Settings)

    def visit(self) -> Ended:
        """Publish, and crawl as the scheduler does."""
        self.site.publish(3)
        return Child(self._crawl()).wait()

    def _crawl(self) -> FaultCrawl:
        settings = {
            "TWISTED_DNS_RESOLVER": "fault_spiders.NamingResolver",
            "LEAST_PUBLIC_DELAY": 0,
            "AUTOTHROTTLE_ENABLED": False,
            "RETRY_TIMES": 0,
            **self.settings,
        }
        what = planned(
            self.home, self.server, kind="fresh", planned_at=stamp(datetime.now(UTC)), **settings
        )
        what.environment.update(  # type: ignore[attr-defined]
            {"SSL_CERT_FILE": str(self.folder / "server.pem"), "FAULT_NAMES": NAME},
            **self.environment,
        )
        return what

    def judge(self) -> Verdict:
        """Judge the site, as the scheduler does after each run."""
        with closing(open_archive(self.home)) as db:
            watch = Watch(self.home, Planner(self.scheduler))
            watch.judge(db, [get_site(db, "fault")], now=datetime.now(UTC))
        return watch.verdicts["fault"]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("watched")
    home = Home(folder / "home")
    home.make()
    site = LivingSite()
    site.publish(17)
    with Faulty(tls=certified(folder, NAME, 30)) as server:
        answer_with(server, site)
        server.url = f"https://{NAME}:{server.port}"
        world = World(home, site, server, folder)
        for _ in range(NORMAL):
            assert world.visit().outcome == "ok"
            assert world.judge().state == "ok"
        yield world


@pytest.fixture
def world(watched: World, tmp_path: Path) -> Iterator[World]:
    """The same site with an archive and a fate of its own."""
    shutil.copytree(watched.home.root, tmp_path / "home")
    site, server, tls = LivingSite(list(watched.site.items)), watched.server, watched.server.tls
    answer_with(server, site)
    yield World(Home(tmp_path / "home"), site, server, watched.folder)
    server.tls = tls


def redesign_lists(world: World) -> None:
    world.site.list_item = '<div class="row"><b><a href="{url}">{title}</a></b><i>{day}</i></div>'


def redesign_articles(world: World) -> None:
    world.site.page = (
        '<div class="hd">{title}</div><div class="meta"><em>{day}</em><em>云山日报</em></div>'
        '<section id="detail">{body}</section>'
    )


def redesign_for_scripts(world: World) -> None:
    world.site.page = '<div id="app"></div><script src="/app.js"></script>'


def answer_all(answer: bytes) -> Callable[[World], None]:
    def change(world: World) -> None:
        world.site.befall = lambda path, page: answer

    return change


def answer_some(where: Callable[[str], bool], answer: bytes) -> Callable[[World], None]:
    def change(world: World) -> None:
        world.site.befall = lambda path, page: (
            answer if where(path) else http(page) if page else NOTHING
        )

    return change


def is_list(path: str) -> bool:
    return path.startswith("/list")


def is_further(path: str) -> bool:
    return path.startswith("/list_")


def garble(where: Callable[[str], bool], damage: Callable[[str], bytes]) -> Callable[[World], None]:
    """Return a change by which some pages are damaged before they are sent."""

    def change(world: World) -> None:
        world.site.befall = lambda path, page: (
            NOTHING if not page else http(damage(page.decode()) if where(path) else page)
        )

    return change


def lost(text: str) -> bytes:
    """GB 18030 that somebody read as UTF-8."""
    return text.encode("gb18030").decode("utf-8", "replace").encode()


def asked(text: str) -> bytes:
    """What a converter says that knows ASCII only."""
    return text.encode("ascii", "replace")


def close_lists(world: World) -> None:
    asks = [("X-Robots-Tag", "nofollow")]
    world.site.befall = lambda path, page: (
        NOTHING if not page else http(page, headers=asks if is_list(path) else [])
    )


def partly_lost(text: str) -> bytes:
    return text.replace("了", "\ufffd").encode()


def slow_down(world: World) -> None:
    world.site.befall = delayed(1.1)


def hang(world: World) -> None:
    world.site.befall = delayed(1.0)
    world.settings["DOWNLOAD_TIMEOUT"] = 0.4


def lose_the_name(world: World) -> None:
    world.environment["FAULT_NAMES"] = ""


def let_the_certificate_expire(world: World) -> None:
    expired = world.home.root.parent / "expired"
    expired.mkdir()
    world.server.tls = certified(expired, NAME, -1)
    world.environment["SSL_CERT_FILE"] = str(expired / "server.pem")


def repeat_the_first_page(world: World) -> None:
    site = world.site
    site.befall = lambda path, page: (
        http(site.healthy("/list")) if is_list(path) else http(page) if page else NOTHING
    )


def end_the_list(world: World) -> None:
    world.site.befall = lambda path, page: (
        http(page.replace(b'href="/list_', b'name="/list_')) if page else NOTHING
    )


def break_the_reader(world: World) -> None:
    """Crawl with a version of ours that finds no source any more."""
    upgrade(world, REGRESSION)


def upgrade(world: World, code: str) -> None:
    """Crawl with another version of ours: code is added to the reader's."""
    package = world.home.root.parent / "upgraded" / "article"
    shutil.copytree(Path(article.model.__file__).parent, package)
    with (package / "reading.py").open("a") as module:
        module.write(code)
    world.environment |= {
        "PYTHONPATH": f"{package.parent}:{Path(__file__).parent}",
        "PYTHONSAFEPATH": "1",  # or the current folder would come first
    }


def upgraded_before(befall: Callable[[World], None]) -> Callable[[World], None]:
    def both(world: World) -> None:
        upgrade(world, "# better\n")
        befall(world)

    return both


REGRESSION = """

_read_all = read_article


def read_article(*args, **kwargs):
    return replace(_read_all(*args, **kwargs), source=None)
"""


def fill_the_disk(world: World) -> None:
    world.scheduler = Settings(least_free_mb=10**9)


FAILURES: dict[str, tuple[Callable[[World], None], str, str, str]] = {
    "redesign of lists": (redesign_lists, "broken", "redesign", "list pages without a link"),
    "redesign of articles": (redesign_articles, "degraded", "redesign", "another rule than usual"),
    "redesign for scripts": (redesign_for_scripts, "broken", "redesign", "could not be read"),
    "block 412": (answer_all(http(b"<script>1</script>", 412)), "blocked", "blocked", "refused"),
    "block 521": (answer_all(http(b"<script>1</script>", 521)), "blocked", "blocked", "refused"),
    "challenge": (answer_all(http(CHALLENGE.encode())), "blocked", "blocked", "refused"),
    "empty pages": (
        answer_all(http(b"<html><body></body></html>")), "broken", "emptiness", "nearly without"
    ),
    "empty lists": (
        answer_some(is_list, http(b'<div class="list"><ul></ul></div>')),
        "broken", "emptiness", "nearly without text",
    ),
    "lists moved away": (
        answer_some(is_list, http(b"<h1>404 Not Found</h1>", 404)),
        "broken", "redesign", "list pages are gone",
    ),
    "closed lists": (close_lists, "blocked", "nofollow", "ask nobody to follow"),
    "charset of all": (garble(bool, lost), "broken", "charset", "no known characters"),
    "charset of lists": (garble(is_list, asked), "broken", "charset", "no known characters"),
    "charset of articles": (
        garble(lambda path: not is_list(path), partly_lost), "degraded", "charset",
        "lost characters",
    ),
    "slow": (slow_down, "degraded", "slow", "in slow runs"),
    "too slow": (hang, "degraded", "slow", "took too long"),
    "name gone": (lose_the_name, "broken", "DNS", "no address for the host's name"),
    "certificate expired": (
        let_the_certificate_expire, "broken", "certificate", "bad certificate"
    ),
    "further pages gone": (
        answer_some(is_further, NOTHING), "degraded", "paging", "no list that goes on"
    ),
    "further pages all the same": (
        repeat_the_first_page, "degraded", "paging", "no list that goes on"
    ),
    "further pages not linked": (end_the_list, "degraded", "paging", "no list that goes on"),
    "reader regression": (
        break_the_reader, "degraded", "reader regression", "articles have no source"
    ),
    "redesign of articles after an upgrade": (
        upgraded_before(redesign_articles), "degraded", "redesign", "another rule than usual"
    ),
    "redesign for scripts after an upgrade": (
        upgraded_before(redesign_for_scripts), "broken", "redesign", "could not be read"
    ),
    "disk low": (fill_the_disk, "degraded", "disk", "MB free"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_named_within_two_runs(name: str, world: World) -> None:
    befall, state, cause, reason = FAILURES[name]
    befall(world)
    verdicts = []
    for _ in range(2):
        world.visit()
        verdicts.append(world.judge())
    assert (verdicts[-1].state, verdicts[-1].cause) == (state, cause)
    assert reason in str(verdicts[-1].reason)
    # What the first run shows may be an accident, but nobody calls it something else.
    assert verdicts[0].cause in (None, cause)


def test_what_does_no_harm_raises_no_alarm(world: World) -> None:
    world.site.befall = lambda path, page: (
        http(page, kind="text/html; charset=gb2312") if page else NOTHING
    )
    for _ in range(2):
        assert world.visit().outcome == "ok"
        assert world.judge().state == "ok"


def test_a_host_that_asked_for_a_rest_is_left_alone_without_an_alarm(world: World) -> None:
    world.site.befall = lambda path, page: http(b"", 503, headers=[("Retry-After", "3600")])
    for why in ("asks to stay away for 3600 s", *["asked an earlier run to stay away"] * 3):
        assert why in world.visit().run["reason"]  # type: ignore[index]
        assert world.judge().state == "ok"


def test_a_site_is_well_again_once_its_failure_is_over(world: World) -> None:
    redesign_lists(world)
    for _ in range(2):
        world.visit()
    assert world.judge().state == "broken"
    world.site.list_item = LivingSite.list_item
    world.visit()
    assert world.judge().state == "ok"
