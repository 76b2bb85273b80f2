import pytest
from hypothesis import given
from hypothesis import strategies as st

from article.canonical import _to_compare, canonical, searchable
from article.chartable import CharTable, Fold
from article.model import Repair


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("全國（2025年）文明城市", "全国(２０２５年)文明城市"),
        ("“文明”——‘诚信’", "\"文明\"--'诚信'"),
        ("「文明」", "“文明”"),
        ("二〇二五年八月一日", "2025年8月1日"),
        ("三百二十名志愿者", "320名志愿者"),
        ("十五个社区、一千零五人", "15个社区、1005人"),
        ("志愿 服务\n　活动", "志愿服务活动"),
        ("Ⅱ级响应，①号 ＡＢＣ", "II级响应,1号abc"),
        ("隨著時代", "随着时代"),
    ],
)
def test_two_printings_of_a_text_compare_as_equal(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


def test_different_numbers_stay_different() -> None:
    assert canonical("二十五人") != canonical("五十二人")
    assert canonical("一百零五") == "105"
    assert canonical("两千") == "两1000"


def test_a_guess_stands_for_what_was_lost() -> None:
    repair = Repair(
        kind="misaligned",
        version=1,
        span_before=(0, 9),
        span_after=(0, 6),
        before="?！澳纤?wù)",
        after="“南\ufffd\ufffd”服務",
        lossy=True,
        guess="“南塔老”服務",
    )
    assert canonical("由“南\ufffd\ufffd”服务", [repair]) == canonical("由“南塔老”服务")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("國家", "国家"), ("ＧＤＰ", "gdp"), ("Wenming", "wenming"), ("２０２５", "2025")],
)
def test_a_word_is_searched_in_simplified_half_width_form(typed: str, stored: str) -> None:
    assert searchable(typed) == stored


def test_numerals_are_not_folded_for_search() -> None:
    assert searchable("第二十五条") == "第二十五条"


@given(st.text(), st.text())
def test_what_contains_a_word_contains_it_when_folded(one: str, two: str) -> None:
    assert searchable(searchable(one)) == searchable(one)
    assert canonical(canonical(one)) == canonical(one)


@given(st.text(alphabet="国國時时ＡａA１1，,。 "), st.text(alphabet="国國時时ＡａA１1"))
def test_search_is_by_substring(text: str, word: str) -> None:
    assert searchable(word) in searchable(text + word + text)


@given(st.text() | st.text(alphabet="文明著\0 　“”①℃㎡𠮷Ａa\ud83d\ude00\uffff\n"))
def test_folding_by_table_is_folding_by_character(text: str) -> None:
    assert CharTable(_to_compare).translate(text) == text.translate(Fold(_to_compare))
