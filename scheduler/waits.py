"""Patience with what fails: ever longer waits, up to a limit."""

from datetime import datetime, timedelta

_FIRST, _LONGEST = timedelta(minutes=1), timedelta(minutes=30)


class Waits:
    """Until when each site is left alone after crawls that could not even start."""

    def __init__(self) -> None:
        self._waits: dict[str, tuple[datetime, timedelta]] = {}

    def is_over(self, site: str, now: datetime) -> bool:
        """Whether a site may be tried again."""
        return site not in self._waits or self._waits[site][0] <= now

    def lengthen(self, site: str, now: datetime) -> None:
        """Wait twice as long as the last time."""
        _, last = self._waits.get(site, (now, _FIRST / 2))
        wait = min(2 * last, _LONGEST)
        self._waits[site] = (now + wait, wait)

    def end(self, site: str) -> None:
        """Forget that a site ever failed."""
        self._waits.pop(site, None)

    def end_all(self) -> None:
        """Forget all waits: they mean nothing once the clock was set."""
        self._waits.clear()
