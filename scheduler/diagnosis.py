"""Which symptoms the runs of a site show; pure.

Every symptom is a share: so many of so many visits, lists or articles. It counts when at least two
runs in a row show it, and when chance would hardly do as much, by what was usual before. So one bad
night is no news, and where little is known it takes more to be sure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, log1p

from scheduler.symptoms import GREAT_DOUBT, READING, SYMPTOMS, Health, Share, Symptom
from scheduler.usual import ENOUGH, Usual
from storage.history.signals import Showing

_ROW = 6  # runs that are looked at together, at most
_USUAL = 0.15  # share from which on a site is simply like that


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; ``runs`` show it."""

    cause: str
    state: Health
    reason: str
    runs: tuple[int, ...] = ()


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
    doubt = GREAT_DOUBT if known else symptom.doubt
    if _chance(part, whole, (known + doubt.shown) / (seen + doubt.seen)) > doubt.chance:
        return None
    is_ours = symptom.cause == "redesign" and _is_ours(symptom, before, row[0], recent)
    cause = "reader regression" if is_ours else symptom.cause
    usually = f", usually {known / seen:.0%}" if seen else ""
    reason = f"{part} of {whole} {symptom.what}{usually}"
    return Finding(cause, symptom.state, reason, tuple(showing.run_id for showing in row))


def _row(symptom: Symptom, recent: Sequence[Showing], usual: Usual) -> tuple[Usual, list[Showing]]:
    """Return the latest runs that show a symptom without a break, and what was usual before."""
    row: list[Showing] = []
    begin: Showing | None = None
    for showing in reversed(recent if usual.is_certain else _all(recent, usual)):
        part, whole = symptom.count(showing, usual)
        if not whole:
            continue
        # One of four is an accident, one of one may be all there was.
        is_shown = part >= max(symptom.least * whole, 2 if whole > 2 else 1)
        if not is_shown or (usual.is_certain and len(row) == _ROW):
            break
        begin = showing
        if len(row) < _ROW:
            row.insert(0, showing)
    if begin is None:
        return usual, row
    before = usual.before(begin)
    part, whole = _total(symptom, before.showings, before)
    is_usual = part > _USUAL * whole
    is_unknown = symptom.needs_history and len(_telling(symptom, before)) < ENOUGH
    return before, [] if is_usual or is_unknown else row


def _all(recent: Sequence[Showing], usual: Usual) -> list[Showing]:
    """Return all runs that are known: what was wrong from the first on is not usual by that."""
    runs = {showing.run_id: showing for showing in (*usual.showings, *recent)}
    return [runs[run_id] for run_id in sorted(runs)]


def _telling(symptom: Symptom, usual: Usual) -> list[Showing]:
    """Return the runs that could have shown a symptom."""
    return [showing for showing in usual.showings if symptom.count(showing, usual)[1]]


def _is_ours(symptom: Symptom, before: Usual, first: Showing, recent: Sequence[Showing]) -> bool:
    """Whether what looks like a change of the site began with a change of our rules.

    Where new rules read the site's stored pages as the old ones did, it is the site after all.
    Lists are not stored.
    """
    known = {showing.reader for showing in _telling(symptom, before) if showing.reader}
    if first.reader is None or not known or first.reader in known:
        return False
    trial = next((one for one in recent if one.reader == first.reader and one.tried), None)
    if trial is None or symptom not in READING:
        return True
    return 2 * trial.tried_worse >= trial.tried


def _total(symptom: Symptom, showings: Sequence[Showing], usual: Usual) -> Share:
    counts = [symptom.count(showing, usual) for showing in showings]
    return sum(part for part, _ in counts), sum(whole for _, whole in counts)


def _chance(part: int, whole: int, share: float) -> float:
    """Return the chance of as many or more, where each is one with the usual share.

    >>> round(_chance(2, 2, 0.1), 3)
    0.01
    """
    # By logarithms, as no float holds the binomials of a thousand visits.
    return sum(
        exp(
            lgamma(whole + 1) - lgamma(k + 1) - lgamma(whole - k + 1)
            + k * log(share) + (whole - k) * log1p(-share)
        )
        for k in range(part, whole + 1)
    )  # fmt: skip
