"""What replay tools may not show of the WARC files: access rules as pywb reads them."""

import posixpath
from urllib.parse import quote, unquote_to_bytes, urlsplit

from article.patterns import regex
from storage.database import Database, storage_errors_at
from storage.files import replace_text, sync_folder
from storage.home import Home

_WWW = regex(r"^www\d*\.")
_AS_THEY_ARE = "".join(map(chr, range(0x21, 0x7F))).translate({ord("#"): None, ord("%"): None})


def write_replay_rules(db: Database, home: Home) -> None:
    """Write ``replay.aclj``, by which pywb leaves out what is suppressed."""
    rows = db.execute(
        "select url from urls where id in (select url_id from suppressions where lifted_at is null)"
        " or part_of in (select url_id from suppressions where lifted_at is null)"
    )
    # pywb wants the keys in reverse order, so that the longest match comes first.
    rules = sorted({f'{_surt(url)} - {{"access": "exclude"}}' for (url,) in rows}, reverse=True)
    path = home.root / "replay.aclj"
    with storage_errors_at(path):
        replace_text(path, "".join(f"{rule}\n" for rule in rules))
        sync_folder(home.root)


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
