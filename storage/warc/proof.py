"""Proof that the WARC files hold what the database says, to the last byte."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from storage.database import Database
from storage.errors import ArchiveCorrupt
from storage.home import Home
from storage.values.counted import counted
from storage.warc.payload import page_of
from storage.warc.records import OPEN, Place, Record, find_file, read_record, walk
from storage.warc.writer import measure

_SECOND = len("2026-03-02T08:00:00")  # records say no less; both are in UTC
Progress = Callable[[str, int, int], None]  # what is looked at, how many are done, of how many


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: the check that found it, where, and what."""

    check: str
    where: str
    what: str


@dataclass(frozen=True, slots=True)
class _Named:
    """A record as the database names it."""

    capture_id: int
    place: Place
    fetched_at: str
    status: int | None
    bytes: int | None
    sha256: str | None
    refers_to: int | None
    erased: int  # 0 never, 1 once, 2 for good


def check_files(db: Database, home: Home, on_progress: Progress | None) -> Iterator[Finding]:
    """Yield what is wrong with the files, and what contradicts the database."""
    # The folder first: a file that a crawl makes meanwhile is not unknown.
    present = {path.name for path in home.warc.glob("*") if not path.name.endswith(OPEN)}
    closed = {row["name"]: row for row in db.query("select * from warc_files")}
    named = {
        name
        for (name,) in db.execute("select distinct warc_file from captures where warc_file <> ''")
    }
    for name in sorted(present - named - closed.keys()):
        yield Finding("WARC", name, "the database does not know this file")
    names = sorted(named | closed.keys())
    for done, name in enumerate(names):
        if on_progress:
            on_progress(name, done, len(names))
        try:
            yield from _check_file(db, home, name, closed.get(name))
        except OSError as error:
            yield Finding("WARC", name, f"cannot be read: {error.strerror}")
    if on_progress:
        on_progress("", len(names), len(names))


def _check_file(
    db: Database, home: Home, name: str, closed: dict[str, object] | None
) -> Iterator[Finding]:
    named = _named(db, name)
    path = find_file(home.warc, name)
    if path is None:
        yield Finding("WARC", name, f"is missing, and with it {counted(len(named), 'capture')}")
        return
    if closed and path.name == name:
        now = measure(path)
        if now.bytes != closed["bytes"]:
            what = f"{counted(now.bytes, 'byte')}, closed with {closed['bytes']:,}"
            yield Finding("WARC", name, f"is not as it was closed: {what}")
        elif now.sha256 != closed["sha256"]:
            what = f"SHA-256 {now.sha256}, closed with {closed['sha256']}"
            yield Finding("WARC", name, f"is not as it was closed: {what}")
    yield from _check_members(db, home, path, named)


def _check_members(
    db: Database, home: Home, path: Path, named: dict[int, _Named]
) -> Iterator[Finding]:
    end = max((one.place.end for one in named.values()), default=0)
    try:
        for offset, length, record in walk(path):
            if offset >= end and path.name.endswith(OPEN):
                break  # still being written
            where = f"{path.name} at byte {offset}"
            if damage := record.damage():
                yield Finding("WARC", where, damage)
            if one := named.pop(offset, None):
                yield from _check_record(db, home, one, record, length)
    except ArchiveCorrupt as error:
        yield Finding("WARC", path.name, str(error))
        yield from _check_rest(db, home, named)
        return
    for one in named.values():
        yield Finding("capture", f"capture {one.capture_id}", f"no record at {one.place}")


def _check_rest(db: Database, home: Home, named: dict[int, _Named]) -> Iterator[Finding]:
    """Look behind the damage, where only the database finds the records."""
    for one in named.values():
        try:
            record = read_record(home.warc, one.place)
        except ArchiveCorrupt as error:
            yield Finding("capture", f"capture {one.capture_id}", str(error))
        else:
            yield from _check_record(db, home, one, record, one.place.length)


def _check_record(
    db: Database, home: Home, one: _Named, record: Record, length: int
) -> Iterator[Finding]:
    where = f"capture {one.capture_id}"
    if length != one.place.length:
        what = f"its record has {counted(length, 'byte')}, not {one.place.length:,}"
        yield Finding("capture", where, what)
    if record.is_tombstone:
        if not one.erased:
            yield Finding("capture", where, "its page was erased, but nobody asked for that")
        return
    if record.kind in ("response", "revisit"):
        yield from _check_facts(one, record)
    if one.refers_to is not None:
        yield from _check_revisit(db, home, one, record)
    elif record.kind != "response":
        yield Finding("capture", where, f"its record is a {record.kind}")
    elif one.erased == 2:
        yield Finding("capture", where, "its page is still there: erase it again")
    elif one.bytes is not None and one.bytes != len(record.payload):
        what = f"its body has {counted(len(record.payload), 'byte')}, stored is {one.bytes:,}"
        yield Finding("capture", where, what)
    elif one.sha256 and (found := _digest_of_page(record)) not in (None, one.sha256):
        yield Finding("capture", where, f"its page has SHA-256 {found}, stored is {one.sha256}")


def _check_facts(one: _Named, record: Record) -> Iterator[Finding]:
    where, date = f"capture {one.capture_id}", record.fields.get("warc-date", "")
    if record.http_status != one.status:
        what = f"its record has status {record.http_status}, stored is {one.status}"
        yield Finding("capture", where, what)
    if date[:_SECOND] != one.fetched_at[:_SECOND]:
        what = f"its record is of {date or 'no time'}, stored is {one.fetched_at}"
        yield Finding("capture", where, what)


def _digest_of_page(record: Record) -> str | None:
    """Return nothing where the coding was cut short: decoders differ in what they make of it."""
    page = page_of(record)
    return sha256(page.body).hexdigest() if page.is_whole else None


def _check_revisit(db: Database, home: Home, one: _Named, record: Record) -> Iterator[Finding]:
    where = f"capture {one.capture_id}"
    if record.kind != "revisit":
        yield Finding("revisit", where, f"its record is a {record.kind}")
        return
    row = db.execute(
        "select warc_file, warc_offset, warc_length from captures where id = ?", [one.refers_to]
    ).fetchone()
    try:
        original = read_record(home.warc, Place(*row))
    except (ArchiveCorrupt, TypeError) as error:
        yield Finding("revisit", where, f"the page it refers to cannot be read: {error}")
        return
    if original.is_tombstone:
        return
    stated = {name: record.fields.get(name) for name in _REFERENCES}
    actual = {name: original.fields.get(source) for name, source in _REFERENCES.items()}
    if stated != actual or not original.is_intact():
        yield Finding("revisit", where, f"does not refer to capture {one.refers_to}")


def _named(db: Database, name: str) -> dict[int, _Named]:
    rows = db.execute(
        """
        select c.id, c.warc_offset, c.warc_length, c.fetched_at, c.status, c.bytes, c.sha256,
          c.refers_to,
          coalesce(
            (select max(1 + (s.lifted_at is null)) from suppressions s where s.erased_at is not null
             and s.url_id in (coalesce(c.led_to, u.id), u.part_of)), 0)
        from captures c join urls u on u.id = c.url_id where c.warc_file = ?
        """,
        [name],
    )
    return {
        offset: _Named(capture_id, Place(name, offset, length), *facts)
        for capture_id, offset, length, *facts in rows.fetchall()
    }


# What a revisit says of its original, and where the original says it.
_REFERENCES = {
    "warc-refers-to": "warc-record-id",
    "warc-refers-to-target-uri": "warc-target-uri",
    "warc-refers-to-date": "warc-date",
    "warc-payload-digest": "warc-payload-digest",
}
