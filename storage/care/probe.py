"""A self-test of the search: 文明 is found where it stands."""

from storage.database import Database
from storage.errors import StorageError
from storage.questions.pairs import expression
from storage.questions.question import Question, Word
from storage.schema import migrate
from storage.search import count


class SearchBroken(StorageError):
    """The search does not find what is there; nothing it says can be trusted."""


def prove(db: Database) -> None:
    """Raise SearchBroken unless 文明 is found in an archive made for that, and ours has its newest.

    The first asks the SQLite in use, the second the index of this archive.
    """
    made = Database(memory=True)
    migrate(made)
    made.execute(
        "insert into articles (url, url_id, site, title, body, chars, content_hash, first_seen_at, "
        "last_seen_at, last_changed_at) values ('', 0, '', '文明', '', 0, '', '', '', '')"
    )
    if count(made, "文明") != 1:
        raise SearchBroken("this SQLite does not find 文明 in an index over character pairs")
    newest = db.execute("select id, title from articles order by id desc limit 1").fetchone()
    if newest and not _has_title(db, *newest):
        raise SearchBroken(
            f"the index lacks the title of article {newest[0]}; mend it with "
            "insert into articles_fts (articles_fts) values ('rebuild')"
        )


def _has_title(db: Database, article_id: int, title: str) -> bool:
    asked = expression(Question(((Word((title.lower(),), "title"),),)))
    return asked is None or bool(
        db.execute(
            "select 1 from articles_fts where articles_fts match ? and rowid = ?",
            [asked, article_id],
        ).fetchone()
    )
