"""Titles without their site, layouts of their day, further pages."""

import time
from datetime import date

import pytest
from cssselect import SelectorError

from article.errors import NotAnArticle
from article.facts.sitename import without_site
from article.layout import Layout, in_force
from article.markup.paging import find_pages, page_number
from article.markup.walk import read_page
from article.reading import read_article

URL = "http://www.qinglan.example/wmcj/t1.shtml"

TITLES = [
    ("春风送暖进社区---中国文明网", "春风送暖进社区"),
    ("春风送暖进社区-中国文明网", "春风送暖进社区"),
    ("春风送暖进社区--中国文明网·湖北-湖北文明网", "春风送暖进社区"),
    ("春风送暖进社区_社会频道_某某新闻网", "春风送暖进社区"),
    ("春风送暖进社区", "春风送暖进社区"),
    ("2024-2025年度优秀志愿者名单", "2024-2025年度优秀志愿者名单"),
    ("图说青岚 | 一座城的清晨", "图说青岚 | 一座城的清晨"),
    ("青岚文明网", "青岚文明网"),
    ("公告-青岚文明网", "公告"),
]


@pytest.mark.parametrize(("title", "without"), TITLES)
def test_the_site_is_no_part_of_a_title(title: str, without: str) -> None:
    assert without_site(title) == without


def test_what_follows_a_long_dash_on_a_page_is_a_subtitle() -> None:
    title = "把舞台搭到田间地头——青岚县三合村见闻"
    assert without_site(title, is_shown=True) == title


@pytest.mark.parametrize(
    "tools",
    [
        "字号：<a>大</a><a>小</a>",
        "【字体：大 中 小】",
        "[ 阅读次数：22 ]",
        "2025-08-01 来源：青岚日报",
        "发布时间：2025-08-01 10:20 来源：青岚日报",
    ],
)
@pytest.mark.parametrize("tag", ["h1", "div"])
def test_tools_in_the_element_of_a_title_are_none_of_it(tag: str, tools: str) -> None:
    title, text = (
        "春风送暖进社区",
        "<p>清晨，志愿服务队走进社区，帮助居民清理楼道里的杂物。</p>" * 3,
    )
    shown = f"<{tag}>{title}<span>{tools}</span></{tag}><p>2025-08-01</p>"
    is_told = tag == "h1" or "2025" not in tools  # else nothing parts the title from its byline
    for name in [f"{title}-青岚文明网", *["青岚文明网"] * is_told]:
        html = f"<html><title>{name}</title><body>{shown}<div>{text}</div></body></html>"
        assert read_article(html.encode(), "http://a.example/1.html").title == title


@pytest.mark.parametrize("reporter", ["", "本报记者 余 海 通讯员 卓 丽", "□ 余海", "记者：余海"])
def test_the_line_above_text_and_reporters_is_the_title_where_a_page_has_but_its_sites(
    reporter: str,
) -> None:
    text = "<p>清晨，志愿服务队走进社区，帮助居民清理楼道里的杂物。</p>" * 3
    rows = ["青岚日报 2025年8月1日 星期五", "上一期 下一期", "引题在上", "春风送暖进社区", reporter]
    above = "".join(f"<tr><td>{row}</td></tr>" for row in rows if row)
    html = f"<title>青岚日报</title><table>{above}<tr><td><div>{text}</div></td></tr></table>"
    article = read_article(f"<meta charset=utf-8>{html}".encode(), "http://a.example/1.html")
    assert article.title == "春风送暖进社区"


def test_old_pages_are_read_by_the_layout_of_their_day() -> None:
    new, old, oldest = (
        Layout(body=".c"),
        Layout(until=date(2024, 6, 30)),
        Layout(until=date(2019, 1, 1)),
    )
    layouts = [new, old, oldest]
    assert in_force(layouts, date(2018, 5, 1))[0] is oldest
    assert in_force(layouts, date(2024, 6, 30))[0] is old
    assert in_force(layouts, date(2024, 7, 1)) == [new]
    assert in_force(layouts, None)[0] is new


def test_a_byline_in_the_heading_that_a_layout_names_is_no_part_of_the_title() -> None:
    told = "<span>2025-11-29 来源：<a href=/>青岚网</a> 评论：0</span>"
    head = f"<title>{SHOWN}</title><h1>{SHOWN}<br>青岚市侧记<br>{told}</h1>"
    html = f"<meta charset=utf-8>{head}{STORY}"
    layout = Layout(title="h1", byline="h1 span")
    article = read_article(html.encode(), URL, [layout])
    assert (article.title, article.source) == (f"{SHOWN} 青岚市侧记", "青岚网")


def test_a_wrong_selector_fails_where_it_is_written() -> None:
    with pytest.raises(SelectorError):
        Layout(body="div >")


PAGERS = [
    (
        '<script>createPageHTML(3, 0, "t2_1", "shtml")</script>',
        "t2_1.shtml", ["t2_1_1.shtml", "t2_1_2.shtml"],
    ),
    (
        '<script>createPageHTML("3", "1", "t2_1", "shtml")</script>',
        "t2_1_1.shtml", ["t2_1_2.shtml"],
    ),
    ('<script>createPageHTML(1, 0, "t2_1", "shtml")</script>', "t2_1.shtml", []),
    ('<script>createPageHTML(, , "t2_1", "html")</script>', "t2_1.html", []),
    ('<script>createPageHTML(9, 0, "index", "shtml")</script>', "t2_1.shtml", []),
    (
        '<a href="content_77_2.htm">2</a><a href="content_77_3.htm">3</a>',
        "content_77.htm", ["content_77_2.htm", "content_77_3.htm"],
    ),
    (
        '<a href="content_77.htm">1</a><a href="content_77_3.htm">3</a>',
        "content_77_2.htm", ["content_77_3.htm"],
    ),
    (
        '<a href="content_77_1.htm">下一页</a><a href="content_77_2.htm">尾页</a>',
        "content_77.htm", ["content_77_1.htm", "content_77_2.htm"],
    ),
    (
        '<a href="content_77_1.htm">1</a><a href="content_77_2.htm">2</a>',
        "content_77.htm", ["content_77_2.htm"],
    ),
    ('<a href="content_13.htm">别的文章</a>', "content_12.htm", []),
    (
        '<span>1</span><a href="show.php?id=7&amp;page=2">2</a><a href="show.php?id=7&page=3">3</a>'
        '<a href="show.php?id=8">下一篇</a>',
        "show.php?id=7", ["show.php?id=7&page=2", "show.php?id=7&page=3"],
    ),
    ('<a href="show.php?id=7&page=2">2</a>', "show.php?id=7&page=2", []),
    ('<a href="show.php?id=7&page=2">网友评论</a>', "show.php?id=7", []),
    (
        '<a href="3107/2">2</a><a href="3107/3">3</a><a href="3107/2">下一页</a>'
        '<a href="3108">下一篇</a><a href="3108/2">2</a>',
        "3107", ["3107/2", "3107/3"],
    ),
    (
        '<b>1</b><a href="310?page=2">2</a><a href="?page=3">3</a><a href="?page=2">下一页</a>'
        '<a href="310?page=all">全文阅读</a>',
        "310", ["310?page=2", "310?page=3"],
    ),
    ('<a href="3107.html?pageNum=1">1</a><a href="3107.html?pageNum=3">3</a>',
     "3107.html?pageNum=2", ["3107.html?pageNum=3"]),
    ('<a href="/wmcj/3107-2/">下一页</a>', "3107/", ["3107-2/"]),
    ('<a href="3107/2">网友评论</a>', "3107", []),
    ('<b>1</b><a href="3107.html/2">2</a><a href="3107.html/3">3</a><a href="3108.html/2">2</a>',
     "3107.html", ["3107.html/2", "3107.html/3"]),
    ('<b>1</b><a href="/wmcj/3107.html/2#top">2</a>', "3107.html", ["3107.html/2#top"]),
    ('<b>1</b><a href="wen-77-2.html">2</a><a href="wen-77-2.html" class="nxt">下一页</a>'
     '<a href="wen-76-1.html">邻里节</a>', "wen-77-1.html", ["wen-77-2.html"]),
    ('<a href="wen-77-2.html">邻里节又开场</a>', "wen-77-1.html", []),
    ("""<input type=button value="首页" onclick="location.href=encodeURI('310.jhtml');"><input
type=button value="下一页" onclick="location.href=encodeURI('310_2.jhtml');">""",
     "310.jhtml", ["310_2.jhtml"]),
    ('<select><option value="/wmcj/310.html">1</option><option value="/wmcj/310_2.html">2</option>',
     "310.html", ["310_2.html"]),
    ('<select><option value="/zy/310_2.html">邻里节</option></select>', "310.html", []),
    ('<select><option value=310.html>1<option value=310_2.html>2</select>',
     "310.html", ["310_2.html"]),
    ("<script>show('/old/wmcj/310_2.html'); show('//m.a.example/wmcj/310_2.html')</script>",
     "310.html", []),
    ('<b>1</b><a href="77_p2.html">2</a><a href="77_p2.html">下一页</a>',
     "77.html", ["77_p2.html"]),
    ('<b>1</b><a href="77/2.html">2</a><a href="77/12.html">邻里节</a>', "77.html", ["77/2.html"]),
    ('<b>1</b><a href="show.aspx?id=7&pg=2">2</a>', "show.aspx?id=7", ["show.aspx?id=7&pg=2"]),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "name", "pages"), PAGERS)
def test_further_pages_are_found(markup: str, name: str, pages: list[str]) -> None:
    folder = "http://www.qinglan.example/wmcj/"
    page = read_page(f"<html><body><p>正文</p>{markup}</body></html>", folder + name)
    assert page is not None
    assert find_pages(page) == tuple(folder + page for page in pages)


def test_a_page_full_of_what_its_long_name_is_made_of_is_looked_through_once() -> None:
    name = "a" * 1000
    page = read_page(f"<p>{name * 500}</p>", f"http://q.example/t/{name}.html")
    assert page is not None
    started = time.thread_time()
    assert find_pages(page) == ()
    assert time.thread_time() - started < 0.3


def test_what_a_script_names_in_a_folder_is_no_further_page_of_what_is_in_none() -> None:
    markup = "<body><p>正文</p><script>show('/zy/310_2.html')</script>"
    page = read_page(markup, "http://www.qinglan.example/310.html")
    assert page is not None
    assert find_pages(page) == ()


def test_a_number_alone_is_that_of_a_page_only_behind_a_known_first_page() -> None:
    first = "http://a.example/wmcj/77.html"
    assert page_number("http://a.example/wmcj/77/2.html", first) == 2
    assert page_number("http://a.example/list/12.html") == 0


def test_a_home_page_has_no_further_pages() -> None:
    page = read_page('<body><p>正文</p><a href="/?page=2">2</a>', "http://www.qinglan.example/")
    assert page is not None
    assert find_pages(page) == ()


@pytest.mark.parametrize(
    ("links", "own", "first", "rest"),
    [
        (["7_2.html", "7_4.html", "8_4.html"], "7_3.html", "7.html", "7_4.html"),
        (["/tuji/3107", "/tuji/3107/3"], "3107/2", "3107", "3107/3"),
        (["wen-8-1.html", "wen-7-3.html"], "wen-7-2.html", "wen-7-1.html", "wen-7-3.html"),
        (["/tuji/7.html", "/tuji/7/3.html"], "7/2.html", "7.html", "7/3.html"),
    ],
)
def test_a_further_page_that_names_but_its_neighbours_is_told_by_the_first(
    links: list[str], own: str, first: str, rest: str
) -> None:
    folder = "http://www.qinglan.example/tuji/"
    markup = "".join(f'<a href="{link}">{number}</a>' for number, link in enumerate(links, 2))
    page = read_page(f"<html><body><p>图为村晚</p>{markup}</body></html>", folder + own)
    assert page is not None
    assert find_pages(page) == ()
    assert find_pages(page, folder + first) == (folder + rest,)


def test_a_title_on_two_lines_without_a_heading_is_whole() -> None:
    text = "居民们一早来到广场，帮忙布置展板和桌椅，准备晚上的邻里节。" * 4
    page = (
        "<html><head><title>西坪县举行升国旗仪式及表彰大会-云溪文明网</title></head><body>"
        "<center><b>西坪县举行<br>升国旗仪式及表彰大会</b></center><p>云溪文明网</p>"
        f"<p>2025年1月1日 来源：青石日报</p><hr><p>{text}</p></body></html>"
    )
    article = read_article(page.encode(), "http://a.example/show?id=7")
    assert article.title == "西坪县举行升国旗仪式及表彰大会"
    assert article.body == text


PUBLISHED_BY_LAW = """<html><head><meta charset=utf-8><title>青岚县人民政府门户网站</title></head>
<body><table><tr><th>索引号</th><td>QL-2025-0031</td><th>发布日期</th><td>2025-09-30</td></tr>
<tr><th>名　　称</th><td>县文旅局2024年度部门决算</td>
<th>发布机构</th><td>县文旅局</td></tr></table><div class=t>县文旅局2024年度部门决算</div>
<div class=n><p>现将县文旅局2024年度部门决算公开如下，接受群众监督。</p>
<p>本年度收支平衡，各项经费开支控制在预算以内，没有新增的政府债务。</p></div></body></html>"""


def test_title_and_office_are_in_the_table_of_what_has_to_be_published() -> None:
    article = read_article(PUBLISHED_BY_LAW.encode(), "http://www.qinglan.example/xx/1.html")
    assert (article.title, article.source) == ("县文旅局2024年度部门决算", "县文旅局")


@pytest.mark.parametrize("label", ["成文日期", "生成日期", "印发日期"])
@pytest.mark.parametrize("form", ["<p>{}</p><p>{}</p>", "<p><b>{}</b><i>{}</i></p>"])
def test_cells_without_colons_tell_their_days_apart(label: str, form: str) -> None:
    title = "青岚县文明行为促进办法"
    cells = [
        ("索引号", "QL-2025-0031"),
        (label, "2025-09-20"),
        ("发布机构", "青岚县人民政府"),
        ("公开日期", "2025-09-30"),
        ("标题", title),
    ]
    table = "".join(form.format(*cell) for cell in cells)
    text = "<p>现将青岚县文明行为促进办法印发给你们，请认真贯彻执行。</p>" * 2
    html = f"<meta charset=utf-8><title>{title}</title>{table}<h1>{title}</h1><div>{text}</div>"
    article = read_article(html.encode(), "http://www.qinglan.example/xx/1.html")
    assert (str(article.published_at), article.source) == ("2025-09-30", "青岚县人民政府")


def test_the_source_may_be_a_picture_and_stand_below_the_text() -> None:
    text = "<p>志愿者走进社区，为老人理发、修伞、读报，一直忙到傍晚，大家都说好。</p>" * 2
    title = "走进社区的一天"
    form = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{{}}</body></html>"
    logo = '<p>2025-11-29 来源：<a href=/><img src=l.gif alt="云川日报"></a></p>'
    for body, source in (
        (f"{logo}<div>{text}</div>", "云川日报"),
        (
            f"<p>2025-11-29</p><div>{text}<p>来源：县融媒体中心</p><p>记者：余海</p></div>",
            "县融媒体中心",
        ),
    ):
        assert read_article(form.format(body).encode(), "http://q.example/1").source == source


@pytest.mark.parametrize("mark", ["<em>原创</em>", "<span>原创</span> ", "【转载】", "[推荐] "])
def test_a_mark_before_a_title_is_no_part_of_it(mark: str) -> None:
    title, text = "走进社区的一天", "志愿者走进社区，为老人理发、修伞、读报，大家都说好。" * 3
    page = (
        f"<html><head><title>{title}_青岚网</title></head><body><h1>{mark}{title}</h1>"
        f"<p>2025-11-29 来源：青岚网</p><div><p>{text}</p></div></body></html>"
    )
    assert read_article(page.encode(), "http://q.example/1").title == title


def test_a_title_without_heading_may_have_a_mark_too() -> None:
    shown = f"<div><i>原创</i>春风送暖进社区</div>{STORY}"
    html = f"<meta charset=utf-8><title>春风送暖进社区_青岚网</title>{shown}"
    assert read_article(html.encode(), "http://a.example/1.html").title == "春风送暖进社区"


def test_a_title_may_begin_with_the_word_of_a_mark() -> None:
    title, text = "原创歌曲唱响乡村", "志愿者走进社区，为老人理发、修伞、读报，大家都说好。" * 3
    page = (
        f"<html><head><title>{title}_青岚网</title></head><body><h1>{title}</h1>"
        f"<p>2025-11-29 来源：青岚网</p><div><p>{text}</p></div></body></html>"
    )
    assert read_article(page.encode(), "http://q.example/1").title == title


def test_the_title_of_a_newspaper_page_is_its_heading_not_the_papers_name() -> None:
    text = "志愿者走进社区，为老人理发、修伞、读报，大家都说好。" * 3
    page = (
        "<html><head><title>青岚日报电子版</title></head><body>"
        "<div>版次：A03 日期：2025-11-29</div>"
        "<div>肩题：志愿服务在身边</div><h2>走进社区的一天</h2><div>副题：清溪镇侧记</div>"
        f"<div><p>{text}</p></div><h2>相关新闻</h2><p><a href=/2>老街换新颜</a></p></body></html>"
    )
    assert read_article(page.encode(), "http://q.example/1").title == "走进社区的一天"


SHOWN = "春风送暖进社区"


@pytest.mark.parametrize(
    "stated",
    [
        "{$title}",
        "null",
        "关于开展年度检查的通知",
        "文明创建",
        "青岚文明网",
        "春风送暖进社区",
        "&amp;ldquo;春风送暖&amp;rdquo;进社区",
    ],
)
@pytest.mark.parametrize("tag", ["h1", "div"])
def test_a_stated_title_that_a_page_shows_otherwise_is_none(stated: str, tag: str) -> None:
    shown = "“春风送暖”进社区" if "ldquo" in stated else SHOWN
    head = (
        f'<title>{shown}-文明创建-青岚文明网</title><meta name="ArticleTitle" content="{stated}">'
    )
    named = '<meta name="ColumnName" content="文明创建"><p><a href=/a>文明创建</a></p>'
    html = f"<meta charset=utf-8>{head}{named}<{tag}>{shown}</{tag}>{STORY}"
    assert read_article(html.encode(), "http://a.example/1.html").title == shown


@pytest.mark.parametrize(
    ("named", "stated"),
    [
        ("青岚文明网", "春风送暖进社区"),
        ("文明创建-青岚文明网", "春风送暖进社区"),
        ("春风送暖进社区——青岚市侧记-青岚文明网", "春风送暖进社区——青岚市侧记"),
    ],
)
def test_a_stated_title_wins_over_names_and_what_is_shown_in_part(named: str, stated: str) -> None:
    head = f'<title>{named}</title><meta name="ArticleTitle" content="{stated}">'
    html = f"<meta charset=utf-8>{head}<h1>{named.split('-')[0]}</h1><p>{SHOWN}</p>{STORY}"
    assert read_article(html.encode(), "http://a.example/1.html").title == stated


@pytest.mark.parametrize(
    "above",
    [
        "<h1>标题：春风送暖进社区</h1>",
        "<h1>[文明创建]春风送暖进社区</h1>",
        "<div>【文明创建】春风送暖进社区</div>",
        "<h1>春风送暖进社区 <small>2025-08-01</small></h1>",
        "<h1>春风送暖进社区<small>2025-08-01 08:20</small></h1>",
        "<h1><em>图文</em><span>春风送暖进社区</span></h1>",
        "<h1>快讯：春风送暖进社区</h1>",
        "<h1>视频 | 春风送暖进社区</h1>",
        "<div>春风送暖进社区 2025年8月1日 08:20</div>",
        "<h1>春风送暖进社区<sup>HOT</sup></h1>",
    ],
)
def test_what_a_site_sets_around_a_title_is_none_of_it(above: str) -> None:
    html = f"<meta charset=utf-8><title>{SHOWN}-青岚文明网</title>{above}{STORY}"
    assert read_article(html.encode(), "http://a.example/1.html").title == SHOWN
    # What the document's title has too belongs to the title.
    title = "【好人榜】春风送暖进社区"
    html = f"<meta charset=utf-8><title>{title}-青岚文明网</title><h1>{title}</h1>{STORY}"
    assert read_article(html.encode(), "http://a.example/1.html").title == title


@pytest.mark.parametrize("named", ["青岚县文明办", "青岚市文明委"])
def test_a_document_may_be_entitled_as_the_office_that_runs_the_site(named: str) -> None:
    text = STORY[STORY.index("<div>") :]
    html = f"<meta charset=utf-8><title>{named}</title><p><b>{SHOWN}</b></p>{text}"
    assert read_article(html.encode(), "http://a.example/1.html").title == SHOWN


def test_a_subtitle_in_a_heading_is_not_the_title() -> None:
    named = "春风送暖进社区——青岚市志愿服务侧记-青岚文明网"
    above = "<div>春风送暖进社区</div><h3>——青岚市志愿服务侧记</h3>"
    html = f"<meta charset=utf-8><title>{named}</title>{above}{STORY}"
    title = read_article(html.encode(), "http://a.example/1.html").title
    assert title == "春风送暖进社区——青岚市志愿服务侧记"


@pytest.mark.parametrize("named", ["青岚文明网", "春风送暖…-青岚文明网"])
def test_a_title_that_a_list_cuts_is_whole_in_its_line(named: str) -> None:
    text = STORY[STORY.index("<div>") :]
    html = f"<meta charset=utf-8><title>{named}</title><div>{SHOWN}</div>{text}"
    article = read_article(html.encode(), "http://a.example/1.html", listed_title="春风送暖…")
    assert article.title == SHOWN


def test_what_has_no_width_is_no_part_of_short_fields() -> None:
    title = f"春风\u200b送暖{SHOWN[4:]}"
    story = STORY.replace("青岚日报", "\ufeff青岚\u200b日报 作者：余\u00ad海")
    html = f"<meta charset=utf-8><title>{title}-青岚文明网</title><h1>{title}</h1>{story}"
    article = read_article(html.encode(), "http://a.example/1.html")
    assert (article.title, article.source, article.author) == (SHOWN, "青岚日报", "余海")


@pytest.mark.parametrize("title", ["我们的节日·端午 | 粽叶飘香", "文明风尚_粽叶飘香"])
def test_what_a_page_shows_behind_a_sign_belongs_to_its_title(title: str) -> None:
    html = f"<meta charset=utf-8><title>{title}-青岚文明网</title><div>{title}</div>{STORY}"
    assert read_article(html.encode(), "http://a.example/1.html").title == title


def test_links_that_are_one_line_are_no_outlet() -> None:
    links = "<a href=/>首页</a><a href=/yw/>要闻</a><a href=/wm/>文明创建</a>"
    story = STORY.replace(" 来源：青岚日报", "")
    html = f"<meta charset=utf-8><title>青岚文明网</title><div>{links}</div>{story}"
    article = read_article(html.encode(), "http://a.example/1.html", listed_title=SHOWN)
    assert (article.title, article.source) == (SHOWN, None)


def test_a_title_that_the_document_cuts_is_whole_in_its_line() -> None:
    text = STORY[STORY.index("<div>") :]
    html = f"<meta charset=utf-8><title>春风送暖…-青岚文明网</title><div>{SHOWN}</div>{text}"
    assert read_article(html.encode(), "http://a.example/1.html").title == SHOWN


BYLINE = "<p>2025-11-29 来源：青岚网</p>"
CRUMB = "<p><a href=/>首页</a> &gt; <a href=/a>文明创建</a></p>"
NAMED = [  # title of the document; what stands above the text
    ("青岚网", "<h1>青岚网</h1><h2>走进社区的一天</h2>" + BYLINE),
    ("青岚网", "<h1>青岚网</h1><p><b>走进社区的一天</b></p>" + BYLINE),
    ("青岚网", "<div>青岚网</div><h3>走进社区的一天</h3>" + BYLINE),
    ("青岚县人民政府", "<div>青岚县人民政府</div><h1>走进社区的一天</h1>" + BYLINE),
    ("文明创建-青岚网", CRUMB + "<h2>文明创建</h2><h1>走进社区的一天</h1>" + BYLINE),
    ("文明创建-青岚网", CRUMB + "<p>文明创建</p><p>走进社区的一天</p>" + BYLINE),
    ("新闻详情", "<p>新闻详情</p><p>走进社区的一天</p>" + BYLINE),
    ("好人榜 - 正文", "<h1>青岚网</h1><h2>好人榜</h2><h3>走进社区的一天</h3>" + BYLINE),
    ("走进青岚-正文", "<h1>走进青岚</h1><p>一场温暖的相遇与重逢</p>" + BYLINE),
    ("青岚网", "<h1>走进社区<br>的一天</h1>" + BYLINE),
    ("青岚网", CRUMB + "<h1>文明创建</h1><h2>走进社区的一天</h2>" + BYLINE),
    ("青岚网", "<meta name=ArticleTitle content=青岚网><h1>走进社区的一天</h1>" + BYLINE),
    ("青岚网", "<meta name=ArticleTitle content=元宵灯会开幕><p>走进社区的一天</p>" + BYLINE),
    ("青岚网", "<div>走进社区<br>的一天</div>" + BYLINE),
    ("青岚网", "<div><a href=/>首页</a> &gt; 要闻<br>走进社区的一天<br>2025-11-29<br>青岚网</div>"),
    ("走进社区的一天", "<h1>走进社区的一天</h1><p>一场温暖的相遇与重逢</p>" + BYLINE),
    ("走进社区", "<a href=/1>走进社区</a><h1>走进社区</h1><p>实验小学三班 李小雨</p>" + BYLINE),
    ("走进青岚网", "<h1>走进青岚网</h1>" + BYLINE),
    ("青岚发布", BYLINE + "<p>走进社区的一天</p>"),
    ("青岚网", BYLINE + "<p>走进社区的一天</p><p>点击收听本新闻</p>"),
]


@pytest.mark.parametrize(("named", "above"), NAMED)
def test_a_page_entitled_as_its_site_or_channel_has_another_title(named: str, above: str) -> None:
    text = "志愿者走进社区，为老人理发、修伞、读报，大家都说好。" * 3
    page = f"<html><head><title>{named}</title></head><body>{above}<div><p>{text}</p></div></body>"
    title = read_article(page.encode(), "http://q.example/1").title
    assert title == (named.removesuffix("-正文") if named.startswith("走进") else "走进社区的一天")


@pytest.mark.parametrize(
    "title",
    [
        *("分享阅读 点亮人生", "关闭煤矿变身湿地公园", "三、四年级学生走进河畔"),
        *("不忘初心。再出发", "主题党日活动", "责任重于泰山", "内容为王", "时间银行"),
    ],
)
def test_a_title_may_begin_like_a_button_a_number_or_a_label(title: str) -> None:
    text = "<p>志愿者走进社区，为老人理发、修伞、读报，大家都说好。</p>" * 3
    html = f"<meta charset=utf-8><title>青岚网</title><p>{title}</p>{BYLINE}<div>{text}</div>"
    assert read_article(html.encode(), "http://q.example/1").title == title


@pytest.mark.parametrize(
    "below",
    [
        "<p>一、活动时间</p><p>2025年8月1日至8月8日</p>",
        "<p>青岚县文明办公室</p><p>2025年8月1日</p>",
        "<div><h4>网友评论</h4><p>为家乡点赞！</p><p>2025-08-01 12:00</p></div>",
        "<div><a href=/1.html>社区开集</a><p>集市上热闹非凡……</p><p>2025-08-01</p></div>",
        "<p>【打印】【关闭】</p><p>2025-08-01 12:00</p>",
    ],
)
def test_what_stands_above_another_day_is_no_title(below: str) -> None:
    text = "<p>志愿者走进社区，为老人理发、修伞、读报，大家都说好。</p>" * 3
    html = f"<title>青岚网</title><a href=/>首页</a>{BYLINE}<p>走进社区的一天</p><div>{text}</div>"
    url = "http://q.example/1"
    article = read_article(f"<meta charset=utf-8>{html}{below}".encode(), url)
    assert article.title == "走进社区的一天"


STORY = (
    "<p>2025-08-01 来源：青岚日报</p><div>"
    + "<p>她二十三年如一日照料瘫痪的婆婆，邻里都夸。</p>" * 3
    + "</div>"
)


@pytest.mark.parametrize(
    ("named", "shown", "title"),
    [
        ("窦桂芝_青岚文明网", "<h2>窦桂芝</h2><p>孝老爱亲好人</p>", "窦桂芝"),
        ("窦桂芝-好人榜-青岚文明网", "<h3>窦桂芝</h3>", "窦桂芝"),
        ("家风_青岚文明网", "<h1>家风</h1>", "家风"),
        ("渡口_副刊_青岚文明网", "<div>渡口</div><div>余海</div>", "渡口"),
        ("青岚文明网-渡口", "<h1><a href=/>青岚文明网</a></h1><div>渡 口</div>", "渡 口"),
        ("青岚文明网", "<h1>渡口</h1>", "渡口"),
        ("要闻-青岚文明网", "<h1>要闻</h1><h2>春风送暖进社区</h2>", "春风送暖进社区"),
        ("青岚文明网", "<p>春风送暖进社区</p><p>——记她二十三年</p>", "春风送暖进社区"),
        ("春风送暖进社区_青岚文明网", "<h1>春风送暖进…</h1>", "春风送暖进社区"),
        ("我想对您说……-好人榜-青岚文明网", "<h1>我想对您说……</h1>", "我想对您说……"),
    ],
)
def test_a_title_may_be_a_name_or_shown_cut(named: str, shown: str, title: str) -> None:
    html = f"<meta charset=utf-8><title>{named}</title>{shown}{STORY}"
    assert read_article(html.encode(), "http://a.example/1.html").title == title


def test_a_label_is_no_title_where_a_short_one_stands_alone() -> None:
    below = "<p>发布单位：青岚县文明办</p><p>发布时间：2025-08-01</p>"
    html = f"<meta charset=utf-8><title>渡口-青岚文明网</title><div>渡口</div>{STORY}{below}"
    assert read_article(html.encode(), URL).title == "渡口"


def test_a_heading_that_leads_on_to_the_title_is_but_its_first_half() -> None:
    html = (
        f"<meta charset=utf-8><title>好人榜丨{SHOWN}二十三年-青岚文明网</title>"
        f"<h3>好人榜丨</h3><div>{SHOWN}二十三年</div>{STORY}"
    )
    assert read_article(html.encode(), URL).title == f"好人榜丨{SHOWN}二十三年"


@pytest.mark.parametrize("name", ["青岚县图书馆", "青岚县文化馆", "青岚博物院"])
@pytest.mark.parametrize("level", ["h2", "h3"])
def test_the_name_that_a_document_has_last_is_no_title_though_its_heading_is_first(
    name: str, level: str
) -> None:
    text = "<p>清晨，志愿者走进青岚社区，帮助独居老人打扫房间、清洗被褥。</p>"
    html = (
        f"<html><head><title>志愿者走进青岚社区 - {name}</title></head><body><h1>{name}</h1>"
        f"<{level}>志愿者走进青岚社区</{level}><p>2025-08-01</p><div>{text * 3}</div></body></html>"
    )
    assert read_article(html.encode(), URL).title == "志愿者走进青岚社区"


FRAMED = (
    '<h1>{title}</h1><p>{byline}</p><iframe src="/text/{n}.htm"></iframe>'
    '<iframe src="https://player.example/like.html"></iframe>'
)


def test_a_text_in_a_frame_of_its_own_site_is_the_further_page_of_its_headline() -> None:
    title = "清溪镇把闲置校舍改成邻里食堂"
    html = FRAMED.format(title=title, byline="2025-08-01 来源：青岚日报", n=7).encode()
    article = read_article(html, URL)
    assert (article.title, article.source, article.body) == (title, "青岚日报", "")
    assert article.pages == ("http://www.qinglan.example/text/7.htm",)


@pytest.mark.parametrize(
    ("byline", "beside"),
    [("", ""), ("2025-08-01 来源：青岚日报", '<iframe src="/like.htm"></iframe>')],
)
def test_frames_without_a_day_or_of_several_kinds_are_no_text(byline: str, beside: str) -> None:
    html = FRAMED.format(title="清溪镇把闲置校舍改成邻里食堂", byline=byline, n=7) + beside
    with pytest.raises(NotAnArticle):
        read_article(html.encode(), URL)


def test_who_signs_a_notice_is_no_title() -> None:
    text = "<p>现将拟表彰名单予以公示，如有异议，请在公示期内以书面形式反映。</p>" * 2
    signed = f"{text}<p>青岚县妇女联合会</p><p>2025年8月1日</p>"
    html = f"<title>青岚发布</title><h2>“最美家庭”公示</h2><div>{signed}</div>"
    assert read_article(f"<meta charset=utf-8>{html}".encode(), URL).title == "“最美家庭”公示"


def test_who_runs_a_site_gives_no_article_its_title_though_a_day_follows() -> None:
    title, day = "青石街道老兵宣讲团走进校园", "发布时间：2025-06-22"
    text = "<br>".join(f"　　第{n}位老兵讲起了当年的故事，孩子们听得入神。" for n in "一二三四")
    foot = "<center>青岚县精神文明建设办公室 主办</center>"
    head = f"<title>青岚县文明办</title><table><tr><td><b>{title}</b></td></tr>"
    late = f"{head}<tr><td>{text}</td></tr></table>{foot}<p>{day}</p>"
    early = f"{head}<tr><td>{day}</td></tr><tr><td>{text}</td></tr></table>{foot}"
    assert [read_article(page.encode(), URL).title for page in (late, early)] == [title, title]
