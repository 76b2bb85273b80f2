"""Who is named inside the text: the first printer at its end, the reporters at its start or end."""

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from article.facts.byline import read_byline
from article.facts.dates import DATE
from article.facts.names import is_employer, is_outlet, is_person, read_persons
from article.facts.staff import drop_credits, find_glued
from article.facts.unlabelled import find_reporter
from article.facts.values import COMMENTATOR, clean_persons, clean_source, is_full_name
from article.folding import fold
from article.patterns import regex

_BRACKETS = regex(r"[(\[〔【]\s?(?P<value>[^()\[\]〔〕【】]{2,80})\s?[)\]〕】]?\W{0,2}\Z")
# Brackets with pinyin spliced in, as mirrors serve them; undone when the article is tidied.
_ANNOTATED = regex(r"\((?P<value>\p{Han}[^(]{0,40}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][^(]{0,20})\)\W{0,2}\Z")
_SOURCE_LINE = regex(
    r"\W{0,3}(?:稿件|信息|文章|本文|新闻|内容|转自|摘自|原载|据)?(?:来源|稿源|出处|转自|摘自|"
    r"原载)(?:于|自)?\s?[:|]?\s?(?P<value>[^。!?\n]{2,60})\Z"
)
_SOURCE_LABEL = regex(
    r"(?:稿件|信息|文章|本文|新闻|内容|资料)?(?:来源|稿源|出处)\s?:?|(?:原载|转自|摘自|据|"
    r"刊于|原刊)\s?[:于]?\s?"
)
_EDITOR_LINE = regex(
    r"""
        (?:
            责任编辑 | 责\s?编 | 执行编辑 | 网络编辑 | 本[文期]编辑 | 网编 | (?<!习)编\s?辑
            | 编辑(?!.*责任编辑)
        )(?:\s?[\]】]?\s?[:/|]\s?|\s|(?<=[\[【]编辑)[\]】])(?P<value>[^\n，。:“”]{2,30})
    """,
    re.X,
)
_LAST_WORD = regex(r"[^\s/|丨｜]*\Z")
_AFTER_EDITOR = regex(
    r"""
        (?:责任|见习|实习|执行|值班|图片|美术|视频)?编辑 | 责编 | [\]】)）\[【(（] | 排版 | 美编
        | 制图 | \s{3,} | 打印 | 关闭 | 返回 | 分享 | 收藏 | 纠错 | 审核 | 校对 | 来源 | 监制
        | [一二三初复终校编]审 | 审[校签] | \d+\s?(?:条|人|次|评论|跟帖|阅读)
    """,
    re.X,
)
_REPORTERS = r"(?:记\s?者|通讯员|特约撰稿人?|评论员)"
_REPORTER_LINE = regex(
    rf"""
        \W{{0,3}}(?:[来稿]源:[^。,:]{{2,24}}[\s,;])?(?:[^。！？，,:]{{0,24}}?){_REPORTERS}\s?[\]】]?\s?[:|/]?\s?
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
        (?:[^()]{{0,14}}?){_REPORTERS}\s?[:/]?\s?(?P<value>[\w·\s、,/:]{{2,30}}?)(?:
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
_REPORTER = regex(rf"(?:本[报网刊台]|见习|实习|特约|首席)?{_REPORTERS}\s?:?|实习生")
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
_ROLES = regex("[记記]|[讯訊电電]|撰稿|[评評]")
_WORDS_BY = regex(r"(?P<value>[\w·\s、]{2,20}?)(?:\s?/\s?|\s)文\b")  # （余海/文 卓丽/图）
_EDITED = regex(
    r"(?P<value>[\w·\s、]{2,20}?)\s?(?:整理|采写|撰文|编译|"
    r"(?:(?<=\s)|(?<=\p{Han}{3}))[供撰]稿)\Z"
)
_BY_WORD = regex(
    r"""
        (?:文|图文|文图|供稿|撰稿人?|信息员|宣传委?员|整理|采写|撰文)[\s:]
        (?P<value>[\w·\s、]{2,20})\Z
    """,
    re.X,
)
_FROM = regex(r"(?P<value>[\w\s、]{2,20}?)\s\p{Han}{2,6}报道\Z")
_COMMA = regex("[,，;；]")
# Signs one of several items, unless that is a picture.
_ITEM = regex(r"[。！？!?…]\s?\((?P<value>[^()摄图绘画]{2,40})\)\Z")
_ROUND_LINE = " \u3000\xa0()（）□■◇◆○●◎"
_ROUND_NAME = " \u3000\xa0()（）《》，,"
_NAMED = regex(r"\s?(?P<name>《[^《》\s]{3,14}》|[^\s()《》第\d]{3,14})")
_ISSUE = regex(r"\W{0,3}(?:第?\s?\d{1,3}\s?版.{0,8})?\W{0,3}")
# How a line begins that names who wrote.
REPORTED = regex(r"[□■◎●]|.{0,12}(?:记者|通讯员)\s?[:：]?\s?(?:\p{Han}|\s){2,30}\Z")
_END_ROLE = regex(r"(?:作\s?者|文|撰文)\s?[:/]\s?")


def find_credit(paragraphs: Sequence[str]) -> str | None:
    """Return the outlet or person that the end of a text credits, such as （鄂州日报）.

    The last three paragraphs are looked at, because editors and notes may follow.
    """
    for paragraph in reversed(paragraphs[-3:]):
        paragraph = paragraph[-200:]
        folded = fold(paragraph)
        if len(folded) < 40 and _EDITOR_LINE.search(folded):
            if "源" in folded and (source := read_byline(paragraph).source):
                return source
            continue
        if len(folded) < 70 and (line := _SOURCE_LINE.match(folded)):
            value = paragraph[line.start("value") : line.end("value")]
            return _printed_in(value)
        if len(folded) < 40 and (outlet := _dated_outlet(paragraph, folded)):
            return outlet
        if found := _BRACKETS.search(folded):
            value = paragraph[found.start("value") : found.end("value")].strip()
            if credit := _credited(value):
                return None if _is_one_of_several(paragraphs, paragraph) else credit
        if found := _ANNOTATED.search(folded):
            return paragraph[found.start("value") : found.end("value")]
        if len(folded) > 60:
            return None
    return None


def _printed_in(value: str) -> str | None:
    """Return the outlet behind a label, without who wrote or what was done to the text."""
    first, *others = _COMMA.split(value)
    printers = [first, *takewhile(lambda text: is_employer(text.strip(_ROUND_NAME)), others)]
    value = value[: len(",".join(printers))]
    return _first_source(value) or _dated_outlet(value, fold(value))


def _first_source(value: str) -> str | None:
    """Return the outlet before further labels: 云川日报 作者：余海."""
    labelled = read_byline(f"来源：{value}").source if ":" in fold(value) else None
    return labelled or clean_source(value)


def read_brackets(paragraph: str) -> str | None:
    """Return what stands in brackets at the end of a paragraph: （余海 责任编辑 卓丽）."""
    end = paragraph[-120:]
    found = _BRACKETS.search(fold(end))
    return end[slice(*found.span("value"))] if found else None


def find_issue(paragraphs: Sequence[str]) -> str | None:
    """Return the last line of a text if it tells in which issue of which paper that was printed."""
    last = paragraphs[-1] if paragraphs else ""
    return last if len(last) < 40 and _dated_outlet(last, fold(last)) else None


def _dated_outlet(text: str, folded: str) -> str | None:
    """Return the outlet of a line such as 人民日报 2024年3月5日 第3版, in either order."""
    found = DATE.search(folded)
    if not found:
        return None
    outlet, rest = text[: found.start()].strip(_ROUND_NAME), found.end()
    if not outlet and (later := _NAMED.match(folded, rest)):
        outlet, rest = text[slice(*later.span("name"))].strip(_ROUND_NAME), later.end()
    return outlet if _ISSUE.fullmatch(folded, rest) and is_outlet(outlet) else None


def find_editor(lines: Sequence[str]) -> str | None:
    """Return the editor of the first line that has one, such as 【责任编辑：张三】."""
    for line in lines:
        line = line if len(line) < 80 else line[find_glued(line) :]
        if not ("编" in line or "編" in line):
            continue
        folded = fold(line)
        if found := _EDITOR_LINE.search(folded):
            value = line[found.start("value") : found.end("value")]
            is_cut = folded[found.end("value") :].startswith(":")
            if is_cut and not _AFTER_EDITOR.search(value):
                value = _LAST_WORD.sub("", value)  # the next label
            if persons := clean_persons(_AFTER_EDITOR.split(value)[0].strip("/|丨｜ ")):
                return persons
    return None


def find_reporters(paragraphs: Sequence[str]) -> tuple[str, str] | None:
    """Return the persons whom the text itself names as its authors, and where it does.

    A line of their own (``本报记者 张三 李四``) at either end, a dateline, or brackets at the end.
    """
    for paragraph in _ends(paragraphs):
        if len(paragraph) < 60 and (names := _on_own_line(paragraph)):
            return names, paragraph
    for paragraph in reversed(paragraphs[-2:]):
        if names := _signed_for(paragraph):
            return names, paragraph
    for paragraph in paragraphs[:2]:
        if not _ROLES.search(paragraph, 0, 80):
            continue
        if reporter := find_reporter(paragraph[:40])[0]:
            return reporter, paragraph[:40]
        start, folded = paragraph[:80], fold(paragraph[:80])
        names = _named(folded, _DATELINE) or _signed(folded, _SIGNED_DATELINE)
        # Nothing but brackets may hold more than names: （记者现场体验）.
        if names and (start[0] not in "(（" or all(map(is_person, names.split()))):
            return names, start
    for paragraph in reversed(paragraphs[-3:]):
        found = _BRACKETS.search(fold(paragraph[-120:]))
        if found and paragraphs.count(paragraph) == 1:  # a speaker has many such lines
            value = found["value"]
            if names := _bracketed(value):
                return None if _is_one_of_several(paragraphs, paragraph) else (names, value)
    return None


def _on_own_line(paragraph: str) -> str | None:
    """Return who wrote by a line that tells no more than that."""
    folded = fold(paragraph)
    return (
        _named(folded, _REPORTER_LINE, _BY_LINE, _BY_SPACED)
        or _signed(folded, _SIGNED)
        or _commented(paragraph)
    )


def _is_one_of_several(paragraphs: Sequence[str], paragraph: str) -> bool:
    """Whether a paragraph is an item of a digest, where another is sure to be by someone else."""
    own = _item_by(paragraph)
    values = {_item_by(other) for other in paragraphs} if own else set()
    return any(
        is_outlet(value)
        or re.search(_REPORTERS, value)
        or any(is_full_name(word) and is_person(word) for word in value.split())
        for value in values
        if value and value != own
    )


def _item_by(paragraph: str) -> str | None:
    """What stands in brackets behind the last sentence of a paragraph."""
    found = _ITEM.search(fold(paragraph[-60:])) if paragraph[-1:] in (")", "）") else None
    return found["value"] if found else None


def _ends(paragraphs: Sequence[str]) -> Iterable[str]:
    """The paragraphs at either end of a text, once each."""
    if len(paragraphs) <= 3:
        return dict.fromkeys(paragraphs)
    below = paragraphs[len(drop_credits(paragraphs)) :]  # the first of these wrote
    return dict.fromkeys([*paragraphs[:3], *below, *reversed(paragraphs[-4:])])


def _bracketed(value: str) -> str | None:
    """Return who wrote by what stands in brackets at the end of a text."""
    if "," in value and _SOURCE_LABEL.match(value):
        value = value.partition(",")[2]  # （原载《青岚日报》，记者余海）
    if told := (
        _named(value, _REPORTER_LINE, _BY_LINE, _FROM, _AUTHOR, _WORDS_BY)
        or _signed(value, _EDITED)
        or _signed(value, _BY_WORD)
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


def _signed_for(text: str) -> str | None:
    """Return the persons of a line that names their outlet and them: 青岚融媒 余海 卓丽."""
    outlet, _, names = text.partition(" ") if len(text) < 40 else ("", "", "")
    return " ".join(read_persons(names)) or None if names and is_outlet(outlet) else None


def _credited(value: str) -> str | None:
    """What brackets at the end name, unless they are a remark, an editor or of a picture."""
    folded = fold(value)
    if _EDITOR_LINE.match(folded) or folded.startswith("图片"):
        return None
    if label := _SOURCE_LABEL.match(folded):
        return _printed_in(value[label.end() :].removesuffix("报道"))
    first = re.split(r"[\s,，、;；]", folded)[0]
    if is_outlet(first) or re.search(_REPORTERS, folded) or _END_ROLE.match(folded):
        return value
    return value if read_persons(value) or is_outlet(folded) else None
