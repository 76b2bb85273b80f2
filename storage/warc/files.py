"""The list of closed WARC files, and what becomes of those that a dead process left open."""

from datetime import datetime
from pathlib import Path

from storage.database import Database, writing
from storage.files import size_of
from storage.home import Home
from storage.values.stamp import stamp
from storage.warc.records import OPEN
from storage.warc.writer import Closed, close_file, left_open, measure, site_of


def register(db: Database, closed: Closed, *, now: datetime) -> None:
    """Note a closed file with its length and digest."""
    with writing(db):
        db.execute(
            "insert into warc_files (name, bytes, sha256, closed_at) values (?, ?, ?, ?) "
            "on conflict (name) do update set bytes = excluded.bytes, sha256 = excluded.sha256",
            [closed.name, closed.bytes, closed.sha256, stamp(now)],
        )


def recover(home: Home, db: Database, site: str, *, now: datetime) -> list[str]:
    """Close what a dead crawl of a site left open, cut to its last committed record.

    Call it with the site's lock held. Returns the names of the files that were cut, renamed or
    only closed without being noted. A file of which the database names no record stays unknown to
    it: the database is older than the files.
    """
    recovered = []
    for path in left_open(home.warc, site):
        name, committed = path.name.removesuffix(OPEN), _committed(db, path.name)
        # Copies of a home that were made one over the other hold a file under both names.
        if committed and size_of(home.warc / name) >= committed:
            path.unlink()
            continue
        close_file(path, committed)
        recovered.append(name)
    for path in _unregistered(home, db, site):
        register(db, measure(path), now=now)
        recovered.append(path.name)
    return sorted(set(recovered))


def _committed(db: Database, name: str) -> int:
    (end,) = db.execute(
        "select max(warc_offset + warc_length) from captures where warc_file = ?",
        [name.removesuffix(OPEN)],
    ).fetchone()
    return end or 0


def _unregistered(home: Home, db: Database, site: str) -> list[Path]:
    known = {name for (name,) in db.execute("select name from warc_files")}
    return [
        path
        for path in sorted(home.warc.glob("*.warc.gz"))
        if path.name not in known
        and path.is_file()
        and site_of(path) == site
        and _committed(db, path.name)
    ]
