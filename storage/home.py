"""The one folder that everything of an installation lives in."""

import errno
import os
import stat
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The paths of an installation (``WENMING_HOME``, ``./data`` if unset)."""

    root: Path

    @property
    def database(self) -> Path:
        """The SQLite file that answers every question."""
        return self.root / "archive.db"

    @property
    def is_begun(self) -> bool:
        """Whether there is an archive: who was killed while making one leaves an empty file."""
        return size_of(self.database) > 0

    @property
    def warc(self) -> Path:
        """Raw captures."""
        return self.root / "warc"

    @property
    def logs(self) -> Path:
        """One log a run."""
        return self.root / "logs"

    @property
    def backups(self) -> Path:
        """Backups, unless another place is named."""
        return self.root / "backups"

    @property
    def locks(self) -> Path:
        """One file a site; holding its ``flock`` means crawling it."""
        return self.root / "locks"

    def lock(self, site: str) -> Path:
        """The file whose ``flock`` is the right to crawl a site; raises ValueError for a path."""
        if not site or site.startswith(".") or {"/", "\\", "\0"} & set(site):
            raise ValueError(f"no name for a site: {site!r}")
        return self.locks / f"{site}.lock"

    @property
    def size(self) -> int:
        """Bytes of everything in it."""
        return sum(
            size_of(Path(folder, name)) for folder, _, names in os.walk(self.root) for name in names
        )

    def make(self) -> None:
        """Create the folders that are missing."""
        for folder in (self.root, self.warc, self.logs, self.backups, self.locks):
            folder.mkdir(parents=True, exist_ok=True)


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
