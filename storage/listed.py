"""Publish days and channels that only lists tell, for articles whose own pages tell none."""

from collections.abc import Iterable
from dataclasses import replace
from json import dumps

from article.facts.dates import find_date
from article.model import Article, Evidence, published_text
from storage import reprints
from storage.database import Database
from storage.suppress import find_standing
from storage.values.urlkey import url_key
from storage.values.visit import Link


def dated_by_list(db: Database, url_id: int, article: Article) -> Article:
    """Give an article without a publish day the one that a list shows beside its link, if any.

    The reader may not have known it: the list was visited since, or it links to another address of
    the article, one that redirected here.
    """
    row = db.execute(_LISTED, {"id": url_id}).fetchone()
    listed = row[0] if row else ""
    when = find_date(listed)
    if when is None:
        return article
    evidence = {**article.evidence, "published_at": Evidence(rule="list", text=listed)}
    return replace(article, published_at=when, evidence=evidence)


def complete_by_lists(db: Database, links: Iterable[Link]) -> None:
    """Give articles that ``links`` lead to the publish day and channel that only their list tells.

    They have no channel if the home page showed them first. It makes no version, as nothing changed
    on the site.
    """
    keys = [url_key(link.url) for link in links if link.date or link.channel]
    if not keys:
        return
    for article_id, version, url_id, day, channel in db.execute(_LACKING, [dumps(keys)]).fetchall():
        if day:
            _date(db, article_id, version, url_id, day)
        if channel:
            db.execute("update articles set channel = ? where id = ?", [channel, article_id])


def _date(db: Database, article_id: int, version: int, url_id: int, listed: str) -> None:
    when = find_date(listed)
    if when is None:
        return
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


_LISTED = """
select link_date from urls
where link_date is not null
  and (id = :id or id in (select url_id from captures where led_to = :id))
order by id <> :id limit 1
"""
# In one query: to find the rows of all links is what costs.
_LACKING = """
select a.id, a.version, u.id, iif(a.published_at is null, u.link_date, null) as its_day,
  iif(a.channel is null, u.channel, null) as its_channel
from urls u join articles a on a.url_id = u.id
where u.url_key in (select value from json_each(?)) and coalesce(its_day, its_channel) is not null
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
