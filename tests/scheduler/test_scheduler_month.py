"""Every planned run has exactly one row with a true outcome, whatever happens in a month.

A fortnight with the trouble of a month is played, by ``MONTHS=20`` twenty different months.
"""

import logging
import os
from collections import Counter
from collections.abc import Iterator

import pytest
import simulation
from simulation import World, check, in_memory, play

from storage.database import open_archive
from storage.home import Home

MONTHS = int(os.environ.get("MONTHS", "0"))  # `make torture` wants some
SEEDS = range(5, 5 + max(MONTHS, 1))
DAYS = 30 if MONTHS else 14


@pytest.fixture(scope="module", params=SEEDS)
def month(request: pytest.FixtureRequest) -> Iterator[World]:
    logging.disable(logging.CRITICAL)
    with in_memory() as folder:
        yield play(Home(folder), seed=request.param, sites=3, days=DAYS)
    logging.disable(logging.NOTSET)


def test_every_planned_run_has_one_row_with_a_true_outcome(month: World) -> None:
    outcomes = check(month)
    assert outcomes["ok"] > 50


def test_the_month_had_every_kind_of_trouble(month: World) -> None:
    faults = Counter(month.faults)
    kinds = {name[1:] for name in vars(World) if name.startswith("_") and name[1:] in faults}
    assert kinds == {"suspend", "clock_leaps", "kill_scheduler", "kill_crawl", "disk_turns"}


def test_a_killed_crawl_is_told_as_crashed_and_an_absence_as_misfired(month: World) -> None:
    db = open_archive(month.home)
    reasons = {row["outcome"]: row["reason"] for row in db.query("select * from runs")}
    assert "nobody looked" in reasons["misfired"]
    assert {"crashed", "skipped", "failed"} <= reasons.keys()


def test_nobody_is_sent_twice_for_one_moment(month: World) -> None:
    assert len(set(month.begun)) == len(month.begun)
    assert month.wall > simulation.START
