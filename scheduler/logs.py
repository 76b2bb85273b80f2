"""The logs of crawls: one file each in the folder ``logs``, the latest of which are kept."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from pathlib import Path

from storage.home import Home

KEPT = timedelta(days=90)
MOST_FILES, MOST_BYTES = 10_000, 512 * 2**20
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
    """Delete logs that are too old, too many or too large together; return how many files."""
    limit, room, kept = (now - KEPT).timestamp(), MOST_BYTES, 0
    dropped = []
    for path, written, size in sorted(_files(home), key=itemgetter(1), reverse=True):
        room -= size
        if written < limit or room < 0 or kept == MOST_FILES:
            dropped.append(path)
        else:
            kept += 1
    for path in dropped:
        path.unlink(missing_ok=True)
    return len(dropped)


def _files(home: Home) -> Iterator[tuple[Path, float, int]]:
    """Yield each log, the pieces of long ones included, when it was written last and its size."""
    with os.scandir(home.logs) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):  # other crawls that start clear away too
                if entry.is_file():  # somebody may keep a folder there
                    found = entry.stat()
                    yield Path(entry.path), found.st_mtime, found.st_size


def _is_of(path: Path, site: str) -> bool:
    # "hubei-wuhan-20261125T…" is no log of "hubei".
    return len(path.stem) == len(f"{site}-20261125T021500000000")
