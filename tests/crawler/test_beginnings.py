"""Where a crawl begins, and what it need not ask for twice."""

import re
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime

import pytest
from faulty import Answer, Faulty, http
from living import PAGE, LivingSite, answer_with, day, title

from crawler.scope import is_within
from crawler.unknown.address import AddressSpider
from scheduler.launch import Crawl, Ended, crawl
from storage import frontier
from storage.database import open_archive, open_read_only, writing
from storage.home import Home
from storage.sites import SiteFacts, save_sites
from storage.values.visit import Link

COUNTED = re.compile(r"/(count\?id=|go/)(\d+)$")


def begin(home: Home, server: Faulty, path: str = "/") -> Ended:
    environment = {"WENMING_ALLOW_PRIVATE": "127.0.0.1/32", "WENMING_DOWNLOAD_DELAY": "0"}
    address = f"{server.url}{path}"
    return crawl(Crawl(home=home, site="yun", address=address, environment=environment))


def kept(home: Home) -> dict[str, str | None]:
    with closing(open_read_only(home)) as db:
        return dict(db.execute("select title, channel from articles").fetchall())


@pytest.mark.parametrize("way", ["count?id=", "hits?id="])
def test_an_article_that_lists_lead_to_by_a_jump_is_asked_for_once(home: Home, way: str) -> None:
    def befall(path: str, page: bytes) -> Answer:
        if path.startswith("/hits?id="):
            address = path.replace("hits?id=", "t2026_")
            return http(f"<script>location.href='{address}';</script>".encode())
        if jump := COUNTED.match(path):
            return http(status=302, headers=[("Location", f"/t2026_{jump[2]}")])
        # The home page shows them by their own addresses.
        return http(page if path == "/" else page.replace(b"/t2026_", f"/{way}".encode()))

    site = LivingSite(befall=befall)
    site.publish(2 * PAGE)
    with Faulty() as server:
        answer_with(server, site)
        assert begin(home, server).outcome == "ok"
        asked = Counter(seen.path for seen in server.asked if seen.path.startswith("/t2026_"))
        before = len(server.asked)
        assert begin(home, server).outcome == "ok"
        again = [seen.path for seen in server.asked[before:]]
    assert set(asked.values()) == {1}
    assert len(asked) == len(kept(home)) == 2 * PAGE
    assert sorted(again) == ["/", "/list", "/robots.txt"]


def test_an_article_behind_a_jump_has_the_channel_of_its_list(home: Home) -> None:
    def befall(path: str, page: bytes) -> Answer:
        if jump := COUNTED.match(path):
            return http(status=302, headers=[("Location", f"/t2026_{jump[2]}")])
        return (
            http(b'<a href="/list">\xe8\xa6\x81\xe9\x97\xbb</a>')
            if path == "/"
            else http(page.replace(b"/t2026_", b"/go/"))
        )

    site = LivingSite(befall=befall)
    site.publish(PAGE)
    with Faulty() as server:
        answer_with(server, site)
        begin(home, server)
    assert kept(home) == {title(item): "要闻" for item in site.items}


@pytest.mark.parametrize("path", ["/t2026_5", "/list_1"])
def test_a_site_is_found_whole_from_an_article_or_a_list_of_it(home: Home, path: str) -> None:
    """Nothing but the home page leads to all lists, and the article has a further page."""

    def befall(asked: str, page: bytes) -> Answer:
        if asked == "/":
            return http('<div><a href="/list">要闻</a></div>'.encode())
        if asked == "/t2026_5":
            page = page.replace(b"</body>", '<a href="/t2026_5_2">下一页</a></body>'.encode())
        page = page or site.healthy("/t2026_5")
        way = b'<p><a href="/">\xe9\xa6\x96\xe9\xa1\xb5</a></p></body>'
        return http(page.replace(b"</body>", way))

    site = LivingSite(befall=befall)
    site.publish(3 * PAGE)
    with Faulty() as server:
        answer_with(server, site)
        assert begin(home, server, path).outcome == "ok"
        assert len(kept(home)) == 3 * PAGE
        before = len(server.asked)
        assert begin(home, server, path).outcome == "ok"
        again = [seen.path for seen in server.asked[before:]]
    assert not [asked for asked in again if asked.startswith("/t2026_")]
    assert {"/", "/list"} <= set(again)


def test_a_site_is_begun_with_at_the_address_that_its_links_have() -> None:
    spider = AddressSpider(site="yun", url="http://A.example.:8080/#top")
    assert spider.home_url == "http://a.example:8080/"
    assert is_within(spider.home_url, spider.hosts())


ROUND = (
    '<p><a href="/">首页</a> &gt; <a href="/list">要闻</a></p>{page}<ul class="side">'
    + "".join(f"<li><a href=/t2026_{n}>{title(n)}</a><i>{day(n)}</i></li>" for n in (1, 2, 3))
    + '</ul><a href="/fav?id=5">请您收藏这一篇文章</a><a href="/oa/?id=5">工作人员请从这里进入</a>'
)
LOGIN = '<form>请先登录<input name="pass" type="password"></form>'


@pytest.mark.parametrize(
    ("around", "top"), [("{page}", None), (ROUND, '<a href="/list"><img src="/gate.jpg"></a>')]
)
def test_a_site_is_found_whole_from_an_article_be_it_alone_or_like_a_list(
    home: Home, around: str, top: str | None
) -> None:
    """One leads nowhere; one has headlines at its side, and a home page with nothing new.

    Who wants a login is asked once.
    """

    def befall(asked: str, page: bytes) -> Answer:
        if asked == "/" and top:
            return http(top.encode())
        if "?id=" in asked:
            return http(LOGIN.encode(), 401 if "oa" in asked else 200)
        if asked.startswith("/t2026_"):
            page = around.format(page=page.decode()).encode()
        return http(page) if page else http(b"nothing here", 404)

    site = LivingSite(befall=befall)
    site.publish(2 * PAGE)
    with Faulty() as server:
        answer_with(server, site)
        assert begin(home, server, "/t2026_5").outcome == "ok"
        assert len(kept(home)) == 2 * PAGE
        before = len(server.asked)
        assert begin(home, server, "/t2026_5").outcome == "ok"
        again = [seen.path for seen in server.asked[before:]]
    assert not [asked for asked in again if asked.startswith("/t2026_") or "?id=" in asked]
    assert "/list" in again


def test_an_article_without_one_of_its_pages_leads_to_its_site_all_the_same(home: Home) -> None:
    def befall(asked: str, page: bytes) -> Answer:
        if asked == "/t2026_5_2":
            return http(b"", 500) if is_ill else http(site.healthy("/t2026_5"))
        way = b'<a href="/t2026_5_2">\xe4\xb8\x8b\xe4\xb8\x80\xe9\xa1\xb5</a></body>'
        return http(page.replace(b"</body>", way) if asked == "/t2026_5" else page)

    is_ill, site = True, LivingSite(befall=befall)
    site.publish(PAGE)
    with Faulty() as server:
        answer_with(server, site)
        begin(home, server, "/t2026_5")
        assert len(kept(home)) == PAGE - 1
        is_ill = False
        assert begin(home, server, "/t2026_5").outcome == "ok"
    assert len(kept(home)) == PAGE


def test_a_script_that_makes_nothing_is_no_list_that_lost_its_links(home: Home) -> None:
    names = '<p onclick="pop(1)">志愿标志</p><p onclick="pop(2)">文明之花</p>'

    def befall(path: str, page: bytes) -> Answer:
        if path == "/pop.js":
            return http(b"function pop(n) { show(n); }")
        called = f'{names}<script src="/pop.js"></script></body>'.encode()
        return http(page.replace(b"</body>", called))

    site = LivingSite(befall=befall)
    site.publish(PAGE)
    with Faulty() as server:
        answer_with(server, site)
        ended = begin(home, server)
        asked = [seen.path for seen in server.asked]
    assert (ended.outcome, len(kept(home)), asked.count("/pop.js")) == ("ok", PAGE, 1)


def test_addresses_of_a_host_that_the_site_left_wait_and_are_no_error(home: Home) -> None:
    old = "http://old.example/1.html"
    with closing(open_archive(home)) as db:
        save_sites(db, [SiteFacts(id="yun", title="云山文明网", home_url="http://old.example/")])
        with writing(db):
            frontier.add(db, "yun", [Link(url=old)], run_id=None, now=datetime.now(UTC))
    site = LivingSite()
    site.publish(PAGE)
    with Faulty() as server:
        answer_with(server, site)
        ended = begin(home, server)
    assert (ended.outcome, ended.run and ended.run["errors"]) == ("ok", 0)
    assert len(kept(home)) == PAGE
    with closing(open_read_only(home)) as db:
        row = frontier.find(db, old)
    assert row
    assert (row["state"], row["visited_at"]) == ("pending", None)


def test_a_newspaper_that_appears_no_more_is_no_site_without_articles(home: Home) -> None:
    def text(number: int) -> bytes:
        name, body = f"河畔步道第{number}段今日开放", "沿岸居民一早就来散步。" * 20
        return f"<title>{name}</title><h1>{name}</h1>2020-03-05<p>{body}{number}</p>".encode()

    issue = "/html/2020-03/05/"
    way = f'<meta http-equiv="refresh" content="0;url={issue[1:]}node_1.htm">'
    items = "".join(f'<li><a href="content_{n}.htm">河畔步道第{n}段今日开放</a>' for n in (1, 2, 3))
    with Faulty({f"{issue}content_{n}.htm": http(text(n)) for n in (1, 2, 3)}) as server:
        server.routes |= {"/": http(way.encode()), f"{issue}node_1.htm": http(items.encode())}
        assert begin(home, server).outcome == "ok"
        assert begin(home, server).outcome == "ok"
    assert len(kept(home)) == 3
    assert server.times(f"{issue}node_1.htm") == 1
