"""What can be wrong with a site, and how its runs show it: the table, pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from scheduler.usual import Usual
from storage.history.signals import FIELDS, GREEDY, RESTING, Showing

Health = Literal["ok", "quiet", "degraded", "broken", "blocked", "paused"]
Share = tuple[int, int]  # so many of so many

_SLOW, _SLOWEST = 4, 1.0  # times the usual; seconds a page, below which nobody is called slow
_SHRUNK = 0.15  # of the usual length
_FEW_LINKS = 0.5  # of the least that lists ever had

# As the crawler calls what goes wrong between two machines.
_NO_NAME = {"name unknown"}
_TIMEOUTS = {"too slow", "504", "524"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """How much proof a cause needs: its symptom counts if it is less probable than ``chance``.

    The probability is by what was usual before. To that we add ``seen`` visits that we never saw,
    ``shown`` of them with the symptom, so that little history proves little.
    """

    seen: float
    shown: float
    chance: float


# Twice in a row is no accident where there never was one. Articles differ, though, and in what a
# page prints of them those of a day resemble each other.
LITTLE_DOUBT = Doubt(3, 0.1, 2e-4)
NO_DOUBT = Doubt(3, 0.04, 2e-4)  # that it was so, twice, before anything else is known
SOME_DOUBT = Doubt(10, 1, 2e-4)
GREAT_DOUBT = Doubt(10, 1, 1e-6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Symptom:
    """How a cause shows.

    ``count`` returns how many visits, lists or articles of a run show it, of how many that could;
    a run shows it from the share ``least`` on. ``doubt`` is for sites where it never showed before:
    where it did, accidents happen, and the doubt is great. With ``needs_history`` it is not looked
    for at sites of which we do not know what is usual.
    """

    cause: str
    state: Health
    count: Callable[[Showing, Usual], Share]
    what: str
    least: float = 0.5
    runs: int = 2  # in a row
    needs_history: bool = True
    doubt: Doubt = LITTLE_DOUBT


def _died(showing: Showing, usual: Usual) -> Share:
    is_greedy = (showing.reason or "").startswith(GREEDY)
    return (int(showing.outcome == "crashed" or is_greedy), 1)


def _failed(names: set[str]) -> Callable[[Showing, Usual], Share]:
    return lambda s, usual: (sum(s.causes.get(name, 0) for name in names), s.visits)


def _gave_up(showing: Showing, usual: Usual) -> Share:
    return (int(showing.given_up > 0), int(RESTING not in (showing.reason or "")))


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


def _lists(showing: Showing) -> float:
    return showing.lists


def _list_links(showing: Showing) -> float:
    return showing.list_links


def _chars(showing: Showing) -> float:
    return showing.chars


def _empty_lists(showing: Showing, usual: Usual) -> Share:
    # A run that is ok in spite of them is of a spider that says its lists may be empty.
    return (showing.empty_lists if showing.outcome != "ok" else 0, showing.lists)


def _poor_lists(showing: Showing, usual: Usual) -> Share:
    lists, links = usual.middle(_lists), usual.least(_list_links)
    # Where but few lists have changed, those are not like all; and none is told by other symptoms.
    if not lists or not links or showing.lists < 0.5 * lists or not showing.list_links:
        return (0, 0)
    return (showing.lists if showing.list_links < _FEW_LINKS * links else 0, showing.lists)


def _garbled(showing: Showing, usual: Usual) -> Share:
    pages = showing.lists + showing.read + showing.unread + showing.garbled
    return (showing.garbled_lists + showing.garbled, pages)


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
        count=_died,
        what="runs ended without a word, or took too much memory",
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
    Symptom(
        cause="unreachable",
        state="degraded",
        count=_gave_up,
        what="runs had to leave a host alone",
        needs_history=False,
        doubt=NO_DOUBT,
    ),
    Symptom(cause="slow", state="degraded", count=_slow, what="visits in slow runs"),
)
_LISTS = (
    Symptom(
        cause="nofollow",
        state="blocked",
        count=lambda s, usual: (s.closed_lists, s.lists),
        what="list pages ask nobody to follow their links",
        needs_history=False,
    ),
    Symptom(
        cause="charset",
        state="broken",
        count=_garbled,
        what="pages are in no known characters",
        needs_history=False,
    ),
    Symptom(
        cause="emptiness",
        state="broken",
        count=_hollow_lists,
        what="list pages without links and nearly without text",
    ),
    Symptom(
        cause="redesign",
        state="broken",
        count=lambda s, usual: (s.gone_lists, s.lists + s.gone_lists),
        what="list pages are gone",
        needs_history=False,
    ),
    Symptom(
        cause="redesign",
        state="broken",
        count=_empty_lists,
        what="list pages without a link",
        needs_history=False,
    ),
    Symptom(
        cause="redesign",
        state="degraded",
        count=_poor_lists,
        what="list pages with few links",
        least=1.0,
    ),
)
READING = (
    Symptom(
        cause="redesign",
        state="broken",
        count=lambda s, usual: (s.unread, s.read + s.unread),
        what="article pages could not be read",
        doubt=SOME_DOUBT,
    ),
    Symptom(
        cause="charset",
        state="degraded",
        count=lambda s, usual: (s.damaged, s.read),
        what="articles have lost characters",
        doubt=SOME_DOUBT,
        least=0.3,
    ),
    *(
        Symptom(
            cause="redesign",
            state="degraded",
            count=_short_of(name),
            what=f"articles have no {name}",
            least=0.7,
            doubt=GREAT_DOUBT,
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
            doubt=GREAT_DOUBT,
        )
        for name in FIELDS
    ),
    Symptom(
        cause="redesign",
        state="degraded",
        count=_short_articles,
        what="articles are cut short",
        doubt=GREAT_DOUBT,
    ),
)
_PAGING = Symptom(
    cause="paging",
    state="degraded",
    count=_without_further_lists,
    what="runs with news found no list that goes on",
    least=1.0,
)
SYMPTOMS: tuple[Symptom, ...] = (*_ANSWERS, *_LISTS, *READING, _PAGING)
