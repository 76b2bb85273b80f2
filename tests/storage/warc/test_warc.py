"""What strangers find in our WARC files."""

import gzip
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

import pytest
from fastwarc import ArchiveIterator

from storage import suppress
from storage.care.verify import verify
from storage.database import open_archive
from storage.home import Home
from storage.values.stamp import stamp
from storage.values.visit import Exchange, Outcome
from storage.warc.records import Place, read_record, walk
from storage.warc.writer import WarcWriter
from tests.storage.crawling import SITE, rows, run
from tests.storage.synthetic import answer

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
NASTY = Exchange(
    url="http://yun.example/a?b=1&c=2",
    fetched_at=MONDAY,
    request_headers=((b"Accept", b"*/*"),),
    status=200,
    headers=(
        (b"Set-Cookie", b"a=1"),
        (b"Set-Cookie", b"b=2"),
        (b"X-Broken", b"one\r\nInjected: two\0"),
        (b"X-Latin", "é".encode("latin-1")),
        (b"Transfer-Encoding", b"chunked"),
        (b"Content-Length", b"999999"),
        (b"Content-Encoding", b"gzip"),
    ),
    body=gzip.compress("文明".encode("gb18030") * 500),
    ip="127.0.0.1",
)


@pytest.fixture
def writer(home: Home) -> Iterator[WarcWriter]:
    writer = WarcWriter(home.warc, "yun", 7)
    yield writer
    writer.abandon()


@pytest.fixture
def visited_thrice(home: Home) -> Home:
    """An article fetched, found unchanged by its body, and by the server's word."""
    with run(home, at=MONDAY) as crawling:
        crawling.archivist.add(crawling.article(0))
        crawling.archivist.add(crawling.article(1))
    with run(home, at=MONDAY + timedelta(days=1)) as crawling:
        crawling.archivist.add(crawling.article(0))
    with run(home, at=MONDAY + timedelta(days=2)) as crawling:
        leased = crawling.known(SITE.address(0))
        visit = answer(leased, b"", at=crawling.at, status=304)
        crawling.archivist.add(replace(visit, outcome="not_modified"))
    return home


@pytest.mark.parametrize(("captured", "kept"), [(False, None), (True, "revisit")])
def test_a_list_that_did_not_change_is_kept_only_where_the_list_is(
    home: Home, captured: bool, kept: str | None
) -> None:
    for day, (body, status) in enumerate([(b"list", 200), (b"", 304)]):
        at = MONDAY + timedelta(days=day)
        with run(home, at=at) as crawling:
            leased = replace(crawling.known(SITE.lists[0]), kind="article")  # for its bytes
            visit = replace(answer(leased, body, at=at, status=status), kind="list")
            if status == 200 and not captured:
                visit = replace(visit, exchanges=())
            outcome: Outcome = "not_modified" if status == 304 else "unchanged"
            crawling.archivist.add(replace(visit, outcome=outcome))
    _, again = rows(home, "select warc_file, warc_offset, warc_length from captures")
    kind = read_record(home.warc, Place(*again.values())).kind if again["warc_file"] else None
    assert kind == kept
    assert list(verify(home)) == []


def test_a_page_that_was_lost_is_asked_for_as_a_whole(home: Home) -> None:
    with run(home, at=MONDAY) as crawling:
        crawling.archivist.add(crawling.article(0))
    for path in home.warc.iterdir():
        path.unlink()
    at = MONDAY + timedelta(days=1)
    with run(home, at=at) as crawling:
        visit = answer(crawling.known(SITE.address(0)), b"", at=at, status=304)
        crawling.archivist.add(replace(visit, outcome="not_modified"))
    (_, same) = rows(home, "select outcome, warc_file from captures order by id")
    assert same == {"outcome": "not_modified", "warc_file": None}
    (url,) = rows(home, "select etag, next_check_at from urls where kind = 'article'")
    assert url == {"etag": None, "next_check_at": stamp(at)}


def test_a_record_comes_back_as_it_was_received(home: Home, writer: WarcWriter) -> None:
    place = writer.write(NASTY)
    record = read_record(home.warc, place)
    assert record.payload == NASTY.body
    assert record.is_intact()
    headers = record.http_headers
    assert [value for name, value in headers if name == "set-cookie"] == ["a=1", "b=2"]
    assert ("content-length", str(len(NASTY.body))) in headers
    assert not {"injected", "transfer-encoding"} & {name for name, _ in headers}


def test_an_independent_reader_agrees(home: Home, writer: WarcWriter) -> None:
    writer.write(NASTY)
    closed = writer.close(writer._end)
    kinds = []
    for record in ArchiveIterator(
        BytesIO((home.warc / closed.name).read_bytes()), parse_http=False
    ):
        kinds.append(record.headers["WARC-Type"])
        assert record.verify_block_digest()
    assert kinds == ["warcinfo", "request", "response"]


def test_a_form_is_kept_as_it_was_sent(home: Home, writer: WarcWriter) -> None:
    writer.write(replace(NASTY, method="POST", sent=b"page=2&size=20"))
    closed = writer.close(writer._end)
    _, (_, _, asked), _ = walk(home.warc / closed.name)
    lines = asked.block.split(b"\r\n")
    assert lines[0] == b"POST /a?b=1&c=2 HTTP/1.1"
    assert lines[-3:] == [b"Content-Length: 14", b"", b"page=2&size=20"]


def test_a_file_is_named_when_it_is_closed_and_cut_to_what_counts(
    home: Home, writer: WarcWriter
) -> None:
    first = writer.write(NASTY)
    writer.write(NASTY)
    assert [path.suffix for path in home.warc.iterdir()] == [".open"]
    closed = writer.close(first.end)
    assert (closed.name, closed.bytes) == (first.file, first.end)
    assert [path.name for path in home.warc.iterdir()] == [first.file]
    assert [record.kind for _, _, record in walk(home.warc / first.file)][-1] == "response"


def test_a_file_without_anything_that_counts_goes(home: Home, writer: WarcWriter) -> None:
    writer.write(NASTY)
    assert writer.close(0) is None
    assert not list(home.warc.iterdir())


def test_nothing_counts_in_a_file_that_somebody_removed(home: Home, writer: WarcWriter) -> None:
    writer.write(NASTY)
    writer.sync()
    (written,) = home.warc.iterdir()
    written.unlink()
    writer.write(NASTY)
    with pytest.raises(FileNotFoundError, match="somebody removed it"):
        writer.sync()


def test_an_existing_file_is_never_written_to(home: Home) -> None:
    first, second = WarcWriter(home.warc, "yun", 7), WarcWriter(home.warc, "yun", 7)
    place = first.write(NASTY)
    first.close(place.end)
    before = (home.warc / place.file).read_bytes()
    other = second.write(NASTY)
    second.close(other.end)
    assert other.file != place.file
    assert (home.warc / place.file).read_bytes() == before


def test_a_revisit_points_to_a_page_that_is_there(visited_thrice: Home) -> None:
    captures = rows(
        visited_thrice, "select * from captures where url_id = (select min(id) from urls)"
    )
    original, same, unmodified = (
        read_record(visited_thrice.warc, Place(c["warc_file"], c["warc_offset"], c["warc_length"]))
        for c in captures
    )
    for revisit in (same, unmodified):
        assert revisit.fields["warc-refers-to"] == original.fields["warc-record-id"]
        assert revisit.fields["warc-refers-to-date"] == "2026-03-02T08:00:00Z"
        assert revisit.fields["warc-payload-digest"] == original.fields["warc-payload-digest"]
    assert same.fields["warc-profile"].endswith("1.1/revisit/identical-payload-digest")
    assert unmodified.fields["warc-profile"].endswith("1.1/revisit/server-not-modified")
    assert unmodified.block == b""


def test_no_revisit_points_to_a_page_that_is_lost(home: Home) -> None:
    with run(home) as crawling:
        crawling.archivist.add(crawling.article())
    (file,) = home.warc.iterdir()
    file.unlink()
    with run(home) as crawling:
        crawling.archivist.add(crawling.article())
    captures = rows(home, "select outcome, refers_to, warc_file from captures order by id")
    assert [row["outcome"] for row in captures] == ["new", "unchanged"]
    assert captures[1]["refers_to"] is None


def test_pywb_replays_pages_and_revisits_and_not_what_is_suppressed(
    visited_thrice: Home, tmp_path: Path
) -> None:
    programs = Path(shutil.which("wb-manager") or Path(sys.executable).with_name("wb-manager"))
    if not programs.exists():
        pytest.skip("pywb is not installed: `pip install pywb` somewhere on the PATH")
    with closing(open_archive(visited_thrice)) as db:
        suppress.suppress(
            db, visited_thrice, SITE.address(1), reason="法院裁定", by="测试", now=MONDAY
        )
    for command in (["init", "wm"], ["add", "wm", *map(str, visited_thrice.warc.iterdir())]):
        subprocess.run([programs, *command], cwd=tmp_path, check=True, capture_output=True)
    rules = tmp_path / "collections/wm/acl/access-rules.aclj"
    rules.parent.mkdir(exist_ok=True)
    shutil.copy(visited_thrice.root / "replay.aclj", rules)
    with _replaying(programs.with_name("wayback"), tmp_path) as address:
        for day in ("20260302", "20260303", "20260304"):
            page = f"{address}/wm/{day}080000id_/{SITE.address(0)}"
            with urlopen(page, timeout=10) as found:
                assert found.read() == _page(visited_thrice)
                assert day in found.headers["Content-Location"]
        with pytest.raises(OSError, match=r"404|451"):
            urlopen(f"{address}/wm/20260302080000id_/{SITE.address(1)}", timeout=10)


def _page(home: Home) -> bytes:
    (row,) = rows(home, "select * from captures where url_id = 1 and outcome = 'new'")
    return read_record(
        home.warc, Place(row["warc_file"], row["warc_offset"], row["warc_length"])
    ).payload


@contextmanager
def _replaying(program: Path, folder: Path) -> Iterator[str]:
    """Run pywb on a free port of loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([program, "-b", "127.0.0.1", "-p", str(port)], cwd=folder, **silent)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def test_warcio_finds_nothing_to_complain_about(visited_thrice: Home) -> None:
    program = shutil.which("warcio")
    if program is None:
        pytest.skip("warcio is not installed: `pip install warcio` somewhere on the PATH")
    for path in visited_thrice.warc.iterdir():
        done = subprocess.run([program, "check", path], capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (0, ""), done.stdout
