"""What the runs of a site showed while all was well."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from storage.history.signals import Showing

ENOUGH = 4  # runs, below which we do not know what is usual

Measure = Callable[[Showing], float]


@dataclass(frozen=True, slots=True)
class Usual:
    """What earlier runs showed while all was well.

    Without ``is_certain`` nobody knows that all was ever well: then these are all earlier runs, bad
    ones included.
    """

    showings: Sequence[Showing] = ()
    is_certain: bool = True
    _known: dict[Measure, float | None] = field(default_factory=dict, repr=False)
    _winners: dict[str, str | None] = field(default_factory=dict, repr=False)

    def before(self, first: Showing) -> "Usual":
        """Return what was usual before a run."""
        earlier = [showing for showing in self.showings if showing.run_id < first.run_id]
        return Usual(earlier, self.is_certain)

    def middle(self, measure: Measure) -> float | None:
        """Return the median of a measure; None where too few runs have it."""
        if measure not in self._known:
            values = [value for showing in self.showings if (value := measure(showing))]
            self._known[measure] = median(values) if len(values) >= ENOUGH else None
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

    def least(self, measure: Measure) -> float | None:
        """Return the smallest measure; None where too few runs have it."""
        values = [value for showing in self.showings if (value := measure(showing))]
        return min(values) if len(values) >= ENOUGH else None
