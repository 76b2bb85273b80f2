"""Lists of one day or month, and the calendars that lead to them."""

import re
from datetime import date

from article.patterns import regex

STILL_CHANGING = 14  # days after the end of a day or month in which its list may change
_DAY_FOLDER = regex(r"/((?:19|20)\d\d)[-/]?(\d\d)[-/]?(\d\d)/")
IN_DAY = regex(_DAY_FOLDER.pattern + r"\w+/?$")  # what a folder of a day holds
_MONTH_FILE = regex(
    r"/((?:19|20)\d\d)[-/_]?(\d{1,2})()(?:/(?:(?:index|default)\.\w+)?|\.[a-z]?html?)$"
)
_MONTH_QUERY = regex(r"[?&]m=((?:19|20)\d\d)(\d\d)()(?=&|$)")  # of WordPress
_CALENDAR = regex(
    r"(?:[?&/_-])(?:year|month|day|date|cal(?:endar)?|rili)s?(?:[=/_-]|$)|[?&](?:y|m|d|ym)=\d", re.I
)
# What a calendar calls a day or the month before: "7", "十一月", "上个月", "»"
_OF_CALENDAR = regex(
    r"^(?:[\W\d一二三四五六七八九十上下前后今昨明本个年月周日号天]{0,6}|prev|next)$", re.I
)
# The month of an archive says how many articles it has: "2025年8月 (3)".
ONLY_DATE = regex(
    r"^\W*(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}(?:\s*[-/.月]\s*(?:\d{1,2}\s*日?)?)?"
    r"(?:\s*[(（\[【]\s*(?:共\s*)?\d+\s*[篇条则]?\s*[)）\]】])?\W*$"
)


def is_over(address: str, today: date) -> bool:
    """Whether an address is that of the list of one day or month, which is long over.

    >>> is_over("http://a.example/html/2025-03/28/node_2.htm", date(2025, 5, 1))
    True
    >>> is_over("http://a.example/archive/2025/3.html", date(2025, 4, 9))
    False
    """
    found = (
        _DAY_FOLDER.search(address) or _MONTH_FILE.search(address) or _MONTH_QUERY.search(address)
    )
    try:
        end = date(int(found[1]), int(found[2]), int(found[3] or 28)) if found else today
    except ValueError:
        return False
    return (today - end).days > STILL_CHANGING


def is_calendar(address: str) -> bool:
    """Whether an address names a day or month: such pages go on for ever."""
    return _CALENDAR.search(address) is not None


def is_of_calendar(address: str, label: str) -> bool:
    """Whether a link is one of those of which every page of a calendar has its own: 7, 上一月.

    >>> is_of_calendar("http://a.example/events?date=2026-11-07", "7")
    True
    """
    return bool(_OF_CALENDAR.match(label) or ONLY_DATE.match(label)) and is_calendar(address)
