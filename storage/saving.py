"""What a visit makes of the tables: its capture, its article, its address, its links."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from article.errors import ArticleError
from article.model import Article
from storage import articles, frontier, restless, visited, withdrawal
from storage.database import Database, SQLiteIntegrityError
from storage.errors import ArchiveCorrupt
from storage.home import Home
from storage.listed import complete_by_lists, dated_by_list
from storage.lookup import leads_to
from storage.reread import Reader, find_stored, read_again
from storage.twins import find_twin
from storage.values import rules
from storage.values.stamp import stamp
from storage.values.urlkey import url_key
from storage.values.visit import LONGEST_REASON, Link, Outcome, Visit
from storage.warc.records import Place

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Counts:
    """What a run has committed."""

    pages: int = 0
    articles_new: int = 0
    articles_changed: int = 0
    errors: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """A visit whose bytes are written; ``refers_to`` is the capture that has them, if not it.

    It ``is_lost`` where the server's word that nothing changed has no page to stand for.
    """

    visit: Visit
    place: Place | None = None
    refers_to: int | None = None
    is_lost: bool = False


# Errors that the values of a visit cause, whatever the state of the archive.
_UNSTORABLE = (SQLiteIntegrityError, ArithmeticError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Saver:
    """Saves the visits of one run, in the transaction of its caller."""

    db: Database
    home: Home
    site: str
    run_id: int
    reader: Reader | None = None
    # New articles whose rows are not written yet, by the ``urls.id`` of their address.
    arrivals: dict[int, articles.Arrival] = field(default_factory=dict)

    def save(self, batch: Sequence[Kept], counts: Counts) -> None:
        """Save visits; one that no table takes becomes an error and holds up no other."""
        try:
            outcomes = self._save_all(batch)
        except _UNSTORABLE:
            outcomes = [self._save_alone(kept) for kept in batch]
        for kept, outcome in zip(batch, outcomes, strict=True):
            has_article = kept.visit.article is not None
            counts.pages += 1
            counts.articles_new += outcome == "new" and has_article
            counts.articles_changed += outcome == "changed" and has_article
            counts.errors += outcome == "error"

    def _save_all(self, batch: Sequence[Kept]) -> list[Outcome]:
        try:
            with self.db.atomic():
                outcomes = [self._save_visit(kept) for kept in batch]
                self._write_arrivals()
                complete_by_lists(self.db, (link for kept in batch for link in kept.visit.links))
            return outcomes
        finally:
            self.arrivals.clear()

    def _save_alone(self, kept: Kept) -> Outcome:
        try:
            return self._save_all([kept])[0]
        except _UNSTORABLE as error:
            logger.exception("visit of urls.id %s", kept.visit.url_id)
            return self._save_failure(kept, f"not storable: {type(error).__name__}: {error}")

    def _write_arrivals(self) -> None:
        """Write the rows of new articles, before anything looks for them."""
        if self.arrivals:
            articles.save_arrivals(self.db, list(self.arrivals.values()))
            self.arrivals.clear()

    def _find_held(self, url_id: int) -> articles.Held | None:
        if url_id in self.arrivals:
            self._write_arrivals()
        return articles.find_held(self.db, url_id)

    def _save_failure(self, kept: Kept, reason: str) -> Outcome:
        visit = replace(
            kept.visit, outcome="error", reason=reason, article=None, links=(), charset=None
        )
        return self._save_visit(replace(kept, visit=visit))

    def _save_visit(self, kept: Kept) -> Outcome:
        visit, db = kept.visit, self.db
        url, sha256 = db.execute(
            "select url, sha256 from urls where id = ?", [visit.url_id]
        ).fetchone()
        same_page = visit.sha256 is not None and visit.sha256 == sha256
        if visit.article is not None and self._leads_astray(visit, visit.article, url):
            reason = f"soft 404: redirected to {visit.article.url}, another article"
            visit = replace(visit, outcome="gone", reason=reason, article=None, links=())
            kept = replace(kept, visit=visit)
        if visit.article is not None and visit.outcome is None:
            outcome = self._save_article(kept, visit.article, url, same_page=same_page)
        else:
            outcome = visit.outcome or _by_bytes(sha256, same_page=same_page)
            self._save_capture(kept, outcome)
            self._save_state(replace(visit, outcome=outcome))
            if kept.is_lost:
                visited.distrust(db, visit.url_id)
        is_read = visit.article is not None or (visit.kind, outcome) == ("list", "unchanged")
        # A page that was seen before may show less now; one that failed shows nothing.
        if outcome != "error" and (visit.links or (is_read and sha256)):
            shown_by = (visit.url_id, url)
            frontier.add(
                db,
                self.site,
                visit.links,
                run_id=self.run_id,
                now=visit.fetched_at,
                found_on=shown_by,
            )
        return outcome

    def _save_article(self, kept: Kept, article: Article, url: str, *, same_page: bool) -> Outcome:
        db, visit = self.db, kept.visit
        url_id, article = self._whose(visit, article, url)
        if article.published_at is None:
            article = dated_by_list(db, url_id, article)
        held = self._find_held(url_id)
        # Further pages may have changed while the first did not.
        same_page = same_page and not self._has_new_parts(url_id)
        if held and not same_page:
            held = self._by_todays_rules(held, visit)
        if held:
            article = restless.exact(db, held, article, same_page=same_page)
            article, visit = self._steady(held, article, visit)
        change = articles.compare(held, article, same_page=same_page)
        if held and change not in (None, "reread"):
            if reason := self._mistaken(held, article, visit):
                # The crawl has told its log of a page that was read well.
                logger.warning("error: %s", reason, extra={"url": url})
                return self._save_failure(kept, reason)
            if restless.is_restless(db, held, article):
                change = None
        outcome: Outcome = _OUTCOMES.get(change, "changed")
        led_to = url_id if url_id != visit.url_id else None
        capture_id = self._save_capture(kept, outcome, led_to)
        sighting = articles.Sighting(capture_id, visit.fetched_at, visit.fingerprint)
        if held is None:
            self.arrivals[url_id] = articles.Arrival(article, sighting, url_id, self.site)
        elif change is not None:
            articles.save_change(db, held, article, sighting, change)
        elif not same_page:
            articles.save_details(db, held, article, sighting)
        self._complete({visit.url_id, url_id}, visit, held, article)
        return outcome

    def _complete(
        self, url_ids: set[int], visit: Visit, held: articles.Held | None, article: Article
    ) -> None:
        """Note the visit of an article at the address asked for, and where that led."""
        for url_id in url_ids:
            if held is not None:
                articles.see_again(self.db, url_id, visit.fetched_at)
            visited.complete(self.db, url_id, visit, published=article.published_at)

    def _steady(self, held: articles.Held, article: Article, visit: Visit) -> tuple[Article, Visit]:
        """Keep the publish day that we hold where the page prints the day of each visit instead."""
        steady = restless.steady(self.db, held, article, at=visit.fetched_at)
        if steady is not article:
            # Only the whole page can tell another time that its day was an editor's.
            visit = replace(visit, sha256=None, etag=None, last_modified=None)
        return steady, visit

    def _mistaken(self, held: articles.Held, article: Article, visit: Visit) -> str | None:
        """Return why what an address shows is no change of its article, None where it is one."""
        marks = articles.marks_of(article, visit.fingerprint)
        if other := articles.turned_into(self.db, held, marks, self.run_id):
            return f"a notice in its place: {other} turned into the same"
        # What a list says too is the word of an editor.
        if frontier.is_listed_as(self.db, held.url_id, article.title):
            return None
        other = articles.stands_at(self.db, held, article, marks)
        return f"another article in its place: that of {other}" if other else None

    def _by_todays_rules(self, held: articles.Held, visit: Visit) -> articles.Held:
        """Read the stored page again if other rules read it: the rest is the site's doing."""
        if self.reader is None or held.reader_version == rules.rules_version():
            return held
        try:
            stored = find_stored(self.db, self.home, held.url_id, self.site)
            article = read_again(self.db, held, stored, self.reader) if stored else None
        except (ArticleError, ArchiveCorrupt):
            return held
        if stored is None or article is None:
            return held
        if articles.compare(held, article, same_page=True):
            sighting = articles.Sighting(stored.capture_id, visit.fetched_at)
            articles.save_change(self.db, held, article, sighting, "reread")
        return articles.find_held(self.db, held.url_id) or held

    def _has_new_parts(self, url_id: int) -> bool:
        """Whether this run saw a further page of an article for the first time, or changed."""
        return bool(self.db.execute(_NEW_PARTS, [url_id, self.run_id]).fetchone())

    def _leads_astray(self, visit: Visit, article: Article, url: str) -> bool:
        """Whether a redirect leads from an article that we hold to another one that we hold."""
        if url_key(article.url) == url_key(url):
            return False
        row = frontier.find(self.db, article.url)
        if row is None or not (self._find_held(visit.url_id) and self._find_held(row["id"])):
            return False
        return not articles.is_one_story(self.db, visit.url_id, row["id"])

    def _whose(self, visit: Visit, article: Article, url: str) -> tuple[int, Article]:
        """Return the ``urls.id`` of the address that an article belongs to, and the article.

        That is where a redirect led, unless the address asked for has an article already: two
        addresses that lead to one page make one article, under the page's own address. Of two
        hosts that differ by ``www.`` only, it is the one that was seen first.
        """
        key = url_key(article.url)
        if self._find_held(visit.url_id):
            return visit.url_id, replace(article, url=url) if key != url_key(url) else article
        if key == url_key(url):
            held = find_twin(
                self.db, visit.url_id, article, find_held=lambda _, its: self._find_held(its)
            )
            return (held.url_id if held else visit.url_id), article
        link = Link(url=article.url, title=article.title)
        frontier.add(self.db, self.site, [link], run_id=self.run_id, now=visit.fetched_at)
        row = frontier.find(self.db, article.url)
        assert row is not None
        return int(row["id"]), article

    def _save_capture(self, kept: Kept, outcome: Outcome, led_to: int | None = None) -> int:
        visit, place = kept.visit, kept.place
        if led_to:  # further pages belong to the article, not to an address that leads to it
            self.db.execute("update urls set part_of = ? where part_of = ?", [led_to, visit.url_id])
        reason = visit.reason and visit.reason[:LONGEST_REASON]
        (capture_id,) = self.db.execute(
            "insert into captures (url_id, run_id, fetched_at, status, outcome, reason, sha256, "
            "bytes, charset, warc_file, warc_offset, warc_length, refers_to, led_to) "
            "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
            [
                visit.url_id, self.run_id, stamp(visit.fetched_at), visit.status, outcome,
                reason, visit.sha256, visit.bytes, visit.charset,
                place.file if place else None,
                place.offset if place else None,
                place.length if place else None,
                kept.refers_to,
                led_to,
            ],
        ).fetchone()  # fmt: skip
        return int(capture_id)

    def _save_state(self, visit: Visit) -> None:
        db, url_id = self.db, visit.url_id
        if visit.kind == "article":
            self._write_arrivals()
        if visit.outcome in ("gone", "redirected_home"):
            visited.lose(db, url_id, visit)
            withdrawal.judge(db, leads_to(db, url_id))
        elif visit.outcome in ("error", "blocked"):
            visited.fail(db, url_id, visit)
        elif visit.is_ignored:
            visited.ignore(db, url_id, visit)
        else:
            shown_id = leads_to(db, url_id) if visit.kind == "article" else url_id
            articles.see_again(db, shown_id, visit.fetched_at)
            published = articles.published(db, shown_id)
            visited.complete(db, url_id, visit, published=published)
            if visit.kind == "article" and visit.sha256:
                articles.save_attachment_digest(db, url_id, visit.sha256)


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
# In this order, by the captures of each part: parts are few, and a run has thousands of captures.
_NEW_PARTS = """
select 1 from urls u cross join captures c
where u.part_of = ? and c.url_id = u.id and +c.run_id = ? and c.outcome in ('new', 'changed')
limit 1
"""
