"""Reprints share marks; other fillings of a form differ in their slots."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article.fingerprint import fingerprint, similarity
from article.slots import compare_slots, read_slots

REPORT = """8月1日上午，青石镇新时代文明实践所组织志愿者走进柳河社区，为老人理发、量血压、修家电。
志愿者李桂芳一上午为二十七位老人理了发，手指都磨红了。“能帮一点是一点。”她说。
据了解，今年以来该镇已开展志愿服务128场，参与群众达3560人次，满意率为97.5%。"""


def test_the_hash_agrees_whatever_the_printing() -> None:
    spaced = REPORT.replace("，", ", ").replace("\n", "\n\n　　").replace("1", "１")
    traditional = REPORT.replace("区", "區").replace("愿", "願").replace("为", "為")
    assert fingerprint(REPORT).content_hash == fingerprint(spaced).content_hash
    assert fingerprint(REPORT).content_hash == fingerprint(traditional).content_hash
    assert (
        fingerprint(REPORT).content_hash != fingerprint(REPORT.replace("128", "129")).content_hash
    )


def test_the_title_does_not_count_unless_the_body_is_too_short_to_tell() -> None:
    assert fingerprint(REPORT, "甲").content_hash == fingerprint(REPORT, "乙").content_hash
    assert fingerprint("见附件", "甲").content_hash != fingerprint("见附件", "乙").content_hash


def test_letters_of_other_scripts_count() -> None:
    uyghur = "شىنجاڭ مەدەنىيەت تورى"
    assert fingerprint(uyghur * 4).content_hash != fingerprint(uyghur[:9] * 8).content_hash


def test_a_short_piece_shares_keys_with_a_long_article() -> None:
    other = "".join(f"第{n}件事情发生在一个谁也没有去过的山谷里面。" for n in range(90))
    long = fingerprint(other + REPORT + other.replace("山谷", "岛屿"))
    assert set(fingerprint(REPORT).sentences) & set(long.sentences)
    assert len(long.keys) > len(fingerprint(REPORT).keys)


def test_a_sketch_finds_what_is_changed_in_every_sentence() -> None:
    text = "".join(f"{char}时{other}" for char in "春夏秋冬" for other in REPORT if other != "\n")
    scattered = "".join(char if at % 37 else "某" for at, char in enumerate(text))
    one, other = fingerprint(text), fingerprint(scattered)
    jaccard, containment = similarity(one.shingles, other.shingles)
    assert 0.5 < jaccard < containment < 1
    assert set(one.bands) & set(other.bands)


@given(st.text(), st.text())
def test_any_text_has_a_fingerprint(body: str, title: str) -> None:
    marks = fingerprint(body, title)
    assert len(marks.content_hash) == 32
    assert all(0 <= key < 2**63 for key in marks.keys)
    assert similarity(marks.shingles, marks.shingles) == (1, 1)


FORM = (
    "{city}市定于{day}在{district}举行招募，需要志愿者{number}名，报名电话{phone}，欢迎市民参加。"
)


def test_a_form_filled_in_twice_differs_in_its_slots() -> None:
    one = FORM.format(
        city="保定", day="2025年3月5日", district="莲池区", number=120, phone="0312-5061234"
    )
    other = FORM.format(
        city="唐山", day="2025年4月9日", district="路南区", number=350, phone="0315-2027788"
    )
    assert compare_slots(read_slots(one), read_slots(other))[2]
    assert not compare_slots(read_slots(one), read_slots(one))[2]


def test_a_cut_or_lengthened_report_has_the_same_values_in_its_slots() -> None:
    first, *_ = REPORT.split("\n")
    agreed, differing, another = compare_slots(
        read_slots(first), read_slots(f"云川日报讯 {REPORT}另据报道，9月12日还有40人到场。")
    )
    assert agreed > 0
    assert differing == 0
    assert not another


def test_another_city_is_told_without_any_number() -> None:
    letter = "致{}全市家长的一封信：愿孩子们在{}度过平安快乐的假期，{}教育局祝大家安好。"
    one, other = (read_slots(letter.format(city, city, city)) for city in ("无锡", "包头"))
    assert compare_slots(one, other)[2]


FEAST = (
    "为丰富群众精神文化生活，6月9日，{}新时代文明实践站开展“我们的节日·端午”主题活动，居民与志愿者"
    "一起包粽子、做香囊，现场欢声笑语不断，大家纷纷表示，这样的活动很有意义，希望以后多多举办。"
)
NAMES = "现将本周文明交通劝导员名单公布如下：\n{}\n请广大市民向他们学习，自觉遵守交通法规。"
OUTAGE = "因线路检修，定于12月3日8时至17时对{}停电，请广大居民提前做好准备，敬请谅解。"
FORMS = [  # title, text, and what was filled in
    ("", FEAST, "白石社区", "柳湾社区"),
    ("", FEAST, "城南街道", "城北街道"),
    ("", FEAST, "实验小学", "第一小学"),
    ("", FEAST, "市水利局", "市教育局"),
    ("", FEAST, "三合村", "大湾村"),
    ("", FEAST.format("我市").replace("端午", "{}"), "端午", "中秋"),
    ("", OUTAGE, "白石社区", "柳湾社区"),
    ("", NAMES, "张建国　李秀英　王德胜", "吴海涛　郑小红　孙立军"),
    ("", NAMES, "张建国、李秀英、王德胜", "吴海涛、郑小红、孙立军"),
    ("", NAMES, "张建国\n李秀英\n王德胜", "吴海涛\n郑小红\n孙立军"),
    ("", NAMES, "1.张建国\n2.李秀英\n3.王德胜", "1.吴海涛\n2.郑小红\n3.孙立军"),
    ("", NAMES, "1、张建国，女，教师", "1、吴海涛，男，木匠"),
    ("", NAMES, "1 张建国 女 教师\n2 李秀英 女 木匠", "1 吴海涛 女 教师\n2 郑小红 女 木匠"),
    ("", NAMES, "1\n张建国\n女\n2\n李秀英\n女", "1\n吴海涛\n女\n2\n郑小红\n女"),
    ("", NAMES, "张建国家庭、李秀英家庭、王德胜家庭", "吴海涛家庭、郑小红家庭、孙立军家庭"),
    (
        "",
        NAMES,
        "石桥镇中心小学、石桥供电所、石桥镇敬老院",
        "白沙镇第二中学、白沙邮政支局、白沙信用社",
    ),
    ("", "市政府决定，任命{}同志为局长，任期自发文之日起计算。", "王大明", "李文秀"),
    ("", "{0}镇志愿者手持小红旗劝导行人，受到乡亲欢迎。{0}镇还在镇上设了饮水点。", "石桥", "白沙"),
    ("{}社区过端午", FEAST.format("青岚市"), "柳湾", "清溪"),
    ("公益广告（第{}期）", FEAST.format("青岚市"), "三", "四"),
]


@pytest.mark.parametrize(("title", "text", "one", "other"), FORMS)
def test_notices_of_one_form_are_told_by_what_is_filled_in(
    title: str, text: str, one: str, other: str
) -> None:
    marks, its = (fingerprint(text.format(word), title.format(word)) for word in (one, other))
    assert compare_slots(marks.slots, its.slots)[2]
    assert not compare_slots(marks.slots, marks.slots)[2]


EVENT = FEAST.format("青岚市白石社区") + "社区党员王大明、李文秀、赵长河等20余人参加。"


@pytest.mark.parametrize(
    ("was", "is_now"),
    [
        ("青岚市白石", "我市白石"),
        ("王大明、李文秀、赵长河等20余人", "王大明等20余人"),
        ("王大明、李文秀、赵长河", "王大明 李文秀 赵长河"),
        ("社区党员王大明、李文秀、赵长河等", "\n王大明\n李文秀\n赵长河\n等"),
        ("王大明、李文秀、赵长河", "赵长河、李文秀、王大明"),
        ("社区党员", "该社区党员"),
        ("6月9日", "近日"),
    ],
)
def test_a_reprint_may_word_its_places_and_names_otherwise(was: str, is_now: str) -> None:
    reprint = fingerprint(EVENT.replace(was, is_now), "青岚市欢度端午")
    assert not compare_slots(fingerprint(EVENT, "白石社区过端午").slots, reprint.slots)[2]


def test_headings_of_a_reprint_may_be_worded_otherwise() -> None:
    one, other = (
        fingerprint(f"{EVENT}\n1.{first}\n居民先议后定。\n2.{second}\n快板走村串户。")
        for first, second in (("定规矩", "讲道理"), ("立规", "说理"))
    )
    assert not compare_slots(one.slots, other.slots)[2]
