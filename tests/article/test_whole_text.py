"""Nothing of a text is lost to what surrounds it, or to words that look like that."""

from datetime import date

import pytest

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
    "👍🏻点赞志愿者！一家三口齐上阵❤️",
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
    "分享到朋友圈！",
    "猜你喜欢！",
    "长按识别二维码关注我们",
    "点击“阅读原文”查看更多",
    "上一篇：谁来守护“烟火气”？",
]


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_is_no_text_though_it_is_a_sentence(tool: str) -> None:
    assert body_of(page(paragraphs([*LINES, tool]))) == LINES


BOX = "<div class=kz><p>延伸阅读</p><p><a href=/1>十里步道今日开放啦</a></p></div>"


def test_a_text_goes_on_below_a_box_of_links_in_its_midst() -> None:
    assert body_of(page(paragraphs(LINES[:2]) + BOX + paragraphs(LINES[2:]))) == LINES


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
