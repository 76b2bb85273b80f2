"""What a second crawl costs and finds."""

from contextlib import closing
from urllib.parse import urljoin

import pytest
from faulty import Answer, Connection, Faulty, http
from living import NOTHING, PAGE, LivingSite, answer_with

from scheduler import launch
from scheduler.launch import Ended
from storage.database import open_read_only
from storage.home import Home
from tests.conftest import Crawled

UNLISTED = "select count(*) from observations where what = 'unlisted'"


def articles(home: Home) -> list[dict[str, object]]:
    with closing(open_read_only(home)) as db:
        return list(db.query("select * from articles order by id"))


def test_a_fresh_pass_reads_one_page_a_list_and_no_article(crawled_demo: Crawled) -> None:
    before = articles(crawled_demo.home)
    again = crawled_demo.again()
    assert again.outcome == "ok"
    asked = [seen.path for seen in crawled_demo.site.requests if seen.path != "/robots.txt"]
    assert sorted(asked) == ["/ddmf/", "/wcnr/", "/wmcj/", "/zyfw/"]
    assert [a["version"] for a in articles(crawled_demo.home)] == [a["version"] for a in before]


def test_a_sweep_fetches_no_body_that_did_not_change(crawled_demo: Crawled) -> None:
    assert crawled_demo.again(sweep=True).outcome == "ok"
    full = [seen.path for seen in crawled_demo.site.requests if seen.status == 200]
    assert full == ["/robots.txt"]
    assert len(articles(crawled_demo.home)) == len(crawled_demo.site.expected())


def test_a_sweep_by_hand_tells_what_is_listed_no_more(crawled_demo: Crawled) -> None:
    def unlisted() -> int:
        with closing(open_read_only(crawled_demo.home)) as db:
            return int(db.execute(UNLISTED).fetchone()[0])

    crawled_demo.again(sweep=True)  # no list changed: what they showed they show still
    assert unlisted() == 0
    crawled_demo.site.change()  # takes an article away, among other things
    crawled_demo.again(sweep=True, limit=1)
    assert unlisted() == 0
    crawled_demo.again(sweep=True)
    assert unlisted() == 1


def test_a_change_makes_a_version_and_keeps_the_old_text(crawled_demo: Crawled) -> None:
    old = {a["url"]: a for a in articles(crawled_demo.home)}
    crawled_demo.site.change()
    assert crawled_demo.again(sweep=True).run["articles_changed"] == 1
    (changed,) = [a for a in articles(crawled_demo.home) if a["version"] == 2]
    with closing(open_read_only(crawled_demo.home)) as db:
        texts = {
            row["version"]: row["body"]
            for row in db.query(
                "select * from article_versions where article_id = ?", [changed["id"]]
            )
        }
    assert texts == {1: old[changed["url"]]["body"], 2: changed["body"]}
    assert texts[1] != texts[2]


def test_a_change_that_the_list_shows_is_found_by_a_fresh_pass(crawled_demo: Crawled) -> None:
    crawled_demo.site.change()
    assert crawled_demo.again().run["articles_changed"] == 1


def test_a_page_that_is_gone_is_seen_and_its_text_stays(crawled_demo: Crawled) -> None:
    crawled_demo.site.change()
    crawled_demo.again(sweep=True)
    still = {a.path for a in crawled_demo.site.expected(changed=True)}
    (gone,) = [a for a in crawled_demo.site.expected() if a.path not in still]
    with closing(open_read_only(crawled_demo.home)) as db:
        (capture,) = db.query("select * from captures where outcome = 'gone' and status = 404", [])
        (url,) = db.query("select * from urls where id = ?", [capture["url_id"]])
        (article,) = db.query("select * from articles where url_id = ?", [url["id"]])
    assert (url["url"], url["state"]) == (urljoin(crawled_demo.site.url, gone.path), "gone")
    assert article["body"] == gone.body


def test_what_the_home_page_shows_first_is_news_of_its_list_too(home: Home) -> None:
    site = LivingSite()
    site.publish(3 * PAGE)
    with Faulty() as server:
        answer_with(server, site)
        crawl_site(home, server)
        site.publish(PAGE + 2)  # of which the home page shows as many as the list does
        ended = crawl_site(home, server)
    assert ended.run["articles_new"] == PAGE + 2


def test_further_pages_that_a_cache_showed_as_the_first_are_read_in_the_next_pass(
    home: Home,
) -> None:
    def show_the_first(path: str, page: bytes) -> Answer:
        return http(site.healthy("/list") if path.startswith("/list_") else page)

    def crawl_twice(server: Faulty) -> list[object]:
        site.befall = show_the_first
        ill = crawl_site(home, server)
        site.befall = LivingSite().befall
        return [ended.run["articles_new"] for ended in (ill, crawl_site(home, server))]

    site = LivingSite()
    with Faulty() as server:
        answer_with(server, site)
        site.publish(3 * PAGE)
        assert crawl_twice(server) == [PAGE, 2 * PAGE]
        site.publish(PAGE + 2)
        assert crawl_twice(server) == [PAGE, 2]


def test_a_server_that_has_one_tag_for_all_its_pages_hides_nothing_new(home: Home) -> None:
    def never_modified(path: str, page: bytes) -> Answer:
        def answer(connection: Connection) -> None:
            is_asked = "if-none-match" in connection.asked.headers
            whole = http(page, headers=[("ETag", '"1"')]) if page else NOTHING
            connection.send(http(status=304) if is_asked else whole)

        return answer

    site = LivingSite(befall=never_modified)
    site.publish(2 * PAGE)
    with Faulty() as server:
        answer_with(server, site)
        crawl_site(home, server)
        site.publish(3)
        assert crawl_site(home, server, sweep=True).run["articles_new"] == 3


@pytest.mark.parametrize("left", [PAGE, 1])
def test_an_article_whose_address_leads_to_a_list_is_gone(home: Home, left: int) -> None:
    site = LivingSite()
    site.publish(2 * PAGE)
    with Faulty() as server:
        answer_with(server, site)
        crawl_site(home, server)
        away = http(status=302, headers=[("Location", "/list")])
        site.befall = lambda path, page: away if path == "/t2026_3" else http(page)
        del site.items[left:]
        crawl_site(home, server, sweep=True)
    with closing(open_read_only(home)) as db:
        (gone,) = db.query("select reason from captures where outcome = 'gone'")
    assert gone["reason"] == f"soft 404: redirected to a list: {server.url}/list"


def test_an_article_whose_address_shows_the_page_of_a_list_is_gone(home: Home) -> None:
    site = LivingSite()
    site.publish(2 * PAGE)
    with Faulty() as server:
        answer_with(server, site)
        crawl_site(home, server)
        site.befall = lambda path, page: http(site.healthy("/") if path == "/t2026_3" else page)
        crawl_site(home, server, sweep=True)
    with closing(open_read_only(home)) as db:
        (gone,) = db.query("select reason from captures where outcome = 'gone'")
    assert gone["reason"] == f"soft 404: it shows {server.url}/"


CLOSED = http("<h1>网站升级中</h1>".encode())


@pytest.mark.parametrize("down", [CLOSED, NOTHING], ids=["notice", "404"])
def test_a_site_that_was_down_is_asked_for_all_it_lost_once_it_is_back(
    home: Home, down: bytes
) -> None:
    site = LivingSite()
    site.publish(3 * PAGE)
    with Faulty() as server:
        answer_with(server, site)
        crawl_site(home, server)
        site.befall = lambda path, page: down
        for _ in range(2):
            crawl_site(home, server, sweep=True)
        site.befall = LivingSite().befall
        ended = crawl_site(home, server)
    assert ended.outcome == "ok"
    with closing(open_read_only(home)) as db:
        states = db.execute("select distinct state from urls").fetchall()
    assert states == [("held",)]


def lose_articles(path: str, page: bytes) -> Answer:
    return NOTHING if path.startswith("/t2026_") else http(page)


def test_a_site_whose_lists_show_what_is_gone_is_not_well_however_long(home: Home) -> None:
    site = LivingSite()
    site.publish(2 * PAGE)
    with Faulty() as server:
        answer_with(server, site)
        crawl_site(home, server)
        site.befall = lose_articles
        crawl_site(home, server, sweep=True)
        later = crawl_site(home, server)  # asks for lists only, as the rest was found gone
    assert later.run
    assert later.outcome == "partial"
    assert "articles that lists show are gone" in later.run["reason"]


def test_what_a_site_lost_is_asked_for_once_some_of_it_is_back(home: Home) -> None:
    site = LivingSite()
    site.publish(2 * PAGE)
    with Faulty() as server:
        answer_with(server, site)
        crawl_site(home, server)
        site.befall = lose_articles
        crawl_site(home, server, sweep=True)
        site.befall = LivingSite().befall
        outcomes = [crawl_site(home, server).outcome for _ in range(4)]
        listed = site.items[:PAGE]
    assert outcomes[0] == "partial"  # one is asked for by the next run, and all by the one after
    assert outcomes[-1] == "ok"
    with closing(open_read_only(home)) as db:
        rows = db.execute("select url from urls where state = 'gone'").fetchall()
    assert not [url for (url,) in rows if int(url.rpartition("_")[2]) in listed]


def test_what_stays_gone_does_not_hide_that_the_rest_of_it_is_back(home: Home) -> None:
    site = LivingSite()
    site.publish(PAGE - 1)
    with Faulty() as server:
        answer_with(server, site)
        crawl_site(home, server)
        site.befall = lose_articles
        crawl_site(home, server, sweep=True)
        site.publish(1)
        crawl_site(home, server)  # what is new is not there either
        with closing(open_read_only(home)) as db:
            (first,) = db.execute("select url from urls where state = 'gone' limit 1").fetchone()
        lost = first.removeprefix(server.url)
        site.befall = lambda path, page: NOTHING if path == lost else http(page)
        outcomes = [crawl_site(home, server).outcome for _ in range(3)]
    assert outcomes[-1] == "ok"
    assert len(articles(home)) == PAGE
    with closing(open_read_only(home)) as db:
        assert db.execute("select url from urls where state = 'gone'").fetchall() == [(first,)]


def test_what_had_failed_and_answers_again_brings_nothing_back(home: Home) -> None:
    site = LivingSite()
    site.publish(PAGE)
    ill = {"/t2026_1": http(b"", 500)}

    def lose(path: str, page: bytes) -> Answer:
        return ill.get(path) or (NOTHING if path.startswith("/t2026_") else http(page))

    with Faulty() as server:
        answer_with(server, site)
        crawl_site(home, server)
        site.befall = lose
        crawl_site(home, server, sweep=True)
        ill["/t2026_1"] = http(site.healthy("/t2026_1"))
        crawl_site(home, server, sweep=True)
        before = len(server.asked)
        crawl_site(home, server)
        asked = [one.path for one in server.asked[before:] if one.path.startswith("/t2026_")]
    assert len(asked) == 1


def crawl_site(home: Home, server: Faulty, **fields: object) -> Ended:
    environment = {"WENMING_ALLOW_PRIVATE": "127.0.0.1/32", "WENMING_DOWNLOAD_DELAY": "0"}
    what = {"site": "yun", "address": f"{server.url}/", "environment": environment}
    return launch.crawl(launch.Crawl(home=home, **what, **fields))


@pytest.mark.parametrize("status", [404, 500])
def test_a_channel_that_is_lost_alone_is_told(home: Home, status: int) -> None:
    site = LivingSite()
    site.publish(12)
    with Faulty() as server:
        answer_with(server, site)
        assert [crawl_site(home, server).outcome for _ in range(2)] == ["ok", "ok"]
        site.befall = lambda path, page: http(b"", status) if path == "/list" else http(page)
        site.publish(3)
        ended = crawl_site(home, server)
    assert ended.run
    assert ended.outcome == "partial"
    assert ended.run["reason"].startswith(f"a list could not be read: {server.url}/list")
