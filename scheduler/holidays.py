"""Which days offices work in China: weekends, public holidays and make-up workdays (调休)."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

HOLIDAY = 7  # a day of its own kind, after Monday (0) to Sunday (6)
MAKE_UP = 8  # a Saturday or Sunday that is worked
KINDS = 9
REST = frozenset({5, 6, HOLIDAY})
TABLE = Path(__file__).with_suffix(".toml")

# By the regulation on public holidays (全国年节及纪念日放假办法) as of 2025; those of the lunar
# calendar are known only from the yearly table.
_FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


def day_kind(day: date) -> int:
    """Return the weekday, Monday as 0, or HOLIDAY or MAKE_UP.

    >>> [day_kind(date(2025, 10, day)) for day in (8, 9, 11)]
    [7, 3, 8]
    """
    table = _read()[0].get(day.year)
    if table is None:
        return HOLIDAY if (day.month, day.day) in _FIXED else day.weekday()
    return table.get(day, day.weekday())


def last_known_year() -> int:
    """Return the last year of the table, 0 without any; later ones lack the lunar holidays."""
    return max(_read()[0], default=0)


def missing_year(today: date) -> int | None:
    """Return the year that the table lacks by now: this one or, from December on, the next.

    The General Office of the State Council announces a year's holidays in the November before it.
    """
    needed = today.year + (today.month == 12)
    return needed if needed > last_known_year() else None


def complaints(today: date) -> list[str]:
    """Say what of the table makes no sense, and what it lacks by now."""
    said = [f"{TABLE}: {slip}" for slip in _read()[1]]
    if missing := missing_year(today):
        said.append(f"of {missing} only weekends and the holidays with a fixed date are known")
    return said


def read_again() -> None:
    """Read the table anew, as somebody may have changed it."""
    _read.cache_clear()


@cache
def _read() -> tuple[Mapping[int, Mapping[date, int]], Sequence[str]]:
    """Return what can be read of the table and why not the rest: a slip must stop no visits."""
    try:
        years = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return {}, [str(error)]
    table, slips = {}, []
    for year, days in years.items():
        try:
            table[int(year)] = _kinds(int(year), days)
        except (ValueError, TypeError, AttributeError) as error:
            slips.append(f"[{year}]: {error}")
    return table, slips


def _kinds(year: int, days: Mapping[str, list[str]]) -> Mapping[date, int]:
    if unknown := sorted(days.keys() - {"off", "work"}):
        raise ValueError(f"unknown {', '.join(unknown)}; known are off, work")
    off, work = (
        [day for span in _spans(days, name) for day in _days(year, span)]
        for name in ("off", "work")
    )
    if both := sorted(set(off) & set(work)):
        raise ValueError(f"{both[0]} is both off and work")
    if weekdays := [day for day in work if day.weekday() not in REST]:
        raise ValueError(f"work {weekdays[0]} is no Saturday or Sunday")
    if lacking := sorted(_FIXED - {(day.month, day.day) for day in off}):
        raise ValueError("{}-{:02}-{:02} is not off: is the year whole?".format(year, *lacking[0]))
    return dict.fromkeys(off, HOLIDAY) | dict.fromkeys(work, MAKE_UP)


def _spans(days: Mapping[str, list[str]], name: str) -> list[str]:
    spans = days.get(name, [])
    if not isinstance(spans, list):
        raise TypeError(f'{name} is a list, as ["2026-01-01/2026-01-03"]')
    return spans


def _days(year: int, span: str) -> Iterator[date]:
    first, _, last = span.partition("/")
    day, end = date.fromisoformat(first), date.fromisoformat(last or first)
    if not date(year, 1, 1) <= day <= end <= date(year, 12, 31):
        raise ValueError(f"{span} is no span of days of that year")
    while day <= end:
        yield day
        day += timedelta(days=1)
