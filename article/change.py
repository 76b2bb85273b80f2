"""How much an article changed: cosmetic, editorial or substantive.

Sentences are compared by their letters and numerals. What only differs in spaces, punctuation,
script, width or a counter of readers is cosmetic. Another title, or a number, date, name of a
person, place or body that came or went, is substantive. All the rest is editorial.
"""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal, Protocol

from article.canonical import canonical
from article.model import published_text
from article.patterns import regex

Change = Literal["cosmetic", "editorial", "substantive"]


class Text(Protocol):
    """What of an article is compared; ``published_at`` may be in its written form."""

    @property
    def title(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def published_at(self) -> datetime | date | str | None: ...
    @property
    def source(self) -> str | None: ...


def classify(old: Text, new: Text) -> Change:
    """Return the heaviest change of title, time, source and body.

    >>> from article.model import Article
    >>> was = Article(url="", title="通知", body="会议于8月1日召开。")
    >>> classify(was, Article(url="", title="通知", body="会议于8月2日召开。"))
    'substantive'
    >>> classify(was, Article(url="", title="通知", body="会议于 8 月 1 日召开！"))
    'cosmetic'
    """
    changes = {
        _of_title(old.title, new.title),
        _of_time(_written(old.published_at), _written(new.published_at)),
        _of_source(old.source, new.source),
        _of_body(old.body, new.body),
    }
    return max(changes, key=("cosmetic", "editorial", "substantive").index)


def is_recount(old: str, new: str) -> bool:
    """Whether two bodies differ in nothing but paragraphs that count readers or tell the time.

    >>> is_recount("（本文已被浏览 8 次）", "（本文已被浏览 12 次）")
    True
    """
    return _uncounted(old) == _uncounted(new)


def _uncounted(body: str) -> list[str]:
    lines = [(line, canonical(line)) for line in body.split("\n")]
    return [
        line for line, text in lines if not (_COUNTER.fullmatch(text) or _CLOCK.fullmatch(text))
    ]


def _of_title(old: str, new: str) -> Change:
    return "cosmetic" if _letters(canonical(old)) == _letters(canonical(new)) else "substantive"


def _of_time(old: str | None, new: str | None) -> Change:
    if old == new:
        return "cosmetic"
    # A time added to the same day, or a date where there was none, moves nothing.
    is_same_day = not old or not new or old[:10] == new[:10]
    return "editorial" if is_same_day else "substantive"


def _of_source(old: str | None, new: str | None) -> Change:
    if _letters(canonical(old or "")) == _letters(canonical(new or "")):
        return "cosmetic"
    return "substantive" if old and new else "editorial"


def _of_body(old: str, new: str) -> Change:
    before, after = _sentences(old), _sentences(new)
    if "".join(map(_letters, before)) == "".join(map(_letters, after)):
        return "cosmetic"
    gone, come = _only_in(before, after), _only_in(after, before)
    if _facts(gone) - _facts(after) or _facts(come) - _facts(before):
        return "substantive"
    return "editorial"


def _sentences(body: str) -> list[str]:
    text = canonical(body.replace("\n", "。"))
    return [part for part in _END.split(text) if _letters(part) and not _COUNTER.fullmatch(part)]


def _only_in(some: list[str], others: list[str]) -> list[str]:
    """Return the sentences of the first text that the second one lacks."""
    kept = Counter(map(_letters, others))
    lacking = []
    for sentence in some:
        kept[_letters(sentence)] -= 1
        if kept[_letters(sentence)] < 0:
            lacking.append(sentence)
    return lacking


def _facts(sentences: Iterable[str]) -> set[str]:
    return {
        fact
        for sentence in sentences
        for pattern in (_NUMBER, _PLACE_OR_BODY, *_NAMES)
        for fact in pattern.findall(sentence)
    }


def _letters(text: str) -> str:
    return _NOT_KEPT.sub("", text)


def _written(when: datetime | date | str | None) -> str | None:
    return when if isinstance(when, str) else published_text(when)


# A point or a colon between digits is part of a number: 3.5, 9:30.
_NOT_KEPT = regex(r"(?:(?!(?<=\d)[.:](?=\d)|%)[\W_])+")
_END = regex(r"[。!?;]+|\.(?!\d)")  # canonical text has these in their ASCII form
# 浏览量：1024, 【字号：大 中 小】, 分享到微信: page furniture that a reader left in.
_COUNTER = regex(
    r"""
        \W*(?:
            (?:
                (?:本文|此文|本页|文章)?(?:已被|共被|已有|共有|被)?\s*(?:\d+\s*[次人条]?\s*)?
                (?:浏览|阅读|点击|访问|播放|点赞|评论|转发|分享)(?:量|数|次数|率|人数)?[\W_]*\d*
                \s*[次人]?
            )
            | 字号.{0,12} | 分享(?:到|至).{0,12}
        )\W*
    """,
    re.X,
)
# 打印时间：2026-08-01, 页面执行时间 0.02 秒, 今天是8月1日 星期六, 在线人数：12: of the visit alone.
_CLOCK = regex(
    r"""
        \W*(?:
            打印(?:时间|日期) | (?:页面)?(?:执行|生成|加载)(?:时间|用时|耗时) | 当前时间
            | (?:现在|今天)是(?:北京时间)? | (?:当前)?在线(?:人数)? | 您是第
        )[\W\d年月日号时点分秒星期周上下午位次人访问客者今日昨总量数]*
    """,
    re.X,
)
# Canonical text has all numerals as digits; a lone one counts only where it counts something, as
# 一起 and 一定 hold no number.
_NUMBER = regex(
    r"""
        0*(
            \d+[.:]\d+[%万亿]? | \d{2,}[%万亿]? | \d[%万亿]
            | \d(?=[个名位人件次年月日元岁家户天时项届点分条台辆所只场])
        )
    """,
    re.X,
)
# Two characters and a suffix: what stands before them is often no part of the name.
_PLACE_OR_BODY = regex(
    r"""
        [\u4e00-\u9fff]{2}(?:
            省 | 市 | 县 | 区 | 州 | 旗 | 镇 | 乡 | 村 | 街道 | 社区 | 路 | 局 | 委 | 部 | 厅
            | 办 | 院 | 大学 | 中学 | 小学 | 学院 | 学校 | 公园 | 广场 | 景区 | 小区 | 基地
            | 礼堂 | 剧院 | 大厦 | 医院 | 公司 | 集团 | 协会 | 学会 | 中心 | 委员会 | 政府
            | 银行 | 报社 | 电视台 | [楼馆站桥寺祠]
        )
    """,
    re.X,
)
# The hundred commonest surnames are those of nine people in ten.
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏"
    "薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武"
    "乔贺赖龚文"
)
# Words that begin like a name.
_NO_NAME = r"""
    (?!
        高度 | 高兴 | 高效 | 高质 | 高标 | 高中 | 高龄 | 方便 | 方式 | 方面 | 安全 | 马上 | 于是
        | 许多 | 许愿 | 任何 | 任务 | 文明 | 文化 | 文艺 | 黄金 | 常常 | 常态 | 常年 | 万分 | 万家
        | 江边 | 金色 | 白天 | 康复 | 易地 | 温暖 | 成立 | 成为 | 和 | 何时 | 段时 | 程序 | 严格
        | 严肃 | 石碑 | 龙舟 | 贺信 | 顾客 | 孔子 | 雷锋 | 石头 | 陆续 | 史料
    )
"""
_NAME = rf"{_NO_NAME}(?:[{_SURNAMES}]|欧阳|司马|上官|诸葛)[\u4e00-\u9fff\d]"  # 张三 is 张3 here
_ACT = r"""
    说 | 表示 | 介绍 | 指出 | 强调 | 认为 | 告诉 | 出席 | 参加 | 主持 | 讲话 | 致辞 | 宣布 | 同志
    | 先生 | 女士 | 老师 | 教授 | 书记 | 省长 | 市长 | 县长 | 区长 | 局长 | 部长 | 主任 | 主席
    | 院长 | 校长 | 摄 | 报道 | 等
"""
_ROLE = r"""
    书记 | 省长 | 市长 | 县长 | 区长 | 镇长 | 乡长 | 局长 | 厅长 | 部长 | 处长 | 科长 | 主任 | 主席
    | 院长 | 校长 | 会长 | 董事长 | 经理 | 教授 | 老师 | 记者 | 通讯员 | 作者 | 编辑 | 志愿者 | 民警
    | 医生 | 同志 | 队长 | 村民 | 居民 | 市民 | 学生 | 老人 | 、
"""
# Where a name ends is known only by what follows, so its first two characters count everywhere.
_NAMES = (
    regex(rf"(?:{_ROLE})({_NAME})", re.X),
    regex(rf"(?:{_ROLE})({_NAME}[\u4e00-\u9fff])(?=[^\u4e00-\u9fff]|{_ACT}|$)", re.X),
    regex(
        rf"(?:(?<![\u4e00-\u9fff])|(?<=[由请访和与]))({_NAME}[\u4e00-\u9fff]?)(?={_ACT}|、)", re.X
    ),
)
