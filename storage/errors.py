"""What can go wrong with an archive.

::

    StorageError
    ├── NotAnArchive        the file is no archive of ours, or no database at all
    ├── ArchiveTooNew       it was written by a newer wenming
    ├── ArchiveCorrupt      SQLite or a WARC file contradicts itself
    ├── ArchiveUnwritable   a folder or file that must be written is not ours to write
    ├── PlaceUnwritable     a place that was named for an export or a backup cannot be written
    ├── ArchiveBusy         another process kept the write lock for too long
    ├── DiskFull            no space left; what was committed before is safe
    ├── SiteLocked          another crawl of this site is running
    └── AlreadyRan          a run of this site was planned for the same moment
"""

import errno
from pathlib import Path

# What the operating system says where there is no room: on the disk, in a quota, in one file.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class StorageError(Exception):
    """Something is wrong with the archive; the message says what, where and by which rule."""


class NotAnArchive(StorageError):
    """The file exists but is not one of ours; it was left untouched."""


class ArchiveTooNew(StorageError):
    """The archive was written by a newer wenming; it was left untouched."""


class ArchiveCorrupt(StorageError):
    """SQLite or a WARC file contradicts itself."""


class ArchiveUnwritable(StorageError):
    """A folder or file that must be written belongs to somebody else."""


class PlaceUnwritable(StorageError):
    """A place that was named for an export or a backup cannot be written; the archive is well."""


class ArchiveBusy(StorageError):
    """Another process kept the write lock for longer than we wait."""


class DiskFull(StorageError):
    """No space left on the device; everything committed before is safe."""


class SiteLocked(StorageError):
    """Another crawl of the same site is running."""

    def __init__(self, site: str, path: Path) -> None:
        super().__init__(f"{site}: another crawl holds {path}")
        self.site = site
        self.path = path


class AlreadyRan(StorageError):
    """A run of the site was planned for the same moment, and ran or was passed over."""
