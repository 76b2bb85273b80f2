"""Publish dates as Chinese pages write them."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime

from article.model import BEIJING

FIRST_YEAR = 1990
DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s{0,3}[-/.年—–_\s]\s{0,3}(?P<month>1[0-2]|0?[1-9])"
    r"\s{0,3}[-/.月—–]\s{0,3}(?P<day>3[01]|[12]\d|0?[1-9])(?:\s?[日号號](?!报|報)|(?!\d))"
    r"(?:[\sT,|星期周日一二三四五六()]{0,12}(?P<hour>2[0-3]|[01]?\d)\s?[:∶时時点]\s?(?P<minute>[0-5]\d)"
    r"(?:\s?[:∶分]\s?(?P<second>[0-5]\d))?)?"
)
URL_DATES = (
    re.compile(r"/((?:19|20)\d\d)[-_/]?(0[1-9]|1[0-2])[-_/]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)"),
    re.compile(r"/t((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])_\d+"),
)

When = datetime | date


def find_dates(text: str) -> Iterator[tuple[When, re.Match[str]]]:
    """Yield each date in a text with its match in ``fold(text)``; days that do not exist are passed over.

    Times are in +08:00. Midnight as printed means that the time is unknown.
    """
    for match in DATE.finditer(text):
        when = _moment(match)
        if when is not None:
            yield when, match


def find_date(text: str) -> When | None:
    """Return the first date in a text.

    >>> find_date("重庆文明网2016年  08月15日10:57:36")
    datetime.datetime(2016, 8, 15, 10, 57, 36, tzinfo=datetime.timezone(datetime.timedelta(seconds=28800), '+08:00'))
    """
    return next((when for when, _ in find_dates(fold(text))), None)


def fold(text: str) -> str:
    """Return a text with half-width digits, letters and colons, as the patterns here expect it."""
    return unicodedata.normalize("NFKC", text)


def url_date(url: str) -> date | None:
    """Return the day in an address, such as /202112/t20211227_6276854.shtml."""
    for pattern in URL_DATES:
        for match in pattern.finditer(url):
            try:
                return date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                continue
    return None


def day_of(when: When) -> date:
    """Return the calendar day in Beijing."""
    return when.date() if isinstance(when, datetime) else when


def _moment(match: re.Match[str]) -> When | None:
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    if day.year < FIRST_YEAR:
        return None
    if match["hour"] is None:
        return day
    clock = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    return datetime(day.year, day.month, day.day, *clock, tzinfo=BEIJING) if any(clock) else day
