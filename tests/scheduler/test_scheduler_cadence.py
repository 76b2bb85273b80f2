from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article.model import BEIJING
from scheduler import holidays
from scheduler.cadence import Habit, Limits, expected, interval, learn, visits
from scheduler.holidays import (
    HOLIDAY,
    KINDS,
    MAKE_UP,
    REST,
    complaints,
    day_kind,
    last_known_year,
    missing_year,
)

WEDNESDAY, SATURDAY = date(2026, 11, 25), date(2026, 11, 28)


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 30, tzinfo=BEIJING)


def published(hours: dict[int, int], days: int = 120) -> list[datetime]:
    """Articles on every workday, so many at each hour."""
    first = WEDNESDAY - timedelta(days=days)
    each = [first + timedelta(days=number) for number in range(days)]
    return [
        at(day, hour)
        for day in each
        if day_kind(day) not in REST
        for hour in hours
        for _ in range(hours[hour])
    ]


def test_a_site_of_which_nothing_is_known_is_visited_in_office_hours() -> None:
    moments = visits(learn([], until=WEDNESDAY), Limits(), WEDNESDAY, phase=0.3)
    assert 3 <= len(moments) <= 6
    assert sum(8 <= moment.hour < 19 for moment in moments) >= 2


def test_visits_follow_the_hours_in_which_a_site_publishes() -> None:
    habit = learn(published({9: 3, 16: 3}), until=WEDNESDAY)
    hours = [moment.hour for moment in visits(habit, Limits(), WEDNESDAY, phase=0.5)]
    assert {9, 10} & set(hours)
    assert {16, 17} & set(hours)
    assert len([hour for hour in hours if hour < 7]) <= 1


def test_days_of_rest_are_visited_less() -> None:
    habit = learn(published({10: 6, 11: 6, 15: 6}), until=WEDNESDAY)
    counts = [len(visits(habit, Limits(), day, phase=0.1)) for day in (WEDNESDAY, SATURDAY)]
    assert counts[0] > 2 * counts[1]


def test_a_make_up_workday_is_visited_like_a_workday_and_a_holiday_is_not() -> None:
    habit = learn(published({10: 6, 15: 6}), until=WEDNESDAY)
    make_up, holiday = date(2026, 10, 10), date(2026, 10, 6)
    assert (day_kind(make_up), day_kind(holiday)) == (MAKE_UP, HOLIDAY)
    assert len(visits(habit, Limits(), make_up, phase=0)) > len(
        visits(habit, Limits(), holiday, phase=0)
    )


def test_what_was_long_ago_counts_less() -> None:
    old = [when - timedelta(days=100) for when in published({9: 5}, days=60)]
    new = published({20: 5}, days=60)
    rates = learn([*old, *new], until=WEDNESDAY).rates[2]
    assert rates[20] > 2 * rates[9]


def test_days_without_a_time_count_for_their_weekday() -> None:
    days = [when.date() for when in published({9: 8})]
    assert sum(learn(days, until=WEDNESDAY).rates[1]) > 5
    assert sum(learn(days, until=WEDNESDAY).rates[6]) < 1


def test_expected_articles_add_up_over_the_hours() -> None:
    habit = learn(published({9: 4}), until=WEDNESDAY)
    midnight = datetime(2026, 11, 25, tzinfo=BEIJING)
    day = expected(habit, midnight, midnight + timedelta(days=1))
    assert day == pytest.approx(sum(habit.rates[2]))
    assert expected(habit, at(WEDNESDAY, 8), at(WEDNESDAY, 10)) > 0.5 * day


def test_the_interval_is_short_where_much_is_published() -> None:
    habit = learn(published({9: 8, 10: 8}), until=WEDNESDAY)
    assert interval(habit, Limits(), at(WEDNESDAY, 9)) < interval(habit, Limits(), at(WEDNESDAY, 3))


RATES = st.lists(
    st.lists(st.floats(0, 60), min_size=24, max_size=24).map(tuple), min_size=KINDS, max_size=KINDS
)


@settings(max_examples=60, deadline=None)
@given(RATES, st.floats(0, 0.999), st.sampled_from([2, 4, 6, 12, 24]), st.integers(12, 60))
def test_no_two_visits_are_further_apart_than_the_slowest(
    rates: list[tuple[float, ...]], phase: float, slowest: int, daily: int
) -> None:
    limits = Limits(slowest=timedelta(hours=slowest), daily=daily)
    days = [date(2026, 9, 24) + timedelta(days=number) for number in range(20)]
    moments = [
        moment for day in days for moment in visits(Habit(tuple(rates)), limits, day, phase=phase)
    ]
    assert all(a < b for a, b in pairwise(moments))
    # Visits are planned to the minute.
    slack = timedelta(minutes=2)
    assert max(b - a for a, b in pairwise(moments)) <= limits.slowest + slack
    assert max(len(visits(Habit(tuple(rates)), limits, day, phase=phase)) for day in days) <= daily


@pytest.mark.parametrize(
    "bad",
    [
        {"quickest": timedelta(hours=13)},
        {"quickest": timedelta(seconds=30)},
        {"slowest": timedelta(days=367)},
        {"daily": 1},
        {"price": 0},
    ],
)
def test_bounds_that_contradict_each_other_are_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"must be|cannot be"):
        Limits(**bad)  # type: ignore[arg-type]


def test_a_year_is_missed_from_december_on() -> None:
    last = last_known_year()
    assert missing_year(date(last, 11, 30)) is None
    assert missing_year(date(last, 12, 1)) == last + 1
    assert missing_year(date(last + 1, 1, 1)) == last + 1
    assert day_kind(date(last + 1, 10, 1)) == HOLIDAY  # by the regulation


def test_the_holidays_of_the_table_are_of_its_years() -> None:
    assert last_known_year() >= 2026
    assert day_kind(date(2026, 2, 17)) == HOLIDAY
    assert day_kind(date(2026, 2, 14)) == MAKE_UP
    assert day_kind(date(2026, 11, 25)) == 2
    assert day_kind(date(2035, 10, 1)) == HOLIDAY
    assert day_kind(date(2035, 10, 9)) == date(2035, 10, 9).weekday()


FIXED = '"2027-01-01", "2027-05-01/2027-05-02", "2027-10-01/2027-10-03"'


@pytest.fixture
def holiday_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    table = tmp_path / "holidays.toml"
    monkeypatch.setattr(holidays, "TABLE", table)
    holidays._read.cache_clear()
    yield table
    holidays._read.cache_clear()


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ('off = ["2027-13-01"]', "month must be in 1..12"),
        ('off = ["2027-02-12/2027-02-05"]', "2027-02-12/2027-02-05 is no span"),
        ('off = ["2026-02-05"]', "2026-02-05 is no span of days of that year"),
        ("off = [20270205]", "int"),
        ('free = ["2027-02-05"]', "unknown free"),
        ("off = [", "at end of document"),
        ('off = "2027-02-05"', "off is a list"),
        (f'off = [{FIXED}]\nwork = ["2027-10-02"]', "2027-10-02 is both off and work"),
        (f'off = [{FIXED}]\nwork = ["2027-02-15"]', "work 2027-02-15 is no Saturday or Sunday"),
        ('off = ["2027-01-01"]', "2027-05-01 is not off"),
    ],
)
def test_a_slip_in_the_table_of_holidays_is_told_and_stops_nothing(
    holiday_table: Path, added: str, said: str
) -> None:
    holiday_table.write_text(f"[2027]\n{added}\n", encoding="utf-8")
    slip, missing = complaints(date(2026, 12, 1))
    assert said in slip
    assert "2027" in missing
    assert day_kind(date(2027, 2, 5)) == 4


def test_a_slip_in_one_year_spoils_no_other(holiday_table: Path) -> None:
    off = FIXED.replace("2027", "2026")
    table = f'[2026]\noff = ["2026-02-17", {off}]\n[2027]\noff = [""]\n'
    holiday_table.write_text(table, encoding="utf-8")
    assert day_kind(date(2026, 2, 17)) == HOLIDAY
    assert complaints(date(2026, 11, 30)) == [
        f"{holiday_table}: [2027]: Invalid isoformat string: ''"
    ]


def test_a_year_of_the_table_needs_no_make_up_workdays(holiday_table: Path) -> None:
    holiday_table.write_text(f'[2027]\noff = ["2027-02-05", {FIXED}]\n', encoding="utf-8")
    assert complaints(date(2026, 12, 1)) == []
    assert day_kind(date(2027, 2, 5)) == HOLIDAY


def test_a_table_that_was_changed_counts_once_it_is_read_again(holiday_table: Path) -> None:
    assert complaints(date(2026, 12, 1))
    holiday_table.write_text(f"[2027]\noff = [{FIXED}]\n", encoding="utf-8")
    holidays.read_again()
    assert complaints(date(2026, 12, 1)) == []


def test_a_publish_time_counts_on_its_day_in_china() -> None:
    friday_night = [datetime(2026, 11, day, 16, 30, tzinfo=UTC) for day in (6, 13, 20)] * 9
    rates = learn(friday_night, until=WEDNESDAY).rates  # Saturday 00:30 in Beijing
    assert rates[5][0] > rates[4][0]
