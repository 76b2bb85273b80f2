"""The full-text index: FTS5 over overlapping pairs of characters.

The pairs are made by a view in pure SQL, so a word of any length is found exactly, and any SQLite
client keeps the index right by the triggers: no tokenizer of ours is needed. The triggers that
delete run BEFORE, as the view must still see the old row. Never use ``insert or replace`` on
``articles``: without ``pragma recursive_triggers`` it fires no trigger that deletes. A crawl feeds
the index itself, as SQL takes three times as long to cut a text into pairs.
"""

from collections.abc import Iterable

from sqlite_utils import Database


def index(db: Database, articles: Iterable[tuple[int, str, str]]) -> None:
    """Index articles that are about to be inserted, by id, title and body, ids ascending.

    The trigger of ``articles`` leaves alone what is indexed already.
    """
    db.conn.executemany(
        "insert into articles_fts (rowid, title, body) values (?, ?, ?)",
        ((id_, pairs(title), pairs(body)) for id_, title, body in articles),
    )


def pairs(text: str) -> str:
    """Cut a text as the view ``articles_pairs`` does.

    >>> pairs("文明实践")
    '文明 明实 实践 践'
    """
    import numpy as np  # here, as a pass that finds nothing new does without

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    cut = np.full(3 * len(codes), ord(" "), np.uint32)
    cut[0::3] = codes
    cut[1:-2:3] = codes[1:]
    return cut[:-2].tobytes().decode("utf-32-le", "surrogatepass")


_PAIRS = """(
    with recursive
      chapter(c, t) as (
        select 0, substr({text}, 1, 8193)
        union all
        select c + 1, substr({text}, (c + 1) * 8192 + 1, 8193) from chapter where length(t) > 8192
      ),
      place(i) as (values {places})
    select group_concat((
      with recursive block(k, s) as (
        select 0, substr(t, 1, 65)
        union all
        select k + 1, substr(t, (k + 1) * 64 + 1, 65) from block
        where (k + 1) * 64 < min(8192, length(t))
      )
      select group_concat(substr(s, i, 2), ' ') from block cross join place
      where i <= min(64, length(s))
    ), ' ') from chapter
  )"""
_PLACES = ", ".join(f"({i})" for i in range(1, 65))


def _pairs(column: str) -> str:
    """Return SQL for the pairs of a text.

    SQLite counts characters from the beginning: chapters, and blocks in them, keep that short.
    """
    return _PAIRS.format(text=column, places=_PLACES)


PAIRS_VIEW = f"""
create view articles_pairs as
  select id, {_pairs("title")} as title, {_pairs("body")} as body from articles;
"""

INDEX = """
create virtual table articles_fts using fts5 (
  title, body,
  content = 'articles_pairs', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0'
);

-- Segments are merged later and written larger than by default, as the batches of a crawl are
-- small: the index costs a sixth less to write, and a search a tenth more.
insert into articles_fts (articles_fts, rank) values ('automerge', 16);
insert into articles_fts (articles_fts, rank) values ('hashsize', 2097152);

-- Whoever inserts many articles at once may have indexed them before.
create trigger articles_fts_insert after insert on articles
when not exists (select 1 from articles_fts_docsize where id = new.id) begin
  insert into articles_fts (rowid, title, body)
    select id, title, body from articles_pairs where id = new.id;
end;
create trigger articles_fts_delete before delete on articles begin
  insert into articles_fts (articles_fts, rowid, title, body)
    select 'delete', id, title, body from articles_pairs where id = old.id;
end;
create trigger articles_fts_before_update before update of title, body on articles
when old.title is not new.title or old.body is not new.body begin
  insert into articles_fts (articles_fts, rowid, title, body)
    select 'delete', id, title, body from articles_pairs where id = old.id;
end;
create trigger articles_fts_after_update after update of title, body on articles
when old.title is not new.title or old.body is not new.body begin
  insert into articles_fts (rowid, title, body)
    select id, title, body from articles_pairs where id = new.id;
end;
"""
