"""The one folder that everything of an installation lives in."""

import os
from dataclasses import dataclass
from pathlib import Path

from storage.files import size_of


@dataclass(frozen=True, slots=True)
class Home:
    """The paths of an installation (``WENMING_HOME``, ``./data`` if unset)."""

    root: Path
    file: str = "archive.db"  # another one only while a restore has not finished it

    @property
    def database(self) -> Path:
        """The SQLite file that answers every question."""
        return self.root / self.file

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
