"""Ten failures are named within two runs that could show them; a normal year raises no alarm."""

import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from functools import cache

import played_site
import pytest
from played_site import START, PlayedSite, nothing_answered

from scheduler.cadence import Limits, learn
from scheduler.due import Plan
from scheduler.health import Case, Verdict, judge
from storage.history.signals import Showing

Change = Callable[[Showing], Showing]

FAILURES: dict[str, tuple[Change, str, str]] = {
    "redesign": (played_site.redesigned, "redesign", "broken"),
    "block": (played_site.refused, "blocked", "blocked"),
    "silent emptiness": (played_site.emptied, "emptiness", "broken"),
    "charset break": (played_site.mischarset, "charset", "degraded"),
    "slow server": (played_site.slowed, "slow", "degraded"),
    "DNS gone": (nothing_answered("name unknown"), "DNS", "broken"),
    "certificate expired": (nothing_answered("certificate"), "certificate", "broken"),
    "paging broken": (played_site.first_page_only, "paging", "degraded"),
    "reader regression": (played_site.misread, "reader regression", "broken"),
}


def a_site(seed: int) -> PlayedSite:
    site = PlayedSite(random.Random(seed))
    site.has_pages, site.may_be_empty = True, False
    return site


def a_known_site(seed: int) -> PlayedSite:
    """Return a site after three good months."""
    return deepcopy(_after_three_months(seed))


@cache
def _after_three_months(seed: int) -> PlayedSite:
    site = a_site(seed)
    for _ in site.live(START + timedelta(days=90)):
        pass
    return site


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_named_within_two_telling_runs(name: str, seed: int) -> None:
    change, cause, state = FAILURES[name]
    site = a_known_site(seed)
    assert not site.verdict.is_alarm
    if name == "reader regression":
        site.reader = "tomorrow"
    before = len(site.runs)
    site.change = change
    told: list[Verdict] = []
    for verdict in site.live(site.now + timedelta(days=30)):
        told.append(verdict)
        if verdict.is_alarm:
            break
    assert (site.verdict.cause, site.verdict.state) == (cause, state)
    telling = [run for run in site.runs[before:] if shows(name, run)]
    assert len(telling) <= (2 if sum(map(weight, telling[:2])) > 3 else 3)
    assert set(site.verdict.runs) <= {run.run_id for run in telling}


def shows(name: str, run: Showing) -> bool:
    """Whether a run has what the failure could be seen by: a charset shows in articles alone."""
    match name:
        case "charset break" | "paging broken":
            return run.new > 0
        case "reader regression":
            return run.read + run.unread > 0
    return run.visits > 1 or name != "slow server"


def weight(run: Showing) -> int:
    """How much a run has to tell: of so few articles, those of two may be an accident."""
    return run.read + run.unread or run.visits


def test_a_low_disk_is_told_at_once() -> None:
    site = a_site(1)
    site.disk_low = "120 MB free"
    verdict = next(site.live(START + timedelta(days=1)))
    assert (verdict.state, verdict.cause, verdict.reason) == ("degraded", "disk", "120 MB free")


@pytest.mark.parametrize("seed", range(4))
def test_a_normal_year_raises_no_alarm(seed: int) -> None:
    site = PlayedSite(random.Random(seed))
    alarms = [
        (run.run_id, verdict)
        for verdict in site.live(START + timedelta(days=365))
        if verdict.state != "ok"
        for run in site.runs[-1:]
    ]
    assert alarms == []
    assert len(site.runs) > 700


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_not_taken_for_usual_after_a_month_and_ends_with_its_cause(name: str) -> None:
    site = a_known_site(5)
    change, cause, state = FAILURES[name]
    site.reader = "tomorrow" if name == "reader regression" else site.reader
    site.change = change
    for _ in site.live(site.now + timedelta(days=25)):
        pass
    assert (site.verdict.cause, site.verdict.state) == (cause, state)
    site.change = None
    for _ in site.live(site.now + timedelta(days=10)):
        pass
    assert site.verdict.state == "ok"


@pytest.mark.parametrize("name", ["redesign", "half blocked"])
def test_what_is_wrong_from_the_first_run_on_is_not_usual(name: str) -> None:
    site = a_site(4)
    site.change = played_site.redesigned if name == "redesign" else half_refused
    verdicts = list(site.live(START + timedelta(days=25)))
    assert len(verdicts) > 40
    assert all(verdict.is_alarm for verdict in verdicts[3:])
    site.change = None
    for _ in site.live(site.now + timedelta(days=10)):
        pass
    assert site.verdict.state == "ok"


def test_crawls_that_are_ended_for_their_memory_die_of_it() -> None:
    site = a_site(6)
    for _ in site.live(START + timedelta(days=30)):
        pass
    site.change = lambda run: replace(run, outcome="partial", reason="it used too much memory")
    *_, verdict = site.live(site.now + timedelta(days=2))
    assert (verdict.state, verdict.cause) == ("broken", "crash")


def half_refused(run: Showing) -> Showing:
    """Lists come, articles are refused."""
    blocked = run.visits - run.visits // 3
    return replace(run, outcome="partial", blocked=blocked, read=0, new=0, errors=0, causes={})


def test_a_site_that_falls_silent_is_quiet_and_no_alarm() -> None:
    site = a_site(3)
    site.daily = 2.0
    for _ in site.live(START + timedelta(days=120)):
        pass
    assert site.verdict.state == "ok"
    site.daily = 0.0
    for _ in site.live(site.now + timedelta(days=60)):
        pass
    assert (site.verdict.state, site.verdict.is_alarm) == ("quiet", False)
    assert "nothing new for" in site.verdict.reason


def test_nothing_that_goes_well_for_long_is_an_alarm_by_itself() -> None:
    plan = Plan("site", learn([], until=START.date()), Limits())
    for hours, state in ((20, "ok"), (48, "broken")):
        now = START + timedelta(hours=hours)
        verdict = judge(Case(plan=plan, now=now, waiting_since=START), None)
        assert verdict.state == state
    assert (verdict.cause, verdict.since) == ("no success", now)


def test_a_site_that_nobody_was_there_to_visit_is_not_broken_for_that() -> None:
    plan = Plan("site", learn([], until=START.date()), Limits())
    now = START + timedelta(days=4)
    away = Case(plan=plan, now=now, waiting_since=START, absent=timedelta(days=3, hours=12))
    assert judge(away, None).state == "ok"
    late = Case(plan=plan, now=now, waiting_since=START, absent=timedelta(days=1))
    assert judge(late, None).cause == "no success"


def test_a_site_of_which_nothing_is_known_raises_no_alarm() -> None:
    plan = Plan("site", learn([], until=START.date()), Limits())
    assert judge(Case(plan=plan, now=START + timedelta(days=99)), None).state == "ok"


def test_a_failure_began_with_the_first_run_that_shows_it() -> None:
    site = a_known_site(2)
    site.change = played_site.refused
    first = len(site.runs)
    for verdict in site.live(site.now + timedelta(days=9)):
        if verdict.is_alarm:
            break
    assert site.verdict.since == site.runs[first].started_at


def test_a_failure_of_thousands_of_visits_is_named_as_one_of_a_few_is() -> None:
    plan = Plan("site", learn([], until=START.date()), Limits())
    sweeps = tuple(
        Showing(
            run_id=n,
            outcome="partial",
            started_at=START + timedelta(days=n),
            visits=4000,
            errors=1600,
            causes={"too slow": 1600},
        )
        for n in (1, 2)
    )
    verdict = judge(Case(plan=plan, now=START + timedelta(days=3), recent=sweeps), None)
    assert (verdict.state, verdict.cause) == ("degraded", "slow")
    assert verdict.reason == "3200 of 8000 visits took too long"


def test_a_host_that_is_left_alone_run_after_run_is_named_whatever_others_show() -> None:
    plan = Plan("site", learn([], until=START.date()), Limits())
    asked = "a.example asked an earlier run to stay away, for 60 s more"
    states = []
    runs: tuple[Showing, ...] = ()
    for given_up, reason in ((1, None), (0, asked), (2, None), (0, None)):
        at = START + timedelta(days=len(runs))
        run = Showing(run_id=len(runs), outcome="partial", started_at=at, visits=60, errors=3)
        runs += (replace(run, given_up=given_up, reason=reason),)
        states.append(judge(Case(plan=plan, now=at, recent=runs), None).state)
    assert states == ["ok", "ok", "degraded", "ok"]
