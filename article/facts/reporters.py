"""Whom a text itself names as its authors: in a line at either end, a dateline, or brackets."""

import re
from collections.abc import Iterable, Sequence

from article.facts.brackets import PRINTED_IN, REPORTERS, is_one_of_several, read_brackets
from article.facts.byline import read_byline
from article.facts.names import is_employer, is_outlet, is_person, read_persons
from article.facts.staff import drop_credits
from article.facts.unlabelled import find_reporter
from article.facts.values import COMMENTATOR, is_full_name
from article.folding import fold
from article.patterns import regex

_REPORTER_LINE = regex(
    rf"""
        \W{{0,3}}(?:[来稿]源:[^。,:]{{2,24}}[\s,;])?(?:[^。！？，,:]{{0,24}}?){REPORTERS.pattern}\s?[\]】]?\s?[:|/]?\s?
        (?!根?据)(?P<value>[\w·\s、,/;|]{{2,40}}?)(?:
            发自\S{{1,8}} | \s?(?:共同|联合|参与|综合)?(?:采访)?(?:采写|整理|报道)
            | (?:(?!共同|联合|参与)\S){{0,6}}报道 | \s?/\s?[文摄图]{{1,3}}.{{0,8}}
            | \s[文摄图]{{1,3}}(?:\W.{{0,8}})? | 摄影? | 图文 | 文图
            | \s(?:审核|校对|编辑|责编|摄[影像]|图片(?:来源)?|审稿|签发|[一二三初复终]审)\s?[:/|].*
        )?\W{{0,2}}\Z
    """,
    re.X,
)
_DATELINE = regex(
    rf"""
        # 本报讯（记者 余海/文 卓丽/图）, 【青岚日报讯】（…）, 青岚网电 题：…（…）, or brackets
        (?:[【\[]?[^\s。！？]{{1,20}}?(?:[讯电]|消息)[】\]:]?(?:\s?题:[^()。]{{4,40}})?)?\s?\(
        (?:[^()]{{0,14}}?){REPORTERS.pattern}\s?[:/]?\s?(?P<value>[\w·\s、,/:]{{2,30}}?)(?:
            \s?(?:摄影)?报道
            | (?:\s|\s?/\s?|(?=文/?图|图/?文))(?:[文图摄][/、]?)?[文图摄]影?(?:\s[^()]{{2,14}})?
        )?\)
        | \(?(?:[^\s。！？()]{{2,14}}?|[^\s。！？()]{{2,14}}?[讯电]\s)
          (?:记者|通讯员(?=[\w·\s、]{{2,20}}报道))\s?
          (?P<value2>[\w·]{{2,4}}?(?:[\s、][\w·]{{2,4}}){{0,3}})\)?\s?
          (?:\d{{1,2}}月|报道|综合报道)
    """,
    re.X,
)
# 青岚文明网讯（余海）; names there have no label.
_SIGNED_DATELINE = regex(
    r"\S{2,14}?[讯电]\s{0,2}\((?P<value>[\w·\s、]{2,20}?)"
    r"(?:\s报道|\s(?:文/图|图/文|图文|文图))?\)"
)
# Triangles point to pictures.
_SIGNED = regex(r"(?:[□■◇◆○●◎☆★]\s?|(?:作者|撰文|采写)\s)(?P<value>[\w·\s、]{2,20})\Z")  # □ 余海
_REPORTER = regex(rf"(?:本[报网刊台]|见习|实习|特约|首席)?{REPORTERS.pattern}\s?:?|实习生")
# Of persons that follow: 责任编辑 卓丽, 摄影 方圆.
_OTHERS = regex(
    r"""
        [,、\s](?:(?:责任|执行|文字|图文)?编辑|图片)
        | \s(?:责编|审核|校对|摄[影像]|视频|\S{2,6}报道)(?=[\s:]|\Z)
    """,
    re.X,
)
_BY_LINE = regex(
    r"""
        \W{0,3}(?:[来稿]源:[^。,:]{2,24}[\s,;])?(?:
            (?:本文|文章)?作\s?者 | 文[字稿]? | 撰文 | 撰稿人? | 供稿人 | [投来]稿[人者]? | 信息员
            | 执笔人? | 整理 | 采写 | 图文 | 文图 | [文图]/[图文]
        )\s?[:/|]\s?(?P<value>[^\n。,，:/|()]{2,30}?)\s?(?:\([^()]{2,30}\))?
        (?:\s\p{Han}{1,5}\s?[:/|].*)?\W{0,2}\Z
    """,
    re.X,
)
# 撰稿 余海 编辑 卓丽: without colons, told by the label that follows; 图/文 余海.
_BY_SPACED = regex(
    r"""
        \W{0,3}(?:
            (?:文字?|撰文|撰稿|供稿|采写)\s(?P<value>[\w·\s、]{2,30}?)\s
            (?:[图摄]|图片|摄影|编辑|责编|审核|校对|视频|海报|设计|制[作图]|[一二三初复终]审)\s
            .*
            | (?:[图摄]/文|文/[图摄])\s(?P<value2>[\w·\s、]{2,20})
        )\W{0,2}\Z
    """,
    re.X,
)
# With the office of the one who wrote: 陈志远 作者单位：…, 作者陈志远系….
_AUTHOR = regex(
    r"""
        (?P<value>[\w·、]{2,20})[\s,;]{1,2}作者(?:单位|系|为|是|分别)
        | 作者(?!系|单位|为|是|[:\s]{1,2}系)[:\s]{0,2}(?P<value2>[\w·、]{2,20}?)
          (?:\Z|[\s,]?(?:分别|均)?(?:系|为|是|单位))
    """,
    re.X,
)
# What a dateline has, as a site may write it.
_TOLD = regex(r"[记記]\W?者|通[讯訊][员員]|特约撰稿|[评評][论論][员員]|[讯訊电電]\W{0,2}[(（]")
_WORDS_BY = regex(r"(?P<value>[\w·\s、]{2,20}?)(?:\s?/\s?|\s)文\b")  # （余海/文 卓丽/图）
# 文 余海, 余海 整理: at either side may stand what they did.
_DONE = regex(
    r"""
        (?:(?:文|图文|文图|供稿|撰稿人?|信息员|宣传委?员|整理|采写|撰文)[\s:])?
        (?P<value>[\w·\s、]{2,20}?)
        (?:\s?(?:整理|采写|撰文|编译)|(?:(?<=\s)|(?<=\p{Han}{3}))[供撰]稿)?\Z
    """,
    re.X,
)
_FROM = regex(r"(?P<value>[\w\s、]{2,20}?)\s\p{Han}{2,6}报道\Z")
_ROUND_LINE = " \u3000\xa0()（）□■◇◆○●◎"
# How a line begins that names who wrote.
REPORTED = regex(r"[□■◎●]|.{0,12}(?:记者|通讯员)\s?[:：]?\s?(?:\p{Han}|\s){2,30}\Z")


def find_reporters(paragraphs: Sequence[str]) -> tuple[str, str] | None:
    """Return the persons whom the text itself names as its authors, and where it does.

    A line of their own (``本报记者 张三 李四``) at either end, a dateline, or brackets at the end.
    """
    return (
        _in_lines(_ends(paragraphs))
        or _behind_outlet(paragraphs[-2:])
        or _in_dateline(paragraphs[:2])
        or _in_brackets(paragraphs)
    )


def _ends(paragraphs: Sequence[str]) -> Iterable[str]:
    """The paragraphs at either end of a text, once each."""
    if len(paragraphs) <= 3:
        return dict.fromkeys(paragraphs)
    below = paragraphs[len(drop_credits(paragraphs)) :]  # the first of these wrote
    return dict.fromkeys([*paragraphs[:3], *below, *reversed(paragraphs[-4:])])


def _in_lines(lines: Iterable[str]) -> tuple[str, str] | None:
    """Who wrote by the first line that tells no more than that."""
    for line in lines:
        folded = fold(line) if len(line) < 60 else ""
        if names := folded and (
            _named(folded, _REPORTER_LINE, _BY_LINE, _BY_SPACED)
            or _signed(folded, _SIGNED)
            or _commented(line)
        ):
            return names, line
    return None


def _behind_outlet(lines: Sequence[str]) -> tuple[str, str] | None:
    """The persons of the last line that names their outlet and them: 青岚融媒 余海 卓丽."""
    for line in reversed(lines):
        outlet, _, rest = line.partition(" ") if len(line) < 40 else ("", "", "")
        if names := read_persons(rest) if rest and is_outlet(outlet) else []:
            return " ".join(names), line
    return None


def _in_dateline(paragraphs: Sequence[str]) -> tuple[str, str] | None:
    """Who wrote by how the first paragraphs begin: 青岚日报讯（记者 余海）."""
    for paragraph in paragraphs:
        start = paragraph[:80]
        if not _TOLD.search(start):
            continue
        if reporter := find_reporter(start[:40])[0]:
            return reporter, start[:40]
        folded = fold(start)
        names = _named(folded, _DATELINE) or _signed(folded, _SIGNED_DATELINE)
        # Nothing but brackets may hold more than names: （记者现场体验）.
        if names and (start[0] not in "(（" or all(map(is_person, names.split()))):
            return names, start
    return None


def _in_brackets(paragraphs: Sequence[str]) -> tuple[str, str] | None:
    """Who wrote by brackets at the end, unless others wrote other items of a digest."""
    for paragraph in reversed(paragraphs[-3:]):
        value = fold(read_brackets(paragraph) or "")
        if not value or paragraphs.count(paragraph) > 1:
            continue  # a speaker has many such lines
        if names := _bracketed(value):
            return None if is_one_of_several(paragraphs, paragraph) else (names, value)
    return None


def _bracketed(value: str) -> str | None:
    """Return who wrote by what stands in brackets at the end of a text."""
    if "," in value and PRINTED_IN.match(value):
        value = value.partition(",")[2]  # （原载《青岚日报》，记者余海）
    if told := (
        _named(value, _REPORTER_LINE, _BY_LINE, _FROM, _AUTHOR, _WORDS_BY) or _signed(value, _DONE)
    ):
        return told
    outlet, _, rest = value.partition(":")  # （青岚县融媒体中心：余海）
    own = rest if rest and is_employer(outlet) else value
    told = _OTHERS.split(own, maxsplit=1)[0]
    names = read_persons(_without_employers(told))
    if not names and ":" in value:
        names = read_persons(read_byline(value).author or "")
    return " ".join(names) or None


def _named(folded: str, *patterns: re.Pattern[str]) -> str | None:
    """Return the persons behind the label of the first pattern that finds some."""
    for pattern in patterns:
        if found := pattern.match(folded):
            at = next(number for number, value in enumerate(found.groups(), 1) if value)
            value = found[at]
            before = read_persons(folded[: found.start(at)].partition("通讯员")[0].strip("( "))
            value = _OTHERS.split(_REPORTER.sub(" ", value), maxsplit=1)[0]
            # A rare surname may begin a name that ends like an office.
            words = (word for word in value.split() if not is_outlet(word))
            names = read_persons(" ".join(words), sure=True)
            if names and not _is_what_they_did(names, folded[: found.start(at)]):
                is_place = len(names) > 1 and folded[found.end() - 2 : found.end()] == "报道"
                names = names[:-1] if is_place and not is_person(names[-1]) else names
                return " ".join([*(name for name in before if is_full_name(name)), *names])
    return None


def _is_what_they_did(names: Sequence[str], before: str) -> bool:
    """Whether a word follows 记者 at once that is none of a person: 记者现场报道."""
    return before[-1:].isalpha() and not any(len(name) > 2 or is_person(name) for name in names)


def _without_employers(value: str) -> str:
    """Leave out for whom persons work: 青岚日报 余海, 白石街道 卓丽."""
    return " ".join(word for word in value.split() if not is_employer(word))


def _signed(folded: str, pattern: re.Pattern[str]) -> str | None:
    """Return persons without a label, who must be written like some."""
    found = pattern.match(folded)
    names = read_persons(_without_employers(found["value"])) if found else []
    return " ".join(names) or None


def _commented(text: str) -> str | None:
    """Return what a newspaper signs its comments with: 本报评论员."""
    name = text.strip(_ROUND_LINE)
    return name if COMMENTATOR.fullmatch(name) else None
