"""The logs of crawls: one file each in the folder ``logs``, kept for a while."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.home import Home

KEPT = timedelta(days=90)
_FORM = "%Y%m%dT%H%M%S%f"


def new_log(home: Home, site: str, now: datetime) -> Path:
    """Return where a crawl that starts now writes."""
    return home.logs / f"{site}-{now.astimezone(UTC).strftime(_FORM)}.log"


def find_log(home: Home, site: str, started_at: datetime) -> Path | None:
    """Return the log of a run: the latest of its site that was begun before the run's row was."""
    limit = new_log(home, site, started_at).name
    names = sorted(path.name for path in home.logs.glob(f"{site}-*.log") if _is_of(path, site))
    before = [name for name in names if name <= limit]
    return home.logs / before[-1] if before else None


def drop_old_logs(home: Home, now: datetime) -> int:
    """Delete what is older than we keep logs; return how many files that were."""
    limit = (now - KEPT).timestamp()
    old = [path for path in home.logs.glob("*.log") if path.stat().st_mtime < limit]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _is_of(path: Path, site: str) -> bool:
    # "hubei-wuhan-20261125T…" is no log of "hubei".
    return len(path.stem) == len(f"{site}-20261125T021500000000")
