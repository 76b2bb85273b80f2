"""The scheduled job as a whole: visits, verdicts, alerts and numbers, each at its pace."""

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from article.model import BEIJING
from scheduler import holidays
from scheduler.alerts import Channel
from scheduler.outbox import Outbox
from scheduler.service import Service
from scheduler.watch import Watch
from storage.database import storage_errors_at
from storage.errors import StorageError

if TYPE_CHECKING:
    from scheduler.endpoint import Endpoint
    from scheduler.metrics import Numbers

logger = logging.getLogger(__name__)


class Daemon:
    """Looks after a service: what the clock calls each minute and every ten."""

    def __init__(
        self,
        service: Service,
        channels: Sequence[Channel] = (),
        *,
        numbers: "Numbers | None" = None,
        endpoint: "Endpoint | None" = None,
    ) -> None:
        self.service = service
        service.on_end = lambda site, ended: self.judge(site)
        self.watch = Watch(service.home, service.planner, service.absent)
        self.outbox = Outbox(service.home, channels)
        self.numbers = numbers
        self.endpoint = endpoint
        self._complained: list[str] = []
        self._before = service.state.looked_at  # as whoever looked before us left it

    def each_ten_minutes(self) -> None:
        """Judge all sites and tell what changed, together."""
        self.judge()
        self.tell()
        self._mind_holidays()

    def each_minute(self) -> None:
        """Show that we live, and publish the numbers."""
        self.outbox.collect()
        if self.endpoint:
            self.endpoint.looked_at = self.service.state.looked_at
        if self.numbers:
            self._publish(self.numbers)

    def judge(self, site: str | None = None) -> None:
        """Judge one site, after its crawl, or all, as some things show by their absence."""
        service = self.service
        try:
            with storage_errors_at(service.home.database):
                rows = [row for row in service.sites.values() if site in (None, row["id"])]
                self.watch.judge(service.db, rows, now=service.clock())
        except StorageError as error:
            logger.error("the sites could not be judged: %s", error)

    def tell(self) -> None:
        """Send the alerts that are due."""
        service = self.service
        try:
            with storage_errors_at(service.home.root):
                self.watch.forget(service.sites)
                titles = {site: row["title"] or site for site, row in service.sites.items()}
                self.outbox.send(self.watch.verdicts, titles)
        except StorageError as error:
            logger.error("the alerts could not be sent: %s", error)

    def _mind_holidays(self) -> None:
        """Say once what is wrong with the table by which the visits of a day are planned.

        One that a timer starts says it at the first look of a day.
        """
        today = self.service.clock().astimezone(BEIJING).date()
        before = self._before and self._before.astimezone(BEIJING).date()
        if before == today and not self.service.state.stays:
            return
        complaints = holidays.complaints(today)
        if complaints != self._complained:
            for complaint in complaints:
                logger.warning("holidays: %s", complaint)
            self._complained = complaints

    def _publish(self, numbers: "Numbers") -> None:
        from scheduler.metrics import save_text

        try:
            with storage_errors_at(self.service.home.database):
                page = numbers.text(self.service.db, self.service.state, self.watch.verdicts)
                save_text(self.service.home, page)
        except StorageError as error:
            logger.error("the numbers could not be published: %s", error)
        else:
            if self.endpoint:
                self.endpoint.metrics = page
