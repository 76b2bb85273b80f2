"""Proof that an archive is whole: every digest, offset, revisit, reference, entry and count.

Nothing is changed. A finding names what is wrong and where. A crawl may run beside it: of the file
that it writes to, what the database names is checked.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from article.fingerprint import fingerprint
from article.tidy import repairs_from_json
from storage import withdrawal
from storage.database import Database, SQLiteError, message_of, open_read_only
from storage.home import Home
from storage.values.urlkey import url_key
from storage.warc.proof import Finding, Progress, check_files

_FEW = 20  # rows that a check names
_NO_ROOM = ("SQLITE_FULL", "SQLITE_CANTOPEN", "SQLITE_IOERR_WRITE")  # of temporary files


def verify(home: Home, on_progress: Progress | None = None) -> Iterator[Finding]:
    """Yield everything that is wrong with an archive; raises StorageError where there is none."""
    with closing(open_read_only(home)) as db:
        for check in (
            _check_database,
            _check_characters,
            check_full_text,
            _check_rows,
            _check_keys,
            _check_attachments,
            _check_withdrawn,
        ):
            yield from _readable(check(db))
        yield from _readable(check_files(db, home, on_progress))


def _readable(findings: Iterator[Finding]) -> Iterator[Finding]:
    """A check that meets a damaged page of the database ends with it, and the next one begins."""
    try:
        yield from findings
    except SQLiteError as error:
        yield Finding("database", "archive.db", message_of(error))


def _check_database(db: Database) -> Iterator[Finding]:
    for (message,) in db.execute(f"pragma integrity_check({_FEW})").fetchall():
        if message != "ok":
            yield Finding("database", "archive.db", message)
    for table, rowid, parent, _ in db.execute("pragma foreign_key_check").fetchmany(_FEW):
        yield Finding("foreign key", f"{table} {rowid}", f"refers to no row of {parent}")


def _check_characters(db: Database) -> Iterator[Finding]:
    """Name the texts that are no UTF-8: SQLite does not mind, but no answer can hold them."""
    db.conn.create_function("undecodable", -1, _undecodable)
    for table, columns, key in db.execute(_TEXTS).fetchall():
        names = columns.split()
        blobs = ", ".join(f'cast("{name}" as blob)' for name in names)
        found = f"select {key or 'rowid'} as key, undecodable({blobs}) as place from {table}"
        undecodable = f"select key, place from ({found}) where place is not null limit {_FEW}"
        for row, place in db.execute(undecodable):
            yield Finding("characters", f"{table} {row}", f"{names[place]} is no UTF-8")


def _undecodable(*texts: bytes | None) -> int | None:
    for place, text in enumerate(texts):
        try:
            str(text or b"", "utf-8")
        except UnicodeDecodeError:
            return place
    return None


def check_full_text(db: Database) -> Iterator[Finding]:
    """Compare the index with the texts.

    SQLite looks by a write, and may take minutes: in the archive that would keep crawls waiting.
    So it looks at a copy among the temporary tables, within one view of index and texts.
    """
    try:
        _examine_copy(db)
    except SQLiteError as error:
        has_room = not getattr(error, "sqlite_errorname", "").startswith(_NO_ROOM)
        what = f"contradicts the articles ({error})"
        if not has_room:
            what = (
                "not examined, as its copy found no room; "
                f"set SQLITE_TMPDIR to a folder that has some ({error})"
            )
        yield Finding("full text", "articles_fts", what)
        if has_room:
            yield from islice(_altered(db), _FEW)
    finally:
        if db.conn.in_transaction:
            db.execute("rollback")


def _altered(db: Database) -> Iterator[Finding]:
    """Name the articles whose texts are not those that were stored, as far as their hashes tell."""
    rows = db.execute(
        "select id, cast(title as blob), cast(body as blob), repairs, content_hash from articles"
    )
    for article_id, title, body, repairs, content_hash in rows:
        try:
            marks = fingerprint(body.decode(), title.decode(), repairs_from_json(repairs))
            is_altered = marks.content_hash != content_hash
        except (ValueError, LookupError, TypeError):  # no UTF-8, no repairs
            is_altered = True
        if is_altered:
            yield Finding("text", f"article {article_id}", "is not the text that was stored")


def _examine_copy(db: Database) -> None:
    """Raise SQLiteError where the index is wrong; leave a transaction that is to be undone."""
    db.execute("begin")
    db.execute("create temp view articles_pairs as select * from main.articles_pairs")
    for (sql,) in db.execute("select sql from main.sqlite_master where name = 'articles_fts'"):
        db.execute(sql.replace("articles_fts", "temp.articles_fts", 1))
    for part in ("data", "idx", "docsize", "config"):
        table = f"articles_fts_{part}"
        db.execute(f"delete from temp.{table}")
        db.execute(f"insert into temp.{table} select * from main.{table}")
    # Without the rank it would not look at the texts.
    db.execute("insert into articles_fts (articles_fts, rank) values ('integrity-check', 1)")


def _check_rows(db: Database) -> Iterator[Finding]:
    for check in _CHECKS:
        for where, what in db.execute(f"{check.sql} limit {_FEW}").fetchall():
            yield Finding(check.name, f"{check.thing} {where}", what or check.what)


def _check_keys(db: Database) -> Iterator[Finding]:
    for url_id, url, key in db.execute("select id, url, url_key from urls"):
        if url_key(url) != key:
            yield Finding("address", f"urls {url_id}", f"{key} is not the key of {url}")


def _check_attachments(db: Database) -> Iterator[Finding]:
    rows = db.execute("select article_id, url, sha256 from attachments where sha256 is not null")
    for article_id, url, digest in rows.fetchall():
        if not db.execute(_HAS_FILE, [url_key(url), digest]).fetchone():
            what = f"no visit of {url} found a file with SHA-256 {digest}"
            yield Finding("attachment", f"article {article_id}", what)


def _check_withdrawn(db: Database) -> Iterator[Finding]:
    rows = db.execute("select id, url_id, state from articles where state = 'withdrawn'")
    for article_id, url_id, state in rows.fetchall():
        if withdrawal.since(db, url_id) is None:
            yield Finding("withdrawn", f"article {article_id}", f"{state} without evidence")


@dataclass(frozen=True, slots=True)
class _Check:
    """A rule as the query for what breaks it: rows of a number and, if it differs, the reason."""

    name: str
    thing: str
    what: str
    sql: str


_TEXTS = """
select t.name, group_concat(c.name, ' ') filter (where c.type = 'TEXT'),
  group_concat(c.name, ' || '' '' || ') filter (where c.pk)
from pragma_table_list t, pragma_table_info(t.name) c
where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite_%'
group by t.name having sum(c.type = 'TEXT')
"""
_HAS_FILE = """
select 1 from urls u join captures c on c.url_id = u.id or c.led_to = u.id
where u.url_key = ? and c.sha256 = ? limit 1
"""
_CHECKS = (
    _Check(
        "versions", "article", "its versions are not 1 to the current one",
        "select a.id, null from articles a left join versions v on v.article_id = a.id "
        "group by a.id having count(v.version) <> a.version or max(v.version) <> a.version",
    ),
    _Check(
        "versions", "article", "an old version has no text, or the current one has two",
        "select v.article_id, null from versions v join articles a on a.id = v.article_id "
        "where (v.body is null) <> (v.version = a.version)",
    ),
    _Check(
        "versions", "article", "its current version has another content hash",
        "select a.id, null from articles a join versions v "
        "on v.article_id = a.id and v.version = a.version where v.content_hash <> a.content_hash",
    ),
    _Check(
        "versions", "article", "its first version is not of when it was first seen",
        "select a.id, null from articles a join versions v "
        "on v.article_id = a.id and v.version = 1 where v.seen_at <> a.first_seen_at",
    ),
    _Check(
        "captures", "version of article", "its page was not kept",
        "select v.article_id, null from versions v left join captures c on c.id = v.capture_id "
        "where c.warc_file is null",
    ),
    _Check(
        "captures", "capture", "refers to a capture without a body",
        "select c.id, null from captures c left join captures o on o.id = c.refers_to "
        "where c.refers_to is not null and (o.warc_file is null or o.refers_to is not null)",
    ),
    _Check(
        "captures", "version of article", "was read from the page of another address",
        "select a.id, null from versions v join articles a on a.id = v.article_id "
        "join captures c on c.id = v.capture_id "
        "where c.url_id <> a.url_id and c.led_to is not a.url_id",
    ),
    _Check(
        "captures", "capture", "is not of the same body as the one that it refers to",
        "select c.id, null from captures c join captures o on o.id = c.refers_to "
        "where c.status <> 304 and (c.sha256 is not o.sha256 or c.bytes is not o.bytes)",
    ),
    _Check(
        "stories", "article", "its story does not begin with an article that is its own story",
        "select a.id, null from articles a left join articles s on s.id = a.story_id "
        "where s.story_id is not s.id or s.id is null",
    ),
    _Check(
        "reprints", "article", "has keys but is no article",
        "select distinct article_id, null from fingerprints "
        "where article_id not in (select id from articles)",
    ),
    _Check(
        "runs", "run", "",
        "select r.id, 'counts pages: ' || r.pages || ', has captures: ' || count(c.id) "
        "from runs r left join captures c on c.run_id = r.id "
        "group by r.id having count(c.id) <> r.pages",
    ),
    _Check(
        "runs", "run", "",
        "select r.id, 'counts new articles: ' || r.articles_new || ', has ' || count(v.article_id) "
        "from runs r left join captures c on c.run_id = r.id "
        "left join versions v on v.capture_id = c.id and v.change = 'first' and c.outcome = 'new' "
        "group by r.id having count(v.article_id) <> r.articles_new",
    ),
    _Check(
        "frontier", "urls", "is leased by a run that is over",
        "select u.id, null from urls u left join runs r on r.id = u.leased_by "
        "where (u.state = 'leased') <> (u.leased_by is not null) "
        "or (u.leased_by is not null and r.outcome <> 'running')",
    ),
)  # fmt: skip
