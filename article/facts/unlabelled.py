"""Names that stand in a byline without a label: beside its day, or on a line of their own."""

import re
from collections.abc import Iterable

from article.facts.labels import LABEL
from article.facts.names import is_outlet, is_person, read_persons
from article.facts.values import are_written_as_names, bare, read_signers, unwrap, without_writer
from article.folding import fold
from article.patterns import regex

_NO_YEAR = regex(
    r"""
        # 11-29 10:20, 3小时前
        \d{1,2}\s?(?:分钟|小时|天)前 | [昨前]天\s?[0-2]?\d:[0-5]\d
        | (?<![\d./-])(?:1[0-2]|0?[1-9])[-/月](?:3[01]|[12]\d|0?[1-9])日?\s{1,3}[0-2]?\d:[0-5]\d
        | (?<!\S)(?:1[0-2]|0?[1-9])月(?:3[01]|[12]\d|0?[1-9])日(?!\S)
    """,
    re.X,
)
_BUTTONS = regex(r"[【\[](?:打印|关闭|收藏|分享|纠错)[^【】\[\]]{0,6}[】\]]")
_BORDER, _SLASH = regex(r"[\n|?｜？]+|\s[/／·⋅•]\s"), regex("[/／]")
_SIGNS = " \u3000□■◇◆○●◎☆★"  # before who wrote; triangles point to pictures
_ACCOUNT = regex(
    r"""
        (?!
            星期 | 周[一二三四五六日] | 来自 | 由 | 更新 | 发布 | 编辑 | 阅读 | 北京时间 | 首发
            | 正文 | 已 | 共 | 今 | [上下]午 | 原标题 | 热度 | 资讯 | 新闻 | 国内 | 国际
            | 作者 | 记者 | 信息\Z | 农历 | .*(?:时间|于|评论员)\Z | .*年.*月
        )\p{Han}(?:\p{Han}|[A-Za-z\d]){1,11}\Z
    """,
    re.X,
)
_REPORT = regex(
    r"(?:(?P<outlet>[^\s\[【〔(/]{2,12})\s?/\s?)?记者(?P<names>(?:\p{Han}|、){2,12}?)\s?/\s?"
    r"[^\s/]{2,8}(?:报[道导]|[0-9]{1,2}日电)"
)
# As in 《人民日报》（2025年8月1日.
_PRINTED_IN = regex(r"《(?P<outlet>[^《》]{3,14})》\s?\(?\s?(?=(?:19|20)\d\d)")
_OF_ISSUE = regex(r"(?<=[报刊])第?[A-Z\d]{1,4}版\Z")
_ANY_LABEL = regex(r"\A\p{Han}{1,6}[:：](?=\p{Han})")
_OF_SITE = regex(r"(?!关于|返回|进入)\p{Han}{3,20}网站")
_PAGE = regex(r"第?[A-Z\d]{1,4}版")
_BETWEEN = regex(r"[\s|]+")


def beside_day(text: str, folded: str, day: re.Match[str] | None) -> tuple[list[str], list[str]]:
    """Return what stands unlabelled on the line of the first day, and on the lines next to it.

    ``day`` is that with its year; where there is none, one without is looked for.
    """
    found = day or _NO_YEAR.search(folded)
    if not found:
        return [], []
    start, end = folded.rfind("\n", 0, found.start()) + 1, folded.find("\n", found.end())
    end = len(text) if end < 0 else end
    sides = (text[found.end() : end], text[start : found.start()])
    near = (*text[:start].strip().split("\n")[:-3:-1], *text[end:].strip().split("\n")[:2])
    return [v for text in sides for v in _pieces(text)], [v for text in near for v in _pieces(text)]


def _pieces(text: str) -> list[str]:
    """The pieces of a text before its first label."""
    if not text:
        return []
    if "】" in text or "]" in text:
        text = _BUTTONS.sub("|", text)
    label = LABEL.search(fold(text))
    parts = _BORDER.split(text[: label.start()] if label else text)
    return [piece for part in parts for one in _signed(part) if (piece := bare(one))]


def _signed(text: str) -> list[str]:
    """Part a person from an outlet: 余海/云川日报."""
    parts = _SLASH.split(text)
    is_signed = (
        len(parts) > 1
        and any(map(read_persons, parts))
        and any(is_outlet(bare(part)) for part in parts)
    )
    return parts if is_signed else [text]


def find_reporter(text: str) -> tuple[str | None, list[str]]:
    """Return the reporter of a form such as 【云川日报／记者王大明／云川报导】, and the outlet."""
    found = _REPORT.search(fold(text)) if "者" in text else None
    names = read_persons(text[slice(*found.span("names"))], sure=True) if found else []
    if not found or not names:
        return None, []
    outlet = text[slice(*found.span("outlet"))] if found["outlet"] else ""
    return " ".join(names), [outlet] if outlet else []


def find_alone(text: str, day: re.Match[str]) -> str | None:
    """Return the persons of a line next to that of the first day; an outlet may be between.

    They must have three characters each, unless a sign says that they wrote: ◎ 余海.
    """
    above = text[: day.start()].split("\n")[:-1]
    below = text[day.end() :].split("\n", 3)[1:3]
    below = below[1:] if below and is_outlet(below[0].strip()) else below[:1]
    signed_lines = (line for line in text.split("\n") if line.startswith(("□", "◎")))
    above = above[:-1] if above and is_outlet(above[-1].strip()) else above
    for line in (*above[-1:], *below, *signed_lines):
        signed = line.lstrip(_SIGNS)
        names = read_signers(signed)
        is_name = signed != line.lstrip() or are_written_as_names(names, line)
        if names and is_name and not LABEL.search(fold(line)):
            return " ".join(names)
    return None


def find_outlet(values: Iterable[str]) -> str | None:
    """Return the first outlet among values or their words, without its page, writer or counter."""
    for value in values:
        for word in dict.fromkeys((value, *_BETWEEN.split(value))):
            name = unwrap(bare(_ANY_LABEL.sub("", word).removeprefix("据")))  # 据青岚日报
            name = _OF_ISSUE.sub("", name)
            if name.endswith("讯") and is_outlet(name[:-1]):
                return name[:-1]
            if is_outlet(name) and not _PAGE.match(name):
                return name
            if len(name) > 4 and name.endswith("供稿"):
                return name.removesuffix("供稿").rstrip()
            if (alone := without_writer(name)) != name:
                return alone
            if name[-1:].isdigit() and is_outlet(counted := name.rstrip("0123456789")):
                return counted  # a counter follows
    return None


def printed_in(folded: str) -> list[str]:
    """Return the papers in title marks before the days on which they printed a text."""
    marked = _PRINTED_IN.finditer(folded) if "《" in folded else ()
    return [found["outlet"] for found in marked]


def find_site(values: Iterable[str]) -> str | None:
    """Return the first word that names a website."""
    words = (word for value in values if "网站" in value for word in value.split())
    return next(filter(_OF_SITE.fullmatch, words), None)


def find_account(on_line: Iterable[str]) -> str | None:
    """Return the first word next to the day, where it may be the name of an account."""
    word = next((w for value in on_line for w in value.split() if not _PAGE.fullmatch(w)), "")
    return word if _ACCOUNT.match(word) and not is_person(word) else None
