"""How every benchmark prints: what was measured, the value, what it must reach."""

import platform
import resource
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn


@dataclass(frozen=True, slots=True)
class Measure:
    """One line: ``least`` or ``most`` is the bound that counts, if there is one."""

    name: str
    value: float
    unit: str = ""
    least: float | None = None
    most: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the bound is kept."""
        return (self.least is None or self.value >= self.least) and (
            self.most is None or self.value <= self.most
        )

    def __str__(self) -> str:
        bound = "" if self.least is None else f"≥ {self.least:g}"
        bound = bound if self.most is None else f"≤ {self.most:g}"
        mark = "" if not bound else "ok" if self.holds else "MISSED"
        return f"{self.name:<62} {self.value:>10.5g} {self.unit:<6} {bound:<10} {mark}"


def show(title: str, measures: Iterable[Measure]) -> bool:
    """Print a table; return whether all bounds are kept."""
    rows = list(measures)
    print(f"\n{title}")
    for row in rows:
        print(f"  {row}")
    return all(row.holds for row in rows)


def finish(held: bool) -> NoReturn:
    """Say what it ran on and end, with exit code 1 where a bound was missed."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"\nPython {platform.python_version()}, {time.process_time():.0f} s of CPU, {peak} MB; "
        f"times are CPU times{'' if held else '; BOUNDS MISSED'}"
    )
    sys.exit(not held)
