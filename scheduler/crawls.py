"""The crawls that are running: started, looked at, asked to end."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from scheduler.due import Slot
from scheduler.launch import Crawl, Ended
from scheduler.waits import Waits
from storage.errors import StorageError

logger = logging.getLogger(__name__)


class Running(Protocol):
    """A crawl that was started."""

    def poll(self) -> Ended | None:
        """Return how it ended, None while it runs."""

    def stop(self, why: str) -> None:
        """Ask it to end."""


@dataclass(frozen=True, slots=True)
class Started:
    """A crawl and the moment that it was planned for."""

    crawl: Running
    slot: Slot


class Crawls:
    """At most one crawl a site; ``waits`` is the patience with those that cannot even start."""

    def __init__(self, launch: Callable[[Crawl], Running], clock: Callable[[], datetime]) -> None:
        self.launch = launch
        self.clock = clock
        self.running: dict[str, Started] = {}
        self.waits = Waits()

    def may_start(self, site: str, at_once: int) -> bool:
        """Whether there is a place for a site, and no reason to wait."""
        return len(self.running) < at_once and self.waits.is_over(site, self.clock())

    def start(self, crawl: Crawl, slot: Slot) -> None:
        """Start a crawl; where none can be started, the site has to wait."""
        site = crawl.site
        try:
            self.running[site] = Started(self.launch(crawl), slot)
        except (OSError, StorageError) as error:
            self.waits.lengthen(site, self.clock())
            logger.error("%s: no crawl could be started: %s", site, error, extra={"site": site})
        else:
            logger.info("%s: %s pass starts", site, slot.kind, extra={"site": site})

    def ended(self) -> Iterator[tuple[str, Slot, Ended]]:
        """Yield the crawls that ended since, each once."""
        for site, started in list(self.running.items()):
            try:
                ended = started.crawl.poll()
            except StorageError as error:
                # The row stays open; a later round closes it, as nobody holds the lock any more.
                ended = Ended(None, -1, str(error))
            if ended is not None:
                del self.running[site]
                yield site, started.slot, ended

    def stop(self, why: str) -> None:
        """Ask every crawl to end; go on with ``ended`` until none is running."""
        for started in self.running.values():
            started.crawl.stop(why)
