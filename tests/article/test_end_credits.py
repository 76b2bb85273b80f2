"""Lines below a text that name its sources and staff: they are fields, and no part of the text."""

import pytest

from article.facts.editor import find_editor
from article.facts.reporters import find_reporters
from article.facts.staff import drop_credits
from article.reading import read_article

PROSE = "志愿者一早来到社区广场，为老人理发、量血压、修雨伞，排队的居民有说有笑。"

CREDITS = [
    ["来源：青岚日报"],
    ["来源 | 青岚融媒"],
    ["转自：青岚发布", "来源：青岚日报", "记者：余海"],
    ["文字丨余海", "图片丨卓丽"],
    ["文/图：余海"],
    ["供稿：清溪镇 余海"],
    ["供稿单位：清溪镇党委", "供稿人：余海", "审核人：卓丽"],
    ["撰文：余海 摄影：卓丽 编辑：唐蓉"],
    ["文字：余海｜图片：卓丽｜编辑：唐蓉"],
    ["本文来源：青岚日报", "本文作者：余海"],
    ["來源：青岚日报"],
    ["▍来源：青岚日报", "总监制：卓丽"],
    ["本期编辑：余海", "本期校对：卓丽"],
    ["文｜余海", "编｜卓丽", "审｜唐蓉"],
    ["一审一校：余海", "二审二校：卓丽"],
    ["值班总编：余海　值班主任：卓丽"],
    ["总编辑丨余海　监审丨卓丽"],
    ["撰稿：余海 审核：卓丽 发布：唐蓉"],
    ["采写：余海", "摄影：卓丽", "海报：唐蓉"],
    ["青岚县融媒体中心记者：余海"],
    ["青岚日报记者：余海 剪辑：卓丽"],
    ["【记者】余海 卓丽", "【编辑】唐蓉"],
    ["【记者】余海【编辑】唐蓉"],
    ["记者｜余海 实习生｜卓丽"],
    ["来源：《青岚日报》", "编辑：余海"],
    ["来源：“文明青岚”微信公众号"],
    ["信息来源：青岚日报", "信息员：余海"],
    ["策划：余海", "执行：卓丽", "文案：唐蓉", "后期：方圆"],
    ["文稿：余海", "图片：卓丽"],
    ["总值班：余海　编审：卓丽　编辑：唐蓉"],
]
TEXT = [
    ["（来源：青岚日报 记者：余海）"],
    ["记者 余海"],
    ["□ 余海"],
    ["作者：余海"],
    ["本文作者：余海"],
    ["文/余海"],
    ["记者：今后有什么打算？"],
    ["图片：志愿者在为老人理发、量血压"],
    ["来源：青岚日报。编者有删改。"],
    ["主办单位：青岚县文明办"],
    ["联系电话：0777-2680011"],
    ["作者：《云川河》编写组"],
]


@pytest.mark.parametrize("lines", CREDITS, ids="|".join)
def test_lines_of_credits_below_a_text_are_none_of_it(lines: list[str]) -> None:
    assert drop_credits([PROSE, *lines]) == [PROSE]


@pytest.mark.parametrize("lines", TEXT, ids="|".join)
def test_other_lines_below_a_text_stay(lines: list[str]) -> None:
    assert drop_credits([PROSE, *lines]) == [PROSE, *lines]


def test_labels_that_a_text_has_higher_up_stay_below_too() -> None:
    works = ["《春风》", "作者：余海", PROSE, "《夏夜》", PROSE, "作者：卓丽"]
    talk = ["记者：您当了多少年河长？", PROSE, "记者：谢谢您"]
    assert drop_credits(works) == works
    assert drop_credits(talk) == talk


def test_the_outlet_goes_from_below_a_poem_and_who_made_a_table_stays() -> None:
    poem = ["江风吹过老渡口", "明月照着青石阶", "一条小船靠了岸", "谁家灯火夜未歇"]
    for outlet in ("来源：青岚日报", "【来源】青岚日报", "▍来源｜青岚日报"):
        assert drop_credits([*poem, outlet]) == poem
    assert drop_credits([*poem, "来源：县统计局"]) == [*poem, "来源：县统计局"]


def test_the_outlet_goes_from_below_captions() -> None:
    captions = ["清晨，志愿者在云川河边清理垃圾。余海 摄", "傍晚，居民在广场跳舞。余海 摄"]
    assert drop_credits([*captions, "来源：青岚日报"]) == captions


def test_a_text_of_credits_alone_stays() -> None:
    assert drop_credits(["作者：余海", "编辑：卓丽"]) == ["作者：余海", "编辑：卓丽"]


def test_the_first_of_several_who_are_credited_wrote_the_text() -> None:
    lines = [PROSE, "来源：青岚融媒", "记者：余海", "通讯员：卓丽", "编辑：唐蓉"]
    assert (find_reporters(lines) or ("",))[0] == "余海"
    assert (find_reporters([PROSE, "本文作者：余海"]) or ("",))[0] == "余海"


def test_what_a_text_loses_below_is_in_the_fields() -> None:
    text = [PROSE, PROSE[:-1] + "，孩子们也来了。", PROSE[4:]]
    lines = "".join(f"<p>{line}</p>" for line in [*text, "来源：青岚融媒", "记者：余海"])
    head = "<meta charset=utf-8><title>春风送暖</title><h1>春风送暖</h1><p>2025-08-01</p>"
    html = f"{head}<div>{lines}</div>"
    article = read_article(html.encode(), "http://a.example/1.html")
    assert article.body == "\n".join(text)
    assert (article.source, article.credit, article.author) == ("青岚融媒", "青岚融媒", "余海")


@pytest.mark.parametrize("form", ["[{}]", "【{}】", "（{}）"])
def test_who_speaks_in_turn_wrote_nothing(form: str) -> None:
    turns = [form.format("主持人"), PROSE, form.format("余海"), PROSE] * 2
    assert find_reporters(turns) is None
    assert find_reporters([PROSE, PROSE, form.format("余海")]) is not None


GLUED = [
    "责任编辑：余海",
    "　　责编：余海",
    "编辑：余海　审核：卓丽",
    "（责任编辑：余海）",
    "【编辑：余海】",
]


@pytest.mark.parametrize("editors", GLUED)
def test_editors_behind_the_last_sentence_are_none_of_the_text(editors: str) -> None:
    long = PROSE * 4
    assert drop_credits([PROSE, f"{long}{editors}"]) == [PROSE, long]
    assert find_editor(f"{long}{editors}") == "余海"


@pytest.mark.parametrize(
    "end", ["（来源：青岚日报 责任编辑：余海）", "（记者 余海）", "作者：余海", "编辑：谢谢您"]
)
def test_other_words_behind_the_last_sentence_stay(end: str) -> None:
    assert drop_credits([PROSE, f"{PROSE}{end}"]) == [PROSE, f"{PROSE}{end}"]


def test_who_says_the_last_words_of_a_talk_stays() -> None:
    talk = ["编辑：您当了多少年河长？", f"{PROSE}编辑：谢谢余海"]
    assert drop_credits(talk) == talk
