"""Traditional script that a mirror gave a simplified article."""

import re
from collections.abc import Iterator

from article.noise.edits import Edit, line_spans
from article.patterns import regex
from article.script import to_simplified

# Mirrors convert character by character and leave what both scripts have: 志愿 for 志願.
_LEFT = regex(
    r"""
        志愿 | 自愿 | 愿意 | 愿望 | 心愿 | 模范 | [規规]范 | 防范 | 范[圍围] | 典范 | 師范
        | 以后 | 之后 | 然后 | 最后 | 今后 | 先后 | 后來 | 落后
        | [關对對由位屬終基敢勇善便在用處等]于 | 于是 | 至于 | 干部 | 骨干 | [實]干 | 家里
        | 這里 | 心里 | 村里 | 里面 | 其余 | [百千萬多]余 | 業余 | 云[端計] | 面條 | 制造 | 復制
        | 系統 | 關系 | 聯系 | 斗爭 | 奮斗 | 戰斗
    """,
    re.X,
)
_PROPER = regex("[願範後於裡裏餘雲製鬥鬆癥鹹穀麵]")
_CORNER_QUOTES = regex("[「」『』]")
_MAINLAND = regex("(?:黨[委政員組]|干部|志愿者|文明[網辦]|精神文明|街道|社區|居委|村委|群眾)")
COMMON = "們個來國會時對說過開發學經這為動業務區實現進關長體電話車書見東門問間"
"""The traditional characters of which no longer text has none."""

_TRADITIONAL = regex(f"[{COMMON}]")
_LEAST_LEFT = 3
_TRADITIONAL_SHARE = 0.1


def is_converted(text: str) -> bool:
    """Tell whether traditional text was simplified before: who writes it by hand knows 志願."""
    if not _TRADITIONAL.search(text):
        return False
    left = len(_LEFT.findall(text))
    if left < _LEAST_LEFT or _CORNER_QUOTES.search(text):
        return False
    if left < 3 * len(_PROPER.findall(text)) or not _MAINLAND.search(text):
        return False
    changed = sum(a != b for a, b in zip(text, to_simplified(text), strict=False))
    return changed > _TRADITIONAL_SHARE * len(text)


def find_traditional(text: str) -> Iterator[Edit]:
    """Yield an edit for each line that simplified script writes otherwise."""
    for start, end in line_spans(text):
        line = text[start:end]
        simplified = to_simplified(line)
        if simplified != line:
            yield Edit(start=start, end=end, after=simplified, evidence="simplified script")
