"""What a page may show: a connection on which suppressed articles are not there.

Views of the same names stand before the tables, so that any question asked in SQL meets these. Who
writes ``main.`` before a name goes round them: that is for the page to refuse.
"""

from contextlib import closing
from pathlib import Path
from typing import Any

from storage.database import open_file
from storage.errors import StorageError
from storage.questions.pairs import expression
from storage.questions.question import parse
from storage.schema import APPLICATION_ID
from storage.search import holds

_HIDDEN = "(select url_id from main.suppressions where lifted_at is null)"
# The tables that hold what a suppressed article said, and what tells it apart. Its attachments, and
# the addresses that redirect to it, were linked by its title.
SHADOWED = {
    "articles": "id not in (select article_id from suppressed)",
    "versions": "article_id not in (select article_id from suppressed)",
    "attachments": "article_id not in (select article_id from suppressed)",
    "urls": f"id not in {_HIDDEN} and ifnull(part_of, 0) not in {_HIDDEN} "
    f"and id not in (select url_id from main.captures where led_to in {_HIDDEN}) "
    "and url not in (select url from main.attachments "
    "where article_id in (select article_id from suppressed))",
    "listings": f"url_id not in {_HIDDEN}",
    "suppressions": "false",
    "articles_pairs": "false",
    "articles_fts_data": "false",
    "articles_fts_idx": "false",
    "articles_fts_docsize": "id not in (select article_id from suppressed)",
}
# Else the index would tell word by word what they said; it is asked as before.
_INDEX = """create temp view articles_fts as select rowid, articles_fts, rank from main.articles_fts
  where rowid not in (select article_id from suppressed)"""
_SQLITE_OK, _SQLITE_DENY, _SQLITE_READ, _SQLITE_FUNCTION = 0, 1, 20, 31


def is_archive(file: Path) -> bool:
    """Say whether a file is an archive of ours."""
    try:
        with closing(open_file(file)) as db:
            return _is_ours(db)
    except StorageError:
        return False


def prepare(connection: Any) -> None:
    """Hide what is suppressed from a connection to an archive, and teach it to search.

    Leaves the connection to another database alone. ``escape_fts`` translates a question for the
    index; where it cannot, nothing is found.
    """
    if not _is_ours(connection):
        return
    connection.create_function("escape_fts", 1, translated)
    connection.create_function("holds", 2, holds, deterministic=True)
    for table, condition in SHADOWED.items():
        connection.execute(
            f"create temp view {table} as select * from main.{table} where {condition}"
        )
    connection.execute(_INDEX)
    connection.set_authorizer(_allow)


def translated(question: str) -> str:
    """Return the FTS5 expression of a question, one that matches nothing where there is none."""
    return expression(parse(question or "")) or '""'


def _is_ours(connection: Any) -> bool:
    (owner,) = connection.execute("pragma application_id").fetchone()
    return bool(owner == APPLICATION_ID)


def _allow(action: int, table: str | None, name: str | None, *_: str | None) -> int:
    """Refuse to give back the text from its index, where suppressed articles still are.

    ``name`` is that of a column or a function.
    """
    from_index = (
        (table == "articles_fts" and name in ("title", "body"))
        if action == _SQLITE_READ
        else action == _SQLITE_FUNCTION and name in ("highlight", "snippet")
    )
    return _SQLITE_DENY if from_index else _SQLITE_OK
