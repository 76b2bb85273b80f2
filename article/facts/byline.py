"""The line between title and text: time, source, author, editor, in all their orders.

A byline is read as a row of labels, each with what stands between it and the next label. What is
left over next to the date is an outlet or persons without a label.
"""

import re
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from article.facts.dates import DATE, When, find_dates, spell_out
from article.facts.labels import LABEL
from article.facts.names import is_outlet, is_person, read_persons
from article.facts.values import (
    POSTED_FROM,
    are_written_as_names,
    bare,
    before_date,
    clean_persons,
    clean_source,
    find_persons,
    is_full_name,
    is_page_name,
    part_supplier,
    part_writers,
    read_reporters,
    read_signers,
    unwrap,
    without_role,
    without_writer,
)
from article.folding import fold, key
from article.noise.invisible import visible
from article.patterns import regex
from article.remembering import remembered

_BRACKETED = regex(r"(?<=\p{Han})\s?[\]】］]\s?(?=[:：])")  # [ 作者 ]：
_IN_BRACKETS = regex(
    r"[【\[](?P<label>来源|作者|记者|(?:责任)?编辑|(?:发布)?(?:时间|日期))[】\]]\s?(?![:：])"
)
_NO_YEAR = regex(
    r"""
        # 11-29 10:20, 3小时前
        \d{1,2}\s?(?:分钟|小时|天)前 | [昨前]天\s?[0-2]?\d:[0-5]\d
        | (?<![\d./-])(?:1[0-2]|0?[1-9])[-/月](?:3[01]|[12]\d|0?[1-9])日?\s{1,3}[0-2]?\d:[0-5]\d
        | (?<!\S)(?:1[0-2]|0?[1-9])月(?:3[01]|[12]\d|0?[1-9])日(?!\S)
    """,
    re.X,
)
_TO = regex(r"\s?(?:至|到|[-—~～]{1,2})\s?")
_BEFORE_PLACE = regex(r"[^\n]{0,16}(?:当前|[您你]|现在|所在)\S{0,4}位置\s?[:是]")
_DECREED = regex(r"[^()\n]{2,60}(?:通过|批准|修订|修正|施行|印发)[^()\n]{0,80}\)")
_PUBLISHED = regex("[发刊]")  # no doubt that it is the publish date
_BARE_TIME = regex(r"(?:时\s?间|日\s?期)\s?:")
_PRIVATE_USE = regex("[\ue000-\uf8ff]")  # icons
# Pinyin that mirrors splice into labels: 發(fā)表時(shí)間.
_SPLICED = regex(
    r"""
        (\p{Han})\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\)
        (?=[表布时時间間日期来來源责責任编編辑輯作者:：])
    """,
    re.X,
)
_VALUE_END = regex(
    r"\n|\s{3,}|[|；;]|(?<=\S\S)\s+(?:/\s)?(?=\S{1,4}:|[A-Za-z]{1,8}:)|(?<=[^\s:])\s+(?=【)"
)
_LAST_WORD = regex(r"(?<=\S)\s+(?P<word>(?:\p{Han}|\d){1,6})\Z")
_BUTTONS = regex(r"[【\[](?:打印|关闭|收藏|分享|纠错)[^【】\[\]]{0,6}[】\]]")
_BORDER, _SLASH = regex(r"[\n|?｜？]+|\s[/／·⋅•]\s"), regex("[/／]")
# As in 《人民日报》（2025年8月1日.
_PRINTED_IN = regex(r"《(?P<outlet>[^《》]{3,14})》\s?\(?\s?(?=(?:19|20)\d\d)")
BESIDE = 2  # characters that may stand beside an outlet and a day, such as 原载
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
_OF_ISSUE = regex(r"(?<=[报刊])第?[A-Z\d]{1,4}版\Z")
_ANY_LABEL = regex(r"\A\p{Han}{1,6}[:：](?=\p{Han})")
_OF_SITE = regex(r"(?!关于|返回|进入)\p{Han}{3,20}网站")
_PAGE = regex(r"第?[A-Z\d]{1,4}版")
_WITH = regex(r"通讯员\s?[:/|]\s?\Z")
_CREDITS = regex(r"(?:来源|作者|出处)\s?:")
_OFFICE = regex(r"[\u4e00-\u9fff()（）·]{3,30}")


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline says.

    ``labelled`` is a date with the label of a publish date, ``updated`` and ``other_date`` are days
    of something else, as that of a speech ``in_brackets`` is, unless nothing tells another;
    ``outlet`` and ``beside`` are names without a label, ``site`` is that of a
    website, which may be the page's own, ``alone`` are persons on a line of their own.
    """

    text: str = ""
    published: When | None = None
    labelled: When | None = None
    updated: When | None = None
    other_date: When | None = None
    in_brackets: When | None = None
    source: str | None = None
    outlet: str | None = None
    beside: str | None = None
    site: str | None = None
    alone: str | None = None
    author: str | None = None
    editor: str | None = None


def tells_change(byline: Byline) -> bool:
    """Whether a byline tells when a text was last changed, beside who wrote it or where.

    Some systems have no other day than that.
    """
    return byline.updated is not None and _CREDITS.search(fold(byline.text)) is not None


@dataclass(frozen=True, slots=True)
class _Part:
    kind: str
    value: str
    start: int


@remembered(64)  # one page asks for the same lines again
def read_byline(text: str) -> Byline:
    """Read the lines between title and body, joined by newlines."""
    text = visible(_PRIVATE_USE.sub(" ", text))
    if "举报" in text:
        text = POSTED_FROM.sub(" ", text)
    if "(" in text:
        text = _SPLICED.sub(r"\1", text)
    if "]" in text or "】" in text:
        text = _IN_BRACKETS.sub(r"\g<label>:", text)
        text = _BRACKETED.sub("", text)
    folded = fold(text)
    labels = list(LABEL.finditer(folded))
    dates = _dates(folded, labels)
    if not dates and (spelled := spell_out(text)) != text:
        return read_byline(spelled)
    parts = _parts(text, folded, labels)
    author = next(filter(None, map(clean_persons, _authors(parts))), None)
    if author and "通" in folded and (also := _correspondents(parts, folded)):
        author = " ".join(dict.fromkeys(f"{author} {also}".split()))
    on_line, around = _beside_date(text, folded)
    reporter, employer = find_reporter(text)
    reporter = reporter or " ".join(
        name for p in parts if p.kind == "reporter" for name in read_reporters(p.value)
    )
    glued = (without_role(part.value) for part in parts if part.kind == "glued")
    reporter = reporter or " ".join(read_persons(next(glued, "")))
    author = author or reporter or find_persons(on_line) or _behind(parts) or _in_source(parts)
    source = next(filter(None, map(clean_source, _sources(parts))), None)
    if author and source and author != source and author.endswith(source):
        author = clean_persons(author.removesuffix(source))  # a link to the outlet follows
    publishers = [p.value for p in parts if p.kind in ("publisher", "office")]
    in_marks = _PRINTED_IN.finditer(folded) if "《" in folded else ()
    printed = [found["outlet"] for found in in_marks]
    near = [*on_line, *around] if "网站" in text else []
    told = [*publishers, *employer, *printed, *on_line, *around, *_among_others(parts)]
    outlet = _outlet(told) or _office(parts)
    published = dates.get("date") or dates.get("free")
    return Byline(
        text=text,
        published=published or dates.get("bracketed"),
        labelled=dates.get("date"),
        updated=dates.get("updated"),
        other_date=dates.get("skip_date"),
        in_brackets=None if published else dates.get("in_words"),
        source=source,
        outlet=outlet,
        beside=_beside(on_line),
        site=next(filter(_OF_SITE.fullmatch, (w for v in near for w in v.split())), None),
        alone=None if author else _alone(text, folded),
        author=None if author in (source, outlet) else author,
        editor=next(
            filter(None, (clean_persons(p.value) for p in parts if p.kind == "editor")), None
        ),
    )


def is_outlet_and_day(byline: Byline) -> bool:
    """Whether a byline has hardly a word beside an outlet and a day: no prose, nor a footer."""
    day = DATE.search(fold(byline.text))
    if day is None or byline.outlet is None:
        return False
    return len(key(byline.text)) - len(key(byline.outlet)) - len(key(day[0])) <= BESIDE


def _among_others(parts: list[_Part]) -> list[str]:
    """What stands behind the value of a label, or before a person: 作者：云川日报 王大明."""
    behind = (part.value for part in parts[1:] if part.kind == "free")
    free = [value[1:].partition("\n")[0] for value in behind if value[0] in "|｜"]
    values = (bare(before_date(part.value)) for part in parts if part.kind == "author")
    return [*free, *(value.partition(" ")[0] for value in values if " " in value)]


def _office(parts: list[_Part]) -> str | None:
    """The office that a label names, which need not be written like an outlet."""
    names = (clean_source(part.value) for part in parts if part.kind == "office")
    return next((name for name in names if name and _OFFICE.fullmatch(name)), None)


def _parts(text: str, folded: str, labels: list[re.Match[str]]) -> list[_Part]:
    """Cut a byline at its labels; what stands before the first one is free."""
    parts = [_Part("free", text[: labels[0].start() if labels else len(text)], 0)]
    for label, following in zip_longest(labels, labels[1:]):
        end = following.start() if following else len(text)
        value, rest = _value(text[label.end() : end], folded[label.end() : end])
        if following and not rest:
            value = _without_label(value, following.lastgroup)
        parts.append(_Part(label.lastgroup or "other", value, label.end()))
        if rest.strip():
            parts.append(_Part("free", rest, end - len(rest)))
    return parts


def _value(text: str, folded: str) -> tuple[str, str]:
    """Split what follows a label into its value, perhaps on the next line, and what is left."""
    lead = len(folded) - len(folded.lstrip(" \n:[|"))
    found = _VALUE_END.search(folded, lead)
    end = found.start() if found else len(text)
    return text[lead:end], text[end:]


def _without_label(value: str, label: str | None) -> str:
    """Take off what begins the label that follows a value: 青岚日报 已|浏览, 青岚日报 视频|来源."""
    begun = _LAST_WORD.search(value) if label in ("other", "source", "date") else None
    if begun is None or is_outlet(begun["word"]) or read_persons(begun["word"]):
        return value
    return value[: begun.start()]


def _authors(parts: list[_Part]) -> list[str]:
    """What stands after labels of an author, but not the employer in 作者：云川日报记者 王大明."""
    following = [*(part.kind for part in parts[1:]), ""]
    rest = [*(part.value for part in parts[1:]), ""]
    return [
        part_supplier(part.value)[0] if part.kind == "supplier" else part.value + _more(part, other)
        for part, kind, other in zip(parts, following, rest, strict=True)
        if part.kind == "supplier"
        or (part.kind == "author" and (kind != "reporter" or read_persons(part.value)))
    ]


def _correspondents(parts: list[_Part], folded: str) -> str:
    """The persons who wrote with others: 记者：王大明 通讯员：余海."""
    values = (p.value for p in parts if p.kind == "author" and _WITH.search(folded, 0, p.start))
    return " ".join(name for value in values for name in read_persons(bare(before_date(value))))


def _more(author: _Part, rest: str) -> str:
    """The persons that go on with those of a label: 作者：余海；卓丽."""
    is_list = rest[:1] in (";", "；") and read_persons(author.value) and read_persons(rest[1:])
    return f"、{rest[1:]}" if is_list else ""


def _sources(parts: list[_Part]) -> list[str]:
    """What stands after labels of a source; who supplied a text (供稿) may be a person instead."""
    return [
        part_supplier(part.value)[1] if part.kind == "supplier" else part.value
        for part in parts
        if part.kind in ("source", "supplier")
    ]


def _dates(folded: str, labels: list[re.Match[str]]) -> dict[str, When]:
    """The first date under each kind of label; ``free`` where its label is none of a date."""
    dates: dict[str, When] = {}
    last, until = "free", 0
    for when, match in find_dates(folded):
        before = [label for label in labels if label.end() <= match.start()]
        near = before[-1] if before and match.start() - before[-1].end() <= 6 else None
        kind = (
            near.lastgroup
            if near and near.lastgroup in ("date", "updated", "skip_date", "today")
            else "free"
        )
        # A bare 时间 below the publish date is that of an event.
        if kind == "date" and near and "free" in dates and _BARE_TIME.match(near[0]):
            kind = "free"
        if kind == "free" and until and _TO.fullmatch(folded, until, match.start()):
            kind = last  # the end of a period
        last, until = kind or "free", match.end()
        if kind == "free" and _BEFORE_PLACE.match(folded, match.end()):
            kind = "today"  # above the whole page
        if kind == "free" and _is_bracketed(folded, match):
            kind = "bracketed"  # of a meeting or decree, as a title has it below
        if kind == "date" and near and _PUBLISHED.match(near[0]):
            kind = "published"
        dates.setdefault(kind or "free", when)
        if kind == "bracketed" and "年" in match[0] and match["hour"] is None:
            dates.setdefault("in_words", when)
    if "published" in dates:
        dates["date"] = dates["published"]
    return dates


def _is_bracketed(folded: str, match: re.Match[str]) -> bool:
    """Whether brackets hold a day and at most what was done on it: (2023年10月27日…通过)."""
    end = match.end()
    opened = folded[match.start() - 1 : match.start()] == "("
    return opened and (folded[end : end + 1] == ")" or _DECREED.match(folded, end) is not None)


def _beside_date(text: str, folded: str) -> tuple[list[str], list[str]]:
    """Return what stands unlabelled on the line of the first date, and on the lines next to it."""
    found = DATE.search(folded) or _NO_YEAR.search(folded)
    if not found:
        return [], []
    start, end = folded.rfind("\n", 0, found.start()) + 1, folded.find("\n", found.end())
    end = len(text) if end < 0 else end
    sides = (text[found.end() : end], text[start : found.start()])
    near = (*text[:start].strip().split("\n")[:-3:-1], *text[end:].strip().split("\n")[:2])
    return [v for side in sides for v in _unlabelled(side)], [
        v for t in near for v in _unlabelled(t)
    ]


def _unlabelled(text: str) -> list[str]:
    """The pieces of a text before its first label."""
    if "】" in text or "]" in text:
        text = _BUTTONS.sub("|", text)
    label = LABEL.search(fold(text))
    without = text[: label.start()] if label else text
    parts = _BORDER.split(without)
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


def _in_source(parts: list[_Part]) -> str | None:
    """The persons who stand behind an outlet with nothing but a space between."""
    values = (bare(before_date(part.value)) for part in parts if part.kind == "source")
    return next(filter(None, (part_writers(value)[1] for value in values)), None)


def _behind(parts: list[_Part]) -> str | None:
    """The persons who stand without a label behind the source: 来源：云川日报 | 王大明."""
    for source, part in pairwise(parts):
        is_behind = (source.kind, part.kind) == ("source", "free")
        names = read_persons(bare(before_date(part.value))) if is_behind else []
        if any(map(is_full_name, names)) and not any(map(is_page_name, names)):
            return " ".join(names)
    return None


def find_reporter(text: str) -> tuple[str | None, list[str]]:
    """Return the reporter of a form such as 【云川日报／记者王大明／云川报导】, and the outlet."""
    found = _REPORT.search(fold(text)) if "者" in text else None
    names = read_persons(text[slice(*found.span("names"))], sure=True) if found else []
    if not found or not names:
        return None, []
    outlet = text[slice(*found.span("outlet"))] if found["outlet"] else ""
    return " ".join(names), [outlet] if outlet else []


def _alone(text: str, folded: str) -> str | None:
    """The persons of a line next to that of the first date; below it an outlet may be between.

    They must have three characters each, unless a sign says that they wrote: ◎ 余海.
    """
    found = DATE.search(folded)
    if not found:
        return None
    above = text[: found.start()].split("\n")[:-1]
    below = text[found.end() :].split("\n", 3)[1:3]
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


def _outlet(values: list[str]) -> str | None:
    for value in values:
        for word in (value, *re.split(r"[\s|]+", value)):
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


def _beside(on_line: list[str]) -> str | None:
    """The first word next to the date, where it may be the name of an account."""
    word = next((w for value in on_line for w in value.split() if not _PAGE.fullmatch(w)), "")
    return word if _ACCOUNT.match(word) and not is_person(word) else None
