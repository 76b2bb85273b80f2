"""Days and times as Chinese pages write them."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from math import inf

from article.folding import fold
from article.model import BEIJING
from article.patterns import regex

FIRST_YEAR, LAST_YEAR = 1990, 2099

# On folded text. Year and month may be apart by spaces only, or by nothing before a slash
# (202403/05), as where elements split the date.
DATE = regex(
    r"""
        (?=[\d\s一二])(?:  # passes over most characters at once
            (?<![\d.])(?P<year>(?:19|20)\d\d)
            (?:\s{0,4}[-/.·年—–]\s{0,4}|\s{1,4}|(?=\d\d/\d\d(?:[^\d/]|\d\d:|\Z)))
            (?P<month>1[0-2]|0?[1-9])\s{0,3}[-/.·月—–]\s{0,3}(?P<day>3[01]|[12]\d|0?[1-9])
            (?:
                \s?[日号](?!报) | (?!\d)
                | (?=\d\d:\d\d|\d{1,5}(?:\.\d)?\s?(?:[万次阅浏]|人[次阅]))
            )
            # with its label alone, eight digits are a day
            | (?<=[间期]:)\s?(?P<bare_year>(?:19|20)\d\d)(?P<bare_month>1[0-2]|0[1-9])
              (?P<bare_day>3[01]|[12]\d|0[1-9])(?!\d)
            # as servers in English write it: 11/29/2025 10:22:00 AM; 3/4/2025 alone may be either
            | (?<![\d/])(?:
                  (?P<us_month>1[0-2]|0?[1-9])/(?P<us_day>3[01]|[12]\d|0?[1-9])/
                  (?P<us_year>(?:19|20)\d\d)(?=\s\d{1,2}:\d\d(?::\d\d)?\s?[AP]M)
                  | (?P<en_month>1[0-2]|0?[1-9])/(?P<en_day>3[01]|2\d|1[3-9])/
                    (?P<en_year>(?:19|20)\d\d)(?!\d)
              )
            | (?P<han_year>(?:二[〇零○O]|一九)[〇零○O一二三四五六七八九]{2})年
              (?P<han_month>十[一二]?|[一二三四五六七八九])月
              (?P<han_day>(?:[二三]?十|廿|卅)[一二三四五六七八九]?|[一二三四五六七八九])日
            # where the day has an element of its own, above year and month; or the year, small
            | (?<![\d./年月:-])(?P<own_day>3[01]|[12]\d|0[1-9])\s?(?P<own_year>20\d\d)[-/.年]
              (?P<own_month>1[0-2]|0[1-9]|[1-9](?=月))月?(?!月|\s?[-/.]?\s?\d)
            | (?<![\d./-])(?P<last_month>1[0-2]|0[1-9])[-/.](?P<last_day>3[01]|[12]\d|0[1-9])\s?
              (?P<last_year>20\d\d)(?![-/.年\d])
        )(?:
            [\sT,|/·(\[]{0,6}(?:\(?(?:星期|周)[一二三四五六日天]\)?\s{0,3})?
            (?P<half>[上下中]午|晚上|凌晨|早上|[AP]M)?\s?(?P<hour>2[0-3]|[01]?\d)\s?[:时点]\s?
            (?P<minute>[0-5]\d|\d(?=\s?[:分]))
            (?:\s?[:分]\s?(?P<second>[0-5]\d|\d(?!\d))(?!\d(?!\d\D)))?(?:(?<=\d)\s?(?:分(?!享)|秒))?
            (?:\s?(?P<noon>[AP]M)\b|(?P<utc>(?:\.\d{1,6})?(?:
                Z\b | \+00:?00 | \s?(?:GMT|UTC)\b(?!\s?[+-]\s?0?[1-9])
            )))?
        )?
    """,
    re.X,
)
ISO = regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)")
IN_URL = (
    regex(r"/t((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])_\d"),
    regex(r"[/_]((?:19|20)\d\d)([-_/]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)"),
    regex(r"/((?:19|20)\d\d)-?(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])/"),
    regex(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])/"),
    regex(r"/art/((?:19|20)\d\d)/(1[0-2]|[1-9])/(3[01]|[12]\d|[1-9])/art_"),
    regex(r"/((?:19|20)\d\d)/(1[0-2]|0?[1-9])-(3[01]|[12]\d|0?[1-9])/"),
    # Numbers that begin with the moment: /20250801102030.html.
    regex(r"/(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3,9}\.\w"),
)

_HAN_DIGITS = str.maketrans(
    {
        **dict(zip("〇零○O一二三四五六七八九", "0000123456789", strict=True)),
        "廿": "2十",
        "卅": "3十",
    }
)

# Nov 19, 2025 · 19 November 2025 · Wed Nov 19 08:46:00 CST 2025
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_IN_ENGLISH = regex(
    rf"""
        \b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s)?(?P<month>{"|".join(_MONTHS)})[a-z]{{0,6}}\.?\s
        (?:(?P<later>\d{{1,2}})(?:st|nd|rd|th)?,?\s)?
        (?:(?P<clock>\d\d:\d\d:\d\d)\s(?:[A-Z]{{3,4}}\s)?)?(?P<year>20\d\d)\b
    """,
    re.X | re.I,
)
# 25-11-19, with its label, in brackets or with the time; 11-19-2025, where no day is so.
_SHORT_YEAR = regex(
    r"""
        (?P<before>[间期]:\s?|[\[(]\s?|(?<![\d./:-]))(?P<year>[12]\d)(?P<sign>[-/.])
        (?P<month>0[1-9]|1[0-2])(?P=sign)(?P<day>0[1-9]|[12]\d|3[01])(?![\d./-])
        (?P<after>\s?[\])]|\s\d\d?:\d\d)?
    """,
    re.X,
)
_YEAR_LAST = regex(
    r"(?<![\d-])(?P<month>1[0-2]|0[1-9])-(?P<day>1[3-9]|2\d|3[01])-(?P<year>20\d\d)(?![\d-])"
)
_MAY_BE_DAY = regex(r"[A-Za-z]{3}\.?\s(?:\d|.{3,16}20\d\d)|\d\d[-/.]\d\d[-/.]\d\d")
# 11月19日 09:00, which has its year elsewhere.
_IN_YEAR = regex(
    r"(?<![\d./-])(?P<month>1[0-2]|0?[1-9])[-/月](?P<day>3[01]|[12]\d|0?[1-9])日?\s{1,3}"
    r"(?P<hour>2[0-3]|[01]?\d):(?P<minute>[0-5]\d)(?!\d)"
)

_COMPACT = regex(r"(20\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?")
_SECONDS = regex(r"1\d{9}(?:\d{3})?")  # or milliseconds

When = datetime | date


def has_date(folded: str) -> bool:
    """Whether a folded text holds what is written like a day."""
    may = "20" in folded or "19" in folded or ("年" in folded and "日" in folded)
    return may and DATE.search(folded) is not None


def beside_day(folded: str) -> float:
    """Return how many characters a folded text has beside its first day, no end of them without."""
    found = DATE.search(folded) if has_date(folded) else None
    return len(folded) - len(found[0]) if found else inf


def find_dates(folded: str) -> Iterator[tuple[When, re.Match[str]]]:
    """Yield each date of a folded text with its match; days that do not exist are passed over.

    Times are in +08:00. Midnight as printed means that the time is unknown.
    """
    for match in DATE.finditer(folded):
        if when := _moment(match):
            yield when, match


def find_date(text: str) -> When | None:
    """Return the first date in a text, in +08:00 also where it is written in another zone.

    >>> find_date("重庆文明网2016年  08月15日10:57:36").isoformat()
    '2016-08-15T10:57:36+08:00'
    >>> find_date("2024-05-19T22:05:02Z").isoformat()
    '2024-05-20T06:05:02+08:00'
    """
    if (iso := ISO.search(text)) and (when := _zoned(iso[0])):
        return when
    texts = (text, spell_out(text))
    return next((when for one in texts for when, _ in find_dates(fold(one))), None)


def find_compact(text: str) -> When | None:
    """Return the moment of digits alone: a day, one with its time, or seconds since 1970.

    >>> find_compact("20240305").isoformat(), find_compact("1709597100000").isoformat()
    ('2024-03-05', '2024-03-05T08:05:00+08:00')
    """
    if found := _COMPACT.fullmatch(text):
        return find_date("{}-{}-{} {}:{}:{}".format(*found.groups("00")))
    if _SECONDS.fullmatch(text):
        return _zoned(datetime.fromtimestamp(int(text[:10]), BEIJING))
    return None


def spell_out(text: str) -> str:
    """Write days as 2025-11-19 that stand in English, or with two digits of the year.

    >>> spell_out("Nov 19, 2025"), spell_out("日期：25-11-19"), spell_out("编号：25-11-19")
    ('2025-11-19', '日期：2025-11-19', '编号：25-11-19')
    """
    if not _MAY_BE_DAY.search(text):
        return text
    text = _IN_ENGLISH.sub(_from_english, text)
    text = _YEAR_LAST.sub(r"\g<year>-\g<month>-\g<day>", text)
    found = _SHORT_YEAR.search(fold(text))
    if not found or not (found["before"] or (found["after"] or "").strip()):
        return text
    start, end = found.start("year"), found.end("day")
    return f"{text[:start]}20{found['year']}-{found['month']}-{found['day']}{text[end:]}"


def _from_english(found: re.Match[str]) -> str:
    month = _MONTHS.index(found["month"].lower()) + 1
    day = found["later"] or found["day"]
    clock = f" {found['clock']}" if found["clock"] else ""
    return f"{found['year']}-{month:02}-{int(day):02}{clock}" if day else found[0]


def time_on(day: When, text: str) -> datetime | None:
    """Return the time that a text tells of a day without its year: 11月19日 09:00."""
    if isinstance(day, datetime):
        return None
    for found in _IN_YEAR.finditer(fold(text)):
        month, of_month, hour, minute = (int(part) for part in found.groups())
        if (month, of_month) == (day.month, day.day):
            return datetime(day.year, month, of_month, hour, minute, tzinfo=BEIJING)
    return None


def url_date(url: str) -> date | None:
    """Return the day in an address, such as /202112/t20211227_6276854.shtml."""
    for pattern in IN_URL:
        for match in pattern.finditer(url[:2000]):
            year, month, day = (int(part) for part in match.groups() if part.isdigit())
            if found := _day(year, month, day):
                return found
    return None


def day_of(when: When) -> date:
    """Return the calendar day in Beijing."""
    return when.astimezone(BEIJING).date() if isinstance(when, datetime) else when


def _numeral(text: str) -> int:
    """Read a year digit by digit, another numeral below forty by its tens and ones.

    >>> _numeral("二〇二六"), _numeral("三十一"), _numeral("廿一"), _numeral("十"), _numeral("08")
    (2026, 31, 21, 10, 8)
    """
    text = text.translate(_HAN_DIGITS)
    tens, ten, ones = text.partition("十")
    return int(tens or 1) * 10 + int(ones or 0) if ten else int(text)


def _moment(match: re.Match[str]) -> When | None:
    year, month, day_ = (
        match[name]
        or match[f"bare_{name}"]
        or match[f"han_{name}"]
        or match[f"us_{name}"]
        or match[f"en_{name}"]
        or match[f"own_{name}"]
        or match[f"last_{name}"]
        for name in ("year", "month", "day")
    )
    day = _day(_numeral(year), _numeral(month), _numeral(day_))
    if day is None or match["hour"] is None:
        return day
    hour = int(match["hour"])
    if (match["half"] in ("下午", "晚上", "PM") or match["noon"] == "PM") and hour < 12:
        hour += 12
    if match["noon"] == "AM" and hour == 12:
        hour = 0
    clock = hour, int(match["minute"]), int(match["second"] or 0)
    if match["utc"]:
        return _zoned(datetime.combine(day, time(*clock), UTC))
    return datetime(day.year, day.month, day.day, *clock, tzinfo=BEIJING) if any(clock) else day


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _zoned(moment: str | datetime) -> When | None:
    try:
        when = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        when = when.astimezone(BEIJING)
    except (ValueError, OverflowError):
        return None
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        return None
    midnight = (when.hour, when.minute, when.second) == (0, 0, 0)
    return when.date() if midnight else when.replace(microsecond=0)
