"""What the operating system says of the file system that a path is on."""

import os
from pathlib import Path

_MOUNTS = Path("/proc/self")


def file_system(path: Path) -> str:
    """Return the type of the file system that a path is on, as Linux calls it."""
    mounts = _MOUNTS / "mounts"
    if not mounts.exists():
        return "unknown"
    path, longest, found = path.resolve(), 0, "unknown"
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _, where, kind, *_ = line.split(" ")
        if path.is_relative_to(where.replace(r"\040", " ")) and len(where) >= longest:
            longest, found = len(where), kind
    return found


def is_read_only(folder: Path) -> bool:
    """Whether a folder is on a file system that nobody can write to.

    One that is mounted read-only just here may be written to from elsewhere, as a volume is by
    another container: what is read from it would be taken for damaged.
    """
    try:
        device = os.stat(folder).st_dev
        mounts = (_MOUNTS / "mountinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    number = f"{os.major(device)}:{os.minor(device)}"
    of_device = (line.split(" - ") for line in mounts if line.split()[2] == number)
    options = next((of_all.split()[-1] for _, of_all in of_device), "")
    return "ro" in options.split(",")


def has_room(folder: Path) -> bool:
    """Whether the disk of a folder has any room left; True where it does not say."""
    try:
        return os.statvfs(folder).f_bavail > 0
    except OSError:
        return True
