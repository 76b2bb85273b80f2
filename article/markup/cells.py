"""The table above what an office has to publish (政府信息公开): 索引号, 名称, 发布机构, …."""

import re
from collections.abc import Sequence
from itertools import pairwise

from article.markup.page import Line
from article.patterns import regex

TITLE = regex(
    r"\W{0,3}(?:信息|文件|公文|信件|来信|咨询|留言|诉求)?(?:名\s{0,4}称|标\s{0,4}题)(?:\s?:|\s*\Z)"
)
SOURCES = (
    regex(r"\W{0,3}(?:信息)?来\s{0,4}源(?:\s?:|\s*\Z)"),
    regex(r"\W{0,3}(?:发布|发文|公开|制发)(?:机构|机关|单位)(?:\s?:|\s*\Z|\s*(?=\p{Han}{3,20}\Z))"),
)
EDITOR = regex(r"\W{0,3}(?:责任编辑|责\s?编|编\s?辑)(?:\s?:|\s*\Z)")
# Titles begin with such words too, but end otherwise: 责任重于泰山.
_LABEL = regex(
    r"""
        \W{0,3}(?:
            索引号? | 发布 | 成文 | 生成 | 印发 | 实施 | 施行 | 公开 | 发文 | 文\s{0,4}号 | 主题
            | 信息 | 来源 | 有效 | 名\s{0,4}称 | 标题 | 分类 | 日期 | 时间 | 作者 | 浏览 | 点击
            | 字号 | 责任 | 内容 | 关键 | 信件 | 来信 | 留言 | 办理 | [答回]复
        )(?:\S{0,3}[构关位门期间号词字性人者员量数次类别型式围限源称题述要态果名辑])?\Z
    """,
    re.X,
)


def find_cell(lines: Sequence[Line], label: re.Pattern[str]) -> str | None:
    """Return what stands after a label, on its line or the next; None where that is a label too."""
    for line, following in pairwise(lines):
        found = None if line.hidden or line.is_link else label.match(line.folded)
        if not found:
            continue
        if text := line.text[found.end() :].strip():
            return text
        if not (following.hidden or is_label(following.folded)):
            return following.text
    return None


def is_label(folded: str) -> bool:
    """Whether a folded line is a label without its value."""
    return _LABEL.match(folded.rstrip(" :")) is not None
