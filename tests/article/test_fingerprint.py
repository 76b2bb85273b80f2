"""Reprints share marks; other fillings of a form differ in their slots."""

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
