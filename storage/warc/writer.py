"""Raw captures as WARC 1.1: one gzip member a record, synced before anything names them.

A file is called ``SITE-RUN-NUMBER.warc.gz`` and carries the suffix ``.open`` until it is closed. It
is written by one process. What a dead one left open is cut to its last committed record and never
appended to, as a torn member hides everything behind it.
http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

import errno
import fcntl
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import file_digest
from http import HTTPStatus
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import uuid4

from isal import isal_zlib

from storage.files import open_regular, sync_folder
from storage.values.visit import Exchange
from storage.warc.records import OPEN, Place, Record, digest

ROTATE_AT = 256 * 2**20  # bytes
# Of ISA-L: a ninth of the time of zlib's level 6, for 7 % more bytes; level 3 saves 1 % of them
# for half as much time again.
LEVEL = 2
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
# Bodies come to us without their transfer coding; both headers would be untrue.
_UNTRUE = frozenset({b"transfer-encoding", b"content-length"})
_GZIP = 31  # as zlib asks for the header and the checksum of gzip
_NO_LINE_BREAKS = bytes.maketrans(b"\r\n\0", b"   ")

Fields = Sequence[tuple[str, str]]
Headers = Sequence[tuple[bytes, bytes]]


class Closed(NamedTuple):
    """A WARC file that nobody will write to again."""

    name: str
    bytes: int
    sha256: str


class WarcWriter:
    """Writes the captures of one run; the first record makes the file.

    Raises OSError where the disk does not take them: what was written since the last ``sync``
    does not count then.
    """

    def __init__(self, folder: Path, site: str, run_id: int, *, rotate_at: int = ROTATE_AT) -> None:
        self.folder = folder
        self.site = site
        self.run_id = run_id
        self.rotate_at = rotate_at
        self._number = 0
        self._name = ""
        self._fd = -1
        self._end = 0  # behind the last whole record

    @property
    def is_full(self) -> bool:
        """Whether the file should be closed when all of it is committed."""
        return self._end >= self.rotate_at

    def write(self, exchange: Exchange, original: Record | None = None) -> Place:
        """Write request and response; return the place of the response.

        With ``original``, a response that we hold, a revisit record stands for the same body or for
        the server's word (304) that nothing changed.
        """
        if self._fd < 0:
            self._open()
        answer_id, asked_id = _record_id(), _record_id()
        common = _common(exchange)
        self._append(
            [
                ("WARC-Type", "request"),
                ("WARC-Record-ID", asked_id),
                *common,
                ("WARC-Concurrent-To", answer_id),
                ("Content-Type", "application/http; msgtype=request"),
            ],
            _request(exchange),
        )
        ids = [("WARC-Record-ID", answer_id), *common, ("WARC-Concurrent-To", asked_id)]
        return self._append(*_answer(ids, exchange, original))

    def sync(self) -> None:
        """Return when everything written is on the disk, in a file that still has a name."""
        if self._fd >= 0:
            os.fsync(self._fd)
            if not os.fstat(self._fd).st_nlink:
                path = str(self.folder / (self._name + OPEN))
                raise FileNotFoundError(errno.ENOENT, "somebody removed it", path)

    def close(self, committed: int) -> Closed | None:
        """Cut the file to what is committed, sync and name it; an empty one goes."""
        if self._fd < 0:
            return None
        os.close(self._fd)
        self._fd = -1
        return close_file(self.folder / (self._name + OPEN), committed)

    def abandon(self) -> None:
        """Leave the file to whoever next holds the lock of the site."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _open(self) -> None:
        while True:
            self._number += 1
            self._name = f"{self.site}-{self.run_id:06d}-{self._number:04d}.warc.gz"
            if not (self.folder / self._name).exists():
                break
        path = self.folder / (self._name + OPEN)
        self._fd = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o644)
        # The file of the site's lock may be removed as stale: nobody else must cut this one.
        fcntl.flock(self._fd, fcntl.LOCK_EX)
        sync_folder(self.folder)
        self._end = 0
        self._append(*_warcinfo(self._name, self.site, self.run_id))

    def _append(self, fields: Fields, block: bytes) -> Place:
        member = _member(fields, block)
        place = Place(self._name, self._end, len(member))
        rest = memoryview(member)
        while rest:
            # Always behind the last whole record: a write that failed half-way leaves no trace.
            rest = rest[os.pwrite(self._fd, rest, place.end - len(rest)) :]
        self._end = place.end
        return place


def close_file(path: Path, committed: int) -> Closed | None:
    """Give an open file its final name, cut to its committed length; remove it where that is 0."""
    if not committed:
        path.unlink()
        return None
    with path.open("r+b") as file:
        if file.seek(0, os.SEEK_END) > committed:
            file.truncate(committed)
        os.fsync(file.fileno())
    final = path.with_name(path.name.removesuffix(OPEN))
    path.rename(final)
    sync_folder(path.parent)
    return measure(final)


def measure(path: Path) -> Closed:
    """Return name, length and SHA-256 of a closed file."""
    with open_regular(path) as file:
        checksum = file_digest(file, "sha256").hexdigest()
        return Closed(path.name, file.tell(), checksum)


def site_of(path: Path) -> str:
    """Return the site whose captures a file holds, by its name."""
    return path.name.rsplit("-", 2)[0]


def left_open(folder: Path, site: str) -> list[Path]:
    """Return the files of a site that a dead process left; ask with the site's lock held."""
    return [
        path
        for path in sorted(folder.glob(f"*.warc.gz{OPEN}"))
        if site_of(path) == site and path.is_file()
    ]


def _member(fields: Fields, block: bytes) -> bytes:
    head = "".join(f"{name}: {value}\r\n" for name, value in fields)
    head += f"WARC-Block-Digest: {digest(block)}\r\nContent-Length: {len(block)}\r\n\r\n"
    record = b"".join([b"WARC/1.1\r\n", head.encode(), block, b"\r\n\r\n"])
    return isal_zlib.compress(record, LEVEL, wbits=_GZIP)


def _warcinfo(name: str, site: str, run_id: int) -> tuple[Fields, bytes]:
    about = {
        "software": f"wenming/{version('wenming')}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "robots": "obey",
        "isPartOf": f"site {site}, run {run_id}",
        "description": "Bodies as received, without their transfer coding; order and case of HTTP "
        "headers, the reason phrase and the version are normalised by the client.",
    }
    fields = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", _record_id()),
        ("WARC-Date", _date(datetime.now(UTC))),
        ("WARC-Filename", name),
        ("Content-Type", "application/warc-fields"),
    ]
    return fields, "".join(f"{key}: {value}\r\n" for key, value in about.items()).encode()


def _answer(ids: Fields, exchange: Exchange, original: Record | None) -> tuple[Fields, bytes]:
    kind = "response" if original is None else "revisit"
    fields = [("WARC-Type", kind), *ids]
    if exchange.truncated:
        fields.append(("WARC-Truncated", exchange.truncated))
    fields.append(("Content-Type", "application/http; msgtype=response"))
    if original is None:
        fields.append(("WARC-Payload-Digest", digest(exchange.body)))
        return fields, _head(exchange) + exchange.body
    is_304 = exchange.status == HTTPStatus.NOT_MODIFIED
    fields += [
        ("WARC-Profile", NOT_MODIFIED if is_304 else SAME_PAYLOAD),
        ("WARC-Payload-Digest", original.fields["warc-payload-digest"]),
        ("WARC-Refers-To", original.fields["warc-record-id"]),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", original.fields["warc-date"]),
    ]
    # A 304 with its headers would be replayed as an empty page.
    return fields, b"" if is_304 else _head(exchange)


def _common(exchange: Exchange) -> Fields:
    fields = [("WARC-Date", _date(exchange.fetched_at)), ("WARC-Target-URI", exchange.url)]
    return [*fields, ("WARC-IP-Address", exchange.ip)] if exchange.ip else fields


def _request(exchange: Exchange) -> bytes:
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"{exchange.method} {target} HTTP/1.1".encode()]
    if not any(name.lower() == b"host" for name, _ in exchange.request_headers):
        lines.append(b"Host: " + parts.netloc.rpartition("@")[2].encode())
    headers = [pair for pair in exchange.request_headers if pair[0].lower() not in _UNTRUE]
    if exchange.sent:
        headers.append((b"Content-Length", b"%d" % len(exchange.sent)))
    return _http_head(lines, headers) + exchange.sent


def _head(exchange: Exchange) -> bytes:
    try:
        phrase = HTTPStatus(exchange.status).phrase
    except ValueError:
        phrase = ""
    headers = [pair for pair in exchange.headers if pair[0].lower() not in _UNTRUE]
    headers.append((b"Content-Length", b"%d" % len(exchange.body)))
    return _http_head([f"HTTP/1.1 {exchange.status} {phrase}".encode()], headers)


def _http_head(lines: list[bytes], headers: Headers) -> bytes:
    pairs = (b"%s: %s" % (name, value) for name, value in headers)
    return b"\r\n".join([*lines, *(pair.translate(_NO_LINE_BREAKS) for pair in pairs), b"", b""])


def _record_id() -> str:
    return f"<urn:uuid:{uuid4()}>"


def _date(when: datetime) -> str:
    # strftime() asks the system for its zone, each time.
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
