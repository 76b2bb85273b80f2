"""Lists that arrive by request: named by a page, asked for, read, and followed to their end."""

import json
from base64 import b64encode
from html import escape
from time import process_time
from typing import Any

import pytest

from crawler.discovery import read_list
from crawler.lists.interfaces import form_of, page_of
from crawler.lists.listpage import ListPage

URL = "http://a.example/col/col7/index.html"


def page(body: str) -> ListPage:
    return read_list(f"<html><body>{body}</body></html>".encode(), URL)


def only(links: tuple[Any, ...]) -> str:
    (link,) = links
    return link.url


RECORD = (
    "<record><![CDATA[<li><a href='/art/2025/8/{n}/art_7_{n}.html'>第{n}次宣讲</a></li>]]></record>"
)


def test_records_of_jcms_in_the_page_are_read_and_the_rest_is_asked_for() -> None:
    held = "".join(RECORD.format(n=n) for n in range(1, 5))
    found = page(
        f"<script type='text/xml'><datastore><recordset>{held}</recordset></datastore></script>"
        "<script>$('#7').jpage({totalRecord: 30, perPage: 4, proxyUrl: '/module/web/jpage/"
        "dataproxy.jsp', params: {'col': 1, columnid: '7', \"unitid\": '88', webid: 3}});</script>"
    )
    assert len(found.articles) == 4
    address, fields = form_of(only(found.following)) or ("", [])
    assert address.startswith("http://a.example/module/web/jpage/dataproxy.jsp?startrecord=5")
    assert dict(fields) == {
        "startrecord": "5", "endrecord": "16", "perpage": "4", "col": "1", "columnid": "7",
        "unitid": "88", "webid": "3",
    }  # fmt: skip
    assert page_of(only(found.following)) == URL


def test_records_and_the_script_that_turns_them_are_one_call() -> None:
    held = "".join(RECORD.format(n=n) for n in range(1, 5))
    found = page(
        "<script type='text/xml'><datastore><nextgroup><![CDATA[<a href='/module/web/jpage/"
        "dataproxy.jsp?page=1&appid=1&columnid=7&unitid=88&webname=a'></a>]]></nextgroup>"
        f"<recordset>{held}</recordset></datastore></script>"
        "<script>$('#88').jpage({totalRecord: 30, perPage: 2, unitid: 88, columnid: 7, "
        "proxyUrl: '/module/web/jpage/dataproxy.jsp'});</script>"
    )
    _, fields = form_of(only(found.following)) or ("", [])
    assert dict(fields) == {
        "startrecord": "5", "endrecord": "10", "perpage": "2", "appid": "1", "columnid": "7",
        "unitid": "88", "webname": "a",
    }  # fmt: skip


def test_each_unit_of_records_goes_on_after_its_own() -> None:
    def unit(number: int, held: int, total: int) -> str:
        return (
            "<script type='text/xml'><datastore><nextgroup><![CDATA[<a href='/dataproxy.jsp?page=1"
            f"&columnid=7&unitid={number}'></a>]]></nextgroup><recordset>"
            + "".join(RECORD.format(n=f"{number}{n}") for n in range(held))
            + f"</recordset></datastore></script><script>$('#{number}').jpage({{perPage: 2, "
            f"totalRecord: {total}, proxyUrl: '/dataproxy.jsp'}});</script>"
        )

    found = page(unit(88, 4, 9) + unit(89, 3, 3) + unit(90, 5, 7))
    asked = [dict((form_of(link.url) or ("", []))[1]) for link in found.following]
    assert [(sent["unitid"], sent["startrecord"], sent["endrecord"]) for sent in asked] == [
        ("88", "5", "10"),
        ("90", "6", "11"),
    ]


def test_records_of_jcms_that_the_page_lacks_are_its_beginning() -> None:
    found = page(
        "<script>$.post('/module/jpage/dataproxy.jsp?startrecord=1&endrecord=20&perpage=20', "
        "{columnid: 7, unitid: 8})</script>"
    )
    assert not found.following
    assert "startrecord=1&" in only(found.sources)


@pytest.mark.parametrize(("last", "total", "goes_on"), [(16, 30, True), (30, 30, False)])
def test_an_answer_of_records_leads_to_the_next_until_all_are_there(
    last: int, total: int, goes_on: bool
) -> None:
    records = "".join(RECORD.format(n=n) for n in range(1, 13))
    xml = (
        f"<datastore><totalrecord>{total}</totalrecord><recordset>{records}</recordset></datastore>"
    )
    url = f"http://a.example/m/dataproxy.jsp?startrecord={last - 11}&endrecord={last}&columnid=7"
    found = read_list(xml.encode(), f"{url}#post={URL}")
    assert len(found.articles) == 12
    assert [f"startrecord={last + 1}&" in link.url for link in found.following] == [True] * goes_on


UNIT = (
    "<div class='page' url='/build/unit' count='{count}' pages='{pages}' "
    'querydata=\'{{"webId":"1"}}\'></div>'
)


def test_a_unit_of_newer_jcms_goes_on_after_what_the_page_shows() -> None:
    rows = "".join(
        f"<li><a href='/art/2025/8/1/art_7_{n}.html'>第{n}次志愿服务活动</a></li>" for n in range(4)
    )
    pager = f"<div>{UNIT.format(count=10, pages=3)}</div>"
    found = page(f"<div><ul>{rows}</ul>{pager}</div>")
    assert "%22pageNo%22%3A2%2C%22pageSize%22%3A4" in only(found.following)
    answer = {"data": {"html": f"<ul>{rows}</ul>", "total": 10}}
    more = read_list(json.dumps(answer).encode(), only(found.following))
    assert len(more.articles) == 4
    assert "%22pageNo%22%3A3" in only(more.following)


def test_what_a_unit_counts_is_its_page_and_not_the_id_of_its_channel() -> None:
    asked = "/common/build/unit?pageId=88&paramJson=%7B%22pageNo%22%3A1%2C%22pageSize%22%3A4%7D"
    rows = "".join(
        f"<li><a href='/art/2025/8/1/art_7_{n}.html'>第{n}次志愿服务活动</a></li>" for n in range(4)
    )
    answer = json.dumps({"data": {"html": f"<ul>{rows}</ul>"}}).encode()
    more = only(read_list(answer, f"http://a.example{asked}#get=http://a.example/x/").following)
    assert "pageId=88&" in more
    assert "%22pageNo%22%3A2" in more


@pytest.mark.parametrize(
    ("fields", "following"),
    [("start=&limit=5", "start=5&limit=5"), ("start=&end=&page=1", "start=&end=&page=2")],
)
def test_a_list_that_begins_at_nothing_goes_on_after_what_it_has(
    fields: str, following: str
) -> None:
    rows = [{"title": f"第{n}次志愿服务活动", "url": f"/a/{n}.html"} for n in range(5)]
    answer = json.dumps({"total": 23, "rows": rows}).encode()
    asked = f"http://a.example/list?{fields}#get=http://a.example/x/"
    assert following in only(read_list(answer, asked).following)


@pytest.mark.parametrize(
    ("script", "asked"),
    [
        ('fetch("/api/list?channel=wmcj&page=1&size=20")', "/api/list?channel=wmcj&page=1&size=20"),
        ("$.getJSON('list.json', show)", "/col/col7/list.json"),
        ("var p = 1; $.get('/api/list?page=' + p)", "/api/list?page=1"),
        ("axios.get(`/api/${id}/list?page=${page}&size=${size}`)", "/api/1/list?page=1&size=20"),
        (
            "$.ajax({url: '/api/list', type: 'GET', data: {cid: 4, page: p, size: 10}})",
            "/api/list?cid=4&page=1&size=10",
        ),
        ("load('/data/wmcj_' + n + '.json')", "/data/wmcj_1.json"),
        ("var cid = 'yw'; $.get('/api/more?cid=' + cid + '&page=' + n)", "/api/more?cid=yw&page=1"),
        (
            "var c = 'yw', s = 3; $.get('/api/l?c=' + c + '&page=' + n + '&site=' + s + '&rows=5')",
            "/api/l?c=yw&page=1&site=3&rows=5",
        ),
        ("var c = 'yw'; fetch('/api/' + c + '/articles/' + page)", "/api/yw/articles/1"),
        ("var c = 3; $('#c').load('/getlist?id=' + c + '&p=' + n)", "/getlist?id=3&p=1"),
        (
            "var lm = 7, size = 15; $.get('/api/list', {lmid: lm, word: '', page: p, limit: size})",
            "/api/list?lmid=7&word=&page=1&limit=15",
        ),
        (
            "$.ajax({data: {cid: $('#cid').val(), word: w, page: 1}, url: '/api/list'})"
            "</script><input type=hidden id=cid value=9><script>",
            "/api/list?cid=9&page=1",
        ),
        ("var n = 0; function more() { $.get('/api/list?page=' + n); n++ }", "/api/list?page=0"),
        ("var n = 0; function more() { n++; $.get('/api/list?page=' + n) }", "/api/list?page=1"),
        ("var n = 0; $.get('/api/list', {cid: 4, page: n + 1})", "/api/list?cid=4&page=1"),
        ("var n = 1; $.get('/api/list', {page: ++n, cid: 4})", "/api/list?page=1&cid=4"),
        ("var n = 1; $.get('/api/list?page=' + (++n) + '&cid=4')", "/api/list?page=1&cid=4"),
        ("var n = 1; fetch(`/api/list?page=${++n}&cid=4`)", "/api/list?page=1&cid=4"),
        ("var after = ''; fetch('/api/list?cursor=' + after)", "/api/list?cursor="),
        ("var ctx = '/cms'; $.get(ctx + '/api/list?page=' + n)", "/cms/api/list?page=1"),
        ("$.get(BASE_PATH + '/api/list', {page: p})", "/api/list?page=1"),
        ("$.get('/api/list', {offset: offset, limit: 9})", "/api/list?offset=0&limit=9"),
        ("$.ajax({url: '/x/news_' + page + '.js', dataType: 'jsonp'})", "/x/news_1.js"),
        (
            "var channelId = 'a1', s = 9; $.ajax({url: '/common/search/' + channelId + "
            "'?_isJson=true&_pageSize=' + s + '&page=' + page})",
            "/common/search/a1?_isJson=true&_pageSize=9&page=1",
        ),
        (
            "$.get('/igs/search/list.html', {'f[CHANNELID]': 5, pageNumber: n})",
            "/igs/search/list.html?f%5BCHANNELID%5D=5&pageNumber=1",
        ),
        (
            "$.ajax({url: '/igs/search/list.html', data: {index: 'zw', pageNumber: n, filter: "
            "JSON.stringify({CHNLID: '12'})}})",
            "/igs/search/list.html?index=zw&pageNumber=1&filter=%7B%22CHNLID%22%3A%2212%22%7D",
        ),
    ],
)
def test_a_list_in_json_that_a_script_names_is_asked_for(script: str, asked: str) -> None:
    address, _, sent = only(page(f"<script>{script}</script>").sources).partition("#")
    assert (address, sent) == (f"http://a.example{asked}", f"get={URL}")


def test_a_list_in_json_is_asked_for_by_post_where_the_page_does() -> None:
    found = page(
        "<script>$.ajax({type: 'POST', url: '/api/list', data: {cid: 4, page: 1}})</script>"
        "<script>$.ajax({url: '/api/news', method: 'POST', data: {page: 1}})</script>"
    )
    forms = [form_of(link.url) for link in found.sources]
    assert ("http://a.example/api/news?page=1", [("page", "1")]) in forms
    assert ("http://a.example/api/list?cid=4&page=1", [("cid", "4"), ("page", "1")]) in forms


def test_an_element_that_names_an_interface_says_what_to_send() -> None:
    more = (
        '<button class="more" data-api="/api/list" data-channel="yw" data-page="1" data-size="5" '
        'data-toggle="list">加载更多</button>'
    )
    address = only(page(more).sources).partition("#")[0]
    assert address == "http://a.example/api/list?channel=yw&page=1&size=5"
    camel = only(page(more.replace("data-channel", "data-channelId")).sources).partition("#")[0]
    assert camel == "http://a.example/api/list?channelId=yw&page=1&size=5"
    more = '<a data-url="/api/list?ch=yw&amp;p=" data-page="3">加载更多</a>'
    assert only(page(more).following).partition("#")[0] == "http://a.example/api/list?ch=yw&p=3"


def test_a_button_names_the_piece_that_comes_next() -> None:
    more = '<button data-url="/ajax/more" data-cid="3" data-next-page="2">加载更多</button>'
    asked = only(page(more).following)
    assert asked.partition("#")[0] == "http://a.example/ajax/more?cid=3&page=2"
    row = "<li><a href='/wmcj/9.html'>社区举办读书分享会</a> 2025-08-01</li>".encode()
    assert "page=3" in only(read_list(row, asked).following)


@pytest.mark.parametrize(
    "script",
    [
        "$.getJSON('/weather.json')",
        "fetch('/api/login?next=1')",
        "fetch('https://b.example/api/list?page=1')",
        "var logo = '/img/logo.png'",
        "var help = '/help/list.html'",
        "$.get('/search/list', {word: w, page: 1})",
        "$.ajax({url: '/top/weather.html', type: 'GET'})",
        "$.post('/collect', {event: 'open', at: {page: '/wmcj/', title: 't'}})",
        "new Ajax.Request('/vote.do', {parameters: {id: 7, page: 1}})",
        "$('#n').load('/hits.do', {id: 7})",
        "$('#f').ajaxSubmit({url: '/guestbook/save.do', type: 'post'})",
    ],
)
def test_what_is_no_list_is_not_asked_for(script: str) -> None:
    assert not page(f"<script>{script}</script>").sources


ITEMS = [
    {"title": f"第{n}期<em>简报</em>", "url": f"/a/{n}.html", "date": "2025-08-01"} for n in (1, 2)
]


@pytest.mark.parametrize(
    ("answer", "query", "more"),
    [
        ({"total": 5, "list": ITEMS}, "page=1&size=2", "page=2&size=2"),
        ({"total": 4, "list": ITEMS}, "page=2&size=2", None),
        # Some servers send as many as they like, whatever is asked for.
        ({"total": 6, "list": ITEMS}, "page=1&size=20", "page=2&size=20"),
        ({"total": 6, "list": ITEMS}, "page=2&size=20", "page=3&size=20"),
        ({"total": 6, "list": ITEMS}, "page=3&size=20", None),
        ({"total": 22, "list": ITEMS}, "page=2&size=20", None),
        ({"data": {"totalPages": 3, "records": ITEMS}}, "page=2", "page=3"),
        ({"data": {"totalPages": 3, "records": ITEMS}}, "page=3", None),
        ({"hasMore": False, "rows": ITEMS}, "page=2", None),
        ({"hasMore": True, "rows": ITEMS}, "pageNo=2", "pageNo=3"),
        ({"total": 9, "rows": ITEMS}, "offset=4&limit=2", "offset=6&limit=2"),
        ({"total": 6, "rows": ITEMS}, "offset=4&limit=2", None),
        ({"next": "/api/list?after=77", "rows": ITEMS}, "after=55", "after=77"),
        (ITEMS, "page=1&size=2", "page=2&size=2"),
        (ITEMS, "page=1&size=9", None),
        ({"totalnum": 4, "list": ITEMS}, "pgnum=1&cnt=2", "pgnum=2&cnt=2"),
        ({"totalnum": 4, "list": ITEMS}, "pgnum=2&cnt=2", None),
        # Nobody asked for a page, and there is more.
        ({"total": 4, "list": ITEMS}, "channel=3", "channel=3&page=2"),
        ({"list": ITEMS}, "channel=3", None),
        (
            {"pages": 2, "list": ITEMS},
            "by=%7B%22current%22%3A1%2C%22size%22%3A2%7D",
            "by=%7B%22current%22%3A2%2C%22size%22%3A2%7D",
        ),
        ({"rows": []}, "page=3&size=2", None),
        ({"total": 6, "rows": ITEMS}, "begin=3&end=4", "begin=5&end=6"),
        ({"total": 6, "rows": ITEMS}, "start=0&end=2", "start=2&end=4"),
        # What holds the number of the page may call it anything.
        (
            {"total": 4, "list": ITEMS},
            "page%5Bno%5D=1&page%5Bsize%5D=2",
            "page%5Bno%5D=2&page%5Bsize%5D=2",
        ),
        (
            {"list": ITEMS},
            "page=%7B%22no%22%3A1%2C%22size%22%3A2%7D",
            "page=%7B%22no%22%3A2%2C%22size%22%3A2%7D",
        ),
    ],
)
def test_a_list_in_json_goes_on_by_what_it_says_of_itself(
    answer: Any, query: str, more: str | None
) -> None:
    html = b"\xef\xbb\xbf" + json.dumps(answer).encode()
    found = read_list(html, f"http://a.example/api/list?{query}#get={URL}")
    links = [(link.url, link.title, link.date) for link in found.articles]
    assert links[:1] == [("http://a.example/a/1.html", "第1期简报", "2025-08-01")][: len(links)]
    expected = [f"http://a.example/api/list?{more}#get={URL}"] if more else []
    assert [link.url for link in found.following] == expected


@pytest.mark.parametrize(
    ("first", "answers"),
    [
        ("/list?page=1", 3),
        ("/list?page=0", 3),
        ("/data/yw_1.json", 3),
        ("/data/yw_0.json", 3),
        ("/data/yw/0.json", 3),
        ("/data/list1.json", 3),
    ],
)
def test_a_list_ends_by_its_total_without_a_request_too_many(first: str, answers: int) -> None:
    asked = [f"http://a.example{first}#get={URL}"]
    for rows in (ITEMS, ITEMS, ITEMS[:1]):
        answer = json.dumps({"total": 5, "list": rows}).encode()
        asked += [link.url for link in read_list(answer, asked[-1]).following]
    assert len(asked) == answers
    assert {page_of(url) for url in asked} == {URL}


def test_a_service_may_take_0_for_1_and_goes_on_to_its_last_page() -> None:
    url = f"http://a.example/list?page=2#get2=http://a.example{URL}"
    assert read_list(json.dumps({"total": 6, "list": ITEMS}).encode(), url).following


def test_numbered_files_of_json_follow_one_another_to_the_last() -> None:
    html = json.dumps({"pages": 2, "list": ITEMS}).encode()
    first = read_list(html, f"http://a.example/data/wmcj_1.json#get={URL}")
    assert only(first.following).startswith("http://a.example/data/wmcj_2.json")
    assert not read_list(html, f"http://a.example/data/wmcj_2.json#get={URL}").following


@pytest.mark.parametrize(
    "answer",
    [
        {"hits": {"hits": [{"_id": "7", "_score": 1, "_source": {"title": "社区举办家风故事会"}}]}},
        {"data": [{"type": "news", "_id": "7", "attributes": {"title": "社区举办家风故事会"}}]},
        {"hits": [{"_id": 9, "_source": {"_id": 7, "title": "社区举办家风故事会"}}]},
    ],
)
def test_an_id_may_stand_beside_the_fields_of_its_record(answer: dict[str, Any]) -> None:
    url = f"http://a.example/list?page=1#get={URL}|/show/{{_id}}.html"
    assert only(read_list(json.dumps(answer).encode(), url).unsure).endswith("/show/7.html")


def test_what_says_that_a_record_is_no_link_is_no_address() -> None:
    rows = [{"isLink": "0", "urlType": "N", "newsId": n, "title": f"第{n}届文化节"} for n in (7, 8)]
    found = read_list(json.dumps(rows).encode(), f"http://a.example/list#get={URL}|/d/{{newsId}}")
    assert [link.url for link in found.unsure] == ["http://a.example/d/7", "http://a.example/d/8"]


def test_a_list_that_has_no_page_zero_begins_with_the_first() -> None:
    for asked, following in (("page=0", ["page=1"]), ("page=1", [])):
        found = read_list(b'{"total": 9, "rows": []}', f"http://a.example/list?{asked}#get={URL}")
        assert [link.url for link in found.following] == [
            f"http://a.example/list?{more}#get={URL}" for more in following
        ]


def test_an_answer_may_hold_its_records_as_a_text() -> None:
    records = '[{"title": "社区举办家风故事会", "url": "/show/1.html"}]'
    service = f'<?xml version="1.0"?>\n<string xmlns="http://tempuri.org/">{records}</string>'
    for answer in (json.dumps(records), service):
        found = read_list(answer.encode(), f"http://a.example/list?page=1#get={URL}")
        assert only(found.articles) == "http://a.example/show/1.html"


@pytest.mark.parametrize(
    ("asked", "said", "following"),
    [
        ("cursor=", {"nextCursor": "k7"}, "cursor=k7"),
        ("cursor=k7", {"nextCursor": None}, None),
        ("cursor=k7", {"nextCursor": "k9", "hasMore": False}, None),
        ("cursor=", {"cursor": "k7"}, "cursor=k7"),
        ("cursor=k7", {"cursor": ""}, None),
        ("cursor=9", {"cursor": "9"}, "cursor=31"),  # it is only repeated
        ("max_show_time=0", {"next": {"max_show_time": 7}}, "max_show_time=7"),
        ("nextToken=k7", {"nextToken": "k9"}, "nextToken=k9"),
        ("nextToken=k7", {}, None),
        ("begin_msgid=", {}, "begin_msgid=31"),
        ("last_id=", {"last_id": 0}, "last_id=31"),
        ("last_id=0", {"lastId": None}, "last_id=31"),
        ("last_id=9", {}, "last_id=31"),  # the script's own: the id of the last item
        ("lastTime=", {"author": {"time": 3}}, "lastTime=2025-08-01"),
        ("lastTime=2025-09-01", {}, "lastTime=2025-08-01"),
        ("beginDate=&endDate=&page=1", {}, "beginDate=&endDate=&page=2"),
        ("maxDate=&offset=0", {}, "maxDate=&offset=1"),
    ],
)
def test_a_list_with_a_cursor_goes_on_after_it(
    asked: str, said: dict[str, Any], following: str | None
) -> None:
    item = {"id": 31, "title": "社区举办读书分享会", "url": "/a/31.html", "publisher": "文明办"}
    item["pubTime"] = "2025-08-01"
    answer = json.dumps({"data": {"items": [item], **said}}).encode()
    found = read_list(answer, f"http://a.example/api/list?{asked}#get={URL}").following
    assert [link.url.partition("#")[0] for link in found] == (
        [f"http://a.example/api/list?{following}"] if following else []
    )


@pytest.mark.parametrize("moment", [1754010000, 1754010000000, "/Date(1754010000000+0800)/"])
def test_a_moment_in_a_list_is_its_day(moment: Any) -> None:
    item = {"title": "社区举办读书分享会", "url": "/a/31.html", "AddTime": moment}
    assert read_list(json.dumps([item]).encode(), URL).articles[0].date == "2025-08-01"


ROW = '<li><a href="/a/7.html">社区举办读书分享会</a><b>2025-08-01</b></li>'


@pytest.mark.parametrize(
    "held",
    [
        escape(ROW),
        b64encode(ROW.encode()).decode(),
        json.dumps([{"title": "社区举办读书分享会", "url": "/a/7.html", "day": "2025-08-01"}]),
        [["7", "社区举办读书分享会", "/a/7.html", "2025-08-01"]],
    ],
)
def test_a_list_within_an_answer_is_read_however_it_is_packed(held: Any) -> None:
    (link,) = read_list(json.dumps({"d": held, "code": 1}).encode(), URL + "list.json").articles
    assert link.url == "http://a.example/a/7.html"
    assert (link.title, link.date) == ("社区举办读书分享会", "2025-08-01")


def test_broken_json_is_an_empty_list() -> None:
    assert read_list(b'{"list": [', "http://a.example/api/list") == ListPage()


def test_items_in_the_markup_of_an_answer_may_be_no_links() -> None:
    rows = "".join(f'<div data-href="/m/a/{n}"><p>第{n}次家风故事会</p></div>' for n in (1, 2))
    answer = json.dumps({"html": rows, "next": True}).encode()
    found = read_list(answer, f"http://a.example/m/more?cat=yw&page=2#post={URL}")
    assert [link.url for link in found.articles] == [f"http://a.example/m/a/{n}" for n in (1, 2)]
    assert only(found.following).startswith("http://a.example/m/more?cat=yw&page=3#post=")


def test_an_answer_that_says_that_nothing_is_next_is_the_last() -> None:
    answer = json.dumps({"html": '<a href="/m/a/1">第1次家风故事会</a>', "next": False}).encode()
    found = read_list(answer, f"http://a.example/m/more?cat=yw&page=2#post={URL}")
    assert len(found.articles) == 1
    assert not found.following


def test_an_element_that_has_a_place_for_the_page_sends_no_fields() -> None:
    found = page(
        '<a data-url="/yw/index_{page}.json" data-total="4" data-page="1">点击加载更多</a>'
    )
    assert [link.url.partition("#")[0] for link in found.sources] == [
        "http://a.example/yw/index_1.json"
    ]


ROWS = [{"title": f"社区举办第{n}场家风故事会", "url": f"/show/{n}.html"} for n in (1, 2)]


@pytest.mark.parametrize(
    "answer",
    [
        "{total: 9, list: [{title: '社区举办家风故事会', url: '/show/1.html'}]}",
        '{"total": 9, "list": [{"title": "社区举办家风故事会", "url": "/show/1.html"},]}',
        '{"list": [{"title": "社区举办家风故事会", "brief": "一\n二", "url": "/show/1.html"}]}',
        "var list = [{title: '社区举办家风故事会', url: '/show/1.html'}];",
    ],
)
def test_records_are_read_as_scripts_write_them(answer: str) -> None:
    found = read_list(answer.encode(), f"http://a.example/list?page=1#get={URL}")
    assert only(found.articles) == "http://a.example/show/1.html"
    assert found.articles[0].title == "社区举办家风故事会"


@pytest.mark.parametrize(
    ("asked", "said", "following"),
    [
        # What jqGrid calls "total" are pages; "count" may be that of the rows on this one.
        ("page=1&rows=2", {"total": 2, "page": 1, "records": 4}, "page=2&rows=2"),
        ("page=2&rows=2", {"total": 2, "page": 2, "records": 4}, None),
        ("page=1&cid=3", {"count": 2}, "page=2&cid=3"),
        ("page=1&limit=5", {"count": 2}, None),
        # Pieces that are told where they begin and end.
        ("startRow=1&endRow=2", {"total": 4}, "startRow=3&endRow=4"),
        ("startRow=3&endRow=4", {"total": 4}, None),
        # Where the answer says after what to go on.
        ("first=2&after=", {"pageInfo": {"endCursor": "x9", "hasNextPage": True}},
         "first=2&after=x9"),
        ("first=2&after=x9", {"pageInfo": {"endCursor": "y", "hasNextPage": False}}, None),
        ("next=20", {"next": 40}, "next=40"),
        # Some services read but the id of the last item, others only the counter beside it.
        ("lastNewsId=0&rowNumber=0", {"more": [{"title": "第七次宣讲", "newsId": 7,
         "url": "/a.html", "author": {"id": 3}}]}, "lastNewsId=7&rowNumber=3"),
        ("last_news_id=0", {"channelTitle": "要闻", "more": [{"newsId": 7, "id": 3}]},
         "last_news_id=7"),
        # Where items are counted from one on, the last one is that of their total.
        ("startIndex=3", {"total": 5}, "startIndex=5"),
        ("startIndex=4", {"total": 5}, None),
        ("startIndex=3&rows=3", {"total": 5}, None),
    ],
)  # fmt: skip
def test_a_list_goes_on_by_what_its_answer_says(
    asked: str, said: dict[str, Any], following: str | None
) -> None:
    answer = json.dumps({**said, "rows": ROWS}).encode()
    found = read_list(answer, f"http://a.example/list?{asked}#post2={URL}").following
    address = f"http://a.example/list?{following}#post2={URL}"
    assert [link.url for link in found] == ([address] if following else [])


def test_channels_beside_items_with_ids_are_none_of_them() -> None:
    answer = {
        "channel": {"id": 3, "name": "文明要闻频道"},
        "list": [{"article": {"id": 12, "title": "社区举办家风故事会"}}],
    }
    found = read_list(
        json.dumps(answer).encode(), f"http://a.example/list#get={URL}|/show/{{id}}.html"
    )
    assert only(found.unsure) == "http://a.example/show/12.html"


def test_a_list_is_asked_for_with_no_cursor_at_first() -> None:
    asked = only(page("<script>fetch('/list?limit=5&cursor=' + cursor)</script>").sources)
    assert asked.startswith("http://a.example/list?limit=5&cursor=#")


@pytest.mark.parametrize(
    "call",
    [
        "$.get('/news/list.html', {page: 1}, show)",
        "$.getScript('/data/list_' + page + '.js', show)",
    ],
)
def test_lists_may_be_called_like_pages_and_scripts(call: str) -> None:
    assert page(f"<script>{call}</script>").sources


def test_the_addresses_of_items_are_not_those_of_pages() -> None:
    found = page(
        "<script>$.post('/list', {pageNo: 1}, f);h += '<a href=\"/d/' + v.id + '.html\">'</script>"
    )
    assert not found.following


def test_fields_of_records_may_be_attributes() -> None:
    answer = (
        '<?xml version="1.0"?><items pages="2"><item href="/show/1.html" date="2025-08-01">'
        '社区举办家风故事会</item><item href="/show/2.html" title="村里的读书分享会"/></items>'
    )
    found = read_list(answer.encode(), f"http://a.example/news.jsp?curpage=1#post={URL}")
    assert [(link.url, link.title, link.date) for link in found.articles] == [
        ("http://a.example/show/1.html", "社区举办家风故事会", "2025-08-01"),
        ("http://a.example/show/2.html", "村里的读书分享会", None),
    ]
    assert "curpage=2" in only(found.following)


@pytest.mark.parametrize("piece", ["a", "a_b_", "[a,", r"\'"])
def test_an_answer_of_words_without_end_is_read_at_once(piece: str) -> None:
    answer = f'cb({{"page":1,"list":[{piece * (20_000 // len(piece))}]}})'
    begun = process_time()
    read_list(answer.encode(), f"http://a.example/api?page=1#get={URL}")
    assert process_time() - begun < 1  # the square of its length took two seconds
