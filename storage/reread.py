"""Stored pages through today's rules: what better reading gains, loses and changes.

Nothing is fetched. A text that comes out differently becomes a version of kind ``reread``, never a
change of the site; a page that could not be read when it came may yield an article now. Work that
was interrupted goes on where it stopped.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from article.errors import ArticleError
from article.model import Article, published_text
from storage import articles, frontier, restless
from storage.database import Database, writing
from storage.errors import ArchiveCorrupt
from storage.frontier import Leased
from storage.home import Home
from storage.listed import dated_by_list
from storage.values import rules
from storage.values.stamp import stamp
from storage.values.storable import storable
from storage.warc.payload import Page, find_original, read_page
from storage.warc.records import Place

FIELDS = ("title", "published_at", "source", "author", "editor", "credit", "channel", "body")
_BATCH = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """The pages of one article as they were received, the first first."""

    address: Leased
    site: str
    pages: Sequence[Page]
    capture_id: int


Reader = Callable[[Stored], Article]  # raises ArticleError
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Report:
    """What came of it: fields by name, and examples of articles for each."""

    read: int = 0
    unchanged: int = 0
    changed: int = 0  # articles with a new version
    found: int = 0  # articles out of pages that could not be read before
    unreadable: int = 0  # articles that today's rules refuse; they stay as they are
    missing: int = 0  # articles whose page is not there any more
    gained: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    altered: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def note(self, what: str, url: str) -> None:
        """Keep a few addresses for each kind of difference."""
        known = self.examples.setdefault(what, [])
        if len(known) < 5:
            known.append(url)


class _Candidate(NamedTuple):
    """An address whose stored page may be an article."""

    url_id: int
    url: str
    site: str


class _Reading(NamedTuple):
    """What became of a candidate: no page was left of it, or no article was found on that."""

    candidate: _Candidate
    stored: Stored | None
    article: Article | None


def reread(
    db: Database,
    home: Home,
    read: Reader,
    *,
    site: str | None = None,
    dry_run: bool = False,
    now: datetime,
    on_progress: Progress | None = None,
) -> Report:
    """Read every stored article again; ``dry_run`` only reports.

    Do not run it beside a crawl of the same site: hold its lock.
    """
    report = Report()
    task = f"reread {site or '*'} {rules.rules_version()}"
    position = 0 if dry_run else _position(db, task, now)
    total, done = _count(db, site, position), 0
    waiting = iter(_waiting(db, site, position))
    while batch := list(islice(waiting, _BATCH)):
        readings = [_read(db, home, read, candidate, report) for candidate in batch]
        if dry_run:
            for reading in readings:
                _report(db, reading, report)
        else:
            with writing(db):
                for reading in readings:
                    _save(db, reading, report, now)
                last = batch[-1].url_id
                db.execute("update progress set position = ? where task = ?", [last, task])
        done += len(batch)
        if on_progress:
            on_progress(done, total)
    if not dry_run:
        with writing(db):
            db.execute("delete from progress where task = ?", [task])
    return report


def _read(
    db: Database, home: Home, read: Reader, candidate: _Candidate, report: Report
) -> _Reading:
    try:
        stored = find_stored(db, home, candidate.url_id, candidate.site)
    except ArchiveCorrupt:
        stored = None
    if stored is None:
        return _Reading(candidate, None, None)
    report.read += 1
    if not all(page.is_whole for page in stored.pages):
        return _Reading(candidate, stored, None)  # its end is missing: no rules find it
    try:
        held = articles.find_held(db, candidate.url_id)
        return _Reading(candidate, stored, read_again(db, held, stored, read))
    except ArticleError:
        return _Reading(candidate, stored, None)


def read_again(db: Database, held: articles.Held | None, stored: Stored, read: Reader) -> Article:
    """Return what stored pages say by today's rules; raises ArticleError."""
    article = storable(read(stored))
    if article.published_at is None:
        article = dated_by_list(db, stored.address.url_id, article)
    if held is None:
        return article
    article = restless.exact(db, held, article, same_page=True)
    (at,) = db.execute(_FETCHED_AT, [stored.capture_id]).fetchone()
    return restless.steady(db, held, article, at=datetime.fromisoformat(at))


def find_stored(db: Database, home: Home, url_id: int, site: str) -> Stored | None:
    """Return the pages of an article; raises ArchiveCorrupt where one of them is lost."""
    place = _place(db, url_id)
    if place is None:
        return None
    capture_id, first = place
    parts = [_place(db, part.url_id) for part in frontier.parts_read(db, url_id)]
    places = [first, *(part[1] for part in parts if part)]
    pages = [read_page(home, place) for place in places]
    address = _with_link(db, frontier.get(db, url_id), capture_id)
    return Stored(address=address, site=site, pages=pages, capture_id=capture_id)


def _with_link(db: Database, address: Leased, capture_id: int) -> Leased:
    """Add what the link said of an article to which it led by way of another address."""
    (asked_id,) = db.execute("select url_id from captures where id = ?", [capture_id]).fetchone()
    if asked_id == address.url_id:
        return address
    asked = frontier.get(db, asked_id)
    said = ("link_title", "link_date", "channel")
    known = {name: getattr(address, name) or getattr(asked, name) for name in said}
    return replace(address, **known)


def _place(db: Database, url_id: int) -> tuple[int, Place] | None:
    """Return the latest page: of a good answer, or of one that could not be read."""
    if original := find_original(db, url_id):
        return original.capture_id, original.place
    row = db.execute(_UNREAD, [url_id]).fetchone()
    return (row[0], Place(*row[1:])) if row else None


def _save(db: Database, reading: _Reading, report: Report, now: datetime) -> None:
    change, held = _report(db, reading, report)
    _, stored, article = reading
    if stored is None or article is None:
        return
    sighting = articles.Sighting(stored.capture_id, now)
    if held is None:
        articles.save_new(db, article, sighting, url_id=stored.address.url_id, site=stored.site)
        db.execute("update urls set state = 'held' where id = ?", [stored.address.url_id])
    elif change is not None:
        articles.save_change(db, held, article, sighting, "reread")
    else:
        articles.save_details(db, held, article, sighting)


def _report(
    db: Database, reading: _Reading, report: Report
) -> tuple[articles.Change | None, articles.Held | None]:
    """Count what came of a reading; return what change it is, and of which article."""
    (url_id, url, _), stored, article = reading
    held = articles.find_held(db, url_id)
    if held and stored is None:
        report.missing += 1
        report.note("missing", url)
    elif held and article is None:
        report.unreadable += 1
        report.note("unreadable", url)
    if stored is None or article is None:
        return None, held
    change = articles.compare(held, article, same_page=True)
    if held is None:
        report.found += 1
        report.note("found", url)
    else:
        report.changed += change is not None
        report.unchanged += change is None
        _compare_fields(db, held.id, article, url, report)
    return change, held


def _compare_fields(
    db: Database, article_id: int, article: Article, url: str, report: Report
) -> None:
    sql = f"select {', '.join(FIELDS)} from articles where id = ?"
    before = next(iter(db.query(sql, [article_id])))
    for name in FIELDS:
        was, now = before[name] or None, _value(article, name)
        if was == now:
            continue
        kind = "gained" if was is None else "lost" if now is None else "altered"
        getattr(report, kind)[name] += 1
        report.note(f"{kind} {name}", url)


def _value(article: Article, name: str) -> str | None:
    value = getattr(article, name)
    return published_text(value) if name == "published_at" else value or None


def _position(db: Database, task: str, now: datetime) -> int:
    with writing(db):
        db.execute(
            "insert into progress (task, position, started_at) values (?, 0, ?) "
            "on conflict (task) do nothing",
            [task, stamp(now)],
        )
        row = db.execute("select position from progress where task = ?", [task]).fetchone()
        return int(row[0])


def _count(db: Database, site: str | None, position: int) -> int:
    sql = f"select count(*) from ({_CANDIDATES})"
    return int(db.execute(sql, {"site": site, "position": position}).fetchone()[0])


def _waiting(db: Database, site: str | None, position: int) -> Iterator[_Candidate]:
    """Yield addresses in order, asked for in pieces so that no long read holds up the log."""
    while rows := db.execute(
        f"{_CANDIDATES} limit {_BATCH}", {"site": site, "position": position}
    ).fetchall():
        yield from map(_Candidate._make, rows)
        position = rows[-1][0]


_CANDIDATES = """
select id, url, site from urls u
where id > :position and (:site is null or site = :site) and kind = 'article' and part_of is null
  and state <> 'ignored'
  and not (state = 'pending' and exists (  -- erased, to be fetched again
    select 1 from suppressions s where s.url_id = u.id and s.erased_at is not null))
  and (
    exists (select 1 from articles a where a.url_id = u.id)
    or exists (select 1 from captures c where c.url_id = u.id and c.warc_file is not null
               and c.outcome = 'error' and c.status = 200)
  )
order by id
"""
_FETCHED_AT = "select fetched_at from captures where id = ?"
_UNREAD = """
select id, warc_file, warc_offset, warc_length from captures
where url_id = ? and warc_file is not null and refers_to is null and outcome = 'error'
  and status = 200 order by id desc limit 1
"""
