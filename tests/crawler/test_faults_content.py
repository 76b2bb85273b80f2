"""Pages whose content is hostile or odd, through a whole crawl."""

import re
import resource
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from faulty import TEXT, Connection, Faulty, article, articles, captures, crawl, http, planned

from scheduler.launch import Child, Crawl, Ended
from storage.care.verify import verify
from storage.database import open_read_only
from storage.home import Home

SECRET = "不该被读到的内容"
ODD = "𠮷野家\x00的\u202e招牌\ufffe与\ud7ff"


def entity(kind: str) -> bytes:
    head = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY {kind}>]>'.encode()
    return head + article("实体", more="<p>&e; &amp; 结束</p>")


def laughing(levels: int) -> bytes:
    lines = ['<!ENTITY e0 "哈">']
    lines += [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels)]
    return f"<!DOCTYPE html [{''.join(lines)}]>".encode() + article(
        "笑", more=f"<p>&e{levels - 1};</p>"
    )


def ever_new(connection: Connection) -> None:
    connection.send(http(article(f"第{connection.times}版")))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("content"))
    home.make()
    return home


@pytest.fixture(scope="module", autouse=True)
def server(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    file = tmp_path_factory.mktemp("secrets") / "secret"
    file.write_text(SECRET, encoding="utf-8")
    script = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
    with Faulty() as outside:
        routes: dict[str, Any] = {
            "/32-gbk-said-to-be-utf-8": http(article().decode().encode("gbk")),
            "/32-gb18030-said-to-be-gb2312": http(
                article("镕喆㐀").decode().replace("utf-8", "gb2312").encode("gb18030"),
                kind="text/html; charset=gb2312",
            ),
            "/34-odd-characters": http(article(ODD.replace("\x00", "&#0;"))),
            "/35-nested": http(b"<div>" * 100_000 + article()),
            "/35-attributes": http(
                b"<p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">" + article()
            ),
            "/36-file": http(entity(f'e SYSTEM "file://{file}"')),
            "/36-http": http(entity(f'e SYSTEM "{outside.url}/dtd"')),
            "/36-parameter": http(entity(f'% e SYSTEM "{outside.url}/dtd"> %e; <!ENTITY f "x"')),
            "/36-laughs": http(laughing(10)),
            "/37-long-title": http(article("长" * 200_000)),
            "/38-no-such-day": http(article().replace(b"2025-03-01", b"2025-02-31")),
            "/40-script": http(article(script)),
            "/42-sql": http(article("'); drop table articles; --")),
            "/46-same-1": http(article("同一篇")),
            "/46-same-2": http(article("同一篇")),
            "/46-ever-new": ever_new,
            "/48-Case": http(article("大写")),
            "/48-case": http(article("小写")),
            "/48-slash": http(article("无斜线")),
            "/48-slash/": http(article("有斜线")),
        }
        with Faulty(routes) as server:
            crawl(home, server)
            assert outside.asked == []
            yield server


def test_every_page_ends_with_an_outcome_and_the_archive_is_whole(home: Home) -> None:
    seen = captures(home)
    assert all(row["outcome"] in ("new", "error", "unchanged") for row in seen.values())
    assert list(verify(home)) == []


@pytest.mark.parametrize("path", ["/32-gbk-said-to-be-utf-8", "/32-gb18030-said-to-be-gb2312"])
def test_a_false_charset_makes_no_false_text(path: str, home: Home) -> None:
    row = articles(home)[path]
    assert "图书馆在周末" in row["body"]
    assert row["title"] in ("读书会", "镕喆㐀")
    assert captures(home)[path]["charset"] == "gb18030"


def test_no_entity_is_expanded(home: Home) -> None:
    for path in ("/36-file", "/36-http", "/36-parameter", "/36-laughs"):
        text = str(articles(home).get(path))
        assert SECRET not in text
        assert "哈" * 100 not in text


def test_an_odd_character_hides_no_article(home: Home) -> None:
    assert "野家" in articles(home)["/34-odd-characters"]["title"]


def test_markup_in_a_title_is_text(home: Home) -> None:
    assert "<script>" not in articles(home)["/40-script"]["body"]
    assert articles(home)["/42-sql"]["title"].startswith("')")


def test_a_day_that_does_not_exist_is_unknown(home: Home) -> None:
    assert articles(home)["/38-no-such-day"]["published_at"] is None


def test_addresses_that_differ_in_case_or_slash_are_apart(home: Home) -> None:
    titles = {path: row["title"] for path, row in articles(home).items() if path.startswith("/48")}
    assert titles == {
        "/48-Case": "大写",
        "/48-case": "小写",
        "/48-slash": "无斜线",
        "/48-slash/": "有斜线",
    }


def test_one_text_at_two_addresses_is_one_story(home: Home) -> None:
    one, two = (articles(home)[f"/46-same-{number}"] for number in (1, 2))
    assert one["story_id"] == two["story_id"]


def test_a_page_that_is_ever_new_makes_one_version_a_visit(home: Home, server: Faulty) -> None:
    with closing(open_read_only(home)) as db:
        (before,) = db.execute("select count(*) from versions").fetchone()
    crawl(home, server, sweep=True)
    with closing(open_read_only(home)) as db:
        (after,) = db.execute("select count(*) from versions").fetchone()
    assert after == before + 1


def crawl_address(home: Home, server: Faulty, *, sweep: bool = False) -> Ended:
    environment = {"WENMING_ALLOW_PRIVATE": "127.0.0.1/32", "WENMING_DOWNLOAD_DELAY": "0"}
    what = {"site": "x", "address": f"{server.url}/", "environment": environment}
    return Child(Crawl(home=home, sweep=sweep, **what)).wait()


NOTICE = "尊敬的用户：网站将于近日调整，请各位读者过几天再来。给您带来不便，敬请谅解。"
CLOSED = "<html><title>提示</title><h1>网站升级维护中</h1></html>".encode()


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (article("公告", NOTICE), "6 addresses show one and the same page: 公告"),
        (CLOSED, "6 of 7 visits failed: the site says 网站升级"),
        (b"", "6 of 7 visits failed: no article but empty"),
    ],
)
def test_a_run_that_met_one_page_for_all_articles_is_not_well(
    shown: bytes, reason: str, tmp_path: Path
) -> None:
    with Faulty({f"/{number}": http(shown) for number in range(6)}) as server:
        ended = crawl(Home(tmp_path), server)
    assert ended.run
    assert (ended.outcome, ended.run["reason"]) == ("partial", reason)


def test_a_site_that_shows_its_home_page_for_all_is_not_well(tmp_path: Path) -> None:
    urls = [f"/yw/202503/t20250301_{number}.html" for number in range(10000, 10008)]
    items = "".join(
        f'<li><a href="{url}">志愿服务活动第{url[-9:-5]}次举行</a></li>' for url in urls
    )
    page = http(f"<html><ul>{items}</ul></html>".encode())
    with Faulty(dict.fromkeys(["/", *urls], page)) as server:
        ended = crawl_address(Home(tmp_path), server)
    assert ended.run
    assert ended.outcome == "partial"
    assert "8 of 9 pages are gone all at once" in ended.run["reason"]


@pytest.mark.parametrize(
    ("shown", "reason"), [(CLOSED, "the site says 网站升级"), (b"\r\n", "an empty answer")]
)
def test_a_site_that_shows_no_list_in_place_of_its_lists_fails_with_its_words(
    shown: bytes, reason: str, tmp_path: Path
) -> None:
    with Faulty({"/": http(shown)}) as server:
        ended = crawl_address(Home(tmp_path), server)
    assert ended.run
    assert ended.outcome == "failed"
    assert ended.run["reason"] == f"no list could be read: {server.url}/: {reason}"


def test_a_channel_that_shows_a_notice_of_its_site_fails_with_its_words(tmp_path: Path) -> None:
    with Faulty({"/list": http(CLOSED)}) as server:
        ended = crawl(Home(tmp_path), server)
    assert ended.run
    assert (
        ended.run["reason"] == f"no list could be read: {server.url}/list: the site says 网站升级"
    )


@pytest.mark.parametrize(
    "shown",
    [
        "".join(f'<a href="/c{n}/">文明栏目</a>' for n in range(8))
        + "<p>网站升级服务：云山公司</p>",
        "<p>栏目正在建设中</p>",
    ],
)
def test_a_channel_without_items_is_no_notice_of_its_site(shown: str, tmp_path: Path) -> None:
    page = f'<html><meta charset="utf-8"><title>文明创建</title><body>{shown}</body></html>'
    with Faulty({"/list": http(page.encode())}) as server:
        ended = crawl(Home(tmp_path), server)
    assert ended.run
    assert ended.run["reason"].startswith("1 list page without a link")


def test_a_list_of_bets_is_not_well_though_its_articles_read(tmp_path: Path) -> None:
    titles = [f"葡京百家乐第{number}期投注攻略" for number in range(6)]
    pages = {f"/{number}": article(title, TEXT + title) for number, title in enumerate(titles)}
    with Faulty({path: http(page) for path, page in pages.items()}) as server:
        ended = crawl(Home(tmp_path), server)
    assert ended.run
    assert (ended.outcome, ended.run["articles_new"]) == ("partial", 6)
    assert ended.run["reason"].startswith("6 articles are about bets: was the site hijacked?")


def test_a_crawl_without_handles_fails_cleanly(home: Home, server: Faulty) -> None:
    child = Child(planned(home, server, sweep=True))
    resource.prlimit(child.process.pid, resource.RLIMIT_NOFILE, (12, 12))
    ended = child.wait()
    assert ended.outcome in ("failed", "crashed", "partial")
    assert list(verify(home)) == []


SPOILT: list[Callable[[str], str]] = [
    lambda page: re.sub("[\u4e00-\u9fff]", "?", page),
    lambda page: page.replace(TEXT, re.sub("[\u4e00-\u9fff]", "?", f"2025 {TEXT} 2025")),
    lambda page: page.replace(TEXT, TEXT.encode().decode("latin-1")),
    lambda page: page.replace(TEXT, TEXT.encode("gbk").decode("latin-1")),
    lambda page: page.replace(TEXT, "锟斤拷" * 40),
]


def test_a_text_whose_characters_are_lost_makes_no_version(tmp_path: Path) -> None:
    home = Home(tmp_path)
    titles = {f"/{number}": f"第{number}次读书会" for number in range(len(SPOILT))}
    pages = {path: article(title).decode() for path, title in titles.items()}
    with Faulty({path: http(page.encode()) for path, page in pages.items()}) as server:
        crawl(home, server)
        for (path, page), spoil in zip(pages.items(), SPOILT, strict=True):
            server.routes[path] = http(spoil(page).encode())
        crawl(home, server, sweep=True)
    kept = {path: (row["version"], row["title"]) for path, row in articles(home).items()}
    assert kept == {path: (1, title) for path, title in titles.items()}
    assert {captures(home)[path]["outcome"] for path in titles} == {"error"}


def test_a_channel_that_shows_a_notice_is_told(tmp_path: Path) -> None:
    pages = {
        f"/yw/202503/t20250301_{number}.html": article(f"第{number}次读书会在图书馆举行")
        for number in range(8)
    }
    items = "".join(
        f'<li><a href="{url}">第{url[-6]}次读书会在图书馆举行</a></li>' for url in pages
    )
    listed = f"<html><ul>{items}</ul></html>".encode()
    home_page = '<html><a href="/yw/">要闻</a><a href="/zw/">政务</a></html>'.encode()
    routes = {"/": home_page, "/yw/": listed, "/zw/": listed, **pages}
    with Faulty({path: http(page) for path, page in routes.items()}) as server:
        first = crawl_address(Home(tmp_path), server)
        server.routes["/yw/"] = http(CLOSED)
        ended = crawl_address(Home(tmp_path), server, sweep=True)
    assert ended.run
    assert (first.outcome, ended.outcome) == ("ok", "partial")
    lost = f"{server.url}/yw/: the site says 网站升级"
    assert ended.run["reason"] == f"a list could not be read: {lost}"
