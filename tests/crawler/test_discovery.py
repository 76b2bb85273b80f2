"""What a list page leads to, whatever its markup."""

import json
import time
from html import escape

import pytest

from crawler.discovery import read_list
from crawler.lists.links.anchors import parse, read_anchors
from crawler.lists.links.hints import is_other_view
from crawler.lists.listpage import ListPage
from crawler.shapes import Shapes, folded, is_article_address, is_below, is_folder

URL = "http://a.example/wmcj/"


def page(body: str, **fields: object) -> ListPage:
    return read_list(f"<html><body>{body}</body></html>".encode(), URL, **fields)


def paths(links: tuple[object, ...]) -> list[str]:
    return [link.url.removeprefix("http://a.example") for link in links]


@pytest.mark.parametrize(
    "path",
    [
        "/wmsjk/202112/t20211227_6276854.shtml",
        "/9659/ganyu/201608/t2962195.shtml",
        "/wmzthc/20250522/49dda5aa663948a9830ba2e7b9890e0b/c.html",
        "/a/2024/11/12/a5bc90ccd28e467f9821afa33d667d32.html",
        "/c/2026/07/83871.shtml",
        "/yw/10119254.html",
        "/2024-12/19/content_31804618.htm",
        "/system/2026/08/02/031206821.shtml",
        "/art/2025/8/1/art_123_4567.html",
    ],
)
def test_generations_of_addresses_are_those_of_articles(path: str) -> None:
    assert is_article_address(f"http://a.example{path}")


@pytest.mark.parametrize(
    "path",
    [
        "/ttn/", "/index.shtml", "/dfcz/index_30050.shtml", "/list/22.html", "/about.html",
        "/html/2025-03/28/node_2.htm",
    ],
)  # fmt: skip
def test_addresses_of_lists_are_not(path: str) -> None:
    assert not is_article_address(f"http://a.example{path}")


TITLE = "第七届家庭文化节在南浦开幕"
ITEMS = {
    "cut": f'<li><a href="/x/7.html" title="{TITLE}">{TITLE[:6]}...</a>2025-08-01</li>',
    "table": f'<tr><td><a href="/x/7.html">{TITLE}</a></td><td>[2025/08/01]</td></tr>',
    "in the link": f'<dd><a href="/x/7.html">· {TITLE} 2025年8月1日</a></dd>',
    "card": (
        '<div><a href="/x/7.html"><img src="1.jpg"></a><p>各村选送节目。</p><em>2025.08.01</em>'
        f'<h3><a href="/x/7.html">{TITLE}</a></h3><a href="/x/7.html">[详细]</a></div>'
    ),
    "link around a card": (
        f'<a href="/x/7.html"><h4>{TITLE}</h4><p>从早到晚，各村选送的节目一个接一个，'
        "台下坐满了人。</p><i>2025-08-01</i></a>"
    ),
    "script of the item": (
        f"<li onclick=\"window.open('/x/7.html')\"><p>{TITLE}</p>2025-08-01</li>"
    ),
    "line": (
        f'<br><a href="/x/7.html">{TITLE}</a><font>(2025-08-01)</font><br>[2025-07-31]'
        '<a href="/x/">各村文化活动</a>'
    ),
    "comments": (
        f'<div><h2><a href="/x/7.html">{TITLE}</a></h2><i>2025-08-01</i>'
        '<a href="/x/7.html#comments">两人说了话</a></div>'
    ),
    "script of the link": (
        f'<li><a href="javascript:void(0)" onclick="show(\'/x/7.html\')">{TITLE}</a>2025-08-01'
    ),
}


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS)
def test_an_item_is_an_article_with_its_whole_title_and_day(item: str) -> None:
    (link,) = page(item).articles
    assert link.url == "http://a.example/x/7.html"
    assert link.title == TITLE
    assert link.date in ("2025-08-01", "2025/08/01", "2025.08.01", "2025年8月1日")


@pytest.mark.parametrize(
    ("row", "script"),
    [
        ('<li data-href="/x/{n}.html"><b>{t}</b><i>{d}</i></li>', ""),
        ('<div data-link="/x/{n}.html"><h3>{t}</h3><p>各村选送节目。</p><i>{d}</i></div>', ""),
        (
            '<li><a href="#" data-id="{n}">{t}</a><i>{d}</i></li>',
            "$('a').click(function() { location.href = '/x/' + $(this).data('id') + '.html' })",
        ),
        (
            "<li><a href='javascript:void(0)' onclick='show({n})'>{t}</a><i>{d}</i></li>",
            "function show(id) { location.href = '/x/' + id + '.html' }",
        ),
    ],
)
def test_rows_without_addresses_of_links_have_each_their_day(row: str, script: str) -> None:
    days = ("2025-08-03", "2025-08-02", "2025-08-01")
    rows = "".join(row.format(n=n, t=f"{TITLE}之{n}", d=day) for n, day in enumerate(days))
    shown = page(f"<div>{rows}</div><script>{script}</script>")
    assert [link.date for link in shown.articles] == list(days)


@pytest.mark.parametrize(
    ("day", "read"),
    [
        ("<i>08-01</i>", None),
        ("<b>01</b><i>08月</i>", None),
        ("<i>08月</i><b>01</b>", None),
        ("<i>2025-08</i><b>01</b>", "2025-08-01"),
        ("<b>08-01</b><i>2025</i>", "2025-08-01"),
        ("<i>2025</i><b>08/01</b>", "2025-08-01"),
        ("<b>01</b><i>2025-08</i>", "2025-08-01"),
        ("<b>01日</b><i>2025年08月</i>", "2025-08-01"),
        ("<b>88</b><i>2025-08</i>", None),
        ("<b>12</b><i>2025-99</i>", None),
    ],
)
def test_the_parts_of_a_day_may_stand_close_to_a_title(day: str, read: str | None) -> None:
    for row in (f'{day}<a href="/x/7.html">{TITLE}</a>', f'<a href="/x/7.html">{TITLE}</a>{day}'):
        (link,) = page(f"<ul><li>{row}</li><li>通知</li></ul>").articles
        assert (link.title, link.date) == (TITLE, read)


@pytest.mark.parametrize(
    "amount",
    [
        "<em>9.9</em>元",
        "<em>12.50</em>元",
        "<b>12.5</b>",
        "<b>9.8</b><i>2025</i>",
        "<i>已招募</i><b>3/20</b><i>人</i>",
        "<b>6-12</b>岁",
    ],
)
def test_a_price_a_mark_or_a_number_of_people_beside_a_title_is_no_day(amount: str) -> None:
    found = page(f'<li><a href="/x/7.html">{TITLE}</a>{amount}</li>')
    assert not found.articles


@pytest.mark.parametrize("day", [" 8.1", "<i>[8.1]</i>", "<i>08.12</i>"])
def test_a_day_and_its_month_may_be_parted_by_a_dot(day: str) -> None:
    assert page(f'<li><a href="/x/7.html">{TITLE}</a>{day}</li>').articles


def test_a_title_behind_its_day_may_begin_like_a_unit() -> None:
    assert page(f'<li><b>8-1</b><a href="/x/7.html">人人看{TITLE}</a></li>').articles


def test_a_number_beside_a_month_in_a_table_is_that_of_its_row() -> None:
    row = f'<td>12</td><td>2025-08</td><td><a href="/x/7.html">{TITLE}</a></td>'
    (link,) = page(f"<table><tr>{row}</tr></table>").articles
    assert (link.title, link.date) == (TITLE, None)


@pytest.mark.parametrize(
    "badge",
    [
        "<b>01</b><i>2025-08</i>",
        "<i>2025年08月</i><b>01日</b>",
        "<strong>01</strong>2025年08月<p>从早到晚，各村选送的节目一个接一个，台下坐满了人。</p>",
    ],
)
def test_the_badge_of_a_day_is_no_part_of_a_title(badge: str) -> None:
    (link,) = page(f'<li><a href="/x/7.html">{badge}<h4>{TITLE}</h4></a></li>').articles
    assert link.title == TITLE


def test_a_month_behind_the_number_of_a_row_is_no_badge() -> None:
    row = '<a href="/x/7.html"><i>12</i>2025年08月“南浦好人”名单</a>'
    (link,) = page(f"<li>{row}<b>2025-09-01</b></li>").articles
    assert link.title == "122025年08月“南浦好人”名单"


@pytest.mark.parametrize(
    "title",
    [
        "2024年8月1日起施行文明公约",
        "2024.8.1建军节慰问老兵",
        "村规民约（2024年8月1日）",
        "家书：1949.10.1",
    ],
)
def test_a_day_in_a_title_is_not_that_of_its_item(title: str) -> None:
    (link,) = page(f'<li><a href="/x/7.html">{title}</a><i>2025-08-01</i></li>').articles
    assert (link.title, link.date) == (title, "2025-08-01")


@pytest.mark.parametrize("label", ["{t} 2025-08-01", "2025-08-01 {t}"])
def test_a_day_apart_in_a_link_is_that_of_its_item_whatever_is_to_come(label: str) -> None:
    row = f'<li><a href="/x/7.html">{label.format(t=TITLE)}</a> <i>截止 2025-12-31</i></li>'
    (link,) = page(row).articles
    assert (link.title, link.date) == (TITLE, "2025-08-01")


def test_a_day_in_a_link_is_that_of_its_item_whatever_the_text_says() -> None:
    text = "2024年5月1日以来，各村每到周末就选送节目，从早到晚一个接一个，台下坐满了人。"
    (link,) = page(f'<div><a href="/x/7.html">{TITLE} 2025-08-01</a><p>{text}</p></div>').articles
    assert (link.title, link.date) == (TITLE, "2025-08-01")


def test_a_day_that_a_row_says_twice_is_no_part_of_the_title() -> None:
    (link,) = page(
        f'<li><a href="/x/7.html">{TITLE} 2025-08-01</a><i>[2025-08-01]</i></li>'
    ).articles
    assert (link.title, link.date) == (TITLE, "2025-08-01")


def test_a_number_behind_a_day_is_no_part_of_it() -> None:
    row = f'<td><a href="/x/7.html">{TITLE}</a></td><td>2025-8-1</td><td>23</td>'
    (link,) = page(f"<table><tr>{row}</tr></table>").articles
    assert link.date == "2025-8-1"


def test_a_rule_parts_the_day_of_the_next_item_from_a_line() -> None:
    rows = "".join(
        f'2025-08-0{n}<br><a href="/202508/t2025080{n}_100.html">第{n}次{TITLE}</a><hr>'
        for n in (3, 2, 1)
    )
    assert [link.date for link in page(f"<div>{rows}</div>").articles] == [None, None, None]


@pytest.mark.parametrize(
    "row",
    [
        '<dt><a href="/x/{n}.html">{t}</a></dt><dd>2025-08-0{n}</dd>',
        '<dt>2025-08-0{n}</dt><dd><a href="/x/{n}.html">{t}</a></dd>',
    ],
)
def test_a_list_of_terms_has_days_for_its_titles(row: str) -> None:
    rows = "".join(row.format(n=n, t=TITLE) for n in (3, 2, 1))
    found = page(f"<dl>{rows}</dl>").articles
    assert [link.date for link in found] == ["2025-08-03", "2025-08-02", "2025-08-01"]


def test_how_long_ago_something_was_has_its_day_for_machines() -> None:
    time = '<time datetime="2025-08-01T08:30:00+08:00">3天前</time>'
    (link,) = page(f'<li><a href="/x/7.html">{TITLE}</a>{time}</li>').articles
    assert link.date == "2025-08-01"


@pytest.mark.parametrize(
    ("mark", "title"), [("[置顶]", ""), ("【热】 ", ""), ("【好人】", "【好人】")]
)
def test_what_keeps_an_item_on_top_is_no_part_of_its_title(mark: str, title: str) -> None:
    (link,) = page(f'<li><a href="/x/7.html">{mark}{TITLE}</a>2025-08-01</li>').articles
    assert link.title == title + TITLE


def test_names_that_lead_to_folders_are_lists() -> None:
    found = page(
        '<ul class="nav"><li><a href="/">首页</a><li><a href="/zyfw/">志愿服务</a>'
        '<li><a href="/about/">关于我们</a></ul>'
        '<h2>要闻<a href="/yw/index.html">更多&gt;&gt;</a></h2>'
        '<div class="footer"><a href="/jigou/">机构</a></div>'
    )
    assert paths(found.lists) == ["/yw/index.html", "/zyfw/", "/"]


def test_persons_below_a_path_of_channels_are_no_menu() -> None:
    path = '<div><a href="/">首页</a> &gt; <a href="/hrb/">身边好人</a></div>'
    rows = "".join(f'<li><a href="t20250801_10{n:03}.html">王{n}</a>' for n in range(9))
    found = page(f"<div>{path}<ul>{rows}</ul></div>")
    assert len(found.articles) == 9


def test_a_sign_beside_the_name_of_a_channel_leads_to_all_of_it() -> None:
    found = page(
        '<h2>要闻<a href="/yw/">&gt;&gt;</a></h2><h2>公告<a href="/list.jsp?id=3">»</a></h2>'
        '<a href="/wmcj/index_9.html">&gt;&gt;</a>'
    )
    assert (paths(found.lists), paths(found.unsure)) == (["/yw/"], ["/list.jsp?id=3"])


def test_queries_are_sent_in_the_encoding_of_their_page() -> None:
    body = '<div class="nav"><a href="/文明/list.asp?lm=文明&p=1">要闻</a></div>'
    path = "/%E6%96%87%E6%98%8E/list.asp"
    for encoding, query in (("gbk", "%CE%C4%C3%F7"), ("utf-8", "%E6%96%87%E6%98%8E")):
        html = f"<html><body>{body}</body></html>".encode(encoding)
        assert paths(read_list(html, URL).unsure) == [f"{path}?lm={query}&p=1"]


def test_what_stands_behind_the_end_of_a_page_belongs_to_it() -> None:
    row = '<li><a href="javascript:;" onclick="view(7, 3)">社区举办读书分享会</a> 2025-08-01</li>'
    script = '<script>function view(id, c) { open("/" + c + "/" + id + ".html") }</script>'
    header = "<html><body><a href='/yw/'>要闻</a></body></html>"
    found = read_list(f"{header}<html><body>{row}</body></html>{script}".encode(), URL)
    assert paths(found.articles) == ["/3/7.html"]
    assert paths(found.lists) == ["/yw/"]


@pytest.mark.parametrize(
    ("loads", "menu"),
    [
        ('<script src="/js/menu.js"></script>', "/js/menu.js"),
        ('<script src="/js/jquery.menu.js"></script><script src="/js/desktop.js"></script>', None),
        ('<script>$("#nav").load("/inc/header.html")</script>', "/inc/header.html"),
        ('<script src="/js/menu.js"></script><a href="/yw/">要闻</a>', None),
    ],
)
def test_a_page_that_names_no_channel_has_its_menu_elsewhere(loads: str, menu: str | None) -> None:
    lists = [path.partition("#")[0] for path in paths(page(ITEMS["cut"] + loads).lists)]
    assert lists == ([menu] if menu else ["/yw/"] if "/yw/" in loads else [])


def test_a_day_in_a_calendar_is_no_number_of_a_page() -> None:
    found = page('<td><a href="/e/2026-11/27/01.html">27</a></td><a href="/e/index_2.html">2</a>')
    assert paths(found.articles) == ["/e/2026-11/27/01.html"]


def test_a_calendar_is_no_pager() -> None:
    days = "".join(f'<td><a href="/date-2026-11-{n:02}.html">{n}</a></td>' for n in (2, 3, 9))
    assert page(ITEMS["cut"] + days).following == ()


@pytest.mark.parametrize(
    ("pages", "following"),
    [
        (["/wmcj/p/1", "/wmcj/p/2", "/wmcj/p/3"], ["/wmcj/p/2"]),
        (["/x/30.html", "/x/77.html", "/x/52.html"], []),  # pictures that turn
    ],
)
def test_a_pager_that_links_all_pages_goes_on_from_the_first(
    pages: list[str], following: list[str]
) -> None:
    links = "".join(f'<a href="{path}">{n}</a>' for n, path in enumerate(pages, 1))
    assert paths(page(ITEMS["cut"] + links).following) == following


def test_a_frame_is_a_part_of_the_page_unless_every_page_has_it() -> None:
    found = page(
        '<div class="nav"><a href="/list/4.html">要闻</a></div><iframe src="dir/yw.html"></iframe>'
        '<iframe src="/common/header.html"></iframe>'
    )
    assert paths(found.unsure) == ["/list/4.html", "/wmcj/dir/yw.html"]


def test_rows_that_one_script_opens_have_each_their_day() -> None:
    rows = "".join(
        f'<li><a href="javascript:;" onclick="go(\'/x/{n}.html\')">第{n}次家庭文化节在南浦开幕</a>'
        f"<i>2025-08-{n}</i></li>"
        for n in (11, 12)
    )
    assert [link.date for link in page(f"<ul>{rows}</ul>").articles] == ["2025-08-11", "2025-08-12"]


def test_a_year_above_its_day_is_a_day() -> None:
    item = f'<li><span>2025<br>08-01</span><a href="/x/7.html">{TITLE}</a><p>村民来看。</p></li>'
    assert paths(page(item).articles) == ["/x/7.html"]


def test_a_title_with_a_day_is_no_channel() -> None:
    assert not page('<p><a href="/x/news/7">南浦镇举行春节村晚</a>2025-08-01</p>').lists


@pytest.mark.parametrize("title", ["南浦镇举行春节村晚", "村晚开锣…", "村晚开锣..."])
def test_a_title_in_a_folder_with_a_number_is_no_channel(title: str) -> None:
    found = page(f'<a href="/show/3156">{title}</a>')
    assert (paths(found.unsure), found.lists) == (["/show/3156"], ())


def test_a_short_name_in_a_folder_with_a_number_is_a_channel() -> None:
    assert paths(page('<a href="/show/3156">文明创建</a>').lists) == ["/show/3156"]


@pytest.mark.parametrize("more", ["更多&gt;&gt;", "MORE+", "了解更多"])
def test_more_of_an_article_is_no_title(more: str) -> None:
    address = "/202508/t20250801_1001.html"
    (link,) = page(
        f'<div><h2>{TITLE}</h2><p>各村选送。</p><a href="{address}">{more}</a></div>'
    ).articles
    assert link.title == TITLE


def test_what_invites_to_read_on_is_no_title() -> None:
    link = f'<a href="/x/7.html">{TITLE}</a>2025-08-01<a href="/x/7.html">继续阅读“{TITLE}”</a>'
    assert [link.title for link in page(f"<div>{link}</div>").articles] == [TITLE]


@pytest.mark.parametrize("name", ["2024年12月", "2024-12", "2024年12月3日"])
def test_the_name_of_a_month_is_no_headline(name: str) -> None:
    found = page(f'<a href="/archive/2024/12.html">{name}</a>')
    assert not found.articles
    assert paths(found.unsure) == ["/archive/2024/12.html"]


def test_what_a_link_does_not_tell_is_undecided() -> None:
    found = page(
        '<div class="nav"><a href="/list/4.html">要闻</a></div>'
        '<p><a href="/show.php?id=4">村晚开锣</a><a href="/print/9.html">打印</a>'
        '<a href="/login">登录</a>'
        '<a href="?sort=hits">热度</a><a href="/1.pdf">附件一下载</a>'
    )
    assert paths(found.unsure) == ["/list/4.html"]
    assert paths(found.doubtful) == ["/show.php?id=4"]


def test_css_of_a_site_wins_over_the_rules() -> None:
    body = '<ul class="l"><a href="/x">甲</a></ul><a href="/202508/t20250801_1.html">另一条新闻</a>'
    assert paths(page(body, links="ul.l a").articles) == ["/x"]


def test_links_are_relative_to_the_base_of_a_page() -> None:
    item = '<a href="t20250801_1.html">南浦的村晚</a>'
    assert paths(page(f'<base href="/x/">{item}').articles) == ["/x/t20250801_1.html"]
    assert not page(f'<base href="http://b.example/">{item}').articles


def test_what_a_folder_of_a_day_holds_is_no_channel() -> None:
    found = page('<p><a href="/yw/2026/07/08/60">南浦的村晚又开锣</a><a href="/yw/">要闻</a></p>')
    assert (paths(found.unsure), paths(found.lists)) == (["/yw/2026/07/08/60"], ["/yw/"])


def test_a_feed_is_a_list() -> None:
    rss = (
        "<rss><channel><item><title>村晚</title><link>/x/1.html</link></item>"
        "<item><title>外面</title><link>http://b.example/1.html</link></item></channel></rss>"
    )
    assert paths(read_list(rss.encode(), URL).articles) == ["/x/1.html"]
    entry = '<entry><title>村晚</title><link href="/x/2.html"/></entry>'
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'
    assert paths(read_list(atom.encode(), URL).articles) == ["/x/2.html"]


def test_a_sitemap_leaves_out_what_every_site_says_of_itself() -> None:
    urls = "".join(f"<url><loc>{path}</loc></url>" for path in ("/story/a-1.html", "/about.html"))
    assert paths(read_list(f"<urlset>{urls}</urlset>".encode(), URL).doubtful) == [
        "/story/a-1.html"
    ]


def test_a_sitemap_may_be_plain_text() -> None:
    found = read_list(b"\xef\xbb\xbfhttp://a.example/doc/7\r\nhttp://b.example/doc/8\r\n", URL)
    assert (paths(found.doubtful), found.is_feed) == (["/doc/7"], True)


@pytest.mark.parametrize(
    "html", [b"", b"\x00\x01", b"<html>", b"{", b"\x1f\x8bxx", b"<rss", b"\xff" * 99]
)
def test_what_is_no_page_leads_nowhere(html: bytes) -> None:
    found = read_list(html, URL)
    assert not [*found.articles, *found.following, *found.lists]


@pytest.mark.parametrize(
    "other", ["https://a.example/x/", "http://a.example/x", "http://a.example/x/index.shtml"]
)
def test_a_folder_and_its_index_are_one_list(other: str) -> None:
    assert folded(other) == folded("http://a.example/x/")
    assert is_folder(other)


def test_pages_of_one_form_are_judged_by_those_that_were_read() -> None:
    shapes = Shapes()
    shapes.learn("http://a.example/about/0-1.html", "neither")
    shapes.learn("http://a.example/list/1.html", "list")
    shapes.learn("http://a.example/node/1", "list")
    shapes.learn("http://a.example/node/2", "article")
    assert shapes.recall("http://a.example/about/3-4.html") == "neither"
    assert shapes.recall("http://a.example/list/22.html") == "list"
    assert shapes.recall("http://a.example/node/3") is None
    assert shapes.recall("http://a.example/links/3.html") is None
    shapes.learn("http://a.example/content/?301.html", "article")  # as ASPCMS has it
    assert shapes.recall("http://a.example/content/?302.html") == "article"


def test_an_item_whose_link_only_invites_to_read_on_is_called_as_what_stands_beside() -> None:
    found = page(
        '<div><h4>社区举办读书分享会</h4><p>一早……<a href="/7.html">[详细]</a></p>2025-08-01</div>'
        '<div><p>村史馆重新开放迎客</p><a href="/8.html">查看详情&gt;&gt;</a>2025-08-02</div>'
    )
    assert [link.title for link in found.articles] == ["社区举办读书分享会", "村史馆重新开放迎客"]


def test_who_keeps_a_site_is_doubtful_beside_its_lists() -> None:
    names = {"jgsz": "机构设置", "ldfg": "领导分工", "jj": "协会简介", "ld": "领导活动"}
    menu = "".join(f'<a href="/gk/{path}.htm">{name}</a>' for path, name in names.items())
    found = page(f'<div class="nav">{menu}<a href="/gk/zz/">工作职责</a></div>')
    assert paths(found.unsure) == ["/gk/ld.htm"]
    assert paths(found.doubtful) == ["/gk/jgsz.htm", "/gk/ldfg.htm", "/gk/jj.htm", "/gk/zz/"]
    assert not found.lists


def test_what_has_the_home_page_among_short_names_is_a_menu() -> None:
    names = "".join(
        f'<td><a href="/{name}.htm">{name}</a></td>' for name in ("要闻", "动态", "创建")
    )
    row = '<p><a href="/show/1.htm">第三届家庭文化节昨天在青石镇开幕</a></p>'
    home = '<td><a href="/">首　页</a></td>'
    assert len(page(f"<table><tr>{home}{names}</tr></table>{row}").unsure) == 4
    assert len(page(f"<table><tr>{names}</tr></table>{row}").unsure) == 1
    pager = '<td><a href="/2.htm">下一页</a></td>'
    assert len(page(f"<table><tr>{home}{names}{pager}</tr></table>{row}").unsure) == 1


@pytest.mark.parametrize(
    ("query", "is_other"),
    [
        ("SortID=3&SortPath=0,3,", False),
        ("sortname=wm", False),
        ("option=com_content&view=article&id=33", False),
        ("option=com_content&view=category&id=3", False),
        ("cid=3&orderno=33", False),
        ("cid=3&sort=hits", True),
        ("cid=3&order_by=1", True),
        ("cid=3&sortOrder=desc", True),
        ("cid=3&view=grid", True),
        ("cid=3&viewMode=grid", True),
        ("cid=3&fontSize=16", True),
        ("cid=3&lang=en", True),
    ],
)
def test_a_page_in_another_order_or_size_is_the_same(query: str, is_other: bool) -> None:
    assert is_other_view(f"http://a.example/index.php?{query}") is is_other


@pytest.mark.parametrize("name", ["平面广告", "影视广告", "公益广告", "广告作品"])
def test_advertisements_for_the_public_good_are_a_channel(name: str) -> None:
    assert paths(page(f'<a href="/ggzp/">{name}</a>').lists) == ["/ggzp/"]


@pytest.mark.parametrize("name", ["广告", "广告服务", "刊登广告"])
def test_those_who_sell_advertisements_are_aside(name: str) -> None:
    assert page(f'<a href="/ggzp/">{name}</a>').lists == ()


def test_lists_by_author_and_by_word_are_asides() -> None:
    found = page(
        '<a href="/?author=1">admin</a><a href="/?tag=wm">文明</a><a href="/?cat=1">要闻</a>'
    )
    assert paths(found.unsure) == ["/?cat=1"]


@pytest.mark.parametrize("name", ["网友评论 0 条", "评论（3）", "12条评论", "发表评论"])
def test_what_readers_say_of_an_article_is_an_aside(name: str) -> None:
    menu = '<div class="nav"><a href="/pl/?id=1">评论</a></div>'
    found = page(f'{menu}<div>时间：2025-08-01 <a href="/e/pl/?id=7">{name}</a></div>')
    assert (found.articles, paths(found.unsure)) == ((), ["/pl/?id=1"])


def test_comments_of_a_newspaper_are_articles() -> None:
    found = page('<li><a href="/t/7.html">人民日报系列评论（3）</a><span>2025-08-01</span></li>')
    assert paths(found.articles) == ["/t/7.html"]


def test_a_page_that_asks_for_a_language_leads_to_the_site() -> None:
    html = '<a href="/sc/">简体版</a><a href="/tc/">繁體版</a><a href="/en/">English</a>'
    assert paths(page(html).lists) == ["/sc/"]
    assert paths(page(f'{html}<a href="/yw/">要闻</a>').lists) == ["/yw/"]


def test_the_folder_of_a_whole_site_does_not_make_its_lists_asides() -> None:
    html = b"""<div class="nav"><a href="/english/news/">News</a>
    <a href="/english/about/">About</a></div>"""
    page = read_list(html, "http://a.example/english/")
    assert [link.title for link in page.lists] == ["News"]
    assert read_list(html, "http://a.example/").lists == ()


def test_the_page_that_names_all_channels_is_no_aside() -> None:
    foot = (
        '<div class="footer"><a href="/map.html">网站地图</a><a href="/about/">关于我们</a></div>'
    )
    assert paths(page(foot).unsure) == ["/map.html"]
    shown = page('<div class="nav"><a href="/list/4.html">要闻</a></div>' + foot)
    assert paths(shown.unsure) == ["/list/4.html"]
    assert paths(shown.doubtful) == ["/map.html"]


def test_what_a_sign_calls_more_is_tried_before_the_rest_of_a_menu() -> None:
    found = page(
        '<div class="nav"><a href="/shouce.html">市民手册</a><a href="/yaowen.html">要闻</a></div>'
        '<h2>要闻</h2><a href="/yaowen.html">更多&gt;&gt;</a>'
    )
    assert paths(found.unsure) == ["/yaowen.html", "/shouce.html"]
    assert found.unsure[0].title == "要闻"


@pytest.mark.parametrize(
    ("box", "name"),
    [
        ('<h3>基层播报<a href="/bb/">更多&gt;&gt;</a></h3>', "基层播报"),
        ('<div><b>· 基层播报</b> <span><a href="/bb/">More</a></span></div>', "基层播报"),
        (
            '<p>基层播报栏目每天都有各地新消息，欢迎点击右侧<a href="/bb/">更多</a></p>',
            None,
        ),
        ('<p><a href="/bb/">更多</a></p>', None),
        ('<h3>基层播报 <i>News</i><a href="/bb/">更多&gt;&gt;</a></h3>', "基层播报"),
        ('<ul><li>基层播报<li>好人榜</ul><p><a href="/bb/">更多</a></p>', None),
    ],
)
def test_a_list_has_the_name_that_stands_before_the_sign_for_more(
    box: str, name: str | None
) -> None:
    found = page(f'{box}<ul><li><a href="/bb/202508/t20250801_7.html">村晚开锣</a></ul>')
    assert found.lists[0].title == name


def test_a_number_that_an_element_keeps_is_no_address() -> None:
    items = '<a href="/a/202508/t20250801_7.html">村晚开锣迎来四方宾客</a>'
    assert not page(f'{items}<a data-next="2" href="javascript:;">加载更多</a>').following
    assert page(f'{items}<a data-next="/l?page=2" href="javascript:;">加载更多</a>').following


def test_what_a_sign_calls_more_is_no_aside_though_a_search_finds_it() -> None:
    link = '<a href="/search.jsp?channel=3">{}</a>'
    assert paths(page(f"<h2>要闻</h2>{link.format('更多')}").unsure) == ["/search.jsp?channel=3"]
    assert not page(link.format("高级查询")).unsure
    assert not page(f'<div class="footer">{link.format("更多")}</div>').unsure


@pytest.mark.parametrize("name", ["旧版网站", "返回老版", "原网站", "旧版回顾"])
def test_the_site_as_it_was_before_is_no_aside_at_the_foot(name: str) -> None:
    foot = '<div class="footer"><a href="{}">{}</a><a href="/about/">关于我们</a></div>'
    assert paths(page(foot.format("/old/index.asp?v=1", name)).unsure) == ["/old/index.asp?v=1"]
    assert paths(page(foot.format("/old/", name)).lists) == ["/old/"]


def test_what_is_below_a_page_that_shows_nothing_else_is_promising() -> None:
    found = page(
        '<div class="nav"><a href="/list/4.html">要闻</a></div>'
        '<p><a href="/wmcj/wmcs.htm">文明城市</a><a href="/show.php?id=4">村晚开锣</a></p>'
    )
    assert paths(found.unsure) == ["/list/4.html", "/wmcj/wmcs.htm"]


@pytest.mark.parametrize(
    ("address", "page", "expected"),
    [
        ("/wmcj/wmcs.htm", "/wmcj.htm", True),
        ("/wmcj/a/", "/wmcj/index.html", True),
        ("/x.htm", "/", False),
        ("/x.htm", "/index.htm", False),
        ("/list.jsp?cid=1", "/list.jsp", False),
    ],
)
def test_an_address_is_below_a_page_that_is_not_the_top(
    address: str, page: str, expected: bool
) -> None:
    assert is_below(f"http://a.example{address}", f"https://a.example{page}") is expected


def test_thousands_of_links_cost_no_more_than_their_number() -> None:
    rows = "".join(
        f"<li><a href='/a/show{n}x.htm'>社区举办读书分享会{n}</a>"
        f"<li><a href='/a/{n}x.htm'>读书{n}</a>"
        for n in range(4000)
    )
    start = time.process_time()
    page = read_list(f"<ul>{rows}</ul>".encode(), "http://a.example/wmcj/")
    assert time.process_time() - start < 4  # a second here; their square takes seven
    assert (len(page.unsure), len(page.doubtful)) == (4000, 4000)


def test_the_title_of_a_row_is_what_its_longest_cell_says() -> None:
    rows = "".join(
        f"<tr onclick=\"open('/info/{n}.shtml')\"><td>{n}</td><td>第{n}届社区家庭文化节开幕</td>"
        f"<td>云溪市文明办</td><td>2025-08-0{n}</td></tr>"
        for n in (1, 2)
    )
    page = read_list(f"<html><body><table>{rows}</table></body></html>".encode(), URL)
    assert [link.title for link in page.articles] == [f"第{n}届社区家庭文化节开幕" for n in (1, 2)]


def test_what_a_tab_shows_in_its_frame_is_a_part_of_the_page() -> None:
    tabs = "".join(f'<li data-src="/list/{c}_frame.html">通知</li>' for c in ("yw", "tz"))
    page = read_list(f"<html><body><ul>{tabs}</ul></body></html>".encode(), URL)
    assert len(page.unsure) == 2
    assert not page.doubtful


def test_a_page_without_articles_is_made_by_its_scripts_though_it_is_turned() -> None:
    body = '<script src="/js/list_yw_1.js"></script><a href="index_2.html">下一页</a>'
    page = read_list(f"<html><body>{body}</body></html>".encode(), URL)
    assert [link.url.partition("#")[0] for link in page.scripts] == [
        "http://a.example/js/list_yw_1.js"
    ]
    assert page.following


@pytest.mark.parametrize(("css", "is_found"), [("#nav a", True), ("#nav a:::", False)])
def test_the_page_that_a_script_adds_is_the_next(css: str, is_found: bool) -> None:
    body = (
        '<li><a href="/yw/1.html">社区家庭文化节昨天开幕</a>2025-08-01</li><p id="nav"><a href='
        f'"index_2.html"></a></p><script>$("#l").infinitescroll({{nextSelector: "{css}"}})</script>'
    )
    page = read_list(f"<html><body>{body}</body></html>".encode(), URL)
    assert [link.url for link in page.following] == [f"{URL}index_2.html"] * is_found


def test_what_a_function_is_given_may_look_like_an_address() -> None:
    rows = "".join(
        f"<li><a href=\"javascript:;\" onclick=\"openNews('yw/2025','08',{n})\">"
        f"第{n}届家庭文化节</a>2025-08-01</li>"
        for n in (1, 2)
    )
    script = "function openNews(d, m, id) { window.open('/' + d + '/' + m + '/' + id + '.html'); }"
    page = read_list(f"<html><body>{rows}<script>{script}</script></body></html>".encode(), URL)
    assert [link.url for link in page.articles] == [
        f"http://a.example/yw/2025/08/{n}.html" for n in (1, 2)
    ]


@pytest.mark.parametrize("above", ["", '<a href="/zyfw/">志愿服务</a>'])
def test_a_search_for_nothing_is_tried_where_there_is_no_other_list(above: str) -> None:
    form = '<form action="/find"><input name="q"><input type="submit" value="搜索"></form>'
    found = page(above + '<a href="/x/7.html">社区举办邻里节活动</a>' + form)
    assert paths(found.doubtful) == ([] if above else ["/find?q="])


@pytest.mark.parametrize("label", ["上一月", "上个月", "前一天", "上一期"])
def test_what_is_older_than_a_list_of_a_time_is_behind_it(label: str) -> None:
    found = page(f'<a href="/yw/202507/">{label}</a><a href="/yw/202509/">下一期</a>')
    assert paths(found.following) == ["/yw/202507/"]


def test_the_number_of_a_row_may_be_its_link() -> None:
    rows = "".join(
        f'<tr><td><a href="/yw/show.asp?id={n + 40}">{n}</a></td><td>第{n}届家庭文化节开幕</td>'
        f"<td>2025-08-0{n}</td></tr>"
        for n in range(1, 5)
    )
    found = page(f'<table>{rows}</table><a href="index_2.html">下一页</a>')
    assert [(link.title, link.date) for link in found.articles][1] == (
        "第2届家庭文化节开幕", "2025-08-02",
    )  # fmt: skip
    assert paths(found.following) == ["/wmcj/index_2.html"]


def test_an_address_that_is_put_together_with_a_number_is_whole() -> None:
    for script in ("location.href='show.asp?id='+330;", "open('show.asp?id=' + '330' + '')"):
        found = page(f'<a href="#" onclick="{script}">社区举办邻里节活动</a> 2025-08-01')
        assert paths(found.articles) == ["/wmcj/show.asp?id=330"]


@pytest.mark.parametrize("go", ["location.href=url", "top.location.replace( url )"])
def test_a_page_may_lead_on_by_a_variable(go: str) -> None:
    said = f'var url = "main/index.html"; setTimeout("{go};", 100);'
    assert paths(page(f"<script>{said}</script>请稍候").lists) == ["/wmcj/main/index.html"]
    part = f"var url = 'main.asp?id=' + 3; {go};"
    assert not page(f"<script>{part}</script>请稍候").lists


def test_of_the_ways_of_a_script_that_for_telephones_is_taken_where_there_is_no_other() -> None:
    phone, other = "location.href='/m/';", "window.location.href = 'portal/index'"
    chosen = f"if (/Android|iPhone/.test(navigator.userAgent)) {{ {phone} }} else {{ {other} }}"
    assert paths(page(f"<script>{chosen}</script>请稍候").lists) == ["/wmcj/portal/index"]
    assert paths(page(f"<script>{phone}</script>请稍候").lists) == ["/m/"]


@pytest.mark.parametrize(
    "script",
    [
        "document.getElementById('f').src = '/inner/' + col + '_1.html';",
        "$('#f').attr('src', \"/inner/\" + col + '_1.html');",
    ],
)
def test_a_script_puts_a_page_into_a_frame(script: str) -> None:
    text = f"<iframe id='f'></iframe><script>var col = 'yw'; {script}</script>"
    parts = [link.url.partition("#")[0] for link in page(text).scripts]
    assert parts == ["http://a.example/inner/yw_1.html"]
    assert not page(text.replace("iframe", "img")).scripts


def test_a_picture_may_be_the_button_that_turns_a_list() -> None:
    row = "<li><a href='/202508/t20250801_1.html'>第1届家庭文化节开幕</a></li>"
    button = '<img src="/next.gif" alt="下一页" onclick="location.href=\'index_2.html\'">'
    assert paths(page(row + button).following) == ["/wmcj/index_2.html"]


def test_the_name_of_a_month_is_that_of_a_list() -> None:
    links = '<a href="/hrb/202511/">2025年11月</a><a href="/hrb/202509/">2025年9月</a>'
    assert paths(page(links).lists) == ["/hrb/202511/", "/hrb/202509/"]


def test_what_is_in_the_folder_of_a_page_is_promising_beside_a_headline() -> None:
    links = '<a href="/x/5.html">志愿者清扫河道迎新春</a><a href="1/9.html">赵国栋</a>'
    assert paths(page(links).unsure) == ["/x/5.html", "/wmcj/1/9.html"]


def test_a_function_goes_to_an_address_that_it_keeps() -> None:
    show = "function show(n) { var u = '/view.do?id=' + n; window.open(u, '_blank'); }"
    found = page(
        f"<a href='javascript:show(3)'>志愿者清扫河道</a> 2025-08-01<script>{show}</script>"
    )
    assert paths(found.articles) == ["/view.do?id=3"]
    assert not found.sources


def test_menus_of_thousands_cost_no_more_than_their_number() -> None:
    options = "".join(f"<option value='/{n}/'>第{n}村" for n in range(4000))
    start = time.process_time()
    page(f"<select>{options}</select>")
    assert time.process_time() - start < 3  # a third of a second here; their square takes ten


def test_a_frame_holds_the_menu_of_a_page_without_one() -> None:
    frames = '<frameset><frame src="banner.html"><frame src="menu.asp"><frame src="new.asp">'
    assert paths(page(frames).unsure) == ["/wmcj/new.asp", "/wmcj/menu.asp"]


@pytest.mark.parametrize(
    ("more", "script"),
    [
        ('<a class="more" data-last="7">加载更多</a>',
         '$(".more").click(() => $.get("/more?c=3&last_id=" + $(this).data("last"), add));'),
        ("<p>加载更多</p>",
         'var last = $("#l li:last").attr("data-id"); $.ajax({url: "/more?c=3&last_id=" + last});'),
        ("<p>加载更多</p>", "fetch(`/more?c=3&last_id=${items.at(-1).dataset.id}`).then(add);"),
    ],
)  # fmt: skip
def test_a_script_asks_for_what_comes_after_the_last_item(more: str, script: str) -> None:
    rows = "".join(
        f'<li data-id="{n}"><a href="/202508/t20250801_{n}.html">第{n}届家庭文化节</a>'
        for n in (9, 7)
    )
    found = page(f'<ul id="l">{rows}</ul>{more}<script>{script}</script>')
    assert [link.url for link in found.following] == [
        f"http://a.example/more?c=3&last_id=7#part={URL}"
    ]
    piece = read_list(rows.replace("7", "5").encode(), found.following[0].url)
    assert [link.url for link in piece.following] == [
        f"http://a.example/more?c=3&last_id=5#part={URL}"
    ]
    assert not read_list(b"<p></p>", found.following[0].url).following


@pytest.mark.parametrize("said", ["nofollow", "noindex,nofollow", "NONE", "noindex nofollow"])
def test_a_page_may_ask_to_follow_nothing(said: str) -> None:
    html = f'<meta name="Robots" content="{said}"><ul><li><a href="/a/1.html">村晚开锣</a></ul>'
    assert read_list(html.encode(), "http://a.example/yw/").is_closed
    html = html.replace(said, "index, follow, noarchive")
    assert not read_list(html.encode(), "http://a.example/yw/").is_closed


@pytest.mark.parametrize(
    "item",
    [
        '<li>[<a href="/sj/">实践阵地</a>] {title} <span>2026-11-05</span></li>',
        '<li><b>[<a href="/sj/">实践阵地</a>]</b> {title}<p>日期：2026-11-05</p></li>',
        '<li><h4><a href="/sj/">实践阵地</a>{title}</h4><i>2026-11-05</i></li>',
        '<table><tr><td><a href="/sj/">实践阵地</a></td><td>{title}</td><td>2026-11-05</td></tr>',
        '<div><h3>{title}</h3><p><a href="/sj/">实践阵地</a> <i>2026-11-05</i></p></div>',
    ],
)
def test_the_name_of_a_channel_before_a_title_does_not_part_it_from_its_day(item: str) -> None:
    title = '<a href="/s/7.html">白石乡志愿者走进敬老院</a>'
    found = page(item.format(title=title))
    assert [(a.url, a.date) for a in found.articles] == [
        ("http://a.example/s/7.html", "2026-11-05")
    ]


@pytest.mark.parametrize("times", [3, 20])
def test_what_leads_on_at_the_end_of_a_text_does_not_have_its_day(times: int) -> None:
    text = "志愿者一早来到村口，帮老人收稻谷、修农具、理头发。" * times
    root = parse(
        f"<div><h1>白石乡志愿者走进敬老院</h1><p>2026-11-05</p><p>{text}</p>"
        '<a href="/?from=s">返回文明网，查看更多</a> <a href="/sj/">实践阵地</a></div>'
    )
    assert [link and link.date for link in read_anchors(root, URL)] == [None, None]


def test_two_items_of_a_row_have_each_their_own_day() -> None:
    found = page(
        '<table><tr><td><a href="/s/6.html">张秀英</a> 2026-11-01</td>'
        '<td><a href="/s/7.html">白石乡志愿者走进敬老院</a> 2026-11-05</td></tr></table>'
    )
    assert "2026-11-05" in [a.date for a in found.articles]


@pytest.mark.parametrize(
    "row",
    [
        "<table><tr><td>2025年8月1日</td><td>{links}</td></tr></table>",
        "<p>您的位置：{links} 今天是2025年8月1日</p>",
    ],
)
def test_the_day_beside_the_way_to_the_home_page_is_that_of_no_item(row: str) -> None:
    links = '<a href="/">首页</a> &gt; <a href="/news.asp?c=1">未成年人思想道德建设</a>'
    assert not page(row.format(links=links)).articles


def test_very_many_links_of_one_row_take_no_long_time() -> None:
    html = f"<ul><li>{'<a href=/s/7.html>白石乡志愿者走进敬老院</a>' * 4000}</li></ul>"
    start = time.process_time()
    page(html)
    assert time.process_time() - start < 1


@pytest.mark.parametrize("name", ["2025年10月 (3)", "2025年9月（12篇）", "2025-08 [4]"])
def test_the_month_of_an_archive_is_no_headline_whatever_it_counts(name: str) -> None:
    links = f'<ul><li><a href="/show.php?m=7">{name}</a></li></ul>'
    assert not read_list(links.encode(), "http://a.example/x/").articles


def test_a_menu_may_lead_to_what_is_no_address() -> None:
    names = {"/": "首页", "/党建：/1.html": "党建", "/yw/": "要闻", "/zy/": "志愿", "/gg/": "公告"}
    menu = "".join(f'<a href="{address}">{name}</a>' for address, name in names.items())
    page = read_list(f"<div>{menu}</div>".encode(), "http://a.example/list/")
    assert "要闻" in {link.title for link in page.lists}


def test_a_script_may_join_nothing_to_a_text() -> None:
    script = '<script>open("/show/".concat("", ).concat(, id).concat(,).concat())</script>'
    page = read_list(f'{script}<a href="/yw/">要闻</a>'.encode(), "http://a.example/list/")
    assert [link.title for link in page.lists] == ["要闻"]


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/toupiao?id=3">投票</a>',
        '<a href="/n/praise.php?id=3">好文章</a>',
        '<a href="/admin/delete/3">清除</a>',
        '<a href="/c.php?act=digg&id=3">我喜欢</a>',
        '<a href="/c.php?n=3">点赞(12)</a>',
        '<a href="/user?x=1">退出登录</a>',
        '<a href="/delete/3.html">清除</a>',
        '<a href="/logout">退出</a>',
        '<a href="/zan/3">赞</a>',
        '<a href="/n/zan/id/3.html">点赞(3)</a>',
    ],
)
def test_what_does_something_to_an_article_is_never_followed(link: str) -> None:
    title = '<a href="/s/7.html">白石乡志愿者走进敬老院</a>'
    found = page(f"<ul><li>{title} 2025-08-01 {link}</li></ul>")
    assert paths(found.articles) == ["/s/7.html"]
    assert (found.unsure, found.doubtful, found.lists, found.following) == ((), (), (), ())


@pytest.mark.parametrize("link", ['<a href="/toupiao/">投票</a>', '<a href="/vote/">评选</a>'])
def test_a_channel_of_votes_is_a_list(link: str) -> None:
    assert len(page(link).lists) == 1


def test_a_list_of_votes_may_be_named_by_its_kind() -> None:
    found = page('<div class="nav"><a href="/list.php?type=vote">评选活动</a></div>')
    assert paths(found.unsure) == ["/list.php?type=vote"]


@pytest.mark.parametrize("name", ["投票", "点赞", "收藏", "举报"])
def test_a_channel_in_a_menu_may_be_called_like_a_deed(name: str) -> None:
    found = page(f'<div class="nav"><a href="/list.php?catid=9">{name}</a></div>')
    assert paths(found.unsure) == ["/list.php?catid=9"]


@pytest.mark.parametrize("address", ["/vote/12.html", "/vote.shtml?id=12"])
def test_a_file_in_a_folder_of_votes_may_be_an_article(address: str) -> None:
    found = page(f'<li><a href="{address}">文明家庭评选</a> 2025-08-01</li>')
    assert paths(found.articles) == [address]


def test_an_element_may_keep_the_address_of_an_article() -> None:
    found = page('<p data-link="/s/7.html"><b>白石乡志愿者走进敬老院</b> 2025-08-01</p>')
    assert paths(found.articles) == ["/s/7.html"]


def test_a_page_may_keep_what_it_shows_for_its_script_in_an_attribute() -> None:
    title, day = "白石乡志愿者走进敬老院", "2025-08-01"
    rows = [{"title": title, "url": f"/s/{n}.html", "date": day} for n in range(3)]
    news = {"data": rows, "next_page_url": "/wmcj/?page=2"}
    held = escape(json.dumps({"props": {"news": news}}))
    found = page(f'<div id="app" data-page="{held}"></div>')
    assert paths(found.articles) == ["/s/0.html", "/s/1.html", "/s/2.html"]
    assert paths(found.following) == ["/wmcj/?page=2"]
    assert not found.sources


def test_records_that_a_script_holds_may_name_the_next_page() -> None:
    rows = [{"title": "白石乡志愿者走进敬老院", "url": f"/s/{n}.html"} for n in range(3)]
    held = json.dumps({"list": rows, "nextPage": "/wmcj/?page=2"})
    found = page(f"<script>window.__INITIAL_STATE__={held};</script>")
    assert paths(found.following) == ["/wmcj/?page=2"]


def test_scripts_that_only_count_pages_leave_them_to_another() -> None:
    row = "<li><a href='/202508/t20250801_1.html'>第1届家庭文化节开幕</a></li>"
    files = '<script src="/js/fy.js"></script>'
    assert paths(page(f"{row}<script>nowPage = 1; allPage = 3</script>{files}").turners) == [
        "/js/fy.js#script=http://a.example/wmcj/"
    ]
    assert not page(f"{row}<script>nowPage = 1; allPage = 1</script>{files}").turners


@pytest.mark.parametrize("address", [" /api/list.json?page=1 ", "{ctx}/api/list.json?page=1"])
def test_an_element_that_names_records_may_have_spaces_or_a_place_before_them(address: str) -> None:
    found = page(f'<div data-url="{address}"></div>')
    assert paths(found.sources) == ["/api/list.json?page=1#get=http://a.example/wmcj/"]


@pytest.mark.parametrize("sign", ["(", "[ ", ". ", "…."])
def test_a_link_of_signs_without_end_is_read_at_once(sign: str) -> None:
    page = f'<li><a href="/c/1.html">邻里节开场{sign * 20_000}了</a></li>'
    start = time.process_time()
    read_list(page.encode(), URL)
    assert time.process_time() - start < 1  # a tenth of that here; their square takes five


def test_links_that_hold_each_other_are_read_at_once() -> None:
    page = "<span onclick=\"go('/c/1.html')\">清<b>扫</b>河<b>道</b> <b></b> " * 1_000
    start = time.process_time()
    read_list(page.encode(), URL)
    assert time.process_time() - start < 2  # half a second here; whole texts take four


def test_a_script_that_hands_the_place_of_its_page_on_leads_nowhere() -> None:
    login = "javascript:window.location.href='http://m.example/?back='+window.location.href"
    assert page(f'<a href="{login}" class="nav">登录</a>请稍候').leads_on is None
    ways = ("href='/yw/'", "href = ('/yw/')", "replace('/yw/')", 'assign("/yw/")')
    assert {page(f"<script>location.{way}</script>").leads_on for way in ways} == {
        "http://a.example/yw/"
    }


def test_what_a_tab_names_is_a_list_unless_it_is_one_of_records_or_counts_readers() -> None:
    row = '<li><a href="/yw/1.html">青石镇社区家庭文化节昨天开幕</a>2025-08-01</li>'
    tabs = "".join(
        f'<li data-url="{path}">{name}</li>'
        for path, name in (
            ("/inc/tz.html", "通知"), ("/api/list?c=7", "要闻"), ("/data/yw.json", "好人"),
            ("/hits.php?id=7", "33"), ("/vote.php?id=7", "投票"), ("/7.jpg", "图"),
        )
    )  # fmt: skip
    found = page(f"<ul>{tabs}</ul>{row}")
    assert paths((*found.unsure, *found.doubtful, *found.lists)) == ["/inc/tz.html"]


@pytest.mark.parametrize(
    "leads",
    [
        'var u = ""; if (t == 1) { u = "/view?id=" + id; } else { u = "/pic?id=" + id; } open(u);',
        'switch (t) { case "1": u = "/view?id=" + id; break; case "2": u = "/pic?id=" + id; } '
        "open(u);",
        "if (t == 2) location.href = '/pic?id=' + id; else location.href = '/view?id=' + id;",
    ],
)
def test_a_function_leads_where_it_chooses_by_what_it_is_given(leads: str) -> None:
    rows = "".join(
        f'<li><a href="javascript:go({kind}, {n})">{TITLE}{n}</a>2025-08-0{n}</li>'
        for kind, n in ((1, 2), (2, 1))
    )
    found = page(f"{rows}<script>function go(t, id) {{ {leads} }}</script>")
    assert paths(found.articles) == ["/view?id=2", "/pic?id=1"]


def test_the_districts_of_a_site_are_lists_and_no_links_of_friends() -> None:
    links = (
        '<div class="links"><h4>区县</h4><a href="/qs/">青石区</a><a href="/bh/">白河县</a></div>'
    )
    assert paths(page(links).lists) == ["/qs/", "/bh/"]


def foreign(first: int, count: int = 6) -> str:
    """Return rows of a list that lead to another site."""
    numbers = range(first, first + count)
    links = ((n, f"http://b.example/2025/{n}.html") for n in numbers)
    return "".join(
        f'<li><a href="{url}">各地推进家风建设第{n}讲</a> 2025-08-0{n}</li>' for n, url in links
    )


def test_rows_that_lead_to_another_site_are_no_articles_but_rows() -> None:
    found = page(f"<ul>{foreign(1)}</ul>" + '<a href="http://c.example/">兄弟城市文明网站</a>')
    assert (*found.articles, *found.unsure, *found.doubtful) == ()
    assert [link.url for link in found.abroad] == [
        f"http://b.example/2025/{n}.html" for n in range(1, 7)
    ]


def test_rows_of_an_answer_that_lead_to_another_site_are_rows_as_well() -> None:
    items = [{"title": "各地推进家风建设", "url": "http://b.example/7.html", "date": "2025-08-01"}]
    url = "http://a.example/api/list?page=2"
    found = read_list(json.dumps({"total": 9, "list": items}).encode(), url)
    assert not found.articles
    assert [link.url for link in found.abroad] == ["http://b.example/7.html"]


def test_rows_that_lead_to_another_site_stand_where_the_class_says() -> None:
    found = page(f"<ul class='list'>{foreign(1, 2)}</ul><ul>{foreign(3)}</ul>", links=".list a")
    assert len(found.abroad) == 2


@pytest.mark.parametrize(
    "body",
    [
        '<script>if (small) location = "http://m.c.example/"; else location = '
        '"http://b.example/wmw/";</script>',
        '<meta http-equiv="refresh" content="0;url=http://b.example/wmw/">',
        '<iframe src="http://b.example/wmw/"></iframe>',
    ],
)
def test_a_page_that_is_nothing_but_the_way_to_another_site_tells_where(body: str) -> None:
    found = page(body)
    assert found.leads_on is None
    assert [link.url for link in found.abroad] == ["http://b.example/wmw/"]
