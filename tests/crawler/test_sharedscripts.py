"""Scripts that several pages load make the list of each."""

import pytest

from crawler.discovery import read_list
from crawler.lists.listpage import ListPage
from crawler.unknown.sharedscripts import SharedScripts

SITE = "http://a.example"
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
