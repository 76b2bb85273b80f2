"""What is due now: which planned runs start, and which are told as not run, pure.

A run is planned for a moment that follows from the site's habit alone; whether it was dealt with is
asked of the ``runs`` table. So nothing runs twice and nothing is lost, whatever becomes of the
process, the machine or its clock.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zlib import crc32

from article.model import BEIJING
from scheduler.cadence import Habit, Limits, visits
from storage.values.counted import counted

Kind = Literal["fresh", "sweep"]

# After a long absence the runs of so many days are told one by one, older ones in one row.
_TOLD = timedelta(days=31)
_SWEEP_TRIES = 3  # a month


@dataclass(frozen=True, slots=True)
class Slot:
    """A moment for which a run of a site is planned."""

    at: datetime
    kind: Kind = "fresh"


@dataclass(frozen=True, slots=True)
class Unrun:
    """A planned run that does not happen: the row that says so."""

    slot: Slot
    outcome: Literal["skipped", "misfired", "failed"]  # failed: its process did not even start
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of the planned runs of a site that nobody dealt with yet."""

    start: Slot | None = None
    unrun: tuple[Unrun, ...] = ()


@dataclass(frozen=True, slots=True)
class Away:
    """A time in which nobody looked: the scheduler was down, or the machine slept."""

    since: datetime | None  # None where nobody ever looked
    until: datetime

    def __contains__(self, moment: datetime) -> bool:
        return (self.since is None or self.since < moment) and moment < self.until

    def __str__(self) -> str:
        until = f"{self.until:%F %H:%M} UTC"
        if self.since is None:
            return f"nobody looked before {until}"
        return f"nobody looked from {self.since:%F %H:%M} to {until}"


@dataclass(frozen=True, slots=True)
class Plan:
    """When a site is visited."""

    site: str
    habit: Habit
    limits: Limits
    _days: dict[date, list[Slot]] = field(default_factory=dict, compare=False, repr=False)

    def slots(self, after: datetime, until: datetime) -> list[Slot]:
        """Return the slots in (after, until], in order."""
        day, last = after.astimezone(BEIJING).date(), until.astimezone(BEIJING).date()
        found = []
        while day <= last:
            found += self._of_day(day)
            day += timedelta(days=1)
        return [slot for slot in found if after < slot.at <= until]

    def next_slot(self, after: datetime) -> Slot:
        """Return the first slot after a moment."""
        return self.slots(after, after + self.limits.slowest + timedelta(days=1))[0]

    def sweep_moment(self, when: datetime) -> datetime:
        """Return the latest moment, up to ``when``, at which a sweep fell due: once a month."""
        local = when.astimezone(BEIJING)
        moment = _sweep(self.site, local.date())
        if moment <= when:
            return moment
        return _sweep(self.site, local.date().replace(day=1) - timedelta(days=1))

    def _of_day(self, day: date) -> list[Slot]:
        if day not in self._days:
            self._days[day] = self._planned(day)
        return self._days[day]

    def _planned(self, day: date) -> list[Slot]:
        sweep = _sweep(self.site, day)
        moments = visits(self.habit, self.limits, day, phase=_hash(self.site) % 997 / 997)
        slots = [Slot(moment) for moment in moments if moment != sweep]
        if sweep.date() == day:
            slots.insert(bisect_right(moments, sweep), Slot(sweep, "sweep"))
        return sorted(slots, key=lambda slot: slot.at)


def decide(slots: Sequence[Slot], *, busy: str | None, away: Away | None) -> Decision:
    """Return what becomes of the slots that are due.

    The latest starts, late or not: one catch-up, no pile-up. ``busy`` says why the site cannot be
    crawled now; then all are skipped. Older ones are ``misfired`` where nobody was there to start
    them, and ``skipped`` where they waited in vain for a place.
    """
    if not slots:
        return Decision()
    if busy:
        return Decision(unrun=tuple(Unrun(slot, "skipped", busy) for slot in slots))
    *missed, start = slots
    recent = [slot for slot in missed if slot.at > start.at - _TOLD]
    told = [_missed(slot, away) for slot in recent]
    if old := missed[: len(missed) - len(recent)]:
        last = old[-1].at.astimezone(UTC)
        stands = f"this row stands for {counted(len(old), 'run')}, up to {last:%F %H:%M} UTC"
        told.insert(0, Unrun(old[0], "misfired", f"nobody looked; {stands}"))
    return Decision(start, tuple(told))


def _missed(slot: Slot, away: Away | None) -> Unrun:
    if away and slot.at in away:
        return Unrun(slot, "misfired", str(away))
    return Unrun(slot, "skipped", "no crawl could start before the next was due")


def owes_sweep(tries: Sequence[str]) -> bool:
    """Whether a sweep that fell due is still to be made, by the outcomes of the tries so far."""
    return not {"ok", "partial", "running"} & set(tries) and len(tries) < _SWEEP_TRIES


def _sweep(site: str, day: date) -> datetime:
    """Return the moment of the month's sweep: in a night between the 1st and the 28th."""
    number = _hash(site)
    minute = number // 28 % 240  # of the hours from 1 to 5
    return datetime(
        day.year, day.month, 1 + number % 28, 1 + minute // 60, minute % 60, tzinfo=BEIJING
    )


def _hash(site: str) -> int:
    return crc32(site.encode())
