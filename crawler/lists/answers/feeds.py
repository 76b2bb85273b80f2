"""Sitemaps, RSS and Atom: lists that are made for machines."""

import gzip
import io
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Any

from lxml import etree

from article.patterns import regex
from crawler.scope import resolve
from storage.values.visit import Link

LARGEST = 64 * 2**20  # bytes of a sitemap once it is unpacked; sitemaps.org allows 50 MB
MOST_ADDRESSES = 50_000  # sitemaps.org, of one file

_HEAD = re.compile(rb"<(?:\w+:)?(urlset|sitemapindex|rss|feed|RDF)\b", re.I)
_FIRST_TAG = re.compile(rb"<\w[^<>]*>")
_SAID = regex(r"""(\w+)\s*=\s*["'](\d{1,9})["']""")
_FIELD = regex(r"<(\w+)>\s*(\d{1,9})\s*</\1>")
_NEXT = regex(r"<(next\w{0,10})>\s*([^\s<>]{1,300})\s*</\1>", re.I)


def is_feed(body: bytes) -> bool:
    """Whether bytes are a sitemap or a feed, packed or not."""
    return body[:2] == b"\x1f\x8b" or _HEAD.search(body[:2000]) is not None or _is_plain(body)


def _is_plain(body: bytes) -> bool:
    """Whether bytes are a sitemap in plain text: addresses, one on a line (sitemaps.org)."""
    lines = body[:2000].removeprefix(b"\xef\xbb\xbf").split()
    return bool(lines) and all(
        line.startswith((b"http://", b"https://")) for line in lines[:-1] or lines
    )


def read_feed(body: bytes, url: str) -> tuple[list[Link], list[str]]:
    """Return the pages that a feed or sitemap names, and the further sitemaps.

    Its times are not read: they are made up as often as not. What is broken ends the reading, and
    what came before counts.
    """
    pages: dict[str, Link] = {}
    sitemaps: dict[str, None] = {}
    if _is_plain(body):
        lines = body.decode("utf-8-sig", "replace").split()[:MOST_ADDRESSES]
        return [Link(url=address) for line in lines if (address := resolve(line, url))], []
    for element in islice(_entries(_unpacked(body)), MOST_ADDRESSES):
        kind = etree.QName(element).localname
        address = resolve(_address(element), url)
        if address is None:
            continue
        if kind == "sitemap":
            sitemaps[address] = None
        else:
            pages.setdefault(address, Link(url=address, title=_text(element, "title")))
    return list(pages.values()), list(sitemaps)


def read_records(body: bytes) -> Iterator[dict[str, str]]:
    """Yield the records of XML of any names: elements that hold fields and nothing else.

    Their fields may be attributes: ``<item href="/a/1.html" date="2025-08-01">标题</item>``.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return
    for element in islice(root.iter("{*}*") if root is not None else (), MOST_ADDRESSES):
        if len(element) > 1 and not any(len(child) for child in element):
            children = [child for child in element if isinstance(child.tag, str)]
            held = {_local(child.tag): child.text or "" for child in children}
            yield {**_attributes(element), **held}
        elif not len(element) and element.attrib:
            text = (element.text or "").strip()
            yield {**_attributes(element), **({"title": text} if text else {})}


def _attributes(element: etree._Element) -> dict[str, str]:
    return {_local(name): str(value) for name, value in element.attrib.items()}


def _local(name: str | bytes) -> str:
    """The name of a field without its prefix, which office software leaves undeclared: o:title."""
    return str(name).rpartition("}")[2].rpartition(":")[2]


def said_of_records(body: bytes) -> dict[str, str]:
    """Return what XML says of its records: ``<list total="41" page="2">``."""
    head = _FIRST_TAG.search(body[:2000])
    said = _SAID.findall(head[0].decode("utf-8", "replace")) if head else []
    said += _FIELD.findall(body[:2000].decode("utf-8", "replace"))
    for part in (body[:2000], body[-2000:]):
        said += _NEXT.findall(part.decode("utf-8", "replace"))
    return {name: unescape(value) for name, value in said}


def _unpacked(body: bytes) -> bytes:
    if body[:2] != b"\x1f\x8b":
        return body
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as packed:
            return packed.read(LARGEST)
    except (OSError, EOFError):
        return b""


def _entries(body: bytes) -> Iterator[Any]:
    events = etree.iterparse(
        io.BytesIO(body),
        events=("end",),
        tag=("{*}url", "{*}sitemap", "{*}item", "{*}entry"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
    )
    try:
        for _, element in events:
            yield element
            element.clear()
    except etree.XMLSyntaxError:
        return


def _address(element: Any) -> str | None:
    for name in ("loc", "link", "guid"):
        for child in element.iter(f"{{*}}{name}"):
            if name == "link" and child.get("rel", "alternate") != "alternate":
                continue
            if address := (child.text or child.get("href") or "").strip():
                return address
    return None


def _text(element: Any, name: str) -> str | None:
    child = next(element.iter(f"{{*}}{name}"), None)
    return " ".join("".join(child.itertext()).split()) or None if child is not None else None
