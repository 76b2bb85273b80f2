"""robots.txt by RFC 9309, from the answer to what is asked for after it."""

import asyncio
import gzip
import json
from types import SimpleNamespace
from typing import Any

import pytest
from faulty import Connection, Faulty, article, articles, captures, crawl, http
from scrapy import Request
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from crawler.errors import HostResting, RobotsForbid
from crawler.listing import ListingSpider
from crawler.middlewares.robots import END, LARGEST, RobotsMiddleware, product, rules
from storage.frontier import Leased
from storage.history.signals import GIVEN_UP
from storage.home import Home

PAGES: dict[str, Any] = {"/a": http(article()), "/private/b": http(article())}
RULES = b"User-agent: *\nDisallow: /private/\n"


def endless(connection: Connection) -> None:
    connection.send(http(RULES, length=-1))
    for _ in range(2000):
        connection.send(b"# nothing\n" * 5000)


def silent(connection: Connection) -> None:
    connection.socket.recv(1)


@pytest.mark.parametrize(
    ("status", "body", "allowed"),
    [
        (200, RULES, (True, False)),
        (200, b"\xef\xbb\xbf" + RULES, (True, False)),
        (200, RULES + b"# x\n" * 200_000, (True, False)),
        (200, b"#" * 600_000 + b"\n" + RULES, (True, True)),
        (200, b"<html><body>User-agent: *\nDisallow: /</body></html>", (True, True)),
        (200, b"", (True, True)),
        (200, b"\xff\xfe\x00nonsense\x00", (True, True)),
        (200, b"User-agent: wenming\nDisallow: /a\n\nUser-agent: *\nAllow: /", (False, True)),
        (200, b"user-agent: Wenming/7.1 # us\nDisallow: /a\n\nUser-agent: *\n", (False, True)),
        (200, b"User-agent: archive\nDisallow: /\n\n" + RULES, (True, False)),
        (200, b"User-agent: wen\nDisallow: /\n\n" + RULES, (True, False)),
        (200, b"User-agent wenming (all of it)\nDisallow: /a\n\n" + RULES, (False, True)),
        (200, b"User-agent: x\rUser-agent: wenming/1\rDisallow: /a\r", (False, True)),
        (
            200,
            b"User-agent: *\nUser-agent:\nDisallow: /private/\nAllow: /private/b/",
            (True, False),
        ),
        (200, b"<!-- of the office -->\n" + RULES, (True, False)),
        (
            200,
            RULES + b"#".ljust(LARGEST - len(RULES) - 12) + b"\nDisallow: /archive/",
            (True, False),
        ),
        (401, RULES, (True, True)),
        (404, b"", (True, True)),
    ],
)
def test_rules_follow_from_status_and_body(
    status: int, body: bytes, allowed: tuple[bool, bool]
) -> None:
    known = rules(status, body)
    assert known
    agent = product("wenming/0.1 (archive)") + END
    paths = ("http://a.example/a", "http://a.example/private/b")
    assert tuple(known.can_fetch(path, agent) for path in paths) == allowed


@pytest.mark.parametrize("charset", ["gbk", "utf-16"])
def test_rules_in_the_encoding_of_chinese_editors_are_read(charset: str) -> None:
    known = rules(200, "# 说明\r\nUser-agent: *\r\nDisallow: /内部/".encode(charset))
    assert known
    paths = ("http://a.example/%E5%86%85%E9%83%A8/1.html", "http://a.example/a")
    assert [known.can_fetch(path, "wenming" + END) for path in paths] == [False, True]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_failing_server_forbids_everything(status: int) -> None:
    assert rules(status, RULES) is None


@pytest.mark.parametrize(
    ("robots", "asked"),
    [
        pytest.param(endless, ["/list", "/a"], id="endless, the first 512 KB count"),
        pytest.param(
            http(status=302, headers=[("Location", "/robots.txt")]),
            ["/list", "/private/b", "/a"],
            id="redirects without end are a missing file",
        ),
        pytest.param(silent, [], id="no answer"),
        pytest.param(
            http(gzip.compress(RULES)[:-20], headers=[("Content-Encoding", "gzip")]),
            [],
            id="cut short",
        ),
        pytest.param(http(RULES, headers=[("Content-Encoding", "gzip")]), [], id="not readable"),
    ],
)
def test_only_what_robots_txt_allows_is_asked_for(
    robots: Any, asked: list[str], home: Home
) -> None:
    with Faulty(PAGES, robots=robots) as server:
        ended = crawl(home, server, DOWNLOAD_TIMEOUT=1, RETRY_TIMES=0)
        paths = [request.path for request in server.asked if request.path != "/robots.txt"]
    assert sorted(paths) == sorted(asked)
    assert ended.outcome == ("ok" if asked else "failed")


def test_a_host_that_is_down_keeps_nobody_from_reading_the_others(home: Home) -> None:
    with Faulty(robots=http(status=500)) as down, Faulty({"/1": http(article())}) as server:
        ended = crawl(home, server, site="two hosts", hosts=down.netloc, RETRY_TIMES=0)
        assert {asked.path for asked in down.asked} == {"/robots.txt"}
    assert ended.outcome == "partial"
    assert down.netloc in ended.run["reason"]  # type: ignore[index]
    assert set(articles(home)) == {"/1"}


def test_a_silent_robots_txt_leaves_the_addresses_as_they_were(home: Home) -> None:
    with Faulty(PAGES, robots=http(b"busy", 503)) as server:
        ended = crawl(home, server, RETRY_TIMES=1)
        assert ended.run
        assert "robots.txt" in ended.run["reason"]
        assert json.loads(ended.run["stats"])[GIVEN_UP] == 1
        assert captures(home)["/list"]["state"] == "pending"
        server.robots = http(status=404)
        assert crawl(home, server).outcome == "ok"


def test_a_robots_txt_that_breaks_off_is_told_in_words(home: Home) -> None:
    with Faulty(PAGES, robots=lambda connection: None) as server:
        ended = crawl(home, server, RETRY_TIMES=0)
    assert ended.run
    assert ended.run["reason"].endswith("asked: broken off: Connection was closed cleanly.")


def test_what_is_disallowed_is_said_to_be_blocked(home: Home) -> None:
    with Faulty(PAGES, robots=http(RULES)) as server:
        crawl(home, server)
        assert server.times("/robots.txt") == 1
    row = captures(home)["/private/b"]
    assert (row["outcome"], row["state"]) == ("blocked", "blocked")
    assert "robots.txt" in row["reason"]


@pytest.mark.parametrize(
    ("known", "is_news"),
    [({}, True), ({"attempts": 1}, False), ({"attempts": 1, "sha256": "00"}, True)],
)
def test_what_was_never_allowed_is_news_but_once(known: dict[str, Any], is_news: bool) -> None:
    leased = Leased(1, "http://a.example/private/b", "article", **known)
    failure: Any = Failure(RobotsForbid("robots.txt disallows it"))
    failure.request = Request(leased.url, meta={"leased": leased})
    crawler = get_crawler()
    crawler.stats = MemoryStatsCollector(crawler)
    spider: Any = SimpleNamespace(crawler=crawler)
    assert ListingSpider.visit_failed(spider, failure).outcome == "blocked"  # type: ignore[union-attr]
    assert crawler.stats.get_value("robots/forbidden", 0) == is_news


def test_a_site_that_wants_no_visit_is_said_to_want_none(home: Home) -> None:
    with Faulty(PAGES, robots=http(b"User-agent: *\nDisallow: /")) as server:
        ended = crawl(home, server)
    assert ended.run["reason"].startswith("forbidden by robots.txt")  # type: ignore[index]


def test_a_host_that_was_not_asked_keeps_no_sitemap_of_others_from_us() -> None:
    async def download(request: Request) -> Response:
        if "resting" in request.url:
            raise HostResting("not now")
        body = b"Sitemap: http://a.example/map.xml"
        return Response(request.url, body=body, request=request)

    engine = SimpleNamespace(download_async=download)
    settings = Settings({"USER_AGENT": "wenming/0.1", "DOWNLOAD_DELAY": 0})
    crawler: Any = SimpleNamespace(engine=engine, settings=settings)
    robots = RobotsMiddleware(crawler)

    async def ask() -> list[str]:
        with pytest.raises(HostResting):
            await robots.process_request(Request("http://resting.example/"))
        await robots.process_request(Request("http://a.example/"))
        return robots.sitemaps()

    assert asyncio.run(ask()) == ["http://a.example/map.xml"]
