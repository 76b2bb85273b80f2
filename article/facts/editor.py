"""Who edited a text, by what stands below it or behind its last sentence: 责任编辑：卓丽."""

import re

from article.facts.staff import find_glued
from article.facts.values import clean_persons
from article.folding import fold
from article.patterns import regex

EDITOR = regex(
    r"""
        (?:
            责任编辑 | 责\s?编 | 执行编辑 | 网络编辑 | 本[文期]编辑 | 网编 | (?<!习)编\s?辑
            | 编辑(?!.*责任编辑)
        )(?:\s?[\]】]?\s?[:/|]\s?|\s|(?<=[\[【]编辑)[\]】])(?P<value>[^\n，。:“”]{2,30})
    """,
    re.X,
)
_LAST_WORD = regex(r"[^\s/|丨｜]*\Z")
_BEHIND = regex(
    r"""
        (?:责任|见习|实习|执行|值班|图片|美术|视频)?编辑 | 责编 | [\]】)）\[【(（] | 排版 | 美编
        | 制图 | \s{3,} | 打印 | 关闭 | 返回 | 分享 | 收藏 | 纠错 | 审核 | 校对 | 来源 | 监制
        | [一二三初复终校编]审 | 审[校签] | \d+\s?(?:条|人|次|评论|跟帖|阅读)
    """,
    re.X,
)
LONG = 80  # characters; a longer line is prose, with the editor behind it


def find_editor(text: str) -> str | None:
    """Return the editor whom a line names, such as 【责任编辑：张三】."""
    line = text if len(text) < LONG else text[find_glued(text) :]
    if not ("编" in line or "編" in line):
        return None
    folded = fold(line)
    found = EDITOR.search(folded)
    if found is None:
        return None
    value = line[slice(*found.span("value"))]
    is_cut = folded.startswith(":", found.end("value"))
    if is_cut and not _BEHIND.search(value):
        value = _LAST_WORD.sub("", value)  # the next label
    return clean_persons(_BEHIND.split(value)[0].strip("/|丨｜ "))
