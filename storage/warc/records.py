"""WARC records as they lie on the disk: read by place, walked from end to end."""

import re
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha1
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

from isal import isal_zlib

from storage.errors import ArchiveCorrupt
from storage.files import open_regular

OPEN = ".open"  # suffix of a file that is still written
_CHUNK = 2**18
_STATUS = re.compile(rb"HTTP/1\.1 (-?\d+)")
_InflateError: type[Exception] = isal_zlib.error  # type: ignore[assignment]  # its stubs err


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record is: name of the closed file, first byte and length of its gzip member."""

    file: str
    offset: int
    length: int

    @property
    def end(self) -> int:
        """The first byte behind it."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it was written: its WARC fields by lower-case name, and its block."""

    fields: dict[str, str]
    block: bytes

    @property
    def kind(self) -> str:
        """warcinfo, request, response, revisit, …."""
        return self.fields.get("warc-type", "")

    @property
    def url(self) -> str:
        """The address that was asked."""
        return self.fields.get("warc-target-uri", "")

    @property
    def payload(self) -> bytes:
        """The body as received, still compressed as the server sent it."""
        return self.block.partition(b"\r\n\r\n")[2]

    @property
    def http_headers(self) -> list[tuple[str, str]]:
        """The headers of a request or response, names in lower case."""
        head = self.block.partition(b"\r\n\r\n")[0].decode("latin-1")
        pairs = (line.partition(":") for line in head.split("\r\n")[1:])
        return [(name.strip().lower(), value.strip()) for name, _, value in pairs]

    @property
    def http_status(self) -> int | None:
        """That of a response; a revisit without headers stands for a 304."""
        if not self.block:
            return HTTPStatus.NOT_MODIFIED
        status = _STATUS.match(self.block)
        return int(status[1]) if status else None

    @property
    def is_tombstone(self) -> bool:
        """Whether the record stands where another one was erased."""
        return self.kind == "metadata" and "wenming-erased" in self.fields

    def is_intact(self) -> bool:
        """Whether block, and payload of a response, have the digests that the record states."""
        return self.damage() is None

    def damage(self) -> str | None:
        """Return what has another digest than the record states, and both digests."""
        parts = {"block": self.block}
        if self.kind == "response":
            parts["payload"] = self.payload
        for name, content in parts.items():
            stated, found = self.fields.get(f"warc-{name}-digest"), digest(content)
            if stated != found:
                return f"its {name} has {found}, stated is {stated}"
        return None


def digest(content: bytes) -> str:
    """Return the digest that WARC tools expect: SHA-1 in base 32."""
    return "sha1:" + b32encode(sha1(content, usedforsecurity=False).digest()).decode()


def find_file(folder: Path, name: str) -> Path | None:
    """Return where a WARC file is now: closed, or still open under its other name."""
    # It may be closed between two looks.
    for candidate in (folder / name, folder / (name + OPEN), folder / name):
        if candidate.exists():
            return candidate
    return None


def read_record(folder: Path, place: Place) -> Record:
    """Return one record; raises ArchiveCorrupt where the place holds none."""
    path = find_file(folder, place.file)
    if path is None:
        raise ArchiveCorrupt(f"{folder / place.file} is missing")
    try:
        with open_regular(path) as file:
            file.seek(place.offset)
            packed = file.read(place.length)
    except OSError as error:
        raise ArchiveCorrupt(f"{path} cannot be read: {error.strerror}") from error
    try:
        inflator = isal_zlib.decompressobj(31)
        content = inflator.decompress(packed)
    except _InflateError as error:
        raise ArchiveCorrupt(f"{path} at byte {place.offset}: {error}") from error
    if len(packed) < place.length or not inflator.eof or inflator.unused_data:
        raise ArchiveCorrupt(f"{path} at byte {place.offset}: no whole record")
    return parse_record(content, f"{path} at byte {place.offset}")


def parse_record(content: bytes, where: str) -> Record:
    """Return the record of inflated bytes; raises ArchiveCorrupt where they are none."""
    head, mark, rest = content.partition(b"\r\n\r\n")
    lines = head.decode("utf-8", "replace").split("\r\n")
    if not mark or not lines[0].startswith("WARC/1."):
        raise ArchiveCorrupt(f"{where}: no WARC record")
    pairs = (line.partition(":") for line in lines[1:])
    fields = {name.strip().lower(): value.strip() for name, _, value in pairs}
    length = int(fields.get("content-length", "-1"))
    if rest[length:] != b"\r\n\r\n":
        raise ArchiveCorrupt(f"{where}: the block is not as long as its record says")
    return Record(fields, rest[:length])


def walk(path: Path) -> Iterator[tuple[int, int, Record]]:
    """Yield offset, length and record of every member, to the very end of the file.

    Raises ArchiveCorrupt at the first byte that belongs to no whole member: tools that only read
    records take a file cut short for a good one.
    """
    with open_regular(path) as file:
        offset, rest = 0, b""
        while True:
            content, length, rest = _inflate(file, rest, f"{path} at byte {offset}")
            if not length:
                return
            yield offset, length, parse_record(content, f"{path} at byte {offset}")
            offset += length


def _inflate(file: BinaryIO, packed: bytes, where: str) -> tuple[bytes, int, bytes]:
    """Return one member's content, its packed length, and what was read beyond it."""
    inflator, content, length = isal_zlib.decompressobj(31), [], 0
    packed = packed or file.read(_CHUNK)
    while packed:
        try:
            content.append(inflator.decompress(packed))
        except _InflateError as error:
            raise ArchiveCorrupt(f"{where}: {error}") from error
        length += len(packed)
        if inflator.eof:
            rest = inflator.unused_data
            return b"".join(content), length - len(rest), rest
        packed = file.read(_CHUNK)
    if length:
        raise ArchiveCorrupt(f"{where}: the record is cut short")
    return b"", 0, b""
