"""One scheduler an archive."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.database import told_plainly
from storage.errors import SiteLocked
from storage.home import Home


class AlreadyScheduled(SiteLocked):
    """Another scheduler works on this archive."""

    def __str__(self) -> str:
        return "another scheduler works on this archive"


@contextmanager
def only_scheduler(home: Home) -> Iterator[None]:
    """Be the only scheduler of an archive; raises AlreadyScheduled where there is another.

    The kernel frees the lock with the process, however that ends.
    """
    path = _lock(home)
    with told_plainly(home.root):
        home.make()
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise AlreadyScheduled("scheduler", path) from None
    finally:
        os.close(descriptor)


def is_scheduled(home: Home) -> bool:
    """Whether a scheduler works on an archive now."""
    try:
        with _lock(home).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _lock(home: Home) -> Path:
    return home.root / "scheduler.lock"  # not among the sites' locks, whose names anybody gives
