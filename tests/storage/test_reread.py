import gzip
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from article.errors import NotAnArticle
from article.model import Article
from storage import suppress
from storage.care.erase import erase_address
from storage.care.verify import verify
from storage.database import Database, open_archive
from storage.home import Home
from storage.reread import Stored, reread
from tests.storage.crawling import rows, run
from tests.storage.synthetic import Site, crawl

SITE = Site(articles=130)
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
Reader = Callable[[Stored], Article]


@pytest.fixture
def db(home: Home) -> Iterator[Database]:
    crawl(home, SITE)
    with closing(open_archive(home)) as db:
        yield db


def as_before(stored: Stored) -> Article:
    assert stored.pages[0].body == SITE.page(stored.address.url)
    return SITE.article(stored.address.url)


def better(stored: Stored) -> Article:
    """Finds an author, loses a source, and reads one title in another way."""
    article = replace(as_before(stored), author="何青")
    if stored.address.url == SITE.address(1):
        return replace(article, source=None)
    if stored.address.url == SITE.address(2):
        return replace(article, title="读得更好")
    return article


def test_the_same_rules_change_nothing(home: Home, db: Database) -> None:
    report = reread(db, home, as_before, now=NOW)
    assert (report.read, report.unchanged, report.changed) == (130, 130, 0)
    assert not report.gained + report.lost + report.altered
    assert rows(home, "select count(*) as n from versions") == [{"n": 130}]


def test_better_rules_are_reported_and_make_versions_of_their_own_kind(
    home: Home, db: Database
) -> None:
    report = reread(db, home, better, now=NOW)
    assert dict(report.gained) == {"author": 130}
    assert dict(report.lost) == {"source": 1}
    assert dict(report.altered) == {"title": 1}
    assert report.examples["lost source"] == [SITE.address(1)]
    assert report.changed == 2
    changes = rows(home, "select change, count(*) as n from versions group by change order by 1")
    assert changes == [{"change": "first", "n": 130}, {"change": "reread", "n": 2}]
    article = rows(home, "select * from articles where url = ?", [SITE.address(2)])[0]
    assert article["last_changed_at"] == article["first_seen_at"]
    assert list(verify(home)) == []
    # And once only.
    assert reread(db, home, better, now=NOW).changed == 0


def test_a_dry_run_only_reports(home: Home, db: Database) -> None:
    before = rows(home, "select * from articles")
    report = reread(db, home, better, dry_run=True, now=NOW)
    assert (report.changed, dict(report.gained)) == (2, {"author": 130})
    assert rows(home, "select * from articles") == before
    assert rows(home, "select * from progress") == []


def test_it_goes_on_where_it_was_interrupted(home: Home, db: Database) -> None:
    read: list[str] = []

    def until_interrupted(stored: Stored) -> Article:
        if len(read) == 75:
            raise KeyboardInterrupt
        read.append(stored.address.url)
        return better(stored)

    with pytest.raises(KeyboardInterrupt):
        reread(db, home, until_interrupted, now=NOW)
    assert reread(db, home, better, now=NOW).read == 80
    assert rows(home, "select count(*) as n from articles where author = '何青'") == [{"n": 130}]


def test_a_page_that_could_not_be_read_yields_an_article(home: Home, db: Database) -> None:
    with run(home) as crawling:
        visit = crawling.article(500)
        failed = replace(visit, article=None, outcome="error", reason="no article but empty: …")
        crawling.archivist.add(failed)
    report = reread(db, home, lambda stored: SITE.article(stored.address.url), now=NOW)
    assert report.found == 1
    assert rows(home, "select state from urls where url = ?", [SITE.address(500)]) == [
        {"state": "held"}
    ]
    assert list(verify(home)) == []


def test_a_page_that_was_cut_short_yields_no_article(home: Home) -> None:
    with run(home) as crawling:
        for number in (1, 2):
            visit = crawling.article(number)
            (exchange,) = visit.exchanges
            if number == 1:
                headers = (*exchange.headers, (b"Content-Encoding", b"gzip"))
                body = gzip.compress(exchange.body)[:-9]
                cut = replace(exchange, headers=headers, body=body)
            else:
                cut = replace(exchange, truncated="length")
            failed = replace(visit, exchanges=(cut,), article=None, outcome="error", reason="…")
            crawling.archivist.add(failed)
    with closing(open_archive(home)) as db:
        report = reread(db, home, lambda stored: SITE.article(stored.address.url), now=NOW)
    assert (report.read, report.found) == (2, 0)
    assert rows(home, "select * from articles") == []


def test_what_todays_rules_refuse_stays(home: Home, db: Database) -> None:
    def refuse(stored: Stored) -> Article:
        raise NotAnArticle("empty", "nothing to read")

    assert reread(db, home, refuse, now=NOW).unreadable == 130
    assert rows(home, "select count(*) as n from articles") == [{"n": 130}]


def test_one_site_is_read_alone(home: Home, db: Database) -> None:
    crawl(home, Site(articles=3, id="chuan"))
    report = reread(
        db, home, lambda stored: Site(id="chuan").article(stored.address.url), site="chuan", now=NOW
    )
    assert (report.read, report.unchanged) == (3, 3)


def test_an_article_whose_page_is_lost_is_counted(home: Home, db: Database) -> None:
    for path in home.warc.iterdir():
        path.unlink()
    assert reread(db, home, as_before, now=NOW).missing == 130


def test_an_article_that_was_erased_and_is_to_be_fetched_again_lacks_no_page(home: Home) -> None:
    crawl(home, SITE)
    with closing(open_archive(home)) as db:
        suppress.suppress(db, home, SITE.address(2), reason="个人请求", by="馆长", now=NOW)
        erase_address(db, home, SITE.address(2), now=NOW)
        suppress.lift(db, home, SITE.address(2), by="馆长", now=NOW)
        report = reread(db, home, as_before, now=NOW)
    assert (report.read, report.missing) == (129, 0)
