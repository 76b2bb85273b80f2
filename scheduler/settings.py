"""How the scheduled job behaves."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.cadence import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator may set; ``cadences`` holds the sites with bounds of their own."""

    at_once: int = 4  # crawls
    fresh_hours: float = 2.0  # wall clock of a fresh pass
    sweep_hours: float = 12.0
    memory_mb: int = 1024  # of one crawl
    least_free_mb: int = 500  # with less on the disk nothing is crawled
    jitter: int = 60  # seconds
    cadence: Limits = field(default_factory=Limits)
    cadences: Mapping[str, Limits] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)

    def limits(self, site: str) -> Limits:
        """Return the bounds of a site's visits."""
        return self.cadences.get(site, self.cadence)
