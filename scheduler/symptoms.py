"""What can be wrong with a site, and how its runs show it; pure.

Every symptom is a share: so many of so many visits, lists or articles. It counts when at least two
runs in a row show it, and when chance would hardly do as much, by what was usual before. So one bad
night is no news, and where little is known it takes more to be sure.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import comb
from statistics import median
from typing import Literal

from storage.signals import FIELDS, Showing

State = Literal["ok", "quiet", "degraded", "broken", "blocked", "paused"]
Measure = Callable[[Showing], float]
Share = tuple[int, int]  # so many of so many

_CHANCE = 2e-4  # of an accident that looks like the symptom
_ROW = 6  # runs that are looked at together, at most
_ENOUGH = 5  # runs, below which we do not know what is usual
_DOUBT = 10  # visits that we count as seen before there were any
_USUAL = 0.15  # share from which on a site is simply like that
_SLOW, _SLOWEST = 4, 8.0  # times the usual; seconds a page, below which nobody is called slow
_SHRUNK = 0.15  # of the usual length

# As the crawler calls what goes wrong between two machines.
_NO_NAME = {"name unknown"}
_TIMEOUTS = {"too slow", "504", "524"}


@dataclass(frozen=True, slots=True)
class Usual:
    """What earlier runs showed while all was well, and today's rules of reading."""

    showings: Sequence[Showing] = ()
    reader: str | None = None
    _known: dict[Measure, float | None] = field(default_factory=dict, repr=False)
    _winners: dict[str, str | None] = field(default_factory=dict, repr=False)

    def before(self, first: Showing) -> "Usual":
        """Return what was usual before a run."""
        earlier = [showing for showing in self.showings if showing.run_id < first.run_id]
        return Usual(earlier, self.reader)

    def middle(self, measure: Measure) -> float | None:
        """Return the median of a measure; None where too few runs have it."""
        if measure not in self._known:
            values = [value for showing in self.showings if (value := measure(showing))]
            self._known[measure] = median(values) if len(values) >= _ENOUGH else None
        return self._known[measure]

    def winner(self, name: str) -> str | None:
        """Return the rule that nearly always gave a field, if there is one."""
        if name not in self._winners:
            rules: Counter[str] = Counter()
            for showing in self.showings:
                rules.update(showing.rules.get(name, {}))
            rule, times = next(iter(rules.most_common(1)), (None, 0))
            self._winners[name] = rule if times >= 0.8 * rules.total() > 0 else None
        return self._winners[name]

    @property
    def other_reader(self) -> bool:
        """Whether the rules of reading have changed since."""
        readers = {showing.reader for showing in self.showings if showing.reader}
        return bool(readers) and self.reader is not None and self.reader not in readers


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; ``runs`` show it."""

    cause: str
    state: State
    reason: str
    runs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Symptom:
    """How a cause shows.

    ``count`` returns how many visits, lists or articles of a run show it, of how many that could;
    a run shows it from the share ``least`` on. ``needs_history`` keeps it from sites of which we do
    not know what is usual.
    """

    cause: str
    state: State
    count: Callable[[Showing, Usual], Share]
    what: str
    least: float = 0.5
    runs: int = 2  # in a row
    needs_history: bool = True


def find(recent: Sequence[Showing], usual: Usual) -> list[Finding]:
    """Return what the latest runs show, the worst first; ``recent`` is in order of time."""
    return [finding for symptom in SYMPTOMS if (finding := _diagnosis(symptom, recent, usual))]


def is_clear(recent: Sequence[Showing], usual: Usual) -> bool:
    """Whether nothing is shown or suspected, so that the latest runs may tell what is usual.

    One run that shows a symptom is a suspicion, until another that could show it does not.
    """
    return not any(_row(symptom, recent, usual)[1] for symptom in SYMPTOMS)


def _diagnosis(symptom: Symptom, recent: Sequence[Showing], usual: Usual) -> Finding | None:
    before, row = _row(symptom, recent, usual)
    if len(row) < symptom.runs:
        return None
    part, whole = _total(symptom, row, before)
    known, seen = _total(symptom, before.showings, before)
    if _chance(part, whole, (known + 1) / (seen + _DOUBT)) > _CHANCE:
        return None
    is_ours = symptom.cause == "redesign" and before.other_reader and symptom in _READING
    cause = "reader regression" if is_ours else symptom.cause
    usually = f", usually {known / seen:.0%}" if seen else ""
    reason = f"{part} of {whole} {symptom.what}{usually}"
    return Finding(cause, symptom.state, reason, tuple(showing.run_id for showing in row))


def _row(symptom: Symptom, recent: Sequence[Showing], usual: Usual) -> tuple[Usual, list[Showing]]:
    """Return the latest runs that show a symptom without a break, and what was usual before."""
    row: list[Showing] = []
    for showing in reversed(recent):
        part, whole = symptom.count(showing, usual)
        if not whole:
            continue
        # One of four is an accident, one of one may be all there was.
        is_shown = part >= max(symptom.least * whole, 2 if whole > 2 else 1)
        if not is_shown or len(row) == _ROW:
            break
        row.insert(0, showing)
    if not row:
        return usual, row
    before = usual.before(row[0])
    telling = [showing for showing in before.showings if symptom.count(showing, before)[1]]
    part, whole = _total(symptom, telling, before)
    is_usual = part > _USUAL * whole
    is_unknown = symptom.needs_history and len(telling) < _ENOUGH
    return before, [] if is_usual or is_unknown else row


def _total(symptom: Symptom, showings: Sequence[Showing], usual: Usual) -> Share:
    counts = [symptom.count(showing, usual) for showing in showings]
    return sum(part for part, _ in counts), sum(whole for _, whole in counts)


def _chance(part: int, whole: int, share: float) -> float:
    """Return the chance of as many or more, where each is one with the usual share.

    >>> round(_chance(2, 2, 0.1), 3)
    0.01
    """
    return sum(
        comb(whole, k) * share**k * (1 - share) ** (whole - k) for k in range(part, whole + 1)
    )


def _failed(names: set[str]) -> Callable[[Showing, Usual], Share]:
    return lambda s, usual: (sum(s.causes.get(name, 0) for name in names), s.visits)


def _slow(showing: Showing, usual: Usual) -> Share:
    usually, pace = usual.middle(_pace), _pace(showing)
    is_slow = usually is not None and pace >= max(_SLOW * usually, _SLOWEST)
    # Each of its pages was slow, not just one moment of the run.
    return (showing.visits if is_slow else 0, showing.visits if pace else 0)


def _pace(showing: Showing) -> float:
    """Return seconds a page; 0 where there were too few to tell."""
    return showing.seconds / showing.visits if showing.visits >= 2 else 0.0


def _list_bytes(showing: Showing) -> float:
    return showing.list_bytes


def _chars(showing: Showing) -> float:
    return showing.chars


def _empty_lists(showing: Showing, usual: Usual) -> Share:
    # A run that is ok in spite of them is of a spider that says its lists may be empty.
    return (showing.empty_lists if showing.outcome != "ok" else 0, showing.lists)


def _hollow_lists(showing: Showing, usual: Usual) -> Share:
    usually = usual.middle(_list_bytes)
    part, whole = _empty_lists(showing, usual)
    return (part if usually and showing.list_bytes < 0.3 * usually else 0, whole)


def _short_of(name: str) -> Callable[[Showing, Usual], Share]:
    return lambda s, usual: (s.short_of.get(name, 0), s.read)


def _other_rule(name: str) -> Callable[[Showing, Usual], Share]:
    def count(showing: Showing, usual: Usual) -> Share:
        winner, rules = usual.winner(name), showing.rules.get(name, {})
        total = sum(rules.values())
        return (total - rules.get(winner, 0) if winner else 0, total)

    return count


def _short_articles(showing: Showing, usual: Usual) -> Share:
    usually = usual.middle(_chars)
    shrunk = usually is not None and showing.chars < _SHRUNK * usually
    return (showing.read if shrunk else 0, showing.read)


def _without_further_lists(showing: Showing, usual: Usual) -> Share:
    could = showing.new > 0 and showing.lists > 0
    return (int(could and not showing.further_lists), int(could))


_ANSWERS = (
    Symptom(
        cause="crash",
        state="broken",
        count=lambda s, usual: (int(s.outcome == "crashed"), 1),
        what="runs ended without a word",
        needs_history=False,
    ),
    Symptom(
        cause="blocked",
        state="blocked",
        count=lambda s, usual: (s.blocked, s.visits),
        what="visits were refused",
        least=0.2,
        needs_history=False,
    ),
    Symptom(
        cause="DNS",
        state="broken",
        count=_failed(_NO_NAME),
        what="visits found no address for the host's name",
        needs_history=False,
    ),
    Symptom(
        cause="certificate",
        state="broken",
        count=_failed({"certificate"}),
        what="visits met a bad certificate",
        needs_history=False,
    ),
    Symptom(
        cause="slow",
        state="degraded",
        count=_failed(_TIMEOUTS),
        what="visits took too long",
        least=0.2,
        needs_history=False,
    ),
    Symptom(
        cause="unreachable",
        state="broken",
        count=lambda s, usual: (s.errors, s.visits),
        what="visits failed",
        needs_history=False,
    ),
    Symptom(cause="slow", state="degraded", count=_slow, what="visits in slow runs"),
)
_LISTS = (
    Symptom(
        cause="emptiness",
        state="broken",
        count=_hollow_lists,
        what="list pages without links and nearly without text",
    ),
    Symptom(cause="redesign", state="broken", count=_empty_lists, what="list pages without a link"),
)
_READING = (
    Symptom(
        cause="redesign",
        state="broken",
        count=lambda s, usual: (s.unread, s.read + s.unread),
        what="article pages could not be read",
    ),
    Symptom(
        cause="charset",
        state="degraded",
        count=lambda s, usual: (s.damaged, s.read),
        what="articles have lost characters",
        least=0.3,
    ),
    *(
        Symptom(
            cause="redesign",
            state="degraded",
            count=_short_of(name),
            what=f"articles have no {name}",
            least=0.7,
        )
        for name in FIELDS
    ),
    *(
        Symptom(
            cause="redesign",
            state="degraded",
            count=_other_rule(name),
            what=f"articles owe their {name} to another rule than usual",
            least=0.8,
            runs=3,  # harmless for now: the field is still found
        )
        for name in FIELDS
    ),
    Symptom(
        cause="redesign", state="degraded", count=_short_articles, what="articles are cut short"
    ),
)
_PAGING = Symptom(
    cause="paging",
    state="degraded",
    count=_without_further_lists,
    what="runs with news found no second list page",
    least=1.0,
)
SYMPTOMS: tuple[Symptom, ...] = (*_ANSWERS, *_LISTS, *_READING, _PAGING)
