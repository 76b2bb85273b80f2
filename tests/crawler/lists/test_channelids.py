"""Channels that answers and scripts name by ids, and what else a page keeps as records."""

import json
import time
from typing import Any

import pytest

from crawler.discovery import read_list
from crawler.lists.answers.channelids import lists_of
from tests.crawler.lists.test_scripted_lists import URL, fields, only, page

CHANNELS = [
    {"id": n, "name": name} for n, name in ((5, "工作动态"), (6, "政策文件"), (7, "好人榜"))
]


@pytest.mark.parametrize(
    "menu",
    [
        CHANNELS,
        {"data": [{"id": 1, "name": "全部栏目", "children": CHANNELS}]},
        {"rows": [{"channelId": str(c["id"]), "title": c["name"], "siteId": 1} for c in CHANNELS]},
    ],
)
@pytest.mark.parametrize("chosen", ["5", ""])
def test_an_answer_names_channels_whose_lists_are_asked_for_alike(menu: Any, chosen: str) -> None:
    named = read_list(json.dumps(menu).encode(), f"{URL}menu#get={URL}")
    asked = f"http://a.example/api/list?channelId={chosen}&page=1#get={URL}"
    assert [fields(url)["channelId"] for url in lists_of(named.channels, asked)] == ["5", "6", "7"]


@pytest.mark.parametrize("query", ["page=5", "siteId=5", "channelId=9", "size=5"])
def test_what_asks_for_no_channel_is_asked_for_once(query: str) -> None:
    named = read_list(json.dumps(CHANNELS).encode(), f"{URL}menu#get={URL}")
    assert not lists_of(named.channels, f"http://a.example/api/list?{query}#get={URL}")


def test_items_and_persons_without_ids_are_no_channels() -> None:
    items = [{"id": 7, "title": "家庭文化节开幕", "url": "/7.html"}]
    persons = [{"name": "周明远", "age": 30}]
    for answer in (items, persons):
        assert not read_list(json.dumps(answer).encode(), f"{URL}list#get={URL}").channels


def test_a_script_keeps_the_channels_whose_lists_it_asks_for() -> None:
    tabs = ",".join(f'{{id:{c["id"]},name:"{c["name"]}"}}' for c in CHANNELS)
    found = page(
        f"<script>new Vue({{data: {{cur: 0, tabs: [{tabs}], page: 1}}, get() {{ axios.get("
        '"/news/page?typeId=" + this.tabs[this.cur].id + "&pageNo=" + this.page) }})</script>'
    )
    asked = [fields(url)["typeId"] for url in lists_of(found.channels, only(found.sources))]
    assert asked == ["5", "6", "7"]


def test_a_channel_that_nobody_chose_yet_is_asked_for_by_its_name() -> None:
    found = page(
        "<script>data = {active: null, page: 1}; $.getJSON('/api/list', "
        "{channelId: this.active, page: this.page, mark: this.mark}, show)</script>"
    )
    assert fields(only(found.sources)) == {"channelId": "", "page": "1"}


def test_a_list_goes_on_after_the_last_id_whatever_it_is_called() -> None:
    item = {"categoryid": 3, "newsId": 41, "title": "家庭文化节开幕", "url": "/41.html"}
    url = f"http://a.example/api/list?cid=3&lastId=0&num=1#get={URL}"
    found = read_list(json.dumps({"list": [item]}).encode(), url)
    assert fields(only(found.following))["lastId"] == "41"


def test_an_island_of_data_holds_items() -> None:
    rows = "".join(
        f"<row><bt>第{n}次家风故事会</bt><dz>/show/{n}.htm</dz><rq>2025-08-0{n}</rq></row>"
        for n in (1, 2)
    )
    found = page(f'<XML id="d"><root>{rows}</root></XML><table datasrc="#d"></table>')
    assert [(link.url, link.title, link.date) for link in found.articles] == [
        (f"http://a.example/show/{n}.htm", f"第{n}次家风故事会", f"2025-08-0{n}") for n in (1, 2)
    ]


def test_islands_that_never_end_are_read_at_once() -> None:
    start = time.perf_counter()
    page("<xml>" * 50_000)
    assert time.perf_counter() - start < 2


def test_a_piece_that_counts_items_goes_on_after_them() -> None:
    row = '<li><a href="/p/7.html">邻里讲堂在村口老槐树下开讲</a><em>2025-08-01</em></li>'
    named = page(
        f"<ul>{row}</ul><b>加载更多</b><script>var offset = 10; $.post('/more.php', "
        "{offset: offset, limit: 10}, h => $('ul').append(h))</script>"
    )
    piece = read_list(row.encode(), only(named.sources))
    assert fields(only(piece.following)) == {"offset": "10", "limit": "10"}
    assert not read_list(b"<p></p>", only(piece.following)).following


def test_what_comes_after_the_last_item_may_be_asked_for_in_several_parts() -> None:
    rows = "".join(f'<li class="i" data-msgid="{n}">邻里讲堂</li>' for n in (9, 8))
    found = page(
        f"<ul>{rows}</ul><script>var l = $('.i:last'); $.getJSON('/album?action=get&album=' + 77 "
        "+ '&count=2&begin_msgid=' + l.data('msgid') + '&begin_itemidx=1', show)</script>"
    )
    assert fields(only(found.sources))["begin_msgid"] == "8"
    assert not found.following


def test_rows_that_keep_their_addresses_are_links_and_no_pieces() -> None:
    rows = "".join(
        f'<div data-url="/wm/{n}.htm"><b>邻里讲堂第{n}期在村口开讲</b><i>2025-08-0{n}</i></div>'
        for n in (1, 2, 3)
    )
    found = page(rows + '<div data-url="/api/hits/3">已经有三千一百位网友看过了</div>')
    assert [link.url for link in found.articles] == [
        f"http://a.example/wm/{n}.htm" for n in (1, 2, 3)
    ]
    assert (found.scripts, found.unsure) == ((), ())


def test_the_pages_of_a_newspaper_are_lists_whatever_their_addresses() -> None:
    found = page(
        '<a href="/paper/20250903/2.shtml">第2版</a>'
        '<a href="/paper/20250903/c.shtml">A03版：文明</a>'
        '<a href="/paper/20250903/9.shtml">3版小人书里的家风故事</a>'
    )
    assert [link.url[-7:] for link in found.lists] == ["2.shtml", "c.shtml"]
    assert [link.title for link in found.articles] == ["3版小人书里的家风故事"]


def test_a_script_puts_the_page_into_the_address_that_a_list_has() -> None:
    turn = (
        "function detail(t, id) { open('detail.jsp?type=' + t + '&id=' + id) } "
        "function turn(n) { var u = location.href; u = u.indexOf('pageNo=') > 0 ? "
        "u.replace(/pageNo=\\d+/, 'pageNo=' + n) : u + '&pageNo=' + n; location.href = u }"
    )
    row = "<li>2025-08-01 <a href='/show/7.html'>邻里讲堂在村口老槐树下开讲</a></li>"
    url = "http://a.example/list.jsp?type=wm"
    shown = f"{row}<a href='javascript:turn(2)'>下一页</a><script>{turn}</script>"
    assert only(page(shown, url).following) == f"{url}&pageNo=2"


def test_items_that_name_their_channel_or_have_short_titles_now_and_then_are_no_channels() -> None:
    titles = ["邻里讲堂在村口老槐树下开讲", "文明公约", "流动书车开进十四个山村"]
    for more in ({}, {"columnName": "工作动态"}):
        items = [{"id": n, "title": title, **more} for n, title in enumerate(titles)]
        answer = json.dumps({"rows": items[::2] if more else items}).encode()
        assert not read_list(answer, f"{URL}list?channelId=#get={URL}").channels


def test_what_office_software_leaves_in_a_page_is_no_island() -> None:
    rest = "<o:p><o:title>邻里讲堂</o:title><o:author v:ext='edit'>余海</o:author></o:p>"
    row = "<li><a href=/show/7.html>邻里讲堂在村口老槐树下开讲</a> 2025-08-01</li>"
    assert [a.url[-7:] for a in page(f"<xml>{rest}</xml><ul>{row}</ul>").articles] == ["/7.html"]


def test_a_piece_from_a_day_on_does_not_count_items() -> None:
    row = b'<li><a href="/p/7.html">%s</a></li>' % "邻里讲堂在村口老槐树下开讲".encode()
    assert not read_list(row, f"http://a.example/more?start=20250801#get={URL}").following


@pytest.mark.parametrize("tag", ["form", "button", "video", "div"])
def test_what_is_sent_pressed_or_played_is_no_row(tag: str) -> None:
    end = "" if tag == "div" else ".html"
    found = page(f"<{tag} data-url=/vote/7{end}>请选出您心目中的最美邻里讲堂讲师</{tag}>")
    assert (found.articles, found.unsure) == ((), ())


def test_a_row_with_a_day_may_lead_to_no_file() -> None:
    found = page("<div data-url='/show?id=7'>邻里讲堂在村口老槐树下开讲 2025/8/07</div>")
    assert [link.url for link in found.articles] == ["http://a.example/show?id=7"]


def test_what_a_list_holds_is_no_channel_of_it() -> None:
    named = [{"id": str(number)} for number in range(3)]
    asked = f"http://a.example/api/list?channelId=&page={{}}#get={URL}"
    assert not lists_of(named, asked.format(1), asked.format(2))
    tree = f"http://a.example/api?do=tree#get={URL}"
    assert len(lists_of(named, f"http://a.example/api?do=list&channelId=#get={URL}", tree)) == 3
