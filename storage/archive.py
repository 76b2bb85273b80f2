"""What a crawl found, kept for good: WARC first, synced; then one transaction for the whole batch.

A crash between the two leaves bytes that nobody names, cut off at the next start; never a row
without its bytes. An address counts as seen in the same transaction as its article is saved.
"""

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

from article.model import Article
from storage import frontier
from storage.database import Database, storage_errors_at, writing
from storage.errors import ArchiveCorrupt, ArchiveUnwritable, DiskFull
from storage.home import Home
from storage.reread import Reader
from storage.saving import Counts, Kept, Saver
from storage.suppress import find_standing
from storage.twins import TWIN_KEY
from storage.values.storable import storable
from storage.values.visit import Visit
from storage.visited import SUPPRESSED
from storage.warc.files import recover, register
from storage.warc.payload import find_original
from storage.warc.records import Record, read_record
from storage.warc.writer import WarcWriter

logger = logging.getLogger(__name__)

BATCH = 100
OLDEST = timedelta(seconds=5)


def least_free(folder: Path) -> int:
    """Return how many bytes must be free for a crawl: half a gigabyte, less on a small disk."""
    return min(512 * 2**20, shutil.disk_usage(folder).total // 20)


def now_utc() -> datetime:
    """Return the moment, in UTC."""
    return datetime.now(UTC)


class Archivist:
    """Keeps what one run of one site finds; made with the site's lock held.

    Every method raises StorageError where the archive cannot take it: DiskFull also when fewer than
    ``reserve`` bytes are left, as the next batch may not fit. What was committed before stays.
    """

    def __init__(
        self,
        db: Database,
        home: Home,
        site: str,
        run_id: int,
        *,
        clock: Callable[[], datetime] = now_utc,
        reserve: int | None = None,
    ) -> None:
        self.counts = Counts()
        self._db = db
        self._home = home
        self._saver = Saver(db, home, site, run_id)
        self._clock = clock
        self._reserve = least_free(home.root) if reserve is None else reserve
        self._kept: list[Kept] = []
        self._oldest: datetime | None = None
        self._committed = 0  # bytes of the open WARC file
        self._failed = False
        self._check_space()
        with storage_errors_at(home.warc):
            self._file = home.database.stat()
            for name in recover(home, db, site, now=clock()):
                logger.warning("%s was left by a crawl that died, and ends with its commit", name)
        self._warc = WarcWriter(home.warc, site, run_id)

    def read_stored_with(self, reader: Reader) -> None:
        """Read a page that other rules read again before its article is compared with a new one.

        Otherwise what today's rules make of it would be taken for a change of the site.
        """
        self._saver = replace(self._saver, reader=reader)

    def add(self, visit: Visit) -> None:
        """Write the bytes of a visit, keep the rest for the batch; a full batch is committed."""
        self._refuse_after_failure()
        with self._failing(), storage_errors_at(self._home.warc):
            sql = _ADDRESS_WITH_TWIN if visit.article else _ADDRESS
            row = self._db.execute(sql, [visit.url_id]).fetchone()
            url, visited_at, is_suppressed, twin = row
            if is_suppressed and visit.kind == "article":
                visit = _emptied(visit, "suppressed while it was fetched")
            elif visit.article:
                visit = self._unless_suppressed(visit, storable(visit.article), url, twin)
            self._kept.append(self._write(visit, is_known=visited_at is not None))
        self._oldest = self._oldest or self._clock()
        if len(self._kept) >= BATCH:
            self.flush()

    def refuse_replaced(self) -> None:
        """Raise ArchiveUnwritable where another database, or none, is in the place of ours.

        What is written to one that was moved away is lost to all who look in its place.
        """
        database = self._home.database
        with storage_errors_at(database):
            if not os.path.samestat(database.stat(), self._file):
                raise ArchiveUnwritable(f"{database} was replaced while it was written to")

    def due(self) -> bool:
        """Whether the oldest visit that is not committed has waited for long enough."""
        return self._oldest is not None and self._clock() - self._oldest >= OLDEST

    def flush(self) -> None:
        """Commit everything kept; nothing of it counts before this returns."""
        self._refuse_after_failure()
        with self._failing():
            self.refuse_replaced()
        if not self._kept:
            return
        with self._failing():
            with storage_errors_at(self._home.warc):
                self._warc.sync()
            counts = self._commit()
        self.counts = counts
        self._committed = max((k.place.end for k in self._kept if k.place), default=self._committed)
        self._kept.clear()
        self._oldest = None
        if self._warc.is_full:
            self._close_file()
        self._check_space()

    def close(self) -> None:
        """Commit what is kept and give the WARC file its final name."""
        try:
            self.flush()
            self._close_file()
        finally:
            self._warc.abandon()

    def _unless_suppressed(
        self, visit: Visit, article: Article, url: str, twin: int | None
    ) -> Visit:
        """Return a visit without its page if that is suppressed where it led to, or on its twin."""
        led_to = None if url == article.url else frontier.find(self._db, article.url)
        for target in (led_to and led_to["id"], twin):
            if target and target != visit.url_id and find_standing(self._db, target):
                reason = f"leads to {frontier.get(self._db, target).url}, which is suppressed"
                return _emptied(visit, reason)
        return visit if article is visit.article else replace(visit, article=article)

    def _write(self, visit: Visit, *, is_known: bool) -> Kept:
        if not visit.exchanges:
            return Kept(visit)
        *hops, last = visit.exchanges
        refers_to, original = self._find_original(visit) if is_known else (None, None)
        if last.status == HTTPStatus.NOT_MODIFIED and original is None:
            # Without the page that it stands for it would be replayed as an empty one.
            return Kept(replace(visit, exchanges=()), is_lost=True)
        for hop in hops:
            self._warc.write(hop)
        place = self._warc.write(last, original)
        # A batch of large files would fill the memory; of a written body only its end matters now.
        visit = replace(visit, exchanges=(replace(last, body=b""),))
        return Kept(visit, place, refers_to if original else None)

    def _find_original(self, visit: Visit) -> tuple[int | None, Record | None]:
        """Return the capture whose body a visit would repeat, proved by reading it."""
        last = visit.exchanges[-1]
        if last.truncated or (last.status != 304 and visit.sha256 is None):
            return None, None
        found = find_original(self._db, visit.url_id)
        if found is None or (last.status != 304 and found.sha256 != visit.sha256):
            return None, None
        try:
            record = read_record(self._home.warc, found.place)
        except ArchiveCorrupt:
            return None, None
        is_same = last.status == 304 or record.payload == last.body
        if record.kind != "response" or not record.is_intact() or not is_same:
            return None, None
        return found.capture_id, record

    def _commit(self) -> Counts:
        counts = replace(self.counts)
        with writing(self._db):
            self._saver.save(self._kept, counts)
            self._db.execute(
                "update runs set pages = ?, articles_new = ?, articles_changed = ?, errors = ? "
                "where id = ?",
                [
                    counts.pages, counts.articles_new, counts.articles_changed, counts.errors,
                    self._saver.run_id,
                ],
            )  # fmt: skip
        return counts

    def _close_file(self) -> None:
        with self._failing(), storage_errors_at(self._home.warc):
            closed = self._warc.close(self._committed)
            self._committed = 0
            if closed:
                register(self._db, closed, now=self._clock())

    def _check_space(self) -> None:
        with storage_errors_at(self._home.root):
            free = shutil.disk_usage(self._home.root).free
        if free < self._reserve:
            raise DiskFull(
                f"{self._home.root}: {free / 2**20:.1f} MB free, "
                f"crawls stop below {self._reserve / 2**20:.1f} MB"
            )

    def _refuse_after_failure(self) -> None:
        if self._failed:
            raise ArchiveUnwritable(f"{self._home.root}: an earlier write failed; start anew")

    @contextmanager
    def _failing(self) -> Iterator[None]:
        """Trust nothing after a failure: a failed fsync may have dropped what it did not write."""
        try:
            yield
        except BaseException:
            self._failed = True
            self._warc.abandon()
            raise


def _emptied(visit: Visit, reason: str) -> Visit:
    """Return the visit of a page of which nothing may be kept."""
    return replace(visit, outcome="error", reason=reason, article=None, exchanges=())


_ADDRESS = f"select url, visited_at, {SUPPRESSED}, null from urls where id = ?"
# Together, as to begin to read takes longer than to find a row.
_ADDRESS_WITH_TWIN = f"""
select own.url, own.visited_at, {SUPPRESSED}, twin.id
from urls join urls own on own.id = urls.id left join urls twin on twin.url_key = {TWIN_KEY}
where urls.id = ?
"""
