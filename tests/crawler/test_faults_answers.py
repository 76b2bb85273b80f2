"""Answers that are broken, false, endless or hostile: one crawl meets them all.

Numbers are those of the table in tests/faults.md.
"""

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import brotli
import pytest
from backports import zstd
from faulty import Connection, Faulty, article, articles, captures, crawl, http

from scheduler.launch import Ended
from storage.care.verify import verify
from storage.database import open_read_only
from storage.home import Home

LARGEST = 200_000
PAGE = article()
CODED = [("Content-Encoding", "gzip")]


def padded(size: int) -> bytes:
    """Return an article's page of exactly so many bytes."""
    bare = article(more="<!---->")
    return article(more=f"<!--{'x' * (size - len(bare))}-->")


def chunked(*chunks: bytes) -> bytes:
    body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    return http(body, headers=[("Transfer-Encoding", "chunked")], length=-1)


def endless(connection: Connection) -> None:
    connection.send(http(length=-1))
    while True:
        connection.send(b"<p>" + b"x" * 65536)


def endless_head(connection: Connection) -> None:
    connection.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.send(b"X-Again: and again\r\n" * 1000)


def endless_prelude(connection: Connection) -> None:
    while True:
        connection.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


def reset(connection: Connection) -> None:
    connection.send(http(length=1000))


def too_long(connection: Connection) -> None:
    connection.send(http(PAGE, length=len(PAGE) + 50))


def recovering(connection: Connection) -> None:
    connection.send(http(PAGE) if connection.times == 2 else http(b"busy", 503))


def bomb(compress: Callable[[bytes], bytes]) -> bytes:
    return compress(bytes(40 * 2**20))


def zipped(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = gzip.compress(data)
    return data


def naming_a_user(connection: Connection) -> None:
    host = connection.asked.headers["host"]
    connection.send(http(status=302, headers=[("Location", f"//user:secret@{host}/55-end")]))


WHOLE: dict[str, Any] = {
    "/6-length-too-small": http(PAGE + b"rest that nobody asked for", length=len(PAGE)),
    "/7-sizes-padded": chunked(PAGE[:100], PAGE[100:], b"").replace(b"64\r\n", b"64 \t\r\n", 1),
    "/10-blank-in-a-name": http(PAGE, headers=[("X Y", "1"), ("X-Z ", "2")]).replace(
        b"Content-Length:", b"Content-Length :"
    ),
    "/10-name-of-no-letters": http(PAGE, headers=[("\xce\xc4", "1")]),
    "/10-no-transfer-coding": http(PAGE, headers=[("Transfer-Encoding", "identity")]),
    "/24-part-that-is-all": http(
        PAGE, 206, headers=[("Content-Range", f"bytes 0-{len(PAGE) - 1}/{len(PAGE)}")]
    ),
    "/10-odd-headers": http(
        PAGE,
        headers=[("X-Latin", "caf\xe9"), ("X-Nul", "a\0b"), ("no colon here", "")],
    ).replace(b"no colon here: ", b"no colon here"),
    "/11-two-types": http(
        PAGE, headers=[("Content-Type", "image/png"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    ),
    "/12-recovers": recovering,
    "/27-http-1.0": http(PAGE, kind=None, length=-1).replace(b"HTTP/1.1", b"HTTP/1.0"),
    "/27-no-type": http(PAGE, kind=None),
    "/27-wrong-type": http(PAGE, kind="image/png"),
    "/31-charset-as-coding": http(PAGE, headers=[("Content-Encoding", "UTF-8")]),
    "/gzip": http(gzip.compress(PAGE), headers=CODED),
    "/gzip-padded": http(gzip.compress(PAGE) + bytes(64), headers=CODED),
    "/gzip-members": http(gzip.compress(PAGE[:200]) + gzip.compress(PAGE[200:]), headers=CODED),
    "/deflate": http(zlib.compress(PAGE), headers=[("Content-Encoding", "deflate")]),
    "/deflate-raw": http(zlib.compress(PAGE, wbits=-15), headers=[("Content-Encoding", "deflate")]),
    "/brotli": http(brotli.compress(PAGE), headers=[("Content-Encoding", "br")]),
    "/brotli-padded": http(brotli.compress(PAGE) + bytes(64), headers=[("Content-Encoding", "br")]),
    "/zstd-padded": http(zstd.compress(PAGE) + bytes(64), headers=[("Content-Encoding", "zstd")]),
    "/zstd-parts": http(
        b"\x50\x2a\x4d\x18\x02\0\0\0ab" + zstd.compress(PAGE[:200]) + zstd.compress(PAGE[200:]),
        headers=[("Content-Encoding", "zstd")],
    ),
    "/zstd": http(zstd.compress(PAGE), headers=[("Content-Encoding", "zstd")]),
    "/gzip-in-brotli": http(
        brotli.compress(gzip.compress(PAGE)), headers=[("Content-Encoding", "gzip, br")]
    ),
    "/chunked": chunked(PAGE[:100], PAGE[100:], b""),
    "/47-one-below": http(padded(LARGEST - 1)),
    "/47-just-fits": http(padded(LARGEST)),
}

# Path, answer, what the reason says.
BROKEN: list[tuple[str, Any, str]] = [
    ("/4-reset-after-headers", reset, "cut short"),
    ("/5-length-too-large", too_long, "cut short"),
    ("/7-chunk-without-end", chunked(PAGE)[:-20], "cut short"),
    (
        "/7-chunk-without-size",
        http(b"zz\r\nabc", headers=[("Transfer-Encoding", "chunked")], length=-1),
        "cut short",
    ),
    ("/8-endless", endless, f"not whole: more than {LARGEST} bytes"),
    ("/9-endless-head", endless_head, "broken off"),
    ("/9-endless-prelude", endless_prelude, "broken off"),
    ("/9-long-header", http(PAGE, headers=[("X-Long", "x" * 200_000)]), "broken off"),
    ("/11-two-lengths", http(PAGE, headers=[("Content-Length", "7")]), ""),
    ("/16-status-999", http(PAGE, 999), "status 999"),
    ("/16-status-600", http(PAGE, 600), "status 600"),
    ("/16-status-0", http(PAGE, "000"), ""),
    ("/16-status-text", http(PAGE, "fine"), "broken off"),
    (
        "/17-loop",
        http(status=302, headers=[("Location", "/17-loop")]),
        "redirected without end: back to",
    ),
    (
        "/17-cookie",
        http(status=302, headers=[("Location", "/17-cookie"), ("Set-Cookie", "wall=1")]),
        "/17-cookie (for who keeps its cookie?)",
    ),
    (
        "/17-chain0",
        http(status=302, headers=[("Location", "/17-chain1")]),
        "redirected without end: 6 times",
    ),
    (
        "/17-two-ways",
        http(status=302, headers=[("Location", "/17-end"), ("Location", "/410")]),
        "status 302",
    ),
    ("/21-file", http(status=302, headers=[("Location", "file:///etc/hostname")]), "status 302"),
    (
        "/21-data",
        http(status=302, headers=[("Location", "data:text/html,<h1>x</h1>")]),
        "status 302",
    ),
    ("/21-gopher", http(status=302, headers=[("Location", "gopher://127.0.0.1/")]), "status 302"),
    (
        "/21-javascript",
        http(status=302, headers=[("Location", "javascript:alert(1)")]),
        "status 302",
    ),
    ("/24-not-modified-at-first", http(status=304), "304 to a request for all"),
    ("/24-part", http(PAGE, 206, headers=[("Content-Range", "bytes 0-9/99")]), "status 206"),
    ("/10-length-no-number", http(PAGE, length=-1, headers=[("Content-Length", "many")]), "many"),
    ("/2-closed", lambda connection: None, "broken off: Connection was closed cleanly"),
    ("/29-gzip-bomb", http(bomb(gzip.compress), headers=CODED), f"gzip: more than {LARGEST} bytes"),
    (
        "/29-brotli-bomb",
        http(brotli.compress(bytes(2**22), quality=3), headers=[("Content-Encoding", "br")]),
        "br: more than",
    ),
    (
        "/29-zstd-bomb",
        http(bomb(zstd.compress), headers=[("Content-Encoding", "zstd")]),
        "zstd: more than",
    ),
    (
        "/29-ten-times",
        http(zipped(PAGE, 10), headers=[("Content-Encoding", ", ".join(["gzip"] * 10))]),
        "10 content codings",
    ),
    (
        "/29-gzip-members",
        http(gzip.compress(b"") * 300 + gzip.compress(PAGE), headers=CODED),
        "gzip: more than 300 parts",
    ),
    (
        "/29-zstd-frames",
        http(
            zstd.compress(b"") * 300 + zstd.compress(PAGE), headers=[("Content-Encoding", "zstd")]
        ),
        "zstd: more than 300 parts",
    ),
    ("/30-truncated-gzip", http(gzip.compress(PAGE)[:-40], headers=CODED), "gzip: cut short"),
    (
        "/30-truncated-brotli",
        http(brotli.compress(PAGE)[:-9], headers=[("Content-Encoding", "br")]),
        "br: cut short",
    ),
    (
        "/30-truncated-zstd",
        http(zstd.compress(PAGE)[:-9], headers=[("Content-Encoding", "zstd")]),
        "zstd: cut short",
    ),
    (
        "/30-truncated-deflate",
        http(zlib.compress(PAGE)[:-9], headers=[("Content-Encoding", "deflate")]),
        "deflate: cut short",
    ),
    ("/30-no-brotli", http(PAGE, headers=[("Content-Encoding", "br")]), "br: "),
    ("/30-no-gzip", http(PAGE, headers=CODED), "gzip: "),
    (
        "/31-unknown-coding",
        http(PAGE, headers=[("Content-Encoding", "x-foo")]),
        "'x-foo' is unknown",
    ),
    ("/47-empty", http(b""), "empty"),
    ("/47-one-byte", http(b"x"), "no article"),
    ("/47-one-above", http(padded(LARGEST + 1)), "too large"),
]

OTHERS: dict[str, Any] = {
    "/9-many-headers": http(PAGE, headers=[(f"X-{number}", "x") for number in range(10_000)]),
    "/17-hop": http(status=301, headers=[("Location", "/17-end")]),
    "/55-user": naming_a_user,
    "/55-backslash": http(status=302, headers=[("Location", "\\55-slash?a=\\b")]),
    "/17-one-way-twice": http(
        status=302, headers=[("Location", "/17-end"), ("Location", "/17-end")]
    ),
    "/21-no-address": http(status=302, headers=[("Location", "http://[")]),
    "/25-future": http(
        PAGE, headers=[("Last-Modified", "Fri, 01 Jan 2100 00:00:00 GMT"), ("ETag", 'W/"1"')]
    ),
    "/26-soft-404": http("<html><title>提示</title><p>您访问的页面不存在</p></html>".encode()),
    "/26-challenge": http(
        "<html><title>安全验证</title><p>请完成验证后继续访问</p></html>".encode()
    ),
    "/403": http(b"no", 403),
    "/410": http(b"gone", 410),
}


PAGES = WHOLE | {path: answer for path, answer, _ in BROKEN} | OTHERS
UNLISTED = {
    "/17-end": http(PAGE),
    "/55-end": http(PAGE),
    "/55-slash?a=%5Cb": http(PAGE),
    **{
        f"/17-chain{number}": http(status=302, headers=[("Location", f"/17-chain{number + 1}")])
        for number in range(1, 9)
    },
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("answers"))
    home.make()
    return home


@pytest.fixture(scope="module")
def server() -> Iterator[Faulty]:
    with Faulty({**PAGES, **UNLISTED}, listed=PAGES) as server:
        yield server


@pytest.fixture(scope="module", autouse=True)
def ended(home: Home, server: Faulty) -> Ended:
    return crawl(home, server, DOWNLOAD_MAXSIZE=LARGEST, RETRY_TIMES=2, HOST_FAILURES=1000)


@pytest.fixture(scope="module")
def seen(home: Home, ended: Ended) -> dict[str, dict[str, Any]]:
    return captures(home)


def test_the_run_ends_with_a_true_outcome(ended: Ended) -> None:
    assert (ended.code, ended.outcome) == (0, "partial")
    assert "visits failed" in ended.run["reason"]  # type: ignore[index]


def test_the_archive_is_whole(home: Home) -> None:
    assert list(verify(home)) == []


@pytest.mark.parametrize("path", WHOLE)
def test_what_is_whole_is_read(path: str, home: Home, seen: dict[str, dict[str, Any]]) -> None:
    assert (seen[path]["outcome"], seen[path]["state"]) == ("new", "held"), seen[path]["reason"]
    assert "读书会" in articles(home)[path]["body"]


@pytest.mark.parametrize(("path", "reason"), [(path, reason) for path, _, reason in BROKEN])
def test_what_is_broken_is_an_error_with_its_reason(
    path: str, reason: str, home: Home, seen: dict[str, dict[str, Any]]
) -> None:
    assert (seen[path]["outcome"], seen[path]["state"]) == ("error", "failed")
    assert reason in seen[path]["reason"]
    assert path not in articles(home)


@pytest.mark.parametrize("path", [path for path, *_ in BROKEN])
def test_what_is_broken_leaves_nothing_to_ask_with(
    path: str, seen: dict[str, dict[str, Any]]
) -> None:
    assert (
        seen[path]["etag"],
        seen[path]["sha256"] if "whole" in seen[path]["reason"] else None,
    ) == (None, None)


@pytest.mark.parametrize(
    "path", ["/4-reset-after-headers", "/5-length-too-large", "/9-long-header"]
)
def test_what_broke_off_was_tried_three_times(path: str, server: Faulty) -> None:
    assert server.times(path) == 3


@pytest.mark.parametrize(
    "path", ["/30-truncated-gzip", "/31-unknown-coding", "/29-gzip-bomb", "/17-loop"]
)
def test_the_raw_bytes_of_what_cannot_be_read_are_kept(
    path: str, seen: dict[str, dict[str, Any]]
) -> None:
    assert seen[path]["warc_file"]


def test_an_endless_body_is_kept_as_far_as_it_was_taken(
    home: Home, seen: dict[str, dict[str, Any]]
) -> None:
    row = seen["/8-endless"]
    assert row["bytes"] == LARGEST
    record = gzip.decompress(
        (home.warc / row["warc_file"]).read_bytes()[row["warc_offset"] :][: row["warc_length"]]
    )
    assert b"WARC-Truncated: length" in record[:600]


def test_a_redirect_is_kept_and_its_page_has_its_own_address(
    home: Home, seen: dict[str, dict[str, Any]]
) -> None:
    assert "/17-end" in articles(home)
    assert seen["/17-hop"]["outcome"] == "new"


def test_a_redirect_that_names_a_user_is_followed_without_it(
    home: Home, server: Faulty, seen: dict[str, dict[str, Any]]
) -> None:
    assert "/55-end" in articles(home)
    assert seen["/55-user"]["outcome"] in ("new", "unchanged")
    way = [asked for asked in server.asked if asked.path in ("/55-user", "/55-end")]
    assert [asked.headers.get("authorization") for asked in way] == [None, None]


def test_a_redirect_is_read_as_browsers_do(home: Home) -> None:
    assert "/55-slash?a=%5Cb" in articles(home)


def test_a_chain_ends_after_five_redirects(server: Faulty) -> None:
    assert [server.times(f"/17-chain{number}") for number in (0, 5, 6)] == [1, 1, 0]


def test_a_loop_ends_at_its_second_turn(server: Faulty) -> None:
    assert server.times("/17-loop") == 2


def test_a_burst_of_503_makes_one_capture(home: Home, server: Faulty) -> None:
    assert server.times("/12-recovers") == 3
    with closing(open_read_only(home)) as db:
        (number,) = db.execute(
            "select count(*) from captures join urls on urls.id = url_id "
            "where url like '%/12-recovers'"
        ).fetchone()
    assert number == 1


def test_ten_thousand_headers_crash_nothing(seen: dict[str, dict[str, Any]]) -> None:
    assert seen["/9-many-headers"]["outcome"] in ("new", "error")


def test_a_validator_from_the_future_is_not_kept(home: Home) -> None:
    with closing(open_read_only(home)) as db:
        row = db.execute(
            "select etag, last_modified from urls where url like '%/25-future'"
        ).fetchone()
    assert row == ('W/"1"', None)


@pytest.mark.parametrize(
    ("path", "outcome", "state"),
    [
        ("/26-soft-404", "gone", "gone"),
        ("/26-challenge", "blocked", "blocked"),
        ("/403", "blocked", "blocked"),
        ("/410", "gone", "gone"),
    ],
)
def test_gone_and_blocked_are_told_apart(
    path: str, outcome: str, state: str, seen: dict[str, dict[str, Any]]
) -> None:
    assert (seen[path]["outcome"], seen[path]["state"]) == (outcome, state)


def test_every_header_is_kept_and_none_splits_a_record(
    home: Home, seen: dict[str, dict[str, Any]]
) -> None:
    row = seen["/11-two-types"]
    file = home.warc / row["warc_file"]
    record = gzip.decompress(file.read_bytes()[row["warc_offset"] :][: row["warc_length"]])
    assert record.count(b"Set-Cookie: ") == 2


def test_nothing_is_written_outside_the_home(home: Home) -> None:
    assert {path.name for path in Path(home.root).iterdir()} <= {
        "archive.db", "archive.db-wal", "archive.db-shm", "backups", "locks", "logs", "warc",
    }  # fmt: skip
