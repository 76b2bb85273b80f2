"""Files and folders outside the archive that somebody named to be written."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.errors import NO_ROOM, DiskFull, PlaceUnwritable


@contextmanager
def writing_to(place: Path) -> Iterator[None]:
    """Turn errors of the operating system into ours, which name the place and none of our drafts.

    Raises PlaceUnwritable or DiskFull; an error at another place is let through.
    """
    try:
        yield
    except OSError as error:
        if error.filename and not _is_at(place, Path(error.filename)):
            raise
        if error.errno in NO_ROOM:
            raise DiskFull(f"{place}: {_reason(place, error)}") from error
        raise PlaceUnwritable(f"{place} cannot be written: {_reason(place, error)}") from error


def _is_at(place: Path, path: Path) -> bool:
    return path.is_relative_to(place) or place.is_relative_to(path) or path.parent == place.parent


def _reason(place: Path, error: OSError) -> str:
    if not place.parent.is_dir():
        return f"there is no folder {place.parent}"
    # Arrow's text names our draft.
    return os.strerror(error.errno) if error.errno else str(error)
