from datetime import UTC, datetime, timedelta

import pytest

from article.model import BEIJING
from scheduler.cadence import Limits, learn
from scheduler.due import Away, Plan, Slot, decide, owes_sweep

NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)
PLAN = Plan("hubei", learn([], until=NOON.date()), Limits())


def slots(*hours: float) -> list[Slot]:
    return [Slot(NOON + timedelta(hours=hour)) for hour in hours]


def test_slots_are_the_same_however_time_is_cut() -> None:
    whole = PLAN.slots(NOON, NOON + timedelta(days=40))
    step = timedelta(hours=5, minutes=7)
    parts = [
        slot for n in range(188) for slot in PLAN.slots(NOON + n * step, NOON + (n + 1) * step)
    ]
    assert parts[: len(whole)] == whole


def test_a_month_has_one_sweep_in_the_night() -> None:
    sweeps = [slot for slot in PLAN.slots(NOON, NOON + timedelta(days=365)) if slot.kind == "sweep"]
    assert len(sweeps) == 12
    assert all(1 <= slot.at.astimezone(BEIJING).hour < 5 for slot in sweeps)
    assert PLAN.sweep_moment(sweeps[3].at) == sweeps[3].at
    assert PLAN.sweep_moment(sweeps[3].at - timedelta(minutes=1)) == sweeps[2].at


def test_sites_are_spread_over_the_hour() -> None:
    names = [f"site{number}" for number in range(33)]
    first = {Plan(name, PLAN.habit, PLAN.limits).next_slot(NOON).at for name in names}
    assert len(first) > 20


def test_nothing_due_is_nothing_to_do() -> None:
    assert decide([], busy=None, away=None).start is None


def test_after_an_absence_the_latest_starts_and_the_others_are_misfired() -> None:
    away = Away(NOON - timedelta(hours=1), NOON + timedelta(hours=9))
    decision = decide(slots(0, 4, 8), busy=None, away=away)
    assert decision.start == slots(8)[0]
    assert [unrun.outcome for unrun in decision.unrun] == ["misfired", "misfired"]
    assert "nobody looked from 2026-11-25 03:00 to 2026-11-25 13:00" in decision.unrun[0].reason


def test_before_the_first_look_nobody_looked() -> None:
    assert str(Away(None, NOON)) == "nobody looked before 2026-11-25 04:00 UTC"


def test_what_waited_for_a_place_until_the_next_was_due_is_skipped() -> None:
    decision = decide(slots(0, 4), busy=None, away=None)
    assert [unrun.outcome for unrun in decision.unrun] == ["skipped"]


def test_a_busy_site_skips_with_the_reason() -> None:
    decision = decide(slots(0, 4), busy="disk low", away=None)
    assert decision.start is None
    assert [(unrun.outcome, unrun.reason) for unrun in decision.unrun] == [
        ("skipped", "disk low")
    ] * 2


def test_a_year_of_absence_is_told_in_a_bounded_number_of_rows() -> None:
    due = slots(*range(0, 365 * 24, 6))
    decision = decide(due, busy=None, away=Away(None, due[-1].at + timedelta(hours=1)))
    assert decision.start == due[-1]
    assert len(decision.unrun) == 31 * 4
    last = due[-1 - 31 * 4].at.astimezone(UTC)
    assert decision.unrun[0].reason.endswith(f"stands for 1,336 runs, up to {last:%F %H:%M} UTC")


@pytest.mark.parametrize(
    ("tries", "owed"),
    [
        ([], True),
        (["crashed"], True),
        (["failed", "interrupted"], True),
        (["failed", "interrupted", "crashed"], False),
        (["crashed", "partial"], False),
        (["running"], False),
        (["ok"], False),
    ],
)
def test_a_sweep_is_tried_again_until_it_went_well_or_thrice(tries: list[str], owed: bool) -> None:
    assert owes_sweep(tries) is owed
