"""What can be wrong with a site, and how a run shows it; pure.

A symptom counts when the last two runs that could show it do: one bad night is no news. What is
unusual is told by comparison with the runs of the site's own healthy days; without enough of them
nothing is unusual.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Literal

from storage.signals import FIELDS, Showing

State = Literal["ok", "quiet", "degraded", "broken", "blocked", "paused"]

ENOUGH = 5  # runs, below which we do not know what is usual
_MOST = 0.5  # of a run's visits; from here on a share is no accident
_SLOW = 4  # times as slow as usual
_SLOWEST = 8.0  # seconds a page, below which nobody is called slow
_SHRUNK = 0.3  # of the usual bytes

# The names of errors of Scrapy and ours, by what they mean.
_NO_NAME = {"CannotResolveHostError", "DNSLookupError"}
_SLOW_ERRORS = {"DownloadTimeoutError", "TimeoutError", "504", "524"}


@dataclass(frozen=True, slots=True)
class Usual:
    """What the runs of healthy days showed."""

    showings: Sequence[Showing] = ()
    reader: str | None = None  # today's rules of reading

    def share(
        self, part: Callable[[Showing], int], whole: Callable[[Showing], int]
    ) -> float | None:
        """Return the usual share of visits; None where too few runs could show it."""
        telling = [showing for showing in self.showings if whole(showing)]
        if len(telling) < ENOUGH:
            return None
        return sum(map(part, telling)) / sum(map(whole, telling))

    def middle(self, measure: Callable[[Showing], float]) -> float | None:
        """Return the median of a measure over the runs that have it."""
        known = [value for showing in self.showings if (value := measure(showing))]
        return median(known) if len(known) >= ENOUGH else None

    def rules(self, name: str) -> Counter[str]:
        """Return how often each rule gave a field."""
        total: Counter[str] = Counter()
        for showing in self.showings:
            total.update(showing.rules.get(name, {}))
        return total

    @property
    def other_reader(self) -> bool:
        """Whether the rules of reading have changed since."""
        readers = {showing.reader for showing in self.showings if showing.reader}
        return bool(readers) and self.reader is not None and self.reader not in readers


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, as its runs show it."""

    cause: str
    state: State
    reason: str
    runs: tuple[int, ...] = field(default=())


Look = Callable[[Showing, Usual], str | None]


@dataclass(frozen=True, slots=True)
class Symptom:
    """A cause, the runs that could show it, and the look that tells whether one does."""

    cause: str
    state: State
    can_show: Callable[[Showing], bool]
    look: Look


def find(recent: Sequence[Showing], usual: Usual) -> list[Finding]:
    """Return what the latest runs show, the worst first."""
    found = []
    for symptom in SYMPTOMS:
        telling = [showing for showing in recent if symptom.can_show(showing)][-2:]
        reasons = [symptom.look(showing, usual) for showing in telling]
        if len(telling) == 2 and all(reasons):
            cause = symptom.cause
            if cause == "redesign" and usual.other_reader and not telling[-1].empty_lists:
                cause = "reader regression"
            runs = tuple(showing.run_id for showing in telling)
            found.append(Finding(cause, symptom.state, str(reasons[-1]), runs))
    return found


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole}"


def _crash(showing: Showing, usual: Usual) -> str | None:
    return (
        f"the crawl {showing.outcome}: {showing.reason}" if showing.outcome == "crashed" else None
    )


def _refusal(showing: Showing, usual: Usual) -> str | None:
    if showing.blocked < 0.2 * showing.visits:
        return None
    usually = usual.share(lambda s: s.blocked, lambda s: s.visits) or 0
    if usually >= 0.1:
        return None
    return f"{_share(showing.blocked, showing.visits)} visits were refused"


def _failures(names: set[str], what: str) -> Look:
    def look(showing: Showing, usual: Usual) -> str | None:
        number = sum(showing.causes.get(name, 0) for name in names)
        if not number or number < _MOST * showing.visits:
            return None
        return f"{what}: {_share(number, showing.visits)} visits"

    return look


def _any_failure(showing: Showing, usual: Usual) -> str | None:
    if showing.errors < _MOST * showing.visits:
        return None
    usually = usual.share(lambda s: s.errors, lambda s: s.visits)
    if usually is not None and usually > 0.25:
        return None
    worst = max(showing.causes, key=lambda name: showing.causes[name], default="unknown")
    return f"{_share(showing.errors, showing.visits)} visits failed, mostly {worst}"


def _slowness(showing: Showing, usual: Usual) -> str | None:
    usually = usual.middle(_pace)
    pace = _pace(showing)
    if sum(showing.causes.get(name, 0) for name in _SLOW_ERRORS) >= 0.2 * showing.visits:
        return f"{showing.errors} of {showing.visits} visits took too long"
    if usually is None or pace < max(_SLOW * usually, _SLOWEST):
        return None
    return f"{pace:.0f} s a page, usually {usually:.1f} s"


def _pace(showing: Showing) -> float:
    return showing.seconds / showing.visits if showing.visits >= 2 else 0.0


def _no_links(showing: Showing, usual: Usual) -> str | None:
    usually = usual.share(lambda s: s.empty_lists, lambda s: s.lists)
    if usually is None or usually > 0.1 or showing.outcome == "ok":
        return None  # ok: the spider says that its lists may be empty
    return f"{_share(showing.empty_lists, showing.lists)} list pages without a link"


def _emptiness(showing: Showing, usual: Usual) -> str | None:
    usually = usual.middle(lambda s: s.list_bytes)
    if usually is None or showing.list_bytes > _SHRUNK * usually:
        return None
    return _mostly(
        showing.empty_lists, showing.lists, _no_links(showing, usual), "and nearly no text"
    )


def _empty_of_links(showing: Showing, usual: Usual) -> str | None:
    return _mostly(showing.empty_lists, showing.lists, _no_links(showing, usual))


def _mostly(part: int, whole: int, reason: str | None, more: str = "") -> str | None:
    return f"{reason} {more}".strip() if reason and part >= _MOST * whole else None


def _no_articles(showing: Showing, usual: Usual) -> str | None:
    whole = showing.read + showing.unread
    usually = usual.share(lambda s: s.unread, lambda s: s.read + s.unread)
    if usually is None or usually > 0.2 or showing.unread < _MOST * whole:
        return None
    return f"{_share(showing.unread, whole)} article pages could not be read"


def _lost_field(showing: Showing, usual: Usual) -> str | None:
    for name in FIELDS:
        usually = usual.share(lambda s, name=name: s.short_of.get(name, 0), lambda s: s.read)  # type: ignore[misc]
        short = showing.short_of.get(name, 0)
        if usually is not None and usually < 0.2 and short > 0.7 * showing.read:
            return f"{_share(short, showing.read)} articles have no {name}, usually {usually:.0%}"
    return None


def _other_rule(showing: Showing, usual: Usual) -> str | None:
    for name in FIELDS:
        before, now = usual.rules(name), Counter(showing.rules.get(name, {}))
        if before.total() < 10 or not now:
            continue
        (winner, times), (new_winner, _) = before.most_common(1)[0], now.most_common(1)[0]
        if times >= 0.8 * before.total() and now[winner] < 0.2 * now.total():
            return f"{name} is now given by {new_winner}, not by {winner} as usual"
    return None


def _damage(showing: Showing, usual: Usual) -> str | None:
    usually = usual.share(lambda s: s.damaged, lambda s: s.read)
    if usually is None or usually > 0.1 or showing.damaged < max(0.3 * showing.read, 1):
        return None
    return f"{_share(showing.damaged, showing.read)} articles with lost characters"


def _shrinking(showing: Showing, usual: Usual) -> str | None:
    usually = usual.middle(lambda s: s.chars)
    if usually is None or showing.chars > 0.15 * usually:
        return None
    return f"{showing.chars} characters an article, usually {usually:.0f}"


def _one_page(showing: Showing, usual: Usual) -> str | None:
    busy = [s for s in usual.showings if s.new]
    if len(busy) < ENOUGH or sum(s.further_lists > 0 for s in busy) < 0.9 * len(busy):
        return None
    if showing.further_lists:
        return None
    return f"{showing.new} new articles, yet no second list page was found"


def _has_visits(showing: Showing) -> bool:
    return showing.visits > 0


def _has_lists(showing: Showing) -> bool:
    return showing.lists > 0


def _has_articles(showing: Showing) -> bool:
    return showing.read > 0


SYMPTOMS: Iterable[Symptom] = (
    Symptom("crash", "broken", lambda s: True, _crash),
    Symptom("blocked", "blocked", _has_visits, _refusal),
    Symptom("DNS", "broken", _has_visits, _failures(_NO_NAME, "the host's name is not known")),
    Symptom("certificate", "broken", _has_visits, _failures({"certificate"}, "bad certificate")),
    Symptom("slow", "degraded", _has_visits, _slowness),
    Symptom("unreachable", "broken", _has_visits, _any_failure),
    Symptom("emptiness", "broken", _has_lists, _emptiness),
    Symptom("redesign", "broken", _has_lists, _empty_of_links),
    Symptom("redesign", "broken", lambda s: s.read + s.unread > 0, _no_articles),
    Symptom("charset", "degraded", _has_articles, _damage),
    Symptom("redesign", "degraded", _has_articles, _lost_field),
    Symptom("redesign", "degraded", _has_articles, _other_rule),
    Symptom("redesign", "degraded", _has_articles, _shrinking),
    Symptom("paging", "degraded", lambda s: s.new > 0 and s.lists > 0, _one_page),
)


def is_healthy(showing: Showing, usual: Usual) -> bool:
    """Whether a run shows nothing unusual, so that it may tell what is usual."""
    return showing.outcome in ("ok", "partial") and not any(
        symptom.can_show(showing) and symptom.look(showing, usual) for symptom in SYMPTOMS
    )
