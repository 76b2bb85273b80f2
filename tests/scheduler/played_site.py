"""A site as its runs show it: a normal year of news and accidents, and what may befall it."""

import math
import random
from bisect import bisect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from article.model import BEIJING
from scheduler.cadence import MEMORY, Limits, learn
from scheduler.due import Plan
from scheduler.health import Case, Verdict, judge, longest_silence
from scheduler.holidays import REST, day_kind
from scheduler.usual import Usual
from storage.history.signals import Showing

START = datetime(2025, 3, 1, tzinfo=UTC)
READER = "today"
USUAL = 120
ACCIDENTS = ("too slow", "503", "name unknown", "cut short")


@dataclass
class PlayedSite:
    """What a site is like, drawn by chance; ``change`` is what befalls its runs from now on."""

    rng: random.Random
    change: Callable[[Showing], Showing] | None = None
    reader: str = READER
    now: datetime = START
    runs: list[Showing] = field(default_factory=list)
    published: list[datetime] = field(default_factory=list)
    verdict: Verdict | None = None
    disk_low: str | None = None

    def __post_init__(self) -> None:
        rng = self.rng
        self.daily = math.exp(rng.uniform(math.log(0.3), math.log(15)))
        self.rest_share = rng.choice([0.05, 0.2, 0.6])
        self.lists = rng.randint(1, 8)
        self.has_pages = rng.random() < 0.7
        self.may_be_empty = rng.random() < 0.15
        self.list_bytes = rng.randint(6_000, 60_000)
        self.links = rng.randint(5, 30)
        self.chars = rng.randint(400, 1500)
        self.second_rule = rng.choice([0.0, 0.0, 0.05, 0.4])
        self.without_source = rng.choice([0.0, 0.05, 0.3, 1.0])
        self.damage = rng.choice([0.0, 0.0, 0.01])
        self.pace = rng.uniform(1.1, 3.5)
        self.bad_last = False

    def live(self, until: datetime) -> Iterator[Verdict]:
        """Let time pass; yield the verdict after each run."""
        while self.now < until:
            day = self.now.astimezone(BEIJING).date()
            times = self.published[bisect(self.published, self.now - timedelta(days=MEMORY)) :]
            plan = Plan("site", learn(times, until=day, since=START.date()), Limits(daily=6))
            silence = longest_silence(times, until=day)
            for slot in plan.slots(self.now, self.now + timedelta(days=1)):
                self._visit(slot.at)
                yield self._judge(plan, silence)
            self.now += timedelta(days=1)

    def _judge(self, plan: Plan, silence: timedelta | None) -> Verdict:
        healthy = self.verdict.healthy if self.verdict else None
        until = healthy or 10**9
        usual = [run for run in self.runs if run.run_id <= until and run.outcome != "failed"]
        good = [run for run in self.runs if run.outcome in ("ok", "partial")]
        case = Case(
            plan=plan,
            now=self.runs[-1].started_at + timedelta(minutes=10),
            recent=tuple(self.runs[-40:]),
            usual=Usual(usual[-USUAL:], is_certain=healthy is not None),
            waiting_since=(good or self.runs)[-1 if good else 0].started_at,
            last_new=self.published[-1] if self.published else None,
            longest_silence=silence,
            disk_low=self.disk_low,
        )
        self.verdict = judge(case, self.verdict)
        return self.verdict

    def _visit(self, at: datetime) -> None:
        rng = self.rng
        since = self.runs[-1].started_at if self.runs else at - timedelta(hours=8)
        new = self._publish(since, at)
        lists = sum(rng.random() < (1.0 if new else 0.4) for _ in range(self.lists))
        further = (1 + new // 20) if new and self.has_pages else 0
        is_empty = self.may_be_empty and rng.random() < 0.3 and lists > 0
        visits = self.lists + further + new + rng.randint(0, 3)
        run = Showing(
            run_id=len(self.runs) + 1,
            outcome="ok",
            started_at=at,
            seconds=visits * self.pace * rng.uniform(0.8, 2.5),
            visits=visits,
            lists=lists + further,
            list_bytes=int(self.list_bytes * rng.uniform(0.7, 1.3)) if lists else 0,
            empty_lists=int(is_empty),
            list_links=self.links * rng.uniform(0.6, 1.2) * (lists > 0) * (not is_empty),
            further_lists=further,
            new=new,
            read=new,
            short_of={"source": self._some(new, self.without_source), "published_at": 0, "body": 0},
            rules=self._rules(new),
            damaged=self._some(new, self.damage),
            chars=int(self.chars * rng.uniform(0.4, 2)) if new else 0,
            reader=self.reader,
        )
        errors = self._some(visits, 0.01)
        run = replace(run, errors=errors, causes={rng.choice(ACCIDENTS): errors} if errors else {})
        if self.change:
            run = self.change(run)
        elif rng.random() < 0.005 and not self.bad_last:
            run = nothing_answered(rng.choice(ACCIDENTS))(run)
            self.bad_last = True
        else:
            self.bad_last = False
        self.runs.append(run)

    def _publish(self, since: datetime, until: datetime) -> int:
        """Return how many articles appeared, in lumps as offices do."""
        hours = (until - since) / timedelta(hours=1)
        rest = day_kind(until.astimezone(BEIJING).date()) in REST
        slack = 0.5 if until.astimezone(BEIJING).month == 8 else 1.0
        mean = self.daily * slack * (self.rest_share if rest else 1.0) * hours / 24
        mean *= self.rng.gammavariate(2, 0.5)
        number = _poisson(self.rng, mean)
        self.published += [until] * number
        return number

    def _some(self, number: int, share: float) -> int:
        return sum(self.rng.random() < share for _ in range(number))

    def _rules(self, new: int) -> dict[str, dict[str, int]]:
        other = self._some(new, self.second_rule)
        date_rules = {"byline": new - other, "meta:pubdate": other}
        kept = {rule: number for rule, number in date_rules.items() if number}
        return {"published_at": kept, "source": kept, "body": {"layout": new} if new else {}}


def _poisson(rng: random.Random, mean: float) -> int:
    limit, product, number = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        number += 1
    return number


def nothing_answered(cause: str) -> Callable[[Showing], Showing]:
    """Not even robots.txt is answered, so nothing else is asked."""

    def change(run: Showing) -> Showing:
        return Showing(
            run_id=run.run_id,
            outcome="failed",
            started_at=run.started_at,
            seconds=run.seconds,
            reason=cause,
            visits=1,
            errors=1,
            causes={cause: 1},
        )

    return change


def refused(run: Showing) -> Showing:
    """Every visit meets a 403 or a page with a script."""
    asked = max(run.visits - run.new, 1)
    lost = nothing_answered("403")(run)
    return replace(lost, visits=asked, errors=0, causes={}, blocked=asked)


def redesigned(run: Showing) -> Showing:
    """The lists are there, with links that our selector does not find."""
    lists = run.lists - run.further_lists or 1
    return replace(
        _without_articles(run), outcome="partial", lists=lists, empty_lists=lists, further_lists=0,
        list_bytes=run.list_bytes or 20_000, list_links=0.0,
    )  # fmt: skip


def emptied(run: Showing) -> Showing:
    """Every page answers 200 and holds a shell that scripts should fill."""
    return replace(redesigned(run), list_bytes=900)


def mischarset(run: Showing) -> Showing:
    """Pages declare another charset than they are in."""
    return replace(run, damaged=run.read)


def slowed(run: Showing) -> Showing:
    """The server takes half a minute for a page, or too long."""
    return replace(run, seconds=run.visits * 31.0)


def first_page_only(run: Showing) -> Showing:
    """The link to the next page of the list is gone."""
    return replace(run, further_lists=0, lists=run.lists - run.further_lists or 1)


def misread(run: Showing) -> Showing:
    """Our own new rules find no article on most pages."""
    bad = math.ceil(0.8 * run.read)
    return replace(
        run, read=run.read - bad, unread=bad, new=run.new - bad,
        short_of={}, rules={}, damaged=0, outcome="partial" if bad else run.outcome,
    )  # fmt: skip


def _without_articles(run: Showing) -> Showing:
    return replace(
        run, new=0, read=0, short_of={}, rules={}, damaged=0, chars=0,
        visits=max(run.visits - run.new, 1),
    )  # fmt: skip
