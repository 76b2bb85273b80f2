"""A page is an article by its own day, or by the day that a list says of it."""

from contextlib import suppress

import pytest

from article.errors import NotAnArticle
from article.reading import read_article
from crawler.discovery import read_list
from crawler.unknown.judging import holds_list, is_refused, judge, may_be_list

URL = "http://a.example/show?id=7"
TEXT = "居民们一早来到广场，帮忙布置展板和桌椅，准备晚上的邻里节，孩子们在一旁画画。" * 4
PAGE = f"<html><body><h1>社区举办邻里节活动</h1><div><p>{TEXT}</p></div></body></html>".encode()


@pytest.mark.parametrize(("listed", "verdict"), [("2025-08-01", "article"), (None, "neither")])
def test_prose_without_a_day_is_an_article_if_a_list_dates_it(
    listed: str | None, verdict: str
) -> None:
    article = read_article(PAGE, URL, listed_date=listed)
    assert judge(read_list(PAGE, URL), article, url=URL, has_news=False) == verdict


@pytest.mark.parametrize(
    ("told", "verdict"),
    [("社区举办邻里节活动", "article"), ("社区举办邻里节活…", "article"), ("邻里节", "neither")],
)
def test_prose_without_a_day_is_an_article_under_the_headline_of_a_list(
    told: str, verdict: str
) -> None:
    article = read_article(PAGE, URL)
    found = judge(read_list(PAGE, URL), article, url=URL, has_news=False, told=told)
    assert found == verdict


@pytest.mark.parametrize(
    ("told", "verdict"), [("关于召开文明城市创建推进会的通知", "article"), (None, "neither")]
)
def test_a_line_with_a_day_is_an_article_under_the_headline_of_a_list(
    told: str | None, verdict: str
) -> None:
    html = (
        "<html><body><h1>关于召开文明城市创建推进会的通知</h1><div>发布时间：2025-08-01</div>"
        "<div><p>定于周五上午九时召开会议。</p></div></body></html>"
    ).encode()
    article = read_article(html, URL)
    assert judge(read_list(html, URL), article, url=URL, has_news=False, told=told) == verdict


@pytest.mark.parametrize("told", ["节约用水从我做起公益海报", "节约用水从我做起公…"])
def test_a_poster_without_a_day_is_an_article_under_the_headline_of_a_list(told: str) -> None:
    html = "<h1>节约用水从我做起公益海报</h1><div><p><img src=/upload/water.jpg></p></div>".encode()
    article = read_article(html, URL, listed_title=told)
    assert [image.url for image in article.images] == ["http://a.example/upload/water.jpg"]
    page = read_list(html, URL)
    assert judge(page, article, url=URL, has_news=False, told=told) == "article"
    with pytest.raises(NotAnArticle):
        read_article(html, URL, listed_title="公益广告")


def test_prose_without_a_day_that_names_its_source_is_an_article() -> None:
    html = PAGE.decode().replace("<div>", "<div>来源：青岚日报</div><div>").encode()
    article = read_article(html, URL)
    assert article.published_at is None
    assert judge(read_list(html, URL), article, url=URL, has_news=False) == "article"


def test_excerpts_with_a_link_to_read_on_are_a_list() -> None:
    """As WordPress makes them: the author has a link too, and reading on goes to a mark."""
    rows = "".join(
        f'<article><h2><a href="/2025/08/0{n}/fete/">第{n}届家庭文化节开幕</a></h2>'
        f'<div>2025-08-0{n} <a href="/author/admin/">admin</a></div><div><p>{n}{TEXT} '
        f'<a href="/2025/08/0{n}/fete/#more-{n}">继续阅读</a></p></div></article>'
        for n in range(1, 4)
    )
    html = f"<html><body><h1>新闻</h1>{rows}</body></html>".encode()
    url = "http://a.example/category/news/"
    page = read_list(html, url)
    assert judge(page, read_article(html, url), url=url, has_news=True) == "list"


def test_a_list_that_shows_its_newest_text_in_full_is_a_list() -> None:
    html = (
        "<title>文化惠民</title><div><h2><a href=/show?id=9>社区举办邻里节活动</a></h2>"
        f"<div>2025-08-01</div><div><p>{TEXT}</p><p>{TEXT[20:]}</p></div></div>"
        "<ul><li><a href=/show?id=8>第八届家庭文化节开幕</a><i>2025-07-01</i></li></ul>"
    ).encode()
    page, url = read_list(html, "http://a.example/wh/"), "http://a.example/wh/"
    assert judge(page, read_article(html, url), url=url, has_news=False) == "list"


def test_links_alone_are_a_list_whatever_its_address_promised() -> None:
    rows = "".join(
        f'<li><a href="/show/a{n}.html">第{n}届家庭文化节开幕</a></li>' for n in range(3)
    )
    page = read_list(f"<html><body><ul>{rows}</ul></body></html>".encode(), URL)
    assert not page.articles
    assert holds_list(page, None, is_of_links=True)
    assert not holds_list(page, None)


@pytest.mark.parametrize(
    ("about", "count", "verdict"), [("", 8, "list"), ("", 1, "list"), (TEXT, 8, "neither")]
)
def test_a_list_above_the_names_of_other_sites_is_a_list(
    about: str, count: int, verdict: str
) -> None:
    items = "".join(
        f'<li><a href="./202608/t2026080{n}_{n}.shtml">云溪镇第{n}期邻里节</a> 2026-08-0{n}</li>'
        for n in range(1, count + 1)
    )
    others = "".join(
        f'<a href="http://{n}.b.example/">www.wenming{n}.b.example</a>' for n in range(20)
    )
    html = (
        f"<html><title>要闻</title><body><div>{about}</div><ul>{items}</ul>"
        f"<div><h4>全国文明网站</h4>{others}<br>未经许可不得转载。</div></body></html>"
    ).encode()
    url = "http://a.example/yw/"
    article = None
    with suppress(NotAnArticle):  # where the rows are many, the reader sees it as well
        article = read_article(html, url)
    page = read_list(html, url)
    assert judge(page, article, url=url, has_news=False, told="要闻") == verdict


def test_a_text_with_one_link_at_its_end_is_no_list_of_excerpts() -> None:
    page = (
        f"<html><body><div><h1>社区举办邻里节活动</h1><div>发布时间：2025-08-01</div><p>{TEXT}</p>"
        '<p>上一篇：<a href="/show?id=6">上一条</a></p></div></body></html>'
    ).encode()
    article = read_article(page, URL)
    assert judge(read_list(page, URL), article, url=URL, has_news=False) == "article"


@pytest.mark.parametrize("is_title_beside", [True, False])
def test_the_name_of_a_channel_among_the_facts_of_an_article_makes_it_no_list(
    is_title_beside: bool,
) -> None:
    """As blogs have it: all else beside the only link around a text is the text."""
    title = "<h2>社区举办邻里节活动</h2>"
    facts = '2025-08-01 | 分类：<a href="/c2.html">乡风文明</a>'
    texts = f"<p>{TEXT}</p><p>{TEXT[20:]}</p>"
    shown = f"{title}<div>{facts}</div>" if is_title_beside else f"<div>{facts}</div>"
    html = (
        f'{"" if is_title_beside else title}<div class=nav><a href="/">首页</a>'
        f'<a href="/c2.html">乡风文明</a></div><div>{shown}{texts}</div>'
    ).encode()
    page, article = read_list(html, URL), read_article(html, URL)
    assert judge(page, article, url=URL, has_news=False) == "article"


def test_files_with_a_day_each_are_a_list() -> None:
    rows = "".join(
        f'<li><a href="/up/{n}.pdf">第{n}届家庭文化节方案</a><span>2025-08-0{n}</span></li>'
        for n in range(1, 5)
    )
    page = f"<html><body><h1>工作简报</h1><ul>{rows}</ul></body></html>".encode()
    url = "http://a.example/jianbao/"
    assert judge(read_list(page, url), read_article(page, url), url=url, has_news=False) == "list"


def test_a_text_with_headlines_at_its_side_is_no_list_when_these_turn_out_to_be_articles() -> None:
    titles = ("青石镇志愿者清扫河道", "白河镇举办家风故事会", "云溪镇评选最美家庭")
    shown = "".join(f'<a href="/v?id={n}">{title}</a>' for n, title in enumerate(titles))
    side = f"<div class=side>{shown}</div>"
    for html, expected in (
        (PAGE.replace(b"</body>", b"%b</body>" % side.encode()), False),
        (f"<html><body>{shown}</body></html>".encode(), True),
    ):
        try:
            article = read_article(html, URL)
        except NotAnArticle:
            article = None
        assert may_be_list(read_list(html, URL), article, url=URL) is expected


def test_headlines_beside_a_way_to_log_in_are_no_refusal() -> None:
    titles = ("青石镇志愿者清扫河道", "白河镇举办家风故事会", "云溪镇评选最美家庭")
    shown = "".join(f'<a href="/v?id={n}">{title}</a>' for n, title in enumerate(titles))
    for body, is_wall in (("", True), (shown, False)):
        html = f'<html><body><a href="/login">用户登录</a>{body}</body></html>'.encode()
        with pytest.raises(NotAnArticle) as refused:
            read_article(html, "http://a.example/")
        assert refused.value.kind == "blocked"
        assert is_refused(read_list(html, "http://a.example/"), "blocked") is is_wall


@pytest.mark.parametrize(
    ("pager", "verdict"), [("<a href=?p=2>下一页</a>", "list"), ("", "neither")]
)
def test_excerpts_in_rows_of_their_own_are_those_of_a_list_that_goes_on(
    pager: str, verdict: str
) -> None:
    rows = "".join(
        f"<tr><td><a href=v?n={n}>第{n}次邻里节活动开幕</a></td><td>2026-11-0{n}</td></tr>"
        f"<tr><td colspan=2>{TEXT}</td></tr>"
        for n in range(1, 5)
    )
    html = f"<html><title>要闻</title><table>{rows}</table>{pager}</html>".encode()
    article = read_article(html, URL)
    assert judge(read_list(html, URL), article, url=URL, has_news=False) == verdict


@pytest.mark.parametrize(
    ("title", "text", "verdict"),
    [
        ("云秀兰", f"云秀兰，女，1956年生。{TEXT}", "article"),
        ("中心简介", f"我们是一个服务机构。{TEXT}", "neither"),
    ],
)
def test_a_text_that_begins_with_the_name_in_a_list_of_persons_is_an_article(
    title: str, text: str, verdict: str
) -> None:
    html = f"<title>{title}-好人榜</title><h2>{title}</h2><div><p>{text}</p></div>".encode()
    article, page = read_article(html, URL), read_list(html, URL)
    assert judge(page, article, url=URL, has_news=False, named=title) == verdict
    assert judge(page, article, url=URL, has_news=False) == "neither"


@pytest.mark.parametrize(("count", "verdict"), [(3, "list"), (1, "neither")])
def test_rows_that_lead_to_other_sites_make_a_list_for_now(count: int, verdict: str) -> None:
    rows = "".join(
        f'<li><a href="http://b.example/{n}.html">各地推进家风建设第{n}讲</a> 2025-08-0{n}</li>'
        for n in range(1, count + 1)
    )
    url = "http://a.example/gj/"
    page = read_list(f"<html><body><ul>{rows}</ul></body></html>".encode(), url)
    assert judge(page, None, url=url, has_news=False) == verdict
