"""Content codings undone: bounded, and not believed to be whole where they are not."""

import re
import sys
import zlib
from codecs import lookup
from collections.abc import Callable, Iterable
from typing import NamedTuple

import brotli
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.responsetypes import responsetypes

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MOST_CODINGS = 3  # one over the other; more are a bomb
MOST_PARTS = 300  # one after the other: each costs a copy of all that follow it
MOST_PADDING = 512  # bytes behind what brotli made
# The number that a frame begins with, or one to be skipped (RFC 8878, 3.1).
_ZSTD_FRAME = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")
TOO_MANY = f"more than {MOST_PARTS} parts, one after the other"


class Decoded(NamedTuple):
    """A body without its codings, as far as it could be read; ``problem`` says why not wholly."""

    body: bytes
    problem: str | None = None


def decode(body: bytes, names: Iterable[str], largest: int) -> Decoded:
    """Undo the content codings of these names, given in the order in which they were applied.

    None makes more than ``largest`` bytes. What was cut short yields what there is; what is not
    coded as it says yields nothing.
    """
    names = [name for name in names if not _means_nothing(name)]
    if len(names) > MOST_CODINGS:
        return Decoded(b"", f"{len(names)} content codings, one over the other")
    problem = None
    for name in reversed(names):
        decoder = DECODERS.get(name)
        if decoder is None:
            return Decoded(b"", f"content coding {name!r} is unknown")
        body, problem = decoder(body, largest)
        if problem:
            return Decoded(body, f"{name}: {problem}")
        if len(body) > largest:
            return Decoded(body[:largest], f"{name}: more than {largest} bytes")
    return Decoded(body, problem)


def codings(said: Iterable[bytes]) -> list[str]:
    """Return the content codings that the values of the header name, the first applied first."""
    return [name.strip() for name in b",".join(said).decode("latin-1").lower().split(",")]


def _means_nothing(coding: str) -> bool:
    """Some servers send ``identity``, nothing, or the charset."""
    if coding in ("", "identity", "none"):
        return True
    try:
        return lookup(coding)._is_text_encoding
    except (LookupError, ValueError):
        return False


def _gunzip(body: bytes, largest: int) -> Decoded:
    parts: list[bytes] = []
    size = 0
    while body[:2] == b"\x1f\x8b" or not parts:
        inflator = zlib.decompressobj(31)
        try:
            parts.append(inflator.decompress(body, largest + 1 - size))
        except zlib.error as error:
            # What follows a whole member is padding, or another member that is broken.
            return Decoded(b"".join(parts), str(error))
        size += len(parts[-1])
        if size > largest:
            break
        if not inflator.eof:
            return Decoded(b"".join(parts), "cut short")
        if len(parts) == MOST_PARTS and inflator.unused_data[:2] == b"\x1f\x8b":
            return Decoded(b"".join(parts), TOO_MANY)
        body = inflator.unused_data
    return Decoded(b"".join(parts))


def _inflate(body: bytes, largest: int) -> Decoded:
    problem = ""
    for window in (15, -15):  # some servers leave out the header that the standard wants
        inflator = zlib.decompressobj(window)
        try:
            content = inflator.decompress(body, largest + 1)
        except zlib.error as error:
            problem = problem or str(error)
            continue
        is_whole = inflator.eof or len(content) > largest
        return Decoded(content, None if is_whole else "cut short")
    return Decoded(b"", problem)


def _unbrotli(body: bytes, largest: int) -> Decoded:
    decoded, is_broken = _process_brotli([body], largest)
    if is_broken:  # the library refuses what ends, if anything is behind the end
        rest = body[-MOST_PADDING:]
        pieces = [body[: -len(rest)], *(rest[at : at + 1] for at in range(len(rest)))]
        decoded, _ = _process_brotli(pieces, largest)
    return decoded


def _process_brotli(pieces: Iterable[bytes], largest: int) -> tuple[Decoded, bool]:
    """Return what pieces make up to the end of the stream, and whether one of them broke it."""
    decoder = brotli.Decompressor()
    content = bytearray()
    try:
        for piece in pieces:
            chunk = decoder.process(piece, output_buffer_limit=2**16)
            while chunk and len(content) <= largest:
                content += chunk
                chunk = decoder.process(b"", output_buffer_limit=2**16)
            if decoder.is_finished() or len(content) > largest:
                return Decoded(bytes(content)), False
    except brotli.error as error:
        return Decoded(bytes(content), str(error)), True
    return Decoded(bytes(content), "cut short"), False


def _unzstd(body: bytes, largest: int) -> Decoded:
    content = b""
    for _ in range(MOST_PARTS):
        decoder = zstd.ZstdDecompressor()
        try:
            content += decoder.decompress(body, max_length=largest + 1 - len(content))
        except zstd.ZstdError as error:
            return Decoded(content, str(error))
        if len(content) > largest:
            return Decoded(content)
        if not decoder.eof:
            return Decoded(content, "cut short")
        body = decoder.unused_data
        if not _ZSTD_FRAME.match(body):  # what follows a whole frame is padding, or nothing
            return Decoded(content)
    return Decoded(content, TOO_MANY)


DECODERS: dict[str, Callable[[bytes, int], Decoded]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}


class CompressionMiddleware:
    """Undoes content codings; ``meta["broken"]`` says where that failed.

    Scrapy's own takes a body that was cut short for a whole one. It also has the charset of the
    coded bytes detected, which doubles the cost of a page.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.largest: int = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "CompressionMiddleware":
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        coded = response.headers.getlist(b"Content-Encoding")
        if not coded or not response.body:
            return response
        largest = request.meta.get("largest", self.largest)
        decoded = decode(response.body, codings(coded), largest)
        if decoded.problem:
            request.meta.setdefault("broken", decoded.problem)
        kind = type(response)
        if not issubclass(kind, TextResponse):
            # Its type was guessed from the coded bytes.
            kind = responsetypes.from_args(
                headers=response.headers, url=response.url, body=decoded.body
            )
        return kind(
            response.url,
            status=response.status,
            headers=response.headers,
            body=decoded.body,
            flags=response.flags,
            request=response.request,
            certificate=response.certificate,
            ip_address=response.ip_address,
            protocol=response.protocol,
        )
