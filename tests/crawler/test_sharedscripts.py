"""Scripts that several pages load make the list of each."""

import pytest

from crawler.discovery import read_list
from crawler.lists.listpage import ListPage
from crawler.unknown.sharedscripts import MOST_WAITING, SharedScripts

SITE = "http://a.example"
MENU = '<a href="/dt/">工作动态</a>'
SCRIPT = "$.ajax({url: '/api/list', data: {channelId: cid, page: p, size: 5}, success: show})"


def read(script: str, url: str) -> ListPage:
    return read_list(script.encode(), url)


def page(channel: str, settings: str) -> tuple[ListPage, str]:
    text = f'<html><body><p></p>{settings}<script src="/list.js"></script></body></html>'
    return read_list(text.encode(), f"{SITE}/{channel}/"), text


def asked(page: ListPage) -> list[str]:
    return [link.url.partition("#")[0].removeprefix(SITE) for link in page.sources]


def alone(first: ListPage) -> ListPage:
    return read(SCRIPT, first.scripts[0].url)


def test_a_script_makes_the_list_of_each_page_that_loads_it() -> None:
    scripts = SharedScripts(read)
    yw, tz = (page(c, f'<script>var cid = "{c}";</script>') for c in ("yw", "tz"))
    assert asked(scripts.load(*yw)) == []
    made = scripts.run(alone(yw[0]), SCRIPT, yw[0].scripts[0].url)
    assert asked(made) == ["/api/list?channelId=yw&page=1&size=5"]
    assert asked(scripts.load(*tz)) == ["/api/list?channelId=tz&page=1&size=5"]


def test_inputs_of_a_page_are_set_for_its_script() -> None:
    scripts = SharedScripts(read)
    found = page("yw", '<input type="hidden" id="cid" value="31">')
    scripts.load(*found)
    script = SCRIPT.replace("cid,", '$("#cid").val(),')
    made = scripts.run(alone(found[0]), script, found[0].scripts[0].url)
    assert asked(made) == ["/api/list?channelId=31&page=1&size=5"]


def test_a_script_that_uses_nothing_of_its_pages_is_read_by_itself() -> None:
    scripts = SharedScripts(read)
    found = page("yw", "<script>var other = 1;</script>")
    scripts.load(*found)
    script = SCRIPT.replace("cid", "7")
    itself = read(script, found[0].scripts[0].url)
    assert scripts.run(itself, script, found[0].scripts[0].url) == itself


def test_a_script_is_read_with_what_those_before_it_say_of_interfaces() -> None:
    scripts = SharedScripts(read)
    text = (
        '<html><body><p></p><script>var cid = "yw";</script><script src="/config.js"></script>'
        '<script src="/list.js"></script></body></html>'
    )
    found = read_list(text.encode(), f"{SITE}/yw/")
    scripts.load(found, text)
    settings, listing = found.scripts
    said = 'var g = {baseUrl: "/prod-api"};'
    assert not scripts.run(read(said, settings.url), said, settings.url).sources
    assert scripts.is_needed(settings.url)
    script = SCRIPT.replace("'/api/list'", "g.baseUrl + '/api/list'")
    made = scripts.run(read(script, listing.url), script, listing.url)
    assert asked(made) == ["/prod-api/api/list?channelId=yw&page=1&size=5"]


def test_a_page_calls_what_its_shared_script_defines() -> None:
    scripts = SharedScripts(read)
    found = page("yw", "<script>loadList('yw', 1)</script>")
    scripts.load(*found)
    script = "function loadList(c, p) { $.get('/api/list', {cid: c, page: p}, show) }"
    made = scripts.run(read(script, found[0].scripts[0].url), script, found[0].scripts[0].url)
    assert asked(made) == ["/api/list?cid=yw&page=1"]


def test_another_script_may_read_the_address_of_a_page() -> None:
    reader = "function get(n) { return new URLSearchParams(location.search).get(n) }"
    script = "$.get('/api/list', {cid: get('cid'), page: 1}, show)"
    scripts = SharedScripts(read)
    text = '<html><body><p></p><script src="/common.js"></script><script src="/list.js"></script>'
    found = []
    for channel in ("yw", "tz"):
        found.append(read_list(text.encode(), f"{SITE}/list.html?cid={channel}"))
        scripts.load(found[-1], text)
    common, own = found[0].scripts
    scripts.run(ListPage(), reader, common.url)
    assert asked(scripts.run(ListPage(), script, own.url)) == [
        "/api/list?cid=yw&page=1",
        "/api/list?cid=tz&page=1",
    ]


def test_a_script_that_reads_the_address_of_its_page_needs_no_settings() -> None:
    scripts = SharedScripts(read)
    yw, tz = (page(f"col/{c}", "") for c in ("yw", "tz"))
    scripts.load(*yw)
    script = f"var cid = location.pathname.split('/')[2]; {SCRIPT}"
    made = scripts.run(read(script, yw[0].scripts[0].url), script, yw[0].scripts[0].url)
    assert asked(made) == ["/api/list?channelId=yw&page=1&size=5"]
    assert asked(scripts.load(*tz)) == ["/api/list?channelId=tz&page=1&size=5"]


def listed(turner: str) -> tuple[ListPage, str]:
    rows = "".join(f'<li><a href="/t20250801_10{n}.html">第{n}届文化节</a>' for n in range(3))
    text = f'<html><body>{rows}{turner}<script src="/common.js"></script></body></html>'
    return read_list(text.encode(), f"{SITE}/yw.jspx"), text


@pytest.mark.parametrize(
    ("turner", "script"),
    [
        ('<a href="javascript:to(2)">下一页</a>',
         "function to(n) { location.href = location.pathname + '?page=' + n; }"),
        ('<a href="javascript:;" data-p="2"><i class="r"></i>下一页</a>',
         "$('a').click(function() { var p = $(this).data('p');"
         "location.href = location.pathname + '?page=' + p; });"),
        ('<p data-c="3" data-page="2">加载更多</p>',
         "$('p').click(function() { var p = $(this); var page = p.data('page');"
         "$.get('/yw.jspx', {page: page}, add); });"),
    ],
)  # fmt: skip
def test_a_shared_script_turns_the_pages_of_a_list(turner: str, script: str) -> None:
    scripts = SharedScripts(read)
    found = listed(turner)
    assert found[0].turners
    scripts.load(*found)
    url = found[0].turners[0].url
    assert asked(scripts.run(read(script, url), script, url)) == ["/yw.jspx?page=2"]
    again = scripts.load(*found)
    assert [*asked(again), *(link.url for link in again.following)] in (
        ["/yw.jspx?page=2"], [f"{SITE}/yw.jspx?page=2"])  # fmt: skip


@pytest.mark.parametrize(
    "turner",
    [
        "<a href='javascript:;'>下一页</a>",
        '<button data-page="2" disabled>下一页</button>',
        '<a href="javascript:to(2)">下一页</a><script>function to(n) { show(n); }</script>',
        '<a href="/yw.jspx?page=2" data-page="2">下一页</a>',
    ],
)
def test_no_script_is_asked_for_that_turns_nothing(turner: str) -> None:
    assert not listed(turner)[0].turners


def opened(items: str, script: str, others: str = "") -> list[str]:
    """Return what items lead to whose script is in a file, read before it is there and after."""
    text = f'<html><body><ul>{items}</ul>{others}<script src="/js.js"></script></body></html>'
    url = f"{SITE}/yw/"
    scripts = SharedScripts(read)

    def again(beside: str) -> ListPage:
        return read_list(text.encode(), url, beside=beside)

    found = again("")
    (file,) = found.definers or found.scripts
    assert scripts.load(found, text, again) == found
    first = scripts.run(read(script, file.url), script, file.url)
    later = scripts.load(found, text, again)
    leads = [(*p.articles, *p.lists, *p.unsure, *p.doubtful) for p in (first, later)]
    shown = {link.url for link in (*found.articles, *found.lists)}
    assert {link.url for link in leads[0]} == {link.url for link in leads[1]} - shown
    return [link.url.removeprefix(SITE) for link in leads[0]]


@pytest.mark.parametrize(
    ("item", "script", "address"),
    [
        ("<li>要闻<a href=\"javascript:openList('{}')\">更多</a></li>",
         "function openList(c) { window.location.href = '/c/' + c + '/'; }", "/c/{}/"),
        ("<td onclick='goList({})'>文明要闻{}</td>",
         "function goList(id) { var url = '/list.asp?id=' + id; location.href = url; }",
         "/list.asp?id={}"),
        ("<li><a href=\"javascript:openDoc('20251102',{})\">志愿者清扫河道</a> 2025-11-02</li>",
         "function openDoc(d, id) { window.open('/html/' + d + '/' + id + '.html', '_blank'); }",
         "/html/20251102/{}.html"),
        ('<li class="item" data-id="{}">志愿者清扫河道迎新春 2025-11-02</li>',
         "$('.item').on('click', function () { location.href = '/view/' + $(this).data('id'); });",
         "/view/{}"),
    ],
)  # fmt: skip
def test_links_call_what_a_shared_script_defines(item: str, script: str, address: str) -> None:
    items = "".join(item.replace("{}", n) for n in ("3", "4"))
    assert opened(items, script) == [address.replace("{}", n) for n in ("3", "4")]


def test_links_that_call_a_function_may_stand_beside_others() -> None:
    items = "".join(
        f'<li><a href="javascript:show({n})">志愿者清扫河道{n}</a></li>' for n in (3, 4)
    )
    hot = '<a href="/202511/t20251101_3.html">举办家风故事分享会</a>'
    script = "function show(n) { window.open('/view/' + n + '.html'); }"
    assert opened(items, script, hot) == ["/view/3.html", "/view/4.html"]


@pytest.mark.parametrize(
    "tools",
    [
        "<li onclick=\"setTab('a',1,2)\">要闻</li><li onclick=\"setTab('a',2,2)\">动态</li>",
        "<a onclick=\"SetHome('x')\">设为首页</a><a onclick=\"AddFavorite('x')\">加入收藏</a>",
        "<a href='javascript:size(16)'>大</a><a href='javascript:size(14)'>中</a>",
        "<a href='javascript:to(2)'>第二页</a><script>function to(n) { show(n); }</script>",
    ],
)
def test_no_script_is_asked_for_that_defines_no_way(tools: str) -> None:
    assert not listed(f"{MENU}{tools}")[0].definers


def test_a_script_may_write_the_menu_of_a_page_that_names_no_other() -> None:
    assert [link.url.partition("#")[0] for link in listed("")[0].definers] == [f"{SITE}/common.js"]
    assert not listed(MENU)[0].definers
    assert not listed('<a href="/list.asp?id=4">要闻</a>')[0].definers


def test_an_area_of_a_map_is_called_by_what_it_reads_out() -> None:
    areas = "".join(f"<area href=\"javascript:city('{c}')\" alt='白石市'>" for c in ("bs", "qs"))
    script = "function city(c) { location.href = '/city/' + c + '/'; }"
    hot = f'{MENU}<a href="/202511/t20251101_3.html">举办家风故事分享会</a>'
    assert opened(f"<map>{areas}</map>", script, hot) == ["/city/bs/", "/city/qs/"]


def test_only_so_many_pages_wait_for_a_script() -> None:
    scripts = SharedScripts(read)
    item = "<a href='javascript:show(3)'>更多</a>"
    text = f'<html><body>{item}<script src="/js.js"></script></body></html>'
    found = read_list(text.encode(), f"{SITE}/yw/")
    asked_again: list[str] = []

    def again(beside: str) -> ListPage:
        asked_again.append(beside)
        return found

    for _ in range(3 * MOST_WAITING):
        scripts.load(found, text, again)
    scripts.run(ListPage(), "function show(n) { open('/' + n); }", found.definers[0].url)
    assert len(asked_again) == MOST_WAITING


def test_a_script_may_read_what_an_element_of_a_page_keeps() -> None:
    script = (
        "var b = $('#box'), u = b.data('api'), c = b.data('code');"
        "$.getJSON(u, {c: c, page: 1}, show)"
    )
    scripts = SharedScripts(read)
    found = []
    for code in ("yw", "tz"):
        text = f"<ul id='box' data-api='/portal/list' data-code='{code}'></ul>"
        text += "<script src='/list.js'></script>"
        found.append(read_list(text.encode(), f"{SITE}/{code}/"))
        scripts.load(found[-1], text)
    assert asked(scripts.run(ListPage(), script, found[0].scripts[0].url)) == [
        "/portal/list?c=yw&page=1",
        "/portal/list?c=tz&page=1",
    ]


@pytest.mark.parametrize(
    ("settings", "is_kept"),
    [
        ("config = {api: '/api/wm/list'}", True),
        ("$.getJSON('/api/wm/list', show)", False),
        ("new Table({url: '/api/wm/list'})", False),
        ("api = '/api/wm/list'; $.get(api, {page: 1}, show)", False),
    ],
)
def test_a_script_may_ask_for_an_interface_that_a_page_only_keeps(
    settings: str, is_kept: bool
) -> None:
    found, text = page("yw", f"<script>{settings}</script>")
    assert len(found.sources) == 1
    assert found.kept == (found.sources if is_kept else ())
    assert [link.url.partition("#")[0] for link in found.scripts] == (
        [f"{SITE}/list.js"] if is_kept else []
    )
    if is_kept:
        scripts = SharedScripts(read)
        scripts.load(found, text)
        script = "axios.get(config.api, {params: {pn: this.pn, ps: 8}}).then(show)"
        made = scripts.run(read(script, found.scripts[0].url), script, found.scripts[0].url)
        assert asked(made) == ["/api/wm/list?pn=1&ps=8"]
