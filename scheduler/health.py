"""How each site is: ok, quiet, degraded, broken, blocked or paused, with reason and evidence."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import exp
from typing import Any

from scheduler.cadence import expected, interval
from scheduler.diagnosis import Finding, find, is_clear
from scheduler.due import Plan
from scheduler.symptoms import Health
from scheduler.usual import Usual
from storage.files import read_text, replace_text
from storage.history.signals import Showing
from storage.home import Home
from storage.values.stamp import stamp

FILE = "health.json"
_ABSENT = 6  # expected intervals without a run that went well
_TELLING, _TELLING_SPAN = 20, timedelta(days=60)  # articles, and days they were seen in
_SILENT = 15.0  # articles that should have come in a silence before it is remarkable
_ADOPTED = timedelta(days=30)  # what is degraded for so long is the new usual


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The state of a site since when, by which cause; ``runs`` are the evidence.

    ``healthy`` is the id of the last run that showed nothing unusual: what came later does not tell
    what is usual as long as the site is not well.
    """

    state: Health
    since: datetime
    cause: str | None = None
    reason: str | None = None
    runs: tuple[int, ...] = ()
    healthy: int | None = None

    @property
    def is_alarm(self) -> bool:
        """Whether somebody should look."""
        return self.state in ("degraded", "broken", "blocked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything that is known of a site when it is judged."""

    plan: Plan
    now: datetime
    paused: bool = False
    recent: tuple[Showing, ...] = ()  # the oldest first
    usual: Usual = field(default_factory=Usual)
    waiting_since: datetime | None = None  # the last run that went well, or the first of all
    absent: timedelta = timedelta(0)  # since then: nobody was there to visit it, or it was paused
    last_new: datetime | None = None
    longest_silence: timedelta | None = None  # None where there is no history to tell
    disk_low: str | None = None


def judge(case: Case, before: Verdict | None) -> Verdict:
    """Return the state of a site; it is the one of before, unless state or cause changed."""
    finding = _worst(case)
    state: Health = finding.state if finding else "ok"
    healthy = before.healthy if before else None
    since = _first_shown(case, finding, is_first=before is None)
    if before and (before.state, before.cause) == (state, finding.cause if finding else None):
        since = before.since
    adopted = state == "degraded" and case.now - since > _ADOPTED
    if case.recent and (adopted or is_clear(case.recent, case.usual)):
        healthy = case.recent[-1].run_id
    if finding is None:
        return Verdict(state=state, since=since, healthy=healthy)
    return Verdict(
        state=state,
        since=since,
        cause=finding.cause,
        reason=finding.reason,
        runs=finding.runs,
        healthy=healthy,
    )


def _first_shown(case: Case, finding: Finding | None, *, is_first: bool) -> datetime:
    """Return since when the runs show what was found; of what no run shows, that is now."""
    showing = finding.runs if finding else [one.run_id for one in case.recent if is_first]
    return next((one.started_at for one in case.recent if one.run_id in showing), case.now)


def _worst(case: Case) -> Finding | None:
    if case.paused:
        return Finding("paused", "paused", "somebody paused it")
    if case.disk_low:
        return Finding("disk", "degraded", case.disk_low)
    found = find(case.recent, case.usual)
    return next(iter(found), None) or _absence(case) or _silence(case)


def _absence(case: Case) -> Finding | None:
    """Raise the alarm that nothing went well for too long, whatever the runs say."""
    if case.waiting_since is None:
        return None
    usual_wait = interval(case.plan.habit, case.plan.limits, case.now)
    longest = max(_ABSENT * usual_wait, 2 * case.plan.limits.slowest)
    if case.now - case.waiting_since - case.absent <= longest:
        return None
    return Finding(
        "no success", "broken", f"no run went well since {case.waiting_since:%F %H:%M} UTC"
    )


def _silence(case: Case) -> Finding | None:
    """Tell a site that published nothing for remarkably long, as nothing else is wrong with it."""
    if case.last_new is None or case.longest_silence is None:
        return None
    silence = case.now - case.last_new
    if silence < max(1.5 * case.longest_silence, timedelta(days=3)):
        return None
    missed = expected(case.plan.habit, case.last_new, case.now)
    if missed < _SILENT:
        return None
    chance = exp(-missed)
    reason = f"nothing new for {silence.days} days, in which {missed:.0f} were to be expected"
    return Finding("quiet", "quiet", f"{reason} (chance {chance:.0e})")


def longest_silence(published: Iterable[datetime | date], *, until: date) -> timedelta | None:
    """Return the longest time between two articles; None where there are too few to tell."""
    days = sorted(when.date() if isinstance(when, datetime) else when for when in published)
    if len(days) < _TELLING or until - days[0] < _TELLING_SPAN:
        return None
    return max(later - earlier for earlier, later in pairwise(days))


def load_verdicts(home: Home) -> dict[str, Verdict]:
    """Return the last verdicts; none where there is no file or it is of another version."""
    try:
        shown = json.loads(read_text(home.root / FILE))
        return {site: _verdict(fields) for site, fields in shown.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def save_verdicts(home: Home, verdicts: Mapping[str, Verdict]) -> None:
    """Replace the file of verdicts. Raises OSError on a full disk."""
    shown = {
        site: {**asdict(verdict), "since": stamp(verdict.since)}
        for site, verdict in verdicts.items()
    }
    replace_text(home.root / FILE, json.dumps(shown, ensure_ascii=False, indent=1))


def _verdict(fields: Mapping[str, Any]) -> Verdict:
    since, runs = datetime.fromisoformat(fields["since"]), tuple(fields["runs"])
    return replace(Verdict(**{**fields, "since": since, "runs": runs}))
