"""One scheduler an archive."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from storage.database import storage_errors_at
from storage.errors import SiteLocked
from storage.files import is_locked
from storage.home import Home


class AlreadyScheduled(SiteLocked):
    """Another scheduler works on this archive."""

    def __init__(self, path: Path) -> None:
        super().__init__("scheduler", path)

    def __str__(self) -> str:
        return f"another scheduler works on this archive and holds {self.path}"


class Displaced(SiteLocked):
    """The home is no longer the one that the scheduler began with."""

    def __init__(self, path: Path) -> None:
        super().__init__("scheduler", path)

    def __str__(self) -> str:
        what = "the home was moved away or replaced under the running scheduler, which has ended"
        return f"{what}: {self.path}"


@contextmanager
def only_scheduler(home: Home) -> Iterator[Callable[[], bool]]:
    """Be the only scheduler of an archive; raises AlreadyScheduled where there is another.

    The kernel frees the lock with the process, however that ends. Yields a function that tells
    whether our lock is still the lock of the home: a home that is moved away takes its lock along,
    and another scheduler may work on the one that is restored in its place.
    """
    path = _lock(home)
    with storage_errors_at(home.root):
        home.make()
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield lambda: _is_at(path, descriptor)
    except BlockingIOError:
        raise AlreadyScheduled(path) from None
    finally:
        os.close(descriptor)


def is_scheduled(home: Home) -> bool:
    """Whether a scheduler works on an archive now."""
    with suppress(OSError):
        return is_locked(_lock(home))
    return False


def _is_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True  # a disk that fails just now says nothing


def _lock(home: Home) -> Path:
    return home.root / "scheduler.lock"  # not among the sites' locks, whose names anybody gives
