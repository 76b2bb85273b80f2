"""How long articles wait for us: a year of 33 sites, visited by learned habit or by the clock.

Both sides spend the same number of visits on each site. ``python benchmarks/cadence.py [SEED]``.
"""

import math
import random
import sys
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from statistics import median

from article.model import BEIJING
from scheduler.cadence import MEMORY, Limits, learn
from scheduler.due import Plan
from scheduler.holidays import HOLIDAY, MAKE_UP, day_kind

SITES = 33
START = datetime(2025, 1, 1, tzinfo=BEIJING)
YEAR = timedelta(days=365)
HISTORY = timedelta(days=120)  # that the first crawl of a site brings along
LIMITS = Limits()
TARGET = 0.6


def main() -> int:
    """Print the delays of both; return 1 where the target is missed."""
    rng = random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else 2026)
    learned: list[float] = []
    fixed: list[float] = []
    visits, longest, worst = 0, 0.0, 0.0
    for number in range(SITES):
        published = publish(rng)
        planned = visit_by_habit(f"site{number}", published)
        equal = visit_by_clock(len(planned), rng)
        delays = wait(published, planned)
        others = wait(published, equal)
        learned += delays
        fixed += others
        visits += len(planned)
        longest = max(longest, *delays)
        worst = max(worst, median(delays) / median(others))
    ratio = median(learned) / median(fixed)
    print(f"{len(learned)} articles, {visits} visits of {SITES} sites in a year")
    for name, delays in (("learned", learned), ("fixed", fixed)):
        middle, mean, most = median(delays), sum(delays) / len(delays), max(delays)
        print(f"{name:8} median {middle:5.2f} h, mean {mean:5.2f} h, longest {most:5.2f} h")
    print(f"ratio of medians {ratio:.2f} (target {TARGET}), of the worst site {worst:.2f}")
    limit = LIMITS.slowest / timedelta(hours=1)
    print(f"longest wait {longest:.2f} h (limit {limit:.0f} h)")
    return int(ratio > TARGET or longest > limit)


def publish(rng: random.Random) -> list[datetime]:
    """Return when a site publishes: in office hours of its own, in lumps, seldom on holidays."""
    daily = math.exp(rng.uniform(math.log(0.5), math.log(20)))
    opens, closes = rng.choice([8, 8.5, 9]), rng.choice([17, 17.5, 18, 21])
    lunch, batch = rng.random() < 0.7, rng.random() < 0.3
    resting = rng.choice([0.02, 0.1, 0.4])
    busy = [rng.uniform(0.6, 1.4) for _ in range(7)]
    moments = []
    day = START - HISTORY
    while day < START + YEAR:
        kind = day_kind(day.date())
        share = busy[0] if kind == MAKE_UP else resting if kind in (5, 6, HOLIDAY) else busy[kind]
        moments += [
            day + timedelta(hours=hour(rng, opens, closes, lunch, batch))
            for _ in range(poisson(rng, daily * share * rng.gammavariate(2, 0.5)))
        ]
        day += timedelta(days=1)
    return sorted(moments)


def hour(rng: random.Random, opens: float, closes: float, lunch: bool, batch: bool) -> float:
    """Return the hour of one article; some offices put everything up before they go home."""
    if rng.random() < 0.05:
        return rng.uniform(0, 23.99)
    while True:
        at = rng.gauss(closes - 1, 0.7) if batch else rng.uniform(opens, closes)
        if opens <= at <= closes + 1 and not (lunch and 12 <= at < 14 and rng.random() < 0.8):
            return at


def poisson(rng: random.Random, mean: float) -> int:
    """Return a Poisson number."""
    limit, product, number = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        number += 1
    return number


def visit_by_habit(site: str, published: Sequence[datetime]) -> list[datetime]:
    """Return a year of visits; each day is planned from what was published before it."""
    visits: list[datetime] = []
    day = START
    while day < START + YEAR:
        seen = published[: bisect_left(published, day)]
        recent = seen[bisect_left(seen, day - timedelta(days=MEMORY)) :]
        plan = Plan(site, learn(recent, until=day.date(), since=_since(day)), LIMITS)
        visits += [
            slot.at
            for slot in plan.slots(
                day - timedelta(seconds=1), day + timedelta(hours=23, minutes=59)
            )
        ]
        day += timedelta(days=1)
    return visits


def _since(day: datetime) -> date:
    return max(START - HISTORY, day - timedelta(days=MEMORY)).date()


def visit_by_clock(number: int, rng: random.Random) -> list[datetime]:
    """Return as many visits at a fixed interval, from a moment of chance on."""
    interval = YEAR / number
    first = START + interval * rng.random()
    return [first + interval * count for count in range(number)]


def wait(published: Iterable[datetime], visits: Sequence[datetime]) -> list[float]:
    """Return the hours from each publication of the year to the next visit."""
    delays = []
    for moment in published:
        index = bisect_left(visits, moment)
        if moment >= START and index < len(visits):
            delays.append((visits[index] - moment) / timedelta(hours=1))
    return delays


if __name__ == "__main__":
    sys.exit(main())
