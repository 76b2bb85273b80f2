"""One page at two addresses of a site: on its host with ``www.``, and on the same one without it.

Nobody can tell from an address alone whether the two are one, so what their pages show decides.
"""

from collections.abc import Callable

from article.model import Article
from storage import articles, frontier
from storage.database import Database
from storage.values.urlkey import twin


def find_twin(
    db: Database,
    url_id: int,
    article: Article | None = None,
    *,
    find_held: Callable[[Database, int], articles.Held | None] = articles.find_held,
) -> articles.Held | None:
    """Return the article of the same path on the twin of an address's host, if the two are one.

    They are where this address showed it before, or shows it now as ``article``: its title, or its
    text.
    """
    url, site = db.execute("select url, site from urls where id = ?", [url_id]).fetchone()
    row = frontier.find(db, twin(url))
    held = find_held(db, row["id"]) if row and row["site"] == site else None
    if held is None:
        return None
    is_one = article and (article.title == held.title or article.body == held.body)
    return held if is_one or db.execute(_LED_TO, [url_id, held.url_id]).fetchone() else None


_LED_TO = "select 1 from captures where url_id = ? and led_to = ? limit 1"
