"""Articles and their versions: what a visit of a page makes of what we hold.

Everything here belongs in the transaction of its caller. The text of the current version is in
``articles`` only; a version that is superseded takes its text along to ``versions``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from json import dumps
from typing import Literal

from article.change import classify, is_recount
from article.fingerprint import Fingerprint, fingerprint
from article.model import Article, Evidence, published_text
from article.tidy import repairs_json
from storage import reprints
from storage.database import Database
from storage.fulltext import index
from storage.suppress import find_standing
from storage.values import rules
from storage.values.stamp import stamp
from storage.values.storable import clean
from storage.values.urlkey import url_key

_LONGEST_NOTE = 120  # characters

# The columns of what is held.
HELD = "id, url_id, version, title, body, published_at, source, content_hash, reader_version"

Change = Literal["first", "cosmetic", "editorial", "substantive", "reread"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """How a version was seen: in which capture, and when.

    ``marks`` is the fingerprint of the article, if somebody made it already.
    """

    capture_id: int | None
    seen_at: datetime
    marks: Fingerprint | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article that we did not have, at the address where it was found."""

    article: Article
    sighting: Sighting
    url_id: int
    site: str


@dataclass(frozen=True, slots=True)
class Held:
    """The article that we hold of an address, as far as versions compare it."""

    id: int
    url_id: int
    version: int
    title: str
    body: str
    published_at: str | None
    source: str | None
    content_hash: str
    reader_version: str | None


def marks_of(article: Article, made: Fingerprint | None = None) -> Fingerprint:
    """Return the fingerprint of an article, made now unless somebody made it before."""
    return made or fingerprint(article.body, article.title, article.repairs)


def find_held(db: Database, url_id: int) -> Held | None:
    """Return the article of an address."""
    row = db.execute(f"select {HELD} from articles where url_id = ?", [url_id]).fetchone()
    return Held(*row) if row else None


def is_one_story(db: Database, *url_ids: int) -> bool:
    """Whether the articles of some addresses are reprints of one another."""
    marks = ", ".join("?" * len(url_ids))
    (stories,) = db.execute(
        f"select count(distinct story_id) from articles where url_id in ({marks})", url_ids
    ).fetchone()
    return bool(stories == 1)


def compare(held: Held | None, article: Article, *, same_page: bool) -> Change | None:
    """Say what kind of version an article would be; None where it says what we hold.

    ``same_page`` says that the bytes are those we read last time, so that a difference comes from
    our rules.
    """
    if held is None:
        return "first"
    published = published_text(article.published_at)
    is_same = (held.title, held.published_at, held.source) == (
        article.title, published, article.source,
    )  # fmt: skip
    if is_same and held.body == article.body:
        return None
    if is_same and not same_page and is_recount(held.body, article.body):
        return None
    return "reread" if same_page else classify(held, article)


def turned_into(db: Database, held: Held, marks: Fingerprint, run_id: int) -> str | None:
    """Return an address whose article turned into the very text that this one would, in one run.

    Where two that were no reprints of each other do so, their site shows a notice in place of all.
    """
    row = db.execute(
        "select a.url from articles a join articles own on own.id = ? and own.site = a.site "
        "join versions v on v.article_id = a.id and v.version = a.version and v.version > 1 "
        "join captures c on c.id = v.capture_id and c.run_id = ? "
        "where a.content_hash = ? and a.id <> own.id and a.story_id is not own.story_id limit 1",
        [held.id, run_id, marks.content_hash],
    ).fetchone()
    return row[0] if row else None


def stands_at(db: Database, held: Held, article: Article, marks: Fingerprint) -> str | None:
    """Return the address of another live article that has the title and the text of this one.

    Caches that are ill show one address the page of another; those of one story may well agree.
    """
    row = db.execute(
        "select a.url from articles a join articles own on own.id = ? and own.site = a.site "
        "where a.content_hash = ? and a.title = ? and a.state = 'live' "
        "and a.id <> own.id and a.story_id is not own.story_id limit 1",
        [held.id, marks.content_hash, article.title],
    ).fetchone()
    return row[0] if row else None


def save_new(db: Database, article: Article, sighting: Sighting, *, url_id: int, site: str) -> int:
    """Insert one article as :func:`save_arrivals` does many; return its id."""
    return save_arrivals(db, [Arrival(article, sighting, url_id, site)])[0]


def save_arrivals(db: Database, arrivals: Sequence[Arrival]) -> list[int]:
    """Insert articles with their first versions and what they share with others; return their ids.

    Together, because the full-text index writes out what it was given whenever another statement
    may have to be undone by itself, and articles between other rows cost it twice as much.
    """
    (last,) = db.execute("select coalesce(max(id), 0) from articles").fetchone()
    marks = [marks_of(one.article, one.sighting.marks) for one in arrivals]
    numbered = list(zip(count(last + 1), arrivals, marks, strict=False))
    index(db, ((id_, one.article.title, one.article.body) for id_, one, _ in numbered))
    rows = [_row(id_, one, its) for id_, one, its in numbered]
    names, places = ", ".join(rows[0]), ", ".join(f":{name}" for name in rows[0])
    db.conn.executemany(f"insert into articles ({names}) values ({places})", rows)
    firsts = (
        _version(id_, 1, one.article, one.sighting, its, "first") for id_, one, its in numbered
    )
    db.conn.executemany(_INSERT_VERSION, firsts)
    _save_attachments(db, ((id_, one.article) for id_, one, _ in numbered))
    reprints.link_new(db, {id_: its for id_, _, its in numbered})
    return [id_ for id_, _, _ in numbered]


def save_change(
    db: Database, held: Held, article: Article, sighting: Sighting, change: Change
) -> None:
    """Make a new version of an article; the old text stays in ``versions``."""
    marks = marks_of(article, sighting.marks)
    db.execute(
        "update versions set body = ? where article_id = ? and version = ?",
        [held.body, held.id, held.version],
    )
    row = {
        **_fields(article),
        "content_hash": marks.content_hash,
        "version": held.version + 1,
        "id": held.id,
    }
    _update(db, row)
    if change != "reread":
        _update(db, {"last_changed_at": stamp(sighting.seen_at), "id": held.id})
    version = _version(held.id, held.version + 1, article, sighting, marks, change)
    db.execute(_INSERT_VERSION, version)
    _save_attachments(db, [(held.id, article)])
    _link_again(db, held, marks, published_text(article.published_at))


def save_details(db: Database, held: Held, article: Article, sighting: Sighting) -> None:
    """Bring up to date what makes no version: editor, channel, evidence, what never rests."""
    _update(db, {**_fields(article), "id": held.id})
    _save_attachments(db, [(held.id, article)])
    before = (held.title, held.published_at, held.source)
    shown = (article.title, published_text(article.published_at), article.source)
    if (before, held.body) == (shown, article.body):
        return
    marks = marks_of(article, sighting.marks)
    _update(db, {"content_hash": marks.content_hash, "id": held.id})
    own = [held.id, held.version]
    db.execute(_UPDATE_VERSION, [*shown, marks.content_hash, *own])
    if before != shown or not is_recount(held.body, article.body):
        # A count of readers is in the page of any visit, the rest in that of this one only.
        db.execute(_UPDATE_SIGHT, [sighting.capture_id, stamp(sighting.seen_at), *own])
    _link_again(db, held, marks, shown[1])


def _link_again(db: Database, held: Held, marks: Fingerprint, published: str | None) -> None:
    as_before = (held.content_hash, held.published_at) == (marks.content_hash, published)
    if not as_before and not find_standing(db, held.url_id):
        reprints.link(db, held.id, marks)


def see_again(db: Database, url_id: int, seen_at: datetime) -> None:
    """Note that an article still stands as we hold it; one that was withdrawn is back."""
    db.execute(
        "update articles set last_seen_at = ?, state = 'live', withdrawn_at = null "
        "where url_id = ?",
        [stamp(seen_at), url_id],
    )


def published(db: Database, url_id: int) -> date | None:
    """Return the day on which an address's article was published, if we hold one."""
    row = db.execute("select published_date from articles where url_id = ?", [url_id]).fetchone()
    return date.fromisoformat(row[0]) if row and row[0] else None


def save_attachment_digest(db: Database, url_id: int, digest: str) -> None:
    """Note the SHA-256 of an attachment whose bytes were fetched from an address."""
    (url,) = db.execute("select url from urls where id = ?", [url_id]).fetchone()
    rest = url.partition("://")[2]
    db.execute(
        "update attachments set sha256 = ? where url in (?, ?)",
        [digest, f"http://{rest}", f"https://{rest}"],
    )


def _note(found: Evidence, day: str | None) -> str:
    """Return a rule and what it read as one line for a table; all of it is in ``evidence``.

    Of a long text, such as a page in one line, what is around the ``day`` is shown.
    """
    line = " ".join(f"{found.rule}: {found.text}".split())
    if len(line) <= _LONGEST_NOTE:
        return line
    # The numbers of the day, however they are written.
    numbers = r"\D{1,3}0?".join(part.lstrip("0") for part in (day or "").split("-"))
    printed = re.search(rf"{numbers}(?!\d)", line) if day else None
    if printed is None or printed.end() <= _LONGEST_NOTE:
        return f"{line[:_LONGEST_NOTE]}…"
    start = printed.start() - _LONGEST_NOTE // 4
    around = line[start : start + _LONGEST_NOTE]
    return f"{found.rule}: …{around}" + ("…" if start + _LONGEST_NOTE < len(line) else "")


def _row(article_id: int, arrival: Arrival, marks: Fingerprint) -> Mapping[str, object]:
    at = stamp(arrival.sighting.seen_at)
    return {
        "id": article_id,
        "url": arrival.article.url,
        "url_id": arrival.url_id,
        "site": arrival.site,
        **_fields(arrival.article),
        "content_hash": marks.content_hash,
        "first_seen_at": at,
        "last_seen_at": at,
        "last_changed_at": at,
        "story_id": article_id,
    }


def _fields(article: Article) -> Mapping[str, object]:
    published = published_text(article.published_at)
    evidence = {name: _told(found) for name, found in article.evidence.items()}
    when, day = article.evidence.get("published_at"), published and published[:10]
    return {
        "title": article.title,
        "published_at": published,
        "published_date": day,
        "published_evidence": clean(_note(when, day)) if when else None,
        "source": article.source or None,
        "author": article.author or None,
        "editor": article.editor or None,
        "credit": article.credit or None,
        "channel": article.channel or None,
        "keywords": dumps(article.keywords, ensure_ascii=False) if article.keywords else None,
        "body": article.body,
        "chars": len(article.body),
        "reader_version": rules.rules_version(),
        "evidence": clean(dumps(evidence, ensure_ascii=False)) if evidence else None,
        "repairs": clean(repairs_json(article.repairs)),
    }


def _told(found: Evidence) -> Mapping[str, object]:
    # What asdict() would give, in a tenth of its time.
    others = [{"rule": other.rule, "value": other.value} for other in found.others]
    return {"rule": found.rule, "text": found.text, "others": others, "conflict": found.conflict}


def _update(db: Database, row: Mapping[str, object]) -> None:
    assignments = ", ".join(f"{name} = :{name}" for name in row if name != "id")
    db.execute(f"update articles set {assignments} where id = :id", dict(row))


def _version(
    article_id: int,
    number: int,
    article: Article,
    sighting: Sighting,
    marks: Fingerprint,
    change: Change,
) -> Sequence[object]:
    return [
        article_id, number, sighting.capture_id, stamp(sighting.seen_at), article.title,
        published_text(article.published_at), article.source, marks.content_hash, change,
    ]  # fmt: skip


def _save_attachments(db: Database, articles: Iterable[tuple[int, Article]]) -> None:
    """Bring the lists up to date; what is no longer linked to stays, as we may have its bytes."""
    db.conn.executemany(
        "insert into attachments (article_id, url, kind, title, sha256) "
        "values (?, ?, ?, ?, (select sha256 from urls where url_key = ?)) "
        "on conflict (article_id, url) do update set kind = excluded.kind, title = excluded.title",
        (
            (article_id, clean(url), kind, clean(title), url_key(url))
            for article_id, article in articles
            for url, kind, title in _as_known(db, article_id, _attached(article))
        ),
    )


def _as_known(
    db: Database, article_id: int, attached: Iterable[tuple[str, str, str | None]]
) -> Iterator[tuple[str, str, str | None]]:
    """Yield what is attached under the address that we have: https makes no other file of it."""
    known: dict[str, str] | None = None
    for url, kind, title in attached:
        if known is None:
            rows = db.execute("select url from attachments where article_id = ?", [article_id])
            known = {url_key(there): there for (there,) in rows}
        yield known.setdefault(url_key(url), url), kind, title


def _attached(article: Article) -> Iterator[tuple[str, str, str | None]]:
    yield from ((image.url, "image", image.caption) for image in article.images)
    yield from ((file.url, file.kind, file.title) for file in article.attachments)


_INSERT_VERSION = (
    "insert into versions (article_id, version, capture_id, seen_at, title, published_at, source, "
    "content_hash, change) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_UPDATE_VERSION = (
    "update versions set title = ?, published_at = ?, source = ?, content_hash = ? "
    "where article_id = ? and version = ?"
)
_UPDATE_SIGHT = (
    "update versions set capture_id = ?, seen_at = ? where article_id = ? and version = ?"
)
