"""Facts that pages keep for machines, or write in other ways than most."""

import pytest

from article.facts.byline import read_byline
from article.facts.dates import find_date
from article.model import Article, published_text
from article.reading import read_article

TITLE = "老粮仓变身乡风大院"
LINES = [
    "柳湾村把闲置的老粮仓改造成乡风大院，每周三下午雷打不动开展活动，看书的人越来越多。",
    "过去农闲时节打牌的多，现在学手艺的多，村民崔凤英加入巧手志愿队后增收八千多元。",
    "截至目前，全县已建成文明实践站二百四十六个，今年累计开展活动一万余场次。",
]
TEXT = "<div>" + "".join(f"<p>{line}</p>" for line in LINES) + "</div>"
URL = "http://a.example/c_77.html"


def read(above: str, *, head: str = "", below: str = "", url: str = URL) -> Article:
    html = f"<meta charset=utf-8><title>{TITLE}_青岚网</title>{head}<h1>{TITLE}</h1>{above}{TEXT}"
    return read_article((html + below).encode(), url)


OBJECT = f'{{"id":7,"title":"{TITLE}","source":"青岚日报","author":"余海"}}'


def test_an_object_in_a_script_tells_source_and_author_beside_the_title() -> None:
    article = read("<p>2025-08-01</p>", below=f"<script>var info={OBJECT};</script>")
    assert (article.source, article.author) == ("青岚日报", "余海")


def test_the_object_of_another_article_tells_nothing() -> None:
    other = OBJECT.replace(TITLE, "小积分兑出大文明")
    article = read("<p>2025-08-01</p>", below=f"<script>var list=[{other}];</script>")
    assert (article.source, article.author) == (None, None)


def test_what_is_shown_wins_over_what_scripts_say() -> None:
    shown = "<p>2025-08-01 来源：云川日报 作者：卓丽</p>"
    article = read(shown, below=f"<script>var info={OBJECT};</script>")
    assert (article.source, article.author) == ("云川日报", "卓丽")


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:author" content="青岚日报">',
        '<script type="application/ld+json">{"@type":"Article","author":'
        '{"@type":"Organization","name":"青岚日报"}}</script>',
        '<script type="application/ld+json">{"@type":"Article","publisher":'
        '{"@type":"Organization","name":"青岚日报"}}</script>',
    ],
)
def test_an_outlet_may_be_stated_as_author_or_publisher(head: str) -> None:
    assert read("<p>2025-08-01</p>", head=head).source == "青岚日报"
    assert read("<p>2025-08-01 来源：云川日报</p>", head=head).source == "云川日报"


def test_an_element_of_time_adds_the_hour_to_its_day() -> None:
    shown = '<p>青岚日报 <time datetime="2025-08-01T08:46:00+08:00">2025年8月1日</time></p>'
    other = '<p>青岚日报 2025年8月1日</p><time datetime="2025-07-01T08:46:00+08:00"></time>'
    assert published_text(read(shown).published_at) == "2025-08-01T08:46:00+08:00"
    assert published_text(read(other).published_at) == "2025-08-01"


def test_an_element_of_time_in_a_byline_knows_the_year_that_it_does_not_show() -> None:
    shown = '<p><time datetime="2025-08-01T00:46:00Z">8月1日</time> 来源：青岚日报</p>'
    beside = '<ul><li><time datetime="2025-07-01">7月1日</time></ul>'
    read_at = read(shown, below=beside).published_at
    assert published_text(read_at) == "2025-08-01T08:46:00+08:00"
    assert read("<p>来源：青岚日报</p>", below=beside).published_at is None
    counted = '<ul><li><time datetime="2025-07-01">1</time></ul>'
    assert read("<p>来源：青岚日报 阅读1</p>", below=counted).published_at is None
    above = f'<p><time datetime="2019-08-01">8月1日</time></p>{shown}'
    assert published_text(read(above).published_at) == "2025-08-01T08:46:00+08:00"


def test_the_day_behind_a_title_in_its_heading_is_that_of_publishing() -> None:
    html = f"<meta charset=utf-8><title>{TITLE}_青岚网</title>"
    html += f"<h1>{TITLE}<small>2025-08-01 08:46</small></h1><p>来源：青岚网</p>{TEXT}"
    article = read_article(html.encode(), URL)
    assert article.title == TITLE
    assert published_text(article.published_at) == "2025-08-01T08:46:00+08:00"


def test_a_title_that_ends_like_the_name_of_an_outlet_is_none() -> None:
    title = "一条老街的文明之变"
    html = f"<meta charset=utf-8><title>{title}</title><table><tr><td>名称：<td>{title}<tr>"
    html += f"<td>发布日期：<td>2025-08-01</table><div>{title}</div>{TEXT}"
    assert read_article(html.encode(), URL).source is None


def test_an_outlet_that_a_title_names_is_one() -> None:
    title = "走近文明青岚"
    html = f"<meta charset=utf-8><title>{title}</title><h1>{title}</h1><p>2025-08-01</p>"
    html += f"<p>文明青岚</p>{TEXT}"
    assert read_article(html.encode(), URL).source == "文明青岚"


@pytest.mark.parametrize(
    ("below", "author"),
    [
        ("来源：余海", "余海"),
        ("来源：时政", None),
        ("来源：余海的来信", None),
        ("来源：武汉", None),
        ("来源：石家庄", None),
        ("来源：濮阳", None),
        ("来源：诸暨", None),
    ],
)
def test_a_person_named_as_source_below_the_text_wrote_it(below: str, author: str | None) -> None:
    assert read("<p>2025-08-01 青岚日报</p>", below=f"<p>{below}</p>").author == author


@pytest.mark.parametrize(
    ("below", "author"),
    [("来源：余海波", "余海波"), ("来源：卫健", None), ("来源：平安", None), ("来源：宁波", None)],
)
def test_a_short_source_below_the_text_may_be_an_office(below: str, author: str | None) -> None:
    assert read("<p>2025-08-01</p>", below=f"<p>{below}</p>").author == author


@pytest.mark.parametrize("line", ["作者简介", "作者单位", "作者文集", "——记诗歌《清溪》作者李明"])
def test_what_is_told_of_an_author_names_none(line: str) -> None:
    assert read(f"<p>2025-08-01 来源：青岚日报</p><p>{line}</p>").author is None


@pytest.mark.parametrize(
    "crumb",
    [
        "<div><a href=/>首页</a><em>›</em><a href=/z>志愿服务</a><em>›</em>查看内容</div>",
        "<div>您的位置：<a href=/>首页</a> » <a href=/z>志愿服务</a> » 浏览文章</div>",
        "<div>首页 → 志愿服务 → 正文</div>",
    ],
)
def test_what_a_system_sets_behind_a_channel_is_none(crumb: str) -> None:
    html = f"<meta charset=utf-8><title>{TITLE}</title>{crumb}<h1>{TITLE}</h1><p>2025-08-01</p>"
    assert read_article(f"{html}{TEXT}".encode(), URL).channel == "志愿服务"


def test_a_day_without_year_adds_the_hour_to_that_of_the_address() -> None:
    url = "http://a.example/2025/08/01/c_77.html"
    read_at = read("<p>08月01日 09:00</p>", url=url).published_at
    assert published_text(read_at) == "2025-08-01T09:00:00+08:00"
    assert published_text(read("<p>07月31日 09:00</p>", url=url).published_at) == "2025-08-01"


def test_a_line_below_the_text_may_tell_day_and_source() -> None:
    article = read("", below="<div>2025-08-01 来源：青岚网</div>")
    assert (published_text(article.published_at), article.source) == ("2025-08-01", "青岚网")


@pytest.mark.parametrize(
    "issue",
    [
        "《 青岚日报 》（ 2025年08月01日 06 版）",
        "（青岚日报，2025年8月1日）",
        "（2025-08-01 青岚日报）",
        "（2025年8月1日《青岚日报》第3版）",
    ],
)
def test_the_issue_below_the_text_tells_day_and_source_if_nothing_else_does(issue: str) -> None:
    html = f"<meta charset=utf-8><title>{TITLE}</title><h1>{TITLE}</h1>{{}}<div>{{}}</div>"
    text = "".join(f"<p>{line}</p>" for line in [*LINES, issue])
    article = read_article(html.format("", text).encode(), URL)
    assert (str(article.published_at), article.source) == ("2025-08-01", "青岚日报")
    article = read_article(html.format("<p>2025-08-03 来源：云川网</p>", text).encode(), URL)
    assert (str(article.published_at), article.source) == ("2025-08-03", "云川网")


def test_the_day_of_a_site_is_none_of_publishing() -> None:
    below = "<p>建站时间：2012-05-01</p><p>备案日期：2012-05-02</p>"
    assert read("<p>来源：青岚网</p>", below=below).published_at is None


def test_the_day_of_the_signature_is_none_of_publishing() -> None:
    signed = TEXT.replace("</div>", "<p>青岚县文明办</p><p>2025年8月1日</p></div>")
    title = "关于招募志愿者的公告"
    html = f"<meta charset=utf-8><title>{title}</title><h1>{title}</h1>{signed}"
    assert read_article(html.encode(), URL).published_at is None


@pytest.mark.parametrize(
    ("stated", "when"),
    [
        ("20250801", "2025-08-01"),
        ("20250801084600", "2025-08-01T08:46:00+08:00"),
        ("1754009160", "2025-08-01T08:46:00+08:00"),
        ("1754009160000", "2025-08-01T08:46:00+08:00"),
        ("17540", None),
        ("99999999", None),
    ],
)
def test_a_meta_may_state_its_moment_in_digits_alone(stated: str, when: str | None) -> None:
    head = f'<meta name="PubDate" content="{stated}">'
    assert published_text(read("<p>青岚日报</p>", head=head).published_at) == when


@pytest.mark.parametrize("stated", ["null", "undefined", "{$source}", "[!--befrom--]", "<%=ly%>"])
def test_a_source_that_was_not_filled_in_is_none(stated: str) -> None:
    head = f'<meta name="ContentSource" content="{stated}"><meta name="source" content="{stated}">'
    assert read("<p>2025-08-01</p>", head=head).source is None


def test_a_script_may_keep_the_day_that_it_prints() -> None:
    script = "<script>var day = '2025-08-01 08:46:00.0'; {}(day.substring(0, 10));</script>"
    shown = read(f"<p>{script.format('document.write')}</p>")
    assert published_text(shown.published_at) == "2025-08-01T08:46:00+08:00"
    assert read(f"<p>{script.format('countVisit')}</p>").published_at is None


DAYS = [
    ("Thu, 31 Jul 2025 16:30:00 GMT", "2025-08-01T00:30:00+08:00"),
    ("2025-08-01 00:30:00 GMT+8", "2025-08-01T00:30:00+08:00"),
    ("2024-05-19T22:05:02Z 来源：青岚网", "2024-05-20T06:05:02+08:00"),
    ("2024-05-19T16:00:00.000Z 来源：青岚网", "2024-05-20"),
    ("2024-05-19T01:12:00+00:00 来源：青岚网", "2024-05-19T09:12:00+08:00"),
    ("Aug 1, 2025", "2025-08-01"),
    ("Posted on August 1st, 2025", "2025-08-01"),
    ("1 August 2025", "2025-08-01"),
    ("Fri Aug 01 08:46:00 CST 2025", "2025-08-01T08:46:00+08:00"),
    ("日期：25-08-01", "2025-08-01"),
    ("[25/08/01 08:46]", "2025-08-01T08:46:00+08:00"),
    ("上传时间：08-31-2025", "2025-08-31"),
    ("编号：25-08-01", None),
    ("电话：25-08-01-77", None),
    ("May 2025", None),
    ("08-09-2025", None),
]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_a_day_may_be_in_english_or_have_a_short_year(text: str, day: str | None) -> None:
    assert published_text(find_date(text)) == day
    assert published_text(read_byline(text).published) == day


NAMES = [
    ("青岚县新时代文明实践中心 2025-08-01", "青岚县新时代文明实践中心", None),
    ("项目时间：2025-09-01 至 2025-09-30\n发布时间：2025-08-01", None, None),
    ("2025-08-01 来源：青岚日报 记者：余海/文 卓丽/图", "青岚日报", "余海"),
    ("2025-08-01 来源：红河谷评论", "红河谷评论", None),
    ("2025-08-01 来源：青岚日报 评论(3)", "青岚日报", None),
    ("2025-08-01 来源：青岚日报评论：3", "青岚日报", None),
    ("来源：青岚青年网 作者：余海青岚青年网 2025-08-01", "青岚青年网", "余海"),
]


@pytest.mark.parametrize(("text", "source", "author"), NAMES)
def test_names_beside_a_day_are_told_apart(
    text: str, source: str | None, author: str | None
) -> None:
    byline = read_byline(text)
    assert (byline.source or byline.outlet, byline.author) == (source, author)


@pytest.mark.parametrize("original", ["", "<span>原创</span>"])
@pytest.mark.parametrize("space", ["", "\n"])
def test_who_wrote_for_an_account_is_named_before_it(space: str, original: str) -> None:
    above = f"<p>{original}余海{space}<span id=js_name>文明青岚</span></p><p>2025-08-01 09:00</p>"
    above = above.replace("\n", "</p><p>")
    article = read(above, url="https://mp.weixin.qq.com/s/Ab")
    assert (article.source, article.author) == ("文明青岚", "余海")


def test_the_day_of_a_speech_is_text_and_who_spoke_its_author() -> None:
    lines = ["（2025年7月30日）", "贺敬民", "同志们：", *LINES]
    body = "<div>" + "".join(f"<p>{line}</p>" for line in lines) + "</div>"
    html = f"<meta charset=utf-8><title>{TITLE}</title><h1>{TITLE}</h1>{BYLINE}{body}"
    article = read_article(html.encode(), URL)
    assert article.body.split("\n") == lines
    assert (article.author, published_text(article.published_at)) == ("贺敬民", "2025-08-01")


@pytest.mark.parametrize(
    ("named", "below"),
    [
        ("贺敬民", "（2025年7月30日）"),
        ("贺敬民", "2025年7月30日"),
        ("清溪镇中心小学五年级 贺小雨", "指导老师：余海"),
    ],
)
def test_a_day_or_teacher_may_stand_between_who_wrote_and_the_text(named: str, below: str) -> None:
    body = "<div>" + "".join(f"<p>{line}</p>" for line in [named, below, *LINES]) + "</div>"
    html = f"<meta charset=utf-8><title>{TITLE}</title><h1>{TITLE}</h1>{BYLINE}{body}"
    assert read_article(html.encode(), URL).author == named[-3:]


def test_the_byline_stands_above_a_title_and_day_that_the_text_repeats() -> None:
    repeated = f"<p>{TITLE}</p><p>2025年8月1日</p>"
    article = read(f"{BYLINE}{repeated}")
    assert (article.source, article.body.split("\n")) == ("青岚网", LINES)


def test_a_list_above_the_heading_that_has_the_title_too_tells_no_day() -> None:
    latest = f"<ul><li>{TITLE}</li><li>2025-08-09 清溪镇开讲田间课堂</li></ul>"
    html = f"<meta charset=utf-8><title>{TITLE}</title>{latest}<h1>{TITLE}</h1><p>2025年8月1日</p>"
    assert published_text(read_article(f"{html}{TEXT}".encode(), URL).published_at) == "2025-08-01"


@pytest.mark.parametrize(
    "item",
    [
        "<p><a href=/2>清溪镇的田间课堂开讲</a></p><p>2025-08-09</p>",
        "<h4><a href=/2>田间课堂</a></h4><p>清溪镇把课堂搬到田间地头，村民都说听得懂、记得住。</p>"
        "<p>2025-08-09</p>",
    ],
)
@pytest.mark.parametrize("day", ["<p>2025-08-01</p>", "<p>2025-08-01 来源：青岚网</p>"])
def test_the_day_of_what_a_list_shows_above_a_title_is_none_of_publishing(
    item: str, day: str
) -> None:
    heading = f"<h1>{TITLE}</h1>"
    for head in (f"{item}{heading}{TEXT}{day}", f"{item}{day}{heading}{TEXT}"):
        html = f"<meta charset=utf-8><title>{TITLE}</title>{head}"
        article = read_article(html.encode(), "http://a.example/1.html")
        assert published_text(article.published_at) == "2025-08-01"


def test_a_breadcrumb_above_a_day_is_no_item_of_a_list() -> None:
    crumb = "<p><a href=/>首页</a> &gt; <a href=/1>文明创建</a> &gt; <a href=/2>文明村镇</a></p>"
    above = f"<title>{TITLE}</title>{crumb}<p>2025-08-01</p><h1>{TITLE}</h1>"
    article = read_article(f"<meta charset=utf-8>{above}{TEXT}".encode(), "http://a.example/1.html")
    assert published_text(article.published_at) == "2025-08-01"


@pytest.mark.parametrize(
    "above",
    [
        "<p><a href=/wm/>文明要闻</a></p>",
        "<p><a href=/paper/2.html>青岚日报第A02版：文明创建</a></p>",
        "<p>树立文明乡风，共建美好家园，青岚欢迎你来做客。</p>",
    ],
)
def test_a_channel_a_page_or_a_slogan_above_a_day_is_no_item_of_a_list(above: str) -> None:
    html = f"<title>{TITLE}</title>{above}<p>2025-08-01</p><h1>{TITLE}</h1>{TEXT}"
    article = read_article(f"<meta charset=utf-8>{html}".encode(), "http://a.example/1.html")
    assert published_text(article.published_at) == "2025-08-01"


SPOKEN = "<p>（2025年7月30日）</p>"


@pytest.mark.parametrize(
    ("head", "below", "when"),
    [
        ("", "", "2025-07-30"),
        ("", "<p>发布时间：2025-08-01</p>", "2025-08-01"),
        ('<meta name=PubDate content="2025-08-01 10:20">', "", "2025-08-01T10:20:00+08:00"),
        ('<meta property="bytedance:published_time" content="2025-08-01">', "", "2025-08-01"),
    ],
)
def test_the_day_of_a_speech_is_that_of_publishing_if_nothing_else_is(
    head: str, below: str, when: str
) -> None:
    assert published_text(read(SPOKEN, head=head, below=below).published_at) == when


def test_the_list_knows_better_than_the_day_of_a_speech_when_that_was_published() -> None:
    html = f"<meta charset=utf-8><title>{TITLE}</title><h1>{TITLE}</h1>{SPOKEN}{TEXT}"
    article = read_article(html.encode(), URL, listed_date="2025-08-01")
    assert published_text(article.published_at) == "2025-08-01"


def test_the_last_of_many_who_are_named_above_a_text_wrote_no_more_than_they() -> None:
    named = ["白石镇党委书记 王大明", "青石镇镇长 李小红", "云溪村主任 张建国"]
    prose = "志愿者在院子里写春联，孩子们围着看，老人把红纸一张一张铺开，墨香飘满整条巷子。" * 3
    page = f"<meta charset=utf-8><title>{TITLE}</title><h1>{TITLE}</h1>{BYLINE}<div>{{}}</div>"

    def author(lines: list[str]) -> str | None:
        paragraphs = "".join(f"<p>{line}</p>" for line in [*lines, prose, prose])
        return read_article(page.format(paragraphs).encode(), URL).author

    assert author(named) is None
    assert author(named[:1]) == "王大明"


TRACE = "<div>当前位置：<a href=/>首页</a> &gt; <a href=/z>志愿服务</a> &gt; 正文</div>"
BYLINE = "<p>2025-08-01 来源：青岚网</p>"


def test_the_list_tells_the_title_of_a_page_that_has_but_its_sites_name() -> None:
    html = f"<meta charset=utf-8><title>-青岚文明网</title>{TRACE}<h1></h1>{BYLINE}{TEXT}"
    assert read_article(html.encode(), URL, listed_title=TITLE).title == TITLE
    html = html.replace("-青岚文明网", f"{TITLE}-青岚文明网")
    assert read_article(html.encode(), URL, listed_title="老粮仓").title == TITLE


@pytest.mark.parametrize(
    "heading", ["<h1>弘扬核心价值观 建设文明云川</h1>", "<h2>文明云川，你我同行，共建美好家园</h2>"]
)
def test_the_slogan_of_a_site_is_no_title_where_the_listed_one_stands_below(heading: str) -> None:
    html = (
        f"<title>云川文明网</title>{heading}<div>{TITLE}</div><p>2026-03-02 来源：云川日报</p>"
        f"<div>{'<p>志愿者把春联送进院子，孩子们围着看写字。</p>' * 4}</div>"
    )
    assert read_article(html.encode(), URL, listed_title=TITLE).title == TITLE
    shown = read_article(html.encode(), URL, listed_title="别处的标题").title
    assert shown in heading


CELL = "<table><tr><td>{title}<tr><td>{byline}<tr><td>{text}</table>"


def test_what_a_channel_is_called_is_no_title_where_the_listed_one_stands_above_the_text() -> None:
    cells = CELL.format(title=TITLE, byline="点击：27", text=TEXT)
    html = f"<meta charset=utf-8><title>要闻--青岚在线</title><a href=/>首页</a>{cells}"
    assert read_article(html.encode(), URL, listed_title=TITLE).title == TITLE
    assert read_article(html.encode(), URL, listed_title="别处的标题").title == "要闻"


def test_an_outlet_before_a_day_is_a_byline_below_a_title() -> None:
    cells = CELL.format(title=TITLE, byline="青岚日报　　2026-03-02", text=TEXT)
    html = f"<meta charset=utf-8><title>要闻--青岚在线</title><a href=/>首页</a>{cells}"
    assert read_article(html.encode(), URL).title == TITLE


@pytest.mark.parametrize(
    "text",
    [
        f"<p>青岚晚报 2026-03-01</p><p>青岚日报 2026-03-02</p>{TEXT}",
        f"{TEXT}<p>特此公告</p><p>青岚县融媒体中心 2026-03-02</p>",
    ],
)
def test_what_stands_above_who_signs_a_text_is_no_title(text: str) -> None:
    html = f"<meta charset=utf-8><title>要闻--青岚在线</title><a href=/>首页</a>{text}"
    assert read_article(html.encode(), URL).title == "要闻"


def test_a_channel_over_the_title_is_none_though_the_page_is_entitled_so() -> None:
    head = "<meta charset=utf-8><title>志愿服务_青岚文明网</title>"
    html = f"{head}{TRACE}<h1>志愿服务</h1><h3>{TITLE}</h3>{BYLINE}{TEXT}"
    assert read_article(html.encode(), URL).title == TITLE


@pytest.mark.parametrize("above", ["{}<p>2025-08-01</p>", "<p>2025-08-01</p>{}", "{} 2025-08-01"])
@pytest.mark.parametrize("site", ["青岚县人民政府门户网站", "青岚县文明办网站"])
def test_the_name_of_a_site_above_a_text_is_its_source_where_nothing_else_is(
    above: str, site: str
) -> None:
    shown = above.format(f"<div>{site}</div>")
    assert read(shown).source == site
    assert read(shown, below="<p>来源：云川日报</p>").source == "云川日报"


@pytest.mark.parametrize("name", ["青岚日报数字报", "青岚日报电子版", "青岚日报社数字报"])
def test_the_edition_of_a_newspaper_on_the_web_is_a_source(name: str) -> None:
    html = f"<meta charset=utf-8><title>{name}-{TITLE}</title><h1>{TITLE}</h1><p>2025-08-01</p>"
    assert read_article(f"{html}{TEXT}".encode(), URL).source == "青岚日报"


LETTER = "我家住在解放街，夜市的油烟直接飘进窗户，孩子整夜咳嗽，请问能否要求安装净化器？"
ANSWER = "您好，您反映的问题收悉，经现场核查，该处十七个摊位已全部安装油烟净化设备，感谢您的支持。"
LETTERS = [
    (
        "<p>来信时间：2025-07-01 21:10</p>",
        "<p>答复单位：城管局</p><p>答复时间：2025-08-01 09:20</p>",
    ),
    ("<p>提问日期：2025-07-01</p>", "<p>【回复部门】城管局　【回复日期】2025-08-01 09:20</p>"),
    ("<p>写信人：余**</p><p>写信时间：2025-07-01</p>", "<h3>官方回复　2025-08-01 09:20</h3>"),
    (
        "<table><tr><td>咨询时间</td><td>2025-07-01 11:00</td></tr></table>",
        "<table><tr><td>办理单位</td><td>城管局</td><td>回复时间</td><td>2025-08-01 09:20</td></tr>"
        "</table>",
    ),
]


@pytest.mark.parametrize(("asked", "answered"), LETTERS)
def test_a_letter_is_published_with_its_answer(asked: str, answered: str) -> None:
    letter, answer = f"<div class=q>{LETTER}</div>", f"<div class=a>{ANSWER}</div>"
    above = f"<meta charset=utf-8><title>{TITLE}</title><h1>{TITLE}</h1>{asked}"
    article = read_article(f"{above}{letter}{answered}{answer}".encode(), URL)
    lines = article.body.split("\n")
    assert (lines[0], lines[-1]) == (LETTER, ANSWER)
    assert published_text(article.published_at) == "2025-08-01T09:20:00+08:00"
    assert article.source is None


def test_the_publish_date_wins_over_those_of_a_talk() -> None:
    facts = "<p>访谈时间：2025年7月1日上午9:00</p><p>访谈嘉宾：余海</p>"
    inside = TEXT.replace("<div>", f"<div>{facts}<p>发布时间：2025-08-01 15:40</p>")
    html = f"<meta charset=utf-8><title>{TITLE}</title><h1>{TITLE}</h1>{inside}"
    article = read_article(html.encode(), URL)
    assert published_text(article.published_at) == "2025-08-01T15:40:00+08:00"
    assert article.body.split("\n") == LINES


def test_an_office_may_be_stated_as_author_but_not_the_site() -> None:
    stated = '<meta name="author" content="{}">'
    assert read("<p>2025-08-01</p>", head=stated.format("青岚县政府")).author == "青岚县政府"
    html = f"<title>{TITLE}-青岚县政府</title>{stated.format('青岚县政府')}<h1>{TITLE}</h1>{TEXT}"
    assert read_article(f"<meta charset=utf-8>{html}".encode(), URL).author is None


@pytest.mark.parametrize("time", ["16时11分", "16时11分05秒", "16:11"])
def test_the_words_of_a_time_are_no_source(time: str) -> None:
    article = read(f"<p>2025年8月1日 {time} 县公安局 浏览量：2</p>")
    assert (published_text(article.published_at) or "")[:16] == "2025-08-01T16:11"
    assert article.source == "县公安局"


@pytest.mark.parametrize("name", ["-青岚晚报", "_青岚都市报", " | 青岚日报"])
def test_a_newspaper_behind_the_title_is_a_source(name: str) -> None:
    html = f"<meta charset=utf-8><title>{TITLE}{name}</title><h1>{TITLE}</h1><p>2025-08-01</p>"
    assert read_article(f"{html}{TEXT}".encode(), URL).source == name.strip(" -_|")
    shown = html.replace("2025-08-01", "2025-08-01 来源：云川发布")
    assert read_article(f"{shown}{TEXT}".encode(), URL).source == "云川发布"


def test_the_day_in_an_address_may_be_without_zeros() -> None:
    url = "http://www.a.example/art/2024/9/5/art_1123_55210.html"
    assert published_text(read("", url=url).published_at) == "2024-09-05"


HOME = "<a href=/>首页</a>"
CRUMBS = [
    ("您的位置：首页->志愿服务->正文", "志愿服务"),
    (f"<p>当前位置：{HOME} > <a href=/a>文明创建</a> > <a href=/b>乡风</a> > 正文</p>", "乡风"),
    (f"<p>当前位置：{HOME} > <a href=/a>文明创建</a> > 老粮仓变身...</p>", "文明创建"),
    (f"<p>当前位置：{HOME} > <a href=/a>文明创建</a> > 文章内容</p>", "文明创建"),
    (f"<p>当前位置：{HOME}<img src=a.png><a href=/a>文明创建</a></p>", "文明创建"),
    ("<p><a href=/>青岚文明网</a> > <a href=/a>文明创建</a></p>", "文明创建"),
    (f"<ol><li>{HOME}<li><a href=/a>文明创建</a><li>正文</ol>", "文明创建"),
    (f"<p>当前位置：{HOME} > <a href=/a>文明创建</a></p><a href=/1>读书节</a>", "文明创建"),
    (f"<ol><li>{HOME}<li><a href=/a>文明创建</a><li>老粮仓变身乡风大院</ol>", "文明创建"),
    (f"<ul><li>{HOME}<li><a href=/a>文明创建</a><li><a href=/b>要闻</a></ul>", None),  # a menu
]


@pytest.mark.parametrize(("crumb", "channel"), CRUMBS)
def test_the_last_step_that_is_no_title_is_the_channel(crumb: str, channel: str | None) -> None:
    title = "老粮仓变身乡风大院"
    html = f"<meta charset=utf-8><title>{title}_青岚网</title>{crumb}<h1>{title}</h1>{TEXT}"
    assert read_article(html.encode(), URL).channel == channel


@pytest.mark.parametrize(
    ("byline", "channel"),
    [
        ("发布时间：2025-08-01　所属栏目：乡风文明　来源：青岚日报", "乡风文明"),
        ("2025-08-01 来源：青岚日报 栏目：<a href=/x/>乡风文明</a>", "乡风文明"),
        ("分类：<a href=/x/>乡风文明</a> | 2025-08-01 | 青岚日报", "乡风文明"),
        ("<dl><dt>时间<dd>2025-08-01<dt>来源<dd>青岚日报<dt>栏目<dd>乡风文明</dl>", "乡风文明"),
        ("主题分类：文化 发布时间：2025-08-01 来源：青岚日报", None),
        ("分类：未分类 | 2025-08-01 | 青岚日报", None),
        ("2025-08-01 栏目：首页 来源：青岚日报", None),
        ("垃圾分类：从我做起 2025-08-01 来源：青岚日报", None),
        ("2025-08-01 来源：青岚日报 <a href=/x/>乡风文明</a>", None),
        ("2025-08-01 来源：青岚日报 <a href=/x/>文明创建</a>", None),
    ],
)
def test_a_label_of_the_byline_names_the_channel(byline: str, channel: str | None) -> None:
    article = read(f"<div>{byline}</div>")
    assert (article.channel, article.source) == (channel, "青岚日报")


def test_a_word_behind_an_outlet_is_its_own_unless_it_is_linked_alone() -> None:
    for shown in ("青岚日报 乡风周刊", "<a href=/x/>青岚日报 乡风周刊</a>"):
        assert read(f"<p>2025-08-01 来源：{shown}</p>").source == "青岚日报 乡风周刊"
    both = "<a href=/x/>人民网</a> <a href=/y/>人民日报</a>"
    assert read(f"<p>2025-08-01 来源：{both}</p>").source == "人民网 人民日报"


def test_who_checked_a_text_is_not_its_editor_where_another_is_named() -> None:
    below = "<p>初审编辑：余海</p><p>责任编辑：卓丽</p>"
    assert read("<p>2025-08-01 青岚日报</p>", below=below).editor == "卓丽"


@pytest.mark.parametrize(
    "byline",
    [
        "<span>2025-08-01</span>\n<span>青岚日报</span>\n<span>余小海</span>",
        "来源：<a href=/>青岚日报</a>\n<em>余小海</em>\n<em>2025-08-01</em>",
        "来源：青岚日报\n   余小海\n   2025-08-01",
    ],
)
def test_the_end_of_a_line_in_the_markup_parts_the_names_of_a_byline(byline: str) -> None:
    article = read(f"<div>{byline}</div>")
    assert (article.source, article.author) == ("青岚日报", "余小海")


@pytest.mark.parametrize(
    ("byline", "source"),
    [
        ("来源：中国新闻网\n<em>王帆</em>\n2025-08-01", "中国新闻网"),
        ("2025-08-01 来源：人民网\n－人民日报", "人民网－人民日报"),
        ("2025-08-01 来源：青岚\n日报", "青岚日报"),
        ("2025-08-01 来源：青岚县文明办、\n青岚县教育局", "青岚县文明办、青岚县教育局"),
    ],
)
def test_the_end_of_a_line_in_the_markup_parts_no_outlet(byline: str, source: str) -> None:
    assert read(f"<div>{byline}</div>").source == source


def test_the_end_of_a_line_in_the_markup_is_no_space_in_prose() -> None:
    cut = TEXT.replace("老粮仓", "老\n<span>粮仓</span>")
    html = f"<meta charset=utf-8><title>{TITLE}</title><h1>{TITLE}</h1><p>2025-08-01</p>{cut}"
    assert read_article(html.encode(), URL).body.split("\n") == LINES


@pytest.mark.parametrize(
    "byline",
    [
        "<b>2025-08-01</b><b>青岚日报</b><b>余小海</b>",
        "<b>青岚日报</b><b>余小海</b><b>2025-08-01</b>",
        "<b>来源：青岚日报</b><b>余小海</b><b>2025-08-01</b>",
        "<i>来源</i><b>青岚日报</b><i>作者</i><b>余小海</b><i>时间</i><b>2025-08-01</b>",
        "<b>来</b><b>源</b>：<b>青岚</b><b>日报</b> 作者：余<b>小海</b> 2025<b>-08-01</b>",
    ],
)
def test_elements_without_a_space_between_are_words_where_they_name_more(byline: str) -> None:
    article = read(f"<div>{byline}</div>")
    assert (article.source, article.author) == ("青岚日报", "余小海")
    assert published_text(article.published_at) == "2025-08-01"


@pytest.mark.parametrize(
    ("element", "author"),
    [
        ("由 <i class=post-author>余海</i> 发布", "余海"),
        ("由 <a rel=author href=/u/7>余海</a> 发布", "余海"),
        ("由 <a href=/author/7>余海</a> 发布", "余海"),
        ("由 <i class=authority>余海</i> 发布", None),
        ("<i class=author>关注我们</i>", None),
        ("<i class=author>时政</i>", None),
        ("<i class=author>常州</i>", None),
        ("<i class=author>原创</i>", None),
        ("责任编辑：<i class=author>余海</i>", None),
        ("<i class=author>余海</i> <i class=author>卓丽</i>", "余海 卓丽"),
        ("<b class=author>文 <i class=author>余海</i></b>", "余海"),
    ],
)
def test_an_element_may_say_that_it_names_the_author(element: str, author: str | None) -> None:
    assert read(f"<div><i>2025-08-01</i> {element}</div>").author == author


def test_a_breadcrumb_may_begin_at_the_main_page() -> None:
    crumb = "<div><a href=/>主页</a> > <a href=/wm/>文明创建</a> > </div>"
    html = (
        f"<meta charset=utf-8><title>{TITLE}</title>{crumb}<h1>{TITLE}</h1><p>2025-08-01</p>{TEXT}"
    )
    assert read_article(html.encode(), URL).channel == "文明创建"


@pytest.mark.parametrize("edition", ["民生", "文明周刊", "新时代文明实践"])
def test_a_newspaper_above_the_title_is_the_source_whatever_its_edition_is_called(
    edition: str,
) -> None:
    html = (
        '<div class="top"><span>青江日报</span> <span>2026年11月28日</span> '
        f'<a href="../n.html">第03版：{edition}</a></div><h2>河边的公园开了一家旧书铺</h2>'
        f"<div><p>{'店里的书都是居民送来的，谁都可以坐下来读一个下午。' * 6}</p></div>"
    )
    article = read_article(html.encode(), "http://a.example/c/202611/28/c_1.html")
    assert (article.source, article.evidence["published_at"].rule) == ("青江日报", "byline")


@pytest.mark.parametrize("byline", ["青岚融媒<span>12-30 09:20</span>", "青岚融媒 12-30 09:20"])
def test_an_outlet_before_a_day_without_its_year_is_a_byline(byline: str) -> None:
    html = f"<meta charset=utf-8><div><h1>{TITLE}</h1><div>{byline}</div>{TEXT}</div>"
    article = read_article(html.encode(), "http://a.example/2025/12/30/t20251230_1.html")
    assert (article.source, "青岚融媒" in article.body) == ("青岚融媒", False)
