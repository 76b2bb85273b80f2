"""The CSS that is proposed for the links of a list and for the fields of its articles."""

import pytest

from article.layout import Layout
from crawler.drafting.frozen import Frozen
from crawler.drafting.newsite import Draft, draft

TITLE = "第{n}次村晚在南浦开锣"
ROW = f'<li><a href="/t/{{n}}.html">{TITLE}</a></li>'
TEXT = "".join(f"<p>台下坐满了第{n}村的人，{'掌声不断。' * 9}</p>" for n in range(4))
BYLINE = "2025-08-0{n} 08:30 来源：南浦日报"


def rows(row: str = ROW, numbers: range = range(1, 7)) -> str:
    return "".join(row.format(n=n, title=TITLE.format(n=n)) for n in numbers)


def frozen(path: str, body: str, title: str = "") -> Frozen:
    head = f"<head><title>{title}</title></head>" if title else ""
    html = f"<html>{head}<body>{body}</body></html>".encode()
    return Frozen(f"http://a.example{path}", html, "utf-8", "2025-08-02T08:00:00+08:00")


def article(n: int, html: str) -> Frozen:
    return frozen(f"/t/{n}.html", html.format(n=n, title=TITLE.format(n=n), text=TEXT))


def drafted(listing: str, html: str = f"<h1>{{title}}</h1><p>{BYLINE}</p>{{text}}") -> Draft:
    return draft("nanpu", frozen("/list/1", listing), [article(n, html) for n in (1, 2)])


PAGER = '<p><a href="/list/1">首页</a> <a href="/list/2">下一页</a></p>'
OTHER = '<li><a href="http://other.example/{n}.html">转载：外站消息第{n}条请点击</a></li>'
PINNED = '<li class="top"><b><a href="/t/7.html">第7次村晚在南浦开锣</a></b></li>'
CHANNEL = '<li>[<a href="/list/1">村晚</a>] <a class="bt" href="/t/{n}.html">{title}</a></li>'
NUMBERED = '<li class="li{n}"><a href="/t/{n}.html">{title}</a></li>'
PICTURED = '<li><a href="/t/{n}.html"><img src="/{n}.jpg"></a><h4><a href="/t/{n}.html">{title}</a>'
CARD = '<div class="a"><a href="/t/{n}.html">{title}</a></div>'
MORE = '<a href="/list/2">更多</a>'
STRIPED = "".join(
    f'<tr><td><a class="l{odd}" href="/t/{odd}{{n}}.html">{{title}}</a></td></tr>' for odd in (1, 2)
)
DATED = '<li><a href="/t/t2025080{n}_{n}.html">{title}</a></li>'
DAYS = '<p><a class="sj" href="/t/{n}.html">08-0{n}</a><a class="bt" href="/t/{n}.html">{title}</a>'


@pytest.mark.parametrize(
    ("listing", "links"),
    [
        (f'<ul class="a">{rows(CHANNEL)}</ul>', "a.bt"),
        (f'<ul class="a">{rows(NUMBERED)}</ul>', "ul.a a"),
        (f'<ul class="a">{rows()}{rows(OTHER)}</ul>', "ul.a a"),
        (f'<ul class="a">{PINNED}{rows()}</ul>', "ul.a a"),
        (f'<div class="b">{rows(CARD)}</div>', "div.a a"),
        (f'<div class="a"><table>{rows(STRIPED)}</table><table><td>{MORE}</table></div>', None),
        (f'<ul class="a">{rows(DATED, range(4, 13))}</ul>', "ul.a a"),
        (f'<ul class="a f14 clearfix">{rows()}</ul>', "ul.a a"),
        (f'<ul class="a">{rows(PICTURED)}</ul>', "ul.a h4 a"),
        (f'<div class="a">{rows(DAYS)}</div>', "a.bt"),
        (f'<div class="a"><ul>{rows()}</ul>{PAGER}</div><ul><li>{PAGER}</li></ul>', "div.a li a"),
        (
            f'<div class="a"><ul class="c">{rows()}</ul></div>'
            f'<div class="b"><ul class="c">{rows(numbers=range(2, 5))}</ul></div>',
            "div.a a",
        ),
        (
            f'<div class="a"><ul class="c">{rows()}</ul>{PAGER}</div>'
            f'<div class="b"><ul class="c">{rows(numbers=range(11, 14))}</ul></div>',
            "div.a li a",
        ),
    ],
)
def test_the_links_of_a_list_are_its_titles_and_nothing_else(
    listing: str, links: str | None
) -> None:
    assert drafted(listing).article_links == links


def test_a_list_is_told_from_longer_titles_beside_it_by_the_folder_of_its_articles() -> None:
    news = '<li><a href="/n/{n}.html">南浦今日要闻第{n}条请看详情</a></li>'
    listed, beside = rows(numbers=range(1, 8)), rows(news)
    body = f'<ul class="a">{listed}</ul>{PAGER}<ul class="b">{beside}</ul>'
    of_list = [article(n, f"<h1>{{title}}</h1><p>{BYLINE}</p>{{text}}") for n in (1, 2)]
    assert draft("nanpu", frozen("/t/", body), of_list).article_links == "ul.a a"


@pytest.mark.parametrize(
    ("html", "layout"),
    [
        (  # the smallest element of several that hold the same
            '<div class="top"><div class="bt"><h2 id="t">{title}</h2></div></div>'
            f'<div class="sj">{BYLINE}</div>'
            '<div id="x{n}00"><div class="zw">{text}</div></div>',
            Layout(title="#t", byline="div.sj", body="div.zw"),
        ),
        (  # who edited, below the text
            f'<h1>{{title}}</h1><div class="sj">{BYLINE}</div><div class="zw">{{text}}</div>'
            '<div class="bj">（责任编辑：李云舟）</div>',
            Layout(title="h1", byline="div.sj", body="div.zw", editor="div.bj"),
        ),
        (  # a counter that a script prints
            f'<h1>{{title}}</h1><div class="sj">{BYLINE} 点击：[<script>hits(8)</script>]</div>'
            '<div class="zw">{text}</div>',
            Layout(title="h1", byline="div.sj", body="div.zw"),
        ),
        (  # a byline in cells
            '<h1>{title}</h1><table class="sj"><tr><td>日期：2025-08-0{n}</td>'
            '<td>来源：南浦日报</td><td>浏览：8</td></tr></table><div class="zw">{text}</div>',
            Layout(title="h1", byline="table.sj", body="div.zw"),
        ),
        (  # a way to the page, and a title for the printer
            '<p>首页 &gt; <i class="e">{title}</i></p><div id="a"><b class="bt">{title}</b>'
            f'<div class="sj">{BYLINE}</div><div class="zw"><b hidden>{{title}}</b>{{text}}</div>',
            Layout(title="b.bt", byline="div.sj", body="div.zw"),
        ),
        (  # a text without an element of its own, and a list of others beside it
            '<ul><li><a href="/t/{n}.html">{title}</a></li></ul><div class="zw">'
            f'<p class="bt">{{title}}</p><p class="sj">{BYLINE}</p>{{text}}</div>',
            Layout(title="p.bt", byline="p.sj"),
        ),
        (  # a time for machines
            '<meta name="PubDate" content="2025-08-0{n} 08:30"><h1>{title}</h1><div class="sj">'
            '<i>日期：2025-08-0{n}</i><i>来源：南浦日报</i></div><div class="zw">{text}</div>',
            Layout(title="h1", byline="div.sj", body="div.zw"),
        ),
        (  # a text in an element of a line
            f'<h1>{{title}}</h1><div class="sj">{BYLINE}</div><span id="zw">{{text}}</span>',
            Layout(title="h1", byline="div.sj", body="#zw"),
        ),
        (  # an editor beside others
            f'<h1>{{title}}</h1><div class="sj">{BYLINE}</div><div class="zw">{{text}}</div>'
            '<div class="x"><i class="b">责任编辑：李云舟</i><i class="s">分享</i></div>',
            Layout(title="h1", byline="div.sj", body="div.zw", editor="i.b"),
        ),
        (  # an editor in a paragraph like any other
            f'<div class="x"><h1>{{title}}</h1><div class="sj">{BYLINE}</div>'
            '<div class="zw">{text}</div><p>责任编辑：李云舟</p></div>',
            Layout(title="h1", byline="div.sj", body="div.zw"),
        ),
        (  # a byline in two places
            '<div class="ly">来源：南浦日报</div><h1>{title}</h1><div class="zw">{text}</div>'
            '<div class="x"><i class="d">发布时间：2025-08-0{n} 08:30</i> '
            '<i class="b">责任编辑：李云舟</i></div>',
            Layout(title="h1", body="div.zw", editor="i.b"),
        ),
        (  # names of the frame alone
            f'<div id="a"><h3>{{title}}</h3><h6>{BYLINE}</h6><div id="b">{{text}}</div></div>',
            Layout(title="#a h3", byline="#a h6", body="#b"),
        ),
        (  # a name that only says how it looks
            f'<h1>{{title}}</h1><div class="line mt-2 sj">{BYLINE}</div>'
            '<div class="zw">{text}</div>',
            Layout(title="h1", byline="div.sj", body="div.zw"),
        ),
        (  # elements that say what they are
            f"<table><tr><td><founder-title>{{title}}</founder-title></td></tr><tr><td>{BYLINE}"
            "</td></tr></table><article>{text}</article>",
            Layout(title="founder-title", body="article"),
        ),
    ],
)
def test_a_layout_selects_each_field_and_nothing_else(html: str, layout: Layout) -> None:
    assert drafted(rows(), html).layout == layout


def test_a_byline_may_stand_in_the_heading() -> None:
    html = f'<h1>{{title}}<br><span>{BYLINE}</span></h1><div class="zw">{{text}}</div>'
    layout = drafted(rows(), html).layout
    assert layout
    assert (layout.byline, layout.body) == ("h1 span", "div.zw")


def test_a_title_is_not_that_of_the_window() -> None:
    html = f'<div class="bt">{{title}}</div><p class="sj">{BYLINE}</p><div id="zw">{{text}}</div>'
    pages = [article(n, html) for n in (1, 2)]
    pages = [
        frozen(page.url.removeprefix("http://a.example"), page.html.decode(), TITLE.format(n=n))
        for n, page in enumerate(pages, 1)
    ]
    made = draft("nanpu", frozen("/list/1", rows()), pages)
    assert made.layout == Layout(title="div.bt", byline="p.sj", body="#zw")
