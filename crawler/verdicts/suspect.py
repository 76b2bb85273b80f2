"""Which page a crawl was reading when it died, so that no page ends every crawl."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from mmap import mmap
from pathlib import Path
from struct import Struct

ENTRY = Struct("<qq")  # urls.id that is being read, deaths while it was
DEATHS = 3  # in a row; one or two may be chance, as when somebody kills crawls


class Suspect:
    """A small file beside the site's lock, mapped into memory; made with that lock held.

    A map costs no system call a page: the bytes need to outlive the process, not the machine.
    """

    def __init__(self, path: Path) -> None:
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644), "r+b") as file:
            if len(file.read(ENTRY.size)) < ENTRY.size:
                # Takes its room now: later it only replaces bytes, on a full disk too.
                os.pwrite(file.fileno(), ENTRY.pack(0, 0), 0)
            self._map = mmap(file.fileno(), ENTRY.size)
        self._url_id, deaths = ENTRY.unpack_from(self._map)
        self._deaths = deaths + 1 if self._url_id else 0

    @property
    def guilty(self) -> int | None:
        """Return the ``urls.id`` of the page that ended the last DEATHS crawls, if one did."""
        return self._url_id if self._deaths >= DEATHS else None

    @contextmanager
    def reading(self, url_id: int) -> Iterator[None]:
        """Note that a page is being read, until it is."""
        # The count is that of one page: who dies elsewhere starts it anew.
        self._write(url_id, self._deaths if url_id == self._url_id else 0)
        try:
            yield
        except Exception:
            self._write(0, 0)
            raise
        # What is no Exception, as a SystemExit, ends the crawl too.
        self._write(0, 0)

    def forget(self) -> None:
        """Suspect nobody any more: who was put off is read again in its time."""
        self._url_id, self._deaths = 0, 0
        self._write(0, 0)

    def close(self) -> None:
        """Let the file go; a page that is still being read stays noted."""
        self._map.close()

    def _write(self, url_id: int, deaths: int) -> None:
        ENTRY.pack_into(self._map, 0, url_id, deaths)
