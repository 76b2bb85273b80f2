"""Pages in place of an article, in the words that firewalls, hosts and systems have for it."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from faulty import Faulty, article, articles, captures, crawl, http

from article.errors import NotAnArticle
from article.reading import read_article
from crawler.verdicts.impostors import find_impostor, is_beyond_doubt, is_of_bets, is_stranger
from storage.home import Home

HEADLINE = "云山县图书馆在周末举办读书会"
NOW = "2026-11-29 10:11:12"


@dataclass(frozen=True)
class Held:
    title: str = HEADLINE
    body: str = "云山县图书馆在周末举办读书会，二十多位读者围坐在窗边。"
    published_at: str | None = "2025-03-01T08:00:00+08:00"
    source: str | None = "云山日报"


def page(title: str, *lines: str) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in lines)
    head = f'<meta charset="utf-8"><title>{title}</title>'
    return f"<html><head>{head}</head><body><h1>{title}</h1>{body}</body></html>".encode()


def found(html: bytes, held: Held | None = None, **link: str | None) -> tuple[str, str] | None:
    title, day = link.get("headline"), link.get("listed", "2025-03-01")
    try:
        read = read_article(html, "http://yun.example/1.html", listed_title=title, listed_date=day)
    except NotAnArticle as refused:  # some words are known to the reader
        return refused.kind, refused.reason
    if is_beyond_doubt(read):
        return None
    return find_impostor(read, held, **{"headline": HEADLINE, "listed": "2025-03-01", **link})


REFUSALS = [
    page("拦截", "很抱歉，您提交的请求可能对网站造成威胁，请求已被管理员设置的策略阻断"),
    page("请求拦截提示页", f"请求时间：{NOW}", "您的请求疑似攻击行为，已由防护系统处理"),
    page("Request Rejected", "Please consult with your administrator. Your support ID is: 12345"),
    page("提示", "为了更好的体验，请按住滑块，拖动到最右边"),
    page("提示", "您的浏览器版本过低，请升级以后再来访问本站"),
    page("访问受限", "您所在的地区暂不支持访问本站"),
    page("网站防护", "您的访问存在风险，已被系统记录", "事件编号：202611291234"),
    page("提示", "根据当地法律法规，您所在的国家或地区无法浏览本网站"),
    page("提示信息", "您所在的用户组（游客）无法进行此操作"),
]
OTHERS = [
    page("Welcome to nginx!", "If you see this page, the web server is successfully installed."),
    page("提示", "抱歉，没有您要查看的东西，请回到首页看看"),
    page("温馨提示", "该网站未根据工信部相关法律法规进行备案，请先办理手续"),
    page("HTTP Status", "at com.example.Servlet.doGet(Servlet.java), root cause unknown"),
    page("葡京娱乐场", "来源：葡京", "本娱乐场提供百家乐、老虎机等游戏，注册即送彩金，欢迎加入。"),
    page("太阳城集团官网", "线上娱乐平台，提供真人视讯、体育竞猜，首存送58元，会员登录入口"),
    page("六合彩开奖记录", "来源：彩民之家", "本站收集各期六合彩、时时彩的号码，供会员查阅。"),
    page("{{article.title}}", "{{article.content}}"),
    page("&lt;%=doc.getTitle()%&gt;", "<%=doc.getContent()%>", "云山云山云山云山云山"),
]


@pytest.mark.parametrize("held", [None, Held()])
@pytest.mark.parametrize(
    ("html", "outcome"), [(one, "blocked") for one in REFUSALS] + [(one, "error") for one in OTHERS]
)
def test_what_has_nothing_of_what_was_announced_is_no_article(
    html: bytes, outcome: str, held: Held | None
) -> None:
    impostor = found(html, held)
    assert impostor is not None
    assert impostor[0] == outcome


TEXT = "孩子们在地毯上画画，大家约好下个月再来，请每个人带上一位邻居。"


@pytest.mark.parametrize(
    ("html", "held", "link"),
    [
        (page(HEADLINE, TEXT), None, {}),
        (page("周末读书会", TEXT), None, {}),  # as the list words it
        (page("好书共读", "来源：云山日报", TEXT), None, {}),
        (page("好书共读", "发布时间：2025-03-01", TEXT), None, {}),
        (page("好书共读", f"发布时间：{NOW}", TEXT), None, {"listed": None}),
        (page("好书共读", TEXT), None, {"headline": "查看详情"}),
        (page("好书共读", TEXT), None, {"headline": None}),
        (page("好书共读", "二十多位读者围坐在窗边。", TEXT), Held(), {}),
        (page("好书共读", TEXT), Held(published_at=None, source=None), {}),
        (
            page("警方捣毁百家乐赌场", "来源：云山日报", TEXT),
            None,
            {"headline": "警方捣毁一处赌场窝点"},
        ),
    ],
)
def test_what_is_akin_to_what_was_announced_is_believed(
    html: bytes, held: Held | None, link: dict[str, str | None]
) -> None:
    assert found(html, held, **link) is None


PICTURE = '<img src="/code.png">'


@pytest.mark.parametrize(
    ("html", "outcome"),
    [
        (page("访问验证", f"请输入图中字符继续访问{PICTURE}"), "blocked"),
        (page("通知", f"因机房搬迁，12月1日再会{PICTURE}"), "error"),
        (page("请求拦截提示页", f"请求时间：{NOW}", "您的请求疑似攻击行为"), "blocked"),
    ],
)
def test_a_picture_or_a_time_vouches_for_no_notice(html: bytes, outcome: str) -> None:
    impostor = found(html, listed=None)
    assert impostor is not None
    assert impostor[0] == outcome


def test_a_picture_below_a_few_words_may_be_all_that_there_is() -> None:
    assert found(page("", f"摄影：张三{PICTURE}")) is None
    assert found(page("公益广告", PICTURE, TEXT * 2)) is None


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("节俭养德", PICTURE),
        ("节俭养德", f"{PICTURE}<p>中宣部宣教局 中国文明网"),
        ("文明排队", f"{PICTURE}<p>宋体 作"),
        ("防护林带披新绿", f"图为志愿者在浇水。{PICTURE}"),
        ("通知", "详见附件。<a href=/u/plan.doc>申报表.doc</a>"),
    ],
)
def test_a_list_may_call_a_picture_or_a_file_otherwise(title: str, body: str) -> None:
    assert found(page(title, body)) is None


def test_a_template_that_names_the_site_vouches_for_no_notice_in_it() -> None:
    notice = page("信息详情", "来源：云山文明网", "该信息已归档，暂不提供浏览。")
    assert found(notice, Held()) == ("error", "something else in its place: 信息详情")
    assert found(notice, Held(published_at=None)) is None
    again = page("志愿者清理河道", f"发布时间：{NOW} 来源：云山文明网", "志愿者沿河捡拾垃圾。")
    assert found(again, Held()) is None


LONG = Held(body="二十多位读者围坐在窗边，轮流念出自己喜欢的段落。" * 5)
BYLINE = "发布时间：2025-03-01 08:00 来源：云山日报"


@pytest.mark.parametrize(
    ("title", "words", "outcome"),
    [
        (HEADLINE, "该内容已被作者删除", "gone"),
        (HEADLINE, "您要查看的信息不存在或已被删除！", "gone"),
        (HEADLINE, "系统繁忙，请稍后再试。", "error"),
        (HEADLINE, "本页内容正在整理，请改日再来。", "error"),
        (HEADLINE, "请下载客户端登录阅读全文", "blocked"),
        ("温馨提示", "您要看的文章已下线。", "gone"),
        (HEADLINE, "undefined", "error"),
        (HEADLINE, "{{ article.content | raw }}", "error"),
    ],
)
def test_a_few_words_are_no_new_text_of_a_long_one(title: str, words: str, outcome: str) -> None:
    impostor = found(page(title, BYLINE, words), LONG)
    assert impostor is not None
    assert impostor[0] == outcome


def test_a_short_text_may_be_that_of_another_article_or_under_a_picture() -> None:
    other = page("停水通知", BYLINE, "明日上午城东停水检修。")
    assert found(other, LONG, headline="关于停水的通知") is None
    pictured = page(HEADLINE, BYLINE, '<img src="/1.jpg" width="600" height="400">', "云山一景")
    assert found(pictured, LONG) is None
    assert found(page(HEADLINE, BYLINE, "读书会改期。"), Held(body="读书会改期到周日。")) is None


def test_a_notice_neither_makes_a_version_nor_an_article(tmp_path: Path) -> None:
    home = Home(tmp_path)
    titles = {f"/{number}": f"第{number}次读书会在图书馆举行" for number in range(8)}
    listed = "".join(f'<li><a href="{url}">{title}</a></li>' for url, title in titles.items())
    pages = {path: http(article(title)) for path, title in titles.items()}
    notice = http(page("提示", "本站服务器正在升级，请各位稍后访问"))
    other = http(article("城区公交线路调整", "因道路施工，三条公交线路自即日起临时绕行。" * 5))
    led_there = http(status=302, headers=[("Location", "/other")])
    with Faulty({"/list": http(f"<ul>{listed}</ul>".encode()), **pages, "/7": notice}) as server:
        first = crawl(home, server)
        server.routes |= {"/3": notice, "/7": pages["/7"], "/5": led_there, "/other": other}
        crawl(home, server, sweep=True)
    assert (first.outcome, len(articles(home))) == ("ok", 8)
    assert {(row["title"], row["version"]) for row in articles(home).values()} == {
        (title, 1) for title in titles.values()
    }
    row = captures(home)["/3"]
    assert (row["outcome"], row["state"], row["warc_file"] is None) == ("error", "failed", False)
    assert captures(home)["/5"]["reason"].startswith("redirected to something else: http")


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("城区公交线路调整", "因道路施工，三条公交线路自即日起临时绕行，请各位提前安排。", True),
        ("城区公交线路调整", Held.body, False),
        ("读书会周末在云山县图书馆举行", "因道路施工，三条公交线路自即日起临时绕行。", False),
    ],
)
def test_a_redirect_leads_astray_where_nothing_of_the_article_is_left(
    title: str, text: str, expected: bool
) -> None:
    read = read_article(article(title, text), "http://yun.example/moved.html")
    assert is_stranger(read, Held(), HEADLINE) is expected
    assert not is_stranger(read, Held(), title)  # its list says so too


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("云山公安捣毁一赌场", "民警介绍，该团伙以百家乐开设赌场，招揽他人投注，已经立案。", False),
        ("社区棋牌室变身书屋", "街道对棋牌室等娱乐场所逐一走访，一批棋牌室变成了书屋。", False),
        ("老人们的棋牌赛", "六十名老人在文化娱乐城参加了棋牌比赛，大家其乐融融。", False),
        ("菠菜丰收", "村里种了五十亩菠菜，田头的娱乐场所也建起来了，村民很高兴。", False),
        ("葡京第3期攻略", "葡京百家乐天天送彩金，投注攻略一看就会，欢迎新老会员前来体验。", True),
    ],
)  # fmt: skip
def test_news_of_gambling_is_not_about_bets_as_hijackers_are(
    title: str, text: str, expected: bool
) -> None:
    assert is_of_bets(read_article(article(title, text), "http://yun.example/1.html")) is expected


def test_a_notice_is_no_further_page(tmp_path: Path) -> None:
    home = Home(tmp_path)
    notices = [*REFUSALS, OTHERS[0], page("提示", "本站服务器正在升级，请各位稍后访问")]
    pages = {}
    for number in range(len(notices)):
        pager = f'<p><a href="/t{number}.html">1</a> <a href="/t{number}_1.html">2</a></p>'
        title = f"第{number + 1}次{HEADLINE}"
        pages[f"/t{number}.html"] = http(article(title, more=pager))
        pages[f"/t{number}_1.html"] = http(article(title, f"{number}。{TEXT}"))
    with Faulty(pages) as server:
        server.listed = [f"/t{number}.html" for number in range(len(notices))]
        crawl(home, server)
        whole = articles(home)
        server.routes |= {f"/t{number}_1.html": http(one) for number, one in enumerate(notices)}
        crawl(home, server, sweep=True)
    for number in range(len(notices)):
        path = f"/t{number}.html"
        assert TEXT in whole[path]["body"]
        assert articles(home)[path]["version"] == 1
        assert "further page" in captures(home)[path]["reason"]
