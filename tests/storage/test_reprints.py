"""What is a reprint of what, as articles arrive."""

from datetime import date

import pytest
from saving import Shelf

from article.fingerprint import fingerprint
from storage import reprints
from storage.database import writing
from storage.home import Home

REPORT = """8月1日上午，青石镇新时代文明实践所组织志愿者走进柳河社区，为老人理发、量血压、修家电。
志愿者李桂芳一上午为二十七位老人理了发，手指都磨红了。“能帮一点是一点。”她说。
居民们围坐在院子里，一边等候一边聊起村里的变化：路灯亮了，垃圾少了，吵架的也少了。
据了解，今年以来该镇已开展志愿服务128场，参与群众达3560人次，满意率为97.5%。"""
OTHER = """清晨的薄雾还没有散去，古渡口的石阶上已经坐满了写生的学生。
老师傅撑着竹篙讲起当年摆渡的故事，孩子们听得入了神，连画笔都忘了蘸墨。
这座百年渡口去年列入保护名录，如今成了城里人周末最爱来的地方。"""
MORE = """镇上的老茶馆里，说书人一拍醒木，满屋子的茶客便静了下来，连跑堂的也放轻了脚步。
这段书从祖父说到孙辈，讲的是当年乡亲们怎样挑土筑堤、怎样在大水里把最后一条船让给了邻村。
如今堤上栽满了柳树，傍晚散步的人从这头走到那头，要遇见半个镇子的熟人。"""
FORM = (
    "{city}市定于{day}在{district}举行文明旅游志愿者招募，需要志愿者{number}名。\n"
    "凡年满十八周岁、身体健康、热心公益的市民均可报名，录取者将接受礼仪、急救等培训。\n"
    "服务期间提供午餐、饮水和保险，服务时长计入个人档案，表现突出者颁发荣誉证书。\n"
    "报名电话{phone}，工作时间有专人接听，欢迎广大市民踊跃参加。"
)


@pytest.fixture
def shelf(home: Home) -> Shelf:
    return Shelf(home)


@pytest.mark.parametrize(
    ("body", "relation"),
    [
        (REPORT.replace("，", ",").replace("。", "． "), "exact"),
        (REPORT.replace("为", "為").replace("区", "區").replace("愿", "願"), "exact"),
        ("云川日报讯（记者 王一）" + REPORT, "near"),
        (REPORT + "\n（来源：云川日报　编辑：王一）", "near"),
        (REPORT[: len(REPORT) * 3 // 5], "near"),
        (REPORT.replace("手指都磨红了", "手上起了泡").replace("围坐在院子里", "坐在树下"), "near"),
        (
            f"{OTHER}\n{REPORT}\n{MORE}",
            "contains",
        ),
    ],
    ids=["punctuation", "traditional", "prefix", "credit", "cut", "edited", "part"],
)
def test_a_reprint_is_found_on_arrival(shelf: Shelf, body: str, relation: str) -> None:
    first = shelf.add(REPORT, day="2025-08-02")
    again = shelf.add(body, site="hai", day="2025-08-03")
    assert shelf.relations() == {(again, first): relation}
    assert shelf.story(again) == shelf.story(first) == first


def test_another_text_is_no_reprint(shelf: Shelf) -> None:
    one, other = shelf.add(REPORT), shelf.add(OTHER)
    assert not shelf.relations()
    assert (shelf.story(one), shelf.story(other)) == (one, other)


def test_the_same_notice_from_another_city_is_a_template(shelf: Shelf) -> None:
    facts = {"day": "2025年3月5日", "district": "莲池区", "number": 120, "phone": "0312-5061234"}
    one = shelf.add(FORM.format(city="保定", **facts), "保定市招募志愿者")
    facts = {"day": "2025年4月9日", "district": "路南区", "number": 350, "phone": "0315-2027788"}
    other = shelf.add(FORM.format(city="唐山", **facts), "唐山市招募志愿者")
    assert shelf.relations() == {(other, one): "template"}
    assert shelf.story(other) == other


def test_many_notices_of_one_form_do_not_hide_the_reprint_of_one(shelf: Shelf) -> None:
    facts = {"city": "保定", "district": "莲池区", "number": 120, "phone": "0312-5061234"}
    first = shelf.add(FORM.format(day="2025年3月5日", **facts), "保定市招募志愿者")
    for number in range(40):
        facts |= {"city": "唐山", "number": 300 + number, "phone": f"0315-20277{number:02}"}
        shelf.add(FORM.format(day=f"2024年4月{number % 28 + 1}日", **facts), f"招募{number}名")
    facts = {"city": "保定", "district": "莲池区", "number": 120, "phone": "0312-5061234"}
    again = shelf.add("本报讯 " + FORM.format(day="2025年3月5日", **facts), "保定招募志愿者")
    assert shelf.story(again) == first


def test_an_earlier_one_that_arrives_late_takes_over_the_story(shelf: Shelf) -> None:
    second = shelf.add(REPORT, day="2025-08-02")
    third = shelf.add(REPORT, site="hai", day="2025-08-03")
    first = shelf.add("本报讯 " + REPORT, site="shan", day="2025-08-01")
    undated = shelf.add(REPORT, site="shan")
    assert {shelf.story(id_) for id_ in (first, second, third, undated)} == {first}
    assert shelf.relations()[third, first] == "near"


def test_a_day_that_was_corrected_changes_who_was_first(shelf: Shelf) -> None:
    one = shelf.add(REPORT, day="2025-08-02")
    other = shelf.add(REPORT, site="hai", day="2025-08-03")
    shelf.change(other, published_at=date(2025, 8, 1))
    assert shelf.story(one) == shelf.story(other) == other


def test_an_article_that_becomes_another_leaves_its_story(shelf: Shelf) -> None:
    one = shelf.add(REPORT, day="2025-08-01")
    other = shelf.add(REPORT, site="hai", day="2025-08-02")
    third = shelf.add(REPORT, site="shan", day="2025-08-03")
    shelf.change(one, body=OTHER)
    assert shelf.story(one) == one
    assert shelf.story(third) == shelf.story(other) == other
    assert set(shelf.relations()) == {(third, other)}


def test_a_withdrawn_article_stays_the_first_of_its_story(shelf: Shelf) -> None:
    one = shelf.add(REPORT, day="2025-08-01")
    shelf.db.execute("update articles set state = 'withdrawn' where id = ?", [one])
    assert shelf.story(shelf.add(REPORT, site="hai", day="2025-08-02")) == one


def test_a_digest_does_not_make_one_story_of_what_it_holds(shelf: Shelf) -> None:
    one = shelf.add(REPORT, day="2025-08-01")
    other = shelf.add(OTHER, day="2025-08-01")
    digest = shelf.add(f"一周要闻\n{REPORT}\n{OTHER}\n{MORE}", site="hai", day="2025-08-08")
    assert shelf.story(one) != shelf.story(other)
    assert shelf.story(digest) in (one, other)


def test_pages_of_pictures_are_told_by_their_titles(shelf: Shelf) -> None:
    one = shelf.add("", "青石镇舞龙大赛掠影：锣鼓声中年味浓")
    other = shelf.add("", "柳河社区百家宴图片报道：家门口的团圆")
    again = shelf.add("", "青石镇舞龙大赛掠影：锣鼓声中年味浓", site="hai")
    assert shelf.story(other) == other
    assert shelf.story(again) == one


def test_nothing_is_linked_to_what_is_suppressed(shelf: Shelf) -> None:
    one = shelf.add(REPORT, day="2025-08-01")
    shelf.suppress(one)
    again = shelf.add(REPORT, site="hai", day="2025-08-02")
    assert shelf.story(again) == again


def test_an_article_can_be_forgotten_with_its_keys(shelf: Shelf) -> None:
    one, other = shelf.add(REPORT), shelf.add(REPORT, site="hai")
    with writing(shelf.db):
        reprints.forget(shelf.db, one)
    assert shelf.story(other) == other
    keys = shelf.db.execute("select distinct article_id from fingerprints").fetchall()
    assert keys == [(other,)]


def test_linking_again_changes_nothing(shelf: Shelf) -> None:
    shelf.add(REPORT, day="2025-08-01")
    again = shelf.add(REPORT + "（完）", site="hai", day="2025-08-02")
    before = shelf.relations(), shelf.story(again)
    with writing(shelf.db):
        reprints.link(shelf.db, again, fingerprint(REPORT + "（完）"))
    assert (shelf.relations(), shelf.story(again)) == before
