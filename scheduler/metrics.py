"""The scheduler in numbers, in the text format of Prometheus.

Names and units follow https://prometheus.io/docs/practices/naming/; labels are site, outcome and
the like, never an address.
"""

import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.metadata import version
from typing import get_args

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
    SummaryMetricFamily,
)
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector, CollectorRegistry

from scheduler.health import Verdict
from scheduler.state import State
from scheduler.symptoms import Health
from storage.database import Database
from storage.files import size_of
from storage.history.tallies import Tallies, last_successes
from storage.home import Home

FILE = "metrics.prom"


class Numbers:
    """Counts on with every look, so that years of runs are read once."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._tallies = Tallies()

    def text(self, db: Database, state: State, verdicts: Mapping[str, Verdict]) -> bytes:
        """Return everything as Prometheus reads it."""
        self._tallies.count_on(db)
        registry = CollectorRegistry()
        successes = {site: _seconds(at) for site, at in last_successes(db).items()}
        registry.register(_Fixed([*self._counters(), *self._gauges(state, verdicts, successes)]))
        return generate_latest(registry)

    def _counters(self) -> Iterator[Metric]:
        tallies = self._tallies
        for name, what, label, counts in (
            ("runs", "Planned runs and runs by hand", "outcome", tallies.runs),
            ("articles_stored", "Articles stored", "kind", tallies.articles),
            ("http_responses", "Answers of servers", "code_class", tallies.answers),
        ):
            family = CounterMetricFamily(f"wenming_{name}", f"{what}.", labels=["site", label])
            for labels, number in sorted(counts.items()):
                family.add_metric(list(labels), number)
            yield family
        errors = CounterMetricFamily("wenming_errors", "Visits that failed.", labels=["site"])
        for site, number in sorted(tallies.errors.items()):
            errors.add_metric([site], number)
        yield errors
        durations = SummaryMetricFamily(
            "wenming_run_duration_seconds", "How long crawls took.", labels=["site"]
        )
        for site, number in sorted(tallies.timed.items()):
            durations.add_metric([site], count_value=number, sum_value=tallies.seconds[site])
        yield durations

    def _gauges(
        self, state: State, verdicts: Mapping[str, Verdict], successes: Mapping[str, float]
    ) -> Iterator[Metric]:
        yield _by_site("last_success_timestamp_seconds", "End of the last good run.", successes)
        following = {site: at.timestamp() for site, at in state.next.items()}
        yield _by_site("next_run_timestamp_seconds", "The next planned run.", following)
        health = GaugeMetricFamily(
            "wenming_site_health", "1 for the state a site is in.", labels=["site", "state"]
        )
        for site, verdict in sorted(verdicts.items()):
            for name in get_args(Health):
                health.add_metric([site, name], verdict.state == name)
        yield health
        heartbeat = state.looked_at.timestamp() if state.looked_at else 0
        disk = shutil.disk_usage(self.home.root)
        for name, what, value in (
            ("scheduler_heartbeat_timestamp_seconds", "Last look of the scheduler.", heartbeat),
            ("crawls_running", "Crawls that are running.", len(state.running)),
            ("database_bytes", "Size of the archive's database.", size_of(self.home.database)),
            ("disk_free_bytes", "Free space where the archive is.", disk.free),
        ):
            yield GaugeMetricFamily(f"wenming_{name}", what, value=value)
        yield InfoMetricFamily("wenming_build", "What runs.", {"version": version("wenming")})


class _Fixed(Collector):
    def __init__(self, families: list[Metric]) -> None:
        self.families = families

    def collect(self) -> list[Metric]:
        return self.families


def save_text(home: Home, text: bytes) -> None:
    """Replace the text file that node_exporter's textfile collector reads."""
    draft = home.root / f"{FILE}.tmp"
    draft.write_bytes(text)
    draft.replace(home.root / FILE)


def _by_site(name: str, what: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(f"wenming_{name}", what, labels=["site"])
    for site, value in sorted(values.items()):
        family.add_metric([site], value)
    return family


def _seconds(stored: str) -> float:
    return datetime.fromisoformat(stored).timestamp()
