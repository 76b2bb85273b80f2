"""Erasing for good: the bytes of a suppressed address, in the tables and in the WARC files.

A record is overwritten by a tombstone of the same length, so every other record keeps its place.
The tables are emptied first: after a crash ``verify`` finds the pages that are left, and erasing
again finishes the work.
"""

import os
import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from storage import reprints, runs
from storage.care import memory
from storage.database import Database, storage_errors_at, writing
from storage.errors import StorageError
from storage.files import open_regular, size_of, sync_folder
from storage.home import Home
from storage.suppress import find_known, find_standing, suppressed_with
from storage.values.stamp import stamp
from storage.warc.files import recover, register
from storage.warc.records import Place, digest, read_record
from storage.warc.writer import measure

ERASED = "（已删除）"


def erase_address(db: Database, home: Home, url: str, *, now: datetime) -> int:
    """Erase what is behind an address in any of its spellings; see ``erase``."""
    return erase(db, home, find_known(db, url)["id"], now=now)


def erase(db: Database, home: Home, url_id: int, *, now: datetime) -> int:
    """Erase the text and the pages of a suppressed address; return how many records there were.

    Backups are not reached. Raises StorageError where the address is not suppressed or the memory
    does not suffice, SiteLocked while its site is being crawled.
    """
    url, site = db.execute("select url, site from urls where id = ?", [url_id]).fetchone()
    if find_standing(db, url_id) is None:
        raise StorageError(f"{url}: only what is suppressed can be erased")
    _require_memory(home)
    with runs.site_lock(home, site):
        recover(home, db, site, now=now)
        addresses = [url_id, *suppressed_with(db, url_id)]
        for address in addresses:
            _forget(db, address, now)
        places = [place for address in addresses for place in _places(db, address)]
        failures = []
        for name in sorted({place.file for place in places}):
            try:
                with storage_errors_at(home.warc / name):
                    _overwrite(home, name, [place for place in places if place.file == name])
                    register(db, measure(home.warc / name), now=now)
            except StorageError as error:
                failures.append(error)
        _scrub(db, home)
    if failures:  # but no file that is lost or damaged keeps what is in the others
        told = "; ".join(map(str, failures))
        raise StorageError(f"not all of its raw pages are erased, do so again once mended: {told}")
    return len(places)


def _forget(db: Database, url_id: int, now: datetime) -> None:
    with writing(db):
        for (article_id,) in db.execute("select id from articles where url_id = ?", [url_id]):
            reprints.forget(db, article_id)
            db.execute(_EMPTY_ARTICLE, [ERASED, digest(b""), article_id])
            db.execute(_EMPTY_VERSIONS, [ERASED, digest(b""), article_id])
            db.execute("delete from attachments where article_id = ?", [article_id])
        db.execute(
            "update urls set link_title = null, link_date = null, etag = null, "
            "last_modified = null, sha256 = null where id = ? or part_of = ? "
            "or id in (select url_id from captures where led_to = ?)",
            [url_id, url_id, url_id],
        )
        # Some go on with the title of the page.
        db.execute(
            "update captures set reason = substr(reason, 1, instr(reason || ': ', ': ') - 1) "
            f"where reason like '%: %' and {_OF_ADDRESS}",
            {"id": url_id},
        )
        db.execute(
            "update suppressions set erased_at = coalesce(erased_at, ?) "  # a restore erases again
            "where url_id = ? and lifted_at is null",
            [stamp(now), url_id],
        )


def _scrub(db: Database, home: Home) -> None:
    """Rewrite the whole file: old index segments, free space and the log still hold the words."""
    with storage_errors_at(home.database):
        db.execute("insert into articles_fts (articles_fts) values ('optimize')")
        db.execute("vacuum")
        db.execute("pragma wal_checkpoint(truncate)")


def _require_memory(home: Home) -> None:
    """Raise StorageError unless memory can hold the database: SQLite copies it there."""
    needed, free = size_of(home.database), memory.available()
    if free is not None and free < needed:
        raise StorageError(
            f"{home.database}: erasing rewrites the database by way of the memory, and it has "
            f"{needed // 2**20} MB where {free // 2**20} MB are free; nothing was changed"
        )


def _places(db: Database, url_id: int) -> list[Place]:
    rows = db.execute(
        "select warc_file, warc_offset, warc_length from captures "
        f"where warc_file is not null and refers_to is null and {_OF_ADDRESS}",
        {"id": url_id},
    )
    return [Place(*row) for row in rows.fetchall()]


def _overwrite(home: Home, name: str, places: Sequence[Place]) -> None:
    path = home.warc / name
    draft = path.with_name(name + ".erasing")
    tombstones = list(_tombstones(home, places))
    if not tombstones:
        return
    with open_regular(path) as file:
        content = bytearray(file.read())
    for place, tombstone in tombstones:
        content[place.offset : place.end] = tombstone
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(home.warc)


def _tombstones(home: Home, places: Iterable[Place]) -> Iterable[tuple[Place, bytes]]:
    for place in places:
        record = read_record(home.warc, place)
        if not record.is_tombstone:
            yield place, _tombstone(record.fields, place)


def _tombstone(fields: dict[str, str], place: Place) -> bytes:
    """Return a gzip member as long as its place; a comment in its header fills it up."""
    content = (
        "WARC/1.1\r\nWARC-Type: metadata\r\n"
        f"WARC-Record-ID: {fields['warc-record-id']}\r\nWARC-Date: {fields['warc-date']}\r\n"
        f"Wenming-Erased: yes\r\nWARC-Block-Digest: {digest(b'')}\r\n"
        "Content-Length: 0\r\n\r\n\r\n\r\n"
    ).encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    check = zlib.crc32(content).to_bytes(4, "little") + len(content).to_bytes(4, "little")
    # RFC 1952: magic, deflate, flag for a comment, no time, no hint, unknown system.
    head = b"\x1f\x8b\x08\x10\0\0\0\0\0\xff"
    room = place.length - len(head) - len(packed) - len(check) - 1
    if room < 0:
        raise StorageError(
            f"{place.file} at byte {place.offset}: a record of {place.length} bytes is too short "
            "for a tombstone in its place"
        )
    return head + b"-" * room + b"\0" + packed + check


_OF_ADDRESS = """
(led_to = :id or led_to is null and url_id in (select id from urls where id = :id or part_of = :id))
"""
_EMPTY_ARTICLE = """
update articles set title = ?, content_hash = ?, body = '', chars = 0, published_at = null,
  published_date = null, published_evidence = null, source = null, author = null, editor = null,
  credit = null, channel = null, keywords = null, evidence = null, repairs = '[]'
where id = ?
"""
_EMPTY_VERSIONS = """
update versions set title = ?, content_hash = ?, body = iif(body is null, null, ''),
  published_at = null, source = null
where article_id = ?
"""
