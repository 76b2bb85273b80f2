"""The demo site over real HTTP."""

import gzip
import html
import http.client
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import Request, urlopen

import pytest

from crawler.demo.articles import ARTICLES
from crawler.demo.server import Demo, serve

PAGER = re.compile(r'createPageHTML\((\d+), (\d+), "(.+?)", "(.+?)"\)')
CHARSET = re.compile(rb'charset="?([\w-]+)')


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with serve() as demo:
        yield demo


@pytest.fixture
def changing() -> Iterator[Demo]:
    with serve() as demo:
        yield demo


def fetch(url: str, **headers: str) -> http.client.HTTPResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return urlopen(Request(url, headers=named), timeout=10)


def status(url: str, **headers: str) -> int:
    try:
        with fetch(url, **headers) as response:
            return response.status
    except HTTPError as error:
        with error:
            return error.code


def page(url: str) -> str:
    """Read a page as browsers do: gb2312 means GB18030."""
    with fetch(url) as response:
        body = response.read()
    declared = CHARSET.search(body)
    assert declared
    charset = declared[1].decode()
    return body.decode("gb18030" if charset == "gb2312" else charset)


def links(url: str) -> list[str]:
    return [urljoin(url, href) for href in re.findall(r'<a [^>]*href="([^"#]+)"', page(url))]


def list_pages(url: str) -> list[str]:
    """Follow the script's call from the first page of a list."""
    call = PAGER.search(page(url))
    assert call
    count, _, name, suffix = call.groups()
    return [url] + [urljoin(url, f"{name}_{k}.{suffix}") for k in range(1, int(count))]


def reachable(demo: Demo) -> set[str]:
    channels = set(re.findall(r'<li><a href="(/\w+/)">', page(demo.url)))
    assert len(channels) == 4
    lists = [url for path in channels for url in list_pages(urljoin(demo.url, path))]
    return {urlsplit(link).path for url in lists for link in links(url)}


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def test_every_article_is_reached_from_the_home_page_through_lists(demo: Demo) -> None:
    assert {article.path for article in demo.expected()} <= reachable(demo)


def test_no_anchor_leads_to_the_further_pages_of_a_list(demo: Demo) -> None:
    first = urljoin(demo.url, "wmcj/")
    further = list_pages(first)[1:]
    assert len(further) == 2
    assert not set(further) & set(links(first))
    assert all(status(url) == 200 for url in further)


def test_long_titles_are_cut_in_lists_and_whole_in_the_attribute(demo: Demo) -> None:
    markup = page(urljoin(demo.url, "zyfw/"))
    assert re.search(
        r'title="暑运里的“红马甲”：青岚站志愿者日均服务旅客两千余人次"[^>]*>暑运.+?\.\.\.</a>',
        markup,
    )


def test_every_article_page_shows_what_is_expected_of_it(demo: Demo) -> None:
    for article in demo.expected():
        if article.layout == "mirror":
            continue
        shown = ""
        for path in (article.path, *article.pages):
            shown += text_of(page(urljoin(demo.url, path)))
        assert article.title in shown
        assert article.source in shown
        assert article.day in shown
        for paragraph in article.body.split("\n"):
            assert paragraph in shown, article.path


def test_all_three_designs_and_their_addresses_are_in_use(demo: Demo) -> None:
    forms = {
        "trs": r"/\w+/\d{6}/t\d{8}_\d{7}\.shtml",
        "xinhua": r"/\w+/\d{8}/[0-9a-f]{32}/c\.html",
        "jingchu": r"/c/\d{4}/\d\d/\d{5}\.shtml",
        "mirror": r"/c/\d{4}/\d\d/\d{5}\.shtml",
    }
    assert {article.layout for article in demo.expected()} == set(forms)
    assert all(re.fullmatch(forms[a.layout], a.path) for a in demo.expected())


def test_a_channel_declares_gb2312_and_is_gb18030(demo: Demo) -> None:
    [article] = [a for a in demo.expected() if "㐀" in a.body]
    with fetch(urljoin(demo.url, article.path)) as response:
        body = response.read()
        assert response.headers["Content-Type"] == "text/html"
    assert b"charset=gb2312" in body
    assert "㐀" in body.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


def test_the_last_of_two_metas_is_right_in_the_new_design(demo: Demo) -> None:
    article = next(a for a in demo.expected() if a.layout == "xinhua")
    dates = re.findall(
        r'<meta name="publishdate" content="(.+?)">', page(urljoin(demo.url, article.path))
    )
    assert len(dates) == 2
    assert dates[-1].replace(" ", "T") + "+08:00" == article.published


def test_an_article_of_two_pages_continues_by_script(demo: Demo) -> None:
    [article] = [a for a in demo.expected() if a.pages]
    assert article.path == "/wmcj/202503/t20250305_6276854.shtml"
    assert article.pages == ("/wmcj/202503/t20250305_6276854_1.shtml",)
    assert PAGER.search(page(urljoin(demo.url, article.path))).groups()[:2] == ("2", "0")
    assert article.parts[1][-1] in text_of(page(urljoin(demo.url, article.pages[0])))


def test_the_mirrored_page_is_damaged_and_says_everything_twice(demo: Demo) -> None:
    [article] = [a for a in demo.expected() if a.layout == "mirror"]
    markup = page(urljoin(demo.url, article.path))
    assert markup.count("服務(wù)隊(duì)走進(jìn)柳蔭街道") == 2
    assert markup.count("（云川日?qǐng)?bào)）") == 2
    assert "發(fā)表時(shí)間:2025-08-01 來源:云川文明網(wǎng)" in markup
    assert not any(paragraph in markup for paragraph in article.body.split("\n"))


def test_pictures_and_documents_are_what_they_say(demo: Demo) -> None:
    starts = {"png": b"\x89PNG\r\n\x1a\n", "pdf": b"%PDF-1.4\n"}
    paths = [file.path for a in demo.expected() for file in (*a.images, *a.attachments)]
    assert {path[-3:] for path in paths} == set(starts)
    for path in paths:
        with fetch(urljoin(demo.url, path)) as response:
            assert response.read().startswith(starts[path[-3:]])


def test_a_document_table_of_contents_points_at_its_objects(demo: Demo) -> None:
    file = next(file for a in demo.expected() for file in a.attachments)
    with fetch(urljoin(demo.url, file.path)) as response:
        document = response.read()
    offsets = [int(entry) for entry in re.findall(rb"(\d{10}) 00000 n ", document)]
    assert offsets
    for number, offset in enumerate(offsets, 1):
        assert document[offset:].startswith(b"%d 0 obj" % number)
    assert file.title.encode("utf-16-be").hex().encode() in document


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_a_known_page_is_answered_with_304(demo: Demo, header: str) -> None:
    asked = {"ETag": "If_None_Match", "Last-Modified": "If_Modified_Since"}[header]
    for path in ("", "wmcj/index_1.shtml", "static/site.css", demo.expected()[0].path):
        url = urljoin(demo.url, path)
        with fetch(url) as response:
            known = response.headers[header]
        assert status(url, **{asked: known}) == 304


@pytest.mark.parametrize(
    "headers",
    [
        {"If_None_Match": '"other"'},
        {"If_Modified_Since": "Sun, 01 Jan 2012 00:00:00 GMT"},
        {"If_Modified_Since": "yesterday"},
        {"If_None_Match": '"other"', "If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    ],
)
def test_a_page_that_is_not_known_is_sent(demo: Demo, headers: dict[str, str]) -> None:
    assert status(demo.url, **headers) == 200


def test_pages_are_packed_for_those_who_accept_it(demo: Demo) -> None:
    with fetch(demo.url) as response:
        plain = response.read()
        assert response.headers["Content-Encoding"] is None
    with fetch(demo.url, Accept_Encoding="gzip, deflate") as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(response.read()) == plain


def test_head_has_the_headers_of_get_and_no_body(demo: Demo) -> None:
    with fetch(demo.url) as response:
        length = len(response.read())
    with urlopen(Request(demo.url, method="HEAD"), timeout=10) as response:
        assert response.headers["Content-Length"] == str(length)
        assert response.headers["ETag"]
        assert response.read() == b""


def test_one_connection_serves_many_requests(demo: Demo) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", demo.server_port, timeout=10)
    connection.request("GET", "/")
    connection.getresponse().read()
    used = connection.sock
    for path, expected in (("/nothing", 404), ("/wmcj/", 200), ("/wmcj", 301)):
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        assert response.status == expected
        assert connection.sock is used
    connection.close()


def test_a_missing_page_looks_like_the_site_and_has_status_404(demo: Demo) -> None:
    with pytest.raises(HTTPError) as caught:
        fetch(urljoin(demo.url, "wmcj/202503/t20250305_1.shtml"))
    with caught.value as error:
        assert error.code == 404
        assert "页面不存在" in error.read().decode()


def test_robots_keep_out_of_the_switches_only(demo: Demo) -> None:
    with fetch(urljoin(demo.url, "robots.txt")) as response:
        assert response.read().decode().split("\n")[1] == "Disallow: /_demo/"


def test_no_link_on_the_site_is_broken(demo: Demo) -> None:
    seen: set[str] = set()
    waiting = [demo.url, *(urljoin(demo.url, article.path) for article in demo.expected())]
    while waiting:
        url = waiting.pop()
        if url in seen or not url.startswith(demo.url):
            continue
        seen.add(url)
        assert status(url) == 200, url
        if not url.endswith((".pdf", ".png", ".css", ".js", ".ico")):
            waiting += links(url)
    assert len(seen) > 65


def test_a_change_is_thrown_by_a_request_and_undone_by_another(changing: Demo) -> None:
    paths = {True: {a.path: a for a in changing.expected(changed=True)}}
    paths[False] = {a.path: a for a in changing.expected()}
    before = {path: fetch(urljoin(changing.url, path)).headers["ETag"] for path in paths[False]}

    with urlopen(Request(urljoin(changing.url, "_demo/change"), method="POST")) as response:
        said = json.load(response)
    [changed], [withdrawn] = said["changed"], said["withdrawn"]
    assert said["state"] == "changed"
    assert withdrawn not in reachable(changing)
    assert status(urljoin(changing.url, withdrawn)) == 404
    after = {path: fetch(urljoin(changing.url, path)).headers["ETag"] for path in paths[True]}
    assert {path for path in after if after[path] != before[path]} == {changed}
    assert status(urljoin(changing.url, changed), If_None_Match=before[changed]) == 200
    for paragraph in paths[True][changed].body.split("\n"):
        assert paragraph in text_of(page(urljoin(changing.url, changed)))

    with urlopen(Request(urljoin(changing.url, "_demo/restore"), method="POST")) as response:
        assert json.load(response)["state"] == "original"
    assert status(urljoin(changing.url, withdrawn)) == 200
    assert status(urljoin(changing.url, changed), If_None_Match=before[changed]) == 304


def test_a_changed_page_has_a_later_last_modified(changing: Demo) -> None:
    url = urljoin(changing.url, changing.restore()["changed"][0])
    with fetch(url) as response:
        since = response.headers["Last-Modified"]
    assert status(url, If_Modified_Since=since) == 304
    changing.change()
    assert status(url, If_Modified_Since=since) == 200


def test_requests_are_counted_but_for_the_switches(changing: Demo) -> None:
    status(changing.url)
    status(urljoin(changing.url, "nothing?x=1"))
    urlopen(Request(urljoin(changing.url, "_demo/change"), method="POST")).close()
    assert changing.requests == [("GET", "/", 200), ("GET", "/nothing?x=1", 404)]


def test_lists_can_be_paged_by_anchors() -> None:
    with serve(paging="anchors") as demo:
        first = urljoin(demo.url, "wmcj/")
        assert urljoin(first, "index_2.shtml") in links(first)


def test_lists_can_ask_for_records_like_a_large_family_of_sites() -> None:
    with serve(paging="dataproxy") as demo:
        first = page(urljoin(demo.url, "zyfw/"))
        url = re.search(r"proxyUrl: '(.+?)'", first)[1]
        total = int(re.search(r"totalRecord: (\d+)", first)[1])
        assert first.count("<record>") == 6
        query = f"?startrecord=7&endrecord={total}&perpage=6"
        request = Request(urljoin(demo.url, url + query), data=b"columnid=zyfw&unitid=1&webid=1")
        with urlopen(request, timeout=10) as response:
            rest = response.read().decode()
    wanted = {a.title for a in demo.expected() if a.channel == "志愿服务"}
    assert len(wanted) == total
    assert {html.unescape(t) for t in re.findall(r'title="(.+?)"', first + rest)} >= wanted


def test_lists_can_ask_for_json() -> None:
    with serve(paging="unit") as demo:
        markup = page(urljoin(demo.url, "zyfw/"))
        url, asked = re.search(r'url="(.+?)" querydata="(.+?)"', markup).groups()
        fields = json.loads(html.unescape(asked))
        fields["paramJson"] = json.dumps({"pageNo": 3, "pageSize": "6"})
        with fetch(urljoin(demo.url, f"{url}?{urlencode(fields)}")) as response:
            data = json.load(response)["data"]
    wanted = [a.title for a in demo.expected() if a.channel == "志愿服务"]
    assert data["total"] == len(wanted)
    assert re.findall(r'title="(.+?)"', data["html"]) == wanted[12:18]


@pytest.mark.parametrize("query", ["", "?columnid=no&startrecord=1&endrecord=2", "?columnid=zyfw"])
def test_a_request_for_records_that_makes_no_sense_finds_nothing(demo: Demo, query: str) -> None:
    assert status(urljoin(demo.url, f"module/web/jpage/dataproxy.jsp{query}")) == 404


@pytest.mark.parametrize("count", [20, 300])
def test_the_site_can_have_any_size(count: int) -> None:
    with serve(articles=count) as demo:
        expected = demo.expected()
        assert len({article.path for article in expected}) == count
        assert {article.path for article in expected} <= reachable(demo)
    invented = [article.body for article in expected if article.day < "2023"]
    assert len(set(invented)) == len(invented) == max(0, count - len(ARTICLES))


def test_the_whole_site_can_be_in_gb18030_and_unpacked() -> None:
    with serve(charset="gb18030", gzip=False) as demo:
        paths = ["/", "/zyfw/", *(a.path for a in demo.expected() if a.layout != "mirror")]
        for path in paths:
            with fetch(urljoin(demo.url, path), Accept_Encoding="gzip") as response:
                assert response.headers["Content-Encoding"] is None
                assert CHARSET.search(response.read())[1] == b"gb2312"


def test_the_site_serves_from_the_command_line_until_interrupted() -> None:
    command = [sys.executable, "-m", "crawler.demo", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert status(process.stdout.readline().strip()) == 200
            process.send_signal(2)
            assert process.wait(timeout=10) == 0
        finally:
            process.kill()


def test_serving_starts_within_a_second_of_computing() -> None:
    started = time.process_time()
    with serve():
        assert time.process_time() - started < 1
