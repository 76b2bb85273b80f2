import pytest

from article.noise.annotation import Table, find_table, known_table
from article.noise.gbk import annotated, damaged, read_leniently
from article.noise.mirror import mirror_char
from article.noise.misaligned import find_misaligned
from article.tidy import tidy

CONTEXT = "我國(guó)社會(huì)時(shí)間學(xué)習(xí)。"


def mirrored(clean: str) -> str:
    return damaged("".join(map(mirror_char, clean)), known_table())


def test_the_process_matches_between_characters() -> None:
    assert damaged("日報", {"報": "bào", "請": "qǐng"}) == "日?qǐng)?bào)"


def test_undefined_pairs_vanish_and_a_lead_byte_takes_ascii_along() -> None:
    assert read_leniently(b"\xf8\xa1A") == "A"
    assert read_leniently(b"\xc8(B)") == "?B)"
    assert read_leniently(b"\xc8") == "?"


def test_the_table_is_applied_in_the_order_of_its_bytes() -> None:
    data = annotated("日報".encode("gbk"), {"請": "qǐng", "報": "bào"})
    assert data == "日".encode("gbk") + b"\x88(q\xa8\xabng)\xf3(b\xa8\xa4o)"


@pytest.mark.parametrize(
    "clean",
    [
        "今日报道，全市创建工作有新发现。",
        "面对考验，党员干部亮身份、勇担当，各项任务落实有力。",
        "集中力量优先解决问题，质量优势明显，群众满意。",
        "因为学习，他进步很快，实现了多年的心愿。",
        "凌晨两点，学校门口的志愿者还在值守，护送学生回家。",
    ],
)
def test_shifted_bytes_are_read_back(clean: str) -> None:
    noisy = CONTEXT + mirrored(clean)
    assert "?" in noisy
    assert tidy(noisy).text == "我国社会时间学习。" + clean


def test_a_letter_that_the_table_matched_is_kept() -> None:
    noisy = damaged("鈴木WAGON在全國銷售，時間不長，學習機會多", known_table() | {"網": "wǎng"})
    assert "W(wǎng)AGON" in noisy
    assert "铃木WAGON在全国" in tidy(noisy).text


def test_what_has_no_reading_is_marked() -> None:
    table = Table({"國": "guó"})
    (edit,) = find_misaligned("甲?biáng)乙", table)
    assert edit.after == "\ufffd"
    assert edit.lossy


def test_a_lost_character_is_marked_and_guessed() -> None:
    # The halves of 她 and what follows it vanish: 他 fits as well.
    noisy = CONTEXT + mirrored("因为她喜欢学习，大家都关注这个项目。")
    tidied = tidy(noisy)
    (lossy,) = (repair for repair in tidied.repairs if repair.lossy)
    assert "\ufffd" in tidied.text
    assert tidied.text.endswith("欢学习，大家都关注这个项目。")
    assert lossy.guess is not None
    assert "喜歡" in lossy.guess


def test_damage_without_annotation_is_left_alone() -> None:
    text = "他问?qǐng)是什么意思。"
    assert find_table(text) is None
    assert tidy(text).text == text
