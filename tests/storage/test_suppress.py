import gzip
import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from article.model import Attachment
from storage import suppress
from storage.care import erase, memory
from storage.care.erase import erase_address
from storage.care.verify import verify
from storage.database import Database, open_archive
from storage.errors import StorageError
from storage.explain import explain
from storage.frontier import find
from storage.home import Home
from storage.lookup import find_article
from storage.search import search
from storage.values.visit import Link, Outcome
from storage.warc.payload import raw_page
from tests.storage.crawling import rows, run
from tests.storage.synthetic import Site, answer, crawl

SITE = Site(articles=20)
URL = SITE.address(7)
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def db(home: Home) -> Iterator[Database]:
    crawl(home, SITE)
    with closing(open_archive(home)) as db:
        yield db


def hide(db: Database, home: Home, url: str = URL) -> None:
    suppress.suppress(db, home, url, reason="法院裁定", by="馆长", now=NOW)


def test_a_suppressed_article_is_nowhere_to_be_seen(home: Home, db: Database) -> None:
    article = find_article(db, URL)
    assert search(db, "第7号志愿")
    hide(db, home)
    assert find_article(db, URL) is None
    assert not search(db, "第7号志愿")
    with pytest.raises(StorageError, match="no page to show"):
        raw_page(db, home, article["id"])
    for view in ("unique_articles", "article_versions", "reprint_chains", "withdrawn"):
        column = "article_id" if view in ("article_versions", "reprint_chains") else "id"
        assert not list(db.query(f"select 1 from {view} where {column} = ?", [article["id"]]))
    (day,) = db.query("select sum(articles) as n from daily_counts where site = 'yun'")
    assert day["n"] == 19
    assert "/a/7.html" in (home.root / "replay.aclj").read_text()
    assert list(verify(home)) == []


def test_the_tombstone_says_who_when_and_why(home: Home, db: Database) -> None:
    hide(db, home, "https://yun.example/a/7.html?from=timeline")
    facts = explain(db, URL)
    (stone,) = facts["suppressions"]
    assert (stone["suppressed_by"], stone["reason"]) == ("馆长", "法院裁定")
    assert stone["suppressed_at"] == "2026-03-02T08:00:00.000+00:00"
    assert facts["next"] == "never again: suppressed, 法院裁定"
    hide(db, home)
    assert len(suppress.list_suppressions(db)) == 1


def test_a_suppressed_address_is_not_visited_again(home: Home, db: Database) -> None:
    hide(db, home)
    fetched: list[str] = []
    crawl(home, SITE, sweep=True, on_fetch=fetched.append)
    assert URL not in fetched
    assert len(fetched) == 20


def test_what_a_redirect_leads_to_is_not_kept_either(home: Home, db: Database) -> None:
    hide(db, home)
    with run(home) as crawling:
        visit = crawling.article(7)
        old = crawling.known("http://yun.example/old.html")
        crawling.db.execute("update urls set state = 'ignored' where url = ?", [URL])
        crawling.archivist.add(replace(visit, url_id=old.url_id))
    (capture,) = rows(home, "select * from captures where url_id = ?", [old.url_id])
    assert (capture["outcome"], capture["warc_file"]) == ("error", None)


def test_what_is_hidden_is_not_kept_from_the_host_with_www_either(home: Home, db: Database) -> None:
    hide(db, home)
    with run(home) as crawling:
        visit = crawling.article(7)
        other = crawling.known(URL.replace("://", "://www."))
        crawling.db.execute("update urls set state = 'ignored' where url = ?", [URL])
        article = replace(visit.article, url=other.url)
        crawling.archivist.add(replace(visit, url_id=other.url_id, article=article))
    (capture,) = rows(home, "select * from captures where url_id = ?", [other.url_id])
    assert (capture["outcome"], capture["warc_file"]) == ("error", None)


def test_a_story_whose_first_article_is_hidden_begins_with_the_next(
    home: Home, db: Database
) -> None:
    crawl(home, Site(articles=20, id="chuan"))
    hide(db, home)
    stories = rows(home, "select site from unique_articles where title like '%第7号%'")
    assert stories == [{"site": "chuan"}]


def test_a_second_reason_is_kept_beside_the_first(home: Home, db: Database) -> None:
    hide(db, home)
    later = NOW + timedelta(days=1)
    suppress.suppress(db, home, URL, reason="作者要求", by="编辑部", now=later)
    stones = [(stone["reason"], stone["suppressed_by"]) for stone in suppress.list_suppressions(db)]
    assert stones == [("作者要求", "编辑部"), ("法院裁定", "馆长")]
    assert find_article(db, URL) is None
    suppress.lift(db, home, URL, by="馆长", now=later)
    assert find_article(db, URL)
    assert all(stone["lifted_at"] for stone in suppress.list_suppressions(db))


def test_the_tombstone_says_who_lifted_it_and_why(home: Home, db: Database) -> None:
    hide(db, home)
    suppress.lift(db, home, URL, by="法务", reason="申诉成立", now=NOW + timedelta(days=1))
    (stone,) = suppress.list_suppressions(db)
    assert (stone["suppressed_by"], stone["reason"]) == ("馆长", "法院裁定")
    assert (stone["lifted_by"], stone["lift_reason"]) == ("法务", "申诉成立")


def test_what_an_older_release_lifted_is_taken_over(home: Home, db: Database) -> None:
    hide(db, home)
    suppress.lift(db, home, URL, by="法务", now=NOW)
    with closing(open_archive(Home(home.root / "restored"))) as restored:
        crawl(Home(home.root / "restored"), SITE)
        for column in ("lifted_by", "lift_reason"):
            db.execute(f"alter table suppressions drop column {column}")
        assert suppress.adopt(restored, db) == []
        (stone,) = suppress.list_suppressions(restored)
    assert (stone["lifted_at"], stone["lifted_by"]) == ("2026-03-02T08:00:00.000+00:00", None)


def test_every_reason_is_taken_over_from_a_newer_database(home: Home, db: Database) -> None:
    older = home.root / "older.db"
    hide(db, home)
    db.execute("vacuum into ?", [str(older)])
    suppress.suppress(db, home, URL, reason="作者要求", by="编辑部", now=NOW)
    with closing(open_archive(Home(home.root / "restored"))) as restored:
        restored.execute("attach ? as o", [str(older)])
        for table in ("sites", "runs", "urls", "suppressions"):
            restored.execute(f"insert into main.{table} select * from o.{table}")
        suppress.adopt(restored, db)
        assert suppress.list_suppressions(restored) == [
            stone | {"article_id": None} for stone in suppress.list_suppressions(db)
        ]


def test_an_article_is_named_by_its_id_too(home: Home, db: Database) -> None:
    which = str(find_article(db, URL)["id"])
    hide(db, home, which)
    assert find_article(db, URL) is None
    assert explain(db, which)["url"] == URL
    assert suppress.lift(db, home, which, by="馆长", now=NOW)
    for nothing in ("9999", "99999999999999999999"):
        with pytest.raises(StorageError):
            hide(db, home, nothing)


def test_it_can_be_lifted(home: Home, db: Database) -> None:
    crawl(home, Site(articles=20, id="chuan"))
    before = rows(home, "select id, story_id from articles")
    hide(db, home)
    assert suppress.lift(db, home, URL, by="馆长", now=NOW + timedelta(days=1))
    assert find_article(db, URL)
    assert rows(home, "select id, story_id from articles") == before
    assert (home.root / "replay.aclj").read_text() == ""
    (stone,) = suppress.list_suppressions(db)
    assert stone["lifted_at"]
    assert not suppress.lift(db, home, URL, by="馆长", now=NOW)
    fetched: list[str] = []
    crawl(home, SITE, sweep=True, on_fetch=fetched.append)
    assert URL in fetched


def test_an_unknown_address_cannot_be_suppressed(home: Home, db: Database) -> None:
    with pytest.raises(StorageError, match="does not know"):
        hide(db, home, "http://yun.example/nowhere")


def test_erasing_leaves_no_byte_and_a_whole_archive(home: Home, db: Database) -> None:
    crawl(home, SITE, sweep=True)
    crawl(home, Site(articles=20, edition=2), sweep=True)  # so that there are two versions
    texts = [
        text for (text,) in db.execute("select body from article_versions where article_id = 8")
    ]
    assert len(texts) == 2
    sizes = {path.name: path.stat().st_size for path in home.warc.iterdir()}
    hide(db, home)
    assert erase_address(db, home, URL, now=NOW) == 2
    assert list(verify(home)) == []
    assert {path.name: path.stat().st_size for path in home.warc.iterdir()} == sizes
    content = home.database.read_bytes()
    for sentence in "\n".join(texts).split("\n"):
        assert sentence.encode() not in content
    for page in home.warc.iterdir():
        assert "第7号".encode() not in gzip.decompress(page.read_bytes())
    assert [stone["erased_at"] for stone in suppress.list_suppressions(db)] != [None]


def test_a_file_of_which_everything_is_erased_already_is_not_written_again(
    home: Home, db: Database
) -> None:
    """Whoever is killed meanwhile would leave a draft of it."""
    crawl(home, SITE)
    hide(db, home)
    erase_address(db, home, URL, now=NOW)
    (path,) = home.warc.iterdir()
    before = path.stat().st_ino
    erase_address(db, home, URL, now=NOW)
    assert path.stat().st_ino == before


def test_erasing_forgets_what_an_outcome_tells_of_a_page(home: Home, db: Database) -> None:
    with run(home) as crawling:
        told = "something else in its place: 某某的处分决定"
        visit = replace(crawling.article(7), article=None, outcome="error", reason=told)
        crawling.archivist.add(visit)
    hide(db, home)
    erase_address(db, home, URL, now=NOW)
    assert explain(db, URL)["visits"][-1]["reason"] == "something else in its place"
    assert list(verify(home)) == []


def test_a_list_does_not_bring_back_the_title_of_what_was_erased(home: Home, db: Database) -> None:
    crawl(home, SITE)
    hide(db, home)
    erase_address(db, home, URL, now=NOW)
    crawl(home, SITE, sweep=True)
    assert (find(db, URL)["link_title"], find(db, URL)["state"]) == (None, "ignored")


def test_the_files_of_an_article_go_and_come_back_with_it(home: Home, db: Database) -> None:
    own, shared = (f"http://yun.example/f/{name}.pdf" for name in ("own", "shared"))
    with run(home) as crawling:
        for number, files in ((98, [own, shared]), (99, [shared])):
            attached = tuple(Attachment(url=url, kind="pdf", title="名单") for url in files)
            visit = crawling.article(number, attachments=attached)
            crawling.archivist.add(replace(visit, links=tuple(Link(url=url) for url in files)))
        for url in (own, shared):
            leased = crawling.known(url, title="名单")
            crawling.archivist.add(answer(leased, url.encode(), at=crawling.at))
    hide(db, home, SITE.address(98))
    assert [stone["url"] for stone in suppress.list_suppressions(db)] == [own, SITE.address(98)]
    assert suppress.lift(db, home, own, by="馆长", now=NOW)
    assert find_article(db, SITE.address(98)) is None
    assert suppress.lift(db, home, SITE.address(98), by="馆长", now=NOW)
    assert all(stone["lifted_at"] for stone in suppress.list_suppressions(db))
    hide(db, home, SITE.address(98))
    assert erase_address(db, home, SITE.address(98), now=NOW) == 2
    assert list(verify(home)) == []
    content = b"".join(gzip.decompress(file.read_bytes()) for file in home.warc.iterdir())
    assert (own.encode() + b"\r\n\r\n" in content, shared.encode() + b"\r\n\r\n" in content) == (
        False,
        True,
    )


def test_so_does_a_file_to_which_the_article_linked_once(home: Home, db: Database) -> None:
    url, file = SITE.address(98), "http://yun.example/f/own.pdf"
    link_to_file_once(home, file)
    hide(db, home, url)
    assert suppress.lift(db, home, url, by="馆长", now=NOW)
    assert all(stone["lifted_at"] for stone in suppress.list_suppressions(db))
    hide(db, home, url)
    assert erase_address(db, home, url, now=NOW) == 3
    content = b"".join(gzip.decompress(path.read_bytes()) for path in home.warc.iterdir())
    assert file.encode() + b"\r\n\r\n" not in content


def keep_two_with_a_file(home: Home, file: str) -> None:
    """Keep articles 98 and 99, which have the same file attached."""
    with run(home) as crawling:
        for number in (98, 99):
            attached = (Attachment(url=file, kind="pdf", title="名单"),)
            visit = crawling.article(number, attachments=attached)
            crawling.archivist.add(replace(visit, links=(Link(url=file),)))
        leased = crawling.known(file, title="名单")
        crawling.archivist.add(answer(leased, file.encode(), at=crawling.at))


def test_a_file_comes_back_with_the_first_of_its_articles_and_is_not_erased_with_the_other(
    home: Home, db: Database
) -> None:
    file, (first, second) = "http://yun.example/f/own.pdf", map(SITE.address, (98, 99))
    keep_two_with_a_file(home, file)
    hide(db, home, first)
    suppress.suppress(db, home, second, reason="个人请求", by="馆员", now=NOW)
    suppress.lift(db, home, first, by="馆长", now=NOW)
    assert find(db, file)["state"] == "held"
    erase_address(db, home, second, now=NOW)
    content = b"".join(gzip.decompress(path.read_bytes()) for path in home.warc.iterdir())
    assert file.encode() + b"\r\n\r\n" in content


def test_replay_leaves_out_where_a_redirect_led_to_what_is_suppressed(
    home: Home, db: Database
) -> None:
    with run(home) as crawling:
        visit = crawling.article(99)
        for name, outcome in (("own", None), ("lost", "redirected_home")):
            leased = crawling.known(f"http://yun.example/f/{name}.pdf", part_of=visit.url_id)
            file = answer(leased, name.encode(), at=crawling.at)
            (last,) = file.exchanges
            ways = (last, replace(last, url=f"http://yun.example/store/{name}.bin"))
            crawling.archivist.add(replace(file, exchanges=ways, outcome=outcome))
        crawling.archivist.add(visit)
    hide(db, home, SITE.address(99))
    rules = (home.root / "replay.aclj").read_text()
    assert "/store/own.bin" in rules
    assert "/store/lost.bin" not in rules


def test_two_who_suppress_at_once_have_both_left_out_of_replay(home: Home, db: Database) -> None:
    children = []
    for remainder in range(2):
        child = os.fork()
        if not child:
            try:
                with closing(open_archive(home)) as own:
                    for number in range(remainder, 20, 2):
                        hide(own, home, SITE.address(number))
                os._exit(0)
            finally:
                os._exit(1)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    rules = (home.root / "replay.aclj").read_text()
    assert len(rules.splitlines()) == 20


@pytest.mark.parametrize("again", ["suppress", "lift"])
def test_whoever_says_it_again_after_a_crash_has_it_left_out_of_replay_or_in(
    home: Home, db: Database, monkeypatch: pytest.MonkeyPatch, again: str
) -> None:
    def say() -> None:
        if again == "suppress":
            hide(db, home)
        else:
            suppress.lift(db, home, URL, by="馆长", now=NOW)

    if again == "lift":
        hide(db, home)
    with monkeypatch.context() as dying:
        dying.setattr(suppress, "write_replay_rules", None)
        with pytest.raises(TypeError):
            say()
    say()
    rules = (home.root / "replay.aclj").read_text()
    assert ("/a/7.html" in rules) == (again == "suppress")
    assert len(suppress.list_suppressions(db)) == 1


def test_a_file_that_somebody_asked_for_by_itself_stays_hidden(home: Home, db: Database) -> None:
    file = "http://yun.example/f/own.pdf"
    link_to_file_once(home, file)
    suppress.suppress(db, home, file, reason="个人请求", by="馆员", now=NOW)
    hide(db, home, SITE.address(98))
    suppress.lift(db, home, SITE.address(98), by="馆长", now=NOW)
    standing = [one["reason"] for one in suppress.list_suppressions(db) if not one["lifted_at"]]
    assert standing == ["个人请求"]
    assert find(db, file)["state"] == "ignored"
    assert "own.pdf" in (home.root / "replay.aclj").read_text()


def link_to_file_once(home: Home, file: str) -> None:
    """Keep an article that has a file attached, and then another version that has none."""
    with run(home) as crawling:
        attached = (Attachment(url=file, kind="pdf", title="名单"),)
        visit = crawling.article(98, attachments=attached)
        crawling.archivist.add(replace(visit, links=(Link(url=file),)))
        leased = crawling.known(file, title="名单")
        crawling.archivist.add(answer(leased, file.encode(), at=crawling.at))
    with run(home) as crawling:
        crawling.archivist.add(crawling.article(98, title="改过的标题"))


def test_nothing_is_kept_of_what_is_suppressed_while_it_is_fetched(
    home: Home, db: Database
) -> None:
    with run(home) as crawling:
        visit = crawling.article(7, title="改过的标题")
        part = answer(crawling.known("http://yun.example/a/7_2.html", part_of=visit.url_id), b"2")
        hide(db, home)
        crawling.archivist.add(part)
        crawling.archivist.add(replace(visit, links=(Link(url="http://yun.example/new.pdf"),)))
    captures = rows(home, "select outcome, warc_file from captures order by id desc limit 2")
    assert captures == [{"outcome": "error", "warc_file": None}] * 2
    assert find(db, "http://yun.example/new.pdf") is None
    assert rows(home, "select 1 from versions where title = '改过的标题'") == []
    assert list(verify(home)) == []


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (
            "http://www2.yun.example/通知/附件 1.PDF",
            "example,yun)/%e9%80%9a%e7%9f%a5/%e9%99%84%e4%bb%b6%201.pdf",
        ),
        ("http://yun.example//a/../b/?y=%CE%C4&x=1", "example,yun)/b?x=1&y=%ce%c4"),
    ],
)
def test_replay_knows_the_address_in_any_spelling(
    home: Home, db: Database, url: str, key: str
) -> None:
    with run(home) as crawling:
        crawling.known(url)
    hide(db, home, url)
    assert f"{key} - " in (home.root / "replay.aclj").read_text()


def test_erasing_that_was_interrupted_is_found_and_finished(
    home: Home, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    hide(db, home)
    with monkeypatch.context() as patch:
        patch.setattr(erase, "_overwrite", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            erase_address(db, home, URL, now=NOW)
    assert ["erase it again" in finding.what for finding in verify(home)] == [True]
    erase_address(db, home, URL, now=NOW)
    assert list(verify(home)) == []


def _interrupted(*args: object) -> None:
    raise KeyboardInterrupt


def test_a_lost_file_keeps_nothing_in_the_others(home: Home, db: Database) -> None:
    hide(db, home)
    (lost,) = home.warc.iterdir()
    lost.rename(home.root / "lost")
    with pytest.raises(StorageError, match=r"not all of its raw pages.*is missing"):
        erase_address(db, home, URL, now=NOW)
    assert "第7号志愿".encode() not in home.database.read_bytes()  # also where nothing refers to it
    (home.root / "lost").rename(lost)
    assert ["erase it again" in finding.what for finding in verify(home)] == [True]
    erase_address(db, home, URL, now=NOW)
    assert list(verify(home)) == []


def test_what_the_memory_does_not_hold_is_refused_before_anything_is_erased(
    home: Home, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    hide(db, home)
    before = rows(home, "select * from articles")
    monkeypatch.setattr(memory, "available", lambda: 2**10)
    with pytest.raises(StorageError, match="0 MB are free; nothing was changed"):
        erase_address(db, home, URL, now=NOW)
    assert rows(home, "select * from articles") == before
    monkeypatch.setattr(memory, "available", lambda: None)
    erase_address(db, home, URL, now=NOW)


def test_a_container_may_have_less_memory_than_its_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "meminfo").write_text("MemTotal: 9000 kB\nMemAvailable:    2000 kB\n")
    monkeypatch.setattr(memory, "_MACHINE", tmp_path / "meminfo")
    monkeypatch.setattr(memory, "_CONTAINER", tmp_path)
    assert memory.available() == 2_048_000
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "memory.current").write_text("1000000\n")
    assert memory.available() == 2_048_000
    (tmp_path / "memory.max").write_text("1500000\n")
    assert memory.available() == 500_000
    monkeypatch.setattr(memory, "_MACHINE", tmp_path / "none")
    (tmp_path / "memory.max").unlink()
    assert memory.available() is None


def test_only_what_is_suppressed_can_be_erased(home: Home, db: Database) -> None:
    with pytest.raises(StorageError, match="only what is suppressed"):
        erase_address(db, home, URL, now=NOW)


def test_what_was_erased_and_lifted_is_fetched_anew(home: Home, db: Database) -> None:
    hide(db, home)
    erase_address(db, home, URL, now=NOW)
    suppress.lift(db, home, URL, by="馆长", now=NOW)
    with pytest.raises(StorageError, match="no page to show"):
        raw_page(db, home, find_article(db, URL)["id"])
    crawl(home, SITE)
    assert find_article(db, URL)["body"] == SITE.article(URL).body
    assert list(verify(home)) == []


@pytest.mark.parametrize("outcome", [None, "gone", "blocked"])
def test_what_is_suppressed_while_a_run_has_it_stays_so(
    home: Home, db: Database, outcome: Outcome | None
) -> None:
    with run(home) as crawling:
        visit = crawling.article(7)
        hide(db, home)
        article = None if outcome else visit.article
        crawling.archivist.add(replace(visit, outcome=outcome, article=article))
    assert rows(home, "select state from urls where url = ?", [URL]) == [{"state": "ignored"}]
    assert list(verify(home)) == []


def test_an_address_that_leads_to_the_page_reaches_it_too(home: Home, db: Database) -> None:
    old = "http://yun.example/old.html"
    with run(home) as crawling:
        visit = crawling.article(99)
        leased = crawling.known(old, title="旧址")
        crawling.archivist.add(replace(visit, url_id=leased.url_id))
    article = find_article(db, SITE.address(99))
    assert b"\xe7\xac\xac99" in raw_page(db, home, article["id"])
    hide(db, home, old)
    assert find_article(db, SITE.address(99)) is None
    assert erase_address(db, home, old, now=NOW) == 1
    assert list(verify(home)) == []
    assert find(db, old)["link_title"] is None
    (file,) = home.warc.glob("*-000002-*")
    assert visit.exchanges[0].body not in gzip.decompress(file.read_bytes())


def hide_what_led_elsewhere_once(home: Home, db: Database) -> None:
    """Suppress address 99, which led to article 98 before it had its own."""
    with run(home) as crawling:
        elsewhere, own = crawling.article(98), crawling.article(99)
        crawling.archivist.add(replace(elsewhere, url_id=own.url_id))
    with run(home) as crawling:
        crawling.archivist.add(crawling.article(99))
    hide(db, home, SITE.address(99))


def test_an_address_that_led_elsewhere_once_is_now_what_is_there(home: Home, db: Database) -> None:
    hide_what_led_elsewhere_once(home, db)
    assert find_article(db, SITE.address(99)) is None
    assert find_article(db, SITE.address(98)) is not None


def test_erasing_spares_what_an_address_led_to_once(home: Home, db: Database) -> None:
    hide_what_led_elsewhere_once(home, db)
    assert erase_address(db, home, SITE.address(99), now=NOW) == 1
    article = find_article(db, SITE.address(98))
    assert b"\xe7\xac\xac98" in raw_page(db, home, article["id"])
    assert list(verify(home)) == []
