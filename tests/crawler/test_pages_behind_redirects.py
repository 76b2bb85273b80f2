"""An article of several pages to which a redirect leads: its pages and files are its own."""

import gzip
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from faulty import Faulty, article, articles, crawl, http

from article.reading import read_article
from crawler.pipelines.stored import read_stored
from storage import suppress
from storage.care.erase import erase_address
from storage.care.verify import verify
from storage.database import open_archive
from storage.home import Home
from storage.reread import Stored, reread

NOW = datetime(2030, 3, 2, 8, tzinfo=UTC)
PDF = b"%PDF-1.4 " + bytes(range(256))
TEXTS = [
    "渡口的老船工每天清早擦洗甲板，等第一班学生上船，再把缆绳一圈一圈收好，数年没有误过一次。",
    "学生们给他画了一本画册，画里有雾、有灯，还有他挂在舱门边的旧雨衣，一页一页写着各自的名字。",
    "去年冬天画册在镇文化站展出，许多人这才知道，这条船已经在河上来回走了三十一年，风雨无阻。",
]


def page(number: int) -> bytes:
    file = '<p>附件：<a href="/f/own.pdf">画册.pdf</a></p>' if number == 1 else ""
    names = ("art.html", "art_2.html", "art_3.html")
    pages = "".join(f'<a href="/{name}">{place}</a> ' for place, name in enumerate(names, 1))
    return http(article("渡口", TEXTS[number - 1] * 3, f'{file}<div class="page">{pages}</div>'))


ROUTES = {
    "/short": http(b"", 302, [("Location", "/art.html")]),
    **{f"/art{tail}.html": page(number) for number, tail in enumerate(("", "_2", "_3"), 1)},
    "/f/own.pdf": http(PDF, kind="application/pdf"),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """It was crawled twice: in the second crawl the page is asked for by both addresses."""
    home = Home(tmp_path_factory.mktemp("redirected"))
    home.make()
    with Faulty(ROUTES, listed=["/short"]) as server:
        crawl(home, server)
        with closing(open_archive(home)) as db:
            db.execute("update urls set next_check_at = '2020-01-01T00:00:00.000+00:00'")
        crawl(home, server)
    return home


class Reader:
    """Reads as a spider does."""

    def read(self, response: object, leased: object) -> object:
        return read_article(response.body, response.url)  # type: ignore[attr-defined]


def as_before(stored: Stored) -> object:
    assert [page.url.rpartition("/")[2] for page in stored.pages] == [
        "art.html", "art_2.html", "art_3.html",
    ]  # fmt: skip
    assert stored.address.channel == "要闻"
    return read_stored(Reader(), stored)  # type: ignore[arg-type]


def test_its_text_stays_whole_by_whichever_address_it_is_read(home: Home) -> None:
    held = articles(home)["/art.html"]
    assert [held["body"].count(text) for text in TEXTS] == [3, 3, 3]
    assert held["version"] == 1
    assert list(verify(home)) == []


def test_all_its_pages_are_read_again(home: Home) -> None:
    with closing(open_archive(home)) as db:
        report = reread(db, home, as_before, dry_run=True, now=NOW)  # type: ignore[arg-type]
    assert (report.read, report.missing, report.lost) == (1, 0, {})


def test_an_older_archive_hands_its_pages_over(home: Home) -> None:
    with closing(open_archive(home)) as db:
        (before,) = db.execute("select group_concat(part_of) from urls").fetchone()
        short = "(select id from urls where url like '%/short')"
        db.execute(f"update urls set part_of = {short} where part_of is not null")
        db.execute("delete from _sqlite_migrations where name = 'm006_parts'")
        db.execute("pragma user_version = 5")
    with closing(open_archive(home)) as db:
        assert db.execute("select group_concat(part_of) from urls").fetchone() == (before,)


def test_all_of_it_is_hidden_shown_and_erased_together(home: Home) -> None:
    url = articles(home)["/art.html"]["url"]
    with closing(open_archive(home)) as db:
        suppress.suppress(db, home, url, reason="个人请求", by="馆长", now=NOW)
        rules = (home.root / "replay.aclj").read_text()
        assert all(name in rules for name in ("art.html", "art_2.html", "art_3.html", "own.pdf"))
        suppress.lift(db, home, url, by="馆长", now=NOW)
        assert all(stone["lifted_at"] for stone in suppress.list_suppressions(db))
        suppress.suppress(db, home, url, reason="法院裁定", by="馆长", now=NOW)
        erase_address(db, home, url, now=NOW)
    kept = b"".join(gzip.decompress(path.read_bytes()) for path in home.warc.iterdir())
    assert not any(what in kept for what in (PDF, *map(str.encode, TEXTS)))
    assert list(verify(home)) == []


def test_its_pages_are_its_own_though_an_address_that_led_to_it_named_them_and_failed(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path)
    home.make()
    with Faulty({**ROUTES, "/art_3.html": http(b"", 500)}, listed=["/short"]) as server:
        crawl(home, server)
        assert articles(home) == {}
        server.routes["/art_3.html"] = ROUTES["/art_3.html"]
        server.listed = ["/art.html", "/short"]
        crawl(home, server)
    held = articles(home)["/art.html"]
    assert [held["body"].count(text) for text in TEXTS] == [3, 3, 3]
    assert list(verify(home)) == []
