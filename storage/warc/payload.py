"""The pages that we hold, as they were received."""

import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from fastwarc.stream_io import BrotliReader, ZstdReader

from storage.database import Database
from storage.errors import ArchiveCorrupt, StorageError
from storage.home import Home
from storage.warc.records import Place, Record, read_record

Decoded = tuple[bytes, bool]  # and whether it ended as it should

_LARGEST = 64 * 2**20  # bytes of a page; more is a bomb
_MOST_MEMBERS = 300  # of gzip, as when a page is fetched: each costs a copy of all that follow it


@dataclass(frozen=True, slots=True)
class Original:
    """The latest capture of an address that has its body, not only the word that it is the same."""

    capture_id: int
    sha256: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Page:
    """A page out of a record, its content coding undone; not ``is_whole`` if it was cut short."""

    url: str
    body: bytes
    content_type: str | None
    is_whole: bool


def find_original(db: Database, url_id: int) -> Original | None:
    """Return where the body of an address's last good answer is."""
    row = db.execute(
        "select id, sha256, warc_file, warc_offset, warc_length from captures "
        "where (url_id = ? or led_to = ?) and warc_file is not null and refers_to is null "
        "and outcome in ('new', 'changed', 'unchanged') order by id desc limit 1",  # clocks jump
        [url_id, url_id],
    ).fetchone()
    return Original(row[0], row[1], Place(*row[2:])) if row else None


def raw_page(db: Database, home: Home, article_id: int) -> bytes:
    """Return the page of an article; raises StorageError where we hold none or may not show it."""
    row = db.execute(
        "select url_id, id in (select article_id from suppressed) from articles where id = ?",
        [article_id],
    ).fetchone()
    original = find_original(db, row[0]) if row and not row[1] else None
    record = read_record(home.warc, original.place) if original else None
    if record is None or record.is_tombstone:
        raise StorageError(f"article {article_id}: there is no page to show")
    return page_of(record).body


def read_page(home: Home, place: Place) -> Page:
    """Return the page of a response record; raises ArchiveCorrupt where there is none."""
    record = read_record(home.warc, place)
    if record.kind != "response":
        raise ArchiveCorrupt(f"{place.file} at byte {place.offset}: no response but {record.kind}")
    return page_of(record)


def page_of(record: Record) -> Page:
    """Undo the content coding of a response; what is cut short yields what there is."""
    headers = dict(reversed(record.http_headers))  # of two, the first one counts
    coded = [value for name, value in record.http_headers if name == "content-encoding"]
    codings = ",".join(coded).lower().split(",")
    body, is_whole = record.payload, "warc-truncated" not in record.fields
    for coding in reversed([coding.strip() for coding in codings]):
        if decode := _DECODERS.get(coding):
            body, ended = decode(body)
            is_whole = is_whole and ended
    return Page(record.url, body, headers.get("content-type"), is_whole)


def _gunzip(body: bytes) -> Decoded:
    """Inflate all members but no padding; a body that only claims to be compressed stays."""
    content, members = b"", 0
    while not members or body[:2] == b"\x1f\x8b":
        if members == _MOST_MEMBERS or len(content) == _LARGEST:
            return content, False
        inflator = zlib.decompressobj(31)
        try:
            content += inflator.decompress(body, _LARGEST - len(content))
        except zlib.error:
            return content or body, False
        if not inflator.eof:
            return content, False
        body, members = inflator.unused_data, members + 1
    return content, True


def _inflate(body: bytes) -> Decoded:
    for window in (15, -15):  # some servers leave out the header that the standard wants
        inflator = zlib.decompressobj(window)
        with suppress(zlib.error):
            return inflator.decompress(body, _LARGEST), inflator.eof
    return body, False


def _reading(reader: Callable[[Any], Any]) -> Callable[[bytes], Decoded]:
    def decode(body: bytes) -> Decoded:
        content, source = bytearray(), reader(BytesIO(body))
        try:
            while len(content) < _LARGEST and (chunk := source.read(2**16)):
                content += chunk
        except OSError:
            return bytes(content) or body, False
        return bytes(content), True

    return decode


_DECODERS: dict[str, Callable[[bytes], Decoded]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _reading(BrotliReader),
    "zstd": _reading(ZstdReader),
}
