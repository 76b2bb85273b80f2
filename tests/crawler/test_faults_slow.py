"""Servers that are slow, busy or gone: rows 1 to 3, 12 and 13."""

import json
import socket
import time
from collections.abc import Callable
from typing import Any

import pytest
from faulty import Connection, Faulty, article, captures, crawl, http

from crawler.middlewares.backoff import retry_after
from storage.history.signals import GIVEN_UP
from storage.home import Home

GOOD = http(article())


def silent(connection: Connection) -> None:
    connection.socket.recv(1)


def dripping(connection: Connection) -> None:
    connection.send(http(length=1000))
    while True:
        connection.send(b"x")
        time.sleep(0.1)


def busy(asks: str) -> Callable[[Connection], None]:
    """Return an answer that is 429 once and good ever after."""

    def answer(connection: Connection) -> None:
        refusal = http(b"busy", 429, headers=[("Retry-After", asks)])
        connection.send(GOOD if connection.times else refusal)

    return answer


def test_a_server_that_does_not_answer_costs_the_time_limit_and_no_more(home: Home) -> None:
    with Faulty({"/silent": silent, "/dripping": dripping, "/good": GOOD}) as server:
        started = time.monotonic()
        ended = crawl(home, server, DOWNLOAD_TIMEOUT=0.7, RETRY_TIMES=1)
        assert time.monotonic() - started < 15
        assert server.times("/silent") == server.times("/dripping") == 2
    seen = captures(home)
    assert [seen[path]["reason"].split(":")[0] for path in ("/silent", "/dripping")] == [
        "too slow"
    ] * 2
    assert seen["/good"]["outcome"] == "new"
    assert ended.outcome == "partial"


def test_a_refused_connection_ends_with_its_reason_and_other_hosts_go_on(home: Home) -> None:
    with Faulty({"/good": GOOD}) as server, socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        netloc = f"127.0.0.1:{deaf.getsockname()[1]}"
        server.listed = ["/good", f"http://{netloc}/a"]
        ended = crawl(home, server, hosts=netloc)
    assert captures(home)["/good"]["outcome"] == "new"
    assert "refused" in ended.run["reason"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        (b"", None),
        (b"soon", None),
        (b"120", 120.0),
        (b" 7 ", 7.0),
        (b"-5", 0.0),
        (b"1.5", 1.5),
        (b"+30", 30.0),
        (b"--5", None),
        (b"9" * 400, 999_999_999_999.0),
        (b"Fri, 31 Dec 9999 23:59:59 GMT", 253402300799.0 - 1000),
        (b"Thu, 01 Jan 1970 00:20:00 GMT", 200.0),
        (b"Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        (b"Thu Jan  1 00:20:00 1970", 200.0),
        ("１２".encode(), None),
    ],
)
def test_retry_after_is_seconds_or_a_date(
    value: bytes | None, seconds: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        assert retry_after(value, 1000) == seconds
    finally:
        monkeypatch.undo()
        time.tzset()


def test_who_asks_for_no_pause_gets_the_one_that_its_failure_earns(home: Home) -> None:
    asked: list[float] = []

    def busy(connection: Connection) -> None:
        asked.append(time.monotonic())
        connection.send(http(b"busy", 503, headers=[("Retry-After", "0")]))

    with Faulty({"/busy": busy}) as server:
        crawl(home, server, RETRY_TIMES=1, DOWNLOAD_DELAY=0.4)
    first, second = asked
    assert second - first >= 0.8


def test_a_pause_that_a_server_asks_for_is_kept(home: Home) -> None:
    with Faulty({"/busy": busy("1")}) as server:
        started = time.monotonic()
        ended = crawl(home, server)
        assert time.monotonic() - started > 1
    assert (ended.outcome, captures(home)["/busy"]["outcome"]) == ("ok", "new")


def test_a_server_that_asks_for_more_than_we_wait_is_left_alone(home: Home) -> None:
    pages: dict[str, Any] = {
        f"/{number}": busy("Fri, 31 Dec 9999 23:59:59 GMT") for number in range(5)
    }
    with Faulty(pages) as server:
        ended = crawl(home, server)
        assert sum(server.times(path) for path in pages) <= 4  # those under way
    assert "asks to stay away" in ended.run["reason"]  # type: ignore[index]
    states = [captures(home)[path]["state"] for path in pages]
    assert "pending" in states


def test_a_host_that_only_fails_is_left_alone(home: Home) -> None:
    pages = {f"/{number}": http(b"broken", 500) for number in range(40)}
    with Faulty(pages) as server:
        ended = crawl(home, server, RETRY_TIMES=0)
        assert 8 <= sum(server.times(path) for path in pages) <= 12
    assert ended.run
    assert "failed 8 times in a row" in ended.run["reason"]
    assert json.loads(ended.run["stats"])[GIVEN_UP] == 1


def test_what_waits_for_its_turn_keeps_the_peace_that_was_asked_for_meanwhile(home: Home) -> None:
    moments: list[tuple[float, str]] = []

    def answer(connection: Connection) -> None:
        path = connection.asked.path
        moments.append((time.monotonic(), path))
        is_busy = path == "/3" and connection.times == 0
        time.sleep(0.1)  # the others come to wait behind it
        busy = http(b"", 429, [("Retry-After", "2")])
        connection.send(busy if is_busy else http(article(f"第{path[1:]}次读书会")))

    with Faulty({f"/{number}": answer for number in range(9)}) as server:
        ended = crawl(home, server)
    assert (ended.outcome, ended.run["reason"]) == ("ok", None)  # type: ignore[index]
    refused = next(at for at, path in moments if path == "/3")
    assert not [path for at, path in moments if refused < at < refused + 2]


def test_a_host_that_asks_for_a_day_is_not_asked_for_what_already_waits(home: Home) -> None:
    refusal = http(b"", 503, [("Retry-After", "80000")])

    def answer(connection: Connection) -> None:
        time.sleep(0.1)
        connection.send(refusal if connection.asked.path == "/3" else GOOD)

    with Faulty({f"/{number}": answer for number in range(9)}) as server:
        ended = crawl(home, server)
        assert server.asked[-1].path == "/3"
    assert ended.outcome == "partial"
    assert {row["state"] for row in captures(home).values()} == {"held", "pending"}
