"""A good guest: the day's budget, validators that are not believed for ever, certificates."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from certificates import certified
from faulty import Connection, Faulty, article, articles, captures, crawl, http
from scrapy import Request
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response
from scrapy.settings import Settings
from service_identity import VerificationError
from twisted.python.failure import Failure
from twisted.web._newclient import ResponseNeverReceived

from crawler.middlewares.conditional import ConditionalMiddleware
from crawler.verdicts.visits import header, told
from storage.home import Home

PAGES: dict[str, Any] = {f"/{number}": http(article(f"第{number}次读书会")) for number in range(9)}


def test_a_site_is_asked_no_more_than_its_share_of_a_day(home: Home) -> None:
    with Faulty(PAGES) as server:
        first = crawl(home, server, DAILY_REQUESTS=6)
        assert len(server.asked) == 6
        second = crawl(home, server, DAILY_REQUESTS=6)
        assert len(server.asked) == 6
        assert (first.outcome, second.outcome) == ("partial", "partial")
        assert "6 requests" in first.run["reason"]  # type: ignore[index]
        assert crawl(home, server).outcome == "ok"
    assert set(articles(home)) == set(PAGES)


def test_a_sweep_that_ends_with_the_share_of_the_day_is_not_whole(home: Home) -> None:
    with Faulty(PAGES) as server:
        crawl(home, server, DAILY_REQUESTS=99)
        today = len(server.asked)
        cut = crawl(home, server, sweep=True, DAILY_REQUESTS=today + 4)
        assert (cut.outcome, len(server.asked)) == ("partial", today + 4)
        assert crawl(home, server, sweep=True).outcome == "ok"


def test_redirects_are_requests_of_the_day_too(home: Home) -> None:
    led = {
        f"/{number}": http(status=302, headers=[("Location", f"/to{number}")]) for number in "12"
    }
    with Faulty({**led, "/to1": PAGES["/1"], "/to2": PAGES["/2"]}, listed=led) as server:
        for _ in range(2):
            crawl(home, server, DAILY_REQUESTS=5)
        assert len(server.asked) == 5


def test_one_request_at_a_time_however_fast_we_may_go(home: Home) -> None:
    under_way: list[int] = [0]

    def slow(connection: Connection) -> None:
        under_way.append(under_way[-1] + 1)
        server.wait(0.1)
        connection.send(http(article(connection.asked.path)))
        under_way.append(under_way[-1] - 1)

    with Faulty(dict.fromkeys(PAGES, slow)) as server:
        crawl(home, server)
    assert max(under_way) == 1


def test_a_server_that_says_not_modified_for_ever_is_not_believed_for_ever(home: Home) -> None:
    whole = http(b'<ul><li><a href="/0">A title of a list</a></li></ul>', headers=[("ETag", '"1"')])
    full: list[int] = []

    def listed(connection: Connection) -> None:
        is_conditional = "if-none-match" in connection.asked.headers
        full.append(not is_conditional)
        connection.send(http(status=304, headers=[("ETag", '"1"')]) if is_conditional else whole)

    with Faulty({**PAGES, "/list": listed}) as server:
        for _ in range(3):
            crawl(home, server, TRUSTED_304=1)
    assert full == [True, False, True]


def test_what_answers_a_condition_is_taken_for_what_it_should_be(home: Home) -> None:
    good = http(article(), headers=[("ETag", '"1"')])
    listed = http(
        b'<ul><li><a href="/a">A title of a list</a></li><li><a href="/b">Another</a></li></ul>',
        headers=[("ETag", '"1"')],
    )

    def answer(connection: Connection) -> None:
        asked = connection.asked
        whole = listed if asked.path == "/list" else good
        connection.send(
            http(b"<p>what is this", 304) if "if-none-match" in asked.headers else whole
        )

    def refuse(connection: Connection) -> None:
        is_conditional = "if-none-match" in connection.asked.headers
        connection.send(http(b"failed", 412) if is_conditional else good)

    with Faulty({"/list": answer, "/a": answer, "/b": refuse}) as server:
        crawl(home, server)
        assert crawl(home, server, sweep=True).outcome == "ok"
    seen = captures(home)
    assert seen["/list"]["outcome"] == "not_modified"
    assert (seen["/b"]["status"], seen["/b"]["outcome"]) == (200, "unchanged")


def test_a_validator_goes_back_as_it_came() -> None:
    settings = Settings({"TRUSTED_304": 9})
    crawler: Any = SimpleNamespace(settings=settings, get_extension=lambda _: None)
    received = Response("http://a.example/", headers={"ETag": b'"\xd6\xd0"'})
    leased = SimpleNamespace(etag=header(received, b"ETag"), last_modified=None)
    request = Request("http://a.example/", meta={"leased": leased, "conditional": True})
    ConditionalMiddleware(crawler).process_request(request)
    assert request.headers[b"If-None-Match"] == b'"\xd6\xd0"'


def test_requests_say_who_asks_and_carry_nothing_else(home: Home) -> None:
    with Faulty(
        {"/a": http(article(), headers=[("Set-Cookie", "a=1")]), "/b": http(article("另一篇"))}
    ) as server:
        crawl(home, server)
    for asked in server.asked:
        assert asked.headers["user-agent"].startswith("wenming/")
        assert not {"cookie", "referer", "authorization"} & set(asked.headers)


@pytest.mark.parametrize("days", [30, -1], ids=["signed by itself", "expired"])
def test_a_certificate_that_proves_nothing_is_refused(
    days: int, home: Home, tmp_path: Path
) -> None:
    with Faulty({"/a": http(article())}, tls=certified(tmp_path, "127.0.0.1", days)) as server:
        ended = crawl(home, server, RETRY_TIMES=0)
    assert ended.outcome == "failed"
    assert "certificate" in ended.run["reason"].lower()  # type: ignore[index]
    assert server.asked == []


def test_a_certificate_of_another_host_is_said_to_be_one() -> None:
    error = DownloadFailedError("broken")
    error.__cause__ = ResponseNeverReceived([Failure(VerificationError([]))])
    assert told(error) == "broken off: the certificate is not that of this host"


def test_a_site_may_take_its_certificate_as_it_is(home: Home, tmp_path: Path) -> None:
    with Faulty({"/a": http(article())}, tls=certified(tmp_path, "127.0.0.1", -1)) as server:
        assert crawl(home, server, site="trusting").outcome == "ok"
    assert set(articles(home)) == {"/a"}
