"""Single files, read and replaced so that neither pipes nor power cuts do harm."""

import errno
import fcntl
import os
import stat
from io import BufferedReader
from pathlib import Path


def size_of(path: Path) -> int:
    """Return the bytes of a file, 0 where there is none: SQLite's log goes with its last user."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def open_regular(path: Path) -> BufferedReader:
    """Open a file to read its bytes; raises OSError for whatever else has its name.

    A named pipe would keep us waiting for somebody who writes to it.
    """
    fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    mode = os.fstat(fd).st_mode
    if stat.S_ISREG(mode):
        return os.fdopen(fd, "rb")
    os.close(fd)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    raise OSError(errno.ESPIPE, "a pipe or a device, no file", str(path))


def read_text(path: Path) -> str:
    """Return the text of a file; raises OSError as ``open_regular``, ValueError for no UTF-8."""
    with open_regular(path) as file:
        return file.read().decode()


def replace_text(path: Path, text: str) -> None:
    """Give a file another text; not even a power cut shows half of it.

    Raises OSError where the disk is full: then the old text stays.
    """
    draft = path.with_suffix(".tmp")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def sync_folder(folder: Path) -> None:
    """Make names in a folder as durable as what they name."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def is_locked(path: Path) -> bool:
    """Whether a process holds the ``flock`` of a file; no file is none that anybody holds."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        return True
    finally:
        os.close(fd)
