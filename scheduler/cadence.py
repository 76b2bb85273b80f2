"""How often a site is worth a visit: learned from when it published, pure.

A visit costs its server something and a late article costs us something. With ``rate`` articles an
hour, visited ``pace`` times an hour, articles wait ``1 / (2 * pace)`` hours on average; the sum of
both costs, ``rate / (2 * pace) + price * pace``, is least where the pace goes with the square root
of the rate. So busy hours are visited often, nights and holidays seldom, and a site that publishes
four times as much is visited twice as often.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from math import ceil, sqrt

from article.model import BEIJING
from scheduler.holidays import KINDS, REST, day_kind

HOURS = range(24)
HALF_LIFE = 56  # days after which what a site did counts half
MEMORY = 182  # days we look back

# What we expect of an office we know nothing of: articles a day, and their hours.
_DAILY = {False: 1.0, True: 0.2}  # on workdays, on days of rest
_OFFICE = (0.2,) * 7 + (1, 4, 8, 8, 6, 2, 2, 6, 8, 8, 6, 3, 1, 0.6, 0.4, 0.4, 0.2)
_YEAR = timedelta(days=366)
_DAYS_OF_DOUBT = 4.0  # the expectation weighs as much as so many observed days
_ARTICLES_OF_DOUBT = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Between which bounds visits are placed."""

    quickest: timedelta = timedelta(minutes=30)
    slowest: timedelta = timedelta(hours=12)  # no article waits longer than this
    daily: int = 24  # visits: the request budget of a site
    price: float = 0.5  # of one visit, in hours of one article's delay

    def __post_init__(self) -> None:
        # Visits are planned to the minute, and no two for the same one.
        if not timedelta(minutes=1) <= self.quickest <= self.slowest:
            bounds = f"at least a minute and at most {self.slowest}"
            raise ValueError(f"quickest {self.quickest} must be {bounds}")
        if self.slowest > _YEAR:
            raise ValueError(f"slowest {self.slowest} must be a year at most")
        if self.daily < timedelta(days=1) / self.slowest:
            raise ValueError(f"{self.daily} visits a day cannot be {self.slowest} apart at most")
        if self.price <= 0:
            raise ValueError("the price of a visit must be above 0")


@dataclass(frozen=True, slots=True)
class Habit:
    """Articles an hour that a site publishes, by kind of day (``holidays.day_kind``) and hour."""

    rates: tuple[tuple[float, ...], ...]


def learn(published: Iterable[datetime | date], *, until: date, since: date | None = None) -> Habit:
    """Return the habit that shows in publish times before the day ``until``.

    Days without a time count for their weekday only. ``since`` is the first day that was watched;
    without it the first article's. Nothing known gives an office's usual hours.
    """
    first_kept = until - timedelta(days=MEMORY)
    events = [(_day(when), when) for when in published]
    events = [(day, when) for day, when in events if first_kept <= day < until]
    watched = _watched(
        max([first_kept, since or min([day for day, _ in events], default=until)]), until
    )
    daily = [0.0] * KINDS
    hourly = {rest: [0.0] * 24 for rest in (False, True)}
    for day, when in events:
        weight = _weight(day, until)
        daily[day_kind(day)] += weight
        if isinstance(when, datetime):
            hourly[day_kind(day) in REST][when.astimezone(BEIJING).hour] += weight
    shapes = {rest: _shape(counts) for rest, counts in hourly.items()}
    totals = _totals(daily, watched)
    return Habit(
        tuple(
            tuple(total * share for share in shapes[kind in REST])
            for kind, total in enumerate(totals)
        )
    )


def visits(habit: Habit, limits: Limits, day: date, *, phase: float) -> list[datetime]:
    """Return when a site is visited on a day in Asia/Shanghai, to the minute.

    ``phase`` in [0, 1) spreads the sites and is the same for one site at all times, so that no two
    visits, those of two days included, are further apart than the slowest.
    """
    pace = _pace(habit.rates[day_kind(day)], limits)
    ends = [0.0, *accumulate(pace)]
    midnight = datetime(day.year, day.month, day.day, tzinfo=BEIJING)
    moments = []
    hour = 0
    for number in range(round(ends[-1])):
        while hour < 23 and ends[hour + 1] <= number + phase:
            hour += 1
        into = (number + phase - ends[hour]) / pace[hour]
        moments.append(midnight + timedelta(minutes=int(60 * (hour + min(into, 0.999)))))
    return moments


def interval(habit: Habit, limits: Limits, when: datetime) -> timedelta:
    """Return the time between two visits around a moment."""
    local = when.astimezone(BEIJING)
    return timedelta(hours=1 / _pace(habit.rates[day_kind(local.date())], limits)[local.hour])


def expected(habit: Habit, start: datetime, end: datetime) -> float:
    """Return how many articles a site publishes between two moments, by its habit."""
    total, moment = 0.0, start.astimezone(BEIJING)
    while moment < end:
        following = min(moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1), end)
        rate = habit.rates[day_kind(moment.date())][moment.hour]
        total += rate * ((following - moment) / timedelta(hours=1))
        moment = following.astimezone(BEIJING)
    return total


def _pace(rates: Sequence[float], limits: Limits) -> list[float]:
    """Return visits an hour for each hour of a day; their sum is whole, none below the slowest."""
    floor = timedelta(hours=1) / limits.slowest
    ceiling = timedelta(hours=1) / limits.quickest
    wanted = [min(max(sqrt(rate / (2 * limits.price)), floor), ceiling) for rate in rates]
    least, most = ceil(24 * floor), max(min(limits.daily, int(24 * ceiling)), ceil(24 * floor))
    total = min(max(round(sum(wanted)), least), most)
    above = [pace - floor for pace in wanted]
    spare = total - 24 * floor
    if not sum(above):
        return [total / 24] * 24
    scale = spare / sum(above)
    paces = [floor + scale * pace for pace in above]
    return paces if max(paces) <= ceiling else _below(paces, ceiling)


def _below(paces: list[float], ceiling: float) -> list[float]:
    """Spread what is above the ceiling over the other hours, in proportion."""
    for _ in HOURS:
        excess = sum(max(pace - ceiling, 0) for pace in paces)
        room = sum(pace for pace in paces if pace < ceiling)
        if excess < 1e-9 or not room:
            break
        paces = [ceiling if pace >= ceiling else pace * (1 + excess / room) for pace in paces]
    return paces


def _day(when: datetime | date) -> date:
    return when.astimezone(BEIJING).date() if isinstance(when, datetime) else when


def _weight(day: date, until: date) -> float:
    return float(0.5 ** ((until - day).days / HALF_LIFE))


def _watched(first: date, until: date) -> list[float]:
    """Return how many days of each kind were watched, the older the less."""
    days = [0.0] * KINDS
    for number in range((until - first).days):
        day = first + timedelta(days=number)
        days[day_kind(day)] += _weight(day, until)
    return days


def _totals(articles: Sequence[float], days: Sequence[float]) -> list[float]:
    """Return articles a day for each kind of day, drawn towards those of like days."""
    totals = []
    for kind in range(KINDS):
        rest = kind in REST
        like = [k for k in range(KINDS) if (k in REST) == rest]
        doubt = _DAYS_OF_DOUBT
        common = (sum(articles[k] for k in like) + doubt * _DAILY[rest]) / (
            sum(days[k] for k in like) + doubt
        )
        totals.append((articles[kind] + doubt * common) / (days[kind] + doubt))
    return totals


def _shape(counts: Sequence[float]) -> list[float]:
    """Return the share of each hour, drawn towards an office's hours."""
    doubt = [_ARTICLES_OF_DOUBT * share / sum(_OFFICE) for share in _OFFICE]
    whole = sum(counts) + _ARTICLES_OF_DOUBT
    return [(count + prior) / whole for count, prior in zip(counts, doubt, strict=True)]
