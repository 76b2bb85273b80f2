"""What names the sources and staff of a text below it, with labels: 记者：余海　编辑：卓丽."""

import re
from collections.abc import Sequence

from article.facts.names import is_employer, is_outlet, read_persons
from article.folding import fold
from article.patterns import regex

_OF_SOURCE = r"""
    (?:稿件|信息|文章|本文|新闻|内容|图文|素材|资料|视频|音频)?(?:来源|稿源) | 转自 | 转载自
    | 摘自 | 原载
"""
_OF_STAFF = r"""
    (?:本报|本网|本台|见习|实习|全媒体|\p{Han}{2,12}(?:[报网社台]|融媒|中心|新闻))?记者
    | 通讯员 | 实习生 | (?:本文|文章)?作者 | 文字 | 图片 | 摄影 | 摄像 | 视频 | 图文 | 文图
    | [文图](?:[/、][文图摄])? | 撰稿人? | 撰文 | 采写 | 整理 | 供稿(?:单位|部门|人)? | 执笔人?
    | 信息员 | (?:责任|文字|图片|视频|新媒体|本期)?编辑 | 责编 | 编[校审] | (?:本期)?校对 | 排版
    | 审核人? | 审校 | 审签 | 总?监制 | 监审 | 出品 | 统筹 | 策划 | 海报 | 设计 | 剪辑 | 航拍
    | 执行 | 美编 | 文[案稿] | 拍摄 | 出镜 | 后期 | 编导 | 主播 | 视觉
    | 配音 | 制图 | 制作 | 值班\p{Han}{2,3} | 总值班 | 发布人? | 总编辑? | [编审校]
    | [一二三初复终]审(?:[一二三初复终]校)?
"""
_CREDITS = regex(
    rf"""
        (?P<label>{_OF_SOURCE}|{_OF_STAFF})\s?(?:[:|/]|[\]】]\s?[:|/]?)\s?
        (?P<value>[^。!?;:|()\[\]【】]{{2,30}}?)
        (?=(?:\s|\s?[|;\[【]\s?)(?:{_OF_SOURCE}|{_OF_STAFF})\s?[:|/\]】]|\s?\Z)[\s|;\[【]{{0,3}}
    """,
    re.X,
)
_SOURCES = regex(_OF_SOURCE, re.X)
_LABEL_FIRST = regex(rf"(?P<label>{_OF_SOURCE}|{_OF_STAFF})\s?[:|/]", re.X)
_OF_AUTHOR = {"作者", "本文作者", "文章作者", "文"}
_BULLETS = " ▍▌▎■◆●▲▶丨|-—·•"
_SIGN = regex("[:：/／|｜丨】\\]]")
MAX_CREDITS = 10  # lines
LINES = 4  # of verses or of a list
_BEHIND = regex(r"[。！？!?…”][)）]?\s{0,4}(?=[^。！？!?…”]{5,}\Z)")
_OF_EDITORS = regex("编|[审校]")
_ROUND = "()（）[]【】"
MAX_GLUED = 60  # characters


def drop_credits(paragraphs: Sequence[str]) -> Sequence[str]:
    """Leave out the last lines of a text that only name its sources and staff, with labels.

    Where such labels stand higher up too, as in interviews and lists of works, all stay; so does
    the author where nobody else is named, who signs the text. An outlet goes from below poems and
    lists too. Editors go from behind the last sentence as well.
    """
    rest = _without_lines(paragraphs)
    last = rest[-1] if rest else ""
    end = find_glued(last)
    if not 0 < end < len(last) or any(map(_first_label, rest)):
        return rest
    return [*rest[:-1], last[:end].rstrip()]


def _without_lines(paragraphs: Sequence[str]) -> Sequence[str]:
    end, seen = len(paragraphs), set[str]()
    while end and len(paragraphs) - end < MAX_CREDITS:
        labels = _credit_labels(paragraphs[end - 1])
        if not labels:
            break
        seen |= labels
        end -= 1
    if seen <= _OF_AUTHOR:
        return paragraphs
    rest = paragraphs[:end]
    is_text = any(len(text) >= 20 and "。" in text for text in rest) or (
        len(rest) >= LINES and end == len(paragraphs) - 1 and _names_outlet(paragraphs[-1])
    )
    if not is_text or any(_first_label(text) in seen for text in rest):
        return paragraphs
    return rest


def find_glued(text: str) -> int:
    """Return where the editors begin who are named right behind the last sentence of a paragraph.

    That is its end where none are: …喜笑颜开。责任编辑：余海. Brackets may hold them, but not those
    who wrote as well.
    """
    found = _BEHIND.search(text, max(0, len(text) - MAX_GLUED))
    behind = text[found.end() :] if found else ""
    labels = _credit_labels(behind.strip(_ROUND))
    is_of_editors = bool(labels) and all(map(_OF_EDITORS.search, labels))
    return found.end() if found and is_of_editors else len(text)


def _names_outlet(text: str) -> bool:
    found = _CREDITS.match(_without_signs(text))
    return found is not None and bool(_SOURCES.match(found["label"])) and is_outlet(found["value"])


def _without_signs(text: str) -> str:
    return fold(text).strip(_BULLETS).lstrip("[【")


def _credit_labels(text: str) -> set[str]:
    """Return the labels of a line that has nothing but these and names; none of other lines."""
    labels: set[str] = set()
    folded = _without_signs(text) if len(text) < 80 and _SIGN.search(text) else ""
    at = 0
    while at < len(folded):
        found = _CREDITS.match(folded, at)
        if not found or not _is_named(found["label"], found["value"]):
            return set()
        labels.add(found["label"])
        at = found.end()
    return labels


def _is_named(label: str, value: str) -> bool:
    if _SOURCES.match(label):
        return "," not in value
    words = [word for word in value.split() if not is_employer(word)]
    return not words or bool(read_persons(" ".join(words), sure=True))


def _first_label(text: str) -> str | None:
    found = _CREDITS.match(fold(text[:40]).strip()) or _LABEL_FIRST.match(fold(text[:12]).strip())
    return found["label"] if found else None
