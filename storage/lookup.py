"""One article and what the archive knows around it. Of what is suppressed there is the address."""

from typing import Any

from article.patterns import regex
from storage.database import Database, location
from storage.errors import StorageError
from storage.values.urlkey import url_key

Row = dict[str, Any]

_ID = regex(r"[0-9]{1,18}")

_ARTICLE = "select * from articles where id not in (select article_id from suppressed) and id = ?"
_AT_ADDRESS = """
select a.id from articles a join urls u on u.id = a.url_id where u.url_key = :key
union all select id from articles where url = :url
union all select * from (
  select a.id from urls u join captures c on c.url_id = u.id join articles a on a.url_id = c.led_to
  where u.url_key = :key order by c.id desc
)
"""

_LED_TO = """
select led_to from captures where url_id = :id and led_to is not null
  and not exists (select 1 from articles where url_id = :id) order by id desc limit 1
"""


def leads_to(db: Database, url_id: int) -> int:
    """Return the ``urls.id`` of the article that an address shows: its own, or where it led last.

    An address that has an article of its own by now stands for that, wherever it once led.
    """
    row = db.execute(_LED_TO, {"id": url_id}).fetchone()
    return row[0] if row else url_id


def find_article(db: Database, which: str) -> Row | None:
    """Return the article with an address, in any of its spellings, or an id.

    An address that led to the article of another one stands for it.
    """
    if _ID.fullmatch(which):
        return next(iter(db.query(_ARTICLE, [int(which)])), None)
    for row in db.query(_AT_ADDRESS, {"key": url_key(which), "url": which}):
        return next(iter(db.query(_ARTICLE, [row["id"]])), None)
    return None


def find_address(db: Database, which: str) -> str:
    """Return the address of the article with an id, or the address that was given.

    Raises StorageError where there is no such article.
    """
    if not _ID.fullmatch(which):
        return which
    for (url,) in db.execute("select url from articles where id = ?", [int(which)]):
        return str(url)
    raise StorageError(f"no article {which} in {location(db)}")


def find_capture(db: Database, article_id: int) -> Row | None:
    """Return the visit whose page the current text was read from, with its place in a WARC file.

    Where the page had not changed since an earlier visit, the place is that of the earlier record.
    """
    return next(
        iter(
            db.query(
                """
                select c.id as capture_id, c.run_id, c.fetched_at, c.status,
                  coalesce(o.warc_file, c.warc_file) as warc_file,
                  iif(o.id is null, c.warc_offset, o.warc_offset) as warc_offset,
                  iif(o.id is null, c.warc_length, o.warc_length) as warc_length
                from articles a
                join versions v on v.article_id = a.id and v.version = a.version
                join captures c on c.id = v.capture_id
                left join captures o on o.id = c.refers_to
                where a.id = ?
                """,
                [article_id],
            )
        ),
        None,
    )


def list_versions(db: Database, article_id: int) -> list[Row]:
    """Return every version of an article with its text, the first first."""
    return list(
        db.query(
            "select * from article_versions where article_id = ? order by version", [article_id]
        )
    )


def list_reprints(db: Database, article_id: int) -> list[Row]:
    """Return the other articles of the same story, the earliest first, with the relation if known.

    ``lossy`` is how many repairs of each lost something, so that the better copy shows.
    """
    return list(
        db.query(
            """
            select o.id, o.url, o.site, o.title, o.source, o.published_at, o.published_date,
              (select relation from reprints r where
                (r.article_id = o.id and r.of_id = a.id) or (r.article_id = a.id and r.of_id = o.id)
              ) as relation,
              (select count(*) from json_each(o.repairs) where value ->> 'lossy') as lossy
            from articles a join articles o on o.story_id = a.story_id and o.id <> a.id
            where a.id = ? and o.id not in (select article_id from suppressed)
            order by o.published_at is null, o.published_at, o.id
            """,
            [article_id],
        )
    )
