"""What a crawl found, kept for good: WARC first, synced; then one transaction for the whole batch.

A crash between the two leaves bytes that nobody names, cut off at the next start; never a row
without its bytes. An address counts as seen in the same transaction as its article is saved.
"""

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from article.model import Article
from storage import articles, frontier, standing, withdrawal
from storage.database import Database, SQLiteIntegrityError, told_plainly, writing
from storage.errors import ArchiveCorrupt, ArchiveUnwritable, DiskFull
from storage.home import Home
from storage.payload import find_original
from storage.records import Place, Record, read_record
from storage.stamp import stamp
from storage.storable import storable
from storage.suppress import find_standing
from storage.urlkey import url_key
from storage.visit import Link, Outcome, Visit
from storage.warc import WarcWriter
from storage.warcfiles import recover, register

logger = logging.getLogger(__name__)

BATCH = 100
OLDEST = timedelta(seconds=5)


def least_free(folder: Path) -> int:
    """Return how many bytes must be free for a crawl: half a gigabyte, less on a small disk."""
    return min(512 * 2**20, shutil.disk_usage(folder).total // 20)


def now_utc() -> datetime:
    """Return the moment, in UTC."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Counts:
    """What a run has committed."""

    pages: int = 0
    articles_new: int = 0
    articles_changed: int = 0
    errors: int = 0


@dataclass(frozen=True, slots=True)
class _Kept:
    """A visit whose bytes are written; ``refers_to`` is the capture that has them, if not it."""

    visit: Visit
    place: Place | None
    refers_to: int | None


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
        self._site = site
        self._run_id = run_id
        self._clock = clock
        self._reserve = least_free(home.root) if reserve is None else reserve
        self._kept: list[_Kept] = []
        self._oldest: datetime | None = None
        self._committed = 0  # bytes of the open WARC file
        self._failed = False
        self._check_space()
        with told_plainly(home.warc):
            recover(home, db, site, now=clock())
        self._warc = WarcWriter(home.warc, site, run_id)

    def add(self, visit: Visit) -> None:
        """Write the bytes of a visit, keep the rest for the batch; a full batch is committed."""
        self._refuse_after_failure()
        if visit.article:
            visit = self._unless_suppressed(visit, storable(visit.article))
        with self._failing(), told_plainly(self._home.warc):
            self._kept.append(self._write(visit))
        self._oldest = self._oldest or self._clock()
        if len(self._kept) >= BATCH:
            self.flush()

    def due(self) -> bool:
        """Whether the oldest visit that is not committed has waited for long enough."""
        return self._oldest is not None and self._clock() - self._oldest >= OLDEST

    def flush(self) -> None:
        """Commit everything kept; nothing of it counts before this returns."""
        self._refuse_after_failure()
        if not self._kept:
            return
        with self._failing():
            with told_plainly(self._home.warc):
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

    def _unless_suppressed(self, visit: Visit, article: Article) -> Visit:
        """Keep nothing of a page that a redirect led to, if it may not be shown."""
        target = frontier.find(self._db, article.url)
        if target and target["id"] != visit.url_id and find_standing(self._db, target["id"]):
            reason = f"leads to {article.url}, which is suppressed"
            return replace(visit, outcome="error", reason=reason, article=None, exchanges=())
        return replace(visit, article=article)

    def _write(self, visit: Visit) -> _Kept:
        if not visit.exchanges:
            return _Kept(visit, None, None)
        *hops, last = visit.exchanges
        for hop in hops:
            self._warc.write(hop)
        refers_to, original = self._find_original(visit)
        place = self._warc.write(last, original)
        return _Kept(visit, place, refers_to if original else None)

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
            for kept in self._kept:
                self._save(kept, counts)
            self._db.execute(
                "update runs set pages = ?, articles_new = ?, articles_changed = ?, errors = ? "
                "where id = ?",
                [
                    counts.pages, counts.articles_new, counts.articles_changed, counts.errors,
                    self._run_id,
                ],
            )  # fmt: skip
        return counts

    def _save(self, kept: _Kept, counts: Counts) -> None:
        """Save one visit; one that no table takes becomes an error and holds up no other."""
        self._db.execute("savepoint visit")
        try:
            outcome = self._save_visit(kept)
        except (SQLiteIntegrityError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            self._db.execute("rollback to visit")
            logger.exception("visit of urls.id %s", kept.visit.url_id)
            outcome = self._save_failure(kept, f"not storable: {type(error).__name__}: {error}")
        self._db.execute("release visit")
        counts.pages += 1
        counts.articles_new += outcome == "new" and kept.visit.article is not None
        counts.articles_changed += outcome == "changed" and kept.visit.article is not None
        counts.errors += outcome == "error"

    def _save_failure(self, kept: _Kept, reason: str) -> Outcome:
        visit = replace(
            kept.visit, outcome="error", reason=reason[:300], article=None, links=(), charset=None
        )
        return self._save_visit(replace(kept, visit=visit))

    def _save_visit(self, kept: _Kept) -> Outcome:
        visit, db = kept.visit, self._db
        url, sha256 = db.execute(
            "select url, sha256 from urls where id = ?", [visit.url_id]
        ).fetchone()
        same_page = visit.sha256 is not None and visit.sha256 == sha256
        if visit.article is not None and visit.outcome is None:
            outcome = self._save_article(kept, visit.article, url, same_page=same_page)
        else:
            outcome = visit.outcome or _by_bytes(sha256, same_page=same_page)
            self._save_capture(kept, outcome)
            self._save_state(replace(visit, outcome=outcome))
        if visit.links:
            frontier.add(
                db, self._site, visit.links, run_id=self._run_id, now=visit.fetched_at, found_on=url
            )
        return outcome

    def _save_article(self, kept: _Kept, article: Article, url: str, *, same_page: bool) -> Outcome:
        db, visit = self._db, kept.visit
        url_id, article = self._whose(visit, article, url)
        held = articles.find_held(db, url_id)
        # Further pages may have changed while the first did not.
        change = articles.compare(held, article, same_page=same_page and not article.pages)
        outcome: Outcome = _OUTCOMES.get(change, "changed")
        capture_id = self._save_capture(kept, outcome)
        sight = articles.Sight(capture_id, visit.fetched_at, visit.fingerprint)
        if held is None:
            articles.save_new(db, article, sight, url_id=url_id, site=self._site)
        elif change is not None:
            articles.save_change(db, held, article, sight, change)
        elif not same_page:
            articles.save_details(db, held, article)
        visit = replace(visit, outcome=outcome)
        for known in {visit.url_id, url_id}:
            articles.see_again(db, known, visit.fetched_at)
            frontier.complete(db, known, visit, published=article.published_at)
        return outcome

    def _whose(self, visit: Visit, article: Article, url: str) -> tuple[int, Article]:
        """Return the address that an article belongs to: where a redirect led, if it is news.

        Two addresses that lead to one page make one article, under the page's own address.
        """
        key = url_key(article.url)
        if key == url_key(url) or articles.find_held(self._db, visit.url_id):
            return visit.url_id, replace(article, url=url) if key != url_key(url) else article
        link = Link(url=article.url, title=article.title)
        frontier.add(self._db, self._site, [link], run_id=self._run_id, now=visit.fetched_at)
        row = frontier.find(self._db, article.url)
        assert row is not None
        return int(row["id"]), article

    def _save_capture(self, kept: _Kept, outcome: Outcome) -> int:
        visit, place = kept.visit, kept.place
        (capture_id,) = self._db.execute(
            "insert into captures (url_id, run_id, fetched_at, status, outcome, reason, sha256, "
            "bytes, charset, warc_file, warc_offset, warc_length, refers_to) "
            "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
            [
                visit.url_id, self._run_id, stamp(visit.fetched_at), visit.status, outcome,
                visit.reason, visit.sha256, visit.bytes, visit.charset,
                place.file if place else None,
                place.offset if place else None,
                place.length if place else None,
                kept.refers_to,
            ],
        ).fetchone()  # fmt: skip
        return int(capture_id)

    def _save_state(self, visit: Visit) -> None:
        db, url_id = self._db, visit.url_id
        if visit.outcome in ("gone", "redirected_home"):
            frontier.lose(db, url_id, visit)
            withdrawal.judge(db, url_id)
        elif visit.outcome in ("error", "blocked"):
            frontier.fail(db, url_id, visit)
        elif visit.is_ignored:
            standing.ignore(db, url_id, visit)
        else:
            articles.see_again(db, url_id, visit.fetched_at)
            published = articles.published(db, url_id)
            frontier.complete(db, url_id, visit, published=published)
            if visit.kind == "article" and visit.sha256:
                articles.save_attachment_digest(db, url_id, visit.sha256)

    def _close_file(self) -> None:
        with self._failing(), told_plainly(self._home.warc):
            closed = self._warc.close(self._committed)
            self._committed = 0
            if closed:
                register(self._db, closed, now=self._clock())

    def _check_space(self) -> None:
        with told_plainly(self._home.root):
            free = shutil.disk_usage(self._home.root).free
        if free < self._reserve:
            raise DiskFull(
                f"{self._home.root}: {free // 2**20} MB free, "
                f"crawls stop below {self._reserve // 2**20} MB"
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
            raise


def _by_bytes(before: str | None, *, same_page: bool) -> Outcome:
    if before is None:
        return "new"
    return "unchanged" if same_page else "changed"


# A new version by better rules is no change of the site.
_OUTCOMES: dict[articles.Change | None, Outcome] = {
    "first": "new",
    None: "unchanged",
    "reread": "unchanged",
}
