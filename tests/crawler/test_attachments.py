"""What articles have attached: fetched once, kept as received, never opened."""

from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from typing import Any

import pytest
from faulty import Faulty, article, articles, captures, crawl, http

from crawler.attachments import is_message, is_page
from storage.care.verify import verify
from storage.database import open_read_only
from storage.home import Home

PDF = b"%PDF-1.4 " + bytes(range(256)) * 20
ZIP = b"PK\x03\x04" + b"../../../etc/passwd" + bytes(500)
OFFICE = b'<html xmlns:o="urn:schemas-microsoft-com:office:office"><table><tr><td>1</td></table>'
BODY = article(
    more='<p>附件：<a href="/f/plan.pdf">活动方案.pdf</a></p>'
    '<p><a href="/f/..%2f..%2fCON.zip">打包下载</a></p>'
    '<p><a href="/down.jsp?i=7&filename=91.pdf">公示表</a> <a href="/get.do?i=7">回执.docx</a></p>'
    '<p><a href="/f/login.doc">通知.doc</a> <a href="/f/office.xls">得分.xls</a></p>'
    '<p><a href="/f/plan.pdf#page=2">第二页.pdf</a></p>'
    '<p><a href="/f/board.pdf#toolbar=0">公告.pdf</a></p>'
    '<p><a href="/f/empty.pdf">空白.pdf</a></p>'
    '<p><a href="/f/missing.doc">报名表.doc</a></p>'
    '<p><a href="/f/false.xls">名单.xls</a></p><p><a href="/f/large.ppt">课件.ppt</a></p>'
    '<p><a href="http://files.example/other.pdf">别处的文件.pdf</a></p>'
    '<p><img src="/f/photo.jpg"></p>'
)
FILES: dict[str, Any] = {
    "/f/plan.pdf": http(PDF, kind="application/pdf"),
    "/f/board.pdf": http(PDF + b"board", kind="application/pdf"),
    "/f/..%2f..%2fCON.zip": http(ZIP, kind="application/zip"),
    "/f/false.xls": http("<!DOCTYPE html><html><p>请先登录</p></html>".encode()),
    "/f/login.doc": http(b"<script>location = '/login'</script>"),
    "/f/office.xls": http(OFFICE, kind="application/vnd.ms-excel"),
    "/f/empty.pdf": http(b"", kind="application/pdf"),
    "/down.jsp?i=7&filename=91.pdf": http(PDF + b"91", kind="application/octet-stream"),
    "/f/large.ppt": http(bytes(70_000), kind="application/vnd.ms-powerpoint"),
    "/f/photo.jpg": http(b"\xff\xd8\xff" + bytes(100), kind="image/jpeg"),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("attachments"))
    home.make()
    return home


@pytest.fixture(scope="module", autouse=True)
def server(home: Home) -> Iterator[Faulty]:
    with Faulty({"/a": http(BODY), **FILES}, listed=["/a"]) as server:
        crawl(home, server, DOWNLOAD_MAXSIZE=60_000)
        yield server


def attached(home: Home) -> dict[str, str | None]:
    with closing(open_read_only(home)) as db:
        rows = db.execute("select url, sha256 from attachments").fetchall()
    return {url.rpartition("/")[2]: digest for url, digest in rows}


def test_documents_are_kept_with_their_digest(home: Home) -> None:
    assert attached(home)["plan.pdf"] == sha256(PDF).hexdigest()
    assert captures(home)["/f/plan.pdf"]["warc_file"]
    assert list(verify(home)) == []


def test_where_a_reader_begins_is_no_part_of_a_file(home: Home, server: Faulty) -> None:
    assert attached(home)["board.pdf"] == sha256(PDF + b"board").hexdigest()
    assert not any("#" in name for name in attached(home))
    assert server.times("/f/plan.pdf") == 1


def test_names_lead_nowhere_outside_the_archive(home: Home) -> None:
    assert attached(home)["..%2f..%2fCON.zip"] == sha256(ZIP).hexdigest()
    assert not list(home.root.rglob("*CON*"))


def test_the_article_is_held_whatever_its_files_do(home: Home) -> None:
    assert set(articles(home)) == {"/a"}
    assert captures(home)["/f/missing.doc"]["state"] == "gone"


def test_a_page_in_place_of_a_file_is_no_file(home: Home) -> None:
    for name in ("false.xls", "login.doc"):
        assert captures(home)[f"/f/{name}"]["reason"] == "a page in place of a file"
        assert attached(home)[name] is None


def test_a_document_that_was_saved_as_a_page_is_a_file(home: Home) -> None:
    assert attached(home)["office.xls"] == sha256(OFFICE).hexdigest()


def test_nothing_is_no_file(home: Home) -> None:
    assert captures(home)["/f/empty.pdf"]["reason"] == "an empty file"
    assert attached(home)["empty.pdf"] is None


def test_what_a_program_sends_is_fetched_by_its_name_and_listed_by_its_link(home: Home) -> None:
    assert attached(home)["down.jsp?i=7&filename=91.pdf"] == sha256(PDF + b"91").hexdigest()
    assert attached(home)["get.do?i=7"] is None


def test_a_file_above_the_limit_is_not_taken(home: Home) -> None:
    assert captures(home)["/f/large.ppt"]["reason"].startswith("too large")
    assert attached(home)["large.ppt"] is None


def test_files_of_other_hosts_are_listed_and_not_asked_for(home: Home) -> None:
    assert attached(home)["other.pdf"] is None
    assert "/other.pdf" not in captures(home)


def test_pictures_are_fetched_when_they_are_wanted(
    home: Home, server: Faulty, tmp_path: Any
) -> None:
    assert server.times("/f/photo.jpg") == 0
    other = Home(tmp_path)
    other.make()
    crawl(other, server, ATTACHMENTS="image")
    assert server.times("/f/photo.jpg") == 1
    assert attached(other)["photo.jpg"]


def test_a_second_crawl_fetches_no_file_again(home: Home, server: Faulty) -> None:
    before = server.times("/f/plan.pdf")
    crawl(home, server)
    assert server.times("/f/plan.pdf") == before


@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b"\xef\xbb\xbf\n<!DOCTYPE HTML PUBLIC>",
        b"<!-- 1 -->\n<!-- 2 --><Html>",
        b'<?xml version="1.0"?>\n<Error><Code>NoSuchKey</Code></Error>',
        b'<?xml version="1.0"?><!DOCTYPE html><html>',
        b"<div class=error>",
        b'{"code": 404}',
    ],
)
def test_a_page_is_told_by_its_first_bytes(body: bytes) -> None:
    assert is_page(body)
    assert not is_page(b"%PDF-1.4 " + body)


@pytest.mark.parametrize(
    "body",
    [
        b"{\\rtf1\\ansi",
        b"<table><tr><td>1</td></tr></table>",
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">',
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>',
        b"<!-- a remark -->User-agent: *",
    ],
)
def test_what_only_looks_like_a_page_is_none(body: bytes) -> None:
    assert not is_page(body)


def test_an_article_that_was_taken_for_a_list_lacks_nothing(tmp_path: Any) -> None:
    more = '<a href="/n/1_2.html">下一页</a><p><a href="/f/plan.pdf">活动方案.pdf</a></p>'
    pages = {
        "/n/1.html": http(article("周末读书会", more=more)),
        "/n/1_2.html": http(article("周末读书会", text="第二页说的是下一次读书会的时间和地点。")),
    }
    home = Home(tmp_path)
    home.make()
    with Faulty({**pages, **FILES}, listed=["/n/1.html"]) as server:
        crawl(home, server, site="anywhere", address=f"{server.url}/list")
    assert "第二页" in articles(home)["/n/1.html"]["body"]
    assert attached(home)["plan.pdf"] == sha256(PDF).hexdigest()


@pytest.mark.parametrize("declared", ["text/html;charset=GBK", "application/json", None])
@pytest.mark.parametrize(
    "body", [b"File not found.", "系统繁忙，请稍后再试".encode("gbk"), b"[]", b"\r\nnull\r\n"]
)
def test_a_few_words_are_no_document(body: bytes, declared: str | None) -> None:
    assert is_message(body, "http://a.example/f/plan.pdf", declared)
    assert not is_message(body, "http://a.example/f/plan.txt", declared)
    assert not is_message(body, "http://a.example/down?name=plan.txt&id=3", declared)
    assert not is_message(body, "http://a.example/f/plan.pdf", "application/pdf")


@pytest.mark.parametrize(
    "body",
    [PDF, b"%PDF-1.4", ZIP, b"{\\rtf1 \xce\xc4}", b"1\t2\t3\n", b"<table><tr><td>1", b"a" * 400],
)
def test_a_document_may_be_small(body: bytes) -> None:
    assert not is_message(body, "http://a.example/f/plan.doc", "text/plain")
