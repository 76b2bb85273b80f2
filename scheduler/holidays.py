"""Which days offices work in China: weekends, public holidays and make-up workdays (调休)."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

HOLIDAY = 7  # a day of its own kind, after Monday (0) to Sunday (6)
MAKE_UP = 8  # a Saturday or Sunday that is worked
KINDS = 9
REST = frozenset({5, 6, HOLIDAY})

# By the regulation on public holidays (全国年节及纪念日放假办法) as of 2025; those of the lunar
# calendar are known only from the yearly table.
_FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


def day_kind(day: date) -> int:
    """Return the weekday, Monday as 0, or HOLIDAY or MAKE_UP.

    >>> [day_kind(date(2025, 10, day)) for day in (8, 9, 11)]
    [7, 3, 8]
    """
    table = _table().get(day.year)
    if table is None:
        return HOLIDAY if (day.month, day.day) in _FIXED else day.weekday()
    return table.get(day, day.weekday())


def last_known_year() -> int:
    """Return the last year of the table; later ones lack the lunar holidays."""
    return max(_table())


def missing_year(today: date) -> int | None:
    """Return the year that the table lacks by now: this one or, from December on, the next.

    The General Office of the State Council announces a year's holidays in the November before it.
    """
    needed = today.year + (today.month == 12)
    return needed if needed > last_known_year() else None


@cache
def _table() -> Mapping[int, Mapping[date, int]]:
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return {
        int(year): {day: HOLIDAY for span in days["off"] for day in _days(span)}
        | {day: MAKE_UP for span in days["work"] for day in _days(span)}
        for year, days in tomllib.loads(text).items()
    }


def _days(span: str) -> Iterator[date]:
    first, _, last = span.partition("/")
    day, end = date.fromisoformat(first), date.fromisoformat(last or first)
    while day <= end:
        yield day
        day += timedelta(days=1)
