"""What replay tools may not show of the WARC files: access rules as pywb reads them."""

import posixpath
from collections.abc import Iterator
from urllib.parse import quote, unquote_to_bytes, urlsplit

from article.patterns import regex
from storage.database import Database, storage_errors_at, writing
from storage.errors import ArchiveCorrupt
from storage.files import replace_text, sync_folder
from storage.home import Home
from storage.values.urlkey import url_key
from storage.warc.records import Place, read_record

_WWW = regex(r"^www\d*\.")
_AS_THEY_ARE = "".join(map(chr, range(0x21, 0x7F))).translate({ord("#"): None, ord("%"): None})


def write_replay_rules(db: Database, home: Home) -> None:
    """Write ``replay.aclj``, by which pywb leaves out what is suppressed.

    Nobody else suppresses anything meanwhile: of two who write at once, the later may know less.
    """
    path = home.root / "replay.aclj"
    with writing(db), storage_errors_at(path):
        urls = {url for (url,) in db.execute(_SUPPRESSED)} | set(_redirected(db, home))
        # pywb wants the keys in reverse order, so that the longest match comes first.
        rules = sorted({f'{_surt(url)} - {{"access": "exclude"}}' for url in urls}, reverse=True)
        replace_text(path, "".join(f"{rule}\n" for rule in rules))
        sync_folder(home.root)


def _redirected(db: Database, home: Home) -> Iterator[str]:
    """Yield where redirects led to what is suppressed, unless it is known for itself."""
    for place in db.execute(_PLACES).fetchall():
        try:
            url = read_record(home.warc, Place(*place)).url
        except ArchiveCorrupt:
            continue  # what is lost is not replayed either
        if url and not db.execute(_IS_KNOWN, [url_key(url)]).fetchone():
            yield url


def _surt(url: str) -> str:
    """Return an address as replay tools sort them, by the rules of the package surt.

    Its host is turned round, escapes are undone and made anew, all in lower case.

    >>> _surt("http://www.a.example/附件//1.PDF?b=2&a=1")
    'example,a)/%e9%99%84%e4%bb%b6/1.pdf?a=1&b=2'
    """
    parts = urlsplit(url)
    host = _WWW.sub("", parts.hostname or "")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    path = posixpath.normpath("/" + _escaped(parts.path).lstrip("/"))
    query = "&".join(sorted(_escaped(parts.query).split("&")))
    return ",".join(reversed(host.split("."))) + f"{port}){path}" + (f"?{query}" if query else "")


def _escaped(part: str) -> str:
    content = part.encode()
    while (plain := unquote_to_bytes(content)) != content:
        content = plain
    return quote(content, safe=_AS_THEY_ARE).lower()


_SUPPRESSED = """
select url from urls where id in (select url_id from suppressions where lifted_at is null)
  or part_of in (select url_id from suppressions where lifted_at is null)
"""
# A redirect that told of a loss led to what many addresses show. In this order: what is suppressed
# is little, and captures are many.
_PLACES = """
select c.warc_file, c.warc_offset, c.warc_length
from suppressions s cross join urls u on u.id = s.url_id or u.part_of = s.url_id
  cross join captures c on c.url_id = u.id
where s.lifted_at is null and c.warc_file is not null and c.refers_to is null
  and c.led_to is null and c.outcome in ('new', 'changed', 'unchanged')
"""
_IS_KNOWN = "select 1 from urls where url_key = ?"
