"""Nothing of a text is lost to what surrounds it, or to words that look like that."""

from datetime import date, datetime
from urllib.parse import urlsplit

import pytest

from article.errors import NotAnArticle
from article.model import BEIJING
from article.reading import read_article

URL = "http://www.qinglan.example/wmcj/t1.shtml"
TITLE = "云川河的三年之变"
LINES = [
    "秋日的云川河畔，芦花似雪，沿着新修的步道前行，一幅人水和谐的画卷徐徐展开。",
    "三年前，这里还是垃圾遍地的荒滩，当地干部带领群众清淤疏浚、植树种草。",
    "“以前门窗都不敢开，现在晚饭后全家都来散步。”住在河边的杨建国对记者说。",
    "水利局负责人介绍，工程同步推进控源截污和生态修复，水质稳定达到三类标准。",
]


def page(body: str, *, byline: str = "2025-11-29 来源：云川日报", below: str = "") -> bytes:
    return (
        f"<html><head><meta charset=utf-8><title>{TITLE}_云川网</title></head><body>"
        f"<div class=b>{TITLE}</div><div class=x>{byline}</div><div class=n>{body}</div>{below}"
        "<div class=f>版权所有 云川网</div></body></html>"
    ).encode()


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def body_of(html: bytes) -> list[str]:
    return read_article(html, URL).body.split("\n")


SENTENCES = [
    "人气：比去年更旺。",
    "人气：5家老店上榜",
    "访问：一位老兵的一生",
    "访问12个村，走访200户",
    "点击12345即可上报",
    "点击（此处）参加",
    "阅读：让心灵丰盈",
    "全文约3000字，分三部分",
    "已有128人报名。",
    "扫一扫就能点餐，老街更智慧了。",
    "网友评论：“真暖心！”",
    "今日新闻里也播了这件事。",
    "推荐阅读是他每天的功课。",
    "下一条路怎么走？",
    "返回首页的村民说：“值！”",
    "编辑：“你写得真好。”",
    "关闭小煤窑十二座，还青山于民。",
    "收藏三十年，他办起了村史馆。",
    "版权意识在增强。",
    "我要为家乡出份力！",
    "声明：我自愿放弃补偿，把土地留给集体。",
    "返回故乡",
    "欢迎关注身边好人，推荐你心中的榜样。",
    "分享会现场",
    "收藏家老周",
    "关闭污染企业12家",
    "我要读书",
    "打印机坏了",
    "二审：维持原判",
    "👍🏻点赞志愿者！一家三口齐上阵❤️",
    "上一篇日记写于去年",
    "责任编辑是这份小报里最忙的人。",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_may_begin_like_a_tool_or_a_heading_of_links(sentence: str) -> None:
    lines = [*LINES[:3], sentence, LINES[3]]
    assert body_of(page(paragraphs(lines))) == lines


TOOLS = [
    "扫一扫，用手机打开当前页。",
    "扫码关注云川发布！",
    "【版权声明】转载请联系云川网。",
    "更多精彩，尽在云川客户端！",
    "分享到",
    "返回搜狐，查看更多",
    "我要投稿",
    "打印此文 关闭窗口",
    "打开微信，点击底部的“发现”，使用“扫一扫”即可将网页分享至朋友圈。",
    "0条评论",
    "点击播报本文，约",
    "请登录后发表评论",
    "分享到朋友圈！",
    "猜你喜欢！",
    "长按识别二维码关注我们",
    "点击“阅读原文”查看更多",
    "上一篇：谁来守护“烟火气”？",
    "上一篇没有了",
    "声明：本文仅代表作者个人观点。",
    "三审：余海",
    "您是本文第 154 个阅览者",
    "点击数：1024 收藏本页",
    "点击：27评论：0",
    "阅读：1.2万次",
    "点击：次",
    "访问量：[加载中]",
    "人气：88",
    "已有 1024 人阅读",
    "本文共计浏览 88 次",
    "全文1024字，阅读约需3分钟",
    "点击上方蓝字 关注我们",
    "- END -",
    "扫描二维码，关注“云川发布”",
    "使用微信“扫一扫”，分享至朋友圈",
    "欢迎关注“文明云川”微信公众号",
    "图文来源网络，版权归原作者所有，如有侵权请联系删除。",
    "新闻热线：0777-2680011",
    "朗读全文 语速 x1.0",
    "听新闻 00:00 / 03:21",
    "您当前位置：首页 > 要闻 > 正文",
    "点在看",
    "您对本页面的评价是：",
    "感谢您的参与！",
    "顶一下 (0)",
    "数据加载中，请稍候……",
    "视频加载中...",
    "点击展开全文",
    "点击图片进入下一页",
    "余海云川日报记者+关注",
    "本文仅代表作者个人观点，与本网无关。",
    "本文为云川号作者或机构上传并发布，仅代表该作者观点，不代表平台立场。",
    "本文仅代表作者个人观点，不代表本网立场，转载请注明来源，如有侵权请联系我们，我们将在第一时间处理。",
]


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_is_no_text_though_it_is_a_sentence(tool: str) -> None:
    assert body_of(page(paragraphs([*LINES, tool]))) == LINES


BOX = "<div class=kz><p>延伸阅读</p><p><a href=/1>十里步道今日开放啦</a></p></div>"


def test_a_text_goes_on_below_a_box_of_links_in_its_midst() -> None:
    assert body_of(page(paragraphs(LINES[:2]) + BOX + paragraphs(LINES[2:]))) == LINES


@pytest.mark.parametrize(
    "line", ["记者：家里人支持吗？", "（二）举办村晚示范展示活动", "1.选择加入就近的组织；"]
)
def test_what_goes_on_below_a_box_of_links_may_be_short(line: str) -> None:
    lines = [*LINES[:2], line, *LINES[2:]]
    assert body_of(page(paragraphs(lines[:2]) + BOX + paragraphs(lines[2:]))) == lines


@pytest.mark.parametrize(
    "line", ["云川县文明办主办 云川网承办", "热门评论都在这里", "编辑：余海 卓丽明"]
)
def test_what_stands_round_a_text_does_not_go_on_below_a_box_of_links(line: str) -> None:
    assert body_of(page(paragraphs(LINES) + BOX + paragraphs([line]))) == LINES


@pytest.mark.parametrize("name", ["share-bar", "comment_list", "xgplayer", "recommend"])
@pytest.mark.parametrize("place", [1, 3, 4])
def test_a_box_with_the_name_of_another_thing_is_no_text(name: str, place: int) -> None:
    box = f"<div class={name}><p>倍速</p><p>高清 已有三千人喜欢</p></div>"
    body = paragraphs(LINES[:place]) + box + paragraphs(LINES[place:])
    assert body_of(page(body)) == LINES


def test_what_readers_say_may_be_longer_than_the_text() -> None:
    said = "小时候天天在河边玩，后来臭得不敢靠近，现在终于又能带孩子去了，点赞。" * 20
    body = f"{paragraphs(LINES)}<div class=comments><p>{said}</p></div>"
    assert body_of(page(body)) == LINES


@pytest.mark.parametrize("name", ["relative", "statement", "banner"])
def test_a_name_does_not_take_a_text_away(name: str) -> None:
    body = f"{paragraphs(LINES[:1])}<div class={name}>{paragraphs(LINES[1:])}</div>"
    assert body_of(page(body)) == LINES


def test_a_ranking_in_the_text_is_text() -> None:
    table = "<table class=rank><tr><td>1</td><td>清溪村</td></tr></table>"
    body = paragraphs(LINES[:3]) + table + paragraphs(LINES[3:])
    assert body_of(page(body)) == [*LINES[:3], "1", "清溪村", *LINES[3:]]


def test_hidden_words_may_stand_between_a_box_and_the_rest() -> None:
    hidden = "<p style='display:none'>未经许可不得复制。</p>"
    body = paragraphs(LINES[:2]) + BOX + hidden + paragraphs(LINES[2:])
    assert body_of(page(body)) == LINES


def test_broken_lines_go_on_below_a_box_too() -> None:
    above, below = "<br>".join(LINES[:2]), "<br>".join(LINES[2:])
    assert body_of(page(f"{above}<br>{BOX}{below}")) == LINES


def test_sections_go_on_below_a_section_of_links() -> None:
    box = "<section><p>往期回顾</p><p><a href=/1>十里步道今日开放啦</a></p></section>"
    above, below = (
        "".join(f"<section><p>{line}</p></section>" for line in lines)
        for lines in (LINES[:2], LINES[2:])
    )
    assert body_of(page(above + box + below)) == LINES


def test_what_follows_a_box_at_the_end_is_no_text() -> None:
    notice = "<p>凡本网注明来源的作品，均为本网合法拥有版权的作品，未经授权不得转载使用。</p>"
    below = "<div><p>小时候天天在河边玩，后来臭得不敢靠近，现在终于又能带孩子去了，点赞。</p></div>"
    assert body_of(page(paragraphs(LINES) + BOX + notice)) == LINES
    assert body_of(page(paragraphs(LINES) + BOX + below)) == LINES


def test_a_text_may_stand_in_the_rows_of_a_table() -> None:
    rows = "".join(f"<tr><td>{line}</td></tr>" for line in LINES)
    assert body_of(page(f"<table>{rows}</table>")) == LINES


def test_the_rows_may_be_numbered() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>{line}</td></tr>" for n, line in enumerate(LINES, 1))
    expected = [text for n, line in enumerate(LINES, 1) for text in (str(n), line)]
    assert body_of(page(f"<table>{rows}</table>")) == expected


def test_each_of_several_files_is_named_in_the_text() -> None:
    files = "<p>附件：1.<a href=a.docx>活动安排表.docx</a></p>"
    files += "<p>　　　2.<a href=b.xlsx>统计表.xlsx</a></p>"
    expected = [*LINES, "附件：1.活动安排表.docx", "2.统计表.xlsx"]
    assert body_of(page(paragraphs(LINES) + files)) == expected


@pytest.mark.parametrize(
    "first", ["附件：1.<a href=a.doc>报名表</a>", "附件：</p><p><a href=a.doc>1.报名表</a>"]
)
def test_files_may_have_numbers_and_no_endings(first: str) -> None:
    more = "<p><a href=b.doc>2.活动方案</a></p><p>3.<a href=c.doc>承诺书</a></p>"
    body = body_of(page(f"{paragraphs(LINES)}<p>{first}</p>{more}"))
    assert "".join(body[4:]) == "附件：1.报名表2.活动方案3.承诺书"


def test_links_with_numbers_below_a_text_are_no_files() -> None:
    links = "<p><a href=/1>1.十里步道今日开放</a></p><p><a href=/2>2.读书节启幕</a></p>"
    assert body_of(page(paragraphs(LINES) + links)) == LINES


@pytest.mark.parametrize("first", ["11-29 09:12 | 云川发布", "11/29 09:12　云川日报"])
def test_a_byline_in_the_element_of_the_text_may_have_no_year(first: str) -> None:
    assert body_of(page(paragraphs([first, *LINES]), byline="")) == LINES
    events = ["12-01 09:00 开幕式", "12-02 14:00 专题讲座"]
    assert body_of(page(paragraphs([*events, *LINES]))) == [*events, *LINES]


def test_words_hidden_in_a_line_to_spoil_copies_are_no_text() -> None:
    spoiled = [
        f'{line[:9]}<span style="display: none">云川网x8Kd2</span>{line[9:]}'
        '<font style="font-size:0px">7 Q, m* E</font>'
        for line in LINES
    ]
    assert body_of(page(paragraphs(spoiled))) == LINES


def test_a_byline_hidden_until_a_script_shows_it_is_read() -> None:
    hidden = '<span>2025-11-29</span><span style="display:none">来源：云川日报</span>'
    assert read_article(page(paragraphs(LINES), byline=hidden), URL).source == "云川日报"


def test_the_private_space_of_word_processors_is_a_space() -> None:
    html = page(paragraphs([f"@@{line}" for line in LINES])).decode()
    gbk = html.replace("utf-8", "gb2312").encode("gbk").replace(b"@", b"\xa3\xa0")
    assert body_of(gbk) == LINES
    assert body_of(html.replace("@", "\ue5e5").encode()) == LINES


def test_an_event_has_a_time_of_its_own() -> None:
    event = ["时间：2025年12月1日上午9时　地点：青岚县文化馆", *LINES]
    assert body_of(page(paragraphs(event))) == [event[0].replace("\u3000", " "), *LINES]
    event = ["时间：2025年12月1日上午9时", "地点：青岚县文化馆", *LINES]
    article = read_article(page(paragraphs(event)), URL)
    assert article.published_at == date(2025, 11, 29)
    assert article.body.split("\n") == event


@pytest.mark.parametrize(
    "end", ["主办：青岚县委宣传部", "举报电话：12345", "投稿邮箱：wm@q.example"]
)
def test_an_invitation_may_end_with_who_holds_it_and_how_to_reach_them(end: str) -> None:
    assert body_of(page(paragraphs([*LINES, end]))) == [*LINES, end]
    owner = "版权所有：青岚县融媒体中心"
    assert body_of(page(paragraphs([*LINES, end, owner]))) == LINES


MARKS = [
    "广告",
    "点击看大图",
    "点击图片查看原图",
    "[page]",
    "[NextPage]",
    '[page title="第二页"][/page]',
    "#p#副标题#e#",
    "[!--empirenews.page--]",
    "_ueditor_page_break_tag_",
]


@pytest.mark.parametrize("mark", MARKS)
def test_what_systems_set_between_paragraphs_is_no_text(mark: str) -> None:
    assert body_of(page(paragraphs([*LINES[:2], mark, *LINES[2:]]))) == LINES
    assert (
        body_of(page(f"{paragraphs(LINES[:2])}<div>{mark}</div>{paragraphs(LINES[2:])}")) == LINES
    )


@pytest.mark.parametrize(
    "facts",
    [
        ["项目名称：“一米阳光”助老服务", "服务时间：每周六上午", "服务地点：中心广场"],
        ["活动名称：文明随手拍", "活动时间：2025年12月1日至12月31日", "活动地点：全县"],
        ["现将报名方式公布如下：", "报名时间：即日起至12月10日", "联系人：王老师"],
    ],
)
def test_the_facts_of_an_event_at_the_start_are_text(facts: list[str]) -> None:
    article = read_article(page(paragraphs([*facts, *LINES])), URL)
    assert article.body.split("\n") == [*facts, *LINES]
    assert article.published_at == date(2025, 11, 29)


@pytest.mark.parametrize("indent", ["\u3000\u3000", "\n\u3000\u3000", "&nbsp;" * 4])
@pytest.mark.parametrize("form", ["{}", "<p>{}</p>"])
def test_wide_spaces_alone_may_begin_a_paragraph(indent: str, form: str) -> None:
    assert body_of(page(form.format("".join(indent + line for line in LINES)))) == LINES


def test_wide_spaces_after_no_sentence_begin_no_paragraph() -> None:
    names = ["姓名：\u3000\u3000周桂兰", "王建国\u3000\u3000李秀英\u3000\u3000张伟明"]
    expected = ["姓名： 周桂兰", "王建国 李秀英 张伟明"]
    assert body_of(page(paragraphs([*LINES, *names]))) == [*LINES, *expected]


def test_the_facts_above_a_story_in_a_form_are_text() -> None:
    facts = [("姓名", "周桂兰"), ("性别", "女"), ("单位及职务", "青岚县环卫所清扫工")]
    rows = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in facts)
    story = f"<tr><td colspan=2>事迹</td></tr><tr><td colspan=2>{paragraphs(LINES)}</td></tr>"
    expected = [*(word for fact in facts for word in fact), "事迹", *LINES]
    assert body_of(page(f"<table>{rows}{story}</table>")) == expected


def test_words_above_and_below_a_table_of_figures_are_text() -> None:
    rows = [[str(n), f"公共环境项目{n}", f"绿化覆盖率不低于{n}成，道路平整"] for n in range(1, 9)]
    table = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    above, below = "现将测评指标公布如下，请对照落实。", "联系人：王老师"
    body = f"<p>{above}</p><table>{table}</table><p>{below}</p>"
    assert body_of(page(body)) == [above, *(cell for row in rows for cell in row), below]


def test_each_paragraph_may_be_nested_into_the_one_before() -> None:
    assert body_of(page("<div>" + "<div>".join(LINES) + "</div>" * 4)) == LINES


def test_what_sums_up_other_articles_below_their_titles_is_no_text() -> None:
    others = "".join(
        f"<div><h4><a href=/{n}>市委召开第{n}次专题会议研究</a></h4><p>{line}</p></div>"
        for n, line in enumerate(["会议指出，要持续巩固创建成果，解决停车难。"] * 2 + LINES)
    )
    flat = f"<h1>{TITLE}</h1><p>2025-11-29 来源：云川日报</p>{paragraphs(LINES[:2])}{others}"
    head = f"<head><meta charset=utf-8><title>{TITLE}_云川网</title></head>"
    assert body_of(f"<html>{head}<body>{flat}</body></html>".encode()) == LINES[:2]


def test_a_paragraph_that_is_a_link_among_others_is_text() -> None:
    linked = "“晚饭后全家都来散步。”住在河边的杨建国说。"
    lines = [*LINES[:2], linked, LINES[3]]
    body = paragraphs(LINES[:2]) + f"<p><a href=/a>{linked}</a></p>" + paragraphs(LINES[3:])
    assert body_of(page(body)) == lines


def told(above: str, lines: list[str]) -> list[str]:
    head = f"<h1>{TITLE}</h1><p>2025-11-29 来源：云川日报</p>{above}"
    return body_of(page(paragraphs(lines)).replace(b"<div class=n>", f"{head}<div>".encode()))


@pytest.mark.parametrize("form", ["<p>{}</p>", "<div class=lead>{}</div>"])
def test_a_text_may_begin_above_its_element(form: str) -> None:
    assert told(form.format(LINES[0]), LINES[1:]) == LINES
    picture = "<div><img src=a.jpg></div>"
    assert told(form.format(LINES[0]) + picture, LINES[1:]) == LINES


def test_a_summary_above_a_text_is_none_of_it() -> None:
    summary = "三年治理，云川河由浊变清，成了城市的会客厅，两岸人家晚饭后都来散步。"
    assert told(f"<div class=summary>{summary}</div>", LINES) == LINES
    assert told(f"<div>{LINES[0]}</div>", LINES) == LINES


NOTICES = [
    "<div>打开微信，点击底部的“发现”，使用“扫一扫”即可将网页分享至朋友圈。</div>",
    "<p>您的浏览器版本过低，为了更好的浏览体验，请升级到最新版本的浏览器后再访问。</p>",
    "<div class=ad>青岚农商银行惠民贷，手续简便，利率低至三厘五，欢迎来电垂询办理。</div>",
]


@pytest.mark.parametrize("notice", NOTICES)
def test_what_a_site_says_above_every_text_is_none_of_it(notice: str) -> None:
    assert told(notice, LINES) == LINES


@pytest.mark.parametrize("first", [1, 2, 3])
def test_a_text_may_have_an_element_for_each_part(first: int) -> None:
    parts = (LINES[:first], LINES[first:])
    body = "".join(f"<div class=part>{paragraphs(part)}</div>" for part in parts)
    assert body_of(page(body)) == LINES
    cards = body.replace("<div class=part>", "<div><div>").replace("</div>", "</div></div>")
    assert body_of(page(cards)) == LINES


def test_parts_of_a_text_may_have_headings() -> None:
    parts = {"起因": LINES[:1], "经过": LINES[1:3], "结果": LINES[3:]}
    body = "".join(
        f"<div><h3>{heading}</h3><div>{paragraphs(part)}</div></div>"
        for heading, part in parts.items()
    )
    assert body_of(page(body)) == [line for name, part in parts.items() for line in (name, *part)]


@pytest.mark.parametrize(
    "beside", ["温馨提示：请使用最新的浏览器访问本网站，谢谢您的支持。", *LINES[:1]]
)
def test_a_notice_or_summary_beside_a_text_is_none_of_it(beside: str) -> None:
    body = f"<div class=summary>{beside}</div><div class=part>{paragraphs(LINES)}</div>"
    assert body_of(page(body)) == LINES


FACTS = [
    [
        "一等奖",
        "《茶山谣》",
        "作者：沙河",
        "云雾深处有人家",
        "《车棚记》",
        "作者：米兰",
        "小小车棚不算大",
    ],
    ["日期", "活动", "2025-12-01", "义诊", "2025-12-02", "理发"],
]


@pytest.mark.parametrize("facts", FACTS)
def test_what_looks_like_a_byline_below_words_of_the_text_is_text(facts: list[str]) -> None:
    assert body_of(page(paragraphs(facts))) == facts


LINK = "<a href=/1>十里步道今日开放啦</a>"


@pytest.mark.parametrize(
    "links",
    [
        f"<p>相关报道：{LINK}</p>",
        f"<p>&gt;&gt;&gt;更多新闻请点击：{LINK}</p>",
        f"<p>相关链接：{LINK}</p><p><a href=/2>读书节明日启幕</a></p>",
    ],
)
def test_a_text_goes_on_below_a_link_with_its_label(links: str) -> None:
    assert body_of(page(paragraphs(LINES[:2]) + links + paragraphs(LINES[2:]))) == LINES
    assert body_of(page(paragraphs(LINES) + links)) == LINES


def test_each_paragraph_may_have_a_link_with_its_label() -> None:
    labelled = f"<p>延伸阅读：{LINK}</p>"
    assert body_of(page("".join(f"<p>{line}</p>{labelled}" for line in LINES))) == LINES


def test_broken_lines_go_on_below_a_link_with_its_label() -> None:
    above, below = "<br>".join(LINES[:2]), "<br>".join(LINES[2:])
    assert body_of(page(f"{above}<br>相关报道：{LINK}<br>{below}")) == LINES


def test_what_sums_up_a_linked_article_is_no_text() -> None:
    links = "".join(f"<p>{label}{LINK}</p><p>{LINES[1]}</p>" for label in ("相关报道：", "", ""))
    assert body_of(page(paragraphs(LINES) + links)) == LINES


def test_a_link_with_its_day_is_no_text() -> None:
    links = f"<p>·{LINK} (11-20)</p><p>{LINK} 2025-11-19</p>"
    assert body_of(page(paragraphs(LINES) + links)) == LINES


@pytest.mark.parametrize(
    "heading",
    [
        *("<h3>网友评论</h3>", "<p>全部评论（20）</p>", "<p>最新留言</p>"),
        *("<h4>评论 20</h4>", "<p>评论（20）</p>"),
    ],
)
@pytest.mark.parametrize("where", ["{}</div><div class=n>{}{}", "{}<div>{}{}</div>"])
def test_what_readers_say_below_a_text_is_none_however_long(heading: str, where: str) -> None:
    said = "".join(
        f"<div>网友{n}<p>{LINES[2]}这个河道治理得真好！</p><p>2025-11-30 10:{n}</p></div>"
        for n in range(10, 30)
    )
    assert body_of(page(where.format(paragraphs(LINES[:2]), heading, said))) == LINES[:2]


@pytest.mark.parametrize("first", [2, 3])
def test_a_text_may_go_on_in_elements_of_the_same_name_or_in_paragraphs(first: int) -> None:
    rest = paragraphs(LINES[first:])
    alike = f"{paragraphs(LINES[:first])}</div><div class=n>{rest}"
    assert body_of(page(alike)) == LINES
    assert body_of(page(paragraphs(LINES[:first]), below=rest)) == LINES


@pytest.mark.parametrize("count", [1, 4])
def test_what_a_site_tells_of_itself_inside_the_element_of_a_text_is_none_of_it(count: int) -> None:
    own = "<h3>网站简介</h3><p>云川网是展示全县文明成果的重要窗口，全年发布三千余条。</p>"
    assert body_of(page(paragraphs(LINES[:count]) + own)) == LINES[:count]


@pytest.mark.parametrize("sky", ["　小雨", "　晴转多云", "　星期六　晴", " 星期一"])
def test_the_days_of_a_diary_may_tell_the_weather(sky: str) -> None:
    days = [f"2025年{month}月2日{sky}" for month in (3, 5, 8)]
    diary = [line for pair in zip(days, LINES, strict=False) for line in pair]
    assert body_of(page(paragraphs(diary))) == [line.replace("　", " ") for line in diary]


@pytest.mark.parametrize("whom", ["全县教育工作者：", "广大新闻工作者、媒体同仁：", "志愿工作者:"])
def test_who_works_in_a_trade_is_spoken_to_and_no_author(whom: str) -> None:
    html = page(paragraphs([whom, *LINES]))
    assert (body_of(html), read_article(html, URL).author) == ([whom, *LINES], None)


def test_whom_to_call_is_no_author() -> None:
    called = [*LINES, "报名电话：0000-1234567（余老师）"]
    article = read_article(page(paragraphs(called)), URL)
    assert (article.author, article.credit) == (None, None)


def test_a_known_text_element_has_its_sections_of_few_words_too() -> None:
    first = ["主持人 余海", "大家好，欢迎收听。"]
    sections = f"<section>{paragraphs(first)}</section><section>{paragraphs(LINES)}</section>"
    html = page(f"<div id=js_content>{sections}</div>").replace(b"<div class=n>", b"<div>")
    assert body_of(html) == [*first, *LINES]


def test_a_text_may_go_by_its_days() -> None:
    lines = [text for n, line in enumerate(LINES, 1) for text in (f"2025年{n}月1日", line)]
    assert body_of(page(paragraphs(lines))) == lines


@pytest.mark.parametrize("heading", ["", "<h3>项目简介</h3>"])
def test_a_text_may_go_on_in_an_element_of_another_name(heading: str) -> None:
    parts = f"{paragraphs(LINES[:2])}</div><div class=m>{heading}{paragraphs(LINES[2:])}"
    expected = [*LINES[:2], *(["项目简介"] if heading else []), *LINES[2:]]
    assert body_of(page(parts)) == expected


def test_a_text_does_not_go_on_in_what_a_site_tells_of_itself() -> None:
    own = [
        "云川网由青岚县委宣传部主办，是展示全县文明成果的重要窗口。",
        "网站下设要闻、好人等十二个栏目，全年发布三千余条。",
    ]
    assert body_of(page(f"{paragraphs(LINES)}</div><div class=m>{paragraphs(own)}")) == LINES


@pytest.mark.parametrize("byline", ["<div>{}</div>", "<div class=x>{}</div>", "<p>{}</p>"])
def test_paragraphs_below_a_title_may_have_elements_and_nothing_around_them(byline: str) -> None:
    lines = ["一、从荒滩说起", *LINES[:2], "二、人来了", *LINES[2:], "云川县文明办"]
    text = "".join(f"<div>{line}</div>" for line in lines)
    above = f"<div><h2>{TITLE}</h2>{byline.format('2025-11-29 来源：云川日报')}"
    below = "<div><a href=/1>上一篇：十里步道今日开放啦</a></div></div><div>版权所有 云川网</div>"
    html = f"<meta charset=utf-8><title>{TITLE}</title>{above}{text}{below}"
    assert body_of(html.encode()) == lines


VERSES = ["春风吹绿云川东", "红马甲里见初衷", "一盏清茶邻里话", "千家万户乐融融"]


@pytest.mark.parametrize("form", ["<div>{}</div>", "<div><p>{}</p></div>"])
@pytest.mark.parametrize("heading", ["", "<p>注释：</p>", "<p>作者简介</p>"])
def test_a_poem_may_stand_above_what_is_told_of_it(form: str, heading: str) -> None:
    between = "<br>" if form == "<div>{}</div>" else "</p><p>"
    poem = form.format(between.join(VERSES))
    told = f"<div>{heading}<p>{LINES[0]}{LINES[1]}</p></div>"
    body = body_of(page(poem + told))
    assert (body[:4], body[-1]) == (VERSES, LINES[0] + LINES[1])


def test_unlinked_tabs_above_a_text_are_no_poem() -> None:
    tabs = "".join(
        f"<li>{name}</li>" for name in ("文字实录内容", "访谈视频回放", "网友提问汇总") * 2
    )
    assert body_of(page(f"<ul>{tabs}</ul><div>{paragraphs(LINES)}</div>")) == LINES


def test_a_text_does_not_go_on_in_a_notice_below() -> None:
    notice = "<p>声明：本网转载内容出于传递信息之目的，如有侵权请联系本网删除。</p>"
    assert body_of(page(paragraphs(LINES), below=notice)) == LINES


def test_a_text_may_be_shorter_than_its_byline() -> None:
    expected = ["详见附件。", "附件：读书会安排.pdf"]
    body = "<p>详见附件。</p><p><a href=a.pdf>附件：读书会安排.pdf</a></p>"
    assert body_of(page(body)) == expected


STATEMENT = [
    "1、本网所有稿件版权均属于云川网所有，未经授权不得转载、摘编或利用其它方式使用。",
    "2、凡注明来源为其他媒体的作品，均转载自其他媒体，并不代表本网赞同其观点。",
    "3、如因作品内容、版权和其它问题需要同本网联系的，请在三十日内进行。",
]


@pytest.mark.parametrize("count", [1, 4])
def test_what_a_site_states_of_its_texts_is_none_of_them(count: int) -> None:
    text, statement = paragraphs(LINES[:count]), paragraphs(STATEMENT)
    assert body_of(page(text, below=f"<div>{statement}</div>")) == LINES[:count]
    assert body_of(page(f"{text}<div>{statement}</div>")) == LINES[:count]


@pytest.mark.parametrize(
    "heading", ["今日话题", "更多信息", "精彩视频", "推荐阅读书目", "相关链接："]
)
def test_a_heading_of_no_links_is_that_of_a_part_of_the_text(heading: str) -> None:
    lines = [*LINES[:3], heading, LINES[3]]
    assert body_of(page(paragraphs(lines))) == lines
    assert body_of(page("<br>".join(lines))) == lines


def test_a_text_goes_on_below_a_call_to_scan_in_its_midst() -> None:
    assert body_of(page(paragraphs([*LINES[:3], "扫一扫关注我们", LINES[3]]))) == LINES
    heading = "字体里的乡愁"
    assert body_of(page(paragraphs([heading, *LINES]))) == [heading, *LINES]


@pytest.mark.parametrize("end", ["</html>", "</HTML>", "</html >", "</Html>"])
def test_a_page_that_is_put_together_of_whole_pages_is_read_to_its_last(end: str) -> None:
    head = f"<html><head><title>页头</title></head><body><a href='/'>首页</a></body>{end}"
    foot = "<html><body><p>版权所有：白河市文明办</p></body></html>"
    html = f"""{head}<html><head><title>老周护河八年</title></head><body><h1>老周护河八年</h1>
    <p>发布时间：2025-03-02　来源：白河日报</p>
    <p>清晨的白河渡口，老周推着小车沿河捡拾垃圾，这件事他已经坚持了整整八年。</p>
    <p>去年冬天，村里又有三十多人加入队伍，河岸干净了，来散步的人也多了起来。</p>
    </body>{end}{foot}"""
    article = read_article(html.encode(), "http://127.0.0.1/yw/1.html")
    assert (article.title, article.source) == ("老周护河八年", "白河日报")
    assert "坚持了整整八年" in article.body
    assert article.body.endswith("也多了起来。")


CODES = [
    "<p>云川发布微信公众号</p>",
    "<p>“文明云川”微信</p><p>“文明云川”微博</p>",
    "<p>官方微信公众号：云川发布</p>",
    "<p>云川县融媒体中心二维码</p><p>云上云川APP</p>",
]


@pytest.mark.parametrize("code", CODES)
def test_what_stands_below_codes_at_the_end_is_no_text(code: str) -> None:
    assert body_of(page(paragraphs(LINES) + f"<p><img src=1.png></p>{code}")) == LINES


@pytest.mark.parametrize("last", ["云川发布微信公众号", "报名二维码"])
def test_accounts_that_a_text_lists_are_text(last: str) -> None:
    lines = [*LINES, "参与方式：", last]
    assert body_of(page(paragraphs(lines))) == lines


@pytest.mark.parametrize(
    "last",
    [
        "【编辑】余海",
        "网站编辑：余海",
        "本文编辑：余 海",
        "实习编辑：余海 责任编辑：卓丽",
        "编辑　余海",
    ],
)
def test_an_editor_below_a_text_is_none_of_it(last: str) -> None:
    assert body_of(page(paragraphs([*LINES, last]))) == LINES
    heading = "编辑部里的故事"
    assert body_of(page(paragraphs([*LINES[:3], heading, LINES[3]])))[3] == heading


@pytest.mark.parametrize("form", ["摘要：{}……", "{}...", "<b>内容提要：</b>{}…"])
def test_the_beginning_of_a_text_cut_above_it_is_none_of_it(form: str) -> None:
    begun = f"<div>{form.format(LINES[0][:18])}</div>"
    assert body_of(page(begun + paragraphs(LINES))) == LINES
    digest = "<div><b>导读</b>：三年过去，垃圾遍地的荒滩变成了乐园，云川河畔的人们都说好。</div>"
    assert body_of(page(f"{digest}<div>{paragraphs(LINES)}</div>")) == LINES
    other = "三年治理，荒滩变成了乐园……"
    assert body_of(page(paragraphs([other, *LINES]))) == [other, *LINES]


def test_calls_to_follow_an_account_and_who_owns_a_text_are_none_of_it() -> None:
    call, owner = (
        "点击上方蓝字关注“云川发布”",
        "本稿件所含文字、图片和音视频资料，版权均属云川网所有。",
    )
    assert body_of(page(paragraphs([call, *LINES, owner]))) == LINES
    owner = "本文来自【云川日报】，仅代表作者观点。信息平台提供传播服务。"
    assert body_of(page(paragraphs([*LINES, owner]))) == LINES
    call, owner = "点击下方名片关注云川文明", "本网所刊稿件，版权归云川日报社所有。"
    assert body_of(page(paragraphs([*LINES, call, owner]))) == LINES
    rule = "投稿作品版权归主办方所有，主办方有权展览和出版。"
    assert body_of(page(paragraphs([*LINES, rule]))) == [*LINES, rule]


def test_who_runs_a_site_is_no_part_of_a_table_above() -> None:
    cells = ["指标", "PM2.5", "PM10", "浓度", "18", "31"]
    rows = "".join(f"<td>{cell}</td>" for cell in cells)
    footer = "<footer><p>云川县政府主办　云川县数据局承办</p><p>浙ICP备05000001号-1</p></footer>"
    for below in (footer, "<footer><p>云川县融媒体中心维护</p><p>版权所有 云川网</p></footer>"):
        assert body_of(page(f"<table><tr>{rows}</tr></table>", below=below)) == cells
    end = "活动由云川县文明办主办。"
    assert body_of(page(paragraphs([*LINES, end]), below=footer)) == [*LINES, end]


@pytest.mark.parametrize(
    "last",
    [
        "新闻线索报料通道：应用市场下载“云川新闻”客户端",
        "爆料热线：0777-2680011",
        "报料电话：0777-2680011",
        "文章已于2025-08-01修改",
        "喜欢此内容的人还喜欢",
        "预览时标签不可点",
        "视频来源：云川县融媒体中心",
    ],
)
def test_what_accounts_and_newsrooms_set_below_a_text_is_none_of_it(last: str) -> None:
    assert body_of(page(paragraphs([*LINES, last]))) == LINES
    heading = "文章已于今年获奖"
    assert body_of(page(paragraphs([*LINES[:3], heading, LINES[3]])))[3] == heading


SHOTS = ["图为志愿者清理河道。", "图为孩子们在步道上写生。", "图为夜色中的云川河。余海 摄"]


@pytest.mark.parametrize("name", ["swiper-wrapper", "photo_album", "pic-list"])
def test_what_is_told_below_pictures_and_of_them_all_is_one_text(name: str) -> None:
    shots = "".join(f"<div><img src=/{n}.jpg><p>{shot}</p></div>" for n, shot in enumerate(SHOTS))
    told = f"<div class={name}>{shots}</div><div>{LINES[1]}</div>"
    assert body_of(page(told)) == [*SHOTS, LINES[1]]


@pytest.mark.parametrize(
    "line",
    [
        "所属栏目：<a href=/x>乡村</a>",
        "<span>前一篇：</span><a href=/1>春游记</a>",
        "收听全文 00:00",
        "您的浏览器不支持HTML5视频播放",
    ],
)
def test_where_a_text_is_filed_and_how_it_is_played_is_no_text(line: str) -> None:
    assert body_of(page(f"<div>{line}</div>{paragraphs(LINES)}<div>{line}</div>")) == LINES


def test_what_is_sorted_is_text() -> None:
    assert body_of(page(paragraphs([*LINES, "分类：可回收物"]))) == [*LINES, "分类：可回收物"]


@pytest.mark.parametrize("heading", ["h1", "h2"])
@pytest.mark.parametrize("length", [2, 4])
def test_a_second_article_on_the_page_is_none_of_the_first(heading: str, length: int) -> None:
    other = ["板凳课堂开进了院子，村民围坐一堂，把婚丧嫁娶的老规矩一条一条商量着改。"] * 6
    articles = "".join(
        f"<article><{level}>{title}</{level}><p>发布时间：2025-11-{day} 来源：云川日报</p>"
        f"<div>{paragraphs(lines)}</div></article>"
        for level, title, day, lines in (
            ("h1", TITLE, 29, LINES[:length]),
            (heading, "院子里的板凳课堂", 27, [f"{line}{n}" for n, line in enumerate(other)]),
        )
    )
    html = f"<html><head><title>{TITLE}</title></head><body>{articles}</body></html>"
    assert body_of(html.encode()) == LINES[:length]


@pytest.mark.parametrize("event", ["开标", "投标截止", "获取招标文件", "停电", "开放"])
def test_the_time_of_an_event_is_none_of_the_article(event: str) -> None:
    facts = [f"{event}时间：2025年12月5日09:30", "地址：城关镇文化路1号", "联系电话：0797-1230001"]
    signed = ["云川县图书馆", "2025年11月28日"]
    html = page(paragraphs([*facts, *signed]), byline="")
    article = read_article(html, URL)
    assert article.body.split("\n") == [*facts, *signed]
    assert (article.published_at, article.source) == (None, None)


@pytest.mark.parametrize("form", ["<ul>{}</ul>", "<ol type=1>{}</ol>", "<dl>{}</dl>"])
def test_words_above_and_below_a_list_are_text(form: str) -> None:
    wanted = [
        "主题鲜明，内容健康向上，体现时代精神",
        "体裁不限，字数在1500字以内",
        "须为未公开发表的原创作品",
    ]
    tag = "dd" if "dl" in form else "li"
    items = form.format("".join(f"<{tag}>{item}</{tag}>" for item in wanted))
    share = "<ul class=share><li>分享到：</li><li>微博</li></ul>"
    html = page(f"<p>作品要求如下：</p>{items}<p>欢迎踊跃投稿</p>")
    assert body_of(html) == ["作品要求如下：", *wanted, "欢迎踊跃投稿"]
    assert body_of(page(share + items)) == wanted


STANZAS = ["柳丝长", "江水弯", "谁家灯火映渔船", "一声号子惊飞鸟", "采茶谣", *VERSES]


@pytest.mark.parametrize("form", ["<p>{}</p>", "{}<br>", "<div>{}</div>", "{}<p>"])
@pytest.mark.parametrize(
    "below",
    [
        "<div>(责编：余海、卓丽明)</div>",
        "<div>扫一扫在手机打开当前页</div>",
        "<div>文章录入：admin 责任编辑：admin</div>",
        "<div>Copyright 2003-2025 云川县文明办<br>地址：云川县迎宾路一号</div>",
    ],
)
def test_verses_are_a_text_though_all_around_them_is_longer(form: str, below: str) -> None:
    text = "".join(form.format(line) for line in STANZAS)
    assert body_of(page(text, below=below)) == STANZAS


@pytest.mark.parametrize("text", [paragraphs([f"{LINES[0][:40]}（余海）"]), paragraphs(VERSES)])
def test_a_short_text_beside_many_links_may_have_its_byline_below(text: str) -> None:
    links = "".join(f"<li><a href=/{n}>云川河畔的步道今日开放{n}</a></li>" for n in range(12))
    below = f"<div>来源：云川日报</div><div>发布时间：2025-11-29</div><ul>{links}</ul>"
    assert read_article(page(text, byline="", below=below), URL).published_at == date(2025, 11, 29)


@pytest.mark.parametrize("form", ["<a name=OLE_LINK1>{}</a>", "<a name=top>{}"])
def test_a_text_with_a_name_to_jump_to_is_no_link(form: str) -> None:
    assert body_of(page(form.format(paragraphs(LINES)))) == LINES


@pytest.mark.parametrize("name", ["content-with-sidebar", "has-sidebar", "no_sidebar"])
def test_what_stands_beside_a_sidebar_is_text(name: str) -> None:
    lines = ["助人为乐：杨建国 云川县水利局职工", "".join(LINES), "孝老爱亲：余海 云川县河畔村村民"]
    text = "".join(f"<div>{line}</div>" for line in lines)
    html = page(f"<div class=w-{name}><div class={name}><div>{text}</div></div></div>")
    assert body_of(html) == lines


def test_a_ranking_beside_a_short_text_is_none_of_it() -> None:
    links = "".join(f"<li><a href=/{n}>云川河畔的步道今日开放{n}</a></li>" for n in range(6))
    ranking = (
        f"<div><div>点击排行</div><ol>{links}</ol><p>关注云川微信公众号，了解更多资讯。</p></div>"
    )
    assert body_of(page(f"<div>{paragraphs(LINES[:1])}</div>{ranking}")) == LINES[:1]


def test_a_byline_may_begin_with_the_address_of_the_site() -> None:
    byline = "http://www.qinglan.example/wmcj/　2025年11月29日　云川县精神文明建设办公室"
    text = f"<small>{byline}</small><br>{paragraphs(LINES)}"
    article = read_article(page(text, byline=""), URL)
    assert (article.published_at, article.body) == (date(2025, 11, 29), "\n".join(LINES))


TABLE = (
    "<table><tr><td>滨江街道</td><td>96.42</td></tr><tr><td>青坪镇</td><td>95.18</td></tr></table>"
)


@pytest.mark.parametrize("form", ["<div>{}</div>", "<section><section>{}</section></section>"])
@pytest.mark.parametrize("place", ["<div id=zoom>{}", "<div>{}</div><div class=panel-body>"])
def test_a_text_of_few_words_may_stand_beside_its_title_or_byline(form: str, place: str) -> None:
    lines = ["各县文明办：", LINES[0] + LINES[1], "云川县文明办", "2025年12月5日"]
    text = "".join(map(form.format, lines[:2])) + TABLE + "".join(map(form.format, lines[2:]))
    title, byline = (
        f"<h2>{TITLE}</h2>",
        "<p>2025-11-29 来源：云川日报　【字体：<a>大</a> <a>小</a>】</p>",
    )
    begin, end = f"<meta charset=utf-8><title>{TITLE}</title>", "<div>版权所有 云川网</div>"
    body = body_of(f"{begin}{place.format(title)}{byline}{text}</div>{end}".encode())
    assert body == [*lines[:2], "滨江街道", "96.42", "青坪镇", "95.18", *lines[2:]]


def test_titles_below_a_short_text_are_no_verses() -> None:
    titles = "".join(f"<div>{verse}</div>" for verse in STANZAS)
    text = f"{LINES[0][:40]}（余海）"
    for heading in ("<h4>热门推荐</h4>", ""):
        below = f"<section>{heading}{titles}</section>"
        assert body_of(page(paragraphs([text]), below=below)) == [text]


def test_buttons_above_a_text_are_none_of_it() -> None:
    buttons = "".join(f"<span>{name}</span>" for name in ("A-", "A", "A+", "收藏", "打印", "分享"))
    assert body_of(page(f"<div>{buttons}</div>{paragraphs(LINES)}")) == LINES


BRIEF = "12月1日，县文明办召开工作例会，安排部署本周重点工作。"


def test_a_brief_text_may_stand_below_a_button_for_comments() -> None:
    tools = "<div><a href=/c>发表评论</a></div><div><a href=/d>查看评论</a></div>"
    links = "".join(f"<li><a href=/{n}>云川河畔的步道{n}</a></li>" for n in range(16))
    told = "<p>云川县丁家庄的葡萄熟了。</p><p>金山村的步道开放了，来了许多人。</p>"
    below = f"<ul>{links}</ul><div>{told}</div>"
    html = page(f"{tools}{paragraphs([BRIEF])}", below=below)
    assert body_of(html) == [BRIEF]


INFRINGED = [
    "反侵权公告：",
    "根据有关法律法规，未经许可擅自转载本报社作品的，将涉嫌侵犯著作权人合法权益，特此公告如下：",
    "一、任何单位或个人，在任何平台上使用著作权归属于本报社的原创内容，必须事先取得书面授权。",
    "二、对各类非法转载行为，本报社将采取一切合法措施，追究行为人的责任，欢迎读者提供线索。",
]
RIGHTS = [
    "云川网版权与免责声明：",
    f"① 凡本网注明“来源：云川网”的所有作品，{'版权均属于云川网所有，' * 16}违者追究责任。",
    f"② 凡本网注明“来源：其他媒体”的作品，{'均转载自其它媒体，' * 16}并不代表本网赞同其观点。",
]


@pytest.mark.parametrize("statement", [INFRINGED, RIGHTS], ids=["infringed", "rights"])
def test_a_brief_text_is_not_what_a_site_states_of_its_rights(statement: list[str]) -> None:
    html = page(paragraphs([BRIEF]), below=f"<div>{'<br>'.join(statement)}</div>")
    assert body_of(html) == [BRIEF]


@pytest.mark.parametrize("form", ["<p>{}</p>", "{}<br>"])
def test_words_above_and_below_a_table_are_text_beside_title_and_byline_too(form: str) -> None:
    above = "为迎接世界读书日，我县定于4月20日至26日举办“书香满城”阅读周，安排如下："
    below = "全部活动免费开放，市民可通过“书香云川”小程序预约参加。"
    days = [
        ("日期", "时间", "活动", "地点"),
        ("4月20日", "09:00-11:00", "启动仪式暨图书漂流", "市图书馆"),
        ("4月22日", "14:30-16:30", "作家见面会", "文化宫小剧场"),
        ("4月23日", "19:00-21:00", "经典诵读展演", "滨江大剧院"),
    ]
    cells = [cell for day in days for cell in day]
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in day)}</tr>" for day in days)
    title = "云川县“书香满城”全民阅读周活动安排"
    head = f"<h1>{title}</h1><div>2025-11-29 10:10 来源：云川日报</div>"
    head += "<div>A-AA+收藏打印分享</div>"
    text = f"{form.format(above)}<table>{rows}</table>{form.format(below)}"
    html = f"<meta charset=utf-8><title>{title}</title><div>{head}{text}</div>"
    assert body_of(html.encode()) == [above, *cells, below]


@pytest.mark.parametrize("form", ["<pre>\n{}\n</pre>", "<div>{}</div>"])
def test_a_link_in_one_paragraph_makes_no_links_of_those_beside_it(form: str) -> None:
    linked = "志愿者王莉一早就来了，她是<a href=/1>云川河保护协会志愿服务大队</a>的队员。"
    lines = ["步道修好了。", linked, "一家人都来了。", *LINES[:2]]
    body = body_of(page(form.format("\n　　".join(lines))))
    assert body == [line.replace("<a href=/1>", "").replace("</a>", "") for line in lines]


@pytest.mark.parametrize("name", ["p1", "TRS_Editor"])
def test_the_end_of_a_text_may_stand_in_a_second_element_of_that_name(name: str) -> None:
    rest = ["三、工作要求", "联系人：王莉 联系电话：0777-2680011", "云川县文明办", "2025年12月1日"]
    files = ["附件：1.活动安排表.docx", "2.活动情况统计表.xls"]
    linked = "".join(f"<p><a href=/f/{n}.doc>{file}</a></p>" for n, file in enumerate(files))
    second = f"<div class={name}>{paragraphs(rest[:2])}{linked}{paragraphs(rest[2:])}</div>"
    body = body_of(page(f"<div class={name}>{paragraphs(LINES)}</div>{second}"))
    assert body == [*LINES, *rest[:2], *files, *rest[2:]]


def test_who_runs_a_site_is_no_end_of_a_text() -> None:
    own = ["地址：云川县迎宾路1号", "云川县大数据中心承办"]
    second = f"<div class=p1>{paragraphs(own)}</div>"
    assert body_of(page(f"<div class=p1>{paragraphs(LINES)}</div>{second}")) == LINES


def test_the_title_below_a_long_menu_is_no_text() -> None:
    menu = "".join(f"<a href=/{n}>志愿者走进白石社区</a>" for n in range(6))
    cells = [menu, TITLE, "2025-11-29 来源：云川日报", *LINES]
    rows = "".join(f"<tr><td>{cell}</td></tr>" for cell in cells)
    html = f"<meta charset=utf-8><title>{TITLE}--云川网</title><table>{rows}</table>"
    assert body_of(html.encode()) == LINES


def test_the_address_of_a_page_below_its_text_is_none() -> None:
    below = "<hr>关闭窗口　本文地址：http://www.yunchuan.example/show.asp?id=882"
    assert body_of(page(paragraphs(LINES) + below)) == LINES


FACTS = ["姓 名：王莉", "推荐单位：云川县文明办", "活动时间：2025-12-05 08:30 至 2025-12-05 11:30"]


@pytest.mark.parametrize(
    ("above", "heading", "expected"),
    [
        ("<ul>{}</ul>", "<div>主要事迹</div><div>{}</div>", [*FACTS, "主要事迹"]),
        (
            "<ul>{}</ul><a href=/j>我要报名</a>",
            "<div><h3>活动详情</h3>{}</div>",
            [*FACTS, "活动详情"],
        ),
        ("<p>播放：233</p>", "<div>简介</div><div>{}</div>", []),
    ],
)
def test_facts_above_the_heading_of_a_story_belong_to_it(
    above: str, heading: str, expected: list[str]
) -> None:
    facts = "".join(f"<li>{fact}</li>" for fact in FACTS)
    text = f"<div>{above.format(facts)}</div>{heading.format(paragraphs(LINES))}"
    assert body_of(page(f"<div>{text}</div>")) == [*expected, *LINES]


def test_a_site_that_asks_for_news_is_no_text_though_it_says_more() -> None:
    asked = (
        "想爆料？请登录《阳光连线》、拨打新闻热线0531-66660000，或登录本网官方微博提供新闻线索。"
        "本网广告热线0531-81690000，诚邀合作伙伴，欢迎您的来电，期待与您携手。"
    )
    editors = "<p>初审编辑：郑岚<br>责任编辑：柴斌</p>"
    html = page(paragraphs([BRIEF]), below=f"{editors}<div class=sm>{asked}</div>")
    assert body_of(html) == [BRIEF]


def test_a_letter_has_its_title_in_a_row_below_others() -> None:
    rows = [
        ("信件标题", "关于滨河公园增设无障碍通道的建议"),
        ("来信人", "侯**"),
        ("来信时间", "2025-11-29 12:30"),
        ("来信内容", LINES[0]),
    ]
    table = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows)
    html = f"<meta charset=utf-8><title>书记信箱-云川县政府</title><table>{table}</table>"
    assert read_article(html.encode(), URL).title == rows[0][1]


@pytest.mark.parametrize(
    "said",
    [
        'var page = {"publishTime":1764383400000};',
        r'self.push("{\"publishTime\":\"1764383400\"}");',
        r'self.push("{\"pubDate\":\"2025-11-29 10:30\"}");',
    ],
)
def test_a_script_may_tell_the_moment_in_milliseconds_or_in_a_string(said: str) -> None:
    html = page(paragraphs(LINES), byline="", below=f"<script>{said}</script>")
    assert read_article(html, URL).published_at == datetime(2025, 11, 29, 10, 30, tzinfo=BEIJING)


def test_all_authors_that_are_stated_wrote_a_text() -> None:
    stated = '{"@type":"NewsArticle","author":[{"name":"王莉"},{"name":"杨建国"}]}'
    head = f'<script type="application/ld+json">{stated}</script>'
    assert read_article(page(paragraphs(LINES), below=head), URL).author == "王莉 杨建国"


def test_a_title_over_two_lines_of_a_text_is_none_of_it() -> None:
    html = page(paragraphs([TITLE[:3], TITLE[3:], *LINES]))
    assert body_of(html) == LINES
    html = page(paragraphs([TITLE[:3], *LINES]))
    assert body_of(html) == [TITLE[:3], *LINES]


@pytest.mark.parametrize(
    "beside",
    [
        f"<h3>文明倡议</h3>{paragraphs(LINES)}",
        f"<dl><dt><a href=/1>志愿者走进白石社区开展活动</a></dt><dd>{LINES[2]}</dd></dl>" * 5,
    ],
)
def test_prose_beside_a_poem_is_none_of_it(beside: str) -> None:
    html = page(paragraphs(VERSES), below=f"<div class=r>{beside}</div>")
    assert body_of(html) == VERSES


def test_prose_below_the_verses_of_one_text_is_its_text() -> None:
    assert body_of(page(paragraphs([*VERSES, *LINES]))) == [*VERSES, *LINES]


def test_a_long_subtitle_above_a_poem_is_none_of_it() -> None:
    subtitle = "年过五十的她带领学校民乐团的孩子们一路快乐前行，在比赛中拿下不俗的成绩"
    html = page(paragraphs(VERSES), byline=f"{subtitle}<p>2025-11-29 来源：云川日报</p>")
    assert body_of(html) == VERSES


def test_captions_stand_below_the_count_of_readers() -> None:
    captions = ["茶农在云雾茶园采茶。", "茶农将采好的鲜叶过秤。", "制茶师傅在炒制新茶。祝小满 摄"]
    byline = "<div><p>2025年11月29日 02:26:00<br>来源：<a href=/s>云川日报</a></p>"
    byline += "<h5><a href=/c>1938人参与222评论</a></h5></div>"
    said = "<div><p>美是很美，只希望现代的灯光不会带来伤害</p><p>推荐162/回复/举报</p></div>"
    text = f"<div><div>{paragraphs(captions)}</div></div>"
    html = page(text, byline=byline, below=f"<h3>最热评论</h3>{said}")
    assert body_of(html) == captions


def test_links_with_the_moment_of_what_they_lead_to_are_no_text() -> None:
    links = "".join(
        f"<div>·<a href=/{n}>小积分兑出大文明新风尚</a> (2025-11-2{n} 14:32PM)</div>"
        for n in range(8)
    )
    captions = ["茶农在云雾茶园采茶。", "茶农将采好的鲜叶过秤。", "制茶师傅在炒制新茶。"]
    assert body_of(page(paragraphs(captions) + f"<div>{links}</div>")) == captions


def test_a_box_of_prose_in_the_midst_of_a_text_belongs_to_it_whatever_its_heading() -> None:
    told = ["相关链接", "志愿服务是指志愿者自愿、无偿向社会或者他人提供的公益服务，受法律保护。"]
    box = f"<div style='border:1px solid'>{paragraphs(told)}</div>"
    body = body_of(page(paragraphs(LINES[:2]) + box + paragraphs(LINES[2:])))
    assert body == [*LINES[:2], *told, *LINES[2:]]


def test_where_readers_join_in_is_told_below_a_code() -> None:
    lines = [*LINES[:3], "扫码报名参加活动", LINES[3]]
    assert body_of(page(paragraphs(lines) + "<p>扫码关注我们</p>")) == lines


PICTURED = ["志愿者为老人理发", "志愿者维修家电"]
PICTURES = "".join(f"<p><img src=/{n}.jpg></p><p>{said}</p>" for n, said in enumerate(PICTURED))
SAID = "<p>网友甲：看着都觉得温暖，希望这样的活动一直坚持办下去，越办越好，让更多人受益。</p>"


@pytest.mark.parametrize(
    "below",
    [
        f"<h3>网友评论</h3><section>{SAID}</section>",
        f"<p><a href=/1>道德模范基层巡讲走进云川</a></p><section>{SAID}</section>",
        "",
    ],
)
def test_a_few_words_below_pictures_are_their_text(below: str) -> None:
    assert body_of(page(PICTURES, below=below)) == PICTURED


def test_buttons_beside_a_picture_are_no_captions() -> None:
    buttons = "<p><img src=/q.png></p><p>关注云川新闻网</p><p>微信</p><p>微博</p><p>评论</p>"
    html = page(paragraphs(LINES[:2]), byline=f"2025-11-29 来源：云川日报{buttons}")
    assert body_of(html) == LINES[:2]


@pytest.mark.parametrize("row", ["<td>&nbsp;</td><td>　　{}</td>", "<td>{}</td>"])
def test_rows_of_one_table_hold_title_byline_and_each_paragraph(row: str) -> None:
    byline = "日期：2025-11-29　出处：云川日报　作者：高远"
    lines = [LINES[0] + LINES[1], *LINES[2:]]
    cells = [f"<b>{TITLE}</b>", byline, *lines, "<a href=#>[关闭窗口]</a>"]
    table = "".join(f"<tr>{row.format(cell)}</tr>" for cell in cells)
    html = f"<meta charset=utf-8><title>{TITLE}</title><table>{table}</table>"
    assert body_of(html.encode()) == lines


def test_who_entered_a_text_is_told_in_a_row_below_it() -> None:
    cells = [TITLE, "更新时间：2025-11-29", LINES[0], "文章录入：admin　　责任编辑：admin"]
    table = "".join(f"<tr><td>{cell}</td></tr>" for cell in cells)
    html = f"<meta charset=utf-8><title>{TITLE}</title><table>{table}</table>"
    assert body_of(html.encode()) == LINES[:1]


def test_the_label_of_a_text_in_a_table_is_none_of_it() -> None:
    rows = f"<tr><td>标题<td>{TITLE}<tr><td>来源<td>云川日报<tr><td>发布时间<td>2025-11-29"
    html = f"<title>{TITLE}</title><table>{rows}<tr><td>内容<td>{paragraphs(LINES)}</table>"
    assert body_of(f"<meta charset=utf-8>{html}".encode()) == LINES


def test_the_head_of_a_column_is_of_the_table() -> None:
    cells = [["内容", "时间"], ["清理河道", "8月1日"], ["种植芦苇", "8月2日"]]
    rows = "".join(f"<tr><td>{one}<td>{other}" for one, other in cells)
    assert body_of(page(f"<table>{rows}</table>")) == [cell for row in cells for cell in row]


def test_what_follows_a_player_that_nobody_closes_is_text() -> None:
    article = read_article(page(f"<embed src=/film/1.mp4>{paragraphs(LINES)}"), URL)
    assert article.body.split("\n") == LINES
    assert [file.kind for file in article.attachments] == ["video"]


@pytest.mark.parametrize(
    ("attributes", "names"),
    [
        ("data-echo=/upload/1.jpg src=/blank.png", ["1.jpg"]),
        ("data-url=/upload/1.jpg", ["1.jpg"]),
        ("original=/upload/1.jpg src=/grey.gif", ["1.jpg"]),
        ("zoomfile=/upload/1.jpg src=/static/none.gif", ["1.jpg"]),
        ("data-url=/wmsj/12.html src=/upload/1.jpg", ["1.jpg"]),
        ("data-url=# src=/upload/1.jpg", ["1.jpg"]),
        ("original=true src=/upload/1.jpg", ["1.jpg"]),
        ("src=/ueditor/dialogs/emotion/images/jx2/j_0002.gif", []),
    ],
)
def test_a_picture_is_where_scripts_look_for_it(attributes: str, names: list[str]) -> None:
    article = read_article(page(f"<p><img {attributes}></p>{paragraphs(LINES)}"), URL)
    assert [image.url.rpartition("/")[2] for image in article.images] == names


def test_the_picture_of_a_code_below_a_text_is_none_of_it() -> None:
    shown = "<p><img src=/upload/1.jpg></p><p>志愿者在清理河道。</p>"
    below = "<div><img src=/images/qr.png><p>扫一扫在手机打开当前页</p></div>"
    article = read_article(page(shown + paragraphs(LINES), below=below), URL)
    assert [image.url for image in article.images] == ["http://www.qinglan.example/upload/1.jpg"]


def test_the_name_of_a_person_among_facts_is_text_though_it_is_the_title() -> None:
    facts = ["姓名：杨建国", "性别：男", "类别：敬业奉献"]
    rows = "".join(f"<tr><td>{fact}</td></tr>" for fact in facts)
    head = "<meta charset=utf-8><title>杨建国-云川网</title><h1>杨建国</h1><p>2025-11-29</p>"
    html = f"{head}<table>{rows}</table><div><h3>主要事迹</h3>{paragraphs(LINES)}</div>"
    assert body_of(html.encode()) == [*facts, "主要事迹", *LINES]


def test_an_editor_in_brackets_below_a_text_is_none_of_it() -> None:
    assert body_of(page(paragraphs([*LINES, "[编辑 余海]"]))) == LINES


FILM = '<div id=player></div><script>play({{el: "#player", url: "{url}"}})</script>'


@pytest.mark.parametrize(
    "url", ["/v/77.mp4", "https:\\/\\/v.qinglan.example\\/77.m3u8?t=1", "77.flv"]
)
def test_what_a_script_hands_to_its_player_is_the_film_of_a_page_without_text(url: str) -> None:
    film = FILM.format(url=url)
    html = f"<title>村晚开锣了</title><h1>村晚开锣了</h1><p>2026-03-02 来源：青岚日报</p>{film}"
    article = read_article(html.encode(), "http://a.example/77.html")
    assert [file.kind for file in article.attachments] == ["video"]
    assert article.attachments[0].url.startswith("http")
    assert "\\" not in article.attachments[0].url


@pytest.mark.parametrize("url", [".mp4", "%s.mp4", "$1.mp4", "{{url}}.mp4", "/v/.flv"])
def test_what_a_script_makes_addresses_of_is_no_film(url: str) -> None:
    film = FILM.format(url=url)
    html = f"<title>村晚开锣了</title><h1>村晚开锣了</h1><p>2026-03-02 来源：青岚日报</p>{film}"
    with pytest.raises(NotAnArticle, match="no text"):
        read_article(html.encode(), "http://a.example/77.html")


def test_a_list_with_a_film_at_its_top_is_a_list() -> None:
    items = "".join(
        f"<li><a href={n}.html>第{n}场村晚在谷场开锣</a> 2026-03-0{n}" for n in range(1, 8)
    )
    html = f"<title>视频</title><h1>视频</h1>{FILM.format(url='/v/1.mp4')}<ul>{items}</ul>"
    with pytest.raises(NotAnArticle, match="list"):
        read_article(html.encode(), "http://a.example/sp/")


def test_items_of_a_list_are_no_verses() -> None:
    names = [f"{name}家庭" for name in ("余小海", "卓小丽", "唐小蓉", "方小圆", "王大明")]
    items = "".join(f"<li>{name}</li>" for name in names)
    text = f"<p>一、文明家庭（5户）</p><ul>{items}</ul>"
    assert body_of(page(text)) == ["一、文明家庭（5户）", *names]


def test_the_numbers_of_further_pages_are_no_text_whatever_stands_before_them() -> None:
    pager = '<p class="page-links">页面：<span>1</span> <a href="77.html/2">2</a></p>'
    assert body_of(page(paragraphs(LINES) + pager)) == LINES


@pytest.mark.parametrize(
    "frame",
    [
        '<iframe src="/pdf/web/viewer.html?file=%2Ff%2F7.pdf"></iframe>',
        '<iframe src="/pdf/web/viewer.html?file=../../f/7.pdf#page=1"></iframe>',
        '<p><a href="/pdf/viewer.html?v=2&file=/f/7.pdf">条例全文</a></p>',
    ],
)
def test_what_a_page_for_files_is_to_show_is_the_file(frame: str) -> None:
    article = read_article(page(f"{paragraphs(LINES)}{frame}"), URL)
    assert [urlsplit(file.url).path for file in article.attachments] == ["/f/7.pdf"]


def test_a_page_for_something_else_shows_no_file() -> None:
    frame = '<iframe src="/player.html?file=7&title=x.pdf"></iframe>'
    assert not read_article(page(f"{paragraphs(LINES)}{frame}"), URL).attachments


@pytest.mark.parametrize("address", ["//[x.html?file=7.pdf", "v.html?file=//[7.pdf"])
def test_a_page_for_files_with_a_broken_address_shows_none(address: str) -> None:
    link = f'<p><a href="{address}">条例全文</a></p>'
    assert not read_article(page(f"{paragraphs(LINES)}{link}"), URL).attachments


SITES = (
    "<div>友情链接："
    + " ".join(f"<a href=//w{n}.example>第{n}文明网</a>" for n in range(12))
    + "</div>"
)
SLOGAN = "树立文明乡风，共建美好云川"
SUMMED_UP = "".join(
    f"<div><h4><a href=/{n}>{place}的流动书车进山</a></h4>"
    f"<p>每到周六，{place}的流动书车就开进十四个山村，孩子们早早等在村口，像过节一样热闹。</p>"
    f"<i>2025-11-0{n}</i></div>"
    for n, place in enumerate(["清溪镇", "白石镇", "青岚县"], start=1)
)


@pytest.mark.parametrize("shown", ["<p><img src=/1.jpg></p>", f"<p>{SLOGAN}</p>"])
@pytest.mark.parametrize("left", ["", SUMMED_UP])
@pytest.mark.parametrize("right", ["", SUMMED_UP])
def test_what_surrounds_pictures_or_a_few_words_is_not_taken_for_their_text(
    shown: str, left: str, right: str
) -> None:
    html = (
        f"<meta charset=utf-8><title>{TITLE}_云川网</title><div>{left}</div>"
        f"<div><div>{TITLE}</div><div>2025-11-29 来源：云川日报</div><div>{shown}</div></div>"
        f"<div>{right}</div>{SITES}<div>版权所有 云川网</div>"
    )
    assert body_of(html.encode()) == ([SLOGAN if SLOGAN in shown else ""])


@pytest.mark.parametrize("site", ["", "//q{}.example"])
def test_a_row_of_names_that_link_to_their_stories_is_text(site: str) -> None:
    sites = enumerate([site] * 9)
    names = "　".join(
        f"<a href={site.format(n)}/hao/{n}.html>{n}号楼热心邻居老周</a>" for n, site in sites
    )
    html = page(paragraphs([*LINES, f"助人为乐：{names}", LINES[0]]))
    assert "4号楼热心邻居老周" in body_of(html)[-2]


def test_a_row_of_files_below_a_text_stays() -> None:
    files = " ".join(f"<a href=/{n}.doc>第{n}批推荐对象事迹材料汇编文本</a>" for n in range(5))
    html = page(paragraphs([*LINES, files]))
    assert body_of(html)[-1].startswith("第0批推荐对象事迹材料汇编文本")


@pytest.mark.parametrize("above", [0, 1, len(LINES)])
def test_a_text_may_begin_or_stand_above_its_title(above: int) -> None:
    head = f"<h3>{TITLE}</h3><div>2025-11-29 来源：云川日报</div>"
    text = f"{paragraphs(LINES[:above])}{head}{paragraphs(LINES[above:])}"
    html = f"<meta charset=utf-8><title>{TITLE}</title><div class=main>{text}</div>"
    assert [line for line in body_of(html.encode()) if line != TITLE] == LINES
