from dataclasses import replace
from datetime import date, datetime

import pytest

from article.change import classify, is_recount
from article.model import BEIJING, Article

ARTICLE = Article(
    url="http://a.example/1.html",
    title="青石镇举办志愿服务集市",
    published_at=date(2025, 8, 1),
    source="云川日报",
    body="8月1日，青石镇在文化广场举办志愿服务集市。120名志愿者为居民义诊、修理家电。\n"
    "镇党委书记张卫国出席活动。活动深受居民欢迎。",
)


def body(old: str, new: str) -> Article:
    assert old in ARTICLE.body
    return replace(ARTICLE, body=ARTICLE.body.replace(old, new))


COSMETIC = {
    "nothing": ARTICLE,
    "other punctuation": body("义诊、修理家电。", "义诊，修理家电！"),
    "full-width digits": body("120", "１２０"),
    "spaces": body("8月1日", "8 月 1 日"),
    "paragraphs joined": body("\n", ""),
    "traditional script": body("志愿服务集市", "志願服務集市"),
    "a counter of readers": replace(ARTICLE, body=ARTICLE.body + "\n浏览次数：1024"),
    "a counter in a sentence": replace(ARTICLE, body=ARTICLE.body + "\n（本文已被浏览 459 次）"),
    "a counter behind its number": replace(ARTICLE, body=ARTICLE.body + "\n已有 12 人阅读"),
    "a share bar": replace(ARTICLE, body=ARTICLE.body + "\n分享到：微信 微博"),
    "quotes in the title": replace(ARTICLE, title="青石镇举办“志愿服务集市”"),
}
EDITORIAL = {
    "other words": body("深受居民欢迎", "受到居民们的好评"),
    "a sentence without facts": replace(ARTICLE, body=ARTICLE.body + "现场气氛热烈。"),
    "sentences that changed places": replace(
        ARTICLE, body="\n".join(reversed(ARTICLE.body.split("\n")))
    ),
    "a time for the same day": replace(
        ARTICLE, published_at=datetime(2025, 8, 1, 9, 30, tzinfo=BEIJING)
    ),
    "a source where there was none": (replace(ARTICLE, source=None), ARTICLE),
    "a fact said once more": replace(ARTICLE, body=ARTICLE.body + "\n120名志愿者表示还会再来。"),
}
SUBSTANTIVE = {
    "a number": body("120名", "210名"),
    "a number in Chinese": body("120名", "二百一十名"),
    "a percentage": (
        replace(ARTICLE, body="满意率95%。"),
        replace(ARTICLE, body="满意率59%。"),
    ),
    "a date": body("8月1日", "8月2日"),
    "a place": body("青石镇在", "白沙镇在"),
    "a person": body("张卫国", "李建华"),
    "a body": body("镇党委书记张卫国出席活动", "县教育局出席活动"),
    "a sentence with facts gone": body("120名志愿者为居民义诊、修理家电。", ""),
    "the title": replace(ARTICLE, title="白沙镇举办志愿服务集市"),
    "the day of publishing": replace(ARTICLE, published_at=date(2025, 8, 2)),
    "the source": replace(ARTICLE, source="云川晚报"),
}


def cases(kind: str, table: dict[str, object]) -> list[object]:
    return [pytest.param(kind, pair, id=f"{kind}: {name}") for name, pair in table.items()]


@pytest.mark.parametrize(
    ("kind", "change"),
    cases("cosmetic", COSMETIC) + cases("editorial", EDITORIAL) + cases("substantive", SUBSTANTIVE),
)
def test_a_change_has_its_class_in_both_directions(kind: str, change: object) -> None:
    old, new = change if isinstance(change, tuple) else (ARTICLE, change)
    assert classify(old, new) == kind
    assert classify(new, old) == kind


def test_the_heaviest_change_counts() -> None:
    both = replace(body("深受居民欢迎", "受到好评"), title="另一个标题")
    assert classify(ARTICLE, both) == "substantive"


@pytest.mark.parametrize(
    ("before", "after", "is_same"),
    [
        ("打印时间：2026-11-11 10:00", "打印时间：2026-11-12 09:30", True),
        ("当前在线人数：10　今日访问：70", "当前在线人数：9　今日访问：128", True),
        ("今天是2026年11月29日 星期日", "今天是2026年11月30日 星期一", True),
        ("今天是11月29日，志愿者上街。", "今天是11月30日，志愿者上街。", False),
    ],
)
def test_what_is_of_the_visit_alone_is_no_change(before: str, after: str, is_same: bool) -> None:
    assert is_recount(f"集市开张。\n{before}", f"集市开张。\n{after}") is is_same
