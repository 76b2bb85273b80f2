"""What a link says: its text, and the whole of a title that is cut."""

import re
from functools import lru_cache
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
_MORE = regex(r"^\W*(?:查看|阅读|浏览)?更多\W*$|^\W*more\W*$|^[>＞»》›→+＋]{1,2}$", re.I)
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
            {DATE.pattern}日?(?:\s+\d\d?:\d\d)?
            | (?P<badge>(?:19|20)\d\d[-/.年]\d\d月?\s?\d\d日?
            | \d\d日?\s?(?:19|20)\d\d\s?[-/.年]\s?\d\d月?)
        )(?!\d)[\])）】\s]*
    """,
    re.X,
)
_MARK = regex(r"^[\[【(（](?:置顶|推荐|热门|最新|[荐顶热新]|new|hot|top)[\])）】]\s*", re.I)
# What the arrows of pagers are in this font.
_WEBDINGS = {"9": "首页", "7": "上一页", "8": "下一页", ":": "尾页"}
_LONGEST_WORD = 6  # characters that a picture says by its link's title: what a button would say
_SAME = 6  # characters by which the text of a link is found in its attribute
_TITLE_LABEL = regex(r"^(?:文章)?(?:标题|题目|主题)\s*[:：]\s*")
_ONE_CHINESE = regex(r"[\u4e00-\u9fff]")
_DETAILS = regex(r"\s*(?:作\s*者|(?:更新|发布|发表)(?:时间|日期)|点击(?:数|量)?)\s*[:：].*$")


@lru_cache(maxsize=1024)
def is_more_label(label: str) -> bool:
    """Whether a link so called leads to the whole of what is shown beside it."""
    return _MORE.match(label) is not None


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
    if not (
        said or label[:1].isalnum() or any(map(str.isalnum, label))
    ):  # what a sign means is read out: "»"
        said = element.get("aria-label")
    attribute = _told(said, label) if said else ""
    if len(label) > 40 or not label:
        texts = map(words_in, element.iter("h1", "h2", "h3", "h4", "h5", "strong"))
        # The day of a badge is often the largest of all.
        label = next((text for text in texts if text and not text.isdecimal()), label)
    if DIGIT.search(label):
        label = _without_day(label, element)
    return max(attribute, without_bullets(label), key=len)[:LONGEST_TITLE]


def _without_day(label: str, element: Any) -> str:
    """Return a label without the day beside the title in it: "2025年8月1日起施行" has none."""
    day = _DATE_AT_END.search(label)
    if day and (len(element) or "年" not in day[0] or not day[0][0].isdecimal()):
        label = label[: day.start()]
    day = _DATE_AT_START.match(label)
    if day is None:
        return label
    is_glued = ("年" in day[0] or day["badge"]) and (day[0][-1] == "日" or day[0][-1].isalnum())
    return label if is_glued and not _is_apart(day[0], element) else label[day.end() :]


def _is_apart(day: str, element: Any) -> bool:
    """Whether the first texts of an element are a day and nothing more."""
    rest = len("".join(day.split()))
    for text in element.itertext():
        rest -= len("".join(text.split()))
        if rest <= 0:
            break
    return rest == 0


def without_bullets(text: str) -> str:
    """Return a title without the signs around it, and the mark that keeps it on top: ``[置顶]``."""
    is_bare = text[:1].isalnum() and text[-1:].isalnum()
    return text if is_bare else _MARK.sub("", _BULLET.sub("", text))


def _told(attribute: str, label: str) -> str:
    """Return the title that an attribute tells, without the times and names beside it."""
    lines = (" ".join(line.split()) for line in attribute.splitlines())
    line = _DETAILS.sub("", next((line for line in lines if line), ""))
    start = line.find(without_bullets(label)[:_SAME]) if label else -1
    return line[start:] if start > 0 else _TITLE_LABEL.sub("", line)
