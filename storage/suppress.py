"""What may no longer be shown, by whose word and why; and, at the utmost, what may not be kept.

A suppressed article is out of search, views, exports, the web page and replay; its address is not
visited any more. The files that it alone links to go and come back with it, each with a tombstone
of its own. A tombstone in ``suppressions`` stays for good, lifted or not.
"""

from datetime import datetime
from typing import Any

from storage import frontier, reprints
from storage.database import Database, writing
from storage.errors import StorageError
from storage.home import Home
from storage.lookup import find_address, leads_to
from storage.values.stamp import stamp
from storage.visited import SUPPRESSED
from storage.warc.replay import write_replay_rules


def suppress(db: Database, home: Home, which: str, *, reason: str, by: str, now: datetime) -> int:
    """Take an address, or an article by its id, out of all that is shown; return its tombstone.

    Whoever gives another reason for what is suppressed already gets a tombstone too: each demand is
    on record. Raises StorageError for an address or an id that the archive does not know.
    """
    with writing(db):
        row = find_known(db, which)
        said = [
            stone["id"]
            for stone in list_standing(db, row["id"])
            if (stone["reason"], stone["suppressed_by"]) == (reason, by)
        ]
        tombstones = said or _take_out(db, row["id"], [stamp(now), by, reason])
    write_replay_rules(db, home)  # also of what was said before: a crash may have come between
    return tombstones[0]


def lift(
    db: Database, home: Home, which: str, *, by: str, now: datetime, reason: str | None = None
) -> bool:
    """Lift all that is against showing an address or an article; return whether there was anything.

    Its files come back too, but not against a word that was of one of them alone. By whose word,
    and why if that is said, is on record as well. What was erased stays erased.
    """
    with writing(db):
        row = find_known(db, which)
        if standing := list_standing(db, row["id"]):
            _bring_back(db, row["id"], standing, [stamp(now), by, reason])
    write_replay_rules(db, home)
    return bool(standing)


def suppressed_with(db: Database, url_id: int) -> list[int]:
    """Return the ``urls.id`` of the files that went by the same word as their article."""
    return [id_ for (id_,) in db.execute(_WENT_WITH, [url_id])]


def _take_out(db: Database, url_id: int, word: list[str]) -> list[int]:
    """Set up tombstones for an address and its files; return them, that of the address first."""
    tombstones = []
    for one in [url_id, *_bind_files(db, url_id)]:
        (tombstone,) = db.execute(
            "insert into suppressions (url_id, suppressed_at, suppressed_by, reason) "
            "values (?, ?, ?, ?) returning id",
            [one, *word],
        ).fetchone()
        _ignore(db, one)
        tombstones.append(int(tombstone))
    return tombstones


def _bring_back(
    db: Database, url_id: int, standing: list[dict[str, Any]], word: list[str | None]
) -> None:
    """Lift the tombstones of an address, and those that the files of its article got with one."""
    stones = [*standing, *db.query(_CAME_WITH_FILES, [url_id])]
    for stone in stones:
        db.execute(
            "update suppressions set lifted_at = ?, lifted_by = ?, lift_reason = ? where id = ?",
            [*word, stone["id"]],
        )
    for stone in stones:
        db.execute(
            "update urls set state = iif(visited_at is null or ?, 'pending', 'held') "
            f"where (id = ? or part_of = ?) and not {SUPPRESSED}",
            [stone["erased_at"] is not None, stone["url_id"], stone["url_id"]],
        )
    for article_id in _articles_of(db, url_id):
        reprints.link_again(db, article_id)


def _bind_files(db: Database, url_id: int) -> list[int]:
    """Return the ``urls.id`` of the files that no other article that is shown links to.

    They are listed as the article's from now on, also those to which it linked once or by way of
    another address: ``attachments`` forgets what is erased.
    """
    files = [frontier.find(db, url) for (url,) in db.execute(_FILES, {"id": url_id}).fetchall()]
    bound = [file["id"] for file in files if file]
    pairs = [(url_id, file_id) for file_id in bound]
    db.conn.executemany("insert or ignore into listings (list_id, url_id) values (?, ?)", pairs)
    return bound


def find_standing(db: Database, url_id: int) -> dict[str, Any] | None:
    """Return the first suppression of an address that was not lifted."""
    return next(iter(list_standing(db, url_id)), None)


def list_standing(db: Database, url_id: int) -> list[dict[str, Any]]:
    """Return the suppressions of an address that were not lifted, the first first."""
    return list(
        db.query(
            "select * from suppressions where url_id = ? and lifted_at is null order by id",
            [url_id],
        )
    )


def list_suppressions(db: Database) -> list[dict[str, Any]]:
    """Return all tombstones, the newest first."""
    return list(
        db.query(
            "select (select id from articles where url_id = u.id) as article_id, u.url, "
            "s.suppressed_at, s.suppressed_by, s.reason, s.lifted_at, s.lifted_by, s.lift_reason, "
            "s.erased_at "
            "from suppressions s join urls u on u.id = s.url_id order by s.id desc"
        )
    )


def adopt(db: Database, newer: Database) -> list[int]:
    """Take over what a newer database of the same archive suppressed.

    Returns the ``urls.id`` of what was erased there and is still here.
    """
    erased = []
    with writing(db):
        for stone in newer.query(_STONES):
            row = frontier.find(db, stone["url"])
            if row is None:
                continue
            # A copy that an older wenming made says neither who lifted it nor why.
            facts = {"lifted_by": None, "lift_reason": None, **stone, "url_id": row["id"]}
            if not db.execute(_UPDATE_STONE, facts).rowcount:
                db.execute(_INSERT_STONE, facts)
            if stone["lifted_at"] is None:
                _bind_files(db, row["id"])
                _ignore(db, row["id"])
                erased += [row["id"]] if stone["erased_at"] else []
    return erased


def find_known(db: Database, which: str) -> dict[str, Any]:
    """Return the address of an article's id, or of what is behind an address: where it leads to."""
    url = find_address(db, which)
    row = frontier.find(db, url)
    if row is None:
        raise StorageError(f"the archive does not know {url}")
    return next(db.query("select * from urls where id = ?", [leads_to(db, row["id"])]))


def _ignore(db: Database, url_id: int) -> None:
    db.execute(
        "update urls set state = 'ignored', leased_by = null where id = ? or part_of = ?",
        [url_id, url_id],
    )
    for article_id in _articles_of(db, url_id):
        reprints.unlink(db, article_id)  # what it began is now begun by the next one


def _articles_of(db: Database, url_id: int) -> list[int]:
    rows = db.execute("select id from articles where url_id = ?", [url_id])
    return [article_id for (article_id,) in rows]


_FILES = """
select t.url from articles a join attachments t on t.article_id = a.id
where a.url_id = :id and not exists (
  select 1 from attachments o join articles b on b.id = o.article_id
  where o.url = t.url and b.url_id <> :id and b.id not in (select article_id from suppressed)
)
"""
_WENT_WITH = """
select distinct f.url_id
from suppressions s join listings l on l.list_id = s.url_id
join suppressions f on f.url_id = l.url_id and f.suppressed_at = s.suppressed_at
  and f.suppressed_by = s.suppressed_by and f.reason = s.reason
where s.url_id = ? and s.lifted_at is null and f.lifted_at is null
"""
# Of its files, those that the suppression of any article brought: another one may have had it.
_CAME_WITH_FILES = """
select distinct f.*
from listings own join suppressions f on f.url_id = own.url_id
join suppressions s on s.suppressed_at = f.suppressed_at
  and s.suppressed_by = f.suppressed_by and s.reason = f.reason
join listings l on l.list_id = s.url_id and l.url_id = f.url_id
where own.list_id = ? and f.lifted_at is null
"""
_STONES = """
select u.url, s.* from suppressions s join urls u on u.id = s.url_id order by s.id
"""
_UPDATE_STONE = """
update suppressions set lifted_at = :lifted_at, lifted_by = :lifted_by,
  lift_reason = :lift_reason, erased_at = :erased_at
where url_id = :url_id and suppressed_at = :suppressed_at
  and suppressed_by = :suppressed_by and reason = :reason
"""
_INSERT_STONE = """
insert into suppressions (
  url_id, suppressed_at, suppressed_by, reason, lifted_at, lifted_by, lift_reason, erased_at
) values (
  :url_id, :suppressed_at, :suppressed_by, :reason, :lifted_at, :lifted_by, :lift_reason, :erased_at
)
"""
