"""One page at two addresses of a site: on its host with ``www.``, and on the same one without it.

Nobody can tell from an address alone whether the two are one, so what their pages show decides.
"""

from collections.abc import Callable

from article.fingerprint import fingerprint
from article.model import Article
from storage import articles, reprints
from storage.database import Database

_TELLING = 60  # characters of a text that is one whatever its title; 详见附件。 says nothing


def twin_of(db: Database, url_id: int) -> tuple[int | None, bool]:
    """Return the address of the same path on the twin of a host, and whether its site has both.

    By keys that are stored: each article that arrives asks, and making a key takes four times as
    long.
    """
    row = db.execute(_TWIN, [url_id]).fetchone()
    return (row[0], bool(row[1])) if row else (None, False)


def find_twin(
    db: Database,
    url_id: int,
    article: Article | None = None,
    *,
    find_held: Callable[[Database, int], articles.Held | None] = articles.find_held,
) -> articles.Held | None:
    """Return the article of the same path on the twin of an address's host, if the two are one.

    They are where this address showed it before, or shows it now as ``article``: under one title a
    text that has much of its text, as 公告 is the title of many; or the very text under another.
    """
    twin, is_of_site = twin_of(db, url_id)
    held = find_held(db, twin) if twin and is_of_site else None
    if held is None:
        return None
    is_one = _is_one(held, article) or db.execute(_LED_TO, [url_id, held.url_id]).fetchone()
    return held if is_one else None


def _is_one(held: articles.Held, article: Article | None) -> bool:
    if article is None:
        return False
    if article.title != held.title:
        return article.body == held.body and len(article.body) >= _TELLING
    if article.body == held.body:
        return True
    ours, its = (fingerprint(one.body, one.title) for one in (held, article))
    return reprints.compare(ours, its).relation in ("exact", "near", "contains")


_TWIN = """
select twin.id, twin.site = own.site from urls own join urls twin on twin.url_key = iif(
  own.url_key like '//www.%', '//' || substr(own.url_key, 7), '//www.' || substr(own.url_key, 3)
)
where own.id = ?
"""
_LED_TO = "select 1 from captures where url_id = ? and led_to = ? limit 1"
