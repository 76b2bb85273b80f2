"""Lists that a page's scripts make, and pages that its forms turn."""

import json
import time
from base64 import b64encode
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest

from crawler.discovery import read_list
from crawler.lists.interfaces import form_of, json_of
from crawler.lists.listpage import ListPage
from crawler.lists.scripts.itemlinks import filled, item_template

URL = "http://a.example/wmcj/"


def page(body: str, url: str = URL) -> ListPage:
    return read_list(f"<html><body>{body}</body></html>".encode(), url)


def only(links: tuple[Any, ...]) -> str:
    (link,) = links
    return str(link.url)


def fields(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def test_rows_that_a_script_writes_whole_are_links() -> None:
    found = page(
        "<script>document.write(\"<li><a href='/wmcj/2025/7.htm'>社区举办读书分享会</a> 2025-08-01"
        '</li>");document.write(\'<a href="/wmcj/\' + id + \'.htm">\' + title + "</a>");'
        'document.write("<a href=\\"index"+"_" + next + ".htm\\">下一页</a>")</script>'
    )
    assert only(found.articles) == "http://a.example/wmcj/2025/7.htm"
    assert not found.unsure
    assert not found.following


@pytest.mark.parametrize(
    "show",
    [
        'var links="/show/1.html|/show/2.html"; var texts="社区举办家风故事会|村里的读书分享会";',
        'imgtext1="社区举办家风故事会";imgLink1=escape("/show/1.html");'
        'imgtext2="村里的读书分享会";imgLink2=escape("/show/2.html");',
    ],
)
def test_slides_of_a_show_are_rows(show: str) -> None:
    found = page(f"<script>{show}</script>")
    assert [(link.title, link.url) for link in (*found.articles, *found.unsure)] == [
        ("社区举办家风故事会", "http://a.example/show/1.html"),
        ("村里的读书分享会", "http://a.example/show/2.html"),
    ]


def test_objects_within_the_data_of_a_call_are_sent_too() -> None:
    found = page(
        '<script>$.ajax({type:"POST", url:"/irs/front/list", contentType:"application/json",'
        'data: JSON.stringify({"filter":{"operator":"and","properties":[]}, sorts: [{by: "time"}],'
        '"tenant": "a1", "pageNo": no, "pageSize": 6}), success: function(res) {}});</script>'
    )
    assert json_of(only(found.sources)) == (
        "http://a.example/irs/front/list",
        {
            "filter": {"operator": "and", "properties": []},
            "sorts": [{"by": "time"}],
            "tenant": "a1",
            "pageNo": 1,
            "pageSize": 6,
        },
    )


@pytest.mark.parametrize(
    ("data", "sent"),
    [
        (
            "{cid: 12, page: {no: 1, size: 6}, ids: ['a']}",
            [("cid", "12"), ("page[no]", "1"), ("page[size]", "6"), ("ids[]", "a")],
        ),
        ("{page: JSON.stringify({no: 1, size: 6})}", [("page", '{"no":1,"size":6}')]),
        ("{cid: 3, page: 1, filter: '{\"site\":2}'}", [("cid", "3"), ("page", "1")]),
    ],
)
def test_a_form_sends_objects_in_brackets_where_they_are_not_put_into_json(
    data: str, sent: list[tuple[str, str]]
) -> None:
    found = page(f"<script>$.post('/list.do', {data}, function (r) {{ show(r) }})</script>")
    address, fields = form_of(only(found.sources)) or ("", [])
    assert address.startswith("http://a.example/list.do?")
    assert fields[: len(sent)] == sent


def test_what_stands_before_a_query_and_the_name_of_a_callback_are_filled_in() -> None:
    found = page(
        '<script>var APP_URL = "/api/", catid = 12, page = 1;'
        '$.getJSON(APP_URL + "?callback=?&catid=" + catid + "&page=" + page, show);</script>'
    )
    assert only(found.sources).startswith("http://a.example/api/?callback=jsonp&catid=12&page=1#")


def test_arrays_of_a_script_are_rows() -> None:
    rows = ",".join(
        f"{{title:'第{n}次\\u5bb6\\u98ce故事会',url:'\\/show\\/{n}.html',date:'2025-08-0{n}'}}"
        for n in range(1, 4)
    )
    found = page(f"<script>var rows=[{rows}];</script>")
    assert [(link.title, link.date) for link in found.articles] == [
        (f"第{n}次家风故事会", f"2025-08-0{n}") for n in range(1, 4)
    ]
    assert found.articles[0].url == "http://a.example/show/1.html"


@pytest.mark.parametrize(
    ("held", "row"),
    [
        ("<script>var a=[ROWS];</script>", '["第N次家风故事会","/show/N.html",N,"2025-08-0N"],'),
        ("<script>ROWS</script>", "add('第N次家风故事会', '/show/N.html', '2025-08-0N');"),
        (
            "<textarea>ROWS</textarea>",
            "&lt;li&gt;&lt;a href=/show/N.html&gt;第N次家风故事会&lt;/a&gt;2025-08-0N&lt;/li&gt;",
        ),
        (
            "<xmp id=rows>ROWS</xmp>",
            "<li><a href=/show/N.html>第N次家风故事会</a>2025-08-0N</li>",
        ),
        (
            "<div data-rows='[ROWS]'></div>",
            "{&quot;name&quot;:&quot;第N次家风故事会&quot;,&quot;url&quot;:&quot;/show/N.html&quot;,"
            "&quot;date&quot;:&quot;2025-08-0N&quot;},",
        ),
    ],
)
def test_rows_without_names_and_rows_in_hiding_are_rows(held: str, row: str) -> None:
    found = page(held.replace("ROWS", "".join(row.replace("N", str(n)) for n in (1, 2, 3))))
    assert [(link.url, link.title, link.date) for link in found.articles] == [
        (f"http://a.example/show/{n}.html", f"第{n}次家风故事会", f"2025-08-0{n}")
        for n in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    "held",
    [
        "add('/show/1.html', '第1次家风故事会', '2025-08-01');",
        "var rows = [{url: '/show/1.html', title: '第1次家风故事会', date: '2025-08-01'}];",
    ],
)
def test_the_last_page_may_hold_one_row_with_its_day(held: str) -> None:
    assert [link.date for link in page(f"<script>{held}</script>").articles] == ["2025-08-01"]
    assert not page(f"<script>{held.replace('2025-08-01', 'v2')}</script>").articles


HELD = json.dumps([{"title": f"第{n}次家风故事会", "url": f"/show/{n}.html"} for n in (1, 2, 3)])


@pytest.mark.parametrize(
    "script",
    [
        f'x = JSON.parse(decodeURIComponent(atob("{b64encode(quote(HELD).encode()).decode()}")))',
        f"rows = JSON.parse(Base64.decode('{b64encode(HELD.encode()).decode()}'))",
        f"rows = JSON.parse(decodeURIComponent('{quote(HELD)}'))",
        'rows = JSON.parse("' + HELD.replace('"', "&quot;") + '".replace(/&quot;/g, "\'"))',
        "rows = eval('" + HELD.replace('"', "&#034;") + "'.replace(/&#034;/g, '\"'))",
        "box.innerHTML = unescape('"
        + "".join(f"%3Ca href=/show/{n}.html%3E第{n}次家风故事会%3C/a%3E" for n in (1, 2, 3))
        .replace("家风", "%u5BB6%u98CE").replace(" ", "%20")
        + "')",
    ],
)  # fmt: skip
def test_what_a_script_keeps_in_other_writing_are_rows(script: str) -> None:
    found = page(f"<script>{script}</script>")
    assert [(link.url, link.title) for link in (*found.articles, *found.unsure)] == [
        (f"http://a.example/show/{n}.html", f"第{n}次家风故事会") for n in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("script", "template"),
    [
        ("function go(o) {location.href = '/show/' + $(o).attr('aid') + '.html'} "
         "h = '<li aid=\"' + v.newsId + '\" onclick=\"go(this)\">'", "/show/{newsId}.html"),
        ("t = '<a href=\"/show/{id}.html\">{title}</a>'; "
         "h = t.replace(/\\{(\\w+)\\}/g, function (m, k) {return v[k]})", "/show/{id}.html"),
        ("var at = '/egov'; function view(id) {window.open(at + '/view.do?id=' + id)} "
         "h = '<li onclick=\"view(\\'' + o.uuid + '\\')\">'", "/egov/view.do?id={uuid}"),
    ],
)  # fmt: skip
def test_the_address_of_an_item_is_made_by_what_shows_it(script: str, template: str) -> None:
    assert item_template(script) == template


def test_the_fields_of_a_call_are_no_address_of_a_page() -> None:
    script = "n++; $.ajax({url: '/l.php', data: 'c=3&page=' + n + '&size=5'})"
    found = page(
        f"<a href='/show/7.html'>社区举办读书分享会</a>2025-08-01<script>{script}</script>"
    )
    assert len(found.articles) == 1
    assert not found.following


@pytest.mark.parametrize("sign", ["{id}", "<%=rows[i].id%>"])
def test_what_is_still_to_be_filled_in_is_no_link(sign: str) -> None:
    shown = f"<script type='text/html'><a href='/show/{sign}.html'>{{title}}</a></script>"
    found = page(shown)
    assert (found.articles, found.unsure, found.doubtful) == ((), (), ())


def test_texts_that_are_joined_by_a_method_make_the_addresses_of_items() -> None:
    script = "e.rows.map(t => open('/show/'.concat(t.newsId, '.html')));"
    assert item_template(script) == "/show/{newsId}.html"
    joined = "h += '<a href=\"'.concat('/show/', v.id, '.html\">').concat(v.title, '</a>')"
    found = page(f"<script>{joined}</script>")
    assert (found.articles, found.unsure, found.doubtful) == ((), (), ())


@pytest.mark.parametrize(
    "loader",
    [
        "<script src='/js/require.js' data-main='/js/list'></script>",
        "<script>seajs.use('/js/list.js');</script>",
        "<script>$.getScript('/js/list.js', function () { show('yw') });</script>",
        "<script type='module'>import { show } from '/js/list.js'; show('yw');</script>",
        "<script>var c = 'list'; document.write('<scr' + 'ipt src=\"/js/' + c + '.js\"></scr' "
        "+ 'ipt>');</script>",
    ],
)
def test_a_script_may_be_loaded_by_another(loader: str) -> None:
    assert only(page(loader).scripts) == f"http://a.example/js/list.js#script={URL}"


def test_a_script_goes_on_after_the_last_item_that_is_shown() -> None:
    items = "".join(f"<li data-id={n}>第{n}届家庭文化节</li>" for n in (9, 8, 7))
    script = "$.post('/more', {lastid: $('#list li:last').attr('data-id'), c: 5}, show)"
    found = page(f"{items}<script>{script}</script>")
    assert only(found.sources).startswith("http://a.example/more?lastid=7&c=5#post=")


def test_what_a_script_writes_in_halves_is_one_character() -> None:
    rows = ",".join(f"{{title:'家风\\ud83d\\ude00第{n}讲',url:'/show/{n}.html'}}" for n in range(3))
    found = page(f"<script>var rows=[{rows}];</script>")
    assert found.unsure[0].title == "家风😀第0讲"


@pytest.mark.parametrize("half", ["\\ud83d", "\\ude00\\ud83d"])
def test_half_a_character_spoils_no_list(half: str) -> None:
    rows = ",".join(f"{{title:'家风第{n}讲{half}',url:'/show/{n}{half}.html'}}" for n in range(3))
    shown = page(f"<script>var rows=[{rows}];</script>").unsure
    answer = f'[{{"title":"家风第0讲{half}","url":"/show/0.html"}}]'.encode()
    told = read_list(answer, URL + "list.json").articles
    assert (len(shown), len(told)) == (3, 1)
    for link in (*shown, *told):
        assert f"{link.url}{link.title}".encode()


@pytest.mark.parametrize(
    ("script", "address"),
    [
        ("html += '<a href=\"/show?id=' + item.id + '\">' + item.title + '</a>'", "/show?id=7"),
        ("rows.map(i => `<a href='/a/${i.id}.html'>${i.title}</a>`)", "/a/7.html"),
        (
            "var ctx = '/cms/'; s += '<a href=\"' + ctx + '/detail/' + v.id + '\">' + v.title",
            "/cms/detail/7",
        ),
        ("function go(n) { window.open('/wm/' + n.channelId + '/' + n.id) }", "/wm/3/7"),
        ('s += "<a href=\\"show.html?no=" + list[i].infoId + "\\">"', "/wmcj/show.html?no=9"),
    ],
)
def test_items_with_ids_only_are_where_the_script_says(script: str, address: str) -> None:
    named = page(f"<script>fetch('/api/list?page=1&size=5').then(show); {script}</script>")
    item = {"id": 7, "channelId": 3, "infoId": "9", "title": "市民公约发布", "cover": "/i/7.jpg"}
    answer = json.dumps({"total": 12, "list": [item] * 5}).encode()
    found = read_list(answer, only(named.sources))
    assert {link.url for link in found.unsure} == {f"http://a.example{address}"}
    assert "page=2&" in only(found.following)


def test_the_first_item_has_an_id_as_well() -> None:
    script = "rows.map(i => `<a href='/a/${i.id}.html'>${i.title}</a>`)"
    named = page(f"<script>fetch('/api/list?page=1').then(show); {script}</script>")
    items = [{"id": n, "title": f"市民公约第{n}条"} for n in (1, 0, True, "")]
    found = read_list(json.dumps({"list": items}).encode(), only(named.sources))
    assert [link.url for link in found.unsure] == [
        "http://a.example/a/1.html", "http://a.example/a/0.html",
    ]  # fmt: skip


def test_what_a_script_makes_is_relative_to_the_base_of_its_page() -> None:
    script = "rows.map(i => `<a href='show.html?id=${i.id}'>${i.title}</a>`)"
    named = page(
        f'<base href="/wm/"><script>fetch("/api/list?page=1").then(show); {script}</script>'
    )
    answer = json.dumps({"list": [{"id": 7, "title": "市民公约发布"}]}).encode()
    found = read_list(answer, only(named.sources))
    assert [link.url for link in found.unsure] == ["http://a.example/wm/show.html?id=7"]


@pytest.mark.parametrize(
    "call",
    [
        '$.ajax({url:"/content/page",type:"POST",contentType:"application/json",'
        "data:JSON.stringify({channelId:8,word:null,pageNum:p,pageSize:10}),success:show})",
        'axios.post("/content/page", query).then(show); let query = '
        "{channelId: 8, pageNum: 1, pageSize: 10}",
        'fetch("/content/page",{method:"POST",headers:{"Content-Type":"application/json"},'
        "body:JSON.stringify({channelId:8,pageNum:this.pageNum,pageSize:10})})",
    ],
)
def test_a_list_that_is_asked_for_with_json_is_asked_so(call: str) -> None:
    address, body = json_of(only(page(f"<script>{call}</script>").sources)) or ("", {})
    assert address == "http://a.example/content/page"
    assert {name: body[name] for name in ("channelId", "pageNum", "pageSize")} == {
        "channelId": 8, "pageNum": 1, "pageSize": 10,
    }  # fmt: skip


FORM = (
    "<form id='f' action='list.do?cat=3' method='{method}'><input type='hidden' name='code' "
    "value='wm'><input type='hidden' name='{counter}' value='2'><input type='submit' value='去'>"
    "</form><a href='/a/20250801_1.html'>社区举办读书分享会</a>"
)


@pytest.mark.parametrize(
    "link",
    [
        "<a href='javascript:goPage(3)'>下一页</a>",
        "<a href='#' onclick=\"turn('3');return false\">下页</a>",
        "<input type='button' value='下一页' onclick='next()'>",
    ],
)
@pytest.mark.parametrize("counter", ["pageNo", "page.currentPage"])
@pytest.mark.parametrize("method", ["get", "POST"])
def test_a_form_turns_the_page(method: str, counter: str, link: str) -> None:
    following = only(page(FORM.format(method=method, counter=counter) + link).following)
    kept = {"cat": "3"} if method == "POST" else {}
    assert fields(following) == {**kept, "code": "wm", counter: "3"}
    assert following.startswith("http://a.example/wmcj/list.do?")
    assert following.endswith(f"#post={URL}") is (method == "POST")


@pytest.mark.parametrize(
    ("choice", "sent"),
    [
        ("<option value='10'>10 条<option value='20'>20 条", "10"),  # as browsers send it
        ("<option value='10'>10 条<option value='20' selected>20 条", "20"),
        ("<option>10<option selected>20", "20"),
        ("", None),
    ],
)
def test_a_form_sends_what_is_chosen(choice: str, sent: str | None) -> None:
    form = FORM.format(method="get", counter="page").replace(
        "</form>", f"<select name='rows'>{choice}</select></form>"
    )
    turned = page(form + "<a href='javascript:goPage(3)'>下一页</a>").following
    assert fields(only(turned)).get("rows") == sent


@pytest.mark.parametrize(
    "turn",
    [
        "function turn(n) { document.f.gopage.value = n; document.f.submit(); }",
        "function turn(n, s) { $('#go').val(n); $('form').submit(); }",
        "var turn = function (n) { document.getElementById('go').value = n; };",
    ],
)
def test_a_form_is_turned_by_the_field_that_a_function_sets(turn: str) -> None:
    form = FORM.format(method="post", counter="other").replace(
        "</form>", "<input type='hidden' id='go' name='gopage' value='2'></form>"
    )
    more = "<a href='#' onclick='turn(3);return false'>[下一页]</a>"
    turned = only(page(f"<script>{turn}</script>{form}{more}").following)
    assert fields(turned)["gopage"] == "3"


def test_a_form_is_sent_in_the_encoding_of_its_page() -> None:
    form = FORM.format(method="get", counter="page").replace("value='wm'", "value='文明'")
    body = f"<html><body>{form}<a href='javascript:goPage(3)'>下一页</a></body></html>"
    turned = only(read_list(body.encode("gbk"), URL).following)
    assert turned.endswith("list.do?code=%CE%C4%C3%F7&page=3")
    body = body.replace("method='get'", "method='post'")
    form_sent = form_of(only(read_list(body.encode("gbk"), URL).following))
    assert form_sent == (
        "http://a.example/wmcj/list.do?cat=3&code=%CE%C4%C3%F7&page=3",
        [("cat", "3"), ("code", "文明".encode("gbk")), ("page", "3")],
    )


def test_a_form_that_only_searches_turns_nothing() -> None:
    form = "<form action='/so'><input name='word'><input type='submit'></form>"
    assert not page(form + "<a href='javascript:next(2)'>下一页</a>").following


@pytest.mark.parametrize(
    ("form", "following"),
    [
        ("<form action='l_2.html'><input type=submit value=下一页></form>", "l_2.html"),
        ("<form action=l><input type=hidden name=c value=4><button name=p value=2>下一页</button>"
         "</form>", "l?c=4&p=2"),
        ("<form action='l_2.html'><input type=submit value=下一页 disabled></form>", None),
        ("<form action='l_2.html'><input type=button value=下一页></form>", None),
        ("<form action=vote><button name=score class=on>1</button><button name=score>2</button>"
         "</form>", None),
    ],
)  # fmt: skip
def test_a_button_sends_the_form_that_turns_the_page(form: str, following: str | None) -> None:
    found = [link.url.removeprefix(URL) for link in page(form).following]
    assert found == ([following] if following else [])


ASP_NET = (
    "<form method='post' action='l.aspx?c=1'><input type='hidden' name='__VIEWSTATE' "
    "value='/wEPDw+8='><a href=\"javascript:__doPostBack('Pager1','{argument}')\">下一页</a></form>"
)


def test_a_page_of_asp_net_is_turned_by_its_state() -> None:
    found = page(ASP_NET.format(argument="2"))
    assert found.state == {"__VIEWSTATE": "/wEPDw+8="}
    assert fields(only(found.following)) == {
        "c": "1", "__EVENTTARGET": "Pager1", "__EVENTARGUMENT": "2",
    }  # fmt: skip


def test_a_script_may_say_where_a_form_is_sent_to() -> None:
    script = (
        "function turn(n) {f.curPage.value = n; f.action = '/list.jsp?c=3'; f.submit()}"
        "function find() {f.action = '/search.jsp'; f.submit()}"
    )
    found = page(
        "<form name='f' method='post'><input type='hidden' name='curPage' value='1'></form>"
        f"<a href='javascript:turn(2)'>下一页</a><script>{script}</script>"
    )
    assert only(found.following).startswith("http://a.example/list.jsp?c=3&curPage=2#post=")
    found = page(
        "<form action='/list' method='post'><input type='hidden' name='page' value='1'></form>"
        "<a href='javascript:turn(2)'>下一页</a><script>function turn(n) {f.page.value = n; send()}"
        "function drop() {f.action = '/drop'; f.submit()}</script>"
    )
    assert only(found.following).startswith("http://a.example/list?page=2#post=")


def test_a_page_of_asp_net_whose_pages_are_links_alike_is_the_one_asked_for() -> None:
    form, end = ASP_NET.format(argument="1").replace("下一页", "1"), "</form>"
    links = "".join(f"<a href=\"javascript:__doPostBack('Pager1','{n}')\">{n}</a>" for n in (2, 3))
    html = form.replace(end, links + end)
    url, asked = "http://a.example/wmcj/", []
    while following := page(html, url=url).following:
        url = following[0].url
        asked.append(fields(url)["__EVENTARGUMENT"])
    assert asked == ["2", "3"]


@pytest.mark.parametrize(("here", "following"), [(1, ["2"]), (3, [])])
def test_a_form_may_have_a_button_for_each_page(here: int, following: list[str]) -> None:
    buttons = "".join(
        f"<button name='page' value='{n}' {'disabled' if n == here else ''}>{n}</button>"
        for n in (1, 2, 3)
    )
    found = page(f"<form><input type='hidden' name='c' value='7'>{buttons}</form>")
    assert [fields(link.url) for link in found.following] == [
        {"c": "7", "page": number} for number in following
    ]


def test_a_page_of_asp_net_may_look_at_its_fields_before_it_is_turned() -> None:
    call = 'WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions("Pager1", "2", true))'
    link = ASP_NET.format(argument="2").replace("__doPostBack('Pager1','2')", call)
    sent = fields(
        only(page(link.replace(f'"javascript:{call}"', f"'javascript:{call}'")).following)
    )
    assert (sent["__EVENTTARGET"], sent["__EVENTARGUMENT"]) == ("Pager1", "2")


def test_a_button_of_asp_net_goes_on_after_its_own_page() -> None:
    form = (
        "<form method=post action=l.aspx><input type=hidden name=__VIEWSTATE value=V{n}>"
        "<input type=submit name=next value=下一页></form>"
    )
    asked = [only(page(form.format(n=n)).following) for n in (1, 2)]
    sent = {"__EVENTTARGET": "", "__EVENTARGUMENT": "", "next": "下一页"}
    assert dict((form_of(asked[0]) or ("", []))[1]) == sent
    assert asked[0] != asked[1]


@pytest.mark.parametrize(
    ("button", "sent"),
    [
        ("<input type=image name=b src=n.gif alt=下一页>", {"b.x": "1", "b.y": "1"}),
        ("<input type=image name=b src=n.gif alt=下一页 disabled>", None),
        ("<a href=\"javascript:__doPostBack('lbNext','')\"><img src=4.gif></a>",
         {"__EVENTTARGET": "lbNext"}),
        ("<a href=\"javascript:__doPostBack('lb4','')\"><img src=i/next.gif></a>",
         {"__EVENTTARGET": "lb4"}),
        ("<a href=\"javascript:__doPostBack('lbText','')\"><img src=context.gif></a>", None),
        ("<a href=\"javascript:__doPostBack('C1','V9374')\"><img src=next.gif></a>", None),
        ("<a href=\"javascript:__doPostBack('lbNextPic','')\"><img src=4.gif></a>", None),
        ("<a href=\"javascript:__doPostBack('C1','9375')\">1</a>"
         "<a href=\"javascript:__doPostBack('C1','9376')\">2</a>", None),
        ("<a href=\"javascript:__doPostBack('C1','V10013')\"><img src=next.gif></a>", None),
        ("<a href=\"javascript:__doPostBack('P','1001')\"><img src=next.gif></a>",
         {"__EVENTTARGET": "P"}),
        ("<a disabled href=\"javascript:__doPostBack('lbNext','')\"><img src=4.gif></a>", None),
    ],
)  # fmt: skip
def test_a_page_of_asp_net_is_turned_by_pictures_and_by_no_calendar(
    button: str, sent: dict[str, str] | None
) -> None:
    form = "<form method=post action=l.aspx><input type=hidden name=__VIEWSTATE value=V>"
    following = page(f"{form}{button}</form>").following
    assert len(following) == (sent is not None)
    assert all(sent.items() <= fields(link.url).items() for link in following if sent)


def test_a_page_of_asp_net_is_turned_by_its_numbers() -> None:
    form = ASP_NET.format(argument="Page$1").replace("下一页", "1") + "<span>2</span>"
    links = "".join(
        f"<a href=\"javascript:__doPostBack('Grid1','Page${n}')\">{n}</a>" for n in (3, 4)
    )
    following = only(page(form + links).following)
    assert fields(following)["__EVENTARGUMENT"] == "Page$3"
    assert "AFTER" not in following


def test_the_next_page_of_asp_net_is_another_after_each() -> None:
    first, second = (
        only(page(ASP_NET.format(argument="").replace("+8", state)).following)
        for state in ("+8", "+9")
    )
    assert first != second
    sent = {"c": "1", "__EVENTTARGET": "Pager1", "__EVENTARGUMENT": ""}
    assert [dict((form_of(url) or ("", []))[1]) for url in (first, second)] == [sent, sent]


@pytest.mark.parametrize(
    ("pager", "following"),
    [
        (
            "<script>var countPage = 3;\nvar currentPage = 0\n"
            "createPageHTML(countPage, currentPage, 'index', 'html');</script>",
            "index_1.html",
        ),
        (
            "<script>laypage.render({elem:'p',count:22,limit:8,curr:1,jump:function(o){"
            "location.href='?page='+o.curr}})</script>",
            "?page=2",
        ),
        (
            "<script>laypage.render({elem:'p',count:22,limit:8,curr:1,jump:function(o){"
            "location.href='index_'+(o.curr-1)+'.html'}})</script>",
            "index_1.html",
        ),
        ("<input type=button value='下一页' onclick=\"location.href='l_2.html'\">", "l_2.html"),
        ("<a href='l_2.html'><img src='n.gif' alt='下一页'></a>", "l_2.html"),
    ],
)
def test_pagers_of_other_kinds_are_followed(pager: str, following: str) -> None:
    assert only(page(pager).following) == f"{URL}{following}"


def test_a_page_that_shows_nothing_names_what_may_make_its_list() -> None:
    shell = (
        "<div id='app'></div><script src='/js/jquery.min.js'></script><script src='/js/list.js'>"
        "</script><script>$('#top').load('/inc/header.html');$('#l').load('rows_1.html')</script>"
    )
    scripts = [link.url for link in page(shell).scripts]
    assert scripts == [f"{URL}rows_1.html#part={URL}", f"http://a.example/js/list.js#script={URL}"]
    assert not page(shell + "<a href='/a/20250801_1.html'>社区举办读书分享会</a>").scripts
    menu = "<ul class='nav'><li><a href='/channel/7.html'>文明创建</a></ul>"
    assert len(page(menu + shell).scripts) == 2
    script = b"function load(p){$.getJSON('/api/list',{page:p,size:9},show)}"
    assert "/api/list?page=1&size=9#get=" in only(read_list(script, scripts[1]).sources)


def test_pieces_without_a_pager_are_counted_until_one_is_empty() -> None:
    asked = f"http://a.example/more?cat=2&page=1#get={URL}"
    row = "<li><a href='/wmcj/9.html'>社区举办读书分享会</a> 2025-08-01</li>".encode()
    assert fields(only(read_list(row, asked).following))["page"] == "2"
    assert not read_list(b"<p></p>", asked).following


@pytest.mark.parametrize(
    "piece",
    [
        '<p data-x="{page',
        "<textarea &lt;a ",
        "{&quot;a",
        '["a",',
        "<script ",
        "<script>",
        "<select ",
    ],
)
def test_what_has_no_end_costs_no_more_than_its_length(piece: str) -> None:
    markup = f"<html><body>{piece * (200_000 // len(piece))}</body></html>".encode()
    start = time.process_time()
    read_list(markup, URL)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("start", "piece", "end"),
    [
        ("<div ", ".json ", ""),
        ("<div data-page='1' ", "a", ">"),
        ("<a href='#' onclick=\"show('", "/.", '">读书</a>'),
        ("<a data-x='?", "=", " '>读书</a>"),
        ("<p>", "<a href='/1.html'>读书</a>", "</p>"),
    ],
)
def test_one_element_costs_no_more_than_its_length(start: str, piece: str, end: str) -> None:
    markup = f"<html><body>{start}{piece * (100_000 // len(piece))}{end}".encode()
    begun = time.process_time()
    read_list(markup, URL)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    "piece",
    [
        "<a href title ",
        "'+",
        "'${a}",
        "a=",
        "a",
        "{a:1,title:'x'},",
        "url:'/api/list.json?channel=12345',",
        "{...a},",
    ],
)
def test_scripts_cost_no_more_than_their_length(piece: str) -> None:
    script = ("i.attr('data-id');" + piece * (200_000 // len(piece))).encode()
    start = time.process_time()
    read_list(script, f"http://a.example/js/list.js#script={URL}")
    assert time.process_time() - start < 5  # two seconds here; their square would be minutes


@pytest.mark.parametrize(
    "script",
    [
        f"x=>1; a = {' ' * 50_000}",
        f"x=>1; a = b{' ' * 50_000}",
        f"{{page: p.offset / p.limit{' ' * 50_000}",
        "data: function (d) { " + ("d.a =" + " " * 20 + "1;") * 12 + "x",
    ],
)
def test_spaces_in_a_script_cost_no_more_than_their_number(script: str) -> None:
    start = time.process_time()
    read_list(f"<script>$.get('/list?page=1'); {script}</script>".encode(), URL)
    assert time.process_time() - start < 2


@pytest.mark.parametrize("asked", ["pid='+c", "type='+c", "cid='+c+'&pageSize=20&page=1'"])
def test_elements_ask_for_channels_by_fields_of_any_name(asked: str) -> None:
    function = f"<script>function load(c){{$.getJSON('/api/list?{asked})}}</script>"
    found = page(f"<li onclick='load(5)'>要闻</li><li onclick='load(6)'>公告</li>{function}")
    assert {value for link in found.sources for value in fields(link.url).values()} >= {"5", "6"}


FUNCTIONS = (
    "<script>function show(id) {{ window.open('/view/' + id + '.html'); }}\n"
    "function turn(n) {{ if (n == 1) {{ location.href = '/'; }} else "
    "{{ location.href = '/list_' + n + '.html'; }} }}\n"
    "function digg(id) {{ window.open('/digg.php?id=' + id); }}</script>{body}"
)


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("<a href=\"javascript:show('77')\">{title}</a>", "/view/77.html"),
        ('<a href="javascript:;" onclick="show(77)">{title}</a>', "/view/77.html"),
        ('<a href="javascript:;" onclick="digg(77)">{title}</a>', None),
        ('<a href="javascript:;" onclick="hide(77)">{title}</a>', None),
    ],
)
def test_what_a_function_of_the_page_makes_of_an_id_is_an_address(
    link: str, address: str | None
) -> None:
    row = f"<li>{link.format(title='社区举办读书分享会')}<i>2025-08-01</i></li>"
    found = [link.url for link in page(FUNCTIONS.format(body=row)).articles]
    assert found == ([f"http://a.example{address}"] if address else [])


@pytest.mark.parametrize(
    "way",
    [
        "$('.row').click(function () { location.href = '/show?id=' + $(this).data('id') });",
        "$('.row').on('click', function(){ window.open('/show?id=' + $(this).attr('data-id')) })",
        "row.onclick = (e) => { location.href = `/show?id=${e.currentTarget.dataset.id}` }",
    ],
)
def test_what_a_script_makes_of_a_clicked_element_is_its_address(way: str) -> None:
    row = '<div class="row" data-id="31"><h4>社区举办读书分享会</h4><b>2025-08-01</b></div>'
    (link,) = page(f"{row}<script>{way}</script>").articles
    assert (link.url, link.date) == ("http://a.example/show?id=31", "2025-08-01")


def test_what_a_script_sends_of_a_clicked_element_is_no_address() -> None:
    send = "$('.row').click(function () { $.get('/digg?id=' + $(this).data('id')) });"
    assert not page(f'<p class="row" data-id="31">点赞</p><script>{send}</script>').unsure


def test_a_function_of_the_page_turns_it() -> None:
    pager = "".join(f'<a href="javascript:turn({n})">{n}</a>' for n in (2, 3))
    found = page(FUNCTIONS.format(body=f"<b>1</b>{pager}"))
    assert only(found.following) == "http://a.example/list_2.html"


def test_fields_of_other_names_are_known_by_what_is_in_them() -> None:
    rows = ",".join(
        f"{{tit:'社区举办第{n}次读书分享会',lnk:'../wz/{n}.htm',ly:'南浦县融媒体中心'}}"
        for n in range(3)
    )
    found = page(f"<script>var list = [{rows}];</script>").unsure
    assert [(link.url, link.title) for link in found][2] == (
        "http://a.example/wz/2.htm", "社区举办第2次读书分享会",
    )  # fmt: skip


def test_records_of_any_xml_are_items() -> None:
    assert fields(only(page("<script>$.ajax({url:'/xml/list.xml'})</script>").sources)) == {}
    xml = (
        "<?xml version='1.0'?><news><item><title>社区举办读书分享会</title><url>/art/1.html</url>"
        "<time>2025-08-01</time></item><info><a>1</a><b>2</b></info></news>"
    )
    found = read_list(xml.encode(), f"http://a.example/xml/list.xml#get={URL}").articles
    assert [(link.url, link.date) for link in found] == [
        ("http://a.example/art/1.html", "2025-08-01")
    ]


def test_records_of_xml_go_on_as_they_say() -> None:
    item = "<item><title>社区举办读书分享会</title><link>/art/1.html</link></item>"
    for pages, more in ((3, ["http://a.example/xml/list_3.xml"]), (2, [])):
        xml = f"<?xml version='1.0'?><list total='9' pages='{pages}'>{item}</list>"
        found = read_list(xml.encode(), f"http://a.example/xml/list_2.xml#get={URL}").following
        assert [link.url.partition("#")[0] for link in found] == more


def test_a_script_of_axios_has_its_addresses_below_a_base() -> None:
    script = (
        'r.create({baseURL:"/prod-api"});'
        'function l(e){return a({url:"/cms/list",method:"get",params:e})}'
        "d={queryParams:{pageNum:1,pageSize:10}}"
    )
    found = read_list(script.encode(), f"http://a.example/js/app.js#script={URL}").sources
    assert (
        only(found).partition("#")[0] == "http://a.example/prod-api/cms/list?pageNum=1&pageSize=10"
    )


@pytest.mark.parametrize("word", ["e.url", "options.path"])
def test_what_a_script_of_its_own_puts_before_each_address_is_a_base(word: str) -> None:
    script = (
        f'var t="/prod-api";function n(e){{uni.request({{url:t+{word},data:e.data}})}}'
        'n({url:"/news/list",data:e});d={pageNo:1,list:[]}'
    )
    found = read_list(script.encode(), f"http://a.example/js/app.js#script={URL}").sources
    assert only(found).partition("#")[0] == "http://a.example/prod-api/news/list?pageNo=1"


def test_what_jquery_asks_for_by_itself_is_below_no_base_of_others() -> None:
    script = (
        'var t="/portal"; function send(url, data) { $.ajax({url: t + url, data: data}) }'
        '$.get("/front/list", {cid: 3, page: 1}, show)'
    )
    assert only(page(f"<script>{script}</script>").sources).startswith("http://a.example/front/")


@pytest.mark.parametrize(
    ("table", "asked"),
    [
        ("<table data-url='/news/rows' data-side-pagination='server' data-page-size='8'></table>",
         "?offset=0&limit=8"),
        ("<script>$('#t').bootstrapTable({url: '/news/rows', sidePagination: 'server'})</script>",
         "?offset=0&limit=10"),
        ("<table data-url='/news/rows' data-side-pagination='server' data-query-params-type=''>"
         "</table>", "?pageNumber=1&pageSize=10"),
        ("<script>$('#t').bootstrapTable({url: '/news/rows', sidePagination: 'server', "
         "queryParamsType: '', pageSize: 5})</script>", "?pageNumber=1&pageSize=5"),
        ("<script>table.render({elem: '#t', url: '/news/rows', page: true, limit: 5})</script>",
         "?page=1&limit=5"),
        ("<script>$('#t').datagrid({url: '/news/rows', pagination: true})</script>",
         "?page=1&rows=10#post"),
        ("<script>$('#t').datagrid({url: '/news/rows', method: 'get', pagination: true})</script>",
         "?page=1&rows=10#get"),
        ("<script>$('#t').dataTable({bServerSide: true, sAjaxSource: '/news/rows'})</script>",
         "?sEcho=1&iDisplayStart=0&iDisplayLength=10#get"),
        ("<table class='easyui-datagrid' url='/news/rows' pagination='true' pageSize='5'></table>",
         "?page=1&rows=5#post"),
        ("<table class='easyui-datagrid' data-options=\"url:'/news/rows', method:'get', "
         "pagination:true\"></table>",
         "?page=1&rows=10#get"),
        ("<table data-url='/news/rows' data-side-pagination='server' data-method='post' "
         "data-query-params='q'></table><script>function q(p) { return {c: 9, "
         "pageNum: p.offset / p.limit + 1} }</script>", "?c=9&pageNum=1#json"),
        ("<table lay-data=\"{url:'/news/rows', page:true, limit:5}\"></table>",
         "?page=1&limit=5#get"),
    ],
)  # fmt: skip
def test_a_widget_for_tables_asks_for_pages_of_its_own(table: str, asked: str) -> None:
    assert only(page(table).sources).startswith(f"http://a.example/news/rows{asked}")


def test_the_number_of_a_page_may_stand_before_its_size() -> None:
    script = 'var no = 1, pageSize = 5; $.getJSON("/api/list/" + id + "/" + pageNo + "/" + pageSize'
    asked = only(page(f"<script>var id = 7; {script})</script>").sources)
    assert asked.startswith("http://a.example/api/list/7/1/5#")
    rows = [{"title": f"第{n}届家庭文化节开幕", "url": f"/show/{n}.html"} for n in range(5)]
    for total, more in ((9, ["http://a.example/api/list/7/2/5"]), (5, [])):
        answer = json.dumps({"total": total, "list": rows}).encode()
        found = read_list(answer, asked).following
        assert [link.url.partition("#")[0] for link in found] == more


def test_values_that_nuxt_holds_in_one_row_are_items() -> None:
    values: list[Any] = [["Reactive", 1], {"data": 2}, {"list": 3}, [4, 8]]
    for n in (1, 2):
        at = len(values)
        values += [{"title": at + 1, "url": at + 2, "date": at + 3}]
        values += [f"第{n}届社区家庭文化节开幕", f"/article/{n}", f"2025-08-0{n}"]
    found = page(
        f'<script type="application/json" id="__NUXT_DATA__">{json.dumps(values)}</script>'
    )
    assert [(link.url, link.title, link.date) for link in found.unsure] == [
        (f"http://a.example/article/{n}", f"第{n}届社区家庭文化节开幕", f"2025-08-0{n}")
        for n in (1, 2)
    ]


@pytest.mark.parametrize(
    "put", ["f.src = '/in/' + c + '_1.html'", "$('#f').attr('src', '/in/7_1.html')"]
)
def test_what_a_script_puts_into_a_frame_is_a_page_of_its_own(put: str) -> None:
    found = page(f"<iframe id='f'></iframe><script>var c = '7'; {put};</script>")
    assert only(found.scripts) == "http://a.example/in/7_1.html"


def test_a_button_keeps_where_its_list_goes_on() -> None:
    row = '<li><a href="/show/7.html">社区举办读书分享会</a>2025-08-01</li>'
    button = '<button data-next-url="/more?cursor=74">加载更多</button>'
    assert only(page(row + button).following) == "http://a.example/more?cursor=74"


def test_the_way_to_a_page_is_no_list() -> None:
    way = {
        "@type": "BreadcrumbList",
        "itemListElement": [{"@type": "ListItem", "item": "/a/", "name": "这里是首页的名字"}],
    }
    text = json.dumps(way, ensure_ascii=False)
    found = page(f'<script type="application/ld+json">{text}</script>')
    assert not found.unsure
    assert not found.lists


def test_a_script_asks_for_the_channel_that_the_address_of_its_page_names() -> None:
    script = """var id = getQuery("cid"); $.ajax({url: "/cms/list", data: {cid: id, page: 1}})"""
    found = page(f"<script>{script}</script>", "http://a.example/list.html?cid=c1")
    assert fields(only(found.sources).partition("#")[0]) == {"cid": "c1", "page": "1"}


def test_a_page_of_asp_net_is_turned_by_its_menu() -> None:
    found = page(
        '<form method="post" action="List.aspx"><input type="hidden" name="__VIEWSTATE" value="V1">'
        '<a href="/show/7.html">社区举办读书分享会</a>2025-08-01<select name="ddlPage" '
        "onchange=\"setTimeout('__doPostBack(\\'ddlPage\\',\\'\\')', 0)\">"
        '<option value="1" selected>1<option value="2">2</select></form>'
    )
    address, sent = form_of(only(found.following)) or ("", [])
    assert address.startswith("http://a.example/wmcj/List.aspx?")
    assert dict(sent) == {"__EVENTTARGET": "ddlPage", "__EVENTARGUMENT": "", "ddlPage": "2"}


def test_an_address_that_a_script_makes_needs_no_quotes() -> None:
    script = 'for (i in d) html += "<a href=show.asp?id=" + d[i].id + ">" + d[i].title + "</a>"; '
    found = page(f"<script>{script}$.getJSON('json.asp?act=list&page=' + page, show)</script>")
    assert only(found.sources).endswith("|show.asp?id={id}")


@pytest.mark.parametrize(
    "body",
    [
        'fetch("/api/channel/" + id + "/articles?page=" + p + "&size=8")',
        "$.get(`/api/channel/${id}/articles?page=${p}&size=8`, show)",
    ],
)
def test_a_function_asks_for_what_it_is_called_with(body: str) -> None:
    script = f"<script>function load(id, p) {{ {body} }} load(501, 0); load('502', 0)</script>"
    named = {link.url.partition("#")[0] for link in page(f"<div id='box'></div>{script}").sources}
    wanted = {f"http://a.example/api/channel/{id_}/articles?page=0&size=8" for id_ in (501, 502)}
    assert wanted <= named


def test_elements_call_for_channels_and_not_for_further_pages() -> None:
    found = page(
        "<li onclick=\"load(12, 1)\">要闻</li><li onclick='load(15,1)'>公益</li>"
        '<a href="javascript:load(15, 2)">2</a><script>function load(id, p) '
        '{ $.get("/ajax/list?cid=" + id + "&page=" + p, show) } load(12, 1);</script>'
    )
    asked = [link.url.removeprefix("http://a.example").partition("#")[0] for link in found.sources]
    assert asked == ["/ajax/list?cid=12&page=1", "/ajax/list?cid=15&page=1"]


def test_a_piece_with_a_numbered_name_goes_on_where_it_says_so() -> None:
    def following(label: str) -> list[str]:
        piece = f'<li><a href="/202508/t20250801_1.html">南浦的村晚开锣</a></li><a>{label}</a>'
        url = "http://a.example/inc/list_12_1.html#part=http://a.example/"
        return [link.url.partition("#")[0] for link in read_list(piece.encode(), url).following]

    assert following("下一页") == ["http://a.example/inc/list_12_2.html"]
    assert following("没有了") == []


ITEM = """$("#l").append("<li><a href='/yw/" + item.id + ".html'>" + item.title + "</a></li>");"""


@pytest.mark.parametrize(
    ("call", "sent"),
    [
        (
            "let p = new URLSearchParams(); p.append('pageNo', this.pageNo); p.append('pageSize',"
            "8); p.append('code', 'yw'); axios.post('/cms/page', p).then(show)",
            "/cms/page?pageNo=1&pageSize=8&code=yw#post",
        ),
        (
            '$.ajax({type:"POST", contentType:"application/json", url:"/News.asmx/GetList",'
            "data:\"{'cid':'7','pageIndex':'\"+pageIndex+\"','pageSize':'8'}\", success:show})",
            "/News.asmx/GetList?cid=%227%22&pageIndex=1&pageSize=%228%22#json",
        ),
        ("const c = 'yw'; fetch(`/data/${c}/${pageNo}`).then(show)", "/data/yw/1#get"),
        ("$.get('/front/list.html?pageNum=' + page, show)", "/front/list.html?pageNum=1#get"),
        # Counters, places and ids by more of their names.
        ("$.post('/docs', {ChannelId: 12, CurrPage: n})", "/docs?ChannelId=12&CurrPage=1#post"),
        ("$.post('/e/news.php', {next: i, classid: 3})", "/e/news.php?next=1&classid=3#post"),
        # How many are asked for is no counter.
        ("function load(top) {$.get('/api/list?top=' + top, show)} load(8)",
         "/api/list?top=8#get"),
        ("var rowNum = 15; $.get('/rows', {page: n, rowNum: rowNum})",
         "/rows?page=1&rowNum=15#get"),
        ("var lastFileId = 0, at = 0, rows = 5; var url = '/xy/get?lastFileId=' + lastFileId + "
         "'&rowNumber=' + (at * rows) + '&count=' + rows; $.ajax({url: url})",
         "/xy/get?lastFileId=0&rowNumber=0&count=5#get"),
        # What is set one by one, and what is JSON with its quotes escaped.
        ("const q = new URLSearchParams(); q.set('c', 'yw'); q.set('page', n); "
         "fetch(`/open/rows?${q.toString()}`)", "/open/rows?c=yw&page=1#get"),
        (r'''$.get("/x.do", {page: 1, "json": "{\"c\":\"yw\"}"})''',
         "/x.do?page=1&json=%7B%22c%22%3A%22yw%22%7D#get"),
        ("$('#t').bootstrapTable({url: '/rows.do', queryParams: function (p) "
         "{ return {page: (p.offset / p.limit) + 1, c: 3} }})", "/rows.do?page=1&c=3#get"),
        # What is sent besides, by a function or from other objects.
        ("$('#t').DataTable({serverSide: true, ajax: {url: '/rows.do', type: 'POST', "
         "data: function (d) { d.c = 3; }}})", "/rows.do?c=3&draw=1&start=0&length=10#post"),
        ("table.render({elem: '#t', url: '/lay/rows', where: {c: 3}, page: true, "
         "request: {pageName: 'curr'}})", "/lay/rows?c=3&curr=1&limit=10#get"),
        ("var q = {c: 'yw', size: 5}; axios.get('/rows', {params: {...this.q, page: this.p}})",
         "/rows?c=yw&size=5&page=1#get"),
        ("var q = {c: 'yw'}; $.ajax({url: '/rows', data: $.extend(q, {page: n})})",
         "/rows?c=yw&page=1#get"),
        ("const U = Object.freeze({LIST: '/front/rows'}); post(U.LIST, {c: 'yw', pageNum: 1})",
         "/front/rows?c=yw&pageNum=1#post"),
        ("new Vue({data() {return {url: '/wm', no: 1}}, methods: {load() "
         "{axios.get(this.url + '/rows', {params: {page: this.no}})}}})", "/wm/rows?page=1#get"),
        ("var C = {api: {list: '/front/rows'}}; $.getJSON(C.api.list, {c: 'yw', page: 1})",
         "/front/rows?c=yw&page=1#get"),
        ("var at = 1; $.get('/front/rows', {c: 'yw', page: at++}, show)",
         "/front/rows?c=yw&page=1#get"),
        # What a function sends that is given an object.
        ("function rows(params) {return http.get('/gate/rows', {params})} function no(params) "
         "{return http.get('/gate/no', {params})} var q = {c: 'yw', page: 1}; rows(q)",
         "/gate/rows?c=yw&page=1#get"),
        ("function rows(params) {return $.get('/gate/rows', params)} function no(data) "
         "{return $.get('/gate/no', data)} var params = {c: 'yw', page: 1}; rows(params); "
         "no({page: 2})", "/gate/rows?c=yw&page=1#get"),
        ("function rows(d) {$.get('/gate/rows', d)} function top(d) {$.get('/gate/top', d)} "
         "var d = {c: 'yw', page: 1}; rows(d); rows({page: 2})", "/gate/rows?c=yw&page=1#get"),
        ("const rows = (d) => request({url: '/gate/rows', method: 'post', data: d}); "
         "rows({c: 'yw', page: p.value}).then(show)", "/gate/rows?c=yw&page=1#json"),
        ("$.post('/front/rows', {type: 'wm', page: 1})", "/front/rows?type=wm&page=1#post"),
        # Where the page says what is asked for.
        ("$.post('/info.do', $('#f').serialize(), show)</script><form id='f'><input type='hidden' "
         "name='pageNo' value=''><input name='c' value='yw'></form><script>",
         "/info.do?pageNo=1&c=yw#post"),
        ("$.get('/info', $('form#f').serialize() + '&page=' + n)</script><form id='f'>"
         "<input name='c' value='yw'></form><script>", "/info?c=yw&page=1#get"),
        ("var w = {\"root\": \"http:\\/\\/a.example\\/wp\\/\"}; fetch(w.root + 'posts?page=' + n)",
         "/wp/posts?page=1#get"),
        ("const c = location.pathname.split('/').filter(Boolean).pop(); "
         "fetch('/api/' + c + '/posts?page=' + n)", "/api/wmcj/posts?page=1#get"),
        ("var c = $(\"meta[name='ColumnId']\").attr('content'); "
         "$.getJSON('/portal/' + c + '/rows', {page: 1})</script><meta name=ColumnId content='31'>"
         "<script>", "/portal/31/rows?page=1#get"),
    ],
)  # fmt: skip
def test_what_a_call_sends_is_known_however_it_is_put_together(call: str, sent: str) -> None:
    found = page(f"<script>{call}; {ITEM}</script>")
    assert only(found.sources).startswith(f"http://a.example{sent}={URL}")


@pytest.mark.parametrize(
    "does", ["method: 'addClick'", "action: 'vote'", "type: 'praise'", "mode: 'hits'"]
)
def test_what_changes_something_is_not_asked_for_by_a_field_that_says_so(does: str) -> None:
    assert not page(f"<script>$.post('/news.do', {{{does}, id: 33}})</script>").sources
    assert page("<script>$.post('/news.do', {method: 'list', type: 'wm', id: 33})</script>").sources


@pytest.mark.parametrize("path", ["/api/news/click", "/api/pv"])
def test_what_counts_readers_is_not_asked_for(path: str) -> None:
    assert not page(f"<script>$.post('{path}', {{id: 33}})</script>").sources
    assert page("<script>$.post('/api/clickRank?order=click', {id: 33})</script>").sources


@pytest.mark.parametrize("field", ["<input type='password' name='w'>", "<textarea name='t'>"])
def test_a_form_that_writes_something_is_never_sent_by_its_script(field: str) -> None:
    form = f"<form id='f'><input type='hidden' name='page' value='1'>{field}</form>"
    assert not page(f"{form}<script>$.post('/info', $('#f').serialize())</script>").sources


@pytest.mark.parametrize(("shown", "asked"), [(1, "2"), (2, "3"), (3, None)])
def test_a_form_is_sent_by_the_number_after_the_one_that_is_marked(
    shown: int, asked: str | None
) -> None:
    links = "".join(
        f'<a href="javascript:topage({n})" class="{"cur" if n == shown else ""}">{n}</a>'
        for n in (1, 2, 3)
    )
    found = page(
        "<ul>"
        + "".join(
            f'<li><a href="/show.php?id={n}">第{n}届家庭文化节</a>2025-08-01</li>' for n in (1, 2)
        )
        + f'</ul><form id="f" action="/list.php"><input type="hidden" name="catid" value="7">'
        f'<input type="hidden" name="p" id="p" value="{shown}"></form>{links}<script>function '
        'topage(n){document.getElementById("p").value=n;document.getElementById("f").submit();}'
        "</script>"
    )
    assert [fields(link.url)["p"] for link in found.following] == ([asked] if asked else [])


def test_numbers_that_a_call_sends_as_texts_stay_texts() -> None:
    call = (
        '$.ajax({url:"/api/list",type:"POST",contentType:"application/json",'
        'data:JSON.stringify({"cid":"007","pageNo":"1","pageSize":6}),success:show})'
    )
    asked = only(page(f"<script>{call}</script>").sources)
    assert (json_of(asked) or ("", {}))[1] == {"cid": "007", "pageNo": "1", "pageSize": 6}
    items = [{"title": f"第{n}届家庭文化节开幕", "url": f"/yw/{n}.html"} for n in range(6)]
    answer = json.dumps({"total": 20, "rows": items}).encode()
    following = only(read_list(answer, asked).following)
    assert (json_of(following) or ("", {}))[1] == {"cid": "007", "pageNo": "2", "pageSize": 6}


@pytest.mark.parametrize(
    ("tabs", "script"),
    [
        (
            "<li onmouseover=\"tab('yw')\">要闻</li><li onmouseover=\"tab('dt')\">动态</li>",
            'function tab(c) { $.get("/tab.html?c=" + c, function (h) { $("#l").html(h); }); }',
        ),
        (
            '<li class="tab" data-url="/tab.html?c=yw">要闻</li>'
            '<li class="tab" data-url="/tab.html?c=dt">动态</li>',
            '$(".tab").hover(function () { $("#l").load($(this).data("url")); });',
        ),
    ],
)
def test_tabs_load_a_piece_each(tabs: str, script: str) -> None:
    scripts = page(f"<ul>{tabs}</ul><div id=l></div><script>{script}</script>").scripts
    assert [link.url.partition("#")[0] for link in scripts] == [
        "http://a.example/tab.html?c=yw", "http://a.example/tab.html?c=dt",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["data-next-url", "data-next-page-url", "data-nexthref"])
def test_an_element_names_the_page_that_a_script_adds(name: str) -> None:
    row = '<li><a href="/202508/t20250801_1.html">第1届家庭文化节开幕</a></li>'
    found = page(f'{row}<div {name}="/more?c=7&amp;page=2"></div>')
    assert only(found.following) == "http://a.example/more?c=7&page=2"


def test_records_of_xml_are_a_list_and_name_the_next() -> None:
    rows = "".join(
        f"<news><title>第{n}届家庭文化节开幕</title><url>/yw/{n}.html</url></news>" for n in (1, 2)
    )
    xml = f"<?xml version='1.0'?><channel>{rows}<next>/yw/index_2.xml</next></channel>"
    found = read_list(xml.encode(), "http://a.example/yw/index.xml")
    assert found.is_feed
    assert only(found.following) == "http://a.example/yw/index_2.xml"


@pytest.mark.parametrize(
    ("script", "address"),
    [
        ("const q = new URLSearchParams({cat: 'yw', page, size: 8}); fetch(`/api/posts?${q}`)",
         "/api/posts?cat=yw&page=1&size=8"),
        ("fetch('/api/posts?' + new URLSearchParams({cat: 'yw', page: n}).toString())",
         "/api/posts?cat=yw&page=1"),
        ("$.get('/api/list', {channelId: getQuery('cid'), pageNo: page}, show)",
         "/api/list?channelId=31&pageNo=1"),
        ("$scope.size = 8; $http.get('/api/list',"
         "{params: {pageNo: $scope.pageNo, size: $scope.size}})",
         "/api/list?pageNo=1&size=8"),
        ("$('#p').pagination({dataSource: '/api/news?c=3', locator: 'items', pageSize: 8,"
         "alias: {pageNumber: 'pageNum', pageSize: 'limit'}})",
         "/api/news?c=3&pageNum=1&limit=8"),
        ("$('#t').DataTable({serverSide: true, ajax: {url: '/api/table', type: 'GET'}})",
         "/api/table?draw=1&start=0&length=10"),
        ("$('#t').DataTable({serverSide: true, pageLength: 20, ajax: '/api/table'})",
         "/api/table?draw=1&start=0&length=20"),
    ],
)  # fmt: skip
def test_a_call_names_its_first_page(script: str, address: str) -> None:
    found = page(f"<script>{script}</script>", "http://a.example/list?cid=31")
    assert only(found.sources).partition("#")[0] == f"http://a.example{address}"


def test_what_a_request_posts_by_itself_is_sent_as_json() -> None:
    found = page(
        '<script>var x = new XMLHttpRequest(); x.open("POST", "/portal/queryList", true);'
        'x.setRequestHeader("Content-Type", "application/json"); x.onload = function() { show(); };'
        'x.send(JSON.stringify({columnId: "12", pageNum: pageNum, pageSize: 8}));</script>'
    )
    sent = json_of(only(found.sources))
    assert sent == ("http://a.example/portal/queryList", {"columnId": "12", "pageNum": 1,
                                                          "pageSize": 8})  # fmt: skip


def test_a_button_keeps_the_channel_and_the_page_that_its_script_asks_for() -> None:
    found = page(
        '<button data-catid="12" data-page="2">加载更多</button><script>'
        '$("button").click(function()'
        '{ var b = $(this); var page = b.data("page");'
        '$.get("/more?m=list", {catid: b.data("catid"), page: page}, add); });</script>'
    )
    assert fields(only(found.sources)) == {"m": "list", "catid": "12", "page": "2"}


@pytest.mark.parametrize(
    "address",
    [
        '"/more.php?cat=" + $(this).data("cat") + "&page=" + page',
        '"/more.php?cat=" + button.attr("data-cat") + "&page=" + page',
        '"/more.php?cat=" + this.dataset.cat + "&page=" + page',
        "`/more.php?cat=${e.target.dataset.cat}&page=${page}`",
    ],
)
def test_an_address_has_what_the_element_keeps_that_was_pressed(address: str) -> None:
    found = page(
        '<button data-cat="yw" data-page="1">加载更多</button><script>var page = 1;'
        f"function more(e) {{ page++; $.get({address}, add); }}</script>"
    )
    assert fields(only(found.sources)) == {"cat": "yw", "page": "1"}


def test_titles_of_wordpress_are_objects() -> None:
    item = {"id": 7, "link": f"{URL}7", "title": {"rendered": "家庭文化节开幕"}}
    found = read_list(json.dumps([item]).encode(), f"http://a.example/wp-json/posts#get={URL}")
    assert [link.title for link in found.articles] == ["家庭文化节开幕"]


def test_what_holds_items_is_a_channel_by_its_id() -> None:
    item = {"title": "家庭文化节开幕", "url": "/7.html", "tags": [{"id": 5, "name": "家风"}]}
    channels = [{"id": 12, "name": "要闻", "list": [item]}, {"id": 13, "name": "无", "list": []}]
    url = f"http://a.example/data/site.json#get={URL}|/channel/{{id}}.html"
    found = read_list(json.dumps({"channels": channels}).encode(), url)
    assert only(found.articles) == "http://a.example/7.html"
    assert only(found.unsure) == "http://a.example/channel/12.html"


def test_a_tree_of_a_script_is_a_menu() -> None:
    found = page(
        "<script>d.add(0, -1, '栏目'); d.add(1, 0, '文明要闻', '/list.asp?id=3');"
        "d.add(2, 0, '通知公告', '/list.asp?id=4');</script>"
    )
    assert [link.url for link in found.unsure] == [
        "http://a.example/list.asp?id=3",
        "http://a.example/list.asp?id=4",
    ]


def test_an_array_of_names_and_folders_is_a_menu() -> None:
    found = page("<script>var menu = [['文明要闻', '/yw/'], ['通知公告', '/gg/2/']];</script>")
    assert [link.url for link in found.lists] == ["http://a.example/yw/", "http://a.example/gg/2/"]
    assert not page("<script>put('封面', '/img/'); cut('a', '/'); go('/x/', 1);</script>").lists


def test_the_router_of_vue_makes_addresses_of_articles() -> None:
    found = page(
        '<script>$.get("/api/list", {page: 1}); function to(t) '
        '{ r.push({path: "/detail", query: {id: t.articleId}}) }</script>'
    )
    assert only(found.sources).partition("|")[2] == "/detail?id={articleId}"


@pytest.mark.parametrize(
    "script",
    [
        "$.ajax({type: 'POST', url: '/list.do', data: 'cid=12&page=' + page + '&size=' + size})",
        "var cid = 12; x.open('POST', '/list.do'); x.onload = function() { show(x); };"
        'x.send("cid=" + cid + "&page=" + page + "&size=8");',
    ],
)
def test_a_query_that_a_script_posts_is_sent_as_fields(script: str) -> None:
    sent = form_of(only(page(f"<script>var size = 8; {script}</script>").sources))
    assert sent is not None
    asked = {name: str(value) for name, value in sent[1]}
    assert asked == {"cid": "12", "page": "1", "size": "8"}


def test_items_with_ids_stand_beside_some_with_addresses() -> None:
    rows = [
        {"id": 7, "title": "家庭文化节开幕", "link": "", "fileUrl": "/file/7"},
        {"id": 8, "title": "读书会在青石镇举行", "link": None, "fileUrl": "/file/8"},
        {"id": 9, "title": "外站的一篇评论", "link": "http://b.example/9", "fileUrl": ""},
        {"id": 10, "title": "本站的一张图解", "link": "/t/10.html", "fileUrl": ""},
    ]
    url = f"http://a.example/api/list#get={URL}|/detail?id={{id}}"
    found = read_list(json.dumps({"rows": rows}).encode(), url)
    assert only(found.articles) == "http://a.example/t/10.html"
    assert [link.url for link in found.unsure] == [
        "http://a.example/detail?id=7",
        "http://a.example/detail?id=8",
    ]


@pytest.mark.parametrize(
    "asked",
    [
        'var q = {"pageNo": pageNo, "size": 6, "filter": {"all": [{"by": "node", "is": node}]}};'
        '$.ajax({type: "POST", url: "/front/list", contentType: "application/json",'
        "data: JSON.stringify(q), success: show})",
        '$.ajax({type: "POST", url: "/front/list", contentType: "application/json", data: '
        'JSON.stringify({pageNo, pageNo: pageNo, "size": 6, filter: {all: [{by: "node", is: node}]'
        "}}), success: show})",
    ],
)
def test_objects_in_the_data_of_a_call_may_hold_variables(asked: str) -> None:
    found = page(
        f'<script>var node = "8a7e"; function load(pageNo) {{ {asked} }} load(1);</script>'
    )
    sent = {"pageNo": 1, "size": 6, "filter": {"all": [{"by": "node", "is": "8a7e"}]}}
    assert json_of(only(found.sources)) == ("http://a.example/front/list", sent)


def test_texts_in_the_data_of_a_call_may_hold_braces() -> None:
    found = page(
        '<script>var q = {column: 3, pageIndex: n, rows: 9, where: \'[{"by":"d"}]\'};'
        '$.ajax({url: "/query?of=news", type: "POST", data: q, success: show})</script>'
    )
    assert fields(only(found.sources)) == {
        "of": "news",
        "column": "3",
        "pageIndex": "1",
        "rows": "9",
        "where": '[{"by":"d"}]',
    }


def test_a_list_may_be_asked_for_by_a_channel_at_the_end_of_its_path() -> None:
    found = page(
        "<script>var channelId = '2c1b'; $.ajax({url: '/common/search/' + channelId,"
        " data: {_isJson: true, page: page}, success: show})</script>"
    )
    address = "http://a.example/common/search/2c1b?_isJson=true&page=1#get=http://a.example/wmcj/"
    assert only(found.sources) == address


def test_each_tab_of_a_page_is_a_list() -> None:
    found = page(
        '<i data-id="3" class="on">要闻</i><i data-id="5">动态</i><b data-id="5">动态</b>'
        "<script>var cid = $('.on').data('id'); $('i').click(function() {"
        "cid = $(this).data('id')});"
        "$.post('/ajaxlist', {cid: cid, page: page}, show); $.get('/api/links', show);</script>"
    )
    assert [link.url.partition("#")[0] for link in found.sources] == [
        "http://a.example/ajaxlist?cid=3&page=1",
        "http://a.example/ajaxlist?cid=5&page=1",
        "http://a.example/api/links",
    ]


@pytest.mark.parametrize(
    "call", ["""'<a onclick="show(' + r.newsId + ')">'""", "`<a onclick=show(${r.newsId})>`"]
)
def test_items_lead_where_their_function_is_called_with(call: str) -> None:
    text = f'<script>function show(id) {{ open("/show/" + id) }} html += {call}</script>'
    assert item_template(text) == "/show/{newsId}"


def test_the_id_of_its_channel_is_not_that_of_an_item() -> None:
    item = {"columnId": 41, "articleId": 900, "type_id": 2}
    assert filled("/show/{id}", item) == "/show/900"


def test_what_a_script_asks_for_is_no_page_of_an_item() -> None:
    assert item_template("<script>$.ajax({url: '/common/list/' + channelId})</script>") is None


def test_rows_may_be_parted_over_arrays() -> None:
    row = 't[N]="第N次家风故事会";u[N]="/show/N.html";d[N]="2025-08-0N";'
    held = "".join(row.replace("N", str(n)) for n in (1, 2, 3))
    found = page(f"<script>var t=[],u=[],d=[];{held}</script>")
    assert [(link.url, link.title, link.date) for link in found.articles] == [
        (f"http://a.example/show/{n}.html", f"第{n}次家风故事会", f"2025-08-0{n}")
        for n in (1, 2, 3)
    ]


def test_objects_of_a_page_may_have_ids_only() -> None:
    rows = ",".join(
        f'{{id: {n}, title: "第{n}次家风故事会", date: "2025-08-0{n}"}}' for n in (1, 2, 3)
    )
    found = page(f"<script>rows=[{rows}]; li = '<a href=\"/show/' + r.id + '.html\">'</script>")
    assert [link.url for link in found.articles] == [
        f"http://a.example/show/{n}.html" for n in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("script", "sent"),
    [
        # What functions are called with is sent in fields as well, and methods are functions.
        ("function load(c, p) {$.post('/list', {cid: c, page: p}, show)} load(12, 1)",
         "/list?cid=12&page=1#post"),
        ("new Vue({created() {this.load('yw')}, methods: {load(c) {axios.get('/api/' + c + "
         "'/list?page=1')}}})",
         "/api/yw/list?page=1#get"),
        ("const load = async (c) => {fetch('/api/' + c + '/list?page=1')}; load('yw')",
         "/api/yw/list?page=1#get"),
        ("function load(page) {s.src = '/data/list_3_' + page + '.js'; add(s)} load(1)",
         "/data/list_3_1.js#get"),
        ("fetch('/query', {method: 'POST', headers: {'A': 'b'}, body: new "
         "URLSearchParams({cat: 7, pageNo})})",
         "/query?cat=7&pageNo=1#post"),
        ("fetch('/more', {method: 'POST', body: 'cat=' + b.dataset.cat + '&pageno=' + n})",
         "/more?cat=12&pageno=1#post"),
        ("var cid = 21; $.get('/more/' + cid + '/' + page + '.html')", "/more/21/1.html#counted"),
        ("q = {pageNum: 1, columnId: ''}; q.columnId = this.param('id'); axios.post('/list', q)",
         "/list?pageNum=1&columnId=101#json"),
        # Fields go by other names, are set one by one, or are posted as one object.
        ("u = new URL('/list', location.origin); u.searchParams.set('c', '3'); "
         "u.searchParams.set('page', page); fetch(u).then(show)", "/list?c=3&page=1#get"),
        ("$('#box').load('/list', {c: 3, page: 1})", "/list?c=3&page=1#post"),
        ("$.ajaxSetup({type: 'POST', cache: false}); $.ajax({url: '/list', data: {c: 3, page: 1}})",
         "/list?c=3&page=1#post"),
        ("c = 'yw'; fetch('/list?c='.concat(c, '&page=').concat(n, '&size=5'))",
         "/list?c=yw&page=1&size=5#get"),
        ("$.ajax({type:'post',contentType:'application/json; charset=utf-8',url:'/x.svc/List',"
         "data:'{\"c\":3,\"page\":1}'})", "/x.svc/List?c=3&page=1#json"),
        ("q = {c: 3}; function f(n) {q.page = n; $.post('/list', q, show)}",
         "/list?c=3&page=1#post"),
        ("p = {pageNo: 1, size: 5}; $.post('/list', {c: 3, pager: JSON.stringify(p)})",
         "/list?c=3&pager=%7B%22pageNo%22%3A1%2C%22size%22%3A5%7D#post"),
        ("q = {pageIndex: 1, by: JSON.stringify([{field: 'c', value: '3'}])};"
         "$.ajax({type: 'POST', url: '/list', data: q})",
         "/list?pageIndex=1&by=%5B%7B%22field%22%3A%22c%22%2C%22value%22%3A%223%22%7D%5D#post"),
        ("axios.post('/list', {pageVo: {current: 1, size: 5}, by: {c: 3}})",
         "/list?pageVo=%7B%22current%22%3A1%2C%22size%22%3A5%7D&by=%7B%22c%22%3A3%7D#json"),
        ("$.ajax({url: '/select?q=c&json.wrf=?&start=' + start, dataType: 'jsonp'})",
         "/select?q=c&json.wrf=jsonp&start=0#get"),
        ("$.post('/list.ashx', {c: 3, pi: n, ps: 5}, show)", "/list.ashx?c=3&pi=1&ps=5#post"),
        ("l = e => fetch(`/list?${new URLSearchParams(e)}`).then(f); l({c: 3, page: u.value})",
         "/list?c=3&page=1#get"),
        ("function l(params) {return request('/list', {params: {...params}})} l({c: 3, page: 1})",
         "/list?c=3&page=1#get"),
        ("cfg = {api: '/data/', all: 'rows_', ext: '.json'}; "
         "function f(n) {$.getJSON(cfg.api + cfg.all + n + cfg.ext, show)} f(0)",
         "/data/rows_0.json#get"),
        # What it reads of its page: by an id, from a form, where it is clicked.
        ("c = location.search.match(/[?&]id=(\\d+)/)[1]; $.post('/list', {c: c, page: 1})",
         "/list?c=101&page=1#post"),
        ("m = /(^|&)id=([^&]*)/.exec(location.search.slice(1)); c = m ? m[2] : ''; "
         "$.get('/list?page=' + n)", "/list?page=1#get"),
        ("m = /\\/(\\w+)\\/$/.exec(location.pathname), c = m ? m[1] : ''; "
         "$.get('/list', {c: c, page: 1})", "/list?c=wmcj&page=1#get"),
        ("m = location.search.match(/(^|&|.)id=([^&]*)(&|$)/); c = m && m[2]; "
         "$.get('/list', {c: c, page: 1})", "/list?page=1#get"),
        ("m = /" + "?" * 59 + "#/.exec(location.pathname), c = m[1]; "
         "$.get('/list', {c: c, page: 1})", "/list?page=1#get"),
        ("m = /w?m?c?(j)/.exec(location.pathname), c = m[1]; $.get('/list', {c: c, page: 1})",
         "/list?page=1#get"),
        ("m = location.href.match(/[?&]id=([^&]*)(&|$)/); c = m && m[1]; "
         "$.get('/list', {c: c, page: 1})", "/list?c=101&page=1#get"),
        ("m = /((\\w+)*)+$/.exec(location.pathname), c = m[1]; $.get('/list', {c: c, page: 1})",
         "/list?page=1#get"),
        ("$.get($('#l').attr('src'), {c: $('#l').data('c'), page: 1})", "/list?c=7&page=1#get"),
        ("u = document.getElementById('u').value; $.post(u, {page: 1})", "/list?c=3&page=1#post"),
        ("$('[data-rows]').each(function () {var u = $(this).data('rows'); $.get(u, {page: 1})})",
         "/rows.do?page=1#get"),
        ("$.post('/list', {page: $(this).data('n'), c: 9}, show)", "/list?page=1&c=9#post"),
        ("fetch('/list', {method: 'POST', body: new FormData(document.getElementById('f'))})",
         "/list?pageNo=1&c=4#post"),
        ("$('#f').ajaxSubmit({url: '/list', type: 'post', success: show})",
         "/list?pageNo=1&c=4#post"),
        ("new MeScroll('b', {up: {callback: up, page: {num: 0, size: 5}}}); function up(page) "
         "{$.get('/list', {pageNo: page.num, size: page.size}, show)}",
         "/list?pageNo=1&size=5#get"),
        # Names alone are fields too, and so are those with a point.
        ("const cat = 3; axios.get('/list', {params: {cat, page, size: 8}})",
         "/list?cat=3&page=1&size=8#get"),
        ("function f(n) {$.post('/query', {'page.pageNo': n, 'page.pageSize': 8, cid: 5}, show)}",
         "/query?page.pageNo=1&page.pageSize=8&cid=5#post"),
        ("function f(n) {axios.post('/q', {page: {current: pageNo, size: 8}, by: {cid: '5'}})}",
         "/q?page=%7B%22current%22%3A1%2C%22size%22%3A8%7D&by=%7B%22cid%22%3A%225%22%7D#json"),
        ("axios.get('/list?column=' + getUrlKey('id') + '&page=' + this.page)",
         "/list?column=101&page=1#get"),
        ("id = new URLSearchParams(location.search).get('id');"
         "$.get('/list?c=' + id + '&page=' + p, show)", "/list?c=101&page=1#get"),
        ("axios({url: '/list', params: {c: this.$route.query.id, page: 1}})",
         "/list?c=101&page=1#get"),
        # Address and fields may be kept in variables, of which the last one before the call counts.
        ("url = '/x.do'; data = {c: 4, page: 1}; $.post(url, data, show)", "/x.do?c=4&page=1#post"),
        ("let url = '/list'; fetch(url, {method: 'POST', body: JSON.stringify({c: 7, page: 1})})",
         "/list?c=7&page=1#json"),
        ("url = '/list?c=7'; url += '&page=' + page; $.get(url, show)", "/list?c=7&page=1#get"),
        ("api = {list: '/news/page', one: '/news/get'}; $.get(api.list, {c: 7, page: 1}, show)",
         "/news/page?c=7&page=1#get"),
        ("q = {}; q.c = 7; q['page'] = page; $.ajax({url: '/list', data: q, type: 'post'})",
         "/list?c=7&page=1#post"),
        ("$.post('/list.do', 'c=7&page=' + page, show)", "/list.do?c=7&page=1#post"),
        ("url = '/list.asp?c=7'; function f(n) {$.get(url + '&page=' + n, show)}",
         "/list.asp?c=7&page=1#get"),
        ("q = 'c=7&page=' + page; $.ajax({url: '/more', data: q, type: 'POST'})",
         "/more?c=7&page=1#post"),
        ("q = {c: 7, page: 1}; postAjax('/list', q, function (d) {show(d)})",
         "/list?c=7&page=1#post"),
        ("function load(c, n, tab) {$.get('/list', {c: c, page: n}, f)} load('12', 1, this)",
         "/list?c=12&page=1#get"),
        # What a page cuts out of its own address.
        ("id = location.search.split('=')[1]; $.get('/list?c=' + id + '&page=' + p, show)",
         "/list?c=101&page=1#get"),
        ("q = window.location.search; id = q.substr(4); $.post('/list', {c: id, page: 1}, show)",
         "/list?c=101&page=1#post"),
        ("id = location.href.substring(location.href.lastIndexOf('=') + 1);"
         "$.post('/list', {c: id, page: 1}, show)", "/list?c=101&page=1#post"),
        ("p = location.pathname.split('/'); c = p[1]; $.get('/list', {c: c, page: 1}, show)",
         "/list?c=wmcj&page=1#get"),
        ("c = getParam('type') || '5'; $.get('/list', {c: c, page: 1}, show)",
         "/list?c=5&page=1#get"),
        ("$.ajax({url: '/list', data: $.extend({c: 3}, {page: 1})})", "/list?c=3&page=1#get"),
        ("$.ajax({url: '/list?' + $.param({c: 3, page: 1}), success: show})",
         "/list?c=3&page=1#get"),
        ("const q = reactive({c: 3, page: 1}); axios.get('/list', {params: q}).then(show)",
         "/list?c=3&page=1#get"),
        ("function channel() { return '3' } $.get('/list', {c: channel(), page: 1}, show)",
         "/list?c=3&page=1#get"),
        ("$.getJSON('/data/list' + (p > 1 ? '_' + p : '') + '.json', show)",
         "/data/list.json#get"),
        ("$.getJSON('/list?c=3' + (p > 1 ? '&page=' + p : ''), show)", "/list?c=3&page=1#get"),
        # How fields are sent is said by what they are put through, and by options before and after.
        ("this.$http.post('/list', {c: 4, page: 1}, {emulateJSON: true})", "/list?c=4&page=1#post"),
        ("axios.post('/list', qs.stringify({c: 4, page: this.page}))", "/list?c=4&page=1#post"),
        ("axios({method: 'post', url: '/list', data: {c: 4, page: 1}})", "/list?c=4&page=1#json"),
        ("$http({method: 'POST', url: '/list', data: $.param({c: 4, page: 1})})",
         "/list?c=4&page=1#post"),
        ("$.ajax({url: '/rest/list', type: 'post', "
         "data: {params: JSON.stringify({c: '2', page: 0})}})",
         "/rest/list?params=%7B%22c%22%3A%222%22%2C%22page%22%3A0%7D#post"),
        ("$.getJSON('/top?page=1', show); $.ajax({type: 'POST', url: '/hits.do'})",
         "/top?page=1#get"),
        ("$.ajax({type: 'POST', url: '/list', success: function (d) {if (d) {f(d)}},"
         "data: {page: 1}})",
         "/list?page=1#post"),
        # Functions of the page's own ask too, as they are defined.
        ("getList('/list', {c: 4, page: 1})", "/list?c=4&page=1#get"),
        ("send('/list.do', 'post', {c: 4, page: 1}, show)", "/list.do?c=4&page=1#post"),
        ("function ask(u, d) {$.ajax({url: '/api' + u, type: 'post', data: d})}"
         "ask('/list', {c: 4, page: 1})", "/api/list?c=4&page=1#post"),
        ("function send(u, d) {$.ajax({url: u, type: 'post', data: JSON.stringify(d)})}"
         "send('/list', {c: 4, page: 1})", "/list?c=4&page=1#json"),
        # What is read, converted, counted out or drawn by lot in an address.
        ("$.get('/list?c=' + $('#c').val() + '&page=' + parseInt(page), show)",
         "/list?c=66&page=1#get"),
        ("c = document.getElementById('c').value; $.post('/list', {c: Number(c), page: page + ''})",
         "/list?c=66&page=1#post"),
        ("$.get('/list', {c: 4, offset: (page - 1) * 10, limit: 10}, show)",
         "/list?c=4&offset=0&limit=10#get"),
        ("fetch('/list?c=4&skip=' + (page * 10) + '&take=10')", "/list?c=4&skip=0&take=10#get"),
        ("$.get('/list.do?t=' + new Date().getTime(), {c: 4, page: n})",
         "/list.do?t=1&c=4&page=1#get"),
        ("fetch(`${location.origin}/list?c=4&page=${page}`)", "/list?c=4&page=1#get"),
        ("path = '/portal/'; $.get(path + 'api/list', {c: 4, page: 1})",
         "/portal/api/list?c=4&page=1#get"),
        ("$http.get('/list?c=' + $scope.c + '&page=' + $scope.page); $scope.c = 4;",
         "/list?c=4&page=1#get"),
        ("$('#t').bootstrapTable({url: '/list', sidePagination: 'server', queryParams: function (p)"
         "{return {c: 4, page: p.offset / p.limit + 1}}})", "/list?c=4&page=1#get"),
        ("code = ''; this.code = param('id'); $.get(`/api/${this.code}?page=${page}`)",
         "/api/101?page=1#get"),
    ],
)  # fmt: skip
def test_what_a_script_sends_is_known_from_what_it_does(script: str, sent: str) -> None:
    url = f"{URL}?id=101"
    markup = (
        "<b data-cat=12></b><input id='c' value='66'><input id='u' value='/list?c=3'>"
        "<ul id='l' src='/list' data-c='7'></ul><div data-rows='/rows.do'></div><a data-n='1'></a>"
        "<a data-n='2'></a><form id='f'><input type='hidden' name='pageNo' value='1'><input "
        f"type='hidden' name='c' value='4'></form><script>{script}</script>"
    )
    found = page(markup, url)
    assert only(found.sources) == f"http://a.example{sent}={url}"


def test_what_a_script_reads_from_an_element_is_asked_for_once() -> None:
    found = page(
        "<div id='l' data-url='/more' data-c='7' data-page='1' data-pages='5'></div><script>"
        "e = $('#l'); p = e.data('page') + 1; "
        "$.get(e.data('url'), {c: e.data('c'), page: p}, show)</script>"
    )
    assert fields(only(found.sources)) == {"c": "7", "page": "1"}
    assert not found.following


def test_each_year_of_a_menu_is_a_list() -> None:
    menu = "<select id='y'><option value='2026'>2026年</option><option value='2025'>2025年</option>"
    script = "$.get('/list', {year: $('#y').val(), page: n}, show)"
    found = page(f"{menu}</select><script>{script}</script>").sources
    assert [fields(link.url)["year"] for link in found] == ["2026", "2025"]
    old = "".join(f"<option value='{year}'>" for year in range(1999, 2025))
    found = page(f"<select id='y'>{old}</select><script>{script}</script>").sources
    assert [fields(link.url)["year"] for link in found] == [str(y) for y in range(2013, 2025)]
    kinds = menu.replace("2026", "a").replace("2025", "b")
    found = page(f"{kinds}</select><script>{script}</script>").sources
    assert fields(only(found)) == {"year": "a", "page": "1"}


def test_a_function_is_called_for_each_tab() -> None:
    found = page(
        "<a data-ym='202611'>11月</a><a data-ym='202610'>10月</a><script>function load(m) {"
        "$.getJSON('/api/old', {ym: m}, show)} $('a').click(function() {load($(this).data('ym'))})"
        "</script>"
    )
    assert [fields(link.url)["ym"] for link in found.sources] == ["202611", "202610"]


def test_records_of_xml_may_have_ids_only() -> None:
    named = page(
        "<script>$.ajax({url: '/NewsXml', data: {cat: 3, page: 1}, dataType: 'xml', success: f});"
        """h += "<a href='show.jsp?id=" + $(this).find("id").text() + "'>"</script>"""
    )
    record = "<news><id>61N</id><title>第N次家风故事会</title><day>2025-08-0N</day></news>"
    held = "".join(record.replace("N", str(n)) for n in (1, 2))
    xml = f'<?xml version="1.0"?><root><total>4</total>{held}</root>'.encode()
    found = read_list(xml, only(named.sources))
    assert [link.url for link in found.unsure] == [f"{URL}show.jsp?id=61{n}" for n in (1, 2)]
    assert fields(only(found.following))["page"] == "2"


def test_addresses_of_items_stand_where_the_script_puts_them() -> None:
    named = page(
        "<script>$.post('/wmw/list', {page: page}, show);"
        "s += '<li><a href=\"/wmw/' + d.url + '\">' + d.title</script>"
    )
    items = [{"title": f"第{n}次家风故事会", "url": f"a/{n}.html"} for n in (1, 2)]
    items += [{"title": "别处的家风故事会", "url": "http://a.example/b/3.html"}]
    found = read_list(json.dumps(items).encode(), only(named.sources))
    assert [link.url for link in found.articles] == [
        "http://a.example/wmw/a/1.html",
        "http://a.example/wmw/a/2.html",
        "http://a.example/b/3.html",
    ]


def test_pieces_with_the_number_of_a_page_go_on_until_one_is_empty() -> None:
    row = "<li><a href='/a/2025/1.html'>社区举办家风故事分享会</a></li>"
    found = read_list(row.encode(), f"http://a.example/more/21/2.html#counted={URL}")
    assert only(found.following) == f"http://a.example/more/21/3.html#counted={URL}"


def test_what_a_script_asks_for_as_json_is_no_page_of_a_list() -> None:
    found = page(
        "<li><a href='/a/2025/1.html'>社区举办家风故事分享会</a></li><script>$('#p').jqPaginator("
        "{totalPages: 3, onPageChange: function(n) {$.getJSON('/ajax?cid=3&page=' + n, show)}})"
        "</script>"
    )
    assert not found.following
    assert only(found.sources) == f"http://a.example/ajax?cid=3&page=1#get={URL}"


def test_each_call_is_given_what_was_set_before_it() -> None:
    found = page(
        "<script>function a() {var url = '/a', q = {c: 1, page: 1}; $.post(url, q, show)}"
        "function b() {var url = '/b', q = {c: 2, page: 1}; $.post(url, q, show)}</script>"
    )
    assert [link.url.partition("#")[0] for link in found.sources] == [
        "http://a.example/a?c=1&page=1",
        "http://a.example/b?c=2&page=1",
    ]


def test_a_home_page_asks_for_each_of_its_columns() -> None:
    asks = "".join(f"$.getJSON('/list.json?c={n}', show);" for n in range(14))
    assert len(page(f"<script>{asks}</script>").sources) == 14


def test_a_page_within_a_field_is_counted_from_0_too() -> None:
    asked = f'http://a.example/rest/list?params=%7B"pageIndex":0,"pageSize":1%7D#post={URL}'
    rows = {"total": 3, "rows": [{"title": "社区举办家风故事会", "url": "/show/1.html"}]}
    following = read_list(json.dumps(rows).encode(), asked).following
    assert json.loads(fields(only(following))["params"])["pageIndex"] == 1


def test_a_file_of_records_is_read_with_the_addresses_that_its_page_makes() -> None:
    records = "".join(f"{{id: {n}, title: '社区举办第{n}场家风故事会'}}," for n in range(4))
    named_by = f"http://a.example/js/news.js#script={URL}|/show/{{id}}.html"
    found = read_list(f"var news = [{records}];".encode(), named_by)
    shown = [link.url for link in (*found.articles, *found.unsure)]
    assert shown == [f"http://a.example/show/{n}.html" for n in range(4)]


@pytest.mark.parametrize(
    ("script", "address"),
    [
        # Templates of several libraries.
        ('<a href="/d/{{= item.id }}.html">', "/d/12.html"),
        ('<a href="/d/{{:id}}.html">', "/d/12.html"),
        ('<a href="/d/<%- item.id %>.html">', "/d/12.html"),
        ("t = '<a href=\"/d/#id#.html\">'; h += t.replace('#id#', v.id)", "/d/12.html"),
        ("h += '<a href=\"/d/{0}.html\">{1}</a>'.format(v.id, v.title)", "/d/12.html"),
        ("h.push('<a href=\"/d/', v.id, '.html\">', v.title)", "/d/12.html"),
        # How fields are named and put in.
        ("h += '<a href=\"/d/' + rows[i]['id'] + '.html\">'", "/d/12.html"),
        ("h += '<a href=\"/d/' + encodeURIComponent(v.id) + '.html\">'", "/d/12.html"),
        ("h += '<a href=\"/d/' + v.zj + '.html\">'", "/d/88.html"),
        ("h += '<a href=\"/d/' + v.fileName + '.html\">'", "/d/t7.html"),
        ("router.push({path: '/d', query: {id: v.id, type: 1}})", "/d?id=12&type=1"),
        ("h += '<li data-key=\"' + v.zj + '\">'; open('/d/' + $(this).data('key') + '.html')",
         "/d/88.html"),
        # Parts of the day.
        ("h += '<a href=\"/h/' + v.day.substr(0, 10).replace(/-/g, '/') + '/' + v.id + '.html\">'",
         "/h/2026/11/28/12.html"),
        ("h += '<a href=\"/h/' + v.day.substring(0, 4) + v.day.slice(5, 7) + '/'"
         "+ v.id + '.html\">'",
         "/h/202611/12.html"),
        ("d = v.day.split(' ')[0].split('-'); h += '<a href=\"/' + d[0] + d[1] + '/'"
         "+ v.id + '.html\">'",
         "/202611/12.html"),
    ],
)  # fmt: skip
def test_addresses_are_made_as_scripts_put_them_together(script: str, address: str) -> None:
    item = {"id": 12, "zj": 88, "fileName": "t7", "day": "2026-11-28 09:00", "title": "家风故事会"}
    assert filled(item_template(script) or "", item) == address


def test_each_tab_that_hands_itself_over_is_a_list() -> None:
    found = page(
        "<li onclick=\"load('3', 1, this)\">要闻</li><li onclick=\"load('5', 1, this)\">动态</li>"
        "<script>function load(c, n, tab) {$.get('/list', {c: c, page: n}, show)}</script>"
    )
    assert [fields(link.url)["c"] for link in found.sources] == ["3", "5"]


def test_rows_without_names_have_their_ids_by_place() -> None:
    shown = "h += '<a href=\"/d/' + v[0] + '.html\">' + v[1] + '</a>'"
    asked = only(page(f"<script>$.getJSON('/list.json?page=1', f); {shown}</script>").sources)
    rows = json.dumps({"total": 1, "rows": [["12", "社区举办第三场家风故事会", "2026-11-28"]]})
    assert only(read_list(rows.encode(), asked).unsure) == "http://a.example/d/12.html"


@pytest.mark.parametrize(
    "held",
    [
        # Records with others in them, with the address that a script makes of their ids.
        "__STATE__ = {list: [%s]}; h += '<a href=\"/d/' + v.id + '.html\">'",
        "list = JSON.parse(%s); h += '<a href=\"/d/' + v.id + '.html\">'",
        "rows = [%s]; h += '<a href=\"/d/' + row[0] + '.html\">'",
        "urls = [%s];",
    ],
)
def test_records_that_a_page_holds_are_its_items(held: str) -> None:
    items = [{"id": n, "title": f"社区举办第{n}场家风故事会"} for n in (11, 12, 13)]
    if "JSON" in held:
        records = json.dumps(json.dumps(items))
    elif "rows" in held:
        records = ",".join(f"[{item['id']}, '{item['title']}']" for item in items)
    elif "urls" in held:
        titles = ",".join(f"'{item['title']}'" for item in items)
        records = f"'/d/11.html', '/d/12.html', '/d/13.html']; titles = [{titles}"
    else:
        records = ",".join(
            json.dumps({**item, "channel": {"id": 3, "name": "文明要闻频道"}, "tags": ["家风"]})
            for item in items
        )
    found = page(f"<script>{held % records}</script>")
    links = [(link.url.removeprefix("http://a.example"), link.title) for link in found.articles]
    links += [(link.url.removeprefix("http://a.example"), link.title) for link in found.unsure]
    assert sorted(links) == [(f"/d/{item['id']}.html", item["title"]) for item in items]


@pytest.mark.parametrize(
    "call",
    [
        "$.post('/vote.do', {id: 3}, show)",
        "url = '/message/saveMessage.action'; $.post(url, {id: 3}, show)",
        "$.ajax({url: '/api/doPraise', type: 'post', data: {id: 3}})",
        "$.get('/news/addHits.do?id=3')",
        "$.post('/api/updateClick', {id: 3}, show)",
        "$.post('/sms/send.do', {id: 3}, show)",
        "$.post('/log/save?page=1')",
        "$.post('/guestbook.do', $('#f').serialize())",
        "$.post('/survey/put', {startIndex: 0})",
        "$.post('/api/site/addPv', {page: location.href})",
        "$.post('/api/update.do', {pageNo: 1, id: 3}, show)",
        "axios.post('/graphql', {query: 'mutation{like(id:3)}', variables: {page: 1}})",
        "axios.post('/graphql', {query: q, variables: {page: 1}})",
    ],
)
def test_what_changes_something_is_never_asked_for(call: str) -> None:
    assert not page(f"<script>{call}</script>").sources
    assert page("<script>$.get('/addressList.do?page=1')</script>").sources


def test_what_a_record_of_xml_has_is_not_what_an_element_keeps() -> None:
    script = """$("#list").append('<a href="/show/' + $(this).attr("id") + '.html">')"""
    assert item_template(f'<ul id="list"></ul><script>{script}</script>') == "/show/{id}.html"


def test_what_a_script_puts_before_the_addresses_of_items_is_part_of_them() -> None:
    script = """var base = "/site/"; h += "<a href='" + base + row.url + "'>" + row.title;"""
    assert item_template(script) == "/site/{url}"


@pytest.mark.parametrize(
    ("script", "asked"),
    [
        ("$('#l').load('/list.aspx?c=7&page=1 #rows')", "/list.aspx?c=7&page=1#get"),
        ("get('/api/more', {params: {c: 3, offset: this.rows.length, limit: 5}})",
         "/api/more?c=3&offset=0&limit=5#get"),
        ("fetch('/api/more?c=3' + (nextToken ? '&nextToken=' + nextToken : ''))",
         "/api/more?c=3&nextToken=#get"),
        ("var begin_msgid = ''; $.getJSON('/album?c=3&begin_msgid=' + begin_msgid, show)",
         "/album?c=3&begin_msgid=#get"),
    ],
)  # fmt: skip
def test_a_list_is_asked_for_from_its_beginning(script: str, asked: str) -> None:
    assert only(page(f"<script>{script}</script>").sources).startswith(f"http://a.example{asked}")


def test_the_fields_of_a_call_are_read_at_once_whatever_they_are() -> None:
    data = "{page: 1, " + "1-" * 10_000 + "}"
    begun = time.process_time()
    page(f"<script>$.ajax({{url: '/api/list', data: {data}}})</script>")
    assert time.process_time() - begun < 1  # the square of its length took two seconds


def test_what_is_put_before_addresses_is_looked_for_but_once() -> None:
    script = "".join(f"h + a{number} + row.url;" for number in range(2_500))
    begun = time.process_time()
    page(f"<script>{script}</script>")
    assert time.process_time() - begun < 1  # the square of its length took two seconds


@pytest.mark.parametrize(
    ("kept", "script", "asked"),
    [
        ("config = {api: '/api/wm/list'}",
         "axios.get(config.api, {params: {pn: 1, ps: 8}})", "/api/wm/list?pn=1&ps=8#get"),
        ("window.config = {api: '/api/wm/list'}",
         "fetch(`${config.api}?page=${page}&size=8`)", "/api/wm/list?page=1&size=8#get"),
        (r'config = {"api": "\/api\/wm\/list"}',
         "$.post(config.api, {current: this.current, size: 8}, show)",
         "/api/wm/list?current=1&size=8#post"),
        ("axios.defaults.baseURL = '/prod-api'",
         "axios.get('/wm/list', {params: {page: 1}})", "/prod-api/wm/list?page=1#get"),
        ("function load(c) { $.get('/api/list?page=1&c=' + c) } load(3)",
         "function load(c) { $.get('/api/pics?page=1&c=' + c) } load(5)",
         "/api/list?page=1&c=3#get /api/pics?page=1&c=5#get"),
    ],
)  # fmt: skip
def test_a_script_asks_for_what_another_of_the_page_keeps(
    kept: str, script: str, asked: str
) -> None:
    found = page(f"<script>{kept}</script><script>{script}</script>").sources
    addresses = {link.url.partition("=http")[0].removeprefix("http://a.example") for link in found}
    assert set(asked.split()) <= addresses
    assert not [a for a in addresses - set(asked.split()) if "?" in a]


def test_a_script_counts_the_rows_of_a_list_in_a_variable() -> None:
    days = ['d[i]="2025-09-11";', 'd[i]="2025-09-12";', "", 'd[i]="2025-09-14";']
    rows = "".join(
        f'u[i]="/a/{n}.html"; t[i]="南塘村办起第{n}场邻里节"; {day} i=i+1;\n'
        for n, day in enumerate(days)
    )
    found = page(f"<script>var i=0;\n{rows}</script>")
    dated = {link.title: link.date for link in (*found.articles, *found.unsure)}
    assert dated == {
        "南塘村办起第0场邻里节": "2025-09-11",
        "南塘村办起第1场邻里节": "2025-09-12",
        "南塘村办起第2场邻里节": None,
        "南塘村办起第3场邻里节": "2025-09-14",
    }
