"""A good guest: as slow as the host asks for, and away for as long."""

import json
import time
from contextlib import closing
from itertools import pairwise
from typing import Any

import pytest
from faulty import Connection, Faulty, article, articles, captures, crawl, http

from storage.database import open_read_only
from storage.history.budget import asked_to_wait
from storage.history.signals import GIVEN_UP
from storage.home import Home


def test_who_asks_to_be_left_alone_is_not_asked_by_the_next_run_either(home: Home) -> None:
    resting = http(b"", 503, headers=[("Retry-After", "3600")])
    routes: dict[str, Any] = {"/1": http(article()), "/list": resting}
    with Faulty(routes) as server:
        assert crawl(home, server).outcome == "failed"
        server.asked.clear()
        del server.routes["/list"]
        again = crawl(home, server)
        assert not server.asked
    assert again.run
    assert "asked an earlier run to stay away" in again.run["reason"]
    assert GIVEN_UP not in json.loads(again.run["stats"])
    with closing(open_read_only(home)) as db:
        (until,) = asked_to_wait(db).values()
    assert 3500 < until - time.time() < 3700


def test_a_host_that_rests_is_no_news_of_other_sites(home: Home) -> None:
    resting = http(b"", 503, headers=[("Retry-After", "3600")])
    with Faulty({"/list": resting}) as server:
        crawl(home, server)
    with Faulty({"/1": http(article())}) as other:
        ended = crawl(home, other, site="trusting")
    assert ended.run
    assert (ended.outcome, ended.run["reason"], ended.run["articles_new"]) == ("ok", None, 1)


def test_what_failed_before_its_host_was_left_alone_is_told(home: Home) -> None:
    def break_off(connection: Connection) -> None:
        connection.send(b"HTTP/1.1 200 OK\r\nContent-")

    routes: dict[str, Any] = {
        f"/{number}": break_off if number % 2 else http(b"broken", 500) for number in range(20)
    }
    with Faulty(routes) as server:
        ended = crawl(home, server)
        asked = {path for path in routes if server.times(path)}
    assert ended.run
    assert "failed 8 times in a row" in ended.run["reason"]
    assert ended.run["errors"] == len(asked) >= 8
    found = captures(home)
    causes = {str(found[path]["reason"]).partition(":")[0] for path in asked}
    assert causes == {"status 500", "broken off"}
    assert {found[path]["state"] for path in routes.keys() - asked} == {"pending"}


def test_a_host_that_refuses_everything_from_some_moment_on_is_left_alone(home: Home) -> None:
    def answer(connection: Connection) -> None:
        good = http(article(f"第{connection.asked.path[1:]}次读书会"))
        connection.send(good if len(server.asked) < 12 else http(b"no", 403))

    routes = {f"/{number}": answer for number in range(60)}
    with Faulty(routes) as server:
        ended = crawl(home, server, HOST_REFUSALS=5)
        refused = len(server.asked) - 11
    assert ended.run
    assert ended.outcome == "partial"
    assert ended.run["reason"] == f"blocked: {server.netloc} refused 5 in a row"
    assert refused <= 8  # those under way
    states = [captures(home)[path]["state"] for path in routes]
    assert (states.count("blocked"), states.count("pending")) == (refused, 51 - refused)


@pytest.mark.parametrize("status", [429, 521, 567])
def test_a_refusal_that_burdens_like_a_failure_is_called_a_refusal(status: int, home: Home) -> None:
    with Faulty({f"/{number}": http(b"no", status) for number in range(20)}) as server:
        ended = crawl(home, server, RETRY_TIMES=0)
    assert ended.run
    assert ended.run["reason"] == f"blocked: {server.netloc} failed 8 times in a row"


def test_requests_are_as_far_apart_as_robots_asks(home: Home) -> None:
    moments: list[float] = []

    def note(connection: Connection) -> None:
        moments.append(time.monotonic())
        connection.send(http(article(f"第{connection.asked.path[1:]}次读书会")))

    rules = http(b"User-agent: *\nCrawl-delay: 0.4\n", kind="text/plain")
    with Faulty({f"/{number}": note for number in range(4)}, robots=rules) as server:
        crawl(home, server, DOWNLOAD_DELAY=0.01)
    assert len(moments) == 4
    assert min(later - sooner for sooner, later in pairwise(moments)) > 0.35


def test_a_host_that_answers_no_forms_is_asked_without_them(home: Home) -> None:
    def refuse_forms(connection: Connection) -> None:
        if "content-type" in connection.asked.headers:
            connection.send(http(status=405))
        elif connection.asked.path == "/turn?page=2":
            connection.send(http(TURNED.format(row=2, page=3).encode()))
        # else there is no answer at all

    routes: dict[str, Any] = {
        "/list": http(TURNED.format(row=1, page=2).encode()),
        "/a/20250801_1.html": http(article("第1期")),
        "/a/20250801_2.html": http(article("第2期")),
        "/turn?page=2": refuse_forms,
        "/turn?page=3": refuse_forms,
    }
    with Faulty(routes) as server:
        assert crawl(home, server, RETRY_TIMES=0).outcome == "ok"
        assert [server.times(f"/turn?page={page}") for page in (2, 3)] == [2, 1]
        assert len(articles(home)) == 2
        again = crawl(home, server, RETRY_TIMES=0)
    assert again.run
    assert "bug" not in str(again.run["reason"])
    (last,) = (one for path, one in captures(home).items() if path.startswith("/turn?page=3"))
    assert (last["state"], last["reason"].partition(":")[0]) == ("failed", "without a form")


TURNED = (
    "<html><body><ul><li><a href='/a/20250801_{row}.html'>社区举办读书分享会</a></li></ul>"
    "<form action='/turn' method='post'><input type='hidden' name='page' value='1'></form>"
    "<a href='javascript:goPage({page})'>下一页</a></body></html>"
)
