import gzip
import sys
import zlib
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta

import brotli
import pytest

from storage import sites
from storage.database import open_archive
from storage.frontier import add
from storage.home import Home
from storage.values.stamp import stamp
from storage.values.visit import Link
from storage.warc.payload import find_original, page_of
from storage.warc.records import Record

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TEXT = "文明实践".encode() * 5000


def deflate_without_header(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(content) + packer.flush()


CODINGS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "none": ("identity", bytes),
    "gzip": ("gzip", gzip.compress),
    "padded": ("gzip", lambda t: gzip.compress(t) + bytes(512)),
    "in the headers of two servers": (
        "gzip\r\nContent-Encoding: gzip",
        lambda t: gzip.compress(gzip.compress(t)),
    ),
    "two members": ("gzip", lambda t: gzip.compress(t[:60]) + gzip.compress(t[60:])),
    "its old name": ("X-GZIP", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "deflate as some servers send it": ("deflate", deflate_without_header),
    "brotli": ("br", brotli.compress),
    "zstd": ("zstd", zstd.compress),
    "one in the other": ("gzip, br", lambda t: brotli.compress(gzip.compress(t))),
    "a name that nobody knows": ("x-foo", bytes),
}


def record(coding: str, body: bytes) -> Record:
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Type: text/html\r\n\r\n"
    return Record({"warc-type": "response", "warc-target-uri": "u"}, head.encode() + body)


@pytest.mark.parametrize("name", CODINGS)
def test_a_page_comes_out_of_its_coding(name: str) -> None:
    coding, encode = CODINGS[name]
    page = page_of(record(coding, encode(TEXT)))
    assert page.body == TEXT
    assert page.is_whole
    assert (page.url, page.content_type) == ("u", "text/html")


@pytest.mark.parametrize("name", ["gzip", "deflate", "brotli", "zstd"])
def test_a_coding_that_is_cut_short_is_told(name: str) -> None:
    coding, encode = CODINGS[name]
    random = bytes(range(256)) * 40
    page = page_of(record(coding, encode(random)[:-9]))
    assert not page.is_whole


@pytest.mark.parametrize("name", ["gzip", "deflate", "brotli", "zstd"])
def test_what_only_claims_to_be_coded_stays(name: str) -> None:
    page = page_of(record(CODINGS[name][0], b"<p>plain</p>"))
    assert (page.body, page.is_whole) == (b"<p>plain</p>", False)


@pytest.mark.parametrize("members", [1, 10])
def test_a_bomb_is_opened_only_so_far(members: int) -> None:
    bomb = gzip.compress(bytes(100 * 2**20 // members)) * members
    page = page_of(record("gzip", bomb))
    assert (len(page.body), page.is_whole) == (64 * 2**20, False)


def test_of_many_members_only_so_many_are_opened() -> None:
    page = page_of(record("gzip", gzip.compress(b"a") * 1000))
    assert (page.body, page.is_whole) == (b"a" * 300, False)


def test_the_last_page_is_the_one_seen_last_whatever_the_clock_said_before(home: Home) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    with closing(open_archive(home)) as db:
        sites.save_sites(db, [sites.SiteFacts(id="yun")])
        add(db, "yun", [Link(url="http://yun.example/1")], run_id=None, now=now)
        for ahead in (400, 0):
            db.execute(
                "insert into captures (url_id, fetched_at, outcome, warc_file, warc_offset, "
                "warc_length) values (1, ?, 'changed', 'a', ?, 9)",
                [stamp(now + timedelta(days=ahead)), ahead],
            )
        found = find_original(db, 1)
    assert found is not None
    assert found.place.offset == 0
