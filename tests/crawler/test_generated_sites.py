"""Sites of every family, never seen before, by their address alone."""

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from scheduler.launch import Crawl, Ended, crawl
from storage.database import open_read_only
from storage.home import Home
from tests.crawler.generated import Choices, GeneratedSite, Served

SPARE = 5  # requests to a host beside its lists and articles

# Each choice of markup, dates, addresses, channels and paging that matters occurs at least once.
SITES = [
    Choices(
        name="script", paging="trs-inline", address="short", charset="gbk", depth=2, each=9,
        is_menu_scripted=True,
    ),
    Choices(name="numbers", markup="table", dates="short", paging="numbers", channel="index"),
    Choices(name="records", markup="dl", dates="slash", paging="dataproxy", address="jcms"),
    Choices(name="json", paging="json-ajax", address="number", channel="query", dates="none"),
    Choices(name="ids", paging="json-ids", address="query", dates="none", sidebar=False, each=9),
    Choices(name="form", paging="form", address="slug", channel="query", markup="dl"),
    Choices(name="menu", markup="cards", dates="split", paging="select", channel="number", depth=2),
    Choices(name="small", markup="cards", address="short", dates="none", each=2, channels=5),
    Choices(
        name="template", markup="block", dates="none", paging="template", address="noext",
        channel="file", sidebar=False, channels=5, each=8,
    ),
]  # fmt: skip


class Crawled:
    """A site, crawled once, and once more right after."""

    def __init__(self, served: Served, home: Home) -> None:
        self.site = served.site
        self.first, self.asked = self._crawl(served, home)
        self.fresh, self.asked_again = self._crawl(served, home)
        with closing(open_read_only(home)) as db:
            urls = [url for (url,) in db.execute("select url from articles")]
        self.articles = {url.removeprefix(served.url) for url in urls}
        self.lists = served.site.lists | {url for url in self.asked if "/api/" in url}
        self.lists |= {url for url in self.asked if "dataproxy.jsp" in url}

    def _crawl(self, served: Served, home: Home) -> tuple[Ended, Counter[str]]:
        served.requests.clear()
        environment = {"WENMING_ALLOW_PRIVATE": "127.0.0.1/32", "WENMING_DOWNLOAD_DELAY": "0"}
        what = Crawl(site="made", home=home, address=f"{served.url}/", environment=environment)
        return crawl(what), served.requests.copy()


@pytest.fixture(scope="module", params=SITES, ids=lambda choices: choices.name)
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    folder: Path = tmp_path_factory.mktemp("made")
    with Served(GeneratedSite(request.param)) as served:
        return Crawled(served, Home(folder / "home"))


def test_every_article_is_found_and_nothing_else(crawled: Crawled) -> None:
    assert crawled.articles == crawled.site.articles
    assert (crawled.first.outcome, crawled.fresh.outcome) == ("ok", "ok")


def test_each_page_is_asked_once_and_little_else(crawled: Crawled) -> None:
    repeats = sum(times - 1 for times in crawled.asked.values())
    others = set(crawled.asked) - crawled.site.articles - crawled.lists
    assert repeats + len(others) <= SPARE


def test_a_fresh_pass_asks_for_lists_once_and_for_no_article(crawled: Crawled) -> None:
    assert not set(crawled.asked_again) & crawled.site.articles
    assert max(crawled.asked_again.values()) == 1
    assert len(crawled.asked_again) < len(crawled.lists) + SPARE
