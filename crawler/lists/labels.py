"""What a link says: its text, and the whole of a title that is cut."""

import re
from itertools import islice
from typing import Any

from article.patterns import regex

DATE = regex(r"(?:19|20)\d\d\s{0,2}[-./年]\s{0,2}\d{1,2}\s{0,2}[-./月]\s{0,2}\d{1,2}日?")
DIGIT = regex(r"\d")  # without one nothing is looked through for a date
LONGEST_TITLE = 120
LONGEST_NAME = 12  # characters of a channel's
HOME = regex(r"^\W*(?:网站|本站|返回)?首\s*[页頁]\W*$|^home$", re.I)
# What invites to read an item on, and is no title.
READ_ON = regex(
    r"""
        ^\W*(?:
            (?:点击|查看|浏览|阅读|了解)*(?:详[细情]|全文|原文)(?:内容|信息)? | 查看 | 阅读
            | read\s+more
        )\W*$
    """,
    re.X | re.I,
)
NO_TITLE = regex(
    rf"{READ_ON.pattern}|^\W*(?:(?:查看|了解)?更多|more|进入.{{0,4}})\W*$", re.X | re.I
)
_MOST_TEXTS = 200  # pieces of text of one element; tags are between them
_BULLET = regex(r"^[\s·•▪■◆●>»\-]+|(?<![\s.…])[\s.…]+$")
_DATE_AT_END = regex(
    rf"""
        (?<![\s\[(（【])[\s\[(（【]*(?:{DATE.pattern}|(?<!\d)\d\d[-/.]\d\d)日?(?:\s+\d\d?:\d\d(?::\d\d)?)?[\])）】\s]*$
    """,
    re.X,
)
# A badge has the day above the month, or below it: "282025-08".
_DATE_AT_START = regex(
    rf"""
        ^[\s\[(（【]*(?:
            {DATE.pattern}日?(?:\s+\d\d?:\d\d)? | (?:19|20)\d\d[-/.年]\d\d月?\s?\d\d日?
            | \d\d日?\s?(?:19|20)\d\d\s?[-/.年]\s?\d\d月?
        )(?!\d)[\])）】\s]*
    """,
    re.X,
)
# What the arrows of pagers are in this font.
_WEBDINGS = {"9": "首页", "7": "上一页", "8": "下一页", ":": "尾页"}
_LONGEST_WORD = 6  # characters that a picture says by its link's title: what a button would say
_SAME = 6  # characters by which the text of a link is found in its attribute
_TITLE_LABEL = regex(r"^(?:文章)?(?:标题|题目|主题)\s*[:：]\s*")
_ONE_CHINESE = regex(r"[\u4e00-\u9fff]")
_DETAILS = regex(r"\s*(?:作\s*者|(?:更新|发布|发表)(?:时间|日期)|点击(?:数|量)?)\s*[:：].*$")


def words_in(element: Any, between: str = "") -> str:
    """Return the text of an element in one line, or the beginning of what has no end.

    Links that are never closed hold each other: whole, their texts take the square of their number.
    """
    if not len(element):
        return " ".join((element.text or "").split())
    return " ".join(between.join(islice(element.itertext(), _MOST_TEXTS)).split())


def label_of(element: Any) -> str:
    """Return what a link shows or reads out: its text, or the word on a button or picture."""
    label = words_in(element)
    if element.tag == "tr":
        cells = map(words_in, element.iter("td"))
        label = max(cells, key=_chinese_in, default=label)
    if label in _WEBDINGS and any(_is_in_webdings(e) for e in element.iter()):
        label = _WEBDINGS[label]
    if not label and element.tag == "input":
        label = (element.get("value") or "").strip()
    if not label:
        label = next((e.get("alt") or "" for e in element.iter("img", "area")), "").strip()
    label = label or (element.get("aria-label") or "").strip()
    title = "" if label else (element.get("title") or "").strip()
    return label or (title if len(title) <= _LONGEST_WORD else "")


def _is_in_webdings(element: Any) -> bool:
    return "webdings" in f"{element.get('face')} {element.get('style')}".lower()


def _chinese_in(text: str) -> int:
    return len(_ONE_CHINESE.findall(text))


def title_of(element: Any, label: str) -> str:
    """Return the whole title: the attribute where the text is cut, a heading where it is a card."""
    said = element.get("title")
    if not said and not any(map(str.isalnum, label)):  # what a sign means is read out: "»"
        said = element.get("aria-label")
    attribute = _told(said, label) if said else ""
    if len(label) > 40 or not label:
        heading = next((e for e in element.iter("h1", "h2", "h3", "h4", "h5", "strong")), None)
        text = words_in(heading) if heading is not None else ""
        label = text or label
    if DIGIT.search(label):
        label = _DATE_AT_START.sub("", _DATE_AT_END.sub("", label))
    return max(attribute, _without_bullets(label), key=len)[:LONGEST_TITLE]


def _without_bullets(text: str) -> str:
    is_bare = text[:1].isalnum() and text[-1:].isalnum()
    return text if is_bare else _BULLET.sub("", text)


def _told(attribute: str, label: str) -> str:
    """Return the title that an attribute tells, without the times and names beside it."""
    lines = (" ".join(line.split()) for line in attribute.splitlines())
    line = _DETAILS.sub("", next((line for line in lines if line), ""))
    start = line.find(_without_bullets(label)[:_SAME]) if label else -1
    return line[start:] if start > 0 else _TITLE_LABEL.sub("", line)
