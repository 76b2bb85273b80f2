"""The main job, end to end: real Scrapy against the real demo site into a real archive."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urljoin

import pytest

from crawler.demo.articles import ExpectedArticle
from crawler.demo.server import Demo
from scheduler.launch import Ended
from storage.database import Database, open_read_only
from storage.home import Home
from tests import conftest


@contextmanager
def archive(home: Home) -> Iterator[Database]:
    with closing(open_read_only(home)) as db:
        yield db


class Crawled:
    """The demo site as one crawl left it."""

    def __init__(self, home: Home, site: Demo, ended: Ended) -> None:
        self.home, self.site, self.ended = home, site, ended
        self.requests = Counter((seen.method, seen.path) for seen in site.requests)
        with archive(home) as db:
            self.articles = {row["url"]: row for row in db.query("select * from articles")}

    def row(self, article: ExpectedArticle) -> dict[str, object]:
        return self.articles[urljoin(self.site.url, article.path)]


@pytest.fixture(scope="module")
def crawled(first_crawl: conftest.Crawled) -> Crawled:
    return Crawled(first_crawl.home, first_crawl.site, first_crawl.ended)


def test_the_crawl_ends_well(crawled: Crawled) -> None:
    assert crawled.ended.outcome == "ok", crawled.ended
    assert crawled.ended.run["articles_new"] == len(crawled.site.expected())


def test_every_article_is_there_once_and_nothing_else(crawled: Crawled) -> None:
    served = {urljoin(crawled.site.url, article.path) for article in crawled.site.expected()}
    assert crawled.articles.keys() == served


FIELDS = ["title", "published_at", "source", "author", "editor", "credit", "body"]


@pytest.mark.parametrize("field", FIELDS)
def test_every_article_reads_as_the_site_says(crawled: Crawled, field: str) -> None:
    name = {"published_at": "published"}.get(field, field)
    wrong = {
        article.path: (crawled.row(article)[field], getattr(article, name))
        for article in crawled.site.expected()
        if (crawled.row(article)[field] or None) != (getattr(article, name) or None)
    }
    assert not wrong


def test_reprints_share_a_story_and_others_do_not(crawled: Crawled) -> None:
    expected = {a.path: a.story for a in crawled.site.expected()}
    found = {a.path: crawled.row(a)["story_id"] for a in crawled.site.expected()}
    pairs = {(expected[path], found[path]) for path in expected}
    assert len(pairs) == len(set(expected.values())) == len(set(found.values()))


def test_each_page_is_fetched_once(crawled: Crawled) -> None:
    repeated = {what: times for what, times in crawled.requests.items() if times > 1}
    assert not repeated


def test_every_visit_is_a_capture_and_articles_have_raw_pages(crawled: Crawled) -> None:
    with archive(crawled.home) as db:
        rows = list(db.query("select c.*, u.kind from captures c join urls u on u.id = c.url_id"))
    fetched = sum(crawled.requests.values()) - 1  # robots.txt is not archived
    assert len(rows) == fetched
    assert all(row["warc_file"] for row in rows if row["kind"] == "article")


def test_the_index_finds_what_a_scan_finds(crawled: Crawled) -> None:
    import sqlite3  # a stranger's client, with no function of ours

    path = Path(crawled.home.database).absolute().as_uri()
    with closing(sqlite3.connect(f"{path}?mode=ro", uri=True)) as db:
        for word in ("文明", "志愿", "小区"):
            found = db.execute(
                "select rowid from articles_fts where articles_fts match ?", [word]
            ).fetchall()
            scanned = db.execute(
                "select id from articles where instr(body, ?) or instr(title, ?)", [word, word]
            ).fetchall()
            assert sorted(found) == sorted(scanned)
            assert found
