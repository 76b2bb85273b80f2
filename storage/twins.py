"""One page at two addresses of a site: on its host with ``www.``, and on the same one without it.

Nobody can tell from an address alone whether the two are one, so what their pages show decides.
"""

from collections.abc import Callable

from article.fingerprint import fingerprint
from article.model import Article
from storage import articles, reprints
from storage.database import Database

_TELLING = 60  # characters of a text that is one whatever its title; 详见附件。 says nothing


def find_shown(db: Database, url_id: int) -> articles.Held | None:
    """Return the article of an address, or that of its twin if this address has shown it before."""
    row = db.execute(_SHOWN, {"id": url_id}).fetchone()
    return articles.Held(*row) if row else None


def find_twin(
    db: Database,
    url_id: int,
    article: Article,
    *,
    find_held: Callable[[Database, int], articles.Held | None] = articles.find_held,
) -> articles.Held | None:
    """Return the article of an address's twin, if both addresses show the same page.

    They do if this address has shown that article before, or if ``article``, which it shows now,
    has the same title and much of the same text (a title alone proves little: many are called
    公告), or the very same text under another title.
    """
    row = db.execute(_TWIN, [url_id]).fetchone()
    held = find_held(db, row[0]) if row else None
    if held is None:
        return None
    is_one = _is_one(held, article) or db.execute(_LED_TO, [url_id, held.url_id]).fetchone()
    return held if is_one else None


def _is_one(held: articles.Held, article: Article) -> bool:
    if article.title != held.title:
        return article.body == held.body and len(article.body) >= _TELLING
    if article.body == held.body:
        return True
    ours, its = (fingerprint(one.body, one.title) for one in (held, article))
    return reprints.compare(ours, its).relation in ("exact", "near", "contains")


# The key of the same path on the twin of the host of ``own``: by keys that are stored, as each
# article that arrives asks, and making a key takes four times as long.
TWIN_KEY = """iif(
  own.url_key like '//www.%', '//' || substr(own.url_key, 7), '//www.' || substr(own.url_key, 3)
)"""
_TWIN = f"""
select twin.id from urls own join urls twin on twin.url_key = {TWIN_KEY}
where own.id = ? and twin.site = own.site
"""
_LED_TO = "select 1 from captures where url_id = ? and led_to = ? limit 1"
# By the captures of the address: what has no article yet has hardly any.
_SHOWN = f"""
select {articles.HELD} from articles where url_id = :id
union all
select {articles.HELD} from articles where url_id = (
  select twin.id from captures c cross join urls own cross join urls twin
  where c.url_id = :id and own.id = c.url_id and twin.id = c.led_to
    and twin.url_key = {TWIN_KEY} and twin.site = own.site
)
limit 1
"""
