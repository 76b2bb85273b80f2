"""Days that only a list says, of articles that were read before their list was."""

from collections.abc import Iterable
from json import dumps

from article.facts.dates import find_date
from article.model import published_text
from storage import reprints
from storage.database import Database
from storage.suppress import find_standing
from storage.values.urlkey import url_key
from storage.values.visit import Link


def date_by_lists(db: Database, links: Iterable[Link], read: Iterable[int]) -> int:
    """Give articles without a day the one that a list says; return how many got theirs.

    They are those that ``links`` lead to and those of the addresses ``read``. It makes no version,
    as nothing changed on the site.
    """
    keys = [url_key(link.url) for link in links if link.date]
    undated = db.execute(_UNDATED, [dumps(list(read)), dumps(keys)]).fetchall()
    return sum(_date(db, *row) for row in undated)


def _date(db: Database, article_id: int, version: int, url_id: int, listed: str) -> bool:
    when = find_date(listed)
    if when is None:
        return False
    published = published_text(when)
    told = {"rule": "list", "text": listed, "others": [], "conflict": False}
    row = {
        "id": article_id, "at": published, "version": version, "why": f"list: {listed}",
        "told": dumps(told, ensure_ascii=False),
    }  # fmt: skip
    db.execute(_SET_DAY, row)
    db.execute(_SET_DAY_OF_VERSION, row)
    if not find_standing(db, url_id):
        reprints.link_again(db, article_id)
    return True


_UNDATED = """
select a.id, a.version, u.id, u.link_date from urls u join articles a on a.url_id = u.id
where a.published_at is null and u.link_date is not null and u.id in (
  select value from json_each(?)
  union select id from urls where url_key in (select value from json_each(?))
)
"""
_SET_DAY = """
update articles set published_at = :at, published_date = substr(:at, 1, 10),
  published_evidence = :why,
  evidence = json_set(coalesce(evidence, '{}'), '$.published_at', json(:told))
where id = :id
"""
_SET_DAY_OF_VERSION = """
update versions set published_at = :at where article_id = :id and version = :version
"""
